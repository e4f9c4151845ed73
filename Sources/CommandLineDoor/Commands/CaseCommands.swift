import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import Publishing
import Workflows

/// What passes between officers and a group after it has applied.
extension ApplicationCommand {
    struct Ask: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask",
            abstract: "Asks a group something about its application; prints the question's number.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The question, as the group reads it.") var text: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let id = try session.workflows.askApplicant(reference, text, as: session.principal)
            try session.print(.object([("question", .int(id.rawValue))]))
        }
    }

    struct Answer: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer",
            abstract: "Keeps a group's answer, given on the telephone or on paper.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The question's number.") var question: Int64
        @Option(help: "The answer.") var text: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.answerQuestion(
                ApplicantQuestionID(question), of: reference, text, as: session.principal)
            try session.talk("answer-kept", ["reference": reference])
        }
    }

    struct Note: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "note",
            abstract:
                "Notes something about an application, for officers, decision makers and auditors.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The note.") var text: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.noteApplication(reference, text, as: session.principal)
            try session.talk("note-kept", ["reference": reference])
        }
    }

    struct Withdraw: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes an application back for its group, for good.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why, if the group says.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.withdraw(reference, reason: reason, as: session.principal)
            try session.talk("application-withdrawn", ["reference": reference])
        }
    }
}

struct TranslationsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "translations", abstract: "The languages of pages, forms and letters.",
        subcommands: [Check.self])

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Lists what is not translated, and what is translated and used nowhere.",
            discussion: "What is missing is shown in English, so nothing stops because of it.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let settings = try options.settings()
            let found = try Translations.check(settings)
            let words = try Words(folder: settings.configurationFolder).english()
            let output = StandardOutput()
            if options.format == .json {
                try output.write(
                    JSONValue.array(
                        found.rows.map {
                            .object([
                                ("language", .string($0.language)), ("key", .string($0.key)),
                                ("problem", .string($0.problem.rawValue)),
                            ])
                        }
                    ).text + "\n")
            } else {
                for row in found.rows {
                    try output.write("\(row.language) \(row.problem.rawValue) \(row.key)\n")
                }
            }
            try output.flush()
            for language in found.languages {
                let line = words.words(
                    "talk.translations",
                    [
                        "language": language.tag, "missing": "\(language.missing)",
                        "all": "\(language.all)", "review": language.needsReview ? "yes" : "no",
                    ])
                FileHandle.standardError.write(Data((line.onTerminal + "\n").utf8))
            }
        }
    }
}
