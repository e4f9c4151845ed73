import ArgumentParser
import Bootstrap
import FundCore
import Publishing
import Workflows

struct DueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "What is due or late, and for whom.",
        subcommands: [List.self, Remind.self], defaultSubcommand: List.self)

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists what is due, what is longest late first.")

        @Option(help: "One round: round-1.") var round: String?
        @Flag(help: "Only what is late.") var late = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.dueRows(
                round: round, isLateOnly: late, as: session.principal)
            try session.print(.due) { row in try rows.forEach(row) }
        }
    }

    struct Remind: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remind",
            abstract: "Reminds groups by email of what is due within five working days.",
            discussion: """
                Each thing once, and on working days only. A running server does this by itself; \
                the emails leave with the server, or with letter send.
                """)

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let told = try session.workflows.remindGroups(
                holidays: try session.services.configuration().bankHolidays,
                as: session.principal)
            try session.talk(
                "reminded",
                [
                    "count": "\(told.count)",
                    "references": told.isEmpty
                        ? "–" : told.map { "\($0)" }.joined(separator: ", "),
                ])
        }
    }
}
