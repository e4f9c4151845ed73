import FundCore
import TestSupport
import Testing

@Suite("Bank details through every door")
struct BankPagesTests {
    private static let details =
        #"{"accountName":"Elm Road","sortCode":"08-99-99","account":"66374958"}"#

    /// A round that asks for bank details, with one award of which applicant@example.org was told.
    private func awarded() throws -> (
        fund: CommandLineFund, reference: String, key: [String: String]
    ) {
        let fund = try CommandLineFund(edits: PaidRound.edits)
        let reference = try fund.awarded()
        let key = try fund.good("bank key new").output.trimmed
        return (fund, reference, ["COHESION_BANK_KEY": key])
    }

    @Test("by commands: enter, list, show, confirm, call back, reveal, findings, another key")
    func commands() throws {
        let (fund, reference, key) = try awarded()
        func enter(_ environment: [String: String], as person: String = "applicant") throws
            -> Outcome
        {
            try fund.run(
                "bank enter \(reference) -", as: person, input: Self.details,
                environment: environment)
        }
        let unset = try enter([:])
        #expect(unset.status == 78 && unset.errors.contains("COHESION_BANK_KEY"))
        #expect(try enter(["COHESION_BANK_KEY": "c2hvcnQ="]).status == 78)
        #expect(try enter(key, as: "officer").status == 1)
        let wrong = try fund.run(
            "bank enter \(reference) -", as: "applicant",
            input: #"{"accountName":"","sortCode":"1","account":"2","iban":"x"}"#,
            environment: key)
        #expect(wrong.status == 65 && wrong.errors.contains("iban"), "\(wrong.errors)")
        let entered = try enter(key)
        #expect(entered.status == 0 && entered.output.contains("••••4958"), "\(entered.errors)")
        #expect(!entered.output.contains("66374958"))
        let own = try fund.good("bank show \(reference) --format json", as: "applicant").output
        #expect(own.contains("unverified") && !own.contains("callBack"))
        #expect(try fund.run("bank show \(reference)", as: "p1").status == 1)
        let other = try fund.good("bank key new").output.trimmed
        let refused = try enter(["COHESION_BANK_KEY": other])
        #expect(refused.status == 78 && refused.errors.contains("Nothing was changed"))
        try fund.good("bank confirm \(reference) --result closeMatch", as: "finance")
        #expect(try fund.run("bank call-back \(reference) --number 1", as: "finance").status == 64)
        let called = try fund.good(
            "bank call-back \(reference) --number 01144960001 --confirmed", as: "finance")
        #expect(called.output.contains("usable"), "\(called.output)")
        let listed = try fund.good("bank list --round round-1 --format csv").output
        #expect(
            listed.contains("\(reference),Group elm,usable,••••4958,1,unchecked,closeMatch,true,"))
        #expect(
            try fund.run("bank reveal \(reference)", as: "officer", environment: key).status == 1)
        #expect(
            try fund.good("bank reveal \(reference)", as: "finance", environment: key).output
                .contains("66374958"))
        #expect(try fund.good("bank findings --format csv").lines.count == 1)
        try fund.good(
            "bank key rotate",
            environment: [
                "COHESION_BANK_KEY": other,
                "COHESION_BANK_KEY_OLD": key["COHESION_BANK_KEY"] ?? "",
            ])
        #expect(try fund.run("bank key rotate", environment: key).status == 78)
        #expect(
            try fund.run("bank reveal \(reference)", as: "finance", environment: key).status == 78)
        try fund.good("audit verify")
    }

    @Test("by pages and by programs: the group enters, finance and an officer verify")
    func doors() throws {
        let (fund, reference, key) = try awarded()
        let server = try Server(fund, people: ["applicant", "finance"], environment: key)
        let group = Visitor(server)
        try group.signIn("applicant@example.org")
        let own = "/applications/\(reference)/bank"
        #expect(try group.get("/applications/\(reference)").text.contains(own))
        let missing = try group.submit(own, [("accountName", ""), ("sortCode", "12-34")])
        #expect(missing.status == 422 && missing.text.contains("12-34"))
        let hidden = Visitor.hidden(in: try group.get(own).text, of: own)
        let fields = [
            ("accountName", "Elm Road"), ("sortCode", "08 99 99"), ("account", "66374958"),
            ("rollNumber", ""),
        ]
        for _ in 0..<2 { #expect(try group.post(own, hidden + fields).status == 303) }
        // A button pressed twice is no change, and leaves nothing to guess the account from.
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM paymentPayee;").output.trimmed
                == "1")
        let shown = try group.get(own).text
        #expect(shown.contains("••••4958") && !shown.contains("66374958"))

        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let place = "/work/round-1/payees/\(reference)"
        #expect(try finance.get("/work/round-1/payees").text.contains(place))
        #expect(try finance.submit(place, to: "\(place)/confirmation", []).status == 422)
        #expect(
            try finance.submit(
                place, to: "\(place)/confirmation", [("result", "match"), ("on", "")]
            ).status == 303)
        let unknown = try finance.submit(
            place, to: "\(place)/call",
            [("number", "0114 496 0999"), ("source", ""), ("confirmed", "yes")])
        #expect(unknown.status == 422 && unknown.text.contains("0114 496 0999"))
        #expect(
            try finance.submit(
                place, to: "\(place)/call",
                [("number", PaidRound.phone), ("source", ""), ("confirmed", "yes")]
            ).status == 303)
        #expect(try finance.get(place).text.contains("Verified"))
        let whole = try finance.submit(place, to: "\(place)/disclosure", [])
        #expect(whole.status == 200 && whole.text.contains("66374958"))
        #expect(whole.headers["cache-control"] == "no-store")
        let paper = try finance.submit(
            place, to: "\(place)/paper", fields.dropLast() + [("paperReason", " ")])
        #expect(paper.status == 422)
        #expect(
            try finance.submit(
                place, to: "\(place)/paper", fields.dropLast() + [("paperReason", "They asked")]
            ).status == 303)
        #expect(try finance.get(place).text.contains("somebody else has to ring"))
        let officer = Visitor(server)
        try officer.signIn("officer@example.org")
        #expect(!(try officer.get(place).text.contains("\(place)/disclosure")))
        #expect(
            try officer.submit(
                place, to: "\(place)/call",
                [("number", PaidRound.phone), ("source", ""), ("confirmed", "no")]
            ).status == 303)
        #expect(try officer.get(place).text.contains("Do not pay to them"))

        let payee = "applications/\(reference)/payee"
        let made = try server.good("POST", payee, as: "applicant", Self.details)
        #expect(made["version"]?.int == 3 && made["account"]?.string == "••••4958")
        try server.good(
            "POST", "\(payee)/confirmations", as: "finance", #"{"result":"match","on":null}"#)
        let verified = try server.good(
            "POST", "\(payee)/call-backs", as: "finance",
            #"{"number":"0114 496 0001","confirmed":true}"#)
        #expect(verified["state"]?.string == "cooling")
        #expect(
            try server.good("POST", "\(payee)/disclosures", as: "finance")["account"]?.string
                == "66374958")
        let superseding = try server.ask(
            "POST", "\(payee)/confirmations", as: "finance", #"{"result":"maybe","on":"soon"}"#)
        #expect(superseding.status == 422 && superseding["errors"]?.array?.count == 2)
        #expect(!server.log.contains("66374958"))
        try fund.good("audit verify")
    }

    @Test("letters about bank details: by command, on the page and by program")
    func letters() throws {
        let (fund, reference, key) = try awarded()
        // As if the group had only ever been reached by post.
        _ = try Command.sql(
            fund.database,
            "UPDATE applicationContact SET email = NULL, address = '1 Example Lane';")
        func enter() throws -> Outcome {
            try fund.good(
                "bank enter \(reference) - --paper-reason No␣computer", as: "finance",
                input: Self.details, environment: key)
        }
        let first = try enter()
        #expect(first.errors.contains("cohesion bank letters"), "\(first.errors)")
        #expect(!first.errors.contains("email"), "\(first.errors)")
        #expect(
            try fund.run("bank letters --round round-1 --print --posted", as: "finance").status
                == 64)
        #expect(
            try fund.run("bank letters --round round-1 --through 1", as: "finance").status == 64)
        #expect(
            try fund.good("bank letters --round round-1 --format csv", as: "auditor").output
                .contains("1,\(reference),Group elm,false,waiting,"))
        let printed = try fund.good("bank letters --round round-1 --print", as: "finance")
        #expect(printed.output.contains("1 Example Lane") && !printed.output.contains("4958"))
        #expect(printed.errors.contains("--posted --through 1"), "\(printed.errors)")
        #expect(
            try fund.run("bank letters --round round-1 --posted", as: "auditor").status == 1)
        _ = try enter()
        let posted = try fund.good(
            "bank letters --round round-1 --posted --through 1", as: "finance")
        #expect(posted.errors.contains(": 1."), "\(posted.errors)")

        let server = try Server(
            fund, people: ["finance", "officer", "auditor"], environment: key)
        let place = "rounds/round-1/bank-letters"
        let (page, payees) = ("/work/round-1/bank-letters", "/work/round-1/payees")
        let (finance, auditor) = (Visitor(server), Visitor(server))
        try finance.signIn("finance@example.org")
        try auditor.signIn("auditor@example.org")
        #expect(try finance.get("/home").text.contains(page))
        #expect(try finance.get(payees).text.contains(page))
        #expect(!(try auditor.get(page).text.contains("\(page).html")))
        // To look at them records nothing: a button does.
        #expect(try finance.get("\(page).html").text.contains("were changed on"))
        #expect(Visitor.hidden(in: try finance.get(page).text, of: page).isEmpty)
        #expect(
            try server.ask("POST", "\(place)/posted", as: "officer", "{\"through\":2}").status
                == 409)
        #expect(
            try finance.submit(page, to: "\(page).html", []).text.contains("were changed on"))
        let stale = Visitor.hidden(in: try finance.get(page).text, of: page)
        #expect(stale.contains { $0.0 == "through" && $0.1 == "2" }, "\(stale)")
        let paper = try finance.submit(
            "\(payees)/\(reference)", to: "\(payees)/\(reference)/paper",
            [
                ("accountName", "Elm Road"), ("sortCode", "08 99 99"), ("account", "66374958"),
                ("paperReason", "They asked"),
            ])
        #expect(paper.status == 303)
        #expect(
            try finance.get("\(payees)/\(reference)").text.contains("to be posted: 1"))
        // What came while somebody was at the post waits.
        for _ in 1...2 { #expect(try finance.post(page, stale).status == 303) }
        let listed = try server.ask("GET", place, as: "auditor").json.array
        #expect(
            listed?.compactMap { $0["status"]?.string } == ["posted", "posted", "waiting"])
        #expect(try server.ask("GET", "\(place).html", as: "auditor").status == 403)
        #expect(try server.ask("POST", "\(place).html", as: "auditor").status == 403)
        #expect(
            try server.ask("GET", "\(place).html", as: "officer").text.contains(
                "1 Example Lane"))
        #expect(
            try server.good("POST", "\(place)/posted", as: "officer", "{\"through\":2}")[
                "posted"]?.int == 0)
        #expect(
            try server.ask("POST", "\(place)/posted", as: "officer", "{}").status == 409)
        #expect(
            try server.ask("POST", "\(place).html", as: "officer").text.contains(
                "1 Example Lane"))
        #expect(
            try server.good("POST", "\(place)/posted", as: "officer", "{}")["posted"]?.int == 1)
        #expect(try server.ask("GET", "\(place).html", as: "officer").status == 404)
        let made = try server.good(
            "POST", "applications/\(reference)/payee", as: "finance",
            Self.details.replacing("}", with: ",\"paperReason\":\"Again\"}"))
        // Letters left for the address that it had before, so that hears too.
        #expect(made["letters"]?.int == 1 && made["emails"]?.int == 1)
        try fund.good("audit verify")
    }
}
