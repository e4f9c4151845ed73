import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

/// What follows from an appeal or complaint that is upheld.
public enum AppealConsequence: Sendable {
    case award(Money)
    /// What is not paid of the award goes back to the round.
    case withdrawal
    case nothing
}

extension Workflows {
    /// Takes an appeal or a complaint: from a group about its own application, or taken down by an
    /// officer. Who took part in what it is about is kept with it.
    ///
    /// - Throws: `AppealProblem`, `InvalidInput`.
    public func receiveAppeal(
        _ typed: String, _ arrival: AppealArrival, as principal: Principal
    ) throws -> AppealID {
        try store.write(as: principal) { tx in
            let (id, reference, roundID) = try own(typed, as: principal, in: tx.reading)
            let isOwn = try isApplicant(principal, of: id, in: tx.reading)
            // Only who wrote the application writes its appeals; an officer says how one came.
            guard isOwn == (arrival.cameBy == .online) else {
                throw InvalidInput(
                    "appeal", [FieldProblem("cameBy", isOwn ? "appeal-own" : "choose-one")])
            }
            guard arrival.isFromGroup || arrival.kind == .complaint else {
                throw InvalidInput("appeal", [FieldProblem("from", "appeal-from-others")])
            }
            let round = try rounds.round(roundID, in: tx.reading)
            let lastDay =
                arrival.kind == .appeal ? try lastDay(to: id, of: round, in: tx.reading) : nil
            let appeal = try awards.receive(
                arrival, about: id, reference: reference, of: roundID, lastDay: lastDay, in: tx)
            try recordParts(in: try awards.appeal(appeal, in: tx.reading), tx)
            if arrival.isFromGroup {
                try tell(id, of: roundID, .appealReceipt, in: tx) { _ in
                    OwnFacts(particular: [arrival.kind.rawValue: "yes"])
                }
            }
            return appeal
        }
    }

    /// Whether somebody speaks for the group: what an officer brought in, in a file or by hand, is
    /// the group's all the same.
    func isApplicant(
        _ principal: Principal, of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        guard case .person(let person, let email, _) = principal.identity else { return false }
        return principal.has(.officer)
            ? try applications.isOwn(id, of: person, email: email, in: tx)
            : try applications.isOwner(person, of: id, in: tx)
    }

    /// Says of an appeal or complaint whether it is upheld, and why. One that is not has come to
    /// its end, and the group is told.
    ///
    /// - Throws: `AppealProblem`, among others where the reviewer took part in what it is about.
    public func reviewAppeal(
        _ id: AppealID, _ outcome: AppealOutcome, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer, .decisionMaker)
        try store.write(as: principal) { tx in
            let appeal = try awards.appeal(id, in: tx.reading)
            try recordParts(in: appeal, tx)
            try awards.review(appeal, outcome, reason: reason, in: tx)
            if outcome == .notUpheld { try tellOutcome(of: id, in: tx) }
        }
    }

    /// Says what follows from an appeal or complaint that is upheld: an award, an award taken back,
    /// or nothing; the money moves and the letter is queued in the same transaction.
    ///
    /// - Throws: `AppealProblem`, among others where the round has too little left.
    public func decideAppeal(
        _ id: AppealID, _ consequence: AppealConsequence, reason: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let appeal = try awards.appeal(id, in: tx.reading)
            try recordParts(in: appeal, tx)
            switch consequence {
            case .award(let amount):
                let paid = try award(amount, on: appeal, reason: reason, in: tx)
                try correspondence.overrule(appeal.application, in: tx)
                try tellOutcome(of: id, ["amount": paid.words], in: tx)
            case .withdrawal:
                let (released, paid) = try withdraw(on: appeal, reason: reason, in: tx)
                try correspondence.overrule(appeal.application, in: tx)
                var facts = ["released": released.words]
                if paid > .zero { facts["paid"] = paid.words }
                try tellOutcome(of: id, facts, in: tx)
            case .nothing:
                _ = try awards.decide(appeal, .nothing, reason: reason, in: tx)
                try tellOutcome(of: id, in: tx)
            }
        }
    }

    private func award(
        _ amount: Money, on appeal: Appeal, reason: String, in tx: borrowing WriteTx
    ) throws -> Money {
        let round = try rounds.round(appeal.round, in: tx.reading)
        guard amount > .zero else {
            throw InvalidInput("appeal", [FieldProblem("amount", "not-pounds-amount")])
        }
        let summary = try applications.summary(of: appeal.application, in: tx.reading)
        guard let requested = summary.requested, requested > .zero
        else { throw AppealProblem.notRequested }
        let decision = try awards.decide(
            appeal, .award, amount: amount, requested: requested, reason: reason, in: tx)
        guard let made = try awards.decision(of: round.id, in: tx.reading) else {
            throw AwardsProblem.notDecided(round: round.key)
        }
        guard try awards.award(of: appeal.application, in: tx.reading) == nil else {
            throw AppealProblem.hasAward
        }
        // What the group itself said is the least it could work with.
        if let least = summary.minimum, amount < least {
            throw AppealProblem.underMinimum(given: amount, minimum: least)
        }
        let left = try ledger.balance(.allotted, of: round.id, in: tx.reading)
        guard left >= amount else { throw AppealProblem.tooLittleLeft(left: left) }
        let reservation = try ledger.reserve(
            amount, for: appeal.application, of: round.id, in: tx)
        // No award without a screening, by whatever way it comes about.
        let grounds = try groundAwards(on: [appeal.application], of: round.id, in: tx)
        try awards.award(
            amount, on: appeal, requested: requested, by: decision, round: made,
            reservation: reservation, screening: grounds[appeal.application], in: tx)
        // As at the round's own decision: where no agreement is needed, the money is owed at once.
        if try !awards.needsAgreement(round.id, in: tx.reading) {
            try ledger.commit(amount, for: appeal.application, of: round.id, in: tx)
        }
        try applications.redecide(appeal.application, awarded: true, by: appeal.id, in: tx)
        return amount
    }

    private func withdraw(
        on appeal: Appeal, reason: String, in tx: borrowing WriteTx
    ) throws -> (released: Money, paid: Money) {
        let decision = try awards.decide(appeal, .withdrawal, reason: reason, in: tx)
        guard let decider = tx.principal.personID,
            let award = try awards.award(of: appeal.application, in: tx.reading),
            !award.isWithdrawn, award.endedOn == nil
        else { throw AppealProblem.noAward }
        let paid = try payments.paid(of: award.id, in: tx.reading)
        let agreement = try awards.agreement(of: award.id, in: tx.reading)
        let held = agreement.held
        guard paid < held else { throw AppealProblem.allPaid }
        // What nobody has agreed to is only set aside, and not owed.
        let isOwed =
            try agreement.agreed != nil
            || !awards.needsAgreement(appeal.round, in: tx.reading)
        let release =
            isOwed
            ? try ledger.release(held - paid, of: appeal.application, to: appeal.round, in: tx)
            : try ledger.withdraw(held, of: appeal.application, in: appeal.round, in: tx)
        try payments.stop(award.id, by: decider, in: tx)
        try awards.withdraw(
            award, held: held, paid: paid, by: decision, release: release, in: tx)
        // Who has been paid a part was given money, and that stays so.
        if paid == .zero {
            try applications.redecide(appeal.application, awarded: false, by: appeal.id, in: tx)
            // Who was on the reserve list before is not on it again.
            try applications.endListing(appeal.application, in: tx)
        }
        return (held - paid, paid)
    }

    // MARK: Who, until when, and telling

    /// The last day on which a group may appeal against what it was told.
    private func lastDay(
        to id: ApplicationID, of round: Round, in tx: borrowing ReadTx
    ) throws -> LocalDate {
        let rules = try rounds.optionalSection(.appeals, of: round.id, as: AppealRules.self, in: tx)
        guard let rules, rules.days != nil else { throw AppealProblem.notTaken(round: round.key) }
        let (kinds, since) = try tellers(of: id, in: tx)
        guard let told = try correspondence.toldAt(id, kinds, since: since, in: tx),
            let lastDay = rules.lastDay(after: told)
        else { throw AppealProblem.notTold }
        return lastDay
    }

    /// The letters that tell how an application was decided, and since when they do.
    private func tellers(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> (kinds: Set<LetterKind>, since: Instant?) {
        if let again = try applications.redecision(of: id, in: tx) {
            return (LetterKind.tellingAgain(fromReserve: again.isFromReserve), again.at)
        }
        switch try applications.summary(of: id, in: tx).status {
        case .ineligible: return ([.ineligible], nil)
        case .awarded: return ([.award, .partial], nil)
        case .declined: return ([.decline], nil)
        case .submitted, .eligible, .withdrawn: return ([], nil)
        }
    }

    /// Copies who took part, as it stands now, to where the schema holds them off.
    private func recordParts(in appeal: Appeal, _ tx: borrowing WriteTx) throws {
        let (round, application) = (appeal.round, appeal.application)
        var parts: [(person: PersonID, part: AppealPart)] = []
        if appeal.cameBy == .online { parts.append((appeal.receivedBy, .applied)) }
        if let origin = try applications.origin(of: application, in: tx.reading) {
            parts += origin.writers.map { ($0, .applied) }
        }
        parts += try applications.detail(of: application, in: tx.reading).checks.map {
            ($0.checkedBy, .checked)
        }
        parts += try assessment.scorers(of: round, in: tx.reading).map { ($0, .scored) }
        parts += try assessment.interests(in: application, in: tx.reading)
            .filter(\.interest.hasInterest).map { ($0.member, .interested) }
        // What a panel recommends is proposed, and whoever records it has a hand in that.
        parts += try assessment.recorders(ofMeetingsOf: round, in: tx.reading)
            .map { ($0, .proposed) }
        parts += try awards.proposers(of: round, in: tx.reading).map { ($0, .proposed) }
        if let decision = try awards.decision(of: round, in: tx.reading) {
            parts.append((decision.decidedBy, .decided))
        }
        // What a complaint is about may have been given on an appeal.
        if let award = try awards.award(of: application, in: tx.reading) {
            parts.append((award.decidedBy, .decided))
        }
        parts += try payments.approvers(of: round, in: tx.reading).map { ($0, .paid) }
        try awards.record(parts, in: appeal.id, tx)
    }

    private func tellOutcome(
        of id: AppealID, _ further: [String: String] = [:], in tx: borrowing WriteTx
    ) throws {
        let appeal = try awards.appeal(id, in: tx.reading)
        guard let review = appeal.review else { return }
        // Somebody else's complaint is not the group's, unless it costs it its award.
        let isOthers = !appeal.isFromGroup
        guard !isOthers || further["released"] != nil else { return }
        var facts = further
        facts[isOthers ? "other" : appeal.kind.rawValue] = "yes"
        facts[review.outcome.rawValue] = "yes"
        facts["reason"] = review.reason
        if let decision = appeal.decision { facts["decision"] = decision.reason }
        let particular = facts
        try tell(appeal.application, of: appeal.round, .appealOutcome, in: tx) { _ in
            OwnFacts(particular: particular)
        }
    }

    /// Queues a letter, where the round has letters of this kind: one that opened before there were
    /// any can do without.
    private func tell(
        _ application: ApplicationID, of round: RoundID, _ kind: LetterKind,
        in tx: borrowing WriteTx, own: (TextCatalogue) throws -> OwnFacts
    ) throws {
        let settings: LetterSettings = try rounds.section(.letters, of: round, in: tx.reading)
        guard settings.templates[settings.language]?[kind.rawValue] != nil else { return }
        try queueLetter(kind, to: application, round: round, settings: settings, in: tx, own: own)
    }
}
