/// Arithmetic of whole numbers alone, so that a figure is the same on every machine.
extension Int128 {
    /// The quotient, rounded to the nearest; halves away from nothing.
    func divided(by divisor: Int128) -> Int128 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        guard rest.magnitude * 2 >= divisor.magnitude else { return quotient }
        return quotient + ((rest < 0) == (divisor < 0) ? 1 : -1)
    }

    /// The greatest whole number whose square is at most this one, which is 0 or more.
    var squareRoot: Int128 {
        guard self > 0 else { return 0 }
        // Newton's way, from a power of two that is not below the root.
        var root = Int128(1) << ((Int128.bitWidth - leadingZeroBitCount + 1) / 2)
        while true {
            let next = (root + self / root) / 2
            guard next < root else { return root }
            root = next
        }
    }
}
