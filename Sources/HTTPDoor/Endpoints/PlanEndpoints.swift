import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What a plan says besides needs and priorities, and the prospectus made of it.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let parts = PlanPart.allCases.map(\.rawValue)

    static let planEndpoints: [Endpoint] = PlanPart.allCases.map { writing($0) } + planOthers

    private static let planOthers: [Endpoint] = [
        Endpoint(
            .get, .cyclePlan,
            "Shows a plan: what it says, gaps, options, shares, what has no need behind it",
            for: seeing,
            .json(
                .openObject([
                    .needed("cycle", .text), .needed("isOpen", .boolean),
                    .needed("sha256", .nullable(.text)),
                    .needed(
                        "entries",
                        .list(
                            .openObject([
                                .needed("part", .oneOf(parts)), .needed("entry", .text),
                                .needed("version", .count),
                            ]))),
                ]), "The plan"), [.ruled, .tagged]
        ) { ask in
            let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
            let book = ask.house.plans
            return ask.found(
                try await ask.read {
                    try reports.plan(of: key, book, as: try asker.principal).json
                })
        },
        Endpoint(
            .post, .cyclePlanWithdrawals, "Takes an entry of a plan back, while Plan is open",
            for: [.officer],
            body: .json(
                .object([
                    .needed("part", .oneOf(parts)), .needed("entry", .text),
                    .needed("reason", .text),
                ])),
            .json(.openObject([.needed("cycle", .text)]), "It is done", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let part = fields.choice("part", of: PlanPart.self) ?? .vision
            let entry = fields.text("entry", required: true, maximum: 200) ?? ""
            let reason =
                fields.text(
                    "reason", required: true, maximum: CommissioningModule.greatestTextLength)
                ?? ""
            try fields.refuseProblems()
            let (workflows, key) = (ask.house.workflows, ask.path("cycle"))
            return try await ask.creating(body) { principal in
                try workflows.withdrawPlan(part, entry, reason: reason, in: key, as: principal)
            } keeping: { _ in
                .object([("cycle", .string(key))])
            }
        },
        Endpoint(
            .get, .cycleTimetable,
            "Shows the days of a plan's steps, or proposes them from a day on", for: seeing,
            query: [
                .init(name: "from", summary: "Proposes days from this one on", schema: .day)
            ],
            .json(
                .list(
                    .object([
                        .needed("step", .oneOf(PlanStep.allCases.map(\.rawValue))),
                        .needed("day", .day), .needed("obstacle", .nullable(.text)),
                        .needed("unchecked", .nullable(.text)),
                    ])), "The steps that have a day"), [.ruled, .tagged]
        ) { ask in
            var start: LocalDate?
            if let text = ask.query["from"] {
                start = LocalDate(text)
                guard start != nil else { throw ask.wrong("from", "not-date") }
            }
            let (from, book, key) = (start, ask.house.plans, ask.path("cycle"))
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.planSteps) { row in
                try reports.timetable(of: key, from: from, book, as: try asker.principal)
                    .forEach(row)
            }
        },
        Endpoint(
            .get, .cycleProspectus, "Shows what a cycle tells about its round, once approved",
            for: nil,
            query: [
                .init(
                    name: "version", summary: "An earlier version; else the latest",
                    schema: .count)
            ],
            .json(
                .object([
                    .needed("cycle", .text), .needed("title", .text),
                    .needed("isDraft", .boolean), .needed("sha256", .nullable(.text)),
                    .needed("version", .nullable(.count)),
                    .needed("publishedOn", .nullable(.day)),
                    .needed("replacedBy", .nullable(.count)),
                    .needed(
                        "versions",
                        .list(
                            .object([
                                .needed("version", .count), .needed("publishedOn", .day),
                            ]))),
                    .needed(
                        "sections",
                        .list(
                            .object([
                                .needed("title", .text), .needed("lines", .list(.text)),
                            ]))),
                ]), "The prospectus"), [.ruled, .tagged]
        ) { ask in
            let (reports, key) = (ask.house.reports, ask.path("cycle"))
            let (book, words) = (ask.house.plans, ask.house.words)
            let version = ask.query["version"].flatMap { Int64($0) }
            if let typed = ask.query["version"], version.map({ $0 < 0 }) ?? true {
                throw ask.wrong("version", "not-whole-number", ["value": typed])
            }
            return ask.found(
                try await ask.read {
                    try reports.prospectus(of: key, version: version, book, as: nil).json(words)
                })
        },
        act(
            .cycleProspectusVersions,
            "Publishes a prospectus anew, with its rounds and the fund's files as they are now",
            for: [.officer], []
        ) { try $0.publishProspectus(of: $2, book: $1.plans, as: $3) },
    ]

    /// Writes an entry of one part.
    private static func writing(_ part: PlanPart) -> Endpoint {
        var members = part.fields.map { field -> Schema.Member in
            let schema = field.schema
            return field.isNeeded
                ? .needed(field.name, schema) : .optional(field.name, .nullable(schema))
        }
        if part.isNumbered { members.append(.optional("number", .nullable(.count))) }
        return Endpoint(
            .post, .cyclePlanWriting(part),
            "Writes into a plan, while it is open: \(part.rawValue)",
            for: [.officer], body: .json(.object(members)),
            .json(
                .object([
                    .needed("part", .oneOf([part.rawValue])), .needed("entry", .text),
                    .needed("version", .count),
                ]), "It is written", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            var values: [String: String] = [:]
            for field in part.fields { values[field.name] = fields.plan(field) }
            let number = part.isNumbered ? fields.wholeNumber("number") : nil
            try fields.refuseProblems()
            let writing = PlanWriting(part, values, number: number)
            let (workflows, key) = (ask.house.workflows, ask.path("cycle"))
            let book = ask.house.plans
            return try await ask.creating(body) { principal in
                try workflows.writePlan(writing, book, in: key, as: principal)
            } keeping: {
                .object([
                    ("part", .string(part.rawValue)), ("entry", .string($0.item)),
                    ("version", .int($0.version)),
                ])
            }
        }
    }
}

extension Route {
    static func cyclePlanWriting(_ part: PlanPart) -> Route {
        api("/cycles/{cycle}/plan/\(part.rawValue)")
    }
}

extension PlanField {
    /// Needs and options have numbers.
    fileprivate var isNumber: Bool {
        if case .listed = kind { return name == "need" || name == "option" }
        if case .number = kind { return true }
        return false
    }

    fileprivate var schema: Schema {
        switch kind {
        case .line, .text: .text
        case .oneOf(let options): .oneOf(options)
        case .listed, .number: isNumber ? .count : .text
        case .day: .day
        case .pence: .integer(0...Money.greatest.pence)
        }
    }
}

extension JSONFields {
    /// What a field of a plan was sent, as people would have typed it.
    fileprivate mutating func plan(_ field: PlanField) -> String? {
        if case .pence = field.kind {
            guard let pence = wholeNumber(field.name, required: field.isNeeded) else {
                return nil
            }
            guard (0...Money.greatest.pence).contains(pence) else {
                report(
                    field.name, "out-of-range",
                    ["minimum": "0", "maximum": "\(Money.greatest.pence)"])
                return nil
            }
            return Money(pence: pence).plainPounds
        }
        if field.isNumber {
            return wholeNumber(field.name, required: field.isNeeded).map { "\($0)" }
        }
        return text(
            field.name, required: field.isNeeded,
            maximum: CommissioningModule.greatestTextLength)
    }
}
