import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// A member of the panel says whether they have an interest in an application. Once they have
    /// said that they do, only an officer can say otherwise.
    /// - Throws: `InvalidInput`, `AssessmentProblem`.
    public func declareInterest(
        in application: ApplicationID, reference: Reference, of round: RoundID, has: Bool,
        detail: String, in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        let detail = try checkedDetail(detail, isNeeded: has)
        try requireCandidate(application, reference: reference, in: tx.reading)
        guard try has || !isBarred(member, from: application, in: tx.reading) else {
            throw AssessmentProblem.interestStands
        }
        try note(
            application, member, round, has: has, detail: detail, .declared, by: member, in: tx)
    }

    /// An officer says that a member of the panel has an interest in an application, or that what
    /// was said of one does not hold.
    public func setInterest(
        of member: PersonID, in application: ApplicationID, reference: Reference,
        round: RoundID, has: Bool, detail: String, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        guard has || member != officer else { throw AssessmentProblem.interestStands }
        let detail = try checkedDetail(detail, isNeeded: true)
        try requireCandidate(application, reference: reference, in: tx.reading)
        guard try has || !isOwn(application, of: member, in: tx.reading) else {
            throw AssessmentProblem.ownInterest
        }
        try note(
            application, member, round, has: has, detail: detail, .officer, by: officer, in: tx)
    }

    /// Notes that an application is a panel member's own.
    public func noteOwn(
        _ application: ApplicationID, of member: PersonID, round: RoundID,
        in tx: borrowing WriteTx
    ) throws {
        guard try !isOwn(application, of: member, in: tx.reading) else { return }
        try note(
            application, member, round, has: true, detail: Self.ownDetail, .own, by: nil, in: tx)
    }

    private func isOwn(
        _ application: ApplicationID, of member: PersonID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentInterest
            WHERE applicationId = ? AND memberId = ? AND ground = 'own'
            """, [application.rawValue, member.rawValue], { _ in true }) ?? false
    }

    /// Stands in the register for what a person need not say.
    static let ownDetail = "own application"

    func note(
        _ application: ApplicationID, _ member: PersonID, _ round: RoundID, has: Bool,
        detail: String?, _ ground: InterestGround, by person: PersonID?, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentInterest
              (roundId, applicationId, memberId, hasInterest, detail, declaredAt, saidById, ground)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, member.rawValue, has, detail,
                tx.now.milliseconds, person?.rawValue, ground.rawValue,
            ])
        try tx.audit(
            "interest.declaration", "application:\(application.rawValue)",
            [
                ("has", .bool(has)), ("member", .int(member.rawValue)),
                ("ground", .string(ground.rawValue)),
            ])
    }

    private func checkedDetail(_ typed: String, isNeeded: Bool) throws -> String? {
        if typed.trimmed.isEmpty && !isNeeded { return nil }
        return try checkedReason(typed, field: "detail")
    }

    /// Whether a member has an interest in an application that keeps them out of it.
    public func isBarred(
        _ member: PersonID, from application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentAnyConflict WHERE applicationId = ? AND personId = ?",
            [application.rawValue, member.rawValue], { _ in true }) ?? false
    }

    /// Notes of a new panel member what they had said of their interest in an application before.
    public func noteSaid(
        _ application: ApplicationID, of member: PersonID, round: RoundID,
        in tx: borrowing WriteTx
    ) throws {
        guard let said = try staffInterest(of: member, in: application, in: tx.reading),
            said.hasInterest
        else { return }
        try note(
            application, member, round, has: true, detail: said.detail, said.ground,
            by: said.saidBy, in: tx)
    }

    func requireCandidate(
        _ application: ApplicationID, reference: Reference, in tx: borrowing ReadTx
    ) throws {
        let isStanding: Bool? = try tx.first(
            "SELECT isStanding FROM assessmentCandidate WHERE applicationId = ?",
            [application.rawValue], { $0[0] })
        guard isStanding == true else {
            throw AssessmentProblem.notStanding(reference: "\(reference)")
        }
    }
}
