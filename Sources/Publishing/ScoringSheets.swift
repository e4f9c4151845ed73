import Applications
import Assessment
import Forms
import FundCore
import FundStore
import Rounds

/// What a panel member sees of one application.
public enum ScoringSheet: Sendable {
    /// They have yet to say whether they have an interest in it.
    case undeclared(round: Round, reference: Reference, organisation: String, title: String)
    /// They have, so it stays closed to them.
    case barred(round: Round, reference: Reference, detail: String, ground: InterestGround)
    case open(OpenScoringSheet)
}

public struct OpenScoringSheet: Sendable {
    public let round: Round
    public let detail: ApplicationDetail
    public let form: Form
    public let priorities: [Priority]
    public let scheme: ScoringScheme
    public let own: OwnScores
    public let isSealed: Bool
}

/// What a panel member has to do before they score.
public struct Briefing: Sendable {
    public let round: Round
    public let scheme: ScoringScheme
    /// When they said that they had read it.
    public let acknowledgedAt: Instant?
    /// Whether the round asks for it.
    public let isAsked: Bool

    public var isDue: Bool { isAsked && acknowledgedAt == nil && round.status != .decided }
}

extension Reports {
    /// The eligible applications as one panel member sees them, with how far they have come.
    public func scoringList(
        of key: String, as principal: Principal
    ) throws -> (round: Round, criteria: Int, rows: [(MemberProgress, ApplicationSummary)]) {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            let scheme: ScoringScheme = try rounds.section(.scoring, of: round.id, in: tx)
            let summaries = try applications.summaries(of: round.id, in: tx)
            return (
                round, scheme.criteria.count,
                try assessment.progress(of: member, in: round.id, in: tx).compactMap { progress in
                    summaries[progress.application].map { (progress, $0) }
                }
            )
        }
    }

    /// One application as a panel member sees it: only once they have said that they have no
    /// interest in it, and never anybody's scores but their own.
    public func scoringSheet(
        _ typed: String, of key: String, as principal: Principal
    ) throws -> ScoringSheet {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            let (id, reference, roundID) = try applications.find(typed, in: tx)
            let summary = try applications.summary(of: id, in: tx)
            guard roundID == round.id,
                [.eligible, .awarded, .declined].contains(summary.status)
            else { throw AssessmentProblem.notStanding(reference: "\(reference)") }
            try requireAssigned(member, id, of: round, in: tx)
            return try sheet(of: summary, round, member, try paper(of: round, in: tx), in: tx)
        }
    }

    /// How to score in a round, for its panel.
    public func briefing(of key: String, as principal: Principal) throws -> Briefing {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            return Briefing(
                round: round, scheme: try rounds.section(.scoring, of: round.id, in: tx),
                acknowledgedAt: try assessment.briefedAt(member, round: round.id, in: tx),
                isAsked: try rounds.controls(of: round.id, in: tx).has(.briefing))
        }
    }

    /// Every application that a member may read, for printing.
    public func scoringPack(
        of key: String, as principal: Principal
    ) throws -> (round: Round, sheets: [OpenScoringSheet], undeclared: Int) {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            var sheets: [OpenScoringSheet] = []
            let briefingDue =
                try round.status != .decided
                && rounds.controls(of: round.id, in: tx).has(.briefing)
                && assessment.briefedAt(member, round: round.id, in: tx) == nil
            let progress = try assessment.progress(of: member, in: round.id, in: tx)
            let summaries = try applications.summaries(of: round.id, in: tx)
            let paper = try paper(of: round, in: tx)
            for row in progress where row.hasInterest == false && !briefingDue {
                guard let summary = summaries[row.application] else { continue }
                if case .open(let sheet) = try sheet(of: summary, round, member, paper, in: tx) {
                    sheets.append(sheet)
                }
            }
            return (round, sheets, progress.count { $0.hasInterest == nil })
        }
    }

    /// What every sheet of a round asks.
    private struct Paper {
        let form: Form
        let priorities: [Priority]
        let scheme: ScoringScheme
    }

    private func paper(of round: Round, in tx: borrowing ReadTx) throws -> Paper {
        Paper(
            form: try rounds.section(.form, of: round.id, in: tx),
            priorities: try rounds.section(.priorities, of: round.id, in: tx),
            scheme: try rounds.section(.scoring, of: round.id, in: tx))
    }

    private func sheet(
        of summary: ApplicationSummary, _ round: Round, _ member: PersonID, _ paper: Paper,
        in tx: borrowing ReadTx
    ) throws -> ScoringSheet {
        let own = try assessment.ownScores(
            of: summary.id, round: round.id, by: member, in: tx)
        if try assessment.isBarred(member, from: summary.id, in: tx) {
            return .barred(
                round: round, reference: summary.reference, detail: own.interest?.detail ?? "",
                ground: own.interest?.ground ?? .declared)
        }
        // Once it is decided nobody declares any more, and everybody reads what they scored.
        let isRead = round.status == .decided && own.interest == nil && !own.scores.isEmpty
        guard isRead || own.interest != nil else {
            return .undeclared(
                round: round, reference: summary.reference, organisation: summary.organisation,
                title: summary.title)
        }
        return .open(
            OpenScoringSheet(
                round: round, detail: try applications.detail(of: summary.id, in: tx),
                form: paper.form, priorities: paper.priorities, scheme: paper.scheme, own: own,
                isSealed: try round.status == .decided
                    || assessment.hasMet(about: summary.id, in: tx)))
    }

    /// Where members score what they are assigned, the rest is not theirs to open.
    func requireAssigned(
        _ member: PersonID, _ application: ApplicationID, of round: Round,
        in tx: borrowing ReadTx
    ) throws {
        guard round.status != .decided,
            try rounds.controls(of: round.id, in: tx).has(.assignment)
        else { return }
        guard try assessment.scorers(assignedTo: application, in: tx).contains(member) else {
            throw AssessmentProblem.notYours
        }
    }

    func requirePanel(
        _ member: PersonID, of round: Round, in tx: borrowing ReadTx
    ) throws {
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: round.key, status: round.status)
        }
        guard try assessment.isOnPanel(member, of: round.id, in: tx) else {
            throw AssessmentProblem.notOnThisPanel
        }
        // What is public then, they may read as they did.
        if round.status != .decided {
            try assessment.refuseStoodDown(member, of: round.id, in: tx)
        }
    }
}
