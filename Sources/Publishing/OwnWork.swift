import Applications
import Awards
import Commissioning
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
import Rounds

/// A draft with what its page needs.
public struct DraftReport: Sendable {
    public let draft: Draft
    public let round: Round
    public let form: Form
    public let rules: ApplicationRules
    public let equality: EqualityForm?
    public let takesApplications: Bool
    /// The addresses of those who write on it, by id.
    public let emails: [PersonID: String]
}

/// An application as its own group sees it.
public struct OwnApplication: Sendable {
    public let detail: ApplicationDetail
    public let round: Round
    public let form: Form
    /// As far as a letter has told them.
    public let status: ApplicationStatus
    /// What became of it, by its own name, as far as a letter has told them.
    public var outcome: ApplicationOutcome { detail.summary.outcome(told: status) }
    /// Whether anybody reads by now what was decided, while the letter is still to come.
    public let isDecisionPublic: Bool
    public let questions: [ApplicantQuestion]
    public let withdrawal: Withdrawal?
    public let assistedBy: Assistance?
    public let canWithdraw: Bool
    /// Whether whoever asks may take it back: who began it, and officers.
    public let isStarter: Bool
    /// The draft that it was, where whoever asks wrote on it: it says who else did.
    public let ownDraft: DraftID?
    /// What it was given, once a letter has told them; what they agreed to, once they have.
    public let award: Money?
    /// Whether there is an offer or an agreement to read.
    public let hasOffer: Bool
    /// Whether those who take part in its project are asked how things are.
    public let hasSurvey: Bool
    /// What they appealed or complained of; nil for those who are not of the group.
    public let appeals: [OwnAppeal]?
    /// The last day for an appeal, where they may make one.
    public let appealsUntil: LocalDate?
    /// Whether whoever asks says where its money goes: the group's own people, once they were told of
    /// an award.
    public let takesBankDetails: Bool
    /// What it was paid and is to be paid, once a letter has told them that they are; nil before.
    public let payments: OwnPayments?
    /// What it is asked about how the project goes, by number.
    public let returns: [MonitoringReturn]
    public let emails: [PersonID: String]
}

/// What waits for whoever has signed in.
public struct HomeReport: Sendable {
    public struct OwnDraft: Sendable {
        public let draft: DraftSummary
        /// What the project is called, as far as that has been written.
        public let title: String?
        public let round: Round
        public let takesApplications: Bool
    }

    public struct Sent: Sendable {
        public let summary: ApplicationSummary
        public let round: Round
        public let status: ApplicationStatus
        /// What became of it, by its own name, as far as they were told.
        public var outcome: ApplicationOutcome { summary.outcome(told: status) }
        public let openQuestionCount: Int
    }

    public let drafts: [OwnDraft]
    public let sent: [Sent]
    /// For those who work on the fund: every round that has opened or will, and what waits for them
    /// in it.
    public let rounds: [(round: Round, waiting: [Waiting])]
    /// For those who may see them: every commissioning cycle that has not ended.
    public let cycles: [CycleSummary]
    /// What waits for them that is of no round.
    public let waiting: [Waiting]
}

extension Reports {
    /// What waits for whoever has signed in.
    public func home(as principal: Principal) throws -> HomeReport {
        let person = try principal.require(.applicant)
        return try store.read { tx in
            let now = tx.now
            let drafts = try applications.drafts(of: person, in: tx).map { draft in
                let round = try rounds.round(draft.round, in: tx)
                return HomeReport.OwnDraft(
                    draft: draft, title: try title(of: draft, in: tx), round: round,
                    takesApplications: round.takesApplications(at: now))
            }
            let sent = try applications.applications(of: person, in: tx).map { id in
                let summary = try applications.summary(of: id, in: tx)
                let detail = try applications.detail(of: id, in: tx)
                return HomeReport.Sent(
                    summary: summary, round: try rounds.round(detail.roundID, in: tx),
                    status: try told(summary, in: tx),
                    openQuestionCount: try applications.questions(about: id, in: tx)
                        .filter { $0.answer == nil }.count)
            }
            return HomeReport(
                drafts: drafts, sent: sent,
                rounds: principal.isApplicantOnly
                    ? []
                    : try rounds.all(in: tx).map {
                        ($0, try waiting(in: $0, for: principal, tx: tx))
                    },
                cycles: principal.seesCycles
                    ? try cycleSummaries(for: principal, in: tx).filter {
                        $0.cycle.status != .ended
                    } : [], waiting: try waitingOutsideRounds(for: principal, tx: tx))
        }
    }

    func title(of draft: DraftSummary, in tx: borrowing ReadTx) throws -> String? {
        let form: Form = try rounds.section(.form, of: draft.round, in: tx)
        guard let question = form.questions.first(where: { $0.fills == .title }) else {
            return nil
        }
        return try applications.text(of: question.key, in: draft.id, in: tx)
    }

    /// A draft, for those who write on it.
    public func draft(_ id: DraftID, as principal: Principal) throws -> DraftReport {
        try store.read { tx in
            let draft = try applications.draft(id, for: principal, in: tx)
            let round = try rounds.round(draft.round, in: tx)
            let rules = try ApplicationRules(of: round, rounds, in: tx)
            return DraftReport(
                draft: draft, round: round, form: rules.form, rules: rules,
                equality: try rounds.optionalSection(
                    .equality, of: round.id, as: EqualityForm.self, in: tx),
                takesApplications: round.takesApplications(at: tx.now),
                emails: try identity.emails(
                    of: draft.members + draft.answers.values.map(\.savedBy), in: tx))
        }
    }

    /// What became of a draft that was sent.
    public func reference(ofDraft id: DraftID, as principal: Principal) throws -> Reference? {
        try store.read { tx in
            try applications.draft(id, for: principal, in: tx).application.map {
                try applications.summary(of: $0, in: tx).reference
            }
        }
    }

    /// An application, for its own group and for officers.
    /// - Throws: `ApplicationsProblem.unknown` for everybody else, as if there were none.
    public func ownApplication(
        _ typed: String, as principal: Principal
    ) throws -> OwnApplication {
        let person = try principal.require(.applicant)
        return try store.read { tx in
            let id =
                principal.has(.officer)
                ? try applications.find(typed, in: tx).id
                : try find(typed, ownedBy: person, in: tx)
            let detail = try applications.detail(of: id, in: tx)
            let round = try rounds.round(detail.roundID, in: tx)
            let questions = try applications.questions(about: id, in: tx)
            let status = try told(detail.summary, in: tx)
            let origin = try applications.origin(of: id, in: tx)
            let isStarter = origin == nil || origin?.startedBy == person
            return OwnApplication(
                detail: detail, round: round,
                form: try rounds.section(.form, of: round.id, in: tx), status: status,
                isDecisionPublic: try status == .eligible
                    && decisionReport(of: round, isPublic: true, in: tx) != nil,
                questions: questions, withdrawal: try applications.withdrawal(of: id, in: tx),
                assistedBy: origin?.assistedBy,
                canWithdraw: (isStarter || principal.has(.officer)) && round.status != .decided
                    && [.submitted, .eligible, .ineligible].contains(detail.summary.status),
                isStarter: isStarter || principal.has(.officer),
                ownDraft: origin?.members.contains(person) ?? false ? origin?.draft : nil,
                award: status == .awarded
                    ? try awards.award(of: id, in: tx)?.kept : nil,
                hasOffer: try hasOffer(id, in: tx),
                hasSurvey: try status == .awarded && commissioning.hasSurvey(id, in: tx),
                appeals: try applications.isOwner(person, of: id, in: tx)
                    ? try ownAppeals(about: id, in: tx) : nil,
                appealsUntil: try appealsUntil(detail.summary, told: status, in: tx),
                takesBankDetails: try applications.isOwner(person, of: id, in: tx)
                    && takesBankDetails(id, of: round.id, told: status, in: tx),
                payments: status == .awarded
                    ? try ownPayments(
                        of: id, reference: detail.summary.reference, in: round.id, in: tx) : nil,
                returns: status == .awarded
                    ? try awards.award(of: id, in: tx).map {
                        try commissioning.returns(of: $0.id, in: tx)
                    } ?? [] : [],
                emails: try identity.emails(of: questions.compactMap(\.answeredBy), in: tx))
        }
    }

    /// Earlier applications of whoever asks, whose answers a new one could begin with.
    public func offeredAnswers(
        for key: String, as principal: Principal
    ) throws -> (
        round: Round, takesApplications: Bool, hasPages: Bool, earlier: [ApplicationSummary]
    ) {
        let person = try principal.require(.applicant)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let isFrozen = round.status != .planned
            let form =
                isFrozen ? try rounds.section(.form, of: round.id, as: Form.self, in: tx) : nil
            return (
                round, round.takesApplications(at: tx.now), !(form?.sections.isEmpty ?? true),
                try applications.applications(of: person, in: tx).map {
                    try applications.summary(of: $0, in: tx)
                }
            )
        }
    }
}

extension Principal {
    /// Whether commissioning cycles are theirs to see.
    public var seesCycles: Bool { has(.officer) || has(.decisionMaker) || has(.auditor) }

    /// Somebody who applies and does nothing else here.
    var isApplicantOnly: Bool {
        guard case .person(_, _, let roles) = identity else { return false }
        return roles.subtracting([.applicant]).isEmpty
    }
}
