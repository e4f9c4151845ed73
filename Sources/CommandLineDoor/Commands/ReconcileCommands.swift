import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

/// Takes in what the bank says.
struct ReconcileCommand: FundCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Takes in a file from the bank or the ledger, and matches it with payments.")

    @Argument(help: "The file, or - for standard input.") var file: String
    @Option(help: "What kind of file: camt.053, or a profile of bank-results.yaml.")
    var profile: String
    @Flag(help: "Also says how long each step took.") var times = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let session = try options.open()
        try session.principal.require(.finance)
        let format = try BankFileFormat(
            named: profile, of: try session.services.configuration().bankResults)
        let done = try session.workflows.reconcile(
            try source(), in: format, as: session.principal)
        let report = try session.services.reports.bankFile(done.file.id, as: session.principal)
        if session.format == .json {
            try session.print(report.json(isRepeat: done.isRepeat))
        } else {
            try session.print(.reconciliation) { row in for each in report.rows { try row(each) } }
        }
        let number = ["file": "\(done.file.id.rawValue)"]
        if done.isRepeat {
            let words = try session.words()
            try session.talk(
                "reconciled-before",
                [
                    "date": words.words(LondonTime.date(done.file.importedAt)),
                    "who": report.importedBy,
                ].merging(number) { first, _ in first })
        } else {
            try session.talk(
                "reconciled",
                ["lines": "\(done.file.lineCount)", "matched": "\(done.file.matched)"]
                    .merging(number) { first, _ in first })
        }
        if done.file.open > 0 {
            try session.talk("reconciliation-open", ["count": "\(done.file.open)"])
        }
        guard times else { return }
        for (step, duration) in [
            ("reading", done.durations.reading), ("staging", done.durations.staging),
            ("matching", done.durations.matching), ("settling", done.durations.settling),
        ] {
            try session.talk(
                "reconcile-\(step)", ["milliseconds": "\(duration.milliseconds)"])
        }
    }

    /// Standard input is held whole: it is read twice.
    private func source() throws -> ByteSource {
        guard file == "-" else { return InputFile.source(file) }
        return ByteSource(
            name: "standard input",
            bytes: try InputFile.read("-", greatestBytes: BankFileFormat.greatestBytes))
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}

/// What was taken in from the bank, and what is still to be looked into.
struct ReconciliationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconciliation",
        abstract: "Files from the bank: what they came to, and what matches nothing.",
        subcommands: [List.self, Show.self, Unmatched.self, Resolve.self, Retry.self])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the files that were taken in, the newest first.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.bankFiles) { row in
                try session.services.reports.bankFiles(as: session.principal, row)
            }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows what each line of one file turned out to be.")

        @Argument(help: "The number of the file: 1.") var file: Int64
        @Flag(help: "What they come to instead, with the accounts and balances.")
        var summary = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            guard !summary else {
                return try session.print(
                    try session.services.reports.bankFile(
                        BankFileID(file), as: session.principal
                    ).json(isRepeat: false))
            }
            try session.print(.bankLines) { row in
                try session.services.reports.bankLines(
                    of: BankFileID(file), as: session.principal, row)
            }
        }
    }

    struct Unmatched: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "unmatched",
            abstract: "Lists the bank's lines without a payment, and payments without a line.")

        @Option(help: "Payments of this round alone: round-1.") var round: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.unmatched) { row in
                try session.services.reports.unmatched(
                    round: round, as: session.principal, row)
            }
        }
    }

    struct Resolve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Says what a line that matched nothing was, so that it leaves the list.")

        @Argument(help: "The numbers of the lines, as the lists have them: 12.")
        var lines: [Int64]
        @Option(help: "What it was.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.resolveBankLines(
                lines.map { BankLineID($0) },
                reason: try session.reason(because, isWanted: true) ?? "", as: session.principal)
            try session.talk("bank-lines-resolved", ["count": "\(lines.count)"])
        }
    }

    struct Retry: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Tries the lines again that matched nothing and would match now.")

        @Option(help: "Those alone that name a payment or a run of this round: round-1.")
        var round: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let done = try session.workflows.retryBankLines(round: round, as: session.principal)
            try session.talk(
                done.tried == 0 ? "bank-lines-retried-none" : "bank-lines-retried",
                ["tried": "\(done.tried)", "settled": "\(done.settled)"])
        }
    }
}
