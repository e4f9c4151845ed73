import Awards
import Bootstrap
import Commissioning
import FundCore
import FundStore
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

/// A round of three awards of £9,000, £8,000 and £7,000, the first of which is agreed.
struct MonitoredRound {
    let round: AgreedRound
    let first: String

    var fund: TestFund { round.fund }
    var flow: Workflows { fund.workflows }

    init(
        edits: [(file: String, old: String, new: String)] = [],
        before: (TestFund, [String]) throws -> Void = { _, _ in }
    ) throws {
        round = try AgreedRound(edits: edits, before: before)
        first = round.references[0]
        try round.accept(first)
    }

    @discardableResult
    func ask() throws -> ReturnsAsked {
        try flow.askReturns(
            round: "round-1", try fund.services.configuration(), as: try fund.person("officer"))
    }

    func report(as person: String? = nil) throws -> ReturnReport {
        try fund.services.reports.returnReport(
            first, as: try person.map { try fund.person($0) } ?? TestFund.operator)
    }

    func asked(_ number: Int64 = 1) throws -> MonitoringReturn {
        try report().content(number).asked
    }

    static func answers(
        spent: Int64 = 400_000, _ more: [(key: String, value: JSONValue)] = []
    ) -> JSONValue {
        .object(
            [
                ("returnSpent", .int(spent)), ("returnPeople", .int(40)),
                ("returnHappened", .string("We cooked.")),
                ("returnTogether", .string("At one table.")),
                ("returnPlanned", .string("as-planned")),
            ] + more)
    }

    func save(
        _ answers: JSONValue, paper: String? = nil, seen: Int64? = nil,
        as person: String = "applicant"
    ) throws {
        _ = try flow.saveReturn(
            first, number: 1, answers, paperReason: paper, seen: seen,
            as: try fund.person(person))
    }

    func send(
        _ answers: JSONValue? = MonitoredRound.answers(), number: Int64 = 1, paper: String? = nil,
        as person: String = "applicant"
    ) throws {
        _ = try flow.submitReturn(
            first, number: number, answers, paperReason: paper, as: try fund.person(person))
    }

    @discardableResult
    func accept(_ number: Int64 = 1, seen: Int64? = nil, as person: String = "officer") throws
        -> [Int64]
    {
        try flow.acceptReturn(
            first, number: number, note: "Thank you.", seen: seen, as: try fund.person(person))
    }

    @discardableResult
    func sendBack(_ reason: String = "Say more.") throws -> LocalDate {
        try flow.sendBackReturn(
            first, number: 1, reason: reason, as: try fund.person("officer"))
    }

    func concern(_ isRaised: Bool) throws {
        try flow.setConcern(
            isRaised, over: first, reason: "Nobody has seen them.",
            as: try fund.person("officer"))
    }

    /// What keeps each instalment of the first award out of a run.
    func obstacles() throws -> [String] {
        var rows: [String] = []
        try fund.services.reports.payables(of: "round-1", as: try fund.person("finance")) {
            if $0[0].plainText == first { rows.append($0[7].plainText) }
        }
        return rows
    }

    func plan(_ parts: [String]) throws {
        _ = try round.schedule()
        _ = try flow.planPayments(
            of: first, round: "round-1",
            as: InstalmentPlan(try parts.map { try InstalmentPlan.Part($0, place: "part") }),
            reason: "As agreed", as: try fund.person("finance"))
    }

    func refuses(_ sql: String, _ code: String) throws {
        let done = try Command.run(
            "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
        #expect(done.errors.contains(code), "\(sql): \(done.errors)")
    }
}

@Suite("Groups tell how their projects go")
struct ReturnTests {
    @Test("each award that is agreed is asked once, and its days follow the project's")
    func once() throws {
        let round = try MonitoredRound()
        let asked = try round.ask()
        #expect(asked.made == 2 && asked.moved == 0 && asked.waiting == 2)
        let again = try round.ask()
        #expect(again.made == 0 && again.moved == 0 && again.waiting == 2)
        let terms = try #require(try round.round.agreement(round.first).agreed?.terms)
        let (half, end) = (try round.asked(1), try round.asked(2))
        #expect(half.moment == .halfway && end.moment == .end)
        #expect(end.dueOn == terms.endsOn.adding(days: 28))
        let days = terms.endsOn.daysSince1970 - terms.startsOn.daysSince1970
        #expect(half.dueOn == terms.startsOn.adding(days: days / 2 + 14))
        // A later end moves what nobody has sent.
        try round.send()
        let later = terms.endsOn.adding(days: 60)
        try round.flow.askVariation(
            round.first, AgreementChange(endsOn: later, reason: "The hall was shut."),
            as: try round.fund.person("officer"))
        try round.round.decide(round.first)
        try round.round.accept(round.first)
        let moved = try round.ask()
        #expect(moved.made == 0 && moved.moved == 1)
        #expect(try round.asked(2).dueOn == later.adding(days: 28))
        #expect(try round.asked(1).dueOn == half.dueOn)
        #expect(
            problem {
                _ = try round.flow.askReturns(
                    round: "round-1", try round.fund.services.configuration(),
                    as: try round.fund.person("finance"))
            }?.code == "role-missing")
        guard case .whole = try round.fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("a small award is asked little, and what was asked stays as it was asked")
    func light() throws {
        let small = (
            file: "Config/monitoring.yaml", old: "smallUpTo: £1,000", new: "smallUpTo: £9,000"
        )
        let keys = { (round: MonitoredRound) in
            try round.report().json(1)["returns"]?.array?.first?["questions"]?.array?
                .compactMap { $0["key"]?.string } ?? []
        }
        let round = try MonitoredRound(edits: [small])
        try round.ask()
        #expect(!(try keys(round).contains("returnTogether")))
        #expect(try keys(round).contains("returnSpent"))
        let large = try MonitoredRound()
        try large.ask()
        #expect(try keys(large).contains("returnTogether"))
        #expect(try large.report().returns.count == 2)
    }

    @Test("what is written is kept in sittings, checked, and never comes to more than the award")
    func writing() throws {
        let round = try MonitoredRound()
        #expect(problem { try round.send() }?.code == "return-unknown")
        try round.ask()
        try round.save(.object([("returnSpent", .int(100))]))
        #expect(try round.asked().state == .begun)
        // The group and officers see what is saved, and nobody else.
        #expect(try round.report(as: "applicant").returns[0].draft?.version == 1)
        #expect(try round.report(as: "finance").returns[0].draft == nil)
        let over = problem { try round.save(MonitoredRound.answers(spent: 900_001)) }
        #expect(over?.fields.map(\.code) == ["return-over-award"])
        #expect(over?.fields.first?.arguments["award"]?.hasPrefix("£9,000") == true)
        #expect(
            problem { try round.send(MonitoredRound.answers(spent: 900_001)) }?.fields
                .map(\.place) == ["returnSpent"])
        let wrong = problem {
            try round.send(
                .object([
                    ("returnSpent", .int(-1)), ("returnPlanned", .string("differently")),
                    ("other", .int(1)),
                ]))
        }
        #expect(
            wrong?.fields.map { "\($0.place) \($0.code)" } == [
                "returnSpent not-pounds-amount", "returnPeople missing",
                "returnHappened missing", "returnTogether missing", "returnDifferently missing",
                "other unknown-key",
            ])
        #expect(problem { try round.save(.object([]), seen: 0) }?.code == "return-changed")
        try round.save(MonitoredRound.answers(spent: 900_000), seen: 1)
        try round.send(nil)
        #expect(try round.asked().latest?.spent == Money(pence: 900_000))
        #expect(problem { try round.save(.object([])) }?.code == "return-not-open")
    }

    @Test("what is sent back is sent again as a new version, and the old one stays")
    func versions() throws {
        let round = try MonitoredRound()
        try round.ask()
        #expect(problem { try round.accept() }?.code == "return-nothing-sent")
        try round.send()
        #expect(problem { try round.sendBack(" ") }?.fields.map(\.code) == ["missing"])
        let due = try round.asked().dueOn
        #expect(try round.sendBack() == due)
        #expect(try round.asked().state == .sentBack)
        round.fund.setTime("\(due.adding(days: 3))T10:00")
        #expect(try round.asked().isLate(on: due.adding(days: 3)))
        try round.send(MonitoredRound.answers(spent: 500_000))
        #expect(problem { try round.accept(seen: 1) }?.code == "return-changed")
        // Back after its day: there is time to do it again, and what came late is late still.
        let again = try round.sendBack()
        #expect(again == due.adding(days: 3 + 14))
        #expect(try round.asked().isLate(on: due.adding(days: 4)))
        try round.send(MonitoredRound.answers(spent: 600_000))
        try round.accept(seen: 3)
        let versions = try round.report().returns[0].versions
        #expect(versions.map(\.spent.pence) == [400_000, 500_000, 600_000])
        #expect(versions.map { $0.judgement?.verdict } == [.sentBack, .sentBack, .accepted])
        #expect(versions[0].judgement?.note == "Say more.")
        #expect(problem { try round.accept() }?.code == "return-nothing-sent")
    }

    @Test("the group writes for itself; from paper one officer enters, and another accepts")
    func hands() throws {
        let round = try MonitoredRound()
        try round.ask()
        #expect(problem { try round.send(as: "officer") }?.code == "role-missing")
        #expect(problem { try round.send(paper: "x") }?.code == "role-missing")
        #expect(problem { try round.send(paper: " ", as: "officer") }?.kind == .invalid)
        try round.send(paper: "They have no computer.", as: "officer")
        #expect(problem { try round.accept() }?.code == "return-accepted-own")
        try round.accept(as: "officer2")
        let version = try #require(try round.report().returns[0].versions.first)
        #expect(version.paperReason == "They have no computer.")
    }

    @Test("an accepted return meets the next instalment that waits for a report")
    func meets() throws {
        let round = try MonitoredRound()
        try round.plan(["50% agreement", "25% report", "25% report"])
        try round.ask()
        #expect(try round.obstacles() == ["", "report", "report"])
        try round.send()
        // The whole, number 1, is paid no more.
        #expect(try round.accept() == [3])
        #expect(try round.obstacles() == ["", "", "report"])
        try round.send(number: 2)
        #expect(try round.accept(2) == [4])
        #expect(try round.obstacles() == ["", "", ""])
    }

    @Test("an instalment waits for its own return: the end's meets what halfway's did not")
    func meetsOwn() throws {
        let round = try MonitoredRound()
        try round.plan(["50% agreement", "25% report", "25% report"])
        try round.ask()
        try round.send(number: 2)
        #expect(try round.accept(2) == [3, 4])
        // It tells the whole of it: the one before need not be sent any more, and holds nothing.
        #expect(problem { try round.send() }?.code == "return-not-open")
        #expect(try round.asked().state == .waived && round.asked().heldFrom == nil)
        #expect(try round.obstacles() == ["", "", ""])
    }

    @Test("whoever saved answers from paper does not accept them, though another sent them")
    func writers() throws {
        let round = try MonitoredRound()
        try round.ask()
        try round.save(MonitoredRound.answers(), paper: "By telephone.", as: "officer")
        try round.send(nil, paper: "By telephone.", as: "officer2")
        #expect(problem { try round.accept() }?.code == "return-accepted-own")
        #expect(problem { try round.accept(as: "officer2") }?.code == "return-accepted-own")
        try round.refuses(
            "INSERT INTO commissioningReturnJudgement SELECT commissioningReturnVersion.id, "
                + "'accepted', NULL, person.id, 1, '2027-02-01' FROM commissioningReturnVersion, "
                + "person WHERE email = 'officer@example.org';", "return-accepted-own")
        // Sent back, the group writes the next version itself.
        try round.sendBack()
        try round.send()
        try round.accept()
    }

    @Test("while a return is late or a concern stands, nothing more of that award is paid")
    func holds() throws {
        let round = try MonitoredRound()
        _ = try round.round.schedule()
        try round.ask()
        #expect(try round.obstacles() == [""])
        let due = try round.asked().dueOn
        round.fund.setTime("\(due)T10:00")
        #expect(try round.obstacles() == [""])
        round.fund.setTime("\(due.adding(days: 1))T10:00")
        #expect(try round.obstacles() == ["returnLate"])
        func late() throws -> [Int64] {
            try round.fund.services.reports.returns(
                of: "round-1", isLate: true, as: TestFund.operator
            ).lines.map(\.asked.number)
        }
        #expect(try late() == [1])
        try round.concern(true)
        #expect(problem { try round.concern(true) }?.code == "concern-raised")
        #expect(try round.obstacles() == ["returnLate, concern"])
        #expect(problem { try round.round.pay() }?.code == "payment-nothing-due")
        #expect(try round.report(as: "applicant").concern == nil)
        try round.send()
        #expect(try late() == [])
        // What came late holds until it is accepted, also while it is with the group again.
        #expect(try round.obstacles() == ["returnLate, concern"])
        try round.sendBack()
        #expect(try late() == [1])
        #expect(try round.obstacles() == ["returnLate, concern"])
        try round.send()
        try round.accept()
        #expect(try round.obstacles() == ["concern"])
        try round.concern(false)
        #expect(problem { try round.concern(false) }?.code == "concern-none")
        try round.round.pay()
    }

    @Test("it is asked again before a run is released, and the schema holds it too")
    func release() throws {
        let released = (
            file: "Config/rounds.yaml", old: "controls: {agreement: true}",
            new: "controls: {agreement: true, paymentRelease: true}"
        )
        let round = try MonitoredRound(edits: [released])
        let fund = round.fund
        try round.plan(["50% agreement", "50% report"])
        _ = try round.flow.proposeRun(round: "round-1", as: try fund.person("finance"))
        _ = try round.flow.approvePayments(
            round: "round-1", by: try fund.papers(), limits: PaymentRules(),
            as: try fund.person("finance2"))
        func release() throws {
            _ = try round.flow.releaseRun(
                round: "round-1", run: nil, payOn: nil, by: try fund.papers(),
                as: try fund.person("finance"))
        }
        try round.concern(true)
        let refused = problem { try release() }
        #expect(refused?.code == "payment-reports-owed")
        #expect(refused?.fields.map(\.code) == ["instalment-concern"])
        let drop = try fund.value(
            """
            SELECT group_concat('DROP TRIGGER ' || name || ';', ' ') FROM sqlite_schema
            WHERE type = 'trigger' AND tbl_name IN ('paymentRunItem', 'paymentRelease')
              AND name NOT LIKE '%Reported';
            """)
        let whole = "BEGIN; \(drop) "
        try round.refuses(
            whole
                + """
                INSERT INTO paymentRelease (runId, releasedById, releasedAt, payOn)
                SELECT id, approvedById, approvedAt, '2027-02-09' FROM paymentRun;
                """, "payment-reports-owed")
        try round.refuses(
            whole
                + """
                INSERT INTO paymentRunItem (instalmentId, runId, amountPence, approvedById,
                  decidedById, payeeId)
                SELECT paymentInstalment.id, paymentRun.id, paymentInstalment.amountPence,
                  approvedById, decidedById, NULL
                FROM paymentInstalment JOIN paymentAward USING (awardId), paymentRun
                WHERE trigger = 'report';
                """, "instalment-concern")
        try round.concern(false)
        try release()
    }

    @Test("the schema refuses what the program would, whoever writes to it")
    func schema() throws {
        let round = try MonitoredRound()
        try round.ask()
        let again = "INSERT INTO commissioningReturn SELECT 9, awardId, applicationId, roundId, "
        let rest = " form, askedById, askedAt, askedOn FROM commissioningReturn WHERE number = 1;"
        try round.refuses(again + "3, moment," + rest, "return-kept")
        try round.refuses("UPDATE commissioningReturn SET number = 7;", "return-kept")
        try round.refuses("DELETE FROM commissioningReturnDue;", "return-kept")
        func version(_ number: Int, spent: Int = 1) -> String {
            "INSERT INTO commissioningReturnVersion VALUES (9, 1, \(number), '{}', 900000, \(spent), "
                + "1, NULL, 2, 1, '2027-02-01');"
        }
        try round.refuses(version(1, spent: 900_001), "return-over-award")
        try round.refuses(version(2), "return-not-open")
        try round.send()
        try round.refuses(version(2), "return-not-open")
        try round.refuses(
            "UPDATE commissioningReturnDraft SET version = version + 1;", "return-not-open")
        try round.refuses("UPDATE commissioningReturnVersion SET spentPence = 1;", "return-kept")
        func verdict(_ verdict: String, _ note: String, by: String) -> String {
            "INSERT INTO commissioningReturnJudgement SELECT id, '\(verdict)', \(note), \(by), 1, "
                + "'2027-02-01' FROM commissioningReturnVersion;"
        }
        try round.refuses(verdict("sentBack", "NULL", by: "sentById"), "CHECK")
        try round.refuses(verdict("accepted", "NULL", by: "sentById"), "return-accepted-own")
        try round.accept()
        try round.refuses(version(2), "return-not-open")
        try round.refuses(verdict("sentBack", "'x'", by: "1"), "return-kept")
        let raise =
            "INSERT INTO commissioningConcern SELECT NULL, awardId, %, 'x', 2, 1, "
            + "'2027-02-01' FROM commissioningReturn WHERE id = 1;"
        try round.refuses(raise.replacing("%", with: "0"), "concern-none")
        try round.concern(true)
        try round.refuses(raise.replacing("%", with: "1"), "concern-raised")
        try round.refuses("DELETE FROM paymentReportHold;", "instalment-stands")
    }
}
