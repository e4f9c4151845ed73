import Commissioning
import FundCore
import FundStore

extension Workflows {
    /// Names a benefit that a priority of a cycle is to bring about; gives back its number.
    public func nameBenefit(
        _ text: String, of priority: String, owner: String, knownBy: String?,
        figure: NamedFigure?, in key: String, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            try commissioning.name(
                text, of: priority, owner: owner, knownBy: knownBy, figure: figure,
                in: try commissioning.cycle(key, in: tx.reading), tx)
        }
    }

    /// Says whether a benefit came about, and what shows that.
    ///
    /// - Parameter seen: the version that whoever says it saw; 0 for none.
    public func realiseBenefit(
        _ number: Int64, _ realised: Benefit.Realised, because: String, seen: Int64? = nil,
        in key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try commissioning.say(
                realised, of: number, because: because, seen: seen,
                in: try commissioning.cycle(key, in: tx.reading), tx)
        }
    }
}
