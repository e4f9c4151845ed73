import FundCore
import FundStore
import GRDB

/// For which applications a ranking says who should have scored them and has not.
public enum MissingScorers: Sendable, Equatable {
    case ofAll
    case of(ApplicationID)
    case ofNone
}

extension AssessmentModule {
    /// Who should have scored what and has not: those assigned, or else the whole panel, without
    /// those who have an interest.
    func fillMissing(
        _ ranked: inout [RankedApplication], _ wanted: MissingScorers,
        _ expected: ExpectedScorers, round: RoundID, in tx: borrowing ReadTx
    ) throws {
        var condition = "roundId = ?1"
        var arguments: StatementArguments = [round.rawValue]
        var places = ranked.indices
        switch wanted {
        case .ofNone: return
        case .of(let application):
            guard let place = ranked.firstIndex(where: { $0.application == application }) else {
                return
            }
            places = place..<(place + 1)
            condition += " AND applicationId = ?2"
            arguments += [application.rawValue]
        case .ofAll: break
        }
        let isComplete = places.allSatisfy { place in
            let count = expected.count(for: ranked[place].application)
            return ranked[place].criteria.allSatisfy { $0.answerCount >= count }
        }
        if isComplete { return }
        var scored: [Int64: [String: Set<Int64>]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, criterion, memberId FROM assessmentScore
            WHERE \(condition) AND isSetAside = 0
            """, arguments
        ) { scored[$0[0], default: [:]][$0[1], default: []].insert($0[2]) }
        for place in places {
            let byCriterion = scored[ranked[place].application.rawValue] ?? [:]
            let members = expected.members(for: ranked[place].application)
            for criterion in ranked[place].criteria.indices {
                let known = byCriterion[ranked[place].criteria[criterion].key] ?? []
                ranked[place].criteria[criterion].missing = members.filter {
                    !known.contains($0.rawValue)
                }
            }
        }
    }
}
