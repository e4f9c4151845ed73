import Forms
import FundCore
import FundStore
import GRDB

/// An entry of a list with all that its rows say.
struct ListedEntry: Sendable {
    let list: ScreeningList
    let key: String
    let type: ListedType
    let regime: String
    let listedOn: String
    var names: [ListedName] = []
    var births: [String] = []
    var countries: [String] = []
}

/// A round's applications and the lists to look in, as they stood at one moment. Looking takes
/// seconds and needs no database.
public struct ScreeningMaterial: Sendable {
    let round: RoundID
    let threshold: Int
    let imports: [ListImport]
    /// The lists that were to be looked in and were never taken in.
    public let missing: [ScreeningList]
    let applications: [ScreenedApplication]
    /// Those that are looked at although they have been decided against.
    let beside: [ApplicationID]
    let entries: [ListedEntry]
    /// By number, those that an application named; empty where the register was not looked in.
    let charities: [String: ListedCharity]

    var looksInCharities: Bool { imports.contains { $0.list == .charityRegister } }
}

/// Something on a list that may be a group or one of its people.
struct FoundCandidate: Sendable {
    let list: ScreeningList
    let entryKey: String
    /// In thousandths, what speaks against it taken off.
    let score: Int
    let why: JSONValue
    let listed: JSONValue

    /// What it rests on: found again with the same, it is the same.
    var grounds: SHA256Hex { SHA256Hex(of: why.text + "\n" + listed.text) }
}

/// What a run found, application by application.
public struct ScreeningFindings: Sendable {
    let material: ScreeningMaterial
    let found: [[FoundCandidate]]

    public var applicationCount: Int { material.applications.count }
    public var candidateCount: Int { found.reduce(0) { $0 + $1.count } }
}

extension ApplicationsModule {
    /// Takes out what a run looks at: the round's applications, and the newest import of each list.
    ///
    /// - Parameter beside: applications that were decided against and may get money after all.
    /// - Throws: `ScreeningProblem.noList`, `.nothingToScreen`.
    public func screeningMaterial(
        of round: RoundID, key: String, _ rules: ScreeningRules, _ form: Form,
        beside: [ApplicationID], in tx: borrowing ReadTx
    ) throws -> ScreeningMaterial {
        var imports: [ListImport] = []
        for demand in rules.lists {
            if let newest = try newestImport(of: demand.list, in: tx) { imports.append(newest) }
        }
        guard !imports.isEmpty else {
            throw ScreeningProblem.noList(round: key, lists: rules.lists.map(\.list))
        }
        let missing = rules.lists.map(\.list).filter { list in
            !imports.contains { $0.list == list }
        }
        let applications = try screenedApplications(
            of: round, beside: beside, form, in: tx)
        guard !applications.isEmpty else { throw ScreeningProblem.nothingToScreen(round: key) }
        var entries: [ListedEntry] = []
        for one in imports where one.list != .charityRegister {
            entries += try self.entries(of: one, in: tx)
        }
        var charities: [String: ListedCharity] = [:]
        if let register = imports.first(where: { $0.list == .charityRegister }) {
            charities = try self.charities(
                applications.compactMap(\.charityNumber), of: register.id, in: tx)
        }
        return ScreeningMaterial(
            round: round, threshold: rules.threshold, imports: imports, missing: missing,
            applications: applications, beside: beside, entries: entries, charities: charities)
    }

    private func entries(
        of one: ListImport, in tx: borrowing ReadTx
    ) throws -> [ListedEntry] {
        let id = one.id.rawValue
        var entries: [ListedEntry] = []
        var places: [String: Int] = [:]
        try tx.forEach(
            """
            SELECT entryKey, type, regime, listedOn FROM applicationListEntry
            WHERE importId = ? AND type <> 'ship' ORDER BY entryKey
            """, [id]
        ) { row in
            let key: String = row[0]
            places[key] = entries.count
            entries.append(
                ListedEntry(
                    list: one.list, key: key, type: ListedType(rawValue: row[1]) ?? .unknown,
                    regime: row[2], listedOn: row[3]))
        }
        try tx.forEach(
            """
            SELECT entryKey, name, kind FROM applicationListName WHERE importId = ?
            ORDER BY entryKey, kind <> 'primary', name
            """, [id]
        ) { row in
            guard let place = places[row[0]] else { return }
            entries[place].names.append(
                ListedName(text: row[1], kind: ListedNameKind(rawValue: row[2]) ?? .alias))
        }
        try tx.forEach(
            """
            SELECT entryKey, kind, value FROM applicationListFact WHERE importId = ?
            ORDER BY entryKey, kind, value
            """, [id]
        ) { row in
            guard let place = places[row[0]] else { return }
            if row[1] as String == "birth" {
                entries[place].births.append(row[2])
            } else {
                entries[place].countries.append(row[2])
            }
        }
        return entries
    }

    private func charities(
        _ numbers: [String], of id: ListImportID, in tx: borrowing ReadTx
    ) throws -> [String: ListedCharity] {
        var charities: [String: ListedCharity] = [:]
        try tx.forEach(
            """
            SELECT number, name, status, registeredOn, removedOn FROM applicationListCharity
            WHERE importId = ? AND number IN (SELECT value FROM json_each(?))
            """, [id.rawValue, JSONValue.array(numbers.map { .string($0) }).text]
        ) {
            charities[$0[0]] = ListedCharity(
                number: $0[0], name: $0[1], isRegistered: $0[2] as String == "registered",
                registeredOn: $0[3], removedOn: $0[4])
        }
        return charities
    }
}

extension ScreeningMaterial {
    /// Looks for every name of every application. Groups are compared with entities, people with
    /// individuals; nobody with ships.
    public func find() -> ScreeningFindings {
        var people = Pool(entries, as: .person) { $0 == .individual || $0 == .unknown }
        var groups = Pool(entries, as: .organisation) { $0 == .entity || $0 == .unknown }
        let found = applications.map { application in
            var candidates: [FoundCandidate] = []
            for subject in application.subjects {
                candidates +=
                    subject.isPerson
                    ? people.candidates(for: subject, entries, from: threshold)
                    : groups.candidates(for: subject, entries, from: threshold)
            }
            if looksInCharities, let number = application.charityNumber {
                candidates += charity(number, of: application).map { [$0] } ?? []
            }
            return candidates
        }
        return ScreeningFindings(material: self, found: found)
    }

    /// Names of a kind of entry, and the entry that each is of.
    private struct Pool {
        private var index: NameIndex
        private let owners: [(entry: Int, name: ListedName)]

        init(
            _ entries: [ListedEntry], as kind: FoldedName.Kind,
            where isWanted: (ListedType) -> Bool
        ) {
            var owners: [(entry: Int, name: ListedName)] = []
            var names: [FoldedName] = []
            for (place, entry) in entries.enumerated() where isWanted(entry.type) {
                for name in entry.names {
                    owners.append((place, name))
                    names.append(FoldedName(name.text, as: kind))
                }
            }
            index = NameIndex(names)
            self.owners = owners
        }

        /// One for each entry: by the name of it that is most like.
        mutating func candidates(
            for subject: Subject, _ entries: [ListedEntry], from threshold: Int
        ) -> [FoundCandidate] {
            var best: [Int: (name: ListedName, likeness: NameLikeness)] = [:]
            for (place, likeness) in index.names(like: subject.folded, from: threshold) {
                let (entry, name) = owners[place]
                if best[entry].map({ $0.likeness.score < likeness.score }) ?? true {
                    best[entry] = (name, likeness)
                }
            }
            return best.sorted { $0.key < $1.key }.map { entry, found in
                FoundCandidate(subject, entries[entry], found.name, found.likeness)
            }
        }
    }

    private func charity(
        _ number: String, of application: ScreenedApplication
    ) -> FoundCandidate? {
        guard let subject = application.subjects.first(where: { $0.kind == .organisation }) else {
            return nil
        }
        let charity = charities[number]
        var likeness = 0
        let finding: String
        if let charity {
            // Its own name only: others under this number may be others.
            likeness =
                NameLikeness(subject.folded, FoldedName(charity.name, as: .organisation)).score
            if !charity.isRegistered {
                finding = "charity-removed"
            } else if likeness < threshold {
                finding = "charity-other-name"
            } else {
                return nil
            }
        } else {
            finding = "charity-unknown"
        }
        return FoundCandidate(
            list: .charityRegister, entryKey: number, score: 1000,
            why: .object([
                ("finding", .string(finding)), ("subject", .string(subject.kind.rawValue)),
                ("name", .string(subject.name)), ("number", .string(number)),
                ("listedName", .optional(charity?.name)), ("likeness", .int(likeness)),
            ]),
            listed: .object([
                ("number", .string(number)), ("name", .optional(charity?.name)),
                (
                    "status",
                    charity.map { .string($0.isRegistered ? "registered" : "removed") } ?? .null
                ), ("registeredOn", .optional(charity?.registeredOn)),
                ("removedOn", .optional(charity?.removedOn)),
            ]))
    }
}

extension FoundCandidate {
    /// What another day of birth, another country takes off: it moves a candidate down the list, and
    /// never off it.
    private static let (birthCost, countryCost) = (150, 80)
    private static let greatestNameCount = 40

    fileprivate init(
        _ subject: Subject, _ entry: ListedEntry, _ name: ListedName, _ likeness: NameLikeness
    ) {
        var lowered: [String] = []
        var score = likeness.score
        let births = entry.births.compactMap(PartialDate.init)
        if let born = subject.born.flatMap({ PartialDate($0) }), !births.isEmpty,
            !births.contains(where: { $0.mayBe(born) })
        {
            lowered.append("birth-date")
            score -= Self.birthCost
        }
        if let country = subject.country, !entry.countries.isEmpty,
            !entry.countries.contains(where: {
                FoldedName.words(of: $0) == FoldedName.words(of: country)
            })
        {
            lowered.append("country")
            score -= Self.countryCost
        }
        list = entry.list
        entryKey = entry.key
        self.score = min(1000, max(0, score))
        why = .object([
            ("finding", .string("name")), ("subject", .string(subject.kind.rawValue)),
            ("name", .string(subject.name)), ("listedName", .string(name.text)),
            ("listedKind", .string(name.kind.rawValue)),
            (
                "words",
                .array(
                    likeness.pairs.map {
                        .object([
                            ("given", .string($0.given)), ("listed", .string($0.listed)),
                            ("likeness", .int($0.likeness)),
                        ])
                    })
            ), ("likeness", .int(likeness.score)),
            ("lowered", .array(lowered.map { .string($0) })),
            ("born", .optional(subject.born)), ("country", .optional(subject.country)),
        ])
        listed = .object([
            ("type", .string(entry.type.rawValue)),
            (
                "names",
                .array(entry.names.prefix(Self.greatestNameCount).map { .string($0.text) })
            ), ("births", .array(entry.births.map { .string($0) })),
            ("countries", .array(entry.countries.map { .string($0) })),
            ("regime", .string(entry.regime)), ("listedOn", .string(entry.listedOn)),
        ])
    }
}
