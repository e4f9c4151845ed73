import FundCore
import FundStore
import GRDB

/// What a run would pay, put forward for somebody else to approve.
public struct PaymentProposal: Sendable {
    public let id: Int64
    public let proposedBy: PersonID
    public let proposedAt: Instant
    public let instalmentCount: Int64
    public let total: Money
    public let contentSha256: String
}

extension PaymentsModule {
    /// Puts forward what a run would pay now. An earlier proposal that nobody has approved goes out
    /// of use.
    ///
    /// - Throws: `PaymentsProblem`.
    public func propose(
        _ content: consuming RunContent, of round: RoundID, in tx: borrowing WriteTx
    ) throws -> PaymentProposal {
        let person = try tx.principal.require(.finance)
        try refuseApart(
            person, .proposed, round, on: LondonTime.date(tx.now), in: tx.reading)
        let (count, total) = (content.count, content.total)
        let hash = content.sha256().description
        let id = try tx.insert(
            """
            INSERT INTO paymentProposal
              (roundId, proposedById, proposedAt, instalmentCount, totalPence, contentSha256)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [round.rawValue, person.rawValue, tx.now.milliseconds, count, total.pence, hash])
        try tx.audit(
            "payment.proposal", "round:\(round.rawValue)",
            [
                ("proposal", .int(id)), ("instalments", .int(count)),
                ("totalPence", .int(total.pence)), ("content", .string(hash)),
            ])
        return PaymentProposal(
            id: id, proposedBy: person, proposedAt: tx.now, instalmentCount: count, total: total,
            contentSha256: hash)
    }

    /// The newest proposal of a round that nobody has approved.
    public func openProposal(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> PaymentProposal? {
        try tx.first(
            """
            SELECT id, proposedById, proposedAt, instalmentCount, totalPence, contentSha256
            FROM paymentProposal
            WHERE id = (SELECT max(id) FROM paymentProposal WHERE roundId = ?)
              AND id NOT IN (SELECT proposalId FROM paymentRun WHERE proposalId IS NOT NULL)
            """, [round.rawValue]
        ) {
            PaymentProposal(
                id: $0[0], proposedBy: PersonID($0[1]), proposedAt: Instant(milliseconds: $0[2]),
                instalmentCount: $0[3], total: Money(pence: $0[4]), contentSha256: $0[5])
        }
    }
}
