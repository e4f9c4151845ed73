import Testing

@testable import Commissioning

/// Every expected figure was worked out beforehand by scipy 1.17 and numpy, apart from this program.
@Suite("Statistics of surveys and of segregation")
struct StatisticsTests {
    private static let before: [Int16] = [
        3, 2, 4, 1, 1, 5, 1, 3, 5, 1, 5, 2, 1, 1, 4, 4, 1, 2, 1, 5, 4, 1, 5, 1,
    ]
    private static let after: [Int16] = [
        3, 3, 3, 2, 2, 5, 1, 3, 4, 2, 5, 2, 2, 1, 5, 3, 2, 2, 2, 5, 3, 2, 5, 1,
    ]

    @Test("Student's quantiles, for whole and broken degrees of freedom")
    func quantiles() {
        // scipy.stats.t.ppf(0.975, df), in millionths.
        let known: [(degrees: Int128, quantile: Int128)] = [
            (1_000_000, 12_706_205), (4_000_000, 2_776_445), (4_700_000, 2_620_726),
            (9_500_000, 2_244_137), (33_300_000, 2_033_819), (500_000_000, 1_964_720),
            (1_000_000_000_000, 1_959_966),
        ]
        for (degrees, quantile) in known {
            let found = StudentT.quantile(degrees: degrees)
            #expect(abs(found - quantile) <= 8, "\(degrees): \(found)")
        }
        // Below four, a fraction never makes the interval narrower than it should be.
        #expect(StudentT.quantile(degrees: 1_500_000) == 12_706_205)
        #expect(StudentT.quantile(degrees: 3_999_999) == 3_182_446)
    }

    @Test("the same people before and after: ttest_rel and its interval")
    func paired() {
        let found = SurveyComparison.paired(
            zip(Self.before, Self.after).map { (before: $0, after: $1) }, minimum: 10)
        #expect(
            found
                == .change(
                    SurveyChange(
                        countBefore: 24, countAfter: 24, before: 2625, after: 2833,
                        difference: 208, lowest: -96, highest: 513)))
        if case .change(let change) = found { #expect(!change.isClear) }
        // Everybody changed alike: there is nothing to be unsure of.
        let alike = SurveyComparison.paired(
            Self.before.map { (before: $0, after: $0 + 1) }, minimum: 10)
        guard case .change(let change) = alike else {
            Issue.record("\(alike)")
            return
        }
        #expect(change.difference == 1000 && change.lowest == 1000 && change.highest == 1000)
        #expect(change.isClear)
    }

    @Test("other people before than after: ttest_ind with unequal variances and its interval")
    func unpaired() {
        let one: [Int16] = [3, 1, 5, 1, 5, 1, 5, 2, 4, 5, 4, 3]
        let other: [Int16] = [
            5, 5, 4, 4, 3, 3, 3, 2, 4, 5, 4, 5, 4, 2, 2, 5, 3, 4, 3, 5, 5, 2, 2, 4, 4, 4, 5, 5, 2,
            2, 4,
        ]
        #expect(
            SurveyComparison.unpaired(before: one, after: other, minimum: 10)
                == .change(
                    SurveyChange(
                        countBefore: 12, countAfter: 31, before: 3250, after: 3677,
                        difference: 427, lowest: -681, highest: 1536)))
        // 4.07 degrees of freedom.
        #expect(
            SurveyComparison.unpaired(
                before: [0, 10, 3, 7, 2], after: [1, 1, 1, 2, 1, 1], minimum: 5)
                == .change(
                    SurveyChange(
                        countBefore: 5, countAfter: 6, before: 4400, after: 1167,
                        difference: -3233, lowest: -8235, highest: 1768)))
        // The widest answers that there are, and as many as a large survey has.
        let many = SurveyComparison.unpaired(
            before: Array(repeating: [Int16.min, .max], count: 50_000).flatMap(\.self),
            after: Array(repeating: .max, count: 5), minimum: 5)
        guard case .change(let change) = many else {
            Issue.record("\(many)")
            return
        }
        #expect(change.before == -500 && change.after == 32_767_000)
        #expect(change.lowest < 32_767_500 && change.highest > 32_767_500)
    }

    @Test("Wilson's interval: binomtest(...).proportion_ci(method='wilson')")
    func wilson() throws {
        let known: [(yes: Int, count: Int, interval: ClosedRange<Int64>)] = [
            (0, 10, 0...278), (7, 20, 181...567), (56, 70, 692...877), (48, 80, 490...700),
            (1000, 1000, 996...1000),
        ]
        for (yes, count, interval) in known {
            #expect(try #require(Proportion(yes: yes, of: count)).interval == interval)
        }
        #expect(Proportion(yes: 3, of: 2) == nil && Proportion(yes: 0, of: 0) == nil)
        #expect(Proportion(yes: -1, of: 2) == nil)
    }

    @Test("the difference of two shares: Newcombe's own example, and others by hand")
    func newcombe() throws {
        // Newcombe 1998, table II (a): 56 of 70 against 48 of 80, 0.0524 to 0.3339.
        let known: [(before: (Int, Int), after: (Int, Int), told: [Int64])] = [
            ((48, 80), (56, 70), [200, 52, 334]), ((12, 40), (21, 35), [300, 75, 487]),
            ((0, 10), (0, 20), [0, -278, 161]), ((10, 10), (0, 20), [-1000, -1000, -679]),
        ]
        for (before, after, told) in known {
            let found = SurveyComparison.shares(
                before: try #require(Proportion(yes: before.0, of: before.1)),
                after: try #require(Proportion(yes: after.0, of: after.1)), minimum: 10)
            guard case .change(let change) = found else {
                Issue.record("\(found)")
                continue
            }
            #expect([change.difference, change.lowest, change.highest] == told)
            #expect(change.countBefore == before.1 && change.countAfter == after.1)
        }
    }

    @Test("a group that is too small is not shown, however low the files set the limit")
    func tooFew() throws {
        let two = Array(zip(Self.before, Self.after).map { (before: $0, after: $1) }.prefix(2))
        #expect(SurveyComparison.paired(two, minimum: 1) == .tooFew(minimum: 3))
        let nine = Array(zip(Self.before, Self.after).map { (before: $0, after: $1) }.prefix(9))
        #expect(SurveyComparison.paired(nine, minimum: 10) == .tooFew(minimum: 10))
        #expect(
            SurveyComparison.unpaired(
                before: Self.before, after: Array(Self.after.prefix(9)), minimum: 10)
                == .tooFew(minimum: 10))
        let few = try #require(Proportion(yes: 1, of: 2))
        let many = try #require(Proportion(yes: 20, of: 40))
        #expect(
            SurveyComparison.shares(before: many, after: few, minimum: 0) == .tooFew(minimum: 3))
        #expect(SurveyComparison.paired([], minimum: 10) == .tooFew(minimum: 10))
    }

    @Test("the index of dissimilarity, as numpy works it out")
    func dissimilarity() {
        #expect(
            Segregation.dissimilarity([(120, 880), (40, 960), (300, 700), (10, 490), (230, 270)])
                == 463_203)
        #expect(Segregation.dissimilarity([(10, 90), (20, 180), (0, 0)]) == 0)
        #expect(Segregation.dissimilarity([(10, 0), (0, 5)]) == 1_000_000)
        // 0.5 · (|1/3 − 1/2| + |2/3 − 1/2|) is a sixth.
        #expect(Segregation.dissimilarity([(1, 1), (2, 1)]) == 166_667)
        // Nobody of the one group, of the others, or at all: there is no index.
        #expect(Segregation.dissimilarity([(0, 10), (0, 5)]) == nil)
        #expect(Segregation.dissimilarity([(10, 0)]) == nil)
        #expect(Segregation.dissimilarity([]) == nil)
        let large = (0..<50_000).map { place in
            (one: Int64(place % 2) * 100_000_000, others: Int64(100_000_000))
        }
        #expect(Segregation.dissimilarity(large) == 500_000)
    }

    @Test("roots and quotients of whole numbers")
    func wholeNumbers() {
        for value in [0, 1, 2, 3, 4, 15, 16, 17, 1 << 62, Int128.max] as [Int128] {
            let root = value.squareRoot
            #expect(root * root <= value)
            // Of the greatest number the next square cannot be written.
            let (next, isOver) = (root + 1).multipliedReportingOverflow(by: root + 1)
            #expect(isOver || next > value)
        }
        #expect([Int128(5).divided(by: 2), Int128(-5).divided(by: 2)] == [3, -3])
        #expect([Int128(5).divided(by: -2), Int128(7).divided(by: 3)] == [-3, 2])
        #expect([Int128(-7).divided(by: 3), Int128(0).divided(by: 9)] == [-2, 0])
    }
}
