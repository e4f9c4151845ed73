import FundCore

/// What an instalment waits for before a run may pay it.
public enum InstalmentTrigger: Sendable, Equatable {
    /// The agreement, or the decision where the round needs none.
    case agreement
    /// A day.
    case date(LocalDate)
    /// A monitoring report that somebody accepts.
    case report
    /// A receipt, or another proof.
    case evidence

    public var code: String {
        switch self {
        case .agreement: "agreement"
        case .date: "date"
        case .report: "report"
        case .evidence: "evidence"
        }
    }

    public var day: LocalDate? {
        if case .date(let day) = self { day } else { nil }
    }

    init(code: String, day: LocalDate?) {
        switch code {
        case "date": self = .date(day ?? LocalDate(daysSince1970: 0))
        case "report": self = .report
        case "evidence": self = .evidence
        default: self = .agreement
        }
    }
}

/// How an award is paid: its parts in order, which together come to the award to the penny.
public struct InstalmentPlan: Sendable, Equatable {
    /// How much of the award a part is.
    public enum Share: Sendable, Equatable {
        case amount(Money)
        /// Of 10,000: 33.33% is 3333.
        case tenThousandths(Int64)
        /// What the other parts leave.
        case rest
    }

    public struct Part: Sendable, Equatable {
        public let share: Share
        public let trigger: InstalmentTrigger

        public init(_ share: Share, _ trigger: InstalmentTrigger) {
            self.share = share
            self.trigger = trigger
        }

        /// Reads `50% agreement`, `£200 date 2027-09-01` or `rest report`.
        ///
        /// - Throws: `InvalidInput` with all that is wrong, in the place `part`.
        public init(_ text: String, place: String) throws {
            let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
            var problems: [FieldProblem] = []
            let share = words.first.flatMap(Self.share)
            if share == nil {
                problems.append(FieldProblem(place, "not-share", ["text": words.first ?? ""]))
            }
            var trigger: InstalmentTrigger?
            switch (words.dropFirst().first, words.count) {
            case ("agreement", 2): trigger = .agreement
            case ("report", 2): trigger = .report
            case ("evidence", 2): trigger = .evidence
            case ("date", 3):
                if let day = LocalDate(words[2]) {
                    trigger = .date(day)
                } else {
                    problems.append(FieldProblem(place, "not-date", ["text": words[2]]))
                }
            default:
                problems.append(
                    FieldProblem(
                        place, "not-trigger",
                        ["text": words.dropFirst().joined(separator: " ")]))
            }
            guard let share, let trigger, problems.isEmpty else {
                throw InvalidInput("schedule", problems)
            }
            self.init(share, trigger)
        }

        private static func share(_ text: String) -> Share? {
            if text == "rest" { return .rest }
            if text.hasSuffix("%") {
                let parts = text.dropLast().split(
                    separator: ".", omittingEmptySubsequences: false)
                guard (1...2).contains(parts.count), let whole = Int64(parts[0]),
                    (0...100).contains(whole), parts[0].allSatisfy({ ("0"..."9").contains($0) })
                else { return nil }
                guard parts.count == 2 else { return positive(whole * 100) }
                let digits = parts[1]
                guard (1...2).contains(digits.count),
                    digits.allSatisfy({ ("0"..."9").contains($0) }),
                    let fraction = Int64(digits)
                else { return nil }
                return positive(whole * 100 + (digits.count == 1 ? fraction * 10 : fraction))
            }
            guard let amount = Money(written: text), amount > .zero else { return nil }
            return .amount(amount)
        }

        private static func positive(_ share: Int64) -> Share? {
            (1...10_000).contains(share) ? .tenThousandths(share) : nil
        }
    }

    public let parts: [Part]

    public init(_ parts: [Part]) { self.parts = parts }

    /// All of it at once.
    public static let whole = InstalmentPlan([Part(.rest, .agreement)])

    /// The parts in pence: a percentage is rounded down to the penny, and pennies that are lost so
    /// go to `rest`, or to the last percentage where all are percentages that come to 100.
    ///
    /// - Throws: `InvalidInput` where they do not come to the award.
    public func amounts(of award: Money) throws -> [Money] {
        var problems: [FieldProblem] = []
        if !(1...24).contains(parts.count) {
            problems.append(FieldProblem("parts", "count-of-parts", ["maximum": "24"]))
        }
        let rests = parts.indices.filter { parts[$0].share == .rest }
        if rests.count > 1 { problems.append(FieldProblem("parts", "more-than-one-rest")) }
        var amounts = parts.map { part -> Int64 in
            switch part.share {
            case .amount(let money): money.pence
            // No overflow: an award is under a thousand million pounds.
            case .tenThousandths(let share): award.pence * share / 10_000
            case .rest: 0
            }
        }
        let shares = parts.compactMap { part -> Int64? in
            if case .tenThousandths(let share) = part.share { share } else { nil }
        }
        let left = award.pence - amounts.reduce(0, +)
        if let rest = rests.first {
            amounts[rest] = left
        } else if shares.count == parts.count, shares.reduce(0, +) == 10_000,
            let last = amounts.indices.last
        {
            amounts[last] += left
        }
        let sum = amounts.reduce(0, +)
        if sum != award.pence {
            problems.append(
                FieldProblem(
                    "parts", "sum-not-award",
                    [
                        "sum": Money(pence: sum).words, "award": award.words,
                        "difference": Money(pence: abs(award.pence - sum)).words,
                    ]))
        } else if let place = amounts.firstIndex(where: { $0 <= 0 }) {
            problems.append(FieldProblem("parts", "part-is-nothing", ["number": "\(place + 1)"]))
        }
        guard problems.isEmpty else { throw InvalidInput("schedule", problems) }
        return amounts.map { Money(pence: $0) }
    }
}
