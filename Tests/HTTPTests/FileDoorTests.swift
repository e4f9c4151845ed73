import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Files that groups send, on pages, by programs and by command")
struct FileDoorTests {
    private let fund: CommandLineFund
    private let server: Server

    /// A round whose form asks for letters, and small awards that are asked for receipts.
    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/form.yaml", "      - key: contactName\n",
                """
                      - key: letters
                        type: file
                        title: Letters
                        required: false

                      - key: contactName

                """
            ),
            ("Config/monitoring.yaml", "smallUpTo: £1,000", "smallUpTo: £1"),
        ])
        try fund.good("round open round-1", as: "officer")
        server = try Server(fund)
    }

    private func visitor(_ email: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn(email)
        return visitor
    }

    /// Sends the form that goes to `place`, as a browser does.
    private func send(
        _ visitor: Visitor, _ place: String, _ fields: [(String, String)],
        _ files: [(field: String, name: String, bytes: [UInt8])]
    ) throws -> Reply {
        var body: [UInt8] = []
        func part(_ head: String, _ content: [UInt8]) {
            body += Array("--xYz\r\nContent-Disposition: form-data; \(head)\r\n\r\n".utf8)
            body += content + Array("\r\n".utf8)
        }
        let hidden = Visitor.hidden(in: try visitor.get(place).text, of: place)
        for (name, value) in hidden + fields { part("name=\"\(name)\"", Array(value.utf8)) }
        for file in files {
            part(
                "name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: text/html",
                file.bytes)
        }
        let connection = try HTTPConnection(port: server.port)
        try connection.send(
            "POST", place,
            headers: [
                ("Content-Type", "multipart/form-data; boundary=xYz"),
                (
                    "Cookie",
                    visitor.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                ),
            ], body: body + Array("--xYz--\r\n".utf8))
        return try connection.reply()
    }

    private func count(_ table: String) throws -> String {
        try Command.sql(fund.database, "SELECT count(*) FROM \(table);").output.trimmed
    }

    @Test("chosen on a page, kept beside what is refused, taken away, removed, and sent")
    func pages() throws {
        let group = try visitor("volunteer@example.com")
        let started = try group.submit("/rounds/round-1/start", [])
        let draft = started.headers["location"] ?? ""
        let place = "\(draft)/questions/letters"
        let shown = try group.get(place).text
        #expect(shown.contains("type=\"file\" multiple") && shown.contains("multipart/form-data"))
        // Each that cannot be kept is named, with what would be right; the others stay.
        let mixed = try send(
            group, place, [("then", "continue")],
            [
                ("letters", "../../Us <in> the park.exe", MadeFiles.jpeg()),
                ("letters", "evil.pdf", Array("<svg onload=alert(1)>".utf8)),
                ("letters", "empty.pdf", []), ("other", "stray.pdf", MadeFiles.pdf),
            ])
        #expect(mixed.status == 422)
        for words in ["evil.pdf is not a kind", "empty.pdf is empty"] {
            #expect(mixed.text.contains(words), "\(words)")
        }
        #expect(mixed.text.contains("Us &lt;in&gt; the park.exe.jpg"))
        #expect(mixed.text.contains("href=\"#f-letters\"") && !mixed.text.contains("stray"))
        let kept = Visitor.hidden(in: mixed.text, of: place).filter { $0.0 == "letters" }
        #expect(kept.count == 1)
        #expect(try count("documentUpload") == "1")
        // What comes after the first forty is named too.
        let strays = (1...40).map {
            (field: "other", name: "\($0).csv", bytes: MadeFiles.text)
        }
        let many = try send(
            group, place, kept + [("then", "continue")],
            strays + [(field: "letters", name: "late.csv", bytes: MadeFiles.text)])
        #expect(many.status == 422 && many.text.contains("at most 40 files"), "\(many.text)")
        #expect(try count("documentUpload") == "1")
        let saved = try send(
            group, place, kept + [("then", "continue")], [("letters", "", [])])
        #expect(saved.status == 303, "\(saved.text)")
        let id = kept.first?.1 ?? ""
        #expect(try group.get(place).text.contains("/files/\(id)"))
        // To be saved, never to be shown.
        let file = try group.get("/files/\(id)")
        #expect(file.status == 200 && file.headers["content-type"] == "image/jpeg")
        #expect(
            file.headers["content-disposition"]
                == "attachment; filename=\"Us <in> the park.exe.jpg\"; "
                + "filename*=UTF-8''Us%20%3Cin%3E%20the%20park.exe.jpg")
        #expect(file.headers["content-security-policy"] == "default-src 'none'; sandbox")
        #expect(file.headers["x-content-type-options"] == "nosniff")
        #expect(file.headers["cache-control"] == "no-store")
        #expect(
            !file.text.contains("GPS") && file.headers["content-length"] == "\(file.bytes.count)")
        for stranger in ["other@example.com", "officer@example.org", "p1@example.org"] {
            #expect(try visitor(stranger).get("/files/\(id)").status == 404, "\(stranger)")
        }
        #expect(try Visitor(server).get("/files/\(id)").status == 303)
        // Without files it is a form as any other, and what was sent before stays.
        #expect(try group.submit(place, [("then", "later")]).status == 303)
        #expect(try group.get(place).text.contains("/files/\(id)"))
        let removed = try group.submit(place, [("remove", id), ("then", "later")])
        #expect(removed.status == 303)
        #expect(try group.get("/files/\(id)").status == 404)
        #expect(try count("documentFilePiece") == "0")
        try fund.good("audit verify")
    }

    @Test("10 MB comes and goes a piece at a time, by program and by command")
    func large() throws {
        let bytes = MadeFiles.pdf + [UInt8](repeating: 65, count: 10_000_000)
        let type = [("Content-Type", "application/octet-stream")]
        let body = String(decoding: bytes, as: UTF8.self)
        let taken = try server.ask(
            "POST", "files?name=Plan.pdf", as: "applicant", body, headers: type)
        #expect(taken.status == 201, "\(taken.text)")
        let id = taken["file"]?.int ?? 0
        let hash = SHA256Hex(of: bytes).description
        #expect(taken["sha256"]?.string == hash && taken["bytes"]?.int == Int64(bytes.count))
        let pieces = try Command.sql(
            fund.database,
            "SELECT count(*), max(length(bytes)) FROM documentFilePiece;"
        ).output.trimmed
        #expect(pieces == "39|262144")
        let back = try server.ask("GET", "files/\(id)", as: "applicant")
        #expect(back.bytes == bytes)
        #expect(try fund.good("file get \(id)", as: "applicant").output.utf8.count == bytes.count)
        for person in ["officer", "decider", "finance", "auditor", "p1"] {
            #expect(try server.ask("GET", "files/\(id)", as: person).status == 404, "\(person)")
        }
        #expect(try server.ask("GET", "files/\(id)", as: "admin").status == 403)
        let over = body + String(repeating: "B", count: 500_000)
        let refused = try server.ask(
            "POST", "files?name=Plan.pdf", as: "applicant", over, headers: type)
        #expect(refused.status == 422 && refused.text.contains("upload-too-large"))
        let path = try fund.folder.write("over.pdf", over)
        #expect(try fund.run("file add \(path)", as: "applicant").errors.contains("10 MB"))
        // Named in an application, it stays; what the listings say of it is the same at both doors.
        let application = TestFund.application("Elm Road").replacing(
            "\"answers\":{", with: "\"answers\":{\"letters\":[\(id)],")
        let sent = try server.good(
            "POST", "rounds/round-1/applications", as: "applicant", application)
        let reference = sent["reference"]?.string ?? ""
        let listed = try server.good("GET", "applications/\(reference)/files", as: "officer")
        let typed = try fund.good("file list \(reference) --format json", as: "officer").output
        #expect(listed.text == typed && typed.contains(hash) && typed.contains("\"isSent\":true"))
        #expect(try server.ask("DELETE", "files/\(id)", as: "applicant").code == "upload-sent")
        #expect(try fund.run("file remove \(id)", as: "applicant").status == 1)
        for (person, status) in [
            ("officer", 200), ("decider", 200), ("auditor", 200), ("finance", 404), ("p1", 404),
        ] {
            #expect(try server.ask("GET", "files/\(id)", as: person).status == status, "\(person)")
        }
        let checked = try server.good("GET", "file-checks", as: "auditor")
        #expect(checked["files"]?.int == 1 && checked["damaged"]?.array?.isEmpty == true)
        // A disk that changes a byte is found out.
        _ = try Command.sql(
            fund.database,
            "DROP TRIGGER documentFilePieceUnchanged; UPDATE documentFilePiece SET bytes = x'00' WHERE number = 39;"
        )
        let broken = try fund.run("file check", as: "auditor")
        #expect(broken.status == 1 && broken.output.contains(hash))
    }

    @Test("receipts of a return: for finance too, kept in what was sent when they are taken out")
    func returns() throws {
        let reference = try fund.good(
            "application submit - --round round-1", as: "applicant",
            input: TestFund.application("Example Lane Kitchen", pence: 100_000)
        ).output.trimmed
        try fund.good("round close round-1", as: "officer")
        try fund.good("application check --all-clear --round round-1", as: "officer")
        try fund.good("panel add --round round-1 --email p1@example.org", as: "officer")
        let scores = TestFund.criteria.map { "\(reference),p1@example.org,\($0),4,\n" }
        try fund.good(
            "score import - --round round-1", as: "officer",
            input: "application,panel_member,criterion,score,comment\n" + scores.joined())
        try fund.good("decision propose --round round-1", as: "officer")
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("letter send --round round-1", as: "officer")
        try fund.good("return ask --round round-1", as: "officer")
        let group = try visitor("applicant@example.org")
        let place = "/applications/\(reference)/returns/1"
        let answers = [
            ("returnSpent", "800"), ("returnPeople", "30"), ("returnHappened", "We cooked."),
            ("returnTogether", "At one table."), ("returnPlanned", "as-planned"),
        ]
        // A refused file takes nothing of what was written with it, nor the good one beside it.
        let mixed = try send(
            group, place, answers + [("then", "later")],
            [
                ("returnReceipts", "receipt.csv", MadeFiles.text),
                ("returnPhotos", "us.gif", Array("GIF89a".utf8) + [0]),
            ])
        #expect(mixed.status == 422 && mixed.text.contains("us.gif"))
        #expect(mixed.text.contains("We cooked.") && mixed.text.contains("receipt.csv"))
        let kept = Visitor.hidden(in: mixed.text, of: place).filter { $0.0 == "returnReceipts" }
        let checked = try send(group, place, kept + answers + [("then", "check")], [])
        #expect(checked.headers["location"] == place + "/check", "\(checked.text)")
        let id = kept.first?.1 ?? ""
        let (finance, officer) = (
            try visitor("finance@example.org"), try visitor("officer@example.org")
        )
        // What is only saved is for its group and for officers.
        #expect(try finance.get("/files/\(id)").status == 404)
        #expect(try officer.get("/files/\(id)").status == 200)
        #expect(try group.submit(place + "/check", []).status == 303)
        #expect(try finance.get("/files/\(id)").text.contains("room hire"))
        #expect(try visitor("p1@example.org").get("/files/\(id)").status == 404)
        let work = try officer.get("/work/round-1/returns/\(reference)").text
        #expect(work.contains("/files/\(id)"))
        #expect(
            try fund.good("return show \(reference) --format json", as: "finance").output
                .contains(SHA256Hex(of: MadeFiles.text).description))
        // Sent back, the next version goes without it: the first still has it.
        try fund.good("return send-back \(reference) --number 1 --because Sign", as: "officer")
        let again = answers + [("remove", id), ("then", "check")]
        #expect(try group.submit(place, again).headers["location"] == place + "/check")
        #expect(try group.submit(place + "/check", []).status == 303)
        #expect(try finance.get("/files/\(id)").status == 200)
        #expect(try officer.get("/work/round-1/returns/\(reference)").text.contains("/files/\(id)"))
        // From paper, by command: a number that is not there is told, and the right one is taken.
        try fund.good("return send-back \(reference) --number 1 --because Sign", as: "officer")
        let path = try fund.folder.write("receipt.txt", "Room hire £40\n")
        let number = try fund.good("file add \(path)", as: "officer").output.trimmed
        func json(_ file: String) -> String {
            "{\"returnSpent\":1,\"returnPeople\":1,\"returnHappened\":\"x\",\"returnTogether\":\"x\","
                + "\"returnPlanned\":\"as-planned\",\"returnReceipts\":[\(file)]}"
        }
        let submit = "return submit \(reference) - --paper-reason Paper"
        #expect(try fund.run(submit, as: "officer", input: json("999")).status == 65)
        try fund.good(submit, as: "officer", input: json(number))
        let listed = try fund.good("file list \(reference) --format csv", as: "finance").output
        #expect(listed.contains("receipt.txt") && listed.contains("receipt.csv"))
        try fund.good("audit verify")
    }
}
