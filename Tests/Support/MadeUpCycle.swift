import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

/// Brings a commissioning cycle on by the use cases that people use: made-up answers, a need with
/// what shows it, a priority, signatures, approvals.
public struct MadeUpCycle: Sendable {
    public static let key = "cycle-1"

    public let key: String
    public let services: Services

    public init(_ services: Services, _ key: String = "cycle-1") {
        self.services = services
        self.key = key
    }

    public init(_ fund: CommandLineFund, _ key: String = "cycle-1") throws {
        self.init(
            try Services.open(
                Settings(
                    database: fund.database, configuration: "\(fund.folder.path)/Config",
                    environment: [:])), key)
    }

    public var officer: Principal { get throws { try person("officer") } }

    private func person(_ name: String) throws -> Principal {
        try services.principal("\(name)@example.org", door: .commandLine, systemUser: "tester")
    }

    /// Starts the cycle with a round, and goes on until its Plan is approved.
    public func approvePlan(of round: String? = "round-1") throws {
        try start(with: round)
        try finishPlan()
    }

    /// Goes on from a cycle that was started until its Plan is approved.
    public func finishPlan() throws {
        try close(.analyse)
        try plan()
        try close(.plan)
        try approve()
    }

    public func start(with round: String? = "round-1") throws {
        _ = try services.workflows.startCycle(
            key, title: "A made-up cycle", round: round, try services.configuration(),
            as: try person("officer"))
    }

    /// States a need and what shows it, and chooses a priority that answers it.
    public func plan() throws {
        let officer = try person("officer")
        let number = try services.workflows.stateNeed(
            "Young people do not meet", place: "Millbrook", in: key, as: officer)
        try services.workflows.supportNeed(
            number, source: "Youth survey 2026", url: "https://example.org/survey",
            in: key, as: officer)
        try services.workflows.choosePriority(
            "belonging", needs: [number], criteria: ["need"], try services.configuration(),
            in: key, as: officer)
    }

    /// Answers everything that the first stage asks.
    public func answerAnalyse() throws { try answer(.analyse) }

    /// Answers everything that a stage asks, and has it co-signed where it is to be.
    public func answer(_ stage: CommissioningStage) throws {
        let (officer, second) = (try person("officer"), try person("officer2"))
        let report = try services.reports.cycle(key, as: officer)
        for question in report.questions(of: stage) {
            _ = try services.workflows.answerStage(
                question.key, "So it is.", evidence: "A made-up survey", in: key, as: officer)
            if question.coSigner != nil {
                try services.workflows.coSignAnswer(question.key, in: key, as: second)
            }
        }
    }

    /// Answers all of a stage and closes it.
    public func close(_ stage: CommissioningStage) throws {
        try answer(stage)
        try advance()
    }

    @discardableResult public func advance() throws -> Cycle {
        try services.workflows.advanceCycle(key, as: try officer)
    }

    public func approve() throws {
        _ = try services.workflows.approveStage(of: key, as: try person("decider"))
    }

    /// Notes a lesson; gives back its number.
    public func learn(
        _ text: String = "Small groups ask for help too late", about priority: String? = nil
    ) throws -> Int64 {
        try services.workflows.learnLesson(
            text, evidence: "Who came to the drop-ins", meaning: "Offer help before the opening",
            about: priority, in: key, as: try officer)
    }
}
