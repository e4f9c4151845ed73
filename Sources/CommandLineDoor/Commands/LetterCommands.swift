import ArgumentParser
import Bootstrap
import Correspondence
import FundCore
import Publishing
import Workflows

struct LetterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "letter", abstract: "Letters to groups.",
        subcommands: [
            Preview.self, Feedback.self, Conditions.self, Gate.self, Release.self, Send.self,
            Retry.self, Resolve.self, Correct.self,
        ])

    struct Preview: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Shows a round's letters, or those to one application.")

        @Option(help: "The round: round-1.") var round: String
        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let reports = session.services.reports
            guard [.table, .text].contains(session.format) else {
                return try session.print(.letters) { row in
                    try reports.letters(
                        of: round, application: reference, as: session.principal
                    ) { fields, _ in try row(fields) }
                }
            }
            let words = try session.words()
            let output = StandardOutput()
            var count = 0
            try reports.letters(of: round, application: reference, as: session.principal) {
                row, _ in
                let fields = Listing.letters.json(row)
                func field(_ key: String) -> String { (fields[key]?.plainText ?? "").onTerminal }
                let to = field("to").isEmpty ? words.words("talk.letter-by-post") : field("to")
                let reply = field("reply").isEmpty ? "" : ": \(field("reply"))"
                try output.write(
                    (count > 0 ? "\n\n" : "") + "=== \(field("reference")) \(field("kind")) "
                        + "(\(field("status"))\(reply)) → \(to)\n\(field("subject"))\n\n\(field("text"))"
                )
                count += 1
            }
            try output.flush()
            if count == 0 { try session.talk("letters-none", ["round": round]) }
        }
    }

    struct Send: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "send",
            abstract: "Makes one attempt at every letter that is due.",
            discussion: "Exits 0 when none waits, 75 when some will be tried again.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.officer)
            let settings = session.services.settings
            let sending = try session.services.sending(
                ownName: try session.services.mailHost(of: round))
            let (workflows, round, principal) = (session.workflows, round, session.principal)
            let dispatch = try await OwnThread.run(named: "mail") {
                let bar = ProgressBar()
                return try workflows.sendLetters(
                    round: round, sending, as: principal, progress: { bar.show($0, of: $1) })
            }
            try session.print(
                .object([
                    ("sent", .int(dispatch.sent)), ("toPost", .int(dispatch.toPost)),
                    ("waiting", .int(dispatch.waiting)), ("failed", .int(dispatch.failed)),
                    ("unknown", .int(dispatch.unknown)),
                ]))
            if sending.transport.name == "file", dispatch.sent > 0 {
                try session.talk("letters-in-files", ["folder": settings.mailDirectory.path])
            }
            if let file = dispatch.postFile { try session.talk("letters-to-post", ["file": file]) }
            if dispatch.unknown > 0 { try session.talk("letters-unknown") }
            if dispatch.held > 0 {
                try session.talk(
                    "letters-at-gate", ["count": "\(dispatch.held)", "round": round])
            }
            if dispatch.embargoed > 0 {
                try session.talk("letters-embargoed", ["count": "\(dispatch.embargoed)"])
            }
            if dispatch.suspended > 0 {
                try session.talk("letters-suspended", ["count": "\(dispatch.suspended)"])
            }
            if dispatch.waiting > 0 {
                try session.talk("letters-waiting", ["count": "\(dispatch.waiting)"])
                throw ExitCode(75)
            }
        }
    }

    struct Retry: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Has a group's letters that failed or may have arrived tried once more.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.retryLetters(
                to: reference, as: session.principal)
            try session.talk(
                "letters-retried", ["count": "\(count)", "reference": reference])
        }
    }

    struct Resolve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Says of a group's letters that may have arrived what became of them.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Flag(help: "They arrived.") var sent = false
        @Flag(help: "Send them again.") var resend = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard sent != resend else {
                throw ValidationError("Give --sent where they arrived, or --resend.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.resolveLetters(
                to: reference, sent ? .sent : .resend, as: session.principal)
            try session.talk(
                sent ? "letters-resolved-sent" : "letters-retried",
                ["count": "\(count)", "reference": reference])
        }
    }
}
