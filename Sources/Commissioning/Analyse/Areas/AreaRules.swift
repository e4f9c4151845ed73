import FundCore

/// The communities of the area and how its wards lie: `areas.yaml`, and the wards of `fund.yaml`.
public struct AreaRules: Sendable {
    public struct Choice: Sendable {
        public let key: String
        public let title: String

        public init(key: String, title: String) {
            self.key = key
            self.title = title
        }
    }

    /// Where a ward lies on the map, from 1 at the top and at the left.
    public struct Tile: Sendable, Hashable {
        public let row: Int64
        public let column: Int64

        public init(row: Int64, column: Int64) {
            self.row = row
            self.column = column
        }
    }

    /// The share of the people in the area that a community is.
    public enum Share: Sendable {
        /// In percent, as the files say.
        case percent(IndicatorValue)
        /// The whole area's newest figure of this indicator.
        case indicator(String)
    }

    /// So many tiles stand beside each other where nothing says how wards lie.
    private static let plainWidth: Int64 = 4

    public let wards: [Choice]
    public let communities: [Choice]
    /// As far as the files say, by community.
    public let shares: [String: Share]
    public let tiles: [String: Tile]
    /// The indicator that counts the people of each ward.
    public let residents: String?
    /// The indicator that money is held against where nobody chooses another.
    public let need: String?

    public init(
        wards: [Choice], communities: [Choice] = [], shares: [String: Share] = [:],
        tiles: [String: Tile] = [:], residents: String? = nil, need: String? = nil
    ) {
        self.wards = wards
        self.communities = communities
        self.shares = shares
        self.tiles = tiles
        self.residents = residents
        self.need = need
    }

    /// The wards alone.
    public init(_ book: IndicatorBook) {
        self.init(wards: book.wards.map { Choice(key: $0.key, title: $0.title) })
    }

    /// Where each ward lies, in the order of the wards: those that have no tile stand in rows below
    /// the others.
    public var places: [(ward: Choice, tile: Tile)] {
        let width = max(Self.plainWidth, tiles.values.map(\.column).max() ?? 0)
        let first = (tiles.values.map(\.row).max() ?? 0) + 1
        var count: Int64 = 0
        return wards.map { ward in
            if let tile = tiles[ward.key] { return (ward, tile) }
            defer { count += 1 }
            return (ward, Tile(row: first + count / width, column: count % width + 1))
        }
    }
}

/// An amount shared out equally to the penny: the first ones have a penny more where it does not
/// come out even.
public enum EqualShares {
    /// - Parameter count: at least 1.
    public static func of(_ amount: Money, among count: Int) -> [Money] {
        let (each, rest) = amount.pence.quotientAndRemainder(dividingBy: Int64(count))
        return (0..<Int64(count)).map { Money(pence: each + ($0 < rest ? 1 : 0)) }
    }
}
