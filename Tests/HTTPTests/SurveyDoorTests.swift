import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Surveys on pages, by programs and by command")
struct SurveyDoorTests {
    private let fund: CommandLineFund
    private let server: Server
    private let reference: String

    /// A group that was told of its award.
    init() throws {
        fund = try CommandLineFund()
        reference = try fund.awarded(
            TestFund.application("Example Lane Kitchen", pence: 100_000))
        server = try Server(
            fund, people: ["officer", "decider", "finance", "auditor", "applicant"])
    }

    private func link(in page: String) throws -> String {
        try #require(
            page.firstMatch(of: /href="(\/survey\/[A-Za-z0-9-]{43})"/).map {
                String($0.1)
            })
    }

    private func count(_ table: String) throws -> String {
        try Command.sql(fund.database, "SELECT count(*) FROM commissioningSurvey\(table);").output
            .trimmed
    }

    @Test("opened, answered by link and from paper, closed and read, on pages")
    func pages() throws {
        let (officer, group) = (try server.visitor("officer"), try server.visitor("applicant"))
        let (list, work) = ("/work/round-1/surveys", "/work/round-1/surveys/\(reference)")
        let own = "/applications/\(reference)/survey"
        #expect(try group.get(own).status == 404)
        #expect(try officer.get(list).text.contains(work))
        #expect(try officer.submit(work, []).status == 303)
        #expect(try officer.submit(work, to: work + "/waves", []).status == 303)
        #expect(try group.get("/applications/\(reference)").text.contains("href=\"\(own)\""))
        let place = try link(in: try group.get(own).text)
        #expect(try link(in: try officer.get(work).text) == place)
        // A token that is nearly right leads nowhere.
        #expect(try Visitor(server).get(String(place.dropLast()) + "!").status == 404)

        let somebody = Visitor(server)
        let form = try somebody.get(place)
        #expect(form.status == 200 && !form.text.contains("<script"))
        #expect(form.text.contains("fewer") == false && form.text.contains("5 people or more"))
        let empty = try somebody.submit(place, [("code", "ab")])
        #expect(empty.status == 422 && empty.text.contains("href=\"#f-get-on\""))
        #expect(empty.text.contains("href=\"#f-code\"") && empty.text.contains("value=\"ab\""))
        let off = try somebody.submit(place, [("get-on", "9"), ("trust", "<b>"), ("belong", "4")])
        #expect(off.status == 422 && off.text.contains("href=\"#f-trust\""))
        #expect(try count("Answer") == "0")
        let shown = Visitor.hidden(in: try somebody.get(place).text, of: place)
        let answers = [("get-on", "2"), ("belong", ""), ("trust", "0"), ("code", "teapot")]
        for _ in 0..<2 {
            let sent = try somebody.post(place, shown + answers)
            #expect(sent.status == 303 && sent.headers["location"] == place + "/thanks")
        }
        #expect(try count("Answer") == "1")
        #expect(try somebody.get(place + "/thanks").text.contains("href=\"\(place)\""))
        somebody.headers = [("Accept-Language", "ur")]
        let urdu = try somebody.get(place).text
        #expect(urdu.contains("lang=\"ur\" dir=\"rtl\"") && urdu.contains("پوری طرح متفق"))

        // From paper: one by one and as a file by the officer. The group is told what it may lose.
        let paper = try group.get(own + "/before/paper").text
        #expect(paper.contains("☐ Strongly agree") && paper.contains("☐ 7"))
        let caution = "you could work out what the few said"
        for page in [own, own + "/before", own + "/before/file"] {
            #expect(try group.get(page).text.contains(caution), "\(page)")
        }
        #expect(try !officer.get(own + "/before").text.contains(caution))
        for points in ["3", "3", "2"] {
            #expect(try officer.submit(own + "/before", [("get-on", points)]).status == 303)
        }
        #expect(try group.get(own + "/before/file").text.contains("get-on: "))
        #expect(try group.get(own + "/after").status == 409)
        #expect(try group.get(own + "/between").status == 404)
        let counted = try officer.get(work).text
        #expect(counted.contains("fewer than 5") && !counted.contains("id=\"results\""))
        #expect(try officer.submit(own + "/before", [("get-on", "2")]).status == 303)
        // Beside sheets, four more over the link are enough to be shown.
        for points in ["3", "3", "2", "2"] {
            #expect(try Visitor(server).submit(place, [("get-on", points)]).status == 303)
        }
        #expect(try officer.submit(work, to: work + "/waves", []).status == 303)
        #expect(try somebody.get(place).text.contains("<form") == false)
        #expect(try somebody.post(place, shown + answers).status == 409)
        let closed = try officer.get(work).text
        #expect(closed.contains("2.4 of 5; 0% agree (9 people)") && closed.contains("<svg"))
        #expect(closed.contains("fewer than 5"))
        // After: everybody is happier.
        #expect(try officer.submit(work, to: work + "/waves", []).status == 303)
        let rows = "get-on,belong,trust,friends\n" + String(repeating: "5,,,\n", count: 6)
        let brought = try fund.good(
            "survey import - --reference \(reference) --wave after", as: "officer", input: rows)
        #expect(brought.errors.contains("6 people"))
        #expect(try officer.submit(work, to: work + "/waves", []).status == 303)
        for page in [try officer.get(work).text, try group.get(own).text] {
            #expect(page.contains("Rose by +2.6") && page.contains("9 people before, 6 after"))
            #expect(!page.contains(place))
        }
        #expect(try officer.get(list).text.contains("(surveys: 1)"))
        #expect(try server.visitor("decider").get(work).text.contains("Rose by +2.6"))
        #expect(try server.visitor("finance").get(work).status == 403)
        #expect(try count("Secret") == "0")
        // At the end of the award's thread, at each door.
        let page = "/work/round-1/applications/\(reference)/thread"
        let thread = try officer.get(page).text
        #expect(thread.contains("What those who take part said"))
        #expect(thread.contains("Rose by +2.6") && thread.contains("href=\"\(work)\""))
        for format in ["json", "text"] {
            let shown = try fund.good(
                "cycle thread --award \(reference) --format \(format)", as: "auditor"
            ).output
            #expect(shown.contains("2.6") && shown.contains("fewer than 5"), "\(format)")
        }
        let told = try server.good("GET", "applications/\(reference)/thread", as: "decider")
        let first = told["outcomes"]?["survey"]?["results"]?.array?.first
        #expect(first?["answersBefore"]?.int == 9 && first?["answersAfter"]?.int == 6)
        #expect(first?["change"]?.string == "2.6" && first?["changeFrom"]?.string != nil)
        try fund.good("audit verify")
    }

    @Test("the door for programs and the commands do and refuse the same")
    func programs() throws {
        let place = "applications/\(reference)/survey"
        #expect(try fund.run("survey open \(reference)", as: "finance").status == 1)
        #expect(try fund.run("survey show \(reference)", as: "applicant").status == 2)
        let opened = try server.ask("POST", place, as: "officer")
        #expect(opened.status == 201 && opened["state"]?.string == "ready", "\(opened.text)")
        let again = try fund.run("survey open \(reference)", as: "officer")
        #expect(again.status == 1 && again.errors.contains("already"), "\(again.errors)")
        let wave = "\(reference) --wave before"
        #expect(try fund.run("survey link \(wave)", as: "officer").status == 1)
        #expect(
            try fund.run("survey open-wave \(reference) --wave after", as: "officer").status == 1)
        let link = try fund.good("survey open-wave \(wave) --format json", as: "officer").output
        #expect(try fund.good("survey link \(wave) --format json", as: "applicant").output == link)
        #expect(try fund.run("survey link \(wave)", as: "decider").status == 1)
        let twice = try server.ask("POST", "\(place)/before/opening", as: "officer")
        #expect(twice.status == 409 && twice.text.contains("survey-wave-opened"))

        let body = "{\"answers\":{\"get-on\":4,\"trust\":10},\"code\":\"teapot\",\"mark\":\"m1\"}"
        for _ in 0..<2 {
            let taken = try server.ask("POST", "\(place)/before/answers", as: "applicant", body)
            #expect(taken.status == 201, "\(taken.text)")
        }
        #expect(try count("Answer") == "1")
        let wrong = try fund.run(
            "survey enter \(wave) --answer get-on=9 --answer colour=1", as: "officer")
        #expect(wrong.status == 65 && wrong.errors.contains("from 1 to 5"), "\(wrong.errors)")
        #expect(wrong.errors.contains("does not ask this"))
        #expect(try fund.run("survey enter \(wave) --answer belong", as: "officer").status == 65)
        try fund.good("survey enter \(wave) --answer get-on=4 --answer belong=2", as: "applicant")
        let file = "get-on,belong,trust,friends\n5,,,\n5,,,\n4,,,\n"
        let sent = try server.ask(
            "POST", "\(place)/before/imports", as: "applicant", file,
            headers: [("Content-Type", "text/csv")])
        #expect(sent.status == 201 && sent["taken"]?.int == 3, "\(sent.text)")
        let known = try fund.run(
            "survey import - --reference \(reference) --wave before", as: "officer", input: file)
        #expect(known.status == 1 && known.errors.contains("taken in already"))
        let bad = try fund.run(
            "survey import - --reference \(reference) --wave before", as: "officer",
            input: file + "9,,,\n")
        #expect(bad.status == 65 && bad.errors.contains("line 5: get-on"), "\(bad.errors)")
        #expect(try count("Answer") == "5")
        // No hash of what was sent is kept, from which it could be guessed.
        let kept = try Command.sql(fund.database, "SELECT count(*) FROM requestAnswer;").output
        let keyed = try server.ask(
            "POST", "\(place)/before/answers", as: "applicant", "{\"answers\":{\"trust\":1}}",
            headers: [("Idempotency-Key", "k1")])
        #expect(keyed.status == 201)
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM requestAnswer;").output == kept)

        let before = try fund.good("survey show \(reference) --format csv").output
        #expect(before.contains("get-on,") && !before.contains("4.4"), "\(before)")
        try fund.good("survey close-wave \(wave)", as: "officer")
        let closed = try server.ask("POST", "\(place)/before/closing", as: "officer")
        #expect(closed.status == 409 && closed.text.contains("survey-wave-closed"))
        let shown = try server.good("GET", place, as: "auditor")
        let result = try #require(shown["results"]?.array?.first)
        #expect(result["answersBefore"]?.int == 5 && result["meanBefore"]?.string == "4.4")
        #expect(result["agreeBefore"]?.int == 100 && shown["state"]?.string == "between")
        let csv = try fund.good("survey show \(reference) --format csv", as: "applicant").output
        #expect(csv.contains(",5,4.4,100,,,"), "\(csv)")
        #expect(csv.contains("fewer than 5"))
        #expect(try fund.good("survey show \(reference)").output.contains("4.4"))
        let list = try fund.good("survey list --round round-1 --format csv", as: "decider").output
        #expect(list.contains("between,6,"), "\(list)")
        let sums = try fund.good("survey priorities --round round-1 --format json").output
        #expect(sums == "[]\n", "\(sums)")
        #expect(try fund.run("survey list --round round-1", as: "finance").status == 1)
        try fund.good("audit verify")
    }

    @Test("one answer over the link beside the group's own sheets shows at no door; it says why")
    func withheld() throws {
        let (officer, group) = (try server.visitor("officer"), try server.visitor("applicant"))
        let (work, own) = (
            "/work/round-1/surveys/\(reference)", "/applications/\(reference)/survey"
        )
        try fund.good("survey open \(reference)", as: "officer")
        try fund.good("survey open-wave \(reference) --wave before", as: "officer")
        let place = try link(in: try group.get(own).text)
        #expect(try Visitor(server).submit(place, [("get-on", "1")]).status == 303)
        let rows = "get-on,belong,trust,friends\n" + String(repeating: "5,,,\n", count: 5)
        try fund.good(
            "survey import - --reference \(reference) --wave before", as: "applicant", input: rows)
        try fund.good("survey close-wave \(reference) --wave before", as: "officer")
        let why = "could work out what those few people said"
        let pages = [try officer.get(work).text, try group.get(own).text]
        for page in pages + [try server.visitor("decider").get(work).text] {
            #expect(
                page.contains(why)
                    && page.contains("not shown: the group typed in sheets or may know them"))
            #expect(!page.contains("4.3 of 5") && !page.contains("chart-get-on"))
        }
        for person in ["officer", "applicant", nil] {
            for format in ["json", "text", "csv"] {
                let shown = try fund.good("survey show \(reference) --format \(format)", as: person)
                    .output
                #expect(!shown.contains("4.3") && shown.contains("not shown: "), "\(format)")
                #expect(format == "csv" || shown.contains(why), "\(format)")
            }
        }
        for person in ["officer", "applicant", "auditor"] {
            let shown = try server.good(
                "GET", "applications/\(reference)/survey", as: person)
            #expect(shown["withheldBecause"]?.string?.contains(why) == true)
            #expect(shown["results"]?.array?.first?["meanBefore"]?.text == "null")
        }
        // Nor in the thread.
        let page = try officer.get("/work/round-1/applications/\(reference)/thread").text
        let thread = try fund.good("cycle thread --award \(reference)", as: "officer").output
        let json = try server.good("GET", "applications/\(reference)/thread", as: "officer").text
        for shown in [page, thread, json] {
            #expect(
                shown.contains("not shown: the group typed in sheets or may know them")
                    && shown.contains(why))
            #expect(!shown.contains("4.3") || shown == page)
        }
        #expect(!page.contains("4.3 of 5"))
    }

    private func begin(_ wave: String) throws -> String {
        let printed = try fund.good(
            "survey open-wave \(reference) --wave \(wave) --format json", as: "officer"
        ).output
        let link = try #require(try JSONReader.read(Array(printed.utf8))["link"]?.string)
        return "/survey/" + (link.split(separator: "/").last.map(String.init) ?? "")
    }

    @Test("many may answer behind one address, but not without end, each link by itself")
    func limit() throws {
        try fund.good("survey open \(reference)", as: "officer")
        let place = try begin("before")
        let somebody = Visitor(server)
        let form = Visitor.hidden(in: try somebody.get(place).text, of: place).filter {
            $0.0 == "csrf"
        }
        // What cannot be taken does not count.
        #expect(try somebody.post(place, form + [("get-on", "9")]).status == 422)
        var statuses: [Int: Int] = [:]
        var last = ""
        for _ in 0..<155 {
            let reply = try somebody.post(place, form + [("get-on", "4")])
            statuses[reply.status, default: 0] += 1
            if reply.status == 429 { last = reply.text }
        }
        #expect(statuses[303] == 150 && statuses[429] == 5, "\(statuses)")
        #expect(last.contains("checked") && last.contains("15 minutes"))
        // Closed is said as that, whatever was counted; and another link is another limit.
        try fund.good("survey close-wave \(reference) --wave before", as: "officer")
        #expect(try somebody.post(place, form + [("get-on", "4")]).status == 409)
        let later = try begin("after")
        #expect(try somebody.submit(later, [("get-on", "4")]).status == 303)
    }

    @Test("many links that lead nowhere are answered no more, but the right one is")
    func guesses() throws {
        try fund.good("survey open \(reference)", as: "officer")
        let place = try begin("before")
        let somebody = Visitor(server)
        #expect(try somebody.get(place).status == 200)
        let wrong = "/survey/" + String(repeating: "x", count: 43)
        for _ in 0..<30 { #expect(try somebody.get(wrong).status == 404) }
        let stopped = try somebody.get(wrong)
        #expect(stopped.status == 429 && stopped.headers["retry-after"] == "900")
        #expect(try somebody.submit(place, [("get-on", "4")]).status == 303)
        let elsewhere = Visitor(server)
        elsewhere.headers = [("X-Forwarded-For", "192.0.2.7")]
        #expect(try elsewhere.get(wrong).status == 404)
    }
}
