import FundCore

/// Why a panel member may have an interest in an application. A hint is for an officer to ask about;
/// it bars nobody.
public enum ConflictHint: String, Sendable, CaseIterable {
    /// Their email address is at the same organisation's domain.
    case sameDomain = "same-domain"
    case samePostcode = "same-postcode"
    /// They have the surname of somebody named in the application.
    case sameSurname = "same-surname"
    /// They worked for the group.
    case formerEmployer = "former-employer"
}

/// What is known of a panel member that an interest may show by.
public struct MemberTraits: Sendable {
    let domain: String
    let surname: String
    let postcode: String
    let employers: [Set<String>]

    /// - Parameter employers: with commas between them.
    public init(name: String, email: String, postcode: String?, employers: String?) {
        domain = ConflictHint.domain(of: email)
        surname = ConflictHint.surname(of: name)
        self.postcode = ConflictHint.squeezed(postcode ?? "")
        self.employers = (employers ?? "").split(separator: ",")
            .map { ConflictHint.words(of: String($0)) }.filter { !$0.isEmpty }
    }
}

/// What is known of an application that an interest may show by.
public struct ApplicationTraits: Sendable {
    let domains: Set<String>
    let surnames: Set<String>
    let postcode: String
    let organisation: Set<String>

    /// - Parameters:
    ///   - emails: of its contact and of others that it names.
    ///   - people: their names.
    public init(organisation: String, postcode: String?, emails: [String], people: [String]) {
        domains = Set(emails.map(ConflictHint.domain).filter { !$0.isEmpty })
        surnames = Set(people.map(ConflictHint.surname).filter { !$0.isEmpty })
        self.postcode = ConflictHint.squeezed(postcode ?? "")
        self.organisation = ConflictHint.words(of: organisation)
    }
}

extension ConflictHint {
    /// Domains that anybody can have an address at: sharing one says nothing.
    private static let open: Set<String> = [
        "aol.com", "btinternet.com", "gmail.com", "googlemail.com", "hotmail.co.uk", "hotmail.com",
        "icloud.com", "live.co.uk", "live.com", "mail.com", "me.com", "msn.com", "outlook.com",
        "proton.me", "protonmail.com", "sky.com", "talktalk.net", "virginmedia.com", "yahoo.co.uk",
        "yahoo.com",
    ]

    /// Words that half of all groups have in their names.
    private static let common: Set<String> = [
        "and", "association", "centre", "charity", "cic", "cio", "club", "community", "company",
        "for", "foundation", "group", "in", "limited", "ltd", "of", "project", "society", "the",
        "trust",
    ]

    /// What hints at an interest of this member in this application.
    public static func hints(
        _ member: MemberTraits, _ application: ApplicationTraits
    ) -> [ConflictHint] {
        var found: [ConflictHint] = []
        if application.domains.contains(member.domain) {
            found.append(.sameDomain)
        }
        if !member.postcode.isEmpty, member.postcode == application.postcode {
            found.append(.samePostcode)
        }
        if !member.surname.isEmpty, application.surnames.contains(member.surname) {
            found.append(.sameSurname)
        }
        if !application.organisation.isEmpty,
            member.employers.contains(where: {
                $0.isSubset(of: application.organisation)
                    || application.organisation.isSubset(of: $0)
            })
        {
            found.append(.formerEmployer)
        }
        return found
    }

    static func domain(of email: String) -> String {
        guard let at = email.lastIndex(of: "@") else { return "" }
        let domain = email[email.index(after: at)...].lowercased()
        return open.contains(domain) ? "" : domain
    }

    /// The last word of a name; nothing where there is only one, which may be a first name.
    static func surname(of name: String) -> String {
        let words = name.lowercased().split { !$0.isLetter && $0 != "-" && $0 != "'" && $0 != "’" }
        return words.count > 1 ? String(words[words.count - 1]) : ""
    }

    static func squeezed(_ text: String) -> String {
        text.uppercased().filter { $0.isLetter || $0.isNumber }
    }

    static func words(of name: String) -> Set<String> {
        Set(
            name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
                .filter { !common.contains($0) })
    }
}
