import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension SupportKind: ExpressibleByArgument {}

struct SupportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "support",
        abstract: "Help given to groups, and what became of those who came.",
        subcommands: [Add.self, List.self, Groups.self, Withdraw.self])

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Writes down help that was given to a group; prints its number.")

        @Option(help: "The day: 2026-11-20.") var day: String
        @Option(help: "drop-in, call, visit, workshop, writing or other.") var kind: SupportKind
        @Option(help: "What the group is called.") var group: String
        @Option(help: "Its organisation identifier: GB-CHC-1164883.") var organisation: String?
        @Option(help: "Who gave it: a team or an organisation; you, if left out.")
        var givenBy: String?
        @Option(help: "How many minutes it took.") var minutes: Int64
        @Option(help: "What it was about.") var about: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            guard let day = LocalDate(day) else {
                throw InvalidInput("--day", [FieldProblem("day", "not-date")])
            }
            let session = try options.open()
            let id = try session.workflows.recordSupport(
                SupportEntry(
                    day: day, kind: kind, group: group, organisation: organisation,
                    givenBy: givenBy, minutes: minutes, about: about), as: session.principal)
            try session.print(.object([("number", .int(id.rawValue))]))
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the help that was given, the latest day first.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.supportReport(as: session.principal)
            try session.print(.support) { row in try report.rows.forEach(row) }
        }
    }

    struct Groups: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "groups",
            abstract: "Lists the groups that came: who applied after it, who was awarded money.",
            discussion: "Those that came and have not applied stand first.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.supportReport(as: session.principal)
            try session.print(.supportedGroups) { row in
                try report.groups.map(\.row).forEach(row)
            }
        }
    }

    struct Withdraw: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes back what was written down wrongly; it stays to be read.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.withdrawSupport(
                SupportID(number), reason: reason, as: session.principal)
            try session.talk("support-withdrawn", ["number": "\(number)"])
        }
    }
}
