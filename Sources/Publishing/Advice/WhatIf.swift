import Assessment
import FundCore

/// What somebody tries out on paper. Nothing is changed by it.
public struct WhatIf: Sendable, Equatable {
    /// As much money instead of what there is.
    public let budget: Money?
    /// The most that one application may get.
    public let cap: Money?
    /// Basis points by the criterion's key; the other weights are scaled.
    public let weights: [String: Int64]
    /// Hundredths of a point: who scores less gets nothing.
    public let threshold: Int64?

    public static let nothing = WhatIf(budget: nil, cap: nil, weights: [:], threshold: nil)

    public init(budget: Money?, cap: Money?, weights: [String: Int64], threshold: Int64?) {
        self.budget = budget
        self.cap = cap
        self.weights = weights
        self.threshold = threshold
    }

    public var isNothing: Bool { self == .nothing }

    /// Reads what people wrote: `£25,000`, `£4,000`, `30%`, `60`; what is empty changes nothing.
    ///
    /// - Throws: `InvalidInput` that names every field which cannot be read.
    public init(
        budget: String?, cap: String?, weights: [(criterion: String, percent: String)],
        threshold: String?
    ) throws {
        var problems: [FieldProblem] = []
        func read<Value>(
            _ place: String, _ text: String?, _ code: String, _ read: (String) -> Value?
        )
            -> Value?
        {
            guard let text = text?.trimmed, !text.isEmpty else { return nil }
            let value = read(text)
            if value == nil { problems.append(FieldProblem(place, code)) }
            return value
        }
        func money(_ text: String) -> Money? {
            Money(written: text).flatMap { $0 > .zero ? $0 : nil }
        }
        func hundredths(_ text: String) -> Int64? {
            Money(poundsLiteral: text).flatMap { (0...10_000).contains($0.pence) ? $0.pence : nil }
        }
        self.budget = read("budget", budget, "not-pounds", money)
        self.cap = read("cap", cap, "not-pounds", money)
        self.threshold = read("threshold", threshold, "not-threshold", hundredths)
        var set: [String: Int64] = [:]
        for (criterion, percent) in weights {
            let place = "weight-\(criterion)"
            if set[criterion] != nil { problems.append(FieldProblem(place, "weight-twice")) }
            set[criterion] = read(place, percent, "not-percent") { text in
                hundredths(text.hasSuffix("%") ? String(text.dropLast()).trimmed : text)
            }
        }
        self.weights = set
        guard problems.isEmpty else { throw InvalidInput("what-if", problems) }
    }

    /// Reads weights as a query or a command has them: `need=30%`.
    ///
    /// - Throws: `InvalidInput` where something is not so.
    public static func weights(_ written: [String]) throws -> [(criterion: String, percent: String)]
    {
        try written.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[1].isEmpty else {
                throw InvalidInput("what-if", [FieldProblem("weight", "not-weight")])
            }
            return (String(parts[0]).trimmed, String(parts[1]).trimmed)
        }
    }

    /// The round's weights with what is tried.
    ///
    /// - Throws: `InvalidInput` where there is no such criterion, or no such weights can be.
    func weights(of scheme: ScoringScheme, from now: Weights) throws -> Weights {
        var set: [Int: Int64] = [:]
        for (key, basisPoints) in weights {
            guard let place = scheme.criteria.firstIndex(where: { $0.key == key }) else {
                throw InvalidInput(
                    "what-if",
                    [
                        FieldProblem(
                            "weight-\(key)", "not-an-option",
                            [
                                "value": key,
                                "options": scheme.criteria.map(\.key).joined(separator: ", "),
                            ])
                    ])
            }
            set[place] = basisPoints
        }
        guard let tried = now.setting(set) else {
            throw InvalidInput(
                "what-if", [FieldProblem("weight-\(weights.keys.min() ?? "")", "weights-tried")])
        }
        return tried
    }

    var json: JSONValue {
        .object([
            ("budgetPence", .optional(budget?.pence)), ("capPence", .optional(cap?.pence)),
            (
                "weights",
                .object(weights.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) })
            ),
            (
                "threshold",
                .optional(threshold.map { Fraction(Int128($0), over: 100).decimal(places: 2) })
            ),
        ])
    }
}
