import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

/// Who may do what together.
struct DutiesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties", abstract: "What one person does not do together.",
        subcommands: [Exempt.self, End.self, Exemptions.self])

    struct Exempt: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "exempt",
            abstract: "Lets somebody do what a round keeps apart, until a day.")

        @Argument(help: "The person: finance@example.org.") var person: String
        @Option(help: "The round: round-2.") var round: String
        @Option(help: "What they may do: proposed, approved, released, …") var duty: Duty
        @Option(help: "Although they did this: proposed, scored, …") var although: Duty
        @Option(help: "The last day: 2027-06-30.") var until: LocalDate
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.exempt(
                person, duty, apartFrom: although, round: round, until: until,
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.talk("duty-exempted", ["person": person, "date": "\(until)"])
        }
    }

    struct End: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "Ends an exception before its day; what was done under it stands.")

        @Argument(help: "Its number, as duties exemptions lists it: 3.") var number: Int64
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.endExemption(
                number, reason: try session.reason(because, isWanted: true) ?? "",
                as: session.principal)
            try session.talk("duty-exemption-ended", ["number": "\(number)"])
        }
    }

    struct Exemptions: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "exemptions",
            abstract: "Lists every exception that was granted in a round, and by whom.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.exemptions(of: round, as: session.principal)
            try session.print(.exemptions) { row in for each in rows { try row(each) } }
        }
    }
}

/// Where the money stands.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Where the fund's money stands.",
        subcommands: [Statement.self])

    struct Statement: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "statement",
            abstract: "Says where a round's money stood at the end of a day.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "The day: 2026-12-31; without it, today.") var on: LocalDate?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let standing = try session.services.reports.statement(
                of: round, on: try on ?? session.services.today(), as: session.principal)
            let row = standing.row(of: round)
            // One row is easier to read as names and values.
            if session.format == .table || session.format == .text {
                return try session.print(Listing.statement.json(row))
            }
            try session.print(.statement) { try $0(row) }
        }
    }
}
