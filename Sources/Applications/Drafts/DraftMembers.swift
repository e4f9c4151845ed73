import FundCore
import FundStore
import GRDB

/// How an application was written.
public struct ApplicationOrigin: Sendable {
    /// What it was before it was sent.
    public let draft: DraftID
    public let startedBy: PersonID
    /// How it reached the officer who typed it in; nil where the group wrote it.
    public let assistedBy: Assistance?
    /// Those of the group who may read it; nobody of what an officer typed in.
    public let members: [PersonID]

    /// Who wrote on it.
    public var writers: [PersonID] { assistedBy == nil ? members : [startedBy] }
}

/// The people of one group who write on its application together.
extension ApplicationsModule {
    /// Lets another person of the group write on a draft.
    public func addMember(
        _ person: PersonID, email: String, to id: DraftID, in tx: borrowing WriteTx
    ) throws {
        let draft = try openDraft(id, in: tx)
        guard let adder = tx.principal.personID else { throw DraftProblem.unknown }
        guard draft.assistedBy == nil else { throw DraftProblem.typedForGroup }
        guard !draft.members.contains(person) else {
            throw DraftProblem.memberAlready(email: email)
        }
        let since = tx.now.adding(seconds: -86_400).milliseconds
        let sent: Int64? = try tx.reading.first(
            "SELECT count(*) FROM applicationInvitation WHERE sentById = ? AND sentAt > ?",
            [adder.rawValue, since], { $0[0] })
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
        // Outlives the membership: who is taken off again has been written to all the same.
        try tx.execute("DELETE FROM applicationInvitation WHERE sentAt <= ?", [since])
        _ = try tx.insert(
            "INSERT INTO applicationInvitation (sentById, sentAt) VALUES (?, ?)",
            [adder.rawValue, tx.now.milliseconds])
        try tx.audit(
            "draft.member", "draft:\(id.rawValue)", [("person", .int(person.rawValue))])
    }

    /// Takes a person off an application, sent or not: who began it may take off others, and
    /// anybody else themselves. Somebody who is not on it is off it already.
    public func removeMember(
        _ person: PersonID, from id: DraftID, in tx: borrowing WriteTx
    ) throws {
        let draft = try draft(id, for: tx.principal, in: tx.reading)
        guard !draft.isDiscarded else { throw DraftProblem.discarded }
        guard person != draft.startedBy,
            [draft.startedBy, person].contains(tx.principal.personID)
        else { throw DraftProblem.startersOnly }
        guard draft.members.contains(person) else { return }
        try tx.execute(
            "DELETE FROM applicationDraftMember WHERE draftId = ? AND personId = ?",
            [id.rawValue, person.rawValue])
        try tx.audit(
            "draft.removal", "draft:\(id.rawValue)", [("person", .int(person.rawValue))])
    }

    /// How an application was written; nil where a program sent it.
    public func origin(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> ApplicationOrigin? {
        let draft = try tx.first(
            "SELECT id, assistedBy, startedById FROM applicationDraft WHERE applicationId = ?",
            [application.rawValue],
            { (DraftID($0[0]), Assistance(rawValue: $0[1] ?? ""), PersonID($0[2])) })
        guard let (id, assistedBy, startedBy) = draft else { return nil }
        return ApplicationOrigin(
            draft: id, startedBy: startedBy, assistedBy: assistedBy,
            members: try tx.list(
                "SELECT personId FROM applicationDraftMember WHERE draftId = ? ORDER BY addedAt",
                [id.rawValue], { PersonID($0[0]) }))
    }
}
