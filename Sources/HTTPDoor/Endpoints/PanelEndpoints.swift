import Assessment
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Who is on a panel, who scores what, and who has an interest in what.
extension Endpoint {
    private static let see: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let kinds = Schema.oneOf(MemberKind.allCases.map(\.rawValue))
    private static let scorer = Schema.object([.needed("member", .text), .needed("reason", .text)])
    private static let scored = Schema.object([
        .needed("reference", .reference), .needed("member", .text),
    ])

    static let panelEndpoints = [
        Endpoint(
            .get, .panel, "Lists the people of a round's panel", for: readers,
            .json(
                .list(
                    .object([
                        .needed("email", .text), .needed("panel", .text),
                        .needed("kind", kinds), .needed("supportingAdult", .nullable(.text)),
                        .needed("stoodDownAt", .nullable(.instant)),
                    ])), "Who they are"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.panel) {
                try reports.panel(of: round, as: try asker.principal, $0)
            }
        },
        Endpoint(
            .post, .panel, "Adds a person to the panel", for: [.officer],
            body: .json(
                .object([
                    .needed("email", .text), .optional("panel", .nullable(.text)),
                    .optional("kind", kinds), .optional("supportingAdult", .nullable(.text)),
                    .optional("postcode", .nullable(.text)),
                    .optional("employers", .nullable(.text)),
                ])),
            .json(.object([.needed("email", .text)]), "Who is on it now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let email = fields.text("email", required: true, maximum: 254) ?? ""
            let entry = fields.memberEntry()
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.addPanelMember(email, entry, to: round, as: principal)
            } keeping: { (_: Void) in
                .object([("email", .string(email))])
            }
        },
        Endpoint(
            .post, .panelRemovals, "Takes somebody off the panel who has done nothing on it yet",
            for: [.officer], body: .json(.object([.needed("email", .text)])),
            .json(.object([.needed("email", .text)]), "Who is off it now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let email = fields.text("email", required: true, maximum: 254) ?? ""
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.removePanelMember(email, from: round, as: principal)
            } keeping: { (_: Void) in
                .object([("email", .string(email))])
            }
        },
        Endpoint(
            .post, .panelDepartures, "Lets a member stand down who has begun on the panel",
            for: [.officer],
            body: .json(
                .object([
                    .needed("email", .text), .needed("keepsScores", .boolean),
                    .needed("reason", .text),
                ])),
            .json(
                .object([
                    .needed("email", .text), .needed("kept", .count), .needed("fewer", .count),
                ]), "How many applications keep their scores, and how many have a scorer fewer",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let email = fields.text("email", required: true, maximum: 254) ?? ""
            let keeps = fields.truth("keepsScores", required: true) ?? false
            let reason = fields.reason()
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.standDown(
                    email, of: round, keepsScores: keeps, reason: reason, as: principal)
            } keeping: { (result: StandDown) in
                .object([
                    ("email", .string(email)), ("kept", .int(result.keptCount)),
                    ("fewer", .int(result.fewerCount)),
                ])
            }
        },
        Endpoint(
            .post, .briefings, "Says that one has read how to score in a round",
            for: [.panelMember],
            .json(.object([.needed("round", .text)]), "It is kept", status: .created),
            [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating([]) { principal in
                try workflows.acknowledgeBriefing(of: round, as: principal)
            } keeping: { (_: Void) in
                .object([("round", .string(round))])
            }
        },
        Endpoint(
            .get, .assignments, "Lists every change of who scores what, as it happened",
            for: see,
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("panel_member", .text),
                        .needed("change", .oneOf(["added", "removed"])),
                        .needed("seed", .nullable(.integer(nil))),
                        .needed("reason", .nullable(.text)), .needed("changedBy", .text),
                        .needed("changedAt", .instant),
                    ])), "The changes"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.assignments) {
                try reports.assignments(of: round, as: try asker.principal, $0)
            }
        },
        Endpoint(
            .post, .assignments, "Gives each eligible application its scorers, by a draw",
            for: [.officer],
            body: .json(
                .object([
                    .needed("perApplication", .integer(1...40)), .needed("seed", .integer(nil)),
                    .optional("mix", .map(.integer(1...40))), .optional("anew", .boolean),
                ])),
            .json(
                .object([
                    .needed("added", .count), .needed("removed", .count),
                    .needed("applications", .count), .needed("least", .count),
                    .needed("most", .count),
                ]), "What changed, and how many the members have now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let count = fields.wholeNumber("perApplication", required: true) ?? 1
            let seed = fields.wholeNumber("seed", required: true) ?? 0
            let mix = fields.mix()
            let anew = fields.truth("anew") ?? false
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.assign(
                    round: round, count: Int(clamping: count), seed: seed, mix: mix, anew: anew,
                    as: principal)
            } keeping: { (result: AssignmentResult) in
                .object([
                    ("added", .int(result.addedCount)), ("removed", .int(result.removedCount)),
                    ("applications", .int(result.applicationCount)),
                    ("least", .int(result.loads.values.min() ?? 0)),
                    ("most", .int(result.loads.values.max() ?? 0)),
                ])
            }
        },
        Endpoint(
            .post, .scorers, "Gives one application to one more member", for: [.officer],
            body: .json(scorer), .json(scored, "Who scores it too", status: .created),
            [.ruled, .creating]
        ) { ask in try await ask.reassigning(adds: true) },
        Endpoint(
            .post, .scorerRemovals, "Takes one application from a member who has not scored it",
            for: [.officer], body: .json(scorer),
            .json(scored, "Who scores it no more", status: .created), [.ruled, .creating]
        ) { ask in try await ask.reassigning(adds: false) },
        Endpoint(
            .post, .applicationInterests,
            "Says whether one has an interest in an application; an officer, whether a member has",
            for: [.panelMember, .officer, .decisionMaker, .finance],
            body: .json(
                .object([
                    .needed("hasInterest", .boolean), .optional("detail", .nullable(.text)),
                    .optional("member", .nullable(.text)),
                ])),
            .json(
                .object([
                    .needed("reference", .reference), .needed("hasInterest", .boolean),
                ]), "It is in the register", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let has = fields.truth("hasInterest", required: true) ?? true
            let detail =
                fields.text("detail", maximum: AssessmentModule.greatestCommentLength) ?? ""
            let member = fields.text("member", maximum: 254)
            try fields.refuseProblems()
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            return try await ask.creating(body) { principal in
                if let member {
                    try workflows.setInterest(
                        of: member, in: reference, has: has, detail: detail, as: principal)
                } else {
                    try workflows.declareInterest(
                        in: reference, has: has, detail: detail, as: principal)
                }
            } keeping: { (_: Void) in
                .object([("reference", .string(reference)), ("hasInterest", .bool(has))])
            }
        },
        Endpoint(
            .get, .interestHints, "Lists what hints at interests that nobody has spoken of",
            for: [.officer],
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("organisation", .text),
                        .needed("panel_member", .text), .needed("hints", .text),
                    ])), "The hints"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.interestHints) { row in
                for found in try reports.interestHints(of: round, as: try asker.principal).rows {
                    try row(found.row)
                }
            }
        },
    ]
}

extension Ask {
    fileprivate func reassigning(adds: Bool) async throws -> Response {
        let body = try await bytes()
        var fields = JSONFields(try Ask.json(body))
        let member = fields.text("member", required: true, maximum: 254) ?? ""
        let reason = fields.reason()
        try fields.refuseProblems()
        let (workflows, reference) = (house.workflows, path("reference"))
        return try await creating(body) { principal in
            try workflows.reassign(
                reference, to: member, adds: adds, reason: reason, as: principal)
        } keeping: { (_: Void) in
            .object([("reference", .string(reference)), ("member", .string(member))])
        }
    }
}

extension JSONFields {
    fileprivate mutating func reason() -> String {
        text("reason", required: true, maximum: AssessmentModule.greatestCommentLength) ?? ""
    }

    /// How many of a kind, at least; nil where it is left to the round.
    fileprivate mutating func mix() -> [MemberKind: Int]? {
        guard let value = value("mix") else { return nil }
        guard case .object(let members) = value else {
            report("mix", "not-object")
            return nil
        }
        var mix: [MemberKind: Int] = [:]
        for (key, value) in members {
            if let kind = MemberKind(rawValue: key), let count = value.int, (1...40).contains(count)
            {
                mix[kind] = Int(count)
            } else if MemberKind(rawValue: key) == nil {
                report("mix", "not-an-option", ["value": key, "options": Self.kindNames])
            } else {
                report("mix.\(key)", "out-of-range", ["minimum": "1", "maximum": "40"])
            }
        }
        return mix
    }

    fileprivate mutating func memberEntry() -> MemberEntry {
        let panel = text("panel", maximum: 60) ?? PanelRules.mainKey
        let written = text("kind", maximum: 40)
        let kind = written.flatMap(MemberKind.init(rawValue:))
        if let written, kind == nil {
            report("kind", "not-an-option", ["value": written, "options": Self.kindNames])
        }
        return MemberEntry(
            panel: panel, kind: kind ?? .member,
            supportingAdult: text("supportingAdult", maximum: 200) ?? "",
            postcode: text("postcode", maximum: 200) ?? "",
            employers: text("employers", maximum: 200) ?? "")
    }

    private static var kindNames: String {
        MemberKind.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
