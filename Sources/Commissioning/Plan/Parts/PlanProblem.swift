import FundCore

public enum PlanProblem: Problem {
    case notOpen
    case entryUnknown(item: String)
    case entryChanged
    case optionChosen
    case oneSplit
    case noProspectus(cycle: String)
    case prospectusUnknown(cycle: String, version: Int64)
    case prospectusSame
    case notApproved
    case differs

    public var report: ProblemReport {
        switch self {
        case .notOpen: ProblemReport("plan-not-open", .conflict)
        case .entryUnknown(let item):
            ProblemReport("plan-entry-unknown", .notFound, ["entry": item])
        case .entryChanged: ProblemReport("plan-entry-changed", .conflict)
        case .optionChosen: ProblemReport("plan-option-chosen", .conflict)
        case .oneSplit: ProblemReport("plan-one-split", .conflict)
        case .noProspectus(let cycle):
            ProblemReport("prospectus-none", .notFound, ["cycle": cycle])
        case .prospectusUnknown(let cycle, let version):
            ProblemReport(
                "prospectus-unknown", .notFound, ["cycle": cycle, "version": "\(version)"])
        case .prospectusSame: ProblemReport("prospectus-same", .conflict)
        case .notApproved: ProblemReport("plan-not-approved", .conflict)
        case .differs: ProblemReport("plan-differs", .conflict)
        }
    }
}
