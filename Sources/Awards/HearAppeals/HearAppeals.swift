import FundCore
import FundStore
import GRDB

extension AwardsModule {
    public static let greatestAppealLength = 5000
    private static let greatestCount: Int64 = 20

    /// Takes an appeal or a complaint.
    ///
    /// - Parameter lastDay: for an appeal, the last day on which it may come.
    /// - Throws: `InvalidInput`, `AppealProblem`.
    public func receive(
        _ arrival: AppealArrival, about application: ApplicationID, reference: Reference,
        of round: RoundID, lastDay: LocalDate?, in tx: borrowing WriteTx
    ) throws -> AppealID {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let grounds = try Self.words(arrival.grounds, "grounds")
        let today = LondonTime.date(tx.now)
        var lateReason: String?
        if let lastDay, today > lastDay {
            lateReason = arrival.lateReason?.trimmed
            guard let lateReason, !lateReason.isEmpty else {
                throw AppealProblem.late(lastDay: lastDay)
            }
            guard lateReason.unicodeScalars.count <= Self.greatestAppealLength else {
                throw Self.tooLong("lateReason")
            }
        }
        let earlier = try appeals(about: application, in: tx.reading)
        guard arrival.kind == .complaint || !earlier.contains(where: { $0.kind == .appeal })
        else { throw AppealProblem.madeBefore }
        guard earlier.count < Self.greatestCount else { throw AppealProblem.tooMany }
        let id = try tx.insert(
            """
            INSERT INTO awardAppeal
              (roundId, applicationId, reference, kind, grounds, cameBy, isFromGroup,
               receivedById, receivedAt, receivedOn, lastDay, lateReason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, "\(reference)", arrival.kind.rawValue,
                grounds, arrival.cameBy.rawValue, arrival.isFromGroup, person.rawValue,
                tx.now.milliseconds, "\(today)", lastDay.map { "\($0)" }, lateReason,
            ])
        try tx.audit(
            "appeal.receipt", "application:\(application.rawValue)",
            [("appeal", .int(id)), ("kind", .string(arrival.kind.rawValue))])
        return AppealID(id)
    }

    /// Keeps who took part in what an appeal is about. Whoever is kept already stays.
    public func record(
        _ parts: [(person: PersonID, part: AppealPart)], in appeal: AppealID,
        _ tx: borrowing WriteTx
    ) throws {
        for (person, part) in parts {
            try tx.execute(
                """
                INSERT INTO awardAppealPart (appealId, personId, part)
                SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM awardAppealPart
                  WHERE appealId = ?1 AND personId = ?2 AND part = ?3)
                """, [appeal.rawValue, person.rawValue, part.rawValue])
        }
    }

    /// Says whether it is upheld, and why. Whoever does took no part in what it is about.
    public func review(
        _ appeal: Appeal, _ outcome: AppealOutcome, reason: String, in tx: borrowing WriteTx
    ) throws {
        let reviewer = try tx.principal.require(.officer, .decisionMaker)
        try refusePart(reviewer, in: appeal.id, tx.reading)
        guard appeal.review == nil else { throw AppealProblem.reviewedBefore }
        try tx.execute(
            """
            INSERT INTO awardAppealReview (appealId, outcome, reason, reviewedById, reviewedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                appeal.id.rawValue, outcome.rawValue, try Self.words(reason, "reason"),
                reviewer.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "appeal.review", "application:\(appeal.application.rawValue)",
            [("appeal", .int(appeal.id.rawValue)), ("outcome", .string(outcome.rawValue))])
    }

    /// Says what follows from one that is upheld. Whoever does took no part, and is not who
    /// reviewed it.
    ///
    /// - Parameters:
    ///   - amount: what is awarded.
    ///   - requested: what the group asked for: no award is more.
    public func decide(
        _ appeal: Appeal, _ effect: AppealEffect, amount: Money? = nil, requested: Money? = nil,
        reason: String, in tx: borrowing WriteTx
    ) throws -> AppealDecisionID {
        let decider = try tx.principal.require(.decisionMaker)
        try refusePart(decider, in: appeal.id, tx.reading)
        guard let review = appeal.review else { throw AppealProblem.notReviewed }
        guard review.reviewedBy != decider else { throw AppealProblem.deciderReviewed }
        guard review.outcome != .notUpheld else { throw AppealProblem.notUpheld }
        guard appeal.decision == nil else { throw AppealProblem.decidedBefore }
        if effect == .award, appeal.kind != .appeal { throw AppealProblem.complaintAwards }
        if effect == .withdrawal, appeal.kind != .complaint {
            throw AppealProblem.appealWithdraws
        }
        if let amount, let requested, amount > requested {
            throw AppealProblem.aboveRequest(requested: requested)
        }
        let id = try tx.insert(
            """
            INSERT INTO awardAppealDecision
              (appealId, effect, amountPence, requestedPence, reason, reviewedById, decidedById,
               decidedAt, decidedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                appeal.id.rawValue, effect.rawValue, amount?.pence, requested?.pence,
                try Self.words(reason, "reason"), review.reviewedBy.rawValue, decider.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "appeal.decision", "application:\(appeal.application.rawValue)",
            [
                ("appeal", .int(appeal.id.rawValue)), ("effect", .string(effect.rawValue)),
                ("amountPence", .optional(amount?.pence)),
            ])
        return AppealDecisionID(id)
    }

    /// Makes the award that a decision on an appeal gives.
    ///
    /// - Parameters:
    ///   - round: how the appeal's round was decided.
    ///   - reservation: the ledger entry that set its money aside.
    public func award(
        _ amount: Money, on appeal: Appeal, requested: Money, by decision: AppealDecisionID,
        round: Decision, reservation: LedgerEntryID, screening: ScreeningGroundID? = nil,
        in tx: borrowing WriteTx
    ) throws {
        let id = try tx.insert(
            """
            INSERT INTO award
              (roundId, applicationId, reference, decisionId, amountPence, isPartial,
               reservationId, appealDecisionId, screeningGroundId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                appeal.round.rawValue, appeal.application.rawValue, "\(appeal.reference)",
                round.id.rawValue, amount.pence, amount < requested, reservation.rawValue,
                decision.rawValue, screening?.rawValue,
            ])
        try tx.audit(
            "award.creation", "award:\(id)",
            [
                ("application", .int(appeal.application.rawValue)),
                ("amountPence", .int(amount.pence)), ("appeal", .int(appeal.id.rawValue)),
            ])
    }

    /// Takes an award back that was wrongly made: what is not paid of it.
    /// - Parameters:
    ///   - held: what is set aside for the group, owed or paid to it.
    ///   - release: the ledger entry that gave the money back to the round.
    public func withdraw(
        _ award: Award, held: Money, paid: Money, by decision: AppealDecisionID,
        release: LedgerEntryID,
        in tx: borrowing WriteTx
    ) throws {
        let released = held - paid
        try tx.execute(
            """
            INSERT INTO awardWithdrawal
              (awardId, appealDecisionId, awardedPence, paidPence, releasedPence, releaseId)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.id.rawValue, decision.rawValue, held.pence, paid.pence,
                released.pence, release.rawValue,
            ])
        try tx.audit(
            "award.withdrawal", "award:\(award.id.rawValue)",
            [("releasedPence", .int(released.pence)), ("paidPence", .int(paid.pence))])
    }

    // MARK: Reading

    /// - Throws: `AppealProblem.unknown`.
    public func appeal(_ id: AppealID, in tx: borrowing ReadTx) throws -> Appeal {
        let found = try tx.first(
            "\(Appeal.columns) WHERE awardAppeal.id = ?", [id.rawValue], Appeal.init)
        guard let found else { throw AppealProblem.unknown(id: "\(id.rawValue)") }
        return found
    }

    /// A round's appeals and complaints, in the order they came.
    public func appeals(of round: RoundID, in tx: borrowing ReadTx) throws -> [Appeal] {
        try tx.list(
            "\(Appeal.columns) WHERE awardAppeal.roundId = ? ORDER BY awardAppeal.id",
            [round.rawValue], Appeal.init)
    }

    public func appeals(
        about application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [Appeal] {
        try tx.list(
            "\(Appeal.columns) WHERE awardAppeal.applicationId = ? ORDER BY awardAppeal.id",
            [application.rawValue], Appeal.init)
    }

    /// Who took part in what an appeal is about.
    public func parts(
        in appeal: AppealID, _ tx: borrowing ReadTx
    ) throws -> [(person: PersonID, part: AppealPart)] {
        let found = try tx.list(
            "SELECT personId, part FROM awardAppealPart WHERE appealId = ?", [appeal.rawValue]
        ) { (PersonID($0[0]), AppealPart(rawValue: $0[1])) }
        return found.compactMap { person, part in part.map { (person, $0) } }
    }

    /// Whoever proposed awards of a round, or from its reserve list.
    public func proposers(of round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            """
            SELECT proposedById FROM awardProposal WHERE roundId = ?1
            UNION SELECT proposedById FROM awardReserveProposal WHERE roundId = ?1
            """, [round.rawValue], { PersonID($0[0]) })
    }

    private func refusePart(
        _ person: PersonID, in appeal: AppealID, _ tx: borrowing ReadTx
    ) throws {
        guard try !parts(in: appeal, tx).contains(where: { $0.person == person }) else {
            throw AppealProblem.tookPart
        }
    }

    private static func words(_ text: String, _ place: String) throws -> String {
        let text = text.trimmed
        guard !text.isEmpty else {
            throw InvalidInput(place, [FieldProblem(place, "missing")])
        }
        guard text.unicodeScalars.count <= greatestAppealLength else { throw tooLong(place) }
        return text
    }

    private static func tooLong(_ place: String) -> InvalidInput {
        InvalidInput(
            place,
            [FieldProblem(place, "too-long", ["maximum": "\(greatestAppealLength)"])])
    }
}
