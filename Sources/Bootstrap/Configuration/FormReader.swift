import Forms
import FundCore

/// Reads `form.yaml`: the questions of the application form.
enum FormReader {
    static func form(_ root: ConfigValue) -> Form {
        root.allow("questions")
        var keys = UniqueKeys()
        return Form(questions: root["questions"].items.compactMap { question($0, &keys) })
    }

    private static func question(_ value: ConfigValue, _ keys: inout UniqueKeys) -> Question? {
        let common = ["key", "type", "title", "hint", "required"]
        guard let type = value["type"].choice(of: QuestionType.self) else { return nil }
        switch type {
        case .text, .longText:
            value.allow(common[0], common[1], common[2], common[3], common[4], "maximumCharacters")
        case .number:
            value.allow(
                common[0], common[1], common[2], common[3], common[4], "minimum", "maximum")
        case .choice, .choices:
            value.allow(common[0], common[1], common[2], common[3], common[4], "options")
        case .declaration:
            value.allow(common[0], common[1], common[2], common[3], common[4])
        }
        let hint = value.optional("hint")
        let longest = value.optional("maximumCharacters")
        let standard: Int64 = type == .longText ? 5000 : 200
        return Question(
            key: keys.take(value["key"]), type: type, title: value["title"].text(),
            hint: hint.isPresent ? hint.text(maximum: 1000) : nil,
            required: value["required"].truth(),
            maximumCharacters: Int(
                longest.isPresent ? longest.wholeNumber(1...20_000) : standard),
            minimum: bound(value.optional("minimum")), maximum: bound(value.optional("maximum")),
            options: options(of: value, type))
    }

    private static func bound(_ value: ConfigValue) -> Int64? {
        value.isPresent ? value.wholeNumber(-1_000_000_000...1_000_000_000) : nil
    }

    private static func options(of value: ConfigValue, _ type: QuestionType) -> [Question.Option] {
        guard type == .choice || type == .choices else { return [] }
        var keys = UniqueKeys()
        return value["options"].items.map { item in
            item.allow("key", "title")
            return Question.Option(key: keys.take(item["key"]), title: item["title"].text())
        }
    }
}
