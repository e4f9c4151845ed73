import Awards
import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    private static let recordBytes = 512 * 1024

    static let decisionRecordEndpoints = [
        Endpoint(
            .get, .decisionList, "Lists the published decisions", for: nil,
            .json(.list(.named("DecisionRow")), "The newest first"), [.tagged]
        ) { ask in
            let reports = ask.house.reports
            return try await ask.list(.decisions) { row in
                for decision in try reports.publicDecisions() { try row(decision.row) }
            }
        },
        Endpoint(
            .get, .decisionShown, "Shows the published decision on a round", for: nil,
            .json(.named("DecisionRecord"), "The decision, and who was given what"), [.tagged]
        ) { ask in
            let (reports, round) = (ask.house.reports, ask.path("round"))
            return ask.found(try await ask.read { try reports.publicDecision(round).json })
        },
        Endpoint(
            .post, .decisionRecords,
            "Writes what a decision says beside its reason, until it is published",
            for: [.decisionMaker],
            body: .json(
                .object([
                    .needed("recommendation", .text), .needed("outcomes", .text),
                    .needed("alternatives", .text),
                ]), greatestBytes: recordBytes),
            .json(done, "It is written", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let record = DecisionRecord(&fields)
            try fields.refuseProblems()
            return try await ask.changingDecision(body) { workflows, round, principal in
                try workflows.writeRecord(record, ofRound: round, as: principal)
            }
        },
        Endpoint(
            .post, .publications, "Publishes a decision, and says from when it has effect",
            for: [.decisionMaker, .officer],
            body: .json(.object([.optional("on", .day)])),
            .json(
                .object([
                    .needed("round", .text), .needed("publishedOn", .day),
                    .needed("effectiveOn", .day), .needed("workingDays", .count),
                    .needed("countsPublicationDay", .boolean),
                ]), "It is published", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let day = fields.day("on")
            try fields.refuseProblems()
            let (house, round) = (ask.house, ask.path("round"))
            return try await ask.creating(body) { principal in
                try house.workflows.publishDecision(
                    round: round, on: day,
                    holidays: try house.services.configuration().bankHolidays, as: principal)
            } keeping: { (publication: Publication) in
                publication.json(ofRound: round)
            }
        },
        Endpoint(
            .post, .callIns, "Suspends a published decision before it takes effect",
            for: [.decisionMaker, .officer],
            body: .json(
                .object([.needed("reason", .text), .optional("by", .text)]),
                greatestBytes: recordBytes),
            .json(done, "It is suspended", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text(
                "reason", required: true, maximum: DecisionRecord.greatestLength)
            let by = fields.text("by", maximum: 200)
            try fields.refuseProblems()
            return try await ask.changingDecision(body) { workflows, round, principal in
                try workflows.callIn(round: round, by: by, reason: reason ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .callInOutcomes, "Says what came of a call-in",
            for: [.decisionMaker, .officer],
            body: .json(
                .object([
                    .needed("outcome", .oneOf(CallInVerdict.allCases.map(\.rawValue))),
                    .needed("reason", .text), .optional("effective", .day),
                ]), greatestBytes: recordBytes),
            .json(done, "It is said", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let verdict = fields.verdict("outcome")
            let reason = fields.text(
                "reason", required: true, maximum: DecisionRecord.greatestLength)
            let day = fields.day("effective")
            try fields.refuseProblems()
            return try await ask.changingDecision(body) { workflows, round, principal in
                try workflows.endCallIn(
                    round: round, verdict ?? .returned, effectiveOn: day, reason: reason ?? "",
                    as: principal)
            }
        },
        Endpoint(
            .post, .decisionsAnew,
            "Decides anew on the same awards, where a decision was sent back",
            for: [.decisionMaker],
            body: .json(.object([.needed("reason", .text)]), greatestBytes: recordBytes),
            .json(done, "It is decided", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text(
                "reason", required: true, maximum: DecisionRecord.greatestLength)
            try fields.refuseProblems()
            return try await ask.changingDecision(body) { workflows, round, principal in
                _ = try workflows.decideAnew(round: round, reason: reason ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .decisionCorrections, "Adds to a published decision what was wrong in it",
            for: [.decisionMaker, .officer],
            body: .json(.object([.needed("text", .text)]), greatestBytes: recordBytes),
            .json(done, "It is added", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let text = fields.text("text", required: true, maximum: DecisionRecord.greatestLength)
            try fields.refuseProblems()
            return try await ask.changingDecision(body) { workflows, round, principal in
                try workflows.correctDecision(round: round, text: text ?? "", as: principal)
            }
        },
    ]

    private static let done = Schema.object([.needed("round", .text)])
}

extension Ask {
    /// Does something to the decision on the round that the path names.
    fileprivate func changingDecision(
        _ body: [UInt8],
        _ work: @escaping @Sendable (Workflows, _ round: String, Principal) throws -> Void
    ) async throws -> Response {
        let (workflows, round) = (house.workflows, path("round"))
        return try await creating(body) { principal in
            try work(workflows, round, principal)
            return round
        } keeping: { (round: String) in
            .object([("round", .string(round))])
        }
    }
}

extension JSONFields {
    fileprivate mutating func verdict(_ key: String) -> CallInVerdict? {
        choice(key, of: CallInVerdict.self)
    }
}
