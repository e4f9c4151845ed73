import FundCore
import FundStore
import GRDB

/// What the figures of an indicator come to in one period.
public struct IndicatorPoint: Sendable {
    public struct Extreme: Sendable {
        public let ward: String
        public let value: IndicatorValue
    }

    public let period: IndicatorPeriod
    /// How many wards have a figure.
    public let wardCount: Int
    /// The whole area's own figure.
    public let whole: IndicatorValue?
    public let lowest: Extreme?
    /// Half of the wards are at or below it.
    public let middle: IndicatorValue?
    public let highest: Extreme?

    /// What stands for the whole area: its own figure, or else the middle ward's.
    public var value: IndicatorValue? { whole ?? middle }
}

/// One version of a figure.
public struct IndicatorFigure: Sendable {
    public let ward: String
    public let period: IndicatorPeriod
    public let version: Int64
    /// nil where what it was computed from was taken back.
    public let value: IndicatorValue?
    public let importID: IndicatorImportID
    /// Whether no later version replaced it.
    public let stands: Bool
}

/// A figure that another one replaced.
public struct IndicatorCorrection: Sendable {
    public let ward: String
    public let period: IndicatorPeriod
    public let earlier: IndicatorValue?
    public let later: IndicatorValue?
    /// The file that replaced it.
    public let importID: IndicatorImportID
}

/// A file that was taken in and changed something.
public struct IndicatorImport: Sendable {
    public let id: IndicatorImportID
    public let sha256: String
    public let added: Int64
    public let corrected: Int64
    public let unchanged: Int64
    public let importedBy: PersonID
    public let importedAt: Instant
}

extension CommissioningModule {
    /// Counts up with every change of any figure; 0 where there are none.
    public func indicatorRevision(in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            "SELECT ifnull(max(id), 0) FROM commissioningIndicatorImport", [], { $0[0] as Int64 })
            ?? 0
    }

    /// The newest period of an indicator that has figures, and the same a year before it.
    public func latestPoints(
        of indicator: String, in tx: borrowing ReadTx
    ) throws -> (latest: IndicatorPoint, yearBefore: IndicatorPoint?)? {
        let latest = try tx.first(
            """
            \(IndicatorPoint.columns) WHERE indicator = ? AND (wardCount > 0 OR whole IS NOT NULL)
            ORDER BY month DESC LIMIT 1
            """, [indicator], IndicatorPoint.init)
        guard let latest = latest ?? nil else { return nil }
        let before = try tx.first(
            "\(IndicatorPoint.columns) WHERE indicator = ? AND month = ?",
            [indicator, latest.period.month - 12], IndicatorPoint.init)
        return (latest, before ?? nil)
    }

    /// What an indicator's figures come to, period by period, the oldest first.
    public func points(
        of indicator: String, in tx: borrowing ReadTx
    ) throws -> [IndicatorPoint] {
        try tx.list(
            "\(IndicatorPoint.columns) WHERE indicator = ? ORDER BY month", [indicator],
            IndicatorPoint.init
        ).compactMap(\.self)
    }

    /// Every version of an indicator's figures, by ward, period and version.
    ///
    /// - Parameters:
    ///   - ward: of this ward alone, or of the whole area by `IndicatorBook.wholeArea`.
    ///   - period: of this period alone.
    public func figures(
        of indicator: String, ward: String? = nil, period: IndicatorPeriod? = nil,
        in tx: borrowing ReadTx
    ) throws -> [IndicatorFigure] {
        try tx.list(
            """
            SELECT ward, period, version, thousandths, importId,
              version = max(version) OVER (PARTITION BY ward, month)
            FROM commissioningIndicatorValue
            WHERE indicator = ?1 AND (?2 IS NULL OR ward = ?2) AND (?3 IS NULL OR month = ?3)
            ORDER BY ward, month, version
            """, [indicator, ward, period?.month]
        ) { row -> IndicatorFigure? in
            guard let period = IndicatorPeriod(row[1] as String) else { return nil }
            return IndicatorFigure(
                ward: row[0], period: period, version: row[2],
                value: (row[3] as Int64?).map { IndicatorValue(thousandths: $0) },
                importID: IndicatorImportID(row[4]), stands: row[5])
        }.compactMap(\.self)
    }

    /// The last figures that were replaced, the newest correction first.
    public func corrections(
        of indicator: String, limit: Int, in tx: borrowing ReadTx
    ) throws -> [IndicatorCorrection] {
        try tx.list(
            """
            SELECT earlier.ward, earlier.period, earlier.thousandths, later.thousandths,
              later.importId
            FROM commissioningIndicatorValue AS earlier
            JOIN commissioningIndicatorValue AS later ON later.indicator = earlier.indicator
              AND later.ward = earlier.ward AND later.month = earlier.month
              AND later.version = earlier.version + 1
            WHERE earlier.indicator = ? ORDER BY later.id DESC LIMIT ?
            """, [indicator, limit]
        ) { row -> IndicatorCorrection? in
            guard let period = IndicatorPeriod(row[1] as String) else { return nil }
            return IndicatorCorrection(
                ward: row[0], period: period,
                earlier: (row[2] as Int64?).map { IndicatorValue(thousandths: $0) },
                later: (row[3] as Int64?).map { IndicatorValue(thousandths: $0) },
                importID: IndicatorImportID(row[4]))
        }.compactMap(\.self)
    }

    /// The files that changed an indicator's figures, the newest first.
    public func imports(
        of indicator: String, in tx: borrowing ReadTx
    ) throws -> [IndicatorImport] {
        try tx.list(
            """
            SELECT id, sha256, addedCount, correctedCount, unchangedCount, importedById, importedAt
            FROM commissioningIndicatorImport WHERE indicator = ? ORDER BY id DESC
            """, [indicator]
        ) {
            IndicatorImport(
                id: IndicatorImportID($0[0]), sha256: $0[1], added: $0[2], corrected: $0[3],
                unchanged: $0[4], importedBy: PersonID($0[5]),
                importedAt: Instant(milliseconds: $0[6]))
        }
    }
}

extension IndicatorPoint {
    static let columns = """
        SELECT period, wardCount, whole, lowest, lowestWard, middle, highest, highestWard
        FROM commissioningIndicatorPeriod
        """

    init?(_ row: Row) {
        guard let period = IndicatorPeriod(row[0] as String) else { return nil }
        func value(_ place: Int) -> IndicatorValue? {
            (row[place] as Int64?).map { IndicatorValue(thousandths: $0) }
        }
        func extreme(_ place: Int) -> Extreme? {
            guard let value = value(place), let ward = row[place + 1] as String? else { return nil }
            return Extreme(ward: ward, value: value)
        }
        self.period = period
        wardCount = row[1]
        whole = value(2)
        lowest = extreme(3)
        middle = value(5)
        highest = extreme(6)
    }
}

/// How an indicator stands against where it began and where it is to go.
public enum IndicatorStanding: String, Sendable, CaseIterable {
    case noFigures, noBaseline, reached, better, same, worse
    /// Neither way is a success, so it is only watched.
    case watched

    public init(_ indicator: Indicator, _ value: IndicatorValue?) {
        guard let value else {
            self = .noFigures
            return
        }
        func isAtLeast(_ other: IndicatorValue) -> Bool {
            indicator.better == .higher ? value >= other : value <= other
        }
        guard indicator.better != .neither else {
            self = .watched
            return
        }
        if let target = indicator.target, isAtLeast(target.value) {
            self = .reached
        } else if let baseline = indicator.baseline {
            self =
                value == baseline.value ? .same : isAtLeast(baseline.value) ? .better : .worse
        } else {
            self = .noBaseline
        }
    }
}
