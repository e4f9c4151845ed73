import Awards
import Forms
import FundCore
import FundStore
import Rounds

/// Whom an award is published as given to. What identifies a person is never in it.
public enum PublishedRecipient: Sendable, Equatable {
    /// - Parameters:
    ///   - id: an organisation identifier, `GB-CHC-1164883`; of a group that is in no register one
    ///     that begins with `360G-`.
    ///   - charityNumber: without the name of its register.
    case organisation(id: String, name: String, charityNumber: String?, companyNumber: String?)
    /// A person who applied in their own name. The id says nothing about them.
    case individual(id: String)

    /// What every individual is called.
    public static let individualName = "Individual"

    public var id: String {
        switch self {
        case .organisation(let id, _, _, _), .individual(let id): id
        }
    }

    public var name: String {
        switch self {
        case .organisation(_, let name, _, _): name
        case .individual: Self.individualName
        }
    }

    public var isIndividual: Bool { if case .individual = self { true } else { false } }

    /// The number in a register of charities or companies; nil where there is none.
    public var registrationNumber: String? {
        guard case .organisation(_, _, let charity, let company) = self else { return nil }
        return charity ?? company
    }

    /// Whether a group's name could be one of these people's, written another way: it begins and
    /// ends with the same words.
    static func resembles(_ organisation: String, _ names: [String]) -> Bool {
        func ends(_ name: String) -> [Substring]? {
            let words = name.foldedName.split(separator: " ")
            return words.count > 1 ? [words[0], words[words.count - 1]] : nil
        }
        guard let own = ends(organisation) else { return false }
        return names.contains { ends($0) == own }
    }

    /// Whether it ends as one of these people's names does, with a surname perhaps.
    static func sharesSurname(_ organisation: String, _ names: [String]) -> Bool {
        func last(_ name: String) -> Substring? {
            let words = name.foldedName.split(separator: " ")
            return words.count > 1 ? words.last : nil
        }
        guard let own = last(organisation) else { return false }
        return names.contains { last($0) == own }
    }

    /// Whom a row's award was given to.
    init(_ row: PublishedRow, prefix: String, isErased: Bool) {
        guard let name = RecipientFacts(row, isErased: isErased).publicName else {
            self = .individual(id: "360G-\(prefix)-person-\(row.groupID)")
            return
        }
        let key = row.publishedKey
        func number(_ starts: [String]) -> String? {
            guard let key, let start = starts.first(where: key.hasPrefix) else { return nil }
            return String(key.dropFirst(start.utf8.count))
        }
        self = .organisation(
            id: key ?? "360G-\(prefix)-group-\(row.groupID)",
            name: name,
            charityNumber: number(["GB-CHC-", "GB-SC-", "GB-NIC-"]),
            companyNumber: number(["GB-COH-"]))
    }
}

/// One award as anybody may know it. Days are `YYYY-MM-DD`.
public struct PublishedAward: Sendable {
    public typealias Movement = PublishedRow.Movement

    public let id: AwardID
    public let reference: String
    /// The key of its round.
    public let round: String
    public let title: String
    public let summary: String
    /// What its group has or will have of it.
    public let awarded: Money
    public let requested: Money?
    public let awardedOn: String
    public let startsOn: String?
    public let endsOn: String?
    /// What its group wrote instead, and cannot be so.
    public let daysSetAside: DaysSetAside?
    /// Of an award that is closed: the day on which its project ended.
    public let endedOn: String?
    public let recipient: PublishedRecipient
    /// Keys.
    public let priorities: [String]
    /// Keys; none of a person's award, which might tell who they are.
    public let wards: [String]
    public let payments: [Movement]
    public let receipts: [Movement]
    public let changedAt: Instant
    /// What was typed as the group's number and is none that is known.
    public let oddNumber: String?
    /// What was typed where it is the number of a charity that is linked to the one published.
    public let linkedNumber: String?
    /// Names of people that may stand in no public words.
    let names: [String]
    /// Whether an officer said that it is to a group, and not to a person.
    let isSaidGroup: Bool
    /// Whether what its group wrote was erased: what is published of it is all there is.
    let isErased: Bool

    /// What was paid and not given back.
    public var paid: Money {
        Money(pence: (payments.map(\.pence) + receipts.map { -$0.pence }).reduce(0, +))
    }

    public init(
        id: AwardID, reference: String, round: String, title: String, summary: String,
        awarded: Money, requested: Money?, awardedOn: String, startsOn: String?,
        endsOn: String?, endedOn: String?, recipient: PublishedRecipient, priorities: [String],
        wards: [String], payments: [Movement], receipts: [Movement], changedAt: Instant,
        oddNumber: String?, names: [String], daysSetAside: DaysSetAside? = nil,
        linkedNumber: String? = nil, isSaidGroup: Bool = false, isErased: Bool = false
    ) {
        self.id = id
        self.reference = reference
        self.round = round
        self.title = title
        self.summary = summary
        self.awarded = awarded
        self.requested = requested
        self.awardedOn = awardedOn
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.daysSetAside = daysSetAside
        self.endedOn = endedOn
        self.recipient = recipient
        self.priorities = priorities
        self.wards = wards
        self.payments = payments
        self.receipts = receipts
        self.changedAt = changedAt
        self.oddNumber = oddNumber
        self.linkedNumber = linkedNumber
        self.names = names
        self.isSaidGroup = isSaidGroup
        self.isErased = isErased
    }
}

/// Which awards are published together.
public struct PublishedScope: Sendable {
    /// The key of a round; nil for every round.
    public let round: String?
    /// Only what was decided on one of these days; nil for all.
    public let days: ClosedRange<LocalDate>?

    public init(round: String? = nil, days: ClosedRange<LocalDate>? = nil) {
        self.round = round
        self.days = days
    }
}

/// What the awards of one round have in common.
public struct PublishedRound: Sendable {
    public let id: RoundID
    public let key: String
    public let title: String
    /// By key.
    public let priorityTitles: [String: String]
    public let wardTitles: [String: String]
    let questions: PublishedQuestions
    /// Whether its decision has effect today, so that its awards can be published.
    public let isInEffect: Bool
}

extension Reports {
    /// Every award that is published, in the order of the rounds and of the awards, one at a time:
    /// of decisions that have effect, told to their groups by letter, and of which the groups have
    /// or will have something. Of what was erased, what tells of nobody.
    ///
    /// - Throws: `RoundsProblem.unknown`.
    func publishedAwards(
        _ scope: PublishedScope, _ rules: PublishingRules, in tx: borrowing ReadTx,
        _ body: (PublishedAward, PublishedRound) throws -> Void
    ) throws {
        if let key = scope.round { _ = try rounds.round(key, in: tx) }
        try eachPublished(scope, rules, in: tx) { award, round, _ in
            try body(award, round)
            return true
        }
    }

    /// The rounds that were decided, in the order they were planned.
    ///
    /// - Parameters:
    ///   - key: the one alone; nil for all.
    ///   - wards: the keys of the wards that the fund has now.
    func publishedRounds(
        _ key: String?, wards: [String], in tx: borrowing ReadTx
    ) throws -> [PublishedRound] {
        let chosen = try key.map { [try rounds.round($0, in: tx)] } ?? rounds.all(in: tx)
        return try chosen.filter { $0.status == .decided }.map { round in
            try publishedRound(round, wards: wards, in: tx)
        }
    }

    private func publishedRound(
        _ round: Round, wards: [String], in tx: borrowing ReadTx
    ) throws -> PublishedRound {
        let form: Form = try rounds.section(.form, of: round.id, in: tx)
        let priorities: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
        let rules = try rounds.optionalSection(
            .agreement, of: round.id, as: AgreementRules.self, in: tx)
        let asking = form.questions.filter { $0.asksForWards(wards, in: form) }
        func day(_ named: String?, _ usual: String) -> String? {
            let key = named ?? usual
            return form.questions.contains { $0.key == key && $0.type == .date } ? key : nil
        }
        let calledIn = try rounds.controls(of: round.id, in: tx).has(.callIn)
        let standing = calledIn ? try awards.standing(of: round.id, in: tx) : nil
        return PublishedRound(
            id: round.id, key: round.key, title: round.plan.title,
            priorityTitles: Dictionary(priorities.map { ($0.key, $0.title) }) { first, _ in first },
            wardTitles: Dictionary(asking.flatMap(\.options).map { ($0.key, $0.title) }) { a, _ in
                a
            },
            questions: PublishedQuestions(
                start: day(rules?.startQuestion, "startDate"),
                end: day(rules?.endQuestion, "endDate"),
                wards: asking.first { $0.type == .choices }?.key,
                ward: asking.first { $0.type != .choices }?.key),
            isInEffect: !calledIn || standing?.status(on: LondonTime.date(tx.now)) == .inEffect)
    }
}

extension PublishedAward {
    /// - Parameters:
    ///   - individual: the words that stand in place of what a person wrote.
    ///   - erased: those in place of what was erased, and when that was; nil where nothing was.
    init(
        _ row: PublishedRow, of round: String, prefix: String,
        individual: (title: String, summary: String),
        erased: (title: String, summary: String, at: Instant)? = nil
    ) {
        let recipient = PublishedRecipient(row, prefix: prefix, isErased: erased != nil)
        let isIndividual = recipient.isIndividual
        let isOver = row.closedOn != nil
        let days = row.plannedDays
        // What an officer wrote went with what the group did.
        let title = erased?.title ?? row.publicTitle
        let summary = erased?.summary ?? row.publicSummary
        self.init(
            id: row.id, reference: row.reference, round: round,
            title: title ?? (isIndividual ? individual.title : row.title),
            summary: summary ?? (isIndividual ? individual.summary : row.summary),
            awarded: Money(pence: row.pence), requested: row.requestedPence.map(Money.init),
            awardedOn: row.decidedOn, startsOn: days.start, endsOn: days.end,
            endedOn: isOver
                ? [row.endedOn, days.end, row.closedOn].compactMap(\.self).min() : nil,
            recipient: recipient, priorities: row.priorities,
            wards: isIndividual ? [] : row.wards, payments: row.payments, receipts: row.receipts,
            changedAt: max(row.changedAt, erased?.at ?? row.changedAt),
            oddNumber: erased != nil || recipient.hasNumber ? nil : row.registrationNumber,
            names: [row.contactName, row.signatory, isIndividual ? row.organisation : nil]
                .compactMap(\.self),
            daysSetAside: days.setAside, linkedNumber: row.linkedNumber,
            isSaidGroup: row.recipient == .group, isErased: erased != nil)
    }
}
