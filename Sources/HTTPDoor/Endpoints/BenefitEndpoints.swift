import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// The benefits that a cycle named, and whether they came about.
extension Endpoint {
    static let benefitEndpoints =
        [
            Endpoint(
                .get, .cycleBenefits, "Lists the benefits of a cycle, and whether they came about",
                for: [.officer, .decisionMaker, .auditor],
                .json(
                    .list(.openObject([.needed("number", .count), .needed("benefit", .text)])),
                    "The benefits"), [.tagged]
            ) { ask in
                let (reports, asker, key) = (ask.house.reports, ask.asker, ask.path("cycle"))
                return try await ask.list(.benefits) { row in
                    try reports.benefits(of: key, as: try asker.principal).rows.forEach(row)
                }
            },
            act(
                .cycleBenefits,
                "Names a benefit of a priority, known by words or by an indicator's figure",
                for: [.officer], ["benefit", "priority", "owner"],
                also: ["knownBy", "indicator", "ward", "period"]
            ) {
                try $0.nameBenefit(
                    $1["benefit"], of: $1["priority"], owner: $1["owner"],
                    knownBy: $1.optional("knownBy"), figure: try $1.figure, in: $2, as: $3)
            },
            act(
                .cycleBenefitVerdicts, "Says whether a benefit came about: yes, partly or no",
                for: [.officer], ["realised", "because"], numbers: ["benefit"]
            ) { workflows, sent, key, principal in
                guard let realised = Benefit.Realised(rawValue: sent["realised"]) else {
                    let options = Benefit.Realised.allCases.map(\.rawValue)
                    throw InvalidInput(
                        "body",
                        [
                            FieldProblem(
                                "realised", "not-an-option",
                                [
                                    "value": sent["realised"],
                                    "options": options.joined(separator: ", "),
                                ])
                        ])
                }
                return try workflows.realiseBenefit(
                    sent.number("benefit"), realised, because: sent["because"], in: key,
                    as: principal)
            },
        ]
}
