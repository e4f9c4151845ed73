import FundCore
import Payments

/// Reads `bank-results.yaml`.
enum BankResultsReader {
    static func profiles(_ root: ConfigValue) -> [BankTableProfile] {
        root.allow("profiles")
        return root["profiles"].members.map { key, value in
            if !key.isConfigKey { value.report("not-key") }
            value.allow(
                "title", "encoding", "delimiter", "skipRows", "dates", "amounts", "outgoing",
                "columns", "words", "trailer")
            let columns = columns(value["columns"], outgoing: value.optional("outgoing"))
            let skipped = value.optional("skipRows")
            return BankTableProfile(
                key: key, title: value["title"].text(),
                encoding: value.optional("encoding").choice(of: TextEncoding.self) ?? .utf8,
                delimiter: value.optional("delimiter").choice(of: CSVFormat.Delimiter.self)
                    ?? .comma,
                skippedRows: skipped.isPresent ? skipped.wholeNumber(0...100) : 0,
                dates: value["dates"].choice(of: ExportProfile.Dates.self) ?? .yearFirst,
                amounts: value.optional("amounts").choice(of: ExportProfile.Amounts.self)
                    ?? .pounds,
                columns: columns,
                words: words(value.optional("words"), hasStatus: columns.status != nil),
                trailer: trailer(value.optional("trailer"), columns.amounts))
        }
    }

    private static func columns(
        _ value: ConfigValue, outgoing: ConfigValue
    ) -> BankTableProfile.Columns {
        value.allow(
            "date", "amount", "debit", "credit", "reference", "batch", "name", "description",
            "status", "reason")
        // A column may be read for one thing only.
        var seen: Set<String> = []
        for (_, member) in value.members {
            if !seen.insert(member.text(maximum: 60).foldedName).inserted { member.report("twice") }
        }
        func name(_ key: String) -> String? {
            let column = value.optional(key)
            return column.isPresent ? column.text(maximum: 60) : nil
        }
        let reference = name("reference")
        let description = name("description")
        if value.isPresent && reference == nil && description == nil {
            value.report("bank-needs-reference")
        }
        return BankTableProfile.Columns(
            date: value["date"].text(maximum: 60), amounts: amounts(value, outgoing),
            reference: reference, batch: name("batch"), name: name("name"),
            description: description, status: name("status"), reason: name("reason"))
    }

    /// One column of amounts with a sign, or one for each direction.
    private static func amounts(
        _ value: ConfigValue, _ outgoing: ConfigValue
    ) -> BankTableProfile.AmountColumns {
        let amount = value.optional("amount")
        let debit = value.optional("debit")
        let credit = value.optional("credit")
        if value.isPresent
            && (amount.isPresent == debit.isPresent || debit.isPresent != credit.isPresent
                || debit.isPresent && outgoing.isPresent)
        {
            value.report("bank-amount-columns")
        }
        if debit.isPresent {
            return .two(debit: debit.text(maximum: 60), credit: credit.text(maximum: 60))
        }
        return .one(
            amount.text(maximum: 60),
            outgoing: outgoing.choice(of: BankTableProfile.Outgoing.self) ?? .negative)
    }

    private static func words(_ value: ConfigValue, hasStatus: Bool) -> BankTableProfile.Words {
        guard value.isPresent else { return BankTableProfile.Words() }
        value.allow("paid", "returned", "failed", "pending")
        var seen: Set<String> = []
        func list(_ key: String) -> [String] {
            let words = value.optional(key)
            guard words.isPresent else { return [] }
            return words.items.map { item in
                let word = item.text(maximum: 60)
                if !seen.insert(word.foldedName).inserted { item.report("twice") }
                return word
            }
        }
        let words = BankTableProfile.Words(
            paid: list("paid"), returned: list("returned"), failed: list("failed"),
            pending: list("pending"))
        // Without a column for it, whatever went out and is not told otherwise counts as paid.
        if hasStatus { _ = value["paid"] }
        return words
    }

    private static func trailer(
        _ value: ConfigValue, _ amounts: BankTableProfile.AmountColumns
    ) -> ExportProfile.ControlRow? {
        guard value.isPresent else { return nil }
        value.allow("label", "totalUnder")
        let under = value["totalUnder"]
        let name = under.text(maximum: 60)
        let names: [String] =
            switch amounts {
            case .one(let name, _): [name]
            case .two(let debit, let credit): [debit, credit]
            }
        if under.isPresent && !names.contains(name) {
            under.report(
                "not-an-option", ["value": name, "options": names.joined(separator: ", ")])
        }
        return ExportProfile.ControlRow(label: value["label"].text(maximum: 60), totalUnder: name)
    }
}
