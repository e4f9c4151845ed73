import Assessment
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// A panel's meeting and its minutes.
extension Endpoint {
    private static let people = Schema.list(.text)
    private static let done = Schema.object([.needed("round", .text)])

    static let meetingEndpoints = [
        Endpoint(
            .get, .minutes, "Shows the minutes of a panel's meeting: those signed, or a draft",
            for: [.officer, .decisionMaker, .auditor, .panelMember],
            .json(
                .object([
                    .needed("round", .text), .needed("panel", .text),
                    .needed("number", .count), .needed("isSigned", .boolean),
                    .needed("sha256", .nullable(.text)), .needed("isWhole", .boolean),
                    .needed("text", .text),
                ]), "The minutes, and the SHA-256 of their bytes once they are signed"),
            [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            let panel = ask.query["panel"]
            let number = try ask.query["number"].map { text in
                guard let number = Int64(text) else { throw MeetingProblem.none }
                return number
            }
            return ask.found(
                try await ask.read {
                    try reports.minutes(
                        of: round, panel: panel, number: number, as: try asker.principal
                    ).json
                })
        },
        Endpoint(
            .post, .meetings, "Opens a panel's meeting", for: [.officer],
            body: .json(
                .object([
                    .optional("panel", .nullable(.text)),
                    .optional("despiteMissing", .nullable(.text)),
                ])),
            .json(
                .object([
                    .needed("panel", .text), .needed("number", .count),
                    .needed(
                        "frozenSheets",
                        .list(
                            .object([
                                .needed("application", .reference), .needed("member", .text),
                            ]))),
                ]),
                "It is open, with the complete score sheets that it froze before they were locked",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let panel = fields.text("panel", maximum: 60)
            let reason = fields.text(
                "despiteMissing", maximum: AssessmentModule.greatestCommentLength)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.openMeeting(
                    round: round, panel: panel, despiteMissing: reason, as: principal)
            } keeping: { (opened: OpenedMeeting) in
                .object([
                    ("panel", .string(opened.meeting.panel)),
                    ("number", .int(opened.meeting.number)),
                    (
                        "frozenSheets",
                        .array(
                            opened.frozen.map {
                                .object([
                                    ("application", .string("\($0.reference)")),
                                    ("member", .string($0.member)),
                                ])
                            })
                    ),
                ])
            }
        },
        Endpoint(
            .post, .meetingAttendance, "Records who is at the open meeting, and who is not",
            for: [.officer],
            body: .json(
                .object([
                    .optional("panel", .nullable(.text)), .optional("present", people),
                    .optional("apologies", people),
                ])), .json(done, "It is recorded", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let panel = fields.text("panel", maximum: 60)
            let (present, apologies) = (
                fields.textList("present"), fields.textList("apologies")
            )
            try fields.refuseProblems()
            return try await ask.changingMeeting(body) { workflows, round, principal in
                try workflows.recordAttendance(
                    round: round, panel: panel, present: present, apologies: apologies,
                    as: principal)
            }
        },
        Endpoint(
            .post, .noOtherInterests,
            "Says that a member has no interest in any application not spoken of yet",
            for: [.panelMember, .officer],
            body: .json(.object([.optional("member", .nullable(.text))])),
            .json(.object([.needed("count", .count)]), "It is noted", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let member = fields.text("member", maximum: 254)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.declareNoOther(of: member, round: round, as: principal)
            } keeping: { (count: Int) in
                .object([("count", .int(count))])
            }
        },
        Endpoint(
            .post, .recommendations,
            "Records what the open meeting recommends about an application",
            for: [.officer],
            body: .json(
                .object([
                    .needed("reference", .text),
                    .needed("kind", .oneOf(RecommendationKind.allCases.map(\.rawValue))),
                    .optional("amountPence", .nullable(.count)),
                    .optional("conditions", .nullable(.text)),
                    .optional(
                        "votes",
                        .object([
                            .optional("for", .count), .optional("against", .count),
                            .optional("abstain", .count), .optional("castingVote", .boolean),
                        ])), .optional("dissent", .anything), .optional("left", people),
                ])), .json(done, "It is recorded", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reference = fields.text("reference", required: true, maximum: 40) ?? ""
            let entry = fields.recommendation()
            try fields.refuseProblems()
            return try await ask.changingMeeting(body) { workflows, round, principal in
                try workflows.recommend(reference, entry, of: round, as: principal)
            }
        },
        Endpoint(
            .post, .moderations, "Changes a member's score as the open meeting agreed",
            for: [.officer],
            body: .json(
                .object([
                    .needed("reference", .text), .needed("member", .text),
                    .needed("criterion", .text), .needed("value", .score),
                    .needed("reason", .text),
                ])), .json(done, "It is changed", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            func text(_ key: String, _ maximum: Int = 254) -> String {
                fields.text(key, required: true, maximum: maximum) ?? ""
            }
            let (reference, member, criterion) = (
                text("reference", 40), text("member"), text("criterion")
            )
            let reason = text("reason", AssessmentModule.greatestCommentLength)
            let isLeftOut = fields.value("value")?.string == "n/a"
            let value = isLeftOut ? nil : fields.wholeNumber("value", required: true)
            try fields.refuseProblems()
            return try await ask.changingMeeting(body) { workflows, round, principal in
                try workflows.moderate(
                    reference, member: member, [(criterion, value)], reason: reason, of: round,
                    as: principal)
            }
        },
        Endpoint(
            .post, .meetingSignatures, "Signs the open meeting: its minutes stay as they are",
            for: [.officer],
            body: .json(
                .object([.needed("chair", .text), .optional("panel", .nullable(.text))])),
            .json(.object([.needed("sha256", .text)]), "It is signed", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let chair = fields.text("chair", required: true, maximum: 254) ?? ""
            let panel = fields.text("panel", maximum: 60)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.signMeeting(
                    round: round, panel: panel, chair: chair, as: principal)
            } keeping: { (signature: Meeting.Signature) in
                .object([("sha256", .string(signature.hash))])
            }
        },
    ]
}

extension Ask {
    /// Records something of the meeting of the round that the path names.
    fileprivate func changingMeeting(
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
    fileprivate mutating func recommendation() -> MeetingEntry {
        let written = text("kind", required: true, maximum: 20)
        let kind = written.flatMap(RecommendationKind.init(rawValue:))
        if let written, kind == nil {
            report(
                "kind", "not-an-option",
                [
                    "value": written,
                    "options": RecommendationKind.allCases.map(\.rawValue)
                        .joined(separator: ", "),
                ])
        }
        let amount = wholeNumber("amountPence").map { Money(pence: $0) }
        let conditions = text("conditions", maximum: AssessmentModule.greatestCommentLength)
        var counts: Votes?
        if value("votes") != nil {
            var votes = object("votes")
            counts = Votes(
                votesFor: votes.wholeNumber("for") ?? 0,
                against: votes.wholeNumber("against") ?? 0,
                abstentions: votes.wholeNumber("abstain") ?? 0,
                isCast: votes.truth("castingVote") ?? false)
            absorb(votes)
        }
        var dissents: [(email: String, text: String)] = []
        switch value("dissent") {
        case nil: break
        case .object(let members)?:
            dissents = members.map { ($0.key, $0.value.string ?? "") }
        case _?: report("dissent", "not-object")
        }
        return MeetingEntry(
            kind: kind ?? .decline, amount: amount, conditions: conditions ?? "",
            votes: counts, dissents: dissents, left: textList("left"))
    }
}
