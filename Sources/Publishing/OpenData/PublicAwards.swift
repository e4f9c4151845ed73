import Applications
import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

/// Where a list of published awards goes on: behind an award of a round.
public struct PublishedPlace: Sendable, Equatable, CustomStringConvertible {
    let round: Int64
    let award: Int64

    init(round: RoundID, award: AwardID) {
        self.round = round.rawValue
        self.award = award.rawValue
    }

    /// Reads what `description` wrote.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        guard parts.count == 2, let round = parts[0], let award = parts[1], round > 0, award > 0
        else { return nil }
        self.round = round
        self.award = award
    }

    public var description: String { "\(round).\(award)" }
}

/// Which published awards somebody looks for: those that all of this holds of.
public struct AwardSearch: Sendable, Equatable {
    /// Each of these words stands somewhere in the award's reference, title or summary, in its
    /// group's name, or in the name of its round, a ward or a priority; capitals do not matter.
    public let words: String
    /// Keys; nil for any.
    public let ward: String?
    public let priority: String?
    public let round: String?
    /// The financial year in which it was awarded; nil for any.
    public let year: FinancialYear?

    /// - Parameters: an empty text stands for any.
    public init(
        words: String = "", ward: String? = nil, priority: String? = nil, round: String? = nil,
        year: FinancialYear? = nil
    ) {
        func chosen(_ text: String?) -> String? { text?.isEmpty == false ? text : nil }
        self.words = words
        self.ward = chosen(ward)
        self.priority = chosen(priority)
        self.round = chosen(round)
        self.year = year
    }

    /// The words that are looked for, each by itself.
    fileprivate var terms: [String] {
        words.foldedName.split(separator: " ").map(String.init)
    }
}

/// A published award with what its keys are called. Words in which the check of open data finds
/// something that may not be public stand aside for others until they are put right.
public struct PublicAward: Sendable {
    public let award: PublishedAward
    public let place: PublishedPlace
    public let title: String
    public let summary: String
    public let organisation: String
    public let roundTitle: String
    /// In the order of their keys.
    public let priorities: [(key: String, title: String)]
    public let wards: [(key: String, title: String)]
    /// How the award is known everywhere: `360G-…`.
    public let identifier: String

    init(
        _ award: PublishedAward, _ round: PublishedRound, _ rules: PublishingRules,
        _ areas: AreaRules, _ checker: PublishChecker, withheld: String
    ) {
        let hidden = Set(
            checker.findings(of: award).filter(\.isPrivate).map(\.field))
        self.award = award
        place = PublishedPlace(round: round.id, award: award.id)
        title = hidden.contains("title") ? award.reference : award.title
        summary = hidden.contains("description") ? withheld : award.summary
        organisation =
            hidden.contains("recipientOrganization") ? withheld : award.recipient.name
        roundTitle = round.title
        priorities = award.priorities.map { ($0, round.priorityTitles[$0] ?? $0) }
        wards = award.wards.map { key in
            (key, areas.wards.first { $0.key == key }?.title ?? round.wardTitles[key] ?? key)
        }
        identifier = "360G-\(rules.prefix)-\(award.reference)"
    }

    /// A row of `Listing.publicAwards`.
    public var row: [JSONValue] {
        [
            .string(award.reference), .string(organisation),
            .optional(award.recipient.registrationNumber), .string(title),
            .string(summary), .int(award.awarded.pence), .int(award.paid.pence),
            .string(award.awardedOn), .optional(award.startsOn), .optional(award.endsOn),
            .string(award.round), .string(roundTitle),
            .array(wards.map { .string($0.title) }),
            .array(priorities.map { .string($0.title) }), .string(identifier),
        ]
    }

    /// The row, and each payment and what came back.
    public var json: JSONValue {
        guard case .object(let members) = Listing.publicAwards.json(row) else { return .null }
        return .object(
            members + [
                ("payments", .array(award.payments.map(Self.json))),
                ("receipts", .array(award.receipts.map(Self.json))),
            ])
    }

    private static func json(_ movement: PublishedAward.Movement) -> JSONValue {
        .object([("on", .string(movement.on)), ("pence", .int(movement.pence))])
    }

    fileprivate func fits(_ search: AwardSearch, _ terms: [String]) -> Bool {
        if let ward = search.ward, !award.wards.contains(ward) { return false }
        if let priority = search.priority, !award.priorities.contains(priority) { return false }
        guard !terms.isEmpty else { return true }
        let text =
            ([award.reference, organisation, title, summary, roundTitle]
            + (wards + priorities).map(\.title)).joined(separator: " ").foldedName
        return terms.allSatisfy { text.contains($0) }
    }
}

extension Listing {
    /// Awards as anybody may look through them.
    public static let publicAwards = Listing([
        Column("reference", .plain), Column("organisation", .text),
        Column("registrationNumber", .text, inTable: false), Column("title", .text),
        Column("purpose", .text, inTable: false), Column("awardPence", .pence),
        Column("paidPence", .pence), Column("awardedOn", .plain),
        Column("startsOn", .plain, inTable: false), Column("endsOn", .plain, inTable: false),
        Column("round", .plain), Column("roundTitle", .text, inTable: false),
        Column("wards", .text, inTable: false), Column("priorities", .text, inTable: false),
        Column("identifier", .plain, inTable: false),
    ])
}

/// What awards can be looked for by.
public struct AwardChoices: Sendable {
    /// Keys and titles: rounds with the newest first, the others in the order of their titles.
    public let rounds: [(key: String, title: String)]
    public let wards: [(key: String, title: String)]
    public let priorities: [(key: String, title: String)]
    /// The newest first.
    public let years: [FinancialYear]
}

public enum PublicAwardProblem: Problem {
    /// No award of this reference is published.
    case unknown(reference: String)

    public var report: ProblemReport {
        switch self {
        case .unknown(let reference):
            ProblemReport("award-not-public", .notFound, ["reference": reference])
        }
    }
}

extension Reports {
    /// Published awards, those of the newest round first.
    ///
    /// - Parameters:
    ///   - after: where a page before this one left off; nil from the beginning.
    ///   - limit: at most so many; nil for all.
    ///   - body: takes each award.
    public func publicAwards(
        _ search: AwardSearch, _ rules: PublishingRules, _ areas: AreaRules,
        after: PublishedPlace? = nil, limit: Int? = nil, _ body: (PublicAward) throws -> Void
    ) throws {
        let terms = search.terms
        let scope = PublishedScope(round: search.round, days: search.year?.days)
        try store.read { tx in
            let checker = try checker(rules, in: tx)
            let withheld = try withheld()
            var count = 0
            // Of what is looked for, as many as fill a page; nobody knows how far on they are.
            try eachPublished(scope, rules, after: after, isNewestFirst: true, in: tx) {
                award, round, _ in
                let found = PublicAward(
                    award, round, rules, areas, checker, withheld: withheld)
                guard found.fits(search, terms) else { return true }
                count += 1
                try body(found)
                return limit.map { count < $0 } ?? true
            }
        }
    }

    /// One published award.
    /// - Throws: `PublicAwardProblem.unknown` for every other, whether it was made or not.
    public func publicAward(
        _ typed: String, _ rules: PublishingRules, _ areas: AreaRules
    ) throws -> PublicAward {
        try store.read { tx in
            let unknown = PublicAwardProblem.unknown(reference: typed)
            let asked: (id: ApplicationID, reference: Reference, round: RoundID)
            do {
                asked = try applications.find(typed, in: tx)
            } catch is ApplicationsProblem {
                throw unknown
            }
            guard let award = try awards.award(of: asked.id, in: tx) else { throw unknown }
            let key = try rounds.round(asked.round, in: tx).key
            let checker = try checker(rules, in: tx)
            let withheld = try withheld()
            var found: PublicAward?
            try eachPublished(
                PublishedScope(round: key), rules, only: award.id, in: tx
            ) { award, round, _ in
                found = PublicAward(award, round, rules, areas, checker, withheld: withheld)
                return false
            }
            guard let one = found else { throw unknown }
            return one
        }
    }

    /// What stands in place of words that are to be put right.
    private func withheld() throws -> String { try text().words("open-data.withheld") }

    /// What published awards can be looked for by.
    public func awardChoices(_ rules: PublishingRules, _ areas: AreaRules) throws -> AwardChoices {
        try store.read { tx in
            let known = try publishedRounds(nil, wards: rules.wards, in: tx)
                .filter(\.isInEffect)
            var wards = Dictionary(areas.wards.map { ($0.key, $0.title) }) { first, _ in first }
            var priorities: [String: String] = [:]
            var years: Set<FinancialYear> = []
            let today = LondonTime.date(tx.now)
            for round in known {
                wards.merge(round.wardTitles) { now, _ in now }
                priorities.merge(round.priorityTitles) { first, _ in first }
                guard let decision = try awards.decision(of: round.id, in: tx),
                    let first = FinancialYear(of: decision.decidedOn),
                    let last = FinancialYear(of: today)
                else { continue }
                for start in first.start...max(first.start, last.start) {
                    if let year = FinancialYear(start: start) { years.insert(year) }
                }
            }
            func byTitle(_ titles: [String: String]) -> [(key: String, title: String)] {
                titles.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
                    .map { ($0.key, $0.value) }
            }
            return AwardChoices(
                rounds: known.reversed().map { ($0.key, $0.title) }, wards: byTitle(wards),
                priorities: byTitle(priorities), years: years.sorted(by: >))
        }
    }

    /// Published awards one at a time, until `body` has enough.
    ///
    /// - Parameters:
    ///   - after: those behind this one.
    ///   - only: this award alone; nil for all.
    ///   - body: takes an award, its round and its place; false ends it. One that was erased is
    ///     handed on as well, without what was erased.
    func eachPublished(
        _ scope: PublishedScope, _ rules: PublishingRules, after: PublishedPlace? = nil,
        only: AwardID? = nil, isNewestFirst: Bool = false, in tx: borrowing ReadTx,
        _ body: (PublishedAward, PublishedRound, PublishedPlace) throws -> Bool
    ) throws {
        let words = try text()
        let individual = (
            words.words("open-data.individual-title"), words.words("open-data.individual-summary")
        )
        let known = try publishedRounds(nil, wards: rules.wards, in: tx)
            .filter { $0.isInEffect && (scope.round == nil || $0.key == scope.round) }
        let gone = (words.words("open-data.erased-title"), words.words("open-data.erased-summary"))
        let erasedAt = try ErasureRecords().erasedAt(in: tx)
        var hasBegun = after == nil
        do {
            for round in isNewestFirst ? known.reversed() : known {
                let isHere = after?.round == round.id.rawValue
                guard hasBegun || isHere else { continue }
                hasBegun = true
                try awards.published(
                    of: round.id, round.questions, days: scope.days, award: only,
                    after: isHere ? after.map { AwardID($0.award) } : nil, in: tx
                ) { row in
                    let award = PublishedAward(
                        row, of: round.key, prefix: rules.prefix, individual: individual,
                        erased: erasedAt[row.reference].map { (gone.0, gone.1, $0) })
                    let place = PublishedPlace(round: round.id, award: award.id)
                    guard try body(award, round, place) else { throw EnoughPublished() }
                }
            }
        } catch is EnoughPublished {
            // The rest is not looked at.
        }
    }
}

extension PublishFinding {
    /// Whether there is something in the words that could tell of a person.
    fileprivate var isPrivate: Bool {
        ["publish-email", "publish-phone", "publish-postcode", "publish-name"].contains(code)
    }
}

/// Ends a list that has as much as was wanted.
private struct EnoughPublished: Error {}
