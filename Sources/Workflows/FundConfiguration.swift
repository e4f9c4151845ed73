import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import Forms
import FundCore
import FundStore
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
    /// What each round asks for, by its key.
    public let rules: [String: RoundRules]
    public let eligibility: Eligibility
    public let equality: EqualityForm
    public let about: FundAbout
    public let people: [PersonEntry]
    public let exports: [ExportProfile]
    /// The files that a bank takes payments from.
    public let bankFiles: [BankFileProfile]
    /// The files of rows that a bank tells of payments in.
    public let bankResults: [BankTableProfile]
    public let payments: PaymentRules
    public let bankHolidays: BankHolidays
    /// What each stage of a commissioning cycle asks.
    public let commissioning: [StageRules]
    /// What is measured to see whether the area changes.
    public let indicators: [Indicator]
    /// What groups with an award are asked about it; nil where the files ask nothing.
    public let monitoring: MonitoringRules?
    public let tension: TensionRules
    /// What those who take part in projects are asked; nil where the files ask nothing.
    public let surveys: SurveyForm?
    /// How large the files may be that groups send.
    public let files: FileRules
    /// What the plan of a commissioning cycle goes by.
    public let planning: PlanRules
    /// The communities of the area, and how its wards lie.
    public let areas: AreaRules
    /// How awards are published; nil where the files do not say.
    public let publishing: PublishingRules?
    /// How long personal data is kept; nil where the files say nothing.
    public let retention: RetentionPolicy?
    /// The letters of a round with this title.
    public let letters: @Sendable (_ roundTitle: String) -> LetterSettings

    public init(
        fund: Fund, area: FundArea, wards: [Question.Option], rounds: [RoundPlan],
        scoring: ScoringScheme,
        priorities: [Priority], rules: [String: RoundRules], eligibility: Eligibility,
        equality: EqualityForm, about: FundAbout, people: [PersonEntry],
        exports: [ExportProfile], bankFiles: [BankFileProfile],
        bankResults: [BankTableProfile], payments: PaymentRules, bankHolidays: BankHolidays,
        commissioning: [StageRules], indicators: [Indicator], monitoring: MonitoringRules?,
        tension: TensionRules, surveys: SurveyForm?, files: FileRules = .standard,
        planning: PlanRules, areas: AreaRules, publishing: PublishingRules? = nil,
        retention: RetentionPolicy? = nil,
        letters: @escaping @Sendable (String) -> LetterSettings
    ) {
        self.fund = fund
        self.area = area
        self.wards = wards
        self.rounds = rounds
        self.scoring = scoring
        self.priorities = priorities
        self.rules = rules
        self.eligibility = eligibility
        self.equality = equality
        self.about = about
        self.people = people
        self.exports = exports
        self.bankFiles = bankFiles
        self.bankResults = bankResults
        self.payments = payments
        self.bankHolidays = bankHolidays
        self.commissioning = commissioning
        self.indicators = indicators
        self.monitoring = monitoring
        self.tension = tension
        self.surveys = surveys
        self.files = files
        self.planning = planning
        self.areas = areas
        self.publishing = publishing
        self.retention = retention
        self.letters = letters
    }
}

extension FundConfiguration {
    /// What a round asks for; no questions and no controls where the files have no such round.
    func rules(of round: String) -> RoundRules { rules[round] ?? RoundRules() }

    /// What is measured, and the wards that it is measured in.
    public var indicatorBook: IndicatorBook {
        IndicatorBook(
            indicators: indicators,
            wards: wards.map { IndicatorWard(key: $0.key, title: $0.title) })
    }
}

/// What one round asks for, besides what all rounds of the fund share.
public struct RoundRules: Sendable {
    public let form: Form
    public internal(set) var controls: Controls
    public let scores: ScoreRules
    public let panels: PanelRules
    /// What `Control.callIn` goes by.
    public let callIn: CallInPeriod
    /// How much of the money may, or shall, go to one ward or one priority.
    public let limits: [AllocationLimit]
    public let appeals: AppealRules
    public let letters: LetterRules
    /// Which lists names are looked for in, and what counts as like.
    public let screening: ScreeningRules
    /// What `Control.bankVerification` goes by.
    public let bank: BankRules
    /// What `Control.agreement` goes by.
    public let agreement: AgreementRules

    public init(
        form: Form = Form(questions: []), controls: Controls = Controls(),
        scores: ScoreRules = ScoreRules(), panels: PanelRules = .one(""),
        callIn: CallInPeriod = .standard, limits: [AllocationLimit] = [],
        appeals: AppealRules = AppealRules(), letters: LetterRules = LetterRules(),
        screening: ScreeningRules = .usual, bank: BankRules = BankRules(),
        agreement: AgreementRules = AgreementRules()
    ) {
        self.form = form
        self.controls = controls
        self.scores = scores
        self.panels = panels
        self.callIn = callIn
        self.limits = limits
        self.appeals = appeals
        self.letters = letters
        self.screening = screening
        self.bank = bank
        self.agreement = agreement
    }
}
