import Applications
import Awards
import FundCore
import FundStore
import Identity

/// What is known of whoever applied, as far as it says how they are named where anybody reads it.
struct RecipientFacts {
    /// As it applied.
    let organisation: String
    let isRegistered: Bool
    /// nil where it named none.
    let contact: String?
    /// What an officer wrote for everybody to read.
    let officersName: String?
    /// What an officer said that it is; nil where nobody did.
    let said: RecipientKind?
    /// Whether all personal data of it was erased: a name in a public register is none.
    let isErased: Bool

    /// How they are named wherever anybody may read it, in pages, answers, files and reports; nil
    /// for a person who applied in their own name, who is named nowhere.
    var publicName: String? {
        if isPerson { return nil }
        // What an officer wrote was erased as well.
        return isErased ? organisation : officersName ?? organisation
    }

    /// Whether an application was made by a person in their own name: a group without a
    /// registration that is called as its contact is, or one of which an officer said so. Where
    /// nobody knows any more what the contact or the group was called, it may have been one.
    var isPerson: Bool {
        if isErased, !isRegistered { return true }
        if let said { return said == .individual }
        guard !isRegistered else { return false }
        guard let contact, contact != Self.erased else { return true }
        return contact.foldedName == organisation.foldedName
    }

    /// What stands in place of a contact's name once it is erased.
    private static let erased = "erased"
}

extension RecipientFacts {
    init(_ row: PublishedRow, isErased: Bool) {
        self.init(
            organisation: row.organisation,
            isRegistered: row.publishedKey != nil,
            contact: row.contactName, officersName: row.publicName, said: row.recipient,
            isErased: isErased)
    }
}

/// What the groups of a round and their projects are called where anybody may read it, and which
/// words for everybody tell of one person.
struct PublicNaming {
    /// What stands in place of what is not told.
    struct Stock {
        let individual: String
        let project: String
        /// In place of words that tell of somebody.
        let withheld: String
        /// What a project is called of which all was erased.
        let erased: String
    }

    fileprivate let recipients: [ApplicationID: RecipientFacts]
    fileprivate let titles: [ApplicationID: String]
    /// Looks for people who work on the fund.
    fileprivate let look: PrivateText
    /// Looks for those who applied.
    fileprivate let applicants: PrivateText
    fileprivate let stock: Stock

    /// Who applied in their own name is not named, nor is what they wrote; words that tell of
    /// somebody stand aside, as in the list of awards.
    func words(_ summary: ApplicationSummary?) -> (group: String, project: String) {
        guard let summary, let facts = recipients[summary.id] else { return ("", "") }
        let name = facts.publicName
        // A person may be called otherwise as an applicant than as the contact.
        let names = [facts.contact, name == nil ? facts.organisation : nil].compactMap(\.self)
        func tells(_ text: String) -> Bool { !look.found(in: text, others: names).isEmpty }
        let title =
            facts.isErased
            ? stock.erased
            : titles[summary.id] ?? (name == nil ? stock.project : summary.title)
        // An officer who said that it is a group has looked at its name.
        let others = facts.said == .group ? [] : names
        let isHidden =
            !facts.isRegistered
            && name.map {
                !look.found(in: $0, others: others).isEmpty
                    || PublishedRecipient.resembles($0, others)
            } ?? false
        return (
            isHidden ? stock.withheld : name ?? stock.individual,
            tells(title) ? stock.withheld : title
        )
    }

    /// What was typed for the record of a decision, or what stands in its place where it tells of
    /// somebody who applied: such words are refused today, and were not always.
    func record(_ text: String) -> String {
        applicants.found(in: text).contains(where: \.isOfRecord) ? stock.withheld : text
    }
}

extension Reports {
    /// What is known of those who made these applications of a round.
    func recipients(
        among all: some Sequence<ApplicationSummary>, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: RecipientFacts] {
        let contacts = try applications.contacts(of: round, in: tx)
        let registered = try applications.registered(of: round, in: tx)
        let said = try awards.publicWords(inRound: round, in: tx)
        let erased = try ErasureRecords().erasedApplications(in: tx)
        var found: [ApplicationID: RecipientFacts] = [:]
        for each in all {
            found[each.id] = RecipientFacts(
                organisation: each.organisation, isRegistered: registered.contains(each.id),
                contact: contacts[each.id]?.name, officersName: said[each.id]?.name,
                said: said[each.id]?.recipient, isErased: erased.contains("\(each.reference)"))
        }
        return found
    }

    /// - Parameter summaries: of every application of the round.
    func publicNaming(
        of round: RoundID, among summaries: [ApplicationID: ApplicationSummary],
        _ stock: PublicNaming.Stock, in tx: borrowing ReadTx
    ) throws -> PublicNaming {
        PublicNaming(
            recipients: try recipients(among: summaries.values, of: round, in: tx),
            titles: try awards.publicWords(inRound: round, in: tx).compactMapValues(\.title),
            look: PrivateText(names: try identity.staffNames(in: tx)),
            applicants: PrivateText(
                names: try applications.privateNames(
                    of: round, individuals: awards.said(.individual, of: round, in: tx),
                    groups: awards.said(.group, of: round, in: tx), in: tx)),
            stock: stock)
    }
}
