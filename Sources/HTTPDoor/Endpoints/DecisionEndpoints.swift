import Awards
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    static let decisionEndpoints = [
        Endpoint(
            .post, .proposals, "Freezes a proposal from the ranking, and shows it",
            for: [.officer],
            .json(.named("Proposal"), "The proposal", status: .created), [.ruled, .creating]
        ) { ask in
            let (house, round, asker) = (ask.house, ask.path("round"), ask.asker)
            let (kept, isRepeat) = try await ask.once([]) { principal in
                try house.workflows.propose(round: round, as: principal)
            } keeping: { (proposal: Proposal) in
                .int(proposal.number)
            }
            let number = kept.int ?? 0
            let report = try await ask.read {
                try house.reports.proposal(of: round, number: number, as: try asker.principal).json
            }
            return ask.created(
                report, isRepeat: isRepeat, at: Route.proposal.link(round, "\(number)"))
        },
        Endpoint(
            .get, .proposal, "Shows a proposal, and the decision if there is one",
            for: [.officer, .decisionMaker, .finance, .auditor],
            .json(.named("Proposal"), "The proposal; the number may be latest"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            let text = ask.path("number")
            let number = text == "latest" ? nil : Int64(text)
            guard text == "latest" || number != nil else {
                throw RequestProblem.noSuchPlace(path: ask.request.uri.path)
            }
            return ask.found(
                try await ask.read {
                    try reports.proposal(of: round, number: number, as: try asker.principal).json
                })
        },
        Endpoint(
            .post, .approvals,
            "Decides a round by approving a proposal: money is set aside, letters wait",
            for: [.decisionMaker],
            body: .json(
                .object([
                    .needed("proposal", .integer(1...Int64.max)), .needed("reason", .text),
                ])), .json(.named("Approval"), "What was decided", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let number = fields.wholeNumber("proposal", required: true)
            let reason = fields.text("reason", required: true, maximum: 5000) ?? ""
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.approve(
                    round: round, proposal: number, reason: reason, as: principal)
            } keeping: { (approval: Approval) in
                approval.proposal.decided(
                    round: round, awards: approval.awardCount, partial: approval.partialCount,
                    declined: approval.declinedCount, reserve: approval.reserveCount,
                    putOff: approval.putOffCount)
            }
        },
    ]
}
