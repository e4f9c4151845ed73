import Applications
import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Who applied and who was funded, for programs.
extension Endpoint {
    private static let by = [
        Parameter(
            name: "by",
            summary: "One table alone: a question of equality.yaml, ward, size or first-time",
            schema: .text)
    ]

    private static func shape(_ subject: String) -> Schema {
        .object([
            .needed(subject, .text), .needed("title", .text), .needed("rounds", .list(.text)),
            .needed("undecided", .list(.text)), .needed("frozenAt", .nullable(.instant)),
            .needed("minimum", .count), .needed("applied", .nullable(.count)),
            .needed("funded", .count),
            .needed("awardedPence", .pence),
            .needed(
                "tables",
                .list(
                    .object([
                        .needed("by", .text), .needed("title", .text),
                        .needed("overlapping", .boolean),
                        .needed(
                            "rows",
                            .list(
                                .object([
                                    .needed("answer", .text), .needed("title", .text),
                                    .needed("applied", .nullable(.count)),
                                    .needed("funded", .nullable(.count)),
                                    .needed("ratePercent", .nullable(.count)),
                                    .needed("awardedPence", .nullable(.pence)),
                                ]))),
                    ]))),
        ])
    }

    static let reachEndpoints = [
        Endpoint(
            .get, .roundReach,
            "Who applied to a decided round and who was funded; null where it is not told",
            for: [.officer, .decisionMaker, .auditor], query: by,
            .json(shape("round"), "The figures"), [.ruled, .tagged]
        ) { ask in
            let (house, asker, key) = (ask.house, ask.asker, ask.path("round"))
            let by = ask.query["by"]
            return ask.found(
                try await ask.read {
                    try house.reports.reach(ofRound: key, by: by, as: try asker.principal)
                        .json(try house.services.words())
                })
        },
        Endpoint(
            .get, .cycleReach,
            "Who applied to a cycle's decided rounds and who was funded, as each round tells it",
            for: [.officer, .decisionMaker, .auditor], query: by,
            .json(shape("cycle"), "The figures"), [.ruled, .tagged]
        ) { ask in
            let (house, asker, key) = (ask.house, ask.asker, ask.path("cycle"))
            let by = ask.query["by"]
            return ask.found(
                try await ask.read {
                    try house.reports.reach(ofCycle: key, by: by, as: try asker.principal)
                        .json(try house.services.words())
                })
        },
        Endpoint(
            .post, .reachFreezings,
            "Keeps the figures of a decided round for good, and lets anybody read them",
            for: [.officer], body: .json(.object([])),
            .json(
                .object([.needed("round", .text)]), "They are kept", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let fields = JSONFields(try Ask.json(body))
            try fields.refuseProblems()
            let (workflows, key) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.freezeReach(of: key, as: principal)
            } keeping: { _ in
                .object([("round", .string(key))])
            }
        },
    ]
}
