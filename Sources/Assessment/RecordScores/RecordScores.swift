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
}
