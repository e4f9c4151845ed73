import Bootstrap
import FundCore
import Mustache
import Templating

/// A page before it is put into HTML.
struct PageView: Sendable {
    /// What it is called, in the browser's tab and, unless a field bears it, as its heading.
    var title: String
    var caption: String?
    /// The heading where it is another than the title.
    var heading: String?
    /// Whether a field or a panel is the heading.
    var hasOwnHeading = false
    var back: PageLink?
    /// Where it can be looked at again, where it is shown at an address that only takes forms.
    var place: String?
    /// What was done, shown once at the top.
    var done: String?
    /// What is wrong with which field: the words, and the field's name; an empty one links nowhere.
    var errors: [(text: String, field: String)] = []
    var isWide = false
    var blocks: [Block]

    init(_ title: String, _ blocks: [Block] = []) {
        self.title = title
        self.blocks = blocks
    }
}

/// Puts pages into HTML, by templates that were read and checked when the server started.
struct PageRenderer: Sendable {
    let style: String
    let styleTag: String
    private let library: MustacheLibrary

    /// - Parameter folder: the templates.
    /// - Throws: `ConfigurationProblem` with everything that is wrong.
    init(folder: String) throws {
        StrictHTML.register()
        let files = try PageFiles(folder: folder)
        style = files.style
        styleTag = EntityTag(of: [files.style]).description
        var templates: [String: MustacheTemplate] = [:]
        for (name, text) in files.templates {
            do {
                templates[name] = try MustacheTemplate(string: text)
            } catch {
                throw ConfigurationProblem.invalid(
                    folder: folder,
                    fields: [
                        FieldProblem("pages/\(name).mustache", "template-tag", ["tag": "\(error)"])
                    ])
            }
        }
        let missing = Block.parts.filter { templates["parts/\($0)"] == nil }.sorted()
        guard missing.isEmpty else {
            throw ConfigurationProblem.invalid(
                folder: folder,
                fields: missing.map { FieldProblem("pages/parts/\($0).mustache", "file-missing") })
        }
        library = MustacheLibrary(templates: templates)
    }

    func html(_ facts: TemplateFacts) -> String {
        library.render(facts, withTemplate: "page") ?? ""
    }
}

extension TemplateFacts {
    /// Facts that say which part of a page shows them.
    static func part(_ name: String, _ facts: TemplateFacts) -> TemplateFacts {
        assert(Block.parts.contains(name), "no part \(name)")
        return facts.shown(by: "parts/\(name)")
    }
}
