/// The words for people, by key, in one language. `{name}` in an entry takes an argument.
public struct TextCatalogue: Sendable {
    public let language: String
    private let own: [String: String]
    /// Its own words, and those of the language it falls back to.
    private let entries: [String: String]

    /// - Parameter fallback: stands in for what this language lacks.
    public init(
        language: String, entries: [String: String], fallback: TextCatalogue? = nil
    ) {
        self.language = language
        own = entries
        self.entries = entries.merging(fallback?.entries ?? [:]) { mine, _ in mine }
    }

    /// The keys that this language has words for.
    public var keys: Set<String> { Set(own.keys) }

    /// What the language calls itself.
    public var name: String { own["language.name"] ?? language }

    /// Whether it is written from right to left.
    public var isRightToLeft: Bool { Self.isRightToLeft(language) }

    public static func isRightToLeft(_ language: String) -> Bool {
        ["ar", "fa", "he", "ur", "ps", "ckb", "sd", "yi"].contains(
            language.split(separator: "-").first.map(String.init) ?? "")
    }

    public func has(_ key: String) -> Bool { entries[key] != nil }

    /// The language's own words for something that the officer's files say; nil where it has none.
    public func translation(_ key: String) -> String? { own[key] }

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
            result += arguments[name].map(isolated) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    /// What somebody wrote, set apart from the words around it: its full stop stays at its end.
    public func apart(_ value: String) -> String {
        isRightToLeft ? "\u{2068}\(value)\u{2069}" : value
    }

    /// In a line from right to left an amount or a telephone number would come out the wrong way
    /// round behind a letter: it is set apart (Unicode Standard Annex 9, isolates).
    private func isolated(_ value: String) -> String {
        guard isRightToLeft, value.utf8.contains(where: { (48...57).contains($0) }) else {
            return value
        }
        return "\u{2068}\(value)\u{2069}"
    }

    /// What is wrong with a field of a page, said to whoever fills it in.
    public func onPage(_ field: FieldProblem) -> String {
        let own = "onPage.\(field.code)"
        var arguments = field.arguments
        for (name, value) in arguments {
            if let date = LocalDate(value) { arguments[name] = words(date) }
        }
        if has(own) { return words(own, arguments) }
        let key = "field.\(field.code)"
        // A rule that the whole form is against is said at a field too: in the rule's own words.
        return has(key)
            ? words(key, arguments)
            : words(ProblemReport(field.code, .conflict, arguments), at: .http)
    }

    /// What was refused, said to whoever looks at a page.
    public func onPage(_ report: ProblemReport) -> String {
        let own = "onPage.\(report.code)"
        return has(own) ? words(own, report.arguments) : words(report, at: .http)
    }

    /// `3:05pm on 24 November 2026`, London time.
    public func words(_ instant: Instant) -> String { words(LocalDateTime(instant)) }

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
