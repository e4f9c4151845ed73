import FundCore
import FundStore
import GRDB

/// An indicator's figure that somebody names as what shows a need.
public struct NamedFigure: Sendable {
    public let indicator: Indicator
    /// A ward, or `IndicatorBook.wholeArea`.
    public let ward: String
    /// What the ward is called; nil for the whole area.
    public let wardTitle: String?
    /// nil for the newest that there is.
    public let period: IndicatorPeriod?
}

/// A figure that shows a need: as it was when somebody named it, and the newest of its place.
public struct EvidenceFigure: Sendable {
    public let indicator: String
    /// A ward, or `IndicatorBook.wholeArea`.
    public let ward: String
    public let period: IndicatorPeriod
    /// As it was then, whatever was corrected since.
    public let value: IndicatorValue
    /// nil where every figure of this place was taken back since.
    public let newest: IndicatorFigure?

    /// Whether the newest figure is of another period, or says something else by now.
    public var hasMoved: Bool {
        newest.map { $0.period != period || $0.value != value } ?? true
    }
}

extension IndicatorBook {
    /// Reads which figure somebody names, who may name none.
    ///
    /// - Throws: as `figure(_:ward:period:)`, and where a ward or a period has no indicator.
    public func named(
        _ key: String?, ward: String?, period: String?
    ) throws -> NamedFigure? {
        guard let key, !key.trimmed.isEmpty else {
            guard [ward, period].allSatisfy({ ($0 ?? "").trimmed.isEmpty }) else {
                throw InvalidInput("indicator", [FieldProblem("indicator", "missing")])
            }
            return nil
        }
        return try figure(key.trimmed, ward: ward, period: period)
    }

    /// Reads which figure somebody names.
    ///
    /// - Parameters:
    ///   - ward: a ward's key; the whole area where it is nil or empty.
    ///   - period: as the indicator's files write it; the newest where it is nil or empty.
    /// - Throws: `InvalidInput` with everything that is wrong, at `indicator`, `ward` and `period`.
    public func figure(_ key: String, ward: String?, period: String?) throws -> NamedFigure {
        var problems: [FieldProblem] = []
        let found = indicators.first { $0.key == key }
        if found == nil { problems.append(Self.unknown(key, "indicator", indicators.map(\.key))) }
        let place = ward?.trimmed ?? ""
        let isWhole = place.isEmpty || place == Self.wholeArea
        if !isWhole, found?.geography == .area {
            problems.append(FieldProblem("ward", "indicator-whole-area", ["value": place]))
        } else if !isWhole, !wards.contains(where: { $0.key == place }) {
            problems.append(Self.unknown(place, "ward", [Self.wholeArea] + wards.map(\.key)))
        }
        let written = period?.trimmed ?? ""
        let read = found.flatMap { IndicatorPeriod(written, $0.frequency) }
        if let found, !written.isEmpty, read == nil {
            problems.append(
                FieldProblem(
                    "period", "indicator-period-\(found.frequency.rawValue)", ["value": written]))
        }
        guard problems.isEmpty, let found else { throw InvalidInput("indicator", problems) }
        return NamedFigure(
            indicator: found, ward: isWhole ? Self.wholeArea : place,
            wardTitle: wards.first { $0.key == place }?.title, period: read)
    }

    private static func unknown(
        _ value: String, _ place: String, _ options: [String]
    ) -> FieldProblem {
        FieldProblem(
            place, "not-an-option",
            ["value": value, "options": options.joined(separator: ", ")])
    }
}

extension CommissioningModule {
    /// Figures as evidence: each by the version that stood when it was named, which stays.
    public static let needFigureSchema = """
        CREATE TABLE commissioningNeedFigure (
          evidenceId INTEGER PRIMARY KEY REFERENCES commissioningNeedEvidence(id),
          valueId    INTEGER NOT NULL REFERENCES commissioningIndicatorValue(id)
        ) STRICT;

        CREATE INDEX commissioningNeedFigureByValue ON commissioningNeedFigure (valueId);

        CREATE TRIGGER commissioningNeedFigureInTime BEFORE INSERT ON commissioningNeedFigure
        WHEN NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence AS evidence
          JOIN commissioningNeed AS need ON need.id = evidence.needId
          JOIN commissioningCycle AS cycle ON cycle.id = need.cycleId
          WHERE evidence.id = NEW.evidenceId AND cycle.stage IN ('analyse', 'plan')
            AND cycle.status = 'open')
        BEGIN SELECT RAISE(ABORT, 'cycle-needs-fixed'); END;

        CREATE TRIGGER commissioningNeedFigureStands BEFORE INSERT ON commissioningNeedFigure
        WHEN NOT EXISTS (SELECT 1 FROM commissioningIndicatorValue AS figure
          WHERE figure.id = NEW.valueId AND figure.thousandths IS NOT NULL
            AND figure.version = (SELECT max(version) FROM commissioningIndicatorValue
              WHERE indicator = figure.indicator AND ward = figure.ward
                AND month = figure.month))
        BEGIN SELECT RAISE(ABORT, 'figure-replaced'); END;

        \(Migration.appendOnly(
            "commissioningNeedFigure", by: [["evidenceId"]], code: "commissioning-kept"))
        """

    /// The newest figure of one place that stands, or the one of a period.
    /// - Returns: nil where there is none.
    func standingFigure(
        of indicator: String, ward: String, period: IndicatorPeriod?, in tx: borrowing ReadTx
    ) throws -> IndicatorFigure? {
        try tx.first(
            """
            SELECT period, version, thousandths, importId
            FROM commissioningIndicatorValue AS figure
            WHERE indicator = ?1 AND ward = ?2 AND (?3 IS NULL OR month = ?3)
              AND thousandths IS NOT NULL AND version = (SELECT max(version)
                FROM commissioningIndicatorValue
                WHERE indicator = ?1 AND ward = ?2 AND month = figure.month)
            ORDER BY month DESC LIMIT 1
            """, [indicator, ward, period?.month]
        ) { row -> IndicatorFigure? in
            guard let period = IndicatorPeriod(row[0] as String) else { return nil }
            return IndicatorFigure(
                ward: ward, period: period, version: row[1],
                value: IndicatorValue(thousandths: row[2]), importID: IndicatorImportID(row[3]),
                stands: true)
        } ?? nil
    }

    /// Links what shows a need to the figure that it is, as the figure stands now.
    ///
    /// - Throws: `InvalidInput` at `period` where there is no such figure.
    func link(
        evidence: Int64, to named: NamedFigure, in tx: borrowing WriteTx
    ) throws {
        let key = named.indicator.key
        guard
            let figure = try standingFigure(
                of: key, ward: named.ward, period: named.period, in: tx.reading)
        else {
            throw InvalidInput(
                "period",
                [FieldProblem("period", "figure-missing", ["indicator": key, "ward": named.ward])])
        }
        try tx.execute(
            """
            INSERT INTO commissioningNeedFigure (evidenceId, valueId)
            SELECT ?, id FROM commissioningIndicatorValue
            WHERE indicator = ? AND ward = ? AND month = ? AND version = ?
            """, [evidence, key, named.ward, figure.period.month, figure.version])
    }

    /// The figures that show a cycle's needs, by the evidence that names each.
    func evidenceFigures(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [Int64: EvidenceFigure] {
        var found: [Int64: EvidenceFigure] = [:]
        // The newest of each place in the same statement: a cycle may name many figures.
        try tx.forEach(
            """
            SELECT evidenceId, figure.indicator, figure.ward, figure.period, figure.thousandths,
              newest.period, newest.version, newest.thousandths, newest.importId
            FROM commissioningNeed AS need
            JOIN commissioningNeedEvidence AS evidence ON evidence.needId = need.id
            JOIN commissioningNeedFigure AS link ON link.evidenceId = evidence.id
            JOIN commissioningIndicatorValue AS figure ON figure.id = link.valueId
            LEFT JOIN commissioningIndicatorValue AS newest ON newest.id = (SELECT id
              FROM commissioningIndicatorValue AS later
              WHERE later.indicator = figure.indicator AND later.ward = figure.ward
                AND later.thousandths IS NOT NULL AND later.version = (SELECT max(version)
                  FROM commissioningIndicatorValue WHERE indicator = later.indicator
                    AND ward = later.ward AND month = later.month)
              ORDER BY later.month DESC LIMIT 1)
            WHERE need.cycleId = ?
            """, [cycle.rawValue]
        ) { row in
            guard let period = IndicatorPeriod(row[3] as String) else { return }
            let ward: String = row[2]
            let newest = (row[5] as String?).flatMap { IndicatorPeriod($0) }.map {
                IndicatorFigure(
                    ward: ward, period: $0, version: row[6],
                    value: IndicatorValue(thousandths: row[7]),
                    importID: IndicatorImportID(row[8]), stands: true)
            }
            found[row[0]] = EvidenceFigure(
                indicator: row[1], ward: ward, period: period,
                value: IndicatorValue(thousandths: row[4]), newest: newest)
        }
        return found
    }
}

extension CommissioningModule {
    /// What a figure is called where nobody says more of it: indicator, place and period.
    public func words(
        for named: NamedFigure, _ words: TextCatalogue, in tx: borrowing ReadTx
    ) throws -> String {
        let found = try standingFigure(
            of: named.indicator.key, ward: named.ward, period: named.period, in: tx)
        return words.words(
            "page.figure-source",
            [
                "indicator": named.indicator.name,
                "place": named.wardTitle ?? words.words("page.indicator-whole"),
                "period": (found?.period ?? named.period)?.text ?? "",
            ])
    }
}
