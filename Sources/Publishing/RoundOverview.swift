import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// What waits in a round, for its officers.
public struct RoundOverview: Sendable {
    public let round: Round
    /// The commissioning cycle that holds it; nil where none does.
    public let cycle: Cycle?
    /// What waits for whoever asks.
    public let waiting: [Waiting]
    public let counts: [ApplicationOutcome: Int64]
    public let openQuestionCount: Int64
    /// Those that wait, then those answered last: the application, and when.
    public let questions: [(summary: ApplicationSummary, askedAt: Instant, answeredAt: Instant?)]
    public let standingCount: Int64
    /// For each member of the panel: their address and how many applications they have locked.
    public let panel: [(email: String, locked: Int64)]
    public let latestProposal: Int64?
    public let isDecided: Bool
    /// How the decision stands, where the round keeps a record of it.
    public let decisionStatus: DecisionStatus?
    public let left: Money
    /// Letters that wait to be let go.
    public let heldLetters: Int64
    /// Awards that no instalment is scheduled for.
    public let unscheduled: Int64
    /// Appeals and complaints that have not come to their end.
    public let openAppealCount: Int
    /// What officers are typing in for groups: the draft, its title, and who began it.
    public let typed: [(draft: DraftSummary, title: String?, by: String)]
}

extension Reports {
    /// What waits in a round.
    public func overview(of key: String, as principal: Principal) throws -> RoundOverview {
        try principal.require(.officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let cycle = try commissioning.cycle(of: round.id, in: tx)
            guard round.status != .planned else {
                return RoundOverview(
                    round: round, cycle: cycle, waiting: [], counts: [:], openQuestionCount: 0,
                    questions: [],
                    standingCount: 0, panel: [],
                    latestProposal: nil, isDecided: false, decisionStatus: nil,
                    left: round.plan.allotment, heldLetters: 0, unscheduled: 0,
                    openAppealCount: 0, typed: [])
            }
            let locks = try assessment.lockCounts(of: round.id, in: tx)
            let panel = try assessment.panel(of: round.id, in: tx)
            let drafts = try applications.typedDrafts(in: round.id, in: tx)
            // How far others have come is not for those who score themselves.
            let isSealed = try isSealed(round, from: principal, in: tx)
            let emails = try identity.emails(of: panel + drafts.map(\.startedBy), in: tx)
            let counts = try applications.outcomeCounts(of: round.id, in: tx)
            return RoundOverview(
                round: round, cycle: cycle, waiting: try waiting(in: round, for: principal, tx: tx),
                counts: counts,
                openQuestionCount: try applications.openQuestionCount(of: round.id, in: tx),
                questions: try applications.recentQuestions(of: round.id, limit: 20, in: tx).map {
                    (
                        try applications.summary(of: $0.application, in: tx), $0.askedAt,
                        $0.answeredAt
                    )
                },
                standingCount: locks.standing,
                panel: isSealed
                    ? [] : panel.map { (emails[$0] ?? "", locks.locks[$0] ?? 0) },
                latestProposal: isSealed
                    ? nil : try awards.latestProposalNumber(of: round.id, in: tx),
                isDecided: round.status == .decided,
                decisionStatus: try decisionStatus(of: round, in: tx),
                left: try ledger.balance(.allotted, of: round.id, in: tx),
                heldLetters: try correspondence.heldCount(of: round.id, in: tx),
                unscheduled: try unscheduledCount(in: round, tx),
                openAppealCount: try awards.appeals(of: round.id, in: tx).count {
                    $0.status != .ended
                },
                typed: try drafts.map {
                    ($0, try title(of: $0, in: tx), emails[$0.startedBy] ?? "")
                })
        }
    }
}
