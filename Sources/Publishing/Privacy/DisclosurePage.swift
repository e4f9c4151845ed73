import FundCore
import FundStore

extension Disclosure {
    /// The same as a page of its own, to read or to print.
    ///
    /// - Parameter title: what it is called.
    public func html(_ title: String, _ words: TextCatalogue) -> String {
        var body = "<h1>\(Self.escaped(title))</h1>\n"
        body += Self.paragraph(
            words.words("disclosure-page.made", ["about": about, "when": words.words(madeAt)]))
        if !lookedFor.isEmpty {
            body += "<h2>\(Self.escaped(words.words("disclosure-page.looked-for")))</h2>\n<ul>\n"
            body += lookedFor.map { "<li>\(Self.escaped($0))</li>\n" }.joined() + "</ul>\n"
        }
        body += "<h2>\(Self.escaped(words.words("disclosure-page.left-out")))</h2>\n"
        if leftOut.isEmpty {
            body += Self.paragraph(words.words("disclosure-page.nothing-left-out"))
        } else {
            body += "<ul>\n"
            for left in leftOut {
                let why = words.words("disclosure.\(left.rule.rawValue)")
                body += "<li>\(Self.escaped(why)) (\(left.count))</li>\n"
            }
            body += "</ul>\n"
        }
        body += redactionList(words)
        body += "<h2>\(Self.escaped(words.words("disclosure-page.held")))</h2>\n"
        if sections.isEmpty { body += Self.paragraph(words.words("disclosure-page.nothing")) }
        if !sections.isEmpty { body += Self.paragraph(words.words("disclosure-page.inner")) }
        let reading = DisclosureReading(words: words, forms: forms)
        let withheld = withheldFields
        for section in sections {
            let rows = section.rows.map { row in
                let gone = withheld["\(section.table) \(row.key)"] ?? []
                return Self.list(
                    reading.fields(of: row, in: section.table) + Self.gone(gone, words))
            }.joined()
            // Of what only joins other records there is nothing to read.
            guard !rows.isEmpty else { continue }
            let heading = Self.heading(section.kind, section.table, words)
            body += "<h3>\(Self.escaped(heading))</h3>\n\(rows)"
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)" dir="\(words.isRightToLeft ? "rtl" : "ltr")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>
            body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto;
              padding: 0 1rem; }
            dl { border-block-start: 1px solid #777; padding-block: 0.5rem; break-inside: avoid; }
            dt { font-weight: bold; }
            dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; white-space: pre-line; }
            dd dl { border: 0; padding: 0; margin: 0; }
            dd ul { margin: 0; padding-inline-start: 1.2rem; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; }
            caption { text-align: start; font-weight: bold; padding: 0.5rem 0; }
            th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
              border-bottom: 1px solid #777; }
            .number { text-align: end; font-variant-numeric: tabular-nums; }
            @media print { .scroll { overflow: visible; } thead { display: table-header-group; } }
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }

    /// What was taken out of rows that are there, by their tables and keys: whole fields.
    private var withheldFields: [String: [Redaction]] {
        var found: [String: [Redaction]] = [:]
        let shown = Set(
            sections.flatMap { section in
                section.rows.flatMap { row in
                    row.values.map { "\(section.table) \(row.key) \($0.name)" }
                }
            })
        for each in redactions ?? [] {
            guard let row = each.row, let field = each.field,
                !shown.contains("\(each.table) \(row) \(field)")
            else { continue }
            found["\(each.table) \(row)", default: []].append(each)
        }
        return found
    }

    private static func gone(
        _ redactions: [Redaction], _ words: TextCatalogue
    ) -> [DisclosureReading.Field] {
        redactions.filter { $0.rule != .secrets && $0.field != "nameKey" }.map { each in
            DisclosureReading.Field(
                heading: fieldName(each.field ?? "", in: each.table, words),
                said: .text(
                    words.words(
                        "disclosure-page.withheld", ["section": section(each.ground, words)])))
        }
    }

    private static func list(_ fields: [DisclosureReading.Field]) -> String {
        let items = fields.map { field in
            "<dt>\(escaped(field.heading))</dt><dd>\(html(field.said))</dd>\n"
        }
        return items.isEmpty ? "" : "<dl>\n\(items.joined())</dl>\n"
    }

    /// No line ends but those of texts: they are kept as they are.
    private static func html(_ said: DisclosureReading.Said) -> String {
        switch said {
        case .text(let text): escaped(text)
        case .list(let items):
            items.isEmpty
                ? "–" : "<ul>" + items.map { "<li>\(html($0))</li>" }.joined() + "</ul>"
        case .fields(let fields):
            fields.isEmpty
                ? "–"
                : "<dl>"
                    + fields.map {
                        "<dt>\(escaped($0.heading))</dt><dd>\(html($0.said))</dd>"
                    }.joined() + "</dl>"
        }
    }

    /// `applicationDraftAnswer` as words: application draft answer.
    static func spaced(_ name: String) -> String {
        var out = ""
        for character in name {
            if character.isUppercase, out.last.map({ !$0.isUppercase }) ?? false { out += " " }
            out += character.lowercased()
        }
        return out
    }

    static func paragraph(_ text: String) -> String { "<p>\(escaped(text))</p>\n" }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }
}
