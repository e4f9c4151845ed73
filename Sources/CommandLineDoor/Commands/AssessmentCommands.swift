import ArgumentParser
import Assessment
import Bootstrap
import FundCore
import Publishing
import Workflows

struct ScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "The panel's scores.",
        subcommands: [
            Record.self, Sheet.self, Import.self, Lock.self, List.self, Explain.self,
        ])

    struct Record: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Records one member's scores of one application.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(
            name: .customLong("score"),
            help:
                "CRITERION=SCORE, as often as needed: need=4, or need=n/a where it does not apply.")
        var scores: [String] = []
        @Option(
            name: .customLong("comment"),
            help: "TEXT for the first score, or CRITERION=TEXT; as often as needed.")
        var comments: [String] = []
        @Option(help: "Whose scores an officer enters: a member's email address.")
        var member: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            _ = try entries()
        }

        func run() async throws {
            let session = try options.open()
            let recording = try session.workflows.recordScores(
                of: reference, member: member, try entries(), as: session.principal)
            try session.talk("scores-recorded", recording.arguments)
        }

        private func entries() throws -> [(criterion: String, value: Int64?, comment: String?)] {
            var entries: [(criterion: String, value: Int64?, comment: String?)] = []
            for score in scores {
                let parts = score.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let value = parts.count == 2 && !parts[1].hasPrefix("+") ? Int64(parts[1]) : nil
                guard value != nil || (parts.count == 2 && parts[1].lowercased() == "n/a") else {
                    throw ValidationError(
                        "--score takes CRITERION=SCORE, a whole number or n/a: need=4, not "
                            + "\(score).")
                }
                let criterion = String(parts[0])
                guard !entries.contains(where: { $0.criterion == criterion }) else {
                    throw ValidationError("--score gives \(criterion) twice.")
                }
                entries.append((criterion, value, nil))
            }
            guard !entries.isEmpty else {
                throw ValidationError("Give at least one --score CRITERION=SCORE.")
            }
            for comment in comments {
                let head = comment.prefix { $0 != "=" }
                var place = 0
                var text = comment
                // A "=" in a comment's own words is no criterion.
                if head.count < comment.count,
                    let named = entries.firstIndex(where: { $0.criterion == head })
                {
                    place = named
                    text = String(comment.dropFirst(head.count + 1))
                }
                guard entries[place].comment == nil else {
                    throw ValidationError(
                        "--comment gives two comments on \(entries[place].criterion).")
                }
                entries[place].comment = text
            }
            return entries
        }
    }

    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Records scores from a file: application,panel_member,criterion,score,comment."
        )

        @Argument(help: "The file; - reads standard input.") var file: String
        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let recording = try session.workflows.importScores(
                try InputFile.read(file), source: file, round: round, as: session.principal)
            try session.talk("scores-recorded", recording.arguments)
        }
    }

    struct Sheet: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "sheet",
            abstract: "Prints your own score sheet as CSV, to fill in and import.",
            discussion:
                "Without the applications in which you have an interest, and those you have locked."
        )

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let sheet = try session.services.reports.scoreSheet(of: round, as: session.principal)
            let output = StandardOutput()
            try output.write(sheet.csv)
            try output.flush()
            if sheet.undeclaredCount > 0 {
                try session.talk(
                    "score-sheet-undeclared", ["count": "\(sheet.undeclaredCount)"])
            }
        }
    }

    struct Lock: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "lock",
            abstract: "Locks your scores of an application: they do not change any more.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.lockScores(of: reference, as: session.principal)
            try session.talk("scores-locked", ["reference": reference])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists every score, so that anybody can recompute the ranking.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.scores) { row in
                try session.services.reports.scores(of: round, as: session.principal) {
                    fields, _ in try row(fields)
                }
            }
        }
    }
}

extension ScoreCommand {
    struct Explain: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "explain",
            abstract: "Explains a score: every number from what members gave to the rank.",
            discussion:
                "Works the score out once more from the audit trail; ends with 1 where the two differ."
        )

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let found = try session.services.reports.explanation(
                of: reference, as: session.principal)
            let output = StandardOutput()
            if session.format == .json {
                try output.write(found.json.text + "\n")
            } else {
                try output.write(
                    try session.words().lines(found).map(\.onTerminal).joined(separator: "\n")
                        + "\n")
            }
            try output.flush()
            guard found.disagreements.isEmpty else {
                throw AssessmentProblem.disagrees(
                    reference: reference, what: found.disagreements)
            }
        }
    }
}

extension ScoreRecording {
    fileprivate var arguments: [String: String] {
        ["new": "\(newCount)", "changed": "\(changedCount)", "unchanged": "\(unchangedCount)"]
    }
}

struct RankingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ranking", abstract: "What the scores come to.",
        subcommands: [Show.self, Sensitivity.self])

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Ranks the eligible applications by the scores as they stand.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            var incomplete: [(reference: String, missing: Int64)] = []
            try session.print(.ranking) { row in
                try session.services.reports.ranking(
                    of: round, as: session.principal, withParts: session.format == .json
                ) { fields in
                    if let missing = fields[9].int, missing > 0 {
                        incomplete.append((fields[1].plainText, missing))
                    }
                    try row(fields)
                }
            }
            try session.talkOfMissing(incomplete)
        }
    }
}

extension Session {
    /// Says which applications have scores to come, and how many.
    func talkOfMissing(_ incomplete: [(reference: String, missing: Int64)]) throws {
        guard !incomplete.isEmpty else { return }
        let shown = incomplete.prefix(20).map { "\($0.reference) (\($0.missing))" }
        try talk(
            "scores-missing",
            [
                "count": "\(incomplete.count)",
                "references": shown.joined(separator: ", ")
                    + (incomplete.count > shown.count ? ", …" : ""),
            ])
    }
}
