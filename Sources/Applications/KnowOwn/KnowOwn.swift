import FundCore
import FundStore
import GRDB

/// Whose an application is: nobody judges their own.
extension ApplicationsModule {
    /// Whether it is a person's own: they wrote it for the group, or are who the group is reached
    /// by.
    private static let isOwn = """
        (EXISTS (SELECT 1 FROM applicationContact
            WHERE applicationId = application.id AND email = ?3 COLLATE NOCASE)
          OR EXISTS (SELECT 1 FROM applicationDraft
            JOIN applicationDraftMember ON draftId = applicationDraft.id
            WHERE applicationId = application.id AND personId = ?2)
          OR EXISTS (SELECT 1 FROM applicationDraft
            JOIN applicationDraftAnswer ON draftId = applicationDraft.id
            WHERE applicationId = application.id AND savedById = ?2 AND assistedBy IS NULL))
        """

    /// Whether an application is a person's own.
    public func isOwn(
        _ id: ApplicationID, of person: PersonID, email: String, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM application WHERE id = ?1 AND \(Self.isOwn)",
            [id.rawValue, person.rawValue, email], { _ in true }) ?? false
    }

    /// Whether an application is a person's own, or came in by their hand: on a panel they have no
    /// part in it.
    public func isHandedIn(
        _ id: ApplicationID, by person: PersonID, email: String, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM application WHERE id = ?1 AND (enteredById = ?2 OR \(Self.isOwn))",
            [id.rawValue, person.rawValue, email], { _ in true }) ?? false
    }

    /// The applications of a round that are a person's own, or came in by their hand.
    public func handedIn(
        by person: PersonID, email: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT id FROM application WHERE roundId = ?1 AND (enteredById = ?2 OR \(Self.isOwn))
            ORDER BY id
            """, [round.rawValue, person.rawValue, email], { ApplicationID($0[0]) })
    }

    /// The applications of a round that are a person's own.
    public func owned(
        by person: PersonID, email: String, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            "SELECT id FROM application WHERE roundId = ?1 AND \(Self.isOwn) ORDER BY id",
            [round.rawValue, person.rawValue, email], { ApplicationID($0[0]) })
    }

    /// Those of some people whose own application is among a round's.
    ///
    /// - Parameter people: with their addresses.
    public func applicants(
        among people: [(id: PersonID, email: String)], of round: RoundID,
        in tx: borrowing ReadTx
    ) throws -> [PersonID] {
        let writers = Set(
            try tx.list(
                """
                SELECT personId FROM applicationDraftMember
                JOIN applicationDraft ON applicationDraft.id = draftId
                WHERE roundId = ?1 AND applicationId IS NOT NULL
                UNION SELECT savedById FROM applicationDraftAnswer
                JOIN applicationDraft ON applicationDraft.id = draftId
                WHERE roundId = ?1 AND applicationId IS NOT NULL AND assistedBy IS NULL
                """, [round.rawValue], { PersonID($0[0]) }))
        let addresses = Set(
            try tx.list(
                """
                SELECT DISTINCT lower(email) FROM application
                JOIN applicationContact ON applicationId = application.id
                WHERE roundId = ? AND email IS NOT NULL
                """, [round.rawValue], { $0[0] as String }))
        return people.filter {
            writers.contains($0.id) || addresses.contains($0.email.lowercased())
        }.map(\.id)
    }

    /// The schema's part of finding own applications from before that was kept: a view for the step
    /// that needs it, and no longer. Who typed one in for a group does not show there.
    public static let ownersView = """
        CREATE VIEW owningPerson AS
          SELECT applicationId, personId FROM applicationDraft
          JOIN applicationDraftMember ON draftId = applicationDraft.id
          WHERE applicationId IS NOT NULL
          UNION SELECT applicationId, savedById FROM applicationDraft
          JOIN applicationDraftAnswer ON draftId = applicationDraft.id
          WHERE applicationId IS NOT NULL AND assistedBy IS NULL
          UNION SELECT applicationId, addressedPerson.personId FROM applicationContact
          JOIN addressedPerson ON addressedPerson.email = applicationContact.email COLLATE NOCASE;
        """
}
