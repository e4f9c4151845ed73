import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// What a round was asked to do because of what earlier ones taught.
public struct RoundProposalReport: Sendable {
    public let round: Round
    public let proposals: [RoundProposal]
    public let emails: [PersonID: String]

    /// Rows of `Listing.roundProposals`.
    public var rows: [[JSONValue]] {
        proposals.map { proposal in
            let decision = proposal.decision
            return [
                .int(proposal.number), .string(proposal.text), .optional(proposal.evidence),
                .optional(proposal.lesson?.rawValue), .optional(decision?.verdict.rawValue),
                .optional(decision?.reason), .optional(decision?.on),
                .optional(decision.flatMap { emails[$0.person] }),
            ]
        }
    }
}

extension Listing {
    public static let roundProposals = Listing([
        Column("proposal", .plain), Column("proposed", .text), Column("evidence", .text),
        Column("lesson", .plain), Column("became", .plain, said: "proposal-verdict"),
        Column("reason", .text), Column("decidedOn", .plain), Column("decidedBy", .text),
    ])
}

extension Reports {
    /// Proposals that nobody has decided about, until the round is decided itself.
    func waitingLearned(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard principal.has(.officer), round.status != .decided else { return [] }
        let open = try commissioning.roundProposals(of: round.id, in: tx).count {
            $0.decision == nil
        }
        return open > 0 ? [.learned(open)] : []
    }

    /// - Throws: `RoundsProblem.unknown`.
    public func roundProposals(
        of key: String, as principal: Principal
    ) throws -> RoundProposalReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let proposals = try commissioning.roundProposals(of: round.id, in: tx)
            return RoundProposalReport(
                round: round, proposals: proposals,
                emails: try identity.emails(
                    of: proposals.compactMap { $0.decision?.person }, in: tx))
        }
    }
}

extension Round {
    /// A round that was just made from another, as both doors tell it.
    ///
    /// - Parameters:
    ///   - fundLeft: what the fund has left for rounds.
    ///   - needsPlan: whether it opens by an approved Plan alone.
    public func made(
        proposals: Int, unknownYears: [Int], fundLeft: Money, needsPlan: Bool
    ) -> JSONValue {
        let dates = plan.timetable
        return .object([
            ("round", .string(key)), ("title", .string(plan.title)),
            ("opens", .string("\(dates.opens)")), ("closes", .string("\(dates.closes)")),
            ("panelMeets", .string("\(dates.panelMeets)")),
            ("decision", .string("\(dates.decision)")),
            ("proposals", .int(Int64(proposals))),
            ("unknownYears", .array(unknownYears.map { .int(Int64($0)) })),
            ("allotmentPence", .int(plan.allotment.pence)),
            ("fundLeftPence", .int(fundLeft.pence)), ("needsPlan", .bool(needsPlan)),
        ])
    }
}
