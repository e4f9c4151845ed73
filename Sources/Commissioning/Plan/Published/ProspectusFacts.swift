import FundCore

/// What a prospectus says besides the plan: of the fund, its rounds' amounts and days, and
/// criteria.
public struct ProspectusFacts: Sendable, Equatable {
    public struct Round: Sendable, Equatable {
        public let key: String
        public let title: String
        public let allotment: Money
        public let least: Money
        public let most: Money
        public let opens: LocalDate
        public let closes: LocalDate

        public init(
            key: String, title: String, allotment: Money, requests: ClosedRange<Money>,
            opens: LocalDate, closes: LocalDate
        ) {
            self.init(
                key: key, title: title, allotment: allotment, least: requests.lowerBound,
                most: requests.upperBound, opens: opens, closes: closes)
        }

        fileprivate init(
            key: String, title: String, allotment: Money, least: Money, most: Money,
            opens: LocalDate, closes: LocalDate
        ) {
            self.key = key
            self.title = title
            self.allotment = allotment
            self.least = least
            self.most = most
            self.opens = opens
            self.closes = closes
        }
    }

    /// What the fund says of itself.
    public struct About: Sendable, Equatable {
        public let purpose: String
        public let whoCanApply: [String]
        public let weFund: [String]
        public let weDoNotFund: [String]

        public init(
            purpose: String, whoCanApply: [String], weFund: [String], weDoNotFund: [String]
        ) {
            self.purpose = purpose
            self.whoCanApply = whoCanApply
            self.weFund = weFund
            self.weDoNotFund = weDoNotFund
        }
    }

    public let about: About
    public let rounds: [Round]
    public let criteria: [PlanBook.Criterion]

    /// - Parameters:
    ///   - about: what a round that has opened keeps of it; nil for what the files say.
    ///   - criteria: those that a round that has opened keeps; nil for those of the files.
    public init(
        _ book: PlanBook, rounds: [Round], about: About? = nil,
        criteria: [PlanBook.Criterion]? = nil
    ) {
        self.about =
            about
            ?? About(
                purpose: book.purpose, whoCanApply: book.whoCanApply, weFund: book.weFund,
                weDoNotFund: book.weDoNotFund)
        self.rounds = rounds
        self.criteria = criteria ?? book.criteria
    }

    /// The same words give the same text.
    public var json: JSONValue {
        func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        return .object([
            ("purpose", .string(about.purpose)), ("whoCanApply", list(about.whoCanApply)),
            ("weFund", list(about.weFund)), ("weDoNotFund", list(about.weDoNotFund)),
            (
                "rounds",
                .array(
                    rounds.map {
                        .object([
                            ("round", .string($0.key)), ("title", .string($0.title)),
                            ("allotmentPence", .int($0.allotment.pence)),
                            ("leastPence", .int($0.least.pence)),
                            ("mostPence", .int($0.most.pence)), ("opens", .string("\($0.opens)")),
                            ("closes", .string("\($0.closes)")),
                        ])
                    })
            ),
            (
                "criteria",
                .array(
                    criteria.map {
                        .object([
                            ("criterion", .string($0.key)), ("title", .string($0.title)),
                            ("question", .string($0.question)),
                            ("weightBasisPoints", .int($0.weightBasisPoints)),
                        ])
                    })
            ),
        ])
    }

    /// As `json` wrote it; nil where it did not.
    init?(_ json: JSONValue) {
        func list(_ name: String) -> [String]? {
            json[name]?.array.map { $0.compactMap(\.string) }
        }
        guard let purpose = json["purpose"]?.string, let who = list("whoCanApply"),
            let fund = list("weFund"), let not = list("weDoNotFund"),
            let rounds = json["rounds"]?.array, let criteria = json["criteria"]?.array
        else { return nil }
        about = About(purpose: purpose, whoCanApply: who, weFund: fund, weDoNotFund: not)
        self.rounds = rounds.compactMap { one in
            guard let key = one["round"]?.string, let title = one["title"]?.string,
                let allotment = one["allotmentPence"]?.int, let least = one["leastPence"]?.int,
                let most = one["mostPence"]?.int,
                let opens = one["opens"]?.string.flatMap({ LocalDate($0) }),
                let closes = one["closes"]?.string.flatMap({ LocalDate($0) })
            else { return nil }
            return Round(
                key: key, title: title, allotment: Money(pence: allotment),
                least: Money(pence: least), most: Money(pence: most), opens: opens,
                closes: closes)
        }
        self.criteria = criteria.compactMap { one in
            guard let key = one["criterion"]?.string, let title = one["title"]?.string,
                let question = one["question"]?.string,
                let weight = one["weightBasisPoints"]?.int
            else { return nil }
            return PlanBook.Criterion(
                key: key, title: title, question: question, weightBasisPoints: weight)
        }
    }
}

/// What a prospectus takes from a plan.
public struct ProspectusPlan: Sendable {
    public let needs: [(text: String, place: String)]
    public let priorities: [(key: String, title: String)]
    /// Empty where the plan says nothing of it.
    public let vision: String
    public let help: String
    public let outcomes: [(priority: String, text: String)]
    /// By step; empty where the plan has no timetable.
    public let days: [String: String]

    public init(needs: [CycleNeed], priorities: [CyclePriority], entries: [PlanEntry]) {
        self.needs = needs.filter { !$0.isWithdrawn }.map { ($0.text, $0.place) }
        self.priorities = priorities.map { ($0.key, $0.title) }
        let vision = entries.standing(.vision).first
        self.vision = vision?["text"] ?? ""
        help = vision?["help"] ?? ""
        outcomes = entries.standing(.outcome).map { ($0["priority"], $0["text"]) }
        days = entries.standing(.dates).first?.values ?? [:]
    }

    /// Of a plan as it was kept when it was approved.
    init(frozen content: JSONValue) {
        func said(_ entry: JSONValue, _ name: String) -> String {
            entry["says"]?[name]?.string ?? ""
        }
        let entries = content["entries"]?.array ?? []
        func those(of part: PlanPart) -> [JSONValue] {
            entries.filter { $0["part"]?.string == part.rawValue }
        }
        needs = (content["needs"]?.array ?? []).map {
            ($0["text"]?.string ?? "", $0["place"]?.string ?? "")
        }
        priorities = (content["priorities"]?.array ?? []).map {
            ($0["priority"]?.string ?? "", $0["title"]?.string ?? "")
        }
        let vision = those(of: .vision).first
        self.vision = vision.map { said($0, "text") } ?? ""
        help = vision.map { said($0, "help") } ?? ""
        outcomes = those(of: .outcome).map { (said($0, "priority"), said($0, "text")) }
        days =
            those(of: .dates).first.map { dates in
                Dictionary(
                    PlanStep.allCases.map { ($0.rawValue, said(dates, $0.rawValue)) },
                    uniquingKeysWith: { $1 })
            } ?? [:]
    }
}
