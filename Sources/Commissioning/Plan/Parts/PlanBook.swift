import FundCore

/// What a plan can refer to and is measured against, as the officer's files say.
public struct PlanBook: Sendable {
    /// Something with a key that a plan names.
    public struct Choice: Sendable {
        public let key: String
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    /// What the panel scores.
    public struct Criterion: Sendable, Equatable {
        public let key: String
        public let title: String
        public let question: String
        /// Hundredths of a percent.
        public let weightBasisPoints: Int64

        public init(key: String, title: String, question: String, weightBasisPoints: Int64) {
            self.key = key
            self.title = title
            self.question = question
            self.weightBasisPoints = weightBasisPoints
        }
    }

    /// A question of a form.
    public struct Asked: Sendable {
        public let key: String
        public let title: String
        /// The criteria that its answer speaks to.
        public let criteria: [String]
        /// Whether every application has its answer, whatever the fund is for.
        public let isStandard: Bool

        public init(key: String, title: String, criteria: [String], isStandard: Bool) {
            self.key = key
            self.title = title
            self.criteria = criteria
            self.isStandard = isStandard
        }
    }

    /// What options are judged by.
    public struct Test: Sendable {
        public let key: String
        public let title: String
        /// How much it counts beside the others; 1 or more.
        public let weight: Int64

        public init(key: String, title: String, weight: Int64) {
            self.key = key
            self.title = title
            self.weight = weight
        }
    }

    public let criteria: [Criterion]
    /// The questions of each round's form, by the round's key.
    public let questions: [String: [Asked]]
    public let characteristics: [Choice]
    public let tests: [Test]
    public let indicators: IndicatorBook
    public let days: PlanDays
    /// What the fund says of itself: its purpose, who can apply, what it pays for and what not.
    public let purpose: String
    public let whoCanApply: [String]
    public let weFund: [String]
    public let weDoNotFund: [String]

    public init(
        criteria: [Criterion], questions: [String: [Asked]], characteristics: [Choice],
        tests: [Test], indicators: IndicatorBook, days: PlanDays, purpose: String,
        whoCanApply: [String], weFund: [String], weDoNotFund: [String]
    ) {
        self.criteria = criteria
        self.questions = questions
        self.characteristics = characteristics
        self.tests = tests
        self.indicators = indicators
        self.days = days
        self.purpose = purpose
        self.whoCanApply = whoCanApply
        self.weFund = weFund
        self.weDoNotFund = weDoNotFund
    }
}

/// What a plan goes by, as `commissioning.yaml` and `festivals.yaml` say.
public struct PlanRules: Sendable {
    public let tests: [PlanBook.Test]
    public let festivals: [Festival]
    /// The years whose festivals are known; empty where no festivals are kept.
    public let years: Set<Int>
    public let pace: PlanDays.Pace

    public init(
        tests: [PlanBook.Test] = [], festivals: [Festival] = [], years: Set<Int> = [],
        pace: PlanDays.Pace = PlanDays.Pace()
    ) {
        self.tests = tests
        self.festivals = festivals
        self.years = years
        self.pace = pace
    }
}

/// What the fields of one plan can be chosen from.
public struct PlanChoices: Sendable {
    /// Keys and titles, by the field's name.
    public let byField: [String: [PlanBook.Choice]]

    /// - Parameters:
    ///   - rounds: the rounds that the cycle holds, by key and title.
    ///   - questions: of these rounds' forms.
    ///   - characteristics: those that the plan has to consider; the files may have them no more.
    public init(
        _ part: PlanPart, _ book: PlanBook, needs: [CycleNeed], priorities: [CyclePriority],
        options: [PlanEntry], rounds: [PlanBook.Choice],
        characteristics: [PlanBook.Choice] = []
    ) {
        typealias Choice = PlanBook.Choice
        let wards = book.indicators.wards.map { Choice(key: $0.key, title: $0.title) }
        let chosen = priorities.map { Choice(key: $0.key, title: $0.title) }
        let known = Set(book.characteristics.map(\.key))
        var found: [String: [Choice]] = [
            "need": needs.filter { !$0.isWithdrawn }.map {
                Choice(key: "\($0.number)", title: "\($0.number). \($0.text)")
            },
            "indicator": book.indicators.indicators.map { Choice(key: $0.key, title: $0.name) },
            "area": wards, "priority": chosen, "key": chosen + wards, "round": rounds,
            "option": options.map {
                Choice(key: $0.item, title: "\($0.item). \($0["title"])")
            },
            "characteristic": book.characteristics
                + characteristics.filter { !known.contains($0.key) },
        ]
        if part == .mark {
            found["question"] = book.tests.map { Choice(key: $0.key, title: $0.title) }
        } else {
            var seen: Set<String> = []
            found["question"] = rounds.flatMap { book.questions[$0.key] ?? [] }.filter {
                !$0.isStandard && seen.insert($0.key).inserted
            }.map { Choice(key: $0.key, title: $0.title) }
        }
        byField = found
    }
}
