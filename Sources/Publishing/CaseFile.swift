import Applications
import Assessment
import Awards
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
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
    public let feedback: LetterWords?
    /// What the panel wrote by criterion, for the feedback: nothing of members with an interest.
    public let comments: [(title: String, text: String)]
    public let conditions: LetterWords?
    /// What the panel's meeting set as conditions of the award.
    public let panelConditions: String?
    /// Whether the decision letter is in another language than the fund's.
    public let isTranslated: Bool
    /// Whether it has a copy in the fund's then.
    public let hasCopy: Bool
    public let award: Award?
    /// Whether its award is offered to the group, and agreed to.
    public let hasAgreement: Bool
    public let appeals: [Appeal]
    /// What members of the panel said of their interests in it.
    public let interests: [(member: PersonID, interest: DeclaredInterest)]
    public let history: [HistoryRow]
    public let emails: [PersonID: String]
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
            let origin = try applications.origin(of: id, in: tx)
            let isSealed = try isSealed(round, from: principal, in: tx)
            let interests = isSealed ? [] : try assessment.interests(in: id, in: tx)
            var letters: [LetterSummary] = []
            try correspondence.letters(of: round.id, application: id, in: tx) {
                letters.append($0.summary)
            }
            let settings: LetterSettings = try rounds.section(.letters, of: round.id, in: tx)
            let language = detail.contact?.language ?? settings.language
            // All of it where something is left out: what is not shown must not crowd out the rest.
            let history = try tx.auditRows(
                about: "application:\(id.rawValue)", limit: isSealed ? .max : 100
            ).filter { !isSealed || !$0.action.isOfScoring }.prefix(100)
            let isTranslated =
                language != settings.language && settings.templates[language] != nil
            let hasGate = try rounds.controls(of: round.id, in: tx).has(.letterGate)
            let people =
                detail.checks.map(\.checkedBy) + questions.map(\.askedBy)
                + questions.compactMap(\.answeredBy) + notes.map(\.writtenBy)
                + (withdrawal.map { [$0.by] } ?? []) + (origin?.writers ?? [])
                + interests.map(\.member) + interests.map(\.interest.saidBy)
            return CaseFile(
                detail: detail, round: round,
                form: try rounds.section(.form, of: round.id, in: tx),
                priorities: try rounds.section(.priorities, of: round.id, in: tx),
                questions: questions, notes: notes, withdrawal: withdrawal,
                assistedBy: origin?.assistedBy, writers: origin?.writers ?? [],
                letters: letters,
                feedback: isSealed ? nil : try correspondence.feedback(to: id, in: tx),
                comments: isSealed ? [] : try comments(about: id, round: round.id, in: tx),
                conditions: try correspondence.conditions(of: id, in: tx),
                panelConditions: isSealed
                    ? nil : try assessment.recommendation(about: id, in: tx)?.conditions,
                isTranslated: isTranslated, hasCopy: hasGate && isTranslated,
                award: try awards.award(of: id, in: tx),
                hasAgreement: try awards.needsAgreement(round.id, in: tx)
                    && awards.award(of: id, in: tx) != nil,
                appeals: try awards.appeals(about: id, in: tx),
                interests: interests,
                history: try historyRows(Array(history), in: tx),
                emails: try identity.emails(of: people, in: tx))
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

    /// An application as a row of `Listing.applications`.
    public static func row(_ summary: ApplicationSummary) -> [JSONValue] { Shape.row(summary) }

}

extension String {
    /// Whether an action of the trail says that somebody scored, or is to, or that there is
    /// something of the panel's to hand on.
    fileprivate var isOfScoring: Bool {
        ["score.", "interest.", "panel.", "letter.feedback"].contains { hasPrefix($0) }
    }
}
