import FundCore
import FundStore
import GRDB

/// An application, as how long it is kept goes by.
public struct KeptApplication: Sendable {
    public let id: ApplicationID
    public let round: RoundID
    public let reference: String
    public let status: ApplicationStatus
}

/// An application that was begun and not sent.
public struct UnsentDraft: Sendable {
    public let id: Int64
    public let round: RoundID
    public let lastTouched: Instant
    /// Whether whoever wrote it said that it will not be sent.
    public let isDiscarded: Bool

    fileprivate static let columns = """
        SELECT id, roundId, max(startedAt, ifnull(discardedAt, 0), ifnull(
          (SELECT max(savedAt) FROM applicationDraftAnswer WHERE draftId = draft.id), 0)),
          discardedAt IS NOT NULL
        FROM applicationDraft AS draft
        WHERE applicationId IS NULL AND EXISTS (
          SELECT 1 FROM applicationDraftMember WHERE draftId = draft.id)
        """

    fileprivate init(_ row: Row) {
        id = row[0]
        round = RoundID(row[1])
        lastTouched = Instant(milliseconds: row[2])
        isDiscarded = row[3]
    }
}

extension ApplicationsModule {
    /// What erasing may read of applications: who writes each, and its round.
    public static let erasureViews = """
        CREATE VIEW writingPerson AS
        SELECT personId AS writerId, applicationId FROM applicationDraftMember
        JOIN applicationDraft ON applicationDraft.id = draftId
        WHERE applicationId IS NOT NULL;

        CREATE VIEW enteredRound AS
        SELECT id AS applicationId, roundId AS enteredId FROM application;
        """

    /// Every application, in the order they came.
    public func kept(in tx: borrowing ReadTx) throws -> [KeptApplication] {
        let found = try tx.list(
            "SELECT id, roundId, reference, status FROM application ORDER BY id"
        ) {
            (
                ApplicationID($0[0]), RoundID($0[1]), $0[2] as String,
                ApplicationStatus(rawValue: $0[3])
            )
        }
        return found.compactMap { id, round, reference, status in
            status.map {
                KeptApplication(id: id, round: round, reference: reference, status: $0)
            }
        }
    }

    /// One application.
    /// - Throws: `ApplicationsProblem.unknown`.
    public func kept(
        _ id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> (round: RoundID, reference: String) {
        let found = try tx.first(
            "SELECT roundId, reference FROM application WHERE id = ?", [id.rawValue],
            { (round: RoundID($0[0]), reference: $0[1] as String) })
        guard let found else {
            throw ApplicationsProblem.unknown(reference: "\(id.rawValue)")
        }
        return found
    }

    /// Drafts that were never sent, with something in them.
    public func unsent(in tx: borrowing ReadTx) throws -> [UnsentDraft] {
        try tx.list("\(UnsentDraft.columns) ORDER BY id", [], { UnsentDraft($0) })
    }

    /// One of them; nil where it was sent, or is none.
    public func unsent(_ id: Int64, in tx: borrowing ReadTx) throws -> UnsentDraft? {
        try tx.first("\(UnsentDraft.columns) AND id = ?", [id], { UnsentDraft($0) })
    }

    /// Those that a person writes.
    ///
    /// - Parameter isAlone: only those that nobody else writes.
    public func unsent(
        by person: PersonID, isAlone: Bool, in tx: borrowing ReadTx
    ) throws -> [UnsentDraft] {
        try tx.list(
            """
            \(UnsentDraft.columns)
              AND id IN (SELECT draftId FROM applicationDraftMember WHERE personId = ?1)
              AND NOT (?2 AND EXISTS (SELECT 1 FROM applicationDraftMember
                WHERE draftId = draft.id AND personId <> ?1))
            ORDER BY id
            """, [person.rawValue, isAlone], { UnsentDraft($0) })
    }

    /// Those applications that a person writes, or wrote, by id.
    public func applications(
        writtenBy person: PersonID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            "SELECT applicationId FROM writingPerson WHERE writerId = ? ORDER BY applicationId",
            [person.rawValue], { ApplicationID($0[0]) })
    }

    /// The names of the contacts of these applications.
    public func contactNames(
        of applications: [ApplicationID], in tx: borrowing ReadTx
    ) throws -> [String] {
        try tx.list(
            """
            SELECT name FROM applicationContact
            WHERE applicationId IN (SELECT value FROM json_each(?))
            """,
            [JSONValue.array(applications.map { .int($0.rawValue) }).text], { $0[0] })
    }

    /// Those applications whose contact has this address, by id.
    public func applications(
        reaching email: String, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT applicationId FROM applicationContact WHERE email = ? COLLATE NOCASE
            ORDER BY applicationId
            """, [email], { ApplicationID($0[0]) })
    }

    /// Those who write, or wrote, an application that is still there.
    public func writers(in tx: borrowing ReadTx) throws -> Set<PersonID> {
        Set(
            try tx.list(
                "SELECT DISTINCT personId FROM applicationDraftMember", [],
                { PersonID($0[0]) }))
    }
}
