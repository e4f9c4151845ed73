import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

struct ReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return",
        abstract: "What groups with an award are asked about it: monitoring returns.",
        subcommands: [
            Ask.self, List.self, Show.self, Save.self, Submit.self, Accept.self, SendBack.self,
            RaiseConcern.self, EndConcern.self,
        ])

    struct Ask: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask",
            abstract: "Asks each award of a round that stands for its returns, once.",
            discussion: """
                Asked again, it makes what is new, and moves the last day of what nobody has sent
                where the project ends on another day.
                """)

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let asked = try session.workflows.askReturns(
                round: round, try session.services.configuration(), as: session.principal)
            try session.talk(
                "returns-asked", ["count": "\(asked.made)", "moved": "\(asked.moved)"])
            if asked.waiting > 0 {
                try session.talk("returns-wait", ["count": "\(asked.waiting)"])
            }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the returns of a round's awards that stand.")

        @Option(help: "The round: round-1.") var round: String
        @Flag(help: "Only those that should have been sent by now.") var late = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let lines = try session.services.reports.returns(
                of: round, isLate: late, as: session.principal
            ).lines
            try session.print(.returns) { row in try lines.forEach { try row($0.row) } }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows what one award was asked, and every version that was sent.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Only this one of its returns, from 1.") var number: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.returnReport(reference, as: session.principal)
                    .json(number), ownNames: ["answers"])
        }
    }

    /// A return that is written, and by whom.
    struct Writing: ParsableArguments {
        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Which of its returns, from 1; without, the first that can be written.")
        var number: Int64?
        @Option(help: "An officer who enters it for the group says why it came on paper.")
        var paperReason: String?
    }

    struct Save: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "save",
            abstract: "Keeps what is written of a return so far.",
            discussion: "FILE is a JSON object of answers by key: money in pence. - reads them in.")

        @OptionGroup var writing: Writing
        @Argument(help: "The file of answers.") var file: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let number = try session.workflows.saveReturn(
                writing.reference, number: writing.number, try InputFile.json(file),
                paperReason: writing.paperReason, as: session.principal)
            try session.talk(
                "return-saved", ["reference": writing.reference, "number": "\(number)"])
        }
    }

    struct Submit: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "submit",
            abstract: "Sends a return: the answers of a file, or what was saved.")

        @OptionGroup var writing: Writing
        @Argument(help: "The file of answers; without, what was saved.") var file: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let number = try session.workflows.submitReturn(
                writing.reference, number: writing.number, try file.map { try InputFile.json($0) },
                paperReason: writing.paperReason, as: session.principal)
            try session.talk(
                "return-sent", ["reference": writing.reference, "number": "\(number)"])
        }
    }

    struct Accept: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract:
                "Accepts what was sent: an instalment that waits for it waits no longer.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Which of its returns, from 1.") var number: Int64
        @Option(help: "What the group reads of it; optional.") var note: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let met = try session.workflows.acceptReturn(
                reference, number: number, note: note, as: session.principal)
            try session.talk(
                "return-accepted", ["reference": reference, "number": "\(number)"])
            for instalment in met {
                try session.talk(
                    "return-met", ["reference": reference, "number": "\(instalment)"])
            }
        }
    }

    struct SendBack: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "send-back",
            abstract: "Sends back what was sent: the group sends another version.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Which of its returns, from 1.") var number: Int64
        @Option(help: "Why; the group reads it.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let day = try session.workflows.sendBackReturn(
                reference, number: number, reason: because, as: session.principal)
            try session.talk(
                "return-sent-back",
                ["reference": reference, "number": "\(number)", "date": "\(day)"])
        }
    }

    struct RaiseConcern: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "concern",
            abstract: "Raises a concern: nothing more of the award is paid until it ends.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why; the group does not read it.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.setConcern(
                true, over: reference, reason: because, as: session.principal)
            try session.talk("concern-raised", ["reference": reference])
        }
    }

    struct EndConcern: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "concern-end", abstract: "Ends the concern over an award.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.setConcern(
                false, over: reference, reason: because, as: session.principal)
            try session.talk("concern-ended", ["reference": reference])
        }
    }
}
