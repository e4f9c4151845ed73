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
        for section in sections {
            let heading = Self.heading(section.kind, section.table, words)
            body += "<h3>\(Self.escaped(heading))</h3>\n"
            for row in section.rows { body += Self.list(row, words) }
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)" dir="\(words.isRightToLeft ? "rtl" : "ltr")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>
            body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; }
            dl { border-block-start: 1px solid #777; padding-block: 0.5rem; break-inside: avoid; }
            dt { font-weight: bold; }
            dd { margin: 0 0 0.5rem; overflow-wrap: anywhere; white-space: pre-line; }
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

    private static func list(_ row: Shown, _ words: TextCatalogue) -> String {
        var list = "<dl>\n"
        for (name, value) in row.values {
            if case .null = value { continue }
            let heading =
                words.has("column.\(name)") ? words.words("column.\(name)") : spaced(name)
            list += "<dt>\(escaped(heading))</dt><dd>\(escaped(said(name, value, words)))</dd>\n"
        }
        return list + "</dl>\n"
    }

    private static func said(
        _ name: String, _ value: JSONValue, _ words: TextCatalogue
    ) -> String {
        if let number = value.int {
            if name.hasSuffix("Pence") { return Money(pence: number).words }
            // Moments are kept in milliseconds.
            if name == "at" || name.hasSuffix("At"), number > 0 {
                return words.words(Instant(milliseconds: number))
            }
        }
        return value.string ?? value.text
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
