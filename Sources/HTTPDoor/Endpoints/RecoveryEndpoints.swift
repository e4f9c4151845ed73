import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

/// Money that comes back, exceptions that were granted, and where the money stands.
extension Endpoint {
    static let recoveryEndpoints = [
        Endpoint(
            .get, .statement, "Says where a round's money stood at the end of a day",
            for: moneyReaders,
            query: [
                Parameter(
                    name: "on", summary: "The day; without it, today.",
                    schema: .example(.day, "2026-12-31"))
            ],
            .json(.named("Statement"), "Where each pound was"), [.ruled, .tagged]
        ) { ask in
            let (services, round, asker) = (ask.house.services, ask.path("round"), ask.asker)
            let written = ask.query["on"]
            let day = written.flatMap { LocalDate($0) }
            guard (written == nil) == (day == nil) else {
                throw InvalidInput("statement", [FieldProblem("on", "not-date")])
            }
            let row = try await ask.read {
                try services.reports.statement(
                    of: round, on: try day ?? services.today(), as: try asker.principal
                ).row(of: round)
            }
            return ask.found(Listing.statement.json(row))
        },
        Endpoint(
            .get, .recoveries, "Lists what groups were asked to pay back, and what they have",
            for: moneyReaders, .json(.list(.named("Recovery")), "By number"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.recoveries) { row in
                for each in try reports.recoveries(of: round, as: try asker.principal) {
                    try row(each)
                }
            }
        },
        Endpoint(
            .post, .recoveries,
            "Asks a group to pay back what it did not spend, or not as agreed",
            for: [.finance, .officer],
            body: .json(
                .object([
                    .needed("reference", .reference), .needed("amountPence", .pence),
                    .needed("kind", .oneOf(RecoveryKind.allCases.map(\.rawValue))),
                    .needed("reason", .text),
                ])),
            .json(.named("Recovery"), "The demand", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reference = fields.text("reference", required: true, maximum: 40)
            let amount = fields.pence("amountPence")
            let kind = fields.choice("kind", of: RecoveryKind.self)
            let reason = fields.text("reason", required: true, maximum: 1000)
            try fields.refuseProblems()
            return try await ask.recovering(body) { workflows, round, principal in
                try workflows.demandMoney(
                    amount ?? .zero, kind ?? .unspent, from: reference ?? "", round: round,
                    reason: reason ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .receipts, "Records that a group has paid money back", for: [.finance],
            body: .json(
                .object([
                    .needed("recovery", .count), .needed("amountPence", .pence),
                    .optional("on", .day), .needed("evidence", .text),
                ])),
            .json(.named("Recovery"), "The demand", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.wholeNumber("recovery", required: true)
            let amount = fields.pence("amountPence")
            let day = fields.day("on")
            let evidence = fields.text("evidence", required: true, maximum: 1000)
            try fields.refuseProblems()
            let services = ask.house.services
            return try await ask.recovering(body) { workflows, round, principal in
                try workflows.receiveMoney(
                    amount ?? .zero, forRecovery: number ?? 0, round: round,
                    on: try day ?? services.today(), evidence: evidence ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .reallotments,
            "Gives what a group has paid back to the round, to be awarded again",
            for: [.decisionMaker], body: .json(.object([.needed("recovery", .count)])),
            .json(
                .object([.needed("amountPence", .pence)]), "How much that is", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.wholeNumber("recovery", required: true)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.reallot(recovery: number ?? 0, round: round, as: principal)
            } keeping: { (amount: Money) in
                .object([("amountPence", .int(amount.pence))])
            }
        },
        Endpoint(
            .get, .exemptions,
            "Lists every exception from keeping duties apart, and who granted it",
            for: moneyReaders, .json(.list(.named("Exemption")), "The oldest first"),
            [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.exemptions) { row in
                for each in try reports.exemptions(of: round, as: try asker.principal) {
                    try row(each)
                }
            }
        },
        Endpoint(
            .post, .exemptions, "Lets somebody do what a round keeps apart, until a day",
            for: [.decisionMaker],
            body: .json(
                .object([
                    .needed("person", .text), .needed("duty", duty), .needed("although", duty),
                    .needed("until", .day), .needed("reason", .text),
                ])),
            .json(.object([.needed("person", .text)]), "Who", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let person = fields.text("person", required: true, maximum: 254)
            let duty = fields.choice("duty", of: Duty.self)
            let other = fields.choice("although", of: Duty.self)
            let until = fields.day("until", required: true)
            let reason = fields.text("reason", required: true, maximum: 1000)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.exempt(
                    person ?? "", duty ?? .approved, apartFrom: other ?? .approved, round: round,
                    until: until ?? LocalDate(daysSince1970: 0), reason: reason ?? "",
                    as: principal)
                return person ?? ""
            } keeping: { (person: String) in
                .object([("person", .string(person))])
            }
        },
        Endpoint(
            .post, .exemptionEnd, "Ends an exception before its day", for: [.decisionMaker],
            body: .json(.object([.needed("reason", .text)])),
            .json(.object([.needed("number", .count)]), "Which", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 1000)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            let number = Int64(ask.path("number")) ?? 0
            return try await ask.creating(body) { principal in
                try workflows.endExemption(
                    number, round: round, reason: reason ?? "", as: principal
                ).number
            } keeping: { (number: Int64) in
                .object([("number", .int(number))])
            }
        },
    ]

    private static let duty = Schema.oneOf(Duty.allCases.map(\.rawValue))
}

extension Ask {
    fileprivate func recovering(
        _ body: [UInt8],
        _ work: @escaping @Sendable (Workflows, _ round: String, Principal) throws -> Recovery
    ) async throws -> Response {
        let (house, round) = (house, path("round"))
        return try await creating(body) { principal in
            try house.reports.row(of: try work(house.workflows, round, principal))
        } keeping: { (row: [JSONValue]) in
            Listing.recoveries.json(row)
        }
    }
}
