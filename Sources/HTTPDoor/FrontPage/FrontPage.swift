import Bootstrap
import Foundation
import FundCore
import Mustache
import Publishing
import Templating

/// The page that anybody sees first: whose fund it is, and which round takes applications.
struct FrontPage: Sendable {
    private static let names: Set<String> = [
        "language", "direction", "title", "styleSheet", "fund", "council", "department",
        "heading", "rounds", "amounts", "deadline", "decision", "none", "programs", "description",
    ]
    private static let greatestBytes = 256 * 1024

    let style: String
    private let template: MustacheTemplate

    /// Reads, checks and compiles the page.
    ///
    /// - Parameter folder: the templates.
    /// - Throws: `ConfigurationProblem` with everything that is wrong.
    init(folder: String) throws {
        StrictHTML.register()
        let page = try Self.text("pages/front.mustache", in: folder)
        style = try Self.text("pages/front.css", in: folder)
        let problems = TemplateScanner.problems(
            in: page, file: "\(folder)/pages/front.mustache", contentType: "STRICT-HTML",
            names: Self.names)
        guard problems.isEmpty else {
            throw ConfigurationProblem.invalid(folder: folder, fields: problems)
        }
        do {
            template = try MustacheTemplate(string: page)
        } catch {
            throw ConfigurationProblem.invalid(
                folder: folder,
                fields: [
                    FieldProblem(
                        "\(folder)/pages/front.mustache", "template-tag", ["tag": "\(error)"])
                ])
        }
    }

    func html(_ facts: FrontPageFacts, words: TextCatalogue) -> String {
        var values: [String: any Sendable] = [
            "language": words.language, "direction": "ltr",
            "title": words.words("page.title", ["fund": facts.fund, "council": facts.council]),
            "styleSheet": Route.styleSheet.pattern, "fund": facts.fund, "council": facts.council,
            "department": facts.department,
            "programs": words.words("page.programs"), "description": Route.description.pattern,
            "rounds": facts.open.map { round -> [String: any Sendable] in
                [
                    "heading": words.words("page.round-open", ["round": round.title]),
                    "deadline": words.words(
                        "page.deadline", ["deadline": words.words(round.closes)]),
                    "amounts": words.words(
                        "page.amounts",
                        [
                            "minimum": round.requests.lowerBound.words,
                            "maximum": round.requests.upperBound.words,
                        ]),
                    "decision": words.words(
                        "page.decision", ["date": words.words(round.decision)]),
                ]
            },
        ]
        if facts.open.isEmpty { values["none"] = words.words("page.none-open") }
        return template.render(values)
    }

    private static func text(_ name: String, in folder: String) throws -> String {
        let path = "\(folder)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= greatestBytes
        else {
            throw ConfigurationProblem.invalid(
                folder: folder, fields: [FieldProblem(path, "file-missing")])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationProblem.invalid(
                folder: folder, fields: [FieldProblem(path, "not-utf8")])
        }
        return text
    }
}
