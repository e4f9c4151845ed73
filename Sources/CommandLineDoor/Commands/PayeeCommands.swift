import ArgumentParser
import Bootstrap
import FundCore
import Payments
import Publishing
import Workflows

extension ConfirmationResult: ExpressibleByArgument {}

extension BankCommand {
    struct Enter: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "enter",
            abstract: "Keeps a group's bank details, sealed; the ones before are used no more.")

        @Argument(help: "The application's reference.") var reference: String
        @Argument(
            help:
                "JSON with accountName, sortCode, account and rollNumber; - reads standard input."
        )
        var file: String
        @Option(help: "For finance: why it takes them down from a signed paper form.")
        var paperReason: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let settings = session.services.settings
            let kept = try session.workflows.enterBankDetails(
                of: reference,
                try PayeeDetails(try InputFile.json(file, greatestBytes: 64 * 1024)),
                paperReason: paperReason, key: try settings.bankKey(),
                tables: try settings.bankTablesIfSet(), as: session.principal)
            let payee = kept.payee
            try session.print(
                .object([
                    ("reference", .string(reference)), ("version", .int(payee.version)),
                    ("account", .string(payee.mask)),
                    ("usableFrom", .string(payee.usableFrom.iso8601)),
                    ("emails", .int(kept.emails)), ("letters", .int(kept.letters)),
                ]))
            if payee.verdict == nil { try session.talk("payee-unchecked") }
            if payee.verdict == .invalid { try session.talk("payee-invalid") }
            if payee.version > 1 { try session.talk("payee-changed") }
            if kept.emails > 0 {
                try session.talk("payee-told-email", ["count": "\(kept.emails)"])
            }
            if kept.letters > 0, session.principal.has(.finance) {
                try session.talk("payee-told-post", ["count": "\(kept.letters)"])
            }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's groups with an award, and how their bank details stand.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.payees) { row in
                try session.services.reports.payees(of: round, as: session.principal, row)
            }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows how a group's bank details stand, and what they lack; never whole.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.payee(reference, as: session.principal))
        }
    }

    struct Confirm: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Records what the bank said to the name: Confirmation of Payee.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "What it said: match, closeMatch, noMatch or unavailable.")
        var result: ConfirmationResult
        @Option(help: ArgumentHelp("The day: 2027-05-20; today if left out.", valueName: "date"))
        var on: LocalDate?
        @Option(help: "Why the account may be used although the name is another.")
        var reason: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.confirmPayee(
                of: reference, result, on: try on ?? session.services.today(), reason: reason,
                as: session.principal)
            try session.showPayee(reference)
        }
    }

    struct CallBack: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "call-back",
            abstract: "Records that you rang the group at a number known before, and what it said.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "The number that you rang.") var number: String
        @Option(help: "Where you found it, if the application does not have it.")
        var source: String?
        @Flag(help: "The group said that the details are its own.") var confirmed = false
        @Flag(help: "The group said that they are not.") var denied = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard confirmed != denied else {
                throw ValidationError("Give either --confirmed or --denied.")
            }
        }

        func run() async throws {
            let session = try options.open()
            try session.workflows.callBackPayee(
                of: reference, number: number, source: source, isConfirmed: confirmed,
                as: session.principal)
            try session.showPayee(reference)
        }
    }

    struct Findings: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "findings",
            abstract: "Lists groups of different names whose money would go to the same account.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.sharedAccounts) { row in
                try session.services.reports.sharedAccounts(as: session.principal, row)
            }
        }
    }

    struct Letters: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "letters",
            abstract:
                "Lists the letters that tell groups of their bank details, and who posted them.",
            discussion: "Groups hear by letter wherever they have, or had, no email address.")

        @Option(help: "The round: round-2.") var round: String
        @Flag(help: "Writes those that nobody has posted as HTML for the printer instead.")
        var print = false
        @Flag(help: "Records that somebody has posted what --print wrote.") var posted = false
        @Option(help: "With --posted: those up to this number, and none that came after.")
        var through: Int64?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard !(print && posted) else {
                throw ValidationError("Either --print or --posted.")
            }
            guard through == nil || posted else {
                throw ValidationError("--through goes with --posted.")
            }
        }

        func run() async throws {
            let session = try options.open()
            if posted {
                let count = try session.workflows.recordBankLettersPosted(
                    round: round, through: through, as: session.principal)
                return try session.talk(
                    count == 0 ? "bank-letters-none" : "bank-letters-posted", ["count": "\(count)"])
            }
            guard print else {
                return try session.print(.bankLetters) { row in
                    for letter in try session.services.reports.bankLetters(
                        of: round, as: session.principal)
                    { try row(letter.row) }
                }
            }
            guard
                let done = try session.workflows.printedBankLetters(
                    round: round, as: session.principal)
            else { return try session.talk("bank-letters-none") }
            let output = StandardOutput()
            try output.write(done.page)
            try output.flush()
            if done.withoutAddress > 0 {
                try session.talk("bank-letters-no-address", ["count": "\(done.withoutAddress)"])
            }
            try session.talk(
                "bank-letters-then-posted", ["round": round, "through": "\(done.through)"])
        }
    }

    struct Reveal: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "reveal",
            abstract: "Shows a group's bank details whole; that you looked stands in the trail.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.finance)
            try session.print(
                try session.workflows.revealPayee(
                    of: reference, key: try session.services.settings.bankKey(),
                    as: session.principal
                ).revealed)
        }
    }
}

extension Session {
    fileprivate func showPayee(_ reference: String) throws {
        try print(try services.reports.payee(reference, as: principal))
    }
}

struct BankKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The key that bank details are sealed with.",
        subcommands: [New.self, Rotate.self])

    struct New: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Prints a new key for COHESION_BANK_KEY, and keeps it nowhere.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let output = StandardOutput()
            try output.write(BankKey.fresh() + "\n")
            try output.flush()
        }
    }

    struct Rotate: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract:
                "Seals all bank details anew: from COHESION_BANK_KEY_OLD to COHESION_BANK_KEY.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let settings = session.services.settings
            let count = try session.workflows.rotateBankKey(
                from: try settings.oldBankKey(), to: try settings.bankKey(),
                as: session.principal)
            try session.talk("bank-key-rotated", ["count": "\(count)"])
        }
    }
}
