import FundCore
import Rounds

/// A place in the list of what is due: where it goes on behind an item.
public struct DuePlace: Sendable, Comparable {
    private static let order = Dictionary(
        uniqueKeysWithValues: DueItem.Kind.allCases.enumerated().map { ($1, $0) })

    let on: LocalDate
    /// In the order in which an award goes through them.
    let kind: Int
    let round: String
    let reference: String
    /// Of those that are alike in all of that, from 1: sheets of several members.
    let number: Int

    init(_ item: DueItem, number: Int = 1) {
        on = item.on
        kind = Self.order[item.kind] ?? 0
        round = item.round.key
        reference = item.reference?.description ?? ""
        self.number = number
    }

    /// Reads what `description` wrote.
    public init?(_ text: String) {
        let parts = text.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let on = LocalDate(parts[0]), let kind = Int(parts[1]),
            let number = Int(parts[4])
        else { return nil }
        self.on = on
        self.kind = kind
        round = parts[2]
        reference = parts[3]
        self.number = number
    }

    public var description: String { "\(on)~\(kind)~\(round)~\(reference)~\(number)" }

    public static func < (one: DuePlace, other: DuePlace) -> Bool {
        (one.on, one.kind, one.round, one.reference, one.number)
            < (other.on, other.kind, other.round, other.reference, other.number)
    }

    /// What is longest late first.
    static func sorted(_ items: [DueItem]) -> [DueItem] {
        items.map { (place: DuePlace($0), item: $0) }.sorted {
            ($0.place, $0.item.who.words) < ($1.place, $1.item.who.words)
        }.map { $0.item }
    }

    /// Each of sorted items with its place.
    static func places(of items: [DueItem]) -> [(item: DueItem, place: DuePlace)] {
        var placed: [(item: DueItem, place: DuePlace)] = []
        for item in items {
            let last = placed.last?.place
            let isAlike = last.map { DuePlace(item, number: $0.number) == $0 } ?? false
            let number = isAlike ? (last?.number ?? 0) + 1 : 1
            placed.append((item, DuePlace(item, number: number)))
        }
        return placed
    }
}

extension DueItem {
    /// As `Listing.due`.
    func row(on today: LocalDate) -> [JSONValue] {
        [
            .string("\(on)"), .int(max(0, daysLate(on: today))), .string(kind.rawValue),
            .string(round.key), .optional(reference?.description), .string(who.words),
            .optional(count), .bool(isReminded),
        ]
    }
}

extension Reports {
    /// A part of what is due or late, what is longest late first.
    ///
    /// - Parameters:
    ///   - after: where an earlier part ended; nil for the beginning.
    ///   - limit: how many at the most.
    /// - Returns: each with the place behind it, and the day it is in London.
    public func due(
        round key: String? = nil, isLateOnly: Bool = false, after: DuePlace?, limit: Int,
        as principal: Principal
    ) throws -> (items: [(item: DueItem, place: DuePlace)], today: LocalDate) {
        let (items, today) = try due(round: key, as: principal)
        let left = DuePlace.places(of: items).filter { each in
            (!isLateOnly || each.item.daysLate(on: today) > 0)
                && (after.map { $0 < each.place } ?? true)
        }
        return (Array(left.prefix(limit)), today)
    }

    /// As `due`, as rows of `Listing.due`.
    public func dueRows(
        round key: String? = nil, isLateOnly: Bool = false, after: DuePlace?, limit: Int,
        as principal: Principal, _ row: ([JSONValue], _ place: String) throws -> Void
    ) throws {
        let (items, today) = try due(
            round: key, isLateOnly: isLateOnly, after: after, limit: limit, as: principal)
        for each in items { try row(each.item.row(on: today), each.place.description) }
    }
}
