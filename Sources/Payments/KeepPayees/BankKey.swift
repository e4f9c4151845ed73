import Crypto
import Foundation
import FundCore

/// The key that bank details are sealed with. It stands in the environment and never in the database,
/// which knows it by what it makes of a fixed text.
public struct BankKey: Sendable {
    static let byteCount = 32

    private let sealing: SymmetricKey
    private let marking: SymmetricKey
    /// 64 hexadecimal digits that tell one key from another and nothing else.
    let check: String

    /// - Parameter text: 32 bytes as base64.
    /// - Throws: `BankKeyProblem.malformed`.
    public init(base64 text: String, setting: String) throws {
        guard let bytes = Data(base64Encoded: text.trimmed), bytes.count == Self.byteCount else {
            throw BankKeyProblem.malformed(setting: setting)
        }
        // A key of its own for each purpose.
        let whole = SymmetricKey(data: bytes)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: whole, info: Data("cohesion bank \(purpose)".utf8),
                outputByteCount: Self.byteCount)
        }
        sealing = derived("details")
        marking = derived("accounts")
        check = Self.hex(
            HMAC<SHA256>.authenticationCode(for: Data("key".utf8), using: derived("check")))
    }

    /// A new key, as base64.
    public static func fresh() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
    }

    /// AES-GCM: nonce, what is sealed, tag.
    ///
    /// - Parameter place: what it belongs to: sealed for one place, it opens at no other.
    func seal(_ bytes: [UInt8], for place: String) throws -> Data {
        let box = try AES.GCM.seal(
            Data(bytes), using: sealing, authenticating: Data(place.utf8))
        guard let whole = box.combined else { throw BankKeyProblem.unreadable }
        return whole
    }

    /// - Throws: `BankKeyProblem.unreadable` where it was sealed otherwise, or has changed since.
    func open(_ sealed: Data, for place: String) throws -> [UInt8] {
        do {
            return Array(
                try AES.GCM.open(
                    try AES.GCM.SealedBox(combined: sealed), using: sealing,
                    authenticating: Data(place.utf8)))
        } catch {
            throw BankKeyProblem.unreadable
        }
    }

    /// The same for the same bytes, and nothing that they could be guessed from without the key.
    public func mark(_ bytes: [UInt8]) -> String {
        Self.hex(HMAC<SHA256>.authenticationCode(for: Data(bytes), using: marking))
    }

    /// The same for the same account, and nothing that could be guessed without the key.
    func mark(_ account: BankAccount) -> String {
        mark(Array("\(account.sortCode) \(account.number)".utf8))
    }

    private static func hex(_ code: HMAC<SHA256>.MAC) -> String {
        code.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}

public enum BankKeyProblem: Problem {
    case notSet
    /// The one before, which a rotation needs.
    case oldNotSet
    case malformed(setting: String)
    /// Not the key that the details in the database are sealed with.
    case wrong(setting: String)
    /// Sealed with another key, or changed since.
    case unreadable
    /// Any of these, to somebody whose business the server's settings are not.
    case unusable
    case sameAgain
    case nothingSealed

    public var report: ProblemReport {
        switch self {
        case .notSet: ProblemReport("bank-key-not-set", .configuration)
        case .oldNotSet: ProblemReport("bank-key-old-not-set", .configuration)
        case .malformed(let setting):
            ProblemReport("bank-key-malformed", .configuration, ["setting": setting])
        case .wrong(let setting):
            ProblemReport("bank-key-wrong", .configuration, ["setting": setting])
        case .unreadable: ProblemReport("bank-details-unreadable", .inputOutput)
        case .unusable: ProblemReport("bank-key-unusable", .conflict)
        case .sameAgain: ProblemReport("bank-key-same", .conflict)
        case .nothingSealed: ProblemReport("bank-key-nothing", .conflict)
        }
    }
}
