import FundCore
import Testing

/// What is told of small tables, by trying every table there can be.
@Suite("No count under the threshold can be worked out")
struct SmallNumbersTests {
    /// A table on its way through the rule, and what was told of it.
    private struct Case {
        let rows: [ReachCount]
        let told: [ToldCount]
    }

    /// Every way to write `sum` as `count` numbers.
    private static func splits(_ sum: Int64, _ count: Int) -> [[Int64]] {
        if count == 1 { return [[sum]] }
        return (0...sum).flatMap { first in
            splits(sum - first, count - 1).map { [first] + $0 }
        }
    }

    private static func line(_ told: [ToldCount]) -> String {
        told.map { "\($0.applied ?? -1)/\($0.funded ?? -1)/\($0.awarded?.pence ?? -1)" }
            .joined(separator: " ")
    }

    /// A reader sees the totals and what is told, knows the rule, and keeps every table that fits.
    /// Says which small number then is only one.
    private static func determined(
        _ cases: [Case], threshold: Int64, total: ReachCount
    ) -> [String] {
        var found: [String] = []
        for (line, group) in Dictionary(grouping: cases, by: { Self.line($0.told) }) {
            for row in group[0].rows.indices {
                let told = group[0].told[row]
                let numbers: [(String, Bool, (ReachCount) -> Int64, Int64)] = [
                    ("applied", told.applied != nil, \.applied, total.applied),
                    ("funded", told.funded != nil, \.funded, total.funded),
                    (
                        "declined", told.funded != nil, { $0.applied - $0.funded },
                        total.applied - total.funded
                    ),
                ]
                for (name, isTold, number, all) in numbers {
                    let values = Set(group.map { number($0.rows[row]) })
                    if isTold {
                        if values.contains(where: { $0 < threshold }) {
                            found.append("\(name) of row \(row) is told: \(line)")
                        }
                    } else if values.count == 1, let only = values.first, only < threshold,
                        all > 0
                    {
                        // Of nobody at all there is nothing to hide.
                        found.append("\(name) of row \(row) must be \(only): \(line)")
                    }
                }
            }
        }
        return found
    }

    private static let pound = Money(pence: 100)

    @Test(
        "of rows that exclude each other, with funded and declined",
        arguments: [
            (2, 2, 9), (3, 2, 8), (4, 2, 5), (2, 3, 14), (3, 3, 7),
        ] as [(Int, Int64, Int64)])
    func exclusive(rowCount: Int, threshold: Int64, most: Int64) {
        var isAnythingTold = false
        for applied in 1...most {
            for funded in 0...applied {
                let total = ReachCount(applied: applied, funded: funded)
                let cases = Self.splits(funded, rowCount).flatMap { yes in
                    Self.splits(applied - funded, rowCount).map { no in
                        let rows = zip(yes, no).map {
                            ReachCount(applied: $0 + $1, funded: $0)
                        }
                        return Case(
                            rows: rows,
                            told: SmallNumbers.told(
                                exclusive: rows, threshold: threshold, nearest: Self.pound))
                    }
                }
                isAnythingTold =
                    isAnythingTold || cases.contains { $0.told.contains { $0.funded != nil } }
                let found = Self.determined(cases, threshold: threshold, total: total)
                #expect(found.isEmpty, "\(applied), \(funded): \(found.prefix(3))")
            }
        }
        // A rule that tells nothing would hold as well.
        #expect(isAnythingTold || most < Int64(2 * rowCount) * threshold)
    }

    @Test(
        "of who applied alone, in longer tables",
        arguments: [(3, 3, 16), (4, 3, 13), (3, 5, 24), (5, 2, 10)] as [(Int, Int64, Int64)])
    func applied(rowCount: Int, threshold: Int64, most: Int64) {
        var shown = 0
        for applied in 1...most {
            let cases = Self.splits(applied, rowCount).map { counts in
                let rows = counts.map { ReachCount(applied: $0) }
                return Case(
                    rows: rows,
                    told: SmallNumbers.told(
                        exclusive: rows, threshold: threshold, nearest: Self.pound))
            }
            shown += cases.count { $0.told.contains { $0.applied != nil } }
            let found = Self.determined(
                cases, threshold: threshold, total: ReachCount(applied: applied))
            #expect(found.isEmpty, "\(applied): \(found.prefix(3))")
        }
        #expect(shown > 0)
    }

    @Test(
        "of who was declined, where anybody can count who was funded",
        arguments: [(3, 3, 12), (4, 2, 9)] as [(Int, Int64, Int64)])
    func fundedKnown(rowCount: Int, threshold: Int64, most: Int64) {
        var shown = 0
        for funded in Self.splits(3, rowCount) {
            for declined in 1...most {
                let total = ReachCount(applied: declined + 3, funded: 3)
                var (one, each): ([Case], [Case]) = ([], [])
                for split in Self.splits(declined, rowCount) {
                    let rows = zip(funded, split).map {
                        ReachCount(applied: $0 + $1, funded: $0)
                    }
                    // What is judged is who was declined.
                    let judged = split.map { ReachCount(applied: $0) }
                    func told(_ counts: [ToldCount]) -> [ToldCount] {
                        zip(counts, funded).map { count, known in
                            ToldCount(
                                applied: count.applied.map { $0 - known }, funded: nil, awarded: nil
                            )
                        }
                    }
                    one.append(
                        Case(
                            rows: judged,
                            told: told(
                                SmallNumbers.told(
                                    exclusive: rows, threshold: threshold, nearest: Self.pound,
                                    isFundedKnown: true))))
                    each.append(
                        Case(
                            rows: [judged[0]],
                            told: told(
                                SmallNumbers.told(
                                    overlapping: [rows[0]], of: total, threshold: threshold,
                                    nearest: Self.pound, isFundedKnown: true))))
                }
                shown += one.count { $0.told.contains { $0.applied != nil } }
                let all = ReachCount(applied: declined)
                for cases in [one, each] {
                    let found = Self.determined(cases, threshold: threshold, total: all)
                    #expect(found.isEmpty, "\(funded), \(declined): \(found.prefix(3))")
                }
            }
        }
        #expect(shown > 0)
    }

    @Test("of rows that overlap, with funded and declined", arguments: [2, 3, 4] as [Int64])
    func overlapping(threshold: Int64) {
        var isAnythingTold = false
        for applied in 1...(4 * threshold + 2) {
            for funded in 0...applied {
                let total = ReachCount(applied: applied, funded: funded)
                // Rows know nothing of each other, so one stands for all.
                let cases = (0...funded).flatMap { yes in
                    (0...(applied - funded)).map { no in
                        let rows = [ReachCount(applied: yes + no, funded: yes)]
                        return Case(
                            rows: rows,
                            told: SmallNumbers.told(
                                overlapping: rows, of: total, threshold: threshold,
                                nearest: Self.pound))
                    }
                }
                isAnythingTold =
                    isAnythingTold || cases.contains { $0.told.contains { $0.funded != nil } }
                var found = Self.determined(cases, threshold: threshold, total: total)
                // Nor of those who are not in the row.
                found += Self.determined(
                    cases.map { each in
                        Case(rows: each.rows.map { total - $0 }, told: each.told)
                    }, threshold: threshold, total: total
                ).filter { !$0.contains("is told") }
                for each in cases {
                    let others = total - each.rows[0]
                    if each.told[0].applied != nil, others.applied < threshold {
                        found.append("the others of \(each)")
                    }
                    if each.told[0].funded != nil,
                        min(others.funded, others.applied - others.funded) < threshold
                    {
                        found.append("the others' funding of \(each)")
                    }
                }
                #expect(found.isEmpty, "\(applied), \(funded): \(found.prefix(3))")
            }
        }
        #expect(isAnythingTold)
    }

    /// Every set of applications, two questions, and all that is told of both.
    @Test("nor from two tables of the same applications together")
    func together() {
        let threshold: Int64 = 2
        for applied in 2...6 {
            for funded in 1..<applied {
                // Who chose the option of the one question, and which row of the other they are in.
                var groups: [String: [[ReachCount]]] = [:]
                let total = ReachCount(applied: Int64(applied), funded: Int64(funded))
                for choices in 0..<(1 << applied) {
                    for sides in 0..<(1 << applied) {
                        var (chose, left) = (ReachCount(), ReachCount())
                        for each in 0..<applied {
                            let one = ReachCount(applied: 1, funded: each < funded ? 1 : 0)
                            if choices >> each & 1 == 1 { chose = chose + one }
                            if sides >> each & 1 == 1 { left = left + one }
                        }
                        let right = total - left
                        let told =
                            SmallNumbers.told(
                                overlapping: [chose], of: total, threshold: threshold,
                                nearest: Self.pound)
                            + SmallNumbers.told(
                                exclusive: [left, right], threshold: threshold,
                                nearest: Self.pound)
                        groups[Self.line(told), default: []].append([chose, left, right])
                    }
                }
                for (line, group) in groups {
                    let told = line.split(separator: " ").map {
                        $0.split(separator: "/").map { $0 != "-1" }
                    }
                    for row in 0..<3 where !told[row][0] {
                        #expect(
                            Set(group.map { $0[row].applied }).count > 1, "row \(row): \(line)")
                    }
                    for row in 0..<3 where !told[row][1] {
                        #expect(
                            Set(group.map { $0[row].funded }).count > 1, "row \(row): \(line)")
                    }
                }
            }
        }
    }

    @Test("a sum over rounds tells what each of them tells, and nothing else")
    func sums() {
        let (one, two) = (
            ToldCount(applied: 10, funded: 5, awarded: Money(pence: 50_000)),
            ToldCount(applied: 7, funded: nil, awarded: nil)
        )
        #expect(ToldCount.sum([one, two]) == ToldCount(applied: 17, funded: nil, awarded: nil))
        #expect(ToldCount.sum([one, .nothing]) == .nothing)
        #expect(ToldCount.sum([one, nil]) == .nothing)
        #expect(ToldCount.sum([]) == .nothing)
        #expect(ToldCount.sum([one, one]).awarded == Money(pence: 100_000))
    }

    @Test("amounts are rounded, and rates are whole")
    func rounded() {
        let row = ReachCount(applied: 12, funded: 5, awarded: Money(pence: 1_234_567))
        let told = SmallNumbers.told(
            exclusive: [row, row], threshold: 5, nearest: Money(pence: 50_000))
        #expect(told[0].awarded == Money(pence: 1_250_000) && told[0].ratePercent == 42)
        #expect(told[0] == told[1])
    }
}
