import FundCore
import FundStore
import GRDB

extension AwardsModule {
    /// Who is on a round's reserve list or was put off, in the order of their ranks: the one that
    /// came closest to the money first, ties as the ranking broke them.
    public func listed(of round: RoundID, in tx: borrowing ReadTx) throws -> [Listed] {
        let proposals = try reserveProposals(of: round, in: tx)
        return try tx.list(
            """
            SELECT awardListed.applicationId, reference, kind, rank, requestedPence, minimumPence,
              ground, reason, endedById, endedAt,
              awardListed.applicationId IN (SELECT applicationId FROM award)
            FROM awardListed
            LEFT JOIN awardListedEnd ON awardListedEnd.applicationId = awardListed.applicationId
            WHERE roundId = ? ORDER BY rank
            """, [round.rawValue]
        ) { row in
            let application = ApplicationID(row[0])
            var end: (ground: ListedEndGround, reason: String, by: PersonID, at: Instant)?
            if let ground = (row[6] as String?).flatMap(ListedEndGround.init) {
                end = (ground, row[7], PersonID(row[8]), Instant(milliseconds: row[9]))
            }
            return Listed(
                application: application, reference: Reference(stored: row[1]),
                isReserve: row[2] as String == "reserve", rank: row[3],
                requested: Money(pence: row[4]), minimum: Money(pence: row[5]), end: end,
                isAwarded: row[10], proposals: proposals[application] ?? [])
        }
    }

    private func reserveProposals(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [ReserveProposal]] {
        var found: [ApplicationID: [ReserveProposal]] = [:]
        try tx.forEach(
            """
            SELECT one.id, one.applicationId, one.amountPence, one.orderReason, one.proposedById,
              one.proposedAt, said.verdict, said.reason, said.decidedById, said.decidedOn,
              said.effectiveOn, callIn.calledInOn, callIn.calledInBy, callIn.reason,
              outcome.verdict, outcome.reason, madeOn, dropped.droppedOn, dropped.reason,
              dropped.droppedById
            FROM awardReserveProposal AS one
            LEFT JOIN awardReserveDecision AS said ON said.proposalId = one.id
            LEFT JOIN awardReserveCallIn AS callIn ON callIn.proposalId = one.id
            LEFT JOIN awardReserveCallInOutcome AS outcome ON outcome.proposalId = one.id
            LEFT JOIN awardReserveMaking AS making ON making.proposalId = one.id
            LEFT JOIN awardReserveDrop AS dropped ON dropped.proposalId = one.id
            WHERE one.roundId = ? ORDER BY one.id
            """, [round.rawValue]
        ) {
            let proposal = ReserveProposal($0)
            found[proposal.application, default: []].append(proposal)
        }
        return found
    }

    /// That a round gives nothing more from its list; nil while it may.
    public func reserveClosing(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> ReserveClosing? {
        try tx.first(
            "SELECT reason, closedById, closedAt FROM awardReserveClosing WHERE roundId = ?",
            [round.rawValue]
        ) {
            ReserveClosing(
                reason: $0[0], by: PersonID($0[1]), at: Instant(milliseconds: $0[2]))
        }
    }

    /// Whom a proposal passed by because due diligence was in the way.
    public func reserveSkips(
        of proposal: ReserveProposalID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            "SELECT applicationId FROM awardReserveSkip WHERE proposalId = ?",
            [proposal.rawValue], { ApplicationID($0[0]) })
    }
}

extension ReserveProposal {
    fileprivate init(_ row: Row) {
        func day(_ place: Int) -> LocalDate? { (row[place] as String?).flatMap { LocalDate($0) } }
        var decision: Decision?
        if let verdict = (row[6] as String?).flatMap(ReserveVerdict.init), let on = day(9) {
            decision = Decision(
                verdict: verdict, reason: row[7], decidedBy: PersonID(row[8]), decidedOn: on,
                effectiveOn: day(10))
        }
        var callIn: CallIn?
        if let on = day(11) {
            callIn = CallIn(
                on: on, by: row[12], reason: row[13],
                verdict: (row[14] as String?).flatMap(CallInVerdict.init),
                outcomeReason: row[15])
        }
        var drop: Drop?
        if let on = day(17) { drop = Drop(on: on, reason: row[18], by: PersonID(row[19])) }
        self.init(
            id: ReserveProposalID(row[0]), application: ApplicationID(row[1]),
            amount: Money(pence: row[2]), orderReason: row[3], proposedBy: PersonID(row[4]),
            proposedAt: Instant(milliseconds: row[5]), decision: decision, callIn: callIn,
            madeOn: day(16), drop: drop)
    }
}
