import FundCore

public enum StoreProblem: Problem {
    case missing(path: String)
    case notOurs(path: String)
    case older(path: String)
    case newer(path: String)
    case busy
    case cannotOpen(path: String, why: String)
    /// A constraint or trigger of the schema refused; `code` is what the trigger raised.
    case refused(code: String)
    case failed(why: String)
    /// The key of a request that is done once came again with something else.
    case keyReused
    /// It was done, and what it answered is not kept.
    case answerNotKept

    public var report: ProblemReport {
        switch self {
        case .missing(let path):
            ProblemReport("database-missing", .configuration, ["path": path])
        case .notOurs(let path):
            ProblemReport("database-foreign", .configuration, ["path": path])
        case .older(let path):
            ProblemReport("database-older", .configuration, ["path": path])
        case .newer(let path):
            ProblemReport("database-newer", .configuration, ["path": path])
        case .busy:
            ProblemReport("database-busy", .unavailable)
        case .cannotOpen(let path, let why):
            ProblemReport("database-unopenable", .inputOutput, ["path": path, "why": why])
        case .refused(let code):
            ProblemReport(code, .conflict)
        case .failed(let why):
            ProblemReport("database-failed", .inputOutput, ["why": why])
        case .keyReused:
            ProblemReport("request-key-reused", .invalid)
        case .answerNotKept:
            ProblemReport("request-answer-not-kept", .conflict)
        }
    }
}
