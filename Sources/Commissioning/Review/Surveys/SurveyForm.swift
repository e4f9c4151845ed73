import FundCore

/// When people are asked: as a project begins, and as it ends.
public enum SurveyMoment: String, Sendable, CaseIterable, Codable {
    case before, after
}

public enum SurveyScale: String, Sendable, CaseIterable, Codable {
    /// Each point has words of its own.
    case five = "1-5"
    /// Its two ends have words.
    case ten = "0-10"

    public var range: ClosedRange<Int16> { self == .five ? 1...5 : 0...10 }

    /// How many of its points have words.
    public var wordCount: Int { self == .five ? 5 : 2 }
}

public struct SurveyQuestion: Codable, Sendable {
    public let key: String
    public let title: String
    public let scale: SurveyScale
    /// The words of the points, the lowest first: `SurveyScale.wordCount` of them.
    public let points: [String]
    /// From this point on somebody agrees.
    public let agreeFrom: Int16

    public init(
        key: String, title: String, scale: SurveyScale, points: [String], agreeFrom: Int16
    ) {
        self.key = key
        self.title = title
        self.scale = scale
        self.points = points
        self.agreeFrom = agreeFrom
    }

    /// The words of one point; nil where it has none of its own.
    public func words(of point: Int16) -> (place: Int, words: String)? {
        let range = scale.range
        let place: Int
        switch scale {
        case .five: place = Int(point - range.lowerBound)
        case .ten:
            guard point == range.lowerBound || point == range.upperBound else { return nil }
            place = point == range.lowerBound ? 0 : 1
        }
        return points.indices.contains(place) ? (place + 1, points[place]) : nil
    }
}

/// What takes part are asked before and after a project, as `surveys.yaml` says; each survey keeps
/// it as it was when it was opened.
public struct SurveyForm: Codable, Sendable {
    /// The smallest group that anything is shown of, whatever the files say.
    public static let leastGroup = SurveyComparison.leastGroup
    public static let greatestQuestionCount = 20

    /// Nothing is shown of fewer people.
    public let minimum: Int
    public let questions: [SurveyQuestion]

    public init(minimum: Int, questions: [SurveyQuestion]) {
        self.minimum = max(minimum, Self.leastGroup)
        self.questions = questions
    }

    /// Everything that is wrong with what somebody answered, in the order of the questions.
    public func problems(of entry: SurveyEntry) -> [FieldProblem] {
        var problems = questions.compactMap { question -> FieldProblem? in
            let range = question.scale.range
            guard let points = entry.answers[question.key],
                points < Int64(range.lowerBound) || points > Int64(range.upperBound)
            else { return nil }
            return FieldProblem(
                question.key, "out-of-range",
                ["minimum": "\(range.lowerBound)", "maximum": "\(range.upperBound)"])
        }
        let known = Set(questions.map(\.key))
        problems += entry.answers.keys.filter { !known.contains($0) }.sorted().map {
            FieldProblem(
                $0, "survey-question-unknown", ["known": known.sorted().joined(separator: ", ")])
        }
        if entry.answers.isEmpty {
            problems.append(FieldProblem(questions.first?.key ?? "answers", "survey-nothing"))
        }
        return problems + SurveyEntry.problems(ofCode: entry.code)
    }
}

/// What one person answered. Nothing in it tells who they are.
public struct SurveyEntry: Sendable {
    public static let greatestCodeLength = 40
    static let leastCodeLength = 4

    /// Points by the key of the question; what is not answered is left out.
    public let answers: [String: Int64]
    /// Words of their own making, by which what they say before and after belongs together; nil
    /// where they gave none.
    public let code: String?
    /// Tells a form that was sent twice from two people; nothing of it is kept.
    public let mark: String?

    public init(answers: [String: Int64], code: String? = nil, mark: String? = nil) {
        self.answers = answers
        self.code = code.flatMap { $0.trimmed.isEmpty ? nil : $0 }
        self.mark = mark
    }

    static func problems(ofCode code: String?) -> [FieldProblem] {
        guard let code else { return [] }
        let count = code.trimmed.unicodeScalars.count
        if code.hasControlCharacters { return [FieldProblem("code", "one-line")] }
        if count < leastCodeLength {
            return [
                FieldProblem("code", "survey-code-short", ["minimum": "\(leastCodeLength)"])
            ]
        }
        return count > greatestCodeLength
            ? [FieldProblem("code", "too-long", ["maximum": "\(greatestCodeLength)"])] : []
    }
}

/// A number of people, as far as it is told.
public struct SurveyCount: Sendable, Equatable {
    /// nil where there are fewer than `minimum`.
    public let told: Int?
    public let minimum: Int

    init(_ count: Int, minimum: Int) {
        told = count >= minimum ? count : nil
        self.minimum = minimum
    }
}

public enum SurveyProblem: Problem {
    /// The officer's files ask nothing.
    case notSetUp
    case noAward(reference: String)
    /// The group was not told of its award, or has not agreed yet.
    case tooEarly(reference: String)
    case none(reference: String)
    case exists(reference: String)
    case waveOpened
    case waveNotOpened
    case waveClosed
    case beforeOpen
    case unknownLink
    /// Many links that lead nowhere were tried lately from where this one is.
    case tooManyLinks(minutes: Int64)
    case waveUnknown(wave: String)
    /// No answers are taken: it has not been opened, or is closed.
    case notOpen
    case fileTwice

    public var report: ProblemReport {
        switch self {
        case .notSetUp: ProblemReport("surveys-not-set-up", .conflict)
        case .noAward(let reference):
            ProblemReport("return-no-award", .notFound, ["reference": reference])
        case .tooEarly(let reference):
            ProblemReport("survey-too-early", .conflict, ["reference": reference])
        case .none(let reference):
            ProblemReport("survey-none", .notFound, ["reference": reference])
        case .exists(let reference):
            ProblemReport("survey-exists", .conflict, ["reference": reference])
        case .waveOpened: ProblemReport("survey-wave-opened", .conflict)
        case .waveNotOpened: ProblemReport("survey-wave-not-opened", .conflict)
        case .waveClosed: ProblemReport("survey-wave-closed", .conflict)
        case .beforeOpen: ProblemReport("survey-before-open", .conflict)
        case .unknownLink: ProblemReport("survey-link-unknown", .notFound)
        case .tooManyLinks(let minutes):
            ProblemReport("survey-links-too-many", .tooMany, ["minutes": "\(minutes)"])
        case .waveUnknown(let wave):
            ProblemReport(
                "survey-wave-unknown", .notFound,
                [
                    "wave": wave,
                    "known": SurveyMoment.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        case .notOpen: ProblemReport("survey-not-open", .conflict)
        case .fileTwice: ProblemReport("survey-file-twice", .conflict)
        }
    }
}
