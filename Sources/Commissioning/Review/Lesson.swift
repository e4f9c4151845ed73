import FundCore
import FundStore
import GRDB

/// What a cycle taught: what was learned, what shows it, and what it means for next time.
public struct Lesson: Sendable {
    public enum Verdict: String, Sendable, CaseIterable, Codable {
        case adopted, adapted, rejected
    }

    /// What a later cycle made of it.
    public struct Decision: Sendable {
        public let verdict: Verdict
        public let reason: String
        /// The cycle that decided, by its key.
        public let cycle: String
        public let person: PersonID
        /// The day in London.
        public let on: String
        /// From 1; each change of mind is one more.
        public let version: Int64
    }

    public let id: LessonID
    /// The cycle that it comes from, by its key.
    public let cycle: String
    public let text: String
    public let evidence: String
    /// What follows from it.
    public let meaning: String
    /// The priority that it is about, by its key; nil where it is about all.
    public let priority: String?
    public let author: PersonID
    /// The day in London.
    public let on: String
    public let withdrawnBecause: String?
    /// nil where no later cycle has decided.
    public let decision: Decision?

    public var isWithdrawn: Bool { withdrawnBecause != nil }

    init(_ row: Row) {
        id = LessonID(row[0])
        cycle = row[1]
        text = row[2]
        evidence = row[3]
        meaning = row[4]
        priority = row[5]
        author = PersonID(row[6])
        on = row[7]
        withdrawnBecause = row[8]
        if let verdict = (row[9] as String?).flatMap(Verdict.init) {
            decision = Decision(
                verdict: verdict, reason: row[10], cycle: row[11], person: PersonID(row[12]),
                on: row[13], version: row[14])
        } else {
            decision = nil
        }
    }

    fileprivate static let columns = """
        SELECT lesson.id, cycle.key, lesson.text, lesson.evidence, lesson.meaning, priority.key,
          lesson.addedById, lesson.addedOn, withdrawal.reason, verdict.verdict, verdict.reason,
          decider.key, verdict.decidedById, verdict.decidedOn, verdict.version
        FROM commissioningLesson AS lesson
        JOIN commissioningCycle AS cycle ON cycle.id = lesson.cycleId
        LEFT JOIN commissioningPriority AS priority ON priority.id = lesson.priorityId
        LEFT JOIN commissioningLessonWithdrawal AS withdrawal ON withdrawal.lessonId = lesson.id
        LEFT JOIN commissioningLessonVerdict AS verdict ON verdict.lessonId = lesson.id
          AND verdict.version = (SELECT max(version) FROM commissioningLessonVerdict
            WHERE lessonId = lesson.id)
        LEFT JOIN commissioningCycle AS decider ON decider.id = verdict.cycleId
        """
}

extension CommissioningModule {
    /// Every lesson, those that were withdrawn included, in the order they were learned.
    public func lessons(in tx: borrowing ReadTx) throws -> [Lesson] {
        try tx.list("\(Lesson.columns) ORDER BY lesson.id", [], Lesson.init)
    }

    /// What a cycle taught, those that were withdrawn included.
    public func lessons(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [Lesson] {
        try tx.list(
            "\(Lesson.columns) WHERE lesson.cycleId = ? ORDER BY lesson.id", [cycle.rawValue],
            Lesson.init)
    }

    /// The lessons of earlier cycles that this one decided about, or still has to.
    public func lessons(before cycle: CycleID, in tx: borrowing ReadTx) throws -> [Lesson] {
        try tx.list(
            """
            \(Lesson.columns) WHERE verdict.cycleId = ?1 OR lesson.id IN (
              SELECT lessonId FROM commissioningOpenLesson WHERE cycleId = ?1)
            ORDER BY lesson.id
            """, [cycle.rawValue], Lesson.init)
    }

    /// - Throws: `CommissioningProblem.lessonUnknown`.
    public func lesson(_ id: LessonID, in tx: borrowing ReadTx) throws -> Lesson {
        guard
            let lesson = try tx.first(
                "\(Lesson.columns) WHERE lesson.id = ?", [id.rawValue], Lesson.init)
        else { throw CommissioningProblem.lessonUnknown(number: "\(id.rawValue)") }
        return lesson
    }

    /// Notes what a cycle taught, while it is carried out or reviewed.
    ///
    /// - Parameter priority: the priority of the cycle that it is about; nil where it is about all.
    /// - Throws: `InvalidInput` with all that is missing, `CommissioningProblem.lessonNotNow`.
    public func learn(
        _ text: String, evidence: String, meaning: String, about priority: String?,
        in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws -> LessonID {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let text = written.words(text, "lesson")
        let evidence = written.words(evidence, "evidence")
        let meaning = written.words(meaning, "meaning")
        try written.refuseProblems()
        var about: Int64?
        if let priority {
            let chosen = try priorities(of: cycle.id, in: tx.reading)
            guard let found = chosen.first(where: { $0.key == priority }) else {
                throw CommissioningProblem.priorityUnknown(key: priority)
            }
            about = found.id
        }
        guard cycle.isOpen(.do) || cycle.isOpen(.review) else {
            throw CommissioningProblem.lessonNotNow
        }
        let id = try tx.insert(
            """
            INSERT INTO commissioningLesson
              (cycleId, text, evidence, meaning, priorityId, addedById, addedAt, addedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.id.rawValue, text, evidence, meaning, about, person.rawValue,
                tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit("lesson.statement", "cycle:\(cycle.id.rawValue)", [("lesson", .int(id))])
        return LessonID(id)
    }

    /// Takes back a lesson that no later cycle has taken up.
    public func withdraw(
        lesson id: LessonID, reason: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let lesson = try lesson(id, in: tx.reading)
        guard lesson.cycle == cycle.key else {
            throw CommissioningProblem.lessonUnknown(number: "\(id.rawValue)")
        }
        let reason = try Self.words(reason, "reason")
        guard !lesson.isWithdrawn else { throw CommissioningProblem.lessonWithdrawn }
        guard lesson.decision == nil else { throw CommissioningProblem.lessonDecided }
        guard cycle.isOpen(.do) || cycle.isOpen(.review) else {
            throw CommissioningProblem.lessonNotNow
        }
        try tx.execute(
            """
            INSERT INTO commissioningLessonWithdrawal (lessonId, reason, withdrawnById, withdrawnAt)
            VALUES (?, ?, ?, ?)
            """, [id.rawValue, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "lesson.withdrawal", "cycle:\(cycle.id.rawValue)", [("lesson", .int(id.rawValue))])
    }

    /// Says what a later cycle makes of a lesson, or something else than it said before.
    ///
    /// - Parameter seen: the version of the decision as whoever decides saw it, 0 where there was
    ///   none; nil where they did not look first.
    /// - Throws: `CommissioningProblem`.
    public func take(
        _ verdict: Lesson.Verdict, _ id: LessonID, reason: String, seen: Int64? = nil,
        in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let lesson = try lesson(id, in: tx.reading)
        let reason = try Self.words(reason, "reason")
        guard !lesson.isWithdrawn else { throw CommissioningProblem.lessonWithdrawn }
        guard try self.cycle(lesson.cycle, in: tx.reading).id.rawValue < cycle.id.rawValue else {
            throw CommissioningProblem.lessonOwnCycle
        }
        let version = lesson.decision?.version ?? 0
        guard lesson.decision.map({ $0.cycle == cycle.key }) != false else {
            throw CommissioningProblem.lessonDecided
        }
        guard seen == nil || seen == version else { throw CommissioningProblem.lessonChanged }
        guard cycle.takesNeeds else { throw CommissioningProblem.lessonDecidedInPlan }
        try tx.execute(
            """
            INSERT INTO commissioningLessonVerdict
              (lessonId, cycleId, version, verdict, reason, decidedById, decidedAt, decidedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, cycle.id.rawValue, version + 1, verdict.rawValue, reason,
                person.rawValue, tx.now.milliseconds, Self.today(tx),
            ])
        try tx.audit(
            "lesson.verdict", "cycle:\(cycle.id.rawValue)",
            [("lesson", .int(id.rawValue)), ("version", .int(version + 1))])
    }
}
