import Commissioning
import FundCore
import FundStore

extension Workflows {
    /// Takes in a file of an indicator's figures, all of it or nothing. The same file once more changes
    /// nothing; a figure that differs from what stands is kept as a correction beside it.
    ///
    /// - Throws: `CommissioningProblem`, and `InvalidInput` with everything that is wrong with the
    ///   file, by line and column.
    public func importIndicator(
        _ source: ByteSource, of key: String, _ book: IndicatorBook, as principal: Principal
    ) throws -> IndicatorTaken {
        try principal.require(.officer)
        let indicator = try book.indicator(key)
        let today = try store.read { LondonTime.date($0.now) }
        let file = try IndicatorFile(source, of: indicator, book.wards, today: today)
        return try store.write(as: principal) { tx in try commissioning.take(file, in: tx) }
    }
}
