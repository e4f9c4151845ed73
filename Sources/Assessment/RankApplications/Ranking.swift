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

extension AssessmentModule {
    /// Ranks the round's eligible applications by the scores as they stand. Those with a criterion
    /// that nobody scored come last, without a rank.
    ///
    /// Score = Σ weight/10 000 × mean/scaleMax × 100, in exact fractions.
    ///
    /// - Parameter missing: for which of them to find out who has not scored them; for the others it
    ///   is left empty.
    public func ranking(
        of round: RoundID, key: String, scheme: ScoringScheme, missing: MissingScorers = .ofNone,
        in tx: borrowing ReadTx
    ) throws -> [RankedApplication] {
        let sums = try sums(of: round, scheme: scheme, in: tx)
        let expected = try expectedScorers(of: round, in: tx)
        let none = Array(repeating: CriterionSum(), count: scheme.criteria.count)
        var ranked = try tx.list(
            """
            SELECT applicationId, reference, requestedPence, minimumPence FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1 ORDER BY applicationId
            """, [round.rawValue]
        ) {
            RankedApplication(
                ApplicationID($0[0]), Reference(stored: $0[1]), requested: Money(pence: $0[2]),
                minimum: Money(pence: $0[3]), scheme: scheme, sums: sums[$0[0]] ?? none,
                expected: expected.count(for: ApplicationID($0[0])))
        }
        try fillMissing(&ranked, missing, expected, round: round, in: tx)
        RankedApplication.rank(&ranked, round: key, tieBreak: scheme.tieBreak)
        return ranked
    }

    /// What each application's scores add up to, in the order of the criteria. Scores that are set
    /// aside are not among them.
    private func sums(
        of round: RoundID, scheme: ScoringScheme, in tx: borrowing ReadTx
    ) throws -> [Int64: [CriterionSum]] {
        let keys = scheme.criteria.map { Array($0.key.utf8) }
        // Within an application they come in the order of their keys.
        let byKey = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        let none = Array(repeating: CriterionSum(), count: keys.count)
        var sums: [Int64: [CriterionSum]] = [:]
        var current: Int64 = -1
        var row = none
        var next = 0
        try tx.forEach(
            """
            SELECT applicationId, criterion, ifnull(sum(value), 0), count(value), count(*)
            FROM assessmentScore
            WHERE roundId = ? AND isSetAside = 0
            GROUP BY applicationId, criterion ORDER BY applicationId, criterion
            """, [round.rawValue]
        ) {
            let id: Int64 = $0[0]
            if id != current {
                if current >= 0 { sums[current] = row }
                row = none
                current = id
                next = 0
            }
            let key: String = $0[1]
            guard
                let found = (next..<keys.count).first(where: {
                    key.utf8.elementsEqual(keys[byKey[$0]])
                })
            else { return }
            next = found + 1
            let count: Int64 = $0[3]
            row[byKey[found]] = CriterionSum(
                sum: $0[2], count: count, notApplicable: ($0[4] as Int64) - count)
        }
        if current >= 0 { sums[current] = row }
        return sums
    }
}

extension RankedApplication {
    /// Puts applications in order and numbers them. Those without a score keep the order they came
    /// in.
    static func rank(_ ranked: inout [RankedApplication], round: String, tieBreak: [String]) {
        // Places are put in order, because an application is much to move about; then each is moved
        // to where it belongs, because so many are much to have twice.
        let places = ranked.indices.sorted { left, right in
            guard let leftScore = ranked[left].score else {
                return ranked[right].score == nil && left < right
            }
            guard let rightScore = ranked[right].score else { return true }
            if leftScore != rightScore { return leftScore > rightScore }
            return ranked[left].precedes(ranked[right], round: round, tieBreak: tieBreak).0
        }
        for place in places.indices {
            var from = places[place]
            // What stood before this place has been moved to where what it gave way to came from.
            while from < place { from = places[from] }
            ranked.swapAt(place, from)
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
            let (mine, theirs) = (mean(of: key), other.mean(of: key))
            guard mine != theirs else { continue }
            // Whoever it does not apply to comes after whoever has a mean, so that it is an order.
            guard let mine else { return (false, .criterion(key)) }
            guard let theirs else { return (true, .criterion(key)) }
            return (mine > theirs, .criterion(key))
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
