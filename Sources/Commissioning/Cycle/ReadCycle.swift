import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Every cycle, the latest first.
    public func cycles(in tx: borrowing ReadTx) throws -> [Cycle] {
        try tx.list("\(Cycle.columns) ORDER BY id DESC", [], Cycle.init)
    }

    /// - Throws: `CommissioningProblem.unknown`.
    public func cycle(_ key: String, in tx: borrowing ReadTx) throws -> Cycle {
        guard let cycle = try tx.first("\(Cycle.columns) WHERE key = ?", [key], Cycle.init)
        else { throw CommissioningProblem.unknown(cycle: key) }
        return cycle
    }

    /// The cycle that holds a round; nil where none does.
    public func cycle(of round: RoundID, in tx: borrowing ReadTx) throws -> Cycle? {
        try tx.first(
            """
            \(Cycle.columns) WHERE id = (SELECT cycleId FROM commissioningRound WHERE roundId = ?)
            """, [round.rawValue], Cycle.init)
    }

    /// The rounds that a cycle holds, in the order of their ids.
    public func rounds(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [RoundID] {
        try tx.list(
            "SELECT roundId FROM commissioningRound WHERE cycleId = ? ORDER BY roundId",
            [cycle.rawValue], { RoundID($0[0]) })
    }

    /// Every round that a cycle holds.
    public func heldRounds(in tx: borrowing ReadTx) throws -> Set<RoundID> {
        Set(try tx.list("SELECT roundId FROM commissioningRound", [], { RoundID($0[0]) }))
    }

    /// What happened to a cycle's stages, in order.
    public func events(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [CycleEvent] {
        try tx.list(
            """
            SELECT id, stage, kind, personId, at, happenedOn, reason FROM commissioningStageEvent
            WHERE cycleId = ? ORDER BY id
            """, [cycle.rawValue]
        ) {
            CycleEvent(
                id: CycleEventID($0[0]), stage: CommissioningStage(rawValue: $0[1]) ?? .analyse,
                kind: CycleEvent.Kind(rawValue: $0[2]) ?? .opened, person: PersonID($0[3]),
                at: Instant(milliseconds: $0[4]), on: $0[5], reason: $0[6])
        }
    }

    /// What a cycle asks, with the answers that stand, in the order of the file.
    public func questions(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [CycleQuestion] {
        try tx.list(
            """
            SELECT question.stage, question.key, question.text, question.needsEvidence,
              question.coSigner, \(CycleAnswer.columns)
            FROM commissioningQuestion AS question
            LEFT JOIN commissioningAnswer AS answer ON answer.questionId = question.id
              AND answer.version = (SELECT max(version) FROM commissioningAnswer
                WHERE questionId = question.id)
            LEFT JOIN commissioningCoSignature AS signature ON signature.answerId = answer.id
            WHERE question.cycleId = ? ORDER BY question.position
            """, [cycle.rawValue]
        ) {
            CycleQuestion(
                stage: CommissioningStage(rawValue: $0[0]) ?? .analyse, key: $0[1], text: $0[2],
                needsEvidence: $0[3], coSigner: ($0[4] as String?).flatMap(CoSigner.init),
                answer: CycleAnswer($0, from: 5))
        }
    }

    /// The answers of a cycle that others have taken the place of, by their questions, in order.
    public func earlierAnswers(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [String: [CycleAnswer]] {
        var found: [String: [CycleAnswer]] = [:]
        try tx.forEach(
            """
            SELECT question.key, \(CycleAnswer.columns) FROM commissioningAnswer AS answer
            JOIN commissioningQuestion AS question ON question.id = answer.questionId
            LEFT JOIN commissioningCoSignature AS signature ON signature.answerId = answer.id
            WHERE question.cycleId = ? AND answer.version < (SELECT max(version)
              FROM commissioningAnswer WHERE questionId = question.id) ORDER BY answer.version
            """, [cycle.rawValue]
        ) { row in
            if let answer = CycleAnswer(row, from: 1) { found[row[0], default: []].append(answer) }
        }
        return found
    }

    /// Everything that keeps a stage from being closed; empty where nothing does.
    public func lacks(
        _ stage: CommissioningStage, of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [StageLack] {
        try lacks(
            stage, of: cycle, questions: try questions(of: cycle, in: tx),
            priorities: stage == .plan ? try priorities(of: cycle, in: tx) : [], in: tx)
    }

    /// As `lacks`, by stage, of what was read before.
    public func lacks(
        of cycle: CycleID, questions: [CycleQuestion], priorities: [CyclePriority],
        in tx: borrowing ReadTx
    ) throws -> [CommissioningStage: [StageLack]] {
        var found: [CommissioningStage: [StageLack]] = [:]
        for stage in CommissioningStage.allCases {
            found[stage] = try lacks(
                stage, of: cycle, questions: questions, priorities: priorities, in: tx)
        }
        return found
    }

    private func lacks(
        _ stage: CommissioningStage, of cycle: CycleID, questions: [CycleQuestion],
        priorities: [CyclePriority], in tx: borrowing ReadTx
    ) throws -> [StageLack] {
        var lacks = questions.filter { $0.stage == stage }.compactMap(\.lack)
        switch stage {
        case .analyse, .plan: lacks += try openLessons(of: cycle, in: tx)
        case .review:
            let learned = try lessons(of: cycle, in: tx)
            if learned.allSatisfy(\.isWithdrawn) { lacks.append(.noLesson) }
        case .do: break
        }
        guard stage == .plan else { return lacks }
        if priorities.isEmpty { lacks.append(.noPriority) }
        lacks += priorities.filter(\.needs.isEmpty).map { .need($0.title) }
        let bare: [StageLack] = try tx.list(
            """
            SELECT number FROM commissioningNeed AS need WHERE cycleId = ?
              AND NOT EXISTS (SELECT 1 FROM commissioningNeedWithdrawal WHERE needId = need.id)
              AND NOT EXISTS (SELECT 1 FROM commissioningNeedEvidence WHERE needId = need.id)
            ORDER BY number
            """, [cycle.rawValue], { .evidenceOfNeed($0[0]) })
        lacks += bare
        lacks += try openOptions(of: cycle, in: tx)
        lacks += try unmetRequirements(of: cycle, in: tx)
        return lacks
    }

    /// The lessons of earlier cycles that this one has to decide about.
    private func openLessons(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [StageLack] {
        try tx.list(
            "SELECT lessonId FROM commissioningOpenLesson WHERE cycleId = ? ORDER BY lessonId",
            [cycle.rawValue], { .lesson($0[0]) })
    }
}

extension Cycle {
    static let columns = """
        SELECT id, key, title, stage, status, startedById, startedAt, planApprovalId
        FROM commissioningCycle
        """

    init(_ row: Row) {
        id = CycleID(row[0])
        key = row[1]
        title = row[2]
        stage = CommissioningStage(rawValue: row[3]) ?? .analyse
        status = Status(rawValue: row[4]) ?? .open
        startedBy = PersonID(row[5])
        startedAt = Instant(milliseconds: row[6])
        planApproval = (row[7] as Int64?).map { CycleEventID($0) }
    }
}

extension CycleAnswer {
    static let columns = """
        answer.version, answer.text, answer.evidence, answer.authorId, answer.at,
          answer.answeredOn, signature.signedById, signature.signedAt
        """

    init?(_ row: Row, from place: Int) {
        guard let version = row[place] as Int64? else { return nil }
        self.version = version
        text = row[place + 1]
        evidence = row[place + 2]
        author = PersonID(row[place + 3])
        at = Instant(milliseconds: row[place + 4])
        on = row[place + 5]
        if let signer = row[place + 6] as Int64? {
            coSignature = CoSignature(
                person: PersonID(signer), at: Instant(milliseconds: row[place + 7]))
        } else {
            coSignature = nil
        }
    }
}
