import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// Drafts that one person may write on at a time.
    static let greatestDraftCount = 10
    static let greatestMemberCount = 20
    /// Invitations that one person may send in a day: this program is nobody's mail server.
    static let greatestInvitationCount: Int64 = 20

    /// Begins an application for the person who acts, or for one whom an officer assists.
    public func startDraft(
        in round: RoundID, assistedBy: Assistance?, in tx: borrowing WriteTx
    ) throws -> DraftID {
        let person =
            try assistedBy == nil
            ? tx.principal.require(.applicant) : tx.principal.require(.officer)
        if assistedBy == nil {
            // What others invite them to does not count: nobody can use up another's drafts.
            let open: Int64? = try tx.reading.first(
                Self.openDraftCountQuery, [person.rawValue], { $0[0] })
            guard open ?? 0 < Self.greatestDraftCount else {
                throw DraftProblem.tooMany(maximum: Self.greatestDraftCount)
            }
        }
        let id = try tx.insert(
            """
            INSERT INTO applicationDraft (roundId, startedAt, startedById, assistedBy)
            VALUES (?, ?, ?, ?)
            """,
            [round.rawValue, tx.now.milliseconds, person.rawValue, assistedBy?.rawValue])
        // What an officer types in belongs to the group, and stays with the officers.
        if assistedBy == nil {
            try tx.execute(
                """
                INSERT INTO applicationDraftMember (draftId, personId, addedAt, addedById)
                VALUES (?, ?, ?, ?)
                """, [id, person.rawValue, tx.now.milliseconds, person.rawValue])
        }
        try tx.audit(
            "draft.start", "draft:\(id)",
            [
                ("round", .int(round.rawValue)),
                ("assistedBy", .optional(assistedBy?.rawValue)),
            ])
        return DraftID(id)
    }

    /// Saves the answers of one page.
    ///
    /// - Parameters:
    ///   - values: by question key; nil takes an answer away.
    ///   - page: the page that is done with, nil where they come back to it later.
    ///   - seen: the state of these answers when the page was shown.
    /// - Throws: `DraftProblem.changedMeanwhile` where somebody else has saved others since.
    public func save(
        _ values: [String: JSONValue?], on page: String?, of id: DraftID, seen: String,
        in tx: borrowing WriteTx
    ) throws {
        let draft = try openDraft(id, in: tx)
        guard let person = tx.principal.personID else { throw DraftProblem.unknown }
        let keys = values.keys.sorted()
        let isSame = keys.allSatisfy { draft.answers[$0]?.value.text == (values[$0] ?? nil)?.text }
        guard isSame || seen == draft.tag(of: keys).description else {
            throw DraftProblem.changedMeanwhile
        }
        for key in keys {
            guard let value = values[key] ?? nil else {
                try tx.execute(
                    "DELETE FROM applicationDraftAnswer WHERE draftId = ? AND questionKey = ?",
                    [id.rawValue, key])
                continue
            }
            guard draft.answers[key]?.value.text != value.text else { continue }
            try tx.execute(
                """
                INSERT INTO applicationDraftAnswer
                  (draftId, questionKey, value, savedAt, savedById) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (draftId, questionKey) DO UPDATE SET value = excluded.value,
                  savedAt = excluded.savedAt, savedById = excluded.savedById
                """, [id.rawValue, key, value.text, tx.now.milliseconds, person.rawValue])
        }
        guard let page else { return }
        try tx.execute(
            """
            INSERT INTO applicationDraftPage (draftId, pageKey, savedAt, savedById)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (draftId, pageKey) DO UPDATE SET savedAt = excluded.savedAt,
              savedById = excluded.savedById
            """, [id.rawValue, page, tx.now.milliseconds, person.rawValue])
    }

    /// Keeps whom the project serves, by characteristic: all of it optional. An answer replaces the
    /// one of before to the same question; what is not answered stays as it was.
    public func saveEquality(
        _ values: [String: JSONValue], of id: DraftID, in tx: borrowing WriteTx
    ) throws {
        _ = try openDraft(id, in: tx)
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            try tx.execute(
                """
                INSERT INTO applicationEqualityAnswer (draftId, questionKey, value)
                VALUES (?, ?, ?)
                ON CONFLICT (draftId, questionKey) DO UPDATE SET value = excluded.value
                """, [id.rawValue, key, value.text])
        }
    }

    /// Throws a draft away, answers and all: who began it may, and officers what officers type.
    public func discard(_ id: DraftID, in tx: borrowing WriteTx) throws {
        let draft = try openDraft(id, in: tx)
        guard draft.assistedBy != nil || draft.startedBy == tx.principal.personID else {
            throw DraftProblem.startersOnly
        }
        try forget(id, in: tx)
        try tx.execute(
            "DELETE FROM applicationEqualityAnswer WHERE draftId = ?", [id.rawValue])
        try tx.execute(
            "UPDATE applicationDraft SET discardedAt = ? WHERE id = ?",
            [tx.now.milliseconds, id.rawValue])
        try tx.audit("draft.discard", "draft:\(id.rawValue)")
    }

    /// Records that a draft has become an application, which holds its answers from now on.
    public func recordSent(
        _ id: DraftID, as application: ApplicationID, in tx: borrowing WriteTx
    ) throws {
        try forget(id, in: tx)
        try tx.execute(
            "UPDATE applicationDraft SET applicationId = ? WHERE id = ?",
            [application.rawValue, id.rawValue])
    }

    private func forget(_ id: DraftID, in tx: borrowing WriteTx) throws {
        for table in ["applicationDraftAnswer", "applicationDraftPage"] {
            try tx.execute("DELETE FROM \(table) WHERE draftId = ?", [id.rawValue])
        }
    }
}
