import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

/// What is paid when: other parts, holds, and what an instalment waited for.
extension Endpoint {
    private static let done = Success.json(
        .object([.needed("reference", .text), .needed("instalments", .count)]),
        "Which award, and how many instalments were changed", status: .created)

    static let instalmentEndpoints = [
        Endpoint(
            .get, .paymentTrail,
            "Follows the money of one award, from its application to the bank's line",
            for: moneyReaders, .json(.named("PaymentTrail"), "What happened, in order"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let (round, reference) = (ask.path("round"), ask.path("reference"))
            return ask.found(
                try await ask.read {
                    try reports.paymentTrail(
                        of: reference, round: round, as: try asker.principal
                    ).json
                })
        },
        Endpoint(
            .post, .paymentPlans, "Schedules another way what no run has taken of an award",
            for: [.finance, .officer],
            body: .json(
                .object([
                    .needed("reference", .reference),
                    .needed("parts", .list(.example(.text, "50% agreement"))),
                    .needed("reason", .text),
                ])), done, [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reference = fields.text("reference", required: true, maximum: 40)
            let texts = fields.textList("parts")
            let reason = fields.text("reason", required: true, maximum: 1000)
            var parts: [InstalmentPlan.Part] = []
            for (number, text) in texts.enumerated() {
                do {
                    parts.append(try InstalmentPlan.Part(text, place: "parts[\(number)]"))
                } catch let problem as InvalidInput {
                    for field in problem.fields {
                        fields.report(field.place, field.code, field.arguments)
                    }
                }
            }
            try fields.refuseProblems()
            let plan = InstalmentPlan(parts)
            return try await ask.changingInstalments(body, of: reference ?? "") {
                workflows, round, principal in
                try workflows.planPayments(
                    of: reference ?? "", round: round, as: plan, reason: reason ?? "",
                    as: principal)
            }
        },
        Endpoint(
            .post, .paymentHolds, "Keeps an instalment back until somebody releases it",
            for: [.finance, .officer], body: .json(held("reason")), done, [.ruled, .creating]
        ) { ask in
            try await ask.changingInstalment(why: "reason") {
                try $0.holdPayment(
                    of: $1.reference, number: $1.number, round: $1.round, reason: $1.why, as: $2)
            }
        },
        Endpoint(
            .post, .holdReleases, "Lets an instalment that was held be paid again",
            for: [.finance, .officer], body: .json(held("reason")), done, [.ruled, .creating]
        ) { ask in
            try await ask.changingInstalment(why: "reason") {
                try $0.releasePayment(
                    of: $1.reference, number: $1.number, round: $1.round, reason: $1.why, as: $2)
            }
        },
        Endpoint(
            .post, .metTriggers,
            "Says that the report or receipt that an instalment waited for has come",
            for: [.finance, .officer], body: .json(held("evidence")), done, [.ruled, .creating]
        ) { ask in
            try await ask.changingInstalment(why: "evidence") {
                try $0.meetTrigger(
                    of: $1.reference, number: $1.number, round: $1.round, evidence: $1.why,
                    as: $2)
            }
        },
    ]

    private static func held(_ why: String) -> Schema {
        .object([
            .needed("reference", .reference), .optional("instalment", .count),
            .needed(why, .text),
        ])
    }
}

/// Which instalment is meant, and why.
struct NamedInstalment: Sendable {
    let round: String
    let reference: String
    let number: Int64
    let why: String
}

extension Ask {
    fileprivate func changingInstalment(
        why: String,
        _ work: @escaping @Sendable (Workflows, NamedInstalment, Principal) throws -> Void
    ) async throws -> Response {
        let body = try await bytes()
        var fields = JSONFields(try Ask.json(body))
        let reference = fields.text("reference", required: true, maximum: 40)
        let number = fields.wholeNumber("instalment")
        let reason = fields.text(why, required: true, maximum: 1000)
        try fields.refuseProblems()
        let named = NamedInstalment(
            round: path("round"), reference: reference ?? "", number: number ?? 1,
            why: reason ?? "")
        return try await changingInstalments(body, of: named.reference) {
            workflows, _, principal in
            try work(workflows, named, principal)
            return 1
        }
    }

    fileprivate func changingInstalments(
        _ body: [UInt8], of reference: String,
        _ work: @escaping @Sendable (Workflows, _ round: String, Principal) throws -> Int
    ) async throws -> Response {
        let (workflows, round) = (house.workflows, path("round"))
        return try await creating(body) { principal in
            try work(workflows, round, principal)
        } keeping: { (count: Int) in
            .object([("reference", .string(reference)), ("instalments", .int(count))])
        }
    }
}
