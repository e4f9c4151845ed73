import FundCore

/// Who asks, and that they may: found out once, on the thread that first needs to know, so that a
/// request that only reads goes to the database once.
final class Asker: Sendable {
    private let find: @Sendable () throws -> Principal
    private let found = ValueBox<Principal>()

    /// - Parameter find: reads the database: call `principal` where that may be done.
    init(_ find: @escaping @Sendable () throws -> Principal) {
        self.find = find
    }

    var isKnown: Bool { found.value != nil }

    /// Found out anew, at the moment that counts: a token may have ended while a body was on its way.
    /// - Throws: `AccessProblem`.
    func confirm() throws -> Principal {
        let principal = try find()
        found.value = principal
        return principal
    }

    /// - Throws: `AccessProblem`.
    var principal: Principal {
        get throws {
            if let known = found.value { return known }
            return try confirm()
        }
    }
}
