import Commissioning
import FundCore
import FundStore
import Identity

/// What a cycle taught, and what it makes of what earlier ones taught.
public struct LessonReport: Sendable {
    public let cycle: Cycle
    public let learned: [Lesson]
    /// The lessons of earlier cycles that this one decided about, or has to.
    public let taken: [Lesson]
    public let priorities: [CyclePriority]
    public let emails: [PersonID: String]
}

extension Listing {
    public static let lessons = Listing([
        Column("lesson", .plain), Column("cycle", .plain), Column("learned", .text),
        Column("evidence", .text), Column("meaning", .text), Column("priority", .plain),
        Column("addedOn", .plain), Column("addedBy", .text), Column("withdrawnBecause", .text),
        Column("taken", .plain, said: "lesson-verdict"), Column("takenBecause", .text),
        Column("decidedIn", .plain),
        Column("decidedOn", .plain), Column("decidedBy", .text),
    ])
}

extension Lesson {
    /// A row of `Listing.lessons`.
    func row(_ emails: [PersonID: String]) -> [JSONValue] {
        [
            .int(id.rawValue), .string(cycle), .string(text), .string(evidence),
            .string(meaning), .optional(priority), .string(on), .optional(emails[author]),
            .optional(withdrawnBecause), .optional(decision?.verdict.rawValue),
            .optional(decision?.reason), .optional(decision?.cycle), .optional(decision?.on),
            .optional(decision.flatMap { emails[$0.person] }),
        ]
    }
}

extension Lesson {
    /// The lesson as threads have it.
    var json: JSONValue {
        .object([
            ("lesson", .int(id.rawValue)), ("learned", .string(text)),
            ("evidence", .string(evidence)), ("meaning", .string(meaning)),
            ("priority", .optional(priority)), ("taken", .optional(decision?.verdict.rawValue)),
            ("takenBecause", .optional(decision?.reason)),
            ("decidedIn", .optional(decision?.cycle)),
        ])
    }
}

extension [Lesson] {
    /// Those that stand and are about one of these priorities, or about all.
    func about(_ priorities: [String]) -> [Lesson] {
        filter { lesson in
            !lesson.isWithdrawn && lesson.priority.map { priorities.contains($0) } != false
        }
    }
}

extension Reports {
    /// Rows of `Listing.lessons`, in the order they were learned.
    ///
    /// - Parameter key: a cycle: what it taught, and what it makes of earlier lessons; nil for all.
    /// - Throws: `CommissioningProblem.unknown`.
    public func lessons(of key: String?, as principal: Principal) throws -> [[JSONValue]] {
        if let key {
            let report = try lessonReport(of: key, as: principal)
            return (report.taken + report.learned).map { $0.row(report.emails) }
        }
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let all = try commissioning.lessons(in: tx)
            let emails = try identity.emails(of: people(of: all), in: tx)
            return all.map { $0.row(emails) }
        }
    }

    /// - Throws: `CommissioningProblem.unknown`.
    public func lessonReport(of key: String, as principal: Principal) throws -> LessonReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let learned = try commissioning.lessons(of: cycle.id, in: tx)
            let taken = try commissioning.lessons(before: cycle.id, in: tx)
            return LessonReport(
                cycle: cycle, learned: learned, taken: taken,
                priorities: try commissioning.priorities(of: cycle.id, in: tx),
                emails: try identity.emails(of: people(of: learned + taken), in: tx))
        }
    }

    private func people(of lessons: [Lesson]) -> [PersonID] {
        lessons.flatMap { [$0.author, $0.decision?.person] }.compactMap(\.self)
    }
}
