import Foundation
import FundCore
import TestSupport
import Testing

@Suite("What commands print is for people to read, and says what follows")
struct ReadableOutputTests {
    @Test("an application is shown by its questions, never as JSON inside words")
    func application() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Made Up Choir")
        try fund.good("application check \(reference) --eligible", as: "officer")
        let shown = try fund.good("application show \(reference)").output
        #expect(!shown.contains("{") && !shown.contains("[") && !shown.contains("\""), "\(shown)")
        #expect(shown.contains("Organisation:\n  Name: Made Up Choir\n"))
        #expect(shown.contains("Registration number: –\n"))
        #expect(shown.contains("By eating together.") && !shown.contains("bringTogether"))
        #expect(shown.contains("Checked by: officer@example.org") && shown.contains("£2,500.00"))
        // What a table says is for people, too; a file for programs keeps its codes.
        try fund.good("round close round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        try fund.good("interest declare \(reference) --reason I␣sing␣there", as: "p1")
        let register = "interest register --round round-1"
        let table = try #require(try fund.good(register).lines.last)
        #expect(table.contains("p1@example.org  yes ") && !table.contains("true"), "\(table)")
        #expect(table.contains(#/\d{4}-\d{2}-\d{2} \d{2}:\d{2}  /#), "\(table)")
        let csv = try #require(try fund.good("\(register) --format csv").lines.last)
        #expect(csv.contains(",true,") && csv.contains("Z,"), "\(csv)")
        let json = try JSONReader.read(
            Array(try fund.good("application show \(reference) --format json").output.utf8))
        #expect(json["answers"]?["bringTogether"]?.string == "By eating together.")
        #expect(json["organisation"]?["registrationNumber"]?.text == "null")
    }

    @Test("a screening says which list is missing and what follows; a candidate is rows")
    func screening() throws {
        for (controls, follows) in [("{}", "all the same"), ("{screening: true}", "no award")] {
            let fund = try CommandLineFund(
                edits: [("Config/rounds.yaml", "    controls: {} ", "    controls: \(controls) ")])
            try fund.good("round open round-1", as: "officer")
            _ = try fund.submit("Group One of Nowhere")
            let path = try fund.folder.write(
                "list.csv",
                MadeUpLists.sanctions(
                    day: "01-Jan-2026",
                    more: [
                        MadeUpLists.row([
                            "Unique ID": "MUP0009", "Designation Type": "Entity",
                            "Name 6": "GROUP ONE OF NOWHERE",
                        ])
                    ]))
            let none = try fund.run("screening run --round round-1", as: "officer")
            #expect(none.errors.contains("uk-sanctions, proscribed"))
            try fund.good("screening import \(path) --list uk-sanctions", as: "officer")
            let half = try fund.good("screening run --round round-1", as: "officer")
            #expect(half.output.contains("Lists not taken in: proscribed"), "\(half.output)")
            #expect(half.errors.contains("nobody was looked for in it"))
            #expect(half.errors.contains(follows) && half.errors.contains("--list proscribed"))
            let shown = try fund.good("screening show 1").output
            #expect(!shown.contains("{") && !shown.contains("["), "\(shown)")
            #expect(shown.contains("What the list says:\n  "))
            #expect(try fund.good("screening show 1 --format json").output.contains("\"listed\":{"))
            let second = try fund.folder.write(
                "second.csv", MadeUpLists.proscribed(day: "01-Jan-2026"))
            try fund.good(
                "screening import \(second) --list proscribed --reported 2026-01-01",
                as: "officer")
            let whole = try fund.good("screening run --round round-1", as: "officer")
            #expect(!whole.errors.contains("nobody was looked for"), "\(whole.errors)")
        }
    }

    @Test("the panel is listed with who stood down and who is at a young commissioner's side")
    func panel() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Made Up Choir")
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        try fund.good(
            "panel add --round round-1 --email p2@example.org --kind youngCommissioner "
                + "--supporting-adult Alex␣Madeup", as: "officer")
        try fund.good("score record \(reference) --score need=3", as: "p1")
        let before = try fund.good("ranking show --round round-1")
        #expect(before.errors.contains("\(reference) (11)"), "\(before.errors)")
        #expect(
            try fund.good("ranking show --round round-1 --format csv").output
                .contains(",missingScores\r\n"))
        try fund.good(
            "panel stand-down --round round-1 --email p1@example.org --set-aside --reason Moved",
            as: "officer")
        let list = try fund.good("panel list --round round-1")
        #expect(list.output.contains("Alex Madeup") && list.output.contains("Stood down at"))
        let rows = try JSONReader.read(
            Array(try fund.good("panel list --round round-1 --format json").output.utf8))
        #expect(rows.array?.first?["stoodDownAt"]?.string != nil)
        #expect(rows.array?.last?["stoodDownAt"]?.string == nil)
        #expect(rows.array?.last?["supportingAdult"]?.string == "Alex Madeup")
        // What is left is the other member's.
        #expect(
            try fund.good("ranking show --round round-1").errors.contains("\(reference) (6)"))
    }

    @Test("who may not open or close a round is told that, and asked for no reason")
    func permissionFirst() throws {
        let fund = try CommandLineFund()
        for (line, status) in [("round open round-1", 1), ("round close round-1", 1)] {
            let refused = try fund.run(line, as: "p1")
            #expect(refused.status == status && refused.errors.contains("Your roles"))
            #expect(!refused.errors.contains("timetable"), "\(refused.errors)")
        }
        // A round's stage is said with what to do about it, never as a word of the program alone.
        let early = try fund.run(
            "application submit - --round round-1", input: TestFund.application("Early"))
        #expect(early.errors.contains("has not opened yet"))
        #expect(early.errors.contains("cohesion round open"))
        try fund.good("round open round-1", as: "officer")
        let open = try fund.run("decision propose --round round-1", as: "officer")
        #expect(open.errors.contains("cohesion round close"), "\(open.errors)")
        let twice = try fund.run("round open round-1", as: "officer")
        #expect(twice.errors.contains("is open already"))
    }
}
