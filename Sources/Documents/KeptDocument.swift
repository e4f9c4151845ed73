import FundCore
import FundStore
import GRDB

/// A document whose bytes are still there.
public struct KeptDocument: Sendable {
    public let storedAt: Instant
    /// What stands in it, where it is text; bytes that are none are put as �.
    public let text: String?
}

extension DocumentsModule {
    /// A document with its text; nil where it was erased, or there is none.
    public func kept(_ id: DocumentID, in tx: borrowing ReadTx) throws -> KeptDocument? {
        let found = try tx.first(
            "SELECT mediaType, storedAt FROM document WHERE id = ?", [id.rawValue]
        ) { row in (mediaType: row[0] as String, storedAt: Instant(milliseconds: row[1])) }
        guard let found else { return nil }
        let isText = found.mediaType.hasPrefix("text/")
        var (bytes, isThere): ([UInt8], Bool) = ([], false)
        try read(id, in: tx) { piece in
            // Erasing leaves one zero of each piece.
            isThere = isThere || piece.contains { $0 != 0 }
            if isText { bytes += piece }
        }
        guard isThere else { return nil }
        return KeptDocument(
            storedAt: found.storedAt, text: isText ? String(decoding: bytes, as: UTF8.self) : nil)
    }
}
