import FundCore
import FundStore
import GRDB

/// An application in rank order, with what it asks for.
public struct Claim: Sendable {
    public let rank: Int64
    public let application: ApplicationID
    public let reference: Reference
    public let score: String
    public let requested: Money
    /// The least the group could work with.
    public let minimum: Money
    /// Whether it reached the least that the round asks for.
    public let isFundable: Bool

    public init(
        rank: Int64, application: ApplicationID, reference: Reference, score: String,
        requested: Money, minimum: Money, isFundable: Bool = true
    ) {
        self.rank = rank
        self.application = application
        self.reference = reference
        self.score = score
        self.requested = requested
        self.minimum = minimum
        self.isFundable = isFundable
    }
}

extension Claim {
    fileprivate func line(_ award: Money) -> ProposalLine {
        ProposalLine(
            rank: rank, application: application, reference: reference, score: score,
            requested: requested, minimum: minimum, award: award, isFundable: isFundable)
    }
}

/// Why somebody may neither propose awards nor decide about them.
public enum ProposalBar: String, Sendable {
    /// They have an interest in one of its applications.
    case interest
    /// One of its round's applications is their own.
    case own
}

public enum Allocation {
    /// Walks the claims that may be funded in rank order: in full if it fits; else the remainder, where partial awards
    /// are allowed and the group could work with it; then stops.
    public static func lines(
        _ claims: [Claim], available: Money, partialAwards: Bool
    ) -> [ProposalLine] {
        var remainder = available
        var isOpen = true
        return claims.map { claim in
            var award = Money.zero
            if isOpen && claim.isFundable {
                if claim.requested <= remainder {
                    award = claim.requested
                } else {
                    if partialAwards && remainder >= claim.minimum { award = remainder }
                    isOpen = false
                }
                remainder = remainder - award
            }
            return claim.line(award)
        }
    }

    /// The claims in rank order, each with the award that is said of it.
    public static func lines(
        _ claims: [Claim], award: (ApplicationID) -> Money
    ) -> [ProposalLine] {
        claims.map { $0.line(award($0.application)) }
    }
}

extension AwardsModule {
    /// Freezes a proposal, numbered from 1 in its round.
    ///
    /// - Parameters:
    ///   - ground: what it rests on.
    ///   - scores: what says that the scores it rests on are whole.
    ///   - barred: who may not propose it either, and why.
    ///   - scorers: who may not approve it.
    /// - Throws: `AwardsProblem.interested` where whoever proposes is barred, and what the schema
    ///   refuses: in a round whose panels meet, another award than they recommended.
    public func propose(
        _ lines: [ProposalLine], for round: RoundID, key: String, available: Money,
        ground: ProposalGround, scores: ScoresGroundID,
        barred: [(person: PersonID, ground: ProposalBar)], scorers: [PersonID],
        in tx: borrowing WriteTx
    ) throws -> Proposal {
        let officer = try tx.principal.require(.officer)
        guard !barred.contains(where: { $0.person == officer }) else {
            throw AwardsProblem.interested
        }
        let total = lines.reduce(Money.zero) { $0 + $1.award }
        let id = try tx.insert(
            """
            INSERT INTO awardProposal
              (roundId, number, proposedById, proposedAt, availablePence, totalPence,
               scoresRevision, applicationsRevision, ledgerEntryId, scoresGroundId)
            VALUES (?1, 1 + (SELECT count(*) FROM awardProposal WHERE roundId = ?1), ?2, ?3, ?4,
              ?5, ?6, ?7, ?8, ?9)
            """,
            [
                round.rawValue, officer.rawValue, tx.now.milliseconds, available.pence,
                total.pence, ground.scores, ground.applications, ground.ledger.rawValue,
                scores.rawValue,
            ])
        for line in lines {
            try tx.execute(
                """
                INSERT INTO awardProposalLine
                  (proposalId, rank, applicationId, reference, score, requestedPence, minimumPence,
                   awardPence, isFundable, recommendedId)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,
                  (SELECT scoresGroundId || ':' || ?3 || ':' || ?8
                   FROM awardProposal JOIN awardRound USING (roundId)
                   WHERE awardProposal.id = ?1 AND followsMeetings = 1))
                """,
                [
                    id, line.rank, line.application.rawValue, "\(line.reference)", line.score,
                    line.requested.pence, line.minimum.pence, line.award.pence,
                    line.isFundable,
                ])
        }
        for (person, ground) in barred {
            try tx.execute(
                "INSERT INTO awardProposalBar (proposalId, personId, ground) VALUES (?, ?, ?)",
                [id, person.rawValue, ground.rawValue])
        }
        for scorer in scorers {
            try tx.execute(
                "INSERT INTO awardProposalScorer (proposalId, personId) VALUES (?, ?)",
                [id, scorer.rawValue])
        }
        try tx.execute(
            "UPDATE awardProposal SET sealedAt = ? WHERE id = ?", [tx.now.milliseconds, id])
        try tx.audit(
            "proposal.freezing", "proposal:\(id)",
            [
                ("round", .int(round.rawValue)), ("totalPence", .int(total.pence)),
                ("awards", .int(lines.count { $0.award > .zero })),
                ("scoresRevision", .int(ground.scores)),
                ("applicationsRevision", .int(ground.applications)),
            ])
        return try proposal(of: round, key: key, number: nil, in: tx.reading)
    }
}
