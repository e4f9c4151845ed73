import Applications
import ArgumentParser
import Bootstrap
import FundCore
import Publishing
import Workflows

struct ApplicationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "application", abstract: "Groups' applications.",
        subcommands: [
            Import.self, Submit.self, List.self, Show.self, Contact.self, Check.self, Ask.self,
            Answer.self, Note.self, Withdraw.self,
        ])
}

enum ImportSource: String, ExpressibleByArgument, CaseIterable {
    case grants = "360giving"
}

extension ApplicationStatus: ExpressibleByArgument {}

/// An application that comes after the deadline.
struct LateOptions: ParsableArguments {
    @Flag(help: "Admit it after the deadline; an officer does, with --reason.")
    var late = false

    @Option(help: "Why it is admitted late.")
    var reason: String?

    func validate() throws {
        if late && (reason ?? "").trimmed.isEmpty {
            throw ValidationError("--late needs --reason \"…\": it is kept with the application.")
        }
        if !late && reason != nil {
            throw ValidationError("--reason goes with --late.")
        }
    }

    var lateReason: String? { late ? reason : nil }
}

extension ApplicationCommand {
    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Takes applications from a file of published grants.")

        @Argument(help: "The file; - reads standard input.") var file: String
        @Option(help: "What kind of file: 360giving.") var from: ImportSource
        @Option(help: "The round: round-1.") var round: String
        @Flag(help: "Take all of the file or nothing.") var strict = false
        @Flag(help: "Queue a receipt for each application.") var receipts = false
        @OptionGroup var late: LateOptions
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.officer)
            let bar = ProgressBar()
            let report = try session.workflows.importGrants(
                try InputFile.json(file), source: file, round: round, strict: strict,
                receipts: receipts, late: late.lateReason, as: session.principal
            ) { bar.show($0, of: $1) }
            try print(report, session)
        }

        private func print(_ report: ImportReport, _ session: Session) throws {
            let words = try session.words()
            let findings = report.findings.sorted { $0.key.rawValue < $1.key.rawValue }
            guard session.format != .json else {
                return try session.print(report.json(words))
            }
            let output = StandardOutput()
            try output.write(
                words.words(
                    "talk.import-report",
                    [
                        "read": "\(report.readCount)", "imported": "\(report.imported.count)",
                        "skipped": "\(report.skips.count)", "requested": report.requested.words,
                    ]) + "\n")
            for (code, count) in findings {
                let kind = code.isBlocking ? "import-blocking" : "import-advisory"
                let name = words.words("findings.\(code.rawValue)")
                try output.write(
                    "  " + words.words("talk.\(kind)", ["count": "\(count)", "finding": name])
                        + "\n")
            }
            for skip in report.skips {
                try output.write(
                    "  "
                        + words.words(
                            "talk.import-skip",
                            [
                                "record": "\(skip.record)",
                                "id": (skip.sourceID ?? words.words("talk.import-no-id"))
                                    .onTerminal,
                                "field": skip.problem.place,
                                "reason": words.words(skip.problem).onTerminal,
                            ]) + "\n")
            }
            try output.flush()
        }
    }

    struct Submit: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "submit",
            abstract: "Takes one application, and prints its reference.")

        @Argument(help: "The application as JSON; - reads standard input.") var file: String
        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var late: LateOptions
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let added = try session.workflows.submitApplication(
                try InputFile.json(file, greatestBytes: 1024 * 1024), source: file, round: round,
                late: late.lateReason, as: session.principal)
            let output = StandardOutput()
            let reference = JSONValue.string("\(added.reference)")
            try output.write(
                session.format == .json
                    ? JSONValue.object([("reference", reference)]).text + "\n"
                    : "\(added.reference)\n")
            try output.flush()
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's applications, in the order they came.")

        @Option(help: "The round: round-1.") var round: String
        @Option(
            help:
                "Only those that are submitted, eligible, ineligible, awarded or declined.")
        var status: ApplicationStatus?
        @Option(help: "At most so many.") var limit: Int?
        @Option(help: "Those that came after this reference.") var after: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
        }

        func run() async throws {
            let session = try options.open()
            try session.print(.applications) {
                try session.services.reports.applications(
                    of: round, status: status, after: after, limit: limit, as: session.principal,
                    $0)
            }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows all that is known of one application.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let shown = try session.services.reports.application(
                reference, as: session.principal)
            switch session.format {
            case .csv: try session.print(.applications) { try $0(shown.row) }
            case .json: try session.print(shown.object)
            case .table, .text, .html:
                let output = StandardOutput()
                let lines = ObjectLines(words: try session.words(), ownNames: ["answers"])
                for line in lines.lines(shown.said) { try output.write(line.onTerminal + "\n") }
                try output.flush()
            }
        }
    }

    struct Contact: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "contact",
            abstract: "Changes how a group is reached.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The email address that letters go to.") var email: String?
        @Option(help: "The name of the person who is written to.") var name: String?
        @Option(help: "Where the post finds them: lines, parted by semicolons; empty for none.")
        var address: String?
        @Option(help: "The language of letters: en.") var language: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if change.isEmpty {
                throw ValidationError("Give --email, --name, --address or --language.")
            }
        }

        private var change: ContactChange {
            ContactChange(
                name: name, email: email,
                address: address.map { text in
                    text.split(separator: ";").map { String($0).trimmed }.joined(separator: "\n")
                }, language: language)
        }

        func run() async throws {
            let session = try options.open()
            try session.workflows.changeContact(of: reference, change, as: session.principal)
            try session.talk("contact-changed", ["reference": reference])
        }
    }

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Records whether applications are eligible.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String?
        @Flag(help: "It is eligible; what was found about it is settled.") var eligible = false
        @Flag(help: "It is not eligible; the group is told the --reason.") var ineligible = false
        @Flag(help: "Pass every application of --round that nothing stands against.")
        var allClear = false
        @Option(help: "Why it is not eligible: the group reads this.") var reason: String?
        @Option(help: "The round, with --all-clear: round-1.") var round: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if allClear {
                guard round != nil, reference == nil, !eligible, !ineligible, reason == nil else {
                    throw ValidationError("--all-clear takes --round, and nothing else.")
                }
            } else {
                guard reference != nil, eligible != ineligible, round == nil else {
                    throw ValidationError(
                        "Give a reference with --eligible, or with --ineligible --reason \"…\".")
                }
                if ineligible && (reason ?? "").trimmed.isEmpty {
                    throw ValidationError(
                        "--ineligible needs --reason \"…\": the group is told why.")
                }
                if eligible && reason != nil {
                    throw ValidationError("--reason goes with --ineligible.")
                }
            }
        }

        func run() async throws {
            let session = try options.open()
            if allClear, let round {
                let (passed, waiting) = try session.workflows.checkAllClear(
                    round: round, as: session.principal)
                try session.print(
                    .object([("eligible", .int(passed)), ("waiting", .int(waiting))]))
                if waiting > 0 {
                    try session.talk("check-waiting", ["count": "\(waiting)", "round": round])
                }
            } else if let reference {
                let summary = try session.workflows.checkApplication(
                    reference,
                    eligible ? .eligible : .ineligible(reason: reason ?? ""),
                    as: session.principal)
                try session.print(summary.checked)
            }
        }
    }
}
