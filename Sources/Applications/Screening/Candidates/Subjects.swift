import Forms
import FundCore
import FundStore
import GRDB

/// A name of an application that is looked for in lists, and what is known of whose it is.
struct Subject: Sendable {
    let kind: ScreenedSubject
    let name: String
    var born: String?
    var country: String?

    var isPerson: Bool { kind == .contact || kind == .person }

    var folded: FoldedName { FoldedName(name, as: isPerson ? .person : .organisation) }
}

/// An application with the names that are looked for.
struct ScreenedApplication: Sendable {
    let id: ApplicationID
    let reference: Reference
    let subjects: [Subject]
    /// The number of a charity of England and Wales, where it gave one.
    let charityNumber: String?
    /// Of the names: with other names it is to be screened anew.
    let namesHash: SHA256Hex
}

extension ApplicationsModule {
    /// The applications of a round that may get money, with every name in them.
    ///
    /// - Parameters:
    ///   - only: these alone, however they stand.
    ///   - beside: these too, however they stand.
    func screenedApplications(
        of round: RoundID, only: [ApplicationID]? = nil, beside: [ApplicationID] = [],
        _ form: Form, in tx: borrowing ReadTx
    ) throws -> [ScreenedApplication] {
        let answers = try screenedAnswers(of: round, only: only, form, in: tx)
        let others = try otherNames(of: round, only: only, in: tx)
        let condition =
            only == nil
            ? """
            application.roundId = ?1 AND (status IN ('submitted', 'eligible', 'awarded')
              OR application.id IN (SELECT value FROM json_each(?2)))
            """
            : "application.roundId = ?1 AND application.id IN (SELECT value FROM json_each(?2))"
        return try tx.list(
            """
            SELECT application.id, reference, organisation, registrationNumber, postcode, title,
              summary, contact.name, contact.email, contact.address
            FROM application
            LEFT JOIN applicationContact AS contact ON contact.applicationId = application.id
            WHERE \(condition) ORDER BY application.id
            """, Self.arguments(round, only ?? beside)
        ) { row in
            let id = ApplicationID(row[0])
            var texts = answers[id] ?? [:]
            for (field, place) in Self.screenedFields {
                texts[field.rawValue] = row[place] as String?
            }
            return Self.screened(
                id, Reference(stored: row[1]), organisation: row[2], registrationNumber: row[3],
                contactName: row[7], otherNames: others[id] ?? [], texts, form)
        }
    }

    /// What an application says outside its answers and a name may stand in, by its column above.
    private static let screenedFields: [(StandardField, Int)] = [
        (.organisationName, 2), (.registrationNumber, 3), (.postcode, 4), (.title, 5),
        (.summary, 6), (.contactName, 7), (.contactEmail, 8), (.contactAddress, 9),
    ]

    private static func arguments(
        _ round: RoundID, _ only: [ApplicationID]?
    ) -> StatementArguments {
        var arguments: StatementArguments = [round.rawValue]
        if let only { arguments += [JSONValue.array(only.map { .int($0.rawValue) }).text] }
        return arguments
    }

    /// The answers to the questions whose answers are looked for, by their places.
    private func screenedAnswers(
        of round: RoundID, only: [ApplicationID]?, _ form: Form, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String: String]] {
        let keys = form.questions.filter { $0.screens != nil }.map(\.key)
        guard !keys.isEmpty else { return [:] }
        var answers: [ApplicationID: [String: String]] = [:]
        let condition =
            only == nil ? "" : "AND applicationId IN (SELECT value FROM json_each(?2))"
        let wanted = keys.map { _ in "?" }.joined(separator: ", ")
        try tx.forEach(
            """
            SELECT applicationId, questionKey, value FROM applicationAnswer
            JOIN application ON application.id = applicationId
            WHERE roundId = ?1 \(condition) AND questionKey IN (\(wanted))
            """, Self.arguments(round, only) + StatementArguments(keys)
        ) { row in
            let value: String = row[2]
            guard let text = try JSONReader.read(Array(value.utf8)).string else { return }
            answers[ApplicationID(row[0]), default: [:]]["answers.\(row[1] as String)"] = text
        }
        return answers
    }

    /// What the same groups, by their registration, called themselves elsewhere.
    private func otherNames(
        of round: RoundID, only: [ApplicationID]?, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String]] {
        var names: [ApplicationID: [String]] = [:]
        let condition =
            only == nil ? "" : "AND application.id IN (SELECT value FROM json_each(?2))"
        try tx.forEach(
            """
            SELECT DISTINCT application.id, other.organisation FROM application
              JOIN application AS other ON other.groupId = application.groupId
            WHERE application.roundId = ?1 \(condition) AND other.id <> application.id
            ORDER BY application.id, other.organisation
            """, Self.arguments(round, only)
        ) { names[ApplicationID($0[0]), default: []].append($0[1]) }
        return names
    }

    private static func screened(
        _ id: ApplicationID, _ reference: Reference, organisation: String,
        registrationNumber: String?, contactName: String?, otherNames: [String],
        _ texts: [String: String], _ form: Form
    ) -> ScreenedApplication {
        var subjects = [Subject(kind: .organisation, name: organisation)]
        subjects += otherNames.map { Subject(kind: .otherName, name: $0) }
        if let contactName {
            subjects += names(in: contactName).map { Subject(kind: .contact, name: $0) }
        }
        for question in form.questions {
            guard let screens = question.screens,
                let text = texts[question.place]?.trimmed, !text.isEmpty
            else { continue }
            switch screens {
            case .organisation:
                subjects += text.split(whereSeparator: { ";\n".contains($0) }).map {
                    Subject(kind: .otherName, name: String($0).trimmed)
                }
            case .person:
                subjects += names(in: text).map { Subject(kind: .person, name: $0) }
            // Of the person who was named last before it.
            case .birthDate: change(&subjects) { $0.born = text }
            case .country: change(&subjects) { $0.country = text }
            }
        }
        var seen: Set<[String]> = []
        subjects = subjects.filter { subject in
            let folded = subject.folded
            return !folded.tokens.isEmpty
                && seen.insert(folded.tokens.map(\.text) + [subject.isPerson ? "1" : "0"]).inserted
        }
        let number = registrationNumber.flatMap(Organisation.identifier).flatMap {
            $0.hasPrefix("GB-CHC-") ? String($0.dropFirst(7)) : nil
        }
        var digest = SHA256Stream()
        for subject in subjects {
            digest.update(
                [
                    subject.kind.rawValue, subject.name, subject.born ?? "", subject.country ?? "",
                ].joined(separator: "\u{1F}") + "\n")
        }
        digest.update(number ?? "")
        return ScreenedApplication(
            id: id, reference: reference, subjects: subjects,
            charityNumber: number, namesHash: digest.finish())
    }

    private static func change(_ subjects: inout [Subject], _ change: (inout Subject) -> Void) {
        guard let last = subjects.lastIndex(where: { $0.kind == .person }) else { return }
        change(&subjects[last])
    }

    /// The people whom a line names: `Ann Example and Bo Sample`. "Example, Ann" is one.
    static func names(in text: String) -> [String] {
        var names: [String] = []
        for line in text.split(whereSeparator: { ";\n/&".contains($0) }) {
            let parts = line.split(separator: ",").map { String($0).trimmed }
            let isMany = parts.allSatisfy { $0.split(separator: " ").count > 1 }
            for part in isMany ? parts : [String(line).replacing(",", with: " ")] {
                names += Self.parted(part, at: "and")
            }
        }
        return names.map(\.trimmed).filter { !$0.isEmpty }
    }

    private static func parted(_ text: String, at word: String) -> [String] {
        text.split(separator: " ").split { $0.lowercased() == word }.map {
            $0.joined(separator: " ")
        }
    }
}
