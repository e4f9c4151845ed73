import Awards
import FundCore

/// Writes awards under the titles that the 360Giving Data Standard gives the columns of a sheet.
/// What an award has several of, and its payments, are in the JSON alone, but for its wards.
struct OpenDataCSV {
    private let rules: PublishingRules
    private let wardCount: Int

    /// - Parameter wardCount: the most wards that one of the awards names.
    init(_ rules: PublishingRules, wardCount: Int) {
        self.rules = rules
        self.wardCount = wardCount
    }

    private static let before = [
        "Identifier", "Title", "Description", "Currency", "Amount Applied For", "Amount Awarded",
        "Amount Disbursed", "Award Date", "Planned Dates:Start Date", "Planned Dates:End Date",
        "Recipient Ind:Identifier", "Recipient Ind:Name", "Recipient Org:Identifier",
        "Recipient Org:Name", "Recipient Org:Charity Number", "Recipient Org:Company Number",
    ]
    private static let ofPlace = [
        "Name", "Country Code", "Geographic Code", "Geographic Code Type",
    ]
    private static let after = [
        "Funding Org:Identifier", "Funding Org:Name", "Funding Org:Department",
        "Grant Programme:Code", "Grant Programme:Title", "Grant Programme:URL",
        "From An Open Call?", "Last Modified", "Data Source", "Location Scope",
    ]

    var header: String {
        let places = (0..<wardCount).flatMap { number in
            Self.ofPlace.map { "Beneficiary Location:\(number):\($0)" }
        }
        return CSVWriter.row(Self.before + places + Self.after)
    }

    func row(_ award: PublishedAward, of round: PublishedRound) -> String {
        func plain(_ text: String?) -> CSVWriter.Field { .plain(text ?? "") }
        func words(_ text: String?) -> CSVWriter.Field { .text(text ?? "") }
        let recipient = award.recipient
        var fields: [CSVWriter.Field] = [
            plain("360G-\(rules.prefix)-\(award.reference)"), words(award.title),
            words(award.summary), plain("GBP"), plain(award.requested?.plainPounds),
            plain(award.awarded.plainPounds),
            plain(award.payments.isEmpty ? nil : award.paid.plainPounds), words(award.awardedOn),
            words(award.startsOn), words(award.endsOn),
        ]
        switch recipient {
        case .individual(let id):
            fields += [plain(id), plain(recipient.name)] + Array(repeating: plain(nil), count: 4)
        case .organisation(let id, let name, let charity, let company):
            fields += [
                plain(nil), plain(nil), words(id), words(name), words(charity), words(company),
            ]
        }
        for place in 0..<wardCount {
            guard place < award.wards.count else {
                fields += Array(repeating: plain(nil), count: Self.ofPlace.count)
                continue
            }
            let ward = award.wards[place]
            let code = rules.places[ward]
            fields += [
                words(round.wardTitles[ward] ?? ward), plain(rules.country), words(code?.code),
                words(code?.type),
            ]
        }
        let programme = rules.programme(of: award.round)
        fields += [
            words(rules.identifier), words(rules.publisher), words(rules.department),
            words(programme?.code), words(programme?.title), words(programme?.url), plain("Yes"),
            plain(award.changedAt.iso8601), words("\(rules.site)/open-data"),
            plain(rules.scope.rawValue),
        ]
        return CSVWriter.row(fields)
    }
}
