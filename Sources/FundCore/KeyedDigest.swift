import Crypto

/// A digest under a secret: whoever lacks the secret can neither make one nor try words against it
/// (HMAC with SHA-256, RFC 2104).
public struct KeyedDigest: Sendable {
    /// How many bytes a secret has, and a digest too.
    public static let byteCount = 32

    private let key: SymmetricKey

    public init(secret: [UInt8]) {
        key = SymmetricKey(data: secret)
    }

    /// A secret from the system's own randomness.
    public static func newSecret() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// - Returns: `byteCount` bytes.
    public func bytes(of text: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
