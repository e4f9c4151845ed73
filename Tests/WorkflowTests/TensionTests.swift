import Bootstrap
import Commissioning
import Foundation
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Reports of tension: from anybody, read by officers, kept without who made them")
struct TensionTests {
    private static let visitor = Principal(.visitor, door: .http, systemUser: "tester")

    private func entry(
        _ what: String = "Shouting outside the shop", ward: String? = "millbrook",
        place: String? = nil, day: String = "2026-11-30", cause: String? = nil,
        goesOn: TensionGoesOn? = .yes, contact: TensionContact = TensionContact()
    ) -> TensionEntry {
        TensionEntry(
            what: what, ward: ward, place: place, day: LocalDate(day), isAbout: true,
            cause: cause, goesOn: goesOn, contact: contact)
    }

    private func rules(_ fund: TestFund) throws -> TensionRules {
        try fund.services.configuration().tension
    }

    @discardableResult
    private func report(
        _ fund: TestFund, _ entry: TensionEntry, as principal: Principal = TensionTests.visitor
    ) throws -> TensionID {
        try fund.workflows.reportTension(entry, try rules(fund), as: principal)
    }

    @discardableResult
    private func note(
        _ fund: TestFund, _ id: TensionID, _ status: TensionStatus = .noted,
        cause: String? = "rumour", seen: Int64? = nil, as person: String = "officer"
    ) throws -> Int64 {
        try fund.workflows.triageTension(
            id, as: status, note: "Asked the youth team", rootCause: cause, seen: seen,
            try rules(fund), by: try fund.person(person))
    }

    private func codes(_ work: () throws -> Void) -> Set<String> {
        Set(problem(work)?.fields.map { "\($0.place):\($0.code)" } ?? [])
    }

    @Test("everything that is wrong with a report is said at once, and nothing is kept of it")
    func checked() throws {
        let fund = try TestFund()
        #expect(
            codes {
                try report(
                    fund,
                    entry(
                        " \u{202E}\n", ward: nil, day: "x",
                        cause: String(repeating: "a", count: 2001), goesOn: nil,
                        contact: TensionContact(name: "Sam", phone: "12")))
            } == [
                "what:missing", "place:missing", "day:missing", "cause:too-long",
                "goesOn:choose-one", "phone:not-phone",
            ])
        #expect(
            codes {
                try report(
                    fund,
                    entry(
                        String(repeating: "ا", count: 4001), ward: "atlantis",
                        place: String(repeating: "b", count: 201), day: "2026-12-02",
                        contact: TensionContact(name: "Sam")))
            } == [
                "what:too-long", "ward:not-an-option", "place:too-long",
                "day:tension-day-ahead", "email:tension-no-reach",
            ])
        #expect(codes { try report(fund, entry(day: "2020-01-01")) } == ["day:tension-day-old"])
        #expect(try fund.value("SELECT count(*) FROM commissioningTension") == "0")
        // The day is London's: at half past midnight in summer it is the day before in UTC.
        fund.setTime("2027-07-01T00:30")
        try report(fund, entry(day: "2027-07-01"))
        try report(fund, entry(String(repeating: "ا", count: 4000), day: "2027-07-01"))
    }

    @Test("three web addresses are taken, a fourth is not; script is kept as the text that it is")
    func harmless() throws {
        let fund = try TestFund()
        let three = "<script>alert(1)</script> http://a.example HTTPS://www.b.example www.c.example"
        let id = try report(fund, entry(three))
        let kept = try fund.services.reports.tension(id, as: try fund.person("officer"))
        #expect(kept.tension.what == three)
        for advertising in [
            entry(three + " ftp://d.example"), entry(three, place: "www.d.example"),
            entry(three, cause: "see https://d.example"),
        ] { #expect(codes { try report(fund, advertising) } == ["what:tension-addresses"]) }
        // What cannot be seen goes: nothing turns the words around it.
        let turned = try report(fund, entry("a\u{202E}b\u{0}c\n\td", place: "x\r\ny\u{2066}"))
        let shown = try fund.services.reports.tension(turned, as: try fund.person("officer"))
        #expect(shown.tension.what == "abc\n\td" && shown.tension.place == "x y")
    }

    @Test("how to reach somebody goes on its day, by the server or by hand; the report stays")
    func expiry() throws {
        let fund = try TestFund(edits: [
            ("Config/commissioning.yaml", "keepContactDays: 90", "keepContactDays: 10")
        ])
        let officer = try fund.person("officer")
        let worker = Principal(.mailWorker, door: .http, systemUser: "tester")
        let contact = TensionContact(name: "Sam Example", email: "sam@example.org", phone: nil)
        let first = try report(fund, entry(contact: contact))
        fund.setTime("2026-12-03T10:00")
        let second = try report(fund, entry(contact: contact))
        let before = try fund.value(
            "SELECT group_concat(what || receivedAt) FROM commissioningTension")
        #expect(try fund.workflows.revealTensionContact(first, as: officer) == contact)
        fund.setTime("2026-12-10T23:59")
        #expect(try fund.workflows.expireTensionContacts(as: worker) == 0)
        fund.setTime("2026-12-11T00:00")
        // From its day on nobody reads it, even where it has not been deleted yet.
        #expect(
            problem { _ = try fund.workflows.revealTensionContact(first, as: officer) }?.code
                == "tension-no-contact")
        #expect(try fund.services.reports.tension(first, as: officer).tension.contactUntil == nil)
        #expect(try fund.workflows.expireTensionContacts(as: worker) == 1)
        #expect(
            try fund.value("SELECT group_concat(tensionId) FROM commissioningTensionContact")
                == "\(second.rawValue)")
        // Somebody asked for theirs to go at once.
        #expect(try fund.workflows.expireTensionContacts(of: second, as: officer) == 1)
        #expect(
            problem {
                _ = try fund.workflows.expireTensionContacts(of: second, as: officer)
            }?.code == "tension-no-contact")
        #expect(try fund.value("SELECT count(*) FROM commissioningTensionContact") == "0")
        #expect(
            try fund.value("SELECT group_concat(what || receivedAt) FROM commissioningTension")
                == before)
        // The trail says that it was, and nobody's name.
        #expect(
            try fund.value(
                "SELECT group_concat(action, ' ') FROM auditEntry WHERE subject = 'tension:1'")
                == "tension.report tension.disclosure tension.expiry")
        #expect(
            try fund.value(
                "SELECT count(*) FROM auditEntry WHERE detail || actor LIKE '%Sam%' OR detail LIKE '%@%'"
            ) == "0")
        #expect(
            try fund.value("SELECT actor FROM auditEntry WHERE action = 'tension.report' LIMIT 1")
                == "visitor http tester")
    }

    @Test("officers triage, version by version, and whoever did not see the last is told")
    func triage() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        let id = try report(fund, entry())
        func waiting(_ name: String) throws -> [Waiting] {
            let home = try fund.services.reports.home(as: try fund.volunteer("\(name)@example.org"))
            return home.waiting
        }
        #expect(try waiting("officer") == [.tensions(1)])
        #expect(try waiting("decider").isEmpty)
        #expect(
            codes {
                _ = try fund.workflows.triageTension(
                    id, as: .new, note: " ", rootCause: "moon", try rules(fund), by: officer)
            } == ["status:not-an-option", "note:missing", "rootCause:not-an-option"])
        #expect(try note(fund, id) == 1)
        #expect(try waiting("officer").isEmpty)
        #expect(problem { try note(fund, id, seen: 0) }?.code == "tension-changed")
        #expect(try note(fund, id, .passedOn, cause: nil, seen: 1, as: "officer2") == 2)
        let shown = try fund.services.reports.tension(id, as: officer)
        #expect(shown.tension.status == .passedOn && shown.triages.map(\.version) == [1, 2])
        #expect(shown.triages[0].rootCauseTitle == "A rumour or something said online")
        #expect(
            try fund.services.reports.tensions(TensionFilter(status: .noted), as: officer).isEmpty)
        #expect(
            problem { try note(fund, TensionID(99)) }?.code == "tension-unknown")
    }

    @Test("who may see, and who may not, even how to reach somebody")
    func roles() throws {
        let fund = try TestFund()
        let contact = TensionContact(email: "sam@example.org")
        let id = try report(fund, entry(contact: contact))
        let (reports, workflows) = (fund.services.reports, fund.workflows)
        for name in ["officer", "decider", "auditor"] {
            let person = try fund.person(name)
            #expect(try reports.tensions(as: person).count == 1)
            #expect(!(try reports.tension(id, as: person).json.text.contains("sam@")))
        }
        for name in ["decider", "auditor", "finance", "p1", "admin"] {
            let person = try fund.person(name)
            for refused in [
                problem { _ = try workflows.revealTensionContact(id, as: person) },
                problem { _ = try workflows.expireTensionContacts(of: id, as: person) },
                problem { _ = try workflows.expireTensionContacts(as: person) },
                problem { try note(fund, id, as: name) },
                problem { try report(fund, entry(), as: person) },
            ] { #expect(refused?.code == "role-missing", "\(name)") }
        }
        for name in ["finance", "p1", "admin", "applicant"] {
            let person = try fund.person(name)
            #expect(problem { _ = try reports.tensions(as: person) }?.code == "role-missing")
            #expect(problem { _ = try reports.tension(id, as: person) }?.code == "role-missing")
            #expect(problem { _ = try reports.tensionCounts(as: person) }?.code == "role-missing")
        }
        // Whoever works the machine counts and deletes, and reads none.
        #expect(try reports.tensionCounts(as: TestFund.operator).count == 1)
        #expect(try workflows.expireTensionContacts(as: TestFund.operator) == 0)
        #expect(
            problem { _ = try reports.tensions(as: TestFund.operator) }?.code == "nobody-named")
        try report(fund, entry(), as: try fund.person("officer"))
    }

    @Test("a need is shown by a report that an officer has taken seriously, and by no other")
    func evidence() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        _ = try fund.workflows.startCycle(
            "cycle-1", title: "The first cycle", round: nil,
            try fund.services.configuration(), as: officer)
        _ = try fund.workflows.stateNeed(
            "To meet", place: "Millbrook", in: "cycle-1", as: officer)
        let id = try report(fund, entry())
        func support(_ number: Int64, source: String? = nil) throws {
            try fund.workflows.supportNeed(
                1, source: source, url: nil, tension: number, in: "cycle-1", as: officer)
        }
        #expect(problem { try support(99) }?.code == "tension-unknown")
        #expect(problem { try support(id.rawValue) }?.code == "tension-not-evidence")
        try note(fund, id, .notForUs)
        #expect(problem { try support(id.rawValue) }?.code == "tension-not-evidence")
        #expect(try fund.value("SELECT count(*) FROM commissioningNeedEvidence") == "0")
        try note(fund, id)
        try support(id.rawValue)
        try support(id.rawValue, source: "What the shop told us")
        let need = try fund.services.reports.cycle("cycle-1", as: officer).needs[0]
        #expect(need.evidence.map(\.source) == ["Report of tension 1", "What the shop told us"])
        #expect(need.evidence.map(\.tension) == [id, id])
        #expect(
            problem {
                try fund.workflows.supportNeed(
                    1, source: nil, url: nil, in: "cycle-1", as: officer)
            }?.code == "invalid-input")
    }

    @Test("fewer than five of a ward and month are shown as that to everybody but officers")
    func counts() throws {
        let fund = try TestFund()
        for _ in 1...5 { try report(fund, entry()) }
        for _ in 1...4 { try report(fund, entry(ward: "old-market")) }
        try report(fund, entry(ward: nil, place: "Near the station", day: "2026-10-31"))
        try note(fund, try report(fund, entry(ward: "quarry-row")), .notForUs)
        func counts(_ principal: Principal) throws -> [String] {
            try fund.services.reports.tensionCounts(as: principal).map {
                $0.map(\.plainText).joined(separator: "|")
            }
        }
        #expect(
            try counts(try fund.person("officer")) == [
                "2026-11|millbrook|Millbrook|5", "2026-11|old-market|Old Market|4", "2026-10|||1",
            ])
        for principal in [
            try fund.person("decider"), try fund.person("auditor"), TestFund.operator,
        ] {
            #expect(
                try counts(principal) == [
                    "2026-11|millbrook|Millbrook|5",
                    "2026-11|old-market|Old Market|fewer than 5", "2026-10|||fewer than 5",
                ])
        }
    }

    @Test("the schema refuses what the program would, whoever writes to it")
    func schema() throws {
        let fund = try TestFund()
        let officer = try fund.person("officer")
        let id = try report(fund, entry(contact: TensionContact(email: "sam@example.org")))
        try note(fund, id)
        try report(fund, entry())
        _ = try fund.workflows.startCycle(
            "cycle-1", title: "The first cycle", round: nil,
            try fund.services.configuration(), as: officer)
        _ = try fund.workflows.stateNeed(
            "To meet", place: "Millbrook", in: "cycle-1", as: officer)
        try fund.workflows.supportNeed(
            1, source: "A survey", url: nil, in: "cycle-1", as: officer)
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        func tension(_ values: String) -> String {
            "INSERT INTO commissioningTension (what, ward, wardTitle, place, happenedOn, isAbout, goesOn, receivedAt, receivedOn) VALUES (\(values));"
        }
        try refuses(
            tension("'x', NULL, NULL, NULL, '2026-11-01', 0, 'yes', 1, '2026-12-01'"),
            "tension-without-place")
        try refuses(
            tension("'x', 'a', 'A', NULL, '2026-12-02', 0, 'yes', 1, '2026-12-01'"),
            "tension-not-yet")
        for values in [
            "' ', 'a', 'A', NULL, '2026-12-01', 0, 'yes', 1, '2026-12-01'",
            "'x', 'a', NULL, 'b', '2026-12-01', 0, 'yes', 1, '2026-12-01'",
            "'x', 'a', 'A', NULL, '2026-12-01', 0, 'often', 1, '2026-12-01'",
            "'x', 'a', 'A', NULL, '2026-13-01', 0, 'yes', 1, '2026-12-01'",
            "printf('%.4001c', 'x'), 'a', 'A', NULL, '2026-12-01', 0, 'yes', 1, '2026-12-01'",
        ] { try refuses(tension(values), "CHECK") }
        let kept = "commissioning-kept"
        try refuses("UPDATE commissioningTension SET what = 'y';", kept)
        try refuses("DELETE FROM commissioningTension;", kept)
        for table in ["commissioningTension", "commissioningTensionContact"] {
            try refuses("INSERT OR REPLACE INTO \(table) SELECT * FROM \(table);", kept)
        }
        try refuses("UPDATE commissioningTensionContact SET expiresOn = '2027-11-30';", kept)
        func contact(_ values: String) -> String {
            "INSERT INTO commissioningTensionContact VALUES (2, \(values));"
        }
        try refuses(contact("'Sam', NULL, NULL, '2027-01-01'"), "tension-no-reach")
        try refuses(contact("NULL, 's@example.org', NULL, '2026-12-01'"), "tension-contact-days")
        try refuses(contact("NULL, 's@example.org', NULL, '2027-12-02'"), "tension-contact-days")
        func triage(_ version: Int, _ status: String) -> String {
            "INSERT INTO commissioningTensionTriage (tensionId, version, status, note, authorId, at, triagedOn) VALUES (1, \(version), '\(status)', 'x', 2, 1, '2026-12-01');"
        }
        try refuses(triage(1, "noted"), "(19)")
        try refuses(triage(3, "noted"), "tension-changed")
        try refuses(triage(2, "new"), "CHECK")
        try refuses("UPDATE commissioningTensionTriage SET note = 'y';", kept)
        try refuses("DELETE FROM commissioningTensionTriage;", kept)
        try refuses("INSERT INTO commissioningNeedTension VALUES (1, 2);", "tension-not-evidence")
        let linked = try Command.sql(
            fund.databasePath, "INSERT INTO commissioningNeedTension VALUES (1, 1);")
        #expect(linked.status == 0, "\(linked.errors)")
        try refuses("DELETE FROM commissioningNeedTension;", kept)
        #expect(
            try Command.sql(fund.databasePath, "DELETE FROM commissioningTensionContact;").status
                == 0)
    }

    @Test("what the file may say of reports, and a file that says nothing")
    func configuration() throws {
        func problems(_ old: String, _ new: String) -> [String] {
            problem { _ = try TestFund(edits: [("Config/commissioning.yaml", old, new)]) }?
                .fields.map(\.code) ?? []
        }
        #expect(problems("keepContactDays: 90", "keepContactDays: 0") == ["out-of-range"])
        #expect(problems("keepContactDays: 90", "keepContactDays: 366") == ["out-of-range"])
        #expect(problems("keepContactDays: 90", "keepDays: 9") == ["unknown-key-of"])
        #expect(problems("{key: other,", "{key: event,") == ["twice"])
        let text = try Repository.text("Config/commissioning.yaml")
        let part = try #require(text.firstRange(of: "\ntension:\n"))
        let without = try TestFund(edits: [
            ("Config/commissioning.yaml", String(text[part.lowerBound...]), "\n")
        ])
        let rules = try rules(without)
        #expect(rules.keepContactDays == 90 && rules.rootCauses.isEmpty && rules.wards.count == 8)
    }
}
