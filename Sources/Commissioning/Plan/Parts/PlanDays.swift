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

    /// What keeps a step from a day; nil where nothing does.
    /// - Throws: `BankHolidaysProblem`, `PlanProblem.festivalsUnknown`.
    public func obstacle(on day: LocalDate) throws -> Obstacle? {
        guard try holidays.isWorkingDay(day) else {
            return day.isWeekend ? .weekend : .bankHoliday
        }
        guard !years.isEmpty else { return nil }
        guard years.contains(day.year) else {
            throw PlanProblem.festivalsUnknown(year: day.year, known: years.sorted())
        }
        return festivals.first { $0.days.contains(day) }.map { .festival($0.name) }
    }

    /// The first good day from a day on.
    public func good(from day: LocalDate) throws -> LocalDate {
        var day = day
        while try obstacle(on: day) != nil { day = day.adding(days: 1) }
        return day
    }

    /// The good day that comes so many of them after another.
    public func good(_ count: Int, after start: LocalDate) throws -> LocalDate {
        var day = start
        for _ in 0..<count { day = try good(from: day.adding(days: 1)) }
        return day
    }

    /// Days for every step, from the first good day that is no earlier than `start`.
    public func propose(from start: LocalDate) throws -> [PlanStep: LocalDate] {
        let opens = try good(from: start)
        let closes = try good(pace.open, after: opens)
        let panel = try good(pace.panel, after: closes)
        let decision = try good(pace.decision, after: panel)
        return [
            .opens: opens, .closes: closes, .panel: panel, .decision: decision,
            .payments: try good(pace.payments, after: decision),
        ]
    }

    /// What is wrong with the days of the steps: each that is no good day, with the next that is,
    /// and those out of their order.
    public func problems(_ days: [PlanStep: LocalDate]) throws -> [FieldProblem] {
        var found: [FieldProblem] = []
        for step in PlanStep.allCases {
            guard let day = days[step], let obstacle = try obstacle(on: day) else { continue }
            var arguments = ["day": "\(day)", "next": "\(try good(from: day))"]
            let code: String
            switch obstacle {
            case .weekend: code = "day-weekend"
            case .bankHoliday: code = "day-bank-holiday"
            case .festival(let name):
                code = "day-festival"
                arguments["festival"] = name
            }
            found.append(FieldProblem(step.rawValue, code, arguments))
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
}
