import FundCore

public enum PlanProblem: Problem {
    case notOpen
    case entryUnknown(item: String)
    case entryChanged
    case optionChosen
    case oneSplit
    case overAllotment(total: Money, greatest: Money)
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
        case .overAllotment(let total, let greatest):
            ProblemReport(
                "plan-over-allotment", .conflict,
                ["total": total.words, "greatest": greatest.words])
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
