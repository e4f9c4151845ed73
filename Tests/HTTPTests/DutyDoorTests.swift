import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Duties kept apart, limits of a day and advice by post, through every door")
struct DutyDoorTests {
    private static let released = (
        file: "Config/rounds.yaml", old: "    controls: {}  ",
        new: "    controls: {paymentRelease: true}"
    )

    private func scheduled(
        _ amounts: [Int64], _ edits: [(file: String, old: String, new: String)] = []
    ) throws -> CommandLineFund {
        let fund = try CommandLineFund(edits: edits)
        try fund.proposed(amounts: amounts)
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("payment schedule --round round-1")
        return fund
    }

    @Test("an exception is ended before its day by command, by program and on the page")
    func exceptions() throws {
        let fund = try scheduled([250_000], [Self.released])
        let today = LondonTime.date(
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        for (duty, other) in [
            ("released", "approved"), ("released", "scored"), ("approved", "proposed"),
        ] {
            try fund.good(
                "duties exempt finance2@example.org --round round-1 --duty \(duty) "
                    + "--although \(other) --until \(today.adding(days: 20)) --because Ill",
                as: "decider")
        }
        // By command.
        func end(_ line: String, as person: String = "decider") throws -> Outcome {
            try fund.run("duties end \(line)", as: person)
        }
        #expect(try end("1").status == 65)
        #expect(try end("1 --because Back", as: "finance").status == 1)
        #expect(try end("1 --because ␣").status == 65)
        #expect(try end("9 --because Back").status == 2)
        #expect(try end("1 --because Back␣at␣work").status == 0)
        let again = try end("1 --because Back")
        #expect(again.status == 1 && again.errors.contains("ended"), "\(again.errors)")
        let listed = try fund.good("duties exemptions --round round-1 --format csv").output
        #expect(listed.contains("decider@example.org") && listed.contains("Back at work"))

        // By program.
        let server = try Server(fund, people: ["decider", "finance"])
        let place = "rounds/round-1/exemptions/2/end"
        #expect(try server.ask("POST", place, as: "finance", "{\"reason\":\"x\"}").status == 403)
        #expect(try server.ask("POST", place, as: "decider", "{}").status == 422)
        #expect(
            try server.ask(
                "POST", "rounds/round-2/exemptions/2/end", as: "decider", "{\"reason\":\"x\"}"
            ).status == 404)
        let ended = try server.good(
            "POST", place, as: "decider", "{\"reason\":\"Back from leave\"}")
        #expect(ended["number"]?.int == 2)
        let twice = try server.ask("POST", place, as: "decider", "{\"reason\":\"x\"}")
        #expect(twice.status == 409 && twice.code == "exemption-ended")

        // On the page.
        let (decider, finance) = (Visitor(server), Visitor(server))
        try decider.signIn("decider@example.org")
        try finance.signIn("finance@example.org")
        let page = "/work/round-1/duties"
        #expect(try finance.get(page).text.contains("Back from leave"))
        #expect(!(try finance.get(page).text.contains("name=\"endReason\"")))
        let wrong = try decider.submit(page, [("exemption", ""), ("endReason", "")])
        #expect(wrong.status == 422 && wrong.text.contains("href=\"#f-endReason\""))
        let kept = try decider.submit(page, [("exemption", ""), ("endReason", "Well again")])
        #expect(kept.status == 422 && kept.text.contains("Well again"))
        let form =
            Visitor.hidden(in: try decider.get(page).text, of: page) + [
                ("exemption", "3"), ("endReason", "Well again"),
            ]
        #expect(try decider.post(page, form).status == 303)
        #expect(try decider.get(page).text.contains("Well again"))
        // Nothing is left to end, so the form is gone: somebody else was faster.
        #expect(try decider.post(page, form).status == 409)
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM paymentExemptionEnd;").output
                .trimmed == "3")
        try fund.good("audit verify")
    }

    /// A run whose file was taken, of groups without an email address.
    private func taken() throws -> (fund: CommandLineFund, run: String) {
        let fund = try scheduled([250_000, 200_000])
        let run = try fund.good("payment approve --round round-1 --format json", as: "finance")
        let name = try #require(JSONReader.read(Array(run.output.utf8))["reference"]?.string)
        #expect(try fund.run("run advise \(name) --posted", as: "finance").status == 1)
        try fund.good("run export \(name) --profile ledger", as: "finance")
        return (fund, name)
    }

    @Test("advice by post is printed and recorded as posted by command, once")
    func postedByCommand() throws {
        let (fund, run) = try taken()
        #expect(try fund.run("run advise \(run) --print --posted", as: "finance").status == 64)
        let told = try fund.good("run advise \(run)", as: "finance")
        #expect(told.errors.contains("--posted"), "\(told.errors)")
        let printed = try fund.good("run advise \(run) --print", as: "finance").output
        #expect(printed.contains("Group 0 of round-1") && printed.contains("Group 1 of round-1"))
        #expect(try fund.run("run advise \(run) --posted", as: "auditor").status == 1)
        #expect(
            try fund.good("run advise \(run) --posted", as: "officer").errors.contains("2 groups"))
        #expect(
            try fund.good("run advise \(run) --posted", as: "finance").errors.contains(
                "nothing was recorded"))
        let listed = try fund.good("run advise \(run) --list --format csv", as: "auditor")
        #expect(listed.output.components(separatedBy: ",posted,").count == 3, "\(listed.output)")
        try fund.good("audit verify")
    }

    @Test("advice by post is recorded as posted on the page, and by a program")
    func postedAtDoors() throws {
        let (fund, run) = try taken()
        let server = try Server(fund, people: ["finance", "auditor"])
        let place = "payment-runs/\(run)/advice"
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let page = "/work/round-1/runs/\(run)/advice"
        #expect(try finance.get("\(page).html").text.contains("Group 1 of round-1"))
        #expect(try server.ask("POST", "\(place)/posted", as: "auditor").status == 403)
        // Two forms go to this place: to send what goes by email, and this.
        #expect(try finance.submit(page, [("then", "posted")]).status == 303)
        #expect(try finance.get(page).text.contains("Told by post"))
        let again = try server.good("POST", "\(place)/posted", as: "finance")
        #expect(again["posted"]?.int == 0)
        let other = try taken()
        let second = try Server(other.fund, people: ["finance"])
        let done = try second.good(
            "POST", "payment-runs/\(other.run)/advice/posted", as: "finance")
        #expect(done["posted"]?.int == 2)
    }

    @Test("a program steps round no limit of a day by parting a run in two")
    func dayLimit() throws {
        let fund = try scheduled(
            [1_000_000, 250_050],
            [
                Self.released,
                (
                    file: "Config/payments.yaml", old: "\npayments:\n",
                    new: "\npayments:\n  limits:\n    perRun: \"£12,000\"\n"
                ),
            ])
        let server = try Server(fund, people: ["finance", "finance2"])
        let listed = try server.good("GET", "rounds/round-1/instalments", as: "finance")
        let smaller = try #require(
            listed["items"]?.array?.first { $0["amountPence"]?.int == 250_050 }?["reference"]?
                .string)
        let which = "{\"reference\":\"\(smaller)\",\"instalment\":1,\"reason\":\"Ask them\"}"
        func post(_ place: String, as person: String, _ body: String? = nil) throws -> Reply {
            try server.ask("POST", "rounds/round-1/\(place)", as: person, body)
        }
        #expect(try post("payment-holds", as: "finance2", which).status == 201)
        #expect(try post("payment-proposals", as: "finance").status == 201)
        #expect(try post("payment-runs", as: "finance2").status == 201)
        #expect(try post("payment-hold-releases", as: "finance2", which).status == 201)
        #expect(try post("payment-proposals", as: "finance").status == 201)
        let refused = try post("payment-runs", as: "finance2")
        #expect(refused.status == 403 && refused.code == "payment-over-day-limit", "\(refused)")
        #expect(
            try Command.sql(fund.database, "SELECT count(*) FROM paymentRun;").output.trimmed
                == "1")
    }

    @Test("an account that money came back from waits for a new call, by program too")
    func bounced() throws {
        let fund = try CommandLineFund(
            edits: PaidRound.edits + [
                (
                    file: "Config/rounds.yaml", old: "controls: {bankVerification: true} ",
                    new: "controls: {bankVerification: true, paymentRelease: true} "
                )
            ])
        let reference = try fund.awarded()
        try fund.good("payment schedule --round round-1")
        let key = try fund.good("bank key new").output.trimmed
        let server = try Server(
            fund, people: ["applicant", "officer", "finance", "finance2"],
            environment: ["COHESION_BANK_KEY": key])
        let payee = "applications/\(reference)/payee"
        let round = "rounds/round-1"
        let call = "{\"number\":\"\(PaidRound.phone)\",\"confirmed\":true}"
        _ = try server.good(
            "POST", payee, as: "applicant",
            #"{"accountName":"Elm Road","sortCode":"08-99-99","account":"66374958"}"#)
        _ = try server.good(
            "POST", "\(payee)/confirmations", as: "finance", #"{"result":"match"}"#)
        _ = try server.good("POST", "\(payee)/call-backs", as: "officer", call)
        func pay() throws -> String {
            _ = try server.good("POST", "\(round)/payment-proposals", as: "finance")
            let made = try server.good("POST", "\(round)/payment-runs", as: "finance2")
            let run = try #require(made["reference"]?.string)
            _ = try server.good("POST", "\(round)/payment-releases", as: "finance", "{}")
            #expect(
                try server.ask("GET", "payment-runs/\(run)/files/ledger", as: "finance").status
                    == 200)
            return run
        }
        let run = try pay()
        _ = try server.good(
            "POST", "payment-runs/\(run)/outcomes", as: "finance",
            "{\"application\":\"\(reference)\",\"outcome\":\"failed\",\"reason\":\"Closed\","
                + "\"evidence\":\"Statement 7\"}")
        let itself = try server.ask(
            "POST", "\(round)/payment-hold-releases", as: "finance",
            "{\"reference\":\"\(reference)\",\"instalment\":2,\"reason\":\"Asked\"}")
        #expect(itself.status == 403 && itself.code == "hold-by-two", "\(itself)")
        _ = try server.good(
            "POST", "\(round)/payment-hold-releases", as: "finance2",
            "{\"reference\":\"\(reference)\",\"instalment\":2,\"reason\":\"Asked\"}")
        let standing = try server.good("GET", payee, as: "finance")
        #expect(standing["state"]?.string == "unverified")
        #expect(standing["lacks"]?.array?.compactMap(\.string) == ["bounced"])
        let payables = try server.ask("GET", "\(round)/payables", as: "finance")
        #expect(payables.text.contains("payeeBounced"), "\(payables.text)")
        let refused = try server.ask("POST", "\(round)/payment-proposals", as: "finance")
        #expect(refused.status == 409 && refused.code == "payment-nothing-due", "\(refused)")
        // What the bank says to the name is no call.
        _ = try server.good(
            "POST", "\(payee)/confirmations", as: "finance", #"{"result":"match"}"#)
        #expect(
            try server.ask("POST", "\(round)/payment-proposals", as: "finance").status == 409)
        let called = try server.good("POST", "\(payee)/call-backs", as: "officer", call)
        #expect(called["state"]?.string == "usable")
        #expect(try pay() != run)
        try fund.good("audit verify")
    }
}
