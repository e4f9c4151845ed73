import Bootstrap
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What is due, for whom, and reminding groups of it")
struct DueTests {
    private func due(_ fund: TestFund, late: Bool = false) throws -> [[JSONValue]] {
        try fund.services.reports.dueRows(isLateOnly: late, as: try fund.person("officer"))
    }

    private func remind(_ fund: TestFund) throws -> [Reference] {
        try fund.workflows.remindGroups(
            holidays: try fund.services.configuration().bankHolidays,
            as: try fund.person("officer"))
    }

    @Test("the timetable's steps are due as long as they are not done, what is longest late first")
    func stages() throws {
        let fund = try TestFund()
        #expect(try due(fund).isEmpty)
        try fund.open()
        let open = try due(fund)
        #expect(open.map { $0[2].string } == ["closing", "decision"])
        let reference = try fund.submit("Group", pence: 100_000)
        #expect(try due(fund).contains { $0[2].string == "checks" })
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        let sheets = try #require(try due(fund).first { $0[2].string == "scores" })
        #expect(sheets[5].string == "p1@example.org" && sheets[6].int == 1)
        // Long after every date: late, with the days.
        fund.setTime("2028-01-03T10:00")
        let late = try due(fund, late: true)
        #expect(late.count == 2)
        #expect(late.allSatisfy { ($0[1].int ?? 0) > 200 })
        #expect(late.map { $0[0].text } == late.map { $0[0].text }.sorted())
        try fund.score(reference, by: "p1", 4)
        #expect(
            problem {
                _ = try fund.services.reports.dueRows(as: try fund.person("applicant"))
            }?.code == "role-missing")
    }

    @Test("a group is reminded of its offer once, on a working day, five working days before")
    func reminded() throws {
        let round = try AgreedRound()
        let fund = round.fund
        // The offers lapse on Monday, 1 March 2027.
        let offers = try due(fund).filter { $0[2].string == "acceptance" }
        #expect(offers.count == 3)
        #expect(offers.allSatisfy { $0[0].string == "2027-03-01" && $0[7].text == "false" })
        #expect(Set(offers.map { $0[5].text }).count == 3)
        fund.setTime("2027-02-19T10:00")
        #expect(try remind(fund).isEmpty)
        fund.setTime("2027-02-21T10:00")
        #expect(try remind(fund).isEmpty)
        fund.setTime("2027-02-22T10:00")
        #expect(
            problem {
                _ = try fund.workflows.remindGroups(
                    holidays: try fund.services.configuration().bankHolidays,
                    as: try fund.person("finance"))
            }?.code == "role-missing")
        #expect(Set(try remind(fund).map { "\($0)" }) == Set(round.references))
        #expect(try remind(fund).isEmpty)
        fund.setTime("2027-02-26T10:00")
        #expect(try remind(fund).isEmpty)
        #expect(
            try due(fund).filter { $0[2].string == "acceptance" }
                .allSatisfy { $0[7].text == "true" })
        let body = try fund.value("SELECT body FROM letterNotice WHERE kind = 'reminder' LIMIT 1")
        #expect(body.contains("1 March 2027") && body.contains("accept or decline"))
        #expect(
            try fund.value("SELECT count(*) FROM letterNotice WHERE kind = 'reminder'") == "3")
        // Longer to answer is another day, and another reminder.
        let reference = try #require(round.references.first)
        try fund.workflows.extendAgreement(
            reference, to: try #require(LocalDate("2027-03-15")), reason: "They meet on Monday",
            as: try fund.person("officer"))
        fund.setTime("2027-03-10T10:00")
        #expect(try remind(fund).map { "\($0)" } == [reference])
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("the schema keeps each reminder, and lets none be noted twice")
    func schema() throws {
        let round = try AgreedRound()
        let fund = round.fund
        fund.setTime("2027-02-22T10:00")
        _ = try remind(fund)
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        try refuses("DELETE FROM letterReminder;", "letter-final")
        try refuses("UPDATE letterReminder SET isLate = 1;", "letter-final")
        try refuses(
            """
            INSERT INTO letterReminder SELECT 999, roundId, applicationId, kind, item, dueOn, isLate
            FROM letterReminder LIMIT 1;
            """, "letter-final")
    }
}
