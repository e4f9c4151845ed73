import FundCore

/// Something that is measured again and again, to see whether an area changes.
public struct Indicator: Sendable {
    public enum Unit: String, Sendable, CaseIterable {
        /// Of a hundred.
        case percent
        /// So many for each 1,000 residents.
        case rate
        /// So many.
        case count
        /// From 0 to 1.
        case index

        /// What a figure can be, in thousandths.
        var range: ClosedRange<Int64> {
            switch self {
            case .percent: 0...100_000
            case .rate: 0...1_000_000
            case .count: 0...1_000_000_000_000
            case .index: 0...1000
            }
        }
    }

    /// Which way is better.
    public enum Better: String, Sendable, CaseIterable {
        case higher, lower
        /// It is watched, and neither way is a success.
        case neither
    }

    public enum Geography: String, Sendable, CaseIterable {
        /// Known ward by ward, and perhaps for the whole area.
        case ward
        /// Known for the whole area alone.
        case area
    }

    /// A figure that was or is to be reached in the whole area.
    public struct Mark: Sendable {
        public let period: IndicatorPeriod
        public let value: IndicatorValue

        public init(period: IndicatorPeriod, value: IndicatorValue) {
            self.period = period
            self.value = value
        }
    }

    public let key: String
    public let name: String
    public let definition: String
    public let unit: Unit
    public let better: Better
    public let source: String
    public let geography: Geography
    public let frequency: IndicatorPeriod.Frequency
    public let baseline: Mark?
    public let target: Mark?
    /// The groups whose people are counted area by area, where the figures are the index of
    /// dissimilarity between the first and all others; empty where figures come as they are.
    public let groups: [String]

    public init(
        key: String, name: String, definition: String, unit: Unit, better: Better, source: String,
        geography: Geography, frequency: IndicatorPeriod.Frequency, baseline: Mark?, target: Mark?,
        groups: [String]
    ) {
        self.key = key
        self.name = name
        self.definition = definition
        self.unit = unit
        self.better = better
        self.source = source
        self.geography = geography
        self.frequency = frequency
        self.baseline = baseline
        self.target = target
        self.groups = groups
    }

    public var isComputed: Bool { !groups.isEmpty }

    /// The smallest and the greatest figure that there can be.
    public var bounds: (least: IndicatorValue, greatest: IndicatorValue) { Self.bounds(of: unit) }

    public static func bounds(
        of unit: Unit
    ) -> (least: IndicatorValue, greatest: IndicatorValue) {
        (
            IndicatorValue(thousandths: unit.range.lowerBound),
            IndicatorValue(thousandths: unit.range.upperBound)
        )
    }
}

/// A ward that figures are known of.
public struct IndicatorWard: Sendable {
    public let key: String
    public let title: String

    public init(key: String, title: String) {
        self.key = key
        self.title = title
    }
}

/// What is measured, and where: `indicators.yaml`, and the wards of `fund.yaml`.
public struct IndicatorBook: Sendable {
    /// Stands where a ward would, for the whole area.
    public static let wholeArea = "all"

    public let indicators: [Indicator]
    public let wards: [IndicatorWard]

    public init(indicators: [Indicator], wards: [IndicatorWard]) {
        self.indicators = indicators
        self.wards = wards
    }

    /// - Throws: `CommissioningProblem.indicatorUnknown`.
    public func indicator(_ key: String) throws -> Indicator {
        guard let indicator = indicators.first(where: { $0.key == key }) else {
            throw CommissioningProblem.indicatorUnknown(
                key: key, known: indicators.map(\.key).joined(separator: ", "))
        }
        return indicator
    }
}
