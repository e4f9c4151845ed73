import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Reports of tension. Who saw something writes on the public page; these are for the fund's people.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let taken = Schema.object([.needed("number", .count)])
    private static let statuses = TensionStatus.allCases.map(\.rawValue)

    static let tensionEndpoints = [
        Endpoint(
            .get, .tensionList, "Lists reports of tension, the latest first", for: seeing,
            query: [
                .init(name: "status", summary: "Only these", schema: .oneOf(statuses)),
                .init(name: "ward", summary: "Only of this ward", schema: .text),
            ],
            .json(
                .list(
                    .openObject([.needed("number", .count), .needed("status", .oneOf(statuses))])),
                "The reports"), [.tagged]
        ) { ask in
            var status: TensionStatus?
            if let text = ask.query["status"] {
                status = TensionStatus(rawValue: text)
                guard status != nil else {
                    throw ask.wrong(
                        "status", "not-an-option",
                        ["value": text, "options": statuses.joined(separator: ", ")])
                }
            }
            let ward = ask.query["ward"].flatMap { $0.isEmpty ? nil : $0 }
            try ask.house.tension.check(ward: ward)
            let filter = TensionFilter(status: status, ward: ward)
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.tensions) { row in
                try reports.tensionRows(filter, as: try asker.principal).forEach(row)
            }
        },
        Endpoint(
            .get, .tensionShown, "Shows a report of tension, and what officers made of it",
            for: seeing,
            .json(.openObject([.needed("number", .count), .needed("what", .text)]), "The report"),
            [.tagged]
        ) { ask in
            let (reports, asker, id) = (ask.house.reports, ask.asker, try ask.tension)
            return ask.found(
                try await ask.read { try reports.tension(id, as: asker.principal).json })
        },
        Endpoint(
            .post, .tensionList, "Takes down what somebody told an officer", for: [.officer],
            body: .json(
                .object([
                    .needed("what", .text), .optional("ward", .nullable(.text)),
                    .optional("place", .nullable(.text)), .needed("day", .day),
                    .optional("about", .nullable(.boolean)), .optional("cause", .nullable(.text)),
                    .needed("goesOn", .oneOf(TensionGoesOn.allCases.map(\.rawValue))),
                    .optional("name", .nullable(.text)), .optional("email", .nullable(.text)),
                    .optional("phone", .nullable(.text)),
                ])), .json(taken, "It is taken down", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let entry = fields.tension()
            try fields.refuseProblems()
            let (workflows, rules) = (ask.house.workflows, ask.house.tension)
            return try await ask.creating(
                body, at: { Route.tensionShown.link("\($0["number"]?.int ?? 0)") }
            ) { principal in
                try workflows.reportTension(entry, rules, as: principal)
            } keeping: {
                .object([("number", .int($0.rawValue))])
            }
        },
        Endpoint(
            .post, .tensionTriages, "Says what becomes of a report", for: [.officer],
            body: .json(
                .object([
                    .needed("status", .oneOf(TensionStatus.triaged.map(\.rawValue))),
                    .needed("note", .text), .optional("rootCause", .nullable(.text)),
                ])),
            .json(
                .object([.needed("number", .count), .needed("version", .count)]), "It is said",
                status: .created), [.ruled, .creating]
        ) { ask in
            let (body, id) = (try await ask.bytes(), try ask.tension)
            var fields = JSONFields(try Ask.json(body))
            let status = fields.choice("status", of: TensionStatus.self) ?? .new
            let note = fields.text(
                "note", required: true, maximum: CommissioningModule.greatestNoteLength)
            let cause = fields.text("rootCause", maximum: 40)
            try fields.refuseProblems()
            let (workflows, rules) = (ask.house.workflows, ask.house.tension)
            return try await ask.creating(body) { principal in
                try workflows.triageTension(
                    id, as: status, note: note ?? "", rootCause: cause, rules, by: principal)
            } keeping: {
                .object([("number", .int(id.rawValue)), ("version", .int($0))])
            }
        },
        Endpoint(
            .post, .tensionRemovals,
            "Removes a report: what was written goes, its number and the reason stay",
            for: [.officer], body: .json(.object([.needed("reason", .text)])),
            .json(taken, "It is removed", status: .created), [.ruled, .creating]
        ) { ask in
            let (body, id) = (try await ask.bytes(), try ask.tension)
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text(
                "reason", required: true, maximum: CommissioningModule.greatestRemovalLength)
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.removeTension(id, because: reason ?? "", as: principal)
                return id
            } keeping: { (removed: TensionID) in
                .object([("number", .int(removed.rawValue))])
            }
        },
        Endpoint(
            .post, .tensionDisclosures,
            "Shows how to reach whoever made a report; that somebody looked stands in the trail",
            for: [.officer],
            .json(
                .object([
                    .needed("name", .nullable(.text)), .needed("email", .nullable(.text)),
                    .needed("phone", .nullable(.text)),
                ]), "How to reach them"), [.ruled]
        ) { ask in
            let (workflows, asker, id) = (ask.house.workflows, ask.asker, try ask.tension)
            let contact = try await ask.write {
                try workflows.revealTensionContact(id, as: try asker.principal)
            }
            var response = Response.json(contact.json)
            response.headers[.cacheControl] = "no-store"
            return response
        },
        Endpoint(
            .post, .tensionExpiries,
            "Deletes how to reach people: of one report, or wherever the day for that has come",
            for: [.officer], body: .json(.object([.optional("number", .nullable(.count))])),
            .json(.object([.needed("deleted", .count)]), "It is deleted", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.wholeNumber("number")
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.expireTensionContacts(
                    of: number.map { TensionID($0) }, as: principal)
            } keeping: {
                .object([("deleted", .int($0))])
            }
        },
        Endpoint(
            .get, .tensionNumbers,
            "Counts reports of tension by month and ward; small numbers are for officers",
            for: seeing,
            .json(
                .list(
                    .object([
                        .needed("month", .text), .needed("ward", .nullable(.text)),
                        .needed("wardTitle", .nullable(.text)),
                        .needed("reports", .either(.count, .text)),
                    ])), "The counts"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.tensionCounts) { row in
                try reports.tensionCounts(as: try asker.principal).forEach(row)
            }
        },
    ]
}

extension Ask {
    /// The report that the path names.
    fileprivate var tension: TensionID {
        get throws {
            guard let number = Int64(path("number")) else {
                throw TensionProblem.unknown(number: path("number"))
            }
            return TensionID(number)
        }
    }
}

extension JSONFields {
    /// A report; what its texts may say is checked where it is taken.
    fileprivate mutating func tension() -> TensionEntry {
        TensionEntry(
            what: text(
                "what", required: true, maximum: CommissioningModule.greatestTensionLength) ?? "",
            ward: text("ward", maximum: 40), place: text("place", maximum: 500),
            day: day("day", required: true), isAbout: truth("about") ?? false,
            cause: text("cause", maximum: CommissioningModule.greatestCauseLength),
            goesOn: choice("goesOn", of: TensionGoesOn.self),
            contact: TensionContact(
                name: text("name", maximum: 100), email: text("email", maximum: 254),
                phone: text("phone", maximum: 30)))
    }
}
