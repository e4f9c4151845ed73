import FundCore
import FundStore
import GRDB

/// Who reads and signs an answer after the person who wrote it.
public enum CoSigner: String, Sendable, CaseIterable, Codable {
    case officer, decisionMaker

    public var role: Role {
        switch self {
        case .officer: .officer
        case .decisionMaker: .decisionMaker
        }
    }
}

/// What a stage asks, as `commissioning.yaml` has it.
public struct StageRules: Sendable {
    public struct Question: Sendable {
        public let key: String
        public let text: String
        public let needsEvidence: Bool

        public init(key: String, text: String, needsEvidence: Bool) {
            self.key = key
            self.text = text
            self.needsEvidence = needsEvidence
        }
    }

    public let stage: CommissioningStage
    /// Who co-signs each answer; nil where nobody does.
    public let coSigner: CoSigner?
    public let questions: [Question]
    /// What a plan has to say besides; of Plan alone.
    public let required: [PlanRequirement]

    public init(
        stage: CommissioningStage, coSigner: CoSigner?, questions: [Question],
        required: [PlanRequirement] = []
    ) {
        self.stage = stage
        self.coSigner = coSigner
        self.questions = questions
        self.required = required
    }
}

/// A commissioning cycle as it stands.
public struct Cycle: Sendable {
    public enum Status: String, Sendable, CaseIterable {
        /// Its stage is worked on.
        case open
        /// Its stage is closed and waits to be approved: Plan and Review.
        case closed
        /// Review is approved.
        case approved
        case ended
    }

    public let id: CycleID
    public let key: String
    public let title: String
    /// The stage that it has come to.
    public let stage: CommissioningStage
    public let status: Status
    public let startedBy: PersonID
    public let startedAt: Instant
    /// The approval of its Plan that stands: going back to Analyse or Plan undoes it.
    public let planApproval: CycleEventID?

    /// Whether a stage is the one that is worked on.
    public func isOpen(_ stage: CommissioningStage) -> Bool {
        self.stage == stage && status == .open
    }

    /// Whether needs and priorities can change: before the Plan is closed.
    public var takesNeeds: Bool { isOpen(.analyse) || isOpen(.plan) }

    /// How one of its stages stands.
    public func standing(of stage: CommissioningStage) -> StageStanding {
        if stage.number > self.stage.number { return .ahead }
        if stage.number < self.stage.number { return stage.isApproved ? .approved : .closed }
        return switch status {
        case .open: .open
        case .closed: .closed
        case .approved, .ended: .approved
        }
    }
}

public enum StageStanding: String, Sendable, CaseIterable {
    case ahead, open, closed, approved
}

/// Something that happened to a stage of a cycle.
public struct CycleEvent: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case opened, closed, approved, reopened, ended
    }

    public let id: CycleEventID
    public let stage: CommissioningStage
    public let kind: Kind
    public let person: PersonID
    public let at: Instant
    /// The day in London.
    public let on: String
    /// Why somebody went back.
    public let reason: String?
}

/// A question of a cycle, with the answer that stands.
public struct CycleQuestion: Sendable {
    public let stage: CommissioningStage
    public let key: String
    public let text: String
    public let needsEvidence: Bool
    public let coSigner: CoSigner?
    /// nil where nobody has answered yet.
    public let answer: CycleAnswer?

    /// What it still lacks for its stage to close.
    public var lack: StageLack? {
        guard let answer else { return .answer(text) }
        if needsEvidence, answer.evidence == nil { return .evidence(text) }
        if coSigner != nil, answer.coSignature == nil { return .coSignature(text) }
        return nil
    }

    /// Whether this person can co-sign the answer that stands.
    public func awaits(_ principal: Principal) -> Bool {
        guard let coSigner, let answer, answer.coSignature == nil, let id = principal.personID
        else { return false }
        return principal.has(coSigner.role) && id != answer.author
    }
}

/// One version of an answer.
public struct CycleAnswer: Sendable {
    public struct CoSignature: Sendable {
        public let person: PersonID
        public let at: Instant
    }

    public let version: Int64
    public let text: String
    public let evidence: String?
    public let author: PersonID
    public let at: Instant
    /// The day in London.
    public let on: String
    public let coSignature: CoSignature?
}

/// What keeps a stage from being closed.
public enum StageLack: Sendable, Equatable {
    /// The question that has no answer.
    case answer(String)
    /// The question whose answer rests on nothing yet.
    case evidence(String)
    /// The question whose answer nobody has co-signed.
    case coSignature(String)
    case noPriority
    /// The priority that answers no need.
    case need(String)
    /// The need that nothing is evidence for, by its number.
    case evidenceOfNeed(Int64)
    /// The lesson of an earlier cycle that nobody has decided about, by its number.
    case lesson(Int64)
    case noLesson
    /// The option of the plan that is neither chosen nor declined, by its title.
    case optionOpen(String)
    /// Options were looked at, and none is chosen.
    case noOption
    /// What the plan has to say and does not; of which need, priority or characteristic, if of one.
    case planPart(PlanPart, item: String, title: String)

    public var field: FieldProblem {
        switch self {
        case .answer(let text): FieldProblem(text, "stage-unanswered")
        case .evidence(let text): FieldProblem(text, "stage-no-evidence")
        case .coSignature(let text): FieldProblem(text, "stage-no-signature")
        case .noPriority: FieldProblem("priorities", "stage-no-priority")
        case .need(let title): FieldProblem(title, "priority-no-need")
        case .evidenceOfNeed(let number): FieldProblem("need \(number)", "need-no-evidence")
        case .lesson(let number): FieldProblem("lesson \(number)", "lesson-open")
        case .noLesson: FieldProblem("lessons", "stage-no-lesson")
        case .optionOpen(let title): FieldProblem(title, "plan-option-open")
        case .noOption: FieldProblem("options", "plan-option-none")
        case .planPart(let part, let item, let title): Self.required(part, item, title)
        }
    }
}
