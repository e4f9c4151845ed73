import FundCore
import FundStore
import GRDB

/// What parts two applications whose scores are equal, in this order.
public enum TieBreak: Hashable, Sendable, CustomStringConvertible {
    /// The higher mean of this criterion.
    case criterion(String)
    /// The smaller request.
    case smallerRequest
    /// The lower SHA-256 of `round-1:REF`: a lot that everybody can draw again.
    case lot

    public var description: String {
        switch self {
        case .criterion(let key): key
        case .smallerRequest: "requestedPence"
        case .lot: "sha256"
        }
    }
}

/// What an application reached on one criterion. It holds the sum and the count alone: a round may
/// rank a hundred thousand applications.
public struct CriterionResult: Sendable {
    public let key: String
    public let weightBasisPoints: Int64
    private let scaleMaximum: Int64
    private let sum: Int64
    private let count: Int64
    /// Members of the panel who have not scored it.
    public internal(set) var missing: [PersonID] = []

    init(_ criterion: ScoringScheme.Criterion, scaleMaximum: Int64, sum: Int64, count: Int64) {
        key = criterion.key
        weightBasisPoints = criterion.weightBasisPoints
        self.scaleMaximum = scaleMaximum
        self.sum = sum
        self.count = count
    }

    public var scorerCount: Int { Int(count) }

    /// Of those who scored it; nil where nobody did.
    public var mean: Fraction? {
        count > 0 ? Fraction(Int128(sum), over: Int128(count)) : nil
    }

    /// weight / 10 000 × mean / scale maximum × 100.
    public var points: Fraction? {
        guard count > 0 else { return nil }
        return Fraction(
            Int128(weightBasisPoints * sum), over: Int128(count * scaleMaximum * 100))
    }
}

public struct RankedApplication: Sendable {
    public let application: ApplicationID
    public let reference: Reference
    public let requested: Money
    public let minimum: Money
    public internal(set) var criteria: [CriterionResult]
    /// Out of 100; nil where nobody scored some criterion.
    public let score: Fraction?
    /// From 1, no two alike; nil where there is no score.
    public internal(set) var rank: Int?
    public internal(set) var tieBreak: TieBreak?
}

extension AssessmentModule {
    /// Ranks the round's eligible applications by the scores as they stand. Those with a criterion
    /// that nobody scored come last, without a rank.
    ///
    /// Score = Σ weight/10 000 × mean/scaleMax × 100, in exact fractions.
    public func ranking(
        of round: RoundID, key: String, scheme: ScoringScheme, in tx: borrowing ReadTx
    ) throws -> [RankedApplication] {
        let panel = try panel(of: round, in: tx)
        let sums = try sums(of: round, scheme: scheme, in: tx)
        var ranked = try tx.list(
            """
            SELECT applicationId, reference, requestedPence, minimumPence FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1 ORDER BY applicationId
            """, [round.rawValue]
        ) {
            RankedApplication(
                ApplicationID($0[0]), Reference(stored: $0[1]), requested: Money(pence: $0[2]),
                minimum: Money(pence: $0[3]), scheme: scheme,
                sums: sums[$0[0]] ?? Array(repeating: (0, 0), count: scheme.criteria.count))
        }
        if ranked.contains(where: { $0.criteria.contains { $0.scorerCount < panel.count } }) {
            try fillMissing(&ranked, round: round, panel: panel, in: tx)
        }
        RankedApplication.rank(&ranked, round: key, tieBreak: scheme.tieBreak)
        return ranked
    }

    /// The sum and count of each application's scores, in the order of the criteria.
    private func sums(
        of round: RoundID, scheme: ScoringScheme, in tx: borrowing ReadTx
    ) throws -> [Int64: [(sum: Int64, count: Int64)]] {
        let places = Dictionary(
            uniqueKeysWithValues: scheme.criteria.enumerated().map { ($1.key, $0) })
        var sums: [Int64: [(sum: Int64, count: Int64)]] = [:]
        var current: Int64 = -1
        var row = Array(repeating: (sum: Int64(0), count: Int64(0)), count: places.count)
        try tx.forEach(
            """
            SELECT applicationId, criterion, sum(value), count(*) FROM assessmentScore
            WHERE roundId = ? GROUP BY applicationId, criterion
            """, [round.rawValue]
        ) {
            let id: Int64 = $0[0]
            if id != current {
                if current >= 0 { sums[current] = row }
                row = Array(repeating: (0, 0), count: places.count)
                current = id
            }
            if let place = places[$0[1]] { row[place] = ($0[2], $0[3]) }
        }
        if current >= 0 { sums[current] = row }
        return sums
    }

    private func fillMissing(
        _ ranked: inout [RankedApplication], round: RoundID, panel: [PersonID],
        in tx: borrowing ReadTx
    ) throws {
        var scored: [Int64: [String: Set<Int64>]] = [:]
        try tx.forEach(
            "SELECT applicationId, criterion, memberId FROM assessmentScore WHERE roundId = ?",
            [round.rawValue]
        ) { scored[$0[0], default: [:]][$0[1], default: []].insert($0[2]) }
        for index in ranked.indices {
            let byCriterion = scored[ranked[index].application.rawValue] ?? [:]
            for place in ranked[index].criteria.indices {
                let key = ranked[index].criteria[place].key
                let members = byCriterion[key] ?? []
                ranked[index].criteria[place].missing = panel.filter {
                    !members.contains($0.rawValue)
                }
            }
        }
    }
}

extension RankedApplication {
    init(
        _ application: ApplicationID, _ reference: Reference, requested: Money, minimum: Money,
        scheme: ScoringScheme, sums: [(sum: Int64, count: Int64)]
    ) {
        self.application = application
        self.reference = reference
        self.requested = requested
        self.minimum = minimum
        var results: [CriterionResult] = []
        results.reserveCapacity(sums.count)
        var total: Fraction? = .zero
        for (criterion, (sum, count)) in zip(scheme.criteria, sums) {
            let result = CriterionResult(
                criterion, scaleMaximum: scheme.scaleMaximum, sum: sum, count: count)
            results.append(result)
            if let soFar = total, let points = result.points {
                total = soFar + points
            } else {
                total = nil
            }
        }
        criteria = results
        score = total
    }

    /// Puts applications in order and numbers them.
    static func rank(_ ranked: inout [RankedApplication], round: String, tieBreak: [String]) {
        ranked.sort { left, right in
            guard let leftScore = left.score else { return false }
            guard let rightScore = right.score else { return true }
            if leftScore != rightScore { return leftScore > rightScore }
            return left.precedes(right, round: round, tieBreak: tieBreak).0
        }
        for index in ranked.indices where ranked[index].score != nil {
            ranked[index].rank = index + 1
            guard index > 0, ranked[index].score == ranked[index - 1].score else { continue }
            let reason = ranked[index - 1].precedes(
                ranked[index], round: round, tieBreak: tieBreak
            ).1
            ranked[index].tieBreak = reason
            if ranked[index - 1].tieBreak == nil { ranked[index - 1].tieBreak = reason }
        }
    }

    /// Whether this one comes before an equal one, and what says so.
    private func precedes(
        _ other: RankedApplication, round: String, tieBreak: [String]
    ) -> (Bool, TieBreak) {
        for key in tieBreak {
            if let mine = mean(of: key), let theirs = other.mean(of: key), mine != theirs {
                return (mine > theirs, .criterion(key))
            }
        }
        if requested != other.requested {
            return (requested < other.requested, .smallerRequest)
        }
        let mine = SHA256Hex(of: "\(round):\(reference)").description
        let theirs = SHA256Hex(of: "\(round):\(other.reference)").description
        return (mine < theirs, .lot)
    }

    private func mean(of key: String) -> Fraction? {
        criteria.first { $0.key == key }?.mean
    }
}
