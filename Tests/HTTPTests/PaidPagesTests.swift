import FundCore
import TestSupport
import Testing

@Suite("What was paid when, on a group's own page, and telling it")
struct PaidPagesTests {
    private static let email = "elm@example.com"

    /// An award of £2,500 to one group of its own, which was told, in three parts.
    private func awarded() throws -> (fund: CommandLineFund, reference: String) {
        let fund = try CommandLineFund()
        let reference = try fund.awarded(TestFund.application("Elm", email: Self.email))
        try fund.good("payment schedule --round round-1")
        try fund.good(
            "payment plan \(reference) --round round-1 --part £1,000␣agreement "
                + "--part £900␣report --part rest␣evidence --because Agreed", as: "finance")
        return (fund, reference)
    }

    @Test("each payment says how it stands, from waiting to paid, and what was asked back")
    func ownPage() throws {
        let (fund, reference) = try awarded()
        let server = try Server(fund, people: ["applicant", "finance", "officer"])
        let group = Visitor(server)
        try group.signIn("applicant@example.org")
        func page(_ language: String = "") throws -> String {
            try group.get("/applications/\(reference)\(language)").text
        }
        var shown = try page()
        for word in [
            "Your payments", "Paid so far: £0", "£1,000", "It is one of the next that we pay",
            "£900", "once we have your report", "£600", "once we have your receipts",
        ] { #expect(shown.contains(word), "\(word)") }
        let run = try fund.good("payment approve --round round-1 --format json", as: "finance")
        let name = try #require(JSONReader.read(Array(run.output.utf8))["reference"]?.string)
        #expect(try page().contains("getting it ready for the bank"))
        try fund.good("run export \(name) --profile ledger", as: "finance")
        shown = try page()
        #expect(shown.contains("It should be with you in a few days"))
        #expect(shown.contains("\(reference)-2"))
        try fund.good(
            "run settle \(name) --application \(reference) --outcome paid --evidence Line␣1",
            as: "finance")
        shown = try page()
        #expect(shown.contains("Paid on") && shown.contains("Paid so far: £1,000"))
        try fund.good(
            "payment demand \(reference) --round round-1 --amount £200 --kind unspent "
                + "--because SECRETWORD", as: "finance")
        shown = try page()
        #expect(shown.contains("we asked you to pay back £200"))
        try fund.good(
            "run settle \(name) --application \(reference) --outcome returned "
                + "--because SECRETWORD --evidence Line␣2", as: "finance")
        shown = try page()
        #expect(shown.contains("The bank sent it back to us on"))
        #expect(
            shown.contains("Paid so far: £0") && shown.contains("We are looking into something"))
        // No names of those who work on it, and nothing that they write for themselves.
        #expect(!shown.contains("finance@example.org") && !shown.contains("SECRETWORD"))
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        #expect(try officer.get("/applications/\(reference)").text.contains("Your payments"))
    }

    @Test("a run's groups are told by page, by command and by program, once in all")
    func advice() throws {
        let (fund, reference) = try awarded()
        let run = try fund.good("payment approve --round round-1 --format json", as: "finance")
        let name = try #require(JSONReader.read(Array(run.output.utf8))["reference"]?.string)
        #expect(try fund.run("run advise \(name)", as: "finance").status == 1)
        #expect(try fund.run("run advise \(name) --list --print", as: "finance").status == 64)
        let server = try Server(fund, people: ["finance", "auditor"])
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let place = "/work/round-1/runs/\(name)/advice"
        #expect(try finance.get("/work/round-1/runs/\(name)").text.contains(place))
        #expect(try finance.get(place).text.contains("Nobody has taken this run"))
        // A link takes no file: a button does, as often as it is pressed.
        let (export, shownRun) = ("/work/round-1/payments/export", "/work/round-1/runs/\(name)")
        let asked = "\(export)?profile=ledger&run=\(name)"
        #expect(!(try finance.get(shownRun).text.contains("\(export)?")))
        #expect(try finance.get(asked).status == 403)
        let auditor = Visitor(server)
        try auditor.signIn("auditor@example.org")
        #expect(try auditor.get(asked).status == 200)
        func taken() throws -> String {
            try Command.sql(fund.database, "SELECT count(*) FROM paymentExport;").output.trimmed
        }
        #expect(try taken() == "0")
        for _ in 1...2 {
            let file = try finance.submit(
                shownRun, to: export, [("profile", "ledger"), ("run", name)])
            #expect(file.status == 200 && file.text.contains("TRAILER"), "\(file.status)")
        }
        #expect(try taken() == "1")
        #expect(try finance.get(place).text.contains("Send the emails"))
        #expect(try finance.submit(place, to: place, []).status == 303)
        let shown = try finance.get(place).text
        #expect(!shown.contains("Send the emails") && shown.contains(reference))
        let again = try fund.good("run advise \(name) --format csv", as: "finance")
        #expect(again.errors.contains("Nothing new to tell"), "\(again.errors)")
        #expect(
            again.lines.first == "reference,organisation,amountPence,status,toldOn,expectedOn,mail")
        #expect(again.output.contains("\(reference),Elm,100000,told,"))
        let made = try server.good("POST", "payment-runs/\(name)/advice", as: "finance")
        #expect(made["told"]?.int == 0 && made["before"]?.int == 1)
        let listed = try server.ask("GET", "payment-runs/\(name)/advice", as: "auditor")
        #expect(listed.status == 200 && listed.text.contains(reference))
        #expect(
            try server.ask("GET", "payment-runs/\(name)/advice.html", as: "finance").status == 404)
        #expect(
            try fund.good("run advise \(name) --print", as: "finance").errors.contains(
                "nothing to print"))
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM paymentAdvice;").output.trimmed
                == "1")
        try fund.good("audit verify")
    }
}
