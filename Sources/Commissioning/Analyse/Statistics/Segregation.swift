/// How far apart two groups live.
public enum Segregation {
    /// The index of dissimilarity (Duncan and Duncan 1955): half the sum, over areas, of how much an
    /// area's share of all of the one group differs from its share of all the others. It is the part
    /// of the one group that would have to move for both to be spread alike.
    ///
    /// - Parameter areas: how many people of the one group, and of all others, live in each area;
    ///   0 to 100,000,000 each.
    /// - Returns: millionths, from 0, spread alike, to 1,000,000, no area shared; nil where nobody is
    ///   of the one group, or nobody of the others.
    public static func dissimilarity(_ areas: [(one: Int64, others: Int64)]) -> Int64? {
        let ones = areas.reduce(Int128(0)) { $0 + Int128($1.one) }
        let others = areas.reduce(Int128(0)) { $0 + Int128($1.others) }
        guard ones > 0, others > 0 else { return nil }
        // Over one denominator nothing is rounded before the end.
        let apart = areas.reduce(Int128(0)) { sum, area in
            let difference = Int128(area.one) * others - Int128(area.others) * ones
            return sum + (difference < 0 ? -difference : difference)
        }
        return Int64((apart * 1_000_000).divided(by: 2 * ones * others))
    }
}
