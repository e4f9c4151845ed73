import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// What acts on a round's reserve list find first, and refuse.
extension Workflows {
    /// Somebody who is on their round's list and may be given something.
    func listed(
        _ typed: String, in tx: borrowing WriteTx
    ) throws -> (round: Round, listed: Listed) {
        let (id, reference, roundID) = try applications.find(typed, in: tx.reading)
        let round = try rounds.round(roundID, in: tx.reading)
        let found = try awards.listed(of: roundID, in: tx.reading)
            .first { $0.application == id }
        guard let found, found.isReserve, found.end == nil else {
            guard try awards.reserveClosing(of: roundID, in: tx.reading) == nil else {
                throw ReserveProblem.closed(round: round.key)
            }
            throw ReserveProblem.notListed(reference: "\(reference)")
        }
        guard !found.isAwarded else { throw ReserveProblem.awarded(reference: "\(reference)") }
        guard try awards.reserveClosing(of: roundID, in: tx.reading) == nil else {
            throw ReserveProblem.closed(round: round.key)
        }
        return (round, found)
    }

    /// An award that is decided on, and not made.
    ///
    /// - Parameter number: the proposal that was read; nil for whichever it is.
    func pending(
        _ typed: String, _ number: ReserveProposalID?, in tx: borrowing WriteTx
    ) throws -> (round: Round, listed: Listed, proposal: ReserveProposal, effectiveOn: LocalDate) {
        let (round, listed) = try listed(typed, in: tx)
        try refuseOther(number, than: listed)
        guard let proposal = listed.proposals.last, proposal.isPending,
            let effectiveOn = proposal.decision?.effectiveOn
        else { throw ReserveProblem.nothingProposed(reference: "\(listed.reference)") }
        return (round, listed, proposal, effectiveOn)
    }

    /// What was read is what is decided on.
    func refuseOther(_ number: ReserveProposalID?, than listed: Listed) throws {
        guard let number, let last = listed.proposals.last, last.id != number else { return }
        throw ReserveProblem.anotherProposal(
            reference: "\(listed.reference)", number: last.id.rawValue)
    }

    /// A round that opened before there was this letter could not tell the group.
    func refuseUntellable(_ round: Round, in tx: borrowing ReadTx) throws {
        let settings: LetterSettings = try rounds.section(.letters, of: round.id, in: tx)
        let kind = LetterKind.reserveAward.rawValue
        guard settings.templates[settings.language]?[kind] == nil else { return }
        throw CorrespondenceProblem.kindMissing(kind: kind)
    }

    /// Who waits on the list is told of its end after the decision itself was told.
    func refuseUntold(_ waiting: [Listed], in tx: borrowing ReadTx) throws {
        let untold = try waiting.filter {
            try correspondence.decisionWaits(for: $0.application, in: tx)
        }
        guard untold.isEmpty else {
            throw ReserveProblem.untold(references: untold.map { "\($0.reference)" })
        }
    }

    /// What the round has left, without what is decided from the list and waits to have effect.
    func free(in round: Round, _ tx: borrowing ReadTx) throws -> Money {
        guard try awards.decision(of: round.id, in: tx) != nil else {
            throw AwardsProblem.notDecided(round: round.key)
        }
        if try rounds.controls(of: round.id, in: tx).has(.callIn) {
            _ = try awards.requireEffect(of: round.id, key: round.key, in: tx)
        }
        return try ledger.balance(.allotted, of: round.id, in: tx)
            - awards.listed(of: round.id, in: tx).pending
    }

    func amount(for listed: Listed, left: Money, of round: Round) -> Money {
        guard left < listed.requested, round.plan.partialAwards, left >= listed.minimum else {
            return listed.requested
        }
        return left
    }

    /// Those on the list that come before somebody: who could be given money, and whom due
    /// diligence keeps from it.
    func before(
        _ listed: Listed, of round: Round, in tx: borrowing ReadTx
    ) throws -> (passed: [Listed], skipped: [Listed]) {
        let first = try awards.listed(of: round.id, in: tx).filter {
            $0.isReserve && $0.isWaiting && $0.rank < listed.rank
        }
        guard try rounds.controls(of: round.id, in: tx).has(.screening) else { return (first, []) }
        var (passed, skipped): ([Listed], [Listed]) = ([], [])
        for one in first {
            let obstacles = try applications.screeningObstacles(
                to: [one.application], of: round.id,
                try rounds.section(.form, of: round.id, in: tx), today: LondonTime.date(tx.now),
                in: tx)
            // Who has not been looked for is not passed by: that is for an officer to do.
            let isBarred = obstacles.contains { $0.code == "screening-candidate-match" }
            if isBarred { skipped.append(one) } else { passed.append(one) }
        }
        return (passed, skipped)
    }

    /// Since it was proposed, somebody may have come before it.
    func refuseMoved(
        _ proposal: ReserveProposal, to listed: Listed, of round: Round, in tx: borrowing ReadTx
    ) throws {
        guard proposal.orderReason == nil else { return }
        let skipped = try awards.reserveSkips(of: proposal.id, in: tx)
        let passed = try before(listed, of: round, in: tx)
        let moved = (passed.passed + passed.skipped.filter { !skipped.contains($0.application) })
        guard moved.isEmpty else {
            throw ReserveProblem.outOfOrder(references: moved.map { "\($0.reference)" })
        }
    }

    func refuseUnderWay(_ all: [Listed]) throws {
        let underWay = all.filter { !$0.isAwarded && $0.proposals.last?.isUnderWay == true }
        guard underWay.isEmpty else {
            throw ReserveProblem.underWay(references: underWay.map { "\($0.reference)" })
        }
    }

    /// Nobody proposes or decides where they have an interest.
    func refuseInterested(_ round: Round, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID else { return }
        guard try !barred(from: round.id, in: tx.reading).contains(where: { $0.person == person })
        else { throw AwardsProblem.interested }
    }

    func refuseUnscreened(
        _ wanted: [ApplicationID], of round: Round, in tx: borrowing WriteTx
    ) throws {
        guard try rounds.controls(of: round.id, in: tx.reading).has(.screening) else { return }
        let obstacles = try applications.screeningObstacles(
            to: wanted, of: round.id, try rounds.section(.form, of: round.id, in: tx.reading),
            today: LondonTime.date(tx.now), in: tx.reading)
        guard obstacles.isEmpty else {
            throw ScreeningProblem.awardsBarred(count: obstacles.count, fields: obstacles)
        }
    }

    /// Sets the money aside, makes the award and queues its letter, in one transaction.
    func make(
        _ proposal: ReserveProposal, _ effectiveOn: LocalDate, to listed: Listed, of round: Round,
        in tx: borrowing WriteTx
    ) throws {
        guard let decided = try awards.decision(of: round.id, in: tx.reading) else {
            throw AwardsProblem.notDecided(round: round.key)
        }
        let left = try ledger.balance(.allotted, of: round.id, in: tx.reading)
        guard proposal.amount <= left else {
            throw ReserveProblem.overLeft(amount: proposal.amount, left: left)
        }
        try awards.makeReserve(proposal, effectiveOn: effectiveOn, in: tx)
        let reservation = try ledger.reserve(
            proposal.amount, for: listed.application, of: round.id, in: tx)
        let grounds = try groundAwards(on: [listed.application], of: round.id, in: tx)
        try awards.award(
            proposal, to: listed, of: round.id, decided: decided, reservation: reservation,
            screening: grounds[listed.application], in: tx)
        // As at the round's own decision: where no agreement is needed, the money is owed at once.
        if try !awards.needsAgreement(round.id, in: tx.reading) {
            try ledger.commit(proposal.amount, for: listed.application, of: round.id, in: tx)
        }
        try applications.redecide(listed.application, fromReserve: proposal.id, in: tx)
        // A letter that has not left would tell what is no longer so.
        try correspondence.withdraw(.decline, to: listed.application, in: tx)
        let settings: LetterSettings = try rounds.section(.letters, of: round.id, in: tx.reading)
        let isPart = proposal.amount < listed.requested
        try queueLetter(
            .reserveAward, to: listed.application, round: round.id, settings: settings, in: tx
        ) { _ in
            var facts = ["amount": proposal.amount.words]
            if isPart { facts["part"] = "yes" }
            return OwnFacts(particular: facts)
        }
    }
}
