import Bootstrap
import FundCore
import Ledger
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

/// A round whose run was taken to the bank, some days later.
struct ExportedRound {
    let round: ScheduledRound
    let run: PaymentRun
    /// What names each payment at the bank, in order.
    let names: [String]

    init(_ amounts: [Int64] = [1_000_000, 250_050, 300_000]) throws {
        round = try ScheduledRound(amounts)
        run = try round.exported()
        names = round.references.map { "\($0)-1" }
        round.fund.setTime("2026-12-15T10:00")
    }

    var reports: Reports { round.fund.services.reports }

    @discardableResult
    func reconcile(
        _ text: String, _ profile: String = "camt.053", name: String = "statement.xml",
        as person: String = "finance"
    ) throws -> Reconciliation {
        try round.fund.workflows.reconcile(
            ByteSource(name: name, bytes: Array(text.utf8)),
            in: BankFileFormat(named: profile, of: try round.configuration().bankResults),
            as: round.fund.person(person))
    }

    @discardableResult
    func reconcile(_ entries: [BankEntry]) throws -> Reconciliation {
        try reconcile(BankEntry.statement(entries))
    }

    /// `result why lines pence` of each kind of line.
    func results(_ done: Reconciliation) throws -> [String] {
        try reports.bankFile(done.file.id, as: round.fund.person("finance")).rows.map {
            $0.map(\.plainText).joined(separator: " ").replacing("  ", with: " ")
        }
    }

    func unmatched(_ round: String? = nil) throws -> [String] {
        var rows: [String] = []
        try reports.unmatched(round: round, as: self.round.fund.person("finance")) { row in
            rows.append(
                [0, 4, 5, 8, 9, 10].map { row[$0].plainText }.joined(separator: "|"))
        }
        return rows
    }

    /// Everything that a reconciliation may change.
    func state() throws -> String {
        try [
            "paymentBankFile", "paymentBankLine", "paymentBankMatch", "paymentBankWords",
            "paymentOutcome", "paymentOutcomeLine", "ledgerEntry", "auditEntry",
            "paymentInstalment", "paymentHold",
        ].map { try round.fund.value("SELECT count(*) FROM \($0)") }.joined(separator: " ")
    }
}

@Suite("What the bank says is matched with payments, and settles each of them once")
struct ReconciliationTests {
    @Test("payments that fit are paid, and the ledger says so on the bank's day")
    func matched() throws {
        let paid = try ExportedRound()
        let done = try paid.reconcile([
            BankEntry(-1_000_000, paid.names[0], bank: "B1"),
            BankEntry(-250_050, paid.names[1].lowercased(), bank: "B2", on: "2026-12-04"),
            BankEntry(
                -300_000, paid.names[2].replacing("-", with: ""), bank: "B3", on: "2026-12-04"),
            BankEntry(1, nil, bank: "B4", words: "INTEREST"),
            BankEntry(-5, "RATES", bank: "B5", words: "Council tax"),
            BankEntry(-7, paid.names[0], bank: "B6", isBooked: false),
        ])
        #expect(
            try paid.results(done) == [
                "paid 3 -1550050", "noted pending 1 -7", "unmatched unknown-reference 1 -5",
                "unmatched credit 1 1",
            ])
        #expect(done.file.matched == 3 && done.file.open == 2 && !done.isRepeat)
        #expect(try paid.round.standing("2026-12-03").paid == Money(pence: 1_000_000))
        let standing = try paid.round.standing()
        #expect(standing.paid == Money(pence: 1_550_050) && standing.committed == .zero)
        let report = try paid.reports.run(
            "\(paid.run.reference)", as: paid.round.fund.person("finance"))
        #expect(report.run.status == .settled)
        // The trail of a payment goes down to the line.
        let trail = try paid.reports.paymentTrail(
            of: paid.round.references[0], round: "round-1",
            as: paid.round.fund.person("auditor"))
        let event = try #require(trail.events(of: trail.instalments[0]).last)
        #expect(event.kind == .paid && event.why.hasPrefix("statement.xml:"))
        #expect(event.proof?.file == done.file.id && event.proof?.textLine ?? 0 > 1)
        // What is said of people is kept only of what nobody knows.
        #expect(
            try paid.round.fund.value(
                "SELECT group_concat(counterparty, '+') FROM paymentBankWords"
            ) == "INTEREST+Council tax")
    }

    @Test("the same file again, or its movements told in another one, change nothing")
    func again() throws {
        let paid = try ExportedRound()
        let first = [
            BankEntry(-1_000_000, paid.names[0], bank: "B1"),
            BankEntry(-9, "RATES", bank: "B2"), BankEntry(-9, "RATES", bank: "B3"),
        ]
        let text = BankEntry.statement(first)
        let done = try paid.reconcile(text)
        let state = try paid.state()
        let repeated = try paid.reconcile(text, name: "another-name.xml", as: "finance2")
        #expect(repeated.isRepeat && repeated.file.id == done.file.id)
        #expect(try paid.state() == state)
        // The next statement begins a day earlier than it need.
        let overlapping = try paid.reconcile(
            first + [BankEntry(-250_050, paid.names[1], bank: "B4", on: "2026-12-04")])
        #expect(
            try paid.results(overlapping) == ["paid 1 -250050", "known 3 -1000018"])
        // The ledger tells the same payment in rows of its own.
        let ledger = try paid.reconcile(
            """
            run_reference,payment_reference,payee,amount,paid_on,status,reason
            \(paid.run.reference),\(paid.names[0]),A,10000.00,2026-12-03,PAID,
            \(paid.run.reference),\(paid.names[2]),B,3000.00,2026-12-04,REJECTED,Closed
            TRAILER,2,,13000.00,,,

            """, "ledger-results", name: "results.csv")
        #expect(try paid.results(ledger) == ["failed 1 -300000", "known 1 -1000000"])
        #expect(try paid.round.standing().paid == Money(pence: 1_250_050))
        // What failed is scheduled anew, and held for the bank's reason.
        #expect(
            try paid.round.due().contains("\(paid.round.references[2]) 2 300000 held"))
        #expect(try paid.round.fund.value("SELECT reason FROM paymentHold") == "Closed")
        #expect(try paid.unmatched().filter { $0.hasPrefix("bank") }.count == 2)
    }

    @Test("a payment that somebody settled by hand gets the line as its proof")
    func byHand() throws {
        let paid = try ExportedRound()
        try paid.round.settle(
            paid.round.references[0], .paid, in: paid.run, on: "2026-12-04")
        let done = try paid.reconcile([BankEntry(-1_000_000, paid.names[0], bank: "B1")])
        #expect(try paid.results(done) == ["known 1 -1000000"])
        #expect(
            try paid.round.fund.value("SELECT kind || lineId FROM paymentOutcomeLine") == "paid1")
        #expect(try paid.round.standing().paid == Money(pence: 1_000_000))
        // Another day's movement of the same payment is a second payment, and nobody's yet.
        let second = try paid.reconcile([
            BankEntry(-1_000_000, paid.names[0], bank: "B2", on: "2026-12-08")
        ])
        #expect(try paid.results(second) == ["unmatched settled-before 1 -1000000"])
    }

    @Test("a run that is booked as one sum is paid whole, if count and sum are its own")
    func batch() throws {
        let paid = try ExportedRound()
        let run = "\(paid.run.reference)"
        let wrong = try paid.reconcile([
            BankEntry(-1_550_050, nil, batch: run, count: 2, bank: "B1"),
            BankEntry(-1_550_051, nil, batch: run, count: 3, bank: "B2"),
            BankEntry(1_550_050, nil, batch: run, count: 3, bank: "B3", isReturn: true),
        ])
        #expect(
            try paid.results(wrong) == [
                "unmatched credit 1 1550050", "unmatched amount-differs 2 -3100101",
            ])
        #expect(
            try paid.unmatched().first == "bank||\(run)|-1550050|1550050|amount-differs")
        let done = try paid.reconcile([
            BankEntry(-1_550_050, nil, batch: run, count: 3, bank: "B4"),
            BankEntry(1_000_000, paid.names[0], bank: "B5", on: "2026-12-07", isReturn: true),
            BankEntry(-1_550_050, run, bank: "B6", on: "2026-12-08"),
        ])
        #expect(
            try paid.results(done) == [
                "returned 1 1000000", "batch 1 -1550050", "unmatched said-twice 1 -1550050",
            ])
        let standing = try paid.round.standing()
        #expect(standing.paid == Money(pence: 1_550_050))
        #expect(standing.returned == Money(pence: 1_000_000))
        #expect(standing.committed == Money(pence: 1_000_000))
        #expect(try paid.round.fund.value("SELECT count(*) FROM paymentOutcomeLine") == "4")
    }

    @Test("a run of which one payment failed is booked without it")
    func rest() throws {
        let paid = try ExportedRound()
        try paid.round.settle(paid.round.references[0], .failed, in: paid.run)
        let done = try paid.reconcile([
            BankEntry(-550_050, nil, batch: "\(paid.run.reference)", count: 2, bank: "B1")
        ])
        #expect(try paid.results(done) == ["batch 1 -550050"])
        #expect(try paid.round.standing().paid == Money(pence: 550_050))
    }

    @Test("what does not fit is left for somebody to look into, with the reason")
    func reasons() throws {
        let paid = try ExportedRound()
        let (name, other, run) = (paid.names[0], paid.names[1], "\(paid.run.reference)")
        let cases: [(BankEntry, String)] = [
            (BankEntry(-999_999, name, bank: "B1"), "amount-differs"),
            (BankEntry(-1_000_000, name, bank: "B2", on: "2026-11-30"), "before-approval"),
            (BankEntry(-1_000_000, name, bank: "B3", on: "2026-12-16"), "future-day"),
            (BankEntry(1_000_000, name, bank: "B4", isReturn: true), "not-paid"),
            (BankEntry(1_000_000, name, bank: "B5"), "credit-unclear"),
            (BankEntry(1_000, paid.round.references[0], bank: "B6"), "credit-unclear"),
            (BankEntry(-1, "\(paid.round.references[0])-9", bank: "B7"), "unknown-reference"),
            (BankEntry(-1, "CF26-9999-9-1", bank: "B8"), "unknown-reference"),
            (BankEntry(-1, nil, bank: "B9"), "no-reference"),
            (BankEntry(-1, "RENT", batch: run, bank: "B10"), "unknown-reference"),
            (BankEntry(5, nil, bank: "B11"), "credit"),
        ]
        let done = try paid.reconcile(cases.map(\.0))
        var found: [String] = []
        try paid.reports.bankLines(
            of: done.file.id, as: paid.round.fund.person("auditor")
        ) { found.append($0[9].plainText) }
        #expect(found == cases.map(\.1))
        #expect(done.file.matched == 0 && done.file.open == Int64(cases.count))
        #expect(try paid.round.standing().paid == .zero)
        let twice = try paid.reconcile([
            BankEntry(-250_050, other, bank: "C1"), BankEntry(-250_050, other, bank: "C2"),
        ])
        #expect(
            try paid.results(twice) == ["paid 1 -250050", "unmatched said-twice 1 -250050"])
        #expect(
            try paid.unmatched("round-1").filter { $0.hasPrefix("fund") } == [
                "fund|\(name)|\(run)|-1000000||exported",
                "fund|\(paid.names[2])|\(run)|-300000||exported",
            ])
    }

    @Test("runs that nobody took to the bank, or that were called off, settle nothing")
    func unexported() throws {
        let round = try ScheduledRound()
        try round.propose()
        let run = try round.approve()
        let names = round.references.map { "\($0)-1" }
        round.fund.setTime("2026-12-15T10:00")
        func reasons(_ bank: String) throws -> [String] {
            let text = BankEntry.statement([
                BankEntry(-1_000_000, names[0], bank: bank),
                BankEntry(-1_250_050, nil, batch: "\(run.reference)", bank: "\(bank)-2"),
            ])
            let done = try round.fund.workflows.reconcile(
                ByteSource(name: "s", bytes: Array(text.utf8)), in: .camt053,
                as: round.fund.person("finance"))
            return try round.fund.services.reports.bankFile(
                done.file.id, as: round.fund.person("finance")
            ).sums.map { "\($0.reason?.rawValue ?? "") \($0.lines)" }
        }
        #expect(try reasons("B1") == ["not-exported 2"])
        _ = try round.fund.workflows.cancelRun(
            "\(run.reference)", reason: "Wrong day", as: round.fund.person("finance"))
        #expect(try reasons("B2") == ["run-cancelled 2"])
    }

    @Test("what a group was asked to pay back is received, if it names its award and the sum is it")
    func recovery() throws {
        let paid = try ExportedRound()
        let reference = paid.round.references[0]
        try paid.reconcile([BankEntry(-1_000_000, paid.names[0], bank: "B1")])
        let fund = paid.round.fund
        _ = try fund.workflows.demandMoney(
            Money(pence: 20_000), .unspent, from: reference, round: "round-1",
            reason: "Not needed", as: fund.person("finance"))
        let done = try paid.reconcile([
            BankEntry(19_999, reference, bank: "B2"),
            BankEntry(20_000, nil, bank: "B3", words: "Refund \(reference)"),
            BankEntry(20_000, reference, bank: "B4"),
        ])
        // Two lines fit: the first one is it.
        #expect(
            try paid.results(done) == ["recovery 1 20000", "unmatched credit-unclear 2 39999"])
        #expect(try paid.round.standing().recovered == Money(pence: 20_000))
        #expect(try fund.value("SELECT receivedPence FROM paymentRecovery") == "20000")
    }

    @Test("what came back and had been paid back before is left to people, and the rest goes on")
    func moneyGone() throws {
        let paid = try ExportedRound()
        let fund = paid.round.fund
        try paid.reconcile([
            BankEntry(-1_000_000, paid.names[0], bank: "B1"),
            BankEntry(-250_050, paid.names[1], bank: "B2"),
        ])
        let demand = try fund.workflows.demandMoney(
            Money(pence: 1), .unspent, from: paid.round.references[0], round: "round-1",
            reason: "A penny over", as: fund.person("finance"))
        _ = try fund.workflows.receiveMoney(
            Money(pence: 1), forRecovery: demand.id, round: "round-1",
            on: fund.services.today(), evidence: "Cash", as: fund.person("finance"))
        let done = try paid.reconcile([
            BankEntry(1_000_000, paid.names[0], bank: "B3", isReturn: true),
            BankEntry(250_050, paid.names[1], bank: "B4", isReturn: true),
        ])
        #expect(
            try paid.results(done) == ["returned 1 250050", "unmatched money-gone 1 1000000"])
        #expect(try paid.round.standing().returned == Money(pence: 250_050))
    }

    @Test("a file that is wrong is refused whole, with where and why, and changes nothing")
    func refused() throws {
        let paid = try ExportedRound()
        let state = try paid.state()
        let entries = [BankEntry(-1_000_000, paid.names[0], bank: "B1")]
        func code(_ text: String, _ profile: String = "camt.053") -> String? {
            let report = problem { _ = try paid.reconcile(text, profile) }
            return report?.fields.first?.code ?? report?.code
        }
        #expect(
            code(BankEntry.statement(entries, wrongBy: 1)) == "bank-balance-differs")
        #expect(code(BankEntry.statement(entries + entries)) == "bank-line-twice")
        #expect(
            code(BankEntry.statement(entries).replacing("UTF-8", with: "UTF-16"))
                == "xml-encoding")
        let rows = "run_reference,payment_reference,payee,amount,paid_on,status,reason\n"
        #expect(
            code(
                rows + "R,\(paid.names[0]),A,10000.00,2026-12-03,PAID,\nTRAILER,1,,9,,,\n",
                "ledger-results") == "bank-trailer-total")
        #expect(code("", "ledger-results") != nil)
        let unknown = problem { _ = try paid.reconcile("", "mt940") }
        #expect(unknown?.code == "bank-profile-unknown" && unknown?.kind == .notFound)
        #expect(
            unknown?.arguments["profiles"] == "camt.053, example-bank, ledger-results")
        #expect(
            problem {
                try paid.reconcile(BankEntry.statement(entries), as: "officer")
            }?.code == "role-missing")
        #expect(try paid.state() == state)
    }

    @Test("a line that matched nothing is dealt with once, and what it says goes")
    func resolved() throws {
        let paid = try ExportedRound()
        let fund = paid.round.fund
        try paid.reconcile([
            BankEntry(5, nil, bank: "B1"), BankEntry(-1_000_000, paid.names[0], bank: "B2"),
        ])
        func resolve(_ line: Int64, _ reason: String = "Interest") -> String? {
            let found = problem {
                try fund.workflows.resolveBankLines(
                    [BankLineID(line)], reason: reason, as: fund.person("finance"))
            }
            return found?.fields.first?.code ?? found?.code
        }
        #expect(resolve(1, " ") == "missing")
        #expect(resolve(2) == "bank-line-matched")
        #expect(resolve(3) == "bank-line-unknown")
        #expect(resolve(1) == nil)
        #expect(resolve(1) == "bank-line-resolved")
        #expect(try fund.value("SELECT count(*) FROM paymentBankWords") == "0")
        #expect(try paid.unmatched().allSatisfy { $0.hasPrefix("fund") })
        #expect(
            problem {
                try fund.workflows.resolveBankLines(
                    [BankLineID(1)], reason: "x", as: fund.person("auditor"))
            }?.code == "role-missing")
    }

    @Test(
        "SQL cannot make a line settle twice, or what it does not fit",
        arguments: [
            ("UPDATE paymentBankLine SET pence = 1;", "bank-file-stands"),
            ("DELETE FROM paymentBankMatch;", "bank-file-stands"),
            ("UPDATE paymentBankFile SET name = 'x';", "bank-file-stands"),
            ("DELETE FROM paymentOutcomeLine;", "bank-line-claimed"),
            ("DELETE FROM paymentBankWords;", "bank-words-wanted"),
            (
                "INSERT OR REPLACE INTO paymentBankLine SELECT id, fileId, position, textLine, bookedOn, 1, kind, status, outcome, returnReason, endToEndReference, batchReference, bankReference, paymentCount, reference, instalment, runReference, movement, occurrence, tellingNumber, isToldBefore FROM paymentBankLine;",
                "bank-file-stands"
            ),
            (
                "INSERT INTO paymentBankLine (fileId, position, textLine, pence, kind, status, outcome, paymentCount, movement, occurrence, tellingNumber, isToldBefore) VALUES (1, 4, 1, 1, 'debit', 'booked', 'paid', 1, printf('%064d', 0), 1, 1, 0);",
                "bank-file-stands"
            ),
            (
                "INSERT INTO paymentBankFile (sha256, profile, name, lineCount, importedById, importedAt) SELECT sha256, 'x', 'x', 9, importedById, 1 FROM paymentBankFile;",
                "bank-file-stands"
            ),
            // The second line of the file, which matched nothing, as the proof of what the first is.
            (
                "INSERT INTO paymentOutcomeLine SELECT instalmentId, kind, 2 FROM paymentOutcome WHERE instalmentId = 2;",
                "bank-match-differs"
            ),
            // One line for two payments.
            (
                "INSERT INTO paymentOutcomeLine SELECT instalmentId, kind, 1 FROM paymentOutcome WHERE instalmentId = 2;",
                "bank-line-claimed"
            ),
            // A line of a new file that claims what is claimed, or fits nothing.
            (
                "\(newLine)INSERT INTO paymentBankMatch (lineId, verdict, instalmentId, runId) VALUES (9, 'exact', 1, 1); INSERT INTO paymentOutcomeLine VALUES (1, 'paid', 9);",
                "bank-"
            ),
            (
                "\(newLine)INSERT INTO paymentBankMatch (lineId, verdict, instalmentId, runId) VALUES (9, 'exact', 2, 1); INSERT INTO paymentOutcomeLine VALUES (2, 'paid', 9);",
                "bank-match-differs"
            ),
            (
                "\(newLine)INSERT INTO paymentBankMatch (lineId, verdict, runId) VALUES (9, 'batch', 1);",
                "bank-match-differs"
            ),
            (
                "INSERT INTO paymentBankResolution SELECT 1, 'x', importedById, 1 FROM paymentBankFile;",
                "bank-line-matched"
            ),
        ])
    func schema(statement: String, refusal: String) throws {
        let paid = try ExportedRound([1_000_000, 250_050])
        try paid.reconcile([
            BankEntry(-1_000_000, paid.names[0], bank: "B1"),
            BankEntry(-1, nil, bank: "B2", words: "WHO"), BankEntry(-2, nil, bank: "B3"),
        ])
        try paid.round.settle(paid.round.references[1], .paid, in: paid.run)
        let outcome = try Command.sql(paid.round.fund.databasePath, statement)
        #expect(outcome.errors.contains(refusal), "\(outcome.errors)")
    }

    private static let newLine = """
        INSERT INTO paymentBankFile (sha256, profile, name, lineCount, importedById, importedAt) \
        SELECT printf('%064d', 7), 'x', 'x', 1, importedById, 1 FROM paymentBankFile; \
        INSERT INTO paymentBankLine (id, fileId, position, textLine, bookedOn, pence, kind, status, \
        outcome, paymentCount, movement, occurrence, tellingNumber, isToldBefore) \
        VALUES (9, 2, 1, 1, '2026-12-03', -1000000, 'debit', 'booked', 'paid', 1, \
        printf('%064d', 7), 1, 1, 0);
        """
}
