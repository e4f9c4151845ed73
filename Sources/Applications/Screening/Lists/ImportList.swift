import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// Checks a file of a list from its beginning to its end; nothing is written.
    ///
    /// - Parameter reportedOn: the day that the list is of, where the file does not say it.
    /// - Returns: what it came to.
    /// - Throws: `ScreeningProblem` with everything that is wrong, up to a hundred lines of it.
    public func checkList(
        _ list: ScreeningList, _ source: ByteSource, reportedOn: LocalDate?, today: LocalDate
    ) throws -> CheckedList {
        let file = try ListReader(list: list, reportedOn: reportedOn).read(source) { _ in }
        guard file.reportedOn <= today else {
            throw ScreeningProblem.dateAhead(source: source.name)
        }
        return CheckedList(
            list: list, source: source, reportedOn: file.reportedOn, hash: file.hash,
            rowCount: file.rowCount)
    }

    /// The import of the same bytes, where there has been one.
    public func earlierImport(
        of checked: CheckedList, in tx: borrowing ReadTx
    ) throws -> ListImport? {
        try tx.first(
            "\(ListImport.columns) WHERE list = ? AND fileHash = ? AND completedAt IS NOT NULL",
            [checked.list.rawValue, "\(checked.hash)"]
        ) { ListImport($0) }
    }

    /// Begins to take a list in; what an import of it left that never became whole goes.
    /// - Throws: `ScreeningProblem.listOlder`.
    public func beginImport(
        of checked: CheckedList, in tx: borrowing WriteTx
    ) throws -> ListImportID {
        let officer = try tx.principal.require(.officer)
        if let newest = try newestImport(of: checked.list, in: tx.reading),
            checked.reportedOn < newest.reportedOn
        {
            throw ScreeningProblem.listOlder(
                reportedOn: checked.reportedOn, newest: newest.reportedOn)
        }
        let halves = try tx.reading.list(
            "SELECT id FROM applicationListImport WHERE list = ? AND completedAt IS NULL",
            [checked.list.rawValue], { ListImportID($0[0]) })
        for half in halves {
            try empty(half, in: tx)
            try tx.execute("DELETE FROM applicationListImport WHERE id = ?", [half.rawValue])
        }
        return ListImportID(
            try tx.insert(
                """
                INSERT INTO applicationListImport
                  (list, reportedOn, fileHash, importedById, importedAt)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    checked.list.rawValue, "\(checked.reportedOn)", "\(checked.hash)",
                    officer.rawValue, tx.now.milliseconds,
                ]))
    }

    /// Adds rows to an import that goes on. What stands there already stays: an entry has a row for
    /// each of its names and addresses.
    func add(_ rows: [ListedRow], to id: ListImportID, in tx: borrowing WriteTx) throws {
        for row in rows {
            switch row {
            case .part(let part): try add(part, to: id, in: tx)
            case .charity(let charity):
                try tx.execute(
                    """
                    INSERT INTO applicationListCharity
                      (importId, number, name, status, registeredOn, removedOn)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        id.rawValue, charity.number, charity.name,
                        charity.isRegistered ? "registered" : "removed", charity.registeredOn,
                        charity.removedOn,
                    ])
            }
        }
    }

    private func add(_ part: ListedPart, to id: ListImportID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            """
            INSERT INTO applicationListEntry (importId, entryKey, type, regime, listedOn)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """, [id.rawValue, part.entryKey, part.type.rawValue, part.regime, part.listedOn])
        for name in part.names {
            try tx.execute(
                """
                INSERT INTO applicationListName (importId, entryKey, name, kind)
                VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """, [id.rawValue, part.entryKey, name.text, name.kind.rawValue])
        }
        for (kind, values) in [("birth", part.births), ("country", part.countries)] {
            for value in values {
                try tx.execute(
                    """
                    INSERT INTO applicationListFact (importId, entryKey, kind, value)
                    VALUES (?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """, [id.rawValue, part.entryKey, kind, value])
            }
        }
    }

    /// Ends an import: from now on names are looked for in it. What the one before it held goes; its
    /// date and hash stay.
    public func completeImport(
        _ id: ListImportID, of checked: CheckedList, in tx: borrowing WriteTx
    ) throws -> ListImport {
        try tx.execute(
            """
            UPDATE applicationListImport SET completedAt = ?2, entryCount =
              (SELECT count(*) FROM applicationListEntry WHERE importId = ?1)
              + (SELECT count(*) FROM applicationListCharity WHERE importId = ?1)
            WHERE id = ?1
            """, [id.rawValue, tx.now.milliseconds])
        let olds = try tx.reading.list(
            """
            SELECT id FROM applicationListImport
            WHERE list = ? AND id <> ? AND completedAt IS NOT NULL
            """, [checked.list.rawValue, id.rawValue], { ListImportID($0[0]) })
        for old in olds { try empty(old, in: tx) }
        guard
            let done = try imports(in: tx.reading).first(where: { $0.id == id })
        else { throw StoreProblem.refused(code: "screening-import-over") }
        try tx.audit(
            "screening.import", "list-import:\(id.rawValue)",
            [
                ("list", .string(checked.list.rawValue)),
                ("reportedOn", .string("\(checked.reportedOn)")),
                ("sha256", .string("\(checked.hash)")), ("entries", .int(done.entryCount)),
            ])
        return done
    }

    private func empty(_ id: ListImportID, in tx: borrowing WriteTx) throws {
        for table in [
            "applicationListName", "applicationListFact", "applicationListEntry",
            "applicationListCharity",
        ] {
            try tx.execute("DELETE FROM \(table) WHERE importId = ?", [id.rawValue])
        }
    }

    /// Every whole import, the newest of each list first.
    public func imports(in tx: borrowing ReadTx) throws -> [ListImport] {
        try tx.list(
            """
            \(ListImport.columns) WHERE completedAt IS NOT NULL
            ORDER BY list, reportedOn DESC, id DESC
            """
        ) { ListImport($0) }
    }

    func newestImport(
        of list: ScreeningList, in tx: borrowing ReadTx
    ) throws -> ListImport? {
        try tx.first(
            """
            \(ListImport.columns) WHERE list = ? AND completedAt IS NOT NULL
            ORDER BY reportedOn DESC, id DESC LIMIT 1
            """, [list.rawValue]
        ) { ListImport($0) }
    }
}

/// A file of a list in which nothing was found wrong.
public struct CheckedList: Sendable {
    public let list: ScreeningList
    public let source: ByteSource
    public let reportedOn: LocalDate
    public let hash: SHA256Hex
    public let rowCount: Int

    /// So many rows go into one transaction: others write in between.
    static let pieceLength = 2000

    /// Reads it again and hands over its rows, many at a time.
    ///
    /// - Throws: `ScreeningProblem.fileChanged` where it is no longer what was checked.
    public func pieces(_ take: (ListPiece) throws -> Void) throws {
        var piece: [ListedRow] = []
        let again = try ListReader(list: list, reportedOn: reportedOn).read(source) { row in
            piece.append(row)
            guard piece.count == Self.pieceLength else { return }
            try take(ListPiece(rows: piece))
            piece.removeAll(keepingCapacity: true)
        }
        if !piece.isEmpty { try take(ListPiece(rows: piece)) }
        guard again.hash == hash else {
            throw ScreeningProblem.fileChanged(source: source.name)
        }
    }
}

/// Some rows of a list.
public struct ListPiece {
    let rows: [ListedRow]

    public var count: Int { rows.count }
}

extension ApplicationsModule {
    /// Adds some rows to an import that goes on.
    public func add(
        _ piece: ListPiece, to id: ListImportID, in tx: borrowing WriteTx
    ) throws {
        try add(piece.rows, to: id, in: tx)
    }
}

extension ListImport {
    static let columns = """
        SELECT id, list, reportedOn, fileHash, entryCount, importedById, importedAt,
          NOT EXISTS (SELECT 1 FROM applicationListImport AS newer
            WHERE newer.list = applicationListImport.list AND newer.completedAt IS NOT NULL
              AND (newer.reportedOn, newer.id)
                > (applicationListImport.reportedOn, applicationListImport.id))
        FROM applicationListImport
        """

    init(_ row: Row) {
        id = ListImportID(row[0])
        list = ScreeningList(rawValue: row[1]) ?? .ukSanctions
        reportedOn = LocalDate(row[2] as String) ?? LocalDate(daysSince1970: 0)
        fileHash = row[3]
        entryCount = row[4] ?? 0
        importedBy = PersonID(row[5])
        importedAt = Instant(milliseconds: row[6])
        isNewest = row[7]
    }
}
