import FundCore
import FundStore

extension SubjectGathering {
    private static let greatestExcerpt = 600

    /// Rows that belong to others, or to nobody, and name this person.
    mutating func addMentions(
        _ scrubbing: Scrubbing, in tx: borrowing ReadTx
    ) throws {
        let words = marks
        let hidden = Set(PersonalRegister.all.filter { $0.kind == .equality }.map(\.table))
        // An account of somebody who is called alike is theirs.
        for table in map.tables where !hidden.contains(table.name) && table.name != "person" {
            var rows: [HeldRow] = []
            try tx.search(table, for: words) { rows.append($0) }
            for row in rows where seen.insert("\(row.table) \(row.key)").inserted {
                if try isUndecided(row, in: tx) {
                    disclosure.leaveOut(.undecided)
                    continue
                }
                let keys = table.key.map(\.name)
                let named = row.values.filter { name, value in
                    keys.contains(name) || (value.string.map { isOwn($0) } ?? false)
                }
                // What only begins like it is of somebody else.
                guard row.values.contains(where: { $0.value.string.map { isOwn($0) } ?? false })
                else { continue }
                let whole = shown(
                    HeldRow(
                        table: row.table, key: row.key,
                        values: isOfOthers(row) ? named : named.map { excerpt($0) }),
                    table, scrubbing)
                disclosure.add(
                    whole, table: row.table, entries.first { $0.table == table.name }?.kind)
            }
        }
    }

    /// Of a long text what stands around the person's name.
    private func excerpt(_ part: (name: String, value: JSONValue)) -> (
        name: String, value: JSONValue
    ) {
        guard let text = part.value.string, text.count > Self.greatestExcerpt else { return part }
        let small = text.lowercased()
        let words = marks.map { $0.lowercased() }
        let places = words.compactMap { word in
            small.firstRange(of: word).map {
                small.distance(from: small.startIndex, to: $0.lowerBound)
            }
        }
        let start = max(0, (places.min() ?? 0) - Self.greatestExcerpt / 2)
        return (
            part.name,
            .string("… " + String(text.dropFirst(start).prefix(Self.greatestExcerpt)) + " …")
        )
    }

    /// What the person did, as the audit trail has it.
    mutating func addActs(in tx: borrowing ReadTx) throws {
        guard let trail = map.table("auditEntry") else { return }
        for subject in subjects where subject.kind == .person {
            let actor = "person:\(subject.id) "
            var count = 0
            var rows: [HeldRow] = []
            try tx.search(trail, for: [actor]) { rows.append($0) }
            for row in rows where row["actor"]?.string?.hasPrefix(actor) ?? false {
                count += 1
                disclosure.add(
                    Disclosure.Shown(
                        key: row.key,
                        values: row.values.filter {
                            ["sequence", "at", "action", "subject"].contains($0.name)
                        }), table: row.table, nil)
            }
            disclosure.leaveOut(.ownWork, count)
        }
    }
}
