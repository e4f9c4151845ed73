import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Who is not represented on a round's panels.
extension Endpoint {
    static let representationEndpoints = [
        Endpoint(
            .get, .representation,
            "Shows which communities are not represented on a round's panels, and their share",
            for: [.officer, .decisionMaker, .auditor],
            .json(
                .object([
                    .needed("round", .text), .needed("version", .nullable(.count)),
                    .needed("answered", .nullable(.count)), .needed("saidOn", .nullable(.day)),
                    .needed(
                        "notRepresented",
                        .list(
                            .object([
                                .needed("community", .text), .needed("sharePercent", .anything),
                            ]))),
                ]), "Who is not represented"), [.tagged]
        ) { ask in
            let (house, asker, key) = (ask.house, ask.asker, ask.path("round"))
            return ask.found(
                try await ask.read {
                    try house.reports.representation(
                        of: key, house.areas, as: try asker.principal
                    ).json
                })
        },
        Endpoint(
            .post, .representation,
            "Says which communities no member of a round's panels belongs to",
            for: [.officer],
            body: .json(
                .object([
                    .needed(
                        "answered",
                        .integer(
                            CommissioningModule
                                .leastAnswerCount...CommissioningModule.greatestAnswerCount)),
                    .optional("missing", .nullable(.list(.text))),
                ])),
            .json(
                .object([.needed("round", .text), .needed("version", .count)]), "It is said",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let answered = fields.wholeNumber("answered", required: true)
            let missing = fields.textList("missing")
            try fields.refuseProblems()
            let (workflows, areas, key) = (
                ask.house.workflows, ask.house.areas, ask.path("round")
            )
            return try await ask.creating(body) { principal in
                try workflows.sayRepresentation(
                    missing: missing, answered: answered, of: key, areas, as: principal)
            } keeping: {
                .object([("round", .string(key)), ("version", .int($0))])
            }
        },
    ]
}
