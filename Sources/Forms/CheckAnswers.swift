import FundCore

extension Form {
    /// Checks every answer against its question, unknown and missing ones included. What fills a
    /// standard field is not among them.
    ///
    /// - Parameter fields: an object of answers by question key; problems are added to it.
    public func answers(from fields: inout JSONFields) -> [Answer] {
        var given: [String: JSONValue] = [:]
        var answers: [Answer] = []
        for question in questions where question.fills == nil {
            guard question.isAsked(given) else {
                if fields.value(question.key) != nil { fields.report(question.key, "not-asked") }
                continue
            }
            if let value = question.answer(from: &fields) {
                if let problem = question.problem(with: value, among: given) {
                    fields.report(question.key, problem.code, problem.arguments)
                    continue
                }
                given[question.key] = value
                answers.append(Answer(question: question.key, value: value))
            }
        }
        return answers
    }

    /// The questions that are asked, as the others have been answered.
    public func asked(_ answers: [String: JSONValue]) -> [Question] {
        var valid: [String: JSONValue] = [:]
        var asked: [Question] = []
        for question in questions where question.isAsked(valid) {
            asked.append(question)
            // What was answered to a question that is asked no more leads nowhere.
            valid[question.key] = answers[question.key]
        }
        return asked
    }
}

extension Question {
    /// Everything that is wrong with an answer to it, by code.
    public func problems(with value: JSONValue) -> [FieldProblem] {
        var fields = JSONFields(.object([(key, value)]))
        _ = answer(from: &fields)
        return fields.finish()
    }

    /// What is wrong with an answer beside those to other questions.
    public func problem(
        with value: JSONValue, among answers: [String: JSONValue]
    ) -> FieldProblem? {
        guard let first = notBefore.flatMap({ answers[$0]?.string }).flatMap({ LocalDate($0) }),
            let date = value.string.flatMap({ LocalDate($0) }), date < first
        else { return nil }
        return FieldProblem(key, "date-too-early", ["date": "\(first)"])
    }

    /// The answer as it is kept: a postcode or a registered number as its register writes it.
    public func normalised(_ value: JSONValue) -> JSONValue {
        var fields = JSONFields(.object([(key, value)]))
        return answer(from: &fields) ?? value
    }

    func answer(from fields: inout JSONFields) -> JSONValue? {
        switch type {
        case .text, .longText, .postcode, .email, .phone, .organisationNumber:
            return text(from: &fields)
        case .number, .money: return number(from: &fields)
        case .date: return date(from: &fields)
        case .choice, .ward:
            guard let text = fields.text(key, required: required, maximum: 200) else { return nil }
            return allowed(text, &fields) ? .string(text) : nil
        case .choices:
            let chosen = fields.textList(key)
            if required && chosen.isEmpty { fields.report(key, "missing") }
            guard !chosen.isEmpty, chosen.allSatisfy({ allowed($0, &fields) }) else { return nil }
            return .array(options.map(\.key).filter(chosen.contains).map { .string($0) })
        case .declaration:
            guard let value = fields.value(key) else {
                if required { fields.report(key, "not-declared") }
                return nil
            }
            guard case .bool(let declared) = value else {
                fields.report(key, "not-declared")
                return nil
            }
            if required && !declared { fields.report(key, "not-declared") }
            return value
        case .file: return files(from: &fields)
        case .budget: return budget(from: &fields)
        case .spend: return spend(from: &fields)
        }
    }

    private func text(from fields: inout JSONFields) -> JSONValue? {
        guard let text = fields.text(key, required: required, maximum: maximumCharacters) else {
            return nil
        }
        var problem: String?
        switch type {
        case .longText: break
        case _ where text.hasControlCharacters: problem = "one-line"
        case .email where !text.isEmailAddress: problem = "not-email"
        case .phone where !text.looksLikePhone: problem = "not-phone"
        case .postcode where text.asPostcode == nil: problem = "not-postcode"
        case .organisationNumber where text.asOrganisationNumber == nil:
            problem = "not-organisation-number"
        default: break
        }
        if let problem {
            fields.report(key, problem)
            return nil
        }
        if let maximumWords, text.wordCount > maximumWords {
            fields.report(
                key, "too-many-words",
                ["maximum": "\(maximumWords)", "count": "\(text.wordCount)"])
            return nil
        }
        switch type {
        case .postcode: return .string(text.asPostcode ?? text)
        case .organisationNumber: return .string(text.asOrganisationNumber ?? text)
        default: return .string(text)
        }
    }

    private func number(from fields: inout JSONFields) -> JSONValue? {
        guard let number = fields.wholeNumber(key, required: required) else { return nil }
        func words(_ limit: Int64) -> String {
            type == .money ? Money(pence: limit).words : "\(limit)"
        }
        guard type != .money || (0...Money.greatest.pence).contains(number) else {
            fields.report(key, "not-pounds-amount")
            return nil
        }
        if let minimum, number < minimum {
            fields.report(key, "too-small", ["minimum": words(minimum)])
            return nil
        }
        if let maximum, number > maximum {
            fields.report(key, "too-large", ["maximum": words(maximum)])
            return nil
        }
        return .int(number)
    }

    private func date(from fields: inout JSONFields) -> JSONValue? {
        guard let text = fields.text(key, required: required, maximum: 20) else { return nil }
        guard let date = LocalDate(text) else {
            fields.report(key, "not-date")
            return nil
        }
        if let earliest = earliest.flatMap({ LocalDate($0) }), date < earliest {
            fields.report(key, "date-too-early", ["date": "\(earliest)"])
            return nil
        }
        if let latest = latest.flatMap({ LocalDate($0) }), date > latest {
            fields.report(key, "date-too-late", ["date": "\(latest)"])
            return nil
        }
        return .string(text)
    }

    private func allowed(_ text: String, _ fields: inout JSONFields) -> Bool {
        if options.contains(where: { $0.key == text }) { return true }
        fields.report(
            key, "not-an-option",
            ["value": text, "options": options.map(\.key).joined(separator: ", ")])
        return false
    }
}

extension String {
    /// How many words, parted by blanks.
    public var wordCount: Int { split(whereSeparator: \.isWhitespace).count }

    /// Digits with what people put between them; 7 to 15 of them (ITU-T E.164).
    var looksLikePhone: Bool {
        let digits = unicodeScalars.filter { ("0"..."9").contains($0) }.count
        return (7...15).contains(digits)
            && unicodeScalars.allSatisfy {
                ("0"..."9").contains($0) || " +()-./".unicodeScalars.contains($0)
            }
    }

    /// `S1 2HH`: a British postcode by its form, nil where it has none.
    public var asPostcode: String? {
        let code = uppercased().utf8.filter { $0 != UInt8(ascii: " ") }
        guard (5...7).contains(code.count) else { return nil }
        let outward = Array(code.dropLast(3))
        let inward = Array(code.suffix(3))
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        guard isDigit(inward[0]), isLetter(inward[1]), isLetter(inward[2]), isLetter(outward[0])
        else { return nil }
        let rest = outward.dropFirst(outward.count > 1 && isLetter(outward[1]) ? 2 : 1)
        // A9, A99, A9A behind the one or two letters of the area.
        guard let first = rest.first, isDigit(first), rest.count <= 2,
            rest.dropFirst().allSatisfy({ isDigit($0) || isLetter($0) })
        else { return nil }
        return String(decoding: outward, as: UTF8.self) + " "
            + String(decoding: inward, as: UTF8.self)
    }

    /// The number of a charity or a company, written as its register writes it; nil where it has the
    /// form of neither (Charity Commission, OSCR, Companies House).
    public var asOrganisationNumber: String? {
        let code = String(
            decoding: uppercased().utf8.filter {
                $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-")
            }, as: UTF8.self)
        let letters = code.prefix { $0.isLetter }
        let rest = code.dropFirst(letters.count)
        guard rest.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) }),
            letters.utf8.allSatisfy({ (65...90).contains($0) })
        else { return nil }
        let digits = rest.prefix { $0.isNumber }
        switch letters.count {
        // A charity of England and Wales, or of Northern Ireland: six or seven; a company: eight.
        case 0: return (6...8).contains(rest.count) && digits.count == rest.count ? code : nil
        // A Scottish charity or company (SC), societies, partnerships, CIOs.
        case 1, 2:
            return code.utf8.count == 8 && digits.count >= 5 ? code : nil
        default: return nil
        }
    }
}
