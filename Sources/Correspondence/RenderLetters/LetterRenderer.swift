import FundCore
import Mustache
import Templating

/// A letter in words.
public struct RenderedLetter: Sendable {
    public let language: String
    public let subject: String
    public let text: String
    public let html: String
    let page: TemplateFacts
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
            for kind in LetterKind.allCases {
                let file = "\(folder)/\(language)/\(kind.rawValue).mustache"
                guard let text = texts[kind.rawValue] else {
                    problems.append(FieldProblem(file, "file-missing"))
                    continue
                }
                problems += TemplateScanner.problems(
                    in: text, file: file, contentType: "TEXT", names: names(for: kind))
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

    private static func compile(_ text: String, _ kind: String) throws -> MustacheTemplate {
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
        guard let template = templates[language]?[kind] else {
            throw CorrespondenceProblem.templateBroken(kind: kind.rawValue, language: language)
        }
        let rendered = template.render(facts(of: letter))
        let (head, body) = Self.split(rendered)
        let subject = head.dropFirst("Subject: ".count).oneLine
        let blocks = LetterBlock.blocks(of: body)
        let page = page(letter, address: address, subject: subject, blocks: blocks)
        return RenderedLetter(
            language: language, subject: subject, text: LetterBlock.plainText(of: blocks),
            html: html([page], language: language, title: subject), page: page)
    }

    /// A message of the fund that is no letter of a round.
    ///
    /// - Parameter body: parts with blank lines between, as in a letter's template.
    public func notice(
        subject: String, body: String, language: String
    ) -> RenderedLetter {
        let blocks = LetterBlock.blocks(of: body)
        let page: TemplateFacts = [
            "councilName": settings.councilName, "department": settings.department,
            "postalAddress": settings.postalAddress.map { ["line": $0] as TemplateFacts },
            "date": "", "reference": "", "addressee": [TemplateFacts](), "subject": subject,
            "blocks": blocks.map(\.noticePage),
        ]
        return RenderedLetter(
            language: language, subject: subject.oneLine, text: LetterBlock.plainText(of: blocks),
            html: html([page], language: language, title: subject), page: page)
    }

    /// One document that prints a letter on each page.
    public func print(_ letters: [RenderedLetter]) -> String {
        html(
            letters.map(\.page), language: settings.language,
            title: "\(settings.fundName): \(settings.roundTitle)")
    }

    private func facts(of letter: Letter) -> TemplateFacts {
        let facts = letter.facts
        var values: TemplateFacts = [
            "fundName": settings.fundName, "councilName": settings.councilName,
            "department": settings.department, "roundTitle": settings.roundTitle,
            "reference": "\(letter.summary.reference)", "organisation": facts.organisation,
            "title": facts.title, "requested": facts.requested, "date": facts.date,
            "replyTo": settings.replyTo, "phone": settings.phone, "signedBy": settings.signedBy,
        ]
        // An empty text counts as true in a section, so what is not there must be absent.
        if let name = facts.contactName, !name.isEmpty { values["contactName"] = name }
        if let feedback = letter.feedback { values["feedback"] = feedback }
        for (name, value) in facts.particular { values[name] = value }
        if !facts.answers.isEmpty {
            values["hasAnswers"] = true
            values["answers"] = facts.answers.map { answer -> TemplateFacts in
                ["question": answer.question, "text": answer.text]
            }
        }
        values["criteria"] = facts.criteria.map { criterion -> TemplateFacts in
            [
                "title": criterion.title, "label": criterion.label, "points": criterion.points,
                "maximum": criterion.maximum,
            ]
        }
        return values
    }

    private func page(
        _ letter: Letter, address: String?, subject: String, blocks: [LetterBlock]
    ) -> TemplateFacts {
        let lines = address?.split(whereSeparator: \.isNewline).map(String.init) ?? []
        let addressee = [letter.facts.contactName ?? "", letter.facts.organisation] + lines
        return [
            "councilName": settings.councilName, "department": settings.department,
            "postalAddress": settings.postalAddress.map { ["line": $0] as TemplateFacts },
            "date": letter.facts.date, "reference": "\(letter.summary.reference)",
            "addressee": addressee.filter { !$0.isEmpty }.map { ["line": $0] as TemplateFacts },
            "subject": subject, "blocks": blocks.map(\.page),
        ]
    }

    private func html(
        _ pages: [TemplateFacts], language: String, title: String
    ) -> String {
        let values: TemplateFacts = [
            "language": language,
            "direction": TextCatalogue.isRightToLeft(language) ? "rtl" : "ltr",
            "documentTitle": title, "letters": pages,
        ]
        return layout.render(values)
    }

    /// The subject line, and the body without the blank lines around it.
    private static func split(_ rendered: String) -> (Substring, String) {
        // By bytes: a line's end is one, whatever the languages between.
        let bytes = rendered.utf8
        let start = bytes.firstIndex { $0 != 10 && $0 != 13 } ?? bytes.endIndex
        let end = bytes[start...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.endIndex
        return (rendered[start..<end], String(rendered[end...]).trimmed)
    }
}

/// A part of a letter's body, which its template sets apart by blank lines.
enum LetterBlock {
    case heading(String)
    case paragraph(String)
    case items([String])

    static func blocks(of body: String) -> [LetterBlock] {
        var blocks: [LetterBlock] = []
        var paragraph: [String] = []
        var items: [String] = []
        func close() {
            if !paragraph.isEmpty { blocks.append(.paragraph(paragraph.joined(separator: "\n"))) }
            if !items.isEmpty { blocks.append(.items(items)) }
            paragraph = []
            items = []
        }
        for rawLine in body.utf8.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 10 })
        {
            let line = String(Substring(rawLine)).trimmed
            if line.isEmpty {
                close()
            } else if line.hasPrefix("## ") {
                close()
                blocks.append(.heading(String(line.dropFirst(3))))
            } else if line.hasPrefix("- ") {
                if !paragraph.isEmpty { close() }
                items.append(String(line.dropFirst(2)))
            } else {
                if !items.isEmpty { close() }
                paragraph.append(line)
            }
        }
        close()
        return blocks
    }

    static func plainText(of blocks: [LetterBlock]) -> String {
        blocks.map { block in
            switch block {
            case .heading(let text): text.uppercased()
            case .paragraph(let text): text
            case .items(let texts): texts.map { "- \($0)" }.joined(separator: "\n")
            }
        }.joined(separator: "\n\n") + "\n"
    }

    var page: TemplateFacts {
        // What a block is not is said too: the engine would look for it in everything around.
        var page: TemplateFacts = [
            "heading": false, "paragraph": false, "items": false, "link": false,
        ]
        switch self {
        case .heading(let text): page["heading"] = ["text": text] as TemplateFacts
        case .paragraph(let text): page["paragraph"] = ["text": text] as TemplateFacts
        case .items(let texts):
            page["items"] =
                ["entries": texts.map { ["text": $0] as TemplateFacts }] as TemplateFacts
        }
        return page
    }

    /// As `page`; a paragraph that is an address can be followed.
    var noticePage: TemplateFacts {
        var page = page
        if case .paragraph(let text) = self,
            text.hasPrefix("https://") || text.hasPrefix("http://"),
            !text.contains(where: \.isWhitespace)
        {
            page["paragraph"] = false
            page["link"] = ["url": text] as TemplateFacts
        }
        return page
    }
}

extension StringProtocol {
    /// The same on one line.
    public var oneLine: String {
        let text = String(self)
        guard text.hasControlCharacters else { return text.trimmed }
        return text.split { $0.isNewline || String($0).hasControlCharacters }
            .joined(separator: " ").trimmed
    }
}
