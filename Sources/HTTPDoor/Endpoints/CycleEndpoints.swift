import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// The commissioning cycle.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let both: Set<Role> = [.officer, .decisionMaker]
    private static let done = Schema.openObject([.needed("cycle", .text)])

    static let cycleEndpoints =
        [
            Endpoint(
                .get, .cycleList, "Lists the commissioning cycles, the latest first", for: seeing,
                .json(.list(.openObject([.needed("cycle", .text)])), "The cycles"), [.tagged]
            ) { ask in
                let (reports, asker) = (ask.house.reports, ask.asker)
                return try await ask.list(.cycles) { row in
                    try reports.cycles(as: try asker.principal).forEach(row)
                }
            },
            Endpoint(
                .get, .cycleShown,
                "Shows a cycle: stages with questions and answers, needs, priorities, history",
                for: seeing, .json(done, "The cycle"), [.tagged]
            ) { ask in
                let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
                return ask.found(
                    try await ask.read { try reports.cycle(key, as: try asker.principal).json })
            },
            Endpoint(
                .get, .cycleNeeds, "Lists a cycle's needs, with what shows them", for: seeing,
                .json(.list(.openObject([.needed("number", .count)])), "The needs"), [.tagged]
            ) { ask in
                let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
                return try await ask.list(.cycleNeeds) { row in
                    try reports.cycle(key, as: try asker.principal).needRows.forEach(row)
                }
            },
            Endpoint(
                .get, .cyclePriorities, "Lists a cycle's priorities, with needs and criteria",
                for: seeing,
                .json(.list(.openObject([.needed("priority", .text)])), "The priorities"),
                [.tagged]
            ) { ask in
                let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
                return try await ask.list(.cyclePriorities) { row in
                    try reports.cycle(key, as: try asker.principal).priorityRows.forEach(row)
                }
            },
            Endpoint(
                .post, .cycleList, "Starts a cycle with the questions as they are now",
                for: [.officer],
                body: .json(
                    .object([
                        .needed("key", .text), .needed("title", .text),
                        .optional("round", .nullable(.text)),
                    ])), .json(done, "It is started", status: .created), [.ruled, .creating]
            ) { ask in
                let body = try await ask.bytes()
                var fields = JSONFields(try Ask.json(body))
                let key = fields.text("key", required: true, maximum: 40) ?? ""
                let title = fields.text("title", required: true, maximum: 100) ?? ""
                let round = fields.text("round", maximum: 40)
                try fields.refuseProblems()
                let services = ask.house.services
                return try await ask.creating(body) { principal in
                    try services.workflows.startCycle(
                        key, title: title, round: round, try services.configuration(),
                        as: principal)
                } keeping: {
                    $0.json
                }
            },
            act(.cycleRounds, "Puts a round into a cycle", for: [.officer], ["round"]) {
                try $0.holdRound($1["round"], in: $2, as: $3)
            },
            act(
                .cycleAnswers, "Answers a question of the stage that is open", for: both,
                ["question", "text"], also: ["evidence"]
            ) {
                try $0.answerStage(
                    $1["question"], $1["text"], evidence: $1.optional("evidence"), in: $2, as: $3)
            },
            act(.cycleSignatures, "Co-signs the answer that stands", for: both, ["question"]) {
                try $0.coSignAnswer($1["question"], in: $2, as: $3)
            },
            act(.cycleNeeds, "States a need", for: [.officer], ["text", "place"]) {
                try $0.stateNeed($1["text"], place: $1["place"], in: $2, as: $3)
            },
            act(
                .cycleEvidence,
                "Says what shows a need: in words, by a report of tension or an indicator's figure",
                for: [.officer], [], also: ["source", "url", "indicator", "ward", "period"],
                numbers: ["need"], alsoNumbers: ["tension"]
            ) {
                try $0.supportNeed(
                    $1.number("need"), source: $1.optional("source"), url: $1.optional("url"),
                    tension: $1.numbers["tension"], figure: try $1.figure, in: $2, as: $3)
            },
            act(
                .cycleNeedWithdrawals, "Takes back a need that no priority answers",
                for: [.officer], ["reason"], numbers: ["need"]
            ) { try $0.withdrawNeed($1.number("need"), reason: $1["reason"], in: $2, as: $3) },
            Endpoint(
                .post, .cyclePriorities,
                "Chooses a priority, or adds needs and criteria to one that is chosen",
                for: [.officer],
                body: .json(
                    .object([
                        .needed("priority", .text), .optional("needs", .list(.count)),
                        .optional("criteria", .list(.text)),
                    ])), .json(done, "It is chosen", status: .created), [.ruled, .creating]
            ) { ask in
                let body = try await ask.bytes()
                var fields = JSONFields(try Ask.json(body))
                let priority = fields.text("priority", required: true, maximum: 40) ?? ""
                let criteria = fields.textList("criteria")
                let listed = fields.value("needs")
                let needs = listed?.array?.compactMap(\.int) ?? []
                if let listed, listed.array?.count != needs.count {
                    fields.report("needs", "not-list")
                }
                try fields.refuseProblems()
                let (services, key) = (ask.house.services, ask.path("cycle"))
                return try await ask.creating(body) { principal in
                    try services.workflows.choosePriority(
                        priority, needs: needs, criteria: criteria,
                        try services.configuration(), in: key, as: principal)
                } keeping: { _ in
                    .object([("cycle", .string(key))])
                }
            },
            act(
                .cyclePriorityWithdrawals, "Takes a priority back", for: [.officer],
                ["priority", "reason"]
            ) { try $0.withdrawPriority($1["priority"], reason: $1["reason"], in: $2, as: $3) },
            act(.cycleAdvances, "Closes the stage that is open", for: [.officer], []) {
                try $0.advanceCycle($2, as: $3)
            },
            act(.cycleApprovals, "Approves Plan or Review", for: [.decisionMaker], []) {
                try $0.approveStage(of: $2, book: $1.plans, as: $3)
            },
            act(
                .cycleReopenings, "Goes back to a stage, with a reason", for: both,
                ["stage", "reason"]
            ) { workflows, sent, key, principal in
                guard let stage = CommissioningStage(rawValue: sent["stage"]) else {
                    throw InvalidInput(
                        "body",
                        [
                            FieldProblem(
                                "stage", "not-an-option",
                                [
                                    "value": sent["stage"],
                                    "options": CommissioningStage.allCases.map(\.rawValue)
                                        .joined(separator: ", "),
                                ])
                        ])
                }
                return try workflows.reopenStage(
                    stage, of: key, reason: sent["reason"], as: principal)
            },
        ]

    /// Something done to a cycle, with the texts and numbers that it takes.
    static func act<Done: Sendable>(
        _ route: Route, _ summary: String, for roles: Set<Role>, _ texts: [String],
        also others: [String] = [], numbers: [String] = [], alsoNumbers: [String] = [],
        _ work:
            @escaping @Sendable (Workflows, SentToCycle, _ cycle: String, Principal) throws -> Done
    ) -> Endpoint {
        let members =
            texts.map { Schema.Member.needed($0, .text) }
            + others.map { .optional($0, .nullable(.text)) }
            + numbers.map { .needed($0, .count) }
            + alsoNumbers.map { .optional($0, .nullable(.count)) }
        return Endpoint(
            .post, route, summary, for: roles, body: .json(.object(members)),
            .json(done, "It is done", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            var sent = SentToCycle(book: ask.house.indicators, plans: ask.house.plans)
            for name in texts + others {
                sent.texts[name] = fields.text(
                    name, required: texts.contains(name),
                    maximum: CommissioningModule.greatestTextLength)
            }
            for name in numbers + alsoNumbers {
                sent.numbers[name] = fields.wholeNumber(
                    name, required: numbers.contains(name))
            }
            try fields.refuseProblems()
            let (workflows, key, taken) = (ask.house.workflows, ask.path("cycle"), sent)
            return try await ask.creating(body) { principal in
                try work(workflows, taken, key, principal)
            } keeping: { _ in
                .object([("cycle", .string(key))])
            }
        }
    }
}

/// What a program sent, by name.
struct SentToCycle: Sendable {
    let book: IndicatorBook
    let plans: PlanBook
    var texts: [String: String] = [:]
    var numbers: [String: Int64] = [:]

    subscript(name: String) -> String { texts[name] ?? "" }

    func optional(_ name: String) -> String? { texts[name] }

    func number(_ name: String) -> Int64 { numbers[name] ?? 0 }

    /// The figure of an indicator that is named; nil where none is.
    var figure: NamedFigure? {
        get throws {
            try book.named(
                optional("indicator"), ward: optional("ward"), period: optional("period"))
        }
    }
}

extension Cycle {
    fileprivate var json: JSONValue {
        .object([
            ("cycle", .string(key)), ("stage", .string(stage.rawValue)),
            ("status", .string(status.rawValue)),
        ])
    }
}
