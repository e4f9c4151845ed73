import FundCore
import FundStore
import GRDB

/// What a wave says to one question, of at least the smallest group that is shown.
public struct SurveyFigure: Sendable, Equatable {
    public let count: Int
    /// In thousandths of a point.
    public let mean: Int64
    /// How many of a hundred agree.
    public let agreePercent: Int64
}

/// As much of a wave as may be told.
public enum SurveyTelling: Sendable, Equatable {
    /// It is not closed: figures that move would tell of whoever answered last.
    case notYet
    case tooFew(minimum: Int)
    case told(SurveyFigure)

    public var figure: SurveyFigure? { if case .told(let figure) = self { figure } else { nil } }
}

/// How one question was answered before and after.
public struct SurveyResult: Sendable {
    public enum Way: String, Sendable, CaseIterable {
        /// The same people twice.
        case paired
        /// All who answered before, and all who answered after.
        case unpaired
    }

    public enum Verdict: String, Sendable, CaseIterable {
        case rose, fell, noClearChange
    }

    public let question: SurveyQuestion
    public let before: SurveyTelling
    public let after: SurveyTelling
    /// nil where one side is not told.
    public let change: SurveyChange?
    /// nil where there is no change to tell.
    public let way: Way?

    public var verdict: Verdict? {
        change.map { $0.isClear ? ($0.difference > 0 ? .rose : .fell) : .noClearChange }
    }
}

/// The answers to one question over several surveys.
public struct SurveySum: Sendable {
    /// So many surveys are in it: those whose own figures are told before and after.
    public let surveyCount: Int
    public let result: SurveyResult
}

extension CommissioningModule {
    /// What the answers to a survey come to, question by question.
    public func results(of survey: Survey, in tx: borrowing ReadTx) throws -> [SurveyResult] {
        let answers = try self.answers(to: survey, in: tx)
        return survey.form.questions.map {
            Self.result($0, answers.of($0.key), minimum: survey.form.minimum)
        }
    }

    /// What the answers to several surveys come to together. Only what is told of a survey by itself
    /// counts: what the sum says beyond the others would tell of the few that are not shown.
    public func sums(
        of surveys: [Survey], in tx: borrowing ReadTx
    ) throws -> [SurveySum] {
        var order: [String] = []
        var groups: [String: [(SurveyQuestion, SurveyAnswers.OfQuestion, Int)]] = [:]
        for survey in surveys {
            let answers = try self.answers(to: survey, in: tx)
            for question in survey.form.questions {
                let (given, minimum) = (answers.of(question.key), survey.form.minimum)
                let own = Self.result(question, given, minimum: minimum)
                guard own.before.figure != nil, own.after.figure != nil else { continue }
                // Asked in another way it is another question.
                let key = "\(question.key) \(question.scale.rawValue) \(question.agreeFrom)"
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append((question, given, minimum))
            }
        }
        return order.compactMap { key in
            guard let group = groups[key], let first = group.first else { return nil }
            let together = SurveyAnswers.OfQuestion(
                before: group.flatMap { $0.1.before ?? [] },
                after: group.flatMap { $0.1.after ?? [] }, pairs: [])
            return SurveySum(
                surveyCount: group.count,
                result: Self.result(
                    first.0, together, minimum: group.map(\.2).max() ?? SurveyForm.leastGroup))
        }
    }

    /// The one place where answers become something to show: never of fewer people than `minimum`,
    /// and never so that what two figures differ by tells of fewer.
    private static func result(
        _ question: SurveyQuestion, _ given: SurveyAnswers.OfQuestion, minimum: Int
    ) -> SurveyResult {
        func telling(_ points: [Int16]?) -> SurveyTelling {
            guard let points else { return .notYet }
            guard points.count >= max(minimum, SurveyForm.leastGroup) else {
                return .tooFew(minimum: minimum)
            }
            let (count, sum) = (Int64(points.count), points.reduce(Int64(0)) { $0 + Int64($1) })
            let agree = Int64(points.count { $0 >= question.agreeFrom })
            return .told(
                SurveyFigure(
                    count: points.count, mean: (2000 * sum + count) / (2 * count),
                    agreePercent: (200 * agree + count) / (2 * count)))
        }
        let (before, after) = (telling(given.before), telling(given.after))
        var change: SurveyChange?
        var way: SurveyResult.Way?
        if before.figure != nil, after.figure != nil, let early = given.before,
            let late = given.after
        {
            // Of whoever is not paired there are none, or enough: else the pairs, taken from all,
            // would leave the few.
            let isSafe = [early.count, late.count].allSatisfy {
                $0 == given.pairs.count || $0 - given.pairs.count >= minimum
            }
            let compared =
                isSafe && given.pairs.count >= minimum
                ? (SurveyComparison.paired(given.pairs, minimum: minimum), .paired)
                : (
                    SurveyComparison.unpaired(before: early, after: late, minimum: minimum),
                    SurveyResult.Way.unpaired
                )
            if case .change(let found) = compared.0 { (change, way) = (found, compared.1) }
        }
        return SurveyResult(
            question: question, before: before, after: after, change: change, way: way)
    }

    /// The answers of the waves that are closed; nothing of the others leaves the database.
    private func answers(
        to survey: Survey, in tx: borrowing ReadTx
    ) throws -> SurveyAnswers {
        var answers = SurveyAnswers()
        for wave in survey.waves where wave.isClosed {
            var points: [String: [Int64: Int16]] = [:]
            for question in survey.form.questions { points[question.key] = [:] }
            try tx.forEach(
                """
                SELECT question, answerId, points FROM commissioningSurveyPoint
                JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = answerId
                WHERE waveId = ?
                """, [wave.id.rawValue]
            ) { points[$0[0] as String, default: [:]][$0[1] as Int64] = $0[2] as Int16 }
            if wave.moment == .before { answers.before = points } else { answers.after = points }
        }
        guard answers.before != nil, answers.after != nil, let before = survey.wave(.before) else {
            return answers
        }
        answers.pairs = try tx.list(
            """
            SELECT beforeId, afterId FROM commissioningSurveyPair
            JOIN commissioningSurveyAnswer ON commissioningSurveyAnswer.id = beforeId
            WHERE waveId = ?
            """, [before.id.rawValue]
        ) { (before: $0[0], after: $0[1]) }
        return answers
    }
}

/// Answers as they are kept, on their way to what is shown of them.
private struct SurveyAnswers {
    struct OfQuestion {
        /// nil where the wave is not closed.
        let before: [Int16]?
        let after: [Int16]?
        let pairs: [(before: Int16, after: Int16)]
    }

    /// Points by question and answer.
    var before: [String: [Int64: Int16]]?
    var after: [String: [Int64: Int16]]?
    var pairs: [(before: Int64, after: Int64)] = []

    func of(_ key: String) -> OfQuestion {
        let (early, late) = (before?[key], after?[key])
        return OfQuestion(
            before: early.map { Array($0.values) }, after: late.map { Array($0.values) },
            pairs: pairs.compactMap { pair in
                guard let one = early?[pair.before], let other = late?[pair.after] else {
                    return nil
                }
                return (one, other)
            })
    }
}
