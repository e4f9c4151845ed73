import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// What crosses modules and only reads. Each report is of one moment.
public struct Reports: Sendable {
    let store: FundStore
    let text: @Sendable () throws -> TextCatalogue
    let rounds = RoundsModule()
    let identity = IdentityModule()
    let ledger = LedgerModule()
    let documents = DocumentsModule()
    let correspondence = CorrespondenceModule()
    let renderers = LetterRenderers()
    let applications = ApplicationsModule()
    let assessment = AssessmentModule()
    let awards = AwardsModule()
    let payments = PaymentsModule()
    let commissioning = CommissioningModule()
    let erasures = ErasureRecords()

    public init(store: FundStore, text: @escaping @Sendable () throws -> TextCatalogue) {
        self.store = store
        self.text = text
    }

    /// Every round.
    public func rounds(_ body: ([JSONValue]) throws -> Void) throws {
        try store.read { tx in
            for round in try rounds.all(in: tx) { try body(row(of: round, in: tx)) }
        }
    }

    public func round(_ key: String) throws -> Round {
        try store.read { try rounds.round(key, in: $0) }
    }

    /// One round, as a row of `Listing.rounds`.
    public func roundRow(_ key: String) throws -> [JSONValue] {
        try store.read { tx in try row(of: try rounds.round(key, in: tx), in: tx) }
    }

    private func row(of round: Round, in tx: borrowing ReadTx) throws -> [JSONValue] {
        let left =
            round.status == .planned
            ? round.plan.allotment : try ledger.balance(.allotted, of: round.id, in: tx)
        return Shape.row(round, left: left)
    }

    /// The round's applications, in the order they came; an applicant's own.
    ///
    /// - Parameters:
    ///   - after: list those that came after this reference.
    ///   - limit: at most so many.
    public func applications(
        of key: String, status: ApplicationStatus?, after: String?, limit: Int?,
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor, .applicant)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            if let owner = principal.applicantOnly {
                return try ownApplications(
                    of: round.id, owner, status: status, after: after, limit: limit, in: tx, body)
            }
            var (barred, theirs): (Set<ApplicationID>, [ApplicationID]?) = ([], nil)
            if principal.isPanelMemberOnly, let member = principal.personID {
                try requirePanel(member, of: round, in: tx)
                barred = try assessment.barred(member, in: round.id, in: tx)
                // Where members score what they are assigned, the rest is not theirs to read.
                if round.status != .decided {
                    theirs = try assessment.assigned(to: member, in: round.id, tx)
                }
            }
            let start = try after.map { try applications.find($0, in: tx).id }
            try applications.list(
                round.id,
                ApplicationFilter(
                    status: status, after: start, limit: limit, only: theirs,
                    without: Array(barred)), in: tx
            ) { try body(Shape.row($0)) }
        }
    }

    /// All that is known of one application, as JSON and as a row of the listing. Who sent it and
    /// is nothing more reads what they sent and how it stands.
    public func application(
        _ typed: String, as principal: Principal
    ) throws -> ApplicationShown {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor, .applicant)
        return try store.read { tx in
            let owner = principal.applicantOnly
            let id =
                try owner.map { try find(typed, ownedBy: $0, in: tx) }
                ?? applications.find(typed, in: tx).id
            var detail = try applications.detail(of: id, in: tx)
            let roundID = detail.roundID
            let form: Form = try rounds.section(.form, of: roundID, in: tx)
            if principal.isPanelMemberOnly, let member = principal.personID {
                try requireOpen(id, to: member, of: roundID, in: tx)
                detail = detail.forPanel(form)
            }
            let object = Shape.object(
                detail, round: try rounds.round(roundID, in: tx).key, form: form,
                words: try text(),
                try identity.emails(of: detail.checks.map(\.checkedBy), in: tx),
                toldStatus: try owner.map { _ in try told(detail.summary, in: tx) })
            let priorities: [Priority] = try rounds.section(.priorities, of: roundID, in: tx)
            return ApplicationShown(
                object: object, row: Shape.row(detail.summary),
                said: try object.said(
                    answers: detail.answers, to: form, priorities: priorities, in: text()))
        }
    }

    /// A panel member reads what is theirs to score, once they have said what the round asks.
    func requireOpen(
        _ application: ApplicationID, to member: PersonID, of round: RoundID,
        in tx: borrowing ReadTx
    ) throws {
        let round = try rounds.round(round, in: tx)
        try requirePanel(member, of: round, in: tx)
        if try assessment.isBarred(member, from: application, in: tx) {
            throw AssessmentProblem.hasInterest
        }
        try requireAssigned(member, application, of: round, in: tx)
        guard
            try round.status == .decided
                || !rounds.controls(of: round.id, in: tx).has(.interests)
                || assessment.interest(
                    of: member, in: application, round: round.id, in: tx) != nil
        else { throw AssessmentProblem.refused([FieldProblem("application", "score-undeclared")]) }
    }

    /// How a group is reached, and the state of that for an edit.
    public func contact(
        of typed: String, as principal: Principal
    ) throws -> (object: JSONValue, tag: EntityTag?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let contact = try applications.contact(
                of: try applications.find(typed, in: tx).id, in: tx)
            return (Shape.object(contact), contact?.tag)
        }
    }

    /// What was released for a group to read in its decision letter.
    public func feedback(
        to typed: String, as principal: Principal
    ) throws -> (object: JSONValue, tag: EntityTag?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, round) = try applications.find(typed, in: tx)
            try refuseSealed(try rounds.round(round, in: tx), principal, in: tx)
            let feedback = try correspondence.feedback(to: id, in: tx)
            return (
                .object([
                    ("reference", .string("\(reference)")), ("text", .optional(feedback?.text)),
                    ("english", .optional(feedback?.english)),
                ]), feedback?.tag
            )
        }
    }

    /// The scores that stand, so that anybody can recompute the ranking.
    ///
    /// - Parameters:
    ///   - after: where a page before this one left off; nil from the beginning.
    ///   - limit: at most so many.
    ///   - body: takes each row, and where a list left off that ends with it.
    public func scores(
        of key: String, after: ScoreFilter.Place? = nil, limit: Int? = nil,
        as principal: Principal, _ body: ([JSONValue], _ place: String) throws -> Void
    ) throws {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            let isOwnOnly =
                try principal.isPanelMemberOnly && round.status != .decided
                || isSealed(round, from: principal, in: tx)
            try assessment.scores(
                of: round.id,
                ScoreFilter(
                    member: isOwnOnly ? principal.personID : nil, reader: principal.personID,
                    after: after, limit: limit),
                in: tx
            ) { try body(Shape.row($0, emails), ScoreFilter.Place($0).description) }
        }
    }

    /// A member's own score of one application on one criterion, or what an officer looks up.
    ///
    /// - Parameter email: whose, nil for the principal's own.
    /// - Returns: a row of `Listing.scores`, nil where there is none.
    public func score(
        of typed: String, criterion: String, member email: String?, as principal: Principal
    ) throws -> (row: [JSONValue], tag: EntityTag)? {
        let person = try principal.require(.panelMember, .officer)
        return try store.read { tx in
            let (id, _, round) = try applications.find(typed, in: tx)
            var member = person
            if let email {
                let named = try identity.person(email, in: tx)
                if named?.id != person {
                    try principal.require(.officer)
                    try refuseSealed(try rounds.round(round, in: tx), principal, in: tx)
                    try refuseInterested(principal, in: id, tx)
                }
                guard let named else { throw AccessProblem.unknownPerson(email: email) }
                member = named.id
            }
            return try assessment.score(
                of: id, round: round, criterion: criterion, by: member, in: tx
            ).map {
                (
                    Shape.row(
                        $0, try identity.emails(of: [$0.member, $0.enteredBy], in: tx)), $0.tag
                )
            }
        }
    }

    /// Nobody learns what was given to an application that they have an interest in.
    func refuseInterested(
        _ principal: Principal, in application: ApplicationID, _ tx: borrowing ReadTx
    ) throws {
        guard let person = principal.personID,
            try assessment.isBarred(person, from: application, in: tx)
        else { return }
        throw AssessmentProblem.judgeInterested
    }

    /// What the ranking that a principal may see rests on: the same for as long as it is the same.
    ///
    /// A round-wide number, and so only for those who may see every score.
    public func rankingTag(of key: String, as principal: Principal) throws -> EntityTag {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            try refuseSealed(round, principal, in: tx)
            return try tag(ofRanking: round, in: tx)
        }
    }

    private func tag(ofRanking round: Round, in tx: borrowing ReadTx) throws -> EntityTag {
        EntityTag(of: [
            round.key, round.status.rawValue,
            "\(try assessment.revision(of: round.id, in: tx))",
        ])
    }

    /// The ranking by the scores as they stand.
    ///
    /// - Parameter withParts: whether each row says how its criteria came out; nothing but JSON
    ///   shows it, and it is most of the work.
    /// - Returns: the state that it rests on, as `rankingTag` gives it.
    @discardableResult
    public func ranking(
        of key: String, as principal: Principal, withParts: Bool = true,
        _ body: ([JSONValue]) throws -> Void
    ) throws -> EntityTag {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            try refuseSealed(round, principal, in: tx)
            let emails = withParts ? try identity.emails(in: tx) : [:]
            let names = try applications.organisations(of: round.id, in: tx)
            let ranking = try assessment.ranking(
                of: round.id, key: key,
                scheme: try rounds.section(.scoring, of: round.id, in: tx),
                missing: withParts ? .ofAll : .ofNone, in: tx)
            for ranked in ranking {
                try body(
                    Shape.row(
                        ranked, organisation: names[ranked.application] ?? "",
                        withParts ? emails : nil))
            }
            return try tag(ofRanking: round, in: tx)
        }
    }

    /// The instalments of a round; as `scores`, a page at a time where that is wanted.
    public func instalments(
        of key: String, after: InstalmentPlace? = nil, limit: Int? = nil,
        as principal: Principal, _ body: ([JSONValue], _ place: String) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            try payments.instalments(of: round.id, after: after, limit: limit, in: tx) {
                try body(Shape.row($0, emails), InstalmentPlace($0).description)
            }
        }
    }
}

extension Principal {
    /// A panel member who is nothing more sees their own scores only.
    fileprivate var isPanelMemberOnly: Bool {
        has(.panelMember) && !has(.officer) && !has(.decisionMaker) && !has(.auditor)
    }

    /// An applicant who is nothing more: they see their own applications only.
    var applicantOnly: PersonID? {
        guard has(.applicant),
            ![.officer, .panelMember, .decisionMaker, .finance, .auditor].contains(where: has)
        else { return nil }
        return personID
    }
}
