import FundCore
import HTTPTypes
import Hummingbird
import Publishing

extension Endpoint {
    /// What helps to decide, and decides nothing.
    static let adviceEndpoints = [
        Endpoint(
            .get, .sensitivity,
            "Shows where the ranking would tip, and how far members are apart",
            for: [.officer, .decisionMaker, .auditor],
            .json(.named("Sensitivity"), "What small changes would do"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return ask.found(
                try await ask.readSlowly {
                    try reports.sensitivity(of: round, as: try asker.principal).json
                })
        },
        Endpoint(
            .get, .allocations,
            "Shares the money out in several ways, side by side, with something tried or not",
            for: [.officer, .decisionMaker, .auditor],
            query: [
                Parameter(
                    name: "budget", summary: "What if there were this much money: £25,000.",
                    schema: .text),
                Parameter(
                    name: "cap", summary: "What if nobody could get more: £4,000.", schema: .text),
                Parameter(
                    name: "weights",
                    summary: "What if criteria counted so much: need=30%,lens=10%.",
                    schema: .text),
                Parameter(
                    name: "threshold",
                    summary: "What if a score out of 100 below this got nothing: 60.",
                    schema: .text),
            ],
            .json(.named("AllocationComparison"), "Each way, and what it would change"),
            [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            let query = ask.query
            return ask.found(
                try await ask.readSlowly {
                    let whatIf = try WhatIf(
                        budget: query["budget"], cap: query["cap"],
                        weights: try WhatIf.weights(
                            (query["weights"] ?? "").split(separator: ",").map(String.init)),
                        threshold: query["threshold"])
                    return try reports.allocations(
                        of: round, whatIf, seconds: Visit.searchSeconds, as: try asker.principal
                    ).json
                })
        },
    ]
}
