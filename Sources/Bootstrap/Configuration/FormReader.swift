import Forms
import FundCore
import Rounds

/// Reads the questions of an application form, those that come before it and those after it.
enum FormReader {
    /// What a form may refer to.
    struct Context {
        let criteria: [String]
        let priorities: [Priority]
        let wards: [Question.Option]
        var files = FileRules.standard
    }

    private enum Source: String, CaseIterable {
        case priorities, outcomes, wards
    }

    /// What the lines of a budget must come to.
    private enum BudgetTotal: String, CaseIterable {
        case requested
    }

    private enum Kind: String, CaseIterable {
        case many, one
    }

    static func form(_ root: ConfigValue, _ context: Context) -> Form {
        root.allow("questions", "sections")
        var keys = UniqueKeys()
        var questions: [Question] = []
        var reader = QuestionReader(context: context)
        let sections = root.optional("sections")
        guard sections.isPresent else {
            // A form for programs alone: no pages.
            for item in root["questions"].items {
                if let question = reader.question(item, &keys, isOnPage: false) {
                    questions.append(question)
                }
            }
            return Form(questions: questions)
        }
        if root.optional("questions").isPresent {
            root.optional("questions").report("unknown-key-of", ["keys": "sections"])
        }
        var sectionKeys = UniqueKeys()
        let read = sections.items.map { item -> Form.Section in
            item.allow("key", "title", "questions")
            var pages: [[String]] = []
            for value in item["questions"].items {
                guard let question = reader.question(value, &keys, isOnPage: true) else { continue }
                let isSame = value.optional("samePage")
                if isSame.isPresent, isSame.truth(), !pages.isEmpty {
                    pages[pages.count - 1].append(question.key)
                } else {
                    pages.append([question.key])
                }
                questions.append(question)
            }
            return Form.Section(
                key: sectionKeys.take(item["key"]), title: item["title"].text(maximum: 100),
                pages: pages)
        }
        for field in StandardField.allCases {
            let count = questions.filter { $0.fills == field }.count
            if count > 1 { sections.report("fills-twice", ["field": field.rawValue]) }
            if count == 0, StandardField.needed.contains(field) {
                sections.report("fills-missing", ["field": field.rawValue])
            }
        }
        return Form(questions: questions, sections: read)
    }

    static func eligibility(_ root: ConfigValue) -> Eligibility {
        root.allow("questions")
        var keys = UniqueKeys()
        return Eligibility(
            questions: root["questions"].items.map { item in
                item.allow("key", "title", "hint", "fits", "otherwise", "tryInstead")
                let hint = item.optional("hint")
                return Eligibility.Question(
                    key: keys.take(item["key"]), title: item["title"].text(),
                    hint: hint.isPresent ? hint.text(maximum: 1000, lines: true) : nil,
                    fitsYes: item["fits"].truth(),
                    otherwise: item["otherwise"].text(maximum: 1000),
                    tryInstead: item["tryInstead"].text(maximum: 1000))
            })
    }

    static func equality(_ root: ConfigValue) -> EqualityForm {
        root.allow("intro", "questions", "figures")
        var keys = UniqueKeys()
        return EqualityForm(
            intro: root["intro"].text(maximum: 1000),
            questions: root["questions"].items.map { item in
                item.allow("key", "title", "kind", "options")
                return EqualityForm.Question(
                    key: ReachReader.key(item["key"], &keys), title: item["title"].text(),
                    isMany: item["kind"].choice(of: Kind.self) == .many,
                    options: options(item["options"]))
            }, figures: ReachReader.rules(root.optional("figures")))
    }

    /// Questions that stand on no page of a form, each with what else its file says of it.
    ///
    /// - Parameter others: the further members that each may have.
    static func questions(
        _ list: ConfigValue, _ context: Context, also others: [String]
    ) -> [(question: Question, value: ConfigValue)] {
        var keys = UniqueKeys()
        var reader = QuestionReader(context: context)
        return list.items.compactMap { item in
            reader.question(item, &keys, isOnPage: false, also: others).map { ($0, item) }
        }
    }

    static func options(_ value: ConfigValue) -> [Question.Option] {
        var keys = UniqueKeys()
        return value.items.map { item in
            item.allow("key", "title")
            return Question.Option(key: keys.take(item["key"]), title: item["title"].text())
        }
    }

    /// Reads one question after the other: a condition may only look back.
    private struct QuestionReader {
        let context: Context
        private var earlier: [String: Question] = [:]

        init(context: Context) {
            self.context = context
        }

        mutating func question(
            _ value: ConfigValue, _ keys: inout UniqueKeys, isOnPage: Bool,
            also others: [String] = []
        ) -> Question? {
            guard let type = value["type"].choice(of: QuestionType.self) else { return nil }
            let own: [String] =
                switch type {
                case .text, .email, .phone, .postcode, .organisationNumber: ["maximumCharacters"]
                case .longText: ["maximumCharacters", "maximumWords"]
                case .number, .money: ["minimum", "maximum"]
                case .date: ["earliest", "latest", "notBefore"]
                case .choice, .choices: ["options", "optionsFrom"]
                case .file: ["maximumFiles", "panelSees"]
                case .budget: ["lines", "kinds", "total"]
                case .spend: ["from", "explainPercent", "explainOver"]
                case .ward, .declaration: []
                }
            let common = [
                "key", "type", "title", "hint", "required", "showWhen", "criteria", "forPanel",
                "screens",
            ]
            value.allow(common + own + others + (isOnPage ? ["fills", "samePage"] : []))
            let fills =
                isOnPage ? value.optional("fills").choice(of: StandardField.self) : nil
            if let fills, !fills.types.contains(type) {
                value.optional("fills").report(
                    "fills-type", ["types": fills.types.map(\.rawValue).joined(separator: ", ")])
            }
            let hint = value.optional("hint")
            let longest = value.optional("maximumCharacters")
            let standard =
                fills?.maximumCharacters
                ?? (type == .longText ? 5000 : type == .email ? 254 : 200)
            var question = Question(
                key: keys.take(value["key"]), type: type, title: value["title"].text(),
                hint: hint.isPresent ? hint.text(maximum: 1000, lines: true) : nil,
                required: value["required"].truth(),
                maximumCharacters: longest.isPresent
                    ? Int(longest.wholeNumber(1...Int64(fills?.maximumCharacters ?? 20_000)))
                    : standard,
                options: options(of: value, type))
            question.fills = fills
            if type == .choice || type == .choices, !question.options.isEmpty,
                question.options.allSatisfy({ own in
                    context.wards.contains { $0.key == own.key }
                })
            {
                question.areWards = true
            }
            let words = value.optional("maximumWords")
            if words.isPresent { question.maximumWords = Int(words.wholeNumber(1...5000)) }
            question.minimum = bound(value.optional("minimum"), type)
            question.maximum = bound(value.optional("maximum"), type)
            for (key, path) in [
                ("earliest", \Question.earliest), ("latest", \Question.latest),
            ] {
                let date = value.optional(key)
                if date.isPresent { question[keyPath: path] = "\(date.date())" }
            }
            let notBefore = value.optional("notBefore")
            if notBefore.isPresent {
                let key = notBefore.text(maximum: 40)
                if earlier[key]?.type != .date {
                    notBefore.report("not-earlier-date", ["value": key])
                }
                question.notBefore = key
            }
            question.criteria = criteria(value.optional("criteria"))
            let forPanel = value.optional("forPanel")
            if forPanel.isPresent { question.forPanel = forPanel.truth() }
            question.screens = screens(value.optional("screens"), type)
            question.showWhen = condition(value.optional("showWhen"))
            if type == .file {
                let most = value.optional("maximumFiles")
                question.files =
                    most.isPresent
                    ? context.files.taking(Int(most.wholeNumber(1...20))) : context.files
                let panelSees = value.optional("panelSees")
                if panelSees.isPresent { question.panelSees = panelSees.truth() }
            }
            if type == .budget { question.budget = budget(value) }
            if type == .spend { question.spend = spend(value) }
            // What was spent is told in returns, and a budget by those who apply.
            let isOfReturn = others.contains("light")
            if type == .budget && isOfReturn || type == .spend && !isOfReturn {
                value["type"].report("question-not-here", ["type": type.rawValue])
            }
            earlier[question.key] = question
            return question
        }

        private func budget(_ value: ConfigValue) -> BudgetRules {
            let (most, total) = (value.optional("lines"), value.optional("total"))
            return BudgetRules(
                lines: most.isPresent
                    ? Int(most.wholeNumber(1...Int64(BudgetRules.greatestLines)))
                    : BudgetRules().lines,
                isTotal: total.isPresent && total.choice(of: BudgetTotal.self) == .requested)
        }

        private func spend(_ value: ConfigValue) -> SpendRules {
            let (from, percent) = (value.optional("from"), value.optional("explainPercent"))
            let over = value.optional("explainOver")
            return SpendRules(
                fromPence: from.isPresent ? from.money().pence : nil,
                percent: percent.isPresent ? percent.wholeNumber(0...1000) : 20,
                overPence: over.isPresent ? over.money().pence : 10_000)
        }

        private func screens(_ value: ConfigValue, _ type: QuestionType) -> Screened? {
            guard value.isPresent, let screens = value.choice(of: Screened.self) else { return nil }
            if !screens.types.contains(type) {
                value.report(
                    "screens-type",
                    ["types": screens.types.map(\.rawValue).joined(separator: ", ")])
            }
            return screens
        }

        private func bound(_ value: ConfigValue, _ type: QuestionType) -> Int64? {
            guard value.isPresent else { return nil }
            return type == .money
                ? value.money().pence : value.wholeNumber(-1_000_000_000...1_000_000_000)
        }

        private func options(of value: ConfigValue, _ type: QuestionType) -> [Question.Option] {
            if type == .ward {
                if context.wards.isEmpty { value.report("wards-missing") }
                return context.wards
            }
            if type == .budget {
                let kinds = value.optional("kinds")
                return kinds.isPresent ? FormReader.options(kinds) : []
            }
            guard type.hasOptions else { return [] }
            let source = value.optional("optionsFrom")
            guard source.isPresent else { return FormReader.options(value["options"]) }
            if value.optional("options").isPresent { source.report("options-twice") }
            switch source.choice(of: Source.self) {
            case .priorities:
                return context.priorities.map { .init(key: $0.key, title: $0.title) }
            case .outcomes:
                return context.priorities.flatMap(\.outcomes).map {
                    .init(key: $0.key, title: $0.title)
                }
            case .wards: return context.wards
            case nil: return []
            }
        }

        private func criteria(_ value: ConfigValue) -> [String] {
            guard value.isPresent else { return [] }
            return value.items.map { item in
                let key = item.key()
                if !context.criteria.contains(key) {
                    item.report(
                        "not-an-option",
                        ["value": key, "options": context.criteria.joined(separator: ", ")])
                }
                return key
            }
        }

        private func condition(_ value: ConfigValue) -> ShowCondition? {
            guard value.isPresent else { return nil }
            value.allow("question", "is")
            let key = value["question"].text(maximum: 40)
            let values = value["is"].items.map { $0.text(maximum: 40) }
            guard let asked = earlier[key], asked.fills == nil,
                asked.type.hasOptions || asked.type == .declaration
            else {
                value["question"].report("not-earlier-choice", ["value": key])
                return nil
            }
            let options = asked.type == .declaration ? ["true"] : asked.options.map(\.key)
            for option in values where !options.contains(option) {
                value["is"].report(
                    "not-an-option",
                    ["value": option, "options": options.joined(separator: ", ")])
            }
            return ShowCondition(question: key, values: values)
        }
    }
}
