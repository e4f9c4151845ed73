import FundCore

/// What a return asks of spend: how much went to each line of the award's budget.
public struct SpendRules: Codable, Sendable {
    /// A line of the budget, and what an earlier return told of it.
    public struct Line: Codable, Sendable, Equatable {
        /// Empty for whatever no line of the budget is for.
        public let what: String
        public let kind: String?
        public let budgetPence: Int64
        public let toldPence: Int64?

        public init(what: String, kind: String?, budgetPence: Int64, toldPence: Int64?) {
            self.what = what
            self.kind = kind
            self.budgetPence = budgetPence
            self.toldPence = toldPence
        }

        public var isOther: Bool { what.isEmpty }
    }

    /// Only awards of at least so much are asked; nil for all.
    public let fromPence: Int64?
    /// A line that differs from its budget by more than this share of it, and by more than the
    /// amount, needs an explanation.
    public let percent: Int64
    public let overPence: Int64
    /// As the award's budget stands; empty in the officer's files.
    public var lines: [Line] = []
    /// Whether less than the budget needs an explanation too.
    public var asksUnder = false

    public init(fromPence: Int64?, percent: Int64, overPence: Int64) {
        self.fromPence = fromPence
        self.percent = percent
        self.overPence = overPence
    }

    /// Whether what was spent is so far from the budget that it needs an explanation.
    public func needsExplanation(_ line: Line, spent: Int64) -> Bool {
        let difference = spent - line.budgetPence
        guard difference > 0 || asksUnder else { return false }
        let size = Int64(difference.magnitude)
        // 99,999,999,999 pence × 100 is far within 64 bits.
        return size > overPence && size * 100 > line.budgetPence * percent
    }
}

/// What a return says of one line of a budget.
public struct SpendLine: Sendable, Equatable {
    /// From 1.
    public let line: Int64
    /// Empty for whatever no line of the budget is for.
    public let what: String
    public let kind: String?
    public let budgetPence: Int64
    /// nil while it is not told.
    public let spentPence: Int64?
    public let because: String?

    init(
        line: Int64, _ asked: SpendRules.Line, spentPence: Int64?, because: String?
    ) {
        self.line = line
        what = asked.what
        kind = asked.kind
        budgetPence = asked.budgetPence
        self.spentPence = spentPence
        self.because = because
    }

    /// nil where it is no line that has been checked.
    init?(_ json: JSONValue) {
        guard let line = json["line"]?.int, let budgetPence = json["budgetPence"]?.int else {
            return nil
        }
        self.line = line
        what = json["what"]?.string ?? ""
        kind = json["kind"]?.string
        self.budgetPence = budgetPence
        spentPence = json["spentPence"]?.int
        because = json["because"]?.string
    }

    public var budget: Money { Money(pence: budgetPence) }
    public var spent: Money { Money(pence: spentPence ?? 0) }

    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [("line", .int(line))]
        if !what.isEmpty { members.append(("what", .string(what))) }
        if let kind { members.append(("kind", .string(kind))) }
        members.append(("budgetPence", .int(budgetPence)))
        if let spentPence { members.append(("spentPence", .int(spentPence))) }
        if let because { members.append(("because", .string(because))) }
        return .object(members)
    }
}

extension JSONValue {
    /// What was told of each line of a budget; nil where it says nothing of such.
    public var spendLines: [SpendLine]? {
        guard let array, !array.isEmpty else { return nil }
        let lines = array.compactMap { SpendLine($0) }
        return lines.count == array.count ? lines : nil
    }
}

extension [SpendLine] {
    public var total: Money { Money(pence: reduce(0) { $0 + ($1.spentPence ?? 0) }) }
}

extension Question {
    private static let greatestBecause = 500
    private static let members: Set<String> = [
        "line", "what", "kind", "budgetPence", "spentPence", "because",
    ]

    public var spendLines: [SpendRules.Line] { spend?.lines ?? [] }

    /// A list of objects with `line`, `spentPence` and perhaps `because`. Lines may be missing: see
    /// `spendGaps`.
    func spend(from fields: inout JSONFields) -> JSONValue? {
        guard let value = fields.value(key) else {
            if required { fields.report(key, "missing") }
            return nil
        }
        guard let items = value.array, items.count <= BudgetRules.greatestLines + 1 else {
            fields.report(key, "not-spend")
            return nil
        }
        // What was written before the budget was changed is of other lines: said once, of them all.
        guard !items.contains(where: isOfAnotherLine) else {
            fields.report(key, "spend-line-changed")
            return nil
        }
        var told: [Int64: SpendLine] = [:]
        var isRight = true
        for item in items {
            guard let line = spendLine(item, &fields) else {
                isRight = false
                continue
            }
            if told.updateValue(line, forKey: line.line) != nil {
                isRight = false
                fields.report(key, "spend-line-twice", ["line": "\(line.line)"])
            }
        }
        guard isRight else { return nil }
        guard !told.isEmpty else {
            if required { fields.report(key, "missing") }
            return nil
        }
        return .array(told.values.sorted { $0.line < $1.line }.map(\.json))
    }

    private func spendLine(_ json: JSONValue, _ fields: inout JSONFields) -> SpendLine? {
        guard case .object(let members) = json,
            Set(members.map(\.key)).isSubset(of: Self.members), let number = json["line"]?.int,
            (1...Int64(max(1, spendLines.count))).contains(number), !spendLines.isEmpty
        else {
            fields.report(key, "spend-line-shape", ["lines": "\(spendLines.count)"])
            return nil
        }
        let asked = spendLines[Int(number) - 1]
        let place = ["line": "\(number)", "what": asked.what]
        let pence = json["spentPence"]
        if !pence.isNothing, !(0...Money.greatest.pence).contains(pence?.int ?? -1) {
            fields.report(key, "spend-line-amount", place)
            return nil
        }
        let because = json["because"]
        guard because.isNothing || because?.string != nil else {
            fields.report(key, "spend-line-shape", ["lines": "\(spendLines.count)"])
            return nil
        }
        let words = (because?.string ?? "").trimmed
        guard words.unicodeScalars.count <= Self.greatestBecause else {
            fields.report(
                key, "spend-line-long",
                place.merging(["maximum": "\(Self.greatestBecause)"]) { first, _ in first })
            return nil
        }
        return SpendLine(
            line: number, asked, spentPence: pence?.int, because: words.isEmpty ? nil : words)
    }

    /// What is missing in what is told of a budget, before it can be sent.
    ///
    /// - Parameter spent: what is told to have been spent in all; nil where it is not told.
    public func spendGaps(_ value: JSONValue, spent: Money?) -> [FieldProblem] {
        guard let spend else { return [] }
        let told = value.spendLines ?? []
        var problems: [FieldProblem] = []
        for (index, line) in spend.lines.enumerated() {
            let said = told.first { $0.line == Int64(index + 1) }
            guard let pence = said?.spentPence else {
                // Nothing need be said of what is not in the budget.
                if !line.isOther {
                    problems.append(FieldProblem(key, "spend-line-missing", ["what": line.what]))
                }
                continue
            }
            if said?.because == nil, spend.needsExplanation(line, spent: pence) {
                problems.append(
                    FieldProblem(
                        key, line.isOther ? "spend-other-because" : "spend-line-because",
                        [
                            "what": line.what, "budget": Money(pence: line.budgetPence).words,
                            "spent": Money(pence: pence).words,
                        ]))
            }
        }
        if problems.allSatisfy({ $0.code != "spend-line-missing" }), let spent,
            told.total != spent
        {
            problems.append(
                FieldProblem(
                    key, "spend-total",
                    [
                        "lines": told.total.words, "spent": spent.words,
                        "difference": Money(
                            pence: Int64((told.total.pence - spent.pence).magnitude)
                        ).words,
                    ]))
        }
        return problems
    }
}
