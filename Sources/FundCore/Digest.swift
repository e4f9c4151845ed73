import Crypto

/// A SHA-256 digest as 64 small hexadecimal digits.
public struct SHA256Hex: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(of text: String) {
        var hasher = SHA256Stream()
        hasher.update(text)
        self = hasher.finish()
    }

    public init(of bytes: [UInt8]) {
        var hasher = SHA256Stream()
        hasher.update(bytes[...])
        self = hasher.finish()
    }

    fileprivate init(digest: SHA256.Digest) {
        description = String(unsafeUninitializedCapacity: 64) { buffer in
            let digits: StaticString = "0123456789abcdef"
            var index = 0
            for byte in digest {
                buffer[index] = digits.utf8Start[Int(byte >> 4)]
                buffer[index + 1] = digits.utf8Start[Int(byte & 15)]
                index += 2
            }
            return 64
        }
    }
}

/// SHA-256 of bytes that come a piece at a time.
public struct SHA256Stream {
    private var hasher = SHA256()

    public init() {}

    public mutating func update(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bufferPointer: bytes)
    }

    public mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }

    public consuming func finish() -> SHA256Hex {
        SHA256Hex(digest: hasher.finalize())
    }
}
