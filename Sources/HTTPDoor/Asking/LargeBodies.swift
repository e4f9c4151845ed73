import FundStore
import Synchronization

/// How many requests with a large body are answered at once: each is held in memory whole.
final class LargeBodies: Sendable {
    /// A body that may be larger than this counts as large.
    static let fromBytes = 1024 * 1024
    private static let greatestCount = 2
    private let count = Atomic<Int>(0)

    /// - Throws: `StoreProblem.busy` where there are too many.
    func enter() throws {
        guard count.wrappingAdd(1, ordering: .relaxed).newValue <= Self.greatestCount else {
            leave()
            throw StoreProblem.busy
        }
    }

    func leave() { count.wrappingSubtract(1, ordering: .relaxed) }
}
