import FundCore

/// Who asks, and that they may: found out once, on the thread that first needs to know, so that a
/// request that only reads goes to the database once.
final class Asker: Sendable {
    /// What was found out so long ago is found out anew before anything is written: a token may have
    /// ended while a body was on its way, or waited its turn.
    private static let goodFor = Duration.milliseconds(100)

    private struct Finding {
        let principal: Principal
        let at: ContinuousClock.Instant
    }

    private let find: @Sendable () throws -> Principal
    private let found = ValueBox<Finding>()

    /// - Parameter find: reads the database: call `principal` where that may be done.
    init(_ find: @escaping @Sendable () throws -> Principal) {
        self.find = find
    }

    var isKnown: Bool { found.value != nil }

    /// - Throws: `AccessProblem`.
    var principal: Principal {
        get throws { try found.value?.principal ?? look() }
    }

    /// For writing, at the moment that counts.
    /// - Throws: `AccessProblem`.
    func confirm() throws {
        if let known = found.value, known.at.duration(to: .now) < Self.goodFor { return }
        _ = try look()
    }

    private func look() throws -> Principal {
        let at = ContinuousClock.now
        let principal = try find()
        found.value = Finding(principal: principal, at: at)
        return principal
    }
}
