import Foundation
import FundCore
import Templating

/// The files of the pages that people see in a browser, read and checked.
public struct PageFiles: Sendable {
    /// What the page and its parts may name.
    private static let names = Set(
        """
        language direction title styleSheet skip fund council department homeLink navigationLabel
        navigation hasNavigation text link isCurrent languagesLabel languages name tag account email
        accountLink signOut signOutAction csrf signIn backLink errorSummary heading items banner
        caption isWide blocks helpHeading help footerLinks
        pairs id paragraphs isSecondary label summary lines rows key links hidden hint status isDone
        partOfRound pages current
        isCaptionHidden columns isNumeric sortLink ariaSort isMarked cells isEmpty emptyText
        legend isMoney isChosen
        description width bars valueText isFunded line previous next count action method fields buttons value hasName isWarning
        cancel isInline encoding weight evidence
        isHeading error errorPrefix describedBy type inputMode autocomplete prefix spellcheck isLTR rows limit isSmall
        isChecked parts options isSelected points target lowText highText firstText lastText kept accept
        rehearsal tiles x y barY barHeight centre valueY viewBox
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// By name, `parts/table`.
    public let templates: [String: String]
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
        style =
            TextFile.read("\(folder)/pages/style.css", named: "Templates/pages/style.css", problems)
            ?? ""
        var found: [String] = []
        do {
            found = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/pages/parts")
                .filter { $0.hasSuffix(".mustache") }.sorted().map { "parts/\($0.dropLast(9))" }
        } catch {
            problems.report("Templates/pages/parts", "file-missing")
        }
        var templates: [String: String] = [:]
        for name in ["page"] + found {
            let file = "pages/\(name).mustache"
            guard
                let text = TextFile.read("\(folder)/\(file)", named: "Templates/\(file)", problems)
            else { continue }
            for problem in TemplateScanner.problems(
                in: text, file: "Templates/\(file)", contentType: "STRICT-HTML",
                names: Self.names, partials: Set(found))
            {
                problems.report(problem.place, problem.code, problem.arguments)
            }
            templates[name] = text
        }
        self.templates = templates
    }
}
