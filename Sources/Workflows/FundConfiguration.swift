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
    public let wards: [Question.Option]
    public let rounds: [RoundPlan]
    public let scoring: ScoringScheme
    public let priorities: [Priority]
    /// By the key of the round.
    public let forms: [String: Form]
    public let eligibility: Eligibility
    public let equality: EqualityForm
    public let about: FundAbout
    public let people: [PersonEntry]
    public let exports: [ExportProfile]
    /// The letters of a round with this title.
    public let letters: @Sendable (_ roundTitle: String) -> LetterSettings

    public init(
        fund: Fund, area: FundArea, wards: [Question.Option], rounds: [RoundPlan],
        scoring: ScoringScheme,
        priorities: [Priority], forms: [String: Form], eligibility: Eligibility,
        equality: EqualityForm, about: FundAbout, people: [PersonEntry],
        exports: [ExportProfile],
        letters: @escaping @Sendable (String) -> LetterSettings
    ) {
        self.fund = fund
        self.area = area
        self.wards = wards
        self.rounds = rounds
        self.scoring = scoring
        self.priorities = priorities
        self.forms = forms
        self.eligibility = eligibility
        self.equality = equality
        self.about = about
        self.people = people
        self.exports = exports
        self.letters = letters
    }
}

extension FundConfiguration {
    /// The form of a round; without questions where there is no such round.
    func form(of round: String) -> Form { forms[round] ?? Form(questions: []) }
}
