import FundCore
import TestSupport
import Testing

@Suite("Due diligence at the command line")
struct ScreeningCommandTests {
    @Test("import, run, list, show, decide, confirm: data on standard output, and its exit codes")
    func commands() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let reference = try fund.submit("Group One of Nowhere")
        let none = try fund.run("screening run --round round-1", as: "officer")
        #expect(none.status == 1 && none.errors.contains("no list"))
        let list = MadeUpLists.sanctions(
            day: "01-Jan-2026",
            more: [
                MadeUpLists.row([
                    "Unique ID": "MUP0009", "Designation Type": "Entity",
                    "Name 6": "GROUP ONE OF NOWHERE",
                ])
            ])
        let path = try fund.folder.write("list.csv", list)
        let taken = try fund.good(
            "screening import \(path) --list uk-sanctions --format json", as: "officer")
        let json = try JSONReader.read(Array(taken.output.utf8))
        #expect(json["entries"]?.int == 4 && json["reportedOn"]?.string == "2026-01-01")
        #expect(json["sha256"]?.string == SHA256Hex(of: list).description)
        let again = try fund.good("screening import \(path) --list uk-sanctions", as: "officer")
        #expect(again.errors.contains("Nothing has changed"))
        let wrong = try fund.folder.write("wrong.csv", "name\n\"open")
        let refused = try fund.run("screening import \(wrong) --list proscribed", as: "officer")
        #expect(refused.status == 65 && refused.errors.contains("line 2"), "\(refused.errors)")
        #expect(
            try fund.run("screening import \(path)x --list proscribed", as: "officer").status == 74)
        #expect(
            try fund.run("screening import \(path) --list proscribed --reported x", as: "officer")
                .status == 64)
        #expect(try fund.run("screening run --round round-1").status == 1)

        try fund.good("screening run --round round-1", as: "officer")
        let rows = try fund.good("screening list --round round-1 --format csv")
        #expect(rows.output.contains(reference) && rows.output.contains("MUP0009"))
        #expect(rows.output.hasPrefix("candidate,reference,organisation,standing,score,"))
        #expect(
            try fund.good("screening list --round round-1 --of runs").output.contains(
                "uk-sanctions"))
        #expect(try fund.good("screening list --of imports").output.contains("2026-01-01"))
        #expect(try fund.run("screening list").status == 64)
        #expect(try fund.good("screening show 1").output.contains("MUP0009"))
        #expect(try fund.run("screening show 7").status == 2)
        let half = try fund.good(
            "screening decide 1 --verdict match --reason Same", as: "officer")
        #expect(half.output.contains("unconfirmed") && half.errors.contains("second person"))
        #expect(try fund.run("screening confirm 1", as: "officer").status == 1)
        #expect(try fund.good("screening confirm 1", as: "decider").output.contains("match"))
        #expect(
            try fund.run("screening decide 1 --verdict maybe --reason x", as: "officer").status
                == 64)
        try fund.good("audit verify")
        let trail = try Command.sql(
            fund.database,
            "SELECT group_concat(detail) FROM auditEntry WHERE action LIKE 'screening.%';"
        ).output
        #expect(!trail.contains("Nowhere") && !trail.contains("Same"), "\(trail)")
    }
}
