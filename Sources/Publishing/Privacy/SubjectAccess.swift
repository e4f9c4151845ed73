import Applications
import Awards
import FundCore
import FundStore
import Identity
import Rounds

extension Reports {
    /// Everything that is held about whoever has an email address: their rows of the register of
    /// personal data, every other row in which they are named, and what they did.
    ///
    /// Other people are taken out of it, and what is left out is listed.
    /// - Throws: `InvalidInput` where it is no address, `DisclosureProblem.nothingHeld`.
    public func subjectAccess(_ typed: String, as principal: Principal) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        let email = typed.trimmed.lowercased()
        guard email.isEmailAddress else {
            throw InvalidInput("person", [FieldProblem("person", "not-email")])
        }
        return try store.read { tx in
            var gathering = try SubjectGathering(
                email, questions: peopleQuestions(in: tx), in: tx)
            for round in try rounds.all(in: tx) where round.status != .decided {
                gathering.undecidedRounds.insert(round.id.rawValue)
            }
            try gathering.findSubjects(in: tx)
            for id in gathering.applications {
                if let award = try awards.award(of: ApplicationID(id), in: tx) {
                    gathering.subjects.insert(.init(kind: .award, id: award.id.rawValue))
                }
            }
            let disclosure = try gathering.disclosure(in: tx)
            guard disclosure.rowCount > 0 || !disclosure.leftOut.isEmpty else {
                throw DisclosureProblem.nothingHeld(about: email)
            }
            return disclosure
        }
    }
}

public enum DisclosureProblem: Problem {
    case nothingHeld(about: String)
    case organisationUnknown(String)

    public var report: ProblemReport {
        switch self {
        case .nothingHeld(let about):
            ProblemReport("disclosure-nothing", .notFound, ["about": about])
        case .organisationUnknown(let organisation):
            ProblemReport(
                "disclosure-organisation", .notFound, ["organisation": organisation])
        }
    }
}

/// What is found out about one person, step by step.
struct SubjectGathering {
    struct Subject: Hashable {
        let kind: PersonalSubject
        let id: Int64
    }

    private static let addressColumns = ["email", "recipientEmail"]
    /// Columns that say who somebody is, where the register has them.
    private static let nameColumns = ["name", "addressee"]
    private static let contactColumns = [
        "name", "addressee", "email", "recipientEmail", "address", "phone",
    ]
    /// Of these kinds a name is a person's.
    private static let namingKinds: Set<PersonalKind> = [
        .contacts, .letters, .tension, .people, .application, .sessions,
    ]
    private static let greatestExcerpt = 600

    private let map: SchemaMap
    private let entries = PersonalRegister.all.filter { $0.kind != .equality }
    private let email: String
    var subjects: Set<Subject> = []
    /// Applications whose rounds are not decided.
    var undecided: Set<Int64> = []
    private var identifiers: [String] = []
    private var disclosure: Disclosure
    private var seen: Set<String> = []

    init(_ email: String, in tx: borrowing ReadTx) throws {
        self.email = email
        map = try tx.schemaMap()
        disclosure = Disclosure(about: email, madeAt: tx.now)
    }

    var applications: [Int64] {
        subjects.filter { $0.kind == .application }.map(\.id).sorted()
    }

    mutating func addPhones(_ phones: [String]) { phones.forEach { add($0) } }

    private mutating func add(_ identifier: String?) {
        guard let text = identifier?.trimmed, text.count > 3, text != "erased",
            !identifiers.contains(text)
        else { return }
        identifiers.append(text)
    }

    /// The accounts, applications, drafts and reports that the address belongs to, and under which
    /// names.
    mutating func findSubjects(in tx: borrowing ReadTx) throws {
        var rows: [HeldRow] = []
        for entry in entries {
            let columns = Self.addressColumns.filter { name in
                entry.columns.contains { $0.name == name }
            }
            guard !columns.isEmpty, let table = map.table(entry.table) else { continue }
            try tx.search(table, for: [email]) { row in
                if columns.contains(where: { row[$0]?.string?.lowercased() == email }) {
                    rows.append(row)
                }
            }
        }
        for row in rows {
            for column in Self.nameColumns { add(row[column]?.string) }
            add(row["phone"]?.string)
            // The street is enough: the rest stands elsewhere in other lines.
            add(row["address"]?.string?.split(whereSeparator: \.isNewline).first.map(String.init))
            note(row)
        }
        for subject in subjects where subject.kind == .person {
            for entry in entries {
                try entry.rows(of: .person, subject.id, in: tx) { found in
                    if let table = map.table(entry.table) { note(table.held(found)) }
                }
            }
        }
        guard let drafts = map.table("applicationDraft") else { return }
        for subject in subjects where subject.kind == .draft {
            for draft in try tx.held(drafts, where: "id", is: subject.id) {
                if let id = draft.id("applicationId") {
                    subjects.insert(Subject(kind: .application, id: id))
                }
            }
        }
    }

    private mutating func note(_ row: HeldRow) {
        if row.table == "person", let id = row.id("id") {
            subjects.insert(Subject(kind: .person, id: id))
        }
        let places: [(String, PersonalSubject)] = [
            ("applicationId", .application), ("draftId", .draft), ("tensionId", .tension),
        ]
        for (column, kind) in places {
            if let id = row.id(column) { subjects.insert(Subject(kind: kind, id: id)) }
        }
    }

    // MARK: What is given

    mutating func disclosure(in tx: borrowing ReadTx) throws -> Disclosure {
        disclosure.lookedFor = [email] + identifiers
        var found: [(row: HeldRow, entry: PersonalData)] = []
        for subject in subjects.sorted(by: { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        ) {
            for entry in entries {
                guard let table = map.table(entry.table) else { continue }
                try entry.rows(of: subject.kind, subject.id, in: tx) { row in
                    let held = table.held(row)
                    if seen.insert("\(held.table) \(held.key)").inserted {
                        found.append((held, entry))
                    }
                }
            }
            try countEquality(subject, in: tx)
        }
        let scrubbing = Scrubbing(
            others: try others(found.map { $0.row }, in: tx), own: [email] + identifiers)
        for (row, entry) in found {
            if isUndecided(row) {
                disclosure.leaveOut(.undecided)
                continue
            }
            if entry.kind == .files, entry.table == "documentUpload" { disclosure.leaveOut(.files) }
            let given = shown(row, map.table(row.table), scrubbing)
            disclosure.add(given, table: row.table, entry.kind)
        }
        try addMentions(scrubbing, in: tx)
        try addActs(in: tx)
        return disclosure
    }

    private mutating func countEquality(_ subject: Subject, in tx: borrowing ReadTx) throws {
        var count = 0
        for entry in PersonalRegister.all where entry.kind == .equality {
            try entry.rows(of: subject.kind, subject.id, in: tx) { _ in count += 1 }
        }
        // Answers of a draft that was sent are found by both.
        if subject.kind == .application { disclosure.leaveOut(.equality, count) }
    }

    /// The names and addresses of others: all who have an account, and who else is in these rows.
    private func others(_ rows: [HeldRow], in tx: borrowing ReadTx) throws -> Set<String> {
        var names: Set<String> = []
        if let people = map.table("person") {
            try tx.search(people, for: ["@"]) { row in
                if row["email"]?.string?.lowercased() != email {
                    [row["name"]?.string, row["email"]?.string].compactMap(\.self)
                        .forEach { names.insert($0) }
                }
            }
        }
        for row in rows where isOfOther(row) {
            for column in Self.contactColumns {
                if let text = row[column]?.string { names.insert(text) }
            }
        }
        return names
    }

    /// Whether a row says who somebody is, and that is not this person.
    private func isOfOther(_ row: HeldRow) -> Bool {
        let said = namingColumns(of: row.table).compactMap { row[$0]?.string }
        return !said.isEmpty && !said.contains { isWhole($0) || $0.contains("\n") && isOwn($0) }
    }

    private func namingColumns(of table: String) -> [String] {
        entries.filter { $0.table == table && Self.namingKinds.contains($0.kind) }.flatMap {
            entry in
            entry.columns.map(\.name).filter { Self.contactColumns.contains($0) }
        }
    }

    /// Whether a name or an address is this person's: not one that theirs is a part of.
    private func isWhole(_ text: String) -> Bool {
        ([email] + identifiers).contains { $0.lowercased() == text.trimmed.lowercased() }
    }

    private func isOwn(_ text: String) -> Bool {
        ([email] + identifiers).contains { text.hasWhole($0) }
    }

    /// Whether it is what a panel says of an application before its round is decided.
    private func isUndecided(_ row: HeldRow) -> Bool {
        guard row.table.hasPrefix("assessment") else { return false }
        guard let id = row.id("applicationId") else {
            // By way of a score or a meeting: while anything is open, nothing is told.
            return !undecided.isEmpty && row["memberId"] == nil && row["personId"] == nil
        }
        return undecided.contains(id)
    }

    private mutating func shown(
        _ row: HeldRow, _ table: SchemaMap.Table?, _ scrubbing: Scrubbing
    ) -> Disclosure.Shown {
        let people = table?.people ?? []
        let isOther = isOfOther(row)
        let naming = namingColumns(of: row.table)
        let values = row.values.map { name, value -> (name: String, value: JSONValue) in
            if case .null = value { return (name, value) }
            if people.contains(name) { return (name, person(value)) }
            if case .object = value {
                disclosure.leaveOut(.secrets)
                return (name, .string("[sealed]"))
            }
            if Scrubbing.isSecret(name) {
                disclosure.leaveOut(.secrets)
                return (name, .string("[secret]"))
            }
            if isOther, naming.contains(name) {
                disclosure.leaveOut(.otherPeople)
                return (name, .string(Scrubbing.placeholder))
            }
            guard let text = value.string else { return (name, value) }
            let (scrubbed, count) = scrubbing.scrub(text)
            disclosure.leaveOut(.otherPeople, count)
            return (name, .string(scrubbed))
        }
        let hidden = people + row.values.map { $0.name }.filter { Scrubbing.isSecret($0) }
        return Disclosure.Shown(key: row.key(without: hidden), values: values)
    }

    private mutating func person(_ value: JSONValue) -> JSONValue {
        if let id = value.int, subjects.contains(Subject(kind: .person, id: id)) {
            return .string("[this person]")
        }
        disclosure.leaveOut(.otherPeople)
        return .string(Scrubbing.placeholder)
    }

    /// Rows that belong to others, or to nobody, and name this person.
    private mutating func addMentions(
        _ scrubbing: Scrubbing, in tx: borrowing ReadTx
    ) throws {
        let words = [email] + identifiers
        let hidden = Set(PersonalRegister.all.filter { $0.kind == .equality }.map(\.table))
        for table in map.tables where !hidden.contains(table.name) {
            var rows: [HeldRow] = []
            try tx.search(table, for: words) { rows.append($0) }
            for row in rows where seen.insert("\(row.table) \(row.key)").inserted {
                if isUndecided(row) {
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
                    HeldRow(table: row.table, key: row.key, values: named.map { excerpt($0) }),
                    table,
                    scrubbing)
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
        let words = ([email] + identifiers).map { $0.lowercased() }
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
    private mutating func addActs(in tx: borrowing ReadTx) throws {
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

extension String {
    /// Whether `words` stand in it by themselves, large or small: not as a part of a longer word,
    /// number or address.
    func hasWhole(_ words: String) -> Bool {
        let (text, wanted) = (lowercased(), words.lowercased())
        let joins: Set<Character> = wanted.contains("@") ? [".", "_", "%", "+", "-"] : []
        return text.ranges(of: wanted).contains { place in
            let before =
                place.lowerBound > text.startIndex
                ? text[text.index(before: place.lowerBound)] : " "
            let after = place.upperBound < text.endIndex ? text[place.upperBound] : " "
            return !before.isLetter && !before.isNumber && !joins.contains(before)
                && !after.isLetter && !after.isNumber && after != "@"
        }
    }
}
