import Awards
import FundCore

/// What a package of grants says of itself, by the 360Giving Data Standard.
struct OpenDataPackage: Sendable {
    let title: String
    let description: String
    /// What comes behind the publisher's prefix in its identifier: a round's key, or `all`.
    let name: String
}

/// Writes awards by the 360Giving Data Standard 1.4 as JSON, one to a line, as bytes: what is the
/// same in every award is made once.
struct OpenDataJSON {
    private let rules: PublishingRules
    private let fundingOrganisation: [UInt8]
    private let tail: [UInt8]
    /// By the keys of rounds, priorities and wards.
    private var programmes: [String: [UInt8]] = [:]
    private var classifications: [String: [UInt8]] = [:]
    private var places: [String: [UInt8]] = [:]
    private var isFirst = true
    /// Many awards changed at one moment, when they were decided.
    private var changed: (at: Instant?, text: [UInt8]) = (nil, [])

    init(_ rules: PublishingRules) {
        self.rules = rules
        fundingOrganisation = Self.bytes(
            .array([
                .object([
                    ("id", .string(rules.identifier)), ("name", .string(rules.publisher)),
                    ("department", .string(rules.department)),
                ])
            ]))
        tail = Array(
            (",\"dataSource\":\(JSONValue.string("\(rules.site)/open-data").text)"
                + ",\"locationScope\":\(JSONValue.string(rules.scope.rawValue).text)}").utf8)
    }

    private static func bytes(_ value: JSONValue) -> [UInt8] { Array(value.text.utf8) }

    /// What comes before the first award.
    func opening(_ package: OpenDataPackage) -> [UInt8] {
        let members: [(key: String, value: JSONValue)] = [
            ("version", .string("1.4")), ("title", .string(package.title)),
            ("description", .string(package.description)),
            ("identifier", .string("360G-\(rules.prefix)-\(package.name)")),
            (
                "publisher",
                .object([
                    ("name", .string(rules.publisher)), ("identifier", .string(rules.identifier)),
                    ("website", .string(rules.website)),
                ])
            ), ("accessURL", .string("\(rules.site)/open-data")),
            ("license", .string(rules.licence)),
        ]
        return Array((JSONValue.object(members).text.dropLast() + ",\"grants\":[\n").utf8)
    }

    /// What comes behind the last.
    ///
    /// - Parameter changedAt: when anything published of them changed last.
    func closing(_ changedAt: Instant) -> [UInt8] {
        let day = JSONValue.string("\(LondonTime.date(changedAt))").text
        let moment = JSONValue.string(changedAt.iso8601).text
        return Array("\n],\"issued\":\(day),\"modified\":\(moment)}\n".utf8)
    }

    /// Appends one award.
    mutating func append(_ award: PublishedAward, of round: PublishedRound, to out: inout [UInt8]) {
        if !isFirst { out.append(contentsOf: ",\n".utf8) }
        isFirst = false
        let id = "360G-\(rules.prefix)-\(award.reference)"
        out.append(contentsOf: "{\"id\":".utf8)
        out.appendJSON(id)
        out.append(contentsOf: ",\"title\":".utf8)
        out.appendJSON(award.title)
        out.append(contentsOf: ",\"description\":".utf8)
        out.appendJSON(award.summary)
        out.append(contentsOf: ",\"currency\":\"GBP\"".utf8)
        if let requested = award.requested { out.appendAmount("amountAppliedFor", requested) }
        out.appendAmount("amountAwarded", award.awarded)
        if !award.payments.isEmpty { out.appendAmount("amountDisbursed", award.paid) }
        out.append(contentsOf: ",\"awardDate\":".utf8)
        out.appendJSON(award.awardedOn)
        dates(award, to: &out)
        recipient(award.recipient, to: &out)
        append(award.wards, of: round, to: &out)
        out.append(contentsOf: ",\"fundingOrganization\":".utf8)
        out.append(contentsOf: fundingOrganisation)
        out.append(contentsOf: programme(of: award.round))
        out.append(
            contentsOf: ",\"fromOpenCall\":\"Yes\",\"fundingType\":[{\"title\":\"Grant\"}]".utf8)
        append(classificationsOf: award.priorities, of: round, to: &out)
        transactions(award, id: id, to: &out)
        out.append(contentsOf: ",\"dateModified\":\"".utf8)
        if changed.at != award.changedAt {
            changed = (award.changedAt, Array(award.changedAt.iso8601.utf8))
        }
        out.append(contentsOf: changed.text)
        out.append(UInt8(ascii: "\""))
        out.append(contentsOf: tail)
    }

    private func dates(_ award: PublishedAward, to out: inout [UInt8]) {
        func event(_ name: String, _ start: String?, _ end: String?) {
            guard start != nil || end != nil else { return }
            out.append(contentsOf: ",\"\(name)\":[{".utf8)
            if let start {
                out.append(contentsOf: "\"startDate\":".utf8)
                out.appendJSON(start)
            }
            if let end {
                out.append(contentsOf: (start == nil ? "" : ",").utf8)
                out.append(contentsOf: "\"endDate\":".utf8)
                out.appendJSON(end)
            }
            out.append(contentsOf: "}]".utf8)
        }
        event("plannedDates", award.startsOn, award.endsOn)
        // What ended before it was to begin never began.
        if let end = award.endedOn {
            event("actualDates", award.startsOn.flatMap { $0 <= end ? $0 : nil }, end)
        }
    }

    private func recipient(_ recipient: PublishedRecipient, to out: inout [UInt8]) {
        out.append(
            contentsOf: (recipient.isIndividual
                ? ",\"recipientIndividual\":{\"id\":" : ",\"recipientOrganization\":[{\"id\":")
                .utf8)
        out.appendJSON(recipient.id)
        out.append(contentsOf: ",\"name\":".utf8)
        out.appendJSON(recipient.name)
        guard case .organisation(_, _, let charity, let company) = recipient else {
            out.append(UInt8(ascii: "}"))
            return
        }
        if let charity {
            out.append(contentsOf: ",\"charityNumber\":".utf8)
            out.appendJSON(charity)
        }
        if let company {
            out.append(contentsOf: ",\"companyNumber\":".utf8)
            out.appendJSON(company)
        }
        out.append(contentsOf: "}]".utf8)
    }

    private mutating func append(
        _ wards: [String], of round: PublishedRound, to out: inout [UInt8]
    ) {
        guard !wards.isEmpty else { return }
        out.append(contentsOf: ",\"beneficiaryLocation\":[".utf8)
        for (place, ward) in wards.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            let key = "\(round.key) \(ward)"
            if places[key] == nil {
                let code = rules.places[ward]
                places[key] = Self.bytes(
                    .object(
                        [
                            ("name", .string(round.wardTitles[ward] ?? ward)),
                            ("countryCode", .string(rules.country)),
                        ]
                            + (code.map {
                                [
                                    ("geoCode", .string($0.code)),
                                    ("geoCodeType", .string($0.type)),
                                ]
                            } ?? [])))
            }
            out.append(contentsOf: places[key] ?? [])
        }
        out.append(UInt8(ascii: "]"))
    }

    private mutating func programme(of round: String) -> [UInt8] {
        if let made = programmes[round] { return made }
        var made: [UInt8] = []
        if let programme = rules.programme(of: round) {
            let members: [(key: String, value: JSONValue)] =
                [("code", .string(programme.code)), ("title", .string(programme.title))]
                + (programme.url.map { [("url", .string($0))] } ?? [])
            made = Array(",\"grantProgramme\":[\(JSONValue.object(members).text)]".utf8)
        }
        programmes[round] = made
        return made
    }

    private mutating func append(
        classificationsOf priorities: [String], of round: PublishedRound, to out: inout [UInt8]
    ) {
        guard !priorities.isEmpty else { return }
        out.append(contentsOf: ",\"classifications\":[".utf8)
        for (place, priority) in priorities.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            let key = "\(round.key) \(priority)"
            if classifications[key] == nil {
                classifications[key] = Self.bytes(
                    .object([
                        ("vocabulary", .string("\(rules.publisher): priorities")),
                        ("code", .string(priority)),
                        ("title", .string(round.priorityTitles[priority] ?? priority)),
                    ]))
            }
            out.append(contentsOf: classifications[key] ?? [])
        }
        out.append(UInt8(ascii: "]"))
    }

    /// The award itself, what was paid of it, and what came back as less than nothing.
    private func transactions(_ award: PublishedAward, id: String, to out: inout [UInt8]) {
        func transaction(_ name: String, _ on: String, _ pence: Int64) {
            out.append(contentsOf: "{\"id\":".utf8)
            out.appendJSON(id + name)
            out.append(contentsOf: ",\"transactionDate\":".utf8)
            out.appendJSON(on)
            out.append(contentsOf: ",\"currency\":\"GBP\"".utf8)
            out.appendAmount("value", Money(pence: pence))
            out.append(UInt8(ascii: "}"))
        }
        out.append(contentsOf: ",\"commitmentTransaction\":[".utf8)
        transaction("-award", award.awardedOn, award.awarded.pence)
        out.append(UInt8(ascii: "]"))
        guard !award.payments.isEmpty || !award.receipts.isEmpty else { return }
        out.append(contentsOf: ",\"disbursementTransaction\":[".utf8)
        var isNext = false
        for (name, sign, movements) in [
            ("-payment-", Int64(1), award.payments), ("-return-", -1, award.receipts),
        ] {
            for each in movements {
                if isNext { out.append(UInt8(ascii: ",")) }
                isNext = true
                transaction(name + each.number, each.on, sign * each.pence)
            }
        }
        out.append(UInt8(ascii: "]"))
    }
}

extension [UInt8] {
    /// `,"name":1234.50`: pounds, exactly.
    fileprivate mutating func appendAmount(_ name: String, _ amount: Money) {
        append(contentsOf: ",\"".utf8)
        append(contentsOf: name.utf8)
        append(contentsOf: "\":".utf8)
        append(contentsOf: amount.plainPounds.utf8)
    }

    /// A text in quotes.
    fileprivate mutating func appendJSON(_ text: String) {
        let isPlain = text.utf8.allSatisfy {
            $0 >= 32 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain {
            append(UInt8(ascii: "\""))
            append(contentsOf: text.utf8)
            append(UInt8(ascii: "\""))
        } else {
            append(contentsOf: JSONValue.string(text).text.utf8)
        }
    }
}
