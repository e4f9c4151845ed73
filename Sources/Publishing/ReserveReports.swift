import Applications
import Awards
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

/// An award from the reserve list as the record of the decision has it: its group is named as
/// groups are there.
public struct ReserveShown: Sendable {
    public let reference: String
    public let organisation: String
    public let amount: Money
    public let reason: String
    /// Why before those that came first; nil where it was its turn.
    public let orderReason: String?
    public let decidedOn: LocalDate
    public let effectiveOn: LocalDate
    public let callIn: ReserveProposal.CallIn?
    /// That it ended before it was made.
    public let drop: ReserveProposal.Drop?
    /// The day on which the award was made; nil before.
    public let madeOn: LocalDate?

    init?(_ proposal: ReserveProposal, to listed: Listed, _ organisation: String) {
        guard let decision = proposal.decision, let effectiveOn = decision.effectiveOn else {
            return nil
        }
        reference = "\(listed.reference)"
        self.organisation = organisation
        amount = proposal.amount
        reason = decision.reason
        orderReason = proposal.orderReason
        decidedOn = decision.decidedOn
        self.effectiveOn = effectiveOn
        callIn = proposal.callIn
        drop = proposal.drop
        madeOn = proposal.madeOn
    }

    public var json: JSONValue {
        .object([
            ("reference", .string(reference)), ("organisation", .string(organisation)),
            ("amountPence", .int(amount.pence)), ("reason", .string(reason)),
            ("orderReason", .optional(orderReason)), ("decidedOn", .string("\(decidedOn)")),
            ("effectiveOn", .string("\(effectiveOn)")),
            ("calledInOn", .optional(callIn?.on.description)),
            ("callInReason", .optional(callIn?.reason)),
            ("callInOutcome", .optional(callIn?.verdict?.rawValue)),
            ("awardedOn", .optional(madeOn?.description)),
            ("endedOn", .optional(drop?.on.description)),
            ("endReason", .optional(drop?.reason)),
        ])
    }
}

/// Somebody on a round's reserve list, or put off, for those who work on it.
public struct ReserveEntry: Sendable {
    public let listed: Listed
    public let summary: ApplicationSummary
    /// Whose turn it is: 1 for the first of those that wait; nil for who does not wait.
    public let place: Int?
    /// What due diligence has against an award now.
    public let obstacles: [FieldProblem]

    public var last: ReserveProposal? { listed.proposals.last }

    /// A row of `Listing.reserve`.
    public func row(_ emails: [PersonID: String]) -> [JSONValue] {
        let decision = last?.decision
        return [
            place.map { .int($0) } ?? .null, .string("\(listed.reference)"),
            .string(summary.organisation), .string(summary.title), .int(Int(listed.rank)),
            .int(listed.requested.pence), .int(listed.minimum.pence),
            .string(listed.state.rawValue), .optional(last?.amount.pence),
            .optional(last?.orderReason), .optional(last.flatMap { emails[$0.proposedBy] }),
            .optional(decision.flatMap { emails[$0.decidedBy] }), .optional(decision?.reason),
            .optional(decision?.decidedOn.description),
            .optional(decision?.effectiveOn?.description),
            .optional(last?.callIn?.on.description), .optional(listed.end?.reason),
            .optional(last?.id.rawValue),
        ]
    }
}

/// A round's reserve list with the money that it could be given.
public struct ReserveReport: Sendable {
    public let round: Round
    /// What is allotted to the round and given to nobody.
    public let left: Money
    /// What of it is decided from the list, and waits to have effect.
    public let pending: Money
    public let closing: ReserveClosing?
    /// By rank: the reserve list, behind it what was put off.
    public let entries: [ReserveEntry]
    public let emails: [PersonID: String]
    public let today: LocalDate

    /// What could be given now.
    public var free: Money { left - pending }

    public var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("leftPence", .int(left.pence)),
            ("pendingPence", .int(pending.pence)), ("freePence", .int(free.pence)),
            ("closedBecause", .optional(closing?.reason)),
            ("list", .array(entries.map { Listing.reserve.json($0.row(emails)) })),
        ])
    }
}

extension Reports {
    /// A round's reserve list, in the order in which its groups get money that comes free.
    public func reserve(of key: String, as principal: Principal) throws -> ReserveReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            try reserve(of: try rounds.round(key, in: tx), in: tx)
        }
    }

    /// Somebody on a round's reserve list.
    /// - Throws: `ReserveProblem.unknown` where the application is not on it.
    public func reserveEntry(
        _ typed: String, of key: String? = nil, as principal: Principal
    ) throws -> (report: ReserveReport, entry: ReserveEntry) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx)
            let round = try rounds.round(roundID, in: tx)
            guard key == nil || round.key == key else {
                throw ApplicationsProblem.otherRound(
                    reference: "\(reference)", round: key ?? "")
            }
            let report = try reserve(of: round, in: tx)
            let entry = report.entries.first { $0.listed.application == id }
            guard let entry else { throw ReserveProblem.unknown(reference: "\(reference)") }
            return (report, entry)
        }
    }

    func reserve(of round: Round, in tx: borrowing ReadTx) throws -> ReserveReport {
        let all = try awards.listed(of: round.id, in: tx)
        let today = LondonTime.date(tx.now)
        let screens =
            try round.status == .decided
            && rounds.controls(of: round.id, in: tx).has(.screening)
        var place = 0
        let ordered = all.filter(\.isReserve) + all.filter { !$0.isReserve }
        let entries = try ordered.map { listed in
            let waits = listed.isReserve && listed.isWaiting
            if waits { place += 1 }
            return ReserveEntry(
                listed: listed, summary: try applications.summary(of: listed.application, in: tx),
                place: waits ? place : nil,
                obstacles: screens && waits
                    ? try applications.screeningObstacles(
                        to: [listed.application], of: round.id,
                        try rounds.section(.form, of: round.id, in: tx), today: today, in: tx)
                    : [])
        }
        let closing = try awards.reserveClosing(of: round.id, in: tx)
        let proposals = all.flatMap(\.proposals)
        var people =
            proposals.map(\.proposedBy) + proposals.compactMap { $0.decision?.decidedBy }
            + all.compactMap { $0.end?.by } + [closing?.by].compactMap(\.self)
        people += proposals.compactMap { $0.drop?.by }
        return ReserveReport(
            round: round,
            left: round.status == .planned
                ? round.plan.allotment : try ledger.balance(.allotted, of: round.id, in: tx),
            pending: all.pending,
            closing: closing, entries: entries, emails: try identity.emails(of: people, in: tx),
            today: today)
    }

    /// What waits of a round's reserve list for whoever asks: proposals to decide on, decisions
    /// that have effect, and for officers money that could be given.
    func waitingReserve(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard round.status == .decided,
            principal.has(.officer) || principal.has(.decisionMaker)
        else { return [] }
        let all = try awards.listed(of: round.id, in: tx).filter(\.isReserve)
        guard !all.isEmpty, try awards.reserveClosing(of: round.id, in: tx) == nil else {
            return []
        }
        var found: [Waiting] = []
        let mine = principal.personID
        if principal.has(.decisionMaker) {
            let count = all.count {
                $0.state == .proposed && $0.proposals.last?.proposedBy != mine
            }
            if count > 0 { found.append(.reserveDecisions(count)) }
        }
        let today = LondonTime.date(tx.now)
        let due = all.count {
            guard $0.state == .approved, let day = $0.proposals.last?.decision?.effectiveOn else {
                return false
            }
            return day <= today
        }
        if due > 0 { found.append(.reserveAwards(due)) }
        let status = try decisionStatus(of: round, in: tx)
        let isInEffect = status == nil || status == .inEffect
        if principal.has(.officer), isInEffect, !all.contains(where: { $0.state == .proposed }) {
            let free = try ledger.balance(.allotted, of: round.id, in: tx) - all.pending
            let partial = round.plan.partialAwards
            if all.contains(where: {
                $0.state == .listed && free >= (partial ? $0.minimum : $0.requested)
            }) {
                found.append(.reserve(free))
            }
        }
        return found
    }
}
