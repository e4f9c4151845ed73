import FundCore
import FundStore
import GRDB

/// What the hashes of all that is kept come to.
public struct FileCheck: Sendable {
    public let count: Int64
    /// The hashes of what no longer stands as it was kept.
    public let damaged: [String]
}

extension DocumentsModule {
    /// - Throws: `FileProblem.unknown`.
    public func file(_ id: FileID, in tx: borrowing ReadTx) throws -> KeptFile {
        let found = try tx.first(
            "\(KeptFile.columns) WHERE documentUpload.id = ?", [id.rawValue], KeptFile.init)
        guard let found else { throw FileProblem.unknown(id: "\(id.rawValue)") }
        return found
    }

    /// The files that belong there, in the order in which they came.
    public func files(
        of place: KeptFile.Place, in tx: borrowing ReadTx
    ) throws -> [KeptFile] {
        let (condition, id): (String, Int64) =
            switch place {
            case .draft(let draft): ("draftId = ?", draft.rawValue)
            case .application(let application):
                ("applicationId = ? AND returnId IS NULL", application.rawValue)
            case .award(_, let asked): ("returnId = ?", asked.rawValue)
            }
        return try tx.list(
            "\(KeptFile.columns) WHERE \(condition) ORDER BY documentUpload.id", [id],
            KeptFile.init)
    }

    /// The files of an application and of the returns about its award, in the order in which they
    /// came.
    public func allFiles(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [KeptFile] {
        try tx.list(
            "\(KeptFile.columns) WHERE applicationId = ? ORDER BY documentUpload.id",
            [application.rawValue], KeptFile.init)
    }

    /// What somebody has sent and not named in an answer yet.
    public func waitingFiles(
        of person: PersonID, in tx: borrowing ReadTx
    ) throws -> [KeptFile] {
        try tx.list(
            """
            \(KeptFile.columns) WHERE uploadedById = ? AND questionKey IS NULL
            ORDER BY documentUpload.id
            """, [person.rawValue], KeptFile.init)
    }

    /// How much somebody has sent that is still kept, each content once.
    ///
    /// - Parameter besides: the hash of a content that is not counted.
    /// - Returns: bytes.
    func usedBytes(
        by person: PersonID, besides: String, in tx: borrowing ReadTx
    ) throws -> Int64 {
        try tx.first(
            """
            SELECT ifnull(sum(byteCount), 0) FROM documentFile
            WHERE id IN (SELECT fileId FROM documentUpload WHERE uploadedById = ?)
              AND sha256 <> ?
            """, [person.rawValue, besides], { $0[0] }) ?? 0
    }

    /// How much is kept of an application and the returns about its award, each content once.
    /// - Returns: bytes.
    public func usedBytes(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Int64 {
        try tx.first(
            """
            SELECT ifnull(sum(byteCount), 0) FROM documentFile
            WHERE id IN (SELECT fileId FROM documentUpload WHERE applicationId = ?)
            """, [application.rawValue], { $0[0] }) ?? 0
    }

    /// One piece of a file, numbered from 1, of at most 256 KB; nil behind the last. What a file
    /// holds never changes, so that its pieces may be read in transactions of their own.
    public func piece(
        _ number: Int64, of file: KeptFile, in tx: borrowing ReadTx
    ) throws -> [UInt8]? {
        try tx.first(
            "SELECT bytes FROM documentFilePiece WHERE fileId = ? AND number = ?",
            [file.content, number]
        ) { row in try row.withUnsafeData(atIndex: 0) { $0.map { Array($0) } ?? [] } }
    }

    /// Takes the hash of everything that is kept, a piece at a time.
    public func checkFiles(in tx: borrowing ReadTx) throws -> FileCheck {
        let kept: [(id: Int64, sha256: String)] = try tx.list(
            "SELECT id, sha256 FROM documentFile ORDER BY id", [], { ($0[0], $0[1]) })
        var damaged: [String] = []
        for (id, sha256) in kept {
            var digest = SHA256Stream()
            try tx.forEach(
                "SELECT bytes FROM documentFilePiece WHERE fileId = ? ORDER BY number", [id]
            ) { row in
                try row.withUnsafeData(atIndex: 0) { data in
                    if let data { digest.update(Array(data)[...]) }
                }
            }
            if digest.finish().description != sha256 { damaged.append(sha256) }
        }
        return FileCheck(count: Int64(kept.count), damaged: damaged)
    }
}
