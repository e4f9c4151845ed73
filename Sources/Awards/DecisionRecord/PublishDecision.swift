import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// Writes what a decision says beside its reason; until it is published, writing again puts the
    /// later one in its place.
    ///
    /// - Parameter condition: the state that the writer last saw it in.
    /// - Throws: `InvalidInput`, `EditProblem`, `AwardsProblem.notDecided`, `DecisionRecordProblem`.
    public func write(
        _ record: DecisionRecord, of round: RoundID, key: String, if condition: EditCondition,
        in tx: borrowing WriteTx
    ) throws {
        let writer = try tx.principal.require(.decisionMaker)
        let standing = try decided(round, key: key, in: tx.reading)
        if let publication = standing.publication {
            throw DecisionRecordProblem.publishedBefore(round: key, on: publication.publishedOn)
        }
        let problems = record.parts.compactMap { Self.problem(with: $0.text, at: $0.name) }
        guard problems.isEmpty else { throw InvalidInput("record", problems) }
        guard record != standing.record else { return }
        try condition.check(standing.record?.tag)
        let id = standing.decision.id.rawValue
        try tx.execute(
            """
            INSERT INTO awardDecisionRecord
              (decisionId, number, recommendation, outcomes, alternatives, writtenById, writtenAt)
            VALUES (?1, 1 + (SELECT count(*) FROM awardDecisionRecord WHERE decisionId = ?1), ?2,
              ?3, ?4, ?5, ?6)
            """,
            [
                id, record.recommendation, record.outcomes, record.alternatives, writer.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit("decision.record", "decision:\(id)")
    }

    /// Publishes a decision, and works out from when it has effect.
    ///
    /// - Parameters:
    ///   - day: today or later; nil for today.
    ///   - period: how long it can be called in.
    /// - Throws: `InvalidInput` for a day that is past or far away, `BankHolidaysProblem`,
    ///   `AwardsProblem.notDecided`, `DecisionRecordProblem`.
    public func publish(
        _ round: RoundID, key: String, on day: LocalDate?, period: CallInPeriod,
        holidays: BankHolidays, in tx: borrowing WriteTx
    ) throws -> Publication {
        let publisher = try tx.principal.require(.decisionMaker, .officer)
        let standing = try decided(round, key: key, in: tx.reading)
        if let publication = standing.publication {
            throw DecisionRecordProblem.publishedBefore(round: key, on: publication.publishedOn)
        }
        guard standing.record != nil else { throw DecisionRecordProblem.unwritten(round: key) }
        let today = LondonTime.date(tx.now)
        let publishedOn = day ?? today
        // Today is never before the day of the decision.
        if let problem = Self.problem(with: publishedOn, at: "on", from: today) {
            throw InvalidInput("publication", [problem])
        }
        let effectiveOn = try period.effectiveDate(publishedOn: publishedOn, holidays)
        let id = standing.decision.id.rawValue
        try tx.execute(
            """
            INSERT INTO awardPublication
              (decisionId, recordNumber, decidedOn, recordedOn, publishedOn, workingDays,
               countsPublicationDay, effectiveOn, publishedById, publishedAt)
            VALUES (?1, (SELECT max(number) FROM awardDecisionRecord WHERE decisionId = ?1), ?2,
              ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                id, "\(standing.decision.decidedOn)", "\(today)", "\(publishedOn)",
                period.workingDays, period.countsPublicationDay, "\(effectiveOn)",
                publisher.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "decision.publication", "decision:\(id)",
            [
                ("publishedOn", .string("\(publishedOn)")),
                ("effectiveOn", .string("\(effectiveOn)")),
            ])
        return Publication(
            publishedOn: publishedOn, effectiveOn: effectiveOn, publishedBy: publisher,
            period: period)
    }

    /// Adds to a published record what was wrong in it.
    /// - Throws: `InvalidInput`, `AwardsProblem.notDecided`, `DecisionRecordProblem.unpublished`.
    public func correct(
        _ round: RoundID, key: String, text: String, in tx: borrowing WriteTx
    ) throws {
        let corrector = try tx.principal.require(.decisionMaker, .officer)
        let standing = try decided(round, key: key, in: tx.reading)
        guard standing.publication != nil else {
            throw DecisionRecordProblem.unpublished(round: key)
        }
        let text = text.trimmed
        if let problem = Self.problem(with: text, at: "text") {
            throw InvalidInput("correction", [problem])
        }
        let id = standing.decision.id.rawValue
        try tx.execute(
            """
            INSERT INTO awardDecisionCorrection
              (decisionId, number, correctedOn, text, correctedById, correctedAt)
            VALUES (?1, 1 + (SELECT count(*) FROM awardDecisionCorrection WHERE decisionId = ?1),
              ?2, ?3, ?4, ?5)
            """,
            [
                id, "\(LondonTime.date(tx.now))", text, corrector.rawValue, tx.now.milliseconds,
            ])
        try tx.audit("decision.correction", "decision:\(id)")
    }

    func decided(
        _ round: RoundID, key: String, in tx: borrowing ReadTx
    ) throws -> DecisionStanding {
        guard let standing = try standing(of: round, in: tx) else {
            throw AwardsProblem.notDecided(round: key)
        }
        return standing
    }

    /// A day may be today, or at most a year away: a slip of the finger would hold everything up.
    static func problem(
        with day: LocalDate, at place: String, from today: LocalDate
    ) -> FieldProblem? {
        let latest = today.adding(days: 366)
        if day < today { return FieldProblem(place, "date-too-early", ["date": "\(today)"]) }
        if day > latest { return FieldProblem(place, "date-too-late", ["date": "\(latest)"]) }
        return nil
    }

    static func problem(with text: String, at place: String) -> FieldProblem? {
        if text.isEmpty { return FieldProblem(place, "missing") }
        guard text.unicodeScalars.count <= DecisionRecord.greatestLength else {
            return FieldProblem(
                place, "too-long", ["maximum": "\(DecisionRecord.greatestLength)"])
        }
        return nil
    }
}
