import Awards
import Correspondence
import FundCore
import FundStore
import Payments
import Rounds

extension Workflows {
    /// Writes what a decision says beside its reason; it can be written again until it is published.
    /// Words of the record that tell of somebody who applied are refused, here and wherever else
    /// some are written.
    ///
    /// - Parameter condition: the state that the writer last saw it in.
    /// - Throws: `InvalidInput`, `EditProblem`, `AwardsProblem.notDecided`, `DecisionRecordProblem`.
    public func writeRecord(
        _ record: DecisionRecord, ofRound key: String, if condition: EditCondition = .anything,
        as principal: Principal
    ) throws {
        try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            try refusePrivate(record, of: round, tx.reading)
            try awards.write(record, of: round, key: key, if: condition, in: tx)
        }
    }

    /// Publishes the decision on a round.
    ///
    /// - Parameters:
    ///   - day: today or later; nil for today.
    ///   - holidays: as the officer's files have them now: days are added to them after a round has
    ///     opened.
    /// - Throws: `InvalidInput`, `BankHolidaysProblem`, `DecisionRecordProblem`.
    public func publishDecision(
        round key: String, on day: LocalDate?, holidays: BankHolidays, as principal: Principal
    ) throws -> Publication {
        try principal.require(.decisionMaker, .officer)
        return try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            // It may have been written before such words were refused, and can be written anew.
            if let record = try awards.standing(of: round, in: tx.reading)?.record {
                try refusePrivate(record, of: round, tx.reading)
            }
            let publication = try awards.publish(
                round, key: key, on: day,
                period: try rounds.section(.callIn, of: round, in: tx.reading),
                holidays: holidays, in: tx)
            // What was sent back and decided anew is told from the day on which anybody can read it.
            try correspondence.endHold(
                of: round,
                at: LocalDateTime(date: publication.publishedOn, hour: 0, minute: 0)?.instant,
                in: tx)
            return publication
        }
    }

    /// Suspends a published decision before it takes effect.
    ///
    /// - Parameter by: who wants it, a person or a body.
    /// - Throws: `InvalidInput`, `DecisionRecordProblem`.
    public func callIn(
        round key: String, by: String?, reason: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker, .officer)
        try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            try refusePrivate(
                [("by", by), ("reason", reason)], in: "call-in", of: round, tx.reading)
            try awards.callIn(round, key: key, by: by, reason: reason, in: tx)
            // What was let go and has not left waits as well.
            try correspondence.hold(round, in: tx)
        }
    }

    /// Says what came of a call-in.
    ///
    /// - Parameter effectiveOn: from when a decision that was upheld has effect; nil for today.
    /// - Throws: `InvalidInput`, `DecisionRecordProblem`.
    public func endCallIn(
        round key: String, _ verdict: CallInVerdict, effectiveOn: LocalDate?, reason: String,
        as principal: Principal
    ) throws {
        try principal.require(.decisionMaker, .officer)
        try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            try refusePrivate([("reason", reason)], in: "outcome", of: round, tx.reading)
            try awards.endCallIn(
                round, key: key, verdict, effectiveOn: effectiveOn, reason: reason, in: tx)
            if verdict == .upheld { try correspondence.endHold(of: round, in: tx) }
        }
    }

    /// Decides a round anew whose decision was sent back: on the same awards, for reasons and with
    /// dates of its own.
    /// - Throws: `InvalidInput`, `AwardsProblem`, `DecisionRecordProblem`.
    public func decideAnew(
        round key: String, reason: String, as principal: Principal
    ) throws -> Decision {
        try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            try refuseOwnRound(try rounds.round(round, in: tx.reading), in: tx)
            try refusePrivate([("reason", reason)], in: "decision", of: round, tx.reading)
            let decision = try awards.decideAnew(round, key: key, reason: reason, in: tx)
            // Whoever decided pays nothing by it.
            try payments.bar(
                scorers: [], deciders: [decision.decidedBy], of: round, in: tx)
            return decision
        }
    }

    /// Adds to a published decision what was wrong in it.
    /// - Throws: `InvalidInput`, `DecisionRecordProblem`.
    public func correctDecision(
        round key: String, text: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker, .officer)
        try store.write(as: principal) { tx in
            let round = try keptRound(key, in: tx.reading)
            try refusePrivate([("text", text)], in: "correction", of: round, tx.reading)
            try awards.correct(round, key: key, text: text, in: tx)
        }
    }

    /// A round that keeps a record of its decision.
    /// - Throws: `RoundsProblem.unknown`, `AwardsProblem.notDecided`,
    ///   `DecisionRecordProblem.notKept`.
    private func keptRound(_ key: String, in tx: borrowing ReadTx) throws -> RoundID {
        let round = try rounds.round(key, in: tx)
        guard round.status == .decided else { throw AwardsProblem.notDecided(round: key) }
        guard try rounds.controls(of: round.id, in: tx).has(.callIn) else {
            throw DecisionRecordProblem.notKept(round: key)
        }
        return round.id
    }
}
