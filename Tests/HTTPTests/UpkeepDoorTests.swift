import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("What is due comes in parts, reports are removed at each door, files are read apart")
struct UpkeepDoorTests {
    private let fund: CommandLineFund
    private let server: Server

    init() throws {
        fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        server = try Server(fund, people: ["officer", "auditor", "applicant"])
    }

    @Test("the whole list comes a part at a time, on the page too, and at once by command")
    func due() throws {
        let all = try fund.good("due --format csv", as: "officer").lines.dropFirst()
        #expect(all.count >= 2)
        var (cursor, found): (String?, [String]) = (nil, [])
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let reply = try server.good("GET", "due?limit=1\(more)", as: "auditor")
            let items = reply["items"]?.array ?? []
            #expect(items.count == 1)
            found += items.compactMap { $0["what"]?.string }
            cursor = reply["next"]?.string
            if found.count == 1 { #expect(cursor != nil) }
        } while cursor != nil && found.count < 20
        #expect(found.count == all.count && Set(found).count == found.count)
        #expect(try server.good("GET", "due", as: "officer")["items"]?.array?.count == all.count)
        #expect(try server.ask("GET", "due?cursor=2026", as: "officer").status == 422)
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let first = try server.good("GET", "due?limit=1", as: "officer")
        let whole = try officer.get("/due").text
        #expect(!whole.contains("?after="))
        let rest = try officer.get("/due?after=\(first["next"]?.string ?? "")").text
        #expect(rest.contains("href=\"/due\""))
        func rows(_ page: String) -> Int { page.components(separatedBy: "<tr").count }
        #expect(rows(rest) < rows(whole))
        #expect(try officer.get("/due?after=x").text.contains("<h1"))
        let behind = try officer.get("/due?after=9999-12-31~0~x~~1")
        #expect(behind.status == 200 && behind.text.contains("href=\"/due\""))
    }

    @Test("a report of tension is removed on its page, over HTTP and by command")
    func removal() throws {
        for number in 1...3 {
            try server.good(
                "POST", "tensions", as: "officer",
                "{\"what\":\"Kim \(number)\",\"ward\":\"millbrook\",\"day\":\"2026-01-02\","
                    + "\"goesOn\":\"no\"}")
        }
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let empty = try officer.submit("/tensions/1", to: "/tensions/1/removal", [("reason", "")])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-reason\""))
        #expect(empty.text.contains("Kim 1"))
        let hidden = Visitor.hidden(
            in: try officer.get("/tensions/1").text, of: "/tensions/1/removal")
        let form = hidden + [("reason", "It names <b>somebody</b>")]
        #expect(try officer.post("/tensions/1/removal", form).status == 303)
        let page = try officer.get("/tensions/1").text
        #expect(page.contains("It names &lt;b&gt;somebody") && !page.contains("Kim"))
        #expect(!page.contains("/tensions/1/triage") && !page.contains("/tensions/1/removal\""))
        #expect(try officer.post("/tensions/1/removal", form).status == 409)
        let auditor = Visitor(server)
        try auditor.signIn("auditor@example.org")
        #expect(try !auditor.get("/tensions/2").text.contains("/tensions/2/removal"))
        try server.good(
            "POST", "tensions/2/removals", as: "officer", "{\"reason\":\"It names somebody\"}")
        let again = try server.ask(
            "POST", "tensions/2/removals", as: "officer", "{\"reason\":\"It names somebody\"}")
        #expect(again.status == 409 && again.code == "tension-removed")
        try fund.good("tension remove 3 --because Names", as: "officer")
        #expect(try fund.run("tension remove 3 --because Names", as: "officer").status == 1)
        #expect(try fund.run("tension remove 1 --because Names", as: "auditor").status == 1)
        let list = try fund.good("tension list --status removed --format csv", as: "officer").lines
        #expect(list.count == 4)
        #expect(try officer.get("/tensions?status=removed").text.contains("/tensions/3\""))
        try fund.good("audit verify")
    }

    @Test("a hostile file is refused at once, also while others wait to write")
    func apart() throws {
        let input = Pipe()
        let lock = try Command.start(
            "/usr/bin/env", ["sqlite3", fund.database], input: input.fileHandleForReading)
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE;\n".utf8))
        usleep(300_000)
        let type = [("Content-Type", "application/octet-stream")]
        func send(_ name: String, _ bytes: [UInt8]) throws -> HTTPConnection {
            let connection = try HTTPConnection(port: server.port)
            try connection.send(
                "POST", "/api/v1/files?name=\(name)",
                headers: server.headers("applicant", hasBody: true, type), body: bytes)
            return connection
        }
        let good = try send("a.txt", MadeFiles.text)
        usleep(500_000)
        let start = Date()
        let evil = try send("b.pdf", Array("<svg onload=alert(1)>".utf8)).reply()
        #expect(evil.status == 422 && evil.text.contains("upload-kind"))
        #expect(Date().timeIntervalSince(start) < 2)
        try input.fileHandleForWriting.close()
        lock.waitUntilExit()
        #expect(try good.reply().status == 201)
    }
}
