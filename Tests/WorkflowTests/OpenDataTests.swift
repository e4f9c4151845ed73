import Applications
import Awards
import Bootstrap
import Correspondence
import Foundation
import FundCore
import Payments
import TestSupport
import Testing
import Workflows

@testable import Publishing

/// A round that gave three awards and told so: to a charity, to a group in no register, and to a
/// person who applied in their own name, Sam Example.
private struct GivenRound {
    let fund: TestFund
    let charity: String
    let group: String
    let person: String
    let rules: PublishingRules

    /// The form asks where and when, too.
    private static let places = (
        file: "Config/form.yaml", old: "  - key: people\n",
        new: """
          - key: places
            title: Where and when
            questions:
              - {key: where, type: ward, title: Where, required: no}
              - {key: startDate, type: date, title: From when, required: no}
              - {key: endDate, type: date, title: Until when, required: no}

          - key: people

        """
    )

    init(told: Bool = true) throws {
        fund = try TestFund(edits: [Self.places])
        try fund.open()
        let elm = TestFund.application(
            "Elm Road Menders", pence: 123_456, email: "elm@example.com", number: "1139799"
        ).replacing(
            "\"answers\":{",
            with: "\"answers\":{\"where\":\"canal-side\",\"startDate\":\"2027-04-01\","
                + "\"endDate\":\"2027-09-30\",")
        charity = try fund.workflows.submitApplication(
            try JSONReader.read(Array(elm.utf8)), source: "elm", round: "round-1", late: nil,
            as: TestFund.operator
        ).reference.description
        let oak = TestFund.application(
            "=Oak Lane Choir", email: "oak@example.com", number: "ABC"
        ).replacing(
            "\"answers\":{",
            with: "\"answers\":{\"startDate\":\"2027-09-30\",\"endDate\":\"2027-04-01\",")
        group = try fund.workflows.submitApplication(
            try JSONReader.read(Array(oak.utf8)), source: "oak", round: "round-1", late: nil,
            as: TestFund.operator
        ).reference.description
        person = try fund.submit("Sam  example", email: "sam@example.com")
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for reference in [charity, group, person] { try fund.score(reference, by: "p1", 4) }
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        fund.setTime("2027-02-01T10:00")
        rules = try #require(try fund.services.configuration().publishing)
        if told { try send() }
    }

    func send() throws {
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    func data(
        _ format: OpenDataFormat = .json, as principal: Principal? = TestFund.operator
    ) throws -> String {
        var bytes: [UInt8] = []
        let spool = try Spool.filled { write in
            try fund.services.reports.openData(
                PublishedScope(round: "round-1"), rules, format, as: principal, write)
        }
        while let piece = try spool.piece(at: bytes.count) { bytes += piece }
        #expect(bytes.count == spool.byteCount)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The charity was paid; the bank says so.
    @discardableResult
    func pay() throws -> String {
        let (flow, finance) = (fund.workflows, try fund.person("finance"))
        _ = try flow.schedulePayments(round: "round-1", as: finance)
        let run = try flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(), as: finance)
        try flow.recordExport(of: "\(run.reference)", profile: "ledger", as: finance)
        _ = try flow.settlePayment(
            of: charity, number: nil, inRun: "\(run.reference)", .paid,
            on: try fund.services.today(), reason: nil, evidence: "Statement 7", as: finance)
        return "\(run.reference)"
    }

    func findings() throws -> [PublishFinding] {
        var found: [PublishFinding] = []
        try fund.services.reports.checkPublished(
            PublishedScope(round: "round-1"), rules, as: TestFund.operator
        ) { found.append($0) }
        return found
    }

    func describe(
        _ reference: String, title: String? = nil, summary: String? = nil, name: String? = nil,
        own: Bool = false, reason: String = "For everybody to read.", seen: Int64? = nil,
        as who: String = "officer"
    ) throws -> Int64 {
        try fund.workflows.describeAward(
            reference,
            PublicWordsSaid(
                title: title, summary: summary, name: name, reason: reason, ownWords: own),
            seen: seen, as: try fund.person(who))
    }
}

@Suite("Open data")
struct OpenDataTests {
    @Test("awards are published once they are told, a person's without a word of theirs")
    func published() throws {
        let round = try GivenRound(told: false)
        #expect(problem { _ = try round.data() }?.code == "publish-nothing-of")
        #expect(try round.findings().map(\.code) == ["publish-untold"])
        try round.send()
        let json = try round.data()
        #expect(try round.data(as: nil) == json, "the same bytes for everybody")
        #expect(!json.lowercased().contains("sam"), "a person is told")
        #expect(!json.contains("@"))
        #expect(json.contains("\"amountAwarded\":1234.56,"), "exactly, as a number")
        let grants = try #require(JSONReader.read(Array(json.utf8))["grants"]?.array)
        #expect(grants.count == 3)
        func grant(_ reference: String) throws -> JSONValue {
            try #require(grants.first { $0["id"]?.string == "360G-example-\(reference)" })
        }
        let recipient = try grant(round.charity)["recipientOrganization"]?.array?.first
        #expect(recipient?["id"]?.string == "GB-CHC-1139799")
        #expect(recipient?["charityNumber"]?.string == "1139799")
        let own = try grant(round.group)["recipientOrganization"]?.array?.first
        #expect(own?["id"]?.string?.hasPrefix("360G-example-group-") == true)
        #expect(own?["name"]?.string == "=Oak Lane Choir")
        #expect(own?["charityNumber"] == nil && own?["companyNumber"] == nil)
        #expect(
            try round.findings().filter { $0.code == "publish-odd-number" }
                .map { "\($0.reference) \($0.weight) \($0.remedy)" }
                == ["\(round.group) advice leave"])
        let person = try grant(round.person)
        #expect(person["recipientOrganization"] == nil)
        #expect(person["recipientIndividual"]?["name"]?.string == "Individual")
        #expect(person["title"]?.string == "Grant to an individual")
        #expect(
            try grant(round.charity)["classifications"]?.array?.first?["code"]?.string
                == "belonging")
        #expect(try grant(round.charity)["commitmentTransaction"]?.array?.count == 1)
        let place = try grant(round.charity)["beneficiaryLocation"]?.array?.first
        #expect(place?["geoCode"]?.string == "E05999002" && place?["name"]?.string == "Canal Side")
        let planned = try grant(round.charity)["plannedDates"]?.array?.first
        #expect(planned?["startDate"]?.string == "2027-04-01")
        #expect(planned?["endDate"]?.string == "2027-09-30")
        // Nobody agreed to an end before the start: it stops nothing, and is published nowhere.
        #expect(try grant(round.group)["plannedDates"] == nil)
        let advice = try round.findings().filter { $0.field == "plannedDates" }
        #expect(
            advice.map { "\($0.reference) \($0.code) \($0.weight) \($0.remedy)" } == [
                "\(round.group) publish-days-set-aside advice leave"
            ])
        var grants2027 = ""
        let year = try #require(FinancialYear(start: 2026))
        try round.fund.services.reports.transparency(
            .grants, on: year.days, round.rules, as: nil
        ) { grants2027 += $0 }
        #expect(grants2027.contains(",not set,") && !grants2027.contains("2027-09-30 to"))
        let csv = try round.data(.csv)
        #expect(csv.hasPrefix("Identifier,Title,Description,Currency,Amount Applied For,"))
        #expect(csv.contains(",Beneficiary Location:0:Geographic Code,"))
        #expect(csv.contains(",'=Oak Lane Choir,"), "a spreadsheet would run it")
        #expect(!csv.lowercased().contains("sam"))
        let rows = try CSVReader.rows(of: Array(csv.utf8), source: "csv").map(\.fields)
        #expect(rows.count == 4 && Set(rows.map(\.count)).count == 1)
    }

    @Test(
        "what is published passes the schemas, and what they miss",
        .enabled(if: GivingSchemas.areHere, "skipped: no schemas of 360Giving"))
    func schemas() throws {
        let round = try GivenRound()
        #expect(try GivingSchemas.validate(try round.data()) == "valid 3")
        try round.pay()
        let paid = try round.data()
        #expect(paid.contains("\"amountDisbursed\":1234.56,"))
        #expect(paid.contains("-payment-1\",\"transactionDate\":\"2027-02-01\""))
        #expect(try GivingSchemas.validate(paid) == "valid 3")
        // The sheet says the same under the titles of the schema.
        let sheet = try round.data(.csv)
        #expect(try GivingSchemas.validate(sheet, isSheet: true) == "valid 3")
        let unknown = sheet.replacing("Recipient Org:Name", with: "Recipient Org:Called")
        #expect(try GivingSchemas.validate(unknown, isSheet: true)?.hasPrefix("valid") == false)
        // The test itself can fail.
        let bad = try round.data().replacing("\"awardDate\":\"20", with: "\"awardDate\":\"9")
        #expect(try GivingSchemas.validate(bad)?.hasPrefix("valid") == false)
    }

    @Test("an award is known by its own letter or a payment, and none goes back to a name")
    func known() throws {
        let round = try GivenRound()
        let fund = round.fund
        let run = try round.pay()
        func sql(_ text: String) throws {
            let made = try Command.sql(fund.databasePath, text)
            try #require(made.status == 0, "\(made.errors)")
        }
        func grant(_ reference: String) throws -> JSONValue? {
            try JSONReader.read(Array(try round.data().utf8))["grants"]?.array?.first {
                $0["id"]?.string == "360G-example-\(reference)"
            }
        }
        let paid = try #require(try grant(round.charity)?["dateModified"]?.string)
        fund.setTime("2027-02-05T10:00")
        _ = try fund.workflows.settlePayment(
            of: round.charity, number: nil, inRun: run, .returned,
            on: try fund.services.today(), reason: "Account closed", evidence: "Statement 8",
            as: try fund.person("finance"))
        let back = try #require(try grant(round.charity))
        let later = try #require(back["dateModified"]?.string)
        #expect(later > paid)
        #expect(back["amountDisbursed"] == nil)
        // Of a letter about something else, only who was paid knows.
        try sql(
            """
            DROP TRIGGER letterWordsStay;
            UPDATE letter SET kind = 'reserveAward' WHERE kind = 'award'
              AND reference IN ('\(round.charity)', '\(round.group)');
            """)
        #expect(try grant(round.charity) != nil && grant(round.group) == nil)
        #expect(try round.findings().map(\.code).contains("publish-untold"))
        try sql("UPDATE letter SET kind = 'award' WHERE kind = 'reserveAward';")
        #expect(try grant(round.group)?["recipientIndividual"] == nil)
        // Nobody knows any more whether it was called as its contact was.
        try sql("UPDATE applicationContact SET name = 'erased';")
        let erased = try round.data()
        #expect(!erased.lowercased().contains("sam") && !erased.contains("Oak Lane Choir"))
        #expect(erased.contains("Elm Road Menders"))
        #expect(try grant(round.group)?["recipientIndividual"]?["name"]?.string == "Individual")
    }

    @Test("nothing is written while something is wrong; an officer's words put it right")
    func wrong() throws {
        let round = try GivenRound()
        let before = try round.data()
        #expect(
            try round.describe(
                round.charity, title: "Call Sam Example on 0114 496 0001",
                summary: "Write to sam@example.com at S1 2HH.") == 1)
        let errors = try round.findings().filter { $0.weight == .error }
        #expect(
            errors.map { "\($0.field) \($0.code)" } == [
                "title publish-phone", "title publish-name", "description publish-email",
                "description publish-postcode",
            ])
        #expect(Set(errors.map(\.reference)) == [round.charity])
        let refused = problem { _ = try round.data() }
        #expect(refused?.code == "publish-errors" && refused?.kind == .invalid)
        #expect(refused?.fields.first?.place == "\(round.charity) title")
        let unsaid = problem { _ = try round.data(as: nil) }
        #expect(unsaid?.code == "publish-not-ready" && unsaid?.fields.isEmpty == true)
        #expect(
            problem { _ = try round.describe(round.charity, title: "x", seen: 0) }?.code
                == "public-words-changed")
        #expect(
            problem { _ = try round.describe(round.charity, title: "x", as: "auditor") }?.code
                == "role-missing")
        #expect(
            problem { _ = try round.describe(round.charity, title: "a\u{7}", reason: " ") }?.fields
                .map(\.place) == ["title", "reason"])
        // The group's own words are published again only where somebody says so.
        #expect(
            problem { _ = try round.describe(round.charity) }?.fields.map(\.code)
                == ["public-words-none"])
        #expect(
            problem { _ = try round.describe(round.charity, title: " ") }?.fields
                .map { "\($0.place) \($0.code)" } == ["title missing"])
        #expect(
            problem { _ = try round.describe(round.charity, title: "x", own: true) }?.fields
                .map(\.code) == ["public-words-both"])
        #expect(try round.describe(round.charity, own: true, seen: 1) == 2)
        let after = try round.data()
        #expect(after.contains("Project of Elm Road Menders") && after != before)
        let kept = try round.fund.services.reports.publicWords(
            of: round.charity, as: TestFund.operator)
        #expect(kept.written.map(\.number) == [2, 1])
        let forced = try Command.run(
            "/usr/bin/env",
            ["sqlite3", round.fund.databasePath, "UPDATE awardPublicWords SET title = 'x';"])
        #expect(forced.errors.contains("public-words-stand"))
        let jumped = try Command.run(
            "/usr/bin/env",
            [
                "sqlite3", round.fund.databasePath,
                """
                INSERT INTO awardPublicWords
                  (awardId, number, title, reason, writtenById, writtenAt)
                SELECT awardId, 9, 'x', 'x', writtenById, writtenAt FROM awardPublicWords LIMIT 1;
                """,
            ])
        #expect(jumped.errors.contains("public-words-changed"))
    }
}
