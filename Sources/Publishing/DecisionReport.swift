import Applications
import Awards
import FundCore
import FundStore
import Identity
import Rounds

/// A decision as its record has it: what anybody may read once it is published, and what those who
/// work on the fund read. For these, groups stand in it by the names they applied under; for
/// everybody as they are named in public, by `PublicNaming`. People who wrote for groups never do.
public struct DecisionReport: Sendable {
    public struct Award: Sendable {
        public let reference: String
        public let organisation: String
        /// What the project is called.
        public let title: String
        public let amount: Money
        /// The day on which it was awarded on appeal; nil where the decision itself gave it.
        public let appealedOn: LocalDate?
        /// The day on which it was decided from the reserve list; nil for every other.
        public let reservedOn: LocalDate?
        /// The day on which it was taken back; nil where it was not.
        public let withdrawnOn: LocalDate?
        /// What the group has or will have of it: all, or what was paid before it was taken back.
        public let kept: Money
    }

    public let round: String
    public let title: String
    /// How it stands today.
    public let status: DecisionStatus
    public let standing: DecisionStanding
    /// The name of whoever decided.
    public let decidedBy: String
    /// By rank.
    public let awards: [Award]
    /// What was decided from the reserve list, as it was: all that was approved, also what was
    /// called in or has no effect yet.
    public let reserve: [ReserveShown]
    /// The day it is.
    public let today: LocalDate
    /// Those before it that were sent back, the first one first.
    public let former: [DecisionReport]

    /// What groups have or will have, without what was taken back.
    public var total: Money { awards.reduce(.zero) { $0 + $1.kept } }
    /// How many groups have or will have some of it.
    public var standingCount: Int { awards.count { $0.kept > .zero } }

    public var json: JSONValue {
        let (record, publication) = (standing.record, standing.publication)
        return .object([
            ("round", .string(round)), ("title", .string(title)),
            ("status", .string(status.rawValue)), ("decidedBy", .string(decidedBy)),
            ("decidedOn", .string("\(standing.decision.decidedOn)")),
            ("publishedOn", .optional(publication?.publishedOn.description)),
            ("effectiveOn", .optional(standing.effectiveOn?.description)),
            ("recommendation", .optional(record?.recommendation)),
            ("reason", .string(standing.decision.reason)),
            ("outcomes", .optional(record?.outcomes)),
            ("alternatives", .optional(record?.alternatives)),
            ("callIn", callIn),
            (
                "corrections",
                .array(
                    standing.corrections.map {
                        .object([("on", .string("\($0.on)")), ("text", .string($0.text))])
                    })
            ), ("totalPence", .int(total.pence)),
            (
                "awards",
                .array(
                    awards.map {
                        .object([
                            ("reference", .string($0.reference)),
                            ("organisation", .string($0.organisation)),
                            ("title", .string($0.title)), ("awardPence", .int($0.amount.pence)),
                            ("awardedOnAppealOn", .optional($0.appealedOn?.description)),
                            ("withdrawnOn", .optional($0.withdrawnOn?.description)),
                            ("standsPence", .int($0.kept.pence)),
                            ("awardedFromReserveOn", .optional($0.reservedOn?.description)),
                        ])
                    })
            ), ("reserve", .array(reserve.map(\.json))),
            ("former", .array(former.map(\.json))),
        ])
    }

    private var callIn: JSONValue {
        guard let callIn = standing.callIn else { return .null }
        return .object([
            ("on", .string("\(callIn.on)")), ("by", .optional(callIn.by)),
            ("reason", .string(callIn.reason)),
            (
                "outcome",
                standing.outcome.map {
                    .object([
                        ("verdict", .string($0.verdict.rawValue)), ("on", .string("\($0.on)")),
                        ("reason", .string($0.reason)),
                    ])
                } ?? .null
            ),
        ])
    }

    /// A row of `Listing.decisions`.
    public var row: [JSONValue] {
        [
            .string(round), .string(title), .string(status.rawValue),
            .string("\(standing.decision.decidedOn)"),
            .optional(standing.publication?.publishedOn.description),
            .optional(standing.effectiveOn?.description), .int(standingCount), .int(total.pence),
        ]
    }

    /// Rows of `Listing.publishedAwards`.
    public var awardRows: [[JSONValue]] {
        awards.map {
            [
                .string($0.reference), .string($0.organisation), .string($0.title),
                .int($0.amount.pence), .string("\(standing.decision.decidedOn)"),
                .optional(standing.publication?.publishedOn.description),
                .optional(standing.effectiveOn?.description), .string(status.rawValue),
                .optional($0.appealedOn?.description), .optional($0.withdrawnOn?.description),
                .int($0.kept.pence), .optional($0.reservedOn?.description),
            ]
        }
    }
}

extension Reports {
    /// The decisions that anybody may read, the newest first.
    public func publicDecisions() throws -> [DecisionReport] {
        try store.read { tx in
            try rounds.all(in: tx).compactMap { round in
                try decisionReport(of: round, isPublic: true, in: tx)
            }.sorted {
                ($0.standing.publication?.publishedOn ?? $0.today, $0.round)
                    > ($1.standing.publication?.publishedOn ?? $1.today, $1.round)
            }
        }
    }

    /// The decision on one round, as anybody may read it.
    /// - Throws: `DecisionRecordProblem.notPublic` for every other, whether it is made or not.
    public func publicDecision(_ key: String) throws -> DecisionReport {
        try store.read { tx in
            guard let round = try rounds.all(in: tx).first(where: { $0.key == key }),
                let report = try decisionReport(of: round, isPublic: true, in: tx)
            else { throw DecisionRecordProblem.notPublic(round: key) }
            return report
        }
    }

    /// Whether anybody may read a decision on this round.
    public func hasPublicDecision(_ key: String) throws -> Bool {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status == .decided else { return false }
            let today = LondonTime.date(tx.now)
            return try awards.standing(of: round.id, in: tx)?.isPublic(on: today) ?? false
                || awards.formerDecisions(of: round.id, in: tx).contains {
                    $0.isPublic(on: today)
                }
        }
    }

    /// The decision on a round as those who work on the fund read it; nil where none is made, or
    /// where the round keeps no record of it.
    public func decision(of key: String, as principal: Principal) throws -> DecisionReport? {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            try decisionReport(of: try rounds.round(key, in: tx), in: tx)
        }
    }

    func decisionStatus(of round: Round, in tx: borrowing ReadTx) throws -> DecisionStatus? {
        guard round.status == .decided, try rounds.controls(of: round.id, in: tx).has(.callIn)
        else { return nil }
        return try awards.standing(of: round.id, in: tx)?.status(on: LondonTime.date(tx.now))
    }

    /// The last decision on a round, with those before it.
    ///
    /// - Parameter isPublic: whether only what anybody may read of is told.
    func decisionReport(
        of round: Round, isPublic: Bool = false, in tx: borrowing ReadTx
    ) throws -> DecisionReport? {
        guard round.status == .decided, try rounds.controls(of: round.id, in: tx).has(.callIn),
            let last = try awards.standing(of: round.id, in: tx)
        else { return nil }
        let today = LondonTime.date(tx.now)
        let standings = try (awards.formerDecisions(of: round.id, in: tx) + [last])
            .filter { !isPublic || $0.isPublic(on: today) }
        guard let standing = standings.last else { return nil }
        var made: [Award] = []
        try awards.awards(of: round.id, in: tx) { made.append($0) }
        let summaries = try applications.summaries(of: round.id, in: tx)
        let naming = try isPublic ? publicNaming(of: round.id, among: summaries, in: tx) : nil
        func shown(_ id: ApplicationID) -> (group: String, project: String) {
            let summary = summaries[id]
            return naming?.words(summary)
                ?? (summary?.organisation ?? "", summary?.title ?? "")
        }
        func record(_ text: String) -> String { naming?.record(text) ?? text }
        let given = made.map {
            let named = shown($0.application)
            return DecisionReport.Award(
                reference: "\($0.reference)", organisation: named.group, title: named.project,
                amount: $0.amount, appealedOn: $0.appealedOn, reservedOn: $0.reservedOn,
                withdrawnOn: $0.withdrawnOn, kept: $0.kept)
        }
        let decided = try awards.listed(of: round.id, in: tx).flatMap { listed in
            listed.proposals.compactMap { proposal in
                ReserveShown(
                    proposal.saying(record), to: listed, shown(listed.application).group)
            }
        }
        func report(_ standing: DecisionStanding, former: [DecisionReport]) throws -> DecisionReport
        {
            DecisionReport(
                round: round.key, title: round.plan.title, status: standing.status(on: today),
                standing: standing.saying(record),
                decidedBy: try identity.name(of: standing.decision.decidedBy, in: tx),
                awards: given, reserve: decided, today: today, former: former)
        }
        return try report(
            standing, former: try standings.dropLast().map { try report($0, former: []) })
    }

    private func publicNaming(
        of round: RoundID, among summaries: [ApplicationID: ApplicationSummary],
        in tx: borrowing ReadTx
    ) throws -> PublicNaming {
        let words = try text()
        return try publicNaming(
            of: round, among: summaries,
            PublicNaming.Stock(
                individual: PublishedRecipient.individualName,
                project: words.words("open-data.individual-title"),
                withheld: words.words("open-data.withheld"),
                erased: words.words("open-data.erased-title")), in: tx)
    }
}
