import Forms
import FundCore
import FundStore
import GRDB

/// How an application reached the officer who types it in.
public enum Assistance: String, Sendable, CaseIterable {
    case phone, paper
}

/// An answer in a draft, and who saved it last.
public struct DraftAnswer: Sendable {
    public let value: JSONValue
    public let savedAt: Instant
    public let savedBy: PersonID
}

/// An application that is being written.
public struct Draft: Sendable {
    public let id: DraftID
    public let round: RoundID
    public let startedAt: Instant
    public let startedBy: PersonID
    public let assistedBy: Assistance?
    /// What became of it, once it was sent.
    public let application: ApplicationID?
    public let isDiscarded: Bool
    public let members: [PersonID]
    /// By question key.
    public let answers: [String: DraftAnswer]
    /// The pages that somebody went on from.
    public let savedPages: Set<String>
    /// Whether somebody has answered the equality form; what they answered is shown to nobody.
    public let hasEqualityAnswers: Bool

    public var values: [String: JSONValue] { answers.mapValues(\.value) }

    /// The state of everything that is answered.
    public var tag: EntityTag {
        let keys = answers.keys.sorted()
        return EntityTag(of: keys.flatMap { [$0, answers[$0]?.value.text] })
    }

    /// The state of some of its answers, for telling whether somebody changed them meanwhile.
    public func tag(of questions: [String]) -> EntityTag {
        EntityTag(of: questions.map { answers[$0]?.value.text })
    }
}

/// A draft in the list of somebody's drafts.
public struct DraftSummary: Sendable {
    public let id: DraftID
    public let round: RoundID
    public let startedAt: Instant
    public let savedAt: Instant?
    public let assistedBy: Assistance?
    public let startedBy: PersonID

    static let columns = """
        SELECT id, roundId, startedAt,
          (SELECT max(savedAt) FROM applicationDraftAnswer WHERE draftId = id), assistedBy,
          startedById
        """

    init(_ row: Row) {
        id = DraftID(row[0])
        round = RoundID(row[1])
        startedAt = Instant(milliseconds: row[2])
        savedAt = (row[3] as Int64?).map(Instant.init(milliseconds:))
        assistedBy = Assistance(rawValue: row[4] ?? "")
        startedBy = PersonID(row[5])
    }
}

public enum DraftProblem: Problem {
    /// There is none, or it is not for the asker to know of.
    case unknown
    case sent
    case discarded
    case memberAlready(email: String)
    case changedMeanwhile
    case unfinished([FieldProblem])
    /// More open drafts than one person can write.
    case tooMany(maximum: Int)
    /// Only who began it may do this.
    case startersOnly
    /// An officer types it in for a group: it is the officers', and nobody is invited to it.
    case typedForGroup

    public var report: ProblemReport {
        switch self {
        case .unknown: ProblemReport("draft-unknown", .notFound)
        case .sent: ProblemReport("draft-sent", .conflict)
        case .discarded: ProblemReport("draft-discarded", .notFound)
        case .memberAlready(let email):
            ProblemReport("draft-member-already", .conflict, ["email": email])
        case .changedMeanwhile: ProblemReport("changed-meanwhile", .stale)
        case .unfinished(let fields): ProblemReport("draft-unfinished", .invalid, fields: fields)
        case .tooMany(let maximum):
            ProblemReport("draft-too-many", .conflict, ["maximum": "\(maximum)"])
        case .startersOnly: ProblemReport("draft-starters-only", .forbidden)
        case .typedForGroup: ProblemReport("draft-typed", .conflict)
        }
    }
}

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
