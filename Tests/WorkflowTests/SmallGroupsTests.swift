import Publishing
import Testing

@Suite("Small groups stand together")
struct SmallGroupsTests {
    /// Every breakdown of four groups of 0 to 6 people.
    private static let breakdowns = (0..<2401).map { number in
        [number % 7, number / 7 % 7, number / 49 % 7, number / 343]
    }

    @Test("each group stands in one row, and every row counts nobody or enough", arguments: [3, 4])
    func enough(least: Int) {
        for sizes in Self.breakdowns {
            let rows = SmallGroups.rows(of: sizes, least: least)
            #expect(rows.flatMap(\.self).sorted() == [0, 1, 2, 3], "\(sizes)")
            let total = sizes.reduce(0, +)
            // Fewer than so many in all are not told at all.
            guard total == 0 || total >= least else { continue }
            for row in rows {
                let sum = row.reduce(0) { $0 + sizes[$1] }
                #expect(sum == 0 || sum >= least, "\(sizes): \(rows)")
                // What is told of one group alone is no small number, and none can be taken from
                // another row: they are about others.
                if row.count == 1 { #expect(sizes[row[0]] == 0 || sizes[row[0]] >= least) }
            }
        }
    }

    @Test("whoever knows the rows and the rule cannot tell how many are in a small group")
    func untold() {
        // Everything that gives the same rows with the same sums; where all stand in one row, that
        // says no more than the total does.
        var alike: [String: [[Int]]] = [:]
        for number in 0..<2197 {
            let sizes = [number % 13, number / 13 % 13, number / 169]
            let rows = SmallGroups.rows(of: sizes, least: 3)
            guard (2..<3).contains(rows.count) else { continue }
            let told = rows.map { row in "\(row) \(row.reduce(0) { $0 + sizes[$1] })" }
            alike[told.joined(separator: ";"), default: []].append(sizes)
        }
        var count = 0
        // Among so few sizes, large sums come about in fewer ways than they could.
        for (told, known) in alike where known.contains(where: { ($0.max() ?? 0) <= 5 }) {
            count += 1
            let rows = SmallGroups.rows(of: known[0], least: 3)
            for member in rows.first(where: { $0.count > 1 }) ?? [] {
                let values = Set(known.map { $0[member] })
                guard values.contains(where: { $0 > 0 && $0 < 3 }) else { continue }
                #expect(values.count > 1, "\(told): \(known)")
            }
        }
        #expect(count > 20)
    }

    @Test("nothing is put together where nothing is small")
    func apart() {
        #expect(SmallGroups.rows(of: [5, 0, 9], least: 5) == [[0], [1], [2]])
        #expect(SmallGroups.rows(of: [5, 1, 9], least: 5) == [[1, 2], [0]])
        #expect(SmallGroups.rows(of: [3, 9, 3, 0], least: 5) == [[0, 2, 3], [1]])
    }
}
