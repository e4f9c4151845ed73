import FundCore
import Mustache
import Templating

/// What a group is told once its money has been sent, in words for people.
public struct RemittanceAdvice: Sendable {
    /// The name of its template in the folder of each language.
    public static let template = "remittance"
    static let facts: Set<String> = [
        "fundName", "councilName", "department", "phone", "signedBy", "reference", "organisation",
        "contactName", "title", "amount", "accountEnding", "paymentReference", "expectedBy",
    ]

    /// The application's.
    public let reference: Reference
    public let organisation: String
    public let contactName: String?
    public let title: String
    public let amount: Money
    /// The last four digits of the account, and no more of it.
    public let accountEnding: String
    /// As the group's statement shows it.
    public let paymentReference: String
    /// The day in words of the advice's language.
    public let expectedBy: String

    /// - Parameter account: the account's number, of which four digits are kept.
    public init(
        reference: Reference, organisation: String, contactName: String?, title: String,
        amount: Money, account: String, paymentReference: String, expectedBy: String
    ) {
        self.reference = reference
        self.organisation = organisation
        self.contactName = contactName
        self.title = title
        self.amount = amount
        accountEnding = String(account.suffix(4))
        self.paymentReference = paymentReference
        self.expectedBy = expectedBy
    }

    func values(_ settings: LetterSettings) -> TemplateFacts {
        var values: TemplateFacts = [
            "fundName": settings.fundName, "councilName": settings.councilName,
            "department": settings.department, "phone": settings.phone,
            "signedBy": settings.signedBy, "reference": "\(reference)",
            "organisation": organisation, "title": title, "amount": amount.words,
            "accountEnding": accountEnding, "paymentReference": paymentReference,
            "expectedBy": expectedBy,
        ]
        // An empty text counts as true in a section.
        if let contactName, !contactName.isEmpty { values["contactName"] = contactName }
        return values
    }
}

extension LetterRenderer {
    /// A remittance advice in words, in the fund's own language where there is none in `language`.
    /// - Throws: `CorrespondenceProblem.templateBroken` where the round's letters have no template
    ///   for it.
    public func render(
        _ advice: RemittanceAdvice, language wanted: String
    ) throws -> RenderedLetter {
        let name = RemittanceAdvice.template
        let language = settings.templates[wanted]?[name] == nil ? settings.language : wanted
        guard let text = settings.templates[language]?[name] else {
            throw CorrespondenceProblem.templateBroken(kind: name, language: language)
        }
        let template = try Self.compile(text, name)
        let (head, body) = Self.split(template.render(advice.values(settings)))
        return notice(
            subject: String(head.dropFirst("Subject: ".count)), body: body, language: language)
    }
}
