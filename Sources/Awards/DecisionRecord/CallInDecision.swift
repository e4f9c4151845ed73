import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// Suspends a published decision that has no effect yet, until it is said what came of it.
    ///
    /// - Parameter by: who wants it, a person or a body.
    /// - Throws: `InvalidInput`, `AwardsProblem.notDecided`, `DecisionRecordProblem`.
    public func callIn(
        _ round: RoundID, key: String, by: String?, reason: String, in tx: borrowing WriteTx
    ) throws {
        let recorder = try tx.principal.require(.decisionMaker, .officer)
        let standing = try decided(round, key: key, in: tx.reading)
        let today = LondonTime.date(tx.now)
        guard let publication = standing.publication, publication.publishedOn <= today else {
            throw DecisionRecordProblem.unpublished(round: key)
        }
        guard standing.callIn == nil else {
            throw DecisionRecordProblem.calledInBefore(round: key)
        }
        guard today < publication.effectiveOn else {
            throw DecisionRecordProblem.inEffect(round: key, since: publication.effectiveOn)
        }
        let (by, reason) = (by?.trimmed ?? "", reason.trimmed)
        var problems: [FieldProblem] = []
        if by.unicodeScalars.count > 200 {
            problems.append(FieldProblem("by", "too-long", ["maximum": "200"]))
        }
        if let problem = Self.problem(with: reason, at: "reason") { problems.append(problem) }
        guard problems.isEmpty else { throw InvalidInput("call-in", problems) }
        let id = standing.decision.id.rawValue
        try tx.execute(
            """
            INSERT INTO awardCallIn
              (decisionId, publishedOn, effectiveOn, calledInOn, calledInBy, reason, recordedById,
               recordedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, "\(publication.publishedOn)", "\(publication.effectiveOn)", "\(today)",
                by.isEmpty ? nil : by, reason, recorder.rawValue, tx.now.milliseconds,
            ])
        try tx.audit("decision.callIn", "decision:\(id)")
    }

    /// Says what came of a call-in.
    ///
    /// - Parameter effectiveOn: from when a decision that was upheld has effect, today or later; nil
    ///   for today.
    /// - Throws: `InvalidInput`, `AwardsProblem.notDecided`, `DecisionRecordProblem`: not called in, or
    ///   settled by somebody who was first.
    public func endCallIn(
        _ round: RoundID, key: String, _ verdict: CallInVerdict, effectiveOn: LocalDate?,
        reason: String, in tx: borrowing WriteTx
    ) throws {
        let recorder = try tx.principal.require(.decisionMaker, .officer)
        let standing = try decided(round, key: key, in: tx.reading)
        guard let callIn = standing.callIn else {
            throw DecisionRecordProblem.notCalledIn(round: key)
        }
        if let outcome = standing.outcome {
            throw DecisionRecordProblem.settledBefore(round: key, outcome.verdict)
        }
        let proposal = try proposal(of: round, key: key, number: nil, in: tx.reading)
        try refuseBarred(recorder, proposal.id, in: tx.reading)
        let (today, reason) = (LondonTime.date(tx.now), reason.trimmed)
        var problems: [FieldProblem] = []
        if let day = effectiveOn {
            if verdict == .returned {
                problems.append(FieldProblem("effective", "date-of-returned"))
            }
            if let problem = Self.problem(with: day, at: "effective", from: today) {
                problems.append(problem)
            }
        }
        if let problem = Self.problem(with: reason, at: "reason") { problems.append(problem) }
        guard problems.isEmpty else { throw InvalidInput("outcome", problems) }
        let effect = verdict == .upheld ? effectiveOn ?? today : nil
        let id = standing.decision.id.rawValue
        try tx.execute(
            """
            INSERT INTO awardCallInOutcome
              (decisionId, verdict, calledInOn, endedOn, effectiveOn, reason, recordedById,
               recordedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id, verdict.rawValue, "\(callIn.on)", "\(today)", effect?.description, reason,
                recorder.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "decision.resumption", "decision:\(id)",
            [
                ("verdict", .string(verdict.rawValue)),
                ("effectiveOn", .optional(effect?.description)),
            ])
    }
}
