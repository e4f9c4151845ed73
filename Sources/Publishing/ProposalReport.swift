import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Rounds

/// A proposal as people read it before they decide.
public struct ProposalReport: Sendable {
    public let round: String
    public let number: Int64
    public let available: Money
    public let total: Money
    public let leftover: Money
    public let awardCount: Int
    /// Whether those that get money are the first ones, so that a line can be drawn below them.
    public let isParted: Bool
    /// Whether it is what the panel's meetings recommended.
    public let followsMeetings: Bool
    public let proposedBy: String
    /// Who decided by it and why, nil where it is not decided.
    public let decision: (by: String, on: LocalDate, reason: String)?
    /// What became of the decision, where the round keeps a record of it.
    public let record: DecisionReport?
    /// Rows of `Listing.proposalLines`, by rank.
    public let lines: [[JSONValue]]

    /// The applications whose scores are not all there, with how many are missing.
    public var incomplete: [(reference: String, missing: Int64)] {
        lines.compactMap { line in
            line[9].int.flatMap { $0 > 0 ? (line[1].plainText, $0) : nil }
        }
    }

    public var json: JSONValue {
        .object(members + (record.map { [("record", $0.json)] } ?? []))
    }

    private var members: [(key: String, value: JSONValue)] {
        [
            ("round", .string(round)), ("proposal", .int(number)),
            ("availablePence", .int(available.pence)), ("totalPence", .int(total.pence)),
            ("leftoverPence", .int(leftover.pence)), ("awards", .int(awardCount)),
            // The last rank that gets money: the cut line runs below it, where there is one.
            ("cutLineAfterRank", isParted ? .int(awardCount) : .null),
            ("followsMeetings", .bool(followsMeetings)), ("proposedBy", .string(proposedBy)),
            (
                "decision",
                decision.map {
                    .object([
                        ("by", .string($0.by)), ("on", .string("\($0.on)")),
                        ("reason", .string($0.reason)),
                    ])
                } ?? .null
            ),
            ("lines", .array(lines.map(Listing.proposalLines.json))),
        ]
    }
}

extension Reports {
    /// The latest proposal of a round, or the one with `number`.
    public func proposal(
        of key: String, number: Int64?, as principal: Principal
    ) throws -> ProposalReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try refuseSealed(round, principal, in: tx)
            let proposal = try awards.proposal(of: round.id, key: key, number: number, in: tx)
            let names = try applications.organisations(of: round.id, in: tx)
            let missing = Dictionary(
                uniqueKeysWithValues: try assessment.ranking(
                    of: round.id, key: key,
                    scheme: try rounds.section(.scoring, of: round.id, in: tx), in: tx
                ).map { ($0.application, $0.missingCount) })
            let followsMeetings = try rounds.controls(of: round.id, in: tx).has(.meeting)
            let said =
                followsMeetings ? try assessment.recommendations(of: round.id, in: tx) : [:]
            var lines: [[JSONValue]] = []
            var (awardCount, isParted) = (0, true)
            try awards.lines(of: proposal.id, in: tx) { line in
                if line.award > .zero {
                    awardCount += 1
                    if awardCount <= lines.count { isParted = false }
                }
                lines.append(
                    Shape.row(
                        line, organisation: names[line.application] ?? "",
                        missingCount: missing[line.application],
                        recommended: said[line.application]?.kind))
            }
            let made = try awards.decision(of: round.id, in: tx).flatMap {
                $0.proposalNumber == proposal.number ? $0 : nil
            }
            var decision: (by: String, on: LocalDate, reason: String)?
            if let made {
                decision = (
                    try identity.email(of: made.decidedBy, in: tx), made.decidedOn, made.reason
                )
            }
            return ProposalReport(
                round: key, number: proposal.number, available: proposal.available,
                total: proposal.total, leftover: proposal.leftover, awardCount: awardCount,
                isParted: isParted,
                followsMeetings: followsMeetings,
                proposedBy: try identity.email(of: proposal.proposedBy, in: tx),
                decision: decision,
                record: made == nil ? nil : try decisionReport(of: round, in: tx), lines: lines)
        }
    }
}
