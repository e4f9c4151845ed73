import FundCore

public enum PlanProblem: Problem {
    case notOpen
    case entryUnknown(item: String)
    case entryChanged
    case optionChosen
    case oneSplit
    case festivalsUnknown(year: Int, known: [Int])
    case noProspectus(cycle: String)
    case differs

    public var report: ProblemReport {
        switch self {
        case .notOpen: ProblemReport("plan-not-open", .conflict)
        case .entryUnknown(let item):
            ProblemReport("plan-entry-unknown", .notFound, ["entry": item])
        case .entryChanged: ProblemReport("plan-entry-changed", .conflict)
        case .optionChosen: ProblemReport("plan-option-chosen", .conflict)
        case .oneSplit: ProblemReport("plan-one-split", .conflict)
        case .festivalsUnknown(let year, let known):
            ProblemReport(
                "festivals-unknown", .conflict,
                ["year": "\(year)", "years": known.map { "\($0)" }.joined(separator: ", ")])
        case .noProspectus(let cycle):
            ProblemReport("prospectus-none", .notFound, ["cycle": cycle])
        case .differs: ProblemReport("plan-differs", .conflict)
        }
    }
}
