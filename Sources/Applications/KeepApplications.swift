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
}

extension ApplicationsModule {
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
        try tx.list(
            """
            SELECT id, roundId, max(startedAt, ifnull(discardedAt, 0), ifnull(
              (SELECT max(savedAt) FROM applicationDraftAnswer WHERE draftId = draft.id), 0))
            FROM applicationDraft AS draft
            WHERE applicationId IS NULL AND EXISTS (
              SELECT 1 FROM applicationDraftMember WHERE draftId = draft.id)
            ORDER BY id
            """
        ) {
            UnsentDraft(
                id: $0[0], round: RoundID($0[1]), lastTouched: Instant(milliseconds: $0[2]))
        }
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
