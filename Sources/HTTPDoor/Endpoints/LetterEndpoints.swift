import Correspondence
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    static let letterCountMembers = LetterStatus.allCases.map {
        Schema.Member.needed($0.rawValue, .count)
    }

    static let letterEndpoints = letterSendingEndpoints + letterWritingEndpoints

    private static let letterSendingEndpoints = [
        Endpoint(
            .get, .letters, "Shows a round's letters in words",
            for: [.officer, .decisionMaker, .auditor],
            query: [
                Parameter(
                    name: "application", summary: "Only those to this application's group.",
                    schema: .text)
            ] + pageParameters, .json(.page(of: .named("Letter")), "A page"), [.ruled, .tagged]
        ) { ask in
            let after = try ask.cursor { Int64($0).map { LetterID($0) } }
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            let application = ask.query["application"].flatMap { $0.isEmpty ? nil : $0 }
            return try await ask.page(.letters) { limit, row in
                try reports.letters(
                    of: round, application: application, after: after, limit: limit,
                    as: try asker.principal, row)
            }
        },
        Endpoint(
            .get, .letterCounts, "Counts a round's letters by how they stand",
            for: [.officer, .decisionMaker, .auditor],
            .json(.object(letterCountMembers), "How many stand so"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            let counts = try await ask.read {
                try reports.letterCounts(of: round, as: try asker.principal)
            }
            return ask.found(.object(Ask.members(of: counts)))
        },
        Endpoint(
            .post, .letterSending,
            "Lets a round's letters go, but for those a gate holds: the mail worker sends them",
            for: [.officer],
            .json(
                .object([.needed("released", .count)] + letterCountMembers),
                "How many were let go now, and how all stand", status: .accepted),
            [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            let response = try await ask.creating([]) { principal in
                try workflows.releaseLetters(round: round, as: principal)
            } keeping: { (done: (released: Int, counts: [LetterStatus: Int64])) in
                .object([("released", .int(done.released))] + Ask.members(of: done.counts))
            }
            ask.house.mail.resume()
            return response
        },
        Endpoint(
            .get, .postFile, "The letters of one file for the post, to be printed one a page",
            for: [.officer, .decisionMaker, .auditor],
            Success(
                status: .ok, mediaType: "text/html", summary: "The letters", schema: .text),
            [.ruled]
        ) { ask in
            guard let batch = Int64(ask.path("number")) else {
                throw CorrespondenceProblem.noPostBatch(number: 0)
            }
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            let html = try await ask.read {
                try reports.postFile(of: round, batch: batch, as: try asker.principal)
            }
            return .postFile(html, round: round, batch: batch)
        },
        Endpoint(
            .post, .letterRetry,
            "Has a group's letters that failed or may have arrived tried again",
            for: [.officer],
            .json(.named("LetterChange"), "How many letters", status: .created),
            [.ruled, .creating]
        ) { ask in
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            return try await ask.changingLetters([]) {
                try workflows.retryLetters(to: reference, as: $0)
            }
        },
        Endpoint(
            .post, .letterResolution,
            "Says of a group's letters that may have arrived what became of them",
            for: [.officer],
            body: .json(
                .object([
                    .needed("verdict", .oneOf(LetterVerdict.allCases.map(\.rawValue)))
                ])), .json(.named("LetterChange"), "How many letters", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let text = fields.text("verdict", required: true, maximum: 20)
            let verdict = text.flatMap { LetterVerdict(rawValue: $0) }
            if let text, verdict == nil {
                fields.report(
                    "verdict", "not-an-option",
                    [
                        "value": text,
                        "options": LetterVerdict.allCases.map(\.rawValue).joined(separator: ", "),
                    ])
            }
            try fields.refuseProblems()
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            return try await ask.changingLetters(body) {
                try workflows.resolveLetters(to: reference, verdict ?? .sent, as: $0)
            }
        },
    ]
}

extension Ask {
    static func members(
        of counts: [LetterStatus: Int64]
    ) -> [(key: String, value: JSONValue)] {
        LetterStatus.allCases.map { ($0.rawValue, .int(counts[$0] ?? 0)) }
    }

    fileprivate func changingLetters(
        _ body: [UInt8], _ work: @escaping @Sendable (Principal) throws -> Int
    ) async throws -> Response {
        let response = try await creating(body, work) { (count: Int) in
            .object([("letters", .int(count))])
        }
        house.mail.resume()
        return response
    }
}
