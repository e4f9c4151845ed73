import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

/// A commissioning cycle of a fund of its own, taken through its stages with made-up answers.
public struct CycleOfFund {
    public let fund: TestFund
    public let key: String

    public init(_ fund: TestFund, _ key: String = "cycle-1") {
        self.fund = fund
        self.key = key
    }

    public var officer: Principal { get throws { try fund.person("officer") } }

    public func start(round: String? = "round-1") throws {
        _ = try fund.workflows.startCycle(
            key, title: "A cycle", round: round, try fund.services.configuration(),
            as: try officer)
    }

    /// Answers everything that a stage asks, and has it co-signed where it is to be.
    public func answer(_ stage: CommissioningStage) throws {
        let report = try fund.services.reports.cycle(key, as: try officer)
        for question in report.questions(of: stage) {
            _ = try fund.workflows.answerStage(
                question.key, "So it is.", evidence: "A made-up survey", in: key,
                as: try officer)
            if question.coSigner != nil {
                try fund.workflows.coSignAnswer(
                    question.key, in: key, as: try fund.person("officer2"))
            }
        }
    }

    @discardableResult public func advance() throws -> Cycle {
        try fund.workflows.advanceCycle(key, as: try officer)
    }

    @discardableResult public func approve() throws -> Cycle {
        try fund.workflows.approveStage(of: key, as: try fund.person("decider"))
    }

    /// States a need that a survey shows, and chooses a priority that answers it.
    public func addNeed() throws {
        let number = try fund.workflows.stateNeed(
            "Young people do not meet", place: "Millbrook", in: key, as: try officer)
        try fund.workflows.supportNeed(
            number, source: "Youth survey 2026", url: "https://example.org/survey", in: key,
            as: try officer)
        try fund.workflows.choosePriority(
            "belonging", needs: [number], criteria: ["need"],
            try fund.services.configuration(), in: key, as: try officer)
    }

    /// From the start to an approved Plan.
    public func plan(round: String? = "round-1") throws {
        try start(round: round)
        try answer(.analyse)
        try advance()
        try addNeed()
        try answer(.plan)
        try advance()
        try approve()
    }

    /// Notes a lesson; gives back its number.
    public func learn(
        _ text: String = "Small groups ask for help too late", about priority: String? = nil
    ) throws -> Int64 {
        try fund.workflows.learnLesson(
            text, evidence: "Who came to the drop-ins", meaning: "Offer help before the opening",
            about: priority, in: key, as: try officer)
    }
}
