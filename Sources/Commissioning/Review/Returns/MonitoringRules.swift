import Forms
import FundCore

/// When in a project's life a return is asked for.
public enum ReturnMoment: String, Sendable, CaseIterable, Codable {
    case halfway, end
}

/// What every return says, whatever else it asks: one question fills each.
public enum ReturnField: String, Sendable, CaseIterable, Codable {
    /// What was spent so far, in pence.
    case spentPence
    /// How many people were reached so far.
    case people

    /// The type of question that fills it.
    public var type: QuestionType { self == .spentPence ? .money : .number }
}

/// The days between which a project runs.
public struct ProjectSpan: Sendable {
    public let start: LocalDate
    public let end: LocalDate

    public init(start: LocalDate, end: LocalDate) {
        self.start = start
        self.end = end
    }

    /// The day in its middle, or its end.
    public func day(of moment: ReturnMoment) -> LocalDate {
        switch moment {
        case .halfway: start.adding(days: (end.daysSince1970 - start.daysSince1970) / 2)
        case .end: end
        }
    }
}

/// What groups are asked about how their project went, as `monitoring.yaml` says.
public struct MonitoringRules: Sendable {
    public struct Asked: Sendable {
        public let moment: ReturnMoment
        /// So many days after its moment it is due.
        public let dueDays: Int64
        /// Only awards of at least so much are asked; nil for all.
        public let from: Money?

        public init(moment: ReturnMoment, dueDays: Int64, from: Money?) {
            self.moment = moment
            self.dueDays = dueDays
            self.from = from
        }
    }

    public struct Item: Sendable {
        public let question: Question
        /// Whether small awards are asked it too.
        public let isLight: Bool
        public let fills: ReturnField?

        public init(question: Question, isLight: Bool, fills: ReturnField?) {
            self.question = question
            self.isLight = isLight
            self.fills = fills
        }
    }

    /// Awards up to this are asked the light questions alone.
    public let smallUpTo: Money
    /// How long a group has for a return that is sent back to it.
    public let againWithinDays: Int64
    /// How long a project lasts in a round without agreements, from its decision on.
    public let lastsDays: Int64
    public let returns: [Asked]
    public let items: [Item]

    public init(
        smallUpTo: Money, againWithinDays: Int64, lastsDays: Int64, returns: [Asked],
        items: [Item]
    ) {
        self.smallUpTo = smallUpTo
        self.againWithinDays = againWithinDays
        self.lastsDays = lastsDays
        self.returns = returns
        self.items = items
    }

    /// The returns that an award of this amount is asked for, what comes first first.
    public func returns(of amount: Money) -> [Asked] {
        returns.filter { asked in asked.from.map { amount >= $0 } ?? true }
    }

    /// What an award of this amount is asked.
    public func form(of amount: Money) -> ReturnForm {
        let asked = items.filter { item in
            (amount > smallUpTo || item.isLight)
                && (item.question.spend?.fromPence).map { amount.pence >= $0 } ?? true
        }
        return ReturnForm(
            questions: asked.map(\.question),
            fills: Dictionary(
                asked.compactMap { item in item.fills.map { ($0.rawValue, item.question.key) } }
            ) { first, _ in first }, againWithinDays: againWithinDays)
    }
}

/// The questions of one return, as they stood when it was asked for.
public struct ReturnForm: Codable, Sendable {
    public let questions: [Question]
    /// Which question fills what every return says: its key by `ReturnField`.
    let fills: [String: String]
    let againWithinDays: Int64

    public var form: Form { Form(questions: questions) }

    /// The key of the question that fills it.
    public func key(of field: ReturnField) -> String { fills[field.rawValue] ?? "" }

    /// Everything that is wrong with answers, in the order of the questions.
    ///
    /// - Parameters:
    ///   - json: an object of answers by key: money in pence, days as `2027-01-31`.
    ///   - awarded: what the group has, which it cannot have spent more than.
    ///   - isWhole: whether every answer has to be there; one that is kept for later may lack some.
    /// - Returns: the answers to what is asked, by key.
    public func check(
        _ json: JSONValue, awarded: Money, isWhole: Bool
    ) -> (answers: [String: JSONValue], problems: [FieldProblem]) {
        var fields = JSONFields(json)
        let answers = form.answers(from: &fields)
        var problems = fields.finish()
        if !isWhole {
            problems.removeAll { ["missing", "not-declared", "upload-missing"].contains($0.code) }
        }
        var values: [String: JSONValue] = [:]
        for answer in answers { values[answer.question] = answer.value }
        let spentKey = key(of: .spentPence)
        if let spent = values[spentKey]?.int, spent > awarded.pence {
            problems.append(
                FieldProblem(
                    spentKey, "return-over-award",
                    ["spent": Money(pence: spent).words, "award": awarded.words]))
        }
        for question in questions where question.type == .spend {
            guard let told = values[question.key] else { continue }
            let lines = told.spendLines ?? []
            if lines.total > awarded {
                problems.append(
                    FieldProblem(
                        question.key, "return-over-award",
                        ["spent": lines.total.words, "award": awarded.words]))
            } else if isWhole {
                let spent = values[spentKey]?.int.map { Money(pence: $0) }
                problems += question.spendGaps(told, spent: spent)
            }
        }
        let order = questions.map(\.key)
        func place(_ problem: FieldProblem) -> Int {
            order.firstIndex(of: problem.place) ?? order.count
        }
        problems = problems.enumerated().sorted {
            (place($0.element), $0.offset) < (place($1.element), $1.offset)
        }.map(\.element)
        return (values, problems)
    }

    /// The same with the lines of the award's budget, where it asks what was spent on each; without
    /// that question where the award has no budget.
    ///
    /// - Parameters:
    ///   - standing: what stands of the award now; nil where only the questions matter.
    ///   - told: what an earlier return said of each.
    ///   - isEnd: whether it is the last return: less than the budget needs an explanation then.
    func asking(
        _ budget: AwardBudget?, standing: Money?, told: [SpendLine], isEnd: Bool
    ) -> ReturnForm {
        ReturnForm(
            questions: questions.compactMap { question in
                guard var spend = question.spend else { return question }
                guard let budget else { return nil }
                var left = told
                spend.lines = budget.lines.map { line in
                    let place = left.firstIndex { $0.what == line.what && $0.kind == line.kind }
                    return SpendRules.Line(
                        what: line.what, kind: line.kind, budgetPence: line.pence,
                        toldPence: place.flatMap { left.remove(at: $0).spentPence })
                }
                let other = left.total.pence
                spend.lines.append(
                    SpendRules.Line(
                        what: "", kind: nil, budgetPence: 0,
                        toldPence: other > 0 ? other : nil))
                // Nobody can keep to a budget of more than there is.
                spend.asksUnder = isEnd && budget.total <= standing ?? budget.awarded
                var asked = question
                asked.spend = spend
                return asked
            }, fills: fills, againWithinDays: againWithinDays)
    }

    /// Answers as one object, in the order of the questions.
    public func object(_ answers: [String: JSONValue]) -> JSONValue {
        .object(
            questions.compactMap { question in answers[question.key].map { (question.key, $0) } })
    }
}
