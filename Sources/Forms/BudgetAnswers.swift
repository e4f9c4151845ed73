import FundCore

/// One line of a budget: what it is for, and how much of the money.
public struct BudgetLine: Codable, Sendable, Equatable {
    public let what: String
    /// The key of one of the question's kinds, or of an award's budget its words; nil where none is
    /// named.
    public let kind: String?
    public let pence: Int64

    public init(what: String, kind: String?, pence: Int64) {
        self.what = what
        self.kind = kind
        self.pence = pence
    }

    /// nil where it is no line that has been checked.
    public init?(_ json: JSONValue) {
        guard let what = json["what"]?.string, let pence = json["amountPence"]?.int else {
            return nil
        }
        self.init(what: what, kind: json["kind"]?.string, pence: pence)
    }

    public var amount: Money { Money(pence: pence) }

    public var json: JSONValue {
        .object(
            [("what", .string(what))] + (kind.map { [("kind", .string($0))] } ?? [])
                + [("amountPence", .int(pence))])
    }
}

extension [BudgetLine] {
    public var total: Money { Money(pence: reduce(0) { $0 + $1.pence }) }
}

extension JSONValue {
    /// The lines of a budget; nil where it is none.
    public var budgetLines: [BudgetLine]? {
        guard let array, !array.isEmpty else { return nil }
        let lines = array.compactMap { BudgetLine($0) }
        return lines.count == array.count ? lines : nil
    }
}

/// What a question takes as a budget. The kinds of a line are the question's options.
public struct BudgetRules: Codable, Sendable, Equatable {
    public static let greatestLines = 30
    public static let greatestWhat = 100
    public static let greatestKind = 60
    /// What is wrong with a line of which a part is missing, so that it can wait for that.
    public static let unfinished: Set<String> = ["budget-line-what", "budget-line-no-amount"]

    /// The most lines.
    public let lines: Int
    /// Whether they must come to the amount that is asked for.
    public let isTotal: Bool
    /// Whether any words may be a line's kind.
    public let takesAnyKind: Bool

    public init(lines: Int = 12, isTotal: Bool = false, takesAnyKind: Bool = false) {
        self.lines = lines
        self.isTotal = isTotal
        self.takesAnyKind = takesAnyKind
    }
}

extension Question {
    /// The lines that officers agree with a group: any kinds, in any words.
    public static var agreedBudget: Question {
        var question = Question(key: "lines", type: .budget, title: "", required: true)
        question.budget = BudgetRules(lines: BudgetRules.greatestLines, takesAnyKind: true)
        return question
    }

    public var budgetRules: BudgetRules { budget ?? BudgetRules() }

    /// What is wrong with lines that must come to the amount asked for; nil where nothing is.
    public func totalProblem(_ value: JSONValue, requested: Money?) -> FieldProblem? {
        guard budgetRules.isTotal, let requested, let total = value.budgetLines?.total,
            total != requested
        else { return nil }
        let difference = Money(pence: Int64((total.pence - requested.pence).magnitude))
        return FieldProblem(
            key, total > requested ? "budget-total-over" : "budget-total-under",
            [
                "total": total.words, "requested": requested.words,
                "difference": difference.words,
            ])
    }

    /// A list of objects with `what`, `amountPence` and perhaps `kind`; empty ones count as nothing.
    func budget(from fields: inout JSONFields) -> JSONValue? {
        guard let value = fields.value(key) else {
            if required { fields.report(key, "missing") }
            return nil
        }
        guard let items = value.array else {
            fields.report(key, "not-budget")
            return nil
        }
        let filled = items.enumerated().filter { !$0.element.isEmptyLine }
        guard !filled.isEmpty else {
            if required { fields.report(key, "missing") }
            return nil
        }
        guard filled.count <= budgetRules.lines else {
            fields.report(key, "budget-too-many", ["maximum": "\(budgetRules.lines)"])
            return nil
        }
        let lines = filled.compactMap { line($0.element, number: $0.offset + 1, &fields) }
        return lines.count == filled.count ? .array(lines.map(\.json)) : nil
    }

    private func line(
        _ json: JSONValue, number: Int, _ fields: inout JSONFields
    ) -> BudgetLine? {
        let place = ["line": "\(number)"]
        guard case .object(let members) = json,
            Set(members.map(\.key)).isSubset(of: ["what", "kind", "amountPence"])
        else {
            fields.report(key, "budget-line-shape", place)
            return nil
        }
        var isRight = true
        func report(_ code: String, _ more: [String: String] = [:]) {
            isRight = false
            fields.report(key, code, place.merging(more) { first, _ in first })
        }
        let what = (json["what"]?.string ?? "").trimmed
        if what.isEmpty {
            report("budget-line-what")
        } else if what.hasControlCharacters {
            report("budget-line-one-line")
        } else if what.unicodeScalars.count > BudgetRules.greatestWhat {
            report("budget-line-long", ["maximum": "\(BudgetRules.greatestWhat)"])
        }
        let amount = json["amountPence"]?.int ?? 0
        if json["amountPence"].isNothing {
            report("budget-line-no-amount")
        } else if !(1...Money.greatest.pence).contains(amount) {
            report("budget-line-amount")
        }
        let kind = (json["kind"]?.string ?? "").trimmed
        if !json["kind"].isNothing, !isKind(kind) {
            report(
                "budget-line-kind",
                ["value": kind, "options": options.map(\.key).joined(separator: ", ")])
        }
        return isRight
            ? BudgetLine(what: what, kind: kind.isEmpty ? nil : kind, pence: amount) : nil
    }

    private func isKind(_ kind: String) -> Bool {
        guard budgetRules.takesAnyKind else { return options.contains { $0.key == kind } }
        return !kind.isEmpty && !kind.hasControlCharacters
            && kind.unicodeScalars.count <= BudgetRules.greatestKind
    }

    // MARK: On pages

    /// The names of the fields of a line, from 1.
    public func lineField(_ number: Int, _ part: String) -> String { "\(key).\(number).\(part)" }

    /// The number of the last line in which anything stands; 0 where nothing does.
    public func lastLine(_ typed: TypedFields) -> Int {
        (1...budgetRules.lines).last { number in
            ["what", "kind", "amount"].contains { !typed[lineField(number, $0)].isEmpty }
        } ?? 0
    }

    /// What was typed, line by line; an amount that cannot be read stays as it is, to be refused.
    func readBudget(_ typed: TypedFields) -> TypedAnswer {
        let last = lastLine(typed)
        guard last > 0 else { return .nothing }
        return .value(.array((1...last).map { typedLine($0, typed) }))
    }

    private func typedLine(_ number: Int, _ typed: TypedFields) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        for part in ["what", "kind"] {
            let text = typed[lineField(number, part)]
            if !text.isEmpty { members.append((part, .string(text))) }
        }
        let amount = typed[lineField(number, "amount")].westernDigits
        if !amount.isEmpty { members.append(("amountPence", Self.pence(typed: amount))) }
        return .object(members)
    }

    /// Whole pence; what cannot be read as money stays as it was typed.
    static func pence(typed amount: String) -> JSONValue {
        guard let money = Money(written: amount) else { return .string(amount) }
        return .int(money.pence)
    }

    /// Also of lines that are not whole yet.
    func typedBudget(_ value: JSONValue) -> [(name: String, value: String)] {
        (value.array ?? []).enumerated().flatMap {
            index, line -> [(name: String, value: String)] in
            let pence = line["amountPence"]?.int
            return [
                (name: lineField(index + 1, "what"), value: line["what"]?.string ?? ""),
                (name: lineField(index + 1, "kind"), value: line["kind"]?.string ?? ""),
                (
                    name: lineField(index + 1, "amount"),
                    value: pence.map { Money(pence: $0).plainPounds } ?? ""
                ),
            ]
        }
    }
}

extension JSONValue? {
    /// Whether it is absent, null or blank.
    var isNothing: Bool {
        switch self {
        case nil, .null: true
        case .string(let text): text.trimmed.isEmpty
        default: false
        }
    }
}

extension JSONValue {
    /// Whether nothing stands in a line.
    fileprivate var isEmptyLine: Bool {
        switch self {
        case .null: true
        case .object(let members):
            members.allSatisfy {
                ["what", "kind", "amountPence"].contains($0.key) && Optional($0.value).isNothing
            }
        default: false
        }
    }
}

extension Form {
    /// The first budget among answers, with the words of its kinds; nil where there is none.
    ///
    /// - Parameter answers: by the key of the question.
    public func budget(in answers: [String: JSONValue]) -> [BudgetLine]? {
        for question in questions where question.type == .budget {
            guard let lines = answers[question.key]?.budgetLines else { continue }
            return lines.map { line in
                BudgetLine(
                    what: line.what,
                    kind: line.kind.map { kind in
                        question.options.first { $0.key == kind }?.title ?? kind
                    }, pence: line.pence)
            }
        }
        return nil
    }
}
