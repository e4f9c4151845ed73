import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Open data, on pages, by programs and by command")
struct OpenDataPagesTests {
    @Test("anybody takes the files; an officer sees what is wrong with them, and puts it right")
    func pages() throws {
        let fund = try CommandLineFund()
        let reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000))
        let server = try Server(fund, people: [])
        let (nobody, officer) = (Visitor(server), Visitor(server))
        try officer.signIn("officer@example.org")
        // The same bytes by every door.
        let json = try fund.good("publish 360giving --round round-1 --format json").output
        let csv = try fund.good("publish 360giving --round round-1 --format csv").output
        #expect(try nobody.get("/").text.contains("href=\"/open-data\""))
        let shown = try nobody.get("/open-data").text
        #expect(shown.contains("£1,000.00"))
        for (format, content) in [("json", json), ("csv", csv)] {
            let place = "/open-data/round-1/360giving.\(format)"
            #expect(shown.contains(place))
            let page = try nobody.get(place)
            #expect(page.text == content && page.headers["content-disposition"] != nil)
            let program = try server.ask("GET", "/api/v1/rounds/round-1/360giving?format=\(format)")
            #expect(program.text == content)
        }
        #expect(
            try server.ask("GET", "/api/v1/rounds/round-1/360giving?format=xml").status == 422)
        let (list, place) = ("/work/round-1/open-data", "/work/round-1/open-data/\(reference)")
        let advice = try officer.get(list).text
        #expect(advice.contains("To put right: 0.") && advice.contains(place))
        // Words that tell of a person keep everything back, and say to nobody else what they are.
        let half = try officer.submit(place, [("title", "Ring 0114 496 0001 <b>")])
        #expect(half.status == 422 && half.text.contains("value=\"Ring 0114 496 0001 &lt;b&gt;\""))
        #expect(
            try officer.submit(
                place, [("title", "Ring 0114 496 0001"), ("reason", "A slip")]
            ).status == 303)
        let wrong = try officer.get(list).text
        #expect(wrong.contains("To put right: 1.") && wrong.contains("like a phone number"))
        let held = try nobody.get("/open-data/round-1/360giving.json")
        #expect(held.status == 409 && !held.text.contains("0114"))
        #expect(try !nobody.get("/open-data").text.contains("/open-data/round-1/360giving"))
        let checked = try fund.run("publish check --round round-1")
        #expect(checked.status == 65 && checked.output.contains(reference))
        #expect(checked.output.contains("cohesion publish describe, or the page Open data.\n"))
        #expect(!checked.output.contains("…"), "\(checked.output)")
        let refused = try fund.run("publish 360giving --round round-1 --format json")
        #expect(refused.status == 65 && refused.output.isEmpty)
        #expect(refused.errors.contains("\(reference) title"), "\(refused.errors)")
        // Nothing written is a slip, unless it is said that the group's own words stand again.
        for slip in ["", " --title ␣", " --title A --own-words"] {
            let none = try fund.run(
                "publish describe \(reference) --reason r\(slip)", as: "officer")
            #expect(none.status == 65, "\(none.errors)")
        }
        let empty = try officer.submit(place, [("title", ""), ("reason", "r")])
        #expect(empty.status == 422 && empty.text.contains("#f-ownWords"), "\(empty.text)")
        let own = [("title", ""), ("ownWords", "yes"), ("reason", "Theirs again")]
        #expect(try officer.submit(place, own).status == 303)
        try fund.good(
            "publish describe \(reference) --title A␣kitchen --reason Shorter", as: "officer")
        try fund.good("publish check --round round-1")
        #expect(try nobody.get("/open-data/round-1/360giving.json").text.contains("A kitchen"))
        #expect(
            try fund.good("publish words \(reference) --format csv").output.contains("Shorter"))
        #expect(try officer.get(place).text.contains("A slip"))
        // It is to a person, until somebody says that it is to a group; at both doors.
        let file = "/open-data/round-1/360giving.json"
        #expect(
            try officer.submit(place, [("recipient", "individual"), ("reason", "They said so")])
                .status == 303)
        let person = try nobody.get(file).text
        #expect(person.contains("recipientIndividual") && !person.contains("A kitchen"))
        let written = try officer.get(place).text
        #expect(written.contains("A person, who is not named"))
        #expect(
            try fund.good("publish words \(reference) --format csv").output.contains(
                ",individual"))
        let both = try fund.run(
            "publish describe \(reference) --individual --group --reason x", as: "officer")
        #expect(both.status == 64)
        try fund.good("publish describe \(reference) --group --reason Asked", as: "officer")
        #expect(try nobody.get(file).text.contains("recipientIndividual") == false)
        #expect(try fund.run("publish 360giving --round nowhere --format csv").status == 2)
    }
}
