import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "From award to money.",
        subcommands: [Schedule.self, List.self, Approve.self])

    struct Schedule: FundCommand {
        static let configuration = CommandConfiguration(
            abstract: "Schedules a round's awards, one instalment each, and lists them.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let done = try session.workflows.schedulePayments(
                round: round, as: session.principal)
            try session.printInstalments(of: round)
            try session.talk("payments-scheduled", ["count": "\(done.count)"])
            if done.waiting > 0 {
                try session.talk("payments-await-agreement", ["count": "\(done.waiting)"])
            }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists a round's instalments, and the run that each was approved in.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            try options.open().printInstalments(of: round)
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
            try session.print(run.json)
        }
    }
}

extension Session {
    fileprivate func printInstalments(of round: String) throws {
        try print(.instalments) { row in
            try services.reports.instalments(of: round, as: principal) { fields, _ in
                try row(fields)
            }
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
            let reports = session.services.reports
            let file = try reports.awardsFile(
                of: round, profile: profile, run: run, as: session.principal)
            var number: Int64 = 1
            while let piece = try reports.piece(number, of: file) {
                try output.write(piece)
                number += 1
            }
            try output.flush()
        }
    }
}
