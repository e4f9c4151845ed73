import Forms
import FundCore
import FundStore
import Rounds

extension Reports {
    /// The questions about people of every round that has opened, as its form was frozen.
    func peopleQuestions(in tx: borrowing ReadTx) throws -> PeopleQuestions {
        var questions = PeopleQuestions()
        for round in try rounds.all(in: tx) where round.status != .planned {
            questions.add(try rounds.section(.form, of: round.id, in: tx))
        }
        return questions
    }
}

/// The questions that are answered with who people are and how they are reached, by their keys.
struct PeopleQuestions {
    /// Who runs a group, who else knows it, and whatever else the panel does not read.
    private(set) var others: Set<String> = []
    /// Of whoever speaks for the group.
    private(set) var contact: Set<String> = []
    private(set) var contactEmails: Set<String> = []
    /// Of these, by which more of the same person is found.
    private(set) var contactMarks: Set<String> = []

    mutating func add(_ form: Form) {
        for question in form.questions {
            let fills = question.fills?.rawValue.hasPrefix("contact.") ?? false
            let screened = question.screens.map { $0 != .organisation } ?? false
            if screened {
                others.insert(question.key)
            } else if fills || question.type == .phone {
                contact.insert(question.key)
                if question.fills == .contactEmail { contactEmails.insert(question.key) }
                if question.fills == .contactName || question.type == .phone {
                    contactMarks.insert(question.key)
                }
            } else if !question.isForPanel {
                others.insert(question.key)
            }
        }
    }

    func isOfOthers(_ row: HeldRow) -> Bool { key(row).map(others.contains) ?? false }

    func isOfContact(_ row: HeldRow) -> Bool { key(row).map(contact.contains) ?? false }

    /// The question that a row answers with words; nil where it is no answer, or is a tick, a
    /// number or files.
    private func key(_ row: HeldRow) -> String? {
        guard ["applicationAnswer", "applicationDraftAnswer"].contains(row.table),
            row["value"]?.string?.hasPrefix("\"") ?? true
        else { return nil }
        return row["questionKey"]?.string
    }

    /// The words of an answer, which is kept as JSON; nil where it has none.
    static func words(of row: HeldRow) throws -> String? {
        guard let text = row["value"]?.string else { return nil }
        return try JSONReader.read(Array(text.utf8)).string
    }

    /// What may be names in an answer: `Ada Example (chair), Cal Example`.
    static func names(in answer: String) -> [String] {
        answer.split { $0.isNewline || ",;:()/|•".contains($0) }
            .map { String($0).trimmed }
            .filter { name in
                let words = name.split(separator: " ").count
                return (2...5).contains(words) && !name.contains("@")
                    && !name.contains(where: \.isNumber)
            }
    }
}
