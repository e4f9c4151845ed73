import FundCore
import GRDB

/// The record of erasures; what is erased is the register's.
public struct ErasureRecords: Sendable {
    public init() {}

    /// All, the latest first.
    public func all(in tx: borrowing ReadTx) throws -> [Erasure] {
        try tx.list("\(Erasure.columns) ORDER BY erasure.id DESC", [], { try Erasure($0) })
    }

    /// - Throws: `ErasureProblem.unknown`.
    public func erasure(_ number: Int64, in tx: borrowing ReadTx) throws -> Erasure {
        let found = try tx.first(
            "\(Erasure.columns) WHERE erasure.id = ?", [number], { try Erasure($0) })
        guard let found else { throw ErasureProblem.unknown(number: "\(number)") }
        return found
    }

    /// Those that somebody else may approve.
    public func waiting(for person: PersonID, in tx: borrowing ReadTx) throws -> [Int64] {
        try tx.list(
            """
            SELECT id FROM erasure WHERE proposedById <> ?
              AND id NOT IN (SELECT erasureId FROM erasureApproval)
              AND id NOT IN (SELECT erasureId FROM erasureWithdrawal) ORDER BY id
            """, [person.rawValue], { $0[0] })
    }

    public func subjects(of number: Int64, in tx: borrowing ReadTx) throws -> [ErasureSubject] {
        let found = try tx.list(
            """
            SELECT kind, subjectId, label FROM erasureSubject WHERE erasureId = ?
            ORDER BY kind, subjectId
            """, [number]
        ) { (PersonalSubject(rawValue: $0[0]), $0[1] as Int64, $0[2] as String) }
        return found.compactMap { kind, id, label in
            kind.map { ErasureSubject($0, id, label: label) }
        }
    }

    /// By what each subject was erased before: the names of classes, or the scope.
    public func erased(
        in tx: borrowing ReadTx
    ) throws -> [ErasedSubject: Set<String>] {
        var found: [ErasedSubject: Set<String>] = [:]
        try tx.forEach(
            """
            SELECT kind, subjectId, ifnull(class, scope) FROM erasureSubject
              JOIN erasure ON erasure.id = erasureSubject.erasureId
              JOIN erasureApproval ON erasureApproval.erasureId = erasure.id
            """
        ) { row in
            guard let kind = PersonalSubject(rawValue: row[0]) else { return }
            found[ErasedSubject(kind: kind, id: row[1]), default: []].insert(row[2])
        }
        return found
    }

    /// The references of applications of which all personal data was erased, what they were for with it.
    public func erasedApplications(in tx: borrowing ReadTx) throws -> Set<String> {
        Set(try erasedAt(in: tx).keys)
    }

    /// When they were erased, by their references.
    public func erasedAt(in tx: borrowing ReadTx) throws -> [String: Instant] {
        var found: [String: Instant] = [:]
        try tx.forEach(
            """
            SELECT label, approvedAt FROM erasureSubject
              JOIN erasure ON erasure.id = erasureSubject.erasureId
              JOIN erasureApproval ON erasureApproval.erasureId = erasure.id
            WHERE kind = 'application' AND ifnull(class, scope) IN (?, ?, ?)
            ORDER BY approvedAt
            """,
            [
                RetentionClass.awarded.rawValue, RetentionClass.unsuccessful.rawValue,
                ErasureScope.application.name,
            ]
        ) { found[$0[0]] = Instant(milliseconds: $0[1]) }
        return found
    }

    /// - Returns: its number.
    public func propose(
        _ scope: ErasureScope, _ subjects: [ErasureSubject], reason: String, backupDays: Int64,
        in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer, .administrator)
        let pending: Int64? = try tx.reading.first(
            """
            SELECT erasure.id FROM erasure
              LEFT JOIN erasureSubject AS subject ON subject.erasureId = erasure.id
            WHERE scope = ?1 AND class IS ?2
              AND (class IS NOT NULL OR (subject.kind = ?3 AND subjectId = ?4))
              AND erasure.id NOT IN (SELECT erasureId FROM erasureApproval)
              AND erasure.id NOT IN (SELECT erasureId FROM erasureWithdrawal)
            """,
            [
                scope.name, scope.retention?.rawValue, subjects.first?.kind.rawValue,
                subjects.first?.id,
            ], { $0[0] })
        if let pending { throw ErasureProblem.pending(number: pending) }
        let number = try tx.insert(
            """
            INSERT INTO erasure
              (scope, class, reason, backupDays, proposedById, proposedAt, proposedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                scope.name, scope.retention?.rawValue, reason, backupDays, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        for subject in subjects {
            try tx.execute(
                """
                INSERT INTO erasureSubject (erasureId, kind, subjectId, label)
                VALUES (?, ?, ?, ?)
                """, [number, subject.kind.rawValue, subject.id, subject.label])
        }
        try tx.audit(
            "erasure.proposal", "erasure:\(number)",
            [
                ("scope", .string(scope.name)),
                ("class", .optional(scope.retention?.rawValue)),
                ("subjects", .int(subjects.count)),
            ])
        return number
    }

    /// Takes a proposal back.
    /// - Throws: `ErasureProblem`.
    public func withdraw(_ number: Int64, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.officer, .administrator)
        _ = try waiting(number, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO erasureWithdrawal (erasureId, withdrawnById, withdrawnAt)
            VALUES (?, ?, ?)
            """, [number, person.rawValue, tx.now.milliseconds])
        try tx.audit("erasure.withdrawal", "erasure:\(number)")
    }

    /// One that nobody has said anything of yet.
    public func waiting(_ number: Int64, in tx: borrowing ReadTx) throws -> Erasure {
        let erasure = try erasure(number, in: tx)
        switch erasure.status {
        case .done: throw ErasureProblem.done(number: number)
        case .withdrawn: throw ErasureProblem.withdrawn(number: number)
        case .proposed: return erasure
        }
    }

    /// Approves an erasure and puts it in force: from here on, until it is certified, what the
    /// register names may be emptied. The transaction cannot end before.
    ///
    /// - Throws: `ErasureProblem`.
    public func enforce(_ erasure: Erasure, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.officer, .administrator)
        guard person != erasure.proposedBy else { throw ErasureProblem.secondPerson }
        try tx.execute(
            """
            INSERT INTO erasureApproval
              (erasureId, proposedById, approvedById, approvedAt, approvedOn)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                erasure.number, erasure.proposedBy.rawValue, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.execute(
            "INSERT INTO erasureInForce (erasureId) VALUES (?)", [erasure.number])
    }

    /// Empties what the register says of these subjects.
    ///
    /// - Parameter subjects: with the kinds that are erased of each.
    /// - Returns: how many rows of each table.
    public func empty(
        _ subjects: [(subject: PersonalSubject, id: Int64, kinds: Set<PersonalKind>)],
        by register: [PersonalData], in tx: borrowing WriteTx
    ) throws -> [ErasureCount] {
        var counts: [ErasureCount] = []
        for entry in register {
            var rows = 0
            for (subject, id, kinds) in subjects where kinds.contains(entry.kind) {
                rows += try entry.erase(subject, id, in: tx)
            }
            rows += try entry.erase(.everything, 0, in: tx)
            guard rows > 0 else { continue }
            let place = counts.firstIndex { $0.table == entry.table && $0.kind == entry.kind }
            if let place {
                // The same rows, other columns of theirs.
                counts[place] = ErasureCount(
                    kind: entry.kind, table: entry.table,
                    rows: max(counts[place].rows, Int64(rows)))
            } else {
                counts.append(
                    ErasureCount(kind: entry.kind, table: entry.table, rows: Int64(rows)))
            }
        }
        return counts
    }

    /// Writes the certificate, and ends what was in force.
    ///
    /// - Parameter files: those of payments that still name whoever was erased.
    public func certify(
        _ erasure: Erasure, _ subjects: [ErasureSubject], _ counts: [ErasureCount],
        keeping files: [NamingFile], in tx: borrowing WriteTx
    ) throws -> ErasureCertificate {
        for count in counts {
            try tx.execute(
                """
                INSERT INTO erasureCount (erasureId, kind, dataTable, rowCount)
                VALUES (?, ?, ?, ?)
                """, [erasure.number, count.kind.rawValue, count.table, count.rows])
        }
        let today = LondonTime.date(tx.now)
        let gone = today.adding(days: erasure.backupDays)
        var members: [(key: String, value: JSONValue)] = [
            ("number", .int(erasure.number)), ("scope", .string(erasure.scope.name)),
            ("class", .optional(erasure.scope.retention?.rawValue)),
            ("reason", .string(erasure.reason)),
            ("proposedById", .int(erasure.proposedBy.rawValue)),
            ("proposedOn", .string("\(erasure.proposedOn)")),
            ("approvedById", .optional(tx.principal.personID?.rawValue)),
            ("erasedAt", .string(tx.now.iso8601)), ("erasedOn", .string("\(today)")),
            (
                "subjects",
                .array(
                    subjects.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("label", .string($0.label)),
                        ])
                    })
            ),
            (
                "rows",
                .array(
                    counts.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("table", .string($0.table)),
                            ("rows", .int($0.rows)),
                        ])
                    })
            ),
            ("backupDays", .int(erasure.backupDays)), ("copiesGoneOn", .string("\(gone)")),
        ]
        if !files.isEmpty { members.append(("filesKept", .array(files.map(\.json)))) }
        let content = JSONValue.object(members).text
        let certificate = ErasureCertificate(
            number: erasure.number, content: content,
            sha256: SHA256Hex(of: content).description, copiesGoneOn: gone)
        try tx.execute(
            """
            INSERT INTO erasureCertificate (erasureId, content, sha256, copiesGoneOn)
            VALUES (?, ?, ?, ?)
            """, [erasure.number, content, certificate.sha256, "\(gone)"])
        try tx.execute("DELETE FROM erasureInForce WHERE erasureId = ?", [erasure.number])
        try tx.audit(
            "erasure.certificate", "erasure:\(erasure.number)",
            [
                ("rows", .int(counts.map(\.rows).reduce(0, +))),
                ("subjects", .int(subjects.count)), ("sha256", .string(certificate.sha256)),
            ])
        return certificate
    }

    /// - Throws: `ErasureProblem` where there is none.
    public func certificate(
        of number: Int64, in tx: borrowing ReadTx
    ) throws -> ErasureCertificate {
        _ = try erasure(number, in: tx)
        let found = try tx.first(
            "SELECT content, sha256, copiesGoneOn FROM erasureCertificate WHERE erasureId = ?",
            [number]
        ) { row in
            ErasureCertificate(
                number: number, content: row[0], sha256: row[1],
                copiesGoneOn: LocalDate(row[2] as String) ?? LocalDate(daysSince1970: 0))
        }
        guard let found else { throw ErasureProblem.notCertified(number: number) }
        return found
    }
}

/// A subject that was erased, by its id.
public struct ErasedSubject: Sendable, Hashable {
    public let kind: PersonalSubject
    public let id: Int64

    public init(kind: PersonalSubject, id: Int64) {
        self.kind = kind
        self.id = id
    }
}
