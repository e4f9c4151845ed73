import FundCore
import FundStore
import GRDB

/// What somebody asks for who makes a round from another.
public struct RoundCloning: Sendable {
    /// The new round's key.
    public let key: String
    /// What it is called; nil for the older round's title with the new round's number.
    public let title: String?
    /// When it opens, `2027-12-01T09:00` in London; nil for a year after the older one.
    public let opens: String?
    /// Its share of the fund, `£10,000`; nil for as much as the older one had.
    public let allotment: String?

    public init(
        key: String, title: String? = nil, opens: String? = nil, allotment: String? = nil
    ) {
        self.key = key
        self.title = title
        self.opens = opens
        self.allotment = allotment
    }
}

extension RoundsModule {
    private static let greatestKeyLength = 40
    private static let greatestTitleLength = 100

    /// Makes a planned round from another one, whatever became of that.
    ///
    /// - Parameter opening: when the officer's files had planned that the older one opens; nil where
    ///   they do not say. The new round opens at this time of the day, or at nine.
    /// - Returns: the new round, and the years whose bank holidays are not known.
    /// - Throws: `RoundsProblem.unknown`; `InvalidInput` with everything that is wrong.
    public func clone(
        _ source: Round, _ cloning: RoundCloning, planned opening: LocalDateTime?,
        _ holidays: BankHolidays,
        in tx: borrowing WriteTx
    ) throws -> (round: Round, unknownYears: [Int]) {
        let person = try tx.principal.require(.officer)
        let today = LondonTime.date(tx.now)
        let key = cloning.key.trimmed
        var problems: [FieldProblem] = []
        let isTaken =
            try tx.reading.first("SELECT 1 FROM round WHERE key = ?", [key]) { _ in true } ?? false
        if key.isEmpty {
            problems.append(FieldProblem("to", "missing"))
        } else if !key.isRoundKey || key.utf8.count > Self.greatestKeyLength {
            problems.append(FieldProblem("to", "not-key"))
        } else if isTaken {
            problems.append(FieldProblem("to", "round-key-taken", ["round": key]))
        }
        let title = cloning.title.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
        if let title, title.unicodeScalars.count > Self.greatestTitleLength {
            problems.append(
                FieldProblem("title", "too-long", ["maximum": "\(Self.greatestTitleLength)"]))
        } else if let title, title.hasControlCharacters {
            problems.append(FieldProblem("title", "one-line"))
        }
        let typed = cloning.opens.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
        let opens = typed.flatMap { LocalDateTime($0) }
        if typed != nil, opens == nil {
            problems.append(FieldProblem("opens", "not-time"))
        } else if let opens, opens.date <= today {
            problems.append(FieldProblem("opens", "round-opens-past"))
        } else if let opens, opens.date.year > today.year + 10 {
            problems.append(FieldProblem("opens", "round-opens-far"))
        }
        let amount = cloning.allotment.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed }
        let wanted = amount.map { Money(written: $0) } ?? source.plan.allotment
        let total = try fund(in: tx.reading).total
        if let wanted, wanted > total {
            problems.append(FieldProblem("allotment", "more-than-fund", ["total": total.words]))
        } else if wanted.map({ $0 <= .zero }) ?? true {
            problems.append(FieldProblem("allotment", "not-pounds"))
        }
        guard problems.isEmpty, let allotment = wanted else {
            throw InvalidInput("round", problems)
        }
        // An opened round's own time is the minute at which somebody happened to open it.
        let planned = source.status == .planned ? source.plan.timetable.opens : opening
        let (timetable, unknownYears) = source.plan.timetable.opening(
            hour: planned?.hour ?? 9, minute: planned?.minute ?? 0
        ).next(
            after: today, opens: opens, holidays)
        _ = try record(
            RoundPlan(
                key: key, title: title ?? source.nextTitle(key), allotment: allotment,
                requests: source.plan.requests, partialAwards: source.plan.partialAwards,
                timetable: timetable), in: tx)
        let round = try round(key, in: tx.reading)
        try tx.execute(
            "INSERT INTO roundClone (roundId, sourceId, clonedById, clonedAt) VALUES (?, ?, ?, ?)",
            [
                round.id.rawValue, source.id.rawValue, person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "round.clone", "round:\(round.id.rawValue)", [("source", .int(source.id.rawValue))])
        return (round, unknownYears)
    }

    /// The round that one was made from; nil for one that the officer's files brought.
    public func source(of round: RoundID, in tx: borrowing ReadTx) throws -> RoundID? {
        try tx.first("SELECT sourceId FROM roundClone WHERE roundId = ?", [round.rawValue]) {
            RoundID($0[0])
        }
    }
}

extension Round {
    /// The title of a round that is made from this one: with that one's number where both the title
    /// and the key end with this one's, otherwise with its key.
    fileprivate func nextTitle(_ newKey: String) -> String {
        let (old, new) = (key.numberAtEnd, newKey.numberAtEnd)
        let title = plan.title
        if !old.isEmpty, !new.isEmpty, title.numberAtEnd == old {
            return String(title.dropLast(old.count)) + new
        }
        return String("\(newKey): \(title)".prefix(100))
    }
}

extension String {
    /// Letters, digits and dashes, from a letter on: as `rounds.yaml` has keys.
    fileprivate var isRoundKey: Bool {
        guard let first = utf8.first, (65...90).contains(first) || (97...122).contains(first)
        else { return false }
        return utf8.allSatisfy {
            $0 == UInt8(ascii: "-") || (48...57).contains($0) || (65...90).contains($0)
                || (97...122).contains($0)
        }
    }

    fileprivate var numberAtEnd: String {
        String(String(reversed().prefix { ("0"..."9").contains($0) }).reversed())
    }
}
