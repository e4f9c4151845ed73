import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Rounds

/// How one application came by its score and its rank: every number, exact.
public struct ScoreExplanation: Sendable {
    /// One member's score on one criterion.
    public struct Score: Sendable {
        /// An address, for those who may know it.
        public let email: String
        /// From 1, in the same order on every criterion: what members are called to applicants.
        public let number: Int
        /// Nil where the member said that the criterion does not apply.
        public let value: Int64?
        public let comment: String?
        /// What it was before the panel's meetings changed it, in order.
        public let before: [Int64?]
    }

    public struct Criterion: Sendable {
        public let criterion: ScoringScheme.Criterion
        public let result: CriterionResult
        public let scores: [Score]
        /// Who should have scored it and has not: their numbers.
        public let missing: [Int]
        /// The least mean that may be funded, nil where there is none.
        public let least: Fraction?
    }

    /// What a proposal wrote down of it.
    public struct Proposed: Sendable {
        public let number: Int64
        public let rank: Int64
        /// `n/d`.
        public let score: String
        public let award: Money
        public let isDecided: Bool
    }

    public let round: Round
    public let summary: ApplicationSummary
    public let scheme: ScoringScheme
    public let criteria: [Criterion]
    public let ranked: RankedApplication
    /// How many applications have a rank.
    public let rankedCount: Int
    public let leastScore: Fraction?
    /// How many members do not count because they have an interest.
    public let barredCount: Int
    /// How many members do not count because they stood down and left it behind.
    public let leftCount: Int
    /// What the panel's meeting recommended; nil where there was none.
    public let recommended: Recommended?
    public let proposed: Proposed?
    /// What the group was given, with what an appeal or complaint made of it; nil where nothing was.
    public let award: Award?
    /// How many scores the audit trail was asked about.
    public let checkedCount: Int
    /// Where the trail, the scores and the proposal do not say the same; empty is as it should be.
    public let disagreements: [String]

    public var json: JSONValue {
        .object([
            ("reference", .string("\(summary.reference)")), ("round", .string(round.key)),
            (
                "scale",
                .object([
                    ("minimum", .int(scheme.scaleMinimum)), ("maximum", .int(scheme.scaleMaximum)),
                ])
            ),
            ("criteria", .array(criteria.map(\.json))),
            ("score", .optional(ranked.score?.description)),
            ("scoreDecimal", .optional(ranked.score?.decimal(places: 2))),
            ("leastScore", .optional(leastScore?.description)),
            ("rank", ranked.rank.map { .int($0) } ?? .null), ("of", .int(rankedCount)),
            ("tieBreak", .optional(ranked.tieBreak?.description)),
            ("shortfalls", .array(ranked.shortfalls.map { .string($0.key) })),
            ("membersWithInterest", .int(barredCount)),
            ("membersWhoLeft", .int(leftCount)),
            (
                "recommendation",
                recommended.map {
                    .object([
                        ("kind", .string($0.kind.rawValue)),
                        ("amountPence", .int($0.amount.pence)),
                        ("conditions", .optional($0.conditions)),
                    ])
                } ?? .null
            ),
            (
                "proposal",
                proposed.map {
                    .object([
                        ("number", .int($0.number)), ("rank", .int($0.rank)),
                        ("score", .string($0.score)), ("awardPence", .int($0.award.pence)),
                        ("isDecided", .bool($0.isDecided)),
                    ])
                } ?? .null
            ),
            (
                "award",
                award.map {
                    .object([
                        ("awardPence", .int($0.amount.pence)), ("standsPence", .int($0.kept.pence)),
                        ("awardedOnAppealOn", .optional($0.appealedOn?.description)),
                        ("withdrawnOn", .optional($0.withdrawnOn?.description)),
                        ("awardedFromReserveOn", .optional($0.reservedOn?.description)),
                    ])
                } ?? .null
            ),
            (
                "check",
                .object([
                    ("scoresInAuditTrail", .int(checkedCount)),
                    ("disagreements", .array(disagreements.map { .string($0) })),
                ])
            ),
        ])
    }
}

extension ScoreExplanation.Criterion {
    private static func said(_ value: Int64?) -> JSONValue {
        value.map { .int($0) } ?? .string("n/a")
    }

    fileprivate var json: JSONValue {
        .object([
            ("key", .string(criterion.key)),
            ("weightBasisPoints", .int(criterion.weightBasisPoints)),
            ("applies", .bool(result.applies)), ("share", .string(result.share.description)),
            (
                "scores",
                .array(
                    scores.map {
                        .object([
                            ("panel_member", .string($0.email)),
                            ("score", Self.said($0.value)),
                            ("before", .array($0.before.map(Self.said))),
                        ])
                    })
            ),
            ("sum", .int(result.sum)), ("count", .int(result.scorerCount)),
            ("notApplicable", .int(result.notApplicableCount)),
            ("missing", .int(missing.count)),
            ("mean", .optional(result.mean?.description)),
            ("least", .optional(least?.description)),
            ("points", .optional(result.points?.description)),
            ("pointsDecimal", .optional(result.points?.decimal(places: 2))),
        ])
    }
}

extension Shortfall {
    /// `score`, or the criterion.
    public var key: String {
        switch self {
        case .score: "score"
        case .criterion(let key): key
        }
    }
}

extension Reports {
    /// How an application came by its score and rank.
    public func explanation(
        of typed: String, as principal: Principal
    ) throws -> ScoreExplanation {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, _, round) = try applications.find(typed, in: tx)
            let found = try rounds.round(round, in: tx)
            try refuseSealed(found, principal, in: tx)
            try refuseInterested(principal, in: id, tx)
            return try explanation(of: id, in: found, in: tx)
        }
    }

    /// The same for the group itself, once a letter has told it the decision.
    public func ownExplanation(
        of typed: String, as principal: Principal
    ) throws -> ScoreExplanation {
        let person = try principal.require(.applicant)
        return try store.read { tx in
            let id = try find(typed, ownedBy: person, in: tx)
            let summary = try applications.summary(of: id, in: tx)
            guard [.awarded, .declined].contains(try told(summary, in: tx)) else {
                throw ApplicationsProblem.unknown(reference: typed)
            }
            let round = try applications.detail(of: id, in: tx).roundID
            return try explanation(of: id, in: try rounds.round(round, in: tx), in: tx)
        }
    }

    func explanation(
        of id: ApplicationID, in round: Round, in tx: borrowing ReadTx
    ) throws -> ScoreExplanation {
        let summary = try applications.summary(of: id, in: tx)
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: round.key, status: round.status)
        }
        let scheme: ScoringScheme = try rounds.section(.scoring, of: round.id, in: tx)
        let ranking = try assessment.ranking(
            of: round.id, key: round.key, scheme: scheme, missing: .of(id), in: tx)
        guard let ranked = ranking.first(where: { $0.application == id }) else {
            throw AssessmentProblem.notStanding(reference: "\(summary.reference)")
        }
        let all = try assessment.scoreFacts(of: id, in: tx)
        let before = try assessment.moderated(in: id, tx)
        let facts = all.filter { !$0.isSetAside }
        let missing = Set(ranked.criteria.flatMap(\.missing))
        let members = Set(facts.map(\.member)).union(missing).sorted { $0.rawValue < $1.rawValue }
        let numbers = Dictionary(uniqueKeysWithValues: zip(members, 1...))
        let emails = try identity.emails(of: members, in: tx)
        let expected = try assessment.expectedScorers(of: round.id, only: id, in: tx)
        let setAside = Set(all.filter(\.isSetAside).map(\.member))
        let barred = setAside.filter { expected.hasInterest($0, in: id) == true }
            .union(expected.barred(from: id))
        let left = setAside.filter { expected.hasInterest($0, in: id) == false }
            .union(expected.left(id))
        let proposed = try proposed(id, in: round, in: tx)
        return ScoreExplanation(
            round: round, summary: summary, scheme: scheme,
            criteria: zip(scheme.criteria, ranked.criteria).map { criterion, result in
                ScoreExplanation.Criterion(
                    criterion: criterion, result: result,
                    scores: facts.filter { $0.criterion == criterion.key }.map {
                        ScoreExplanation.Score(
                            email: emails[$0.member] ?? "", number: numbers[$0.member] ?? 0,
                            value: $0.value, comment: $0.comment, before: before[$0.id] ?? [])
                    }, missing: result.missing.compactMap { numbers[$0] }.sorted(),
                    least: scheme.rules?.leastMeans[criterion.key].map {
                        Fraction(Int128($0), over: 100)
                    })
            }, ranked: ranked, rankedCount: ranking.count { $0.rank != nil },
            leastScore: scheme.rules.flatMap {
                $0.leastScore > 0 ? Fraction(Int128($0.leastScore), over: 100) : nil
            }, barredCount: barred.count, leftCount: left.count,
            recommended: try assessment.recommendation(about: id, in: tx),
            proposed: proposed, award: try awards.award(of: id, in: tx),
            checkedCount: facts.count,
            disagreements: try disagreements(
                ranked, facts, proposed, scheme, expected: expected.members(for: id).count,
                in: tx))
    }

    private func proposed(
        _ id: ApplicationID, in round: Round, in tx: borrowing ReadTx
    ) throws -> ScoreExplanation.Proposed? {
        guard try awards.latestProposalNumber(of: round.id, in: tx) != nil else { return nil }
        let proposal = try awards.proposal(of: round.id, key: round.key, number: nil, in: tx)
        return try awards.line(of: id, in: proposal.id, in: tx).map { line in
            ScoreExplanation.Proposed(
                number: proposal.number, rank: line.rank, score: line.score, award: line.award,
                isDecided: round.status == .decided)
        }
    }

    /// Works the score out once more from what the audit trail says was recorded, and holds it
    /// against what is stored and, once it is decided, what was decided on.
    private func disagreements(
        _ ranked: RankedApplication, _ facts: [ScoreFact],
        _ proposed: ScoreExplanation.Proposed?, _ scheme: ScoringScheme, expected: Int,
        in tx: borrowing ReadTx
    ) throws -> [String] {
        var found: [String] = []
        var values: [String: [Int64?]] = [:]
        for fact in facts {
            let detail = try tx.lastAuditDetail(
                about: "score:\(fact.id)", actions: ["score.recording", "score.replacement"])
            let trail = try detail.map { try JSONReader.read(Array($0.utf8)) }
            guard let trail, trail["criterion"]?.string == fact.criterion,
                trail["member"]?.int == fact.member.rawValue,
                trail["application"]?.int == ranked.application.rawValue
            else {
                found.append("score:\(fact.id)")
                continue
            }
            let value = trail["value"]?.int
            values[fact.criterion, default: []].append(value)
            if value != fact.value { found.append("score:\(fact.id)") }
        }
        let anew = ranked.recomputed(from: values, scheme: scheme, expected: expected)
        if anew.score != ranked.score
            || anew.criteria.map(\.points) != ranked.criteria.map(\.points)
        {
            found.append("score")
        }
        if let proposed, proposed.isDecided {
            if proposed.score != ranked.score?.description { found.append("proposal.score") }
            if ranked.rank.map(Int64.init) != proposed.rank { found.append("proposal.rank") }
        }
        return found
    }
}
