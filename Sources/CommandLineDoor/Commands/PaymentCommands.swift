import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "From award to money.",
        subcommands: [Schedule.self, Approve.self])

    struct Schedule: FundCommand {
        static let configuration = CommandConfiguration(
            abstract: "Schedules a round's awards, one instalment each, and lists them.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.schedulePayments(
                round: round, as: session.principal)
            try session.print(.instalments) {
                try session.services.reports.instalments(
                    of: round, as: session.principal, $0)
            }
            try session.talk("payments-scheduled", ["count": "\(count)"])
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approves what is scheduled as one run, and freezes its files.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance)
            let run = try session.workflows.approvePayments(
                round: round, profiles: try session.services.configuration().exports,
                as: session.principal)
            try session.print(
                .object([
                    ("reference", .string("\(run.reference)")),
                    ("instalments", .int(run.instalmentCount)),
                    ("totalPence", .int(run.total.pence)),
                    ("auditHead", .string(run.auditHead)),
                ]))
        }
    }
}

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Files for other systems.", subcommands: [Awards.self])

    struct Awards: FundCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes an approved run's file to standard output, always the same bytes.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "Which file: ledger.") var profile: String
        @Option(help: "A run's reference; without it, the latest.") var run: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let output = StandardOutput()
            try session.services.reports.awardsFile(
                of: round, profile: profile, run: run, as: session.principal
            ) { try output.write($0) }
            try output.flush()
        }
    }
}
