import Applications
import Forms
import FundCore
import Rounds

/// All that is known of one application.
public struct ApplicationShown: Sendable {
    public let object: JSONValue
    /// A row of `Listing.applications`.
    public let row: [JSONValue]
    /// The object with questions, answers and priorities as people read them.
    public let said: JSONValue
}

extension JSONValue {
    /// The object of an application with the questions of its form for the keys of its answers.
    func said(
        answers: [(key: String, value: JSONValue)], to form: Form, priorities: [Priority],
        in words: TextCatalogue
    ) -> JSONValue {
        guard case .object(let members) = self else { return self }
        let given = Dictionary(
            answers.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        let titles = Dictionary(
            priorities.map { ($0.key, words.translation("priorities.\($0.key)") ?? $0.title) },
            uniquingKeysWith: { first, _ in first })
        return .object(
            members.map { member in
                switch member.key {
                case "answers":
                    let known = Set(form.questions.map(\.key))
                    return (
                        member.key,
                        .object(
                            form.questions.filter { given[$0.key] != nil }.map { question in
                                (
                                    words.title(of: question),
                                    .string(
                                        words.lines(given[question.key], to: question)
                                            .joined(separator: "\n"))
                                )
                            }
                                // What an import brought, and no form asked.
                                + answers.filter { !known.contains($0.key) }
                                .map { ($0.key, $0.value) })
                    )
                case "priorities":
                    return (
                        member.key,
                        .array(
                            (member.value.array ?? []).map { key in
                                .string(titles[key.plainText] ?? key.plainText)
                            })
                    )
                default: return (member.key, member.value)
                }
            })
    }
}
