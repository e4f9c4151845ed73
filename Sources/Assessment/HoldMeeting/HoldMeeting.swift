import FundCore
import FundStore
import GRDB

extension AssessmentModule {
    /// Opens a meeting of a panel: from now on its scores change by moderation alone, and its
    /// members may see them all.
    ///
    /// - Parameters:
    ///   - agenda: in the order in which it is gone through.
    ///   - missing: how many scores are missing, and why it opens without them; nil where none is.
    ///
    /// - Returns: the meeting, and the score sheets that it freezes although nobody had locked them.
    /// - Throws: among others the schema's `meeting-open` where the last one is not signed.
    public func openMeeting(
        of round: RoundID, panel: String, agenda: [AgendaEntry],
        missing: (count: Int, reason: String)?, in tx: borrowing WriteTx
    ) throws -> (meeting: Meeting, frozen: [FrozenSheet]) {
        let officer = try tx.principal.require(.officer)
        guard try holdsMeetings(round, in: tx.reading) else { throw MeetingProblem.off }
        let number = 1 + (try meeting(of: round, panel: panel, in: tx.reading)?.number ?? 0)
        let id = MeetingID(
            try tx.insert(
                """
                INSERT INTO assessmentMeeting
                  (roundId, panel, number, openedAt, openedById, openedDespite)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, panel, number, tx.now.milliseconds, officer.rawValue,
                    try missing.map { try checkedReason($0.reason) },
                ]))
        let frozen = try unlockedSheets(
            among: agenda.map(\.application), of: round, onlyOpen: true, in: tx.reading)
        for (place, entry) in agenda.enumerated() {
            try add(entry, to: id, place: place + 1, in: tx)
        }
        try tx.audit(
            "meeting.opening", "meeting:\(id.rawValue)",
            [
                ("round", .int(round.rawValue)), ("panel", .string(panel)),
                ("number", .int(number)), ("items", .int(agenda.count)),
                ("missingScores", .int(missing?.count ?? 0)),
                (
                    "frozenSheets",
                    .array(
                        frozen.map {
                            .object([
                                ("application", .int($0.application.rawValue)),
                                ("member", .int($0.member.rawValue)),
                            ])
                        })
                ),
            ])
        let meeting = Meeting(
            id: id, round: round, panel: panel, number: number, openedAt: tx.now,
            openedBy: officer, openedDespite: missing?.reason.trimmed, signature: nil)
        return (meeting, frozen)
    }

    private func add(
        _ entry: AgendaEntry, to meeting: MeetingID, place: Int, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentMeetingItem (meetingId, applicationId, place, rank, score)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                meeting.rawValue, entry.application.rawValue, place, entry.rank, entry.score,
            ])
    }

    /// Puts an application on the agenda, at its end, that was let be scored again meanwhile.
    public func ensureItem(
        _ entry: AgendaEntry, of meeting: Meeting, in tx: borrowing WriteTx
    ) throws {
        let items = try tx.reading.list(
            "SELECT applicationId, place FROM assessmentMeetingItem WHERE meetingId = ?",
            [meeting.id.rawValue], { (ApplicationID($0[0]), $0[1] as Int) })
        guard !items.contains(where: { $0.0 == entry.application }) else { return }
        try add(entry, to: meeting.id, place: 1 + (items.map(\.1).max() ?? 0), in: tx)
        try tx.audit(
            "meeting.addition", "meeting:\(meeting.id.rawValue)",
            [("application", .int(entry.application.rawValue))])
    }

    /// Records who is there and who sent apologies.
    public func recordAttendance(
        present: [PersonID], apologies: [PersonID], at meeting: Meeting, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard meeting.signature == nil else { throw MeetingProblem.signed }
        for (member, isPresent) in present.map({ ($0, true) }) + apologies.map({ ($0, false) }) {
            let known: Bool? = try tx.reading.first(
                """
                SELECT isPresent FROM assessmentAttendance WHERE meetingId = ? AND memberId = ?
                """, [meeting.id.rawValue, member.rawValue], { $0[0] })
            guard known != isPresent else { continue }
            if known == nil {
                try tx.execute(
                    """
                    INSERT INTO assessmentAttendance
                      (isPresent, recordedAt, recordedById, meetingId, roundId, memberId)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                    [
                        isPresent, tx.now.milliseconds, officer.rawValue, meeting.id.rawValue,
                        meeting.round.rawValue, member.rawValue,
                    ])
            } else {
                try tx.execute(
                    """
                    UPDATE assessmentAttendance
                    SET isPresent = ?, recordedAt = ?, recordedById = ?
                    WHERE meetingId = ? AND memberId = ?
                    """,
                    [
                        isPresent, tx.now.milliseconds, officer.rawValue, meeting.id.rawValue,
                        member.rawValue,
                    ])
            }
            try tx.audit(
                "meeting.attendance", "meeting:\(meeting.id.rawValue)",
                [("member", .int(member.rawValue)), ("present", .bool(isPresent))])
        }
    }

    /// Records what the panel recommends about an application; recorded again, the last one holds.
    ///
    /// - Parameter requested: what the application asks for.
    /// - Throws: `InvalidInput`, `MeetingProblem`, and what the schema refuses: no quorum, more votes
    ///   than may vote, an amount that cannot be.
    public func recommend(
        _ entry: RecommendationEntry, on application: ApplicationID, requested: Money,
        at meeting: Meeting, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard meeting.signature == nil else { throw MeetingProblem.signed }
        let problems = entry.problems()
        guard problems.isEmpty else { throw InvalidInput("meeting", problems) }
        try recordDepartures(of: Set(entry.left), on: application, at: meeting, in: tx)
        let amount = entry.kind == .fund ? entry.amount ?? requested : entry.amount
        try refuseWithFigures(
            entry, amount: amount, on: application, at: meeting, in: tx.reading)
        let id = try tx.insert(
            """
            INSERT INTO assessmentRecommendation
              (meetingId, applicationId, kind, amountPence, conditions, votesFor, votesAgainst,
               abstentions, castingVote, recordedAt, recordedById)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                meeting.id.rawValue, application.rawValue, entry.kind.rawValue, amount?.pence,
                entry.conditions.isEmpty ? nil : entry.conditions, entry.votes?.votesFor,
                entry.votes?.against, entry.votes?.abstentions, entry.votes?.isCast ?? false,
                tx.now.milliseconds, officer.rawValue,
            ])
        for (member, text) in entry.dissents {
            try tx.execute(
                "INSERT INTO assessmentDissent (recommendationId, memberId, text) VALUES (?, ?, ?)",
                [id, member.rawValue, text])
        }
        try tx.audit(
            "meeting.recommendation", "meeting:\(meeting.id.rawValue)",
            [
                ("application", .int(application.rawValue)), ("kind", .string(entry.kind.rawValue)),
                ("amountPence", amount.map { .int($0.pence) } ?? .null),
                ("votes", entry.votes.map(\.json) ?? .null),
                ("dissents", .array(entry.dissents.map { .int($0.member.rawValue) })),
            ])
    }

    /// Records who left the room for an application: those alone, whoever it was before.
    private func recordDepartures(
        of members: Set<PersonID>, on application: ApplicationID, at meeting: Meeting,
        in tx: borrowing WriteTx
    ) throws {
        let key: StatementArguments = [meeting.id.rawValue, application.rawValue]
        let known = Set(
            try tx.reading.list(
                """
                SELECT memberId FROM assessmentAbsence WHERE meetingId = ? AND applicationId = ?
                """, key, { PersonID($0[0]) }))
        for member in members.symmetricDifference(known).sorted() {
            let leaves = members.contains(member)
            try tx.execute(
                leaves
                    ? """
                    INSERT INTO assessmentAbsence (meetingId, applicationId, memberId)
                    VALUES (?, ?, ?)
                    """
                    : """
                    DELETE FROM assessmentAbsence
                    WHERE meetingId = ? AND applicationId = ? AND memberId = ?
                    """, key + [member.rawValue])
            try tx.audit(
                "meeting.departure", "meeting:\(meeting.id.rawValue)",
                [
                    ("application", .int(application.rawValue)),
                    ("member", .int(member.rawValue)), ("leaves", .bool(leaves)),
                ])
        }
    }

    /// Changes a member's score as the meeting agreed; the trail and the history say what it was.
    ///
    /// - Parameter value: nil where the criterion does not apply.
    public func moderate(
        _ application: ApplicationID, reference: Reference, member: PersonID, criterion: String,
        to value: Int64?, reason: String, at meeting: Meeting, scheme: ScoringScheme,
        in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard meeting.signature == nil else { throw MeetingProblem.signed }
        let reason = try checkedReason(reason)
        guard !reason.hasHiddenCharacters else {
            throw InvalidInput("\(reference)", [FieldProblem("reason", "hidden-characters")])
        }
        if value == nil, scheme.rules?.takesNotApplicable(on: criterion) != true {
            throw InvalidInput("\(reference)", [FieldProblem("score", "applies-always")])
        }
        let known = try tx.reading.first(
            """
            SELECT id, value FROM assessmentScore
            WHERE applicationId = ? AND criterion = ? AND memberId = ?
            """, [application.rawValue, criterion, member.rawValue],
            { (id: $0[0] as Int64, value: $0[1] as Int64?) })
        guard let known else {
            throw AssessmentProblem.noScore(reference: "\(reference)", criterion: criterion)
        }
        guard value != known.value else {
            throw InvalidInput("\(reference)", [FieldProblem("score", "score-unchanged")])
        }
        if let value, !(scheme.scaleMinimum...scheme.scaleMaximum).contains(value) {
            throw InvalidInput(
                "\(reference)",
                [
                    FieldProblem(
                        "score", "off-scale",
                        [
                            "minimum": "\(scheme.scaleMinimum)",
                            "maximum": "\(scheme.scaleMaximum)",
                        ])
                ])
        }
        try tx.execute(
            """
            INSERT INTO assessmentModeration
              (meetingId, scoreId, valueBefore, valueAfter, reason, recordedAt, recordedById)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                meeting.id.rawValue, known.id, known.value, value, reason, tx.now.milliseconds,
                officer.rawValue,
            ])
        // What an explanation works the score out from again.
        try tx.audit(
            "score.replacement", "score:\(known.id)",
            [
                ("application", .int(application.rawValue)), ("member", .int(member.rawValue)),
                ("criterion", .string(criterion)), ("value", value.map { .int($0) } ?? .null),
            ])
        try tx.audit(
            "meeting.moderation", "meeting:\(meeting.id.rawValue)",
            [
                ("score", .int(known.id)), ("before", known.value.map { .int($0) } ?? .null),
                ("after", value.map { .int($0) } ?? .null),
            ])
    }

    /// Signs a meeting: its minutes are kept as they are, byte for byte.
    ///
    /// - Throws: `MeetingProblem.signed` for whoever comes second, and what the schema refuses: no
    ///   quorum, a chair who is not there, an application without a recommendation.
    public func sign(
        _ meeting: Meeting, chair: PersonID, minutes: String, in tx: borrowing WriteTx
    ) throws -> Meeting.Signature {
        let officer = try tx.principal.require(.officer)
        guard meeting.signature == nil else { throw MeetingProblem.signed }
        try refuseUnfinished(meeting, chair: chair, in: tx.reading)
        let hash = SHA256Hex(of: minutes).description
        try tx.execute(
            """
            UPDATE assessmentMeeting
            SET signedAt = ?, signedById = ?, chairId = ?, minutes = ?, minutesHash = ?
            WHERE id = ?
            """,
            [
                tx.now.milliseconds, officer.rawValue, chair.rawValue, minutes, hash,
                meeting.id.rawValue,
            ])
        // The schema keeps it with the signature.
        let look: String? = try tx.reading.first(
            "SELECT look FROM assessmentMeetingLook WHERE meetingId = ?", [meeting.id.rawValue],
            { $0[0] })
        try tx.audit(
            "meeting.signing", "meeting:\(meeting.id.rawValue)",
            [
                ("round", .int(meeting.round.rawValue)), ("panel", .string(meeting.panel)),
                ("chair", .int(chair.rawValue)), ("minutesSHA256", .string(hash)),
                ("groundSHA256", .string(SHA256Hex(of: look ?? "").description)),
            ])
        return Meeting.Signature(
            at: tx.now, by: officer, chair: chair, minutes: minutes, hash: hash)
    }
}
