import Correspondence
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What officers write into decision letters, and the letters that correct them.
extension Endpoint {
    private static let see: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let wordsMembers: [Schema.Member] = [
        .needed("text", .text), .optional("english", .nullable(.text)),
    ]

    static let letterWritingEndpoints = [
        Endpoint(
            .get, .feedback, "Shows the panel's words for a group's decision letter", for: see,
            .json(.named("Feedback"), "The words, and their state as ETag"), [.tagged]
        ) { ask in try await ask.letterWords() },
        Endpoint(
            .put, .feedback, "Approves the panel's words to a group, for its decision letter",
            for: [.officer],
            body: .json(
                .object([
                    .optional("text", .nullable(.text)),
                    .optional("comments", .list(.integer(1...100_000))),
                    .optional("english", .nullable(.text)),
                ])), .json(.named("Feedback"), "The words as they are now"), [.editing, .ruled]
        ) { ask in
            var fields = JSONFields(try await ask.json())
            let numbers = fields.numbers("comments")
            let text = fields.text("text", required: numbers.isEmpty, maximum: 10_000) ?? ""
            let english = fields.text("english", maximum: 10_000)
            try fields.refuseProblems()
            let (workflows, reference, asker, condition) = (
                ask.house.workflows, ask.path("reference"), ask.asker, try ask.condition()
            )
            _ = try await ask.write {
                try workflows.releaseFeedback(
                    text, comments: numbers, english: english, to: reference, if: condition,
                    as: try asker.principal)
            }
            return try await ask.letterWords()
        },
        Endpoint(
            .get, .feedbackComments,
            "Lists what the panel wrote about an application, to pick feedback from", for: see,
            .json(.list(.named("FeedbackComment")), "The comments, without who"), [.tagged]
        ) { ask in
            let (reports, reference, asker) = (
                ask.house.reports, ask.path("reference"), ask.asker
            )
            let rows = try await ask.read {
                try reports.feedbackComments(about: reference, as: try asker.principal)
            }
            return ask.found(.array(rows.map(Listing.comments.json)))
        },
        Endpoint(
            .get, .conditions, "Shows what comes with a group's award, in its decision letter",
            for: see, .json(.named("Conditions"), "The words, and their state as ETag"), [.tagged]
        ) { ask in try await ask.letterWords() },
        Endpoint(
            .put, .conditions, "Says what comes with a group's award, in its decision letter",
            for: [.officer],
            body: .json(
                .object([
                    .optional("text", .nullable(.text)), .optional("english", .nullable(.text)),
                    .optional("insteadOfPanel", .boolean),
                ])), .json(.named("Conditions"), "The words as they are now"), [.editing, .ruled]
        ) { ask in
            var fields = JSONFields(try await ask.json())
            let text = fields.text("text", maximum: 10_000)
            let english = fields.text("english", maximum: 10_000)
            let insteadOfPanel = fields.truth("insteadOfPanel") ?? false
            try fields.refuseProblems()
            let (workflows, reference, asker, condition) = (
                ask.house.workflows, ask.path("reference"), ask.asker, try ask.condition()
            )
            _ = try await ask.write {
                try workflows.stateConditions(
                    text, english: english, insteadOfPanel: insteadOfPanel, of: reference,
                    if: condition, as: try asker.principal)
            }
            return try await ask.letterWords()
        },
        Endpoint(
            .post, .letterCorrection,
            "Queues a new decision letter in the place of one that left and was wrong",
            for: [.officer],
            body: .json(
                .object([
                    .needed("reason", .text),
                    .optional("feedback", .nullable(.object(wordsMembers))),
                    .optional("conditions", .nullable(.object(wordsMembers))),
                    .optional("insteadOfPanel", .boolean),
                ])), .json(.named("LetterChange"), "How many letters", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 5000) ?? ""
            let feedback = fields.letterWords("feedback")
            let conditions = fields.letterWords("conditions")
            let insteadOfPanel = fields.truth("insteadOfPanel") ?? false
            try fields.refuseProblems()
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            let correction = LetterCorrection(
                reason: reason, feedback: feedback, conditions: conditions,
                insteadOfPanel: insteadOfPanel)
            return try await ask.creating(body) { principal in
                try workflows.correctLetter(to: reference, correction, as: principal)
            } keeping: { (_: Void) in
                .object([("letters", .int(1))])
            }
        },
    ]
}

extension Ask {
    /// Feedback or conditions of an application, as the endpoint's route says.
    fileprivate func letterWords() async throws -> Response {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        let isFeedback = endpoint.route == .feedback
        let (object, tag) = try await read {
            try isFeedback
                ? reports.feedback(to: reference, as: try asker.principal)
                : reports.conditions(of: reference, as: try asker.principal)
        }
        if request.method == .get, let tag, isKnown(tag) { return notModified(tag) }
        return .fresh(.json(object, tag: tag))
    }
}

extension JSONFields {
    fileprivate mutating func letterWords(_ key: String) -> LetterWords? {
        guard value(key) != nil else { return nil }
        var inner = object(key)
        let text = inner.text("text", required: true, maximum: 10_000)
        let english = inner.text("english", maximum: 10_000)
        absorb(inner)
        return text.map { LetterWords(text: $0, english: english) }
    }

    fileprivate mutating func numbers(_ key: String) -> [Int] {
        guard let value = value(key) else { return [] }
        let numbers = (value.array ?? []).compactMap { $0.int.flatMap { Int(exactly: $0) } }
        if numbers.count != value.array?.count { report(key, "not-list") }
        return numbers
    }
}
