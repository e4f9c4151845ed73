import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Offers and agreements on pages, by programs and by command")
struct AgreementDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group of a website was told of £1,000 by a letter for the post; the round has £29,000 left.
    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                """
                controls: {agreement: true}
                    agreement:
                      acceptWithinDays: 28
                      lastsDays: 365
                      permittedCosts: [Rooms & food.]
                      conditions: [Receipts are kept.]
                """
            )
        ])
        reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000))
        server = try Server(
            fund, people: ["officer", "officer2", "decider", "finance", "applicant"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("from the answer on subsidy to the agreed change, on pages")
    func pages() throws {
        let (officer, group, decider) = (
            try visitor("officer"), try visitor("applicant"), try visitor("decider")
        )
        let (list, place) = (
            "/work/round-1/agreements", "/work/round-1/agreements/\(reference)"
        )
        let own = "/applications/\(reference)/agreement"
        #expect(try group.get(own).status == 409)
        #expect(try officer.get(list).text.contains("1 awards are not offered yet"))
        let early = try officer.submit(list, to: "/work/round-1/agreement-offers", [])
        #expect(early.status == 422, "\(early.text)")
        let empty = try officer.submit(place + "/subsidy", [])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-economic\""))
        #expect(
            try officer.submit(
                place + "/subsidy", [("economic", "yes"), ("reason", "A café & a shop.")]
            ).status == 303)
        #expect(
            try officer.submit(
                place + "/conditions", [("condition", "Girls <first>.")]
            ).status == 303)
        #expect(try officer.submit(list, to: "/work/round-1/agreement-offers", []).status == 303)
        // The group reads it, and confirms before it accepts.
        let shown = try group.get(own).text
        #expect(shown.contains("Rooms &amp; food.") && shown.contains("Girls &lt;first&gt;."))
        #expect(shown.contains("£315,000") && !shown.contains("Accept for the group"))
        #expect(try group.get("/applications/\(reference)").text.contains(own))
        let unticked = try group.submit(
            own, to: own + "/confirmation", [("confirmName", "Sam")])
        #expect(unticked.status == 422 && unticked.text.contains("value=\"Sam\""))
        #expect(
            try group.submit(
                own, to: own + "/confirmation", [("confirmName", "Sam"), ("confirmed", "yes")]
            ).status == 303)
        let bare = try group.submit(own, [("name", "Sam Example")])
        #expect(bare.status == 422 && bare.text.contains("value=\"Sam Example\""))
        #expect(bare.text.contains("href=\"#f-role\"") && bare.text.contains("#f-authorised"))
        let form = Visitor.hidden(in: try group.get(own).text, of: own)
        // While they read, a change is offered in its place: what they typed stays, and nothing is
        // agreed to.
        #expect(
            try officer.submit(
                place + "/change", [("amount", "1,200"), ("reason", "Rents rose.")]
            ).status == 303)
        #expect(
            try decider.submit(place + "/decision", [("approved", "yes")]).status == 303)
        let moved = try group.post(
            own, form + [("name", "Sam Example"), ("role", "Chair"), ("authorised", "yes")])
        #expect(moved.status == 409 && moved.text.contains("£1,200"), "\(moved.status)")
        #expect(moved.text.contains("Sam Example") && moved.text.contains("Chair"))
        #expect(
            try group.submit(
                own, to: own + "/confirmation", [("confirmName", "Sam"), ("confirmed", "yes")]
            ).status == 303)
        let accepted = try group.submit(
            own, [("name", "Sam Example"), ("role", "Chair"), ("authorised", "yes")])
        #expect(accepted.status == 303, "\(accepted.text)")
        let agreed = try group.get(own).text
        #expect(agreed.contains("Sam Example, Chair") && agreed.contains("What is agreed"))
        let staff = try officer.get(place).text
        #expect(staff.contains("A café &amp; a shop.") && staff.contains("Version 2"))
        #expect(try visitor("finance").get(list).text.contains("Agreed"))
        try fund.good("audit verify")
    }

    @Test("the door for programs and the commands do and refuse the same")
    func programs() throws {
        try fund.good(
            "agreement subsidy \(reference) --economic no --because Lunches.", as: "officer")
        let offered = try server.ask("POST", "rounds/round-1/agreements", as: "officer", "{}")
        #expect(offered.status == 201 && offered.text.contains(reference), "\(offered.text)")
        let shown = try server.ask(
            "GET", "applications/\(reference)/agreement", as: "applicant")
        let version = try JSONReader.read(Array(shown.text.utf8))["versions"]?.array?.first
        let sha256 = version?["sha256"]?.string ?? ""
        let today = version?["offeredOn"]?.string ?? ""
        #expect(shown.status == 200 && sha256.count == 64, "\(shown.text)")
        func accept(_ sha256: String, _ person: String) throws -> Int {
            try server.ask(
                "POST", "applications/\(reference)/agreement/acceptances", as: person,
                """
                {"name": "Sam", "role": "Chair", "authorised": true, "sha256": "\(sha256)"}
                """
            ).status
        }
        #expect(try accept(String(repeating: "0", count: 64), "applicant") == 409)
        #expect(try accept(sha256, "officer") == 403)
        let own = try fund.run(
            "agreement accept \(reference) --name Sam --role Chair --authorised --sha256 \(sha256)"
                + " --signed-on \(today) --paper Cabinet --because Asked",
            as: "officer")
        #expect(own.status == 1 && own.errors.contains("somebody else records"))
        #expect(try accept(sha256, "applicant") == 201)
        let list = try fund.good(
            "agreement list --round round-1 --format csv", as: "officer"
        ).output
        #expect(list.contains("agreed") && list.contains("100000"), "\(list)")
        #expect(
            try fund.run("agreement withdraw \(reference) --because No", as: "officer").status
                == 1)
        try fund.good("payment schedule --round round-1", as: "finance")
        try fund.good("payment approve --round round-1", as: "finance")
        try fund.good("audit verify")
    }
}
