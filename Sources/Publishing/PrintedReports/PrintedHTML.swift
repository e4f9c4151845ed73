import FundCore

extension PrintedReport {
    /// The whole of it as a page that stands by itself: nothing is loaded from anywhere. It prints
    /// with the heads of tables on every sheet, and no heading at the foot of one.
    public func html(_ words: TextCatalogue) -> String {
        var body = "<h1>\(Self.escaped(title))</h1>\n<p>\(Self.escaped(lead))</p>\n"
        for section in sections {
            body += "<section>\n<h2>\(Self.escaped(section.title))</h2>\n"
            for item in section.items { body += Self.html(item) }
            body += "</section>\n"
        }
        return """
            <!DOCTYPE html>
            <html lang="\(words.language)" dir="\(words.isRightToLeft ? "rtl" : "ltr")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }

    private static let style = """
        body { font: 1.1rem/1.5 sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem;
          overflow-wrap: anywhere; color: #111; background: #fff; }
        dt { font-weight: bold; }
        dd { margin: 0 0 0.5rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; margin: 0 0 1.5rem; overflow-wrap: normal; }
        caption { text-align: start; font-weight: bold; padding: 0.5rem 0; }
        th, td { text-align: start; vertical-align: top; padding: 0.3rem 0.6rem 0.3rem 0;
          border-bottom: 1px solid #777; }
        .number { text-align: end; font-variant-numeric: tabular-nums; }
        @page { margin: 18mm; }
        @media print {
          body { font-size: 11pt; max-width: none; margin: 0; padding: 0; }
          .scroll { overflow: visible; }
          table { font-size: 9.5pt; }
          thead { display: table-header-group; }
          tr, dl > div { break-inside: avoid; }
          h1, h2, h3, caption { break-after: avoid; }
          p, li { orphans: 3; widows: 3; }
        }
        """

    private static func html(_ item: Item) -> String {
        switch item {
        case .heading(let text): "<h3>\(escaped(text))</h3>\n"
        case .text(let text):
            text.split(whereSeparator: \.isNewline).map { "<p>\(escaped(String($0)))</p>\n" }
                .joined()
        case .bullets(let texts):
            "<ul>\n" + texts.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
        case .rows(let rows):
            "<dl>\n"
                + rows.map {
                    "<div><dt>\(escaped($0.key))</dt><dd>\(escaped($0.value))</dd></div>\n"
                }.joined() + "</dl>\n"
        case .table(let table): html(table)
        }
    }

    private static func html(_ table: Table) -> String {
        func cell(_ tag: String, _ text: String, _ column: Table.Column, scope: String) -> String {
            let number = column.isNumeric ? " class=\"number\"" : ""
            let part = scope.isEmpty ? "" : " scope=\"\(scope)\""
            return "<\(tag)\(part)\(number)>\(escaped(text))</\(tag)>"
        }
        let head = table.columns.map { cell("th", $0.title, $0, scope: "col") }.joined()
        let rows = table.rows.map { row in
            let cells = zip(row, table.columns).enumerated().map { place, each in
                place == 0
                    ? cell("th", each.0, each.1, scope: "row")
                    : cell("td", each.0, each.1, scope: "")
            }
            return "<tr>\(cells.joined())</tr>\n"
        }
        return """
            <div class="scroll" role="region" tabindex="0" aria-label="\(escaped(table.caption))">
            <table>
            <caption>\(escaped(table.caption))</caption>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>
            </div>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }
}
