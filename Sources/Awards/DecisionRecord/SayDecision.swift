extension DecisionStanding {
    /// The same, with the words that were typed for it as `said` gives them. Who called it in
    /// stays: that is a body, or somebody who holds an office.
    public func saying(_ said: (String) -> String) -> DecisionStanding {
        DecisionStanding(
            decision: Decision(
                id: decision.id, proposalNumber: decision.proposalNumber,
                decidedBy: decision.decidedBy, decidedOn: decision.decidedOn,
                reason: said(decision.reason)),
            record: record.map {
                DecisionRecord(
                    recommendation: said($0.recommendation), outcomes: said($0.outcomes),
                    alternatives: said($0.alternatives))
            }, publication: publication,
            callIn: callIn.map {
                CallIn(on: $0.on, by: $0.by, reason: said($0.reason), recordedBy: $0.recordedBy)
            },
            outcome: outcome.map {
                CallInOutcome(
                    verdict: $0.verdict, on: $0.on, effectiveOn: $0.effectiveOn,
                    reason: said($0.reason), recordedBy: $0.recordedBy)
            },
            corrections: corrections.map {
                DecisionCorrection(on: $0.on, text: said($0.text), by: $0.by)
            })
    }
}

extension ReserveProposal {
    /// The same, with the words that were typed for it as `said` gives them.
    public func saying(_ said: (String) -> String) -> ReserveProposal {
        ReserveProposal(
            id: id, application: application, amount: amount, orderReason: orderReason.map(said),
            proposedBy: proposedBy, proposedAt: proposedAt,
            decision: decision.map {
                Decision(
                    verdict: $0.verdict, reason: said($0.reason), decidedBy: $0.decidedBy,
                    decidedOn: $0.decidedOn, effectiveOn: $0.effectiveOn)
            },
            callIn: callIn.map {
                CallIn(
                    on: $0.on, by: $0.by, reason: said($0.reason), verdict: $0.verdict,
                    outcomeReason: $0.outcomeReason.map(said))
            }, madeOn: madeOn,
            drop: drop.map { Drop(on: $0.on, reason: said($0.reason), by: $0.by) })
    }
}
