import FundCore

/// What somebody put into the fields of a page, by field name.
public struct TypedFields: Sendable {
    private let values: [String: [String]]

    private init(_ values: [String: [String]]) {
        self.values = values
    }

    public init(_ pairs: [(name: String, value: String)]) {
        values = Dictionary(pairs.map { ($0.name, [$0.value]) }) { $0 + $1 }
    }

    /// The field's text without the blanks around it, lines parted by line feeds; empty where absent.
    public subscript(name: String) -> String { raw(name).trimmed }

    /// The text as it was typed.
    public func raw(_ name: String) -> String {
        (values[name]?.first ?? "").replacing("\r\n", with: "\n")
    }

    /// Every value of a field that may be given several times.
    public func all(_ name: String) -> [String] { values[name] ?? [] }

    public func has(_ name: String) -> Bool { values[name] != nil }

    public var names: [String] { Array(values.keys) }

    /// The same with other values of one field.
    public func with(_ name: String, _ others: [String]) -> TypedFields {
        var changed = values
        changed[name] = others.isEmpty ? nil : others
        return TypedFields(changed)
    }
}

/// What a person's typing comes to as an answer.
public enum TypedAnswer: Sendable {
    case nothing
    case value(JSONValue)
    /// It cannot be read; `part` is the field of a date that is at fault.
    case problem(FieldProblem, part: String?)
}

extension Question {
    public static let dateParts = ["day", "month", "year"]

    /// Reads what was typed into the fields of this question, which are named after its key.
    ///
    /// - Parameter months: names of the months, as people may write them.
    public func read(_ typed: TypedFields, months: [[String]]) -> TypedAnswer {
        switch type {
        case .text, .longText, .postcode, .email, .phone, .organisationNumber, .choice, .ward:
            let text = typed[key]
            return text.isEmpty ? .nothing : .value(.string(text))
        case .choices:
            let chosen = typed.all(key).filter { !$0.isEmpty }
            return chosen.isEmpty ? .nothing : .value(.array(chosen.map { .string($0) }))
        case .declaration:
            return typed[key] == "true" ? .value(.bool(true)) : .nothing
        case .number:
            let text = typed[key].westernDigits
            guard !text.isEmpty else { return .nothing }
            guard let number = text.asGroupedNumber else {
                return .problem(FieldProblem(key, "not-whole-number"), part: nil)
            }
            return .value(.int(number))
        case .money:
            let text = typed[key].westernDigits
            guard !text.isEmpty else { return .nothing }
            guard let amount = Money(written: text) else {
                return .problem(FieldProblem(key, "not-pounds-typed"), part: nil)
            }
            return .value(.int(amount.pence))
        case .date: return readDate(typed, months: months)
        case .file:
            let ids = typed.fileIDs(key)
            return ids.isEmpty ? .nothing : .value(.array(ids.map { .int($0.rawValue) }))
        case .budget: return readBudget(typed)
        case .spend: return readSpend(typed)
        }
    }

    private func readDate(_ typed: TypedFields, months: [[String]]) -> TypedAnswer {
        let parts = Self.dateParts.map { typed["\(key).\($0)"].westernDigits }
        guard parts.contains(where: { !$0.isEmpty }) else { return .nothing }
        for (name, text) in zip(Self.dateParts, parts) where text.isEmpty {
            return .problem(FieldProblem(key, "date-without-\(name)"), part: name)
        }
        let folded = parts[1].lowercased()
        let named = months.firstIndex { names in
            names.contains { name in
                let name = name.lowercased()
                return folded == name || (folded.count >= 3 && name.hasPrefix(folded))
            }
        }
        guard let day = Int(parts[0]), (1...31).contains(day) else {
            return .problem(FieldProblem(key, "date-not-real"), part: "day")
        }
        guard let month = Int(parts[1]) ?? named.map({ $0 + 1 }), (1...12).contains(month) else {
            return .problem(FieldProblem(key, "date-not-real"), part: "month")
        }
        guard let year = Int(parts[2]), parts[2].utf8.count == 4, year >= 1900 else {
            return .problem(FieldProblem(key, "date-year"), part: "year")
        }
        let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        guard LocalDate(text) != nil else {
            return .problem(FieldProblem(key, "date-not-real"), part: "day")
        }
        return .value(.string(text))
    }

    /// The fields that show an answer that was given before.
    public func typed(_ value: JSONValue?) -> [(name: String, value: String)] {
        guard let value else { return [] }
        switch (type, value) {
        case (.choices, .array(let items)): return items.map { (key, $0.string ?? "") }
        case (.file, _): return (value.fileIDs ?? []).map { (key, "\($0.rawValue)") }
        case (.budget, _): return typedBudget(value)
        case (.spend, _): return typedSpend(value)
        case (.declaration, .bool(let declared)): return declared ? [(key, "true")] : []
        case (.money, _):
            return value.int.map { [(key, Money(pence: $0).plainPounds)] } ?? []
        case (.number, _): return value.int.map { [(key, "\($0)")] } ?? []
        case (.date, .string(let text)):
            guard let date = LocalDate(text) else { return [] }
            return [
                ("\(key).day", "\(date.day)"), ("\(key).month", "\(date.month)"),
                ("\(key).year", "\(date.year)"),
            ]
        default: return [(key, value.string ?? "")]
        }
    }
}

extension String {
    /// Digits of other scripts as 0 to 9: a phone set to Urdu may type ۱۲۳.
    var westernDigits: String {
        guard unicodeScalars.contains(where: { !$0.isASCII }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.properties.numericType == .decimal,
                let value = scalar.properties.numericValue
            {
                text += "\(Int(value))"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension String {
    /// `1200`, `1,200` or `1 200`; a comma anywhere else parts no thousands.
    var asGroupedNumber: Int64? {
        let parts = replacing(" ", with: "").split(
            separator: ",", omittingEmptySubsequences: false)
        let first = parts[0].drop { $0 == "-" }.count
        guard parts.count < 2 || (1...3).contains(first),
            parts.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return Int64(parts.joined())
    }
}
