import Applications
import Assessment
import Awards
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// All that officers know of one application.
public struct CaseFile: Sendable {
    public let detail: ApplicationDetail
    public let round: Round
    public let form: Form
    public let priorities: [Priority]
    public let questions: [ApplicantQuestion]
    public let notes: [ApplicationNote]
    public let withdrawal: Withdrawal?
    /// How it reached the officer who typed it, and who wrote on it.
    public let assistedBy: Assistance?
    public let writers: [PersonID]
    public let letters: [LetterSummary]
    public let feedback: String?
    /// What members of the panel said of their interests in it.
    public let interests: [(member: PersonID, interest: DeclaredInterest)]
    public let history: [HistoryRow]
    public let emails: [PersonID: String]
}

/// A row of the audit trail with names for its ids.
public struct HistoryRow: Sendable {
    public let sequence: Int64
    public let at: Instant
    /// An address, or what else acted.
    public let actor: String
    /// Stands for anybody who applies.
    public static let applicant = "applicant"
    public let action: String
    /// A reference or a round where it is about one.
    public let subject: String
}

/// What waits in a round, for its officers.
public struct RoundOverview: Sendable {
    public let round: Round
    public let counts: [ApplicationStatus: Int64]
    public let openQuestionCount: Int64
    /// Those that wait, then those answered last: the application, and when.
    public let questions: [(summary: ApplicationSummary, askedAt: Instant, answeredAt: Instant?)]
    public let standingCount: Int64
    /// For each member of the panel: their address and how many applications they have locked.
    public let panel: [(email: String, locked: Int64)]
    public let latestProposal: Int64?
    public let isDecided: Bool
    public let left: Money
}

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
    /// A page of a round's applications as an officer looks through them.
    public func search(
        of key: String, _ search: ApplicationSearch, limit: Int?, as principal: Principal,
        _ body: (ApplicationSummary) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try applications.search(round.id, search, limit: limit, in: tx, body)
        }
    }

    /// All that is known of one application.
    public func caseFile(
        _ typed: String, of key: String, as principal: Principal
    ) throws -> CaseFile {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx)
            let round = try rounds.round(roundID, in: tx)
            guard round.key == key else {
                throw ApplicationsProblem.otherRound(reference: "\(reference)", round: key)
            }
            let detail = try applications.detail(of: id, in: tx)
            let questions = try applications.questions(about: id, in: tx)
            let notes = try applications.notes(about: id, in: tx)
            let withdrawal = try applications.withdrawal(of: id, in: tx)
            let writers = try applications.writers(of: id, in: tx)
            let interests = try assessment.interests(in: id, in: tx)
            var letters: [LetterSummary] = []
            try correspondence.letters(of: round.id, application: id, in: tx) {
                letters.append($0.summary)
            }
            let people =
                detail.checks.map(\.checkedBy) + questions.map(\.askedBy)
                + questions.compactMap(\.answeredBy) + notes.map(\.writtenBy)
                + (withdrawal.map { [$0.by] } ?? []) + (writers?.members ?? [])
                + interests.map(\.member)
            return CaseFile(
                detail: detail, round: round,
                form: try rounds.section(.form, of: round.id, in: tx),
                priorities: try rounds.section(.priorities, of: round.id, in: tx),
                questions: questions, notes: notes, withdrawal: withdrawal,
                assistedBy: writers?.assistedBy, writers: writers?.members ?? [],
                letters: letters,
                feedback: try correspondence.feedback(to: id, in: tx)?.text,
                interests: interests,
                history: try tx.auditRows(about: "application:\(id.rawValue)", limit: 100).map {
                    try historyRow($0, in: tx)
                }, emails: try identity.emails(of: people, in: tx))
        }
    }

    /// What waits in a round.
    public func overview(of key: String, as principal: Principal) throws -> RoundOverview {
        try principal.require(.officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                return RoundOverview(
                    round: round, counts: [:], openQuestionCount: 0, questions: [],
                    standingCount: 0, panel: [],
                    latestProposal: nil, isDecided: false, left: round.plan.allotment)
            }
            let locks = try assessment.lockCounts(of: round.id, in: tx)
            let panel = try assessment.panel(of: round.id, in: tx)
            let emails = try identity.emails(of: panel, in: tx)
            return RoundOverview(
                round: round, counts: try applications.counts(of: round.id, in: tx),
                openQuestionCount: try applications.openQuestionCount(of: round.id, in: tx),
                questions: try applications.recentQuestions(of: round.id, limit: 20, in: tx).map {
                    (
                        try applications.summary(of: $0.application, in: tx), $0.askedAt,
                        $0.answeredAt
                    )
                },
                standingCount: locks.standing,
                panel: panel.map { (emails[$0] ?? "", locks.locks[$0] ?? 0) },
                latestProposal: try awards.latestProposalNumber(of: round.id, in: tx),
                isDecided: round.status == .decided,
                left: try ledger.balance(.allotted, of: round.id, in: tx))
        }
    }

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
    ) throws -> (round: Round, sheets: [OpenScoringSheet]) {
        let member = try principal.require(.panelMember)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            try requirePanel(member, of: round, in: tx)
            var sheets: [OpenScoringSheet] = []
            for row in try assessment.progress(of: member, in: round.id, in: tx)
            where row.hasInterest == false {
                let summary = try applications.summary(of: row.application, in: tx)
                if case .open(let sheet) = try sheet(of: summary, round, member, in: tx) {
                    sheets.append(sheet)
                }
            }
            return (round, sheets)
        }
    }

    private func sheet(
        of summary: ApplicationSummary, _ round: Round, _ member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> ScoringSheet {
        let own = try assessment.ownScores(
            of: summary.id, round: round.id, by: member, in: tx)
        guard let interest = own.interest else {
            return .undeclared(
                round: round, reference: summary.reference, organisation: summary.organisation,
                title: summary.title)
        }
        guard !interest.hasInterest else {
            return .barred(
                round: round, reference: summary.reference, detail: interest.detail ?? "")
        }
        return .open(
            OpenScoringSheet(
                round: round, detail: try applications.detail(of: summary.id, in: tx),
                form: try rounds.section(.form, of: round.id, in: tx),
                priorities: try rounds.section(.priorities, of: round.id, in: tx),
                scheme: try rounds.section(.scoring, of: round.id, in: tx), own: own,
                isSealed: round.status == .decided))
    }

    private func requirePanel(
        _ member: PersonID, of round: Round, in tx: borrowing ReadTx
    ) throws {
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: round.key, status: round.status)
        }
        guard try assessment.isOnPanel(member, of: round.id, in: tx) else {
            throw AssessmentProblem.notOnThisPanel
        }
    }

    /// The people of a round's panel.
    public func panelMembers(of key: String, as principal: Principal) throws -> [Person] {
        try principal.require(.officer)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let members = Set(try assessment.panel(of: round.id, in: tx))
            var people: [Person] = []
            try identity.people(in: tx) { if members.contains($0.id) { people.append($0) } }
            return people
        }
    }

    /// Those who could be put on a panel: everybody with the role.
    public func possibleMembers(as principal: Principal) throws -> [Person] {
        try principal.require(.officer)
        return try store.read { tx in
            var people: [Person] = []
            try identity.people(in: tx) { if $0.roles.contains(.panelMember) { people.append($0) } }
            return people
        }
    }

    /// The payment runs of a round.
    public func paymentRuns(
        of key: String, as principal: Principal
    ) throws -> [(run: PaymentRun, profiles: [String], approvedBy: String)] {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            return try payments.runs(of: round.id, in: tx).map {
                ($0.run, $0.profiles, try identity.email(of: $0.run.approvedBy, in: tx))
            }
        }
    }

    /// The number of a round's latest proposal; nil where there is none.
    public func latestProposal(of key: String, as principal: Principal) throws -> Int64? {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            try awards.latestProposalNumber(of: try rounds.round(key, in: tx).id, in: tx)
        }
    }

    /// The applications that the latest proposal gives money to, and whether anything has moved
    /// since; nil where there is none.
    public func funded(
        of key: String, as principal: Principal
    ) throws -> (proposal: Int64, references: Set<String>, isStale: Bool)? {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard try awards.latestProposalNumber(of: round.id, in: tx) != nil else { return nil }
            let proposal = try awards.proposal(of: round.id, key: key, number: nil, in: tx)
            var references: Set<String> = []
            try awards.lines(of: proposal.id, in: tx) {
                if $0.award > .zero { references.insert("\($0.reference)") }
            }
            let isStale =
                try proposal.ground.scores != assessment.revision(of: round.id, in: tx)
                || proposal.ground.applications != applications.revision(of: round.id, in: tx)
            return (proposal.number, references, isStale && round.status != .decided)
        }
    }

    /// An application as a row of `Listing.applications`.
    public static func row(_ summary: ApplicationSummary) -> [JSONValue] { Shape.row(summary) }

    /// Who did what when, the newest first.
    ///
    /// - Parameter before: where a page before this one left off.
    public func history(
        before: Int64?, limit: Int, as principal: Principal
    ) throws -> [HistoryRow] {
        try principal.require(.officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            try tx.auditRows(before: before, limit: limit).map { try historyRow($0, in: tx) }
        }
    }

    /// The address of somebody who works for the fund; of those who apply, only that they do.
    private func name(of person: PersonID, in tx: borrowing ReadTx) throws -> String {
        let email = try identity.email(of: person, in: tx)
        let known = try identity.person(email, in: tx)
        return known?.roles.isEmpty ?? true ? HistoryRow.applicant : email
    }

    private func historyRow(_ row: AuditRow, in tx: borrowing ReadTx) throws -> HistoryRow {
        let first = row.actor.prefix { $0 != " " }
        var actor = String(first)
        if first.hasPrefix("person:"), let id = Int64(first.dropFirst(7)) {
            actor = try name(of: PersonID(id), in: tx)
        }
        var subject = row.subject
        let parts = row.subject.split(separator: ":")
        if parts.count == 2, let id = Int64(parts[1]) {
            switch parts[0] {
            case "application":
                subject =
                    "\(try applications.summary(of: ApplicationID(id), in: tx).reference)"
            case "round": subject = try rounds.round(RoundID(id), in: tx).key
            case "person": subject = try name(of: PersonID(id), in: tx)
            default: break
            }
        }
        return HistoryRow(
            sequence: row.sequence, at: row.at, actor: actor, action: row.action,
            subject: subject)
    }
}
