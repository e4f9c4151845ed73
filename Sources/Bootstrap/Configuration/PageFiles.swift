import FundCore
import Templating

/// The files of the pages that people see in a browser, read and checked.
public struct PageFiles: Sendable {
    /// What the front page may name.
    private static let frontNames: Set<String> = [
        "language", "direction", "title", "styleSheet", "fund", "council", "department",
        "heading", "rounds", "amounts", "deadline", "decision", "none", "programs", "description",
    ]

    public let front: String
    public let style: String

    /// - Parameter folder: the templates.
    /// - Throws: `ConfigurationProblem` with everything that is wrong.
    public init(folder: String) throws {
        let problems = ConfigProblems()
        self.init(folder: folder, problems: problems)
        guard problems.list.isEmpty else {
            throw ConfigurationProblem.invalid(folder: folder, fields: problems.list)
        }
    }

    /// - Parameter problems: everything that is wrong is added to it.
    @discardableResult
    init(folder: String, problems: ConfigProblems) {
        let name = "pages/front.mustache"
        let page = TextFile.read("\(folder)/\(name)", named: "Templates/\(name)", problems)
        front = page ?? ""
        style =
            TextFile.read("\(folder)/pages/front.css", named: "Templates/pages/front.css", problems)
            ?? ""
        guard page != nil else { return }
        for problem in TemplateScanner.problems(
            in: front, file: "Templates/\(name)", contentType: "STRICT-HTML",
            names: Self.frontNames)
        {
            problems.report(problem.place, problem.code, problem.arguments)
        }
    }
}
