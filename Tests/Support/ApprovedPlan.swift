import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

/// Brings a commissioning cycle on by the use cases that people use: made-up answers, a need with
/// what shows it, a priority, signatures, approvals.
public struct MadeUpCycle: Sendable {
    public static let key = "cycle-1"

    private let services: Services

    public init(_ services: Services) { self.services = services }

    public init(_ fund: CommandLineFund) throws {
        self.init(
            try Services.open(
                Settings(
                    database: fund.database, configuration: "\(fund.folder.path)/Config",
                    environment: [:])))
    }

    private func person(_ name: String) throws -> Principal {
        try services.principal("\(name)@example.org", door: .commandLine, systemUser: "tester")
    }

    /// Starts the cycle with a round, and goes on until its Plan is approved.
    public func approvePlan(of round: String?) throws {
        try start(with: round)
        try finishPlan()
    }

    /// Goes on from a cycle that was started until its Plan is approved.
    public func finishPlan() throws {
        try close(.analyse)
        try plan()
        try close(.plan)
        _ = try services.workflows.approveStage(of: Self.key, as: try person("decider"))
    }

    public func start(with round: String?) throws {
        _ = try services.workflows.startCycle(
            Self.key, title: "The first cycle", round: round, try services.configuration(),
            as: try person("officer"))
    }

    /// States a need and what shows it, and chooses a priority that answers it.
    public func plan() throws {
        let officer = try person("officer")
        let number = try services.workflows.stateNeed(
            "Young people do not meet", place: "Millbrook", in: Self.key, as: officer)
        try services.workflows.supportNeed(
            number, source: "Youth survey 2026", url: "https://example.org/survey",
            in: Self.key, as: officer)
        try services.workflows.choosePriority(
            "belonging", needs: [number], criteria: ["need"], try services.configuration(),
            in: Self.key, as: officer)
    }

    /// Answers everything that the first stage asks.
    public func answerAnalyse() throws { try answer(.analyse) }

    /// Answers everything that a stage asks, and has it co-signed where it is to be.
    public func answer(_ stage: CommissioningStage) throws {
        let (officer, second) = (try person("officer"), try person("officer2"))
        let report = try services.reports.cycle(Self.key, as: officer)
        for question in report.questions(of: stage) {
            _ = try services.workflows.answerStage(
                question.key, "So it is.", evidence: "A made-up survey", in: Self.key, as: officer)
            if question.coSigner != nil {
                try services.workflows.coSignAnswer(question.key, in: Self.key, as: second)
            }
        }
    }

    private func close(_ stage: CommissioningStage) throws {
        try answer(stage)
        _ = try services.workflows.advanceCycle(Self.key, as: try person("officer"))
    }
}
