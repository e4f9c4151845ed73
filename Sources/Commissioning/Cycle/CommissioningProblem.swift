import FundCore

public enum CommissioningProblem: Problem {
    case unknown(cycle: String)
    case keyTaken(key: String)
    case otherAhead
    case ended
    case stageNotOpen
    case stageLacks([StageLack])
    case waitsForApproval
    case nothingToApprove
    case approverWrote
    case nothingToReopen
    case questionUnknown(key: String)
    case answerChanged
    case nothingToSign
    case signatureNotAsked
    case signsOwn
    case signedBefore
    case needUnknown(number: String)
    case needWithdrawn
    case needServes
    case priorityUnknown(key: String)
    case needsFixed
    case lessonUnknown(number: String)
    case lessonNotNow
    case lessonWithdrawn
    case lessonDecided
    case lessonOwnCycle
    case lessonChanged
    case lessonDecidedInPlan
    case roundInCycle(round: String)
    case takesNoRound
    case changedMeanwhile
    case planUnapproved(round: String)
    case roundWithoutCycle(round: String)
    case indicatorUnknown(key: String, known: String)
    case indicatorFrequencyChanged

    public var report: ProblemReport {
        switch self {
        case .unknown(let cycle):
            ProblemReport("cycle-unknown", .notFound, ["cycle": cycle])
        case .keyTaken(let key): ProblemReport("cycle-key-taken", .conflict, ["cycle": key])
        case .otherAhead: ProblemReport("cycle-other-ahead", .conflict)
        case .ended: ProblemReport("cycle-ended", .conflict)
        case .stageNotOpen: ProblemReport("stage-not-open", .conflict)
        case .stageLacks(let lacks):
            ProblemReport("stage-lacks", .conflict, fields: lacks.map(\.field))
        case .waitsForApproval: ProblemReport("stage-waits-approval", .conflict)
        case .nothingToApprove: ProblemReport("stage-not-to-approve", .conflict)
        case .approverWrote: ProblemReport("stage-approver-wrote", .conflict)
        case .nothingToReopen: ProblemReport("stage-not-behind", .conflict)
        case .questionUnknown(let key):
            ProblemReport("stage-question-unknown", .notFound, ["question": key])
        case .answerChanged: ProblemReport("stage-answer-changed", .conflict)
        case .nothingToSign: ProblemReport("co-sign-nothing", .conflict)
        case .signatureNotAsked: ProblemReport("co-sign-not-asked", .conflict)
        case .signsOwn: ProblemReport("co-sign-own", .conflict)
        case .signedBefore: ProblemReport("co-signed-before", .conflict)
        case .needUnknown(let number):
            ProblemReport("need-unknown", .notFound, ["number": number])
        case .needWithdrawn: ProblemReport("need-withdrawn", .conflict)
        case .needServes: ProblemReport("need-serves-priority", .conflict)
        case .priorityUnknown(let key):
            ProblemReport("cycle-priority-unknown", .notFound, ["priority": key])
        case .needsFixed: ProblemReport("cycle-needs-fixed", .conflict)
        case .lessonUnknown(let number):
            ProblemReport("lesson-unknown", .notFound, ["number": number])
        case .lessonNotNow: ProblemReport("lesson-not-now", .conflict)
        case .lessonWithdrawn: ProblemReport("lesson-withdrawn", .conflict)
        case .lessonDecided: ProblemReport("lesson-decided", .conflict)
        case .lessonOwnCycle: ProblemReport("lesson-own-cycle", .conflict)
        case .lessonChanged: ProblemReport("lesson-changed", .conflict)
        case .lessonDecidedInPlan: ProblemReport("lesson-decided-in-plan", .conflict)
        case .roundInCycle(let round):
            ProblemReport("round-in-cycle", .conflict, ["round": round])
        case .takesNoRound: ProblemReport("cycle-takes-no-round", .conflict)
        case .changedMeanwhile: ProblemReport("cycle-changed", .conflict)
        case .planUnapproved(let round):
            ProblemReport("round-plan-unapproved", .conflict, ["round": round])
        case .roundWithoutCycle(let round):
            ProblemReport("round-without-cycle", .conflict, ["round": round])
        case .indicatorUnknown(let key, let known):
            ProblemReport("indicator-unknown", .notFound, ["indicator": key, "known": known])
        case .indicatorFrequencyChanged:
            ProblemReport("indicator-frequency-changed", .conflict)
        }
    }
}
