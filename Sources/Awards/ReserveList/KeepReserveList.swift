import FundCore
import FundStore
import GRDB

extension AwardsModule {
    public static let greatestReserveReason = 5000

    /// Keeps that a line of the decided proposal got no money, and what the panel said instead.
    public func list(
        _ line: ProposalLine, of round: RoundID, isReserve: Bool, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO awardListed
              (applicationId, roundId, reference, kind, rank, requestedPence, minimumPence)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                line.application.rawValue, round.rawValue, "\(line.reference)",
                isReserve ? "reserve" : "defer", line.rank, line.requested.pence,
                line.minimum.pence,
            ])
    }

    /// Proposes money to somebody on the list.
    ///
    /// - Parameters:
    ///   - orderReason: why before those that come first; nil where it is its turn.
    ///   - skipped: those that come first and cannot be given anything now.
    /// - Throws: `InvalidInput` for a reason that is too long, and what the schema refuses.
    public func proposeReserve(
        _ amount: Money, to listed: Listed, of round: RoundID, orderReason: String?,
        skipped: [ApplicationID], in tx: borrowing WriteTx
    ) throws -> ReserveProposalID {
        let officer = try tx.principal.require(.officer)
        let id = try tx.insert(
            """
            INSERT INTO awardReserveProposal
              (roundId, applicationId, amountPence, orderReason, proposedById, proposedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, listed.application.rawValue, amount.pence,
                try orderReason.map { try Self.reason($0, at: "orderReason") },
                officer.rawValue, tx.now.milliseconds,
            ])
        for application in skipped {
            try tx.execute(
                "INSERT INTO awardReserveSkip (proposalId, applicationId) VALUES (?, ?)",
                [id, application.rawValue])
        }
        try tx.audit(
            "reserve.proposal", "application:\(listed.application.rawValue)",
            [
                ("proposal", .int(id)), ("amountPence", .int(amount.pence)),
                ("isOutOfOrder", .bool(orderReason != nil)),
            ])
        return ReserveProposalID(id)
    }

    /// Decides on money that is proposed to somebody on the list, as one who neither proposed it,
    /// nor scored, nor has an interest in the round.
    ///
    /// - Parameter effectiveOn: from when it has effect where nobody calls it in.
    public func decideReserve(
        _ proposal: ReserveProposal, of round: RoundID, _ verdict: ReserveVerdict, reason: String,
        effectiveOn: LocalDate, in tx: borrowing WriteTx
    ) throws {
        let decider = try tx.principal.require(.decisionMaker)
        guard proposal.proposedBy != decider else { throw ReserveProblem.deciderProposed }
        if let decided: ProposalID = try tx.reading.first(
            "SELECT proposalId FROM awardDecision WHERE roundId = ? ORDER BY id DESC LIMIT 1",
            [round.rawValue], { ProposalID($0[0]) })
        {
            try refuseScorer(decider, decided, in: tx.reading)
            try refuseBarred(decider, decided, in: tx.reading)
        }
        try tx.execute(
            """
            INSERT INTO awardReserveDecision
              (proposalId, verdict, reason, proposedById, decidedById, decidedAt, decidedOn,
               effectiveOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                proposal.id.rawValue, verdict.rawValue, try Self.reason(reason, at: "reason"),
                proposal.proposedBy.rawValue, decider.rawValue, tx.now.milliseconds,
                "\(LondonTime.date(tx.now))", verdict == .approved ? "\(effectiveOn)" : nil,
            ])
        try tx.audit(
            "reserve.decision", "application:\(proposal.application.rawValue)",
            [
                ("proposal", .int(proposal.id.rawValue)), ("verdict", .string(verdict.rawValue)),
                ("amountPence", .int(proposal.amount.pence)),
            ])
    }

    /// Suspends a decision on money from the list before it has effect.
    public func callInReserve(
        _ proposal: ReserveProposal, effectiveOn: LocalDate, by: String?, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let recorder = try tx.principal.require(.decisionMaker, .officer)
        let by = by?.trimmed ?? ""
        guard by.unicodeScalars.count <= 200 else {
            throw InvalidInput("call-in", [FieldProblem("by", "too-long", ["maximum": "200"])])
        }
        try tx.execute(
            """
            INSERT INTO awardReserveCallIn
              (proposalId, effectiveOn, calledInOn, calledInBy, reason, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                proposal.id.rawValue, "\(effectiveOn)", "\(LondonTime.date(tx.now))",
                by.isEmpty ? nil : by, try Self.reason(reason, at: "reason"), recorder.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "reserve.callIn", "application:\(proposal.application.rawValue)",
            [("proposal", .int(proposal.id.rawValue))])
    }

    /// Says what came of a call-in: it stands, or nothing comes of it.
    public func endReserveCallIn(
        _ proposal: ReserveProposal, of round: RoundID, key: String, _ verdict: CallInVerdict,
        reason: String, in tx: borrowing WriteTx
    ) throws {
        let recorder = try tx.principal.require(.decisionMaker, .officer)
        try refuseBarred(
            recorder, try self.proposal(of: round, key: key, number: nil, in: tx.reading).id,
            in: tx.reading)
        try tx.execute(
            """
            INSERT INTO awardReserveCallInOutcome
              (proposalId, verdict, reason, recordedById, recordedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                proposal.id.rawValue, verdict.rawValue, try Self.reason(reason, at: "reason"),
                recorder.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "reserve.resumption", "application:\(proposal.application.rawValue)",
            [
                ("proposal", .int(proposal.id.rawValue)), ("verdict", .string(verdict.rawValue)),
            ])
    }

    /// Keeps that nothing comes of a decision on money from the list that was not carried out.
    public func dropReserve(
        _ proposal: ReserveProposal, reason: String, in tx: borrowing WriteTx
    ) throws {
        let decider = try tx.principal.require(.decisionMaker)
        try tx.execute(
            """
            INSERT INTO awardReserveDrop (proposalId, reason, droppedById, droppedOn, droppedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                proposal.id.rawValue, try Self.reason(reason, at: "reason"), decider.rawValue,
                "\(LondonTime.date(tx.now))", tx.now.milliseconds,
            ])
        try tx.audit(
            "reserve.drop", "application:\(proposal.application.rawValue)",
            [("proposal", .int(proposal.id.rawValue))])
    }

    /// Keeps that a decision on money from the list has effect, and is carried out.
    public func makeReserve(
        _ proposal: ReserveProposal, effectiveOn: LocalDate, in tx: borrowing WriteTx
    ) throws {
        let maker = try tx.principal.require(.decisionMaker, .officer)
        try tx.execute(
            """
            INSERT INTO awardReserveMaking (proposalId, effectiveOn, madeOn, madeById)
            VALUES (?, ?, ?, ?)
            """,
            [
                proposal.id.rawValue, "\(effectiveOn)", "\(LondonTime.date(tx.now))",
                maker.rawValue,
            ])
    }

    /// Makes the award that a decision on money from the list gives.
    ///
    /// - Parameters:
    ///   - round: how the round was decided.
    ///   - reservation: the ledger entry that set its money aside.
    public func award(
        _ proposal: ReserveProposal, to listed: Listed, of round: RoundID, decided: Decision,
        reservation: LedgerEntryID, screening: ScreeningGroundID?, in tx: borrowing WriteTx
    ) throws {
        let id = try tx.insert(
            """
            INSERT INTO award
              (roundId, applicationId, reference, decisionId, amountPence, isPartial,
               reservationId, reserveProposalId, screeningGroundId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, listed.application.rawValue, "\(listed.reference)",
                decided.id.rawValue, proposal.amount.pence, proposal.amount < listed.requested,
                reservation.rawValue, proposal.id.rawValue, screening?.rawValue,
            ])
        try tx.audit(
            "award.creation", "award:\(id)",
            [
                ("application", .int(listed.application.rawValue)),
                ("amountPence", .int(proposal.amount.pence)),
                ("reserve", .int(proposal.id.rawValue)),
            ])
    }

    /// Takes somebody off the list.
    public func endListed(
        _ listed: Listed, _ ground: ListedEndGround, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .decisionMaker)
        try tx.execute(
            """
            INSERT INTO awardListedEnd (applicationId, ground, reason, endedById, endedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                listed.application.rawValue, ground.rawValue,
                try Self.reason(reason, at: "reason"), person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "reserve.removal", "application:\(listed.application.rawValue)",
            [("ground", .string(ground.rawValue))])
    }

    /// Keeps that a round gives nothing more from its list.
    public func closeReserve(
        of round: RoundID, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .decisionMaker)
        try tx.execute(
            """
            INSERT INTO awardReserveClosing (roundId, reason, closedById, closedAt)
            VALUES (?, ?, ?, ?)
            """,
            [
                round.rawValue, try Self.reason(reason, at: "reason"), person.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit("reserve.closing", "round:\(round.rawValue)")
    }

    private static func reason(_ text: String, at place: String) throws -> String {
        let text = text.trimmed
        guard !text.isEmpty else {
            throw InvalidInput("reserve", [FieldProblem(place, "missing")])
        }
        guard text.unicodeScalars.count <= greatestReserveReason else {
            throw InvalidInput(
                "reserve",
                [FieldProblem(place, "too-long", ["maximum": "\(greatestReserveReason)"])])
        }
        return text
    }
}
