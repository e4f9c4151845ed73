import Applications
import Awards
import Forms
import FundCore
import FundStore
import Identity
import Payments
import Rounds

extension Reports {
    /// What is recorded about an award, for somebody who asks under freedom of information:
    /// personal data, bank details, what panels say before a decision and notes within the council
    /// are left out, and listed.
    /// - Throws: `ApplicationsProblem` for a reference that is none, `DisclosureProblem.noAward`
    ///   for an application that was given none: its record is its organisation's.
    public func information(
        onAward reference: String, as principal: Principal
    ) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        return try store.read { tx in
            let (id, found, _) = try applications.find(reference, in: tx)
            guard try awards.award(of: id, in: tx) != nil else {
                throw DisclosureProblem.noAward(reference: "\(found)")
            }
            return try information([id], about: "\(found)", in: tx)
        }
    }

    /// As `information(onAward:)`, of every application of an organisation, whatever became of it.
    ///
    /// - Parameter organisation: its registration number, its identifier (`GB-CHC-1164883`), or the
    ///   reference of one of its applications.
    public func information(
        onOrganisation organisation: String, as principal: Principal
    ) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        return try store.read { tx in
            let ids = try applications.ofOrganisation(organisation.trimmed, in: tx)
            guard !ids.isEmpty else {
                throw DisclosureProblem.organisationUnknown(organisation.trimmed)
            }
            return try information(ids, about: organisation.trimmed, in: tx)
        }
    }

    private func information(
        _ ids: [ApplicationID], about: String, in tx: borrowing ReadTx
    ) throws -> Disclosure {
        let questions = try peopleQuestions(in: tx)
        var (undecided, hidden, names): (Set<Int64>, Set<String>, Set<String>) = ([], [], [])
        var individuals: [Int64: IndividualWords] = [:]
        for id in ids {
            let detail = try applications.detail(of: id, in: tx)
            if try !people(among: [detail.summary], of: detail.roundID, in: tx).isEmpty {
                individuals[id.rawValue] = IndividualWords(detail)
            }
            if try rounds.round(detail.roundID, in: tx).status != .decided {
                undecided.insert(id.rawValue)
            }
            let form: Form = try rounds.section(.form, of: detail.roundID, in: tx)
            hidden.formUnion(
                form.questions.filter { !$0.isForPanel || $0.type == .postcode }.map(\.key))
            for (key, value) in detail.answers where questions.others.contains(key) {
                names.formUnion(value.string.map { PeopleQuestions.names(in: $0) } ?? [])
            }
        }
        hidden.formUnion(questions.others)
        var gathering = try InformationGathering(about, names: names, in: tx)
        gathering.undecided = undecided
        gathering.hiddenAnswers = hidden
        gathering.individuals = individuals
        for id in ids { try gathering.add(id.rawValue, in: tx) }
        var disclosure = gathering.finished()
        try addForms(to: &disclosure, in: tx)
        return disclosure
    }
}

/// Everything that hangs on an application, table by table, without what may not be given out.
struct InformationGathering {
    /// Rows of these kinds are about people, and stay.
    private static let personalKinds: Set<PersonalKind> = [
        .contacts, .letters, .files, .draft, .panel, .tension, .support, .sessions, .people,
    ]
    /// What the council noted for itself, and what it holds back.
    private static let inner = [
        "applicationNote", "applicationQuestion", "applicationScreening", "applicationFinding",
        "applicationCheck", "erasure", "commissioningConcern", "paymentHold", "paymentReportHold",
    ]
    /// What the group itself sent: all that is given before the decision.
    private static let sent = ["application", "applicationAnswer", "applicationPriority"]
    /// How far it goes from the application; nothing hangs further from it.
    private static let greatestDepth = 8

    private let map: SchemaMap
    private let kinds: [String: PersonalKind]
    private let personalColumns: [String: Set<String>]
    private let scrubbing: Scrubbing
    /// Applications whose rounds are not decided.
    var undecided: Set<Int64> = []
    /// Answers that say how people are reached, by their questions.
    var hiddenAnswers: Set<String> = []
    /// Of the applications that people made in their own name.
    var individuals: [Int64: IndividualWords] = [:]
    private var disclosure: Disclosure
    private var seen: Set<String> = []

    /// - Parameter names: of people, as answers have them.
    init(_ about: String, names: Set<String>, in tx: borrowing ReadTx) throws {
        map = try tx.schemaMap()
        disclosure = Disclosure(about: about, madeAt: tx.now)
        disclosure.redactions = []
        var (kinds, columns): ([String: PersonalKind], [String: Set<String>]) = ([:], [:])
        for entry in PersonalRegister.all {
            kinds[entry.table] = entry.kind
            columns[entry.table, default: []].formUnion(entry.columns.map(\.name))
        }
        self.kinds = kinds
        personalColumns = columns
        // The names of all whom the fund knows: staff, and those who speak for groups.
        var names = names
        for name in ["person", "applicationContact", "awardAcceptance", "awardConfirmation"] {
            guard let table = map.table(name) else { continue }
            try tx.search(table, for: [" ", "@"]) { row in
                let address = row["address"]?.string
                let street = address?.split(whereSeparator: \.isNewline).first.map(String.init)
                [row["name"]?.string, row["email"]?.string, address, street]
                    .compactMap(\.self).forEach { names.insert($0) }
            }
        }
        scrubbing = Scrubbing(others: names, own: [])
    }

    func finished() -> Disclosure { disclosure }

    /// Adds an application with all that refers to it, and to that, and so on.
    mutating func add(_ application: Int64, in tx: borrowing ReadTx) throws {
        guard let table = map.table("application") else { return }
        var found = try tx.held(table, where: "id", is: application)
        for row in found { give(row, of: application) }
        for _ in 0..<Self.greatestDepth {
            var next: [HeldRow] = []
            for parent in found {
                next += try children(of: parent, in: tx)
            }
            for row in next { give(row, of: application) }
            guard !next.isEmpty else { return }
            found = next
        }
    }

    private mutating func children(
        of parent: HeldRow, in tx: borrowing ReadTx
    ) throws -> [HeldRow] {
        guard let key = map.table(parent.table)?.key, key.count == 1,
            let id = parent.id(key[0].name)
        else { return [] }
        var rows: [HeldRow] = []
        for table in map.tables {
            for reference in table.references
            where reference.table == parent.table && [key[0].name, "id"].contains(reference.to) {
                for row in try tx.held(table, where: reference.column, is: id)
                where seen.insert("\(row.table) \(row.key)").inserted { rows.append(row) }
            }
        }
        return rows
    }

    private mutating func give(_ row: HeldRow, of application: Int64) {
        let kind = kinds[row.table]
        if kind == .equality { return withhold(row, .equality) }
        if kind == .bankDetails || row.table.hasPrefix("paymentPayee") {
            return withhold(row, .bankDetails)
        }
        if Self.inner.contains(where: { row.table.hasPrefix($0) }) {
            return withhold(row, .advice)
        }
        if let kind, Self.personalKinds.contains(kind) {
            return withhold(row, .personal)
        }
        if undecided.contains(application), !Self.sent.contains(row.table) {
            return withhold(row, .undecided)
        }
        if let question = row["questionKey"]?.string, hiddenAnswers.contains(question) {
            return withhold(row, .personal)
        }
        let given = shown(row, individuals[application])
        disclosure.add(given, table: row.table, kind)
    }

    /// Leaves out a whole row.
    private mutating func withhold(_ row: HeldRow, _ rule: DisclosureRule) {
        // Before the decision, not even which tables have something is told.
        guard rule != .undecided else {
            return disclosure.redact(
                Redaction(
                    kind: kinds["application"], table: "application", row: nil, field: nil,
                    passages: 1, characters: nil, rule: rule))
        }
        let texts = row.values.filter { !Scrubbing.isSecret($0.name) }.compactMap(\.value.string)
        // How long somebody's answer or account is may tell what it is.
        let isSilent = rule == .equality || rule == .bankDetails
        disclosure.redact(
            Redaction(
                kind: kinds[row.table], table: row.table,
                row: rule == .equality ? nil : key(ofWithheld: row), field: nil, passages: 1,
                characters: isSilent ? nil : texts.reduce(0) { $0 + $1.count }, rule: rule))
    }

    /// The numbers of its key, and the question: no words of it.
    private func key(ofWithheld row: HeldRow) -> String {
        let table = map.table(row.table)
        let people = table?.people ?? []
        let parts = (table?.key ?? []).map(\.name).filter { !people.contains($0) }
            .compactMap { name -> String? in
                guard let value = row[name], value.int != nil || name == "questionKey" else {
                    return nil
                }
                return "\(name)=\(value.text)"
            }
        return parts.joined(separator: ",")
    }

    private mutating func shown(
        _ row: HeldRow, _ individual: IndividualWords?
    ) -> Disclosure.Shown {
        let people = map.table(row.table)?.people ?? []
        let personal = personalColumns[row.table] ?? []
        // The place of a group without a number may be where somebody lives.
        let isRegistered = row["registrationNumber"]?.string != nil
        let hidden = people + row.values.map { $0.name }.filter { Scrubbing.isSecret($0) }
        let key = row.key(without: hidden)
        let kind = kinds[row.table]
        func redact(_ field: String, _ passages: Int, _ characters: Int?, _ rule: DisclosureRule) {
            disclosure.redact(
                Redaction(
                    kind: kind, table: row.table, row: key, field: field,
                    passages: passages, characters: characters, rule: rule))
        }
        var values: [(name: String, value: JSONValue)] = []
        for (name, value) in row.values {
            if case .null = value { continue }
            if people.contains(name) {
                redact(name, 1, nil, .otherPeople)
            } else if Scrubbing.isSecret(name) {
                redact(name, 1, nil, .secrets)
            } else if case .object = value {
                redact(name, 1, nil, .secrets)
            } else if personal.contains(name),
                ["name", "role", "paperPlace"].contains(name)
                    || name == "postcode" && !isRegistered
            {
                redact(name, 1, value.string?.count, .personal)
            } else if let text = value.string {
                if let individual, individual.holds(text, in: name, of: row.table) {
                    redact(name, 1, text.count, .individual)
                    continue
                }
                let (scrubbed, count, characters) = scrubbing.scrubbed(text)
                redact(name, count, characters, .personal)
                values.append((name, .string(scrubbed)))
            } else {
                values.append((name, value))
            }
        }
        return Disclosure.Shown(key: key, values: values)
    }
}
