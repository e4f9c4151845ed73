import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// The decision on a round with all that became of it; nil where none is made.
    public func standing(of round: RoundID, in tx: borrowing ReadTx) throws -> DecisionStanding? {
        try decision(of: round, in: tx).map { try standing(of: $0, in: tx) }
    }

    /// Whether a round's decision has effect today.
    public func isInEffect(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try standing(of: round, in: tx)?.status(on: LondonTime.date(tx.now)) == .inEffect
    }

    /// A decision with all that became of it.
    func standing(of decision: Decision, in tx: borrowing ReadTx) throws -> DecisionStanding {
        let id = decision.id.rawValue
        return DecisionStanding(
            decision: decision,
            record: try tx.first(
                """
                SELECT recommendation, outcomes, alternatives FROM awardDecisionRecord
                WHERE decisionId = ? ORDER BY number DESC LIMIT 1
                """, [id]
            ) { DecisionRecord(recommendation: $0[0], outcomes: $0[1], alternatives: $0[2]) },
            publication: try tx.first(
                """
                SELECT publishedOn, effectiveOn, publishedById, workingDays, countsPublicationDay
                FROM awardPublication WHERE decisionId = ?
                """, [id]
            ) {
                Publication(
                    publishedOn: storedDay($0[0]), effectiveOn: storedDay($0[1]),
                    publishedBy: PersonID($0[2]),
                    period: CallInPeriod(workingDays: $0[3], countsPublicationDay: $0[4]))
            },
            callIn: try tx.first(
                """
                SELECT calledInOn, calledInBy, reason, recordedById FROM awardCallIn
                WHERE decisionId = ?
                """, [id]
            ) {
                CallIn(
                    on: storedDay($0[0]), by: $0[1], reason: $0[2], recordedBy: PersonID($0[3]))
            },
            outcome: try outcome(of: decision.id, in: tx),
            corrections: try tx.list(
                """
                SELECT correctedOn, text, correctedById FROM awardDecisionCorrection
                WHERE decisionId = ? ORDER BY number
                """, [id]
            ) { DecisionCorrection(on: storedDay($0[0]), text: $0[1], by: PersonID($0[2])) })
    }

    private func outcome(
        of decision: DecisionID, in tx: borrowing ReadTx
    ) throws -> CallInOutcome? {
        try tx.first(
            """
            SELECT verdict, endedOn, effectiveOn, reason, recordedById FROM awardCallInOutcome
            WHERE decisionId = ?
            """, [decision.rawValue]
        ) {
            CallInOutcome(
                // The schema holds that it is one of the two; what is not upheld has no effect.
                verdict: CallInVerdict(rawValue: $0[0]) ?? .returned, on: storedDay($0[1]),
                effectiveOn: ($0[2] as String?).map(storedDay), reason: $0[3],
                recordedBy: PersonID($0[4]))
        }
    }

    /// Passes a round whose decision has effect today.
    /// - Returns: since when; nil where nothing is decided.
    /// - Throws: `DecisionRecordProblem` that says what it waits for.
    public func requireEffect(
        of round: RoundID, key: String, in tx: borrowing ReadTx
    ) throws -> LocalDate? {
        guard let standing = try standing(of: round, in: tx) else { return nil }
        switch standing.status(on: LondonTime.date(tx.now)) {
        case .made, .scheduled: throw DecisionRecordProblem.unpublished(round: key)
        case .calledIn: throw DecisionRecordProblem.calledIn(round: key)
        case .returned: throw DecisionRecordProblem.returned(round: key)
        case .published, .upheld:
            guard let day = standing.effectiveOn else {
                throw DecisionRecordProblem.unpublished(round: key)
            }
            throw DecisionRecordProblem.notYetInEffect(round: key, from: day)
        case .inEffect: return standing.effectiveOn
        }
    }
}

/// The schema's CHECKs hold that what is stored reads as a date.
private func storedDay(_ text: String) -> LocalDate {
    LocalDate(text) ?? LocalDate(daysSince1970: 0)
}
