import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

extension Duty: ExpressibleByArgument {}

extension BankOutcome: ExpressibleByArgument {}

/// A payment run, from what is due to what came of it.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Payment runs: proposed, approved, released, settled.",
        subcommands: [
            Preview.self, Propose.self, Approve.self, Release.self, List.self, Show.self,
            Export.self, Advise.self, Acknowledge.self, Settle.self, Fail.self, Cancel.self,
        ])

    struct Preview: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Lists what a run would pay now, and what keeps everything else out.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.payables) { row in
                try session.services.reports.payables(of: round, as: session.principal, row)
            }
            try session.warn(
                try session.services.reports.warningsOfNextRun(
                    of: round, as: session.principal))
        }
    }

    struct Propose: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "propose",
            abstract: "Puts forward what a run would pay now, for somebody else to approve.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let (proposal, preview) = try session.workflows.proposeRun(
                round: round, as: session.principal)
            try session.print(.payables) { row in
                try session.services.reports.payables(of: round, as: session.principal, row)
            }
            try session.talk(
                "run-proposed",
                [
                    "count": "\(proposal.instalmentCount)", "total": proposal.total.words,
                    "excluded": "\(preview.excluded)", "round": round,
                    "content": proposal.contentSha256,
                ])
            try session.warn(preview.warnings)
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves what was proposed as one run, and freezes it.")

        @Option(help: "The round: round-2.") var round: String
        @Option(
            help: "The fingerprint that run propose printed; without it, what was proposed last.")
        var content: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance)
            let run = try session.approveRun(of: round, content: content)
            try session.print(run.json)
            try session.talk(
                run.needsRelease ? "run-approved-to-release" : "run-approved",
                ["run": "\(run.reference)", "round": round])
            try session.warn(run.warnings ?? [])
        }
    }

    struct Release: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Releases a run that somebody else approved, and makes its files.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "A run's reference; without it, the oldest that waits.") var run: String?
        @Option(
            name: .customLong("pay-on"),
            help: "The day for the money to arrive; without it, the earliest.")
        var payOn: LocalDate?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance)
            let configuration = try session.services.configuration()
            let released = try session.workflows.releaseRun(
                round: round, run: run, payOn: payOn, by: session.services.runPapers(configuration),
                as: session.principal)
            try session.print(released.json)
            try session.talk("run-released", ["run": "\(released.reference)"])
            try session.warn(released.warnings ?? [])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's payment runs, and how far each has come.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.runs) { row in
                try session.services.reports.runs(of: round, as: session.principal, row)
            }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows a run: who did what, its files, its payments and what came of each.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Flag(help: "The payments, one a row, instead.") var payments = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            guard payments else {
                let report = try session.services.reports.run(
                    run, bankKey: session.services.settings.bankKeyIfSet, as: session.principal)
                try session.print(report.json)
                return try session.warn(report.run.warnings ?? [])
            }
            try session.print(.runItems) { row in
                try session.services.reports.runItems(of: run, as: session.principal, row)
            }
        }
    }

    struct Export: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Writes a run's file to standard output, always the same bytes.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Option(help: "Which file: ledger, or one for the bank: bacs18.") var profile: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.take(
                try session.services.reports.awardsFile(
                    ofRun: run, profile: profile, bankKey: session.services.settings.bankKey,
                    as: session.principal),
                profile: profile)
        }
    }

    struct Advise: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "advise",
            abstract: "Tells the groups of a run by email what they get and when, each once.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Flag(help: "Only lists who was told and who was not.") var list = false
        @Flag(help: "Writes what groups without an email address get by post, as HTML, instead.")
        var print = false
        @Flag(help: "Records that somebody has posted what --print wrote.") var posted = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if [list, print, posted].count(where: { $0 }) > 1 {
                throw ValidationError("One of --list, --print and --posted.")
            }
        }

        func run() async throws {
            let session = try options.open()
            if posted {
                let count = try session.workflows.recordAdvicesPosted(
                    ofRun: run, holidays: try session.services.configuration().bankHolidays,
                    as: session.principal)
                return try session.talk(
                    count == 0 ? "advice-none-to-post" : "advice-posted", ["count": "\(count)"])
            }
            if print {
                let page = try session.workflows.printedAdvices(
                    ofRun: run, holidays: try session.services.configuration().bankHolidays,
                    as: session.principal)
                guard let page else { return try session.talk("advice-none-to-print") }
                let output = StandardOutput()
                try output.write(page)
                return try output.flush()
            }
            var done: PayeesAdvised?
            if !list {
                done = try session.workflows.advisePayees(
                    ofRun: run, holidays: try session.services.configuration().bankHolidays,
                    as: session.principal)
            }
            let advice = try session.services.reports.advice(ofRun: run, as: session.principal)
            try session.print(.advices) { row in for each in advice.rows { try row(each) } }
            guard let done else { return }
            try session.talk(
                done.count == 0 ? "run-advised-nothing" : "run-advised",
                [
                    "count": "\(done.count)", "before": "\(done.before)",
                    "round": try session.services.reports.run(run, as: session.principal).round,
                ])
            if !done.withoutAddress.isEmpty {
                try session.talk(
                    "run-advice-to-print",
                    ["count": "\(done.withoutAddress.count)", "run": "\(done.run.reference)"])
                try session.talk("run-advice-then-posted", ["run": "\(done.run.reference)"])
            }
        }
    }

    struct Acknowledge: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "acknowledge",
            abstract: "Records that the bank or the ledger says it has the run.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Option(help: "Their own reference for it.") var reference: String
        @Option(help: "The day they said so; without it, today.") var on: LocalDate?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let changed = try session.workflows.acknowledgeRun(
                run, theirReference: reference, on: on, as: session.principal)
            try session.print(changed.json)
        }
    }

    struct Settle: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "settle",
            abstract: "Records what came of one payment of a run, as the bank says.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Option(help: "The application: CF-2026-0001.") var application: String
        @Option(help: "Which instalment, where the run pays several of it.") var number: Int64?
        @Option(help: "paid, failed or returned.") var outcome: BankOutcome
        @Option(help: "The bank's day: 2027-06-01; without it, today.") var on: LocalDate?
        @Option(help: "Why it did not arrive.") var because: String?
        @Option(help: "Which line or document says so.") var evidence: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let changed = try session.workflows.settlePayment(
                of: application, number: number, inRun: run, outcome.outcome,
                on: try on ?? session.services.today(), reason: because, evidence: evidence,
                as: session.principal)
            try session.print(changed.json)
            if outcome != .paid {
                try session.talk(
                    changed.needsRelease ? "payment-again-by-two" : "payment-again",
                    ["reference": application])
            }
        }
    }

    struct Fail: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "fail",
            abstract: "Records that the bank refused a run's file as a whole: nothing was paid.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Option(help: "Why, as the bank says; with --withdraw, why it is not so.")
        var because: String?
        @Option(help: "The day the bank said so: 2027-06-01; without it, today.")
        var on: LocalDate?
        @Flag(help: "Takes back what somebody said, before another person has confirmed it.")
        var withdraw = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if withdraw, on != nil {
                throw ValidationError("--withdraw takes no --on.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let reason = try session.reason(because, isWanted: true) ?? ""
            if withdraw {
                let changed = try session.workflows.withdrawRefusal(
                    ofRun: run, reason: reason, as: session.principal)
                try session.print(changed.json)
                return try session.talk("run-refusal-withdrawn", ["run": "\(changed.reference)"])
            }
            let changed = try session.workflows.refuseRun(
                run, reason: reason, on: on, as: session.principal)
            try session.print(changed.json)
            guard changed.status == .settled else {
                return try session.talk("run-refusal-claimed", ["run": "\(changed.reference)"])
            }
            try session.talk(
                "run-refused",
                ["run": "\(changed.reference)", "count": "\(changed.outcomes.failed)"])
        }
    }

    struct Cancel: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Calls off a run that nobody has taken away.")

        @Argument(help: "The run: CFR-2027-0001.") var run: String
        @Option(help: "Why.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let changed = try session.workflows.cancelRun(
                run, reason: try session.reason(because, isWanted: true) ?? "",
                as: session.principal)
            try session.print(changed.json)
        }
    }
}

extension Session {
    /// Says what to look into before a run is paid.
    func warn(_ warnings: [RunWarning]) throws {
        let words = try words()
        for said in SaidWarnings.all(warnings, words) {
            try talk("run-warning", ["text": said.text])
            for group in said.groups { try talk("run-warning-group", ["group": group]) }
        }
    }
}
