import Applications
import Assessment
import Correspondence
import Forms
import FundCore
import Identity
import Payments
import Rounds

/// Everything that the officer's files say, read and checked. Bootstrap makes it.
public struct FundConfiguration: Sendable {
    public let fund: Fund
    public let area: FundArea
    public let rounds: [RoundPlan]
    public let scoring: ScoringScheme
    public let priorities: [Priority]
    public let form: Form
    public let people: [PersonEntry]
    public let exports: [ExportProfile]
    /// The letters of a round with this title.
    public let letters: @Sendable (_ roundTitle: String) -> LetterSettings

    public init(
        fund: Fund, area: FundArea, rounds: [RoundPlan], scoring: ScoringScheme,
        priorities: [Priority], form: Form, people: [PersonEntry], exports: [ExportProfile],
        letters: @escaping @Sendable (String) -> LetterSettings
    ) {
        self.fund = fund
        self.area = area
        self.rounds = rounds
        self.scoring = scoring
        self.priorities = priorities
        self.form = form
        self.people = people
        self.exports = exports
        self.letters = letters
    }
}

/// What a frozen round keeps of the organisation that runs it.
struct FrozenOrganisation: Codable {
    let area: FundArea
    let referencePrefix: String
}
