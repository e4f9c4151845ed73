/// What a group is asked before it writes anything, so that nobody spends an evening on a fund that
/// is not for them.
public struct Eligibility: Codable, Sendable {
    public struct Question: Codable, Sendable {
        public let key: String
        public let title: String
        public let hint: String?
        /// Whether "yes" is the answer that fits the fund.
        public let fitsYes: Bool
        /// Why the fund is not for a group that answers otherwise.
        public let otherwise: String
        public let tryInstead: String

        public init(
            key: String, title: String, hint: String?, fitsYes: Bool, otherwise: String,
            tryInstead: String
        ) {
            self.key = key
            self.title = title
            self.hint = hint
            self.fitsYes = fitsYes
            self.otherwise = otherwise
            self.tryInstead = tryInstead
        }
    }

    public let questions: [Question]

    public init(questions: [Question]) {
        self.questions = questions
    }
}

/// What a group may tell about whom its project mainly serves and who leads it (Equality Act 2010,
/// section 149): all of it optional, kept apart from what is assessed.
public struct EqualityForm: Codable, Sendable {
    public struct Question: Codable, Sendable {
        public let key: String
        public let title: String
        /// Whether several options may be chosen.
        public let isMany: Bool
        public let options: [Forms.Question.Option]

        public init(
            key: String, title: String, isMany: Bool, options: [Forms.Question.Option]
        ) {
            self.key = key
            self.title = title
            self.isMany = isMany
            self.options = options
        }
    }

    public let intro: String
    public let questions: [Question]
    /// What figures of the answers may tell; nil of rounds that opened before this was kept.
    public let figures: ReachRules?

    public init(intro: String, questions: [Question], figures: ReachRules? = nil) {
        self.intro = intro
        self.questions = questions
        self.figures = figures
    }
}
