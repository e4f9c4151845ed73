import Crypto
import Foundation
import FundCore

/// A key for one file alone, and what is known of the file: it opens the file's pieces, and is itself
/// kept sealed by the bank key. So another bank key needs no file to be written anew.
public struct FileSeal: Sendable {
    private static let keyBytes = 32

    private let key: SymmetricKey
    /// Of the file in the clear.
    public let sha256: String
    /// How many pieces it is kept in.
    public let pieceCount: Int64
    public let totals: PaymentTotals

    init(key: SymmetricKey, sha256: String, pieceCount: Int64, totals: PaymentTotals) {
        self.key = key
        self.sha256 = sha256
        self.pieceCount = pieceCount
        self.totals = totals
    }

    /// The piece in the clear.
    ///
    /// - Parameter number: from 1.
    /// - Throws: `BankKeyProblem.unreadable` where it is another piece, or has changed.
    public func open(_ piece: [UInt8], number: Int64) throws -> [UInt8] {
        do {
            let box = try AES.GCM.SealedBox(
                nonce: try Self.nonce(number), ciphertext: piece.dropLast(16),
                tag: piece.suffix(16))
            return Array(try AES.GCM.open(box, using: key))
        } catch {
            throw BankKeyProblem.unreadable
        }
    }

    static func seal(_ piece: [UInt8], number: Int64, key: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(piece, using: key, nonce: try nonce(number))
        return Array(box.ciphertext) + Array(box.tag)
    }

    /// The piece's number: no two pieces of one key have the same.
    private static func nonce(_ number: Int64) throws -> AES.GCM.Nonce {
        var bytes = [UInt8](repeating: 0, count: 12)
        for place in 0..<8 { bytes[11 - place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        return try AES.GCM.Nonce(data: bytes)
    }

    // MARK: How it is kept

    /// What it is sealed for.
    static func place(_ run: PaymentRunID, _ profile: String) -> String {
        "file \(run.rawValue) \(profile)"
    }

    var bytes: [UInt8] {
        Array(
            JSONValue.object([
                ("key", .string(key.withUnsafeBytes { Data($0).base64EncodedString() })),
                ("sha256", .string(sha256)), ("pieces", .int(pieceCount)),
                ("count", .int(totals.count)), ("pence", .int(totals.pence)),
                ("accounts", .int(totals.accounts)),
            ]).text.utf8)
    }

    /// - Throws: `BankKeyProblem.unreadable` where they are no such seal.
    init(bytes: [UInt8]) throws {
        guard let json = try? JSONReader.read(bytes), let text = json["key"]?.string,
            let key = Data(base64Encoded: text), key.count == Self.keyBytes,
            let sha256 = json["sha256"]?.string, let pieces = json["pieces"]?.int,
            let count = json["count"]?.int, let pence = json["pence"]?.int,
            let accounts = json["accounts"]?.int
        else { throw BankKeyProblem.unreadable }
        self.init(
            key: SymmetricKey(data: key), sha256: sha256, pieceCount: pieces,
            totals: PaymentTotals(count: count, pence: pence, accounts: accounts))
    }
}

/// Seals a file as it is written, a piece at a time.
public struct SealedFileWriter {
    private static let pieceBytes = 256 * 1024

    private let key = SymmetricKey(size: .bits256)
    private var writer: any PaymentFileWriter
    private var digest = SHA256Stream()
    private var bytes: [UInt8] = []
    private var number: Int64 = 0

    /// - Throws: `PaymentFileProblem`.
    public init(_ writer: any PaymentFileWriter) throws {
        self.writer = writer
        try self.writer.begin(into: &bytes)
    }

    /// - Returns: a sealed piece to keep behind those before it; nil while there is none yet.
    /// - Throws: `PaymentFileProblem` for a payment that the file cannot carry.
    public mutating func write(_ instruction: PaymentInstruction) throws -> [UInt8]? {
        try writer.row(instruction, into: &bytes)
        return bytes.count >= Self.pieceBytes ? try sealed() : nil
    }

    /// - Returns: the last piece to keep, and the seal of the whole.
    /// - Throws: `PaymentFileProblem.disagrees`.
    public mutating func finish() throws -> (piece: [UInt8], seal: FileSeal) {
        try writer.end(into: &bytes)
        let piece = try sealed()
        let whole = digest
        return (
            piece,
            FileSeal(
                key: key, sha256: whole.finish().description, pieceCount: number,
                totals: writer.written)
        )
    }

    private mutating func sealed() throws -> [UInt8] {
        digest.update(bytes[...])
        number += 1
        let piece = try FileSeal.seal(bytes, number: number, key: key)
        bytes.removeAll(keepingCapacity: true)
        return piece
    }
}
