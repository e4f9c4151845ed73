import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Names a benefit of a cycle; gives back its number.
    ///
    /// - Parameter figure: the indicator's figure by which it will be known, as it is before.
    /// - Throws: `InvalidInput` with everything that is wrong,
    ///   `CommissioningProblem.priorityUnknown`, `BenefitProblem.ended`.
    public func name(
        _ text: String, of priority: String, owner: String, knownBy: String?,
        figure: NamedFigure?, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let text = written.words(text, "text", maximum: 2000)
        let owner = written.words(owner, "owner", maximum: 100)
        let knownBy = written.optionalWords(knownBy, "knownBy", maximum: 2000)
        if knownBy == nil, figure == nil {
            written.problems.append(FieldProblem("knownBy", "benefit-not-known-by"))
        }
        try written.refuseProblems()
        guard cycle.status != .ended else { throw BenefitProblem.ended }
        guard
            try priorities(of: cycle.id, in: tx.reading).contains(where: { $0.key == priority })
        else { throw CommissioningProblem.priorityUnknown(key: priority) }
        let value = try figure.map { try valueID(of: $0, in: tx.reading) }
        let number = Int64(try benefits(of: cycle.id, in: tx.reading).count) + 1
        let id = try tx.insert(
            """
            INSERT INTO commissioningBenefit
              (cycleId, number, priorityKey, text, knownBy, valueId, owner, authorId, at, namedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.id.rawValue, number, priority, text, knownBy, value, owner,
                person.rawValue, tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit("benefit.entry", "cycle:\(cycle.id.rawValue)", [("benefit", .int(id))])
        return number
    }

    /// Says whether a benefit came about; what was said before stays.
    ///
    /// - Parameter seen: the version of what was said that whoever says it saw; 0 for none.
    public func say(
        _ realised: Benefit.Realised, of number: Int64, because: String, seen: Int64? = nil,
        in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let because = try Self.words(because, "because", maximum: 2000)
        guard
            let benefit = try benefits(of: cycle.id, in: tx.reading).first(where: {
                $0.number == number
            })
        else { throw BenefitProblem.unknown(number: "\(number)") }
        guard cycle.status != .ended else { throw BenefitProblem.ended }
        let version = benefit.verdict?.version ?? 0
        guard seen == nil || seen == version else { throw BenefitProblem.changed }
        var after: Int64?
        if let indicator = benefit.indicator, let ward = benefit.ward {
            let newest = try standingFigure(of: indicator, ward: ward, period: nil, in: tx.reading)
            after = try newest.flatMap {
                try valueID(of: $0, indicator: indicator, in: tx.reading)
            }
        }
        try tx.execute(
            """
            INSERT INTO commissioningBenefitVerdict
              (benefitId, version, realised, because, valueId, authorId, at, saidOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                benefit.id.rawValue, version + 1, realised.rawValue, because, after,
                person.rawValue, tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "benefit.verdict", "cycle:\(cycle.id.rawValue)",
            [("benefit", .int(benefit.id.rawValue)), ("realised", .string(realised.rawValue))])
    }

    /// A cycle's benefits, in the order they were named.
    public func benefits(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [Benefit] {
        var verdicts: [Int64: [Benefit.Verdict]] = [:]
        try tx.forEach(
            """
            SELECT benefitId, verdict.version, realised, because, saidOn, verdict.authorId,
              \(Self.figureColumns)
            FROM commissioningBenefitVerdict AS verdict
            JOIN commissioningBenefit AS benefit ON benefit.id = benefitId
            LEFT JOIN commissioningIndicatorValue AS figure ON figure.id = verdict.valueId
            WHERE cycleId = ? ORDER BY benefitId, verdict.version
            """, [cycle.rawValue]
        ) {
            verdicts[$0[0], default: []].append(
                Benefit.Verdict(
                    version: $0[1], realised: Benefit.Realised(rawValue: $0[2]) ?? .no,
                    because: $0[3], figure: Self.figure($0, from: 6), on: $0[4],
                    author: PersonID($0[5])))
        }
        return try tx.list(
            """
            SELECT benefit.id, number, priorityKey, text, knownBy, owner, authorId, namedOn,
              indicator, \(Self.figureColumns)
            FROM commissioningBenefit AS benefit
            LEFT JOIN commissioningIndicatorValue AS figure ON figure.id = benefit.valueId
            WHERE cycleId = ? ORDER BY number
            """, [cycle.rawValue]
        ) {
            Benefit(
                id: BenefitID($0[0]), number: $0[1], priority: $0[2], text: $0[3],
                knownBy: $0[4], indicator: $0[8], ward: $0[9], before: Self.figure($0, from: 9),
                owner: $0[5], author: PersonID($0[6]), on: $0[7],
                verdicts: verdicts[$0[0]] ?? [])
        }
    }

    private static let figureColumns = """
        figure.ward, figure.period, figure.version, figure.thousandths, figure.importId
        """

    /// A figure of these columns; nil where the row has none.
    private static func figure(_ row: Row, from place: Int) -> IndicatorFigure? {
        guard let ward = row[place] as String?, let written = row[place + 1] as String?,
            let period = IndicatorPeriod(written)
        else { return nil }
        return IndicatorFigure(
            ward: ward, period: period, version: row[place + 2],
            value: (row[place + 3] as Int64?).map { IndicatorValue(thousandths: $0) },
            importID: IndicatorImportID(row[place + 4]), stands: true)
    }

    /// The row of the figure that somebody names, as it stands.
    private func valueID(of named: NamedFigure, in tx: borrowing ReadTx) throws -> Int64 {
        let key = named.indicator.key
        guard
            let figure = try standingFigure(
                of: key, ward: named.ward, period: named.period, in: tx),
            let id = try valueID(of: figure, indicator: key, in: tx)
        else {
            throw InvalidInput(
                "period",
                [FieldProblem("period", "figure-missing", ["indicator": key, "ward": named.ward])])
        }
        return id
    }

    private func valueID(
        of figure: IndicatorFigure, indicator: String, in tx: borrowing ReadTx
    ) throws -> Int64? {
        try tx.first(
            """
            SELECT id FROM commissioningIndicatorValue
            WHERE indicator = ? AND ward = ? AND month = ? AND version = ?
            """, [indicator, figure.ward, figure.period.month, figure.version],
            { $0[0] as Int64 })
    }
}
