import FundCore
import FundStore
import GRDB

/// What a ward councillor or a community worker saw of an award.
public struct AwardFeedback: Sendable {
    public enum Capacity: String, Sendable, CaseIterable {
        case councillor, communityWorker
    }

    public enum Again: String, Sendable, CaseIterable {
        case yes, no, unsure
    }

    /// Of the award's feedback, from 1.
    public let number: Int64
    /// From 1; each correction is one more.
    public let version: Int64
    public let capacity: Capacity
    /// The day on which they saw it.
    public let seenOn: LocalDate
    public let saw: String
    /// Whether they would fund it again.
    public let wouldFund: Again
    public let recordedBy: PersonID
    /// The day in London.
    public let recordedOn: String
}

/// Feedback as somebody tells it.
public struct FeedbackSaid: Sendable {
    public let capacity: AwardFeedback.Capacity
    public let seenOn: LocalDate
    public let saw: String
    public let wouldFund: AwardFeedback.Again

    public init(
        capacity: AwardFeedback.Capacity, seenOn: LocalDate, saw: String,
        wouldFund: AwardFeedback.Again
    ) {
        self.capacity = capacity
        self.seenOn = seenOn
        self.saw = saw
        self.wouldFund = wouldFund
    }
}

extension CommissioningModule {
    /// The feedback on an award as it stands, by number.
    public func feedback(on award: AwardID, in tx: borrowing ReadTx) throws -> [AwardFeedback] {
        try tx.list(
            """
            SELECT number, version, capacity, seenOn, saw, wouldFund, recordedById, recordedOn
            FROM commissioningFeedback AS said WHERE awardId = ?1 AND version = (
              SELECT max(version) FROM commissioningFeedback AS same
              WHERE same.awardId = ?1 AND same.number = said.number)
            ORDER BY number
            """, [award.rawValue]
        ) {
            AwardFeedback(
                number: $0[0], version: $0[1],
                capacity: AwardFeedback.Capacity(rawValue: $0[2]) ?? .communityWorker,
                seenOn: LocalDate($0[3] as String) ?? LocalDate(daysSince1970: 0), saw: $0[4],
                wouldFund: AwardFeedback.Again(rawValue: $0[5]) ?? .unsure,
                recordedBy: PersonID($0[6]), recordedOn: $0[7])
        }
    }

    /// Records what somebody saw of an award, or corrects what was recorded.
    ///
    /// - Parameter number: what is corrected; nil for something new.
    /// - Returns: its number.
    /// - Throws: `InvalidInput` with everything that is wrong, `ReviewProblem`.
    public func recordFeedback(
        _ said: FeedbackSaid, correcting number: Int64?, on award: AwardID,
        in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let saw = written.words(said.saw, "saw", maximum: 2000)
        if said.seenOn > LondonTime.date(tx.now) {
            written.problems.append(FieldProblem("seenOn", "in-the-future"))
        }
        try written.refuseProblems()
        let known = try feedback(on: award, in: tx.reading)
        let former = known.first { $0.number == number }
        if let number, former == nil { throw ReviewProblem.feedbackUnknown(number: number) }
        let place = number ?? Int64(known.count + 1)
        try tx.execute(
            """
            INSERT INTO commissioningFeedback
              (awardId, number, version, capacity, seenOn, saw, wouldFund, recordedById,
               recordedAt, recordedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, place, (former?.version ?? 0) + 1, said.capacity.rawValue,
                "\(said.seenOn)", saw, said.wouldFund.rawValue, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            "award.feedback", "award:\(award.rawValue)",
            [("feedback", .int(place)), ("version", .int((former?.version ?? 0) + 1))])
        return place
    }
}
