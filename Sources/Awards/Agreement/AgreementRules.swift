import FundCore

/// What a round offers its awards by.
public struct AgreementRules: Codable, Sendable, Equatable {
    /// How many days a group has to accept an offer.
    public let acceptWithinDays: Int64
    /// How long a project lasts that does not say, in days from the offer.
    public let lastsDays: Int64
    /// The questions of the form that say when a project starts and ends, by key.
    public let startQuestion: String?
    public let endQuestion: String?
    /// The most that an enterprise may be given as minimal financial assistance in three financial
    /// years (Subsidy Control Act 2022, s. 36).
    public let assistanceCapPence: Int64
    /// What the money may be spent on, and what every group agrees to, as sentences.
    public let permittedCosts: [String]
    public let conditions: [String]

    public var assistanceCap: Money { Money(pence: assistanceCapPence) }

    public static let statutoryCap = Money(pence: 31_500_000)

    public init(
        acceptWithinDays: Int64 = 28, lastsDays: Int64 = 365, startQuestion: String? = nil,
        endQuestion: String? = nil, assistanceCap: Money = statutoryCap,
        permittedCosts: [String] = [], conditions: [String] = []
    ) {
        self.acceptWithinDays = acceptWithinDays
        self.lastsDays = lastsDays
        self.startQuestion = startQuestion
        self.endQuestion = endQuestion
        assistanceCapPence = assistanceCap.pence
        self.permittedCosts = permittedCosts
        self.conditions = conditions
    }
}
