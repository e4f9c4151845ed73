import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    public static let greatestOffersLength = 2000
    public static let greatestProviderNoteLength = 2000
    static let greatestProviderNameLength = 200
    static let greatestProviderContactLength = 200
    static let greatestOrganisationLength = 60

    /// What is wrong with what is said of a provider, all of it; nothing where it can be kept.
    public static func problems(of entry: ProviderEntry, _ rules: AreaRules) -> [FieldProblem] {
        var written = Written()
        let name = written.words(entry.name, "name", maximum: greatestProviderNameLength)
        if name.hasControlCharacters { written.problems.append(FieldProblem("name", "one-line")) }
        written.problems += problems(
            of: entry.wards, "wards",
            [IndicatorBook.wholeArea] + rules.wards.map(\.key))
        written.problems += problems(
            of: entry.communities, "communities",
            [ProviderEntry.everyone] + rules.communities.map(\.key))
        _ = written.words(entry.offers, "offers", maximum: greatestOffersLength)
        for (text, place, maximum) in [
            (entry.contact, "contact", greatestProviderContactLength),
            // As it is kept: capitals may be more letters.
            (entry.organisation?.uppercased(), "organisation", greatestOrganisationLength),
        ] {
            let text = written.optionalWords(text, place, maximum: maximum)
            if text?.hasControlCharacters == true {
                written.problems.append(FieldProblem(place, "one-line"))
            }
        }
        return written.problems
    }

    private static func problems(
        of keys: [String], _ place: String, _ options: [String]
    ) -> [FieldProblem] {
        if keys.isEmpty { return [FieldProblem(place, "missing")] }
        return keys.filter { !options.contains($0) }.map {
            FieldProblem(
                place, "not-an-option",
                ["value": $0, "options": options.joined(separator: ", ")])
        }
    }

    /// Takes a provider into the register.
    /// - Throws: `InvalidInput` with everything that is wrong, `ProviderProblem.nameTaken`.
    public func add(
        _ entry: ProviderEntry, _ rules: AreaRules, in tx: borrowing WriteTx
    ) throws -> ProviderID {
        let entry = try checked(entry, rules, tx)
        let id = try insert(entry, tx)
        try tx.audit("provider.entry", "provider:\(id.rawValue)", [("version", .int(1))])
        return id
    }

    /// Says anew what is known of a provider; what stood is kept. The same again changes nothing.
    ///
    /// - Parameter seen: the version that whoever changes it saw.
    /// - Returns: the version that stands.
    public func change(
        _ id: ProviderID, to entry: ProviderEntry, seen: Int64? = nil, _ rules: AreaRules,
        in tx: borrowing WriteTx
    ) throws -> Int64 {
        let entry = try checked(entry, rules, tx)
        let standing = try standingProvider(id, seen: seen, in: tx.reading)
        guard standing.entry != entry else { return standing.version }
        try insert(entry, of: id, version: standing.version + 1, because: nil, tx)
        try tx.audit(
            "provider.entry", "provider:\(id.rawValue)",
            [("version", .int(standing.version + 1))])
        return standing.version + 1
    }

    /// Takes a provider out of the register; all that was said of it stays to be read.
    public func end(
        _ id: ProviderID, reason: String, in tx: borrowing WriteTx
    ) throws {
        try tx.principal.require(.officer)
        let reason = try Self.words(reason, "reason", maximum: 2000)
        let standing = try standingProvider(id, seen: nil, in: tx.reading)
        try insert(standing.entry, of: id, version: standing.version + 1, because: reason, tx)
        try tx.audit(
            "provider.end", "provider:\(id.rawValue)",
            [("version", .int(standing.version + 1))])
    }

    /// Notes a conversation with a provider, and what was agreed; for good.
    public func note(
        _ text: String, on day: LocalDate?, with id: ProviderID, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let today = LondonTime.date(tx.now)
        if let day, day > today { written.problems.append(FieldProblem("day", "in-the-future")) }
        if day == nil { written.problems.append(FieldProblem("day", "missing")) }
        let text = written.words(text, "text", maximum: Self.greatestProviderNoteLength)
        try written.refuseProblems()
        _ = try provider(id, in: tx.reading)
        try tx.execute(
            """
            INSERT INTO commissioningProviderNote
              (providerId, happenedOn, text, authorId, at, notedOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, day.map { "\($0)" }, text, person.rawValue, tx.now.milliseconds,
                "\(today)",
            ])
        try tx.audit("provider.note", "provider:\(id.rawValue)")
    }

    /// Takes in a file that was read, all of it: a name that is known is that provider, said anew.
    public func take(
        _ file: ProviderFile, in tx: borrowing WriteTx
    ) throws -> ProvidersTaken {
        try tx.principal.require(.officer)
        let known = Dictionary(
            try providers(in: tx.reading).map { ($0.entry.name.foldedName, $0) }
        ) { first, _ in first }
        var (added, changed) = (0, 0)
        for entry in file.entries {
            if let standing = known[entry.name.foldedName] {
                guard standing.entry != entry else { continue }
                try insert(
                    entry, of: standing.id, version: standing.version + 1, because: nil, tx)
                changed += 1
            } else {
                _ = try insert(entry, tx)
                added += 1
            }
        }
        if added + changed > 0 {
            try tx.audit(
                "provider.import", "fund:1", [("added", .int(added)), ("changed", .int(changed))])
        }
        return ProvidersTaken(
            added: added, changed: changed, unchanged: file.entries.count - added - changed)
    }

    private func checked(
        _ entry: ProviderEntry, _ rules: AreaRules, _ tx: borrowing WriteTx
    ) throws -> ProviderEntry {
        try tx.principal.require(.officer)
        let problems = Self.problems(of: entry, rules)
        guard problems.isEmpty else { throw InvalidInput("provider", problems) }
        return entry.tidied
    }

    private func standingProvider(
        _ id: ProviderID, seen: Int64?, in tx: borrowing ReadTx
    ) throws -> Provider {
        let standing = try provider(id, in: tx)
        guard standing.stands else { throw ProviderProblem.ended }
        guard seen == nil || seen == standing.version else { throw ProviderProblem.changed }
        return standing
    }

    private func insert(
        _ entry: ProviderEntry, _ tx: borrowing WriteTx
    ) throws -> ProviderID {
        let person = try tx.principal.require(.officer)
        let id = ProviderID(
            try tx.insert(
                "INSERT INTO commissioningProvider (addedById, addedAt) VALUES (?, ?)",
                [person.rawValue, tx.now.milliseconds]))
        try insert(entry, of: id, version: 1, because: nil, tx)
        return id
    }

    private func insert(
        _ entry: ProviderEntry, of id: ProviderID, version: Int64, because reason: String?,
        _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let isTaken = try tx.reading.first(
            """
            SELECT 1 FROM commissioningProviderVersion AS other
            WHERE nameKey = ? AND providerId <> ? AND endedBecause IS NULL
              AND version = (SELECT max(version) FROM commissioningProviderVersion
                WHERE providerId = other.providerId)
            """, [entry.name.foldedName, id.rawValue], { _ in true })
        if isTaken != nil { throw ProviderProblem.nameTaken(name: entry.name) }
        let row = try tx.insert(
            """
            INSERT INTO commissioningProviderVersion
              (providerId, version, name, nameKey, kind, offers, contact, organisation,
               endedBecause, authorId, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, version, entry.name, entry.name.foldedName, entry.kind.rawValue,
                entry.offers, entry.contact, entry.organisation, reason, person.rawValue,
                tx.now.milliseconds,
            ])
        let reach =
            entry.wards.map { ("ward", $0) } + entry.communities.map { ("community", $0) }
        for (kind, key) in reach {
            try tx.execute(
                "INSERT INTO commissioningProviderReach (versionId, kind, key) VALUES (?, ?, ?)",
                [row, kind, key])
        }
    }
}

extension ProviderEntry {
    /// Without blanks at the ends and without what is said twice; lists in order.
    var tidied: ProviderEntry {
        func some(_ text: String?) -> String? {
            let text = text?.trimmed ?? ""
            return text.isEmpty ? nil : text
        }
        return ProviderEntry(
            name: name.trimmed, kind: kind, wards: Set(wards).sorted(),
            communities: Set(communities).sorted(), offers: offers.trimmed,
            contact: some(contact), organisation: some(organisation)?.uppercased())
    }
}
