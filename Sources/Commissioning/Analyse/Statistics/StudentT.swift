/// How many standard errors lie on either side of a mean in a 95% confidence interval.
enum StudentT {
    /// Degrees of freedom, and the 0.975 quantiles of Student's distribution for them in millionths.
    private static let degrees: [Int128] = Array(1...30) + [40, 60, 120]
    private static let quantiles: [Int128] = [
        12_706_205, 4_302_653, 3_182_446, 2_776_445, 2_570_582, 2_446_912, 2_364_624, 2_306_004,
        2_262_157, 2_228_139, 2_200_985, 2_178_813, 2_160_369, 2_144_787, 2_131_450, 2_119_905,
        2_109_816, 2_100_922, 2_093_024, 2_085_963, 2_079_614, 2_073_873, 2_068_658, 2_063_899,
        2_059_539, 2_055_529, 2_051_831, 2_048_407, 2_045_230, 2_042_272, 2_021_075, 2_000_298,
        1_979_930,
    ]

    /// The same of the normal distribution, which Student's comes to.
    static let normal: Int128 = 1_959_964

    private static let one: Int128 = 1_000_000_000_000

    /// One divided by each of the degrees: between these the quantile is nearly straight.
    private static let nodes: [(inverse: Int128, quantile: Int128)] =
        zip(degrees, quantiles).map { (inverse: one / $0, quantile: $1) }
        + [(inverse: 0, quantile: normal)]

    /// - Parameter degrees: of freedom, in millionths. Below 4 a fraction counts as the whole number
    ///   below it, by which the interval is wider and never narrower; from there on the cubic
    ///   through the four nearest rows of the table is right to 8 millionths.
    /// - Returns: millionths.
    static func quantile(degrees: Int128) -> Int128 {
        let least = Swift.max(degrees, 1_000_000)
        let counted = least < 4_000_000 ? least / 1_000_000 * 1_000_000 : least
        let wanted = one * 1_000_000 / counted
        let at = nodes.lastIndex { $0.inverse >= wanted } ?? 0
        let first = Swift.min(Swift.max(at - 1, 0), nodes.count - 4)
        let near = nodes[first..<(first + 4)]
        return near.indices.reduce(Int128(0)) { sum, own in
            let weighted = near.indices.reduce(near[own].quantile * 1000) { product, other in
                guard other != own else { return product }
                return (product * (wanted - near[other].inverse)).divided(
                    by: near[own].inverse - near[other].inverse)
            }
            return sum + weighted
        }.divided(by: 1000)
    }
}
