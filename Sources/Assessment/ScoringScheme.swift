/// How a round's applications are scored, as `criteria.yaml` says; frozen with the round.
public struct ScoringScheme: Codable, Sendable {
    public struct Criterion: Codable, Sendable {
        public let key: String
        public let title: String
        public let question: String
        /// Hundredths of a percent; all criteria's add up to 10 000.
        public let weightBasisPoints: Int64
        /// What earns each score, by score.
        public let descriptors: [String: String]

        public init(
            key: String, title: String, question: String, weightBasisPoints: Int64,
            descriptors: [String: String]
        ) {
            self.key = key
            self.title = title
            self.question = question
            self.weightBasisPoints = weightBasisPoints
            self.descriptors = descriptors
        }
    }

    public let scaleMinimum: Int64
    public let scaleMaximum: Int64
    /// A word for each score: `Strong`.
    public let labels: [String: String]
    public let criteria: [Criterion]
    /// The criteria whose means part equal scores, in order.
    public let tieBreak: [String]
    /// What a round says besides; nil in rounds that opened before there was anything to say.
    public let rules: ScoreRules?

    public init(
        scaleMinimum: Int64, scaleMaximum: Int64, labels: [String: String], criteria: [Criterion],
        tieBreak: [String], rules: ScoreRules? = nil
    ) {
        self.scaleMinimum = scaleMinimum
        self.scaleMaximum = scaleMaximum
        self.labels = labels
        self.criteria = criteria
        self.tieBreak = tieBreak
        self.rules = rules
    }

    /// The same scheme by the rules of one round.
    public func with(_ rules: ScoreRules) -> ScoringScheme {
        ScoringScheme(
            scaleMinimum: scaleMinimum, scaleMaximum: scaleMaximum, labels: labels,
            criteria: criteria, tieBreak: tieBreak, rules: rules)
    }
}

/// What one round says of its scores.
public struct ScoreRules: Codable, Sendable, Equatable {
    /// Whether a member may say that a criterion does not apply to an application. Such a score
    /// does not count; where nobody's counts, the criterion's weight goes to the others, in
    /// proportion.
    public let allowsNotApplicable: Bool
    /// The least score out of 100 that may be funded, in hundredths of a point.
    public let leastScore: Int64
    /// The least mean on a criterion that may be funded, in hundredths of a step of the scale.
    public let leastMeans: [String: Int64]

    public init(
        allowsNotApplicable: Bool = false, leastScore: Int64 = 0, leastMeans: [String: Int64] = [:]
    ) {
        self.allowsNotApplicable = allowsNotApplicable
        self.leastScore = leastScore
        self.leastMeans = leastMeans
    }

    /// A criterion with a least always applies: it would be passed by otherwise.
    public func takesNotApplicable(on criterion: String) -> Bool {
        allowsNotApplicable && leastMeans[criterion] == nil
    }
}
