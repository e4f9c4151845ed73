import Awards
import Bootstrap
import Commissioning
import Correspondence
import Foundation
import FundCore
import FundStore
import Payments
import Rounds
import TestSupport
import Testing
import Workflows

@testable import Publishing

/// A round whose decision is a public record: awards to a charity, to a group in no register, to a
/// person who applied in their own name, and to two more who may be one. The contact of each is
/// Sam Example.
private struct NamedRound {
    let fund: TestFund
    let elm: String
    let oak: String
    let person: String
    let doctor: String
    let pat: String
    let rules: PublishingRules
    var reports: Reports { fund.services.reports }
    var flow: Workflows { fund.workflows }
    var all: [String] { [elm, oak, person, doctor, pat] }

    init() throws {
        let fund = try TestFund(edits: [
            (
                file: "Config/rounds.yaml", old: "controls: {}",
                new: """
                controls: {callIn: true}
                    callIn: {workingDays: 5, countPublicationDay: true}
                """
            )
        ])
        self.fund = fund
        try fund.open()
        elm = try fund.submit("Elm Road Menders", email: "elm@example.com", number: "1139799")
        oak = try fund.submit("Oak Lane Choir", email: "oak@example.com")
        person = try fund.submit("Sam  example", email: "sam@example.com")
        doctor = try fund.submit("Dr Sam Example", email: "dr@example.com")
        pat = try fund.submit("Pat Example", email: "pat@example.com")
        rules = try #require(try fund.services.configuration().publishing)
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for reference in all { try fund.score(reference, by: "p1", 4) }
        _ = try flow.propose(round: "round-1", as: try fund.person("officer"))
    }

    func approve(_ reason: String) throws {
        _ = try flow.approve(
            round: "round-1", proposal: nil, reason: reason, as: try fund.person("decider"))
    }

    func write(_ recommendation: String, _ outcomes: String = "Neighbours meet.") throws {
        try flow.writeRecord(
            DecisionRecord(
                recommendation: recommendation, outcomes: outcomes, alternatives: "None fits."),
            ofRound: "round-1", as: try fund.person("decider"))
    }

    func correct(_ text: String) throws {
        try flow.correctDecision(round: "round-1", text: text, as: try fund.person("officer"))
    }

    func publish() throws {
        _ = try flow.publishDecision(
            round: "round-1", on: nil, holidays: fund.services.configuration().bankHolidays,
            as: try fund.person("decider"))
    }

    func send() throws {
        _ = try flow.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    func describe(
        _ reference: String, _ recipient: RecipientKind?, title: String? = nil
    ) throws {
        _ = try flow.describeAward(
            reference,
            PublicWordsSaid(
                title: title, summary: nil, name: nil, reason: "For everybody to read.",
                recipient: recipient), as: try fund.person("officer"))
    }

    func findings(_ reference: String) throws -> [PublishFinding] {
        var found: [PublishFinding] = []
        try reports.checkPublished(
            PublishedScope(round: "round-1"), rules, as: TestFund.operator
        ) { if $0.reference == reference { found.append($0) } }
        return found
    }

    func errors(_ reference: String) throws -> [String] {
        try findings(reference).filter { $0.weight == .error }.map { "\($0.field) \($0.code)" }
    }

    func shown(_ reference: String) throws -> PublicAward {
        try reports.publicAward(
            reference, rules, try fund.services.configuration().areas)
    }

    func decided() throws -> String { try reports.publicDecision("round-1").json.text }

    func giving() throws -> String {
        var bytes: [UInt8] = []
        try reports.openData(
            PublishedScope(round: "round-1"), rules, .json, as: TestFund.operator
        ) { bytes += $0 }
        return String(decoding: bytes, as: UTF8.self)
    }

    func lines(_ dataset: TransparencyDataset) throws -> [String] {
        var lines: [String] = []
        let year = try #require(FinancialYear(of: try fund.services.today()))
        try reports.transparency(dataset, on: year.days, rules, as: TestFund.operator) {
            lines.append($0)
        }
        return lines
    }

    /// Everybody has their money, and the awards that are erased afterwards are closed.
    func payAndClose() throws {
        let (officer, finance) = (try fund.person("officer"), try fund.person("finance"))
        _ = try flow.schedulePayments(round: "round-1", as: finance)
        let run = try flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(), as: finance)
        try flow.recordExport(of: "\(run.reference)", profile: "ledger", as: finance)
        for reference in all {
            _ = try flow.settlePayment(
                of: reference, number: nil, inRun: "\(run.reference)", .paid,
                on: try fund.services.today(), reason: nil, evidence: "Statement 7", as: finance)
        }
        for reference in [elm, oak, pat] { try close(reference) }
        try send()
        try flow.freezeReach(of: "round-1", as: officer)
    }

    private func close(_ reference: String) throws {
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        try flow.waiveReturns(of: reference, reason: "They have left.", as: decider)
        let review = try reports.awardReview(reference, as: officer)
        if review.owed > .zero {
            try flow.writeOff(review.owed, of: reference, reason: "They left.", as: decider)
        }
        try flow.assessAward(
            reference, review.promised.map { OutcomeSaid($0.key, "cannotTell", "They left.") },
            worth: "Nobody knows.", as: officer)
        try flow.closeAward(reference, note: nil, as: officer)
    }

    func erase(_ reference: String) throws {
        let number = try flow.proposeErasure(
            .application(reference), reason: "They asked us to",
            try fund.services.configuration().retention, as: try fund.person("officer"))
        _ = try flow.approveErasure(
            number, PersonalRegister.all, try fund.services.configuration().retention,
            as: try fund.person("admin"))
    }
}

@Suite("No person who was given money is named where anybody can read it")
struct PublicNamingTests {
    @Test("in decisions, in what officers say is a person's, and once it was erased")
    func named() throws {
        let round = try NamedRound()
        func codes(_ body: () throws -> Void) -> [String]? {
            problem(body)?.fields.map { "\($0.place) \($0.code)" }
        }
        let withheld = "This is being put right."
        #expect(codes { try round.approve("Ring sam  EXAMPLE.") } == ["reason record-name"])
        try round.approve("Best fit")
        #expect(
            codes { try round.write("Ring 0114 496 0001", "Ask sam@example.com, S1 2HH") } == [
                "recommendation record-phone", "outcomes record-email",
            ])
        try round.write("Give to all, at S1 2HH.")
        try round.publish()
        #expect(codes { try round.correct("It was Sam Example's.") } == ["text record-name"])
        try round.correct("It was the third one's.")
        let forced = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO awardDecisionCorrection
              (decisionId, number, correctedOn, text, correctedById, correctedAt)
            SELECT decisionId, 2, correctedOn, 'Ring Sam Example.', correctedById, correctedAt
            FROM awardDecisionCorrection;
            """)
        #expect(forced.status == 0, "\(forced.errors)")
        let shown = try round.decided()
        #expect(!shown.lowercased().contains("sam"), "\(shown)")
        for words in [
            "Elm Road Menders", "Oak Lane Choir", "\"Individual\"", "Grant to an individual",
            withheld, "at S1 2HH.", "the third one's",
        ] { #expect(shown.contains(words), "\(words)") }
        // Who works on the fund sees who it is.
        let own = try #require(
            try round.reports.decision(of: "round-1", as: try round.fund.person("auditor")))
        #expect(own.awards.map(\.organisation).contains("Sam  example"))
        #expect(own.json.text.contains("Ring Sam Example."))

        // Awards that names do not tell of.
        round.fund.setTime("2027-02-20T10:00")
        try round.send()
        #expect(
            try round.errors(round.doctor) == [
                "title publish-name", "recipientOrganization publish-name",
            ])
        #expect(
            try round.findings(round.doctor).first { $0.field == "recipientOrganization" }?.remedy
                == .individual)
        #expect(try round.errors(round.pat) == [])
        func isAdvised() throws -> Bool {
            try round.findings(round.pat).contains {
                $0.code == "publish-surname" && $0.remedy == .individual && $0.weight == .advice
            }
        }
        #expect(try isAdvised() && round.shown(round.pat).organisation == "Pat Example")
        try round.describe(round.doctor, .individual)
        // What stood in the form already is not written again where it is to a person.
        try round.describe(round.pat, nil, title: "A garden of ours")
        try round.describe(round.pat, .individual, title: "A garden of ours")
        #expect(try round.errors(round.doctor) == [] && !isAdvised())
        #expect(try round.shown(round.pat).title == "Grant to an individual")
        // Words alone name nobody again.
        try round.describe(round.pat, nil, title: "The garden of Pat Example")
        #expect(try round.errors(round.pat) == ["title publish-name"])
        try round.describe(round.pat, nil, title: "A kitchen garden")
        for text in [
            try round.giving(), try round.decided(), try round.lines(.grants).joined(),
            try round.shown(round.pat).json.text,
        ] {
            #expect(!text.contains("Pat Example") && !text.contains("Sam"), "\(text)")
            #expect(text.contains("Individual"))
        }
        #expect(try round.shown(round.pat).title == "A kitchen garden")
        #expect(codes { try round.correct("It is Pat Example's.") } == ["text record-name"])
        // It was a group after all; and so is one that is called as its contact is.
        try round.describe(round.pat, .group)
        try round.describe(round.person, .group, title: "A choir")
        #expect(try round.errors(round.person) == [] && !isAdvised())
        #expect(try round.shown(round.pat).organisation == "Pat Example")
        #expect(try round.decided().contains("Sam  example"))
        try round.describe(round.person, .individual)
        #expect(try !round.decided().contains("Sam"))
        let kept = try round.reports.publicWords(of: round.pat, as: TestFund.operator)
        #expect(
            kept.written.map(\.recipient) == [.group, .individual, .individual, .individual, nil])
        let refused = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO awardPublicWords
              (awardId, number, reason, writtenById, writtenAt, recipient)
            SELECT awardId, 6, 'x', writtenById, writtenAt, 'nobody' FROM awardPublicWords
            WHERE number = 5;
            """)
        #expect(refused.errors.contains("CHECK constraint failed"), "\(refused.errors)")

        try erased(round)
    }

    /// All that was awarded stays on every list.
    private func erased(_ round: NamedRound) throws {
        try round.payAndClose()
        let (grants, spend) = (try round.lines(.grants), try round.lines(.spend))
        #expect(grants.count == 6 && spend.count == 6)
        let areas = try round.fund.services.configuration().areas
        let total = try round.reports.openStatistics(of: "round-1", areas, least: 1).total
        round.fund.setTime("2027-02-21T10:00")
        for reference in [round.elm, round.oak, round.pat] { try round.erase(reference) }
        #expect(try round.lines(.grants).count == 6 && round.lines(.spend).count == 6)
        let json = try round.giving()
        let given = try #require(JSONReader.read(Array(json.utf8))["grants"]?.array)
        let sum = given.compactMap { $0["amountAwarded"] }.count
        #expect(sum == 5 && total.awardCount == 5)
        func grant(_ reference: String) throws -> JSONValue {
            try #require(given.first { $0["id"]?.string == "360G-example-\(reference)" })
        }
        let elm = try grant(round.elm)
        let charity = elm["recipientOrganization"]?.array?.first
        #expect(charity?["name"]?.string == "Elm Road Menders")
        #expect(charity?["charityNumber"]?.string == "1139799")
        #expect(elm["title"]?.string == "Grant whose details were erased")
        #expect(elm["description"]?.string?.hasPrefix("The time for which details") == true)
        #expect(elm["dateModified"]?.string?.hasPrefix("2027-02-21") == true)
        for reference in [round.oak, round.pat] {
            #expect(try grant(reference)["recipientIndividual"]?["name"]?.string == "Individual")
            #expect(try round.errors(reference) == [])
        }
        #expect(try round.findings(round.elm).map(\.field).contains("title") == false)
        let shown = try round.decided()
        for text in [json, shown, try round.lines(.grants).joined()] {
            #expect(!text.contains("Oak Lane") && !text.contains("Pat Example"), "\(text)")
            #expect(text.contains("Elm Road Menders") && !text.contains("\"erased\""))
        }
        #expect(try round.shown(round.oak).title == "Grant whose details were erased")
        if GivingSchemas.areHere { #expect(try GivingSchemas.validate(json) == "valid 5") }
    }
}
