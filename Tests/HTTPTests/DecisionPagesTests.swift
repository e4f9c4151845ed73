import FundCore
import TestSupport
import Testing

@Suite("A decision is written, published, called in and read on pages and over HTTP")
struct DecisionPagesTests {
    private let fund: CommandLineFund
    private let server: Server

    init() throws {
        fund = try CommandLineFund(edits: [
            (
                "Config/rounds.yaml", "controls: {}",
                """
                controls: {callIn: true}
                    callIn: {workingDays: 5, countPublicationDay: true}
                """
            )
        ])
        try fund.proposed(amounts: [100_000, 200_000])
        try fund.good(
            "decision approve --round round-1 --reason Best␣fit", as: "decider")
        server = try Server(fund)
    }

    private let here = "/work/round-1/decision"

    private func visitor(_ name: String) throws -> Visitor {
        let visitor = Visitor(server)
        try visitor.signIn("\(name)@example.org")
        return visitor
    }

    @Test("from the decision maker's page to the payment, as everybody sees it")
    func pages() throws {
        let (anybody, decider, officer, finance) = (
            Visitor(server), try visitor("decider"), try visitor("officer"),
            try visitor("finance")
        )
        #expect(try anybody.get("/").text.contains("href=\"/decisions\""))
        #expect(try anybody.get("/decisions").text.contains("No decision has been published yet"))
        #expect(try anybody.get("/decisions/round-1").status == 404)
        #expect(try anybody.get("/decisions/round-1/awards.csv").status == 404)
        // The officer may publish, once there is something to publish, and never writes it.
        #expect(try officer.get(here + "/publication").status == 303)
        #expect(try officer.get(here + "/record").status == 403)
        #expect(try decider.get(here).text.contains(here + "/record"))
        let wrong = try decider.submit(here + "/record", [("recommendation", "Give to both")])
        #expect(wrong.status == 422 && wrong.text.contains("Give to both"))
        #expect(wrong.text.contains("#f-outcomes") && wrong.text.contains("#f-alternatives"))
        let evil = "<script>alert(1)</script>"
        let written = try decider.submit(
            here + "/record",
            [
                ("recommendation", "Give to both"), ("outcomes", evil),
                ("alternatives", "Nothing:\nrejected"),
            ])
        #expect(written.status == 303, "\(written.text)")
        #expect(try decider.get(here + "/record").text.contains("Give to both"))
        try meanwhile(decider)
        #expect(try officer.get("/work/round-1").text.contains("Decided, not published"))
        #expect(!(try anybody.get("/rounds/round-1").text.contains("/decisions/round-1")))
        #expect(try anybody.get("/decisions/round-1").status == 404)
        #expect(try officer.get(here + "/record").status == 403)
        let slip = try officer.submit(
            here + "/publication", [("on.day", "31"), ("on.month", "2"), ("on.year", "2027")])
        #expect(slip.status == 422 && slip.text.contains("This is not a real date"))
        let past = try officer.submit(
            here + "/publication", [("on.day", "1"), ("on.month", "2"), ("on.year", "2026")])
        #expect(past.status == 422 && past.text.contains("or later"))
        #expect(try officer.submit(here + "/publication", []).status == 303)
        #expect(try decider.get(here + "/record").status == 303)
        try check(anybody, hasEffect: false)
        try payments(finance, canApprove: false)
        // Called in and upheld; a button pressed twice does it once.
        let form = Visitor.hidden(
            in: try officer.get(here + "/call-in").text, of: here + "/call-in")
        for _ in 1...2 {
            let reply = try officer.post(
                here + "/call-in", form + [("by", "A committee"), ("reason", "More on the second")])
            #expect(reply.status == 303, "\(reply.text)")
        }
        let suspended = try anybody.get("/decisions/round-1").text
        #expect(suspended.contains("More on the second") && suspended.contains("A committee"))
        try payments(finance, canApprove: false)
        let unsaid = try decider.submit(here + "/call-in/outcome", [("reason", "Heard")])
        #expect(unsaid.status == 422 && unsaid.text.contains("Heard"))
        #expect(
            try decider.submit(
                here + "/call-in/outcome", [("outcome", "upheld"), ("reason", "Heard")]
            ).status == 303)
        #expect(
            try officer.submit(here + "/correction", [("text", "Read Elm for Oak")]).status == 303)
        try check(anybody, hasEffect: true)
        #expect(try anybody.get("/decisions/round-1").text.contains("Read Elm for Oak"))
        try payments(finance, canApprove: true)
        try fund.good("audit verify")
    }

    /// Who saves second is shown what the first wrote, and loses nothing.
    private func meanwhile(_ decider: Visitor) throws {
        let other = try visitor("decider2")
        let place = here + "/record"
        let form = Visitor.hidden(in: try other.get(place).text, of: place)
        let words = [("recommendation", "Mine"), ("outcomes", "Mine"), ("alternatives", "Mine")]
        let first = try decider.submit(
            place, words.map { ($0.0, "Theirs of \($0.0)") })
        #expect(first.status == 303)
        let second = try other.post(place, form + words)
        #expect(second.status == 422 && second.text.contains("Theirs of outcomes"))
        #expect(second.text.contains("Mine</textarea>"))
        #expect(
            try decider.submit(
                place,
                [
                    ("recommendation", "Give to both"),
                    ("outcomes", "<script>alert(1)</script>"),
                    ("alternatives", "Nothing:\nrejected"),
                ]
            ).status == 303)
    }

    /// What anybody reads of the published decision.
    private func check(_ anybody: Visitor, hasEffect: Bool) throws {
        #expect(try anybody.get("/rounds/round-1").text.contains("/decisions/round-1"))
        let list = try anybody.get("/decisions").text
        #expect(list.contains("/decisions/round-1") && list.contains("£3,000"))
        let page = try anybody.get("/decisions/round-1").text
        for text in [
            "Best fit", "Give to both", "&lt;script&gt;alert(1)", "Nothing:", "rejected",
            "Group 0 of round-1", "Decision Maker One", "£2,000",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("<script") && !page.contains("Sam Example"))
        #expect(!page.contains("decider@example.org"))
        #expect(page.contains("This decision took effect on") == hasEffect)
        let file = try anybody.get("/decisions/round-1/awards.csv")
        #expect(
            file.text.hasPrefix(
                "reference,organisation,title,awardPence,decidedOn,publishedOn,effectiveOn,"))
        #expect(file.text.contains("Group 1 of round-1") && file.text.contains(",200000,"))
        anybody.headers = [("Accept-Language", "ur")]
        let urdu = try anybody.get("/decisions/round-1").text
        #expect(urdu.contains("lang=\"ur\" dir=\"rtl\"") && !urdu.contains("Published on"))
        anybody.headers = []
    }

    private func payments(_ finance: Visitor, canApprove: Bool) throws {
        let place = "/work/round-1/payments"
        if try finance.get(place).text.contains(place + "/schedule") {
            #expect(try finance.submit(place, to: place + "/schedule", []).status == 303)
        }
        let page = try finance.get(place).text
        #expect(page.contains("action=\"\(place)/approve\"") == canApprove)
        // Whatever the page shows, the form is refused.
        let secret = Visitor.hidden(in: page, of: "/sign-out")
        let reply = try finance.post(place + "/approve", secret)
        #expect(reply.status == (canApprove ? 303 : 409), "\(reply.status)")
    }

    @Test("programs and commands do the same, and read the same")
    func programs() throws {
        #expect(try server.good("GET", "decisions")["items"] == nil)
        #expect(try server.ask("GET", "decisions/round-1").status == 404)
        let missing = try server.ask(
            "POST", "rounds/round-1/decision-records", as: "decider",
            "{\"recommendation\":\"A\",\"outcomes\":\"\"}")
        #expect(missing.status == 422)
        #expect(
            missing["errors"]?.array?.compactMap { $0["place"]?.string } == [
                "outcomes", "alternatives",
            ])
        let unwritten = try server.ask("POST", "rounds/round-1/publications", as: "officer", "{}")
        #expect(unwritten.status == 409 && unwritten.code == "decision-unwritten")
        let file = try fund.folder.write(
            "record.json",
            "{\"recommendation\":\"Give to both\",\"outcomes\":\"Meeting\",\"alternatives\":\"None\"}"
        )
        try fund.good("decision record \(file) --round round-1", as: "decider")
        #expect(try fund.run("decision record --round round-1", as: "decider").status == 64)
        #expect(try fund.run("decision publish --round round-1 --on x", as: "officer").status == 64)
        #expect(
            try fund.run("decision publish --round round-1 --on 2018-10-08", as: "officer").status
                == 65)
        let published = try server.good(
            "POST", "rounds/round-1/publications", as: "officer", "{}",
            headers: [("Idempotency-Key", "publish-1")])
        #expect(published["workingDays"]?.int == 5 && published.status == 201)
        let again = try server.good(
            "POST", "rounds/round-1/publications", as: "officer", "{}",
            headers: [("Idempotency-Key", "publish-1")])
        #expect(again.text == published.text)
        try fund.good("payment schedule --round round-1")
        let refused = try fund.run("payment approve --round round-1", as: "finance")
        #expect(refused.status == 1 && refused.errors.contains("takes effect on"))
        try fund.good("decision call-in --round round-1 --reason More", as: "officer")
        let waiting = try server.ask("POST", "rounds/round-1/payment-runs", as: "finance")
        #expect(waiting.status == 409 && waiting.code == "decision-called-in")
        let shown = try fund.good("decision show --round round-1").output
        for text in ["Called in", "Recommendation: Give to both", "Intended outcomes: Meeting"] {
            #expect(shown.contains(text), "\(text)")
        }
        try fund.good(
            "decision resume --round round-1 --outcome upheld --reason Heard", as: "decider")
        try server.good(
            "POST", "rounds/round-1/decision-corrections", as: "officer", "{\"text\":\"Read Elm\"}")
        let open = try server.good("GET", "decisions/round-1")
        #expect(open["status"]?.string == "inEffect")
        #expect(open["corrections"]?.array?.count == 1)
        let ours = try fund.good("decision show --round round-1 --format json").output
        #expect(try JSONReader.read(Array(ours.utf8))["record"]?.text == open.json.text)
        let rows = try fund.good("decision list --format csv").output
        #expect(rows.contains("round-1,") && rows.contains(",300000"))
        try fund.good("payment approve --round round-1", as: "finance")
        try fund.good("audit verify")
    }
}
