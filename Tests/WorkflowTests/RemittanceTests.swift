import Bootstrap
import Correspondence
import FundCore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Groups are told once what was paid to them, and read it on their own page")
struct RemittanceTests {
    private func advise(
        _ round: ScheduledRound, _ run: PaymentRun, as person: String = "finance"
    ) throws -> PayeesAdvised {
        try round.fund.workflows.advisePayees(
            ofRun: "\(run.reference)", holidays: round.configuration().bankHolidays,
            as: round.fund.person(person))
    }

    private func states(_ round: ScheduledRound, _ run: PaymentRun) throws -> [String] {
        try round.fund.services.reports.advice(
            ofRun: "\(run.reference)", as: round.fund.person("auditor")
        ).payees.map { [$0.state.rawValue, $0.mail].compactMap(\.self).joined(separator: " ") }
    }

    private func send(_ round: ScheduledRound, _ transport: KeepingTransport) throws {
        _ = try round.fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: transport,
                directory: MailDirectory(path: "\(round.fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: round.fund.person("officer"))
    }

    /// What the groups were told, in the order of their numbers.
    private func bodies(_ round: ScheduledRound) throws -> [String] {
        try round.fund.value("SELECT body || '~' FROM letterNotice ORDER BY id;")
            .split(separator: "~").map(String.init)
    }

    @Test(
        "one email for each run and group, with all that the run pays it, once the bank has the file"
    )
    func once() throws {
        let round = try ScheduledRound(email: true)
        let finance = try round.fund.person("finance")
        _ = try round.fund.workflows.planPayments(
            of: round.references[0], round: "round-1",
            as: InstalmentPlan(
                try ["60% agreement", "rest agreement"].map {
                    try InstalmentPlan.Part($0, place: "part")
                }), reason: "As agreed", as: finance)
        try round.propose()
        let run = try round.approve()
        #expect(problem { _ = try advise(round, run) }?.code == "payment-run-not-exported")
        try round.release()
        #expect(problem { _ = try advise(round, run) }?.code == "payment-run-not-exported")
        #expect(try states(round, run) == ["untold", "untold"])
        try round.fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: finance)
        for stranger in ["auditor", "decider", "p1"] {
            #expect(problem { _ = try advise(round, run, as: stranger) }?.code == "role-missing")
        }
        let done = try advise(round, run)
        #expect(done.count == 2 && done.before == 0 && done.withoutAddress.isEmpty)
        #expect(try states(round, run) == ["told queued", "told queued"])
        let again = try advise(round, run, as: "officer")
        #expect(again.count == 0 && again.before == 2)
        let transport = KeepingTransport()
        try send(round, transport)
        try send(round, transport)
        #expect(
            transport.messages.count { $0.text.contains("on your statement as") } == 2)
        let told = try bodies(round)
        try #require(told.count == 2)
        #expect(try states(round, run) == ["told sent", "told sent"])
        let (first, second) = (told[0], told[1])
        for word in [
            "£6,000", "£4,000", "£10,000", "\(round.references[0])-2", "\(round.references[0])-3",
            "3 December 2026",
        ] { #expect(first.contains(word), "\(word)") }
        #expect(second.contains("£2,500.50") && second.contains("\(round.references[1])-1"))
        #expect(!second.contains("in all") && !first.contains(round.references[1]))
        // Nobody who works here is named, and nobody's account.
        #expect(!first.contains("finance@"))
        for (statement, refusal) in [
            ("DELETE FROM paymentAdvice;", "advice-stands"),
            ("UPDATE paymentAdvice SET pence = 1;", "advice-stands"),
            (
                "INSERT OR REPLACE INTO paymentAdvice SELECT * FROM paymentAdvice;",
                "advice-stands"
            ),
        ] {
            let outcome = try Command.sql(round.fund.databasePath, statement)
            #expect(outcome.errors.contains(refusal), "\(outcome.errors)")
        }
    }

    @Test("what did not arrive is not told as sent, and is told with the run that pays it")
    func notArrived() throws {
        let round = try ScheduledRound(email: true)
        let run = try round.exported()
        try round.settle(round.references[0], .failed, in: run)
        let done = try advise(round, run)
        #expect(done.count == 1)
        #expect(try states(round, run) == ["notArrived", "told queued"])
        try round.fund.workflows.releasePayment(
            of: round.references[0], number: 2, round: "round-1", reason: "New details",
            as: round.fund.person("finance2"))
        let second = try round.exported()
        #expect(try advise(round, second).count == 1)
        #expect(try advise(round, run).count == 0)
        let wrong = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO paymentAdvice SELECT 1, 1, noticeId + 9, 5, expectedOn, advisedById, advisedAt
            FROM paymentAdvice LIMIT 1;
            """)
        #expect(wrong.errors.contains("payment-run-totals"), "\(wrong.errors)")
    }

    @Test("a round without a release counts two working days from when the file was taken")
    func plain() throws {
        let round = try ScheduledRound(isReleased: false, email: true)
        let run = try round.approve(as: "finance")
        round.fund.setTime("2026-12-24T10:00")
        try round.fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: round.fund.person("finance"))
        round.fund.setTime("2027-01-04T10:00")
        _ = try advise(round, run)
        // After Christmas, its Monday off and a Tuesday.
        #expect(
            try round.fund.value("SELECT DISTINCT expectedOn FROM paymentAdvice;") == "2026-12-30")
    }

    @Test("groups without an email address are named, and theirs is printed")
    func printed() throws {
        let round = try ScheduledRound()
        let run = try round.exported()
        let done = try advise(round, run)
        #expect(done.count == 0)
        #expect(done.withoutAddress.map(\.description) == round.references)
        #expect(try states(round, run) == ["noAddress", "noAddress"])
        let page = try #require(
            try round.fund.workflows.printedAdvices(
                ofRun: "\(run.reference)", holidays: round.configuration().bankHolidays,
                as: round.fund.person("officer")))
        for word in ["Group 1 of round-1", "Group 2 of round-1", "£10,000", "3 December 2026"] {
            #expect(page.contains(word), "\(word)")
        }
        func post() throws -> Int {
            try round.fund.workflows.recordAdvicesPosted(
                ofRun: "\(run.reference)", holidays: round.configuration().bankHolidays,
                as: round.fund.person("officer"))
        }
        #expect(try post() == 2)
        #expect(try post() == 0)
        #expect(try states(round, run) == ["posted", "posted"])
        #expect(try advise(round, run).withoutAddress.isEmpty)
        #expect(
            try round.fund.value(
                "SELECT count(*) FROM paymentAdvice JOIN person ON person.id = advisedById WHERE noticeId IS NULL AND person.email = 'officer@example.org'"
            ) == "2")
        let told = try ScheduledRound(email: true)
        let other = try told.exported()
        #expect(
            try told.fund.workflows.printedAdvices(
                ofRun: "\(other.reference)", holidays: told.configuration().bankHolidays,
                as: told.fund.person("officer")) == nil)
    }
}
