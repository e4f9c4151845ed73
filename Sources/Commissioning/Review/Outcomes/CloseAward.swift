import FundCore
import FundStore
import GRDB

/// What an award's end return says, once it is accepted.
public struct EndTold: Sendable, Equatable {
    public let spent: Money
    public let people: Int64
}

extension CommissioningModule {
    /// What an award's end return says; nil before one is accepted.
    public func endTold(of award: AwardID, in tx: borrowing ReadTx) throws -> EndTold? {
        try tx.first(
            "SELECT spentPence, people FROM commissioningEndTold WHERE awardId = ?",
            [award.rawValue]
        ) { EndTold(spent: Money(pence: $0[0]), people: $0[1]) }
    }

    /// How much of an award is told to have been spent: by its end return; where that is waived, by
    /// what was accepted last, or nothing. Nil before either.
    public func spentTold(of award: AwardID, in tx: borrowing ReadTx) throws -> Money? {
        if let told = try endTold(of: award, in: tx) { return told.spent }
        guard try waiver(of: award, in: tx) != nil else { return nil }
        return try tx.first(
            """
            SELECT spentPence FROM commissioningReturn AS asked
            JOIN commissioningReturnVersion AS sent ON sent.returnId = asked.id
            JOIN commissioningReturnJudgement ON versionId = sent.id
            WHERE awardId = ? AND verdict = 'accepted' ORDER BY sent.id DESC LIMIT 1
            """, [award.rawValue], { Money(pence: $0[0]) }) ?? .zero
    }

    /// Whether an award's end return is accepted, or none is needed.
    func isEnded(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        if try endTold(of: award, in: tx) != nil { return true }
        return try waiver(of: award, in: tx) != nil
    }

    func isClosed(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM commissioningClosed WHERE awardId = ?", [award.rawValue],
            { _ in true }) ?? false
    }

    /// The awards of a round whose end return is accepted or waived, and that are not closed; and
    /// whether each is assessed.
    public func ended(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(award: AwardID, isAssessed: Bool)] {
        try tx.list(
            """
            SELECT awardId, awardId IN (SELECT awardId FROM commissioningAssessment) FROM (
              SELECT awardId FROM commissioningEndTold WHERE roundId = ?1
              UNION SELECT awardId FROM commissioningLetGo WHERE roundId = ?1)
            WHERE awardId NOT IN (SELECT awardId FROM commissioningClosed) ORDER BY awardId
            """, [round.rawValue]
        ) { (AwardID($0[0]), $0[1]) }
    }

    func isUnread(_ award: AwardID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM commissioningUnread WHERE awardId = ?", [award.rawValue],
            { _ in true }) ?? false
    }

    /// What keeps an award from being closed for the sake of what is told of it.
    public func closingGaps(of award: AwardID, in tx: borrowing ReadTx) throws -> [FieldProblem] {
        var gaps: [FieldProblem] = []
        if try !isEnded(award, in: tx) {
            gaps.append(FieldProblem("returns", "closing-no-return"))
        }
        if try isUnread(award, in: tx) {
            gaps.append(FieldProblem("returns", "closing-return-unread"))
        }
        if try assessments(of: award, in: tx).isEmpty {
            gaps.append(FieldProblem("assessment", "closing-unassessed"))
        }
        if try concern(over: award, in: tx) != nil {
            gaps.append(FieldProblem("concern", "closing-concern"))
        }
        return gaps
    }

    /// Ends what is asked and said of an award; or lets it go on.
    public func setClosed(
        _ isClosed: Bool, _ award: AwardID, in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.officer, .decisionMaker])
        }
        try tx.execute(
            """
            INSERT INTO commissioningClosing (awardId, isClosed, setById, setAt)
            VALUES (?, ?, ?, ?)
            """, [award.rawValue, isClosed, person.rawValue, tx.now.milliseconds])
    }
}
