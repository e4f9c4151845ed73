import FundCore
import FundStore

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
    /// The group may know what sheets say, and fewer than `minimum` people answered in another
    /// way: whoever knows the sheets could work out what these said.
    case fewOthers(minimum: Int)
    case told(SurveyFigure)

    public var figure: SurveyFigure? { if case .told(let figure) = self { figure } else { nil } }

    public var isFewOthers: Bool { if case .fewOthers = self { true } else { false } }
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

    /// Whether something is kept back that is of enough people.
    public var isWithheld: Bool { before.isFewOthers || after.isFewOthers }

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
            Self.result(
                $0, answers.of($0.key, minimum: survey.form.minimum), minimum: survey.form.minimum)
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
                let minimum = survey.form.minimum
                let given = answers.of(question.key, minimum: minimum)
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
            // Each of them is told by itself, so that all of them together tell of nobody besides.
            func joined(
                _ side: (SurveyAnswers.OfQuestion) -> SurveyAnswers.Side?
            ) -> SurveyAnswers.Side {
                SurveyAnswers.Side(
                    given: group.flatMap { side($0.1)?.given ?? [] }, isKnownInPart: false,
                    isTold: true)
            }
            let together = SurveyAnswers.OfQuestion(
                before: joined(\.before), after: joined(\.after), pairs: [])
            return SurveySum(
                surveyCount: group.count,
                result: Self.result(
                    first.0, together, minimum: group.map(\.2).max() ?? SurveyForm.leastGroup))
        }
    }

    /// The one place where answers become something to show: never of fewer people than
    /// `minimum`, and never so that what two figures differ by tells of fewer, nor a figure and
    /// the sheets that a group typed in itself.
    static func result(
        _ question: SurveyQuestion, _ given: SurveyAnswers.OfQuestion, minimum: Int
    ) -> SurveyResult {
        let minimum = max(minimum, SurveyForm.leastGroup)
        let before = telling(given.before, question, minimum)
        let after = telling(given.after, question, minimum)
        var change: SurveyChange?
        var way: SurveyResult.Way?
        if before.figure != nil, after.figure != nil, let early = given.before,
            let late = given.after
        {
            let compared =
                showsPairs(given.pairs, early, late, minimum)
                ? (
                    SurveyComparison.paired(
                        given.pairs.map {
                            (before: $0.before.points, after: $0.after.points)
                        },
                        minimum: minimum), .paired
                )
                : (
                    SurveyComparison.unpaired(
                        before: early.given.map(\.points), after: late.given.map(\.points),
                        minimum: minimum), SurveyResult.Way.unpaired
                )
            if case .change(let found) = compared.0 { (change, way) = (found, compared.1) }
        }
        return SurveyResult(
            question: question, before: before, after: after, change: change, way: way)
    }

    private static func telling(
        _ side: SurveyAnswers.Side?, _ question: SurveyQuestion, _ minimum: Int
    ) -> SurveyTelling {
        guard let side else { return .notYet }
        let points = side.given.map(\.points)
        guard points.count >= minimum else { return .tooFew(minimum: minimum) }
        guard side.isTold,
            SurveyCrowd(side.given.map(\.way)).hidesFew(
                minimum, isKnownInPart: side.isKnownInPart)
        else { return .fewOthers(minimum: minimum) }
        let (count, sum) = (Int64(points.count), points.reduce(Int64(0)) { $0 + Int64($1) })
        let agree = Int64(points.count { $0 >= question.agreeFrom })
        return .told(
            SurveyFigure(
                count: points.count, mean: (2000 * sum + count) / (2 * count),
                agreePercent: (200 * agree + count) / (2 * count)))
    }

    /// Whether pairs may be shown beside all. On each side, of those who are paired there are
    /// enough, and of those who are not there are none or enough, or else the pairs, taken from
    /// all, would leave the few; and the same of those alone whose answers the group does not know.
    private static func showsPairs(
        _ pairs: [(before: SurveyAnswers.Given, after: SurveyAnswers.Given)],
        _ early: SurveyAnswers.Side, _ late: SurveyAnswers.Side, _ minimum: Int
    ) -> Bool {
        guard pairs.count >= minimum else { return false }
        let isKnownInPart = early.isKnownInPart || late.isKnownInPart
        // How much changes vary weighs what was said before with what was said after. Where the
        // group knows one of both, that and how much all answers vary would tell it the other.
        // Sheets that officers typed in it may have collected, once or both times.
        let isPlain = pairs.allSatisfy { pair in
            isKnownInPart
                ? pair.before.way.isPlain(with: pair.after.way)
                : pair.before.way == pair.after.way
        }
        guard isPlain else { return false }
        let sides = [(early, pairs.map { $0.before.way }), (late, pairs.map { $0.after.way })]
        return sides.allSatisfy { side, ways in
            let rest = side.given.count - pairs.count
            let paired = SurveyCrowd(ways)
            let others = SurveyCrowd(side.given.map(\.way)).without(paired)
            return (rest == 0 || rest >= minimum)
                && paired.hidesFew(minimum, isKnownInPart: isKnownInPart)
                && others.hidesFew(minimum, isKnownInPart: isKnownInPart)
        }
    }
}
