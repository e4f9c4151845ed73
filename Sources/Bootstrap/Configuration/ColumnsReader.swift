import FundCore
import Payments

/// Reads a profile of `exports.yaml` that is made of columns.
enum ColumnsReader {
    static func profile(_ key: String, _ value: ConfigValue) -> ExportProfile {
        value.allow(
            "kind", "title", "columns", "trailer", "opening", "columnNames", "dates", "amounts",
            "delimiter", "quotes", "lineEnds")
        var names: Set<String> = []
        let columns = value["columns"].items.compactMap { column($0, &names) }
        let format = CSVFormat(
            delimiter: value.optional("delimiter").choice(of: CSVFormat.Delimiter.self) ?? .comma,
            quoting: value.optional("quotes").choice(of: CSVFormat.Quoting.self) ?? .needed,
            lineEnd: value.lineEnds())
        let columnNames = value.optional("columnNames")
        return ExportProfile(
            key: key, title: value["title"].text(), columns: columns,
            trailer: controlRow(value.optional("trailer"), names),
            layout: ExportProfile.Layout(
                format: format,
                dates: value.optional("dates").choice(of: ExportProfile.Dates.self) ?? .yearFirst,
                amounts: value.optional("amounts").choice(of: ExportProfile.Amounts.self)
                    ?? .pounds,
                namesColumns: columnNames.isPresent ? columnNames.truth() : true,
                opening: controlRow(value.optional("opening"), names)))
    }

    private static func column(
        _ item: ConfigValue, _ names: inout Set<String>
    ) -> ExportProfile.Column? {
        item.allow("name", "from", "constant")
        let name = item["name"].text(maximum: 60)
        if !names.insert(name).inserted { item["name"].report("twice") }
        let from = item.optional("from")
        let constant = item.optional("constant")
        guard from.isPresent != constant.isPresent else {
            item.report("from-or-constant")
            return nil
        }
        if constant.isPresent {
            return .init(name: name, source: .constant(constant.text(mayBeEmpty: true)))
        }
        return from.choice(of: ExportFact.self).map { .init(name: name, source: .fact($0)) }
    }

    private static func controlRow(
        _ value: ConfigValue, _ names: Set<String>
    ) -> ExportProfile.ControlRow? {
        guard value.isPresent else { return nil }
        value.allow("label", "totalUnder")
        let under = value["totalUnder"]
        let name = under.text()
        if under.isPresent && !names.contains(name) {
            under.report(
                "not-an-option",
                ["value": name, "options": names.sorted().joined(separator: ", ")])
        }
        return .init(label: value["label"].text(), totalUnder: name)
    }
}
