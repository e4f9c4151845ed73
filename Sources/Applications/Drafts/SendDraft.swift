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
    public func problems(
        with value: JSONValue?, for question: Question, among answers: [String: JSONValue]
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
        if problems.isEmpty, let problem = question.problem(with: value, among: answers) {
            problems.append(problem)
        }
        if problems.isEmpty, question.fills == .contactAddress,
            !(value.string?.isAddressLines ?? true)
        {
            problems.append(FieldProblem(question.key, "address-lines"))
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
