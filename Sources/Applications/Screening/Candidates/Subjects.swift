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
    func screenedApplications(
        of round: RoundID, _ form: Form, in tx: borrowing ReadTx
    ) throws -> [ScreenedApplication] {
        let ids = try tx.list(
            """
            SELECT id FROM application WHERE roundId = ? AND status IN
              ('submitted', 'eligible', 'awarded') ORDER BY id
            """, [round.rawValue], { ApplicationID($0[0]) })
        return try ids.map { try screened($0, form, in: tx) }
    }

    func screened(
        _ id: ApplicationID, _ form: Form, in tx: borrowing ReadTx
    ) throws -> ScreenedApplication {
        let detail = try detail(of: id, in: tx)
        var subjects = [Subject(kind: .organisation, name: detail.summary.organisation)]
        // What the same group, by its registration, called itself elsewhere.
        let others = try tx.list(
            """
            SELECT DISTINCT other.organisation FROM application
              JOIN application AS other ON other.groupId = application.groupId
            WHERE application.id = ? AND other.id <> application.id
            ORDER BY other.organisation
            """, [id.rawValue], { $0[0] as String })
        subjects += others.map { Subject(kind: .otherName, name: $0) }
        if let contact = detail.contact {
            subjects += Self.names(in: contact.name).map { Subject(kind: .contact, name: $0) }
        }
        for question in form.questions {
            guard let screens = question.screens,
                let text = detail.answersByField[question.place]?.string?.trimmed, !text.isEmpty
            else { continue }
            switch screens {
            case .organisation:
                subjects += text.split(whereSeparator: { ";\n".contains($0) }).map {
                    Subject(kind: .otherName, name: String($0).trimmed)
                }
            case .person:
                subjects += Self.names(in: text).map { Subject(kind: .person, name: $0) }
            // Of the person who was named last before it.
            case .birthDate: Self.change(&subjects) { $0.born = text }
            case .country: Self.change(&subjects) { $0.country = text }
            }
        }
        var seen: Set<[String]> = []
        subjects = subjects.filter { subject in
            let folded = subject.folded
            return !folded.tokens.isEmpty
                && seen.insert(folded.tokens.map(\.text) + [subject.isPerson ? "1" : "0"]).inserted
        }
        let number = detail.registrationNumber.flatMap(Organisation.identifier).flatMap {
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
            id: id, reference: detail.summary.reference, subjects: subjects,
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
