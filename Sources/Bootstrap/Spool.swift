import Foundation
import FundCore
import FundStore

/// What is written once and then read a piece at a time: a file without a name, which goes with
/// this.
public final class Spool: Sendable {
    private static let pieceBytes = 64 * 1024

    private let descriptor: Int32
    public let byteCount: Int

    private init(_ descriptor: Int32, byteCount: Int) {
        self.descriptor = descriptor
        self.byteCount = byteCount
    }

    deinit { close(descriptor) }

    /// Writes it whole; what `fill` throws leaves nothing behind.
    /// - Throws: `StoreProblem` where there is no room; what `fill` throws.
    public static func filled(
        _ fill: (_ write: ([UInt8]) throws -> Void) throws -> Void
    ) throws -> Spool {
        var path = Array("\(NSTemporaryDirectory())/cohesion-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw failure() }
        unlink(path)
        var count = 0
        do {
            try fill { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let written = rest.withUnsafeBytes {
                        write(descriptor, $0.baseAddress, $0.count)
                    }
                    guard written >= 0 || errno == EINTR else { throw failure() }
                    rest = rest.dropFirst(max(written, 0))
                }
                count += bytes.count
            }
        } catch {
            close(descriptor)
            throw error
        }
        return Spool(descriptor, byteCount: count)
    }

    /// The piece that begins behind so many bytes; nil at the end.
    public func piece(at offset: Int) throws -> [UInt8]? {
        guard offset < byteCount else { return nil }
        var bytes = [UInt8](repeating: 0, count: min(Self.pieceBytes, byteCount - offset))
        while true {
            let count = pread(descriptor, &bytes, bytes.count, off_t(offset))
            if count > 0 { return Array(bytes[..<count]) }
            guard count < 0, errno == EINTR else { throw Self.failure() }
        }
    }

    private static func failure() -> StoreProblem {
        StoreProblem.failed(why: String(cString: strerror(errno)))
    }
}
