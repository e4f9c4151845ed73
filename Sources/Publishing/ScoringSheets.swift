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
    case barred(round: Round, reference: Reference, detail: String)
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
            return (
                round, scheme.criteria.count,
                try assessment.progress(of: member, in: round.id, in: tx).map {
                    ($0, try applications.summary(of: $0.application, in: tx))
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
            return try sheet(of: summary, round, member, in: tx)
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
            let progress = try assessment.progress(of: member, in: round.id, in: tx)
            for row in progress where row.hasInterest == false {
                let summary = try applications.summary(of: row.application, in: tx)
                if case .open(let sheet) = try sheet(of: summary, round, member, in: tx) {
                    sheets.append(sheet)
                }
            }
            return (round, sheets, progress.count { $0.hasInterest == nil })
        }
    }

    private func sheet(
        of summary: ApplicationSummary, _ round: Round, _ member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> ScoringSheet {
        let own = try assessment.ownScores(
            of: summary.id, round: round.id, by: member, in: tx)
        // Once it is decided nobody declares any more, and everybody reads what they scored.
        let isRead = round.status == .decided && own.interest == nil && !own.scores.isEmpty
        guard let hasInterest = isRead ? false : own.interest?.hasInterest else {
            return .undeclared(
                round: round, reference: summary.reference, organisation: summary.organisation,
                title: summary.title)
        }
        guard !hasInterest else {
            return .barred(
                round: round, reference: summary.reference, detail: own.interest?.detail ?? "")
        }
        return .open(
            OpenScoringSheet(
                round: round, detail: try applications.detail(of: summary.id, in: tx),
                form: try rounds.section(.form, of: round.id, in: tx),
                priorities: try rounds.section(.priorities, of: round.id, in: tx),
                scheme: try rounds.section(.scoring, of: round.id, in: tx), own: own,
                isSealed: round.status == .decided))
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
    }
}
