import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Identity
import Publishing
import Workflows

extension Endpoint {
    static let auditEndpoints = [
        Endpoint(
            .get, .auditHead, "The end of the audit trail",
            for: [.officer, .decisionMaker, .finance, .auditor, .administrator],
            .json(.named("AuditHead"), "How many rows there are and the hash of the last"),
            [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return ask.found(
                try await ask.read { try reports.auditHead(as: try asker.principal).json })
        },
        Endpoint(
            .get, .auditVerification, "Recomputes the whole audit trail",
            for: [.officer, .decisionMaker, .finance, .auditor, .administrator],
            query: [
                Parameter(
                    name: "expect", summary: "A head noted earlier, COUNT:HASH.", schema: .text)
            ], .json(.named("AuditHead"), "The trail is whole, and ends here"), [.ruled]
        ) { ask in
            let text = ask.query["expect"].flatMap { $0.isEmpty ? nil : $0 }
            let expected = text.flatMap { AuditHead($0) }
            guard text == nil || expected != nil else {
                throw ask.wrong("expect", "not-audit-head")
            }
            let (reports, asker) = (ask.house.reports, ask.asker)
            return Response.json(
                try await ask.readSlowly {
                    try reports.verifyAudit(expecting: expected, as: try asker.principal).json
                })
        },
    ]

    static let peopleEndpoints = [
        Endpoint(
            .get, .people, "Lists everybody and their roles", for: [.administrator],
            .json(
                .list(
                    .object([
                        .needed("email", .text), .needed("name", .text), .needed("roles", .text),
                    ])), "Everybody"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.people) { try reports.people(as: try asker.principal, $0) }
        },
        Endpoint(
            .get, .tokens, "Lists the tokens that were given, never the tokens themselves",
            for: [.administrator],
            query: [Parameter(name: "email", summary: "Only this person's.", schema: .text)],
            .json(.list(.named("Token")), "The tokens, the newest first"), [.tagged]
        ) { ask in
            let email = ask.query["email"].flatMap { $0.isEmpty ? nil : $0 }
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.tokens) {
                try reports.tokens(of: email, as: try asker.principal, $0)
            }
        },
        Endpoint(
            .post, .tokens, "Makes a token, and shows it this once", for: [.administrator],
            body: .json(
                .object([
                    .needed("email", .text), .needed("label", .text),
                    .optional(
                        "days", .nullable(.integer(1...IdentityModule.greatestTokenDays))),
                ])), .json(.named("GivenToken"), "The token", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let email = fields.text("email", required: true, maximum: 254) ?? ""
            let label =
                fields.text(
                    "label", required: true, maximum: IdentityModule.greatestTokenLabelLength) ?? ""
            let days = fields.wholeNumber("days") ?? 90
            let greatest = IdentityModule.greatestTokenDays
            if !(1...greatest).contains(days) {
                fields.report("days", "out-of-range", ["minimum": "1", "maximum": "\(greatest)"])
            }
            try fields.refuseProblems()
            return try await ask.givingToken(body, to: email, label: label, days: days)
        },
        Endpoint(
            .delete, .token, "Ends a token, at once and for good", for: [.administrator],
            .json(.named("Token"), "The token that has ended"), [.ruled]
        ) { ask in
            guard let id = Int64(ask.path("id")) else {
                throw TokenProblem.unknown(id: ask.path("id"))
            }
            let (workflows, asker) = (ask.house.workflows, ask.asker)
            let ended = try await ask.write {
                try workflows.revokeToken(TokenID(id), as: try asker.principal)
            }
            return Response.json(Listing.tokens.json(Reports.row(ended)))
        },
    ]
}

extension Ask {
    /// The secret is shown to whoever asked, and kept nowhere: a repeat is told so.
    fileprivate func givingToken(
        _ body: [UInt8], to email: String, label: String, days: Int64
    ) async throws -> Response {
        let workflows = house.workflows
        let secret = ValueBox<GivenToken>()
        _ = try await once(body) { principal in
            let given = try workflows.giveToken(
                to: email, label: label, days: days, as: principal)
            secret.value = given
            return given
        } keeping: { (_: GivenToken) in
            nil
        }
        guard let given = secret.value else { throw StoreProblem.answerNotKept }
        var members: [(key: String, value: JSONValue)] = [("token", .string(given.secret))]
        if case .object(let rest) = Listing.tokens.json(Reports.row(given.entry)) {
            members += rest
        }
        return created(.object(members), isRepeat: false)
    }
}
