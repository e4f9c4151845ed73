/// The words for people, by key, in one language. `{name}` in an entry takes an argument.
public struct TextCatalogue: Sendable {
    public let language: String
    private let entries: [String: String]

    public init(language: String, entries: [String: String]) {
        self.language = language
        self.entries = entries
    }

    public var keys: Set<String> { Set(entries.keys) }

    public func has(_ key: String) -> Bool { entries[key] != nil }

    /// The words for `key` with its arguments filled in. A key that is missing, which start-up
    /// refuses, shows as itself.
    public func words(_ key: String, _ arguments: [String: String] = [:]) -> String {
        guard let entry = entries[key] else { return key }
        guard entry.utf8.contains(UInt8(ascii: "{")) else { return entry }
        var result = ""
        var rest = entry[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += arguments[name] ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// - Parameter door: what would be right is said in terms of the door that was asked.
    public func words(
        _ report: ProblemReport, at door: Principal.Door = .commandLine
    ) -> String {
        let own = "overHTTP.\(report.code)"
        let key = door == .http && has(own) ? own : "problem.\(report.code)"
        return words(key, report.arguments)
    }

    public func words(_ field: FieldProblem) -> String {
        words("field.\(field.code)", field.arguments)
    }

    /// `24 November 2026`.
    public func words(_ date: LocalDate) -> String {
        "\(date.day) \(words("month.\(date.month)")) \(date.year)"
    }

    /// `12 noon on 12 January 2027`, `5:30pm on 12 January 2027`.
    public func words(_ time: LocalDateTime) -> String {
        let clock: String
        switch (time.hour, time.minute) {
        case (12, 0): clock = words("time.noon")
        case (0, 0): clock = words("time.midnight")
        default:
            let hour = time.hour % 12 == 0 ? 12 : time.hour % 12
            let minutes = time.minute == 0 ? "" : ":\(two(time.minute))"
            clock = "\(hour)\(minutes)\(words(time.hour < 12 ? "time.am" : "time.pm"))"
        }
        return words("time.on", ["time": clock, "date": words(time.date)])
    }
}
