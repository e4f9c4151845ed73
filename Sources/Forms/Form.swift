import FundCore

/// The questions of an application form, as `form.yaml` lists them.
public struct Form: Codable, Sendable {
    /// A task of the task list: questions that belong together, some of them on one page.
    public struct Section: Codable, Sendable {
        public let key: String
        public let title: String
        /// The questions of each page, by key; a page is named after its first.
        public let pages: [[String]]

        public init(key: String, title: String, pages: [[String]]) {
            self.key = key
            self.title = title
            self.pages = pages
        }
    }

    /// Every question, in order.
    public let questions: [Question]
    /// How people are led through them; empty where the form is for programs alone.
    public let sections: [Section]

    public init(questions: [Question], sections: [Section] = []) {
        self.questions = questions
        self.sections = sections
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        questions = try values.decode([Question].self, forKey: .questions)
        // Rounds that opened before there were pages have none.
        sections = try values.decodeIfPresent([Section].self, forKey: .sections) ?? []
    }

    public func question(_ key: String) -> Question? {
        questions.first { $0.key == key }
    }
}

public enum QuestionType: String, Codable, Sendable, CaseIterable {
    /// One line.
    case text
    /// Paragraphs.
    case longText
    /// A whole number.
    case number
    /// Pounds and pence; the answer is whole pence.
    case money
    /// A day, `2027-01-31`.
    case date
    /// One of the options.
    case choice
    /// Any of the options.
    case choices
    /// One of the fund's wards.
    case ward
    case postcode
    case email
    case phone
    /// The number of a registered charity or company; checked for its form.
    case organisationNumber
    /// Something the group promises: the answer is `true`.
    case declaration
    /// Files, named by the ids under which they were sent before.
    case file
    /// Lines, each with what it is for and an amount.
    case budget
    /// How much was spent on each line of an award's budget; asked in returns alone.
    case spend

    public var hasOptions: Bool { self == .choice || self == .choices || self == .ward }
}

/// What every application has, whatever the form asks: a question may fill it.
public enum StandardField: String, Codable, Sendable, CaseIterable {
    case organisationName = "organisation.name"
    case registrationNumber = "organisation.registrationNumber"
    case postcode = "organisation.postcode"
    case contactName = "contact.name"
    case contactEmail = "contact.email"
    case contactAddress = "contact.address"
    case title, summary, amountPence, minimumPence, priorities

    /// Without these there is no application.
    public static let needed: [StandardField] = [
        .organisationName, .contactName, .title, .summary, .amountPence, .priorities,
    ]

    /// The types of question that can fill it.
    public var types: [QuestionType] {
        switch self {
        case .organisationName, .contactName, .title: [.text]
        case .registrationNumber: [.organisationNumber, .text]
        case .postcode: [.postcode]
        case .contactEmail: [.email]
        case .contactAddress: [.longText]
        case .summary: [.longText]
        case .amountPence, .minimumPence: [.money]
        case .priorities: [.choices]
        }
    }

    /// How long its text may be.
    public var maximumCharacters: Int {
        switch self {
        case .organisationName, .contactName, .title: 200
        case .registrationNumber: 30
        case .postcode: 12
        case .contactEmail: 254
        case .contactAddress: 400
        default: 5000
        }
    }
}

/// What an answer gives to due diligence. The names of the group and of its contact are looked for
/// without a question's saying so.
public enum Screened: String, Codable, Sendable, CaseIterable {
    /// Another name of the group.
    case organisation
    /// The name of a person.
    case person
    /// The day on which the person was born whom the last question before it named.
    case birthDate
    /// That person's country.
    case country

    /// The types of question that can give it.
    public var types: [QuestionType] {
        self == .birthDate ? [.date] : [.text, .longText]
    }
}

/// When a question is asked: where an earlier one has one of these answers.
public struct ShowCondition: Codable, Sendable {
    public let question: String
    /// Option keys; `true` for a declaration.
    public let values: [String]

    public init(question: String, values: [String]) {
        self.question = question
        self.values = values
    }

    func holds(_ answer: JSONValue?) -> Bool {
        switch answer {
        case .string(let text): values.contains(text)
        case .array(let items): items.contains { values.contains($0.string ?? "") }
        case .bool(let isTrue): values.contains(isTrue ? "true" : "false")
        default: false
        }
    }
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
    public var hint: String?
    public let required: Bool
    /// For text and long text, in characters.
    public var maximumCharacters: Int
    /// For long text.
    public var maximumWords: Int?
    /// For numbers, and for money in pence.
    public var minimum: Int64?
    public var maximum: Int64?
    /// For dates.
    public var earliest: String?
    public var latest: String?
    /// For dates: an earlier question, whose day this one's may not come before.
    public var notBefore: String?
    /// For choices and wards; for budgets the kinds of a line.
    public var options: [Option]
    /// Which of the things that every application has it fills; nil for one of the form's own.
    public var fills: StandardField?
    public var showWhen: ShowCondition?
    /// The criteria that the answer speaks to: the panel reads it beside them.
    public var criteria: [String]
    /// As the form says it; see `isForPanel`.
    public var forPanel = true
    /// What due diligence looks for in the answer; nil where it looks for nothing.
    public var screens: Screened?
    /// For files.
    public var files: FileRules?
    /// For files, which may show more of a group than it writes: whether the panel reads them.
    public var panelSees: Bool?
    /// For budgets.
    public var budget: BudgetRules?
    /// For spend.
    public var spend: SpendRules?
    /// For choices: whether its options are wards of the fund, as they were when the form was read;
    /// nil where they are not, and in rounds that opened before this was kept.
    public var areWards: Bool?

    public init(
        key: String, type: QuestionType, title: String, hint: String? = nil, required: Bool,
        maximumCharacters: Int = 200, options: [Option] = []
    ) {
        self.key = key
        self.type = type
        self.title = title
        self.hint = hint
        self.required = required
        self.maximumCharacters = maximumCharacters
        self.options = options
        criteria = []
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        key = try values.decode(String.self, forKey: .key)
        type = try values.decode(QuestionType.self, forKey: .type)
        title = try values.decode(String.self, forKey: .title)
        hint = try values.decodeIfPresent(String.self, forKey: .hint)
        required = try values.decode(Bool.self, forKey: .required)
        maximumCharacters = try values.decode(Int.self, forKey: .maximumCharacters)
        maximumWords = try values.decodeIfPresent(Int.self, forKey: .maximumWords)
        minimum = try values.decodeIfPresent(Int64.self, forKey: .minimum)
        maximum = try values.decodeIfPresent(Int64.self, forKey: .maximum)
        earliest = try values.decodeIfPresent(String.self, forKey: .earliest)
        latest = try values.decodeIfPresent(String.self, forKey: .latest)
        notBefore = try values.decodeIfPresent(String.self, forKey: .notBefore)
        options = try values.decode([Option].self, forKey: .options)
        areWards = try values.decodeIfPresent(Bool.self, forKey: .areWards)
        fills = try values.decodeIfPresent(StandardField.self, forKey: .fills)
        showWhen = try values.decodeIfPresent(ShowCondition.self, forKey: .showWhen)
        criteria = try values.decodeIfPresent([String].self, forKey: .criteria) ?? []
        forPanel = try values.decodeIfPresent(Bool.self, forKey: .forPanel) ?? true
        screens = try values.decodeIfPresent(Screened.self, forKey: .screens)
        files = try values.decodeIfPresent(FileRules.self, forKey: .files)
        panelSees = try values.decodeIfPresent(Bool.self, forKey: .panelSees)
        budget = try values.decodeIfPresent(BudgetRules.self, forKey: .budget)
        spend = try values.decodeIfPresent(SpendRules.self, forKey: .spend)
    }

    /// Where its answer stands in an application as JSON: `answers.need`, `organisation.name`.
    public var place: String { fills?.rawValue ?? "answers.\(key)" }

    /// Whether the panel reads the answer: how to reach people never, nor what they promise; files
    /// only where the form says so.
    public var isForPanel: Bool {
        forPanel && ![.email, .phone, .declaration].contains(type)
            && (type != .file || panelSees == true)
            && !(fills?.rawValue.hasPrefix("contact.") ?? false)
    }

    /// Whether it is asked, as the others have been answered.
    public func isAsked(_ answers: [String: JSONValue]) -> Bool {
        guard let showWhen else { return true }
        return showWhen.holds(answers[showWhen.question])
    }
}

/// An answer that fits its question.
public struct Answer: Sendable {
    public let question: String
    public let value: JSONValue
}
