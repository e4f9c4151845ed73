import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// Something that is to be done by a day, and for whom it waits.
public struct DueItem: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The round stops taking applications.
        case closing
        /// Applications to check.
        case checks
        /// Score sheets of a member of the panel to lock.
        case scores
        /// The fund to decide.
        case decision
        /// Letters to let go.
        case letters
        /// An offer to answer, by its group.
        case acceptance
        /// A monitoring return to send, by its group.
        case monitoringReturn
        /// A monitoring return that came, to read.
        case reading
        /// An award at its end, to assess.
        case assessment
        /// An award that lacks nothing, to close.
        case awardClosing
        /// An instalment to pay.
        case instalment
    }

    public enum Who: Sendable, Equatable {
        case role(Role)
        /// A person, by email address.
        case person(String)
        /// A group, by name.
        case group(String)
    }

    public let kind: Kind
    public let round: Round
    public let who: Who
    public let on: LocalDate
    /// What it is about; nil where it is about the round.
    public let reference: Reference?
    /// How many there are of it; nil where it is one.
    public let count: Int64?
    /// Whether the group has been reminded of it by email.
    public let isReminded: Bool

    /// Whole days past its day on `today`; 0 or less where it is not late.
    public func daysLate(on today: LocalDate) -> Int64 {
        today.daysSince1970 - on.daysSince1970
    }
}

extension Listing {
    public static let due = Listing([
        Column("dueOn", .plain), Column("daysLate", .plain), Column("what", .plain, said: "due"),
        Column("round", .plain), Column("reference", .plain), Column("forWhom", .text),
        Column("count", .plain), Column("isReminded", .plain),
    ])
}

extension Reports {
    /// Rows of `Listing.due`, what is longest late first.
    /// - Parameter isLateOnly: leaves out what is still ahead.
    public func dueRows(
        round key: String? = nil, isLateOnly: Bool = false, as principal: Principal
    ) throws -> [[JSONValue]] {
        let (items, today) = try due(round: key, as: principal)
        return items.filter { !isLateOnly || $0.daysLate(on: today) > 0 }.map { $0.row(on: today) }
    }

    /// Everything that is due or late in the rounds that have opened, by its day.
    ///
    /// - Parameter key: one round; nil for all.
    /// - Returns: with the day it is in London.
    public func due(
        round key: String? = nil, as principal: Principal
    ) throws -> (items: [DueItem], today: LocalDate) {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let all = try key.map { [try rounds.round($0, in: tx)] } ?? rounds.all(in: tx)
            var items: [DueItem] = []
            for round in all where round.status != .planned {
                items += try dueStages(of: round, for: principal, in: tx)
                items += try dueOffers(of: round, in: tx)
                items += try dueReturns(of: round, in: tx)
                items += try dueReviews(of: round, in: tx)
                items += try payments.datedInstalments(of: round.id, in: tx).map {
                    DueItem(
                        kind: .instalment, round: round, who: .role(.finance), on: $0.on,
                        reference: $0.reference, count: nil, isReminded: false)
                }
            }
            return (DuePlace.sorted(items), LondonTime.date(tx.now))
        }
    }

    /// What the timetable of a round wants by when, as far as it is not done.
    private func dueStages(
        of round: Round, for principal: Principal, in tx: borrowing ReadTx
    ) throws -> [DueItem] {
        let dates = round.plan.timetable
        var items: [DueItem] = []
        func add(_ kind: DueItem.Kind, _ who: DueItem.Who, _ on: LocalDate, _ count: Int64? = nil) {
            items.append(
                DueItem(
                    kind: kind, round: round, who: who, on: on, reference: nil, count: count,
                    isReminded: false))
        }
        if round.status == .open { add(.closing, .role(.officer), dates.closes.date) }
        if round.status == .open || round.status == .closed {
            let unchecked = try applications.counts(of: round.id, in: tx)[.submitted] ?? 0
            if unchecked > 0 { add(.checks, .role(.officer), dates.checksDone, unchecked) }
            // Nobody from whom others' scores are sealed learns how far others have come.
            let isSealed = try isSealed(round, from: principal, in: tx)
            let members = try assessment.panel(of: round.id, in: tx).filter {
                !isSealed || $0 == principal.personID
            }
            let emails = try identity.emails(of: members, in: tx)
            for member in members {
                let left = try unscored(in: round, by: member, tx: tx)
                if left > 0, let email = emails[member] {
                    add(.scores, .person(email), dates.panelMeets, Int64(left))
                }
            }
            add(.decision, .role(.decisionMaker), dates.decision)
        }
        if round.status == .decided {
            let held = try correspondence.heldCount(of: round.id, in: tx)
            if held > 0 { add(.letters, .role(.officer), dates.lettersSent, held) }
        }
        return items
    }

    private func dueReturns(of round: Round, in tx: borrowing ReadTx) throws -> [DueItem] {
        let reminded = try correspondence.reminders(.monitoringReturn, of: round.id, in: tx)
        return try commissioning.openReturns(of: round.id, in: tx).compactMap { each in
            let isSent = each.state == .sent
            guard try awards.award(of: each.application, in: tx)?.isToldOf == true else {
                return nil
            }
            let summary = try applications.summary(of: each.application, in: tx)
            return DueItem(
                kind: isSent ? .reading : .monitoringReturn, round: round,
                who: isSent ? .role(.officer) : .group(summary.organisation), on: each.dueOn,
                reference: summary.reference, count: nil,
                isReminded: !isSent
                    && reminded.contains(
                        Reminder(.monitoringReturn, each.id.rawValue, dueOn: each.dueOn))
            )
        }
    }

    private func dueOffers(of round: Round, in tx: borrowing ReadTx) throws -> [DueItem] {
        let reminded = try correspondence.reminders(.acceptance, of: round.id, in: tx)
        return try awards.openOffers(of: round.id, in: tx).map { offer in
            let summary = try applications.summary(of: offer.application, in: tx)
            return DueItem(
                kind: .acceptance, round: round, who: .group(summary.organisation),
                on: offer.lapsesOn, reference: offer.reference, count: nil,
                isReminded: reminded.contains(
                    Reminder(.acceptance, offer.version.rawValue, dueOn: offer.lapsesOn)))
        }
    }
}

extension DueItem.Who {
    /// As programs read it.
    var words: String {
        switch self {
        case .role(let role): role.rawValue
        case .person(let email): email
        case .group(let name): name
        }
    }
}
