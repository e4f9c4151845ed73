import Foundation
import Synchronization

/// A thread for one piece of work that blocks: libcurl's, say. The threads that Swift's tasks share
/// are few, and not for waiting on.
public enum OwnThread {
    /// Does `work` on a new thread, to its end, whatever becomes of the task that waits.
    public static func run<Value: Sendable>(
        named name: String, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try work() }) }
            thread.name = name
            thread.stackSize = 1024 * 1024
            thread.start()
        }
    }
}
