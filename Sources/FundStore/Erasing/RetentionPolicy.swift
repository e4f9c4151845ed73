import FundCore

/// What is kept for the same time: a class of `retention.yaml`.
public enum RetentionClass: String, Sendable, CaseIterable {
    /// All that is personal of an application that was awarded.
    case awarded
    /// All that is personal of an application that was not.
    case unsuccessful
    /// Applications that were begun and never sent.
    case draft
    case equality, bankDetails, contacts, letters, files
    case panel, tension, support, sessions, people

    /// - Throws: `ErasureProblem.classUnknown`, which says the classes.
    public init(typed name: String) throws {
        guard let known = RetentionClass(rawValue: name.trimmed) else {
            throw ErasureProblem.classUnknown(name: name)
        }
        self = known
    }

    /// What is erased with it.
    public var kinds: Set<PersonalKind> {
        switch self {
        case .awarded, .unsuccessful:
            [.application, .contacts, .letters, .files, .bankDetails, .equality, .draft]
        case .draft: [.draft, .equality, .files]
        case .equality: [.equality]
        case .bankDetails: [.bankDetails]
        case .contacts: [.contacts]
        case .letters: [.letters]
        case .files: [.files]
        case .panel: [.panel]
        case .tension: [.tension, .contacts]
        case .support: [.support]
        case .sessions: [.sessions]
        case .people: [.people, .sessions]
        }
    }

    /// From which days its period may count.
    public var starts: [RetentionStart] {
        switch self {
        case .awarded: [.awardClosed]
        case .unsuccessful: [.decisionNotified, .roundClosed, .roundDecided]
        case .draft: [.lastTouched, .roundClosed]
        case .equality, .panel: [.roundClosed, .roundDecided]
        case .bankDetails: [.awardClosed, .applicationOver]
        case .contacts, .letters, .files: [.applicationOver, .awardClosed]
        case .tension, .support, .sessions, .people: [.lastTouched]
        }
    }
}

/// The day from which a period counts.
public enum RetentionStart: String, Sendable, CaseIterable {
    /// The award was closed, ended, given up or withdrawn.
    case awardClosed
    /// The last letter about a decision went.
    case decisionNotified
    /// Either, whichever is the application's.
    case applicationOver
    case roundClosed, roundDecided
    /// Something was last done with it.
    case lastTouched
}

/// `6 years`, `18 months`, `30 days`.
public struct RetentionPeriod: Sendable, Equatable {
    public enum Unit: String, Sendable, CaseIterable {
        case days, months, years

        fileprivate var greatest: Int64 {
            switch self {
            case .days: 36_500
            case .months: 1_200
            case .years: 100
            }
        }
    }

    public let count: Int64
    public let unit: Unit

    /// nil where it is no period of a day to a hundred years.
    public init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let count = Int64(parts[0]), count > 0 else { return nil }
        let name = parts[1].hasSuffix("s") ? "\(parts[1])" : "\(parts[1])s"
        guard let unit = Unit(rawValue: name), count <= unit.greatest else { return nil }
        self.count = count
        self.unit = unit
    }

    public var text: String { "\(count) \(unit.rawValue)" }

    /// The first day on which something that started on `day` is due.
    public func end(from day: LocalDate) -> LocalDate { moved(day, by: count) }

    /// The day before which something must have started to be due on `day`.
    public func start(endingOn day: LocalDate) -> LocalDate { moved(day, by: -count) }

    private func moved(_ day: LocalDate, by count: Int64) -> LocalDate {
        switch unit {
        case .days: day.adding(days: count)
        case .months: day.later(months: Int(count))
        case .years: day.later(months: Int(count) * 12)
        }
    }
}

/// How long one class is kept.
public struct RetentionRule: Sendable {
    public let name: RetentionClass
    public let period: RetentionPeriod
    public let start: RetentionStart
    /// Why so long, as the officer's file says.
    public let because: String

    public init(
        name: RetentionClass, period: RetentionPeriod, start: RetentionStart, because: String
    ) {
        self.name = name
        self.period = period
        self.start = start
        self.because = because
    }
}

/// How long personal data is kept, as the officer's `retention.yaml` says.
public struct RetentionPolicy: Sendable {
    /// For how many days copies of the database are kept.
    public let backupDays: Int64
    /// One for each class, in their order.
    public let rules: [RetentionRule]

    public init(backupDays: Int64, rules: [RetentionRule]) {
        self.backupDays = backupDays
        self.rules = rules
    }

    /// - Throws: `ErasureProblem.classUnknown` where the file lacks it.
    public func rule(of name: RetentionClass) throws -> RetentionRule {
        guard let rule = rules.first(where: { $0.name == name }) else {
            throw ErasureProblem.classUnknown(name: name.rawValue)
        }
        return rule
    }
}
