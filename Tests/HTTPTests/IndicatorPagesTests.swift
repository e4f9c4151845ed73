import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Indicators on pages and over HTTP")
struct IndicatorPagesTests {
    private let fund: CommandLineFund
    private let server: Server

    init() throws {
        fund = try CommandLineFund()
        server = try Server(fund, people: ["officer", "auditor"])
    }

    private static let place = "/indicators/belonging"

    /// Sends a file as a browser does.
    private func bring(
        _ visitor: Visitor, _ file: String, to place: String = place, isOurs: Bool = true
    ) throws -> Reply {
        let action = "\(place)/import"
        let csrf = Visitor.hidden(in: try visitor.get(action).text, of: action).first?.1 ?? ""
        let own =
            "--xYz\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n"
        let body =
            (isOurs ? own : "")
            + "--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\f.csv\"\r\n"
            + "Content-Type: text/csv\r\n\r\n\(file)\r\n--xYz--\r\n"
        return try server.ask(
            "POST", action, as: nil, body,
            headers: [
                ("Content-Type", "multipart/form-data; boundary=xYz"),
                (
                    "Cookie",
                    visitor.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
                ),
            ])
    }

    private static let figures = """
        ward,period,value
        all,2024,61
        all,2025,62.5
        millbrook,2025,70
        canal-side,2025,55.5
        quarry-row,2025,64
        """

    @Test("an officer brings a file; everybody on the staff sees how it stands and went on")
    func journey() throws {
        let (officer, auditor) = (Visitor(server), Visitor(server))
        try officer.signIn("officer@example.org")
        try auditor.signIn("auditor@example.org")
        #expect(try officer.get("/home").text.contains("href=\"/indicators\""))
        let empty = try auditor.get("/indicators")
        #expect(empty.status == 200 && empty.text.contains("No figures yet"))
        #expect(try auditor.get(Self.place).text.contains("No figures are in yet."))
        #expect(try auditor.get("\(Self.place)/import").status == 403)
        let sent = try bring(officer, Self.figures)
        #expect(sent.status == 303 && sent.headers["location"] == Self.place, "\(sent.text)")
        // The page that was kept for all is made anew.
        let all = try auditor.get("/indicators").text
        for words in [
            "62.5% (2025)", "1.5 percentage points more", "61% (2024)",
            "70% (2029). Higher is better",
            "Better than at the start", "Neither way is better",
        ] { #expect(all.contains(words), "\(words)") }
        let page = try auditor.get(Self.place).text
        for words in [
            "How it went on: The whole area", "<polyline class=\"plot-line\"",
            "<polyline class=\"plot-target\"", "role=\"img\"", "<title id=\"line-title\">",
            "First 61% (2024), last 62.5% (2025)", "The broken line is the target: 70% (2029).",
            "Middle ward", "64%", "55.5%", "Millbrook", "href=\"\(Self.place)?ward=millbrook\"",
        ] { #expect(page.contains(words), "\(words)") }
        #expect(!page.contains("\(Self.place)/import"))
        let ward = try auditor.get("\(Self.place)?ward=canal-side").text
        #expect(ward.contains("How it went on: Canal Side") && ward.contains("55.5%"))
        #expect(!ward.contains("Middle ward"))
        // A ward that there is not is the whole area; an indicator that there is not is none.
        #expect(
            try auditor.get("\(Self.place)?ward=atlantis").text.contains(
                "How it went on: The whole area"))
        #expect(try auditor.get("/indicators/fame").status == 404)
        #expect(try officer.get("/indicators/fame/import").status == 404)
        let file = try auditor.get("\(Self.place)/figures.csv")
        #expect(file.headers["content-type"] == "text/csv; charset=utf-8")
        #expect(file.text.hasPrefix("ward,period,value\r\nall,2024,61\r\n"))
        // The same file again, and a correction.
        #expect(try bring(officer, Self.figures).status == 303)
        #expect(
            try bring(officer, "ward,period,value\nall,2025,59.5\n").status == 303)
        let corrected = try officer.get("/indicators").text
        #expect(corrected.contains("59.5% (2025)") && corrected.contains("Worse than at the start"))
        let told = try officer.get(Self.place).text
        #expect(told.contains("Figures that were corrected") && told.contains("62.5%"))
        try fund.good("audit verify")
    }

    @Test("what is wrong with a file is said line by line, and in the browser's language")
    func wrong() throws {
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let page = try bring(
            officer, "ward,period,value\n<b>x</b>,2025,61\nmillbrook,soon,61\nmillbrook,2025,161")
        #expect(page.status == 422)
        for words in [
            "line 2: ward: There is no ward &lt;b&gt;x&lt;/b&gt;", "line 3: period: soon is not",
            "line 4: value: This must be from 0 to 100", "nothing of it has been taken in",
        ] { #expect(page.text.contains(words), "\(words)") }
        #expect(try bring(officer, "").status == 422)
        #expect(try bring(officer, Self.figures, isOurs: false).status == 403)
        let many = (0..<200).map { "x\($0),2025,1\n" }.joined()
        let cut = try bring(officer, "ward,period,value\n" + many)
        #expect(cut.status == 422 && cut.text.contains("150") && !cut.text.contains("line 80:"))
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM commissioningIndicatorValue;")
                .output.trimmed == "0")
        officer.headers = [("Accept-Language", "ur")]
        let urdu = try officer.get("/indicators").text
        #expect(urdu.contains("dir=\"rtl\"") && urdu.contains("محلے سے وابستگی"))
        #expect(!urdu.contains("page.indicator") && !urdu.contains("indicator-standing."))
    }

    @Test("a month, a quarter and a year are told in words, and gaps are gaps")
    func periods() throws {
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        let months = (1...12).filter { $0 != 4 }.map { month in
            "millbrook,2025-\(month < 10 ? "0" : "")\(month),0.\(month)\n"
                + "canal-side,2025-\(month < 10 ? "0" : "")\(month),0.5\n"
        }.joined()
        let sent = try bring(
            officer, "ward,period,value\n" + months, to: "/indicators/hate-crime")
        #expect(sent.status == 303, "\(sent.text)")
        let page = try officer.get("/indicators/hate-crime").text
        #expect(page.contains("December 2025") && page.contains("per 1,000 residents"))
        #expect(page.contains("in the middle ward"))
        // The line is in two parts: April is missing.
        #expect(page.components(separatedBy: "class=\"plot-line\"").count == 3)
        let one = try bring(
            officer, "ward,period,value\nall,2025-Q3,21\n",
            to: "/indicators/economic-inactivity")
        #expect(one.status == 303)
        let quarter = try officer.get("/indicators/economic-inactivity").text
        #expect(quarter.contains("21% (Quarter 3 of 2025)"))
        #expect(quarter.contains("points=\"500,"))
        let counts =
            "ward,area,period,group,count\nmillbrook,A,2021,white,1\n"
            + "millbrook,A,2021,asian,1\nmillbrook,B,2021,white,2\nmillbrook,B,2021,asian,1\n"
        #expect(try bring(officer, counts, to: "/indicators/segregation").status == 303)
        #expect(try officer.get("/indicators/segregation").text.contains("0.167"))
        let form = try officer.get("/indicators/segregation/import").text
        #expect(form.contains("white, asian, black, mixed, other"))
    }

    @Test("programs list, show and import, once for each key, with errors by line")
    func programs() throws {
        let list = try server.ask("GET", "indicators", as: "auditor")
        #expect(list.status == 200 && list.json.array?.count == 12)
        #expect(try server.ask("GET", "indicators/fame", as: "auditor").status == 404)
        func bring(_ text: String, key: String? = nil, type: String = "text/csv") throws -> Reply {
            try server.ask(
                "POST", "indicators/belonging/imports", as: "officer", text,
                headers: [("Content-Type", type)]
                    + (key.map { [("Idempotency-Key", $0)] } ?? []))
        }
        let taken = try bring(Self.figures, key: "a")
        #expect(taken.status == 201 && taken["added"]?.int == 5 && taken["import"]?.int == 1)
        let repeated = try bring(Self.figures, key: "a")
        #expect(repeated["added"]?.int == 5 && repeated.headers["idempotent-replayed"] == "true")
        let known = try bring(Self.figures)
        #expect(known["unchanged"]?.int == 5 && known["import"]?.int == nil)
        let wrong = try bring("ward,period,value\natlantis,2025,x\n")
        #expect(wrong.status == 422 && wrong.code == "invalid-input")
        #expect(
            wrong["errors"]?.array?.compactMap { $0["place"]?.string }
                == ["line 2: ward", "line 2: value"])
        #expect(try bring(Self.figures, type: "application/json").status == 415)
        #expect(try bring(String(repeating: "x", count: 1_100_000)).status == 413)
        let shown = try server.good("GET", "indicators/belonging", as: "auditor")
        #expect(shown["values"]?.array?.count == 5 && shown["replaced"]?.array?.isEmpty == true)
        #expect(shown["standing"]?.string == "better")
        guard case .number("62.5")? = shown["periods"]?.array?.last?["whole"] else {
            Issue.record("\(shown.text)")
            return
        }
    }
}
