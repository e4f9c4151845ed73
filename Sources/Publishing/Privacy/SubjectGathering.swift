import FundCore
import FundStore

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
    /// What is said of an application before its round is decided.
    private static let sealedTables = [
        "assessment", "awardProposal", "letterConditions", "letterFeedback",
    ]

    let map: SchemaMap
    let entries = PersonalRegister.all.filter { $0.kind != .equality }
    private let email: String
    private let questions: PeopleQuestions
    var subjects: Set<Subject> = []
    var undecidedRounds: Set<Int64> = []
    /// Of their applications, by which files of payments say whom they pay.
    var references: [String] = []
    /// Awards whose applications name nobody any more.
    var erasedAwards: Set<AwardID> = []
    private var identifiers: [String] = []
    /// Applications and drafts of them whose contact is this person.
    private var ownContacts: Set<Subject> = []
    var disclosure: Disclosure
    var seen: Set<String> = []

    init(_ email: String, questions: PeopleQuestions, in tx: borrowing ReadTx) throws {
        self.email = email
        self.questions = questions
        map = try tx.schemaMap()
        disclosure = Disclosure(about: email, madeAt: tx.now)
    }

    var applications: [Int64] {
        subjects.filter { $0.kind == .application }.map(\.id).sorted()
    }

    /// All by which this person is found.
    var marks: [String] { [email] + identifiers }

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
        // Whatever else refers to a person is about somebody else's application.
        for entry in entries where entry.table == "applicationDraftMember" {
            for subject in subjects where subject.kind == .person {
                try entry.rows(of: .person, subject.id, in: tx) { found in
                    if let table = map.table(entry.table) { note(table.held(found)) }
                }
            }
        }
        if let drafts = map.table("applicationDraft") {
            for subject in subjects where subject.kind == .draft {
                for draft in try tx.held(drafts, where: "id", is: subject.id) {
                    if let id = draft.id("applicationId") {
                        subjects.insert(Subject(kind: .application, id: id))
                    }
                }
            }
            try findContacts(drafts, in: tx)
        }
    }

    /// For which of the applications and drafts the person is who the group is reached by, and
    /// under which names and numbers.
    private mutating func findContacts(
        _ drafts: SchemaMap.Table, in tx: borrowing ReadTx
    ) throws {
        guard let contacts = map.table("applicationContact"),
            let answers = map.table("applicationAnswer"),
            let written = map.table("applicationDraftAnswer")
        else { return }
        var draftIDs = Set(subjects.filter { $0.kind == .draft }.map(\.id))
        for id in applications {
            for draft in try tx.held(drafts, where: "applicationId", is: id) {
                if let id = draft.id("id") { draftIDs.insert(id) }
            }
            guard
                try tx.held(contacts, where: "applicationId", is: id).contains(where: {
                    $0["email"]?.string?.lowercased() == email
                })
            else { continue }
            ownContacts.insert(Subject(kind: .application, id: id))
            try addMarks(tx.held(answers, where: "applicationId", is: id))
        }
        for id in draftIDs.sorted() {
            let rows = try tx.held(written, where: "draftId", is: id)
            let isOwn = try rows.contains { row in
                guard let key = row["questionKey"]?.string,
                    questions.contactEmails.contains(key)
                else { return false }
                return try PeopleQuestions.words(of: row)?.lowercased() == email
            }
            guard isOwn else { continue }
            ownContacts.insert(Subject(kind: .draft, id: id))
            try addMarks(rows)
        }
    }

    private mutating func addMarks(_ answers: [HeldRow]) throws {
        for row in answers {
            if let key = row["questionKey"]?.string, questions.contactMarks.contains(key) {
                add(try PeopleQuestions.words(of: row))
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
        disclosure.lookedFor = marks
        var found: [(row: HeldRow, entry: PersonalData, isTheirs: Bool)] = []
        for subject in subjects.sorted(by: { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
        ) {
            for entry in entries {
                guard let table = map.table(entry.table) else { continue }
                try entry.rows(of: subject.kind, subject.id, in: tx) { row in
                    let held = table.held(row)
                    if seen.insert("\(held.table) \(held.key)").inserted {
                        found.append((held, entry, subject.kind == .person))
                    }
                }
            }
            try countEquality(subject, in: tx)
        }
        let scrubbing = Scrubbing(
            others: try others(found.map { $0.row }, in: tx), own: marks)
        for (row, entry, isTheirs) in found {
            // What they said of themselves is theirs at any time.
            if !isTheirs, try isUndecided(row, in: tx) {
                disclosure.leaveOut(.undecided)
                continue
            }
            if entry.table == "documentUpload" {
                guard isOfSubject(row) else {
                    disclosure.leaveOut(.ownWork)
                    continue
                }
                disclosure.leaveOut(.files)
            }
            let given = shown(row, map.table(row.table), scrubbing)
            disclosure.add(given, table: row.table, entry.kind)
        }
        try addMentions(scrubbing, in: tx)
        try addPaymentFiles(scrubbing, in: tx)
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

    /// The names and addresses of others: all who have an account or speak for a group,
    /// and who else is in these rows.
    private func others(_ rows: [HeldRow], in tx: borrowing ReadTx) throws -> Set<String> {
        var names: Set<String> = []
        for name in ["person", "applicationContact"] {
            guard let table = map.table(name) else { continue }
            try tx.search(table, for: [" ", "@"]) { row in
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
        for row in rows where isOfOthers(row) {
            let answer = try PeopleQuestions.words(of: row) ?? ""
            names.formUnion(PeopleQuestions.names(in: answer).filter { !isOwn($0) })
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
        marks.contains { $0.lowercased() == text.trimmed.lowercased() }
    }

    func isOwn(_ text: String) -> Bool { marks.contains { text.hasWhole($0) } }

    /// Whether it belongs to an application or a draft of theirs.
    private func isOfSubject(_ row: HeldRow) -> Bool { isIn(subjects, row) }

    private func isIn(_ subjects: Set<Subject>, _ row: HeldRow) -> Bool {
        let owners = [
            row.id("applicationId").map { Subject(kind: .application, id: $0) },
            row.id("draftId").map { Subject(kind: .draft, id: $0) },
        ]
        return owners.contains { $0.map { subjects.contains($0) } ?? false }
    }

    /// Whether it answers who somebody is or how they are reached, and that may be others.
    func isOfOthers(_ row: HeldRow) -> Bool {
        questions.isOfOthers(row) || questions.isOfContact(row) && !isIn(ownContacts, row)
    }

    /// Whether it is what is said of an application before its round is decided: theirs, or one of
    /// others that names them.
    func isUndecided(_ row: HeldRow, in tx: borrowing ReadTx) throws -> Bool {
        guard !undecidedRounds.isEmpty,
            Self.sealedTables.contains(where: { row.table.hasPrefix($0) })
        else { return false }
        // While anything is open, nothing is told of what belongs to no round.
        return try round(of: row, in: tx).map { undecidedRounds.contains($0) } ?? true
    }

    private func round(of row: HeldRow, in tx: borrowing ReadTx) throws -> Int64? {
        if let id = row.id("roundId") { return id }
        let ways = [
            ("applicationId", "application"), ("scoreId", "assessmentScore"),
            ("meetingId", "assessmentMeeting"), ("recommendationId", "assessmentRecommendation"),
            ("proposalId", "awardProposal"),
        ]
        for (column, name) in ways {
            guard let id = row.id(column), let table = map.table(name) else { continue }
            if let parent = try tx.held(table, where: "id", is: id).first {
                return try round(of: parent, in: tx)
            }
        }
        return nil
    }

    mutating func shown(
        _ row: HeldRow, _ table: SchemaMap.Table?, _ scrubbing: Scrubbing
    ) -> Disclosure.Shown {
        let people = table?.people ?? []
        let isOther = isOfOther(row)
        let naming = namingColumns(of: row.table)
        let isAboutOthers = isOfOthers(row)
        // Whom a list has there is not this person, where they are not named.
        let isMatch =
            row.table == "applicationScreeningCandidate"
            && row["list"]?.string != "charity-register"
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
            if isAboutOthers, name == "value" { return (name, .string(ownPart(of: text))) }
            if isMatch, ["why", "listed"].contains(name), !isOwn(text) {
                disclosure.leaveOut(.otherPeople)
                return (name, .string(Scrubbing.placeholder))
            }
            let (scrubbed, count) = scrubbing.scrub(text)
            disclosure.leaveOut(.otherPeople, count)
            return (name, .string(scrubbed))
        }
        let hidden = people + row.values.map { $0.name }.filter { Scrubbing.isSecret($0) }
        return Disclosure.Shown(key: row.key(without: hidden), values: values)
    }

    /// Of an answer about people what is this person's: nothing else of it is told.
    mutating func ownPart(of answer: String) -> String {
        let own = marks.filter { answer.hasWhole($0) }
        let rest = own.reduce(answer.lowercased().replacing("\\n", with: "\n")) {
            $0.replacing($1.lowercased(), with: "")
        }
        guard rest.contains(where: { $0.isLetter || $0.isNumber }) else { return answer }
        disclosure.leaveOut(.otherPeople)
        return (own + [Scrubbing.placeholder]).joined(separator: ", ")
    }

    private mutating func person(_ value: JSONValue) -> JSONValue {
        if let id = value.int, subjects.contains(Subject(kind: .person, id: id)) {
            return .string("[this person]")
        }
        disclosure.leaveOut(.otherPeople)
        return .string(Scrubbing.placeholder)
    }
}
