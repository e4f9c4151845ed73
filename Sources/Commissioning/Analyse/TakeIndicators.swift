import FundCore
import FundStore
import GRDB

/// What a file of figures changed.
public struct IndicatorTaken: Sendable {
    public let indicator: String
    /// nil where the file says what is known already: nothing was changed.
    public let id: IndicatorImportID?
    public let added: Int
    /// Figures that differ from what stood: the earlier ones are kept.
    public let corrected: Int
    public let unchanged: Int
}

extension CommissioningModule {
    /// Takes in a file that was read, all of it. What it says anew is added, what it says otherwise
    /// stands as a new version, and what it says again changes nothing.
    ///
    /// - Throws: `CommissioningProblem.indicatorFrequencyChanged`, or `InvalidInput` where an area
    ///   would lie in two wards at once.
    public func take(_ file: IndicatorFile, in tx: borrowing WriteTx) throws -> IndicatorTaken {
        let person = try tx.principal.require(.officer)
        let indicator = file.indicator
        let standing = try StandingFigures(of: indicator.key, in: tx.reading)
        guard standing.frequency == nil || standing.frequency == indicator.frequency else {
            throw CommissioningProblem.indicatorFrequencyChanged
        }
        let counts = try CountChanges(file, in: tx.reading)
        let given: [(place: FigurePlace, value: IndicatorValue?)] =
            indicator.isComputed
            ? counts.computed
            : file.figures.map {
                (place: FigurePlace(ward: $0.ward, period: $0.period), value: $0.value)
            }
        let figures = FigureChanges(given, against: standing)
        // Of a computed indicator it is the counts that somebody sent.
        let (added, corrected, unchanged) =
            indicator.isComputed
            ? (counts.added.count, counts.corrected.count, counts.unchanged)
            : (figures.added.count, figures.corrected.count, figures.unchanged)
        guard added + corrected > 0 else {
            return IndicatorTaken(
                indicator: indicator.key, id: nil, added: 0, corrected: 0, unchanged: unchanged)
        }
        let id = try tx.insert(
            """
            INSERT INTO commissioningIndicatorImport
              (indicator, sha256, addedCount, correctedCount, unchangedCount, importedById,
               importedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                indicator.key, file.sha256.description, added, corrected, unchanged,
                person.rawValue, tx.now.milliseconds,
            ])
        for (count, version) in counts.added + counts.corrected {
            try tx.execute(
                """
                INSERT INTO commissioningGroupCount
                  (importId, indicator, area, ward, period, month, groupKey, version, people)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, indicator.key, count.area, count.ward, count.period.text,
                    count.period.month, count.group, version, count.people,
                ])
        }
        for change in figures.added + figures.corrected {
            try tx.execute(
                """
                INSERT INTO commissioningIndicatorValue
                  (importId, indicator, ward, period, month, version, thousandths)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    id, indicator.key, change.place.ward, change.place.period.text,
                    change.place.period.month, change.version, change.value?.thousandths,
                ])
        }
        try sumUp(indicator.key, figures, tx)
        try tx.audit(
            "indicator.import", "indicator-import:\(id)",
            [("added", .int(added)), ("corrected", .int(corrected))])
        return IndicatorTaken(
            indicator: indicator.key, id: IndicatorImportID(id), added: added,
            corrected: corrected, unchanged: unchanged)
    }

    /// Works out anew what the periods come to whose figures changed.
    private func sumUp(
        _ indicator: String, _ changes: FigureChanges, _ tx: borrowing WriteTx
    ) throws {
        let periods = Set((changes.added + changes.corrected).map(\.place.period))
        var figures: [IndicatorPeriod: [(ward: String, value: IndicatorValue)]] = [:]
        for (place, figure) in changes.after where periods.contains(place.period) {
            guard let value = figure.value else { continue }
            figures[place.period, default: []].append((place.ward, value))
        }
        for period in periods.sorted() {
            let sum = IndicatorSum(figures[period] ?? [])
            try tx.execute(
                """
                INSERT INTO commissioningIndicatorPeriod
                  (indicator, period, month, wardCount, whole, lowest, lowestWard, middle, highest,
                   highestWard)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (indicator, month) DO UPDATE SET wardCount = excluded.wardCount,
                  whole = excluded.whole, lowest = excluded.lowest,
                  lowestWard = excluded.lowestWard, middle = excluded.middle,
                  highest = excluded.highest, highestWard = excluded.highestWard
                """,
                [
                    indicator, period.text, period.month, sum.wardCount,
                    sum.whole?.thousandths, sum.lowest?.value.thousandths, sum.lowest?.ward,
                    sum.middle?.thousandths, sum.highest?.value.thousandths, sum.highest?.ward,
                ])
        }
    }
}

/// Where and when a figure is of.
struct FigurePlace: Hashable {
    let ward: String
    let period: IndicatorPeriod
}

/// An indicator's figures that stand, each with its version.
struct StandingFigures {
    let figures: [FigurePlace: (version: Int64, value: IndicatorValue?)]
    let frequency: IndicatorPeriod.Frequency?

    init(of indicator: String, in tx: borrowing ReadTx) throws {
        var found: [FigurePlace: (version: Int64, value: IndicatorValue?)] = [:]
        var kind: IndicatorPeriod.Frequency?
        try tx.forEach(
            """
            SELECT ward, period, version, thousandths FROM commissioningIndicatorValue
            WHERE indicator = ? ORDER BY ward, month, version
            """, [indicator]
        ) { row in
            guard let period = IndicatorPeriod(row[1] as String) else { return }
            kind = period.frequency
            found[FigurePlace(ward: row[0], period: period)] = (
                row[2], (row[3] as Int64?).map { IndicatorValue(thousandths: $0) }
            )
        }
        figures = found
        frequency = kind
    }
}

/// What new figures change of those that stand.
struct FigureChanges {
    struct Change {
        let place: FigurePlace
        let version: Int64
        let value: IndicatorValue?
    }

    private(set) var added: [Change] = []
    private(set) var corrected: [Change] = []
    private(set) var unchanged = 0
    /// All that stands once they are made.
    private(set) var after: [FigurePlace: (version: Int64, value: IndicatorValue?)]

    init(_ figures: [(place: FigurePlace, value: IndicatorValue?)], against before: StandingFigures)
    {
        after = before.figures
        for (place, value) in figures {
            guard let known = after[place] else {
                // There is nothing to take back where nothing stood.
                guard let value else { continue }
                added.append(Change(place: place, version: 1, value: value))
                after[place] = (1, value)
                continue
            }
            guard known.value != value else {
                unchanged += 1
                continue
            }
            corrected.append(Change(place: place, version: known.version + 1, value: value))
            after[place] = (known.version + 1, value)
        }
    }
}

/// What the figures of one period come to.
struct IndicatorSum {
    let wardCount: Int
    let whole: IndicatorValue?
    let lowest: (ward: String, value: IndicatorValue)?
    let highest: (ward: String, value: IndicatorValue)?
    /// The middle one of the wards', in order of size; of an even number, halfway between two.
    let middle: IndicatorValue?

    init(_ figures: [(ward: String, value: IndicatorValue)]) {
        whole = figures.first { $0.ward == IndicatorBook.wholeArea }?.value
        let wards = figures.filter { $0.ward != IndicatorBook.wholeArea }.sorted {
            ($0.value, $0.ward) < ($1.value, $1.ward)
        }
        wardCount = wards.count
        lowest = wards.first
        highest = wards.last
        let half = wards.count / 2
        if wards.isEmpty {
            middle = nil
        } else if wards.count % 2 == 1 {
            middle = wards[half].value
        } else {
            let pair = wards[half - 1].value.thousandths + wards[half].value.thousandths
            middle = IndicatorValue(thousandths: Int64(Int128(pair).divided(by: 2)))
        }
    }
}
