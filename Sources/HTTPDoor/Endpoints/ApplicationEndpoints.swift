import Applications
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    private static let lateParameters = [
        Parameter(
            name: "late", summary: "An officer admits it after the deadline.", schema: .boolean),
        Parameter(name: "reason", summary: "Why it is admitted late.", schema: .text),
    ]

    static let applicationEndpoints = [
        Endpoint(
            .get, .applications, "Lists a round's applications in the order they came",
            for: readers.union([.applicant]),
            query: [
                Parameter(
                    name: "status", summary: "Only those that stand so.",
                    schema: .oneOf(ApplicationStatus.allCases.map(\.rawValue)))
            ] + pageParameters,
            .json(.page(of: .named("ApplicationRow")), "A page; an applicant sees their own"),
            [.tagged]
        ) { ask in
            let status = try ask.query["status"].map { text in
                guard let status = ApplicationStatus(rawValue: text) else {
                    throw ask.wrong(
                        "status", "not-an-option",
                        [
                            "value": text,
                            "options": ApplicationStatus.allCases.map(\.rawValue).joined(
                                separator: ", "),
                        ])
                }
                return status
            }
            let after = try ask.cursor { Reference(typed: $0)?.description }
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            return try await ask.page(.applications) { limit, row in
                try reports.applications(
                    of: round, status: status, after: after, limit: limit, as: try asker.principal
                ) { try row($0, $0[0].plainText) }
            }
        },
        Endpoint(
            .post, .applications, "Takes one application and queues its receipt",
            for: [.officer, .applicant], query: lateParameters,
            body: .json(.named("Submission"), greatestBytes: 1024 * 1024),
            .json(
                .object([.needed("reference", .reference)]), "Its reference", status: .created),
            [.ruled, .creating]
        ) { ask in
            let late = try ask.lateReason()
            let body = try await ask.bytes()
            let json = try await ask.largeJSON(body)
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            let response = try await ask.creating(
                body, at: { Route.application.link($0["reference"]?.string ?? "") }
            ) { principal in
                try workflows.submitApplication(
                    json, source: "body", round: round, late: late, as: principal)
            } keeping: { (added: AddedApplication) in
                .object([("reference", .string("\(added.reference)"))])
            }
            ask.house.mail.nudge()
            return response
        },
        Endpoint(
            .post, .imports, "Takes published grants (360Giving JSON) as applications",
            for: [.officer],
            query: [
                Parameter(
                    name: "strict", summary: "Take all of it or nothing.", schema: .boolean),
                Parameter(
                    name: "receipts", summary: "Queue a receipt for each.", schema: .boolean),
            ] + lateParameters,
            body: .json(.named("GrantsPackage"), greatestBytes: 64 * 1024 * 1024),
            .json(.named("ImportReport"), "What was taken and what was not", status: .created),
            [.ruled, .creating]
        ) { ask in
            let late = try ask.lateReason()
            let (strict, receipts) = (try ask.flag("strict"), try ask.flag("receipts"))
            let body = try await ask.bytes()
            let json = try await ask.largeJSON(body)
            let (house, round) = (ask.house, ask.path("round"))
            let response = try await ask.creating(body) { principal in
                try house.workflows.importGrants(
                    json, source: "body", round: round, strict: strict,
                    receipts: receipts, late: late, as: principal, progress: { _, _ in })
            } keeping: { (report: ImportReport) in
                report.json(house.words, greatestSkipCount: 1000)
            }
            house.mail.nudge()
            return response
        },
        Endpoint(
            .post, .roundChecks, "Passes every application that nothing stands against",
            for: [.officer],
            .json(
                .object([.needed("eligible", .count), .needed("waiting", .count)]),
                "How many were passed, and how many wait still", status: .created),
            [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating([]) { principal in
                try workflows.checkAllClear(round: round, as: principal)
            } keeping: { (done: (passed: Int, waiting: Int64)) in
                .object([("eligible", .int(done.passed)), ("waiting", .int(done.waiting))])
            }
        },
        Endpoint(
            .get, .application, "Shows all that is known of one application",
            for: readers.union([.applicant]),
            .json(.named("Application"), "The application; an applicant's own, as they sent it"),
            [.tagged]
        ) { ask in
            let (reports, reference, asker) = (
                ask.house.reports, ask.path("reference"), ask.asker
            )
            return ask.found(
                try await ask.read {
                    try reports.application(reference, as: try asker.principal).object
                })
        },
        Endpoint(
            .post, .checks, "Records whether an application is eligible", for: [.officer],
            body: .json(
                .object([
                    .needed("eligible", .boolean), .optional("reason", .nullable(.text)),
                ])),
            .json(
                .object([
                    .needed("reference", .reference),
                    .needed("status", .oneOf(ApplicationStatus.allCases.map(\.rawValue))),
                ]), "How it stands now", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", maximum: 5000)
            let isEligible = fields.truth("eligible", required: true) ?? false
            try fields.refuseProblems()
            let verdict: EligibilityVerdict =
                isEligible ? .eligible : .ineligible(reason: reason ?? "")
            let (workflows, reference) = (ask.house.workflows, ask.path("reference"))
            return try await ask.creating(body) { principal in
                try workflows.checkApplication(reference, verdict, as: principal)
            } keeping: { (summary: ApplicationSummary) in
                summary.checked
            }
        },
        Endpoint(
            .get, .contact, "Shows how a group is reached",
            for: readers.subtracting([.panelMember]),
            .json(.named("Contact"), "The contact, and its state as ETag"), [.tagged]
        ) { ask in try await ask.contact() },
        Endpoint(
            .patch, .contact, "Changes how a group is reached; what is left out stays",
            for: [.officer],
            body: .json(
                .object([
                    .optional("name", .nullable(.text)), .optional("email", .nullable(.text)),
                    .optional("address", .nullable(.text)), .optional("language", .nullable(.text)),
                ])), .json(.named("Contact"), "The contact as it is now"), [.editing, .ruled]
        ) { ask in
            var fields = JSONFields(try await ask.json())
            let change = ContactChange(
                name: fields.text("name", maximum: 200), email: fields.text("email", maximum: 254),
                // Empty, it takes the address away.
                address: fields.value("address")?.string == ""
                    ? "" : fields.text("address", maximum: 400),
                language: fields.text("language", maximum: 20))
            if change.isEmpty, fields.problems.isEmpty {
                fields.report("contact", "contact-empty")
            }
            try fields.refuseProblems()
            let (workflows, reference, asker, condition) = (
                ask.house.workflows, ask.path("reference"), ask.asker, try ask.condition()
            )
            try await ask.write {
                try workflows.changeContact(
                    of: reference, change, if: condition, as: try asker.principal)
            }
            return try await ask.contact()
        },
    ]
}

extension Ask {
    fileprivate func contact() async throws -> Response {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        let (object, tag) = try await read {
            try reports.contact(of: reference, as: try asker.principal)
        }
        if request.method == .get, let tag, isKnown(tag) { return notModified(tag) }
        return .fresh(.json(object, tag: tag))
    }

    /// Why a late application is admitted, nil for one in time.
    fileprivate func lateReason() throws -> String? {
        let reason = (query["reason"] ?? "").trimmed
        guard try flag("late") else {
            guard reason.isEmpty else { throw wrong("reason", "reason-goes-with-late") }
            return nil
        }
        guard !reason.isEmpty else { throw wrong("reason", "missing") }
        guard reason.unicodeScalars.count <= 2000 else {
            throw wrong("reason", "too-long", ["maximum": "2000"])
        }
        return reason
    }
}
