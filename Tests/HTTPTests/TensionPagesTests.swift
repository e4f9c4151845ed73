import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Tension is reported without an account, and triaged on pages")
struct TensionPagesTests {
    private static let place = "/report-tension"

    /// What somebody writes who writes everything.
    private func written(_ what: String = "They shout at us") -> [(String, String)] {
        [
            ("what", what), ("ward", "millbrook"), ("place", "By the <b>bridge</b>"),
            ("day.day", "1"), ("day.month", "2"), ("day.year", "2026"), ("about", "true"),
            ("cause", "[a link](https://a.example)"), ("goesOn", "unsure"),
            ("name", "Sam Example"), ("email", "sam@example.org"), ("phone", "01632 960001"),
        ]
    }

    private func value(_ server: Server, _ query: String) throws -> String {
        try Command.sql(server.fund.database, query).output.trimmed
    }

    @Test("anybody reports, in either language; what is wrong is said at once and nothing is lost")
    func reported() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let somebody = Visitor(server)
        #expect(try somebody.get("/").text.contains("href=\"\(Self.place)\""))
        let form = try somebody.get(Self.place)
        #expect(form.text.contains("999") && !form.text.contains("<script"))
        #expect(form.headers["cache-control"] == "no-store")
        let wrong = try somebody.submit(
            Self.place,
            [("what", "<i>x</i>"), ("day.day", "31"), ("day.month", "2"), ("day.year", "2026")])
        #expect(wrong.status == 422 && wrong.text.contains("&lt;i&gt;x"))
        #expect(wrong.text.contains("name=\"once\""))
        for id in ["f-ward", "f-day", "f-goesOn"] {
            #expect(wrong.text.contains("href=\"#\(id)\""), "\(id)")
        }
        #expect(
            !wrong.text.contains("href=\"#f-place\"") && !wrong.text.contains("href=\"#f-what\""))
        let many = try somebody.submit(
            Self.place, written("http://a http://b http://c www.d"))
        #expect(many.status == 422 && many.text.contains("at most 3 web addresses"))
        #expect(try value(server, "SELECT count(*) FROM commissioningTension;") == "0")

        somebody.headers = [("Accept-Language", "ur")]
        #expect(try somebody.get(Self.place).text.contains("lang=\"ur\" dir=\"rtl\""))
        let sent = try somebody.submit(Self.place, written())
        #expect(sent.status == 303 && sent.headers["location"] == "\(Self.place)/received")
        #expect(try somebody.get("\(Self.place)/received").text.contains("999"))
        #expect(
            try value(
                server,
                "SELECT ward || happenedOn || isAbout || goesOn || (takenById IS NULL) FROM commissioningTension;"
            ) == "millbrook2026-02-011unsure1")
        // Pressed again, the same form is one report.
        let shown = try somebody.get(Self.place)
        let hidden = Visitor.hidden(in: shown.text, of: Self.place)
        for _ in 1...2 { #expect(try somebody.post(Self.place, hidden + written()).status == 303) }
        #expect(try value(server, "SELECT count(*) FROM commissioningTension;") == "2")
        // Nothing of who they are is kept beside the table that is emptied.
        #expect(
            try value(
                server,
                "SELECT count(*) FROM requestAnswer WHERE requestKey || ifnull(answer, '') LIKE '%sam@%';"
            ) == "0")
    }

    @Test("another site cannot send it, and somebody who is signed in stays unknown")
    func guarded() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let somebody = Visitor(server)
        try somebody.get(Self.place)
        #expect(try somebody.post(Self.place, written()).status == 403)
        let hidden = Visitor.hidden(in: try somebody.get(Self.place).text, of: Self.place)
        for header in [("Origin", "https://other.example"), ("Sec-Fetch-Site", "cross-site")] {
            somebody.headers = [header]
            #expect(try somebody.post(Self.place, hidden + written()).status == 403)
        }
        #expect(
            try somebody.post(
                Self.place, [("what", String(repeating: "a", count: 600_000))]
            ).status == 413)
        let known = Visitor(server)
        try known.signIn("volunteer@example.com")
        #expect(try known.submit(Self.place, written()).status == 303)
        #expect(
            try value(server, "SELECT actor FROM auditEntry WHERE action = 'tension.report';")
                .hasPrefix("visitor http"))
    }

    @Test("the sixth in a quarter of an hour from one computer waits, with what was written kept")
    func limited() throws {
        let server = try Server(try CommandLineFund(), people: [])
        for _ in 1...5 {
            #expect(try Visitor(server).submit(Self.place, written()).status == 303)
        }
        let sixth = try Visitor(server).submit(Self.place, written("The sixth"))
        #expect(sixth.status == 429 && sixth.headers["retry-after"] == "900")
        #expect(sixth.text.contains("The sixth") && sixth.text.contains("sam@example.org"))
        #expect(try value(server, "SELECT count(*) FROM commissioningTension;") == "5")
        // From elsewhere, as the proxy on this machine says.
        let other = Visitor(server)
        other.headers = [("X-Forwarded-For", "192.0.2.7")]
        #expect(try other.submit(Self.place, written()).status == 303)
    }

    @Test("the limit counts networks, forgets after its time, and never counts more than its most")
    func counted() {
        let limit = ReportLimit()
        let start = ContinuousClock.now
        for place in 1...5 { #expect(limit.admit("2001:db8:1:2::\(place)", at: start)) }
        #expect(!limit.admit("2001:db8:1:2::99", at: start))
        #expect(limit.admit("2001:db8:1:3::1", at: start))
        for place in 0..<1000 { _ = limit.admit("client \(place)", at: start) }
        #expect(limit.count == ReportLimit.greatestOfAll)
        #expect(!limit.admit("a late one", at: start + .seconds(899)))
        #expect(limit.admit("2001:db8:1:2::1", at: start + .seconds(901)))
        #expect(limit.count == 1)
    }

    @Test("officers triage on pages; how to reach somebody is shown to them alone, and recorded")
    func triaged() throws {
        let fund = try CommandLineFund()
        let server = try Server(fund, people: [])
        #expect(
            try Visitor(server).submit(Self.place, written("<img src=x> \u{202E}hm")).status == 303)
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        #expect(try officer.get("/home").text.contains("New reports of tension: 1"))
        let list = try officer.get("/tensions?status=new&ward=millbrook").text
        #expect(list.contains("href=\"/tensions/1\"") && list.contains("By the &lt;b&gt;bridge"))
        #expect(!(try officer.get("/tensions?status=noted").text.contains("/tensions/1\"")))
        let page = try officer.get("/tensions/1").text
        #expect(page.contains("&lt;img src=x&gt; hm") && !page.contains("a.example\""))
        #expect(!page.contains("sam@example.org"))
        let revealed = try officer.submit("/tensions/1", to: "/tensions/1/contact", [])
        #expect(revealed.status == 200 && revealed.text.contains("sam@example.org"))
        #expect(revealed.headers["cache-control"] == "no-store" && revealed.headers["etag"] == nil)
        #expect(
            try value(
                server, "SELECT count(*) FROM auditEntry WHERE action = 'tension.disclosure';")
                == "1")
        #expect(
            try officer.submit(
                "/tensions/1", to: "/tensions/1/triage", [("status", ""), ("note", "")]
            )
            .status == 422)
        let hidden = Visitor.hidden(
            in: try officer.get("/tensions/1").text, of: "/tensions/1/triage")
        let saved = [
            ("status", "passed-on"), ("note", "To the wardens"), ("rootCause", "services"),
        ]
        #expect(try officer.post("/tensions/1/triage", hidden + saved).status == 303)
        #expect(try officer.post("/tensions/1/triage", hidden + saved).status == 422)
        #expect(try officer.get("/tensions/1").text.contains("To the wardens"))

        let auditor = Visitor(server)
        try auditor.signIn("auditor@example.org")
        let seen = try auditor.get("/tensions/1").text
        #expect(seen.contains("To the wardens") && !seen.contains("/tensions/1/contact"))
        // Once where it is explained, and once for the one report.
        let counts = try auditor.get("/tension-counts").text
        #expect(counts.components(separatedBy: "fewer than 5").count == 3)
        #expect(try auditor.get("/take-tension").status == 403)
        let forgotten = try officer.submit("/tensions/1", to: "/tensions/1/contact/deletion", [])
        #expect(forgotten.status == 303)
        #expect(try value(server, "SELECT count(*) FROM commissioningTensionContact;") == "0")

        #expect(try officer.submit("/take-tension", [("what", "x")]).status == 422)
        #expect(try officer.submit("/take-tension", written("Told us")).status == 303)
        #expect(
            try officer.get("/tensions/2").text.contains("Taken down by officer@example.org"))
        #expect(try officer.get("/tension-counts").text.contains("February 2026"))
        #expect(try fund.good("tension counts --format csv", as: "officer").output.contains(",2"))
        try fund.good("audit verify")
    }

    @Test("on the command line, and by the server as it starts, what is due goes")
    func commands() throws {
        let fund = try CommandLineFund()
        let day = try Command.sql(fund.database, "SELECT date('now');").output.trimmed
        try fund.good(
            "tension add --what Shouting --ward millbrook --day \(day) --about --goes-on no "
                + "--name Sam --phone 01632␣960001", as: "officer")
        #expect(
            try fund.run(
                "tension add --what x --ward nowhere --day \(day) --goes-on no", as: "officer"
            )
            .status == 65)
        #expect(try fund.run("tension show 9", as: "officer").status == 2)
        #expect(try fund.run("tension list --ward nowhere", as: "officer").status == 65)
        #expect(
            try fund.good("tension list --status new --format csv", as: "officer").lines.count == 2)
        #expect(!(try fund.good("tension show 1", as: "officer").output.contains("01632")))
        #expect(try fund.good("tension contact 1", as: "officer").output.contains("01632 960001"))
        #expect(try fund.run("tension contact 1", as: "auditor").status == 1)
        try fund.good(
            "tension triage 1 --as-status noted --note Seen --root-cause rumour", as: "officer")
        #expect(try fund.good("tension show 1", as: "auditor").output.contains("Seen"))
        #expect(
            try fund.good("tension counts --format json", as: "decider").output
                .contains("fewer than 5"))
        // As if it had been kept for its time.
        let old = try Command.sql(
            fund.database,
            """
            INSERT INTO commissioningTension (what, place, happenedOn, isAbout, goesOn, receivedAt, receivedOn)
            VALUES ('x', 'y', '2020-01-01', 0, 'no', 1, '2020-01-01');
            INSERT INTO commissioningTensionContact VALUES (2, NULL, 'old@example.org', NULL, '2020-02-01');
            """)
        #expect(old.status == 0, "\(old.errors)")
        let server = try Server(fund, people: [])
        let end = Date().addingTimeInterval(20)
        while Date() < end, try value(server, Self.contacts) != "1" { usleep(20_000) }
        #expect(try value(server, Self.contacts) == "1")
        try fund.good("tension expire")
        try fund.good("tension expire --number 1", as: "officer")
        #expect(try value(server, "SELECT count(*) FROM commissioningTensionContact;") == "0")
        try fund.good("audit verify")
    }

    private static let contacts =
        "SELECT group_concat(tensionId) FROM commissioningTensionContact;"
}
