import Mustache

/// What a template may name, and what stands there: words, further facts, or lists of them.
///
/// A type of our own and no dictionary: the engine asks each thing whether it has children, and a
/// dictionary takes it long to answer.
public struct TemplateFacts: MustacheParent, Sendable, ExpressibleByDictionaryLiteral {
    private var values: [(name: String, value: any Sendable)]

    public init(dictionaryLiteral elements: (String, any Sendable)...) {
        values = elements.map { ($0.0, TemplateWords.wrapped($0.1)) }
    }

    /// What stands under a name; nil takes it away.
    public subscript(name: String) -> (any Sendable)? {
        get { values.last { $0.name == name }?.value }
        set {
            values.removeAll { $0.name == name }
            if let newValue { values.append((name, TemplateWords.wrapped(newValue))) }
        }
    }

    /// The same facts with the name of the template that shows them, which another brings in as
    /// `{{>*kind}}`. The engine wants it as a plain string.
    public func shown(by template: String) -> TemplateFacts {
        var facts = self
        facts.values.insert(("kind", template), at: 0)
        return facts
    }

    /// Adds names that are not there yet.
    public mutating func add(_ others: TemplateFacts) { values += others.values }

    public func child(named name: String) -> Any? { self[name] }
}

/// Words that stand in a template. The engine is told at once what they are and that they have no
/// children; of a plain string it would find out by reflection, each time it looks for a name.
struct TemplateWords: MustacheCustomRenderable, MustacheParent, Sendable {
    let renderText: String

    var isNull: Bool { false }

    func child(named: String) -> Any? { nil }

    static func wrapped(_ value: any Sendable) -> any Sendable {
        (value as? String).map { TemplateWords(renderText: $0) } ?? value
    }
}
