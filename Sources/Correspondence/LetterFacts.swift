import FundCore
import FundStore

extension LetterFacts {
    /// Reads what a letter was queued with, as the encoder wrote it.
    /// - Throws: `StoreProblem` where it is something else.
    init(reading text: String) throws {
        let stored = try JSONReader.read(Array(text.utf8))
        self.init(
            organisation: try Self.words("organisation", of: stored),
            contactName: stored["contactName"]?.string,
            title: try Self.words("title", of: stored),
            requested: try Self.words("requested", of: stored),
            date: try Self.words("date", of: stored), particular: Self.particular(of: stored),
            criteria: try Self.criteria(of: stored), answers: try Self.answers(of: stored),
            notes: Self.notes(of: stored),
            beside: try stored["beside"].map { beside in
                Beside(
                    date: try Self.words("date", of: beside),
                    particular: Self.particular(of: beside),
                    criteria: try Self.criteria(of: beside),
                    answers: try Self.answers(of: beside), notes: Self.notes(of: beside))
            })
    }

    private static func words(_ key: String, of value: JSONValue) throws -> String {
        guard let words = value[key]?.string else {
            throw StoreProblem.failed(why: "a letter's facts have no \(key)")
        }
        return words
    }

    private static func particular(of value: JSONValue) -> [String: String] {
        var particular: [String: String] = [:]
        if case .object(let members)? = value["particular"] {
            for member in members { particular[member.key] = member.value.string }
        }
        return particular
    }

    private static func criteria(of value: JSONValue) throws -> [Criterion] {
        try (value["criteria"]?.array ?? []).map {
            Criterion(
                title: try words("title", of: $0), label: try words("label", of: $0),
                points: try words("points", of: $0), maximum: try words("maximum", of: $0))
        }
    }

    private static func answers(of value: JSONValue) throws -> [Answer] {
        try (value["answers"]?.array ?? []).map {
            Answer(question: try words("question", of: $0), text: try words("text", of: $0))
        }
    }

    private static func notes(of value: JSONValue) -> [String] {
        (value["notes"]?.array ?? []).compactMap(\.string)
    }
}
