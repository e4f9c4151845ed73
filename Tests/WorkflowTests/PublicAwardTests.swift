import Applications
import Awards
import Bootstrap
import Commissioning
import Correspondence
import Foundation
import FundCore
import Payments
import TestSupport
import Testing
import Workflows

@testable import Publishing

/// A round that gave three awards and told so: to a charity, to a group in no register, and to a
/// person who applied in their own name, Sam Example. Seven groups got nothing.
private struct GivenRound {
    let fund: TestFund
    let charity: String
    let group: String
    let person: String
    let declined: [String]
    let rules: PublishingRules
    var reports: Reports { fund.services.reports }

    init() throws {
        let fund = try TestFund()
        self.fund = fund
        try fund.open()
        charity = try fund.submit(
            "Elm Road Menders", pence: 1_000_000, email: "elm@example.com", number: "1139799")
        group = try fund.submit("=Oak <b>Lane</b> Choir", pence: 1_000_000)
        person = try fund.submit("Sam  example", pence: 1_000_000, email: "sam@example.com")
        declined = try (1...7).map { number in
            let json = TestFund.application("Unlucky Group \(number)")
                .replacing("\"belonging\"", with: number > 5 ? "\"safe-spaces\"" : "\"belonging\"")
            return try fund.workflows.submitApplication(
                try JSONReader.read(Array(json.utf8)), source: "x", round: "round-1", late: nil,
                as: TestFund.operator
            ).reference.description
        }
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        for (reference, value) in [(charity, 5), (group, 4), (person, 3)] as [(String, Int64)] {
            try fund.score(reference, by: "p1", value)
        }
        for reference in declined { try fund.score(reference, by: "p1", 2) }
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        rules = try #require(try fund.services.configuration().publishing)
    }

    func decide() throws {
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Best fit", as: try fund.person("decider"))
        fund.setTime("2027-02-01T10:00")
    }

    func send() throws {
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: try fund.person("officer"))
    }

    /// The bank says that the charity has its money.
    func pay() throws {
        let (flow, finance) = (fund.workflows, try fund.person("finance"))
        _ = try flow.schedulePayments(round: "round-1", as: TestFund.operator)
        let run = try flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(), as: finance)
        try flow.recordExport(of: "\(run.reference)", profile: "ledger", as: finance)
        _ = try flow.settlePayment(
            of: charity, number: nil, inRun: "\(run.reference)", .paid,
            on: try fund.services.today(), reason: nil, evidence: "Statement 7", as: finance)
    }

    func list(
        _ dataset: TransparencyDataset, _ days: ClosedRange<LocalDate>,
        as principal: Principal? = TestFund.operator
    ) throws -> [String] {
        var text = ""
        try reports.transparency(dataset, on: days, rules, as: principal) { text += $0 }
        #expect(text.hasSuffix("\r\n"))
        return text.components(separatedBy: "\r\n").dropLast()
    }

    func found(
        _ search: AwardSearch, after: PublishedPlace? = nil, limit: Int? = nil
    ) throws -> [PublicAward] {
        var found: [PublicAward] = []
        try reports.publicAwards(
            search, rules, try fund.services.configuration().areas, after: after, limit: limit
        ) { found.append($0) }
        return found
    }

    func statistics(least: Int) throws -> OpenStatistics {
        try reports.openStatistics(
            of: "round-1", try fund.services.configuration().areas, least: least)
    }

    func report(_ kind: ReportKind, as who: Principal = TestFund.operator) throws -> String {
        let words = try fund.services.words()
        return try reports.printedReport(kind, of: "round-1", in: words, as: who).html(words)
    }
}

@Suite("What anybody reads of awards, and reports to print")
struct PublicAwardTests {
    private let year = FinancialYear(start: 2026)

    @Test("a financial year begins on 1 April, and has four quarters")
    func years() throws {
        let year = try #require(year)
        #expect("\(year.days.lowerBound) \(year.days.upperBound)" == "2026-04-01 2027-03-31")
        let quarters = (1...4).map { year.quarter($0) }
        #expect(
            quarters.map { "\($0.lowerBound)" } == [
                "2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01",
            ])
        #expect("\(quarters[3].upperBound)" == "2027-03-31" && year.words == "2026/27")
        for (day, start) in [("2026-03-31", 2025), ("2026-04-01", 2026), ("2027-01-01", 2026)] {
            #expect(FinancialYear(of: try #require(LocalDate(day)))?.start == start)
        }
        #expect(FinancialYear(start: 1999) == nil && FinancialYear(start: 3000) == nil)
    }

    @Test("from proposal to payment: reports, figures, lists and the search of awards")
    func all() throws {
        let round = try GivenRound()
        try proposed(round)
        try round.decide()
        #expect(problem { _ = try round.statistics(least: 5) }?.code == "open-data-not-told")
        #expect(try round.found(AwardSearch()).isEmpty)
        var missing: [String] = []
        try round.reports.transparency(
            .grants, on: try #require(year).days, round.rules, as: TestFund.operator,
            missing: { missing.append("\($0.code) \($0.arguments["count"] ?? "")") }
        ) { _ in }
        #expect(missing == ["publish-untold 3"])
        try round.send()
        try figures(round)
        try grants(round)
        try round.pay()
        try spend(round)
        try search(round)
        try told(round)
        try wrong(round)
    }

    private func proposed(_ round: GivenRound) throws {
        let html = try round.report(.cabinet)
        #expect(html.contains("3 awards are proposed, £30,000.00 of the £30,000.00 there is."))
        #expect(html.contains("7 more applications are to get nothing."))
        for finance in ["finance", "p1", "applicant"] {
            let who = try round.fund.person(finance)
            #expect(problem { _ = try round.report(.cabinet, as: who) }?.kind == .forbidden)
        }
        #expect(try round.report(.cabinet, as: round.fund.person("auditor")) == html)
    }

    /// Seven applications got nothing, two of them for another priority than all the others.
    private func figures(_ round: GivenRound) throws {
        let told = try round.statistics(least: 5)
        #expect(told.total.applied == 10 && told.total.asked == Money(pence: 4_750_000))
        #expect(told.total.awardCount == 3 && told.total.awarded == Money(pence: 3_000_000))
        #expect(told.byPriority.map(\.applied) == [10], "two by themselves are too few")
        #expect(told.byPriority.first?.keys.contains("safe-spaces") == true)
        #expect(told.medianDays == 0 && told.daysFromClosing == 0)
        let small = try round.statistics(least: 8)
        #expect(small.total.applied == nil && small.total.asked == nil && small.medianDays == nil)
        #expect(small.byPriority.allSatisfy { $0.applied == nil && $0.asked == nil })
        #expect(small.total.awardCount == 3, "who was given what is public anyway")
        let each = try round.statistics(least: 2)
        #expect(each.least == 5 && each.byPriority == told.byPriority, "as figures of reach")
        #expect(told.rows.allSatisfy { $0.count == Listing.openStatistics.columns.count })
    }

    private func grants(_ round: GivenRound) throws {
        let year = try #require(year)
        let lines = try round.list(.grants, year.days)
        #expect(
            lines.first
                == "Date the grant was awarded,Time period for which the grant has been given,"
                + "Local authority department which awarded the grant,Beneficiary,"
                + "Beneficiary registration number,Summary of the purpose of the grant,Amount")
        #expect(
            lines.dropFirst().first
                == "2026-12-01,not set,Communities Team,Elm Road Menders,1139799,"
                + "A made-up project.,10000.00")
        #expect(lines.count == 4 && lines[2].contains(",'=Oak <b>Lane</b> Choir,,"))
        #expect(lines[3].contains(",Individual,,") && !lines[3].lowercased().contains("sam"))
        #expect(try round.list(.grants, year.quarter(3)).count == 4)
        #expect(try round.list(.grants, year.quarter(4)).count == 1)
        let before = try #require(FinancialYear(start: 2025))
        #expect(try round.list(.grants, before.days).count == 1)
        #expect(try round.list(.spend, year.days).count == 1, "nothing is paid yet")
    }

    private func spend(_ round: GivenRound) throws {
        let year = try #require(year)
        let lines = try round.list(.spend, year.days, as: nil)
        #expect(
            lines == [
                "Date incurred,Local authority department,Beneficiary,"
                    + "Summary of the purpose of the expenditure,Amount,Irrecoverable VAT,"
                    + "Merchant category",
                "2027-02-01,Communities Team,Elm Road Menders,"
                    + "\"Grant \(round.charity), payment 1: Project of Elm Road Menders\","
                    + "10000.00,0.00,Grants to community groups",
            ])
        let years = try round.reports.transparencyYears(round.rules)
        #expect(years.map(\.year) == [year] && years[0].counts == [.grants: 3, .spend: 1])
        #expect(years[0].unready.isEmpty)
        #expect(try round.list(.spend, year.quarter(4)).count == 2)
        #expect(try round.list(.spend, year.quarter(3)).count == 1)
    }

    private func search(_ round: GivenRound) throws {
        #expect(
            try round.found(AwardSearch()).map(\.award.reference) == [
                round.charity, round.group, round.person,
            ])
        func references(_ search: AwardSearch) throws -> [String] {
            try round.found(search).map(\.award.reference)
        }
        #expect(try references(AwardSearch(words: " MENDERS  elm ")) == [round.charity])
        #expect(try references(AwardSearch(words: "menders choir")).isEmpty)
        #expect(try references(AwardSearch(words: "sam")).isEmpty, "a person can be found")
        #expect(try references(AwardSearch(priority: "belonging", year: year)).count == 3)
        #expect(try references(AwardSearch(priority: "safe-spaces")).isEmpty)
        #expect(try references(AwardSearch(ward: "millbrook")).isEmpty)
        #expect(try references(AwardSearch(round: "round-2")).isEmpty)
        #expect(try references(AwardSearch(year: FinancialYear(start: 2027))).isEmpty)
        // Page by page, each award comes once.
        var (pages, after): ([[String]], PublishedPlace?) = ([], nil)
        repeat {
            let page = try round.found(AwardSearch(round: "round-1"), after: after, limit: 2)
            after = page.last.flatMap { PublishedPlace("\($0.place)") }
            pages.append(page.map(\.award.reference))
        } while after != nil
        #expect(pages == [[round.charity, round.group], [round.person], []])
        #expect(PublishedPlace("1") == nil && PublishedPlace("1.0") == nil)
        let areas = try round.fund.services.configuration().areas
        for other in round.declined + ["x", "CF26-9999-A", ""] {
            let report = problem { _ = try round.reports.publicAward(other, round.rules, areas) }
            #expect(report?.code == "award-not-public" && report?.kind == .notFound, "\(other)")
        }
        let one = try round.reports.publicAward(round.charity, round.rules, areas)
        #expect(one.award.paid == Money(pence: 1_000_000) && one.award.payments.count == 1)
        #expect(one.identifier == "360G-example-\(round.charity)")
        let choices = try round.reports.awardChoices(round.rules, areas)
        #expect(choices.rounds.map(\.key) == ["round-1"] && choices.years.map(\.start) == [2026])
        #expect(choices.wards.count == areas.wards.count)
    }

    /// What the reports say once it is decided, and what they never say.
    private func told(_ round: GivenRound) throws {
        let html = try round.report(.cabinet)
        #expect(html.contains("Best fit") && html.contains("3 awards, £30,000.00 in all"))
        #expect(html.contains("=Oak &lt;b&gt;Lane&lt;/b&gt; Choir") && !html.contains("<b>"))
        #expect(html.contains("<td>Individual</td>"))
        #expect(html.contains("thead { display: table-header-group; }"))
        #expect(html.contains("break-after: avoid"))
        let panel = try round.fund.value("SELECT name FROM person WHERE email LIKE 'p1@%'")
        for hidden in ["Unlucky", "Sam", "example.", panel] {
            #expect(!html.contains(hidden), "\(hidden) is told")
        }
        for kind in ReportKind.allCases {
            let report = try round.reports.printedReport(
                kind, of: "round-1", in: round.fund.services.words(), as: TestFund.operator)
            #expect(!report.sections.contains { $0.items.isEmpty || $0.title.isEmpty })
            let captions = report.sections.flatMap(\.items).compactMap { item -> String? in
                guard case .table(let table) = item else { return nil }
                return table.caption
            }
            #expect(captions.count == Set(captions).count)
            #expect(!report.json.text.contains("report."), "a word is missing")
        }
        // What payment runs have taken, as everywhere among staff.
        #expect(try round.report(.evaluation).contains("<dd>£30,000.00</dd>"))
        let planned = problem {
            _ = try round.reports.printedReport(
                .cabinet, of: "round-2", in: round.fund.services.words(), as: TestFund.operator)
        }
        #expect(planned?.code == "round-not-open-planned")
    }

    /// Words that may not be public are not shown, and no list is written until they are put right.
    private func wrong(_ round: GivenRound) throws {
        let year = try #require(year)
        _ = try round.fund.workflows.describeAward(
            round.charity,
            PublicWordsSaid(
                title: "Ring 0114 496 0001", summary: nil, name: nil, reason: "A try."),
            seen: nil, as: try round.fund.person("officer"))
        let shown = try round.found(AwardSearch()).first
        #expect(shown?.title == round.charity && shown?.summary == "A made-up project.")
        #expect(try round.found(AwardSearch(words: "0114")).isEmpty)
        for dataset in TransparencyDataset.allCases {
            let report = problem { _ = try round.list(dataset, year.days) }
            #expect(report?.code == "publish-errors" && report?.kind == .invalid)
            #expect(report?.fields.map(\.code) == ["publish-phone"])
            let nobody = problem { _ = try round.list(dataset, year.days, as: nil) }
            #expect(nobody?.code == "publish-not-ready" && nobody?.fields.isEmpty == true)
        }
        let years = try round.reports.transparencyYears(round.rules)
        #expect(years.map(\.unready) == [[.grants, .spend]])
        // What is not in a list does not keep it.
        #expect(try round.list(.spend, year.quarter(1)).count == 1)
    }
}
