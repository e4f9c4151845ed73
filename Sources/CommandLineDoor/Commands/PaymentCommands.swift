import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "From award to money.",
        subcommands: [
            Schedule.self, Plan.self, List.self, Show.self, Hold.self, Release.self, Met.self,
            Approve.self, Demand.self, Received.self, Recoveries.self, Reallot.self,
        ])

    struct Schedule: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "schedule",
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
            commandName: "list",
            abstract: "Lists a round's instalments, and the run that each was approved in.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            try options.open().printInstalments(of: round)
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Follows the money of one award, from its application to the bank's line.")

        @Argument(help: "The application: CF26-0001-M.") var reference: String
        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.paymentTrail(
                    of: reference, round: round, as: session.principal
                ).json)
        }
    }

    struct Plan: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "plan",
            abstract: "Schedules another way what no run has taken of an award.")

        @Argument(help: "The application: CF-2026-0001.") var reference: String
        @Option(help: "The round: round-1.") var round: String
        @Option(
            name: .customLong("part"), parsing: .singleValue,
            help: """
                A part of it, in order: "50% agreement", "£200 date 2027-09-01", "rest report" or \
                "25% evidence"; repeatable.
                """)
        var parts: [String]
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance, .officer)
            var problems: [FieldProblem] = []
            var plan: [InstalmentPlan.Part] = []
            for (number, text) in parts.enumerated() {
                do {
                    plan.append(try InstalmentPlan.Part(text, place: "part \(number + 1)"))
                } catch let problem as InvalidInput {
                    problems += problem.fields
                }
            }
            guard problems.isEmpty else { throw InvalidInput("schedule", problems) }
            let count = try session.workflows.planPayments(
                of: reference, round: round, as: InstalmentPlan(plan),
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.printInstalments(of: round)
            try session.talk(
                "payments-planned", ["reference": reference, "count": "\(count)"])
        }
    }

    struct Hold: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Keeps an instalment back until somebody releases it.")

        @OptionGroup var which: InstalmentOptions
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.holdPayment(
                of: which.reference, number: which.number, round: which.round,
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.talk("payment-held", which.words)
        }
    }

    struct Release: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Lets an instalment that was held be paid again.")

        @OptionGroup var which: InstalmentOptions
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.releasePayment(
                of: which.reference, number: which.number, round: which.round,
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.talk("payment-released", which.words)
        }
    }

    struct Met: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "met",
            abstract: "Says that the report or receipt that an instalment waited for has come.")

        @OptionGroup var which: InstalmentOptions
        @Option(help: "Which report or receipt it is, and where it is kept.") var evidence: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.meetTrigger(
                of: which.reference, number: which.number, round: which.round,
                evidence: evidence, as: session.principal)
            try session.talk("payment-met", which.words)
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves what is due as one run, and freezes it: run approve.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance)
            let run = try session.approveRun(of: round)
            try session.print(run.json)
            try session.warn(run.warnings ?? [])
        }
    }
}

/// One instalment of an award.
struct InstalmentOptions: ParsableArguments {
    @Argument(help: "The application: CF-2026-0001.") var reference: String
    @Option(help: "The round: round-1.") var round: String
    @Option(help: "Which instalment of the award: 1, 2, …") var number: Int64 = 1

    var words: [String: String] { ["reference": reference, "number": "\(number)"] }
}

extension Session {
    func approveRun(of round: String, content: String? = nil) throws -> PaymentRun {
        let configuration = try services.configuration()
        return try workflows.approvePayments(
            round: round, content: content, by: services.runPapers(configuration),
            limits: configuration.payments, as: principal)
    }

    func printInstalments(of round: String) throws {
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
            commandName: "awards",
            abstract: "Writes an approved run's file to standard output, always the same bytes.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "Which file: ledger.") var profile: String
        @Option(help: "A run's reference; without it, the latest.") var run: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.take(
                try session.services.reports.awardsFile(
                    of: round, profile: profile, run: run,
                    bankKey: session.services.settings.bankKey, as: session.principal),
                profile: profile)
        }
    }
}

extension Session {
    /// Writes a run's file to standard output, and records that finance has taken it.
    func take(_ file: AwardsFile, profile: String) throws {
        // An auditor looks at a file and takes it nowhere. Whoever else asks for it is taken to
        // have it, from before the first byte: a run that may be at the bank is not called off.
        if !principal.has(.auditor) || principal.has(.finance) {
            let taken = try services.reports.run("\(file.run)", as: principal).takings
            if file.isForBank,
                let other = taken.first(where: { $0.isForBank && $0.profile != profile })
            {
                try talk(
                    "bank-file-beside",
                    [
                        "other": other.profile, "run": "\(file.run)", "who": other.by ?? "–",
                        "date": "\(LondonTime.date(other.at))",
                    ])
            }
            try workflows.recordExport(of: "\(file.run)", profile: profile, as: principal)
        }
        let output = StandardOutput()
        var number: Int64 = 1
        while let piece = try services.reports.piece(number, of: file) {
            try output.write(piece)
            number += 1
        }
        try output.flush()
    }
}
