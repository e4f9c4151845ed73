import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Appeals on pages, by programs and by command")
struct AppealPagesTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group of a website was told no; the round has £29,000 left.
    init() throws {
        fund = try CommandLineFund()
        try fund.proposed(amounts: [100_000])
        try fund.good("decision approve --round round-1 --proposal 1 --reason Fit", as: "decider")
        reference =
            try Command.sql(fund.database, "SELECT reference FROM application;").output.trimmed
        server = try Server(fund, people: ["officer", "officer2", "decider", "decider2"])
    }

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("an officer takes a complaint down, others review it and withdraw the award")
    func pages() throws {
        let (officer, reviewer, decider) = (
            try visitor("officer"), try visitor("officer2"), try visitor("decider2")
        )
        let take = "/work/round-1/applications/\(reference)/appeal"
        let empty = try officer.submit(take, [])
        #expect(empty.status == 422)
        for field in ["f-kind", "f-cameBy", "f-from", "f-grounds"] {
            #expect(empty.text.contains("href=\"#\(field)\""), "\(field)")
        }
        // Nobody has been told a decision yet.
        let early = try officer.submit(
            take,
            [("kind", "appeal"), ("cameBy", "email"), ("from", "group"), ("grounds", "No <fair>")])
        let why = early.text.matches(of: /href="#f-[^"]*">([^<]*)</).map { String($0.1) }
        #expect(early.status == 422 && early.text.contains("has not been told"), "\(why)")
        #expect(early.text.contains("No &lt;fair&gt;"))
        let taken = try officer.submit(
            take,
            [
                ("kind", "complaint"), ("cameBy", "telephone"), ("from", "others"),
                ("grounds", "They are not of the city"),
            ])
        #expect(taken.status == 303, "\(taken.text)")
        let list = try officer.get("/work/round-1/appeals").text
        #expect(list.contains("/work/round-1/appeals/1") && list.contains("Waits for somebody"))
        let page = "/work/round-1/appeals/1"
        // Who checked and proposed may not.
        let barred = try officer.get(page).text
        #expect(barred.contains("You took part") && !barred.contains("action=\"\(page)/review\""))
        let nothing = try reviewer.submit(page, to: page + "/review", [])
        #expect(nothing.status == 422 && nothing.text.contains("href=\"#f-reason\""))
        #expect(
            try reviewer.submit(
                page, to: page + "/review", [("outcome", "upheld"), ("reason", "It is so")]
            ).status == 303)
        #expect(try reviewer.get(page).text.contains("A decision maker who took no part"))
        let form = Visitor.hidden(in: try decider.get(page).text, of: page + "/decision")
        for _ in 1...2 {
            let reply = try decider.post(
                page + "/decision",
                form + [("effect", "withdrawal"), ("reason", "Put right")])
            #expect(reply.status == 303, "\(reply.text)")
        }
        let done = try officer.get(page).text
        #expect(done.contains("The award is withdrawn") && done.contains("£1,000.00, withdrawn"))
        let file = try officer.get("/work/round-1/applications/\(reference)").text
        #expect(file.contains("took an appeal or a complaint"))
        #expect(try officer.get("/work/round-1/appeals/7").status == 404)
        try fund.good("audit verify")
    }

    @Test("the commands say what the pages say, and refuse what they refuse")
    func commands() throws {
        let receive = "appeal receive \(reference) --kind"
        let id = try fund.good(
            "\(receive) complaint --grounds Rude --came-by letter --format json", as: "officer"
        ).output
        #expect(id.contains("\"id\":1"), "\(id)")
        #expect(
            try fund.run("\(receive) appeal --grounds No --came-by email", as: "officer").status
                == 1)
        #expect(try fund.run("\(receive) complaint --grounds No", as: "officer").status == 65)
        #expect(
            try fund.run("appeal review 1 --outcome upheld --reason Yes", as: "officer").status
                == 1)
        #expect(try fund.run("appeal show 9", as: "officer").status == 2)
        #expect(
            try fund.run("appeal award 1 --amount x --reason Yes", as: "decider2").status == 64)
        try fund.good("appeal review 1 --outcome partlyUpheld --reason Yes", as: "officer2")
        #expect(
            try fund.run("appeal award 1 --amount £5 --reason Yes", as: "decider2").errors
                .contains("gives nobody money"))
        try fund.good("appeal close 1 --reason Sorry", as: "decider2")
        let row = try fund.good("appeal list --round round-1 --format csv").output
        #expect(row.contains("partlyUpheld") && row.contains("Sorry"))
        #expect(try fund.good("appeal show 1", as: "auditor").output.contains("officer2@"))
    }

    @Test("programs can do the same")
    func programs() throws {
        let made = try server.ask(
            "POST", "applications/\(reference)/appeals", as: "officer",
            "{\"kind\":\"complaint\",\"grounds\":\"Rude\",\"cameBy\":\"letter\"}")
        #expect(made.status == 201 && made.headers["location"] == "/api/v1/appeals/1")
        let review = try server.ask(
            "POST", "appeals/1/review", as: "officer2",
            "{\"outcome\":\"upheld\",\"reason\":\"It was\"}")
        #expect(review.status == 201 && review["status"]?.string == "reviewed", "\(review.text)")
        let wrong = try server.ask(
            "POST", "appeals/1/decision", as: "decider2",
            "{\"effect\":\"withdrawal\",\"amountPence\":5,\"reason\":\"x\"}")
        #expect(wrong.status == 422)
        let closed = try server.ask(
            "POST", "appeals/1/decision", as: "decider2",
            "{\"effect\":\"withdrawal\",\"reason\":\"x\"}")
        #expect(closed.status == 201 && closed["effect"]?.string == "withdrawal")
        #expect(
            try server.good("GET", "rounds/round-1", as: "officer")["leftPence"]?.int
                == 3_000_000)
    }

    @Test("a group sends its appeal from its application's page and sees it there")
    func group() throws {
        let sam = Visitor(server)
        try sam.signIn("sam@example.com")
        // Somebody else's application is not there.
        #expect(try sam.get("/applications/\(reference)/appeal").status == 404)
        // Theirs is, once they are named as its writer.
        _ = try Command.sql(
            fund.database,
            """
            INSERT INTO applicationDraft (roundId, startedById, startedAt, applicationId)
            SELECT roundId, (SELECT id FROM person WHERE email = 'sam@example.com'), 0, id
            FROM application;
            INSERT INTO applicationDraftMember (draftId, personId, addedById, addedAt)
            SELECT max(id), startedById, startedById, 0 FROM applicationDraft;
            """)
        let page = "/applications/\(reference)/appeal"
        let shown = try sam.get(page)
        #expect(shown.status == 200 && shown.text.contains("You can still complain"))
        let empty = try sam.submit(page, [("grounds", "")])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-grounds\""))
        #expect(try sam.submit(page, [("grounds", "You were <rude>")]).status == 303)
        let own = try sam.get("/applications/\(reference)").text
        #expect(own.contains("Your complaint") && own.contains("You were &lt;rude&gt;"))
        #expect(own.contains("We have it."))
    }
}

@Suite("A score sheet goes out and comes back whole")
struct ScoreSheetTests {
    private let fund: CommandLineFund
    private let server: Server
    private let references: [String]

    init() throws {
        fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let fund = fund
        references = try ["=cmd()", "Elm Road", "Oak Lane"].map { try fund.submit($0) }
        try fund.good("application check --all-clear --round round-1", as: "officer")
        for member in ["p1", "p2"] {
            try fund.good("panel add --round round-1 --email \(member)@example.org", as: "officer")
        }
        server = try Server(fund, people: ["p1"])
    }

    private func sheet() throws -> String {
        try fund.good("score sheet --round round-1", as: "p1").output
    }

    /// Sends a file as a browser does.
    private func bring(_ visitor: Visitor, _ file: String, fields: Bool = true) throws -> Reply {
        let place = "/work/round-1/scoring/sheet"
        let csrf = Visitor.hidden(in: try visitor.get(place).text, of: place).first?.1 ?? ""
        let body =
            (fields
                ? "--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n" : "")
            + "--xYz\r\nContent-Disposition: form-data; name=\"sheet\"; filename=\"s.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n\(file)\r\n--xYz--\r\n"
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

    private func count() throws -> String {
        try Command.sql(fund.database, "SELECT count(*) FROM assessmentScore;").output.trimmed
    }

    @Test("it has one's own scores alone, no formulas, and not what one has an interest in")
    func contents() throws {
        try fund.good(
            "score record \(references[1]) --score need=4 --comment =SUM(A1)", as: "p1")
        try fund.good("score record \(references[1]) --score need=2", as: "p2")
        try fund.good("interest declare \(references[2]) --detail Mine", as: "p1")
        let text = try sheet()
        #expect(text.components(separatedBy: "\r\n").count == 14)
        #expect(
            text.hasPrefix(
                "application,panel_member,criterion,score,comment,organisation,title,criterion_title"
            ))
        #expect(text.contains("\(references[1]),p1@example.org,need,4,'=SUM(A1),Elm Road,"))
        #expect(text.contains(",'=cmd(),"))
        #expect(!text.contains("p2@example.org") && !text.contains(references[2]))
        // The same over every door.
        #expect(try server.ask("GET", "rounds/round-1/score-sheet", as: "p1").text == text)
        let p1 = Visitor(server)
        try p1.signIn("p1@example.org")
        #expect(try p1.get("/work/round-1/scoring/sheet.csv").text == text)
        #expect(try fund.run("score sheet --round round-1", as: "p3").status == 1)
        #expect(try fund.run("score sheet --round round-1", as: "officer").status == 1)
    }

    @Test("filled in and brought back, it is recorded; what is empty stays unscored")
    func back() throws {
        let p1 = Visitor(server)
        try p1.signIn("p1@example.org")
        let filled = try sheet().replacing(",need,,,", with: ",need,3,Clear,")
        let reply = try bring(p1, filled)
        #expect(reply.status == 303, "\(reply.text)")
        #expect(try count() == "3")
        // By command too, and again it changes nothing.
        let rows = "SELECT count(*) FROM assessmentScoreHistory;"
        let path = try fund.folder.write("sheet.csv", filled)
        try fund.good("score import \(path) --round round-1", as: "p1")
        #expect(try count() == "3")
        #expect(try Command.sql(fund.database, rows).output.trimmed == "0")
        #expect(try sheet().contains(",need,3,Clear,"))
    }

    @Test("everything that is wrong is said at once, by line, and nothing is kept")
    func wrong() throws {
        let p1 = Visitor(server)
        try p1.signIn("p1@example.org")
        try fund.good("interest declare \(references[2]) --detail Mine", as: "p1")
        for key in TestFund.criteria {
            try fund.good("score record \(references[1]) --score \(key)=3", as: "p1")
        }
        try fund.good("score lock \(references[1])", as: "p1")
        let before = try count()
        let head = "application,panel_member,criterion,score,comment,criterion_title\n"
        let lines = [
            "\(references[0]),p1@example.org,need,4,,x",
            "\(references[0]),p1@example.org,lens,9,,x",
            "\(references[0]),p2@example.org,need,4,,x",
            "\(references[2]),p1@example.org,need,4,,x",
            "\(references[1]),p1@example.org,need,4,,x",
            "\(references[0]),p1@example.org,reach,,Hm,x",
            "\(references[0]),nobody@example.org,need,4,,x",
        ]
        let reply = try bring(p1, head + lines.joined(separator: "\n"))
        #expect(reply.status == 422)
        for line in 3...8 { #expect(reply.text.contains("Line \(line):"), "\(line)") }
        #expect(!reply.text.contains("Line 2:"))
        #expect(try count() == before)
        for bad in ["", "a,b\n1,2", "application\n\u{0}"] {
            #expect(try bring(p1, bad).status == 422, "\(bad)")
        }
        #expect(try bring(p1, "x", fields: false).status == 403)
        #expect(
            try bring(p1, String(repeating: "a", count: 1_100_000)).status == 413)
        #expect(try count() == before)
    }

    @Test("where the round asks for interests first, nobody's title is on the sheet before")
    func declaredFirst() throws {
        let other = try CommandLineFund(edits: [
            ("Config/rounds.yaml", "controls: {}", "controls: {interests: true}")
        ])
        try other.good("round open round-1", as: "officer")
        let reference = try other.submit("Elm Road")
        try other.good("application check --all-clear --round round-1", as: "officer")
        try other.good("panel add --round round-1 --email p1@example.org", as: "officer")
        let before = try other.good("score sheet --round round-1", as: "p1")
        #expect(!before.output.contains("Elm Road") && before.errors.contains("1"))
        try other.good("interest declare \(reference) --none", as: "p1")
        #expect(
            try other.good("score sheet --round round-1", as: "p1").output.contains("Elm Road"))
    }
}

@Suite("Forms with a file are read as they are sent, or not at all")
struct MultipartTests {
    private func read(_ text: String) -> Multipart? {
        Multipart(Array(text.utf8), boundary: "b")
    }

    @Test("fields and the bytes of the file")
    func whole() {
        let sent = read(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nx\r\n"
                + "--b\r\ncontent-disposition: form-data; name=\"f\"; filename=\"a \\\" b.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n1,2\r\n\r\n--b--\r\n")
        #expect(sent?.fields.map(\.name) == ["csrf"] && sent?.fields.first?.value == "x")
        #expect(sent?.file == Array("1,2\r\n".utf8))
    }

    @Test(
        "what is cut off or names nothing is refused",
        arguments: [
            "", "--b", "--b\r\n", "x--b\r\n",
            "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx", "--c\r\n\r\n--c--",
        ])
    func broken(text: String) {
        #expect(read(text) == nil)
    }

    @Test("as many fields as any form may have, and files within bounds")
    func counts() {
        func form(_ fields: Int, _ files: Int) -> Multipart? {
            let field = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n"
            let file = field.replacing("\"a\"", with: "\"f\"; filename=\"a.csv\"")
            return read(
                String(repeating: field, count: fields) + String(repeating: file, count: files)
                    + "--b--\r\n")
        }
        let full = form(2000, 200)
        #expect(full?.fields.count == 2000 && full?.files.count == 200)
        #expect(form(2001, 0) == nil && form(0, 201) == nil)
    }

    @Test("the boundary as the content type names it")
    func boundaries() {
        #expect(Multipart.boundary(in: "multipart/form-data; boundary=abc") == "abc")
        #expect(Multipart.boundary(in: "Multipart/Form-Data; boundary=\"a b\"") == "a b")
        #expect(Multipart.boundary(in: "multipart/form-data") == nil)
        #expect(Multipart.boundary(in: "text/plain; boundary=abc") == nil)
    }
}
