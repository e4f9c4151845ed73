import Foundation
import FundCore
import FundStore
import GRDB

/// Keeping what people send, and giving it up again.
extension DocumentsModule {
    private static let pieceBytes = 256 * 1024
    /// Files that one person may have sent and not named in an answer.
    static let greatestWaitingCount = 20
    /// So long a file waits to be named in an answer.
    static let waitsSeconds: Int64 = 7 * 86_400

    /// Keeps a file that belongs nowhere yet. The same file, sent again before it is named in an
    /// answer, is the one of before.
    ///
    /// - Parameter most: the bytes that one person who applies may have here.
    /// - Throws: `FileProblem.tooManyWaiting`, `FileProblem.personFull`.
    public func keep(
        _ file: CheckedFile, ofPerson most: Int64, in tx: borrowing WriteTx
    ) throws -> KeptFile {
        let person = try tx.principal.require(.applicant, .officer)
        let waiting = try waitingFiles(of: person, in: tx.reading)
        if let known = waiting.first(where: { $0.sha256 == file.sha256 && $0.name == file.name }) {
            return known
        }
        guard waiting.count < Self.greatestWaitingCount else {
            throw FileProblem.tooManyWaiting(maximum: Self.greatestWaitingCount)
        }
        // An officer enters what groups send on paper: that counts for their applications.
        if !tx.principal.has(.officer) {
            let used = try usedBytes(by: person, besides: file.sha256, in: tx.reading)
            guard used + Int64(file.bytes.count) <= most else {
                throw FileProblem.personFull(used: used, maximum: most)
            }
        }
        let known: Int64? = try tx.reading.first(
            "SELECT id FROM documentFile WHERE sha256 = ?", [file.sha256], { $0[0] })
        return try add(
            try known ?? store(file, in: tx), named: file.name, sha256: file.sha256,
            byteCount: Int64(file.bytes.count), by: person, in: tx)
    }

    /// The same content once more, to answer another question of what it belongs to; or the one that
    /// does so already.
    ///
    /// - Parameter place: nil where it belongs nowhere yet.
    public func again(
        _ file: KeptFile, in place: KeptFile.Place?, answering question: String,
        _ tx: borrowing WriteTx
    ) throws -> KeptFile {
        guard let person = tx.principal.personID else {
            throw AccessProblem.roleMissing(needs: [.officer, .applicant])
        }
        let there = try place.map { try files(of: $0, in: tx.reading) } ?? []
        let same = there.first {
            $0.question == question && $0.content == file.content && $0.name == file.name
        }
        return try same
            ?? add(
                file.content, named: file.name, sha256: file.sha256, byteCount: file.byteCount,
                by: person, in: tx)
    }

    private func add(
        _ content: Int64, named name: String, sha256: String, byteCount: Int64,
        by person: PersonID, in tx: borrowing WriteTx
    ) throws -> KeptFile {
        let id = try tx.insert(
            """
            INSERT INTO documentUpload (fileId, name, uploadedById, uploadedAt)
            VALUES (?, ?, ?, ?)
            """, [content, name, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "file.upload", "file:\(id)",
            [("sha256", .string(sha256)), ("bytes", .int(byteCount))])
        return try self.file(FileID(id), in: tx.reading)
    }

    private func store(_ file: CheckedFile, in tx: borrowing WriteTx) throws -> Int64 {
        let id = try tx.insert(
            "INSERT INTO documentFile (sha256, mediaType, byteCount, storedAt) VALUES (?, ?, ?, ?)",
            [file.sha256, file.kind.rawValue, file.bytes.count, tx.now.milliseconds])
        var number = 0
        for start in stride(from: 0, to: file.bytes.count, by: Self.pieceBytes) {
            number += 1
            let end = min(start + Self.pieceBytes, file.bytes.count)
            try tx.execute(
                "INSERT INTO documentFilePiece (fileId, number, bytes) VALUES (?, ?, ?)",
                [id, number, Data(file.bytes[start..<end])])
        }
        return id
    }

    /// Lets files belong to the answer to a question, and gives up what the answer names no more and
    /// was never sent.
    public func place(
        _ files: [FileID], in place: KeptFile.Place, answering question: String,
        _ tx: borrowing WriteTx
    ) throws {
        for former in try self.files(of: place, in: tx.reading)
        where former.question == question && !former.isSent && !files.contains(former.id) {
            try forget(former, in: tx)
        }
        for id in files {
            let found = try file(id, in: tx.reading)
            guard found.place == nil else { continue }
            let (draft, application, asked) = Self.columns(place)
            try tx.execute(
                """
                UPDATE documentUpload
                SET draftId = ?, applicationId = ?, returnId = ?, questionKey = ? WHERE id = ?
                """, [draft, application, asked, question, id.rawValue])
        }
    }

    /// Files are sent with the application that a draft becomes; what it does not name goes.
    public func send(
        _ files: Set<FileID>, of draft: DraftID, with application: ApplicationID,
        in tx: borrowing WriteTx
    ) throws {
        for file in try self.files(of: .draft(draft), in: tx.reading) {
            guard files.contains(file.id) else {
                try forget(file, in: tx)
                continue
            }
            try tx.execute(
                "UPDATE documentUpload SET applicationId = ?, sentAt = ? WHERE id = ?",
                [application.rawValue, tx.now.milliseconds, file.id.rawValue])
        }
    }

    /// The files of an application or of a return are sent with it.
    public func send(_ files: Set<FileID>, in place: KeptFile.Place, _ tx: borrowing WriteTx) throws
    {
        for file in try self.files(of: place, in: tx.reading)
        where files.contains(file.id) && !file.isSent {
            try tx.execute(
                "UPDATE documentUpload SET sentAt = ? WHERE id = ?",
                [tx.now.milliseconds, file.id.rawValue])
        }
    }

    /// Gives up what belongs to a draft that is thrown away.
    public func forgetFiles(of draft: DraftID, in tx: borrowing WriteTx) throws {
        for file in try files(of: .draft(draft), in: tx.reading) where !file.isSent {
            try forget(file, in: tx)
        }
    }

    /// Gives up a file that its sender has not named in an answer.
    /// - Throws: `FileProblem`.
    public func removeWaiting(_ id: FileID, in tx: borrowing WriteTx) throws {
        let found = try file(id, in: tx.reading)
        guard found.uploadedBy == tx.principal.personID else {
            throw FileProblem.unknown(id: "\(id.rawValue)")
        }
        guard !found.isSent else { throw FileProblem.sent }
        guard found.place == nil else { throw FileProblem.placed }
        try forget(found, in: tx)
    }

    /// Whether any file has waited its whole time for an answer that names it.
    public func hasExpiredFiles(in tx: borrowing ReadTx) throws -> Bool {
        try !expired(limit: 1, in: tx).isEmpty
    }

    /// Gives up what has waited its whole time for an answer that names it.
    /// - Returns: how many files.
    public func expireWaiting(in tx: borrowing WriteTx) throws -> Int {
        let old = try expired(limit: -1, in: tx.reading)
        for file in old { try forget(file, as: "file.expiry", in: tx) }
        return old.count
    }

    private func expired(limit: Int64, in tx: borrowing ReadTx) throws -> [KeptFile] {
        try tx.list(
            """
            \(KeptFile.columns) WHERE questionKey IS NULL AND uploadedAt < ?
            ORDER BY documentUpload.id LIMIT ?
            """,
            [tx.now.adding(seconds: -Self.waitsSeconds).milliseconds, limit], KeptFile.init)
    }

    /// Its content goes with the last that has it.
    private func forget(
        _ file: KeptFile, as act: String = "file.removal", in tx: borrowing WriteTx
    ) throws {
        try tx.execute("DELETE FROM documentUpload WHERE id = ?", [file.id.rawValue])
        let isNeeded: Bool? = try tx.reading.first(
            "SELECT 1 FROM documentUpload WHERE fileId = ? LIMIT 1", [file.content], { _ in true })
        if isNeeded == nil {
            try tx.execute("DELETE FROM documentFilePiece WHERE fileId = ?", [file.content])
            try tx.execute("DELETE FROM documentFile WHERE id = ?", [file.content])
        }
        try tx.audit(act, "file:\(file.id.rawValue)")
    }

    private static func columns(_ place: KeptFile.Place) -> (Int64?, Int64?, Int64?) {
        switch place {
        case .draft(let draft): (draft.rawValue, nil, nil)
        case .application(let application): (nil, application.rawValue, nil)
        case .award(let application, let asked): (nil, application.rawValue, asked.rawValue)
        }
    }
}
