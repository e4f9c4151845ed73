/// How many applied, how many of them were funded, and with how much.
public struct ReachCount: Sendable, Equatable {
    public var applied: Int64
    public var funded: Int64
    public var awarded: Money

    public init(applied: Int64 = 0, funded: Int64 = 0, awarded: Money = .zero) {
        self.applied = applied
        self.funded = funded
        self.awarded = awarded
    }

    var declined: Int64 { applied - funded }

    /// What is told of all applications together, where anybody can count who was funded: how many
    /// applied unless a few were declined, and what was given.
    ///
    /// - Parameter threshold: no number of those who were declined under it is told.
    public func told(threshold: Int64) -> ToldCount {
        ToldCount(
            applied: Self.isTold(declined: declined, threshold) ? applied : nil, funded: funded,
            awarded: awarded)
    }

    /// Whether so many who were declined may be told: nobody, or enough of them.
    public static func isTold(declined: Int64, _ threshold: Int64) -> Bool {
        declined == 0 || declined >= threshold
    }

    public static func + (left: ReachCount, right: ReachCount) -> ReachCount {
        ReachCount(
            applied: left.applied + right.applied, funded: left.funded + right.funded,
            awarded: left.awarded + right.awarded)
    }

    public static func - (left: ReachCount, right: ReachCount) -> ReachCount {
        ReachCount(
            applied: left.applied - right.applied, funded: left.funded - right.funded,
            awarded: left.awarded - right.awarded)
    }
}

/// What is told of a `ReachCount`. What is not told is nil; in the row of a table nothing is told
/// of who was funded where nothing is told of who applied.
public struct ToldCount: Sendable, Equatable {
    public let applied: Int64?
    public let funded: Int64?
    /// Rounded: the exact sum of a few known awards would name them.
    public let awarded: Money?

    public static let nothing = ToldCount(applied: nil, funded: nil, awarded: nil)

    public init(applied: Int64?, funded: Int64?, awarded: Money?) {
        self.applied = applied
        self.funded = funded
        self.awarded = awarded
    }

    /// How many in a hundred of those who applied were funded, to the nearest whole number.
    public var ratePercent: Int64? {
        guard let applied, let funded, applied > 0 else { return nil }
        return (funded * 200 + applied) / (applied * 2)
    }

    /// The sum over several rounds: told as far as each of them tells it, so that it tells nothing
    /// that they do not.
    public static func sum(_ counts: [ToldCount?]) -> ToldCount {
        func total<Number>(
            _ part: (ToldCount) -> Number?, _ from: Number, _ add: (Number, Number) -> Number
        ) -> Number? {
            var sum = from
            for count in counts {
                guard let count, let number = part(count) else { return nil }
                sum = add(sum, number)
            }
            return counts.isEmpty ? nil : sum
        }
        return ToldCount(
            applied: total(\.applied, 0, +), funded: total(\.funded, 0, +),
            awarded: total(\.awarded, .zero, +))
    }
}

/// Decides what a table of counts may tell when its totals are known to everybody, so that no count
/// under a threshold can be worked out, not even by a reader who knows this program.
///
/// For every count under the threshold that is not told, there is another set of applications with
/// the same totals of which exactly the same is told, and in which that count is another number. A
/// count of nobody is under the threshold as well. Counts of a row are those who applied, who were
/// funded and who were declined. The tests hold this by trying all small sets of applications.
///
/// Tables of one round share nothing but their totals: any rows of the one go with any rows of the
/// other, so that each can be judged by itself.
public enum SmallNumbers {
    /// Judges a table where each application stands in exactly one row.
    ///
    /// Rows under the threshold are hidden, and with them further ones, from the last row on,
    /// until at least one that is not small is hidden too and all the hidden ones come to more
    /// than the threshold. Who was funded is told of all rows that are shown, or of none: of none
    /// where any such number, or that of all hidden rows together, is small.
    ///
    /// - Parameters:
    ///   - threshold: at least 2; no number under it is told.
    ///   - nearest: what amounts are rounded to.
    ///   - isFundedKnown: whether anybody can count who was funded, from the list of awards: then it is
    ///     those who were declined that rows are judged by, and of who was funded nothing is told
    ///     beside that list, which leaves people out.
    public static func told(
        exclusive rows: [ReachCount], threshold: Int64, nearest: Money, isFundedKnown: Bool = false
    ) -> [ToldCount] {
        if isFundedKnown {
            let hidden = hiddenRows(rows.map(\.declined), threshold)
            return rows.indices.map { place in
                hidden.contains(place)
                    ? .nothing : tell(rows[place], isSplit: false, nearest: nearest)
            }
        }
        let hidden = hiddenRows(rows.map(\.applied), threshold)
        let pool = hidden.reduce(ReachCount()) { $0 + rows[$1] }
        let shown = rows.indices.filter { !hidden.contains($0) }
        let isSplit =
            shown.allSatisfy { isTold(rows[$0], threshold) }
            && (hidden.isEmpty || isTold(pool, threshold))
        return rows.indices.map { place in
            hidden.contains(place)
                ? .nothing : tell(rows[place], isSplit: isSplit, nearest: nearest)
        }
    }

    private static func hiddenRows(_ counts: [Int64], _ threshold: Int64) -> Set<Int> {
        var hidden = Set(counts.indices.filter { counts[$0] < threshold })
        guard !hidden.isEmpty else { return [] }
        var sum = hidden.reduce(0) { $0 + counts[$1] }
        var isCovered = false
        for place in counts.indices.reversed() where !hidden.contains(place) {
            if isCovered, sum > threshold { break }
            hidden.insert(place)
            sum += counts[place]
            isCovered = true
        }
        return hidden
    }

    /// Judges a table where an application may stand in several rows, or in none. How many stand in
    /// none is not told, so that no row follows from the others: each is held against those who are
    /// not in it.
    ///
    /// - Parameters:
    ///   - total: of all applications.
    ///   - threshold: at least 2; no number under it is told.
    ///   - nearest: what amounts are rounded to.
    ///   - isFundedKnown: as of rows that exclude each other.
    public static func told(
        overlapping rows: [ReachCount], of total: ReachCount, threshold: Int64, nearest: Money,
        isFundedKnown: Bool = false
    ) -> [ToldCount] {
        rows.map { row in
            let others = total - row
            if isFundedKnown {
                return min(row.declined, others.declined) < threshold
                    ? .nothing : tell(row, isSplit: false, nearest: nearest)
            }
            guard row.applied >= threshold, others.applied >= threshold else { return .nothing }
            return tell(
                row, isSplit: isTold(row, threshold) && isTold(others, threshold),
                nearest: nearest)
        }
    }

    private static func isTold(_ count: ReachCount, _ threshold: Int64) -> Bool {
        count.funded >= threshold && count.declined >= threshold
    }

    private static func tell(_ row: ReachCount, isSplit: Bool, nearest: Money) -> ToldCount {
        guard isSplit else { return ToldCount(applied: row.applied, funded: nil, awarded: nil) }
        let steps = (row.awarded.pence + nearest.pence / 2) / nearest.pence
        return ToldCount(
            applied: row.applied, funded: row.funded,
            awarded: Money(pence: steps * nearest.pence))
    }
}
