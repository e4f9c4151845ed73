import Assessment
import FundCore

/// Where a ranking would tip: which applications cross the line between money and none under a small
/// change, how far members are apart, and who scores higher or lower. Advice alone.
public struct SensitivityReport: Sendable {
    public struct Change: Sendable {
        public let change: RankingChange
        /// Whose scores are left out; nil where a weight moves.
        public let member: String?
        /// What the criterion is called whose weight moves; nil where it is a member.
        public let title: String?
        /// Applications whose rank is another.
        public let moved: Int
        /// Applications that nobody else scored whole, so that they have no rank then.
        public let unscored: Int
        public let enters: [Reference]
        public let leaves: [Reference]

        public var swings: Bool { !enters.isEmpty || !leaves.isEmpty }
    }

    public struct Application: Sendable {
        public let reference: Reference
        public let organisation: String
        /// nil where there is no score yet.
        public let rank: Int?
        public let score: Fraction?
        public let isFunded: Bool
        public let spread: Spread?
        /// Under every change; nil where there is none.
        public let bestRank: Int?
        public let worstRank: Int?
        /// Under how many changes it crosses the line.
        public let swings: Int
        /// In the order of the changes.
        public let ranks: [Int?]
    }

    public let round: String
    public let available: Money
    public let changes: [Change]
    /// Those to talk about first: by how many changes move them across the line, then by how far
    /// the members are apart, then by rank.
    public let applications: [Application]
    public let offsets: [(member: String, offset: MemberOffset)]
}

extension SensitivityReport {
    public var json: JSONValue {
        .object([
            ("round", .string(round)), ("availablePence", .int(available.pence)),
            (
                "changes",
                .array(
                    changes.map { change in
                        .object([
                            ("kind", .string(change.member == nil ? "weight" : "member")),
                            ("member", .optional(change.member)),
                            ("criterion", .optional(change.change.criterion)),
                            ("basisPoints", .optional(change.change.basisPoints)),
                            ("moved", .int(change.moved)), ("unscored", .int(change.unscored)),
                            ("enters", .array(change.enters.map { .string("\($0)") })),
                            ("leaves", .array(change.leaves.map { .string("\($0)") })),
                        ])
                    })
            ),
            ("applications", .array(applications.map { Listing.sensitivity.json($0.row) })),
            (
                "members",
                .array(
                    offsets.map { Listing.offsets.json(Self.row($0.member, $0.offset)) })
            ),
        ])
    }

    /// A row of `Listing.offsets`.
    public static func row(_ member: String, _ offset: MemberOffset) -> [JSONValue] {
        [
            .string(member), .int(offset.applications), .optional(offset.offset?.description),
            .optional(offset.nearest?.signedDecimal),
            .optional(offset.interval.map { hundredths($0.lowerBound, up: false) }),
            .optional(offset.interval.map { hundredths($0.upperBound, up: true) }),
            .string(offset.verdict.rawValue),
        ]
    }

    /// Thousandths of a point to two decimals, outward.
    public static func hundredths(_ thousandths: Int64, up: Bool) -> String {
        var hundredths = thousandths / 10
        let rest = thousandths % 10
        if rest > 0, up { hundredths += 1 }
        if rest < 0, !up { hundredths -= 1 }
        return Money(pence: hundredths).plainPounds
    }
}

extension SensitivityReport.Application {
    /// A row of `Listing.sensitivity`.
    public var row: [JSONValue] {
        [
            .string("\(reference)"), .string(organisation), Self.number(rank),
            .optional(score?.description), .optional(score?.decimal(places: 2)), .bool(isFunded),
            .int(spread?.members ?? 0), .optional(spread?.lowest.description),
            .optional(spread?.lowest.decimal(places: 2)), .optional(spread?.highest.description),
            .optional(spread?.highest.decimal(places: 2)), .optional(spread?.range.description),
            .optional(spread?.range.decimal(places: 2)), .optional(spread?.variance?.description),
            .optional(spread?.variance?.decimal(places: 2)), Self.number(bestRank),
            Self.number(worstRank), .int(swings), .array(ranks.map(Self.number)),
        ]
    }

    private static func number(_ rank: Int?) -> JSONValue { rank.map { .int($0) } ?? .null }
}

extension RankingChange {
    public var criterion: String? {
        if case .weight(let criterion, _) = self { criterion } else { nil }
    }

    public var basisPoints: Int64? {
        if case .weight(_, let by) = self { by } else { nil }
    }
}

extension SensitivityReport.Change {
    /// What is changed, in words.
    public func words(in words: TextCatalogue) -> String {
        switch change {
        case .without: words.words("page.change-without", ["member": member ?? ""])
        case .weight(let criterion, let by):
            words.words(
                by > 0 ? "page.change-more" : "page.change-less",
                [
                    "criterion": words.translation("criteria.\(criterion).title") ?? title
                        ?? criterion,
                    "points": Fraction(Int128(abs(by)), over: 100).shortDecimal,
                ])
        }
    }
}

extension MemberOffset {
    /// What is to be made of it, in words.
    public func words(in words: TextCatalogue) -> String {
        words.words(
            "page.offset-\(verdict.rawValue)",
            [
                "offset": nearest.map {
                    Fraction(Int128($0.numerator.magnitude), over: $0.denominator)
                }?
                .decimal(places: 2) ?? "",
                "low": interval.map { SensitivityReport.hundredths($0.lowerBound, up: false) }
                    ?? "",
                "high": interval.map { SensitivityReport.hundredths($0.upperBound, up: true) }
                    ?? "", "count": "\(applications)",
                "minimum": "\(Self.fewestApplications)",
            ])
    }
}

extension Fraction {
    /// `5`, or `2.50` where it is no whole number.
    fileprivate var shortDecimal: String { denominator == 1 ? "\(numerator)" : decimal(places: 2) }
}
