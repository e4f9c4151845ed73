import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Takes a report: from anybody over the public page, who stays unknown, or from an officer whom
    /// somebody told.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong.
    public func take(
        _ entry: TensionEntry, _ rules: TensionRules, in tx: borrowing WriteTx
    ) throws -> TensionID {
        var officer: PersonID?
        if !tx.principal.isVisitor { officer = try tx.principal.require(.officer) }
        let today = LondonTime.date(tx.now)
        let problems = Self.problems(of: entry, rules, today: today)
        guard problems.isEmpty, let day = entry.day, let goesOn = entry.goesOn else {
            throw InvalidInput("report", problems)
        }
        let kept = entry.tidied
        let wardTitle = rules.wards.first { $0.key == kept.ward }?.title
        let id = try tx.insert(
            """
            INSERT INTO commissioningTension
              (what, ward, wardTitle, place, happenedOn, isAbout, cause, goesOn, takenById,
               receivedAt, receivedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                kept.what, kept.ward, wardTitle, kept.place, "\(day)", kept.isAbout,
                kept.cause, goesOn.rawValue, officer?.rawValue, tx.now.milliseconds, "\(today)",
            ])
        let contact = kept.contact
        if !contact.isEmpty {
            let until = today.adding(days: rules.keepContactDays)
            try tx.execute(
                """
                INSERT INTO commissioningTensionContact (tensionId, name, email, phone, expiresOn)
                VALUES (?, ?, ?, ?, ?)
                """,
                [id, contact.name, contact.email, contact.phone, "\(until)"])
        }
        try tx.audit(
            "tension.report", "tension:\(id)", [("hasContact", .bool(!contact.isEmpty))])
        return TensionID(id)
    }

    /// Says what becomes of a report. What was said before stays, as a version.
    ///
    /// - Parameters:
    ///   - rootCause: a key of the rules; nil where it is not clear.
    ///   - seen: the version that the writer saw, 0 for none; nil where they did not look.
    /// - Returns: the new version.
    public func triage(
        _ id: TensionID, as status: TensionStatus, note: String, rootCause: String?,
        seen: Int64? = nil, _ rules: TensionRules, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        let note = note.visible.trimmed
        var problems: [FieldProblem] = []
        if !TensionStatus.triaged.contains(status) {
            problems.append(
                FieldProblem(
                    "status", "not-an-option",
                    [
                        "value": status.rawValue,
                        "options": TensionStatus.triaged.map(\.rawValue).joined(separator: ", "),
                    ]))
        }
        if note.isEmpty { problems.append(FieldProblem("note", "missing")) }
        if note.unicodeScalars.count > Self.greatestNoteLength {
            problems.append(
                FieldProblem("note", "too-long", ["maximum": "\(Self.greatestNoteLength)"]))
        }
        if let rootCause {
            problems += [
                TensionRules.problem(rootCause, "rootCause", among: rules.rootCauses)
            ].compactMap(\.self)
        }
        guard problems.isEmpty else { throw InvalidInput("triage", problems) }
        let former = try tension(id, in: tx.reading)
        guard former.removal == nil else { throw TensionProblem.removed }
        let version = former.triage?.version ?? 0
        guard seen == nil || seen == version else { throw TensionProblem.changed }
        let title = rules.rootCauses.first { $0.key == rootCause }?.title
        try tx.execute(
            """
            INSERT INTO commissioningTensionTriage
              (tensionId, version, status, note, rootCause, rootCauseTitle, authorId, at,
               triagedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, version + 1, status.rawValue, note, rootCause, title,
                person.rawValue, tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            "tension.triage", "tension:\(id.rawValue)",
            [("version", .int(version + 1)), ("status", .string(status.rawValue))])
        return version + 1
    }

    /// How to reach whoever made a report. That somebody looked stands in the trail.
    /// - Throws: `TensionProblem.noContact` where they did not say, or it is kept no more.
    public func contact(
        of id: TensionID, in tx: borrowing WriteTx
    ) throws -> TensionContact {
        try tx.principal.require(.officer)
        _ = try tension(id, in: tx.reading)
        let contact = try tx.reading.first(
            """
            SELECT name, email, phone FROM commissioningTensionContact
            WHERE tensionId = ? AND expiresOn > ?
            """, [id.rawValue, Self.today(tx)],
            { TensionContact(name: $0[0], email: $0[1], phone: $0[2]) })
        guard let contact else { throw TensionProblem.noContact }
        try tx.audit("tension.disclosure", "tension:\(id.rawValue)")
        return contact
    }

    /// Deletes how to reach people, of every report whose day for that has come.
    /// - Returns: of how many.
    public func expireContacts(in tx: borrowing WriteTx) throws -> Int {
        if !tx.principal.isMailWorker { try tx.principal.requireOperator(or: .officer) }
        let due = try tx.reading.list(
            "SELECT tensionId FROM commissioningTensionContact WHERE expiresOn <= ?",
            [Self.today(tx)], { TensionID($0[0]) })
        for id in due { try delete(contactOf: id, in: tx) }
        return due.count
    }

    /// Deletes how to reach whoever made one report, before its day.
    /// - Throws: `TensionProblem.noContact`.
    public func expireContact(of id: TensionID, in tx: borrowing WriteTx) throws {
        try tx.principal.require(.officer)
        _ = try tension(id, in: tx.reading)
        try delete(contactOf: id, in: tx)
    }

    private func delete(contactOf id: TensionID, in tx: borrowing WriteTx) throws {
        let count = try tx.execute(
            "DELETE FROM commissioningTensionContact WHERE tensionId = ?", [id.rawValue])
        guard count > 0 else { throw TensionProblem.noContact }
        try tx.audit("tension.expiry", "tension:\(id.rawValue)")
    }

    /// Links what shows a need to the report that it is.
    func link(
        evidence: Int64, to id: TensionID, in tx: borrowing WriteTx
    ) throws {
        let tension = try tension(id, in: tx.reading)
        guard [.noted, .passedOn].contains(tension.status) else {
            throw TensionProblem.notEvidence
        }
        try tx.execute(
            "INSERT INTO commissioningNeedTension (evidenceId, tensionId) VALUES (?, ?)",
            [evidence, id.rawValue])
    }
}

extension Principal {
    fileprivate var isVisitor: Bool {
        if case .visitor = identity { true } else { false }
    }
}
