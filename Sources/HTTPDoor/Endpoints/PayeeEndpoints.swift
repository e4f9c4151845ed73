import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

extension Endpoint {
    private static let payeeReaders: Set<Role> = [.officer, .finance, .decisionMaker, .auditor]
    private static let states = Schema.oneOf(["missing", "unverified", "cooling", "usable"])
    private static let verdicts = Schema.nullable(
        .oneOf(AccountVerdict.allCases.map(\.rawValue) + ["unchecked"]))
    private static let results = Schema.oneOf(ConfirmationResult.allCases.map(\.rawValue))

    /// One group's details, never whole.
    private static let payeeSchema = Schema.object([
        .needed("reference", .reference), .optional("organisation", .text),
        .needed("state", states),
        .optional("lacks", .list(.oneOf(PayeeGap.allCases.map(\.rawValue)))),
        .needed("version", .nullable(.count)), .needed("account", .nullable(.text)),
        .optional("verdict", verdicts), .optional("tablesSHA256", .nullable(.text)),
        .optional("cameBy", .nullable(.oneOf(["online", "paper"]))),
        .optional("paperReason", .nullable(.text)), .optional("enteredBy", .nullable(.text)),
        .needed("enteredAt", .nullable(.instant)), .optional("usableFrom", .nullable(.instant)),
        .optional(
            "confirmation",
            .nullable(
                .object([
                    .needed("result", results), .needed("on", .day),
                    .needed("reason", .nullable(.text)), .needed("by", .nullable(.text)),
                ]))),
        .optional(
            "callBack",
            .nullable(
                .object([
                    .needed("number", .text), .needed("source", .nullable(.text)),
                    .needed("confirmed", .boolean), .needed("by", .nullable(.text)),
                    .needed("at", .instant),
                ]))), .optional("knownNumbers", .list(.text)),
    ])

    static let payeeEndpoints = [
        Endpoint(
            .get, .payees, "Lists a round's groups with an award, and how their bank details stand",
            for: payeeReaders,
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("organisation", .text),
                        .needed("state", states), .needed("account", .nullable(.text)),
                        .needed("version", .nullable(.count)),
                        .needed("accountVerdict", verdicts),
                        .needed("confirmation", .nullable(results)),
                        .needed("calledBack", .nullable(.boolean)),
                        .needed("enteredAt", .nullable(.instant)),
                        .needed("usableFrom", .nullable(.instant)),
                    ])), "Every one"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.payees) { row in
                try reports.payees(of: round, as: try asker.principal, row)
            }
        },
        Endpoint(
            .get, .payee, "Shows how a group's bank details stand, never whole",
            for: payeeReaders.union([.applicant]), .json(payeeSchema, "How they stand"), [.tagged]
        ) { ask in
            let (reports, reference, asker) = (
                ask.house.reports, ask.path("reference"), ask.asker
            )
            return ask.found(
                try await ask.read { try reports.payee(reference, as: try asker.principal) })
        },
        Endpoint(
            .post, .payee, "Keeps a group's bank details, sealed; a change takes days to be used",
            for: [.applicant, .finance],
            body: .json(
                .object([
                    .needed("accountName", .text),
                    .needed("sortCode", .example(.text, "12-34-56")), .needed("account", .text),
                    .optional("rollNumber", .nullable(.text)),
                    .optional("paperReason", .nullable(.text)),
                ])),
            .json(
                .object([
                    .needed("reference", .text), .needed("version", .count),
                    .needed("account", .text), .needed("usableFrom", .instant),
                    .needed("emails", .count), .needed("letters", .count),
                ]), "What was kept, and how many emails and letters tell the group",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let json = try Ask.json(body)
            let details = try PayeeDetails(json, other: ["paperReason"])
            let reason = json["paperReason"]?.string
            let (house, reference) = (ask.house, ask.path("reference"))
            let settings = house.services.settings
            // What a repeat is told by must not be a hash that account numbers are guessed from.
            let mark = (try? settings.bankKey())?.mark(body) ?? ""
            let response = try await ask.creating(Array(mark.utf8)) { principal in
                try withBankKey(settings) { key in
                    try house.workflows.enterBankDetails(
                        of: reference, details, paperReason: reason, key: key,
                        tables: try settings.bankTablesForEntry(), as: principal)
                }
            } keeping: { (kept: BankDetailsKept) in
                .object([
                    ("reference", .string(reference)), ("version", .int(kept.payee.version)),
                    ("account", .string(kept.payee.mask)),
                    ("usableFrom", .string(kept.payee.usableFrom.iso8601)),
                    ("emails", .int(kept.emails)), ("letters", .int(kept.letters)),
                ])
            }
            house.mail.nudge()
            return response
        },
        Endpoint(
            .post, .payeeConfirmations, "Records what the bank said to the name",
            for: [.finance],
            body: .json(
                .object([
                    .needed("result", results), .optional("on", .nullable(.day)),
                    .optional("reason", .nullable(.text)),
                ])),
            .json(payeeSchema, "How the details stand now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let written = fields.text("result", required: true, maximum: 20)
            let day = fields.text("on", maximum: 20)
            let reason = fields.text("reason", maximum: 5000)
            let result = written.flatMap(ConfirmationResult.init(rawValue:))
            if let written, result == nil {
                fields.report(
                    "result", "not-an-option",
                    [
                        "value": written,
                        "options": ConfirmationResult.allCases.map(\.rawValue).joined(
                            separator: ", "),
                    ])
            }
            let date = day.flatMap { LocalDate($0) }
            if day != nil, date == nil { fields.report("on", "not-date") }
            try fields.refuseProblems()
            let (house, reference) = (ask.house, ask.path("reference"))
            return try await ask.creating(body) { principal in
                try house.workflows.confirmPayee(
                    of: reference, result ?? .unavailable, on: try date ?? house.services.today(),
                    reason: reason, as: principal)
                return principal
            } keeping: { (principal: Principal) in
                try house.reports.payee(reference, as: principal)
            }
        },
        Endpoint(
            .post, .payeeCalls, "Records that somebody else than who entered them rang the group",
            for: [.finance, .officer],
            body: .json(
                .object([
                    .needed("number", .text), .optional("source", .nullable(.text)),
                    .needed("confirmed", .boolean),
                ])),
            .json(payeeSchema, "How the details stand now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.text("number", required: true, maximum: 40) ?? ""
            let source = fields.text("source", maximum: 500)
            let isConfirmed = fields.truth("confirmed", required: true) ?? false
            try fields.refuseProblems()
            let (house, reference) = (ask.house, ask.path("reference"))
            return try await ask.creating(body) { principal in
                try house.workflows.callBackPayee(
                    of: reference, number: number, source: source, isConfirmed: isConfirmed,
                    as: principal)
                return principal
            } keeping: { (principal: Principal) in
                try house.reports.payee(reference, as: principal)
            }
        },
        Endpoint(
            .post, .payeeDisclosures,
            "Shows a group's bank details whole; that somebody looked stands in the trail",
            for: [.finance],
            .json(
                .object([
                    .needed("accountName", .text), .needed("sortCode", .text),
                    .needed("account", .text), .needed("rollNumber", .nullable(.text)),
                ]), "The details"), [.ruled]
        ) { ask in
            let (house, reference, asker) = (ask.house, ask.path("reference"), ask.asker)
            let details = try await ask.write {
                try withBankKey(house.services.settings) { key in
                    try house.workflows.revealPayee(
                        of: reference, key: key, as: try asker.principal)
                }
            }
            var response = Response.json(details.revealed)
            response.headers[.cacheControl] = "no-store"
            return response
        },
        Endpoint(
            .get, .sharedAccounts,
            "Lists groups of different names whose money would go to the same account",
            for: payeeReaders,
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("organisation", .text),
                        .needed("account", .nullable(.text)), .needed("others", .text),
                    ])), "Every one"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.sharedAccounts) { row in
                try reports.sharedAccounts(as: try asker.principal, row)
            }
        },
    ]
}
