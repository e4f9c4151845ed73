import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What waits in a round for somebody who works on it.
public enum Waiting: Sendable, Equatable {
    /// So many applications that nobody has said of whether they are eligible.
    case checks(Int64)
    /// A panel that nobody is on yet.
    case panel
    /// So many applications that are theirs to score, and are not locked.
    case scores(Int)
    /// A meeting of each panel, whose minutes are to be signed.
    case meeting
    /// A proposal to make.
    case proposal
    /// The proposal of this number, to decide on.
    case decision(Int64)
    /// The record of a decision, to write.
    case record
    /// A decision, to publish.
    case publication
    /// So many letters that nobody has let go.
    case letters(Int64)
    /// So many decision letters that nobody has found whole.
    case gate(Int64)
    /// So many decision letters that were found whole, to let go.
    case release(Int64)
    /// So many appeals and complaints to read, or to say what follows from them.
    case appeals(Int)
    /// So many awards to offer.
    case offers(Int)
    /// So many offers and changes whose last day is past.
    case lapses(Int64)
    /// So many changes of agreements that somebody asked for.
    case variations(Int)
    /// So many awards without an instalment.
    case instalments(Int64)
    /// So many instalments for the next payment run, which takes one approval.
    case run(Int64)
    /// So many instalments to propose as the next payment run.
    case runProposal(Int64)
    /// So many instalments that somebody else proposed, to approve.
    case runApproval(Int64)
    /// So many runs that somebody else approved, to release.
    case runReleases(Int)
    /// So many runs of which somebody else says that the bank refused them, to confirm.
    case runRefusals(Int)
    /// So many runs whose files are to be taken to the bank.
    case runFiles(Int)
    /// So many groups whose bank details are to be found right.
    case payees(Int64)
    /// So many letters to post that tell groups of their bank details.
    case bankLetters(Int64)
    /// So many monitoring returns that groups have sent, to read.
    case returns(Int)
    /// So many monitoring returns that should have been sent by now.
    case lateReturns(Int)
    /// So many awards at their end, to assess.
    case assessments(Int)
    /// So many awards that could be closed.
    case closings(Int)
    /// So many awards from the reserve list that somebody else proposed, to decide on.
    case reserveDecisions(Int)
    /// So many awards from the reserve list whose decision has effect, to make.
    case reserveAwards(Int)
    /// So much money that could go to the reserve list.
    case reserve(Money)
    /// So many things that a round was asked to do because of what earlier ones taught, to decide on.
    case learned(Int)
    /// So many reports of tension that nobody has looked at, of no round.
    case tensions(Int)
    /// So many erasures of personal data that somebody else proposed, of no round.
    case erasures(Int)
}

extension Reports {
    /// What waits in a round for whoever asks, what comes first first.
    func waiting(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        var found = try waitingLearned(in: round, for: principal, tx: tx)
        guard round.status != .planned else { return found }
        let isRunning = [.open, .closed].contains(round.status)
        if isRunning, principal.has(.panelMember), let person = principal.personID {
            let count = try unscored(in: round, by: person, tx: tx)
            if count > 0 { found.append(.scores(count)) }
        }
        let isSealed = try isSealed(round, from: principal, in: tx)
        if principal.has(.officer) {
            found += try waitingForOfficers(in: round, isSealed: isSealed, tx: tx)
        }
        found += try waitingLetters(in: round, for: principal, tx: tx)
        if principal.has(.officer) || principal.has(.decisionMaker) {
            let open = try awards.appeals(of: round.id, in: tx).count {
                $0.review == nil || principal.has(.decisionMaker) && $0.status != .ended
            }
            if open > 0 { found.append(.appeals(open)) }
        }
        if principal.has(.decisionMaker), round.status == .closed, !isSealed,
            let number = try awards.latestProposalNumber(of: round.id, in: tx)
        {
            found.append(.decision(number))
        }
        let standing = try decisionReport(of: round, in: tx)
        if let standing, standing.status == .made {
            let isWritten = standing.standing.record != nil
            if !isWritten, principal.has(.decisionMaker) { found.append(.record) }
            if isWritten, principal.has(.officer) { found.append(.publication) }
        }
        found += try waitingReserve(in: round, for: principal, tx: tx)
        found += try waitingAgreements(in: round, for: principal, tx: tx)
        found += try waitingReturns(in: round, for: principal, tx: tx)
        found += try waitingReviews(in: round, for: principal, tx: tx)
        return try found + waitingPayments(in: round, for: principal, tx: tx)
    }

    /// What waits that is of no round.
    func waitingOutsideRounds(
        for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        var found: [Waiting] = []
        if principal.has(.officer) {
            let count = try commissioning.newTensionCount(in: tx)
            if count > 0 { found.append(.tensions(count)) }
        }
        if principal.has(.officer) || principal.has(.administrator),
            let person = principal.personID
        {
            let count = try erasures.waiting(for: person, in: tx).count
            if count > 0 { found.append(.erasures(count)) }
        }
        return found
    }

    /// How many applications a member of the panel has still to score, before the panel meets.
    func unscored(
        in round: Round, by person: PersonID, tx: borrowing ReadTx
    ) throws -> Int {
        guard try assessment.isOnPanel(person, of: round.id, in: tx),
            try assessment.metPanel(of: person, in: round.id, in: tx) == nil
        else { return 0 }
        return try assessment.progress(of: person, in: round.id, in: tx).count {
            !$0.isLocked && $0.hasInterest != true
        }
    }

    private func waitingForOfficers(
        in round: Round, isSealed: Bool, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        var found: [Waiting] = []
        let counts = try applications.counts(of: round.id, in: tx)
        let unchecked = counts[.submitted] ?? 0
        let isRunning = [.open, .closed].contains(round.status)
        if isRunning, unchecked > 0 { found.append(.checks(unchecked)) }
        let hasPanel = try !assessment.panel(of: round.id, in: tx).isEmpty
        if isRunning, !hasPanel { found.append(.panel) }
        if round.status == .closed, unchecked == 0, hasPanel, !isSealed,
            try awards.latestProposalNumber(of: round.id, in: tx) == nil
        {
            found.append(try isMeetingDue(in: round, tx: tx) ? .meeting : .proposal)
        }
        let letters = try correspondence.heldCount(of: round.id, in: tx)
        if letters > 0 { found.append(.letters(letters)) }
        let unscheduled = try unscheduledCount(in: round, tx)
        let status = try decisionStatus(of: round, in: tx)
        if round.status == .decided, unscheduled > 0, status == nil || status == .inEffect {
            found.append(.instalments(unscheduled))
        }
        return found
    }

    /// Decision letters at the gate, for whoever can do the next step.
    private func waitingLetters(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard principal.has(.officer) else { return [] }
        let count = try correspondence.gatedCounts(of: round.id, in: tx).held
        guard count > 0 else { return [] }
        let release = try correspondence.lastRelease(of: round.id, in: tx)
        guard let pass = try correspondence.lastPass(of: round.id, in: tx),
            release.map({ $0.releasedAt < pass.passedAt }) ?? true
        else { return [.gate(count)] }
        let needsSecond = try rounds.controls(of: round.id, in: tx).has(.secondRelease)
        // Nothing leaves before the decision is published.
        let isMade = try decisionStatus(of: round, in: tx) == .made
        return isMade || needsSecond && pass.passedBy == principal.personID
            ? [] : [.release(count)]
    }

    /// Whether a panel has to meet, or to meet again, before there can be a proposal.
    private func isMeetingDue(in round: Round, tx: borrowing ReadTx) throws -> Bool {
        guard try assessment.holdsMeetings(round.id, in: tx) else { return false }
        do { try assessment.refuseUnmet(round.id, in: tx) } catch is MeetingProblem { return true }
        return false
    }
}
