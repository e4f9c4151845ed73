import FundCore

public enum ErasureProblem: Problem {
    /// There is no `retention.yaml`.
    case notSetUp
    case classUnknown(name: String)
    case unknown(number: String)
    /// Nothing of a class is due.
    case nothingDue(name: String)
    /// All that stands in the way of erasing.
    case stands(what: String, [FieldProblem])
    /// The same was proposed already, and nobody has said anything.
    case pending(number: Int64)
    case done(number: Int64)
    case withdrawn(number: Int64)
    /// Nobody approves what they proposed.
    case secondPerson
    case notHeld(reference: String)
    case heldAlready(reference: String)
    case notCertified(number: Int64)

    public var report: ProblemReport {
        switch self {
        case .notSetUp: ProblemReport("privacy-not-set-up", .configuration)
        case .classUnknown(let name):
            ProblemReport(
                "retention-class-unknown", .invalid,
                [
                    "name": name,
                    "classes": RetentionClass.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        case .unknown(let number):
            ProblemReport("erasure-unknown", .notFound, ["number": number])
        case .nothingDue(let name):
            ProblemReport("erasure-nothing-due", .conflict, ["name": name])
        case .stands(let what, let fields):
            ProblemReport("erasure-stands", .conflict, ["what": what], fields: fields)
        case .pending(let number):
            ProblemReport("erasure-pending", .conflict, ["number": "\(number)"])
        case .done(let number):
            ProblemReport("erasure-done", .conflict, ["number": "\(number)"])
        case .withdrawn(let number):
            ProblemReport("erasure-withdrawn", .conflict, ["number": "\(number)"])
        case .secondPerson: ProblemReport("erasure-second-person", .forbidden)
        case .notHeld(let reference):
            ProblemReport("erasure-not-held", .conflict, ["reference": reference])
        case .heldAlready(let reference):
            ProblemReport("erasure-held-already", .conflict, ["reference": reference])
        case .notCertified(let number):
            ProblemReport("erasure-not-certified", .conflict, ["number": "\(number)"])
        }
    }
}
