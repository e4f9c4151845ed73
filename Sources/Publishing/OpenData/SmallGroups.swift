/// Puts the small groups of a breakdown together, so that no row of it counts fewer than so many,
/// nor does one row less another: what is told is a parting of the whole, and every part of it is
/// either nobody or at least so many.
public enum SmallGroups {
    /// Which groups stand together in a row.
    ///
    /// Groups that are too small are put together with those that count nobody; where these
    /// together are too few still, or so many that each must be as large as it can be, the next
    /// groups in the list join them, whatever their size: which ones joined tells nothing.
    ///
    /// - Parameters:
    ///   - sizes: how many each group counts of those who are not to be made out.
    ///   - least: nothing is told of fewer than so many.
    /// - Returns: the places of the groups in each row; every group stands in one.
    public static func rows(of sizes: [Int], least: Int) -> [[Int]] {
        let small = sizes.indices.filter { sizes[$0] > 0 && sizes[$0] < least }
        guard let last = small.last else { return sizes.indices.map { [$0] } }
        var together = sizes.indices.filter { sizes[$0] < least }
        var next = last
        while together.count < sizes.count, !isEnough(together.map { sizes[$0] }, least) {
            next = (next + 1) % sizes.count
            if !together.contains(next) { together.append(next) }
        }
        let members = Set(together)
        return [together.sorted()] + sizes.indices.filter { !members.contains($0) }.map { [$0] }
    }

    /// Whether so many may be told in one row, without telling what each of them is.
    private static func isEnough(_ sizes: [Int], _ least: Int) -> Bool {
        let sum = sizes.reduce(0, +)
        guard sizes.count > 1 else { return false }
        return sizes.contains { $0 >= least }
            ? sum >= 2 * least : sum >= least && sum < sizes.count * (least - 1)
    }
}
