import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Payments
import Rounds

enum ThreadProblem: Problem {
    case notAwarded(reference: String)

    var report: ProblemReport {
        switch self {
        case .notAwarded(let reference):
            ProblemReport("thread-not-awarded", .conflict, ["reference": reference])
        }
    }
}

/// What led to one award and what became of its money, as one chain: need, evidence, priority,
/// criterion, score, award, payments.
public struct AwardThread: Sendable {
    /// A priority that the application names.
    public struct Served: Sendable {
        public let key: String
        public let title: String
        /// Whether the cycle chose it; without a cycle nobody did.
        public let isChosen: Bool
        /// The needs that the cycle chose it for.
        public let needs: [CycleNeed]
    }

    public struct Criterion: Sendable {
        public let criterion: ScoringScheme.Criterion
        /// The keys of those priorities of the application that it looks for.
        public let priorities: [String]
        /// Exact to two places.
        public let mean: String?
        public let points: String?
    }

    public struct Payment: Sendable {
        public let number: Int64
        public let amount: Money
        public let status: FollowedInstalment.Status
        public let run: String?
        /// The bank's day, where it said that the money arrived.
        public let paidOn: LocalDate?
    }

    public let summary: ApplicationSummary
    public let round: Round
    /// The cycle that holds the round; nil where none does.
    public let cycle: Cycle?
    public let served: [Served]
    /// Empty where nothing was scored: an appeal led to the award.
    public let criteria: [Criterion]
    public let score: String?
    public let rank: Int?
    public let rankedCount: Int
    public let award: Award
    /// An address.
    public let decidedBy: String
    public let payments: [Payment]
    /// What runs have taken of it and did not come back.
    public let paid: Money
    /// What came of it.
    public let outcomes: ThreadOutcomes
    /// What the cycle learned of these priorities, or of all.
    public let lessons: [Lesson]

    public var json: JSONValue {
        .object([
            ("reference", .string("\(summary.reference)")),
            ("organisation", .string(summary.organisation)),
            ("project", .string(summary.title)), ("round", .string(round.key)),
            ("cycle", .optional(cycle?.key)),
            (
                "priorities",
                .array(
                    served.map { served in
                        .object([
                            ("priority", .string(served.key)), ("title", .string(served.title)),
                            ("chosen", .bool(served.isChosen)),
                            ("needs", .array(served.needs.map(\.json))),
                        ])
                    })
            ),
            (
                "criteria",
                .array(
                    criteria.map { each in
                        .object([
                            ("criterion", .string(each.criterion.key)),
                            ("title", .string(each.criterion.title)),
                            ("looksFor", .array(each.priorities.map { .string($0) })),
                            ("meanDecimal", .optional(each.mean)),
                            ("pointsDecimal", .optional(each.points)),
                        ])
                    })
            ),
            ("scoreDecimal", .optional(score)), ("rank", rank.map { .int($0) } ?? .null),
            ("of", .int(rankedCount)),
            (
                "award",
                .object([
                    ("awardedPence", .int(award.amount.pence)),
                    ("standsPence", .int(award.kept.pence)),
                    ("decidedOn", .string("\(award.decidedOn)")),
                    ("decidedBy", .string(decidedBy)),
                    ("withdrawnOn", .optional(award.withdrawnOn?.description)),
                ])
            ),
            (
                "payments",
                .array(
                    payments.map { each in
                        .object([
                            ("instalment", .int(each.number)),
                            ("amountPence", .int(each.amount.pence)),
                            ("status", .string(each.status.rawValue)),
                            ("run", .optional(each.run)),
                            ("paidOn", .optional(each.paidOn?.description)),
                        ])
                    })
            ), ("paidPence", .int(paid.pence)), ("outcomes", outcomes.json),
            ("lessons", .array(lessons.map(\.json))),
        ])
    }
}

extension CycleNeed {
    /// The need with what shows it, as threads have it.
    var json: JSONValue {
        .object([
            ("number", .int(number)), ("need", .string(text)), ("place", .string(place)),
            (
                "evidence",
                .array(
                    evidence.map {
                        .object([
                            ("shownBy", .string($0.source)), ("url", .optional($0.url)),
                            ("tension", .optional($0.tension?.rawValue)),
                            ("figure", $0.figure?.json ?? .null),
                        ])
                    })
            ),
        ])
    }
}

extension Reports {
    /// What led to an award, and what became of it.
    ///
    /// - Parameter typed: the application's reference, as somebody typed it.
    /// - Throws: `thread-not-awarded`; `judge-with-interest` for those who have one in it.
    public func awardThread(of typed: String, as principal: Principal) throws -> AwardThread {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx)
            let round = try rounds.round(roundID, in: tx)
            try refuseSealed(round, principal, in: tx)
            try refuseInterested(principal, in: id, tx)
            guard let award = try awards.award(of: id, in: tx) else {
                throw ThreadProblem.notAwarded(reference: "\(reference)")
            }
            let cycle = try commissioning.cycle(of: round.id, in: tx)
            let chosen = try cycle.map { try commissioning.priorities(of: $0.id, in: tx) } ?? []
            let needs = try cycle.map { try commissioning.needs(of: $0.id, in: tx) } ?? []
            let detail = try applications.detail(of: id, in: tx)
            let known: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
            let explained = try standing { try explanation(of: id, in: round, in: tx) }
            let followed = try payments.followed(reference, of: round.id, in: tx)
            let emails = try identity.emails(of: [award.decidedBy], in: tx)
            return AwardThread(
                summary: detail.summary, round: round, cycle: cycle,
                served: detail.priorities.map { key in
                    let choice = chosen.first { $0.key == key }
                    return AwardThread.Served(
                        key: key,
                        title: choice?.title ?? known.first { $0.key == key }?.title ?? key,
                        isChosen: choice != nil,
                        needs: needs.filter { choice?.needs.contains($0.number) == true })
                },
                criteria: (explained?.criteria ?? []).map { each in
                    AwardThread.Criterion(
                        criterion: each.criterion,
                        priorities: chosen.filter {
                            detail.priorities.contains($0.key)
                                && $0.criteria.contains(each.criterion.key)
                        }.map(\.key), mean: each.result.mean?.decimal(places: 2),
                        points: each.result.points?.decimal(places: 2))
                }, score: explained?.ranked.score?.decimal(places: 2),
                rank: explained?.ranked.rank, rankedCount: explained?.rankedCount ?? 0,
                award: award, decidedBy: emails[award.decidedBy] ?? "",
                payments: (followed?.instalments ?? []).filter { $0.status != .dropped }.map {
                    AwardThread.Payment(
                        number: $0.number, amount: $0.amount, status: $0.status, run: $0.run,
                        paidOn: $0.events.last { $0.kind == .paid }?.on)
                }, paid: try payments.paid(of: award.id, in: tx),
                outcomes: try outcomes(of: award, in: round, tx),
                lessons: try cycle.map { try commissioning.lessons(of: $0.id, in: tx) }?
                    .about(detail.priorities) ?? [])
        }
    }

    /// Nil where an application is not in the ranking any more.
    private func standing(
        _ explain: () throws -> ScoreExplanation
    ) throws -> ScoreExplanation? {
        do { return try explain() } catch AssessmentProblem.notStanding { return nil }
    }
}
