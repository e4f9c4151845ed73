import ArgumentParser
import Bootstrap
import FundCore
import FundStore
import Publishing
import Workflows

struct PrivacyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "privacy",
        abstract: "Personal data: how long it is kept, what is due, and erasing it.",
        subcommands: [
            Policy.self, Due.self, Erase.self, List.self, Certificate.self, Hold.self,
            Release.self, PrivacyExportCommand.self,
        ])

    struct Policy: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "policy",
            abstract: "Shows how long each class of personal data is kept, from when, and why.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            guard let policy = try session.services.configuration().retention else {
                throw ErasureProblem.notSetUp
            }
            try session.print(.retention) { row in try policy.rows.forEach(row) }
            try session.talk("privacy-backups", ["days": "\(policy.backupDays)"])
        }
    }

    struct Due: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "due",
            abstract: "Shows what is due to be erased, by class; erases nothing.",
            discussion: """
                "blocked" counts those that something stands in the way of: an instalment that is \
                not paid, an appeal, a hold. --format json says what.
                """)

        @Option(help: "As it will be on this day: 2033-01-01; today, if left out.")
        var on: String?
        @Option(name: .customLong("class"), help: "One class of retention.yaml: unsuccessful.")
        var only: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let day = try on.map { text in
                guard let day = LocalDate(text) else {
                    throw InvalidInput("--on", [FieldProblem("on", "not-date")])
                }
                return day
            }
            let session = try options.open()
            let due = try session.workflows.privacyDue(
                on: day, only: try only.map { try RetentionClass(typed: $0) },
                try session.services.configuration().retention, as: session.principal)
            try session.print(.privacyDue) { row in try due.classes.map(\.row).forEach(row) }
            try session.talk("privacy-due-on", ["day": "\(due.day)"])
        }
    }

    struct Erase: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase",
            abstract: "Proposes to erase personal data, or approves what somebody else proposed.",
            discussion: """
                cohesion privacy erase --class unsuccessful
                cohesion privacy erase --application CF26-0042-K --reason "They asked us to"
                cohesion privacy erase --person jo@example.org --reason "They asked us to"
                cohesion privacy erase 3 --approve

                Nothing is erased before another person approves it; then it is gone for good. \
                Amounts, days and references stay.
                """)

        @Argument(help: "The number of a proposal.") var number: Int64?
        @Flag(help: "Approves the proposal of this number, and erases.") var approve = false
        @Flag(help: "Takes the proposal of this number back.") var withdraw = false
        @Option(name: .customLong("class"), help: "All that is due of this class.")
        var retention: String?
        @Option(help: "One application, by its reference.") var application: String?
        @Option(
            help: "One person, by their email address, or as a certificate says it: 'account 7'.")
        var person: String?
        @Option(help: "Why; needed for an application or a person.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            let wanted = [retention, application, person].count { $0 != nil }
            if number != nil {
                guard approve != withdraw, wanted == 0 else {
                    throw ValidationError("With a number, give either --approve or --withdraw.")
                }
            } else if approve || withdraw || wanted != 1 {
                throw ValidationError(
                    """
                    Give one of --class, --application and --person to propose, or a number with \
                    --approve or --withdraw.
                    """)
            }
        }

        func run() async throws {
            let session = try options.open()
            if let number {
                guard approve else {
                    try session.workflows.withdrawErasure(number, as: session.principal)
                    return try session.talk("erasure-withdrawn", ["number": "\(number)"])
                }
                _ = try session.workflows.approveErasure(
                    number, PersonalRegister.all,
                    try session.services.configuration().retention, as: session.principal)
                let isClean = try session.workflows.emptyLog()
                try session.print(
                    try session.services.reports.erasure(number, as: session.principal).json)
                if !isClean { try session.talk("erasure-log-in-use") }
                return
            }
            let number = try session.workflows.proposeErasure(
                try request(), reason: reason,
                try session.services.configuration().retention, as: session.principal)
            try session.print(.object([("number", .int(number))]))
            try session.talk("erasure-proposed", ["number": "\(number)"])
            let shown = try session.services.erasure(
                number, try session.services.configuration().retention, as: session.principal)
            for file in shown.filesKept {
                try session.talk(
                    "erasure-file-kept", ["file": file.name, "day": "\(file.dueOn)"])
            }
        }

        private func request() throws -> ErasureRequest {
            if let retention { return .due(try RetentionClass(typed: retention)) }
            if let application { return .application(application) }
            return .person(email: person ?? "")
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists what was proposed to be erased, the latest first.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.erasureRows(as: session.principal)
            try session.print(.erasures) { row in try rows.forEach(row) }
        }
    }

    struct Certificate: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "certificate",
            abstract: "Shows a proposal; once it is done, the certificate of what was erased.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let shown = try session.services.erasure(
                number, try session.services.configuration().retention, as: session.principal)
            try session.print(shown.json)
        }
    }

    struct Hold: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "hold",
            abstract: "Keeps an application's data whatever is due; without one, lists them.")

        @Option(help: "Its reference.") var application: String?
        @Option(help: "Why.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            guard let application else {
                let holds = try session.services.reports.holds(as: session.principal)
                return try session.print(.holds) { row in try holds.map(\.row).forEach(row) }
            }
            let held = try session.workflows.holdData(
                of: application, reason: reason ?? "", as: session.principal)
            try session.talk("privacy-held", ["reference": "\(held)"])
        }
    }

    struct Release: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Ends a hold: the application's data is erased when it is due.")

        @Option(help: "Its reference.") var application: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let released = try session.workflows.releaseData(
                of: application, reason: reason, as: session.principal)
            try session.talk("privacy-released", ["reference": "\(released)"])
        }
    }
}
