import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// A draft, for those who write on it; one that an officer types, for every officer.
    /// - Throws: `DraftProblem.unknown` for everybody else, as if there were none.
    public func draft(
        _ id: DraftID, for principal: Principal, in tx: borrowing ReadTx
    ) throws -> Draft {
        let found = try tx.first(
            """
            SELECT roundId, startedAt, startedById, assistedBy, applicationId,
              discardedAt IS NOT NULL
            FROM applicationDraft WHERE id = ?
            """, [id.rawValue]
        ) {
            (
                round: RoundID($0[0]), startedAt: Instant(milliseconds: $0[1]),
                startedBy: PersonID($0[2]), assistedBy: Assistance(rawValue: $0[3] ?? ""),
                application: ($0[4] as Int64?).map { ApplicationID($0) },
                isDiscarded: $0[5] as Bool
            )
        }
        guard let found, let person = principal.personID else { throw DraftProblem.unknown }
        let members = try tx.list(
            "SELECT personId FROM applicationDraftMember WHERE draftId = ? ORDER BY addedAt",
            [id.rawValue], { PersonID($0[0]) })
        let isAllowed =
            found.assistedBy == nil ? members.contains(person) : principal.has(.officer)
        guard isAllowed else { throw DraftProblem.unknown }
        var answers: [String: DraftAnswer] = [:]
        try tx.forEach(
            """
            SELECT questionKey, value, savedAt, savedById FROM applicationDraftAnswer
            WHERE draftId = ?
            """, [id.rawValue]
        ) { row in
            answers[row[0]] = DraftAnswer(
                value: try JSONReader.read(Array((row[1] as String).utf8)),
                savedAt: Instant(milliseconds: row[2]), savedBy: PersonID(row[3]))
        }
        let hasEquality: Bool? = try tx.first(
            "SELECT 1 FROM applicationEqualityAnswer WHERE draftId = ? LIMIT 1", [id.rawValue],
            { _ in true })
        return Draft(
            id: id, round: found.round, startedAt: found.startedAt, startedBy: found.startedBy,
            assistedBy: found.assistedBy, application: found.application,
            isDiscarded: found.isDiscarded, members: members, answers: answers,
            savedPages: Set(
                try tx.list(
                    "SELECT pageKey FROM applicationDraftPage WHERE draftId = ?", [id.rawValue],
                    { $0[0] as String })),
            hasEqualityAnswers: hasEquality ?? false)
    }

    /// A draft that can still be changed.
    /// - Throws: `DraftProblem`.
    public func openDraft(_ id: DraftID, in tx: borrowing WriteTx) throws -> Draft {
        let draft = try draft(id, for: tx.principal, in: tx.reading)
        guard draft.application == nil else { throw DraftProblem.sent }
        guard !draft.isDiscarded else { throw DraftProblem.discarded }
        return draft
    }

    /// The drafts that a person writes on and that have not been sent, the newest first.
    public func drafts(
        of person: PersonID, in tx: borrowing ReadTx
    ) throws -> [DraftSummary] {
        try tx.list(
            """
            \(DraftSummary.columns)
            FROM applicationDraftMember JOIN applicationDraft ON id = draftId
            WHERE personId = ? AND applicationId IS NULL AND discardedAt IS NULL
            ORDER BY draftId DESC LIMIT 50
            """, [person.rawValue], DraftSummary.init)
    }

    /// What officers are typing in for groups in a round, the newest first.
    public func typedDrafts(
        in round: RoundID, in tx: borrowing ReadTx
    ) throws -> [DraftSummary] {
        try tx.list(
            Self.typedDraftsQuery, [round.rawValue], DraftSummary.init)
    }

    // Each repeats the terms of its index, word for word.
    package static let openDraftCountQuery = """
        SELECT count(*) FROM applicationDraft WHERE startedById = ?
          AND assistedBy IS NULL AND applicationId IS NULL AND discardedAt IS NULL
        """
    package static let typedDraftsQuery = """
        \(DraftSummary.columns) FROM applicationDraft
        WHERE roundId = ? AND assistedBy IS NOT NULL AND applicationId IS NULL
          AND discardedAt IS NULL
        ORDER BY id DESC LIMIT 50
        """

    /// What has been written to one question of a draft.
    public func text(
        of question: String, in draft: DraftID, in tx: borrowing ReadTx
    ) throws -> String? {
        let value: String? = try tx.first(
            "SELECT value FROM applicationDraftAnswer WHERE draftId = ? AND questionKey = ?",
            [draft.rawValue, question], { $0[0] })
        return try value.flatMap { try JSONReader.read(Array($0.utf8)).string }
    }

    /// The applications that a person sent or wrote on, the newest first.
    public func applications(
        of person: PersonID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT applicationId FROM applicationDraftMember
              JOIN applicationDraft ON applicationDraft.id = draftId
            WHERE personId = ?1 AND applicationId IS NOT NULL
            ORDER BY applicationId DESC LIMIT 50
            """, [person.rawValue], { ApplicationID($0[0]) })
    }
}
