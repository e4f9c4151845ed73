import FundCore
import FundStore
import NIOPosix
import Synchronization

/// The threads on which the fund is read and written: the few that Swift's tasks share, and those
/// that serve the sockets, never wait for the disk.
///
/// What was begun goes on to its end, whatever becomes of the client or of the task that waits.
final class WorkThreads: Sendable {
    /// Those that answer requests, and one for what takes long.
    static let readerCount = answeringCount + 1
    private static let answeringCount = 4
    /// So many may wait for their turn to write; more are asked to come again.
    private static let greatestQueueLength = 256
    private static let greatestWait = Duration.seconds(5)
    /// A file waits so long to be looked through, behind others.
    static let greatestLookWait = Duration.seconds(20)
    private static let lookingCount = 2

    private let readers = NIOThreadPool(numberOfThreads: answeringCount)
    private let slow = NIOThreadPool(numberOfThreads: 1)
    /// Apart, so that files never wait for reports.
    private let lookers = NIOThreadPool(numberOfThreads: lookingCount)
    /// One, because the database has one writer: they take turns in the order they came.
    private let writer = NIOThreadPool(numberOfThreads: 1)
    private let queueLength = Atomic<Int>(0)

    init() {
        readers.start()
        slow.start()
        lookers.start()
        writer.start()
    }

    func read<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await Self.run(on: readers, work)
    }

    /// For what takes long: it waits for others that do, and keeps nobody else waiting.
    func readSlowly<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await Self.run(on: slow, work)
    }

    /// For what looks through a file that somebody sent, without the database.
    ///
    /// - Parameter wait: how long it may wait for others.
    /// - Throws: `StoreProblem.busy` where it waited longer.
    func look<Value: Sendable>(
        within wait: Duration = greatestLookWait, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let queued = ContinuousClock.now
        return try await Self.run(on: lookers) {
            guard queued.duration(to: .now) < wait else { throw StoreProblem.busy }
            return try work()
        }
    }

    /// - Throws: `StoreProblem.busy` where too many wait already.
    func write<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard
            queueLength.wrappingAdd(1, ordering: .relaxed).newValue <= Self.greatestQueueLength
        else {
            queueLength.wrappingSubtract(1, ordering: .relaxed)
            throw StoreProblem.busy
        }
        defer { queueLength.wrappingSubtract(1, ordering: .relaxed) }
        let queued = ContinuousClock.now
        return try await Self.run(on: writer) {
            // Whoever waits in line waits no longer than one who is next.
            guard queued.duration(to: .now) < Self.greatestWait else { throw StoreProblem.busy }
            return try work()
        }
    }

    /// Ends the threads when their work is done.
    func shutDown() async throws {
        try await writer.shutdownGracefully()
        try await readers.shutdownGracefully()
        try await slow.shutdownGracefully()
        try await lookers.shutdownGracefully()
    }

    private static func run<Value: Sendable>(
        on pool: NIOThreadPool, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            pool.submit { state in
                continuation.resume(
                    with: Result {
                        guard case .active = state else { throw StoreProblem.busy }
                        return try work()
                    })
            }
        }
    }
}
