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

/// What deciding on money from the reserve list did.
public struct ReserveDecided: Sendable {
    public let reference: Reference
    public let amount: Money
    /// From when it has effect; nil where it was refused.
    public let effectiveOn: LocalDate?
    /// Whether there is an award now.
    public let isMade: Bool
}

extension Workflows {
    /// Keeps what the panel said of an application that gets no money.
    func list(
        _ line: ProposalLine, _ kind: RecommendationKind?, of round: Round, in tx: borrowing WriteTx
    ) throws {
        guard let kind, [.reserve, .defer].contains(kind) else { return }
        let isReserve = kind == .reserve
        try awards.list(line, of: round.id, isReserve: isReserve, in: tx)
        try applications.list(line.application, as: isReserve ? .reserve : .defer, in: tx)
    }

    /// Proposes money that came free to somebody on the reserve list.
    ///
    /// - Parameters:
    ///   - amount: how much; nil for all that was asked for, or what is left where that is less and
    ///     the round gives part of it.
    ///   - orderReason: why before those that come first; nil where it is its turn.
    /// - Throws: `ReserveProblem`, `AwardsProblem`, `DecisionRecordProblem`, `ScreeningProblem`,
    ///   `InvalidInput`; `CorrespondenceProblem.kindMissing` where the round has no letter for it.
    public func proposeReserve(
        _ typed: String, amount: Money?, orderReason: String?, as principal: Principal
    ) throws -> ReserveProposalID {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let (round, listed) = try listed(typed, in: tx)
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            if let last = listed.proposals.last, last.isUnderWay {
                throw ReserveProblem.underWay(references: ["\(listed.reference)"])
            }
            try refuseUntellable(round, in: tx.reading)
            let left = try free(in: round, tx.reading)
            let amount = amount ?? self.amount(for: listed, left: left, of: round)
            guard amount >= listed.minimum, amount <= listed.requested else {
                throw ReserveProblem.amount(
                    least: listed.minimum, requested: listed.requested)
            }
            guard amount <= left else { throw ReserveProblem.overLeft(amount: amount, left: left) }
            try refuseUnscreened([listed.application], of: round, in: tx)
            let (passed, skipped) = try before(listed, of: round, in: tx.reading)
            let reason = orderReason?.trimmed ?? ""
            guard passed.isEmpty || !reason.isEmpty else {
                throw ReserveProblem.outOfOrder(references: passed.map { "\($0.reference)" })
            }
            guard !passed.isEmpty || reason.isEmpty else { throw ReserveProblem.orderUnneeded }
            try refusePrivate([("orderReason", reason)], in: "reserve", of: round.id, tx.reading)
            return try awards.proposeReserve(
                amount, to: listed, of: round.id, orderReason: reason.isEmpty ? nil : reason,
                skipped: skipped.map(\.application), in: tx)
        }
    }

    /// Decides on money that is proposed to somebody on the list. Where the round's decisions can
    /// be called in, the award is made once this one has effect; elsewhere at once.
    ///
    /// - Parameters:
    ///   - proposal: the one that was read; nil for whatever is proposed.
    ///   - holidays: as the officer's files have them now.
    /// - Throws: `ReserveProblem`, `AwardsProblem`, `DecisionRecordProblem`, `ScreeningProblem`,
    ///   `InvalidInput`, `BankHolidaysProblem`.
    public func decideReserve(
        _ typed: String, proposal number: ReserveProposalID? = nil, _ verdict: ReserveVerdict,
        reason: String, holidays: BankHolidays, as principal: Principal
    ) throws -> ReserveDecided {
        try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let (round, listed) = try listed(typed, in: tx)
            try refuseOwnRound(round, in: tx)
            try refuseOther(number, than: listed)
            guard let proposal = listed.proposals.last, proposal.decision == nil else {
                throw ReserveProblem.nothingProposed(reference: "\(listed.reference)")
            }
            try refuseInterested(round, in: tx)
            let today = LondonTime.date(tx.now)
            var effectiveOn = today
            if verdict == .approved {
                try refusePrivate([("reason", reason)], in: "reserve", of: round.id, tx.reading)
                let left = try free(in: round, tx.reading)
                guard proposal.amount <= left else {
                    throw ReserveProblem.overLeft(amount: proposal.amount, left: left)
                }
                try refuseMoved(proposal, to: listed, of: round, in: tx.reading)
                try refuseUnscreened([listed.application], of: round, in: tx)
                if try rounds.controls(of: round.id, in: tx.reading).has(.callIn) {
                    let period: CallInPeriod = try rounds.section(
                        .callIn, of: round.id, in: tx.reading)
                    effectiveOn = try period.effectiveDate(publishedOn: today, holidays)
                }
            }
            try awards.decideReserve(
                proposal, of: round.id, verdict, reason: reason, effectiveOn: effectiveOn, in: tx)
            guard verdict == .approved else {
                return ReserveDecided(
                    reference: listed.reference, amount: proposal.amount, effectiveOn: nil,
                    isMade: false)
            }
            // Whoever decided pays nothing by it.
            if let decider = tx.principal.personID {
                try payments.bar(scorers: [], deciders: [decider], of: round.id, in: tx)
            }
            let isMade = effectiveOn <= today
            if isMade { try make(proposal, effectiveOn, to: listed, of: round, in: tx) }
            return ReserveDecided(
                reference: listed.reference, amount: proposal.amount, effectiveOn: effectiveOn,
                isMade: isMade)
        }
    }

    /// Suspends a decision on money from the list before it has effect.
    ///
    /// - Parameter by: who wants it, a person or a body.
    /// - Throws: `ReserveProblem`, `InvalidInput`.
    public func callInReserve(
        _ typed: String, proposal number: ReserveProposalID? = nil, by: String?, reason: String,
        as principal: Principal
    ) throws {
        try principal.require(.decisionMaker, .officer)
        try store.write(as: principal) { tx in
            let (round, listed, proposal, effectiveOn) = try pending(typed, number, in: tx)
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            guard proposal.callIn == nil else {
                throw ReserveProblem.calledIn(reference: "\(listed.reference)")
            }
            guard LondonTime.date(tx.now) < effectiveOn else {
                throw ReserveProblem.noCallIn(reference: "\(listed.reference)")
            }
            try refusePrivate(
                [("by", by), ("reason", reason)], in: "reserve", of: round.id, tx.reading)
            try awards.callInReserve(
                proposal, effectiveOn: effectiveOn, by: by, reason: reason, in: tx)
        }
    }

    /// Says what came of a call-in: it stands, and has effect from the day that was said; or
    /// nothing comes of it, and the group is on the list as before.
    ///
    /// - Throws: `ReserveProblem`, `AwardsProblem.interested`, `InvalidInput`.
    public func endReserveCallIn(
        _ typed: String, proposal number: ReserveProposalID? = nil, _ verdict: CallInVerdict,
        reason: String, as principal: Principal
    ) throws {
        try principal.require(.decisionMaker, .officer)
        try store.write(as: principal) { tx in
            let (round, listed, proposal, _) = try pending(typed, number, in: tx)
            guard let callIn = proposal.callIn, callIn.verdict == nil else {
                throw ReserveProblem.notCalledIn(reference: "\(listed.reference)")
            }
            try refuseInterested(round, in: tx)
            try refusePrivate([("reason", reason)], in: "reserve", of: round.id, tx.reading)
            try awards.endReserveCallIn(
                proposal, of: round.id, key: round.key, verdict, reason: reason, in: tx)
        }
    }

    /// Makes the award of a decision that has come to have effect.
    ///
    /// - Throws: `ReserveProblem`, among others where the round has too little left by now;
    ///   `ScreeningProblem`.
    public func makeReserveAward(
        _ typed: String, proposal number: ReserveProposalID? = nil, as principal: Principal
    ) throws -> ReserveDecided {
        try principal.require(.officer, .decisionMaker)
        return try store.write(as: principal) { tx in
            let (round, listed, proposal, effectiveOn) = try pending(typed, number, in: tx)
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            if let callIn = proposal.callIn, callIn.verdict == nil {
                throw ReserveProblem.calledIn(reference: "\(listed.reference)")
            }
            guard effectiveOn <= LondonTime.date(tx.now) else {
                throw ReserveProblem.notYet(from: effectiveOn)
            }
            try make(proposal, effectiveOn, to: listed, of: round, in: tx)
            return ReserveDecided(
                reference: listed.reference, amount: proposal.amount, effectiveOn: effectiveOn,
                isMade: true)
        }
    }

    /// Takes somebody off the list: the group does not want the money any more, or may not have it.
    /// - Throws: `ReserveProblem`, `InvalidInput`.
    public func endListed(
        _ typed: String, _ ground: ListedEndGround, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let (round, listed) = try listed(typed, in: tx)
            guard ListedEndGround.ofOne.contains(ground) else {
                throw InvalidInput("reserve", [FieldProblem("ground", "choose-one")])
            }
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            try refuseUnderWay([listed])
            try awards.endListed(listed, ground, reason: reason, in: tx)
            try applications.endListing(listed.application, in: tx)
        }
    }

    /// Ends a round's reserve list: it gives nothing more, and each group that is still on it is
    /// told so, once.
    ///
    /// - Returns: how many were still on it.
    /// - Throws: `ReserveProblem`, among others while an award is under way, or somebody's decision
    ///   letter has not left; `DecisionRecordProblem`, `InvalidInput`.
    public func closeReserve(
        round key: String, reason: String, as principal: Principal
    ) throws -> Int {
        try principal.require(.officer, .decisionMaker)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            try refuseInterested(round, in: tx)
            let all = try awards.listed(of: round.id, in: tx.reading).filter(\.isReserve)
            guard !all.isEmpty else { throw ReserveProblem.empty(round: key) }
            guard try awards.reserveClosing(of: round.id, in: tx.reading) == nil else {
                throw ReserveProblem.closed(round: key)
            }
            try refuseUnderWay(all)
            let waiting = all.filter(\.isWaiting)
            // Nothing is told before the decision that it goes on from has effect, and was told.
            _ = try free(in: round, tx.reading)
            try refuseUntold(waiting, in: tx.reading)
            try awards.closeReserve(of: round.id, reason: reason, in: tx)
            let settings: LetterSettings = try rounds.section(
                .letters, of: round.id, in: tx.reading)
            // A round that opened before there was this letter does without.
            let hasLetter =
                settings.templates[settings.language]?[LetterKind.reserveEnd.rawValue] != nil
            for listed in waiting {
                try awards.endListed(listed, .closed, reason: reason, in: tx)
                try applications.endListing(listed.application, in: tx)
                guard hasLetter else { continue }
                // What it was told first has left, or leaves before this does.
                let isTold = try correspondence.hasTold(
                    listed.application, [.decline], in: tx.reading)
                try queueLetter(
                    .reserveEnd, to: listed.application, round: round.id, settings: settings,
                    waits: !isTold, in: tx)
            }
            return waiting.count
        }
    }
}
