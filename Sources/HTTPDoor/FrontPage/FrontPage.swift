import Bootstrap
import FundCore
import Mustache
import Publishing
import Templating

/// The page that anybody sees first: whose fund it is, and which round takes applications.
struct FrontPage: Sendable {
    let style: String
    private let template: MustacheTemplate

    /// Reads, checks and compiles the page.
    ///
    /// - Parameter folder: the templates.
    /// - Throws: `ConfigurationProblem` with everything that is wrong.
    init(folder: String) throws {
        StrictHTML.register()
        let files = try PageFiles(folder: folder)
        style = files.style
        do {
            template = try MustacheTemplate(string: files.front)
        } catch {
            throw ConfigurationProblem.invalid(
                folder: folder,
                fields: [
                    FieldProblem("pages/front.mustache", "template-tag", ["tag": "\(error)"])
                ])
        }
    }

    func html(_ facts: FrontPageFacts, words: TextCatalogue) -> String {
        var values: TemplateFacts = [
            "language": words.language, "direction": "ltr",
            "title": words.words("page.title", ["fund": facts.fund, "council": facts.council]),
            "styleSheet": Route.styleSheet.pattern, "fund": facts.fund, "council": facts.council,
            "department": facts.department,
            "programs": words.words("page.programs"), "description": Route.description.pattern,
            "rounds": facts.open.map { round -> TemplateFacts in
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
}
