import Correspondence
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// The gate of a round's decision letters.
extension Endpoint {
    static let letterGateEndpoints = [
        Endpoint(
            .get, .letterGate, "Shows what each decision letter lacks that nobody has let go",
            for: [.officer, .decisionMaker, .auditor],
            .json(.named("LetterGate"), "The counts and the letters"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            let report = try await ask.read {
                try reports.letterGate(of: round, as: try asker.principal)
            }
            let letters = report.rows(onlyIncomplete: false).map(Listing.gate.json)
            return ask.found(
                .object(
                    report.counts + [
                        ("needsSecondPerson", .bool(report.needsSecond)),
                        ("sha256", .string(report.sha256)), ("items", .array(letters)),
                    ]))
        },
        Endpoint(
            .post, .letterGate, "Finds every decision letter whole, as they stand now",
            for: [.officer],
            body: .json(.object([.optional("sha256", .nullable(.text))])),
            .json(.object([.needed("letters", .count)]), "How many letters", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let seen = fields.text("sha256", maximum: 64)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.passLetterGate(round: round, seen: seen, as: principal)
            } keeping: { (count: Int) in
                .object([("letters", .int(count))])
            }
        },
        Endpoint(
            .post, .letterRelease,
            "Lets a round's letters go, as they stood when somebody passed the gate",
            for: [.officer],
            body: .json(.object([.optional("embargo", .nullable(.localTime))])),
            .json(
                .object(
                    [.needed("released", .count), .needed("notBefore", .nullable(.localTime))]
                        + letterCountMembers),
                "How many were let go now, from when on they leave, and how all stand",
                status: .accepted), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let written = fields.text("embargo", maximum: 16)
            let embargo = written.flatMap { LocalDateTime($0) }
            if written != nil, embargo == nil { fields.report("embargo", "not-time") }
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            let response = try await ask.creating(body) { principal in
                try workflows.releaseGatedLetters(round: round, embargo: embargo, as: principal)
            } keeping: { (done: GatedRelease) in
                .object(
                    [
                        ("released", .int(done.count)),
                        ("notBefore", .optional(done.notBefore.map { "\($0)" })),
                    ] + Ask.members(of: done.counts))
            }
            ask.house.mail.resume()
            return response
        },
        Endpoint(
            .post, .noConditions,
            "Says of every award letter that says nothing of conditions that there are none",
            for: [.officer],
            .json(.named("LetterChange"), "How many letters", status: .created),
            [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating([]) { principal in
                try workflows.stateNoConditions(round: round, as: principal)
            } keeping: { (stated: ConditionsStatedAtOnce) in
                .object([("letters", .int(stated.count))])
            }
        },
    ]
}
