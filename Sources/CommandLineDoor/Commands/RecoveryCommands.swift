import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

extension RecoveryKind: ExpressibleByArgument {}

extension Money: ExpressibleByArgument {
    public init?(argument: String) { self.init(written: argument) }
}

/// Money that a group pays back.
extension PaymentCommand {
    struct Demand: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "demand",
            abstract: "Asks a group to pay back what it did not spend, or not as agreed.")

        @Argument(help: "The application: CF-2026-0001.") var reference: String
        @Option(help: "The round: round-1.") var round: String
        @Option(help: "How much: £120.50.") var amount: Money
        @Option(help: "unspent or clawback.") var kind: RecoveryKind
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let recovery = try session.workflows.demandMoney(
                amount, kind, from: reference, round: round,
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.print(recovery)
        }
    }

    struct Received: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "received",
            abstract: "Records that a group has paid money back.")

        @Argument(help: "The number of the demand: payment recoveries lists them.")
        var number: Int64
        @Option(help: "The round: round-1.") var round: String
        @Option(help: "How much came: £120.50.") var amount: Money
        @Option(help: "The bank's day: 2027-09-01; without it, today.") var on: LocalDate?
        @Option(help: "Which line or document says so.") var evidence: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let recovery = try session.workflows.receiveMoney(
                amount, forRecovery: number, round: round,
                on: try on ?? session.services.today(), evidence: evidence, as: session.principal)
            try session.print(recovery)
        }
    }

    struct Recoveries: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "recoveries",
            abstract: "Lists what groups were asked to pay back, and what they have.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.recoveries(of: round, as: session.principal)
            try session.print(.recoveries) { row in for each in rows { try row(each) } }
        }
    }

    struct Reallot: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "reallot",
            abstract: "Gives what a group has paid back to the round, to be awarded again.")

        @Argument(help: "The number of the demand: payment recoveries lists them.")
        var number: Int64
        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let amount = try session.workflows.reallot(
                recovery: number, round: round, as: session.principal)
            try session.talk("money-reallotted", ["amount": amount.words, "round": round])
        }
    }
}

extension Session {
    fileprivate func print(_ recovery: Recovery) throws {
        try print(Listing.recoveries.json(try services.reports.row(of: recovery)))
    }
}
