import FundCore

public enum ConfigurationProblem: Problem {
    case invalid(folder: String, fields: [FieldProblem])
    case environment(fields: [FieldProblem])

    public var report: ProblemReport {
        switch self {
        case .invalid(let folder, let fields):
            ProblemReport(
                "configuration-invalid", .configuration,
                ["folder": folder, "count": "\(fields.count)"], fields: fields)
        case .environment(let fields):
            ProblemReport(
                "environment-invalid", .configuration, ["count": "\(fields.count)"],
                fields: fields)
        }
    }
}
