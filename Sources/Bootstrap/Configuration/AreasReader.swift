import Commissioning
import Forms
import FundCore

/// Reads `areas.yaml`. A folder from before there was one knows no communities and no map.
enum AreasReader {
    private static let greatestCount = 40
    private static let greatestPlace: Int64 = 20

    /// - Parameter root: nil where there is no such file.
    static func rules(
        _ root: ConfigValue?, wards: [Question.Option], indicators: [Indicator]
    ) -> AreaRules {
        let choices = wards.map { AreaRules.Choice(key: $0.key, title: $0.title) }
        guard let root else { return AreaRules(wards: choices) }
        root.allow("areas")
        let value = root["areas"]
        value.allow("communities", "tiles", "residents", "need")
        let list = value.optional("communities")
        var keys = UniqueKeys()
        var shares: [String: AreaRules.Share] = [:]
        let communities = list.items.map { item in
            item.allow("key", "title", "share", "shareFrom")
            let key = keys.take(item["key"])
            shares[key] = share(item, indicators)
            return AreaRules.Choice(key: key, title: item["title"].text(maximum: 100))
        }
        if communities.count > greatestCount {
            list.report("too-many", ["maximum": "\(greatestCount)"])
        }
        return AreaRules(
            wards: choices, communities: communities, shares: shares,
            tiles: tiles(value.optional("tiles"), wards: wards.map(\.key)),
            residents: indicator(
                value.optional("residents"), among: indicators.filter { $0.unit == .count }),
            need: indicator(value.optional("need"), among: indicators))
    }

    /// In percent, or an indicator that is measured in percent.
    private static func share(_ item: ConfigValue, _ known: [Indicator]) -> AreaRules.Share? {
        let (typed, named) = (item.optional("share"), item.optional("shareFrom"))
        if named.isPresent {
            let key = named.key()
            let options = known.filter { $0.unit == .percent }.map(\.key)
            if !options.contains(key) {
                named.report(
                    "not-an-option", ["value": key, "options": options.joined(separator: ", ")])
            }
            return .indicator(key)
        }
        guard typed.isPresent else { return nil }
        let bounds = Indicator.bounds(of: .percent)
        guard let value = IndicatorValue(typed.text()), value >= bounds.least,
            value <= bounds.greatest
        else {
            typed.report("out-of-range", ["minimum": "0", "maximum": "100"])
            return nil
        }
        return .percent(value)
    }

    private static func tiles(_ value: ConfigValue, wards: [String]) -> [String: AreaRules.Tile] {
        var (tiles, taken): ([String: AreaRules.Tile], Set<AreaRules.Tile>) = ([:], [])
        let laid = value.members.map(\.key)
        // A ward that was given another key in fund.yaml: each tile is named, with what there is
        // now.
        let without = wards.filter { !laid.contains($0) }
        for (key, place) in value.members {
            guard wards.contains(key) else {
                place.report(
                    without.isEmpty ? "tile-no-ward" : "tile-other-ward",
                    [
                        "value": key, "wards": wards.joined(separator: ", "),
                        "tiles": laid.joined(separator: ", "),
                        "without": without.joined(separator: ", "),
                    ])
                continue
            }
            place.allow("row", "column")
            let tile = AreaRules.Tile(
                row: place["row"].wholeNumber(1...greatestPlace),
                column: place["column"].wholeNumber(1...greatestPlace))
            if !taken.insert(tile).inserted { place.report("tile-taken") }
            tiles[key] = tile
        }
        return tiles
    }

    /// One that is known ward by ward.
    private static func indicator(_ value: ConfigValue, among known: [Indicator]) -> String? {
        guard value.isPresent else { return nil }
        let key = value.key()
        let options = known.filter { $0.geography == .ward }.map(\.key)
        if !options.contains(key) {
            value.report(
                "not-an-option", ["value": key, "options": options.joined(separator: ", ")])
        }
        return key
    }
}
