import FundCore
import FundStore
import GRDB

/// Something that an earlier round taught and that a later one is asked to do.
public struct RoundProposal: Sendable {
    public enum Verdict: String, Sendable, CaseIterable, Codable {
        /// The round does so.
        case taken
        /// It does not.
        case left
    }

    public struct Decision: Sendable {
        public let verdict: Verdict
        public let reason: String
        public let person: PersonID
        /// The day in London.
        public let on: String
    }

    /// Its number, among those of all rounds.
    public let number: Int64
    public let text: String
    /// What shows it; nil where nobody said.
    public let evidence: String?
    /// The lesson that it comes from; nil for an answer of a Review.
    public let lesson: LessonID?
    /// nil where nobody has decided yet.
    public let decision: Decision?

    init(_ row: Row) {
        number = row[0]
        text = row[1]
        evidence = row[2]
        lesson = (row[3] as Int64?).map { LessonID($0) }
        decision = (row[4] as String?).flatMap(Verdict.init).map {
            Decision(verdict: $0, reason: row[5], person: PersonID(row[6]), on: row[7])
        }
    }

    fileprivate static let columns = """
        SELECT proposal.id, proposal.text, proposal.evidence, proposal.lessonId, verdict.verdict,
          verdict.reason, verdict.decidedById, verdict.decidedOn
        FROM commissioningProposal AS proposal
        LEFT JOIN commissioningProposalVerdict AS verdict ON verdict.proposalId = proposal.id
        """
}

public enum ProposalProblem: Problem {
    case unknown(number: Int64, round: String)
    case decided

    public var report: ProblemReport {
        switch self {
        case .unknown(let number, let round):
            ProblemReport(
                "proposal-unknown", .notFound, ["number": "\(number)", "round": round])
        case .decided: ProblemReport("proposal-decided", .conflict)
        }
    }
}

extension CommissioningModule {
    /// The standard question of Review about what to do better.
    private static let improvement = "learn"

    /// What a round has to decide about, in the order it was carried in.
    public func roundProposals(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [RoundProposal] {
        try tx.list(
            "\(RoundProposal.columns) WHERE proposal.roundId = ? ORDER BY proposal.id",
            [round.rawValue], RoundProposal.init)
    }

    /// Carries what a cycle learned, or had taken up itself, into a round that is made from one of its
    /// own: lessons that stand, those of earlier cycles that it adopted or adapted, and what its
    /// Review says is to be done better.
    /// - Returns: how many proposals there are now.
    public func carry(
        from cycle: Cycle, to round: RoundID, in tx: borrowing WriteTx
    ) throws -> Int {
        let taken = try lessons(before: cycle.id, in: tx.reading).filter {
            $0.decision.map { $0.cycle == cycle.key && $0.verdict != .rejected } ?? false
        }
        let standing = try (taken + lessons(of: cycle.id, in: tx.reading)).filter {
            !$0.isWithdrawn
        }
        for lesson in standing {
            try tx.execute(
                """
                INSERT INTO commissioningProposal (roundId, lessonId, text, evidence, at)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, lesson.id.rawValue, lesson.meaning, lesson.text,
                    tx.now.milliseconds,
                ])
        }
        let answered = try tx.execute(
            """
            INSERT INTO commissioningProposal (roundId, answerId, text, evidence, at)
            SELECT ?, answer.id, answer.text, answer.evidence, ?
            FROM commissioningAnswer AS answer
            JOIN commissioningQuestion AS question ON question.id = answer.questionId
            WHERE question.cycleId = ? AND question.stage = 'review' AND question.key = ?
              AND answer.version = (SELECT max(version) FROM commissioningAnswer
                WHERE questionId = question.id)
            """,
            [
                round.rawValue, tx.now.milliseconds, cycle.id.rawValue, Self.improvement,
            ])
        return standing.count + answered
    }

    /// Says whether a round does what is proposed, once.
    /// - Throws: `InvalidInput`, `ProposalProblem`.
    public func decide(
        _ verdict: RoundProposal.Verdict, on number: Int64, of round: RoundID, named key: String,
        reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let found = try roundProposals(of: round, in: tx.reading).first { $0.number == number }
        guard let found else { throw ProposalProblem.unknown(number: number, round: key) }
        let reason = try Self.words(reason, "reason")
        guard found.decision == nil else { throw ProposalProblem.decided }
        try tx.execute(
            """
            INSERT INTO commissioningProposalVerdict
              (proposalId, verdict, reason, decidedById, decidedAt, decidedOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                number, verdict.rawValue, reason, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit(
            "round.proposal", "round:\(round.rawValue)",
            [("proposal", .int(number)), ("verdict", .string(verdict.rawValue))])
    }
}
