import ArgumentParser
import Bootstrap
import Correspondence
import FundCore
import Publishing
import Workflows

extension LetterCommand {
    struct Gate: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "gate",
            abstract: "Looks whether every decision letter says what it must, and passes the gate.",
            discussion: """
                Exits 1 and lists what is missing while a letter is incomplete. With --as an officer
                passes the gate; without, it only looks.
                """)

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let reports = session.services.reports
            let report = try reports.letterGate(of: round, as: session.principal)
            guard !report.letters.isEmpty else { return try sayNothingWaits(report, session) }
            guard report.incompleteCount == 0 else {
                try session.print(.gate) { row in
                    for fields in report.rows(onlyIncomplete: true) { try row(fields) }
                }
                try session.talk(
                    "letter-gate-incomplete",
                    ["count": "\(report.incompleteCount)", "all": "\(report.letters.count)"])
                throw ExitCode(1)
            }
            let passes = report.isOn && session.principal.has(.officer)
            if passes {
                _ = try session.workflows.passLetterGate(
                    round: round, seen: report.sha256, as: session.principal)
            }
            let after = try reports.letterGate(of: round, as: session.principal)
            try session.print(.object([("round", .string(round))] + after.counts))
            guard report.isOn else {
                return try session.talk("letter-gate-none", ["round": round])
            }
            guard passes else { return try session.talk("letter-gate-ready") }
            try session.talk(
                report.needsSecond ? "letter-gate-passed-second" : "letter-gate-passed")
        }

        /// Nothing lacks anything, unless the letters are still to be made.
        private func sayNothingWaits(_ report: LetterGateReport, _ session: Session) throws {
            guard report.release != nil || report.isDecided else {
                throw CorrespondenceProblem.gateEmpty(round: round)
            }
            try session.print(.object([("round", .string(round))] + report.counts))
            guard let release = report.release else {
                return try session.talk("letter-gate-nothing", ["round": round])
            }
            try session.talk(
                "letter-gate-released",
                [
                    "round": round, "count": "\(release.count)",
                    "date": try session.words().words(LondonTime.date(release.at)),
                ])
        }
    }

    struct Release: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "release",
            abstract: "Lets a round's letters go, as they stood when somebody passed the gate.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "None leaves before this, in London time: 2027-05-11T09:00.")
        var embargo: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let embargo, LocalDateTime(embargo) == nil {
                throw ValidationError("--embargo takes a date and time like 2027-05-11T09:00.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let done = try session.workflows.releaseGatedLetters(
                round: round, embargo: embargo.flatMap { LocalDateTime($0) },
                as: session.principal)
            try session.print(
                .object([
                    ("round", .string(round)), ("released", .int(done.count)),
                    ("notBefore", .optional(done.notBefore.map { "\($0)" })),
                ]))
            if let notBefore = done.notBefore {
                try session.talk(
                    "letters-let-go-later",
                    ["count": "\(done.count)", "time": try session.words().words(notBefore)])
            } else {
                try session.talk("letters-let-go", ["count": "\(done.count)"])
            }
        }
    }

    struct Correct: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct",
            abstract: "Queues a new decision letter in the place of one that left and was wrong.",
            discussion: "It says what is known now. The one that left stays as it was sent.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why the one that left was wrong: kept, and not sent.") var reason: String
        @Option(help: "Other feedback than before.") var feedback: String?
        @Option(help: "The same in English, beside a letter in another language.")
        var feedbackEnglish: String?
        @Option(help: "Other conditions than before.") var conditions: String?
        @Option(help: "The same in English, beside a letter in another language.")
        var conditionsEnglish: String?
        @Flag(help: "The conditions take the place of what the panel set.")
        var insteadOfPanel = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if insteadOfPanel, conditions == nil {
                throw ValidationError("--instead-of-panel goes with --conditions.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let kind = try session.workflows.correctLetter(
                to: reference,
                LetterCorrection(
                    reason: reason,
                    feedback: feedback.map { LetterWords(text: $0, english: feedbackEnglish) },
                    conditions: conditions.map {
                        LetterWords(text: $0, english: conditionsEnglish)
                    }, insteadOfPanel: insteadOfPanel), as: session.principal)
            try session.talk(
                kind == .appealOutcome ? "letter-corrected-outcome" : "letter-corrected",
                ["reference": reference])
        }
    }

    struct Feedback: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "feedback",
            abstract: "Approves the panel's words to a group, for its decision letter.",
            discussion: "Without --text and --comment it lists what the panel wrote, numbered.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "What the group will read.") var text: String?
        @Option(help: "The number of a comment to put before the text; once for each.")
        var comment: [Int] = []
        @Option(help: "The same in English, beside a letter in another language.")
        var english: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            guard text != nil || !comment.isEmpty else {
                let rows = try session.services.reports.feedbackComments(
                    about: reference, as: session.principal)
                try session.print(.comments) { row in for fields in rows { try row(fields) } }
                return try session.talk(rows.isEmpty ? "comments-none" : "comments-listed")
            }
            try session.workflows.releaseFeedback(
                text ?? "", comments: comment, english: english, to: reference,
                as: session.principal)
            try session.talk("feedback-released", ["reference": reference])
        }
    }

    struct Conditions: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "conditions",
            abstract: "Says what comes with an award, in its decision letter.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String?
        @Option(help: "What comes with the money, as the group will read it.") var text: String?
        @Option(help: "The same in English, beside a letter in another language.")
        var english: String?
        @Flag(help: "The text takes the place of what the panel set in its meeting.")
        var insteadOfPanel = false
        @Flag(help: "Nothing special does.") var none = false
        @Option(help: "With --none: every award letter of this round that says nothing of it.")
        var round: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (text != nil) != none else {
                throw ValidationError("Give --text, or --none where nothing special does.")
            }
            guard (reference != nil) != (round != nil), round == nil || none else {
                throw ValidationError("Give a reference, or --round together with --none.")
            }
            if insteadOfPanel, text == nil {
                throw ValidationError("--instead-of-panel goes with --text.")
            }
        }

        func run() async throws {
            let session = try options.open()
            if let round {
                let stated = try session.workflows.stateNoConditions(
                    round: round, as: session.principal)
                try session.talk("conditions-none", ["count": "\(stated.withoutCount)"])
                if stated.ofPanelCount > 0 {
                    try session.talk("conditions-panel", ["count": "\(stated.ofPanelCount)"])
                }
                if !stated.untranslated.isEmpty {
                    try session.talk(
                        "conditions-untranslated",
                        ["references": stated.untranslated.joined(separator: ", ")])
                }
                return
            }
            let reference = reference ?? ""
            let stated = try session.workflows.stateConditions(
                text, english: english, insteadOfPanel: insteadOfPanel, of: reference,
                as: session.principal)
            try session.print(
                try session.services.reports.conditions(
                    of: reference, as: session.principal
                ).object)
            try session.talk("conditions-stated", ["reference": reference])
            try say(stated, session)
        }

        /// What the words left of those that stood there, or were to stand there.
        private func say(_ stated: StatedConditions, _ session: Session) throws {
            if let earlier = stated.earlier {
                try session.talk("conditions-earlier", ["text": earlier.text])
            }
            guard let panel = stated.panel else { return }
            if stated.replacesPanel {
                try session.talk("conditions-panel-replaced", ["text": panel])
            } else if stated.addsPanel {
                try session.talk(
                    stated.isOwnLanguage ? "conditions-panel-kept" : "conditions-panel-beside")
            }
        }
    }
}
