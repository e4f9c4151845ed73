import Awards
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    private static let made = Schema.object([.needed("id", .count)])

    static let appealEndpoints = [
        Endpoint(
            .post, .applicationAppeals,
            "Takes an appeal or a complaint: one's own, or one that an officer takes down",
            for: [.officer, .applicant],
            body: .json(
                .object([
                    .needed("kind", .oneOf(AppealKind.allCases.map(\.rawValue))),
                    .needed("grounds", .text),
                    .optional(
                        "cameBy", .nullable(.oneOf(AppealChannel.takenDown.map(\.rawValue)))),
                    .optional("fromGroup", .nullable(.boolean)),
                    .optional("lateReason", .nullable(.text)),
                ])), .json(made, "Its number", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let arrival = try ask.arrival(body)
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            let response = try await ask.creating(
                body,
                at: { kept in
                    Route.appeal.link("\(kept["id"]?.int ?? 0)")
                }
            ) { principal in
                try workflows.receiveAppeal(reference, arrival, as: principal)
            } keeping: { (id: AppealID) in
                .object([("id", .int(id.rawValue))])
            }
            ask.house.mail.nudge()
            return response
        },
        Endpoint(
            .get, .appeals, "Lists a round's appeals and complaints",
            for: [.officer, .decisionMaker, .auditor],
            .json(.list(.named("Appeal")), "In the order they came"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.appeals) { row in
                try reports.appeals(of: round, as: try asker.principal).rows.forEach(row)
            }
        },
        Endpoint(
            .get, .appeal, "Shows one appeal or complaint, with what became of it",
            for: [.officer, .decisionMaker, .auditor],
            .json(.named("Appeal"), "The appeal or complaint"), [.tagged]
        ) { ask in ask.found(try await ask.appeal()) },
        Endpoint(
            .post, .appealReview, "Says whether it is upheld, and why, as one who took no part",
            for: [.officer, .decisionMaker],
            body: .json(
                .object([
                    .needed("outcome", .oneOf(AppealOutcome.allCases.map(\.rawValue))),
                    .needed("reason", .text),
                ])), .json(.named("Appeal"), "As it is now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let outcome = fields.choice("outcome", of: AppealOutcome.self)
            let reason = fields.text("reason", required: true, maximum: 5000) ?? ""
            try fields.refuseProblems()
            let (workflows, id) = (ask.house.workflows, try ask.appealID())
            return try await ask.appealAfter(body) { principal in
                try workflows.reviewAppeal(
                    id, outcome ?? .notUpheld, reason: reason, as: principal)
            }
        },
        Endpoint(
            .post, .appealDecision,
            "Says what follows from one that is upheld: an award, one taken back, or nothing",
            for: [.decisionMaker],
            body: .json(
                .object([
                    .needed("effect", .oneOf(AppealEffect.allCases.map(\.rawValue))),
                    .optional("amountPence", .nullable(.integer(1...Money.greatest.pence))),
                    .needed("reason", .text),
                ])), .json(.named("Appeal"), "As it is now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let effect = fields.choice("effect", of: AppealEffect.self)
            let pence = fields.wholeNumber("amountPence", required: effect == .award)
            if let pence, !(1...Money.greatest.pence).contains(pence) {
                fields.report(
                    "amountPence", "out-of-range",
                    ["minimum": "1", "maximum": "\(Money.greatest.pence)"])
            }
            if pence != nil, effect == .withdrawal || effect == .nothing {
                fields.report("amountPence", "appeal-amount-unwanted")
            }
            let reason = fields.text("reason", required: true, maximum: 5000) ?? ""
            try fields.refuseProblems()
            let consequence: AppealConsequence =
                switch effect {
                case .award: .award(Money(pence: pence ?? 0))
                case .withdrawal: .withdrawal
                case .nothing, nil: .nothing
                }
            let (workflows, id) = (ask.house.workflows, try ask.appealID())
            return try await ask.appealAfter(body) { principal in
                try workflows.decideAppeal(id, consequence, reason: reason, as: principal)
            }
        },
    ]
}

extension Ask {
    fileprivate func appealID() throws -> AppealID {
        guard let id = Int64(path("id")) else { throw AppealProblem.unknown(id: path("id")) }
        return AppealID(id)
    }

    fileprivate func appeal() async throws -> JSONValue {
        let (reports, id, asker) = (house.reports, try appealID(), asker)
        return try await read {
            Listing.appeals.json(try reports.appeal(id, as: try asker.principal).row)
        }
    }

    fileprivate func appealAfter(
        _ body: [UInt8], _ work: @escaping @Sendable (Principal) throws -> Void
    ) async throws -> Response {
        let (_, isRepeat) = try await once(body, work) { (_: Void) in .null }
        return created(try await appeal(), isRepeat: isRepeat)
    }

    fileprivate func arrival(_ body: [UInt8]) throws -> AppealArrival {
        var fields = JSONFields(try Ask.json(body))
        let kind = fields.choice("kind", of: AppealKind.self)
        let grounds =
            fields.text("grounds", required: true, maximum: AwardsModule.greatestAppealLength) ?? ""
        let cameBy = fields.choice("cameBy", of: AppealChannel.self, required: false)
        let isFromGroup = fields.truth("fromGroup") ?? true
        let lateReason = fields.text(
            "lateReason", maximum: AwardsModule.greatestAppealLength)
        try fields.refuseProblems()
        return AppealArrival(
            kind: kind ?? .complaint, grounds: grounds, cameBy: cameBy ?? .online,
            isFromGroup: isFromGroup, lateReason: lateReason)
    }
}
