import Forms
import FundCore
import FundStore

/// Why something is not in what is given out.
public enum DisclosureRule: String, Sendable, CaseIterable {
    /// Who else did, wrote or is named in something.
    case otherPeople
    /// Keys, hashes and sealed bytes.
    case secrets
    /// What a panel says before its round is decided.
    case undecided
    /// Answers on the equality page, which nobody can read one by one.
    case equality
    /// What stands in files that were sent: each is got by itself.
    case files
    /// What stands in files of payments that are sealed, or has no line that names them.
    case paymentFiles
    /// Files of payments that name people who were erased, so that nobody finds them by address.
    case erasedNames
    /// What somebody wrote about others in their work.
    case ownWork
    /// Names, addresses and numbers of people: of whom it may be asked is a group, not them.
    case personal
    /// What somebody wrote who applied in their own name, and words that name them.
    case individual
    case bankDetails
    /// Notes and checks within the council, which may hold legal advice or lead to people.
    case advice
}

/// What is held, as it is given to whoever asks for it, with a list of what is left out.
public struct Disclosure: Sendable {
    public struct Shown: Sendable {
        /// What tells the row from others.
        public let key: String
        public let values: [(name: String, value: JSONValue)]
    }

    public struct Section: Sendable {
        /// What it is about; nil for what is not personal by itself.
        public let kind: PersonalKind?
        public let table: String
        public internal(set) var rows: [Shown]
    }

    public struct LeftOut: Sendable {
        public let rule: DisclosureRule
        /// How many values or rows.
        public internal(set) var count: Int
    }

    /// The address, reference or number that was asked about.
    public let about: String
    public let madeAt: Instant
    /// What else was looked for: names, telephone numbers and addresses.
    public internal(set) var lookedFor: [String] = []
    public internal(set) var sections: [Section] = []
    public internal(set) var leftOut: [LeftOut] = []
    /// What was taken out, and on which ground; nil where nobody asked under freedom of
    /// information.
    public internal(set) var redactions: [Redaction]?
    /// The forms by which answers are read, by what they belong to: `applicationId 5`.
    var forms: [String: Form] = [:]

    init(about: String, madeAt: Instant) {
        self.about = about
        self.madeAt = madeAt
    }

    public var rowCount: Int { sections.reduce(0) { $0 + $1.rows.count } }

    mutating func add(_ shown: Shown, table: String, _ kind: PersonalKind?) {
        if let place = sections.firstIndex(where: { $0.table == table }) {
            sections[place].rows.append(shown)
        } else {
            sections.append(Section(kind: kind, table: table, rows: [shown]))
        }
    }

    mutating func leaveOut(_ rule: DisclosureRule, _ count: Int = 1) {
        guard count > 0 else { return }
        if let place = leftOut.firstIndex(where: { $0.rule == rule }) {
            leftOut[place].count += count
        } else {
            leftOut.append(LeftOut(rule: rule, count: count))
        }
    }

    /// - Parameter words: say why something is left out.
    public func json(_ words: TextCatalogue) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("about", .string(about)), ("madeAt", .string(madeAt.iso8601)),
            ("lookedFor", .array(lookedFor.map { .string($0) })),
            ("held", .array(sections.map(\.json))),
            ("leftOut", .array(leftOut.map { $0.json(words) })),
        ]
        if let redactions {
            members.append(("redactions", .array(redactions.map { $0.json(words) })))
        }
        return .object(members)
    }

    /// What rows of a table are called where they are given out.
    static func heading(
        _ kind: PersonalKind?, _ table: String, _ words: TextCatalogue
    ) -> String {
        let said =
            kind.map { words.words("personal-kind.\($0.rawValue)") }
            ?? words.words("disclosure-page.other")
        return "\(said): \(spaced(table))"
    }
}

extension Disclosure.Section {
    fileprivate var json: JSONValue {
        .object([
            ("kind", .optional(kind?.rawValue)), ("table", .string(table)),
            ("rows", .array(rows.map(\.json))),
        ])
    }
}

extension Disclosure.Shown {
    fileprivate var json: JSONValue {
        .object([
            ("row", .string(key)),
            ("values", .object(values.map { ($0.name, $0.value) })),
        ])
    }
}

extension Disclosure.LeftOut {
    fileprivate func json(_ words: TextCatalogue) -> JSONValue {
        .object([
            ("rule", .string(rule.rawValue)), ("count", .int(Int64(count))),
            ("why", .string(words.words("disclosure.\(rule.rawValue)"))),
        ])
    }
}
