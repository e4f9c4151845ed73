import Applications
import Assessment
import Awards
import Bootstrap
import Correspondence
import FundCore
import FundStore
import Publishing
import Rounds
import TestSupport
import Workflows

/// A round of £30,000 that holds meetings and was decided on 15 January 2027: two groups have
/// £10,000 each and £10,000 is free; three are on the reserve list in this order, with £6,000
/// (£3,000 at the least), £5,000 (all of it) and £2,000 (£1,000); one is put off, and one declined.
struct ReservedRound {
    static let record = DecisionRecord(
        recommendation: "Give to the first two.", outcomes: "Neighbours who know each other.",
        alternatives: "Giving less to more groups: too little for any of them.")

    let fund: TestFund
    let references: [String]
    var flow: Workflows { fund.workflows }
    var first: String { references[2] }
    var second: String { references[3] }
    var third: String { references[4] }
    var putOff: String { references[5] }
    var declined: String { references[6] }

    /// - Parameters:
    ///   - callIn: whether decisions are published and can be called in; its own is in effect.
    ///   - agreement: whether nothing is owed before a group agrees.
    ///   - gate: whether decision letters leave once they were found whole.
    ///   - screening: whether nothing is awarded before names were looked for; they were, in lists of
    ///     10 January.
    ///   - bank: whether money goes to bank details that groups give.
    init(
        callIn: Bool = false, agreement: Bool = false, gate: Bool = false,
        screening: Bool = false, bank: Bool = false
    ) throws {
        let controls =
            "meeting: true" + (callIn ? ", callIn: true" : "")
            + (agreement ? ", agreement: true" : "") + (gate ? ", letterGate: true" : "")
            + (screening ? ", screening: true" : "") + (bank ? ", bankVerification: true" : "")
        fund = try TestFund(
            edits: [
                (
                    "Config/rounds.yaml", "controls: {}",
                    """
                    controls: {\(controls)}
                        panel: {panels: {main: {title: The panel, quorum: 1}}}
                    """
                        + (callIn
                            ? "\n    callIn: {workingDays: 5, countPublicationDay: true}" : "")
                        + (agreement
                            ? "\n    agreement: {acceptWithinDays: 28, lastsDays: 365, "
                                + "permittedCosts: [Rooms.], conditions: [Receipts are kept.]}"
                            : "")
                        + (bank ? "\n    bank: {coolingOffDays: 5}" : "")
                ),
                (
                    "Config/people.yaml", "name: Decision Maker Two, roles: [decisionMaker]",
                    "name: Decision Maker Two, roles: [decisionMaker, officer]"
                ),
            ])
        references = try fund.decidable(
            [
                (1_000_000, nil), (1_000_000, nil), (600_000, 300_000), (500_000, nil),
                (200_000, 100_000), (300_000, nil), (400_000, nil),
            ], email: true)
        fund.setTime("2027-01-15T10:00")
        let officer = try fund.person("officer")
        _ = try fund.workflows.openMeeting(round: "round-1", as: officer)
        try fund.workflows.recordAttendance(
            round: "round-1", present: ["p1@example.org"], apologies: [], as: officer)
        let kinds: [RecommendationKind] = [
            .fund, .fund, .reserve, .reserve, .reserve, .defer, .decline,
        ]
        for (reference, kind) in zip(references, kinds) {
            try fund.workflows.recommend(
                reference, MeetingEntry(kind: kind), of: "round-1", as: officer)
        }
        _ = try fund.workflows.signMeeting(
            round: "round-1", chair: "p1@example.org", as: officer)
        if screening {
            try fund.importList(.ukSanctions, MadeUpLists.sanctions(day: "10-Jan-2027"))
            try fund.importList(.proscribed, MadeUpLists.proscribed(day: "10-Jan-2027"))
            _ = try fund.workflows.runScreening(round: "round-1", as: officer)
        }
        _ = try fund.workflows.propose(round: "round-1", as: officer)
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "As recommended",
            as: try fund.person("decider"))
        guard callIn else { return }
        let decider = try fund.person("decider")
        try fund.workflows.writeRecord(Self.record, ofRound: "round-1", as: decider)
        _ = try fund.workflows.publishDecision(
            round: "round-1", on: nil, holidays: try holidays(), as: decider)
        // Friday 15 January and five working days: in effect from the 22nd.
        fund.setTime("2027-01-25T10:00")
    }

    func holidays() throws -> BankHolidays { try fund.services.configuration().bankHolidays }

    @discardableResult
    func propose(
        _ reference: String, _ pence: Int64? = nil, order: String? = nil,
        as name: String = "officer"
    ) throws -> ReserveProposalID {
        try flow.proposeReserve(
            reference, amount: pence.map { Money(pence: $0) }, orderReason: order,
            as: try fund.person(name))
    }

    @discardableResult
    func decide(
        _ reference: String, _ verdict: ReserveVerdict = .approved, as name: String = "decider"
    ) throws -> ReserveDecided {
        try flow.decideReserve(
            reference, verdict, reason: "Money came free", holidays: try holidays(),
            as: try fund.person(name))
    }

    func list() throws -> ReserveReport {
        try fund.services.reports.reserve(of: "round-1", as: try fund.person("officer"))
    }

    func state(_ reference: String) throws -> ReserveState? {
        try list().entries.first { "\($0.listed.reference)" == reference }?.listed.state
    }

    /// What is wrong by a rule of the schema alone; nil where the statement was taken.
    func refusedByRule(_ sql: String) throws -> String? {
        let outcome = try Command.sql(fund.databasePath, sql)
        return outcome.isRefusedByRule ? outcome.errors : nil
    }

    func send() throws {
        _ = try flow.sendLetters(
            round: "round-1",
            Sending(
                transport: EveryLetter(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }
}

/// Takes every letter.
private struct EveryLetter: MailTransport {
    let name = "smtp"

    func deliver(_ message: MailMessage) -> DeliveryOutcome { .delivered }
}
