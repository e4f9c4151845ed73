import FundCore
import FundStore
import GRDB

/// What new counts of groups change of those that stand, and the indices that follow.
struct CountChanges {
    private struct Place: Hashable {
        let area: String
        let period: IndicatorPeriod
        let group: String
    }

    private struct Standing {
        let version: Int64
        let ward: String
        let people: Int64
    }

    private(set) var added: [(count: IndicatorFile.Count, version: Int64)] = []
    private(set) var corrected: [(count: IndicatorFile.Count, version: Int64)] = []
    private(set) var unchanged = 0
    /// The index of each ward and of the whole area, for the periods that the file tells of; nil
    /// where it cannot be worked out.
    private(set) var computed: [(place: FigurePlace, value: IndicatorValue?)] = []

    /// - Throws: `InvalidInput` where an area would lie in two wards in the same period.
    init(_ file: IndicatorFile, in tx: borrowing ReadTx) throws {
        guard file.indicator.isComputed else { return }
        var standing = try Self.standing(of: file.indicator.key, in: tx)
        for count in file.counts {
            let place = Place(area: count.area, period: count.period, group: count.group)
            let known = standing[place]
            if let known, known.ward == count.ward, known.people == count.people {
                unchanged += 1
                continue
            }
            let version = (known?.version ?? 0) + 1
            if known == nil {
                added.append((count, version))
            } else {
                corrected.append((count, version))
            }
            standing[place] = Standing(version: version, ward: count.ward, people: count.people)
        }
        let periods = Set(file.counts.map(\.period))
        let counts = standing.filter { periods.contains($0.key.period) }
        try Self.refuseSplitAreas(counts, file)
        computed = periods.sorted().flatMap { period in
            Self.indices(of: counts.filter { $0.key.period == period }, period, file.indicator)
        }
    }

    private static func standing(
        of indicator: String, in tx: borrowing ReadTx
    ) throws -> [Place: Standing] {
        var found: [Place: Standing] = [:]
        try tx.forEach(
            """
            SELECT area, period, groupKey, version, ward, people FROM commissioningGroupCount
            WHERE indicator = ? ORDER BY area, month, groupKey, version
            """, [indicator]
        ) { row in
            guard let period = IndicatorPeriod(row[1] as String) else { return }
            found[Place(area: row[0], period: period, group: row[2])] = Standing(
                version: row[3], ward: row[4], people: row[5])
        }
        return found
    }

    private static func refuseSplitAreas(
        _ counts: [Place: Standing], _ file: IndicatorFile
    ) throws {
        var wards: [[String]: Set<String>] = [:]
        for (place, count) in counts {
            wards[[place.area, place.period.text], default: []].insert(count.ward)
        }
        var told: Set<[String]> = []
        let problems = file.counts.compactMap { count -> FieldProblem? in
            let key = [count.area, count.period.text]
            let others = (wards[key] ?? []).filter { $0 != count.ward }
            guard let other = others.min(), told.insert(key).inserted else { return nil }
            return FieldProblem(
                "line \(count.line): ward", "indicator-area-moved",
                ["area": count.area, "ward": other])
        }
        guard problems.isEmpty else { throw InvalidInput("ward", problems) }
    }

    /// An index says how areas differ, so a ward of one area has none.
    private static func indices(
        of counts: [Place: Standing], _ period: IndicatorPeriod, _ indicator: Indicator
    ) -> [(place: FigurePlace, value: IndicatorValue?)] {
        var wards: [String: [String: (one: Int64, others: Int64)]] = [:]
        for (place, count) in counts {
            var area = wards[count.ward]?[place.area] ?? (one: 0, others: 0)
            if place.group == indicator.groups.first {
                area.one += count.people
            } else {
                area.others += count.people
            }
            wards[count.ward, default: [:]][place.area] = area
        }
        func index(_ areas: [(one: Int64, others: Int64)]) -> IndicatorValue? {
            guard areas.count > 1 else { return nil }
            return Segregation.dissimilarity(areas).map {
                IndicatorValue(thousandths: Int64(Int128($0).divided(by: 1000)))
            }
        }
        let own = wards.keys.sorted().map { ward in
            (
                place: FigurePlace(ward: ward, period: period),
                value: index((wards[ward] ?? [:]).map(\.value))
            )
        }
        let whole = FigurePlace(ward: IndicatorBook.wholeArea, period: period)
        return own + [(place: whole, value: index(wards.values.flatMap { $0.map(\.value) }))]
    }
}
