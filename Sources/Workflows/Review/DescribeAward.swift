import Awards
import FundCore
import FundStore

extension Workflows {
    /// Writes the words by which an award is published, with the reason; what was written before
    /// stays on record.
    ///
    /// - Parameter seen: the number of the words that whoever writes had read, 0 for none; nil
    ///   where nobody looked.
    /// - Returns: the number of these words, from 1 for each award.
    /// - Throws: `InvalidInput`, `PublicWordsProblem.changed`, `ReviewProblem`.
    @discardableResult
    public func describeAward(
        _ typed: String, _ said: PublicWordsSaid, seen: Int64? = nil, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            try awards.write(said, of: try reviewCase(typed, in: tx).award.id, seen: seen, in: tx)
        }
    }
}
