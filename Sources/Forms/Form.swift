import FundCore

/// The questions of an application form, as `form.yaml` lists them.
public struct Form: Codable, Sendable {
    public let questions: [Question]

    public init(questions: [Question]) {
        self.questions = questions
    }
}

public enum QuestionType: String, Codable, Sendable, CaseIterable {
    /// One line.
    case text
    /// Paragraphs.
    case longText
    /// A whole number.
    case number
    /// One of the options.
    case choice
    /// Any of the options.
    case choices
    /// Something the group promises: the answer is `true`.
    case declaration
}

public struct Question: Codable, Sendable {
    public struct Option: Codable, Sendable {
        public let key: String
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    public let key: String
    public let type: QuestionType
    public let title: String
    public let hint: String?
    public let required: Bool
    /// For text and long text, in characters.
    public let maximumCharacters: Int
    /// For numbers.
    public let minimum: Int64?
    public let maximum: Int64?
    /// For choices.
    public let options: [Option]

    public init(
        key: String, type: QuestionType, title: String, hint: String?, required: Bool,
        maximumCharacters: Int, minimum: Int64?, maximum: Int64?, options: [Option]
    ) {
        self.key = key
        self.type = type
        self.title = title
        self.hint = hint
        self.required = required
        self.maximumCharacters = maximumCharacters
        self.minimum = minimum
        self.maximum = maximum
        self.options = options
    }
}

/// An answer that fits its question.
public struct Answer: Sendable {
    public let question: String
    public let value: JSONValue
}

extension Form {
    /// Checks every answer against its question, unknown and missing ones included.
    ///
    /// - Parameter fields: an object of answers by question key; problems are added to it.
    public func answers(from fields: inout JSONFields) -> [Answer] {
        var answers: [Answer] = []
        for question in questions {
            if let value = question.answer(from: &fields) {
                answers.append(Answer(question: question.key, value: value))
            }
        }
        return answers
    }
}

extension Question {
    func answer(from fields: inout JSONFields) -> JSONValue? {
        switch type {
        case .text, .longText:
            guard let text = fields.text(key, required: required, maximum: maximumCharacters)
            else { return nil }
            guard type == .longText || !text.hasControlCharacters else {
                fields.report(key, "one-line")
                return nil
            }
            return .string(text)
        case .number: return number(from: &fields)
        case .choice:
            guard let text = fields.text(key, required: required, maximum: 200) else { return nil }
            return allowed(text, &fields) ? .string(text) : nil
        case .choices:
            let chosen = fields.textList(key)
            if required && chosen.isEmpty { fields.report(key, "missing") }
            guard !chosen.isEmpty, chosen.allSatisfy({ allowed($0, &fields) }) else { return nil }
            return .array(options.map(\.key).filter(chosen.contains).map { .string($0) })
        case .declaration:
            guard let value = fields.value(key) else {
                if required { fields.report(key, "not-declared") }
                return nil
            }
            guard case .bool(let declared) = value else {
                fields.report(key, "not-declared")
                return nil
            }
            if required && !declared { fields.report(key, "not-declared") }
            return value
        }
    }

    private func number(from fields: inout JSONFields) -> JSONValue? {
        guard let number = fields.wholeNumber(key, required: required) else { return nil }
        if let minimum, number < minimum {
            fields.report(key, "too-small", ["minimum": "\(minimum)"])
            return nil
        }
        if let maximum, number > maximum {
            fields.report(key, "too-large", ["maximum": "\(maximum)"])
            return nil
        }
        return .int(number)
    }

    private func allowed(_ text: String, _ fields: inout JSONFields) -> Bool {
        if options.contains(where: { $0.key == text }) { return true }
        fields.report(
            key, "not-an-option",
            ["value": text, "options": options.map(\.key).joined(separator: ", ")])
        return false
    }
}
