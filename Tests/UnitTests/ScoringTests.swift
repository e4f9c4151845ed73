import Assessment
import Awards
import FundCore
import Testing

@Suite("Fractions are exact")
struct FractionTests {
    @Test("sums are in lowest terms and in order")
    func arithmetic() {
        #expect(Fraction(1, over: 6) + Fraction(1, over: 3) == Fraction(1, over: 2))
        #expect("\(Fraction(50, over: 100))" == "1/2")
        #expect("\(Fraction(75))" == "75/1")
        #expect(Fraction(1, over: 3) < Fraction(34, over: 100))
        #expect("\(Fraction(0, over: 7))" == "0/1")
    }

    @Test(
        "decimals round half up",
        arguments: [
            (Int128(1), Int128(8), "0.13"), (1, 200, "0.01"), (1, 201, "0.00"), (199, 200, "1.00"),
            (248, 3, "82.67"), (5, 1, "5.00"),
        ])
    func decimals(numerator: Int128, denominator: Int128, text: String) {
        #expect(Fraction(numerator, over: denominator).decimal(places: 2) == text)
    }

    @Test("the worst panel that can be does not overflow")
    func worst() {
        var total = Fraction.zero
        for members in 21...40 {
            total =
                total
                + Fraction(Int128(10_000 * 100 * members - 1), over: Int128(members * 100 * 100))
        }
        #expect(total > .zero)
        // Sums of different counts, compared with each other.
        let other = total + Fraction(1, over: 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37)
        #expect(total < other && !(other < total))
        #expect(total.decimal(places: 2).contains("."))
    }
}

@Suite("Money goes down the ranking until it is spent")
struct AllocationTests {
    private func awards(_ claims: [(Int64, Int64)], _ available: Int64, partial: Bool) -> [Int64] {
        Allocation.lines(
            claims.enumerated().map { place, claim in
                Claim(
                    rank: Int64(place + 1), application: ApplicationID(Int64(place + 1)),
                    reference: Reference(prefix: "CF", year: 2026, number: Int64(place + 1)),
                    score: "1/1", requested: Money(pence: claim.0), minimum: Money(pence: claim.1))
            }, available: Money(pence: available), partialAwards: partial
        ).map(\.award.pence)
    }

    @Test("in full while it fits, then the remainder where the group can work with it, then stop")
    func walk() {
        #expect(awards([(10, 10), (15, 5), (3, 3)], 20, partial: true) == [10, 10, 0])
        #expect(awards([(10, 10), (15, 11), (3, 3)], 20, partial: true) == [10, 0, 0])
        #expect(awards([(10, 10), (15, 5), (3, 3)], 20, partial: false) == [10, 0, 0])
        #expect(awards([(10, 10), (10, 10), (3, 3)], 20, partial: true) == [10, 10, 0])
        #expect(awards([], 20, partial: true) == [])
    }

    @Test("never over what there is, never below a group's minimum, nothing after the cut line")
    func properties() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let claims = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                let requested = Int64.random(in: 1...1000, using: &random)
                return (requested, Int64.random(in: 1...requested, using: &random))
            }
            let available = Int64.random(in: 0...3000, using: &random)
            let given = awards(claims, available, partial: Bool.random(using: &random))
            #expect(given.reduce(0, +) <= available)
            if let first = claims.first, first.0 <= available { #expect(given[0] == first.0) }
            var stopped = false
            for (award, claim) in zip(given, claims) {
                #expect(award == 0 || (claim.1...claim.0).contains(award))
                if stopped { #expect(award == 0) }
                if award < claim.0 { stopped = true }
            }
        }
    }
}
