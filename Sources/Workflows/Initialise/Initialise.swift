import FundCore
import FundStore
import Identity
import Ledger
import Rounds

/// What initialising did.
public struct Initialisation: Sendable {
    public internal(set) var isNew = false
    public internal(set) var roundsAdded: [String] = []
    /// Rounds that had opened before, and so keep the settings they opened with.
    public internal(set) var roundsLeftAlone: [String] = []
    public internal(set) var peopleAdded = 0
    /// People who are no longer listed, and so have no role any more.
    public internal(set) var peopleRetired: [String] = []
}

extension Workflows {
    /// Puts the officer's files into the database. Doing it again brings people and rounds that
    /// have not opened up to date; running rounds stay as they are.
    public func initialise(
        _ configuration: FundConfiguration, as principal: Principal
    ) throws -> Initialisation {
        try principal.requireOperator(or: .administrator)
        return try store.write(as: principal) { tx in
            var result = Initialisation()
            result.isNew = try rounds.record(configuration.fund, in: tx)
            if result.isNew { try ledger.found(configuration.fund.total, in: tx) }
            for person in configuration.people where try identity.record(person, in: tx) {
                result.peopleAdded += 1
            }
            result.peopleRetired = try identity.retire(allBut: configuration.people, in: tx)
            for plan in configuration.rounds {
                switch try rounds.record(plan, in: tx) {
                case true?: result.roundsAdded.append(plan.key)
                case false?: break
                case nil: result.roundsLeftAlone.append(plan.key)
                }
            }
            return result
        }
    }
}
