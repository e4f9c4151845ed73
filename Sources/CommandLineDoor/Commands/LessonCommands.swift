import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

struct LessonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson",
        abstract: "What a cycle taught, and what the next one makes of it.",
        subcommands: [
            Add.self, List.self, Adopt.self, Adapt.self, Reject.self, Withdraw.self,
        ])

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Notes what a cycle taught, while it is in Do or Review; prints its number.")

        @Option(help: "The cycle that taught it: cycle-1.") var cycle: String
        @Option(help: "What was learned.") var text: String
        @Option(help: "What shows it.") var evidence: String
        @Option(help: "What follows from it for next time.") var soWhat: String
        @Option(help: "The priority of the cycle that it is about; without, it is about all.")
        var priority: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let number = try session.workflows.learnLesson(
                text, evidence: evidence, meaning: soWhat, about: priority, in: cycle,
                as: session.principal)
            try session.print(.object([("lesson", .int(number))]))
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists lessons, with what was made of each.",
            discussion: """
                Of one cycle: first what it has to decide about, or has decided about, from earlier
                cycles, then what it taught.
                """)

        @Option(help: "The cycle: cycle-1.") var cycle: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.lessons(of: cycle, as: session.principal)
            try session.print(.lessons) { row in try rows.forEach(row) }
        }
    }

    /// A lesson, and the later cycle that makes something of it.
    struct Taking: ParsableArguments {
        @Argument(help: "The lesson's number.") var number: Int64
        @Option(help: "The cycle that decides, later than the one that taught it.")
        var cycle: String
        @Option(help: "Why.") var because: String

        func take(_ verdict: Lesson.Verdict, in session: Session) throws {
            try session.workflows.takeLesson(
                verdict, number, reason: because, in: cycle, as: session.principal)
            try session.talk(
                "lesson-\(verdict.rawValue)", ["number": "\(number)", "cycle": cycle])
        }
    }

    struct Adopt: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt",
            abstract: "Says that a cycle does as the lesson says.")

        @OptionGroup var taking: Taking
        @OptionGroup var options: GlobalOptions

        func run() async throws { try taking.take(.adopted, in: try options.open()) }
    }

    struct Adapt: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "adapt",
            abstract: "Says that a cycle takes the lesson up in another way, and which.")

        @OptionGroup var taking: Taking
        @OptionGroup var options: GlobalOptions

        func run() async throws { try taking.take(.adapted, in: try options.open()) }
    }

    struct Reject: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject",
            abstract: "Says that a cycle does not take the lesson up, and why.")

        @OptionGroup var taking: Taking
        @OptionGroup var options: GlobalOptions

        func run() async throws { try taking.take(.rejected, in: try options.open()) }
    }

    struct Withdraw: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes back a lesson that no later cycle has taken up.")

        @Argument(help: "The lesson's number.") var number: Int64
        @Option(help: "The cycle that taught it.") var cycle: String
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.withdrawLesson(
                number, reason: because, in: cycle, as: session.principal)
            try session.talk("lesson-withdrawn", ["number": "\(number)"])
        }
    }
}
