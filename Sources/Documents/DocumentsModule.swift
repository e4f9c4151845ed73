import Foundation
import FundCore
import FundStore
import GRDB

/// A document that is kept for good: how long it is, and its SHA-256.
public struct StoredDocument: Sendable {
    public let id: DocumentID
    public let sha256: String
    public let byteCount: Int64
}

/// Bytes kept in the database, so that one file is the backup. Nothing kept ever changes.
public struct DocumentsModule: Sendable {
    public init() {}

    /// Begins a document that is written a piece at a time, so that it never stands whole in
    /// memory.
    ///
    /// - Parameter mediaType: `text/csv`.
    public func begin(mediaType: String, in tx: borrowing WriteTx) throws -> DocumentWriter {
        let id = try tx.insert(
            "INSERT INTO document (mediaType, storedAt) VALUES (?, ?)",
            [mediaType, tx.now.milliseconds])
        return DocumentWriter(id: DocumentID(id))
    }

    /// Calls `body` with the document's bytes, in order, a piece at a time.
    public func read(
        _ id: DocumentID, in tx: borrowing ReadTx, _ body: ([UInt8]) throws -> Void
    ) throws {
        try tx.forEach(
            "SELECT bytes FROM documentChunk WHERE documentId = ? ORDER BY number", [id.rawValue]
        ) { row in
            try row.withUnsafeData(atIndex: 0) { data in
                if let data { try body(Array(data)) }
            }
        }
    }

    /// One piece of a document, numbered from 1; nil behind the last.
    ///
    /// A document never changes, so its pieces may be read in transactions of their own: whoever
    /// takes them away slowly holds nobody up.
    public func piece(
        _ number: Int64, of id: DocumentID, in tx: borrowing ReadTx
    ) throws -> [UInt8]? {
        try tx.first(
            "SELECT bytes FROM documentChunk WHERE documentId = ? AND number = ?",
            [id.rawValue, number]
        ) { row in try row.withUnsafeData(atIndex: 0) { $0.map { Array($0) } ?? [] } }
    }

    public static let migrations = [
        Migration(
            5, "documents",
            """
            CREATE TABLE document (
              id        INTEGER PRIMARY KEY,
              mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
              storedAt  INTEGER NOT NULL,
              byteCount INTEGER,
              sha256    TEXT CHECK (length(sha256) = 64),
              CHECK ((byteCount IS NULL) = (sha256 IS NULL))
            ) STRICT;

            CREATE TRIGGER documentUnchanged BEFORE UPDATE ON document
            WHEN OLD.sha256 IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;

            CREATE TRIGGER documentKept BEFORE DELETE ON document
            BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;

            CREATE TABLE documentChunk (
              documentId INTEGER NOT NULL REFERENCES document(id),
              number     INTEGER NOT NULL,
              bytes      BLOB NOT NULL,
              PRIMARY KEY (documentId, number)
            ) STRICT;

            CREATE TRIGGER documentChunkInTime BEFORE INSERT ON documentChunk
            WHEN (SELECT sha256 FROM document WHERE id = NEW.documentId) IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'document-append-only'); END;

            \(Migration.neverReplaced("document", by: [["id"]], code: "document-append-only"))

            \(Migration.appendOnly(
                "documentChunk",
                by: [["documentId", "number"]],
                code: "document-append-only"))

            """)
    ]
}

/// Writes one document, within one transaction.
public struct DocumentWriter {
    private static let chunkBytes = 256 * 1024

    let id: DocumentID
    private var digest = SHA256Stream()
    private var chunk: [UInt8] = []
    private var number: Int64 = 0
    private var byteCount: Int64 = 0

    init(id: DocumentID) {
        self.id = id
    }

    public mutating func write(_ text: String, in tx: borrowing WriteTx) throws {
        chunk.append(contentsOf: text.utf8)
        if chunk.count >= Self.chunkBytes { try flush(in: tx) }
    }

    /// Writes bytes that `DocumentsModule.piece` gives back as one piece.
    public mutating func write(piece: [UInt8], in tx: borrowing WriteTx) throws {
        try flush(in: tx)
        chunk = piece
        try flush(in: tx)
    }

    /// Seals the document.
    public mutating func finish(in tx: borrowing WriteTx) throws -> StoredDocument {
        try flush(in: tx)
        let sha256 = digest.finish().description
        try tx.execute(
            "UPDATE document SET byteCount = ?, sha256 = ? WHERE id = ?",
            [byteCount, sha256, id.rawValue])
        return StoredDocument(id: id, sha256: sha256, byteCount: byteCount)
    }

    private mutating func flush(in tx: borrowing WriteTx) throws {
        guard !chunk.isEmpty else { return }
        digest.update(chunk[...])
        byteCount += Int64(chunk.count)
        number += 1
        try tx.execute(
            "INSERT INTO documentChunk (documentId, number, bytes) VALUES (?, ?, ?)",
            [id.rawValue, number, Data(chunk)])
        chunk.removeAll(keepingCapacity: true)
    }
}
