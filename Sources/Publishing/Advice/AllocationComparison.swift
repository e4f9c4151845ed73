import Assessment
import Awards
import FundCore

/// The ways to share a round's money out, side by side, and what each would change. Advice alone.
public struct AllocationComparison: Sendable {
    /// What changes are told against.
    public enum Base: Sendable, Equatable {
        case proposal(Int64)
        /// The ranking as it is, before anything is tried.
        case rankOrder
    }

    public struct Line: Sendable {
        public let rank: Int64
        public let reference: Reference
        public let organisation: String
        public let score: Fraction
        public let requested: Money
        public let award: Money
        /// Whether it is all that it may get.
        public let isFull: Bool
    }

    public struct Change: Sendable {
        public enum Kind: String, Sendable, CaseIterable { case enters, leaves, changes }

        public let kind: Kind
        public let reference: Reference
        public let organisation: String
        public let before: Money
        public let after: Money
    }

    public struct Method: Sendable {
        public let result: AllocationResult
        /// How long the sharing out alone took, in millionths of a second.
        public let microseconds: Int64
        /// The scores of those that get all they may get, added up.
        public let scoreSum: Fraction
        /// The scores of those that get a part.
        public let partScoreSum: Fraction
        /// The most that `scoreSum` could be, where the search did not prove it.
        public let bound: Fraction?
        /// Those that get money, in rank order.
        public let lines: [Line]
        public let changes: [Change]

        public var method: AllocationMethod { result.method }
        public var standing: String {
            switch result.standing {
            case .byRule: "rule"
            case .optimal: "optimal"
            case .bounded: "bounded"
            case .impossible: "impossible"
            case .unknown: "unknown"
            }
        }
    }

    public let round: String
    public let budget: Money
    public let partialAwards: Bool
    public let whatIf: WhatIf
    public let base: Base
    public let limits: [AllocationLimit]
    /// Applications that have no score yet, and so no place here.
    public let unscored: Int
    public let methods: [Method]

    /// The number of the proposal that changes are told against; nil where it is the ranking.
    public var baseNumber: Int64? { if case .proposal(let number) = base { number } else { nil } }
}

// MARK: In words

extension AllocationComparison {
    /// Why a method leaves money, in words.
    public func leftWords(_ method: Method, in words: TextCatalogue) -> String {
        let left = method.result.left.words
        func say(_ key: String, _ more: [String: String] = [:]) -> String {
            words.words(key, ["left": left].merging(more) { first, _ in first })
        }
        switch method.result.reason {
        case .nothingLeft: return say("page.left-nothing")
        case .everybodyServed: return say("page.left-everybody")
        case .nobodyFundable: return say("page.left-nobody")
        case .allCappedOut(let count): return say("page.left-capped", ["count": "\(count)"])
        case .someCappedOut(let count):
            return say("page.left-capped-some", ["count": "\(count)"])
        case .nextNeeds(let reference, let asks, let minimum):
            return say(
                "page.left-next",
                ["reference": "\(reference)", "asks": asks.words, "minimum": minimum.words])
        case .nextInFull(let reference, let asks):
            return say("page.left-whole", ["reference": "\(reference)", "asks": asks.words])
        case .leastNeeds(let reference, let minimum):
            return say(
                "page.left-least", ["reference": "\(reference)", "minimum": minimum.words])
        case .limitsReached: return say("page.left-limits")
        case .bestWithoutIt: return say("page.left-best")
        case .noAwards: return say("page.left-none")
        }
    }

    /// How sure a method's result is, in words.
    public func standingWords(_ method: Method, in words: TextCatalogue) -> String {
        let bound = method.bound?.decimal(places: 2) ?? ""
        return words.words(
            "page.standing-\(method.standing)",
            ["bound": bound, "sum": method.scoreSum.decimal(places: 2)])
    }

    /// What of the limits a method does not reach, in words; nothing where it keeps to all.
    public func shortfallWords(_ method: Method, in words: TextCatalogue) -> [String] {
        method.result.shortfalls.map {
            words.words(
                "page.floor-missed",
                [
                    "what": Self.name(of: $0.limit, in: words), "missing": $0.missing.words,
                    "floor": Money(pence: $0.limit.floorPence ?? 0).words,
                ])
        }
    }

    /// What changes are told against, in words.
    public func againstWords(in words: TextCatalogue) -> String {
        baseNumber.map { words.words("page.against-proposal", ["number": "\($0)"]) }
            ?? words.words("page.against-ranking")
    }

    /// Each limit of the round in words.
    public func limitWords(in words: TextCatalogue) -> [String] {
        limits.map { limit in
            let floor = limit.floorPence.map { Money(pence: $0).words }
            let cap = limit.capPence.map { Money(pence: $0).words }
            let key =
                floor == nil
                ? "page.limit-cap" : cap == nil ? "page.limit-floor" : "page.limit-both"
            return words.words(
                key,
                [
                    "what": Self.name(of: limit, in: words), "floor": floor ?? "",
                    "cap": cap ?? "",
                ])
        }
    }

    private static func name(of limit: AllocationLimit, in words: TextCatalogue) -> String {
        switch limit.kind {
        case .ward: words.translation("wards.\(limit.key)") ?? limit.title
        case .priority: words.translation("priorities.\(limit.key)") ?? limit.title
        }
    }
}

extension AllocationComparison.Change {
    public func words(in words: TextCatalogue) -> String {
        words.words(
            "page.change-\(kind.rawValue)",
            [
                "reference": "\(reference)", "group": organisation, "before": before.words,
                "after": after.words,
                "difference": (after > before ? "+" : "") + (after - before).words,
            ])
    }
}

// MARK: As values

extension AllocationComparison {
    public var json: JSONValue {
        .object([
            ("round", .string(round)), ("budgetPence", .int(budget.pence)),
            ("partialAwards", .bool(partialAwards)),
            ("whatIf", whatIf.isNothing ? .null : whatIf.json),
            (
                "against",
                .string(baseNumber.map { "proposal \($0)" } ?? AllocationMethod.rankOrder.rawValue)
            ),
            (
                "limits",
                .array(
                    limits.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("key", .string($0.key)),
                            ("floorPence", .optional($0.floorPence)),
                            ("capPence", .optional($0.capPence)),
                        ])
                    })
            ), ("unscored", .int(unscored)), ("methods", .array(methods.map(\.json))),
        ])
    }
}

extension AllocationComparison.Method {
    /// A row of `Listing.allocations`.
    public var row: [JSONValue] {
        [
            .string(method.rawValue), .int(lines.count), .int(lines.count { !$0.isFull }),
            .int(result.total.pence), .int(result.left.pence), .string("\(scoreSum)"),
            .string(scoreSum.decimal(places: 2)), .string("\(partScoreSum)"),
            .string(partScoreSum.decimal(places: 2)), .string(standing),
        ]
    }

    fileprivate var json: JSONValue {
        guard case .object(let members) = Listing.allocations.json(row) else { return .null }
        return .object(
            members + [
                ("boundSum", .optional(bound?.description)),
                ("boundSumDecimal", .optional(bound?.decimal(places: 2))),
                ("leftReason", reason),
                (
                    "shortfalls",
                    .array(
                        result.shortfalls.map {
                            .object([
                                ("kind", .string($0.limit.kind.rawValue)),
                                ("key", .string($0.limit.key)),
                                ("floorPence", .optional($0.limit.floorPence)),
                                ("missingPence", .int($0.missing.pence)),
                            ])
                        })
                ),
                (
                    "lines",
                    .array(
                        lines.map {
                            .object([
                                ("rank", .int($0.rank)), ("reference", .string("\($0.reference)")),
                                ("organisation", .string($0.organisation)),
                                ("score", .string("\($0.score)")),
                                ("scoreDecimal", .string($0.score.decimal(places: 2))),
                                ("requestedPence", .int($0.requested.pence)),
                                ("awardPence", .int($0.award.pence)),
                                ("outcome", .string($0.isFull ? "full" : "partial")),
                            ])
                        })
                ), ("enters", list(.enters)), ("leaves", list(.leaves)),
                ("changes", list(.changes)),
            ])
    }

    private func list(_ kind: AllocationComparison.Change.Kind) -> JSONValue {
        .array(
            changes.filter { $0.kind == kind }.map {
                .object([
                    ("reference", .string("\($0.reference)")),
                    ("organisation", .string($0.organisation)),
                    ("beforePence", .int($0.before.pence)), ("afterPence", .int($0.after.pence)),
                    ("differencePence", .int(($0.after - $0.before).pence)),
                ])
            })
    }

    private var reason: JSONValue {
        func object(
            _ code: String, _ reference: Reference? = nil, asks: Money? = nil,
            minimum: Money? = nil, count: Int? = nil
        ) -> JSONValue {
            .object([
                ("code", .string(code)), ("reference", .optional(reference?.description)),
                ("requestedPence", .optional(asks?.pence)),
                ("minimumPence", .optional(minimum?.pence)),
                ("count", count.map { .int($0) } ?? .null),
            ])
        }
        return switch result.reason {
        case .nothingLeft: object("nothingLeft")
        case .everybodyServed: object("everybodyServed")
        case .nobodyFundable: object("nobodyFundable")
        case .allCappedOut(let count): object("allCappedOut", count: count)
        case .someCappedOut(let count): object("someCappedOut", count: count)
        case .nextNeeds(let next, let asks, let minimum):
            object("nextNeeds", next, asks: asks, minimum: minimum)
        case .nextInFull(let next, let asks): object("nextInFull", next, asks: asks)
        case .leastNeeds(let least, let minimum): object("leastNeeds", least, minimum: minimum)
        case .limitsReached: object("limitsReached")
        case .bestWithoutIt: object("bestWithoutIt")
        case .noAwards: object("noAwards")
        }
    }
}
