import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing

struct BankCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank", abstract: "Bank accounts, and where groups' money goes.",
        subcommands: [
            Check.self, Enter.self, List.self, Show.self, Confirm.self, CallBack.self,
            Findings.self, Letters.self, Reveal.self, BankKeyCommand.self,
        ])

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Says whether account numbers can be right for their sort codes; needs no database."
        )

        @Argument(help: "The sort code: 12-34-56.") var sortCode: String?
        @Argument(help: "The account number, 6 to 10 digits.") var account: String?
        @Option(
            help: ArgumentHelp(
                "A CSV file with the columns sort_code and account, or - for standard input.",
                valueName: "file"))
        var from: String?
        @Option(
            help: ArgumentHelp(
                "The folder of valacdos.txt and scsubtab.txt (default: $COHESION_BANK_TABLES).",
                valueName: "folder"))
        var tables: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (from == nil) == (account != nil) else {
                throw ValidationError("Give SORTCODE and ACCOUNT, or --from FILE.")
            }
            guard from == nil || sortCode == nil else {
                throw ValidationError("Give SORTCODE and ACCOUNT, or --from FILE, not both.")
            }
        }

        func run() async throws {
            let settings = try options.settings()
            let check = AccountCheck(
                tables: try settings.bankTables(in: tables), format: options.format
            ) { try Words(folder: settings.configurationFolder).english() }
            let isInvalid =
                if let from { try check.file(from) } else {
                    try check.one(sortCode ?? "", account ?? "")
                }
            if isInvalid { throw ExitCode(1) }
        }
    }
}

/// Prints what the modulus check says; true where anything is invalid.
private struct AccountCheck {
    private static let greatestShownCount = 100

    let tables: ModulusTables
    let format: OutputFormat
    let words: () throws -> TextCatalogue

    func one(_ sortCode: String, _ number: String) throws -> Bool {
        let account = try BankAccount(sortCode: sortCode, number: number, source: "bank check")
        let verdict = tables.verdict(of: account)
        let output = StandardOutput()
        switch format {
        case .table, .text, .html: try output.write(verdict.rawValue + "\n")
        case .json: try output.write(account.checked(verdict, by: tables).text + "\n")
        case .csv:
            let row = ["\(account.sortCode)", "\(account.number)", verdict.rawValue]
            try output.write(Listing.accountChecks.csvHeader)
            try output.write(Listing.accountChecks.csv(row.map { .string($0) }))
        }
        try output.flush()
        return verdict == .invalid
    }

    /// - Throws: `AccountPairsProblem` behind the last row, where rows could not be read.
    func file(_ path: String) throws -> Bool {
        var isInvalid = false
        var problems: [FieldProblem] = []
        var malformedCount = 0
        func note(_ outcome: AccountPair.Outcome) {
            switch outcome {
            case .checked(let verdict): isInvalid = isInvalid || verdict == .invalid
            case .malformed(let found):
                malformedCount += 1
                if problems.count < Self.greatestShownCount { problems += found }
            }
        }
        let source = InputFile.source(path)
        if format == .csv {
            let output = StandardOutput()
            try output.write(Listing.accountChecks.csvHeader)
            try AccountPairs.check(source, by: tables) { pair in
                note(pair.outcome)
                try write(pair, to: output)
            }
            try output.flush()
        } else {
            let printer = ListingPrinter(.accountChecks, format, words: words)
            try AccountPairs.check(source, by: tables) { pair in
                note(pair.outcome)
                try printer.print(pair.texts.map { .string($0) })
            }
            try printer.finish()
        }
        guard malformedCount == 0 else {
            throw AccountPairsProblem.malformed(
                source: path, count: malformedCount,
                fields: Array(problems.prefix(Self.greatestShownCount)))
        }
        return isInvalid
    }

    /// One row as CSV, without making text of it where it has a verdict: that is digits, blanks and
    /// dashes, which need no quotes.
    private func write(_ pair: AccountPair, to output: StandardOutput) throws {
        guard case .checked(let verdict) = pair.outcome else {
            return try output.write(
                Listing.accountChecks.csv(pair.texts.map { .string($0) }))
        }
        try output.write(pair.sortCode)
        try output.write(",")
        try output.write(pair.account)
        try output.write(verdict.rowEnd)
    }
}

extension AccountVerdict {
    /// The last field of a row of CSV, with what stands around it.
    fileprivate var rowEnd: String {
        switch self {
        case .valid: ",valid\r\n"
        case .invalid: ",invalid\r\n"
        case .notInTable: ",not in table\r\n"
        }
    }
}

extension AccountPair {
    /// The row of the listing.
    fileprivate var texts: [String] {
        let verdict =
            if case .checked(let verdict) = outcome { verdict.rawValue } else { "malformed" }
        return [sortCode, account].map { String(decoding: $0, as: UTF8.self) } + [verdict]
    }
}
