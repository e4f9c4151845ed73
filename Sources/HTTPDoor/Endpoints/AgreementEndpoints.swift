import Awards
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Publishing
import Workflows

/// Offers, agreements and their changes, for programs.
extension Endpoint {
    private static let staff: Set<Role> = [.officer, .decisionMaker, .finance, .auditor]

    static let agreementEndpoints =
        [
            Endpoint(
                .get, .agreements, "Lists a round's awards, and how each stands with its group",
                for: staff, .json(.list(.named("AgreementRow")), "In the order of their ranks"),
                [.tagged, .ruled]
            ) { ask in
                let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
                return try await ask.list(.agreements) { row in
                    try reports.agreements(of: round, as: try asker.principal).reports
                        .forEach { try row($0.row) }
                }
            },
            Endpoint(
                .post, .agreements,
                "Makes the offers of a round's awards that are ready, or one of them",
                for: [.officer],
                body: .json(
                    .object([
                        .optional("application", .nullable(.reference)),
                        .optional("startsOn", .nullable(.day)),
                        .optional("endsOn", .nullable(.day)),
                    ])),
                .json(
                    .object([
                        .needed("offered", .list(.reference)),
                        .needed(
                            "waiting",
                            .list(
                                .object([
                                    .needed("reference", .reference),
                                    .needed(
                                        "cause",
                                        .oneOf(["unanswered", "untold", "own", "interest"])),
                                ]))),
                    ]), "What was offered, and what waits for what", status: .created),
                [.ruled, .creating]
            ) { ask in try await ask.makeOffers() },
            Endpoint(
                .post, .agreementLapses, "Lapses every offer of a round whose last day is past",
                for: [.officer],
                .json(
                    .object([
                        .needed(
                            "lapsed",
                            .list(
                                .object([
                                    .needed("reference", .reference),
                                    .needed("releasedPence", .pence),
                                ])))
                    ]), "Which", status: .created), [.ruled, .creating]
            ) { ask in
                let (house, round) = (ask.house, ask.path("round"))
                let response = try await ask.creating([]) { principal in
                    try house.workflows.lapseAgreements(round: round, as: principal)
                        .map { ["\($0.reference)", "\($0.released.pence)"] }
                } keeping: { (lapsed: [[String]]) in
                    .object([
                        (
                            "lapsed",
                            .array(
                                lapsed.map {
                                    .object([
                                        ("reference", .string($0[0])),
                                        ("releasedPence", .int(Int64($0[1]) ?? 0)),
                                    ])
                                })
                        )
                    ])
                }
                house.mail.nudge()
                return response
            },
            Endpoint(
                .get, .agreement,
                "Shows an offer or agreement, word for word: for its group once it is offered",
                for: staff.union([.applicant]),
                .json(.named("Agreement"), "The agreement"), [.tagged, .ruled]
            ) { ask in ask.found(try await ask.agreement()) },
        ] + agreementActs

    /// - Parameter work: what it does with the application's reference and what was sent.
    private static func act(
        _ route: Route, _ summary: String, for roles: Set<Role>, _ members: [Schema.Member],
        _ work:
            @escaping @Sendable (inout JSONFields) ->
            @Sendable (
                Workflows, String, Principal
            ) throws -> Void
    ) -> Endpoint {
        Endpoint(
            .post, route, summary, for: roles, body: .json(.object(members)),
            .json(.named("Agreement"), "As it is now", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let work = work(&fields)
            try fields.refuseProblems()
            let (house, reference) = (ask.house, ask.path("reference"))
            let (_, isRepeat) = try await ask.once(body) { principal in
                try work(house.workflows, reference, principal)
            } keeping: { (_: Void) in
                .null
            }
            house.mail.nudge()
            return ask.created(try await ask.agreement(), isRepeat: isRepeat)
        }
    }

    private static let either: Set<Role> = [.officer, .applicant]

    private static let agreementActs = [
        act(
            .subsidyAnswers, "Answers whether an award pays for an economic activity",
            for: [.officer], [.needed("isEconomic", .boolean), .needed("reason", .text)]
        ) { fields in
            let isEconomic = fields.truth("isEconomic", required: true) ?? false
            let reason = fields.words("reason")
            return {
                try $0.answerSubsidy($1, isEconomic: isEconomic, reason: reason, as: $2)
            }
        },
        act(
            .agreementConditions,
            "Asks something of one group alone, or takes it out again by its place",
            for: [.officer],
            [
                .optional("text", .nullable(.text)),
                .optional("remove", .nullable(.integer(1...100))),
            ]
        ) { fields in
            let text = fields.text("text", maximum: 1000)
            let number = fields.wholeNumber("remove")
            if (text == nil) == (number == nil) { fields.report("text", "agreement-one-of-two") }
            return {
                if let number {
                    try $0.removeAgreementCondition($1, number: number, as: $2)
                } else {
                    try $0.addAgreementCondition($1, text ?? "", as: $2)
                }
            }
        },
        act(
            .acceptances,
            "Accepts an offer or a change: the group's own people, or an officer with a paper",
            for: either,
            [
                .needed("name", .text), .needed("role", .text), .needed("authorised", .boolean),
                .needed("sha256", .text), .optional("signedOn", .nullable(.day)),
                .optional("paperPlace", .nullable(.text)),
                .optional("paperReason", .nullable(.text)),
            ]
        ) { fields in
            let (name, role) = (fields.words("name"), fields.words("role"))
            let isAuthorised = fields.truth("authorised", required: true) ?? false
            let sha256 = fields.words("sha256")
            let day = fields.dayGiven("signedOn")
            let (place, reason) = (
                fields.text("paperPlace", maximum: 500), fields.text("paperReason", maximum: 5000)
            )
            if day == nil, place != nil || reason != nil { fields.report("signedOn", "missing") }
            let signing = AgreementSigning(
                name: name, role: role, isAuthorised: isAuthorised, sha256: sha256,
                paper: day.map {
                    .init(signedOn: $0, place: place ?? "", reason: reason ?? "")
                })
            return { try $0.acceptAgreement($1, signing, as: $2) }
        },
        act(
            .confirmations,
            "Confirms that minimal financial assistance stays under the cap",
            for: either, [.needed("name", .text), .optional("paperPlace", .nullable(.text))]
        ) { fields in
            let name = fields.words("name")
            let place = fields.text("paperPlace", maximum: 500)
            return { try $0.confirmAssistance($1, name: name, place: place, as: $2) }
        },
        act(
            .declines, "Declines an offer or a change, as its group", for: [.applicant],
            [.optional("reason", .nullable(.text))]
        ) { fields in
            let reason = fields.text("reason", maximum: 5000)
            return { try $0.declineAgreement($1, reason: reason, as: $2) }
        },
        act(
            .extensions, "Gives a group longer to answer", for: [.officer],
            [.needed("until", .day), .needed("reason", .text)]
        ) { fields in
            let day = fields.dayGiven("until", required: true)
            let reason = fields.words("reason")
            return {
                try $0.extendAgreement(
                    $1, to: day ?? LocalDate(daysSince1970: 0), reason: reason, as: $2)
            }
        },
        act(
            .withdrawals, "Takes back an offer that nobody has agreed to, or a change that waits",
            for: either, [.needed("reason", .text)]
        ) { fields in
            let reason = fields.words("reason")
            return { try $0.withdrawAgreement($1, reason: reason, as: $2) }
        },
        act(
            .variations, "Asks for a change of an agreement; a second person decides on it",
            for: either,
            [
                .optional("amountPence", .nullable(.integer(1...Money.greatest.pence))),
                .optional("startsOn", .nullable(.day)), .optional("endsOn", .nullable(.day)),
                .optional("purpose", .nullable(.text)), .needed("reason", .text),
            ]
        ) { fields in
            let pence = fields.wholeNumber("amountPence")
            if let pence, !(1...Money.greatest.pence).contains(pence) {
                fields.report(
                    "amountPence", "out-of-range",
                    ["minimum": "1", "maximum": "\(Money.greatest.pence)"])
            }
            let change = AgreementChange(
                amount: pence.map { Money(pence: $0) }, startsOn: fields.dayGiven("startsOn"),
                endsOn: fields.dayGiven("endsOn"), purpose: fields.text("purpose", maximum: 2000),
                reason: fields.words("reason"))
            return { try $0.askVariation($1, change, as: $2) }
        },
        act(
            .agreementEnds, "Asks that an agreement ends; a second person decides on it",
            for: [.officer], [.needed("reason", .text)]
        ) { fields in
            let reason = fields.words("reason")
            return { try $0.askEnd($1, reason: reason, as: $2) }
        },
        act(
            .variationDecisions, "Approves or refuses what somebody else asked for",
            for: [.decisionMaker],
            [.needed("isApproved", .boolean), .optional("reason", .nullable(.text))]
        ) { fields in
            let isApproved = fields.truth("isApproved", required: true) ?? false
            let reason = fields.text("reason", maximum: 5000)
            return {
                try $0.decideVariation($1, isApproved: isApproved, reason: reason, as: $2)
            }
        },
    ]
}

extension Ask {
    fileprivate func agreement() async throws -> JSONValue {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        return try await read { try reports.agreement(reference, as: try asker.principal).json }
    }

    fileprivate func makeOffers() async throws -> Response {
        let body = try await bytes()
        var fields = JSONFields(try Ask.json(body))
        let reference = fields.text("application", maximum: 40)
        let (start, end) = (fields.dayGiven("startsOn"), fields.dayGiven("endsOn"))
        if reference == nil, start != nil || end != nil {
            fields.report("application", "missing")
        }
        try fields.refuseProblems()
        let (house, round) = (house, path("round"))
        let response = try await creating(body) { principal in
            try house.workflows.offerAgreements(
                round: round,
                one: reference.map {
                    OfferDates(reference: $0, startsOn: start, endsOn: end)
                }, as: principal)
        } keeping: { (made: OffersMade) in
            .object([
                ("offered", .array(made.references.map { .string("\($0)") })),
                (
                    "waiting",
                    .array(
                        made.waiting.map {
                            .object([
                                ("reference", .string("\($0.reference)")),
                                ("cause", .string($0.cause)),
                            ])
                        })
                ),
            ])
        }
        house.mail.nudge()
        return response
    }
}

extension JSONFields {
    fileprivate mutating func words(_ key: String) -> String {
        text(key, required: true, maximum: AwardsModule.greatestAgreementText) ?? ""
    }

    fileprivate mutating func dayGiven(_ key: String, required: Bool = false) -> LocalDate? {
        guard let text = text(key, required: required, maximum: 10) else { return nil }
        let day = LocalDate(text)
        if day == nil { report(key, "not-date") }
        return day
    }
}
