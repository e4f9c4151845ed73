import FundCore
import TestSupport
import Testing

@Suite("A run's warnings, its day of payment and a refused file, at every door")
struct RunDoorsTests {
    private static let edits =
        PaidRound.edits + [
            (
                file: "Config/rounds.yaml", old: "controls: {bankVerification: true} ",
                new: "controls: {bankVerification: true, paymentRelease: true} "
            )
        ]

    /// A round whose one award is scheduled, to an account that no table ever checked.
    private func scheduled() throws -> (
        fund: CommandLineFund, reference: String, key: [String: String]
    ) {
        let fund = try CommandLineFund(edits: Self.edits)
        let reference = try fund.awarded()
        let key = ["COHESION_BANK_KEY": try fund.good("bank key new").output.trimmed]
        try fund.good(
            "bank enter \(reference) -", as: "applicant",
            input: #"{"accountName":"Elm Road","sortCode":"08-99-99","account":"66374958"}"#,
            environment: key)
        try fund.good("bank confirm \(reference) --result match", as: "finance")
        try fund.good(
            "bank call-back \(reference) --number 01144960001 --confirmed", as: "officer")
        try fund.good("payment schedule --round round-1")
        return (fund, reference, key)
    }

    private func run(_ fund: CommandLineFund) throws -> String {
        try Command.sql(fund.database, "SELECT max(reference) FROM paymentRun;").output.trimmed
    }

    /// What a form's day is sent as.
    private func fields(_ name: String, _ day: LocalDate) -> [(String, String)] {
        [
            ("\(name).day", "\(day.day)"), ("\(name).month", "\(day.month)"),
            ("\(name).year", "\(day.year)"),
        ]
    }

    @Test("from the proposal to the bank's refusal, and the next run")
    func journey() throws {
        let (fund, reference, key) = try scheduled()
        let warning = "no tables to check them by were set"
        for line in ["run preview", "run propose"] {
            let said = try fund.good("\(line) --round round-1", as: "finance").errors
            #expect(said.contains(warning) && said.contains("- \(reference) Group elm"), "\(said)")
        }
        let server = try Server(fund, people: ["finance", "finance2"], environment: key)
        #expect(!server.log.contains("COHESION_BANK_KEY"))
        #expect(server.log.contains("COHESION_BANK_TABLES"), "\(server.log)")
        let (finance, finance2) = (Visitor(server), Visitor(server))
        try finance.signIn("finance@example.org")
        try finance2.signIn("finance2@example.org")
        let payments = "/work/round-1/payments"
        let before = try finance2.get(payments).text
        #expect(before.contains(warning) && before.contains("\(reference) Group elm"))
        let approved = try server.good(
            "POST", "rounds/round-1/payment-runs", as: "finance2",
            headers: [("Idempotency-Key", "approve")])
        #expect(approved["warnings"]?.array?.first?["kind"]?.string == "unchecked")
        #expect(approved["warnings"]?.array?.first?["reference"]?.string == reference)
        let name = try run(fund)
        let shown = try fund.good("run show \(name) --format json", as: "finance")
        #expect(shown.errors.contains(warning) && shown.output.contains("unchecked"))
        #expect(try server.good("GET", "payment-runs/\(name)", as: "finance")["warnings"] != nil)

        // The day is asked for where the run is released.
        let page = try finance.get(payments).text
        #expect(page.contains("payOn-\(name).day") && page.contains(warning))
        let today = try #require(
            LocalDate(
                Command.sql(fund.database, "SELECT approvedOn FROM paymentRun;").output.trimmed))
        let releases = "\(payments)/releases"
        for (day, words) in [(today, "The earliest is"), (today.adding(days: 60), "too far away")] {
            let wrong = try finance.submit(
                payments, to: releases, fields("payOn-\(name)", day))
            #expect(wrong.status == 422 && wrong.text.contains(words), "\(wrong.status)")
            #expect(wrong.text.contains("value=\"\(day.year)\""))
        }
        let nonsense = try finance.submit(
            payments, to: releases, [("payOn-\(name).day", "40"), ("payOn-\(name).month", "1")])
        #expect(nonsense.status == 422)
        var day = today.adding(days: 7)
        var status = 422
        // Some day within a fortnight is a working day.
        for _ in 0..<10 where status == 422 {
            day = day.adding(days: 1)
            status = Int(
                try finance.submit(payments, to: releases, fields("payOn-\(name)", day)).status)
        }
        #expect(status == 303)
        #expect(
            try Command.sql(fund.database, "SELECT payOn FROM paymentRelease;").output.trimmed
                == "\(day)")

        // Taken to the bank, which refuses it.
        let place = "/work/round-1/runs/\(name)"
        #expect(try fund.run("run fail \(name) --because x", as: "finance").status == 1)
        try fund.good("run export \(name) --profile bacs18", as: "finance", environment: key)
        let early = try fund.run(
            "run settle \(name) --application \(reference) --outcome paid --evidence x",
            as: "finance")
        #expect(early.status == 1 && early.errors.contains("before that day"), "\(early.errors)")
        #expect(try finance.get(place).text.contains("The bank refused the whole file"))
        func refuse(
            _ more: [(String, String)], by visitor: Visitor? = nil, then: String = "refuse"
        ) throws -> Reply {
            let who = visitor ?? finance
            let csrf = Visitor.hidden(in: try who.get(place).text, of: place).filter {
                $0.0 == "csrf"
            }
            return try who.post(place, csrf + [("then", then)] + more)
        }
        let silent = try refuse([("refusal", " ")] + fields("refusedOn", today.adding(days: 1)))
        #expect(silent.status == 422 && silent.text.contains("has not come yet"))
        #expect(try refuse([("refusal", "Wrong header")]).status == 303)
        // One person alone fails nothing; another one takes it back, or confirms it.
        let claimed = try finance.get(place).text
        #expect(claimed.contains("finance@example.org says: Wrong header"))
        #expect(claimed.contains("Another person of finance confirms it."))
        #expect(
            try server.ask(
                "POST", "payment-runs/\(name)/refusal", as: "finance", #"{"reason":"x"}"#,
                headers: [("Idempotency-Key", "alone")]
            ).text.contains("payment-refusal-by-two"))
        let why = try refuse([("withdrawal", "")], by: finance2, then: "withdrawRefusal")
        #expect(why.status == 422)
        #expect(
            try refuse(
                [("withdrawal", "Another run")], by: finance2, then: "withdrawRefusal"
            ).status == 303)
        #expect(!(try finance.get(place).text.contains("says: Wrong header")))
        #expect(try refuse([("refusal", "Wrong header")]).status == 303)
        #expect(try finance2.get(place).text.contains("Ask the bank yourself"))
        #expect(try refuse([("refusal", "Header, they say")], by: finance2).status == 303)
        let refused = try finance.get(place).text
        #expect(refused.contains("finance2@example.org recorded: Header, they say"))
        #expect(!refused.contains("The bank refused the whole file"))
        let again = try server.ask(
            "POST", "payment-runs/\(name)/refusal", as: "finance", #"{"reason":"x"}"#,
            headers: [("Idempotency-Key", "again")])
        #expect(again.status == 409 && again.text.contains("payment-run-refused"))

        // All of it goes into the next run, which the bank refuses as well.
        try fund.good("run propose --round round-1", as: "finance")
        let second = try fund.good("run approve --round round-1", as: "finance2")
        #expect(second.errors.contains(warning), "\(second.errors)")
        let released = try fund.good(
            "run release --round round-1", as: "finance", environment: key)
        #expect(released.errors.contains(warning))
        let next = try run(fund)
        try fund.good("run export \(next) --profile bacs18", as: "finance", environment: key)
        let first = try fund.good("run fail \(next) --because Closed", as: "finance2")
        #expect(first.errors.contains("another person of finance"), "\(first.errors)")
        let back = try fund.good("run fail \(next) --withdraw --because No", as: "finance")
        #expect(back.errors.contains("taken back"), "\(back.errors)")
        try fund.good("run fail \(next) --because Closed", as: "finance2")
        let failed = try fund.good(
            "run fail \(next) --because Closed --format json", as: "finance")
        #expect(failed.output.contains("settled") && failed.errors.contains("cohesion run propose"))
        #expect(
            try fund.good("run show \(next) --format json", as: "auditor").output.contains(
                "Closed"))
        try fund.good("audit verify")
    }

    @Test("a server says which setting is missing while a round asks for bank details")
    func server() throws {
        let fund = try CommandLineFund(edits: Self.edits)
        let quiet = try Server(fund, people: [])
        #expect(!quiet.log.contains("COHESION_BANK"), "\(quiet.log)")
        try fund.good("round open round-1", as: "officer")
        let missing = try Server(fund, people: [])
        #expect(missing.log.contains("COHESION_BANK_KEY"), "\(missing.log)")
        #expect(
            missing.log.contains("COHESION_BANK_TABLES") && missing.log.contains("round-1"))
        let folder = try TemporaryFolder()
        let set = try Server(
            fund, people: [],
            environment: [
                "COHESION_BANK_KEY": try fund.good("bank key new").output.trimmed,
                "COHESION_BANK_TABLES": try BankTables.write(in: folder),
            ])
        #expect(!set.log.contains("COHESION_BANK"), "\(set.log)")
    }

    @Test("a line that came before its run's file was taken is tried again, by every door")
    func retried() throws {
        let fund = try CommandLineFund()
        try fund.proposed(amounts: [200_000, 250_000])
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        try fund.good("payment schedule --round round-1")
        try fund.good("payment approve --round round-1", as: "finance")
        let name = try run(fund)
        let rows = try Command.sql(
            fund.database,
            """
            SELECT reference || ' ' || amountPence || ' ' || (SELECT approvedOn FROM paymentRun)
            FROM paymentAward JOIN paymentInstalment USING (awardId) ORDER BY awardId;
            """
        ).output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let text = BankEntry.statement(
            rows.enumerated().map { place, row in
                BankEntry(
                    -(Int64(row[1]) ?? 0), "\(row[0])-1", bank: "B\(place)", on: row[2])
            })
        try fund.good("reconcile - --profile camt.053", as: "finance", input: text)
        let server = try Server(fund, people: ["finance"])
        let finance = Visitor(server)
        try finance.signIn("finance@example.org")
        let place = "/work/round-1/unmatched"
        func press() throws -> String {
            #expect(try finance.submit(place, to: "\(place)/retries", []).status == 303)
            return try finance.get(place).text
        }
        #expect(try press().contains("Nothing has changed."))
        let none = try fund.good("reconciliation retry --round round-1", as: "finance")
        #expect(none.errors.contains("Nothing has changed."), "\(none.errors)")
        #expect(try fund.run("reconciliation retry", as: "officer").status == 1)
        func ask(_ key: String) throws -> Reply {
            try server.good(
                "POST", "bank/retries", as: "finance", "{}", headers: [("Idempotency-Key", key)])
        }
        #expect(try ask("one")["tried"]?.int == 0)
        // The machine's operator takes the file, who records nothing of payments.
        try fund.good("run export \(name) --profile ledger")
        let done = try ask("two")
        #expect(done["tried"]?.int == 2 && done["settled"]?.int == 2)
        #expect(try ask("two")["tried"]?.int == 2)
        #expect(try finance.get(place).text.contains("Every line is matched or dealt with."))
        #expect(
            try fund.good("run show \(name)", as: "finance").output.contains("settled"))
        try fund.good("audit verify")
    }
}
