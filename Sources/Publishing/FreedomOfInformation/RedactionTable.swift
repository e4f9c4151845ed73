import FundCore
import FundStore

extension Disclosure {
    /// What was taken out, as a table, with what each ground means; nothing where nothing was, or
    /// nobody asked under freedom of information.
    func redactionList(_ words: TextCatalogue) -> String {
        guard let redactions, !redactions.isEmpty else { return "" }
        func say(_ key: String) -> String {
            Self.escaped(words.words("disclosure-page.redactions-\(key)"))
        }
        let columns = ["of", "rows", "field", "passages", "characters", "ground"]
        let head = columns.map { key in
            let number = ["passages", "characters"].contains(key) ? " class=\"number\"" : ""
            return "<th scope=\"col\"\(number)>\(say(key))</th>"
        }
        let rows = Self.together(redactions).map { line -> String in
            let whole = words.words("disclosure-page.redactions-whole")
            let field = line.field.map { Self.fieldName($0, in: line.table, words) } ?? whole
            let heading = Self.heading(line.kind, line.table, words)
            return """
                <tr><th scope="row">\(Self.escaped(heading))</th>\
                <td>\(Self.escaped(line.rows.joined(separator: "; ")))</td>\
                <td>\(Self.escaped(field))</td>\
                <td class="number">\(line.passages)</td>\
                <td class="number">\(line.characters.map { "\($0)" } ?? "–")</td>\
                <td>\(Self.escaped(Self.section(line.ground, words)))</td></tr>

                """
        }
        let grounds = InformationGround.allCases.filter { ground in
            redactions.contains { $0.ground == ground }
        }.map { ground in
            "<dt>\(Self.escaped(Self.section(ground, words)))</dt><dd>"
                + Self.escaped(words.words("foi-ground.\(ground.rawValue)")) + "</dd>\n"
        }
        return """
            <h2>\(say("title"))</h2>
            <p>\(say("text"))</p>
            <div class="scroll" role="region" tabindex="0" aria-label="\(say("caption"))">
            <table>
            <caption>\(say("caption"))</caption>
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(rows.joined())</tbody>
            </table>
            </div>
            <dl>
            \(grounds.joined())</dl>

            """
    }

    /// `Section 40(2)`.
    static func section(_ ground: InformationGround, _ words: TextCatalogue) -> String {
        words.words("disclosure-page.redactions-section", ["section": ground.section])
    }

    /// The same field of several rows, taken out on the same ground.
    private struct Together {
        let kind: PersonalKind?
        let table: String
        let field: String?
        let ground: InformationGround
        var rows: [String]
        var passages: Int
        var characters: Int?
    }

    private struct Same: Hashable {
        let table: String
        let field: String?
        let ground: InformationGround
    }

    private static func together(_ redactions: [Redaction]) -> [Together] {
        var lines: [Together] = []
        var places: [Same: Int] = [:]
        for each in redactions {
            let row = (each.row ?? "").replacing(",", with: ", ")
            let rows = row.isEmpty ? [] : [row]
            let same = Same(table: each.table, field: each.field, ground: each.ground)
            guard let place = places[same] else {
                places[same] = lines.count
                lines.append(
                    Together(
                        kind: each.kind, table: each.table, field: each.field,
                        ground: each.ground, rows: rows, passages: each.passages,
                        characters: each.characters))
                continue
            }
            lines[place].rows += rows
            lines[place].passages += each.passages
            if let more = each.characters {
                lines[place].characters = (lines[place].characters ?? 0) + more
            }
        }
        return lines
    }
}
