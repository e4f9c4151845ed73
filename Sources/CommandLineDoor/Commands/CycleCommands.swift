import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension CommissioningStage: ExpressibleByArgument {}

struct CycleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cycle", abstract: "The commissioning cycle: analyse, plan, do, review.",
        subcommands: [
            Start.self, List.self, Show.self, Hold.self, Answer.self, Sign.self, Need.self,
            Priority.self, Advance.self, Approve.self, Reopen.self, Thread.self, Money.self,
            Evaluation.self, Plan.self, Timetable.self, Prospectus.self, Publish.self,
        ])

    struct Start: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Starts a cycle with the questions of commissioning.yaml as they are now.")

        @Argument(help: "What commands call it: cycle-1.") var cycle: String
        @Option(help: "What people call it.") var title: String
        @Option(help: "A round that it holds.") var round: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let started = try session.workflows.startCycle(
                cycle, title: title, round: round, try session.services.configuration(),
                as: session.principal)
            try session.talk("cycle-started", ["cycle": started.key])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the cycles, the latest first.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.cycles(as: session.principal)
            try session.print(.cycles) { row in try rows.forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows how the stages of a cycle stand, and what each still lacks.",
            discussion: "As json: with every question, answer, need and priority, and the history.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.cycle(cycle, as: session.principal)
            if session.format == .json { return try session.print(report.json) }
            try session.print(.cycleStages) { row in try report.stageRows.forEach(row) }
        }
    }

    struct Hold: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "round", abstract: "Puts a round into a cycle, for good.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Argument(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.holdRound(round, in: cycle, as: session.principal)
            try session.talk("cycle-round-held", ["cycle": cycle, "round": round])
        }
    }

    struct Answer: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer",
            abstract: "Answers a question of the stage that is open; earlier answers stay.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Argument(help: "The question's key: vision.") var question: String
        @Option(help: "The answer.") var text: String
        @Option(help: "What it rests on.") var evidence: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let version = try session.workflows.answerStage(
                question, text, evidence: evidence, in: cycle, as: session.principal)
            try session.talk(
                "stage-answered", ["question": question, "version": "\(version)"])
        }
    }

    struct Sign: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Co-signs the answer that stands, as a second person.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Argument(help: "The question's key: gap.") var question: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.coSignAnswer(question, in: cycle, as: session.principal)
            try session.talk("stage-signed", ["question": question])
        }
    }

    struct Advance: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "advance",
            abstract: "Closes the stage that is open, or ends a cycle whose Review is approved.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.say(
                try session.workflows.advanceCycle(cycle, as: session.principal))
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves Plan or Review once it is closed, as somebody who wrote none of it."
        )

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.say(
                try session.workflows.approveStage(of: cycle, as: session.principal))
        }
    }

    struct Reopen: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Goes back to a stage: it and those after it have to be closed again.")

        @Argument(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "analyse, plan, do or review.") var stage: CommissioningStage
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.say(
                try session.workflows.reopenStage(
                    stage, of: cycle, reason: reason, as: session.principal))
        }
    }
}

extension Session {
    /// Says where a cycle has come to.
    fileprivate func say(_ cycle: Cycle) throws {
        try talk(
            "cycle-now",
            ["stage": cycle.stage.rawValue, "status": cycle.status.rawValue])
    }
}
