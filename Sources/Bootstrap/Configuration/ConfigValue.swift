import FundCore
import Yams

/// Gathers what is wrong in the officer's files, so that all of it is told at once.
final class ConfigProblems {
    private(set) var list: [FieldProblem] = []

    func report(_ place: String, _ code: String, _ arguments: [String: String] = [:]) {
        list.append(FieldProblem(place, code, arguments))
    }
}

/// A value in one of the officer's YAML files, with its file, line and path. What cannot be read is
/// reported, and something harmless stands in for it until the reading ends.
struct ConfigValue {
    static let greatestFileBytes = 1_000_000

    let node: Node?
    let file: String
    let path: String
    let line: Int
    let problems: ConfigProblems

    /// Reads a file. One that is no YAML is reported and reads as nothing.
    init(text: String?, file: String, problems: ConfigProblems) {
        self.file = file
        self.problems = problems
        path = ""
        line = 1
        guard let text else {
            node = nil
            return
        }
        do {
            // Every value is text here, whatever YAML would make of it: to find out takes long.
            node = try Yams.compose(yaml: text, .basic)
            if node == nil { problems.report("\(file):1", "file-empty") }
        } catch let error as YamlError {
            node = nil
            let (line, why) = Self.explain(error)
            problems.report("\(file):\(line)", "yaml", ["why": why])
        } catch {
            node = nil
            problems.report("\(file):1", "yaml", ["why": "\(error)"])
        }
    }

    private init(_ node: Node?, path: String, line: Int, in outer: ConfigValue) {
        self.node = node
        self.path = path
        self.line = node?.mark?.line ?? line
        file = outer.file
        problems = outer.problems
    }

    private static func explain(_ error: YamlError) -> (line: Int, why: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let duplicates, let context):
            (context.mark.line, "the same key stands twice: \(duplicates)")
        default: (1, "\(error)")
        }
    }

    func report(_ code: String, _ arguments: [String: String] = [:]) {
        let name = path.isEmpty ? "" : " \(path)"
        problems.report("\(file):\(line)\(name)", code, arguments)
    }

    /// The member `key`; reported where it is missing.
    subscript(key: String) -> ConfigValue {
        let value = optional(key)
        if value.node == nil && node != nil { value.report("missing") }
        return value
    }

    /// The member `key`, which may be missing.
    func optional(_ key: String) -> ConfigValue {
        let inner = path.isEmpty ? key : "\(path).\(key)"
        return ConfigValue(
            node?.mapping?[Node(key, Tag(.implicit, .basic))], path: inner, line: line, in: self)
    }

    var isPresent: Bool { node != nil }

    /// Whether it has members of its own.
    var isGroup: Bool { node?.mapping != nil }

    /// Reports what is no mapping, or has other keys than these.
    func allow(_ keys: String...) { allow(keys) }

    func allow(_ keys: [String]) {
        guard let node else { return }
        guard let mapping = node.mapping else { return report("not-object") }
        for (key, _) in mapping where !keys.contains(key.string ?? "") {
            ConfigValue(
                key, path: path.isEmpty ? key.string ?? "?" : "\(path).\(key.string ?? "?")",
                line: line, in: self
            ).report("unknown-key-of", ["keys": keys.joined(separator: ", ")])
        }
    }

    /// The members of a mapping, in order.
    var members: [(key: String, value: ConfigValue)] {
        guard let node else { return [] }
        guard let mapping = node.mapping else {
            report("not-object")
            return []
        }
        return mapping.map { key, value in
            let name = key.string ?? ""
            let inner = path.isEmpty ? name : "\(path).\(name)"
            return (name, ConfigValue(value, path: inner, line: line, in: self))
        }
    }

    /// The items of a list, in order; at least one.
    var items: [ConfigValue] {
        guard let node else { return [] }
        guard let sequence = node.sequence, !sequence.isEmpty else {
            report("not-list")
            return []
        }
        return sequence.enumerated().map {
            ConfigValue($1, path: "\(path)[\($0 + 1)]", line: line, in: self)
        }
    }

    /// A line of text.
    /// - Parameter lines: whether it may be parted into lines.
    func text(maximum: Int = 500, mayBeEmpty: Bool = false, lines: Bool = false) -> String {
        guard let node else { return "" }
        guard let scalar = node.scalar?.string else {
            report("not-text")
            return ""
        }
        let text = scalar.trimmed
        if text.isEmpty && !mayBeEmpty { report("missing") }
        if text.unicodeScalars.count > maximum { report("too-long", ["maximum": "\(maximum)"]) }
        let shown = lines ? text.replacing("\n", with: " ") : text
        if shown.hasControlCharacters { report("one-line") }
        return text
    }

    func wholeNumber(_ range: ClosedRange<Int64>) -> Int64 {
        guard node != nil else { return range.lowerBound }
        guard let number = Int64(text()) else {
            report("not-whole-number")
            return range.lowerBound
        }
        guard range.contains(number) else {
            report(
                "out-of-range",
                ["minimum": "\(range.lowerBound)", "maximum": "\(range.upperBound)"])
            return range.lowerBound
        }
        return number
    }

    func truth() -> Bool {
        guard node != nil else { return false }
        switch text() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            report("not-true-false")
            return false
        }
    }

    /// Pounds as people write them; more than nothing.
    func money() -> Money {
        let fallback = Money(pence: 1)
        guard node != nil else { return fallback }
        guard let amount = Money(written: text()), amount > .zero else {
            report("not-pounds")
            return fallback
        }
        return amount
    }

    func time() -> LocalDateTime {
        let fallback = LocalDateTime(Instant(milliseconds: 0))
        guard node != nil else { return fallback }
        guard let time = LocalDateTime(text()) else {
            report("not-time")
            return fallback
        }
        return time
    }

    func date() -> LocalDate {
        let fallback = LocalDate(daysSince1970: 0)
        guard node != nil else { return fallback }
        guard let date = LocalDate(text()) else {
            report("not-date")
            return fallback
        }
        return date
    }

    /// One of the cases of an enum.
    func choice<Choice: RawRepresentable & CaseIterable>(
        of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        guard node != nil else { return nil }
        let written = text()
        if let choice = Choice(rawValue: written) { return choice }
        report(
            "not-an-option",
            [
                "value": written,
                "options": Choice.allCases.map(\.rawValue).joined(separator: ", "),
            ])
        return nil
    }

    /// A key that commands and files use: letters, digits and dashes, from a letter on.
    func key() -> String {
        let key = text(maximum: 40)
        if !key.isConfigKey { report("not-key") }
        return key
    }

    /// The name of a file in the same folder, and nowhere else.
    func fileName() -> String {
        let name = text(maximum: 60)
        guard name.hasSuffix(".yaml"), String(name.dropLast(5)).isConfigKey else {
            report("not-file-name")
            return "form.yaml"
        }
        return name
    }

    func email() -> String {
        let address = text(maximum: 254)
        if !address.isEmpty && !address.isEmailAddress { report("not-email") }
        return address
    }
}

extension String {
    var isConfigKey: Bool {
        guard let first = utf8.first, (65...90).contains(first) || (97...122).contains(first)
        else { return false }
        return utf8.allSatisfy {
            $0 == UInt8(ascii: "-") || (48...57).contains($0) || (65...90).contains($0)
                || (97...122).contains($0)
        }
    }
}
