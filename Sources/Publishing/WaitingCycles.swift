import Commissioning
import FundCore
import FundStore
import Rounds

/// What waits in a commissioning cycle for somebody who works on it.
public enum CycleWaiting: Sendable, Equatable {
    /// So many questions of the open stage without an answer, or without what it rests on.
    case answers(Int)
    /// So many answers of others to read and co-sign.
    case signatures(Int)
    /// So many things that the needs and priorities lack for Plan to close.
    case needs(Int)
    /// So many lessons to decide about, or one to note for Review to close.
    case lessons(Int)
    /// So many options of the plan to decide about for Plan to close, or one to choose.
    case options(Int)
    /// So many things that the plan has to say before Plan can close.
    case parts(Int)
    /// The open stage, which lacks nothing, to close.
    case closing
    /// A closed Plan or Review, to approve.
    case approval
    /// A cycle whose Review is approved, to end.
    case ending
}

/// A cycle as a list shows it.
public struct CycleSummary: Sendable {
    public let cycle: Cycle
    public let rounds: [Round]
    public let waiting: [CycleWaiting]
}

extension Reports {
    /// What waits in a cycle for whoever asks, what comes first first.
    func waiting(
        in cycle: Cycle, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [CycleWaiting] {
        guard let person = principal.personID else { return [] }
        let isOfficer = principal.has(.officer)
        switch cycle.status {
        case .ended: return []
        case .approved: return isOfficer ? [.ending] : []
        case .closed:
            guard principal.has(.decisionMaker),
                try !commissioning.questions(of: cycle.id, in: tx).contains(where: {
                    $0.stage == cycle.stage && $0.answer?.author == person
                })
            else { return [] }
            return [.approval]
        case .open: break
        }
        var found: [CycleWaiting] = []
        let lacks = try commissioning.lacks(cycle.stage, of: cycle.id, in: tx)
        let count = lacks.count(where: \.isOfAnswer)
        if isOfficer, count > 0 { found.append(.answers(count)) }
        let signatures = try commissioning.questions(of: cycle.id, in: tx).count {
            $0.stage == cycle.stage && $0.awaits(principal)
        }
        if signatures > 0 { found.append(.signatures(signatures)) }
        let needs = lacks.count(where: \.isOfNeeds)
        if isOfficer, needs > 0 { found.append(.needs(needs)) }
        let lessons = lacks.count(where: \.isOfLessons)
        if isOfficer, lessons > 0 { found.append(.lessons(lessons)) }
        let options = lacks.count(where: \.isOfOptions)
        if isOfficer, options > 0 { found.append(.options(options)) }
        let parts = lacks.count(where: \.isOfParts)
        if isOfficer, parts > 0 { found.append(.parts(parts)) }
        if isOfficer, lacks.isEmpty { found.append(.closing) }
        return found
    }
}

extension StageLack {
    fileprivate var isOfAnswer: Bool {
        switch self {
        case .answer, .evidence: true
        case .coSignature, .noPriority, .need, .evidenceOfNeed, .lesson, .noLesson, .optionOpen,
            .noOption, .planPart:
            false
        }
    }

    fileprivate var isOfNeeds: Bool {
        switch self {
        case .noPriority, .need, .evidenceOfNeed: true
        case .answer, .evidence, .coSignature, .lesson, .noLesson, .optionOpen, .noOption,
            .planPart:
            false
        }
    }

    fileprivate var isOfLessons: Bool {
        switch self {
        case .lesson, .noLesson: true
        case .answer, .evidence, .coSignature, .noPriority, .need, .evidenceOfNeed,
            .optionOpen, .noOption, .planPart:
            false
        }
    }

    fileprivate var isOfOptions: Bool {
        switch self {
        case .optionOpen, .noOption: true
        case .answer, .evidence, .coSignature, .noPriority, .need, .evidenceOfNeed, .lesson,
            .noLesson, .planPart:
            false
        }
    }

    fileprivate var isOfParts: Bool {
        if case .planPart = self { true } else { false }
    }
}
