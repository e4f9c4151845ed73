import FundCore
import Mustache
import Templating

/// What a group is told once its money has been sent, in words for people. Nothing of its account:
/// no bank details stand in mail.
public struct RemittanceAdvice: Sendable {
    public struct Payment: Sendable {
        public let amount: Money
        /// As the group's statement shows it.
        public let reference: String

        public init(amount: Money, reference: String) {
            self.amount = amount
            self.reference = reference
        }
    }

    /// The name of its template in the folder of each language.
    public static let template = "remittance"
    static let facts: Set<String> = [
        "fundName", "councilName", "department", "phone", "signedBy", "reference", "organisation",
        "contactName", "title", "amount", "payments", "paymentAmount", "paymentReference",
        "isSeveral", "expectedBy",
    ]

    /// The application's.
    public let reference: Reference
    public let organisation: String
    public let contactName: String?
    public let title: String
    public let payments: [Payment]
    /// The day in words of the advice's language.
    public let expectedBy: String

    public init(
        reference: Reference, organisation: String, contactName: String?, title: String,
        payments: [Payment], expectedBy: String
    ) {
        self.reference = reference
        self.organisation = organisation
        self.contactName = contactName
        self.title = title
        self.payments = payments
        self.expectedBy = expectedBy
    }

    func values(_ settings: LetterSettings) -> TemplateFacts {
        let total = payments.reduce(Money.zero) { $0 + $1.amount }
        var values: TemplateFacts = [
            "fundName": settings.fundName, "councilName": settings.councilName,
            "department": settings.department, "phone": settings.phone,
            "signedBy": settings.signedBy, "reference": "\(reference)",
            "organisation": organisation, "title": title, "amount": total.words,
            "payments": payments.map {
                ["paymentAmount": $0.amount.words, "paymentReference": $0.reference]
                    as TemplateFacts
            },
            "expectedBy": expectedBy,
        ]
        // An empty text counts as true in a section.
        if let contactName, !contactName.isEmpty { values["contactName"] = contactName }
        if payments.count > 1 { values["isSeveral"] = "yes" }
        return values
    }
}

extension LetterRenderer {
    /// The subject and the parts of a remittance advice, in the fund's own language where there is
    /// none in `language`.
    /// - Throws: `CorrespondenceProblem.kindMissing` where the round's letters have no template for
    ///   it, as one that opened before there was one; `.templateBroken` where that was made for
    ///   something else.
    public func words(
        of advice: RemittanceAdvice, language wanted: String
    ) throws -> (subject: String, body: String, language: String) {
        let name = RemittanceAdvice.template
        let language = settings.templates[wanted]?[name] == nil ? settings.language : wanted
        guard let text = settings.templates[language]?[name] else {
            throw CorrespondenceProblem.kindMissing(kind: name)
        }
        let problems = TemplateScanner.problems(
            in: text, file: name, contentType: "TEXT", names: RemittanceAdvice.facts)
        guard problems.isEmpty else {
            throw CorrespondenceProblem.templateBroken(kind: name, language: language)
        }
        let template = try Self.compile(text, name)
        let (head, body) = Self.split(template.render(advice.values(settings)))
        return (String(head.dropFirst("Subject: ".count)), body, language)
    }

    /// A remittance advice as it is printed.
    ///
    /// - Parameters:
    ///   - address: where the post finds the group, in lines.
    ///   - date: today, in words.
    public func render(
        _ advice: RemittanceAdvice, language wanted: String, address: String = "",
        date: String = ""
    ) throws -> RenderedLetter {
        let (subject, body, language) = try words(of: advice, language: wanted)
        let lines = address.split(whereSeparator: \.isNewline).map(String.init)
        return notice(
            subject: subject, body: body, language: language,
            addressee: ([advice.contactName ?? "", advice.organisation] + lines).filter {
                !$0.isEmpty
            }, date: date, reference: "\(advice.reference)")
    }
}
