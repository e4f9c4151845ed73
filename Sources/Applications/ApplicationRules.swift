import Forms
import FundCore
import FundStore
import Rounds

/// What a round asks of an application, as it was frozen when the round opened.
public struct ApplicationRules: Sendable {
    public let round: RoundID
    public let requests: ClosedRange<Money>
    public let form: Form
    public let priorities: [String]
    public let area: FundArea
    public let referencePrefix: String

    public init(of round: Round, _ rounds: RoundsModule, in tx: borrowing ReadTx) throws {
        let organisation = try rounds.section(
            .organisation, of: round.id, as: FrozenOrganisation.self, in: tx)
        self.round = round.id
        requests = round.plan.requests
        form = try rounds.section(.form, of: round.id, as: Form.self, in: tx)
        priorities = try rounds.section(
            .priorities, of: round.id, as: [Priority].self, in: tx
        ).map(\.key)
        area = organisation.area
        referencePrefix = organisation.referencePrefix
    }
}

/// What a round keeps of the organisation that runs it.
public struct FrozenOrganisation: Codable, Sendable {
    public let area: FundArea
    public let referencePrefix: String

    public init(area: FundArea, referencePrefix: String) {
        self.area = area
        self.referencePrefix = referencePrefix
    }
}
