import ArgumentParser
import Awards
import Bootstrap
import FundCore
import Publishing
import Workflows

extension LocalDate: ExpressibleByArgument {
    public init?(argument: String) { self.init(argument) }
}

extension CallInVerdict: ExpressibleByArgument {}

/// What follows a decision that is a public record.
extension DecisionCommand {
    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the published decisions, as anybody may read them.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let decisions = try session.services.reports.publicDecisions()
            try session.print(.decisions) { row in
                for decision in decisions { try row(decision.row) }
            }
        }
    }

    struct Record: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Writes what a decision says beside its reason, until it is published.")

        @Argument(help: "A JSON file with recommendation, outcomes and alternatives; - reads it.")
        var file: String?
        @Option(help: "The round: round-2.") var round: String
        @Option(help: "What was recommended.") var recommendation: String?
        @Option(help: "What it is meant to bring about.") var outcomes: String?
        @Option(help: "What else was considered, and why it was rejected.")
        var alternatives: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            let isWritten = [recommendation, outcomes, alternatives].contains { $0 != nil }
            if (file != nil) == isWritten {
                throw ValidationError(
                    "Give a FILE, or --recommendation, --outcomes and --alternatives.")
            }
        }

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.decisionMaker)
            try session.workflows.writeRecord(
                try record(), ofRound: round, as: session.principal)
            try session.talk("decision-written", ["round": round])
        }

        private func record() throws -> DecisionRecord {
            guard let file else {
                return DecisionRecord(
                    recommendation: recommendation ?? "", outcomes: outcomes ?? "",
                    alternatives: alternatives ?? "")
            }
            var fields = JSONFields(try InputFile.json(file, greatestBytes: 1024 * 1024))
            let record = DecisionRecord(&fields)
            let problems = fields.finish()
            guard problems.isEmpty else { throw InvalidInput(file, problems) }
            return record
        }
    }

    struct Publish: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "publish",
            abstract: "Publishes a decision, and says from when it has effect.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "The day: 2027-05-10; without it, today.") var on: LocalDate?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.decisionMaker, .officer)
            let publication = try session.workflows.publishDecision(
                round: round, on: on, holidays: try session.services.configuration().bankHolidays,
                as: session.principal)
            let words = try session.words()
            try session.print(publication.json(ofRound: round))
            try session.talk(
                try session.isPublic(round) ? "decision-published" : "decision-scheduled",
                [
                    "date": words.words(publication.publishedOn),
                    "effective": words.words(publication.effectiveOn),
                ])
        }
    }

    struct CallIn: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "call-in",
            abstract: "Suspends a published decision before it takes effect.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Why: it stands with the decision, for anybody to read.") var reason: String
        @Option(help: "Who wants it, a person or a body: anybody can read it.") var by: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.callIn(
                round: round, by: by, reason: reason, as: session.principal)
            try session.talk("decision-called-in", ["round": round])
        }
    }

    struct Resume: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Says what came of a call-in: upheld, or returned.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "upheld: it stands; returned: it was sent back, and nothing is paid.")
        var outcome: CallInVerdict
        @Option(help: "Why: it stands with the decision, for anybody to read.") var reason: String
        @Option(help: "From when it has effect, if upheld: 2027-05-20; without it, today.")
        var effective: LocalDate?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.endCallIn(
                round: round, outcome, effectiveOn: effective, reason: reason,
                as: session.principal)
            switch outcome {
            case .upheld: try session.talk("call-in-upheld", ["round": round])
            case .returned: try session.talk("call-in-returned", ["round": round])
            }
        }
    }

    struct Anew: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "anew",
            abstract: "Decides anew on the same awards, where a decision was sent back.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Why, after it was looked at again.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            _ = try session.workflows.decideAnew(
                round: round, reason: reason, as: session.principal)
            try session.talk("decided-anew", ["round": round])
        }
    }

    struct Correct: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "correct",
            abstract: "Adds to a published decision what was wrong in it.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "What was wrong, and what is right.") var text: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.correctDecision(
                round: round, text: text, as: session.principal)
            guard try !session.isPublic(round) else {
                return try session.talk("decision-corrected", ["round": round])
            }
            let day = try session.services.reports.decision(of: round, as: session.principal)?
                .standing.publication?.publishedOn
            let words = try session.words()
            try session.talk(
                "decision-corrected-scheduled",
                ["round": round, "date": day.map { words.words($0) } ?? ""])
        }
    }
}

extension Session {
    /// Whether anybody can read the last decision on a round today.
    fileprivate func isPublic(_ round: String) throws -> Bool {
        let decision = try services.reports.decision(of: round, as: principal)
        return decision.map { $0.standing.isPublic(on: $0.today) } ?? false
    }
}

extension DecisionReport {
    /// What it says and how it stands, in lines for the terminal.
    func lines(_ words: TextCatalogue) -> [String] {
        let publication = standing.publication
        var lines = [
            words.words(
                "talk.record-status", ["status": words.words("decision-status.\(status.rawValue)")])
        ]
        func add(_ key: String, _ text: String?) {
            if let text { lines.append(words.words("talk.\(key)", ["text": text])) }
        }
        add("record-published", publication.map { words.words($0.publishedOn) })
        add("record-effective", standing.effectiveOn.map { words.words($0) })
        add("record-recommendation", standing.record?.recommendation)
        add("record-outcomes", standing.record?.outcomes)
        add("record-alternatives", standing.record?.alternatives)
        if let callIn = standing.callIn {
            lines.append(
                words.words(
                    "talk.record-call-in",
                    [
                        "date": words.words(callIn.on), "by": callIn.by ?? "–",
                        "reason": callIn.reason,
                    ]))
        }
        if let outcome = standing.outcome {
            lines.append(
                words.words(
                    "talk.record-outcome-\(outcome.verdict.rawValue)",
                    ["date": words.words(outcome.on), "reason": outcome.reason]))
        }
        for award in awards {
            func say(_ key: String, on date: LocalDate) {
                lines.append(
                    words.words(
                        key,
                        [
                            "date": words.words(date), "reference": award.reference,
                            "organisation": award.organisation, "amount": award.amount.words,
                            "stands": award.kept.words,
                        ]))
            }
            if let date = award.appealedOn { say("talk.record-appeal", on: date) }
            if let date = award.reservedOn { say("talk.record-reserve", on: date) }
            if let date = award.withdrawnOn { say("talk.record-withdrawal", on: date) }
        }
        for shown in reserve {
            func say(_ key: String, _ date: LocalDate, _ reason: String) {
                lines.append(
                    words.words(
                        "talk.record-reserve-\(key)",
                        [
                            "date": words.words(date),
                            "effective": words.words(shown.effectiveOn),
                            "amount": shown.amount.words, "organisation": shown.organisation,
                            "reference": shown.reference, "reason": reason,
                        ]))
            }
            say("decided", shown.decidedOn, shown.reason)
            if let reason = shown.orderReason { say("order", shown.decidedOn, reason) }
            if let callIn = shown.callIn { say("suspended", callIn.on, callIn.reason) }
            if let drop = shown.drop { say("dropped", drop.on, drop.reason) }
        }
        for correction in standing.corrections {
            lines.append(
                words.words(
                    "talk.record-correction",
                    ["date": words.words(correction.on), "text": correction.text]))
        }
        return lines
    }
}
