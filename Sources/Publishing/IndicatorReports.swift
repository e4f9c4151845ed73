import Commissioning
import FundCore
import FundStore
import Identity

/// An indicator and where it stands now.
public struct IndicatorOverview: Sendable {
    public let indicator: Indicator
    /// nil where no figures are in yet.
    public let latest: IndicatorPoint?
    public let yearBefore: IndicatorPoint?

    /// Where it stands against its marks, which are of the whole area: so many in the middle ward
    /// say nothing of them.
    public var standing: IndicatorStanding {
        let isOfMiddle = latest?.whole == nil && latest?.value != nil
        return isOfMiddle && indicator.unit == .count && indicator.better != .neither
            ? .noBaseline : IndicatorStanding(indicator, latest?.value)
    }

    /// How much more it is than a year before; nil where either is not known, or one is the whole
    /// area's figure and the other the middle ward's.
    public var changeInYear: IndicatorValue? {
        guard let latest, let yearBefore, (latest.whole == nil) == (yearBefore.whole == nil),
            let now = latest.value, let before = yearBefore.value
        else { return nil }
        return now - before
    }

    /// A row of `Listing.indicators`.
    public var row: [JSONValue] {
        let scope: String? = latest.map { $0.whole == nil ? "middle" : "whole" }
        return [
            .string(indicator.key), .string(indicator.name), .string(indicator.unit.rawValue),
            .string(indicator.better.rawValue), .string(indicator.frequency.rawValue),
            .optional(latest?.period.text), .figure(latest?.value), .optional(scope),
            .optional(latest.map { Int64($0.wardCount) }), .figure(latest?.lowest?.value),
            .figure(latest?.highest?.value), .figure(changeInYear),
            .figure(indicator.baseline?.value), .figure(indicator.target?.value),
            .string(standing.rawValue),
        ]
    }
}

/// One indicator with all its figures.
public struct IndicatorReport: Sendable {
    static let greatestCorrectionCount = 50

    public let overview: IndicatorOverview
    public let points: [IndicatorPoint]
    /// Those that stand and have a value, by ward and period.
    public let figures: [IndicatorFigure]
    /// Those that a later version replaced.
    public let replaced: [IndicatorFigure]
    /// The wards' figures of the newest period, by ward.
    public let wards: [IndicatorFigure]
    /// The last figures that were replaced, the newest correction first.
    public let corrections: [IndicatorCorrection]
    public let imports: [IndicatorImport]
    public let emails: [PersonID: String]

    public var indicator: Indicator { overview.indicator }

    /// Rows of `Listing.indicatorFigures`.
    public var rows: [[JSONValue]] {
        figures.map { [.string($0.ward), .string($0.period.text), .figure($0.value)] }
    }

    public var json: JSONValue {
        .object([
            ("indicator", .string(indicator.key)), ("name", .string(indicator.name)),
            ("definition", .string(indicator.definition)),
            ("unit", .string(indicator.unit.rawValue)),
            ("better", .string(indicator.better.rawValue)),
            ("source", .string(indicator.source)),
            ("geography", .string(indicator.geography.rawValue)),
            ("frequency", .string(indicator.frequency.rawValue)),
            ("groups", .array(indicator.groups.map { .string($0) })),
            ("baseline", json(of: indicator.baseline)), ("target", json(of: indicator.target)),
            ("standing", .string(overview.standing.rawValue)),
            ("changeInYear", .figure(overview.changeInYear)),
            ("periods", .array(points.map(json(of:)))),
            ("values", .array(figures.map(json(of:)))),
            ("replaced", .array(replaced.map(json(of:)))),
            ("imports", .array(imports.map(json(of:)))),
        ])
    }

    private func json(of mark: Indicator.Mark?) -> JSONValue {
        mark.map {
            .object([("period", .string($0.period.text)), ("value", .figure($0.value))])
        } ?? .null
    }

    private func json(of point: IndicatorPoint) -> JSONValue {
        .object([
            ("period", .string(point.period.text)), ("whole", .figure(point.whole)),
            ("wards", .int(point.wardCount)), ("lowest", .figure(point.lowest?.value)),
            ("lowestWard", .optional(point.lowest?.ward)), ("middle", .figure(point.middle)),
            ("highest", .figure(point.highest?.value)),
            ("highestWard", .optional(point.highest?.ward)),
        ])
    }

    private func json(of figure: IndicatorFigure) -> JSONValue {
        .object([
            ("ward", .string(figure.ward)), ("period", .string(figure.period.text)),
            ("value", .figure(figure.value)), ("version", .int(figure.version)),
            ("import", .int(figure.importID.rawValue)),
        ])
    }

    private func json(of one: IndicatorImport) -> JSONValue {
        .object([
            ("import", .int(one.id.rawValue)), ("sha256", .string(one.sha256)),
            ("added", .int(one.added)), ("corrected", .int(one.corrected)),
            ("unchanged", .int(one.unchanged)),
            ("importedBy", .optional(emails[one.importedBy])),
            ("importedAt", .string(one.importedAt.iso8601)),
        ])
    }
}

extension Listing {
    public static let indicators = Listing([
        Column("indicator", .plain), Column("name", .text), Column("unit", .plain),
        Column("better", .plain), Column("frequency", .plain), Column("period", .plain),
        Column("value", .plain), Column("scope", .plain), Column("wards", .plain),
        Column("lowest", .plain), Column("highest", .plain), Column("changeInYear", .plain),
        Column("baseline", .plain), Column("target", .plain),
        Column("standing", .plain, said: "indicator-standing"),
    ])

    /// What `indicator import` takes.
    public static let indicatorFigures = Listing([
        Column("ward", .plain), Column("period", .plain), Column("value", .plain),
    ])
}

extension IndicatorTaken {
    public var json: JSONValue {
        .object([
            ("indicator", .string(indicator)), ("import", .optional(id?.rawValue)),
            ("added", .int(added)), ("corrected", .int(corrected)),
            ("unchanged", .int(unchanged)),
        ])
    }
}

extension JSONValue {
    /// A number as it is written, without what a binary fraction would make of it.
    static func figure(_ value: IndicatorValue?) -> JSONValue {
        value.map { .number($0.plain) } ?? .null
    }
}

extension Reports {
    /// Names the state of all figures: another one after every change.
    public func indicatorRevision(as principal: Principal) throws -> Int64 {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { try commissioning.indicatorRevision(in: $0) }
    }

    /// Every indicator with where it stands, in the order of the file.
    public func indicators(
        _ book: IndicatorBook, as principal: Principal
    ) throws -> [IndicatorOverview] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            try book.indicators.map { try overview(of: $0, in: tx) }
        }
    }

    /// One indicator with its figures.
    ///
    /// - Parameter ward: of this ward alone, or of the whole area by `IndicatorBook.wholeArea`; of
    ///   every ward where nil.
    /// - Throws: `CommissioningProblem.indicatorUnknown`.
    public func indicator(
        _ key: String, _ book: IndicatorBook, ward: String? = nil, as principal: Principal
    ) throws -> IndicatorReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let indicator = try book.indicator(key)
        return try store.read { tx in
            let figures = try commissioning.figures(of: key, ward: ward, in: tx)
            let imports = try commissioning.imports(of: key, in: tx)
            let overview = try overview(of: indicator, in: tx)
            let newest = try overview.latest.map {
                try commissioning.figures(of: key, period: $0.period, in: tx)
            }
            return IndicatorReport(
                overview: overview, points: try commissioning.points(of: key, in: tx),
                figures: figures.filter { $0.stands && $0.value != nil },
                replaced: figures.filter { !$0.stands },
                wards: (newest ?? []).filter {
                    $0.stands && $0.value != nil && $0.ward != IndicatorBook.wholeArea
                },
                corrections: try commissioning.corrections(
                    of: key, limit: IndicatorReport.greatestCorrectionCount, in: tx),
                imports: imports,
                emails: try identity.emails(of: imports.map(\.importedBy), in: tx))
        }
    }

    private func overview(
        of indicator: Indicator, in tx: borrowing ReadTx
    ) throws -> IndicatorOverview {
        let found = try commissioning.latestPoints(of: indicator.key, in: tx)
        return IndicatorOverview(
            indicator: indicator, latest: found?.latest, yearBefore: found?.yearBefore)
    }
}
