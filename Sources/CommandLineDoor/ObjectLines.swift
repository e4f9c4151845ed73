import FundCore
import Publishing

/// One thing as people read it at a terminal: names and values, a line each; what has parts of its
/// own stands below its name, further in.
struct ObjectLines {
    let words: TextCatalogue
    /// Names that stand for themselves, such as the questions of a form.
    var ownNames: Set<String> = []

    private static let step = "  "

    func lines(_ object: JSONValue) -> [String] {
        guard case .object(let members) = object else { return [] }
        return members.flatMap { lines($0.key, $0.value, isOwn: false) }
    }

    private func lines(_ key: String, _ value: JSONValue, isOwn: Bool) -> [String] {
        let name = isOwn ? key : name(key)
        // A question, or a whole sentence, ends by itself.
        let mark = name.last?.isPunctuation == true && name.last != ")" ? "" : ":"
        switch value {
        case .object(let members) where !members.isEmpty:
            let isOwn = ownNames.contains(key)
            return [name + mark]
                + members.flatMap { lines($0.key, $0.value, isOwn: isOwn) }.map { Self.step + $0 }
        case .array(let items) where items.contains { $0.isWithParts }:
            return [name + mark] + items.flatMap(item)
        default:
            let shown = text(value, of: key).split(
                separator: "\n", omittingEmptySubsequences: false)
            guard shown.count > 1 else { return ["\(name)\(mark) \(shown.first ?? "")"] }
            return [name + mark] + shown.map { Self.step + $0 }
        }
    }

    /// One of several: a row of names and values.
    private func item(_ value: JSONValue) -> [String] {
        guard case .object(let members) = value else { return ["- " + text(value, of: "")] }
        let parts = members.map { member in
            lines(member.key, member.value, isOwn: false)
        }
        return parts.flatMap(\.self).enumerated().map { place, line in
            (place == 0 ? "- " : Self.step) + line
        }.map { Self.step + $0 }
    }

    private func text(_ value: JSONValue, of key: String) -> String {
        let said = value.words(of: key, in: words)
        return said.isEmpty && !value.isText ? "–" : said
    }

    private func name(_ key: String) -> String {
        words.has("column.\(key)") ? words.words("column.\(key)") : key
    }
}

extension JSONValue {
    /// As people read it at a terminal: pounds, yes and no, what London's clocks showed.
    func words(of key: String, in words: TextCatalogue) -> String {
        switch self {
        case .null, .object: return ""
        case .bool(let holds): return words.words(holds ? "talk.yes" : "talk.no")
        case .array(let items):
            return items.map { $0.words(of: key, in: words) }.joined(separator: ", ")
        case .number:
            guard key.hasSuffix("Pence"), let pence = int else { return plainText }
            return Money(pence: pence).words
        case .string(let said):
            if let moment = Instant(iso8601: said) {
                return "\(LocalDateTime(moment))".replacing("T", with: " ")
            }
            let coded = "\(key).\(said)"
            return key == "lowered" && words.has(coded) ? words.words(coded) : said
        }
    }

    fileprivate var isText: Bool {
        if case .string = self { return true }
        return false
    }

    fileprivate var isWithParts: Bool {
        if case .object = self { return true }
        return false
    }
}
