import FundCore
import Mustache
import Templating

/// A letter in words.
public struct RenderedLetter: Sendable {
    public let language: String
    public let subject: String
    /// All that is said, the copy in the fund's own language included.
    public let text: String
    public let html: String
    /// Its pages: of a letter with a copy beside it, two.
    let pages: [TemplateFacts]
    /// The copy in the fund's own language, nil where the letter is in it.
    public let beside: Beside?

    public struct Beside: Sendable {
        public let language: String
        public let subject: String
        public let text: String
    }

    /// `ur, en`.
    var languages: String {
        ([language] + (beside.map { [$0.language] } ?? [])).joined(separator: ", ")
    }
}

/// Puts letters into words, from templates that were checked when it was made.
public struct LetterRenderer: Sendable {
    static let commonFacts = [
        "fundName", "councilName", "department", "roundTitle", "reference", "organisation",
        "contactName", "title", "requested", "date", "replyTo", "phone", "signedBy",
    ]
    static let layoutNames: Set<String> = [
        "language", "direction", "documentTitle", "letters", "councilName", "department",
        "postalAddress", "line", "date", "addressee", "reference", "subject", "blocks", "heading",
        "paragraph", "items", "entries", "text", "link", "url",
    ]

    public let settings: LetterSettings
    private let templates: [String: [LetterKind: MustacheTemplate]]
    private let layout: MustacheTemplate

    /// - Throws: `CorrespondenceProblem.templateBroken`; `problems(in:)` says why.
    public init(_ settings: LetterSettings) throws {
        StrictHTML.register()
        self.settings = settings
        templates = try settings.templates.mapValues { texts in
            try Dictionary(
                uniqueKeysWithValues: LetterKind.allCases.compactMap { kind in
                    try texts[kind.rawValue].map { (kind, try Self.compile($0, kind.rawValue)) }
                })
        }
        layout = try Self.compile(settings.layout, "layout")
    }

    /// Everything wrong with a set of letters.
    ///
    /// - Parameter folder: where they stand, for the places of problems.
    public static func problems(in settings: LetterSettings, folder: String) -> [FieldProblem] {
        var problems = TemplateScanner.problems(
            in: settings.layout, file: "\(folder)/layout.mustache", contentType: "STRICT-HTML",
            names: layoutNames)
        for (language, texts) in settings.templates.sorted(by: { $0.key < $1.key }) {
            let kinds =
                LetterKind.allCases.map { ($0.rawValue, names(for: $0)) } + [
                    (RemittanceAdvice.template, RemittanceAdvice.facts)
                ]
            for (kind, names) in kinds {
                let file = "\(folder)/\(language)/\(kind).mustache"
                guard let text = texts[kind] else {
                    problems.append(FieldProblem(file, "file-missing"))
                    continue
                }
                problems += TemplateScanner.problems(
                    in: text, file: file, contentType: "TEXT", names: names)
                let second = text.split(separator: "\n", omittingEmptySubsequences: false)
                    .dropFirst().first
                if second?.hasPrefix("Subject: ") != true {
                    problems.append(FieldProblem("\(file):2", "template-subject"))
                }
            }
        }
        return problems
    }

    private static func names(for kind: LetterKind) -> Set<String> {
        let scores = ["criteria", "label", "points", "maximum", "feedback"]
        return Set(commonFacts + kind.ownFacts + (kind.tellsDecision ? scores : []))
    }

    static func compile(_ text: String, _ kind: String) throws -> MustacheTemplate {
        do {
            return try MustacheTemplate(string: text)
        } catch {
            throw CorrespondenceProblem.templateBroken(kind: kind, language: "")
        }
    }

    /// - Parameter address: where the post finds the group, in lines.
    public func render(_ letter: Letter, address: String? = nil) throws -> RenderedLetter {
        let kind = letter.summary.kind
        let language = templates[letter.language] == nil ? settings.language : letter.language
        let own = try part(
            letter, kind, in: language, Saying(letter), address: address)
        // Without a copy in the fund's own language there is one part, as there always was.
        let copy = try Saying(besides: letter).map {
            try part(letter, kind, in: settings.language, $0, address: address)
        }
        let parts = [own] + (copy.map { [$0] } ?? [])
        return RenderedLetter(
            language: language, subject: own.subject,
            text: copy.map { "\(own.text)\n\(Self.rule)\n\n\($0.subject)\n\n\($0.text)" }
                ?? own.text,
            html: html(parts.map(\.page), language: language, title: own.subject),
            pages: parts.map(\.page),
            beside: copy.map {
                RenderedLetter.Beside(
                    language: settings.language, subject: $0.subject, text: $0.text)
            })
    }

    /// Parts the languages of a text.
    private static let rule = String(repeating: "-", count: 40)

    /// A letter in one language.
    private func part(
        _ letter: Letter, _ kind: LetterKind, in language: String, _ saying: Saying,
        address: String?
    ) throws -> (subject: String, text: String, page: TemplateFacts) {
        guard let template = templates[language]?[kind] else {
            throw CorrespondenceProblem.templateBroken(kind: kind.rawValue, language: language)
        }
        let (head, body) = Self.split(template.render(facts(of: letter, saying)))
        let subject = head.dropFirst("Subject: ".count).oneLine
        let blocks = saying.notes.map { LetterBlock.paragraph($0) } + LetterBlock.blocks(of: body)
        return (
            subject, LetterBlock.plainText(of: blocks),
            page(
                letter, address: address, in: language, date: saying.date, subject: subject,
                blocks: blocks)
        )
    }

    /// A message of the fund that is no letter of a round.
    ///
    /// - Parameters:
    ///   - body: parts with blank lines between, as in a letter's template.
    ///   - addressee: who gets it on paper, in lines.
    public func notice(
        subject: String, body: String, language: String, addressee: [String] = [],
        date: String = "", reference: String = ""
    ) -> RenderedLetter {
        let blocks = LetterBlock.blocks(of: body)
        let page: TemplateFacts = [
            "language": language, "direction": Self.direction(of: language),
            "councilName": settings.councilName, "department": settings.department,
            "postalAddress": settings.postalAddress.map { ["line": $0] as TemplateFacts },
            "date": date, "reference": reference,
            "addressee": addressee.map { ["line": $0] as TemplateFacts }, "subject": subject,
            "blocks": blocks.map(\.noticePage),
        ]
        return RenderedLetter(
            language: language, subject: subject.oneLine, text: LetterBlock.plainText(of: blocks),
            html: html([page], language: language, title: subject), pages: [page], beside: nil)
    }

    /// One document that prints a letter on each page.
    public func print(_ letters: [RenderedLetter]) -> String {
        html(
            letters.flatMap(\.pages), language: settings.language,
            title: "\(settings.fundName): \(settings.roundTitle)")
    }

    private func facts(of letter: Letter, _ saying: Saying) -> TemplateFacts {
        let facts = letter.facts
        var values: TemplateFacts = [
            "fundName": settings.fundName, "councilName": settings.councilName,
            "department": settings.department, "roundTitle": settings.roundTitle,
            "reference": "\(letter.summary.reference)", "organisation": facts.organisation,
            "title": facts.title, "requested": facts.requested, "date": saying.date,
            "replyTo": settings.replyTo, "phone": settings.phone, "signedBy": settings.signedBy,
        ]
        for (name, value) in saying.particular { values[name] = value }
        // An empty text counts as true in a section, so what is not there must be absent.
        if let name = facts.contactName, !name.isEmpty { values["contactName"] = name }
        if let feedback = saying.feedback { values["feedback"] = feedback }
        if let conditions = saying.conditions { values["conditions"] = conditions }
        if !saying.answers.isEmpty {
            values["hasAnswers"] = true
            values["answers"] = saying.answers.map { answer -> TemplateFacts in
                ["question": answer.question, "text": answer.text]
            }
        }
        values["criteria"] = saying.criteria.map { criterion -> TemplateFacts in
            [
                "title": criterion.title, "label": criterion.label, "points": criterion.points,
                "maximum": criterion.maximum,
            ]
        }
        return values
    }

    private func page(
        _ letter: Letter, address: String?, in language: String, date: String, subject: String,
        blocks: [LetterBlock]
    ) -> TemplateFacts {
        let lines = address?.split(whereSeparator: \.isNewline).map(String.init) ?? []
        let addressee = [letter.facts.contactName ?? "", letter.facts.organisation] + lines
        return [
            "language": language, "direction": Self.direction(of: language),
            "councilName": settings.councilName, "department": settings.department,
            "postalAddress": settings.postalAddress.map { ["line": $0] as TemplateFacts },
            "date": date, "reference": "\(letter.summary.reference)",
            "addressee": addressee.filter { !$0.isEmpty }.map { ["line": $0] as TemplateFacts },
            "subject": subject, "blocks": blocks.map(\.page),
        ]
    }

    private static func direction(of language: String) -> String {
        TextCatalogue.isRightToLeft(language) ? "rtl" : "ltr"
    }

    private func html(
        _ pages: [TemplateFacts], language: String, title: String
    ) -> String {
        let values: TemplateFacts = [
            "language": language,
            "direction": Self.direction(of: language),
            "documentTitle": title, "letters": pages,
        ]
        return layout.render(values)
    }

    /// The subject line, and the body without the blank lines around it.
    static func split(_ rendered: String) -> (Substring, String) {
        // By bytes: a line's end is one, whatever the languages between.
        let bytes = rendered.utf8
        let start = bytes.firstIndex { $0 != 10 && $0 != 13 } ?? bytes.endIndex
        let end = bytes[start...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.endIndex
        return (rendered[start..<end], String(rendered[end...]).trimmed)
    }
}
