import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What groups with an award are asked about it, for programs.
extension Endpoint {
    private static let staff: Set<Role> = [.officer, .decisionMaker, .finance, .auditor]
    private static let either: Set<Role> = [.officer, .applicant]
    private static let states = Schema.oneOf(MonitoringReturn.State.allCases.map(\.rawValue))
    private static let moments = Schema.oneOf(ReturnMoment.allCases.map(\.rawValue))

    private static let version = Schema.object([
        .needed("number", .count), .needed("sentOn", .day), .needed("sentBy", .nullable(.text)),
        .needed("paperReason", .nullable(.text)), .needed("spentPence", .pence),
        .needed("people", .count), .needed("answers", .map(.anything)),
        .needed(
            "verdict", .nullable(.oneOf(ReturnVersion.Verdict.allCases.map(\.rawValue)))),
        .needed("note", .nullable(.text)), .needed("judgedOn", .nullable(.day)),
        .needed("judgedBy", .nullable(.text)),
    ])

    private static let question = Schema.object([
        .needed("key", .text), .needed("type", .text), .needed("title", .text),
        .needed("required", .boolean),
        .needed(
            "lines",
            .nullable(
                .list(
                    .object([
                        .needed("line", .count), .needed("what", .nullable(.text)),
                        .needed("kind", .nullable(.text)), .needed("budgetPence", .pence),
                        .needed("toldPence", .nullable(.pence)),
                    ])))),
    ])

    private static let report = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("awardedPence", .pence),
        .needed(
            "concern",
            .nullable(
                .object([
                    .needed("reason", .text), .needed("since", .day),
                    .needed("by", .nullable(.text)),
                ]))),
        .needed(
            "returns",
            .list(
                .object([
                    .needed("number", .count), .needed("moment", moments),
                    .needed("state", states), .needed("dueOn", .day), .needed("isLate", .boolean),
                    .needed("questions", .list(question)),
                    .needed(
                        "draft",
                        .nullable(
                            .object([
                                .needed("version", .count), .needed("answers", .map(.anything)),
                            ]))),
                    .needed("versions", .list(version)),
                ]))),
    ])

    private static let line = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("number", .count), .needed("moment", moments), .needed("awardedPence", .pence),
        .needed("dueOn", .day), .needed("state", states), .needed("isLate", .boolean),
        .needed("sentOn", .nullable(.day)), .needed("spentPence", .nullable(.pence)),
        .needed("people", .nullable(.count)), .needed("hasConcern", .boolean),
    ])

    static let returnEndpoints =
        [
            Endpoint(
                .get, .returns, "Lists the monitoring returns of a round's awards that stand",
                for: staff,
                query: [
                    Parameter(
                        name: "late", summary: "true for those that should have been sent by now.",
                        schema: .boolean)
                ], .json(.list(line), "By award"), [.tagged]
            ) { ask in
                let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
                let isLate = try ask.flag("late")
                return try await ask.list(.returns) { row in
                    try reports.returns(of: round, isLate: isLate, as: try asker.principal).lines
                        .forEach { try row($0.row) }
                }
            },
            Endpoint(
                .post, .returns,
                "Asks each award of a round that stands for its returns, once",
                for: [.officer],
                .json(
                    .object([
                        .needed("made", .count), .needed("moved", .count),
                        .needed("waiting", .count),
                    ]), "How many were made, have another day, and wait", status: .created),
                [.ruled, .creating]
            ) { ask in
                let (house, round) = (ask.house, ask.path("round"))
                return try await ask.creating([]) { principal in
                    try house.workflows.askReturns(
                        round: round, try house.services.configuration(), as: principal)
                } keeping: { (asked: ReturnsAsked) in
                    .object([
                        ("made", .int(asked.made)), ("moved", .int(asked.moved)),
                        ("waiting", .int(asked.waiting)),
                    ])
                }
            },
            Endpoint(
                .get, .applicationReturns,
                "Shows what one award was asked for, and every version that was sent",
                for: staff.union([.applicant]), .json(report, "The returns"), [.tagged]
            ) { ask in ask.found(try await ask.returns()) },
        ] + returnActs

    private static let acts = ApplicationActs(shown: report, said: "As they are now") {
        try await $0.returns()
    }

    private static let which = Schema.Member.optional("number", .nullable(.count))
    private static let paper = Schema.Member.optional("paperReason", .nullable(.text))
    private static let seen = Schema.Member.optional("seen", .nullable(.count))

    private static let returnActs = [
        acts.act(
            Int64.self, .returnDrafts,
            "Keeps what is written of a return so far; seen is the draft's version that was read",
            for: either, [.needed("answers", .map(.anything)), which, paper, seen]
        ) { fields in
            let answers = fields.answers(isNeeded: true)
            let number = fields.wholeNumber("number")
            let (paper, seen) = (fields.reason("paperReason"), fields.wholeNumber("seen"))
            return {
                try $0.saveReturn(
                    $1, number: number, answers ?? .object([]), paperReason: paper, seen: seen,
                    as: $2)
            }
        },
        acts.act(
            Int64.self, .returnSubmissions, "Sends a return: the answers given, or what was saved",
            for: either, [.optional("answers", .nullable(.map(.anything))), which, paper, seen]
        ) { fields in
            let answers = fields.answers(isNeeded: false)
            let number = fields.wholeNumber("number")
            let (paper, seen) = (fields.reason("paperReason"), fields.wholeNumber("seen"))
            return {
                try $0.submitReturn(
                    $1, number: number, answers, paperReason: paper, seen: seen, as: $2)
            }
        },
        acts.act(
            [Int64].self, .returnAcceptances,
            "Accepts what was sent; an instalment that waits for it waits no longer",
            for: [.officer], [.needed("number", .count), .optional("note", .nullable(.text)), seen]
        ) { fields in
            let number = fields.wholeNumber("number", required: true) ?? 0
            let (note, seen) = (fields.reason("note"), fields.wholeNumber("seen"))
            return { try $0.acceptReturn($1, number: number, note: note, seen: seen, as: $2) }
        },
        acts.act(
            LocalDate.self, .returnSendBacks,
            "Sends back what was sent: the group sends another version",
            for: [.officer], [.needed("number", .count), .needed("reason", .text), seen]
        ) { fields in
            let number = fields.wholeNumber("number", required: true) ?? 0
            let reason = fields.reason("reason", isNeeded: true) ?? ""
            let seen = fields.wholeNumber("seen")
            return { try $0.sendBackReturn($1, number: number, reason: reason, seen: seen, as: $2) }
        },
        acts.act(
            Void.self, .concerns,
            "Raises a concern: nothing more of the award is paid until it ends",
            for: [.officer], [.needed("reason", .text)]
        ) { fields in
            let reason = fields.reason("reason", isNeeded: true) ?? ""
            return { try $0.setConcern(true, over: $1, reason: reason, as: $2) }
        },
        acts.act(
            Void.self, .concernEnds, "Ends the concern over an award", for: [.officer],
            [.needed("reason", .text)]
        ) { fields in
            let reason = fields.reason("reason", isNeeded: true) ?? ""
            return { try $0.setConcern(false, over: $1, reason: reason, as: $2) }
        },
    ]
}

extension Ask {
    fileprivate func returns() async throws -> JSONValue {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        return try await read {
            try reports.returnReport(reference, as: try asker.principal).json()
        }
    }
}

extension JSONFields {
    /// An object of answers by key.
    fileprivate mutating func answers(isNeeded: Bool) -> JSONValue? {
        switch value("answers") {
        case .object(let members): return .object(members)
        case nil: if isNeeded { report("answers", "missing") }
        default: report("answers", "not-object")
        }
        return nil
    }

    fileprivate mutating func reason(_ key: String, isNeeded: Bool = false) -> String? {
        text(key, required: isNeeded, maximum: 2000)
    }
}
