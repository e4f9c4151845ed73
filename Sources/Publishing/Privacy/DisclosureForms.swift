import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

extension Disclosure {
    /// What answers belong to, and in which table that stands.
    static let answered = [
        ("returnId", "commissioningReturn"), ("applicationId", "application"),
        ("draftId", "applicationDraft"),
    ]
}

extension Reports {
    /// Gives a disclosure the forms by which its answers were asked for, so that they can be read
    /// with their questions.
    func addForms(to disclosure: inout Disclosure, in tx: borrowing ReadTx) throws {
        let map = try tx.schemaMap()
        for (column, parent) in Disclosure.answered {
            guard let table = map.table(parent) else { continue }
            var ids: Set<Int64> = []
            for section in disclosure.sections {
                let hasAnswers = section.rows.first?.values.contains {
                    ["questionKey", "answers"].contains($0.name)
                }
                guard hasAnswers ?? false else { continue }
                for row in section.rows {
                    for (name, value) in row.values where name == column {
                        if let id = value.int { ids.insert(id) }
                    }
                }
            }
            for id in ids.sorted() {
                guard let row = try tx.held(table, where: "id", is: id).first else { continue }
                if let kept = row["form"]?.string {
                    disclosure.forms["\(column) \(id)"] = try ReturnForm(kept: kept).form
                } else if let round = row.id("roundId") {
                    disclosure.forms["\(column) \(id)"] = try rounds.section(
                        .form, of: RoundID(round), in: tx)
                }
            }
        }
    }
}
