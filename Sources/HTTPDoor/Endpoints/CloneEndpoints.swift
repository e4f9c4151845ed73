import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The next round, made from one that is there, and what it is to do better.
extension Endpoint {
    private static let proposalReaders: Set<Role> = [.officer, .decisionMaker, .auditor]

    static let cloneEndpoints = [
        Endpoint(
            .post, .roundClones,
            "Makes the next round from this one: its settings, dates a year on, and what was learned",
            for: [.officer],
            body: .json(
                .object([
                    .needed("to", .text), .optional("title", .nullable(.text)),
                    .optional("opens", .nullable(.localTime)),
                    .optional("allotmentPence", .nullable(.integer(1...9_007_199_254_740_991))),
                ])),
            .json(
                .openObject([
                    .needed("round", .text), .needed("allotmentPence", .pence),
                    .needed("fundLeftPence", .pence), .needed("needsPlan", .boolean),
                ]), "The new round, and what the fund has left: it opens with no more",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let key = fields.text("to", required: true, maximum: 40) ?? ""
            let title = fields.text("title", maximum: 100)
            let opens = fields.text("opens", maximum: 16)
            let pence = fields.wholeNumber("allotmentPence")
            try fields.refuseProblems()
            let (services, round) = (ask.house.services, ask.path("round"))
            return try await ask.creating(body) { principal in
                try services.workflows.cloneRound(
                    round,
                    RoundCloning(
                        key: key, title: title, opens: opens,
                        allotment: pence.map { Money(pence: $0).plainPounds }),
                    try services.configuration(), as: principal)
            } keeping: { (made: ClonedRound) in
                made.round.made(
                    proposals: made.proposals, unknownYears: made.unknownYears,
                    fundLeft: made.fundLeft, needsPlan: made.needsPlan)
            }
        },
        Endpoint(
            .get, .roundProposals,
            "Lists what a round is asked to do because of what earlier ones taught",
            for: proposalReaders,
            .json(.list(.openObject([.needed("proposal", .count)])), "The proposals"), [.tagged]
        ) { ask in
            let (reports, asker, round) = (ask.house.reports, ask.asker, ask.path("round"))
            return try await ask.list(.roundProposals) { row in
                try reports.roundProposals(of: round, as: try asker.principal).rows.forEach(row)
            }
        },
        Endpoint(
            .post, .roundProposalVerdicts, "Says whether a round does what is proposed, once",
            for: [.officer],
            body: .json(
                .object([
                    .needed("proposal", .count),
                    .needed("verdict", .oneOf(RoundProposal.Verdict.allCases.map(\.rawValue))),
                    .needed("reason", .text),
                ])),
            .json(.openObject([.needed("proposal", .count)]), "It is decided", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.wholeNumber("proposal", required: true)
            let typed = fields.text("verdict", required: true, maximum: 10)
            let verdict = typed.flatMap { RoundProposal.Verdict(rawValue: $0) }
            if let typed, verdict == nil {
                fields.report(
                    "verdict", "not-an-option",
                    [
                        "value": typed,
                        "options": RoundProposal.Verdict.allCases.map(\.rawValue)
                            .joined(separator: ", "),
                    ])
            }
            let reason = fields.text(
                "reason", required: true, maximum: CommissioningModule.greatestTextLength)
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.decideProposal(
                    verdict ?? .left, number ?? 0, of: round, reason: reason ?? "",
                    as: principal)
            } keeping: { (number: Int64) in
                .object([("proposal", .int(number))])
            }
        },
    ]
}
