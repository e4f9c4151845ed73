import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("What pressing a button on a page does, and does not do twice")
struct PageActsTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    init() throws {
        fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        reference = try fund.submit("Made Up Menders")
        server = try Server(fund, people: ["officer", "p1"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    private var here: String { "/work/round-1/applications/\(reference)" }

    @Test("pressed twice it is done once; with other words it is another thing")
    func once() throws {
        let officer = try visitor("officer")
        let hidden = Visitor.hidden(in: try officer.get(here + "/notes").text, of: here + "/notes")
        for note in ["First words", "First words", "Second words"] {
            #expect(try officer.post(here + "/notes", hidden + [("note", note)]).status == 303)
        }
        let page = try officer.get(here).text
        #expect(page.components(separatedBy: "First words").count == 2)
        #expect(page.contains("Second words"))
        let ask = Visitor.hidden(
            in: try officer.get(here + "/questions").text, of: here + "/questions")
        for _ in 1...2 {
            let reply = try officer.post(here + "/questions", ask + [("question", "How many?")])
            #expect(reply.status == 303, "\(reply.text)")
        }
        for (place, fields) in [
            ("/check", [("verdict", "ineligible"), ("reason", "Twice")]),
            ("/contact", [("name", "Sam"), ("email", "sam@example.com"), ("language", "en")]),
            ("/withdrawal", [("reason", "They rang")]),
        ] {
            let form = Visitor.hidden(in: try officer.get(here + place).text, of: here + place)
            for _ in 1...2 {
                #expect(try officer.post(here + place, form + fields).status == 303, "\(place)")
            }
        }
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM applicationQuestion;")
                .output.trimmed == "1")
    }

    @Test("nobody undoes unseen what another has just done")
    func lostUpdates() throws {
        let (one, two) = (try visitor("officer"), try visitor("officer2"))
        let (contact, check) = (here + "/contact", here + "/check")
        let stale = Visitor.hidden(in: try two.get(contact).text, of: contact)
        let staleCheck = Visitor.hidden(in: try two.get(check).text, of: check)
        #expect(
            try one.submit(
                contact, [("name", "Sam"), ("email", "right@example.com"), ("language", "en")]
            ).status == 303)
        let late = try two.post(
            contact,
            stale + [("name", "Samantha"), ("email", "wrong@example.com"), ("language", "en")])
        #expect(late.status == 422 && late.text.contains("Somebody changed this"))
        #expect(late.text.contains("value=\"Samantha\""))
        // What the other has made of it can be read before it is overwritten.
        #expect(late.text.contains("right@example.com"))
        #expect(
            try one.submit(check, [("verdict", "ineligible"), ("reason", "Twice")]).status == 303)
        let undo = try two.post(check, staleCheck + [("verdict", "eligible"), ("reason", "")])
        #expect(undo.status == 422)
        let page = try one.get(here).text
        #expect(page.contains("right@example.com") && !page.contains("wrong@example.com"))
    }

    @Test("what is wrong stands at its own field, and nothing is said to be done that is not")
    func fields() throws {
        let officer = try visitor("officer")
        let contact = here + "/contact"
        try fund.good(
            "application contact \(reference) --email sam@example.com", as: "officer")
        let both = try officer.submit(contact, [("name", ""), ("email", ""), ("language", "en")])
        #expect(both.status == 422)
        for field in ["f-name", "f-email"] { #expect(both.text.contains("href=\"#\(field)\"")) }
        let long = try officer.submit(
            contact,
            [
                ("name", String(repeating: "n", count: 201)), ("email", "a@example.com"),
                ("language", "en"),
            ])
        #expect(long.status == 422 && long.text.contains("href=\"#f-name\""))
        #expect(!long.text.contains("href=\"#f-email\""))
        let told = try officer.submit(
            here + "/check", [("verdict", "eligible"), ("reason", "I like it")])
        #expect(told.status == 422 && told.text.contains("href=\"#f-reason\""))
    }

    @Test("what is written in a page of an earlier session is shown, not thrown away")
    func earlierSession() throws {
        let officer = try visitor("officer")
        let hidden = Visitor.hidden(in: try officer.get(here + "/notes").text, of: here + "/notes")
        try officer.submit("/account", to: "/sign-out", [])
        try officer.signIn("officer@example.org")
        officer.headers = [("Sec-Fetch-Site", "same-origin")]
        let reply = try officer.post(here + "/notes", hidden + [("note", "Words <of> mine")])
        #expect(reply.status == 403 && reply.text.contains("Words &lt;of&gt; mine"))
        officer.headers = [("Sec-Fetch-Site", "cross-site")]
        let other = try officer.post(here + "/notes", hidden + [("note", "Words <of> mine")])
        #expect(other.status == 403 && !other.text.contains("Words"))
    }

    @Test("a program of a panel member reads nothing of how to reach a group, as on the page")
    func panelProgram() throws {
        let path = "applications/\(reference)"
        #expect(try server.ask("GET", path, as: "p1").code == "panel-other")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        let own = try server.good("GET", path, as: "p1")
        let all = try server.good("GET", path, as: "officer")
        #expect(own["contact"]?.text == "null")
        #expect(all["contact"]?["name"]?.string != nil)
        #expect(own["answers"]?["need"]?.string != nil)
        #expect(own["answers"]?["commitment"] == nil && all["answers"]?["commitment"] != nil)
        #expect(try server.ask("GET", "/api/v1/\(path)/contact", as: "p1").status == 403)
    }

    @Test("signing out everywhere ends the links that were asked for; signing in ends what was")
    func sessions() throws {
        let officer = try visitor("officer")
        let before = officer.cookies
        let mail = try server.notices(to: "officer@example.org").count
        #expect(
            try Visitor(server).submit("/sign-in", [("email", "officer@example.org")])
                .status == 303)
        let text = try server.notice(to: "officer@example.org", after: mail)
        let link = text.firstMatch(of: /(\/sign-in\/link\?key=[A-Za-z0-9_-]+)/)
        let path = try #require(link.map { String($0.1) })
        #expect(try Visitor(server).get(path).status == 200)
        let again = try officer.get(path)
        let form = Visitor.hidden(in: again.text, of: "/sign-in/link")
        #expect(try officer.post("/sign-in/link", form).status == 303)
        let former = Visitor(server)
        former.cookies = before
        #expect(try former.get("/account").status == 303)
        _ = try Visitor(server).submit("/sign-in", [("email", "officer@example.org")])
        let last = try server.notice(to: "officer@example.org", after: mail + 1)
        let other = last.firstMatch(of: /(\/sign-in\/link\?key=[A-Za-z0-9_-]+)/)
        try officer.submit("/account", to: "/account/sign-out-everywhere", [])
        let spent = try Visitor(server).get(try #require(other.map { String($0.1) }))
        #expect(spent.status == 404 && spent.text.contains("href=\"/sign-in\""))
    }

    @Test("a household of IPv6 is one client; others cannot use up what somebody needs to sign in")
    func clients() throws {
        #expect(Askers.network(of: "2001:db8:0:1:2::9") == "2001:db8:0:1")
        #expect(Askers.network(of: "2001:DB8::1%eth0") == "2001:db8:0:0")
        #expect(Askers.network(of: "::1") == "0:0:0:0")
        #expect(Askers.network(of: "::ffff:192.0.2.1") == "::ffff:192.0.2.1")
        #expect(Askers.network(of: "192.0.2.7") == "192.0.2.7")
        for household in 0...5 {
            for _ in 1...5 {
                let visitor = Visitor(server)
                visitor.headers = [("X-Forwarded-For", "2001:db8:0:\(household)::7")]
                try visitor.submit("/sign-in", [("email", "decider@example.org")])
            }
        }
        let decider = Visitor(server)
        decider.headers = [("X-Forwarded-For", "2001:db8:0:77::1")]
        #expect(try decider.submit("/sign-in", [("email", "decider@example.org")]).status == 303)
        // What is no address is not even counted.
        let noise = Visitor(server)
        noise.headers = [("X-Forwarded-For", "192.0.2.50")]
        for number in 1...70 {
            let reply = try noise.submit("/sign-in", [("email", "no address \(number)")])
            #expect(reply.status == 422)
        }
    }

    @Test("what is out of its time is not offered")
    func outOfTime() throws {
        let officer = try visitor("officer")
        #expect(try officer.get("/work/round-1/open").status == 303)
        try fund.good("round close round-1 --reason early", as: "officer")
        #expect(try officer.get("/work/round-1/close").status == 303)
        let refused = try officer.submit(
            "/work/round-1/decision", to: "/work/round-1/decision/proposals", [])
        #expect(refused.status == 409)
        #expect(refused.text.contains("href=\"/work/round-1/decision\""))
    }

    @Test("after the decision who scored reads what they scored, and nobody declares any more")
    func afterDecision() throws {
        let decided = try CommandLineFund()
        try decided.proposed(amounts: [100_000, 200_000])
        try decided.good(
            "decision approve --round round-1 --reason Fit", as: "decider")
        let reference = try Command.sql(
            decided.database, "SELECT reference FROM application LIMIT 1;"
        ).output.trimmed
        let member = Visitor(try Server(decided, people: []))
        try member.signIn("p1@example.org")
        let place = "/work/round-1/scoring/\(reference)"
        let page = try member.get(place)
        #expect(page.status == 200 && page.text.contains("Your score"))
        #expect(try member.get(place + "/interest").headers["location"] == place)
        let list = try member.get("/work/round-1/scoring").text
        #expect(list.contains("has been decided"))
    }
}
