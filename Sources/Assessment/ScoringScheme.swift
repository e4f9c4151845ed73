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

    public init(
        scaleMinimum: Int64, scaleMaximum: Int64, labels: [String: String], criteria: [Criterion],
        tieBreak: [String]
    ) {
        self.scaleMinimum = scaleMinimum
        self.scaleMaximum = scaleMaximum
        self.labels = labels
        self.criteria = criteria
        self.tieBreak = tieBreak
    }
}
