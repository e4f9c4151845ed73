import Forms
import FundCore
import FundStore

/// An application as a group sends it, checked against the round's rules.
public struct Submission: Sendable {
    let organisation: Organisation
    let contact: Contact
    let title: String
    let summary: String
    let requested: Money
    let minimum: Money
    let priorities: [String]
    let answers: [Answer]

    /// - Throws: `InvalidInput` with everything that is wrong.
    public init(_ json: JSONValue, source: String, rules: ApplicationRules) throws {
        var fields = JSONFields(json)
        var group = fields.object("organisation")
        let name = group.text("name", required: true, maximum: 200)
        let number = group.text("registrationNumber", maximum: 30)
        let postcode = group.text("postcode", maximum: 12)
        for (key, value) in [("registrationNumber", number), ("postcode", postcode)]
        where value?.hasControlCharacters == true {
            group.report(key, "one-line")
        }
        fields.absorb(group)

        var person = fields.object("contact")
        let contactName = person.text("name", required: true, maximum: 200)
        let email = person.text("email", maximum: 254)
        if let email, !email.isEmailAddress { person.report("email", "not-email") }
        let address = person.text("address", maximum: Contact.greatestAddressLength)?
            .addressLines
        if let address, !address.isAddressLines { person.report("address", "address-lines") }
        let language = person.text("language", maximum: 20)
        if let language, !language.isLanguageTag { person.report("language", "not-language") }
        for (key, value) in [("name", contactName), ("language", language)]
        where value?.hasControlCharacters == true {
            person.report(key, "one-line")
        }
        fields.absorb(person)

        let title = fields.text("title", required: true, maximum: 200)
        for (key, value) in [("title", title), ("organisation.name", name)]
        where value?.hasControlCharacters == true {
            fields.report(key, "one-line")
        }
        let summary = fields.text("summary", required: true, maximum: 5000)
        let requested = fields.amount("amountPence", within: rules.requests, required: true)
        let minimum = fields.amount(
            "minimumPence", within: Money(pence: 1)...max(Money(pence: 1), requested ?? .greatest))
        let priorities = fields.priorities(of: rules)
        var answerFields = fields.object("answers")
        let answers = rules.form.answers(from: &answerFields)
        for question in rules.form.questions where question.type == .budget {
            guard let given = answers.first(where: { $0.question == question.key }),
                let problem = question.totalProblem(given.value, requested: requested)
            else { continue }
            answerFields.report(question.key, problem.code, problem.arguments)
        }
        fields.absorb(answerFields)

        let problems = fields.finish()
        guard problems.isEmpty, let name, let contactName, let title, let summary, let requested
        else { throw InvalidInput(source, problems) }
        organisation = Organisation(
            name: name, key: number.flatMap(Organisation.identifier(for:)),
            registrationNumber: number, postcode: postcode)
        contact = Contact(
            name: contactName, email: email, address: address, language: language)
        self.title = title
        self.summary = summary
        self.requested = requested
        // A group that names no minimum has not said that it can do with less.
        self.minimum = minimum ?? requested
        self.priorities = priorities
        self.answers = answers
    }
}

extension JSONFields {
    fileprivate mutating func amount(
        _ key: String, within limits: ClosedRange<Money>, required: Bool = false
    ) -> Money? {
        guard let pence = wholeNumber(key, required: required) else { return nil }
        let amount = Money(pence: pence)
        guard limits.contains(amount) else {
            report(
                key, "amount-limits",
                [
                    "minimum": limits.lowerBound.words, "maximum": limits.upperBound.words,
                    "amount": pence.magnitude <= Money.greatest.pence.magnitude
                        ? amount.words : "\(pence)p",
                ])
            return nil
        }
        return amount
    }

    fileprivate mutating func priorities(of rules: ApplicationRules) -> [String] {
        let chosen = textList("priorities")
        let options = rules.priorities.joined(separator: ", ")
        if chosen.isEmpty { report("priorities", "choose-priority", ["options": options]) }
        for priority in chosen where !rules.priorities.contains(priority) {
            report("priorities", "not-an-option", ["value": priority, "options": options])
        }
        return rules.priorities.filter(chosen.contains)
    }
}

extension String {
    /// A language tag such as `en`, `ur` or `pt-BR`.
    var isLanguageTag: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return (1...3).contains(parts.count) && (2...3).contains(parts[0].utf8.count)
            && parts.allSatisfy { part in
                (2...8).contains(part.utf8.count)
                    && part.unicodeScalars.allSatisfy {
                        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0))
                    }
            }
    }
}

extension ApplicationsModule {
    /// Files a group's application. Whether the round takes it now is Workflows' to say.
    public func submit(
        _ submission: Submission, lateness: Lateness?, rules: ApplicationRules,
        in tx: borrowing WriteTx
    ) throws -> AddedApplication {
        try add(
            NewApplication(
                organisation: submission.organisation, title: submission.title,
                summary: submission.summary, requested: submission.requested,
                minimum: submission.minimum, source: .form, sourceID: nil,
                contact: submission.contact, priorities: submission.priorities,
                answers: submission.answers, lateness: lateness),
            rules: rules, in: tx
        ).0
    }
}
