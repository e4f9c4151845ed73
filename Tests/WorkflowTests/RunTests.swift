import Bootstrap
import FundCore
import Ledger
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

/// A decided round with its awards scheduled.
struct ScheduledRound {
    let fund: TestFund
    let references: [String]

    static let released = (
        file: "Config/rounds.yaml", old: "    controls: {}  ",
        new: "    controls: {paymentRelease: true}"
    )

    init(
        _ amounts: [Int64] = [1_000_000, 250_050], isReleased: Bool = true, email: Bool = false,
        edits: [(file: String, old: String, new: String)] = []
    ) throws {
        fund = try TestFund(edits: (isReleased ? [Self.released] : []) + edits)
        references = try fund.decidable(amounts.map { ($0, nil) }, email: email)
        _ = try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
    }

    func configuration() throws -> FundConfiguration { try fund.services.configuration() }

    @discardableResult
    func propose(as person: String = "finance") throws -> PaymentProposal {
        try fund.workflows.proposeRun(round: "round-1", as: fund.person(person)).proposal
    }

    @discardableResult
    func approve(as person: String = "finance2") throws -> PaymentRun {
        let configuration = try configuration()
        return try fund.workflows.approvePayments(
            round: "round-1", by: fund.papers(), limits: configuration.payments,
            as: fund.person(person))
    }

    @discardableResult
    func release(as person: String = "finance", payOn: LocalDate? = nil) throws -> PaymentRun {
        try fund.workflows.releaseRun(
            round: "round-1", run: nil, payOn: payOn, by: fund.papers(), as: fund.person(person))
    }

    /// Proposes, approves, releases and takes away what is due.
    func exported() throws -> PaymentRun {
        try propose()
        try approve()
        let run = try release()
        try fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: fund.person("finance"))
        return run
    }

    /// - Parameter day: nil for today, or for the day that the run was released for: whatever comes
    ///   of a payment but failing is known on that day at the earliest.
    func settle(
        _ reference: String, _ outcome: PaymentOutcome, in run: PaymentRun, number: Int64? = nil,
        on day: String? = nil, reason: String? = "Account closed"
    ) throws {
        let released = try fund.services.reports.run(
            "\(run.reference)", as: fund.person("finance")
        ).run.payOn
        if day == nil, outcome != .failed, let released,
            released > "\(try fund.services.today())"
        {
            fund.setTime("\(released)T10:00")
        }
        let day = try day ?? "\(fund.services.today())"
        _ = try fund.workflows.settlePayment(
            of: reference, number: number, inRun: "\(run.reference)", outcome,
            on: try #require(LocalDate(day)), reason: outcome == .paid ? nil : reason,
            evidence: "Statement 7", as: fund.person("finance"))
    }

    func standing(_ day: String = "2026-12-31") throws -> LedgerStanding {
        try fund.services.reports.statement(
            of: "round-1", on: try #require(LocalDate(day)), as: fund.person("auditor"))
    }

    /// What the next run would pay.
    func due() throws -> [String] {
        var rows: [String] = []
        try fund.services.reports.payables(of: "round-1", as: fund.person("finance")) {
            rows.append(
                "\($0[0].plainText) \($0[2].plainText) \($0[3].plainText) \($0[7].plainText)"
                    .trimmed)
        }
        return rows
    }

    func bytes(_ run: PaymentRun, _ profile: String = "ledger") throws -> String {
        var bytes: [UInt8] = []
        let file = try fund.services.reports.awardsFile(
            ofRun: "\(run.reference)", profile: profile,
            bankKey: fund.services.settings.bankKey, as: fund.person("finance"))
        var number: Int64 = 1
        while let piece = try fund.services.reports.piece(number, of: file) {
            bytes += piece
            number += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite("A payment run is proposed, approved and released by different people, and settled")
struct RunTests {
    @Test("from what is due to what the ledger says was paid")
    func whole() throws {
        let round = try ScheduledRound()
        #expect(problem { try round.approve() }?.code == "payment-proposal-missing")
        let proposal = try round.propose()
        #expect(proposal.instalmentCount == 2)
        #expect(proposal.total == Money(pence: 1_250_050))
        let run = try round.approve()
        #expect(run.status == .approved)
        #expect(run.contentSha256 == proposal.contentSha256)
        #expect(problem { _ = try round.bytes(run) }?.code == "payment-run-unreleased")
        #expect(
            problem {
                try round.fund.workflows.recordExport(
                    of: "\(run.reference)", profile: "ledger", as: TestFund.operator)
            }?.code == "payment-run-unreleased")
        let released = try round.release()
        #expect(released.status == .released)
        // Two working days from Tuesday 1 December 2026.
        #expect(released.payOn == "2026-12-03")
        #expect(try round.bytes(run) == round.bytes(run))
        #expect(
            problem { try round.settle(round.references[0], .paid, in: run) }?.code
                == "payment-run-not-exported")
        let finance = try round.fund.person("finance")
        try round.fund.workflows.recordExport(
            of: "\(run.reference)", profile: "ledger", as: finance)
        #expect(
            try round.fund.services.reports.run("\(run.reference)", as: finance).run.status
                == .exported)
        // Exported is not paid.
        #expect(try round.standing().paid == .zero)
        #expect(try round.standing().committed == Money(pence: 1_250_050))
        _ = try round.fund.workflows.acknowledgeRun(
            "\(run.reference)", theirReference: "B-1", on: nil, as: finance)
        for reference in round.references { try round.settle(reference, .paid, in: run) }
        let report = try round.fund.services.reports.run("\(run.reference)", as: finance)
        #expect(report.run.status == .settled)
        #expect(
            report.duties.map { "\($0.email) \($0.duty)" } == [
                "finance@example.org proposed", "finance2@example.org approved",
                "finance@example.org released",
            ])
        #expect(try round.standing().paid == Money(pence: 1_250_050))
        #expect(try round.standing().committed == .zero)
        #expect(try round.standing("2026-11-30").paid == .zero)
        #expect(
            problem { try round.settle(round.references[0], .paid, in: run) }?.code
                == "outcome-stands-paid")
        #expect(try round.fund.value("SELECT count(*) FROM paymentRunItem") == "2")
    }

    @Test("nobody does two duties of one run; an exception is granted by somebody else, and listed")
    func apart() throws {
        let round = try ScheduledRound()
        try round.propose()
        #expect(
            problem { try round.approve(as: "finance") }?.code
                == "payment-duties-approved-proposed")
        try round.approve()
        #expect(
            problem { try round.release(as: "finance2") }?.code
                == "payment-duties-released-approved")
        let workflows = round.fund.workflows
        let until = try #require(LocalDate("2026-12-31"))
        func exempt(_ person: String, _ duty: Duty, _ other: Duty, by granter: String) throws {
            try workflows.exempt(
                "\(person)@example.org", duty, apartFrom: other, round: "round-1", until: until,
                reason: "Only two people are here this week", as: round.fund.person(granter))
        }
        #expect(
            problem { try exempt("finance2", .released, .approved, by: "finance2") }?.code
                == "role-missing")
        #expect(
            problem { try exempt("decider", .released, .approved, by: "decider") }?.code
                == "exemption-own")
        #expect(
            problem { try exempt("finance2", .approved, .decided, by: "decider") }?.code
                == "exemption-never")
        try exempt("finance2", .released, .approved, by: "decider")
        try round.release(as: "finance2")
        let listed = try round.fund.services.reports.exemptions(
            of: "round-1", as: round.fund.person("auditor"))
        #expect(listed.count == 1)
        #expect(listed[0][6].plainText == "decider@example.org")
        #expect(
            problem { try exempt("p1", .released, .approved, by: "decider") }?.code
                == "exemption-useless-finance")
        // It holds until its day only.
        round.fund.setTime("2027-01-02T10:00")
        let again = try ScheduledRound()
        try again.propose()
        try again.approve()
        try again.fund.workflows.exempt(
            "finance2@example.org", .released, apartFrom: .approved, round: "round-1",
            until: until, reason: "Holidays", as: again.fund.person("decider"))
        again.fund.setTime("2027-01-04T10:00")
        #expect(
            problem { try again.release(as: "finance2") }?.code
                == "payment-duties-released-approved")
    }

    @Test(
        "an exception ends before its day, once, for a reason, and lets nobody do more from then on"
    )
    func ended() throws {
        let round = try ScheduledRound()
        try round.propose()
        try round.approve()
        let (fund, until) = (round.fund, try #require(LocalDate("2026-12-31")))
        func end(_ number: Int64, _ reason: String = "Back at work", by name: String = "decider")
            -> String?
        {
            problem {
                try fund.workflows.endExemption(number, reason: reason, as: fund.person(name))
            }?.code
        }
        func exempt() throws {
            try fund.workflows.exempt(
                "finance2@example.org", .released, apartFrom: .approved, round: "round-1",
                until: until, reason: "Ill", as: fund.person("decider"))
        }
        #expect(end(1) == "exemption-unknown")
        try exempt()
        #expect(end(1, by: "finance2") == "role-missing")
        #expect(end(1, "  ") != nil)
        #expect(
            problem {
                try fund.workflows.endExemption(
                    1, round: "round-2", reason: "x", as: fund.person("decider"))
            } != nil)
        #expect(end(1) == nil)
        #expect(end(1) == "exemption-ended")
        #expect(
            problem { try round.release(as: "finance2") }?.code
                == "payment-duties-released-approved")
        let forced = try Command.sql(
            fund.databasePath,
            "INSERT INTO paymentDuty SELECT 1, approvedById, 'released', '2026-12-01' FROM paymentRun;"
        )
        #expect(forced.errors.contains("payment-duties-apart"), "\(forced.errors)")
        for statement in [
            "DELETE FROM paymentExemptionEnd;", "UPDATE paymentExemptionEnd SET reason = 'x';",
            "INSERT OR REPLACE INTO paymentExemptionEnd SELECT * FROM paymentExemptionEnd;",
        ] {
            let outcome = try Command.sql(fund.databasePath, statement)
            #expect(outcome.errors.contains("exemption-ended"), "\(outcome.errors)")
        }
        let listed = try fund.services.reports.exemptions(
            of: "round-1", as: fund.person("auditor"))
        #expect(listed[0][8].plainText == "decider@example.org")
        #expect(listed[0][10].plainText == "Back at work")
        // Another one can be granted, and what is done under it stands.
        try exempt()
        try round.release(as: "finance2")
        #expect(end(2) == nil)
        try exempt()
        fund.setTime("2027-01-02T10:00")
        #expect(end(3) == "exemption-over")
        let late = try Command.sql(
            fund.databasePath,
            "INSERT INTO paymentExemptionEnd SELECT 3, 'x', grantedById, 1798900000000 FROM paymentExemption WHERE id = 3;"
        )
        #expect(late.errors.contains("exemption-over"), "\(late.errors)")
    }

    @Test(
        "SQL cannot pass by a proposal, an approval, a release or an outcome",
        arguments: [
            (
                "INSERT INTO paymentRun (roundId, reference, approvedById, approvedAt, approvedOn, instalmentCount, totalPence, auditHead, needsRelease) SELECT 1, 'X', id, 1, '2026-12-01', 1, 1, '', 0 FROM person WHERE email = 'finance2@example.org';",
                "payment-run-unproposed"
            ),
            (
                "INSERT INTO paymentRun (roundId, reference, approvedById, approvedAt, approvedOn, instalmentCount, totalPence, auditHead, needsRelease, proposalId, contentSha256) SELECT 1, 'X', id, 1, '2026-12-01', 1, 1, '', 1, 1, printf('%064d', 0) FROM person WHERE email = 'finance2@example.org';",
                "payment-run-unproposed"
            ),
            (
                "INSERT INTO paymentDuty SELECT 1, approvedById, 'released', '2026-12-01' FROM paymentRun;",
                "payment-duties-apart"
            ),
            (
                "INSERT INTO paymentRelease SELECT 1, approvedById, 1, '2026-12-03' FROM paymentRun;",
                "payment-duties-apart"
            ),
            (
                "INSERT INTO paymentExport SELECT 1, 'ledger', NULL, 1, 'x';",
                "payment-run-unreleased"
            ),
            (
                "INSERT INTO paymentOutcome SELECT instalmentId, 'paid', runId, '2026-12-01', NULL, 'x', approvedById, 1 FROM paymentRunItem;",
                "payment-run-not-exported"
            ),
            (
                "INSERT INTO paymentOutcome SELECT instalmentId, 'cancelled', runId, '2026-12-01', 'x', 'x', approvedById, 1 FROM paymentRunItem;",
                "payment-run-exported"
            ),
            (
                "INSERT INTO paymentInstalment (awardId, number, amountPence, scheduledAt, replacesId) SELECT awardId, 9, amountPence, 1, id FROM paymentInstalment;",
                "instalment-stands"
            ),
            (
                "INSERT INTO paymentInstalment (awardId, number, amountPence, scheduledAt) SELECT awardId, 9, 1, 1 FROM paymentAward;",
                "schedule-exceeds-award"
            ),
            (
                "INSERT INTO paymentDrop SELECT instalmentId, 'x', approvedById, 1 FROM paymentRunItem;",
                "instalment-in-run"
            ),
            (
                "INSERT INTO paymentHold (instalmentId, reason, heldById, heldAt) SELECT instalmentId, 'x', approvedById, 1 FROM paymentRunItem;",
                "instalment-in-run"
            ),
            (
                "INSERT INTO paymentRecovery (awardId, kind, duePence, reason, demandedById, demandedAt) SELECT awardId, 'unspent', 1, 'x', decidedById, 1 FROM paymentAward;",
                "recovery-beyond-paid"
            ),
            (
                "INSERT INTO paymentExemption (roundId, personId, duty, apartFrom, reason, endsOn, grantedById, grantedAt) SELECT 1, 3, 'approved', 'decided', 'x', '2026-12-31', 4, 1;",
                "exemption-never"
            ),
            ("DELETE FROM paymentSeparation;", "payment-bar-stands"),
            ("UPDATE paymentProposal SET totalPence = 1;", "payment-run-frozen"),
            ("UPDATE paymentRun SET needsRelease = 0;", "payment-run-frozen"),
        ])
    func schema(statement: String, refusal: String) throws {
        let round = try ScheduledRound()
        try round.propose()
        try round.approve()
        let outcome = try Command.sql(round.fund.databasePath, statement)
        #expect(outcome.errors.contains(refusal), "\(outcome.errors)")
    }

    @Test("a round that asks for nothing more needs one approval, and no proposal")
    func plain() throws {
        let round = try ScheduledRound(isReleased: false)
        let run = try round.approve(as: "finance")
        #expect(run.status == .approved)
        #expect(!run.needsRelease)
        #expect(try round.bytes(run).contains("TRAILER,2,"))
        #expect(problem { try round.release() }?.code == "payment-nothing-to-release")
    }

    @Test(
        "what has changed since its proposal is proposed again; an older proposal is not approved")
    func moved() throws {
        let round = try ScheduledRound()
        try round.propose()
        try round.fund.workflows.holdPayment(
            of: round.references[1], number: 1, round: "round-1", reason: "Ask first",
            as: round.fund.person("officer"))
        #expect(problem { try round.approve() }?.code == "payment-proposal-moved")
        #expect(try round.fund.value("SELECT count(*) FROM paymentRun") == "0")
        try round.propose()
        let run = try round.approve()
        #expect(run.total == Money(pence: 1_000_000))
        #expect(try round.due() == ["\(round.references[1]) 1 250050 held"])
        try round.fund.workflows.releasePayment(
            of: round.references[1], number: 1, round: "round-1", reason: "Answered",
            as: round.fund.person("finance"))
        #expect(try round.due() == ["\(round.references[1]) 1 250050"])
    }

    @Test("nobody approves over their limit, at once or in one payment")
    func limits() throws {
        func limited(_ lines: String) -> (file: String, old: String, new: String) {
            (
                "Config/payments.yaml", "\npayments:\n",
                "\npayments:\n  limits:\n    people:\n      finance2@example.org: \(lines)\n"
            )
        }
        let overall = try ScheduledRound(edits: [limited("{perRun: \"£12,500\"}")])
        try overall.propose()
        #expect(problem { try overall.approve() }?.code == "payment-over-run-limit")
        let each = try ScheduledRound(edits: [limited("{perPayment: \"£9,999.99\"}")])
        try each.propose()
        #expect(problem { try each.approve() }?.code == "payment-over-instalment-limit")
        #expect(try each.fund.value("SELECT count(*) FROM paymentRun") == "0")
        let enough = try ScheduledRound(edits: [limited("{perRun: \"£12,500.50\"}")])
        try enough.propose()
        try enough.approve()
    }

    @Test("a limit is not stepped round by parting a run in two on one day")
    func dayLimit() throws {
        let round = try ScheduledRound(edits: [
            (
                "Config/payments.yaml", "\npayments:\n",
                "\npayments:\n  limits:\n    perRun: \"£12,000\"\n"
            )
        ])
        let finance2 = try round.fund.person("finance2")
        func hold() throws {
            _ = try round.fund.workflows.holdPayment(
                of: round.references[1], number: 1, round: "round-1", reason: "Ask them",
                as: finance2)
        }
        func free() throws {
            _ = try round.fund.workflows.releasePayment(
                of: round.references[1], number: 1, round: "round-1", reason: "Asked",
                as: finance2)
        }
        try hold()
        try round.propose()
        let first = try round.approve()
        try free()
        try round.propose()
        #expect(problem { try round.approve() }?.code == "payment-over-day-limit")
        #expect(try round.fund.value("SELECT count(*) FROM paymentRun") == "1")
        // The database refuses it too.
        let errors = try Command.sql(
            round.fund.databasePath,
            """
            INSERT INTO paymentRun (roundId, reference, approvedById, approvedAt, approvedOn,
              instalmentCount, totalPence, auditHead, proposalId, contentSha256, needsRelease,
              limitPence)
            SELECT run.roundId, 'X-1', approvedById, approvedAt, approvedOn,
              proposal.instalmentCount, proposal.totalPence, auditHead, proposal.id,
              proposal.contentSha256, 1, 1200000
            FROM paymentRun AS run, paymentProposal AS proposal
            WHERE proposal.id = (SELECT max(id) FROM paymentProposal)
            """
        ).errors
        #expect(errors.contains("payment-over-day-limit"), "\(errors)")
        // What is called off counts no more, and tomorrow is another day.
        _ = try round.fund.workflows.cancelRun(
            "\(first.reference)", reason: "Together", as: round.fund.person("finance"))
        try hold()
        try round.propose()
        try round.approve()
        try free()
        round.fund.setTime("2026-12-02T10:00")
        try round.propose()
        try round.approve()
    }

    @Test("money arrives on a working day, two from now or later")
    func payDay() throws {
        let round = try ScheduledRound()
        try round.propose()
        try round.approve()
        for day in ["2026-12-02", "2026-12-05", "2026-12-25"] {
            #expect(
                problem { try round.release(payOn: LocalDate(day)) }?.fields.first?.code
                    == "not-pay-day")
        }
        for day in ["2027-01-04", "2099-01-01"] {
            #expect(
                problem { try round.release(payOn: LocalDate(day)) }?.fields.first?.code
                    == "pay-day-far")
        }
        #expect(try round.release(payOn: LocalDate("2026-12-24")).payOn == "2026-12-24")
    }

    @Test("a run that nobody has taken away is called off whole, and can be paid by another")
    func cancelled() throws {
        let round = try ScheduledRound()
        try round.propose()
        let run = try round.approve()
        let finance = try round.fund.person("finance")
        #expect(
            problem {
                _ = try round.fund.workflows.cancelRun(
                    "\(run.reference)", reason: " ", as: finance)
            }?.fields.first?.code == "missing")
        let cancelled = try round.fund.workflows.cancelRun(
            "\(run.reference)", reason: "Wrong day", as: finance)
        #expect(cancelled.status == .cancelled)
        #expect(problem { try round.release() }?.code == "payment-nothing-to-release")
        #expect(try round.due().count == 2)
        let again = try round.exported()
        #expect(again.total == run.total)
        #expect(
            problem {
                _ = try round.fund.workflows.cancelRun(
                    "\(again.reference)", reason: "Too late", as: finance)
            }?.code == "payment-run-exported")
    }

    @Test("what fails or comes back is owed again, held until somebody has looked into it")
    func failed() throws {
        let round = try ScheduledRound()
        let run = try round.exported()
        try round.settle(round.references[0], .failed, in: run)
        #expect(
            problem { try round.settle(round.references[1], .returned, in: run) }?.code
                == "outcome-not-paid")
        try round.settle(round.references[1], .paid, in: run)
        #expect(try round.standing().paid == Money(pence: 250_050))
        try round.settle(round.references[1], .returned, in: run)
        let standing = try round.standing()
        #expect(standing.returned == Money(pence: 250_050))
        #expect(standing.committed == Money(pence: 1_250_050))
        #expect(
            try round.due() == [
                "\(round.references[0]) 2 1000000 held", "\(round.references[1]) 2 250050 held",
            ])
        // Whoever recorded it does not let it go as well.
        for reference in round.references {
            func release(_ person: String) throws {
                try round.fund.workflows.releasePayment(
                    of: reference, number: 2, round: "round-1", reason: "New details",
                    as: round.fund.person(person))
            }
            #expect(problem { try release("finance") }?.code == "hold-by-two")
            try release("finance2")
        }
        let failedBefore = try round.fund.services.reports.warningsOfNextRun(
            of: "round-1", as: round.fund.person("finance")
        ).filter { $0.kind == .failed }
        #expect(failedBefore.map { "\($0.reference)" } == round.references)
        let second = try round.exported()
        #expect(second.total == run.total)
        for reference in round.references { try round.settle(reference, .paid, in: second) }
        #expect(try round.standing().committed == .zero)
        #expect(
            try round.standing().paid - round.standing().returned == Money(pence: 1_250_050))
    }

    @Test("a group pays back no more than reached it, and the round has it only by a decision")
    func recovery() throws {
        let round = try ScheduledRound()
        let workflows = round.fund.workflows
        let finance = try round.fund.person("finance")
        func demand(_ pence: Int64) throws -> Recovery {
            try workflows.demandMoney(
                Money(pence: pence), .unspent, from: round.references[1], round: "round-1",
                reason: "Hall was free", as: finance)
        }
        #expect(problem { _ = try demand(1) }?.code == "recovery-beyond-paid")
        let run = try round.exported()
        for reference in round.references { try round.settle(reference, .paid, in: run) }
        #expect(problem { _ = try demand(250_051) }?.code == "recovery-beyond-paid")
        let recovery = try demand(50_000)
        func receive(_ pence: Int64) throws {
            _ = try workflows.receiveMoney(
                Money(pence: pence), forRecovery: recovery.id, round: "round-1",
                on: try #require(LocalDate("2026-12-03")), evidence: "Line 4", as: finance)
        }
        try receive(20_000)
        #expect(problem { try receive(30_001) }?.code == "recovery-too-much")
        #expect(try round.standing().recovered == Money(pence: 20_000))
        let before = try round.standing().remaining
        #expect(
            try workflows.reallot(
                recovery: recovery.id, round: "round-1", as: round.fund.person("decider"))
                == Money(pence: 20_000))
        #expect(try round.standing().remaining == before + Money(pence: 20_000))
        #expect(
            problem {
                _ = try workflows.reallot(
                    recovery: recovery.id, round: "round-1", as: round.fund.person("decider"))
            }?.code == "recovery-nothing-held")
    }
}
