import FundCore

/// A file of providers that was read and found in order.
public struct ProviderFile: Sendable {
    public static let greatestBytes = 1024 * 1024
    public static let greatestRowCount = 5000
    /// Enough of what is wrong with a file to put the rest right.
    private static let greatestProblemCount = 1000
    /// What a file has; `contact` and `organisation` may be empty.
    public static let columns = [
        "name", "kind", "wards", "communities", "offers", "contact", "organisation",
    ]

    public let entries: [ProviderEntry]

    /// Reads a file of the columns of a list of providers, in any order, its lists parted by `;`.
    ///
    /// - Throws: `InvalidInput` with everything that is wrong, by line and column.
    public init(_ bytes: [UInt8], source: String, _ rules: AreaRules) throws {
        let rows = try CSVReader.rows(of: bytes, source: source)
        guard let header = rows.first, rows.count > 1 else {
            throw InvalidInput(source, [FieldProblem("line 1", "file-empty")])
        }
        let places = try Self.places(header, source)
        var (entries, problems): ([ProviderEntry], [FieldProblem]) = ([], [])
        var lines: [String: Int] = [:]
        for row in rows.dropFirst() {
            let place = "line \(row.line)"
            guard entries.count + problems.count < Self.greatestRowCount else {
                problems.append(
                    FieldProblem(
                        place, "too-many-rows", ["maximum": "\(Self.greatestRowCount)"]))
                break
            }
            guard row.fields.count == header.fields.count else {
                problems.append(
                    FieldProblem(
                        place, "field-count",
                        [
                            "expected": "\(header.fields.count)",
                            "found": "\(row.fields.count)",
                        ]))
                continue
            }
            let (entry, wrong) = Self.entry(
                places.mapValues { row.fields[$0].trimmed }, rules)
            problems += wrong.map {
                FieldProblem("\(place): \($0.place)", $0.code, $0.arguments)
            }
            let name = entry.name.foldedName
            if let line = lines[name], !name.isEmpty {
                problems.append(
                    FieldProblem(
                        "\(place): name", "provider-twice", ["line": "\(line)"]))
            }
            lines[name] = lines[name] ?? row.line
            entries.append(entry.tidied)
            if problems.count >= Self.greatestProblemCount { break }
        }
        guard problems.isEmpty else { throw InvalidInput(source, problems) }
        self.entries = entries
    }

    /// Where each column stands.
    private static func places(_ header: CSVRow, _ source: String) throws -> [String: Int] {
        let names = header.fields.map { $0.trimmed.lowercased() }
        var problems: [FieldProblem] = []
        func report(_ code: String, _ arguments: [String: String] = [:]) {
            problems.append(FieldProblem("line \(header.line)", code, arguments))
        }
        for column in columns where !names.contains(column) {
            report("column-missing", ["column": column])
        }
        for name in names where !columns.contains(name) {
            report("column-unknown", ["column": name])
        }
        if Set(names).count != names.count { report("column-twice") }
        guard problems.isEmpty else { throw InvalidInput(source, problems) }
        return Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    }

    private static func entry(
        _ fields: [String: String], _ rules: AreaRules
    ) -> (ProviderEntry, [FieldProblem]) {
        func field(_ name: String) -> String { fields[name] ?? "" }
        let kind = ProviderKind(rawValue: field("kind").lowercased())
        let entry = ProviderEntry(
            name: field("name"), kind: kind ?? .provider,
            wards: keys(field("wards"), rules.wards),
            communities: keys(field("communities"), rules.communities),
            offers: field("offers"), contact: field("contact"),
            organisation: field("organisation"))
        var problems = CommissioningModule.problems(of: entry, rules)
        if kind == nil {
            problems.insert(
                field("kind").isEmpty
                    ? FieldProblem("kind", "missing")
                    : FieldProblem(
                        "kind", "not-an-option",
                        [
                            "value": field("kind"),
                            "options": ProviderKind.allCases.map(\.rawValue)
                                .joined(separator: ", "),
                        ]), at: 0)
        }
        return (entry, problems)
    }

    /// The keys of a list; each may be written as its title, too.
    private static func keys(_ text: String, _ choices: [AreaRules.Choice]) -> [String] {
        text.split(separator: ";").map { String($0).trimmed }.filter { !$0.isEmpty }.map { part in
            let folded = part.foldedName
            return choices.first {
                $0.key.foldedName == folded || $0.title.foldedName == folded
            }?.key ?? part.lowercased()
        }
    }
}
