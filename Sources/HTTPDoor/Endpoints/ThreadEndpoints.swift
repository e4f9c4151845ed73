import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing

/// The golden thread, from either end, and the money by priority and by need.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]

    /// An indicator's figure as it was named, and the newest of its place; both are numbers.
    private static let figure = Schema.object([
        .needed("indicator", .text), .needed("ward", .text), .needed("period", .text),
        .needed("value", .anything), .needed("newestPeriod", .nullable(.text)),
        .needed("newestValue", .anything),
    ])
    private static let need = Schema.object([
        .needed("number", .count), .needed("need", .text), .needed("place", .text),
        .needed(
            "evidence",
            .list(
                .object([
                    .needed("shownBy", .text), .needed("url", .nullable(.text)),
                    .needed("tension", .nullable(.count)), .needed("figure", .nullable(figure)),
                ]))),
    ])
    private static let lesson = Schema.object([
        .needed("lesson", .count), .needed("learned", .text), .needed("evidence", .text),
        .needed("meaning", .text), .needed("priority", .nullable(.text)),
        .needed("taken", .nullable(.text)), .needed("takenBecause", .nullable(.text)),
        .needed("decidedIn", .nullable(.text)),
    ])
    private static let sums: [Schema.Member] = [
        .needed("awards", .count), .needed("standsPence", .pence), .needed("paidPence", .pence),
    ]

    /// What a cycle's plan gives a priority or a ward, and what stands beyond it.
    private static let planned: [Schema.Member] = [
        .needed("plannedPercent", .anything), .needed("plannedPence", .nullable(.pence)),
        .needed("differencePence", .nullable(.pence)),
    ]

    static let threadEndpoints = [
        Endpoint(
            .get, .awardThread, "What led to an award, from the need on, and what became of it",
            for: seeing,
            .json(
                .object([
                    .needed("reference", .reference), .needed("organisation", .text),
                    .needed("project", .text), .needed("round", .text),
                    .needed("cycle", .nullable(.text)),
                    .needed(
                        "priorities",
                        .list(
                            .object([
                                .needed("priority", .text), .needed("title", .text),
                                .needed("chosen", .boolean), .needed("needs", .list(need)),
                            ]))),
                    .needed(
                        "criteria",
                        .list(
                            .object([
                                .needed("criterion", .text), .needed("title", .text),
                                .needed("looksFor", .list(.text)),
                                .needed("meanDecimal", .nullable(.decimal)),
                                .needed("pointsDecimal", .nullable(.decimal)),
                            ]))),
                    .needed("scoreDecimal", .nullable(.decimal)),
                    .needed("rank", .nullable(.count)), .needed("of", .count),
                    .needed(
                        "award",
                        .object([
                            .needed("awardedPence", .pence), .needed("standsPence", .pence),
                            .needed("decidedOn", .day), .needed("decidedBy", .text),
                            .needed("withdrawnOn", .nullable(.day)),
                        ])),
                    .needed(
                        "payments",
                        .list(
                            .object([
                                .needed("instalment", .count), .needed("amountPence", .pence),
                                .needed(
                                    "status",
                                    .oneOf(FollowedInstalment.Status.allCases.map(\.rawValue))),
                                .needed("run", .nullable(.text)),
                                .needed("paidOn", .nullable(.day)),
                            ]))), .needed("paidPence", .pence),
                    .needed("outcomes", threadOutcomes),
                    .needed("lessons", .list(lesson)),
                ]), "The thread"), [.ruled, .tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let reference = ask.path("reference")
            return ask.found(
                try await ask.read {
                    try reports.awardThread(of: reference, as: try asker.principal).json
                })
        },
        Endpoint(
            .get, .needThread, "What became of a need: priorities, criteria and awards",
            for: seeing,
            .json(
                .object([
                    .needed("cycle", .text), .needed("need", need),
                    .needed("withdrawnBecause", .nullable(.text)),
                    .needed(
                        "priorities",
                        .list(
                            .object([
                                .needed("priority", .text), .needed("title", .text),
                                .needed("criteria", .list(.text)),
                            ]))),
                    .needed(
                        "awards",
                        .list(
                            .object([
                                .needed("reference", .reference), .needed("organisation", .text),
                                .needed("project", .text), .needed("round", .text),
                                .needed("standsPence", .pence), .needed("paidPence", .pence),
                            ]))), .needed("standsPence", .pence), .needed("paidPence", .pence),
                    .needed("lessons", .list(lesson)),
                ]), "The thread"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let (number, key) = (ask.path("number"), ask.path("cycle"))
            return ask.found(
                try await ask.read {
                    try reports.needThread(number, of: key, as: try asker.principal).json
                })
        },
        Endpoint(
            .get, .cycleMoney, "What a cycle's rounds gave, by priority and by need", for: seeing,
            .json(
                .object([
                    .needed("cycle", .text),
                    .needed(
                        "byPriority",
                        .list(
                            .object(
                                [
                                    .needed("priority", .text), .needed("title", .text),
                                    .needed("needs", .list(.count)),
                                ] + sums + planned))),
                    .needed(
                        "byNeed",
                        .list(
                            .object(
                                [
                                    .needed("number", .count), .needed("need", .text),
                                    .needed("place", .text), .needed("priorities", .list(.text)),
                                ] + sums))), .needed("others", .object(sums)),
                    .needed("total", .object(sums)),
                    .needed("plannedPence", .nullable(.pence)),
                ]), "The money"), [.tagged]
        ) { ask in
            let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
            return ask.found(
                try await ask.read { try reports.cycleMoney(key, as: try asker.principal).json })
        },
        Endpoint(
            .get, .cycleWardMoney,
            "What a cycle's rounds gave ward by ward, against an indicator of need", for: seeing,
            query: [
                .init(
                    name: "priority", summary: "Only awards that name it, of those it chose",
                    schema: .text),
                .init(
                    name: "need", summary: "The indicator, known by ward; else that of areas.yaml",
                    schema: .text),
            ],
            .json(
                .openObject(
                    [
                        .needed("cycle", .text), .needed("priority", .nullable(.text)),
                        .needed("need", .nullable(.text)),
                        .needed(
                            "wards",
                            .list(.openObject([.needed("ward", .nullable(.text))] + planned))),
                        .needed("plannedPence", .nullable(.pence)),
                    ] + sums), "The money"), [.tagged]
        ) { ask in
            let (house, asker, key) = (ask.house, ask.asker, ask.path("cycle"))
            let (priority, need) = (ask.query["priority"], ask.query["need"])
            return ask.found(
                try await ask.read {
                    try house.reports.wardMoney(
                        key, priority: priority.flatMap { $0.isEmpty ? nil : $0 },
                        need: need.flatMap { $0.isEmpty ? nil : $0 }, house.areas,
                        house.indicators, as: try asker.principal
                    ).json
                })
        },
    ]
}
