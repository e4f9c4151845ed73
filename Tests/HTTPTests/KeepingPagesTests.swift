import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Keeping and erasing on pages and over HTTP")
struct KeepingPagesTests {
    @Test("anybody reads how long what is kept; one person proposes, another approves")
    func pages() throws {
        let fund = try CommandLineFund()
        let server = try Server(fund, people: [])
        func visitor(_ address: String) throws -> Visitor {
            let visitor = Visitor(server)
            try visitor.signIn(address)
            return visitor
        }
        let privacy = try Visitor(server).get("/privacy")
        #expect(privacy.status == 200 && privacy.text.contains("national fraud initiative"))
        #expect(privacy.text.contains("18 months") && privacy.text.contains("35 days later"))
        #expect(try Visitor(server).get("/").text.contains("href=\"/privacy\""))

        _ = try visitor("gone@example.com")
        let (officer, admin) = (
            try visitor("officer@example.org"), try visitor("admin@example.org")
        )
        #expect(try visitor("finance@example.org").get("/keeping").status == 403)
        #expect(try officer.get("/keeping").text.contains("What is due today"))
        let empty = try officer.submit("/keeping/proposal", [("class", "")])
        #expect(empty.status == 422)
        #expect(empty.text.contains("#f-class") && empty.text.contains("#f-reason"))
        let both = try officer.submit(
            "/keeping/proposal", [("class", "draft"), ("person", "gone@example.com")])
        #expect(both.status == 422 && both.text.contains("gone@example.com"))
        let nobody = try officer.submit(
            "/keeping/proposal", [("person", "no@example.com"), ("reason", "x")])
        #expect(nobody.status == 422 && nobody.text.contains("#f-person"))
        let nothing = try officer.submit("/keeping/proposal", [("class", "draft")])
        #expect(nothing.status == 422 && nothing.text.contains("#f-class"))
        #expect(
            try officer.submit(
                "/keeping/proposal", [("person", "gone@example.com"), ("reason", "They asked")]
            ).status == 303)
        // A file of payments in which they stand as who approved it.
        let file = try Command.sql(
            fund.database,
            """
            INSERT INTO document (id, mediaType, storedAt) VALUES (1, 'text/csv', 1796083200000);
            INSERT INTO documentChunk VALUES (1, 1, CAST('A,Gone@example.com' AS BLOB));
            INSERT INTO paymentRun (id, roundId, reference, approvedById, approvedAt, approvedOn,
              instalmentCount, totalPence, auditHead)
            VALUES (1, 1, 'CFR26-0001-K', 1, 1, '2026-12-01', 1, 100, '1:0');
            INSERT INTO paymentRunFile VALUES (1, 'ledger', 1, printf('%064d', 1));
            """)
        #expect(file.status == 0, "\(file.errors)")
        let own = try officer.get("/keeping/erasures/1").text
        #expect(own.contains("CFR26-0001-K-ledger: kept until"))
        #expect(own.contains("somebody else has to approve") && !own.contains("/approval\""))
        let hidden = Visitor.hidden(in: own, of: "/keeping/erasures/1/withdrawal")
        let self403 = try officer.post("/keeping/erasures/1/approval", hidden)
        #expect(self403.status == 403 && self403.text.contains("You proposed this erasure"))
        #expect(try admin.get("/home").text.contains("Erasures to approve: 1"))
        #expect(try admin.get("/keeping/erasures/1").text.contains("/approval\""))
        #expect(
            try admin.submit(
                "/keeping/erasures/1", to: "/keeping/erasures/1/approval", []
            ).status == 303)
        let certificate = try officer.get("/keeping/erasures/1").text
        #expect(certificate.contains("Certificate of erasure 1"))
        #expect(certificate.contains("CFR26-0001-K-ledger: kept until"))
        #expect(certificate.contains("Names and addresses of accounts"))
        let people = "SELECT count(*) FROM person WHERE email = 'gone@example.com';"
        #expect(try Command.sql(fund.database, people).output.trimmed == "0")
        #expect(try officer.get("/keeping/erasures/7").status == 404)
        #expect(
            try officer.submit("/keeping/holds", [("reference", ""), ("reason", "")]).status == 422)
        #expect(try admin.get("/keeping/holds").text.contains("Nothing is held"))

        // The command line says the same.
        let shown = try fund.good("privacy certificate 1 --format json", as: "officer")
        #expect(shown.output.contains("\"status\":\"done\""))
        #expect(shown.output.contains("copiesGoneOn"))
        #expect(shown.output.contains("\"file\":\"CFR26-0001-K-ledger\""))
        let still = try fund.good("privacy export --person gone@example.com", as: "officer")
        #expect(still.output.contains("CFR26-0001-K-ledger"))
        #expect(try fund.good("privacy policy").output.contains("Bank details"))
        let due = try fund.good("privacy due --on 2030-01-01 --format csv")
        #expect(due.output.contains("unsuccessful"))
        let unknown = try fund.run("privacy erase --class secrets", as: "officer")
        #expect(unknown.status == 65 && unknown.errors.contains("unsuccessful"))
        #expect(try fund.run("privacy erase --class draft", as: "officer").status == 1)
    }
}
