import Forms
import FundCore
import FundStore

extension Form {
    /// A draft's answers as an application that a program would send.
    public func application(
        from answers: [String: JSONValue], language: String
    ) -> JSONValue {
        var top: [(key: String, value: JSONValue)] = []
        var groups: [String: [(key: String, value: JSONValue)]] = [
            "contact": [("language", .string(language))]
        ]
        var own: [(key: String, value: JSONValue)] = []
        for question in asked(answers) {
            guard let value = answers[question.key] else { continue }
            guard let field = question.fills else {
                own.append((question.key, value))
                continue
            }
            let parts = field.rawValue.split(separator: ".").map(String.init)
            if parts.count == 2 {
                groups[parts[0], default: []].append((parts[1], value))
            } else {
                top.append((parts[0], value))
            }
        }
        for key in ["organisation", "contact"] { top.append((key, .object(groups[key] ?? []))) }
        return .object(top + [("answers", .object(own))])
    }
}

extension ApplicationRules {
    /// Everything that is wrong with one answer of a draft: what the form says, and what the round
    /// does.
    ///
    /// - Parameter isLater: whether they come back to it: a budget need not come to its total yet,
    ///   nor its lines be whole.
    public func problems(
        with value: JSONValue?, for question: Question, among answers: [String: JSONValue],
        isLater: Bool = false
    ) -> [FieldProblem] {
        guard let value else {
            guard question.required else { return [] }
            return [
                FieldProblem(
                    question.key,
                    question.type == .file
                        ? "upload-missing"
                        : question.type == .declaration
                            ? "not-declared"
                            : question.type == .choices
                                ? "choose-some"
                                : question.type.hasOptions ? "choose-one" : "missing")
            ]
        }
        var problems = question.problems(with: value)
        if isLater, question.type == .budget {
            problems.removeAll { BudgetRules.unfinished.contains($0.code) }
        }
        if problems.isEmpty, let problem = question.problem(with: value, among: answers) {
            problems.append(problem)
        }
        if problems.isEmpty, question.fills == .contactAddress,
            !(value.string?.isAddressLines ?? true)
        {
            problems.append(FieldProblem(question.key, "address-lines"))
        }
        if problems.isEmpty, question.type == .budget {
            guard !isLater else { return [] }
            let asked = form.questions.first { $0.fills == .amountPence }?.key
            let requested = asked.flatMap { answers[$0]?.int }.map { Money(pence: $0) }
            return question.totalProblem(value, requested: requested).map { [$0] } ?? []
        }
        guard problems.isEmpty, let pence = value.int else { return problems }
        switch question.fills {
        case .amountPence where !requests.contains(Money(pence: pence)):
            return [
                FieldProblem(
                    question.key, "amount-limits",
                    [
                        "minimum": requests.lowerBound.words,
                        "maximum": requests.upperBound.words, "amount": Money(pence: pence).words,
                    ])
            ]
        case .minimumPence:
            let asked = form.questions.first { $0.fills == .amountPence }?.key
            let most = asked.flatMap { answers[$0]?.int } ?? requests.upperBound.pence
            guard pence < 1 || pence > most else { return [] }
            return [
                FieldProblem(
                    question.key, "minimum-amount", ["maximum": Money(pence: most).words])
            ]
        default: return []
        }
    }
}
