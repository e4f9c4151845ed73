import Bootstrap
import FundCore
import Ledger
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A bank's line that settled nothing is tried again once it would")
struct ReconcileRetryTests {
    /// A run that was released for 3 December, and that nobody has taken to the bank on the 15th.
    private struct Waiting {
        let round: ScheduledRound
        let run: PaymentRun
        var fund: TestFund { round.fund }

        init() throws {
            round = try ScheduledRound()
            try round.propose()
            try round.approve()
            run = try round.release()
            round.fund.setTime("2026-12-15T10:00")
        }

        var names: [String] { round.references.map { "\($0)-1" } }

        func reconcile(_ entries: [BankEntry]) throws -> BankFileID {
            let text = BankEntry.statement(entries)
            return try fund.workflows.reconcile(
                ByteSource(name: "statement.xml", bytes: Array(text.utf8)), in: .camt053,
                as: fund.person("finance")
            ).file.id
        }

        func results(_ file: BankFileID) throws -> [String] {
            try fund.services.reports.bankFile(file, as: fund.person("finance")).rows.map {
                $0.map(\.plainText).joined(separator: " ").replacing("  ", with: " ")
            }
        }

        func export(_ person: Principal) throws {
            try fund.workflows.recordExport(
                of: "\(run.reference)", profile: "ledger", as: person)
        }

        func retry(_ key: String? = "round-1", as person: String = "finance2") throws -> String {
            let done = try fund.workflows.retryBankLines(round: key, as: fund.person(person))
            return "\(done.settled) of \(done.tried)"
        }
    }

    @Test("with the export that it waited for, by itself")
    func export() throws {
        let waiting = try Waiting()
        let file = try waiting.reconcile([
            BankEntry(-1_000_000, waiting.names[0], bank: "B1"), BankEntry(5, bank: "B2"),
        ])
        #expect(
            try waiting.results(file) == [
                "unmatched credit 1 5", "unmatched not-exported 1 -1000000",
            ])
        #expect(try waiting.retry() == "0 of 0")
        try waiting.export(waiting.fund.person("finance"))
        #expect(
            try waiting.results(file) == ["paid 1 -1000000", "unmatched credit 1 5"])
        #expect(try waiting.round.standing().paid == Money(pence: 1_000_000))
        #expect(try waiting.retry() == "0 of 0")
        #expect(
            try waiting.fund.value(
                "SELECT verdict || number FROM paymentBankRetry JOIN paymentBankLine ON id = lineId"
            )
                == "not-exported1")
        #expect(
            try waiting.fund.value(
                "SELECT count(*) FROM auditEntry WHERE action = 'reconciliation.retry'") == "1")
        #expect(
            try waiting.fund.value("SELECT kind || lineId FROM paymentOutcomeLine") == "paid1")
        #expect(try waiting.fund.value("SELECT isOver FROM paymentBankRetry") == "1")
        for (statement, code) in [
            ("DELETE FROM paymentBankMatch", "bank-file-stands"),
            ("DELETE FROM paymentBankMatch WHERE lineId = 2", "bank-file-stands"),
            ("UPDATE paymentBankRetry SET isOver = 0", "bank-file-stands"),
            ("DELETE FROM paymentBankRetry", "bank-file-stands"),
            ("UPDATE paymentBankRetry SET verdict = 'x'", "bank-file-stands"),
            (
                "INSERT INTO paymentBankRetry (lineId, number, verdict, retriedById, retriedAt) SELECT lineId, 2, verdict, 1, 1 FROM paymentBankMatch WHERE lineId = 1",
                "bank-line-matched"
            ),
            (
                "INSERT INTO paymentBankRetry (lineId, number, verdict, retriedById, retriedAt) SELECT lineId, 1, 'not-paid', 1, 1 FROM paymentBankMatch WHERE lineId = 2",
                "bank-line-matched"
            ),
        ] {
            let errors = try Command.sql(waiting.fund.databasePath, statement).errors
            #expect(errors.contains(code), "\(statement): \(errors)")
        }
    }

    @Test("by hand: what was paid first, then what came back, in whatever file each stands")
    func byHand() throws {
        let waiting = try Waiting()
        let first = try waiting.reconcile([
            BankEntry(250_050, waiting.names[1], bank: "B1", on: "2026-12-07", isReturn: true)
        ])
        let second = try waiting.reconcile([
            BankEntry(-250_050, waiting.names[1], bank: "B2"),
            BankEntry(-1_250_050, bank: "B3", words: "NOTHING OF OURS"),
        ])
        // The machine's operator takes the file: nobody is there to record what came of payments.
        try waiting.export(TestFund.operator)
        #expect(try waiting.results(first) == ["unmatched not-exported 1 250050"])
        #expect(
            problem { _ = try waiting.retry(as: "officer") }?.code == "role-missing")
        #expect(problem { _ = try waiting.retry("round-9") } != nil)
        #expect(try waiting.retry("round-2") == "0 of 0")
        #expect(try waiting.retry() == "2 of 2")
        #expect(try waiting.results(first) == ["returned 1 250050"])
        #expect(
            try waiting.results(second) == ["paid 1 -250050", "unmatched no-reference 1 -1250050"])
        #expect(try waiting.round.standing().returned == Money(pence: 250_050))
        let finance2 = try waiting.fund.value(
            "SELECT id FROM person WHERE email = 'finance2@example.org'")
        #expect(
            try waiting.fund.value("SELECT DISTINCT recordedById FROM paymentOutcome") == finance2)
        // Words are kept of what still settles nothing.
        #expect(try waiting.fund.value("SELECT count(*) FROM paymentBankWords") == "1")
    }

    @Test("a run's own sum, a day that has come, and money that was asked for since")
    func reasons() throws {
        let waiting = try Waiting()
        let reference = waiting.round.references[0]
        let sum = try waiting.reconcile([
            BankEntry(-1_250_050, nil, batch: "\(waiting.run.reference)", count: 2, bank: "B1")
        ])
        try waiting.export(waiting.fund.person("finance2"))
        #expect(try waiting.results(sum) == ["batch 1 -1250050"])
        #expect(try waiting.round.standing().paid == Money(pence: 1_250_050))
        let later = try waiting.reconcile([
            BankEntry(250_050, waiting.names[1], bank: "B2", on: "2026-12-16", isReturn: true),
            BankEntry(30_000, reference, bank: "B3", on: "2026-12-15"),
        ])
        #expect(
            try waiting.results(later) == [
                "unmatched credit-unclear 1 30000", "unmatched future-day 1 250050",
            ])
        _ = try waiting.fund.workflows.demandMoney(
            Money(pence: 30_000), .unspent, from: reference, round: "round-1",
            reason: "Not needed", as: waiting.fund.person("finance"))
        #expect(try waiting.retry(nil) == "1 of 1")
        waiting.fund.setTime("2026-12-16T10:00")
        #expect(try waiting.retry() == "1 of 1")
        #expect(try waiting.results(later) == ["returned 1 250050", "recovery 1 30000"])
        let standing = try waiting.round.standing()
        #expect(standing.returned == Money(pence: 250_050))
        #expect(standing.recovered == Money(pence: 30_000))
    }

    @Test("what somebody has dealt with stays dealt with")
    func resolved() throws {
        let waiting = try Waiting()
        let file = try waiting.reconcile([BankEntry(-1_000_000, waiting.names[0], bank: "B1")])
        try waiting.fund.workflows.resolveBankLines(
            [BankLineID(1)], reason: "Paid by hand", as: waiting.fund.person("finance"))
        try waiting.export(waiting.fund.person("finance"))
        #expect(try waiting.retry() == "0 of 0")
        #expect(try waiting.results(file) == ["unmatched not-exported 1 -1000000"])
        #expect(try waiting.round.standing().paid == .zero)
    }
}
