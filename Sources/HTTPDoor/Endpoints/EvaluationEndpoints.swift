import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// What a cycle came to, for programs.
extension Endpoint {
    private static let counts: [Schema.Member] = [
        .needed("met", .count), .needed("partly", .count), .needed("notMet", .count),
        .needed("cannotTell", .count),
    ]

    private static let evaluationShape = Schema.object([
        .needed("cycle", .text), .needed("title", .text),
        .needed(
            "rounds",
            .list(
                .object([
                    .needed("round", .text), .needed("allottedPence", .pence),
                    .needed("awardedPence", .pence), .needed("paidPence", .pence),
                    .needed("returnedPence", .pence), .needed("awards", .count),
                    .needed("closed", .count),
                ]))),
        .needed(
            "byPriority",
            .list(
                .object(
                    [
                        .needed("round", .text), .needed("priority", .text),
                        .needed("title", .text), .needed("awards", .count),
                        .needed("paidPence", .pence), .needed("told", .count),
                        .needed("people", .count), .needed("perPersonPence", .nullable(.pence)),
                    ] + counts + [
                        .needed(
                            "outcomes",
                            .list(
                                .object(
                                    [.needed("outcome", .text), .needed("title", .text)]
                                        + counts + [
                                            .needed("paidPence", .pence),
                                            .needed("perMetPence", .nullable(.pence)),
                                        ])))
                    ]))),
        .needed(
            "returns",
            .object([
                .needed("asked", .count), .needed("accepted", .count),
                .needed("waiting", .count), .needed("waived", .count),
                .needed("missing", .count), .needed("late", .count),
            ])),
        .needed(
            "feedback",
            .list(
                .object([
                    .needed("capacity", .oneOf(AwardFeedback.Capacity.allCases.map(\.rawValue))),
                    .needed("count", .count), .needed("yes", .count), .needed("no", .count),
                    .needed("unsure", .count),
                ]))), .needed("concerns", .count),
        .needed("lessons", .list(.openObject([.needed("lesson", .count)]))),
        .needed(
            "byKind",
            .list(
                .object([
                    .needed("kind", .nullable(.text)), .needed("budgetPence", .pence),
                    .needed("spentPence", .pence), .needed("awards", .count),
                ]))),
    ])

    static let evaluationEndpoints = [
        Endpoint(
            .get, .cycleEvaluation,
            "What a cycle came to: money, outcomes and their cost, returns, feedback, lessons",
            for: [.officer, .decisionMaker, .auditor], .json(evaluationShape, "The evaluation"),
            [.tagged]
        ) { ask in
            let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
            return ask.found(
                try await ask.read { try reports.evaluation(of: key, as: try asker.principal).json }
            )
        }
    ]
}
