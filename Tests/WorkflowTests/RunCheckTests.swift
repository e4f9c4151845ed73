import Bootstrap
import FundCore
import Ledger
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A run says which accounts to look into before anybody approves it")
struct RunWarningTests {
    private func said(_ warnings: [RunWarning]?) -> [String] {
        (warnings ?? []).map {
            ["\($0.kind)", "\($0.reference)", $0.organisation]
                .joined(separator: " ")
                + ($0.others.isEmpty ? "" : ": " + $0.others.map { "\($0)" }.joined())
        }
    }

    @Test("an account of two groups, and one that nothing checked, from the proposal to the end")
    func whole() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        try round.verified("oak", account: "66374958", name: "Oak")
        let wanted = [
            "shared \(round.elm) Group elm: \(round.oak)",
            "shared \(round.oak) Group oak: \(round.elm)",
            "unchecked \(round.elm) Group elm", "unchecked \(round.oak) Group oak",
        ]
        let finance = try round.fund.person("finance")
        let reports = round.fund.services.reports
        #expect(try said(reports.warningsOfNextRun(of: "round-1", as: finance)) == wanted)
        let proposed = try round.fund.workflows.proposeRun(round: "round-1", as: finance)
        #expect(said(proposed.preview.warnings) == wanted)
        #expect(try said(round.approve().warnings) == wanted)
        #expect(try reports.warningsOfNextRun(of: "round-1", as: finance).isEmpty)
        let run = try round.release()
        #expect(said(run.warnings) == wanted)
        let shown = try reports.run("\(run.reference)", as: round.fund.person("auditor"))
        #expect(said(shown.run.warnings) == wanted)
        guard case .array(let listed)? = shown.json["warnings"] else {
            Issue.record("no warnings in \(shown.json.text)")
            return
        }
        #expect(listed.count == 4 && listed[0]["others"]?.array?.first?.string == round.oak)
        // In words, as many as are asked for.
        let words = SaidWarnings.all(
            shown.run.warnings ?? [], try round.fund.services.words(), greatestCount: 1)
        #expect(words.count == 2 && words[0].text.contains("ring each group"))
        #expect(words[0].groups[0].contains(round.oak) && words[0].groups[1] == "And 1 more.")
    }

    @Test(
        "what the tables check is quiet, what they do not know is said, and what nobody pays is not"
    )
    func tables() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        let folder = try TemporaryFolder()
        let tables = try Settings(
            database: nil, configuration: nil,
            environment: ["COHESION_BANK_TABLES": try BankTables.write(in: folder)]
        ).bankTables()
        try round.enter(tables: tables)
        let unknown = try PayeeDetails(
            accountName: "Oak", sortCode: "99-99-99", account: "12345678", rollNumber: nil)
        try round.enter(unknown, for: "oak", tables: tables)
        try round.confirm()
        try round.call()
        try round.confirm(for: "oak")
        let finance = try round.fund.person("finance")
        let reports = round.fund.services.reports
        // Oak is not paid yet.
        #expect(try reports.warningsOfNextRun(of: "round-1", as: finance).isEmpty)
        try round.call(for: "oak")
        #expect(
            try said(reports.warningsOfNextRun(of: "round-1", as: finance)) == [
                "notInTable \(round.oak) Group oak"
            ])
        // A round that asks for no details has nothing to say of them.
        let plain = try ScheduledRound()
        try plain.propose()
        #expect(try plain.approve().warnings == [])
    }

    @Test("what the next run pays and leaves out is counted, and left out in pages")
    func pages() throws {
        let round = try ScheduledRound((0..<53).map { 50_000 + $0 })
        for reference in round.references.dropFirst() {
            try round.fund.workflows.holdPayment(
                of: reference, number: 1, round: "round-1", reason: "Ask",
                as: round.fund.person("officer"))
        }
        let finance = try round.fund.person("finance")
        func next(_ place: InstalmentPlace? = nil) throws -> NextRun {
            try round.fund.services.reports.nextRun(
                of: "round-1", excludedAfter: place, as: finance)
        }
        let first = try next()
        #expect(first.count == 1 && first.total == Money(pence: 50_000))
        #expect(first.excludedCount == 52 && first.excluded.count == 50)
        let second = try next(InstalmentPlace(try #require(first.nextExcluded?.description)))
        #expect(second.excluded.map(\.reference) == Array(round.references.suffix(2)))
        #expect(second.nextExcluded == nil && second.excludedCount == 52)
        #expect(second.excluded.allSatisfy { $0.obstacles == [.held] })
        // One row at a time it comes to the same.
        let due = try round.due()
        #expect(due.count == 53 && due.filter { $0.hasSuffix("held") }.count == 52)
    }
}

@Suite("Nothing of a run is paid before the day that it was released for")
struct PaymentDayTests {
    @Test("by hand, by a line, by a run's sum, and by SQL")
    func refused() throws {
        let paid = try ExportedRound()
        #expect(paid.run.payOn == "2026-12-03")
        let early = problem {
            try paid.round.settle(
                paid.round.references[0], .paid, in: paid.run, on: "2026-12-02")
        }
        #expect(early?.code == "outcome-before-pay-day")
        #expect(early?.arguments["date"] == "2026-12-03")
        let done = try paid.reconcile([
            BankEntry(-1_000_000, paid.names[0], bank: "B1", on: "2026-12-02"),
            BankEntry(
                -1_550_050, nil, batch: "\(paid.run.reference)", count: 3, bank: "B2",
                on: "2026-12-02"),
        ])
        #expect(try paid.results(done) == ["unmatched before-pay-day 2 -2550050"])
        #expect(try paid.round.standing().paid == .zero)
        let forced = try Command.sql(
            paid.round.fund.databasePath,
            """
            INSERT INTO paymentOutcome SELECT instalmentId, 'paid', runId, '2026-12-02', NULL, 'x',
              approvedById, 1 FROM paymentRunItem;
            """)
        #expect(forced.errors.contains("outcome-before-pay-day"), "\(forced.errors)")
        // What does not arrive may be known before; and on the day it is paid.
        try paid.round.settle(
            paid.round.references[1], .failed, in: paid.run, on: "2026-12-02")
        try paid.round.settle(paid.round.references[0], .paid, in: paid.run, on: "2026-12-03")
        #expect(try paid.round.standing().paid == Money(pence: 1_000_000))
    }
}

@Suite("A run's file that the bank refuses as a whole fails at once, and blames no account")
struct RunRefusalTests {
    private func refuse(
        _ fund: TestFund, _ run: PaymentRun, _ reason: String = "Wrong header",
        on day: String? = nil, as person: String = "finance"
    ) throws -> PaymentRun {
        try fund.workflows.refuseRun(
            "\(run.reference)", reason: reason, on: day.flatMap { LocalDate($0) },
            as: fund.person(person))
    }

    @Test("all of it fails, is owed again, is held by nobody, and goes into a new run")
    func whole() throws {
        let round = try PaidRound(isReleased: true)
        try round.told()
        try round.verified("elm", account: "66374958", name: "Elm")
        try round.verified("oak", account: "10000001", name: "Oak")
        _ = try round.propose()
        _ = try round.approve()
        let (run, fund) = (try round.release(), round.fund)
        #expect(problem { _ = try refuse(fund, run) }?.code == "payment-run-not-exported")
        // The ledger's file is not the bank's: it can have refused nothing yet.
        try fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: fund.person("finance"))
        #expect(problem { _ = try refuse(fund, run) }?.code == "payment-run-not-exported")
        try fund.workflows.recordExport(
            of: "\(run.reference)", profile: "bacs18", as: fund.person("finance"))
        #expect(problem { _ = try refuse(fund, run, as: "officer") }?.code == "role-missing")
        let wrong = problem { _ = try refuse(fund, run, " ", on: "2027-03-01") }
        #expect(wrong?.fields.map(\.code) == ["missing", "in-the-future"])
        #expect(
            problem { _ = try refuse(fund, run, on: "2027-01-31") }?.code
                == "outcome-before-approval")
        // What one person says of the bank fails nothing yet, and can be taken back.
        let name = "\(run.reference)"
        func withdraw(_ reason: String = "It was paid", as person: String = "finance2") throws {
            _ = try fund.workflows.withdrawRefusal(
                ofRun: name, reason: reason, as: fund.person(person))
        }
        #expect(problem { try withdraw() }?.code == "payment-refusal-none")
        let claimed = try refuse(fund, run)
        #expect(claimed.status == .exported && claimed.outcomes.failed == 0)
        #expect(problem { _ = try refuse(fund, run) }?.code == "payment-refusal-by-two")
        #expect(
            problem {
                try fund.workflows.recordExport(
                    of: name, profile: "bacs18", as: fund.person("finance"))
            }?.code == "payment-refusal-open")
        let said = try fund.services.reports.run(name, as: fund.person("auditor"))
        #expect(said.refusalClaim?.by == "finance@example.org" && said.refused == nil)
        for statement in [
            "INSERT INTO paymentRunRefusal SELECT runId, 'x', '2027-02-01', claimedById, 1 "
                + "FROM paymentRefusalClaim",
            "INSERT INTO paymentRunRefusal SELECT id, 'x', '2027-02-01', ("
                + "SELECT claimedById FROM paymentRefusalClaim), 1 FROM paymentRun",
        ] {
            let errors = try Command.sql(fund.databasePath, statement).errors
            #expect(errors.contains("payment-refusal-by-two"), "\(errors)")
        }
        for statement in [
            "UPDATE paymentRefusalClaim SET claimedById = 1", "DELETE FROM paymentRefusalClaim",
            "INSERT OR REPLACE INTO paymentRefusalClaim "
                + "SELECT id, runId, 'x', refusedOn, 1, 1, NULL, NULL, NULL "
                + "FROM paymentRefusalClaim",
        ] {
            let errors = try Command.sql(fund.databasePath, statement).errors
            #expect(errors.contains("payment-refusal-"), "\(statement): \(errors)")
        }
        func waits(_ person: String) throws -> Bool {
            try fund.services.reports.home(
                as: fund.volunteer("\(person)@example.org")
            ).rounds
                .contains { $0.waiting.contains(.runRefusals(1)) }
        }
        #expect(try waits("finance2") && !waits("finance"))
        #expect(problem { try withdraw(" ") }?.fields.map(\.code) == ["missing"])
        try withdraw()
        try fund.workflows.recordExport(of: name, profile: "bacs18", as: fund.person("finance"))
        #expect(try refuse(fund, run, as: "finance2").status == .exported)
        let refused = try refuse(fund, run)
        #expect(refused.status == .settled && refused.outcomes.failed == 2)
        #expect(problem { try withdraw() }?.code == "payment-run-refused")
        let shown = try fund.services.reports.run("\(run.reference)", as: fund.person("auditor"))
        #expect(shown.refused?.by == "finance@example.org" && shown.refused?.on == "2027-02-01")
        #expect(shown.json["refusalReason"]?.string == "Wrong header")
        #expect(problem { _ = try refuse(fund, run) }?.code == "payment-run-refused")
        // Its file must not go to the bank again; what the ledger has can be read for the record.
        for profile in ["bacs18", "pain.001.001.09"] {
            #expect(
                problem {
                    try fund.workflows.recordExport(
                        of: "\(run.reference)", profile: profile, as: fund.person("finance"))
                }?.code == "payment-run-refused-file")
        }
        try fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: fund.person("finance"))
        let late = try Command.sql(
            fund.databasePath,
            "INSERT INTO paymentExport SELECT runId, 'other', takenById, takenAt, sha256 "
                + "FROM paymentExport LIMIT 1;")
        #expect(late.errors.contains("payment-run-refused-file"), "\(late.errors)")
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'payment.failed'")
                == "2")
        // Nothing is said of the accounts, and nothing is held.
        #expect(try fund.value("SELECT count(*) FROM paymentPayeeBounce") == "0")
        #expect(try fund.value("SELECT count(*) FROM paymentHold") == "0")
        #expect(try round.obstacles() == ["elm": "", "oak": ""])
        #expect(try round.state().name == "usable")
        let next = try round.propose()
        #expect(next.total == run.total && next.instalmentCount == 2)
        let warned = try fund.services.reports.warningsOfNextRun(
            of: "round-1", as: fund.person("finance"))
        func refusedBefore(_ warnings: [RunWarning]) -> [String] {
            warnings.filter { $0.kind == .refused }.map { "\($0.reference)" }
        }
        #expect(refusedBefore(warned) == [round.elm, round.oak])
        #expect(try refusedBefore(round.approve().warnings ?? []) == [round.elm, round.oak])
        #expect(try round.release().status == .released)
        for (statement, code) in [
            ("DELETE FROM paymentRunRefusal", "payment-run-refused"),
            ("UPDATE paymentRunRefusal SET reason = 'x'", "payment-run-refused"),
            (
                "INSERT INTO paymentRunRefusal SELECT id, 'x', '2027-02-01', 1, 1 FROM paymentRun WHERE id = 2",
                "payment-r"
            ),
            (
                "INSERT INTO paymentOutcome SELECT instalmentId, 'returned', runId, '2027-02-03', 'x', 'x', approvedById, 1 FROM paymentRunItem WHERE runId = 1",
                "payment-run-refused"
            ),
        ] {
            let errors = try Command.sql(fund.databasePath, statement).errors
            #expect(errors.contains(code), "\(statement): \(errors)")
        }
    }

    @Test(
        "not where the bank paid any of it; what failed on its own before still counts against it")
    func partly() throws {
        let paid = try ExportedRound()
        let fund = paid.round.fund
        try paid.round.settle(paid.round.references[0], .failed, in: paid.run)
        _ = try refuse(fund, paid.run, as: "finance2")
        let refused = try refuse(fund, paid.run)
        #expect(refused.outcomes.failed == 3)
        #expect(
            try paid.round.due() == [
                "\(paid.round.references[0]) 2 1000000 held",
                "\(paid.round.references[1]) 2 250050", "\(paid.round.references[2]) 2 300000",
            ])
        #expect(try paid.round.standing().committed == Money(pence: 1_550_050))
        // A line that says it was paid all the same is for people to look into.
        let done = try paid.reconcile([BankEntry(-250_050, paid.names[1], bank: "B1")])
        #expect(try paid.results(done) == ["unmatched outcome-stands 1 -250050"])

        let other = try ExportedRound()
        try other.round.settle(other.round.references[0], .paid, in: other.run)
        let report = problem { _ = try refuse(other.round.fund, other.run) }
        #expect(report?.code == "payment-run-partly-paid" && report?.arguments["count"] == "1")
        let forced = try Command.sql(
            other.round.fund.databasePath,
            """
            BEGIN;
            INSERT INTO paymentRefusalClaim (runId, reason, refusedOn, claimedById, claimedAt)
              SELECT id, 'x', '2026-12-03', 2, 1 FROM paymentRun;
            INSERT INTO paymentRunRefusal SELECT id, 'x', '2026-12-03', 1, 1 FROM paymentRun;
            """)
        #expect(forced.errors.contains("payment-run-partly-paid"), "\(forced.errors)")
        for reference in other.round.references.dropFirst() {
            try other.round.settle(reference, .failed, in: other.run)
        }
        let third = try ExportedRound([100_000])
        try third.round.settle(third.round.references[0], .failed, in: third.run)
        #expect(
            problem { _ = try refuse(third.round.fund, third.run) }?.code
                == "payment-run-all-known")
    }
}
