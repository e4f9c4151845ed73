import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The decision meeting by command, on pages and for programs")
struct MeetingDoorTests {
    private let fund: CommandLineFund
    private let references: [String]
    private static let place = "/work/round-1/meeting"

    init() throws {
        fund = try CommandLineFund(
            edits: [("Config/rounds.yaml", "    controls: {} ", "    controls: {meeting: true} ")])
        try fund.good("round open round-1", as: "officer")
        references = [
            try fund.submit("Made Up Choir", pence: 200_000),
            try fund.submit("Elm Road Menders", pence: 100_000),
        ]
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        for (member, value) in [("p1", 3), ("p2", 4)] {
            try fund.good("panel add --round round-1 --email \(member)@example.org", as: "officer")
            let scores = TestFund.criteria.map { "--score \($0)=\(value)" }.joined(separator: " ")
            for reference in references {
                try fund.good("score record \(reference) \(scores)", as: member)
            }
        }
        // The other three sheets are as complete, and nobody locks them.
        try fund.good("score lock \(references[1])", as: "p2")
    }

    private func unlocked() -> [String] {
        [
            "\(references[0]),p1@example.org", "\(references[0]),p2@example.org",
            "\(references[1]),p1@example.org",
        ]
    }

    @Test("the commands do the whole of it, and the signed minutes are printed as they are")
    func commands() throws {
        #expect(try fund.run("decision propose --round round-1", as: "officer").status == 1)
        #expect(try fund.run("meeting minutes --round round-1", as: "officer").status == 2)
        let opened = try fund.good("meeting open --round round-1 --format csv", as: "officer")
        #expect(opened.errors.contains("had not locked: 3"), "\(opened.errors)")
        #expect(opened.lines == ["application,member"] + unlocked(), "\(opened.output)")
        #expect(
            try Command.sql(
                fund.database,
                "SELECT detail FROM auditEntry WHERE action = 'meeting.opening';"
            ).output.components(separatedBy: "\"member\":").count == 4)
        try fund.good(
            "meeting record --round round-1 --present p1@example.org p2@example.org", as: "officer")
        try fund.good(
            "meeting record \(references[0]) --round round-1 --recommend fund --amount £2000 "
                + "--conditions Plan --for 1 --against 0 --abstain 1 "
                + "--dissent p2@example.org=Early", as: "officer")
        try fund.good(
            "meeting record \(references[1]) --round round-1 --member p1@example.org "
                + "--score need=4 --reason Agreed", as: "officer")
        try fund.good(
            "meeting record \(references[1]) --round round-1 --recommend defer "
                + "--left p2@example.org", as: "officer")
        #expect(
            try fund.run("meeting record --round round-1 --recommend fund", as: "officer").status
                == 64)
        #expect(
            try fund.good("meeting minutes --round round-1", as: "officer").output
                .contains("DRAFT"))
        let signed = try fund.good(
            "meeting sign --round round-1 --chair p1@example.org", as: "officer")
        let minutes = try fund.good("meeting minutes --round round-1", as: "auditor").output
        #expect(signed.errors.contains(SHA256Hex(of: minutes).description))
        #expect(minutes.contains("Dissent: Panel Member 2: Early"))
        #expect(
            try fund.run("meeting sign --round round-1 --chair p1@example.org", as: "officer2")
                .status == 1)
        #expect(try fund.good("meeting minutes --round round-1", as: "p1").output == minutes)
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("score explain \(references[1])", as: "officer")
        try fund.good("audit verify")
    }

    @Test("an officer holds it on pages; a member who is there reads it")
    func pages() throws {
        let server = try Server(fund, people: ["officer", "p1"])
        let (officer, member) = (Visitor(server), Visitor(server))
        try officer.signIn("officer@example.org")
        try member.signIn("p1@example.org")
        let place = Self.place
        #expect(try member.get(place).text.contains("once it is open"))
        #expect(try member.get("\(place)/minutes").status == 303)
        #expect(try officer.submit(place, to: "\(place)/opening", []).status == 303)
        let shown = try officer.get(place).text
        for sheet in unlocked() {
            #expect(shown.contains(sheet.replacing(",", with: ": ")), "\(sheet)")
        }
        // A lock that comes later changes nothing of what the meeting did.
        try fund.good("score lock \(references[0])", as: "p1")
        #expect(try officer.get(place).text.contains("\(references[0]): p1@example.org"))
        #expect(!(try member.get(place).text.contains("Score sheets that the meeting locked")))
        #expect(
            try officer.submit(
                place, to: "\(place)/attendance",
                [("at.p1@example.org", "present"), ("at.p2@example.org", "present")]
            ).status == 303)
        for reference in references {
            let item = "\(place)/applications/\(reference)"
            #expect(try member.get(item).status == 200)
            let wrong = try officer.submit(item, [("kind", "part"), ("amount", "£1")])
            #expect(wrong.status == 422 && wrong.text.contains("value=\"£1\""))
            #expect(try officer.submit("\(item)/moderation", [("score", "4")]).status == 422)
            #expect(
                try officer.submit(
                    "\(item)/moderation",
                    [
                        ("member", "p1@example.org"), ("criterion", "need"), ("score", "5"),
                        ("reason", "Agreed"),
                    ]
                ).status == 303)
            #expect(
                try officer.submit(
                    item,
                    [
                        ("kind", "fund"), ("for", "1"), ("against", "0"), ("abstain", "1"),
                        ("dissent.p2@example.org", "Not yet."),
                    ]
                ).status == 303)
            #expect(try officer.get(item).text.contains("Not yet."))
        }
        let minutes = "\(place)/minutes"
        #expect(try member.get(minutes).text.contains("DRAFT"))
        let form = Visitor.hidden(in: try officer.get(minutes).text, of: "\(place)/signing")
        #expect(try officer.submit(minutes, to: "\(place)/signing", []).status == 422)
        let chosen = form + [("chair", "p2@example.org")]
        #expect(try officer.post("\(place)/signing", chosen).status == 303)
        #expect(try officer.post("\(place)/signing", chosen).status == 422)
        #expect(try member.get(minutes).text.contains("In the chair: Panel Member 2"))
        #expect(try officer.get(place).text.contains("Open another meeting"))
    }

    @Test("a program holds it; the minutes come with their SHA-256")
    func program() throws {
        let server = try Server(fund, people: ["officer", "p1"])
        let place = "rounds/round-1/meetings"
        let opened = try server.good("POST", place, as: "officer", "{}")
        #expect(
            opened["frozenSheets"]?.array?.map {
                "\($0["application"]?.string ?? ""),\($0["member"]?.string ?? "")"
            } == unlocked())
        _ = try server.good(
            "POST", "\(place)/attendance", as: "officer",
            "{\"present\":[\"p1@example.org\"],\"apologies\":[\"p2@example.org\"]}")
        for reference in references {
            _ = try server.good(
                "POST", "\(place)/recommendations", as: "officer",
                "{\"reference\":\"\(reference)\",\"kind\":\"fund\","
                    + "\"dissent\":{\"p1@example.org\":\"A little late\"}}")
        }
        let early = try server.ask(
            "POST", "\(place)/recommendations", as: "officer",
            "{\"reference\":\"\(references[0])\",\"kind\":\"fund\",\"votes\":{\"for\":2}}")
        #expect(early.status == 409 && early.code == "recommendation-votes-differ")
        let signed = try server.good(
            "POST", "\(place)/signatures", as: "officer", "{\"chair\":\"p1@example.org\"}")
        let minutes = try server.good("GET", "\(place)/minutes", as: "p1")
        #expect(minutes["sha256"]?.string == signed["sha256"]?.string)
        #expect(
            SHA256Hex(of: minutes["text"]?.string ?? "").description
                == minutes["sha256"]?.string)
    }

    @Test("what the panel set is not lost by saying more in the letter: page, program and command")
    func conditions() throws {
        try fund.good("meeting open --round round-1", as: "officer")
        try fund.good(
            "meeting record --round round-1 --present p1@example.org p2@example.org", as: "officer")
        for reference in references {
            try fund.good(
                "meeting record \(reference) --round round-1 --recommend fund "
                    + "--conditions A␣plan␣first", as: "officer")
        }
        try fund.good("meeting sign --round round-1 --chair p2@example.org", as: "officer")
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        let typed = try fund.good(
            "letter conditions \(references[0]) --text Two␣visits", as: "officer")
        #expect(typed.output.contains("A plan first") && typed.output.contains("Two visits"))
        #expect(typed.errors.contains("--instead-of-panel"), "\(typed.errors)")
        let instead = try fund.good(
            "letter conditions \(references[0]) --text A␣lease --instead-of-panel", as: "officer")
        #expect(instead.errors.contains("does not say any more: A plan first"))
        #expect(instead.errors.contains("Until now it was to say: A plan first"))
        #expect(instead.output.contains("The letter leaves that out: yes"))

        let server = try Server(fund, people: ["officer"])
        let path = "applications/\(references[1])/conditions"
        let put = try server.good("PUT", path, as: "officer", "{\"text\":\"Two visits\"}")
        #expect(put["text"]?.string == "A plan first\n\nTwo visits")
        #expect(put["panelConditions"]?.string == "A plan first")
        let program = try server.good(
            "PUT", path, as: "officer", "{\"text\":\"A lease\",\"insteadOfPanel\":true}")
        #expect(program["replacesPanel"]?.text == "true")

        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let page = "/work/round-1/applications/\(references[1])"
        #expect(try officer.get(page).text.contains("the letter does not say it"))
        let form = "\(page)/conditions"
        #expect(try officer.get(form).text.contains("The panel set this"))
        let lost = try officer.submit(form, [("conditions", "Three visits")])
        #expect(lost.status == 422 && lost.text.contains("these words do not say them"))
        #expect(lost.text.contains("Three visits"))
        #expect(
            try officer.submit(form, [("conditions", "Three visits"), ("instead", "yes")]).status
                == 303)
        #expect(
            try officer.submit(form, [("conditions", "A plan first. Three visits")]).status == 303)
        #expect(!(try officer.get(page).text.contains("the letter does not say it")))
    }
}
