import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Help given to groups, and what became of those who came.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let numbered = Schema.object([.needed("number", .count)])

    static let supportEndpoints = [
        Endpoint(
            .get, .supportList, "Lists help that was given to groups, the latest day first",
            for: seeing,
            .json(
                .list(.openObject([.needed("number", .count), .needed("group", .text)])),
                "The help"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.support) { row in
                try reports.supportReport(as: try asker.principal).rows.forEach(row)
            }
        },
        Endpoint(
            .get, .supportedGroups,
            "Lists the groups that were given help: who applied after it, who was awarded money",
            for: seeing,
            .json(
                .list(
                    .object([
                        .needed("group", .text), .needed("organisation", .nullable(.text)),
                        .needed("times", .count), .needed("minutes", .count),
                        .needed("first", .day), .needed("last", .day),
                        .needed("applications", .list(.reference)),
                        .needed(
                            "standing", .oneOf(SupportedGroup.Standing.allCases.map(\.rawValue))),
                    ])), "The groups"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.supportedGroups) { row in
                try reports.supportReport(as: try asker.principal).groups.map(\.row)
                    .forEach(row)
            }
        },
        Endpoint(
            .post, .supportList, "Writes down help that was given to a group", for: [.officer],
            body: .json(
                .object([
                    .needed("day", .day),
                    .needed("kind", .oneOf(SupportKind.allCases.map(\.rawValue))),
                    .needed("group", .text), .optional("organisation", .nullable(.text)),
                    .optional("givenBy", .nullable(.text)),
                    .needed(
                        "minutes", .integer(1...CommissioningModule.greatestSupportMinutes)),
                    .needed("about", .text),
                ])), .json(numbered, "It is written down", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let entry = SupportEntry(
                day: fields.day("day", required: true),
                kind: fields.choice("kind", of: SupportKind.self) ?? .other,
                group: fields.text("group", required: true, maximum: 200) ?? "",
                organisation: fields.text("organisation", maximum: 60),
                givenBy: fields.text("givenBy", maximum: 200),
                minutes: fields.wholeNumber("minutes", required: true),
                about: fields.text(
                    "about", required: true, maximum: CommissioningModule.greatestSupportLength)
                    ?? "")
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.recordSupport(entry, as: principal)
            } keeping: {
                .object([("number", .int($0.rawValue))])
            }
        },
        Endpoint(
            .post, .supportWithdrawals, "Takes back help that was written down wrongly",
            for: [.officer], body: .json(.object([.needed("reason", .text)])),
            .json(numbered, "It counts no more", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            guard let number = Int64(ask.path("number")) else {
                throw SupportProblem.unknown(number: ask.path("number"))
            }
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text(
                "reason", required: true, maximum: CommissioningModule.greatestSupportLength)
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.withdrawSupport(
                    SupportID(number), reason: reason ?? "", as: principal)
            } keeping: { _ in
                .object([("number", .int(number))])
            }
        },
    ]
}
