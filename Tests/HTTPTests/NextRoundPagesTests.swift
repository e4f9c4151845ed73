import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Next rounds, rehearsals and requests for information, on pages")
struct NextRoundPagesTests {
    /// A fund of the command line whose database is a rehearsal.
    private func rehearsal() throws -> CommandLineFund {
        let fund = try CommandLineFund()
        let play = "\(fund.folder.path)/play"
        let started = try Command.cohesion([
            "rehearsal", "start", play, "--config", "\(fund.folder.path)/Config",
        ])
        #expect(started.status == 0, "\(started.errors)")
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: fund.folder.path)
        where name.hasPrefix("fund.sqlite") {
            try files.removeItem(atPath: "\(fund.folder.path)/\(name)")
        }
        try files.moveItem(atPath: "\(play)/rehearsal.sqlite", toPath: fund.database)
        return fund
    }

    /// Somebody who signed in by a link of the command line: no mail leaves a rehearsal.
    private func visitor(_ name: String, _ server: Server) throws -> Visitor {
        let visitor = Visitor(server)
        let link = try server.fund.good("person sign-in --email \(name)@example.org").output.trimmed
        let start = try #require(link.range(of: "/sign-in/link"))
        let shown = try visitor.get(String(link[start.lowerBound...]))
        let form = Visitor.hidden(in: shown.text, of: "/sign-in/link")
        #expect(try visitor.post("/sign-in/link", form).status == 303)
        return visitor
    }

    @Test("every page of a rehearsal says so; a round is cloned; who asks is given what is held")
    func pages() throws {
        let server = try Server(try rehearsal(), people: ["officer"])
        let officer = try visitor("officer", server)
        for page in ["/", "/home", "/work/round-1"] {
            let reply = try officer.get(page)
            #expect(reply.status == 200 && reply.text.contains("This is a rehearsal"), "\(page)")
        }
        let ready = try server.ask("GET", "/readyz")
        #expect(ready.status == 200 && ready.text.contains("\"rehearsal\":true"), "\(ready.text)")

        let place = "/work/round-1/clone"
        let wrong = try officer.submit(
            place, [("to", "round-1"), ("opens", "soon"), ("title", "A <b>new</b> round")])
        #expect(wrong.status == 422 && wrong.text.contains("There is a round round-1 already"))
        #expect(wrong.text.contains("#f-to") && wrong.text.contains("#f-opens"))
        #expect(wrong.text.contains("A &lt;b&gt;new&lt;/b&gt; round"))
        let made = try officer.submit(
            place, [("to", "round-9"), ("opens", "2031-03-03 09:00"), ("allotment", "£1,000")])
        #expect(made.status == 303, "\(made.text)")
        #expect(made.headers["location"] == "/work/round-9/learned")
        let learned = try officer.get("/work/round-9/learned").text
        #expect(learned.contains("Nothing was carried into this round"))
        #expect(learned.contains("The fund has £0.00 left for rounds"))
        #expect(try officer.get("/work/round-9/learned/1").status == 404)
        let shown = try server.good("GET", "rounds/round-9", as: "officer")
        #expect(shown["opens"]?.string?.hasPrefix("2031-03-03") == true, "\(shown.text)")
        #expect(shown["allotmentPence"]?.int == 100_000)

        let person = "/information/person"
        let form = Visitor.hidden(in: try officer.get("/information").text, of: person)
        let unknown = try officer.post(person, form + [("person", "nobody@example.org")])
        #expect(unknown.status == 422 && unknown.text.contains("#f-person"))
        let held = try officer.post(person, form + [("person", "group1@example.org")])
        #expect(held.status == 200 && held.text.contains("Made-up Contact 1"), "\(held.status)")
        #expect(!held.text.contains("Made-up Contact 2") && !held.text.contains("group2@"))
        #expect(held.headers["cache-control"] == "no-store")
        let award = "/information/award"
        let both = try officer.post(award, form + [("award", ""), ("organisation", "")])
        #expect(both.status == 422 && both.text.contains("Give either"))
        let member = try visitor("p1", server)
        #expect(try member.get("/information").status == 403)
    }
}
