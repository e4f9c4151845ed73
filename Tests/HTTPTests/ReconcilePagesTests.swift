import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Finance brings what the bank says to a page, and looks into what matches nothing")
struct ReconcilePagesTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    init() throws {
        fund = try CommandLineFund()
        try fund.proposed(amounts: [250_000])
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("payment schedule --round round-1")
        try fund.good("payment approve --round round-1", as: "finance")
        try fund.good("export awards --round round-1 --profile ledger", as: "finance")
        reference = try Command.sql(fund.database, "SELECT reference FROM paymentAward;")
            .output.trimmed
        server = try Server(fund, people: ["finance"])
    }

    private var today: String {
        get throws {
            try Command.sql(fund.database, "SELECT approvedOn FROM paymentRun;").output.trimmed
        }
    }

    /// Sends a file as a browser does.
    private func bring(
        _ visitor: Visitor, _ file: String, profile: String = "camt.053", isOurs: Bool = true
    ) throws -> Reply {
        let place = "/work/round-1/bank-files"
        let csrf = Visitor.hidden(in: try visitor.get(place).text, of: place).first?.1 ?? ""
        func field(_ name: String, _ value: String) -> String {
            "--xYz\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        let body =
            (isOurs ? field("csrf", csrf) : "") + field("profile", profile)
            + "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\s.xml\"\r\n"
            + "Content-Type: text/xml\r\n\r\n\(file)\r\n--xYz--\r\n"
        return try server.ask(
            "POST", place, as: nil, body,
            headers: [
                ("Content-Type", "multipart/form-data; boundary=xYz"),
                (
                    "Cookie",
                    visitor.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                ),
            ])
    }

    @Test("a file is taken in, what it came to is shown, and what matches nothing is dealt with")
    func journey() throws {
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let page = try finance.get("/work/round-1/bank-files")
        #expect(page.status == 200 && page.text.contains("No file has been taken in yet."))
        let day = try today
        let text = BankEntry.statement([
            BankEntry(-250_000, "\(reference)-1", bank: "B1", on: day),
            BankEntry(
                7, nil, bank: "B2", on: day, words: "<b>INTEREST</b>".replacing("<", with: "&lt;")),
        ])
        let sent = try bring(finance, text)
        #expect(sent.status == 303 && sent.headers["location"] == "/work/round-1/bank-files/1")
        let file = try finance.get("/work/round-1/bank-files/1").text
        for words in [
            "File 1: s.xml", "Paid", "£2,500.00", "£1,000,000.00", "To look into",
            "Money came in that names nothing", "&lt;b&gt;INTEREST", "Not yet",
        ] { #expect(file.contains(words), "\(words)") }
        // Again it changes nothing.
        #expect(try bring(finance, text).headers["location"] == "/work/round-1/bank-files/1")
        // The payment's own page leads to the line.
        #expect(
            try finance.get("/work/round-1/payments/\(reference)").text.contains(
                "file 1, line "))
        let place = "/work/round-1/unmatched"
        #expect(try finance.get(place).text.contains("INTEREST"))
        #expect(try finance.submit(place, [("reason", "Interest")]).status == 422)
        #expect(try finance.submit(place, [("line", "2"), ("reason", " ")]).status == 422)
        #expect(
            try finance.submit(place, [("line", "2"), ("reason", "The bank's interest")]).status
                == 303)
        let done = try finance.get(place).text
        #expect(done.contains("Every line is matched or dealt with.") && !done.contains("INTEREST"))
        #expect(
            try finance.get("/work/round-1/bank-files/1").text.contains("finance@example.org: The"))
    }

    @Test("a file that is wrong says where and why at every door, and changes nothing")
    func wrong() throws {
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let day = try today
        let entries = [BankEntry(-250_000, "\(reference)-1", bank: "B1", on: day)]
        let text = BankEntry.statement(entries, wrongBy: 1)
        let page = try bring(finance, text)
        #expect(page.status == 422 && page.text.contains("Stmt/Bal"))
        #expect(page.text.contains("nothing of it has been taken in"))
        #expect(try bring(finance, text, profile: "mt940").status == 422)
        #expect(try bring(finance, "").status == 422)
        #expect(try bring(finance, text, isOurs: false).status == 403)
        let reply = try server.ask(
            "POST", "bank/files?profile=camt.053", as: "finance", text,
            headers: [("Content-Type", "application/octet-stream")])
        #expect(reply.status == 422 && reply.text.contains("bank-balance-differs"))
        let unknown = try server.ask(
            "POST", "bank/files?profile=mt940", as: "finance", text,
            headers: [("Content-Type", "application/octet-stream")])
        #expect(unknown.status == 422 && unknown.text.contains("ledger-results"))
        let path = try fund.folder.write("statement.xml", text)
        let command = try fund.run("reconcile \(path) --profile camt.053", as: "finance")
        #expect(command.status == 65 && command.errors.contains("Stmt/Bal"), "\(command.errors)")
        let profile = try fund.run("reconcile \(path) --profile mt940", as: "finance")
        #expect(profile.status == 2 && profile.errors.contains("camt.053, example-bank"))
        #expect(
            try fund.run("reconcile \(path) --profile camt.053", as: "officer").status == 1)
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM paymentBankFile;").output.trimmed
                == "0")
    }

    @Test("at the command line: as typed, from standard input, again, and in every format")
    func commandLine() throws {
        let day = try today
        let text = BankEntry.statement([
            BankEntry(-250_000, "\(reference)-1", bank: "B1", on: day),
            BankEntry(7, nil, bank: "B2", on: day),
        ])
        let path = try fund.folder.write("statement.xml", text)
        let first = try fund.good(
            "reconcile \(path) --profile camt.053 --format csv --times", as: "finance")
        #expect(
            first.output
                == "result,why,lines,amountPence\r\npaid,,1,-250000\r\nunmatched,credit,1,7\r\n")
        #expect(
            first.errors.contains("File 1 has been taken in. Lines: 2;")
                && first.errors.contains("settled payments: 1.")
                && first.errors.contains("cohesion reconciliation unmatched")
                && first.errors.contains("Matching: "), "\(first.errors)")
        let again = try fund.good(
            "reconcile - --profile camt.053 --format json", as: "finance2", input: text)
        let json = try JSONReader.read(Array(again.output.utf8))
        #expect(again.output.contains("\"repeat\":true") && json["file"]?.int == 1)
        #expect(json["statements"]?.array?.first?["openingPence"]?.int == 100_000_000)
        #expect(
            again.errors.contains("Already imported on")
                && again.errors.contains("finance@example.org"), "\(again.errors)")
        #expect(try fund.good("reconciliation list --format csv").output.contains("statement.xml"))
        #expect(
            try fund.good("reconciliation show 1 --format csv").output.contains(
                ",paid,,\(reference)-1,"))
        #expect(try fund.run("reconciliation show 2").status == 2)
        #expect(try fund.good("reconciliation show 1 --summary").output.contains("camt.053"))
        #expect(
            try fund.good("reconciliation unmatched --format csv").output.contains("bank,2,1,"))
        try fund.good("reconciliation resolve 2 --because Interest", as: "finance")
        #expect(try fund.run("reconciliation resolve 2 --because x", as: "finance").status == 1)
        #expect(
            try fund.good("ledger statement --round round-1 --format csv").output.contains(
                ",250000,0,0,0,"))
        try fund.good("audit verify")
    }
}
