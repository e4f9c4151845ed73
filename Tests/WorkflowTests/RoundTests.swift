import Applications
import Awards
import Bootstrap
import Foundation
import FundCore
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

@Suite("A round opens, takes applications until its deadline, and closes")
struct RoundTests {
    @Test("it opens now, and a deadline in the future stays")
    func opens() throws {
        let fund = try TestFund(now: "2026-11-20T09:30")
        try fund.open()
        let round = try fund.services.reports.round("round-1")
        #expect(round.plan.timetable.opens.description == "2026-11-20T09:30")
        #expect(round.plan.timetable.closes.description == "2027-01-12T12:00")
    }

    @Test(
        "a deadline that is past becomes opening plus the timetable's length, and the rest follows")
    func late() throws {
        let fund = try TestFund(now: "2028-06-01T15:45")
        try fund.open()
        let timetable = try fund.services.reports.round("round-1").plan.timetable
        // From 1 December 09:00 to 12 January 12:00: 42 days and 3 hours.
        #expect(timetable.closes.description == "2028-07-13T18:45")
        #expect(timetable.panelMeets.description == "2028-07-29")
        #expect(timetable.lettersSent.description == "2028-08-10")
    }

    @Test("another deadline can be set, but not in the past")
    func closes() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        let configuration = try fund.services.configuration()
        let past = problem {
            _ = try fund.workflows.openRound(
                "round-1", configuration, closes: LocalDateTime("2026-12-01T09:59"), reason: nil,
                as: officer)
        }
        #expect(past?.code == "round-closes-too-soon")
        let round = try fund.workflows.openRound(
            "round-1", configuration, closes: LocalDateTime("2026-12-31T12:00"), reason: nil,
            as: officer)
        #expect(round.plan.timetable.closes.description == "2026-12-31T12:00")
        #expect(round.plan.timetable.decision.description == "2027-01-23")
    }

    @Test("submissions end with the deadline, to the millisecond; an officer admits a late one")
    func deadline() throws {
        let fund = try TestFund()
        try fund.open()
        fund.setTime("2027-01-12T11:59")
        fund.advance(seconds: 59)
        try fund.submit("In time")
        fund.setTime("2027-01-12T12:00")
        #expect(problem { try fund.submit("Late") }?.code == "round-deadline-passed")
        let json = try JSONReader.read(Array(TestFund.application("Late").utf8))
        let refused = problem {
            _ = try fund.workflows.submitApplication(
                json, source: "x", round: "round-1", late: "Ill", as: TestFund.operator)
        }
        #expect(refused?.code == "nobody-named")
        let late = try fund.workflows.submitApplication(
            json, source: "x", round: "round-1", late: "The group's phone broke.",
            as: fund.person("officer"))
        try fund.close()
        #expect(problem { try fund.submit("Later") }?.code == "round-not-open-closed")
        let afterClosing = try fund.workflows.submitApplication(
            json, source: "x", round: "round-1", late: "Admitted on appeal.",
            as: fund.person("officer"))
        for added in [late, afterClosing] {
            let shown = try fund.services.reports.application(
                "\(added.reference)", as: TestFund.operator)
            #expect(shown.object["lateReason"]?.string?.isEmpty == false)
        }
    }

    @Test("a running round keeps the settings it opened with")
    func frozen() throws {
        let fund = try TestFund()
        try fund.open()
        let changed = try TestFund(edits: [
            ("Config/rounds.yaml", "minimum: £500", "minimum: £5,000")
        ])
        let again = try fund.workflows.initialise(
            changed.services.configuration(), as: TestFund.operator)
        #expect(again.roundsLeftAlone == ["round-1"])
        try fund.submit("Small", pence: 50_000)
    }

    @Test("rounds go forward only, and open once")
    func order() throws {
        let fund = try TestFund()
        #expect(problem { try fund.close() }?.code == "round-not-open-planned")
        #expect(problem { try fund.submit("Early") }?.code == "round-not-open-planned")
        try fund.open()
        #expect(problem { try fund.open() }?.code == "round-opened-open")
        #expect(
            try Command.sql(fund.databasePath, "UPDATE round SET status = 'planned';")
                .isRefusedByRule)
        #expect(
            try Command.sql(fund.databasePath, "UPDATE roundConfiguration SET content = '{}';")
                .isRefusedByRule)
    }

    @Test("the officer's list is read by an index, however it is filtered and sorted")
    func listPlans() throws {
        let fund = try TestFund()
        for status in [nil, ApplicationStatus.eligible] {
            for order in ApplicationSearch.Order.allCases {
                for (words, isDescending) in [("", false), ("", true), ("made", false)] {
                    let search = ApplicationSearch(
                        status: status, words: words, order: order, isDescending: isDescending,
                        after: ApplicationSearch.Place("7~5"))
                    let (sql, _) = ApplicationsModule.query(RoundID(1), search, limit: 50)
                    let plan = try Command.sql(fund.databasePath, "EXPLAIN QUERY PLAN \(sql);")
                        .output
                    #expect(plan.contains("SEARCH application USING"), "\(sql)")
                    #expect(!plan.contains("SCAN") && !plan.contains("B-TREE"), "\(sql)\n\(plan)")
                }
            }
        }
    }

    @Test("rounds cannot be given more than the fund has")
    func fundLimit() throws {
        // As shipped: the fund's money is enough for one of the two.
        let fund = try TestFund()
        try fund.open("round-1")
        let refused = problem { try fund.open("round-2") }
        #expect(refused?.code == "ledger-fund-too-small")
        #expect(refused?.arguments["left"] == "£0.00")
        #expect(try fund.services.reports.round("round-2").status == .planned)
    }
}

@Suite("Applications are taken whole or refused with everything that is wrong")
struct SubmissionTests {
    @Test("unknown keys, wrong types, missing answers and amounts come back all at once")
    func problems() throws {
        let fund = try TestFund()
        try fund.open()
        let json = try JSONReader.read(
            Array(
                """
                {"organisation":{"name":"A","nmae":"B"},"contact":{"name":"C","email":"nobody"},
                 "title":7,"summary":"s","amountPence":1000001,"minimumPence":0,
                 "priorities":["belonging","fame"],
                 "answers":{"need":"x","bringTogether":"","people":0,"groups":["nobody"],"commitment":false,"more":1}}
                """.utf8))
        let report = problem {
            _ = try fund.workflows.submitApplication(
                json, source: "x", round: "round-1", late: nil, as: TestFund.operator)
        }
        let found = Set((report?.fields ?? []).map { "\($0.place) \($0.code)" })
        #expect(
            found == [
                "organisation.nmae unknown-key", "contact.email not-email", "title not-text",
                "amountPence amount-limits", "minimumPence amount-limits",
                "priorities not-an-option", "answers.bringTogether missing",
                "answers.people too-small", "answers.groups not-an-option",
                "answers.commitment not-declared", "answers.more unknown-key",
            ])
        #expect(try fund.value("SELECT count(*) FROM application") == "0")
    }

    @Test(
        "numbers at the edge of what a computer holds are refused, not fatal",
        arguments: ["-9223372036854775808", "9223372036854775807", "99999999999999999999", "2.5"])
    func edges(pence: String) throws {
        let fund = try TestFund()
        try fund.open()
        let text = TestFund.application("A").replacing(
            "\"amountPence\":250000", with: "\"amountPence\":\(pence),\"minimumPence\":\(pence)")
        let report = problem {
            _ = try fund.workflows.submitApplication(
                JSONReader.read(Array(text.utf8)), source: "x", round: "round-1", late: nil,
                as: TestFund.operator)
        }
        #expect(report?.code == "invalid-input")
    }

    @Test("one group's application never changes what another sent")
    func registrationNumbers() throws {
        let fund = try TestFund()
        try fund.open()
        _ = try fund.submit("First", number: "1234567")
        _ = try fund.submit("Second", number: "123 45 67")
        #expect(
            try fund.value("SELECT group_concat(registrationNumber) FROM application")
                == "1234567,123 45 67")
    }

    @Test("a receipt waits for every application that comes in, and none for a refused one")
    func receipt() throws {
        let fund = try TestFund()
        try fund.open()
        try fund.submit("Maple Street", email: "maple@example.org")
        #expect(try fund.value("SELECT kind || status FROM letter") == "receiptqueued")
    }

    @Test("a second application of one organisation needs an officer; the same name alone does not")
    func repeats() throws {
        let fund = try TestFund()
        try fund.open()
        let first = try fund.submit("Oak Hall", number: "1234567")
        let second = try fund.submit("Oak Hall CIO", number: "1234567")
        let third = try fund.submit("oak  HALL")
        try fund.close()
        try fund.checkAll()
        func status(_ reference: String) throws -> String? {
            try fund.services.reports.application(reference, as: TestFund.operator).object[
                "status"]?.string
        }
        #expect(try [first, second, third].map(status) == ["eligible", "submitted", "eligible"])
        #expect(
            try Command.sql(
                fund.databasePath,
                "UPDATE application SET status = 'eligible' WHERE reference = '\(second)';"
            ).errors.contains("application-finding-open"))
        _ = try fund.workflows.checkApplication(second, .eligible, as: fund.person("officer"))
        #expect(try status(second) == "eligible")
        #expect(
            try fund.value(
                "SELECT count(*) FROM applicationFinding WHERE resolvedAt IS NULL AND blocking = 1")
                == "0")
    }

    @Test("an ineligible group is told why; if it was a mistake, the letter is taken back")
    func ineligible() throws {
        let fund = try TestFund()
        try fund.open()
        let reference = try fund.submit("Elm Road", email: "elm@example.org")
        let officer = try fund.person("officer")
        _ = try fund.workflows.checkApplication(
            reference, .ineligible(reason: "You are not a group."), as: officer)
        var letters: [String] = []
        try fund.services.reports.letters(of: "round-1", application: reference, as: officer) {
            row, _ in letters.append(Listing.letters.json(row)["text"]?.string ?? "")
        }
        #expect(letters.count == 2)
        #expect(letters.last?.contains("You are not a group.") == true)
        _ = try fund.workflows.checkApplication(reference, .eligible, as: officer)
        #expect(
            try fund.value("SELECT status FROM letter WHERE kind = 'ineligible'") == "withdrawn")
        #expect(
            problem {
                _ = try fund.workflows.checkApplication(
                    reference, .ineligible(reason: " "), as: officer)
            }?.code == "reason-missing")
    }

    @Test("what has no amount can be imported and never made eligible, by code or by SQL")
    func incomplete() throws {
        let fund = try TestFund()
        try fund.open()
        let package = try JSONReader.read(
            Array(
                #"{"grants":[{"id":"a","currency":"GBP","title":"T","recipientOrganization":[{"name":"N"}]}]}"#
                    .utf8))
        let officer = try fund.person("officer")
        let report = try fund.workflows.importGrants(
            package, source: "x", round: "round-1", strict: true, receipts: false, late: nil,
            as: officer
        ) { _, _ in }
        let reference = "\(report.imported[0].reference)"
        #expect(
            problem {
                _ = try fund.workflows.checkApplication(reference, .eligible, as: officer)
            }?.code == "application-incomplete")
        let forced =
            "UPDATE applicationFinding SET resolvedAt = 1; UPDATE application SET status = 'eligible';"
        #expect(try Command.sql(fund.databasePath, forced).errors.contains("CHECK"))
    }
}

@Suite("Published grants are taken as applications, once")
struct ImportTests {
    private func package(_ grants: String) throws -> JSONValue {
        try JSONReader.read(Array("{\"version\":\"1.0\",\"grants\":[\(grants)]}".utf8))
    }

    private func grant(
        _ id: String, amount: String = "1000", currency: String = "GBP",
        organisation: String = "GB-CHC-1"
    ) -> String {
        """
        {"id":"\(id)","title":" Grant  ","description":"d","currency":"\(currency)","amountAwarded":\(amount),
         "recipientOrganization":[{"id":"\(organisation)","name":"Group \(id) ","postalCode":"S1 1AA","charityNumber":"1234567"}]}
        """
    }

    @Test("records that cannot be taken are skipped by number, id and reason; --strict takes none")
    func skips() throws {
        let fund = try TestFund()
        try fund.open()
        let officer = try fund.person("officer")
        let file = try package(
            [
                grant("ok"), grant("ok"), grant("euro", currency: "EUR"),
                grant("part", amount: "10.005"),
                grant("text", amount: "\"£500\""), grant("minus", amount: "-5"),
                "{\"title\":\"no id\"}", "7",
                grant("float", amount: "35907.8", organisation: "GB-CHC-2"),
            ].joined(separator: ","))
        func take(_ strict: Bool) throws -> ImportReport {
            try fund.workflows.importGrants(
                file, source: "f.json", round: "round-1", strict: strict, receipts: false,
                late: nil,
                as: officer
            ) { _, _ in }
        }
        let refused = problem { _ = try take(true) }
        #expect(refused?.code == "import-refused")
        #expect(refused?.fields.count == 7)
        #expect(try fund.value("SELECT count(*) FROM application") == "0")
        let report = try take(false)
        #expect(report.readCount == 9)
        #expect(report.imported.count == 2)
        #expect(report.skips.map(\.record) == [2, 3, 4, 5, 6, 7, 8])
        #expect(
            report.skips.map(\.problem.code) == [
                "record-twice", "currency-not-gbp", "not-pounds-amount", "not-pounds-amount",
                "not-pounds-amount", "missing", "not-object",
            ])
        #expect(
            try fund.value("SELECT group_concat(requestedPence) FROM application")
                == "100000,3590780")
        #expect(
            try fund.value("SELECT title || minimumPence FROM application LIMIT 1") == "Grant100000"
        )
        let again = try take(false)
        #expect(again.imported.isEmpty)
        #expect(again.skips.count == 9)
        #expect(try fund.value("SELECT count(*) FROM application") == "2")
    }

    @Test("findings are blocking or advisory as the rules say")
    func findings() throws {
        let fund = try TestFund()
        try fund.open()
        let file = try package(
            """
            {"id":"1","title":"T","currency":"GBP","amountAwarded":10000.01,"recipientOrganization":[{"id":"GB-CHC-9","name":"A","postalCode":"S1 1AA","charityNumber":"123"}]},
            {"id":"2","title":"","currency":"GBP","amountAwarded":0,"recipientOrganization":[{"name":"","postalCode":"nowhere"}]},
            {"id":"3","title":"T","currency":"GBP","amountAwarded":500,"recipientOrganization":[{"id":"GB-CHC-9","name":"C","postalCode":"LS1 1AA"}]},
            {"id":"4","title":"T","currency":"GBP","recipientOrganization":[{"name":"D"}]}
            """)
        _ = try fund.workflows.importGrants(
            file, source: "f", round: "round-1", strict: true, receipts: false, late: nil,
            as: fund.person("officer")
        ) { _, _ in }
        let found = try fund.value(
            """
            SELECT sourceId || ':' || group_concat(code, ' ') FROM (
              SELECT sourceId, code FROM application
              JOIN applicationFinding ON applicationId = application.id
              WHERE code NOT IN ('no-email', 'form-incomplete') ORDER BY applicationFinding.id)
            GROUP BY sourceId
            """)
        #expect(
            found == """
                1:amount-outside-limits odd-registration-number
                2:no-name no-title amount-outside-limits odd-postcode
                3:outside-area possible-repeat
                4:no-amount outside-area
                """)
        #expect(
            try fund.value(
                "SELECT count(*) FROM applicationFinding WHERE code IN ('no-email', 'form-incomplete') AND blocking = 0"
            ) == "8")
    }
}
