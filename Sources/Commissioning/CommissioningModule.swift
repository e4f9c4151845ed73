import FundCore

/// The commissioning cycle: what an area needs, what a fund is to change, what it did, what was learned.
public struct CommissioningModule: Sendable {
    /// The most that an answer, a need or what is evidence for it may say.
    public static let greatestTextLength = 5000
    static let greatestSourceLength = 500

    public init() {}

    /// What somebody wrote, without the blanks around it.
    /// - Throws: `InvalidInput` at `place`, where it is missing or too long.
    static func words(
        _ text: String, _ place: String, maximum: Int = greatestTextLength
    ) throws -> String {
        var written = Written()
        let text = written.words(text, place, maximum: maximum)
        try written.refuseProblems()
        return text
    }
}

/// Several texts that somebody wrote, with everything that is wrong in any of them.
struct Written {
    var problems: [FieldProblem] = []

    /// A text without the blanks around it; a problem where it is missing or too long.
    mutating func words(
        _ text: String, _ place: String, maximum: Int = CommissioningModule.greatestTextLength
    ) -> String {
        let text = text.trimmed
        if text.isEmpty {
            problems.append(FieldProblem(place, "missing"))
        } else if text.unicodeScalars.count > maximum {
            problems.append(FieldProblem(place, "too-long", ["maximum": "\(maximum)"]))
        }
        return text
    }

    /// As `words`, of what may be left out.
    mutating func optionalWords(
        _ text: String?, _ place: String, maximum: Int = CommissioningModule.greatestTextLength
    ) -> String? {
        guard let text, !text.trimmed.isEmpty else { return nil }
        return words(text, place, maximum: maximum)
    }

    /// - Throws: `InvalidInput` with everything that is wrong, where anything is.
    func refuseProblems() throws {
        guard let first = problems.first else { return }
        throw InvalidInput(first.place, problems)
    }
}

/// The stages of a cycle, in their order (LGA guide: analyse, plan, do, review).
public enum CommissioningStage: String, Sendable, CaseIterable, Codable {
    case analyse, plan, `do`, review

    /// Whether a decision maker approves it once it is closed.
    public var isApproved: Bool { self == .plan || self == .review }

    /// The one that opens after it.
    public var next: CommissioningStage? {
        switch self {
        case .analyse: .plan
        case .plan: .do
        case .do: .review
        case .review: nil
        }
    }

    /// From 1.
    public var number: Int {
        switch self {
        case .analyse: 1
        case .plan: 2
        case .do: 3
        case .review: 4
        }
    }
}
