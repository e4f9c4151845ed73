/// What figures about who applied and who was funded may tell. A round keeps them as they were when
/// it opened: figures told by one threshold and then by another would give away what lies between.
public struct ReachRules: Codable, Sendable, Equatable {
    /// The bands of a number that the form asks for.
    public struct Size: Codable, Sendable, Equatable {
        /// A question of the form whose answer is a whole number.
        public let question: String
        /// Where each band begins, rising; the last has no end.
        public let from: [Int64]

        public init(question: String, from: [Int64]) {
            self.question = question
            self.from = from
        }

        /// The band that a number is in, by its place; nil below the first.
        public func band(of number: Int64) -> Int? { from.lastIndex { $0 <= number } }

        /// Names a band: `1-9`, and `500-` of the last.
        public func key(_ band: Int) -> String {
            band + 1 < from.count ? "\(from[band])-\(from[band + 1] - 1)" : "\(from[band])-"
        }
    }

    /// The least number that a file may set.
    public static let leastMinimum: Int64 = 3

    /// No number of applications under this is told.
    public let minimum: Int64
    /// What amounts are rounded to, in pence.
    public let nearestPence: Int64
    /// nil where no question tells how big a group or project is.
    public let size: Size?

    public init(minimum: Int64 = 5, nearestPence: Int64 = 50_000, size: Size? = nil) {
        self.minimum = minimum
        self.nearestPence = nearestPence
        self.size = size
    }
}
