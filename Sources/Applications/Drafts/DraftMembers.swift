import FundCore
import FundStore
import GRDB

/// The people of one group who write on its application together.
extension ApplicationsModule {
    /// Lets another person of the group write on a draft.
    public func addMember(
        _ person: PersonID, email: String, to id: DraftID, in tx: borrowing WriteTx
    ) throws {
        let draft = try openDraft(id, in: tx)
        guard let adder = tx.principal.personID else { throw DraftProblem.unknown }
        guard !draft.members.contains(person) else {
            throw DraftProblem.memberAlready(email: email)
        }
        let sent: Int64? = try tx.reading.first(
            """
            SELECT count(*) FROM applicationDraftMember
            WHERE addedById = ?1 AND personId <> ?1 AND addedAt > ?2
            """, [adder.rawValue, tx.now.adding(seconds: -86_400).milliseconds], { $0[0] })
        guard draft.members.count < Self.greatestMemberCount,
            sent ?? 0 < Self.greatestInvitationCount
        else {
            throw InvalidInput(
                "invitation",
                [
                    FieldProblem(
                        "email", "too-many", ["maximum": "\(Self.greatestMemberCount)"])
                ])
        }
        try tx.execute(
            """
            INSERT INTO applicationDraftMember (draftId, personId, addedAt, addedById)
            VALUES (?, ?, ?, ?)
            """, [id.rawValue, person.rawValue, tx.now.milliseconds, adder.rawValue])
        try tx.audit(
            "draft.member", "draft:\(id.rawValue)", [("person", .int(person.rawValue))])
    }

    /// Takes a person off a draft: only who began it may, and never themselves.
    public func removeMember(
        _ person: PersonID, from id: DraftID, in tx: borrowing WriteTx
    ) throws {
        let draft = try openDraft(id, in: tx)
        guard draft.startedBy == tx.principal.personID, person != draft.startedBy else {
            throw DraftProblem.startersOnly
        }
        try tx.execute(
            "DELETE FROM applicationDraftMember WHERE draftId = ? AND personId = ?",
            [id.rawValue, person.rawValue])
        try tx.audit(
            "draft.removal", "draft:\(id.rawValue)", [("person", .int(person.rawValue))])
    }

    /// Who wrote on an application, and how it reached an officer who typed it.
    public func writers(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> (assistedBy: Assistance?, members: [PersonID])? {
        let draft = try tx.first(
            "SELECT id, assistedBy FROM applicationDraft WHERE applicationId = ?",
            [application.rawValue], { (DraftID($0[0]), Assistance(rawValue: $0[1] ?? "")) })
        guard let (id, assistedBy) = draft else { return nil }
        return (
            assistedBy,
            try tx.list(
                "SELECT personId FROM applicationDraftMember WHERE draftId = ? ORDER BY addedAt",
                [id.rawValue], { PersonID($0[0]) })
        )
    }
}
