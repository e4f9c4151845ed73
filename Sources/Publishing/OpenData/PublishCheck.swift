import Awards
import FundCore
import FundStore

/// Something about an award, as it would be published, that is wrong or could be better.
public struct PublishFinding: Sendable, Equatable {
    public enum Weight: String, Sendable, CaseIterable {
        /// Nothing is published while it stands.
        case error
        case advice
    }

    /// What is to be done about it.
    public enum Remedy: String, Sendable, CaseIterable {
        /// An officer writes public words.
        case describe
        /// An officer says whether it is to a person.
        case individual
        /// `publishing.yaml` is changed.
        case settings
        /// The agreement is varied.
        case vary
        /// Somebody who looks after the program finds out how it came about.
        case report
        /// Nothing can be done here, and nothing must be.
        case leave
        /// Letters are sent first.
        case send
    }

    /// Empty where it is about all awards.
    public let reference: String
    /// The field of the 360Giving standard: `title`.
    public let field: String
    /// A code among the words of fields.
    public let code: String
    public let arguments: [String: String]
    public let weight: Weight
    public let remedy: Remedy

    init(
        _ weight: Weight, _ field: String, _ code: String, _ remedy: Remedy,
        _ arguments: [String: String] = [:], of reference: String = ""
    ) {
        self.reference = reference
        self.field = field
        self.code = code
        self.arguments = arguments
        self.weight = weight
        self.remedy = remedy
    }

    public var problem: FieldProblem {
        FieldProblem(reference.isEmpty ? field : "\(reference) \(field)", code, arguments)
    }

    /// A row of `Listing.publishFindings`.
    public func row(_ words: TextCatalogue) -> [JSONValue] {
        [
            .optional(reference.isEmpty ? nil : reference), .string(field),
            .string(weight.rawValue), .string(code), .string(words.words(problem)),
            .string(words.words("publish-remedy.\(remedy.rawValue)")),
        ]
    }
}

extension Listing {
    public static let publishFindings = Listing([
        Column("reference", .plain), Column("field", .plain, said: "publish-field"),
        Column("weight", .plain, said: "publish-weight"), Column("code", .plain, inTable: false),
        Column("wrong", .text, whole: true), Column("remedy", .text),
    ])
}

/// What looking through awards came to.
public struct PublishSummary: Sendable {
    public internal(set) var awardCount = 0
    public internal(set) var awarded = Money.zero
    public internal(set) var errorCount = 0
    public internal(set) var adviceCount = 0
    /// When anything published of them changed last.
    public internal(set) var changedAt: Instant?

    mutating func add(_ award: PublishedAward) {
        awardCount += 1
        awarded = awarded + award.awarded
        changedAt = max(changedAt ?? award.changedAt, award.changedAt)
    }
}

/// Says what is wrong with awards as they would be published, by the rules that readers of open
/// data check them by.
struct PublishChecker {
    let rules: PublishingRules
    let today: LocalDate
    private let look: PrivateText
    /// What a known organisation identifier begins with.
    private let starts: [String]

    /// - Parameter names: of people who work on the fund.
    init(_ rules: PublishingRules, today: LocalDate, names: [String]) {
        self.rules = rules
        self.today = today
        look = PrivateText(names: names)
        starts = rules.registers.map { "\($0)-" }
    }

    func findings(of award: PublishedAward) -> [PublishFinding] {
        var found: [PublishFinding] = []
        func say(
            _ weight: PublishFinding.Weight, _ field: String, _ code: String,
            _ remedy: PublishFinding.Remedy, _ arguments: [String: String] = [:]
        ) {
            found.append(
                PublishFinding(weight, field, code, remedy, arguments, of: award.reference))
        }
        texts(award, say)
        days(award, say)
        recipient(award, say)
        if award.awarded <= .zero { say(.error, "amountAwarded", "publish-amount", .report) }
        if rules.programme(of: award.round) == nil {
            say(.advice, "grantProgramme", "publish-no-programme", .settings)
        }
        if award.wards.isEmpty, !award.recipient.isIndividual, !award.isErased {
            say(.advice, "beneficiaryLocation", "publish-no-place", .leave)
        }
        for ward in award.wards where rules.places[ward] == nil {
            say(.advice, "beneficiaryLocation", "publish-no-code", .settings, ["ward": ward])
        }
        return found
    }

    typealias Say = (
        PublishFinding.Weight, String, String, PublishFinding.Remedy, [String: String]
    ) -> Void

    private func texts(_ award: PublishedAward, _ say: Say) {
        let (title, summary) = (award.title, award.summary)
        if title.trimmed.isEmpty { say(.error, "title", "publish-no-title", .describe, [:]) }
        if summary.trimmed.isEmpty {
            say(.error, "description", "publish-no-purpose", .describe, [:])
        }
        if !title.isPrintable, title.hasControlCharacters {
            say(.error, "title", "publish-line-break", .describe, [:])
        }
        if !summary.isPrintable, summary.hasHiddenCharacters {
            say(.error, "description", "publish-line-break", .describe, [:])
        }
        scan(title, "title", award, say)
        scan(summary, "description", award, say)
        if title.utf8.count > 140, title.unicodeScalars.count > 140 {
            say(.advice, "title", "publish-long-title", .describe, ["maximum": "140"])
        }
        if !title.isEmpty, title == summary {
            say(.advice, "description", "publish-title-same", .describe, [:])
        }
    }

    private func scan(_ text: String, _ field: String, _ award: PublishedAward, _ say: Say) {
        for each in look.found(in: text, others: award.names) {
            say(.error, field, "publish-\(each.rawValue)", .describe, [:])
        }
    }

    private func days(_ award: PublishedAward, _ say: Say) {
        let typed = award.awardedOn
        if typed.isEmpty {
            say(.error, "awardDate", "publish-no-date", .report, [:])
        } else if let day = LocalDate(typed) {
            if day > today {
                say(.error, "awardDate", "publish-date-future", .report, ["date": typed])
            }
        } else {
            say(.error, "awardDate", "publish-date-impossible", .report, ["date": typed])
        }
        for (field, typed) in [
            ("plannedDates", award.startsOn), ("plannedDates", award.endsOn),
            ("actualDates", award.endedOn),
        ] {
            if let typed, LocalDate(typed) == nil {
                say(.error, field, "publish-date-impossible", .vary, ["date": typed])
            }
        }
        if let days = award.daysSetAside {
            say(
                .advice, "plannedDates", "publish-days-set-aside", .leave,
                ["start": days.start ?? "–", "end": days.end ?? "–"])
        }
        // Days written this way are in the order of their letters.
        if let start = award.startsOn, let end = award.endsOn, start > end {
            say(
                .error, "plannedDates", "publish-start-after-end", .vary,
                ["start": start, "end": end])
        }
        if let start = award.startsOn, let end = award.endedOn, start > end {
            say(
                .advice, "actualDates", "publish-start-after-end", .leave,
                ["start": start, "end": end])
        }
    }

    private func recipient(_ award: PublishedAward, _ say: Say) {
        let field = "recipientOrganization"
        guard case .organisation(let id, let name, let charity, let company) = award.recipient
        else { return }
        if name.trimmed.isEmpty { say(.error, field, "publish-no-name", .describe, [:]) }
        if (name + id).hasControlCharacters {
            say(.error, field, "publish-line-break", .describe, [:])
        }
        let isRegistered = charity != nil || company != nil
        // A name that stands in a public register is public, whoever is called so; only such a name
        // is left of what was erased.
        if !isRegistered, !award.isErased {
            // An officer who said that it is a group has looked at its name.
            let names = award.isSaidGroup ? [] : award.names
            let found = look.found(in: name, others: names)
            for each in found {
                say(
                    .error, field, "publish-\(each.rawValue)",
                    each == .name && !award.isSaidGroup ? .individual : .describe, [:])
            }
            if !found.contains(.name) {
                if PublishedRecipient.resembles(name, names) {
                    say(.error, field, "publish-name", .individual, [:])
                } else if PublishedRecipient.sharesSurname(name, names) {
                    say(.advice, field, "publish-surname", .individual, [:])
                }
            }
        }
        if !starts.contains(where: id.hasPrefix) {
            say(
                .error, field, "publish-register", .settings,
                ["id": id, "registers": rules.registers.joined(separator: ", ")])
        }
        if let charity, !charity.isCharityNumber {
            say(.error, field, "publish-charity-number", .report, ["number": charity])
        }
        if let company, !company.isCompanyNumber {
            say(.error, field, "publish-company-number", .report, ["number": company])
        }
        if let odd = award.oddNumber {
            say(.advice, field, "publish-odd-number", .leave, ["number": odd])
        } else if !isRegistered, !award.isErased {
            say(.advice, field, "publish-no-number", .leave, [:])
        }
        if let linked = award.linkedNumber, let charity {
            say(
                .advice, field, "publish-linked-charity", .leave,
                ["number": linked, "main": charity])
        }
    }
}

extension String {
    /// Whether it has nothing but what a typewriter has: no need to look closer.
    fileprivate var isPrintable: Bool { utf8.allSatisfy { $0 >= 32 && $0 < 127 } }

    /// Six or seven digits, behind two letters or none.
    fileprivate var isCharityNumber: Bool {
        let letters = utf8.prefix { (65...90).contains($0) || (97...122).contains($0) }.count
        let digits = utf8.dropFirst(letters)
        return (letters == 0 || letters == 2) && (6...7).contains(digits.count)
            && digits.allSatisfy { (48...57).contains($0) }
    }

    /// Eight letters or digits.
    fileprivate var isCompanyNumber: Bool {
        utf8.count == 8
            && utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            }
    }
}
