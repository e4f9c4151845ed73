import FundCore

/// A festival, on the days on which nothing is to be due.
public struct Festival: Sendable {
    public let key: String
    public let name: String
    public let days: Set<LocalDate>

    public init(key: String, name: String, days: Set<LocalDate>) {
        self.key = key
        self.name = name
        self.days = days
    }
}

/// The days on which the steps of a round may fall: no weekend, no bank holiday and no festival.
public struct PlanDays: Sendable {
    /// What keeps a step from a day.
    public enum Obstacle: Sendable, Equatable {
        case weekend, bankHoliday
        /// The festival's name.
        case festival(String)
    }

    /// How many good days lie between the steps.
    public struct Pace: Sendable {
        public let open: Int
        public let panel: Int
        public let decision: Int
        public let payments: Int

        public init(open: Int = 30, panel: Int = 15, decision: Int = 5, payments: Int = 15) {
            self.open = open
            self.panel = panel
            self.decision = decision
            self.payments = payments
        }
    }

    public let holidays: BankHolidays
    public let festivals: [Festival]
    /// The years whose festivals are known; of others nothing is guessed.
    public let years: Set<Int>
    public let pace: Pace

    /// - Parameter years: the years whose festivals are known; empty where no festivals are kept.
    public init(
        holidays: BankHolidays, festivals: [Festival] = [], years: Set<Int> = [],
        pace: Pace = Pace()
    ) {
        self.holidays = holidays
        self.festivals = festivals
        self.years = years
        self.pace = pace
    }

    /// What the files do not know of a day, since they leave out its year.
    public enum Unknown: String, Sendable, CaseIterable {
        case holidays, festivals
    }

    /// What keeps a step from a day, as far as the files know; nil where nothing does.
    public func obstacle(on day: LocalDate) -> Obstacle? {
        if day.isWeekend { return .weekend }
        if holidays.has(day) { return .bankHoliday }
        return festivals.first { $0.days.contains(day) }.map { .festival($0.name) }
    }

    /// What a day cannot be checked for.
    public func unknown(of day: LocalDate) -> [Unknown] {
        (holidays.years.contains(day.year) ? [] : [.holidays])
            + (years.isEmpty || years.contains(day.year) ? [] : [.festivals])
    }

    /// The first day from a day on that nothing keeps a step from, as far as the files know.
    public func good(from day: LocalDate) -> LocalDate {
        var day = day
        while obstacle(on: day) != nil { day = day.adding(days: 1) }
        return day
    }

    /// The good day that comes so many of them after another.
    public func good(_ count: Int, after start: LocalDate) -> LocalDate {
        var day = start
        for _ in 0..<count { day = good(from: day.adding(days: 1)) }
        return day
    }

    /// Days for every step, from the first good day that is no earlier than `start`; `unchecked`
    /// says which of them the files know too little of.
    public func propose(from start: LocalDate) -> [PlanStep: LocalDate] {
        let opens = good(from: start)
        let closes = good(pace.open, after: opens)
        let panel = good(pace.panel, after: closes)
        let decision = good(pace.decision, after: panel)
        return [
            .opens: opens, .closes: closes, .panel: panel, .decision: decision,
            .payments: good(pace.payments, after: decision),
        ]
    }

    /// What is wrong with the days of the steps: each that is no good day, with the next that is,
    /// as far as its year is known, and those out of their order.
    public func problems(_ days: [PlanStep: LocalDate]) -> [FieldProblem] {
        var found: [FieldProblem] = []
        for step in PlanStep.allCases {
            guard let day = days[step], let obstacle = obstacle(on: day) else { continue }
            let next = good(from: day)
            let isKnown = unknown(of: next).isEmpty
            var arguments = ["day": "\(day)"]
            arguments[isKnown ? "next" : "year"] = isKnown ? "\(next)" : "\(next.year)"
            let code: String
            switch obstacle {
            case .weekend: code = isKnown ? "day-weekend" : "day-weekend-last"
            case .bankHoliday: code = isKnown ? "day-bank-holiday" : "day-bank-holiday-last"
            case .festival(let name):
                code = isKnown ? "day-festival" : "day-festival-last"
                arguments["festival"] = name
            }
            found.append(
                FieldProblem(step.rawValue, code, arguments))
        }
        for (first, second) in zip(PlanStep.allCases, PlanStep.allCases.dropFirst()) {
            guard let one = days[first], let two = days[second] else { continue }
            let isRight = second == .decision ? one <= two : one < two
            if !isRight {
                found.append(FieldProblem(second.rawValue, "day-order", ["date": "\(one)"]))
            }
        }
        return found
    }

    /// The days of the steps that cannot be checked for something, with the years that are known.
    public func unchecked(_ days: [PlanStep: LocalDate]) -> [FieldProblem] {
        PlanStep.allCases.flatMap { step -> [FieldProblem] in
            guard let day = days[step] else { return [] }
            return unknown(of: day).map { what in
                let known = what == .holidays ? holidays.years : years.sorted()
                return FieldProblem(
                    step.rawValue, "day-unknown-\(what.rawValue)",
                    [
                        "day": "\(day)", "year": "\(day.year)",
                        "years": known.map { "\($0)" }.joined(separator: ", "),
                    ])
            }
        }
    }
}
