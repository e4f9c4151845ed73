import Assessment
import Forms
import FundCore
import FundStore
import Rounds

/// What anybody may know of a round.
public struct PublicRound: Sendable {
    public let key: String
    public let title: String
    public let status: RoundStatus
    public let allotment: Money
    public let requests: ClosedRange<Money>
    public let partialAwards: Bool
    public let timetable: Timetable
    public let takesApplications: Bool
    /// What was frozen when it opened; nothing before.
    public let about: FundAbout?
    public let scoring: ScoringScheme?
    public let priorities: [Priority]
    public let eligibility: Eligibility?
    /// Whether a group can apply on its pages.
    public let hasPages: Bool

    /// What can change of it: the rest was frozen when it opened.
    public var state: String {
        "\(key) \(title) \(status) \(allotment.pence) \(requests) \(partialAwards) \(timetable) "
            + "\(takesApplications)"
    }
}

extension Reports {
    public func fund() throws -> Fund { try store.read { try rounds.fund(in: $0) } }

    /// Every round as anybody may know it, in the order they were planned.
    public func publicRounds() throws -> [PublicRound] {
        try store.read { tx in
            try rounds.all(in: tx).map { try publicRound($0, in: tx) }
        }
    }

    /// - Throws: `RoundsProblem.unknown`.
    public func publicRound(_ key: String) throws -> PublicRound {
        try store.read { tx in try publicRound(try rounds.round(key, in: tx), in: tx) }
    }

    func publicRound(_ round: Round, in tx: borrowing ReadTx) throws -> PublicRound {
        let isFrozen = round.status != .planned
        // Said outright: an optional is a value too, and would be looked for as one.
        let form =
            isFrozen ? try rounds.section(.form, of: round.id, as: Form.self, in: tx) : nil
        return PublicRound(
            key: round.key, title: round.plan.title, status: round.status,
            allotment: round.plan.allotment, requests: round.plan.requests,
            partialAwards: round.plan.partialAwards, timetable: round.plan.timetable,
            takesApplications: round.takesApplications(at: tx.now),
            about: isFrozen
                ? try rounds.optionalSection(
                    .about, of: round.id, as: FundAbout.self, in: tx) : nil,
            scoring: isFrozen
                ? try rounds.section(.scoring, of: round.id, as: ScoringScheme.self, in: tx) : nil,
            priorities: isFrozen ? try rounds.section(.priorities, of: round.id, in: tx) : [],
            eligibility: isFrozen
                ? try rounds.optionalSection(
                    .eligibility, of: round.id, as: Eligibility.self, in: tx) : nil,
            hasPages: !(form?.sections.isEmpty ?? true))
    }

    /// The fund's reference prefix and the year it is, for examples of references.
    public func referenceExample() throws -> Reference {
        try store.read { tx in
            Reference(
                prefix: try rounds.fund(in: tx).referencePrefix,
                year: LondonTime.date(tx.now).year, number: 1)
        }
    }
}
