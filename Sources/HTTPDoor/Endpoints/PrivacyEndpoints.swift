import Bootstrap
import FundCore
import FundStore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// How long personal data is kept, what is due, and erasing it.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .administrator, .auditor]
    private static let acting: Set<Role> = [.officer, .administrator]
    private static let classes = RetentionClass.allCases.map(\.rawValue)
    private static let numbered = Schema.object([.needed("number", .count)])
    private static let held = Schema.object([.needed("reference", .reference)])
    private static let erasure = Schema.openObject([
        .needed("number", .count),
        .needed("status", .oneOf(Erasure.Status.allCases.map(\.rawValue))),
    ])

    private static let shownErasure = Schema.openObject([
        .needed("number", .count),
        .needed("status", .oneOf(Erasure.Status.allCases.map(\.rawValue))),
        // Left out where no file of payments still names them.
        .optional(
            "filesKept",
            .list(.object([.needed("file", .text), .needed("keptUntil", .day)]))),
    ])

    static let privacyEndpoints = [
        Endpoint(
            .get, .retentionPolicy, "Says how long each class of personal data is kept", for: nil,
            .json(
                .list(
                    .object([
                        .needed("class", .oneOf(classes)), .needed("kept", .text),
                        .needed("from", .oneOf(RetentionStart.allCases.map(\.rawValue))),
                        .needed("because", .text),
                    ])), "The classes"), [.tagged]
        ) { ask in
            let policy = try ask.house.retentionPolicy()
            return try await ask.list(.retention) { row in try policy.rows.forEach(row) }
        },
        Endpoint(
            .get, .privacyDue, "Says what is due to be erased, by class; erases nothing",
            for: seeing,
            query: [
                .init(name: "on", summary: "As it will be on this day", schema: .day),
                .init(name: "class", summary: "Only this class", schema: .oneOf(classes)),
            ],
            .json(
                .list(
                    .openObject([
                        .needed("class", .oneOf(classes)), .needed("due", .count),
                        .needed("blocked", .count),
                    ])), "What is due"), [.tagged]
        ) { ask in
            var day: LocalDate?
            if let text = ask.query["on"] {
                day = LocalDate(text)
                guard day != nil else { throw ask.wrong("on", "not-date") }
            }
            var only: RetentionClass?
            if let text = ask.query["class"] {
                only = RetentionClass(rawValue: text)
                guard only != nil else {
                    throw ask.wrong(
                        "class", "not-an-option",
                        ["value": text, "options": classes.joined(separator: ", ")])
                }
            }
            let (workflows, asker, policy) = (
                ask.house.workflows, ask.asker, ask.house.retention
            )
            let (wanted, name) = (day, only)
            return try await ask.list(.privacyDue) { row in
                try workflows.privacyDue(
                    on: wanted, only: name, policy, as: try asker.principal
                ).classes.map(\.row).forEach(row)
            }
        },
        Endpoint(
            .get, .erasures, "Lists what was proposed to be erased, the latest first",
            for: seeing, .json(.list(erasure), "The erasures"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.erasures) { row in
                try reports.erasureRows(as: try asker.principal).forEach(row)
            }
        },
        Endpoint(
            .get, .erasureShown,
            "Shows a proposal; once it is done, the certificate of what was erased", for: seeing,
            .json(shownErasure, "The erasure"), [.tagged]
        ) { ask in
            let (services, asker, number) = (ask.house.services, ask.asker, try ask.erasure)
            let policy = ask.house.retention
            return ask.found(
                try await ask.read {
                    try services.erasure(number, policy, as: asker.principal).json
                })
        },
        Endpoint(
            .post, .erasures,
            "Proposes to erase what is due of a class, an application, or a person",
            for: acting,
            body: .json(
                .either(
                    .object([
                        .needed("class", .oneOf(classes)),
                        .optional("reason", .nullable(.text)),
                    ]),
                    .either(
                        .object([.needed("application", .reference), .needed("reason", .text)]),
                        .object([.needed("person", .text), .needed("reason", .text)])))
            ), .json(numbered, "It is proposed", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let name = fields.text("class", maximum: 40)
            let application = fields.text("application", maximum: 40)
            let person = fields.text("person", maximum: 254)
            let reason = fields.text("reason", maximum: Workflows.greatestErasureReason)
            let retention = name.flatMap(RetentionClass.init(rawValue:))
            if let name, retention == nil {
                fields.report(
                    "class", "not-an-option",
                    ["value": name, "options": classes.joined(separator: ", ")])
            }
            if [name, application, person].count(where: { $0 != nil }) != 1 {
                fields.report("class", "erase-one-of")
            }
            if name == nil, reason == nil { fields.report("reason", "missing") }
            try fields.refuseProblems()
            let request: ErasureRequest =
                retention.map { ErasureRequest.due($0) }
                ?? application.map { ErasureRequest.application($0) }
                ?? .person(email: person ?? "")
            let (workflows, policy) = (ask.house.workflows, ask.house.retention)
            return try await ask.creating(
                body, at: { Route.erasureShown.link("\($0["number"]?.int ?? 0)") }
            ) { principal in
                try workflows.proposeErasure(request, reason: reason, policy, as: principal)
            } keeping: {
                .object([("number", .int($0))])
            }
        },
        Endpoint(
            .post, .erasureApprovals,
            "Approves what somebody else proposed, and erases it for good", for: acting,
            .json(
                .object([
                    .needed("number", .count), .needed("sha256", .text),
                    .needed("copiesGoneOn", .day), .needed("isLogEmptied", .boolean),
                ]), "It is erased", status: .created), [.ruled, .creating]
        ) { ask in
            let number = try ask.erasure
            let (workflows, policy) = (ask.house.workflows, ask.house.retention)
            let (kept, isRepeat) = try await ask.once([]) { principal in
                try workflows.approveErasure(
                    number, PersonalRegister.all, policy, as: principal)
            } keeping: { (done: ErasureCertificate) in
                .object([
                    ("number", .int(done.number)), ("sha256", .string(done.sha256)),
                    ("copiesGoneOn", .string("\(done.copiesGoneOn)")),
                ])
            }
            guard case .object(let members) = kept else {
                return ask.created(kept, isRepeat: isRepeat)
            }
            let isEmptied = await ask.house.emptyLog()
            return ask.created(
                .object(members + [("isLogEmptied", .bool(isEmptied))]), isRepeat: isRepeat)
        },
        Endpoint(
            .post, .erasureWithdrawals, "Takes a proposal back", for: acting,
            .json(numbered, "It is taken back", status: .created), [.ruled, .creating]
        ) { ask in
            let number = try ask.erasure
            let workflows = ask.house.workflows
            return try await ask.creating([]) { principal in
                try workflows.withdrawErasure(number, as: principal)
            } keeping: { (_: Void) in
                .object([("number", .int(number))])
            }
        },
        Endpoint(
            .get, .holds, "Lists applications whose data must stay, whatever is due",
            for: seeing,
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("reason", .text),
                        .needed("heldBy", .text), .needed("heldOn", .day),
                    ])), "The holds"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.holds) { row in
                try reports.holds(as: try asker.principal).map(\.row).forEach(row)
            }
        },
        holding(
            .applicationHolds, "Keeps an application's data, whatever is due", "It is held"
        ) { try $0.holdData(of: $1, reason: $2, as: $3) },
        holding(
            .applicationHoldEnds, "Ends a hold: the data is erased when it is due", "It is let go"
        ) { try $0.releaseData(of: $1, reason: $2, as: $3) },
    ]

    private static func holding(
        _ route: Route, _ summary: String, _ done: String,
        _ act: @escaping @Sendable (Workflows, String, String, Principal) throws -> Reference
    ) -> Endpoint {
        Endpoint(
            .post, route, summary, for: acting,
            body: .json(.object([.needed("reason", .text)])),
            .json(held, done, status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text(
                "reason", required: true, maximum: Workflows.greatestErasureReason)
            try fields.refuseProblems()
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            return try await ask.creating(body) { principal in
                try act(workflows, reference, reason ?? "", principal)
            } keeping: {
                .object([("reference", .string("\($0)"))])
            }
        }
    }
}

extension Ask {
    /// The number of an erasure.
    fileprivate var erasure: Int64 {
        get throws {
            guard let number = Int64(path("number")) else {
                throw ErasureProblem.unknown(number: path("number"))
            }
            return number
        }
    }
}

extension House {
    /// Writes what was erased out of the log, as far as that can be done now; what was erased is
    /// erased either way. Where others are reading, the worker goes on trying.
    ///
    /// - Returns: whether it is done.
    func emptyLog() async -> Bool {
        let workflows = workflows
        do {
            if try await threads.write({ try workflows.emptyLog() }) { return !mail.isLogWaiting }
            mail.emptyLogLater()
        } catch {
            mail.emptyLogLater(error)
        }
        return false
    }

    /// - Throws: `ErasureProblem.notSetUp`.
    func retentionPolicy() throws -> RetentionPolicy {
        guard let retention else { throw ErasureProblem.notSetUp }
        return retention
    }
}
