import Forms
import Foundation
import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// What asking for a return came to.
    public enum Asking: Sendable {
        case made
        /// The project ends on another day than when it was asked for.
        case moved
        case stood
    }

    /// Asks an award for a return, once; asked again, only its day may move.
    ///
    /// - Parameter planned: its last day as it follows from the project's days. A group always has as
    ///   long from the day on which it is asked as for a return that is sent back.
    public func ask(
        _ moment: ReturnMoment, of award: AwardID, _ application: ApplicationID,
        in round: RoundID, _ form: ReturnForm, dueOn planned: LocalDate, in tx: borrowing WriteTx
    ) throws -> Asking {
        let person = try tx.principal.require(.officer)
        let known = try returns(of: award, in: tx.reading)
        let former = known.first { $0.moment == moment }
        let askedOn = former.flatMap { LocalDate($0.askedOn) } ?? LondonTime.date(tx.now)
        let day = max(planned, askedOn.adding(days: form.againWithinDays))
        if let asked = former {
            guard asked.latest == nil, asked.state != .waived, asked.plannedOn != day else {
                return .stood
            }
            try set(day, "moved", of: asked.id, by: person, in: tx)
            try tx.audit(
                "return.move", "award:\(award.rawValue)",
                [("return", .int(asked.number)), ("dueOn", .string("\(day)"))])
            return .moved
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let number = Int64(known.count + 1)
        let id = try tx.insert(
            """
            INSERT INTO commissioningReturn
              (awardId, applicationId, roundId, number, moment, form, askedById, askedAt, askedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, application.rawValue, round.rawValue, number, moment.rawValue,
                String(decoding: try encoder.encode(form), as: UTF8.self), person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try set(day, "asked", of: ReturnID(id), by: person, in: tx)
        try tx.audit(
            "return.asking", "award:\(award.rawValue)",
            [("return", .int(number)), ("dueOn", .string("\(day)"))])
        return .made
    }

    func set(
        _ day: LocalDate, _ cause: String, of id: ReturnID, by person: PersonID,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO commissioningReturnDue (returnId, dueOn, cause, setById, setAt)
            VALUES (?, ?, ?, ?, ?)
            """, [id.rawValue, "\(day)", cause, person.rawValue, tx.now.milliseconds])
    }

    /// Keeps what is written so far.
    ///
    /// - Parameters:
    ///   - json: the answers as they are now, as `ReturnForm.check` takes them; some may be missing.
    ///   - seen: the version that whoever writes has read, 0 where there was none; nil where they did
    ///     not look.
    /// - Throws: `InvalidInput` with all that is wrong, `ReturnProblem.changed`.
    public func save(
        _ json: JSONValue, of content: ReturnContent, awarded: Money, isWhole: Bool = false,
        seen: Int64?, in tx: borrowing WriteTx
    ) throws -> [String: JSONValue] {
        guard let person = tx.principal.personID else {
            throw AccessProblem.roleMissing(needs: [.officer, .applicant])
        }
        let version = content.draft?.version ?? 0
        guard seen == nil || seen == version else { throw ReturnProblem.changed }
        let (answers, problems) = content.form.check(json, awarded: awarded, isWhole: isWhole)
        guard problems.isEmpty else { throw InvalidInput("return", problems) }
        try tx.execute(
            """
            INSERT INTO commissioningReturnDraft (returnId, answers, version, savedById, savedAt)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (returnId) DO UPDATE
            SET answers = ?2, version = ?3, savedById = ?4, savedAt = ?5
            """,
            [
                content.asked.id.rawValue, content.form.object(answers).text, version + 1,
                person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "return.draft", "award:\(content.asked.award.rawValue)",
            [("return", .int(content.asked.number)), ("saving", .int(version + 1))])
        return answers
    }

    /// Sends a return: what is given, or else what was saved.
    ///
    /// - Parameters:
    ///   - json: as `save` takes them; nil for what was saved.
    ///   - paperReason: why an officer sends it for the group; nil where it does so itself.
    /// - Throws: as `save`; an answer that is missing is refused too.
    /// - Returns: the version's number.
    public func send(
        _ json: JSONValue?, of content: ReturnContent, awarded: Money, seen: Int64?,
        paperReason: String?, in tx: borrowing WriteTx
    ) throws -> Int64 {
        guard let person = tx.principal.personID else {
            throw AccessProblem.roleMissing(needs: [.officer, .applicant])
        }
        let paperReason = try paperReason.map { try Self.words($0, "paperReason", maximum: 2000) }
        let answers = try save(
            json ?? content.form.object(content.draft?.answers ?? [:]), of: content,
            awarded: awarded, isWhole: true, seen: seen, in: tx)
        let number = 1 + (content.versions.last?.number ?? 0)
        func figure(_ field: ReturnField) -> Int64 {
            answers[content.form.key(of: field)]?.int ?? 0
        }
        try tx.execute(
            """
            INSERT INTO commissioningReturnVersion
              (returnId, number, answers, awardedPence, spentPence, people, paperReason, sentById,
               sentAt, sentOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                content.asked.id.rawValue, number, content.form.object(answers).text,
                awarded.pence, figure(.spentPence), figure(.people), paperReason, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            "return.submission", "award:\(content.asked.award.rawValue)",
            [("return", .int(content.asked.number)), ("version", .int(number))])
        return number
    }

    /// Accepts the version that waits, or sends it back.
    ///
    /// - Parameters:
    ///   - note: what the group reads of it; needed where it is sent back.
    ///   - seen: the number of the version that was read; nil where nobody looked.
    /// - Returns: until when the group has for another one; where it is accepted, the day as it was.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    public func judge(
        _ verdict: ReturnVersion.Verdict, _ content: ReturnContent, reference: String,
        note: String?, seen: Int64?, in tx: borrowing WriteTx
    ) throws -> LocalDate {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let note =
            verdict == .accepted
            ? written.optionalWords(note, "note", maximum: 2000)
            : written.words(note ?? "", "reason", maximum: 2000)
        try written.refuseProblems()
        guard let waiting = content.versions.last, waiting.judgement == nil else {
            throw ReturnProblem.nothingSent(reference: reference, number: content.asked.number)
        }
        guard seen == nil || seen == waiting.number else { throw ReturnProblem.changed }
        guard try verdict != .accepted || !wrote(person, waiting, of: content, in: tx.reading)
        else { throw ReturnProblem.acceptedOwn }
        try tx.execute(
            """
            INSERT INTO commissioningReturnJudgement
              (versionId, verdict, note, judgedById, judgedAt, judgedOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                waiting.id.rawValue, verdict.rawValue, note, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        let subject = "award:\(content.asked.award.rawValue)"
        let detail: [(key: String, value: JSONValue)] = [
            ("return", .int(content.asked.number)), ("version", .int(waiting.number)),
        ]
        guard verdict == .sentBack else {
            try tx.audit("return.acceptance", subject, detail)
            return content.asked.dueOn
        }
        let again = LondonTime.date(tx.now).adding(days: content.form.againWithinDays)
        let day = max(content.asked.dueOn, again)
        try set(day, "sentBack", of: content.asked.id, by: person, in: tx)
        try tx.audit("return.rejection", subject, detail + [("dueOn", .string("\(day)"))])
        return day
    }

    /// Whether somebody sent a version of a return, or saved answers of it.
    private func wrote(
        _ person: PersonID, _ version: ReturnVersion, of content: ReturnContent,
        in tx: borrowing ReadTx
    ) throws -> Bool {
        if version.sentBy == person { return true }
        return try tx.first(
            """
            SELECT 1 FROM commissioningReturnWriter
            WHERE returnId = ? AND number = ? AND personId = ?
            """, [content.asked.id.rawValue, version.number, person.rawValue], { _ in true })
            ?? false
    }

    /// Raises a concern over an award, or ends it.
    /// - Throws: `InvalidInput`, `ReturnProblem`.
    public func setConcern(
        _ isRaised: Bool, over award: AwardID, reference: String, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let reason = try Self.words(reason, "reason", maximum: 2000)
        guard try !isRaised || !isClosed(award, in: tx.reading) else { throw ReviewProblem.closed }
        guard try (concern(over: award, in: tx.reading) != nil) != isRaised else {
            throw isRaised
                ? ReturnProblem.concernRaised(reference: reference)
                : ReturnProblem.concernNone(reference: reference)
        }
        try tx.execute(
            """
            INSERT INTO commissioningConcern (awardId, isRaised, reason, setById, setAt, setOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, isRaised, reason, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit(isRaised ? "concern.raising" : "concern.ending", "award:\(award.rawValue)")
    }
}
