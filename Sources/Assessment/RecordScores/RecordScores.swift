import FundCore
import FundStore
import GRDB

/// One member's score of one application on one criterion, as it was given.
public struct ScoreEntry: Sendable {
    /// Where it was read, for what is wrong with it: `line 3: `.
    public let place: String
    public let application: ApplicationID
    public let member: PersonID
    public let criterion: String
    /// Nil where the criterion does not apply to the application.
    public let value: Int64?
    public let comment: String?

    public init(
        place: String, application: ApplicationID, member: PersonID, criterion: String,
        value: Int64?, comment: String?
    ) {
        self.place = place
        self.application = application
        self.member = member
        self.criterion = criterion
        self.value = value
        self.comment = comment
    }
}

public struct ScoreRecording: Sendable {
    public internal(set) var newCount = 0
    public internal(set) var changedCount = 0
    public internal(set) var unchangedCount = 0
}

/// A score in the list of a round's scores.
public struct ScoreRow: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    /// The criterion's place in the scheme, from 0.
    public let place: Int64
    public let member: PersonID
    public let criterion: String
    /// Nil where the criterion does not apply to the application.
    public let value: Int64?
    public let comment: String?
    public let enteredBy: PersonID
    public let recordedAt: Instant

    public var tag: EntityTag { EntityTag(of: [value.map { "\($0)" } ?? "n/a", comment]) }
}

/// Which scores of a round to list, by application, criterion, member.
public struct ScoreFilter: Sendable {
    /// Where a list left off.
    public struct Place: Sendable {
        let application: Int64
        let criterion: Int64
        let member: Int64

        /// Reads what `description` wrote.
        public init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
                .map { Int64($0) }
            guard parts.count == 3, let application = parts[0], let criterion = parts[1],
                let member = parts[2]
            else { return nil }
            self.init(application: application, criterion: criterion, member: member)
        }

        init(application: Int64, criterion: Int64, member: Int64) {
            self.application = application
            self.criterion = criterion
            self.member = member
        }

        public init(_ row: ScoreRow) {
            self.init(
                application: row.application.rawValue, criterion: row.place,
                member: row.member.rawValue)
        }

        public var description: String { "\(application).\(criterion).\(member)" }
    }

    public let application: ApplicationID?
    public let criterion: String?
    public let member: PersonID?
    public let after: Place?
    public let limit: Int?

    public init(
        application: ApplicationID? = nil, criterion: String? = nil, member: PersonID? = nil,
        after: Place? = nil, limit: Int? = nil
    ) {
        self.application = application
        self.criterion = criterion
        self.member = member
        self.after = after
        self.limit = limit
    }
}

extension AssessmentModule {
    public static let greatestCommentLength = 5000

    /// Records scores, all or none. A score given before is replaced and kept in the history; one
    /// that is just the same changes nothing.
    ///
    /// A panel member records their own; an officer may enter anybody's, and is kept as who
    /// entered it.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong; `AssessmentProblem`.
    public func record(
        _ entries: [ScoreEntry], source: String, round: RoundID, key: String,
        scheme: ScoringScheme, in tx: borrowing WriteTx
    ) throws -> ScoreRecording {
        let person = try tx.principal.require(.panelMember, .officer)
        guard try !isSealed(round, in: tx.reading) else {
            throw AssessmentProblem.sealed(round: key)
        }
        let panel = Set(try panel(of: round, in: tx.reading))
        let mayEnterAll = tx.principal.has(.officer)
        let criteria = scheme.criteria.map(\.key)
        var problems: [FieldProblem] = []
        // What a rule of the round is against, however well it is written.
        var refusals: [FieldProblem] = []
        var recording = ScoreRecording()
        // A file has a line for each criterion: what holds for all of them is asked once.
        var standing: [ApplicationID: Bool] = [:]
        var bars: [ApplicationID: [PersonID: String?]] = [:]
        for entry in entries {
            var wrong: [FieldProblem] = []
            func note(_ field: String, _ code: String, _ arguments: [String: String] = [:]) {
                wrong.append(FieldProblem(entry.place + field, code, arguments))
            }
            if !mayEnterAll && entry.member != person { note("panel_member", "score-not-yours") }
            if !panel.contains(entry.member) {
                note("panel_member", "not-on-panel", ["round": key])
            }
            if !criteria.contains(entry.criterion) {
                note(
                    "criterion", "not-an-option",
                    ["value": entry.criterion, "options": criteria.joined(separator: ", ")])
            }
            if entry.value == nil, scheme.rules?.takesNotApplicable(on: entry.criterion) != true {
                note("score", "applies-always")
            }
            if let value = entry.value,
                !(scheme.scaleMinimum...scheme.scaleMaximum).contains(value)
            {
                note(
                    "score", "off-scale",
                    ["minimum": "\(scheme.scaleMinimum)", "maximum": "\(scheme.scaleMaximum)"])
            }
            if entry.comment?.unicodeScalars.count ?? 0 > Self.greatestCommentLength {
                note("comment", "too-long", ["maximum": "\(Self.greatestCommentLength)"])
            }
            let isStanding =
                try standing[entry.application]
                ?? self.isStanding(entry.application, round, in: tx.reading)
            standing[entry.application] = isStanding
            if !isStanding {
                note("application", "not-standing", ["round": key])
            } else if wrong.isEmpty, panel.contains(entry.member),
                let why = try bar(entry, round, &bars, in: tx.reading)
            {
                refusals.append(FieldProblem(entry.place + "application", why))
            }
            problems += wrong
            // Nothing is written once anything is wrong, but the rest is still looked at.
            if problems.isEmpty && refusals.isEmpty {
                try record(entry, round: round, enteredBy: person, into: &recording, in: tx)
            }
        }
        guard problems.isEmpty else { throw InvalidInput(source, problems + refusals) }
        guard refusals.isEmpty else { throw AssessmentProblem.refused(refusals) }
        return recording
    }

    /// Why a member may not score an application now, asked once of each.
    private func bar(
        _ entry: ScoreEntry, _ round: RoundID, _ known: inout [ApplicationID: [PersonID: String?]],
        in tx: borrowing ReadTx
    ) throws -> String? {
        if let why = known[entry.application]?[entry.member] { return why }
        let why = try bar(entry, round, in: tx)
        known[entry.application, default: [:]].updateValue(why, forKey: entry.member)
        return why
    }

    /// Why a member may not score an application now: the schema refuses each of these too.
    private func bar(
        _ entry: ScoreEntry, _ round: RoundID, in tx: borrowing ReadTx
    ) throws -> String? {
        try tx.first(
            """
            SELECT CASE
              WHEN EXISTS (SELECT 1 FROM assessmentMeetingItem WHERE applicationId = ?2)
                THEN 'scores-in-meeting'
              WHEN EXISTS (SELECT 1 FROM assessmentConflict
                WHERE applicationId = ?2 AND memberId = ?3) THEN 'score-with-interest'
              WHEN EXISTS (SELECT 1 FROM assessmentDeparture
                WHERE roundId = ?1 AND memberId = ?3) THEN 'member-stood-down'
              WHEN asksBriefing AND NOT EXISTS (SELECT 1 FROM assessmentBriefing
                WHERE roundId = ?1 AND memberId = ?3) THEN 'score-unbriefed'
              WHEN asksAssignment AND NOT EXISTS (SELECT 1 FROM assessmentAssignment
                WHERE applicationId = ?2 AND memberId = ?3) THEN 'score-unassigned'
              WHEN asksInterest AND NOT EXISTS (SELECT 1 FROM assessmentInterest
                WHERE roundId = ?1 AND memberId = ?3 AND applicationId = ?2)
                THEN 'score-undeclared'
              WHEN EXISTS (SELECT 1 FROM assessmentLock
                WHERE applicationId = ?2 AND memberId = ?3) THEN 'score-locked' END
            FROM assessmentRound WHERE roundId = ?1
            """, [round.rawValue, entry.application.rawValue, entry.member.rawValue],
            { $0[0] as String? }) ?? nil
    }

    private func isStanding(
        _ application: ApplicationID, _ round: RoundID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM assessmentCandidate
            WHERE applicationId = ? AND roundId = ? AND isStanding = 1
            """, [application.rawValue, round.rawValue], { _ in true }) ?? false
    }

    private func record(
        _ entry: ScoreEntry, round: RoundID, enteredBy: PersonID,
        into recording: inout ScoreRecording, in tx: borrowing WriteTx
    ) throws {
        let comment = entry.comment.map(\.trimmed).flatMap { $0.isEmpty ? nil : $0 }
        let known = try tx.reading.first(
            """
            SELECT id, value, comment FROM assessmentScore
            WHERE applicationId = ? AND criterion = ? AND memberId = ?
            """, [entry.application.rawValue, entry.criterion, entry.member.rawValue],
            { (id: $0[0] as Int64, value: $0[1] as Int64?, comment: $0[2] as String?) })
        let id: Int64
        if let known {
            guard known.value != entry.value || known.comment != comment else {
                recording.unchangedCount += 1
                return
            }
            id = known.id
            recording.changedCount += 1
            try tx.execute(
                """
                UPDATE assessmentScore
                SET value = ?, comment = ?, enteredById = ?, recordedAt = ? WHERE id = ?
                """,
                [entry.value, comment, enteredBy.rawValue, tx.now.milliseconds, known.id])
        } else {
            recording.newCount += 1
            id = try tx.insert(
                """
                INSERT INTO assessmentScore
                  (roundId, applicationId, memberId, criterion, value, comment, enteredById,
                   recordedAt)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, entry.application.rawValue, entry.member.rawValue,
                    entry.criterion, entry.value, comment, enteredBy.rawValue,
                    tx.now.milliseconds,
                ])
        }
        try tx.audit(
            known == nil ? "score.recording" : "score.replacement", "score:\(id)",
            [
                ("application", .int(entry.application.rawValue)),
                ("member", .int(entry.member.rawValue)), ("criterion", .string(entry.criterion)),
                ("value", entry.value.map { .int($0) } ?? .null),
            ])
    }

    /// One member's score of one application on one criterion, nil where there is none.
    public func score(
        of application: ApplicationID, round: RoundID, criterion: String, by member: PersonID,
        in tx: borrowing ReadTx
    ) throws -> ScoreRow? {
        var found: ScoreRow?
        try scores(
            of: round,
            ScoreFilter(application: application, criterion: criterion, member: member), in: tx
        ) { found = $0 }
        return found
    }

    /// Calls `body` with each score of the round that stands, by application, criterion, member.
    public func scores(
        of round: RoundID, _ filter: ScoreFilter = ScoreFilter(), in tx: borrowing ReadTx,
        _ body: (ScoreRow) throws -> Void
    ) throws {
        let after = filter.after ?? ScoreFilter.Place(application: -1, criterion: 0, member: 0)
        try tx.forEach(
            """
            SELECT assessmentCandidate.applicationId, reference, place, memberId, assessmentScore.criterion, value, comment, enteredById,
              recordedAt
            FROM assessmentCandidate
            JOIN assessmentScore ON assessmentScore.applicationId = assessmentCandidate.applicationId
            JOIN assessmentCriterion ON assessmentCriterion.roundId = assessmentScore.roundId
              AND assessmentCriterion.key = assessmentScore.criterion
            WHERE assessmentCandidate.roundId = ?1 AND isStanding = 1 AND isSetAside = 0
              AND assessmentCandidate.applicationId >= ?2
              AND (assessmentCandidate.applicationId, place, memberId) > (?2, ?3, ?4)
              AND (?5 IS NULL OR assessmentCandidate.applicationId = ?5)
              AND (?6 IS NULL OR assessmentScore.criterion = ?6)
              AND (?7 IS NULL OR memberId = ?7)
            ORDER BY assessmentCandidate.applicationId, place, memberId LIMIT ?8
            """,
            [
                round.rawValue, after.application, after.criterion, after.member,
                filter.application?.rawValue, filter.criterion, filter.member?.rawValue,
                filter.limit ?? -1,
            ]
        ) {
            try body(
                ScoreRow(
                    application: ApplicationID($0[0]), reference: Reference(stored: $0[1]),
                    place: $0[2], member: PersonID($0[3]), criterion: $0[4], value: $0[5],
                    comment: $0[6], enteredBy: PersonID($0[7]),
                    recordedAt: Instant(milliseconds: $0[8])))
        }
    }
}
