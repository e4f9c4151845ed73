import Commissioning
import FundCore
import FundStore

extension Workflows {
    /// - Parameter priority: the priority that it is about; nil where it is about all.
    /// - Returns: the lesson's number.
    public func learnLesson(
        _ text: String, evidence: String, meaning: String, about priority: String?,
        in key: String, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            try commissioning.learn(
                text, evidence: evidence, meaning: meaning, about: priority,
                in: try commissioning.cycle(key, in: tx.reading), tx
            ).rawValue
        }
    }

    public func withdrawLesson(
        _ number: Int64, reason: String, in key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try commissioning.withdraw(
                lesson: LessonID(number), reason: reason,
                in: try commissioning.cycle(key, in: tx.reading), tx)
        }
    }

    /// Says what the cycle `key`, a later one, makes of a lesson.
    ///
    /// - Parameter seen: the version of the decision that whoever decides saw; 0 for none.
    public func takeLesson(
        _ verdict: Lesson.Verdict, _ number: Int64, reason: String, seen: Int64? = nil,
        in key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try commissioning.take(
                verdict, LessonID(number), reason: reason, seen: seen,
                in: try commissioning.cycle(key, in: tx.reading), tx)
        }
    }
}
