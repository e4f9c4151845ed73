import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Rounds

extension Reports {
    /// What would change if one member's scores were left out, or one weight moved by five
    /// percentage points. It names members, so nobody who scores in the round may read it.
    ///
    /// - Throws: `AssessmentProblem.scoresHere`.
    public func sensitivity(
        of key: String, as principal: Principal
    ) throws -> SensitivityReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let (ground, scores, emails) = try store.read { tx in
            let ground = try allocationGround(of: key, in: tx)
            if let person = principal.personID,
                try assessment.isOnPanel(person, of: ground.round.id, in: tx)
            {
                throw AssessmentProblem.scoresHere
            }
            let scores = try assessment.panelScores(
                of: ground.round.id, key: key, scheme: ground.scheme, in: tx)
            return (ground, scores, try identity.emails(of: scores.members, in: tx))
        }
        let found = scores.sensitivity()
        let ranks = Sensitivity.ranks(found.order)
        let funded = Self.funded(found.order, scores, ground)
        var tried: [(ranks: [Int?], crosses: Set<ApplicationID>)] = []
        let changes = found.changes.map { change, order in
            let then = Sensitivity.ranks(order)
            let fundedThen = Self.funded(order, scores, ground)
            tried.append((then, funded.symmetricDifference(fundedThen)))
            func references(_ wanted: Set<ApplicationID>) -> [Reference] {
                order.map { scores.applications[$0.place] }.filter {
                    wanted.contains($0.application)
                }.map(\.reference)
            }
            var member: String?
            if case .without(let person) = change { member = emails[person] ?? "" }
            return SensitivityReport.Change(
                change: change, member: member,
                title: change.criterion.flatMap { key in
                    ground.scheme.criteria.first { $0.key == key }?.title
                },
                moved: zip(ranks, then).count { $0 != $1 && $0 != nil && $1 != nil },
                unscored: zip(ranks, then).count { $0 != nil && $1 == nil },
                enters: references(fundedThen.subtracting(funded)),
                leaves: references(funded.subtracting(fundedThen)))
        }
        let rows = found.order.map { standing in
            let application = scores.applications[standing.place]
            let others = tried.map { $0.ranks[standing.place] }
            let all = ([ranks[standing.place]] + others).compactMap(\.self)
            return SensitivityReport.Application(
                reference: application.reference,
                organisation: ground.names[application.application] ?? "",
                rank: ranks[standing.place], score: standing.score,
                isFunded: funded.contains(application.application),
                spread: found.spreads[standing.place], bestRank: all.min(),
                worstRank: all.max(),
                swings: tried.count { $0.crosses.contains(application.application) },
                ranks: others)
        }
        return SensitivityReport(
            round: key, available: ground.available, changes: changes,
            applications: Self.toTalkAbout(rows),
            offsets: zip(scores.members, found.offsets).map { (emails[$0] ?? "", $1) })
    }

    /// How a round's applications are scored, for who may try other weights.
    public func scoringScheme(of key: String, as principal: Principal) throws -> ScoringScheme {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            return try rounds.section(.scoring, of: round.id, in: tx)
        }
    }

    /// Who gets money by the round's own rule.
    private static func funded(
        _ order: [Standing], _ scores: PanelScores, _ ground: AllocationGround
    ) -> Set<ApplicationID> {
        let terms = ground.terms(scores.ranked(order), .nothing, scale: nil)
        let awards = terms.result(by: .rankOrder).awards
        return Set(
            zip(terms.candidates, awards).filter { $0.1 > .zero }.map(\.0.application))
    }

    private static func toTalkAbout(
        _ rows: [SensitivityReport.Application]
    ) -> [SensitivityReport.Application] {
        rows.enumerated().sorted { left, right in
            let (one, other) = (left.element, right.element)
            if one.swings != other.swings { return one.swings > other.swings }
            let (range, theirs) = (one.spread?.range ?? .zero, other.spread?.range ?? .zero)
            if range != theirs { return range > theirs }
            return left.offset < right.offset
        }.map(\.element)
    }
}
