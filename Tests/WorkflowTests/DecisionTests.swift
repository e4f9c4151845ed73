import Applications
import Assessment
import Awards
import Bootstrap
import Foundation
import FundCore
import FundStore
import Ledger
import Payments
import Publishing
import Rounds
import TestSupport
import Testing
import Workflows

@Suite("Scores are one each, kept with their history, and rank exactly")
struct ScoreTests {
    private func ready(_ names: Int = 2, panel: [String] = ["p1", "p2"]) throws -> (
        TestFund, [String]
    ) {
        let fund = try TestFund()
        try fund.open()
        let references = try (1...names).map { try fund.submit("Group \($0)") }
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(panel)
        return (fund, references)
    }

    private func ranking(_ fund: TestFund) throws -> [JSONValue] {
        var rows: [JSONValue] = []
        try fund.services.reports.ranking(of: "round-1", as: TestFund.operator) {
            rows.append(Listing.ranking.json($0))
        }
        return rows
    }

    @Test("rescoring replaces and keeps history; the same again changes nothing")
    func history() throws {
        let (fund, references) = try ready()
        try fund.score(references[0], by: "p1", 3)
        let revision = try fund.value("SELECT revision FROM assessmentRound")
        let rows = try fund.value("SELECT count(*) FROM auditEntry")
        try fund.score(references[0], by: "p1", 3)
        #expect(try fund.value("SELECT revision FROM assessmentRound") == revision)
        #expect(try fund.value("SELECT count(*) FROM auditEntry") == rows)
        try fund.score(references[0], by: "p1", 4)
        #expect(
            try fund.value("SELECT count(*) || ' ' || min(value) FROM assessmentScoreHistory")
                == "6 3")
        #expect(
            try fund.value("SELECT count(*) || ' ' || min(value) FROM assessmentScore") == "6 4")
    }

    @Test("a member records their own only; an officer enters anybody's and is kept")
    func owners() throws {
        let (fund, references) = try ready()
        let entries: [(criterion: String, value: Int64, comment: String?)] = [("need", 3, nil)]
        #expect(
            problem {
                _ = try fund.workflows.recordScores(
                    of: references[0], member: "p2@example.org", entries, as: fund.person("p1"))
            }?.fields.map(\.code) == ["score-not-yours"])
        _ = try fund.workflows.recordScores(
            of: references[0], member: "p2@example.org", entries, as: fund.person("officer"))
        #expect(
            try fund.value(
                "SELECT group_concat(email) FROM assessmentScore JOIN person ON person.id IN (memberId, enteredById) ORDER BY person.id"
            ) == "officer@example.org,p2@example.org")
        #expect(
            problem { try fund.score(references[0], by: "p3", 3) }?.fields.first?.code
                == "not-on-panel")
        #expect(problem { try fund.score(references[0], by: "finance", 3) }?.code == "role-missing")
    }

    @Test(
        "the schema refuses a second score, one off the scale, and one of a stranger",
        arguments: [
            ("(SELECT min(personId) FROM assessmentPanelMember), 'need', 3", "score-kept"),
            ("(SELECT min(personId) FROM assessmentPanelMember), 'lens', 6", "score-off-scale"),
            (
                "(SELECT id FROM person WHERE email = 'finance@example.org'), 'lens', 3",
                "FOREIGN KEY"
            ),
            ("(SELECT min(personId) FROM assessmentPanelMember), 'charm', 3", "FOREIGN KEY"),
        ])
    func schema(values: String, refusal: String) throws {
        let (fund, references) = try ready()
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, [("need", 3, nil)], as: fund.person("p1"))
        let outcome = try Command.sql(
            fund.databasePath,
            """
            INSERT INTO assessmentScore (roundId, applicationId, memberId, criterion, value, enteredById, recordedAt)
            SELECT 1, min(applicationId), \(values), 1, 1 FROM assessmentCandidate;
            """)
        #expect(outcome.errors.contains(refusal), "\(outcome.errors)")
        #expect(
            try Command.sql(fund.databasePath, "DELETE FROM assessmentScore;").errors.contains(
                "score-kept"))
    }

    @Test("a file of scores is taken whole, or not at all with every problem by line")
    func file() throws {
        let (fund, references) = try ready()
        let bad = """
            application,panel_member,criterion,score,comment
            \(references[0]),p1@example.org,need,3,
            \(references[0]),p1@example.org,need,4,
            \(references[0]),p1@example.org,lens,6,
            \(references[0]),nobody@example.org,lens,4,
            CF26-9999-X,p1@example.org,lens,4,
            \(references[1]),p3@example.org,lens,4,
            \(references[1]),p2@example.org,charm,4
            \(references[1]),p2@example.org,charm,2.5,
            """
        let officer = try fund.person("officer")
        func take(_ text: String, _ person: Principal) throws -> String {
            let done = try fund.workflows.importScores(
                Array(text.utf8), source: "s.csv", round: "round-1", as: person)
            return "\(done.newCount) \(done.changedCount) \(done.unchangedCount)"
        }
        let report = problem { _ = try take(bad, officer) }
        let found = Set((report?.fields ?? []).map { "\($0.place) \($0.code)" })
        #expect(
            found == [
                "line 3 score-twice", "line 4: score off-scale",
                "line 5: panel_member person-unknown",
                "line 6: application application-unknown", "line 7: panel_member not-on-panel",
                "line 8 field-count", "line 9: score not-whole-number",
            ])
        #expect(try fund.value("SELECT count(*) FROM assessmentScore") == "0")
        let good =
            "\u{FEFF}criterion,score,application,panel_member,comment\r\nneed,3,\(references[0].lowercased()),P1@example.org,\"'=why, not\"\r\n"
        #expect(try take(good, officer) == "1 0 0")
        #expect(try take(good, officer) == "0 0 1")
        #expect(try fund.value("SELECT comment FROM assessmentScore") == "=why, not")
        #expect(
            problem { _ = try take(good, fund.person("p2")) }?.fields.map(\.code) == [
                "score-not-yours"
            ])
        #expect(problem { _ = try take("a,b\n", officer) }?.fields.count == 6)
        #expect(problem { _ = try take("", officer) }?.fields.map(\.code) == ["file-empty"])
    }

    @Test("our own list of scores can be imported again and changes nothing")
    func roundTrip() throws {
        let (fund, references) = try ready()
        for reference in references { try fund.score(reference, by: "p1", 1, 2, 3, 4, 5, 0) }
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, [("need", 1, "-5, \"quoted\"\nand more")],
            as: fund.person("p1"))
        var text = Listing.scores.csvHeader
        try fund.services.reports.scores(of: "round-1", as: TestFund.operator) {
            row, _ in text += Listing.scores.csv(row)
        }
        let done = try fund.workflows.importScores(
            Array(text.utf8), source: "s", round: "round-1", as: fund.person("officer"))
        #expect(done.newCount == 0 && done.changedCount == 0 && done.unchangedCount == 12)
    }

    @Test("the score is Σ weight × mean / scale × 100, and says who has not scored")
    func formula() throws {
        let (fund, references) = try ready(1, panel: ["p1", "p2", "p3"])
        try fund.score(references[0], by: "p1", 5, 4, 3, 2, 1, 0)
        try fund.score(references[0], by: "p2", 4, 4, 4, 4, 4, 4)
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, [("need", 3, nil)], as: fund.person("p3"))
        let row = try #require(try ranking(fund).first)
        // 20·(12/3)/5 + 20·4/5 + 20·3.5/5 + 15·3/5 + 15·2.5/5 + 10·2/5
        #expect(row["score"]?.string == "133/2")
        #expect(row["scoreDecimal"]?.string == "66.50")
        let need = try #require(row["criteria"]?.array?.first)
        #expect(need["mean"]?.string == "4/1" && need["points"]?.string == "16/1")
        #expect(need["scorers"]?.int == 3 && need["missing"]?.array?.isEmpty == true)
        #expect(row["criteria"]?.array?[1]["missing"]?.array?.first?.string == "p3@example.org")
        #expect(row["criteria"]?.array?[1]["weightBasisPoints"]?.int == 2000)
    }

    @Test("equal scores part by need, lens, the smaller request, and at last by lot")
    func ties() throws {
        let fund = try TestFund()
        try fund.open()
        // Equal totals: 20 points each from need/lens/reach.
        let byNeed = try fund.submit("A", pence: 900_000)
        let byLens = try fund.submit("B", pence: 900_000)
        let small = try fund.submit("C", pence: 100_000)
        let lotOne = try fund.submit("D", pence: 200_000)
        let lotTwo = try fund.submit("E", pence: 200_000)
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        try fund.score(byNeed, by: "p1", 5, 0, 0, 0, 0, 0)
        try fund.score(byLens, by: "p1", 0, 5, 0, 0, 0, 0)
        for reference in [small, lotOne, lotTwo] {
            try fund.score(reference, by: "p1", 0, 0, 5, 0, 0, 0)
        }
        let rows = try ranking(fund)
        let lots = [lotOne, lotTwo].sorted {
            SHA256Hex(of: "round-1:\($0)").description < SHA256Hex(of: "round-1:\($1)").description
        }
        #expect(rows.map { $0["reference"]?.string } == [byNeed, byLens, small] + lots)
        #expect(rows.map { $0["rank"]?.int } == [1, 2, 3, 4, 5])
        #expect(
            rows.map { $0["tieBreak"]?.string } == [
                "need", "need", "lens", "requestedPence", "sha256",
            ])
    }

    @Test(
        "an application with a criterion nobody scored comes last, unranked, and stops the proposal"
    )
    func unscored() throws {
        let (fund, references) = try ready()
        try fund.score(references[1], by: "p1", 0)
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, TestFund.criteria.dropLast().map { ($0, 5, nil) },
            as: fund.person("p1"))
        let rows = try ranking(fund)
        #expect(rows.map { $0["reference"]?.string } == [references[1], references[0]])
        #expect(rows[1]["rank"]?.int == nil && rows[1]["score"]?.string == nil)
        let refused = problem {
            _ = try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
        }
        #expect(refused?.code == "applications-unscored")
        #expect(refused?.arguments["references"] == references[0])
    }
}

@Suite("A round is decided once, by someone free to, within its money")
struct DecisionTests {
    private func approve(
        _ fund: TestFund, as person: String = "decider", proposal: Int64? = nil,
        reason: String = "Best fit"
    ) throws -> Approval {
        try fund.workflows.approve(
            round: "round-1", proposal: proposal, reason: reason, as: fund.person(person))
    }

    private func propose(_ fund: TestFund) throws -> Proposal {
        try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
    }

    @Test("deciding reserves the money, makes the awards, queues every letter and seals the scores")
    func whole() throws {
        let fund = try TestFund()
        let references = try fund.decidable([
            (1_000_000, nil), (1_000_000, nil), (900_000, nil), (1_000_000, 50_000), (100_000, nil),
        ])
        let proposal = try propose(fund)
        #expect(proposal.total.pence == 3_000_000)
        let approval = try approve(fund)
        #expect(
            approval.awardCount == 4 && approval.partialCount == 1 && approval.declinedCount == 1)
        #expect(
            try fund.value("SELECT group_concat(amountPence) FROM award")
                == "1000000,1000000,900000,100000")
        #expect(
            try fund.value("SELECT group_concat(kind) FROM letter WHERE kind <> 'receipt'")
                == "award,award,award,partial,decline")
        #expect(
            try fund.value("SELECT group_concat(status) FROM application")
                == "awarded,awarded,awarded,awarded,declined")
        let balances = try fund.value(
            "SELECT group_concat(kind || ' ' || pence) FROM ledgerAccount JOIN ledgerBalance ON accountId = id"
        )
        #expect(
            balances
                == "council -3000000,fund 0,allotted 0,reserved 0,committed 3000000,paid 0,recovered 0"
        )
        #expect(
            problem { try fund.score(references[0], by: "p1", 1) }?.code == "scores-sealed-round")
        #expect(problem { _ = try approve(fund) }?.code == "decision-made")
        #expect(problem { _ = try propose(fund) }?.code == "decision-made")
        #expect(
            problem {
                _ = try fund.workflows.checkApplication(
                    references[0], .eligible, as: fund.person("officer"))
            }?.code == "decision-made")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the trail is broken")
            return
        }
    }

    @Test("a proposal waits for closing and for every check")
    func order() throws {
        let fund = try TestFund()
        try fund.open()
        let reference = try fund.submit("A")
        #expect(problem { _ = try propose(fund) }?.code == "round-not-closed-open")
        try fund.close()
        #expect(problem { _ = try propose(fund) }?.code == "applications-unchecked")
        _ = try fund.workflows.checkApplication(
            reference, .ineligible(reason: "No."), as: fund.person("officer"))
        #expect(problem { _ = try propose(fund) }?.code == "nothing-to-rank")
        #expect(problem { _ = try approve(fund) }?.code == "proposal-missing")
    }

    @Test(
        "a proposal no longer holds once scores, findings, checks or the panel have moved",
        arguments: ["score", "check", "late", "panel"])
    func stale(change: String) throws {
        let fund = try TestFund()
        let references = try fund.decidable([(100_000, nil), (200_000, nil)])
        _ = try propose(fund)
        let officer = try fund.person("officer")
        switch change {
        case "score": try fund.score(references[0], by: "p1", 2)
        case "check":
            _ = try fund.workflows.checkApplication(
                references[1], .ineligible(reason: "No."), as: officer)
        case "panel": try fund.addPanel(["p2"])
        default:
            _ = try fund.workflows.submitApplication(
                JSONReader.read(Array(TestFund.application("Late").utf8)), source: "x",
                round: "round-1", late: "Admitted.", as: officer)
        }
        #expect(problem { _ = try approve(fund) }?.code == "proposal-stale")
        #expect(try fund.value("SELECT count(*) FROM award") == "0")
    }

    @Test("an earlier proposal can be approved while it holds; reasons are given")
    func numbers() throws {
        let fund = try TestFund()
        _ = try fund.decidable([(100_000, nil)])
        _ = try propose(fund)
        #expect(try propose(fund).number == 2)
        #expect(problem { _ = try approve(fund, proposal: 7) }?.code == "proposal-unknown")
        #expect(problem { _ = try approve(fund, reason: "  ") }?.code == "reason-missing")
        #expect(try approve(fund, proposal: 1).proposal.number == 1)
    }

    /// People who hold two roles, so that only the separation of duties stands in their way.
    private static let twoRoles: [(file: String, old: String, new: String)] = [
        (
            "Config/people.yaml", "roles: [decisionMaker]",
            "roles: [decisionMaker, panelMember, finance]"
        ),
        ("Config/people.yaml", "roles: [finance]", "roles: [finance, panelMember]"),
    ]

    @Test("who scored cannot decide: the code says why, and the schema refuses")
    func deciderScored() throws {
        let fund = try TestFund(edits: Self.twoRoles)
        let references = try fund.decidable([(100_000, nil)])
        try fund.addPanel(["decider"])
        try fund.score(references[0], by: "decider", 5)
        _ = try propose(fund)
        #expect(problem { _ = try approve(fund) }?.code == "decider-scored")
        let forced = """
            INSERT INTO awardDecision (roundId, proposalId, decidedById, decidedAt, decidedOn,
              reason, scoresRevision, applicationsRevision, ledgerEntryId)
            SELECT 1, 1, person.id, 1, '2026-01-01', 'x', scoresRevision, applicationsRevision,
              ledgerEntryId
            FROM awardProposal, person WHERE email = 'decider@example.org';
            """
        #expect(try Command.sql(fund.databasePath, forced).errors.contains("decider-scored"))
        #expect(try approve(fund, as: "decider2").awardCount == 1)
    }

    @Test("who scored or decided cannot approve payment: the code says why, and the schema refuses")
    func approverBarred() throws {
        let fund = try TestFund(edits: Self.twoRoles)
        let references = try fund.decidable([(100_000, nil)])
        try fund.addPanel(["finance"])
        try fund.score(references[0], by: "finance", 5)
        _ = try propose(fund)
        _ = try approve(fund)
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        func pay(_ person: String) throws {
            _ = try fund.workflows.approvePayments(
                round: "round-1", by: fund.papers(), limits: PaymentRules(),
                as: fund.person(person))
        }
        #expect(problem { try pay("finance") }?.code == "payment-approver-scored")
        #expect(problem { try pay("decider") }?.code == "payment-approver-decided")
        for email in ["finance", "decider"] {
            let forced = """
                INSERT INTO paymentRun (roundId, reference, approvedById, approvedAt, approvedOn, instalmentCount, totalPence, auditHead)
                SELECT 1, 'X', id, 1, '2026-01-01', 1, 1, '' FROM person WHERE email = '\(email)@example.org';
                """
            #expect(try Command.sql(fund.databasePath, forced).errors.contains("payment-approver"))
        }
        try pay("finance2")
    }

    @Test("roles are checked inside the use case")
    func roles() throws {
        let fund = try TestFund()
        _ = try fund.decidable([(100_000, nil)])
        #expect(
            problem { _ = try fund.workflows.propose(round: "round-1", as: TestFund.operator) }?
                .code == "nobody-named")
        #expect(
            problem { _ = try fund.workflows.propose(round: "round-1", as: fund.person("p1")) }?
                .code == "role-missing")
        _ = try propose(fund)
        for person in ["officer", "finance", "p1", "auditor", "admin"] {
            #expect(problem { _ = try approve(fund, as: person) }?.code == "role-missing")
        }
    }

    @Test(
        "SQL cannot overspend the round, change an award or move the ledger back",
        arguments: [
            ("UPDATE awardRound SET awardedPence = allotmentPence + 1;", "award-round-overspent"),
            ("UPDATE ledgerBalance SET pence = pence + 1;", "ledger-append-only"),
            ("INSERT OR REPLACE INTO ledgerEntry SELECT * FROM ledgerEntry;", "ledger-append-only"),
            (
                "INSERT OR REPLACE INTO ledgerBalance SELECT * FROM ledgerBalance;",
                "ledger-append-only"
            ),
            ("INSERT OR REPLACE INTO award SELECT * FROM award;", "decision-stands"),
            (
                "INSERT OR REPLACE INTO awardDecision SELECT * FROM awardDecision;",
                "decision-stands"
            ),
            (
                "INSERT OR REPLACE INTO awardProposalLine SELECT * FROM awardProposalLine;",
                "proposal-frozen"
            ),
            ("INSERT OR REPLACE INTO assessmentScore SELECT * FROM assessmentScore;", "score-kept"),
            (
                "INSERT OR REPLACE INTO roundConfiguration SELECT * FROM roundConfiguration;",
                "round-configuration-frozen"
            ),
            ("INSERT OR REPLACE INTO auditEntry SELECT * FROM auditEntry;", "audit-append-only"),
            (
                "INSERT OR REPLACE INTO awardRound VALUES (1, 99999999, 0, 0, 0, 0);",
                "decision-stands"
            ),
            (
                "INSERT INTO awardProposalLine VALUES (1, 99, 4, 'x', '1/1', 5, 5, 5, 1, NULL);",
                "proposal-frozen"
            ),
            (
                "INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, valueOn) VALUES (1, 'foundation', 1, 2, 3000000, '2027-02-04');",
                "ledger-append-only"
            ),
            (
                "INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, applicationId, valueOn) VALUES (1, 'reservation', 1, 4, 5, 4, '2027-02-04');",
                "ledger-wrong-way"
            ),
            (
                "INSERT OR REPLACE INTO assessmentRound SELECT * FROM assessmentRound;",
                "score-kept"
            ),
            ("UPDATE applicationRound SET revision = 0;", "application-kept"),
            ("UPDATE application SET organisation = 'x';", "application-kept"),
            (
                "INSERT INTO roundConfiguration VALUES (1, 'more', '{}');",
                "round-configuration-frozen"
            ),
            ("DELETE FROM fund;", "fund-total-fixed"),
            (
                "INSERT OR REPLACE INTO fund SELECT id, name, totalPence * 2, referencePrefix, council, department FROM fund;",
                "fund-total-fixed"
            ),
            ("UPDATE awardRound SET allotmentPence = allotmentPence * 2;", "decision-stands"),
            ("UPDATE round SET allotmentPence = allotmentPence * 2;", "round-configuration-frozen"),
            ("UPDATE award SET amountPence = amountPence + 1;", "decision-stands"),
            ("DELETE FROM award;", "decision-stands"),
            ("DELETE FROM ledgerEntry;", "ledger-append-only"),
            ("UPDATE ledgerEntry SET pence = 1;", "ledger-append-only"),
            ("UPDATE awardProposalLine SET awardPence = requestedPence;", "proposal-frozen"),
            ("UPDATE awardDecision SET reason = 'x';", "decision-stands"),
            (
                "INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, applicationId, valueOn) SELECT 1, 'reservation', 3, 4, 1, 4, '2027-02-04';",
                "ledger-overdrawn"
            ),
            (
                "INSERT INTO ledgerEntry (at, kind, fromAccountId, toAccountId, pence, applicationId, valueOn) SELECT 1, 'reservation', 3, 4, 1, 1, '2027-02-04';",
                "ledger-append-only"
            ),
            (
                "INSERT INTO award (roundId, applicationId, reference, decisionId, amountPence, isPartial, reservationId) SELECT 1, 4, 'x', 1, 5, 0, 1;",
                "award-not-proposed"
            ),
        ])
    func schema(statement: String, refusal: String) throws {
        let fund = try TestFund()
        _ = try fund.decidable(Array(repeating: (1_000_000, nil), count: 4))
        _ = try propose(fund)
        _ = try approve(fund)
        let outcome = try Command.sql(fund.databasePath, statement)
        #expect(outcome.errors.contains(refusal), "\(outcome.errors)")
    }

    @Test("random rounds never award over the allotment, and every pound is in one account")
    func property() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<6 {
            let fund = try TestFund()
            _ = try fund.decidable(
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    let pence = Int64.random(in: 50_000...1_000_000, using: &random)
                    return (pence, Int64.random(in: 1...pence, using: &random))
                })
            _ = try propose(fund)
            _ = try approve(fund)
            let spent = try #require(
                Int64(try fund.value("SELECT ifnull(sum(amountPence), 0) FROM award")))
            #expect(spent <= 3_000_000)
            #expect(try fund.value("SELECT sum(pence) FROM ledgerBalance") == "0")
            #expect(
                try fund.value(
                    "SELECT pence FROM ledgerBalance JOIN ledgerAccount ON id = accountId WHERE kind = 'committed'"
                ) == "\(spent)")
        }
    }
}

@Suite("Payments are scheduled, approved and exported once")
struct PaymentTests {
    private func decided() throws -> TestFund {
        let fund = try TestFund()
        _ = try fund.decidable([(1_000_000, nil), (250_050, nil)])
        _ = try fund.workflows.propose(round: "round-1", as: fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: fund.person("decider"))
        return fund
    }

    private func pay(_ fund: TestFund) throws -> String {
        try fund.workflows.approvePayments(
            round: "round-1", by: fund.papers(),
            limits: PaymentRules(),
            as: fund.person("finance")
        ).reference.description
    }

    private func export(_ fund: TestFund, run: String? = nil) throws -> String {
        var bytes: [UInt8] = []
        let reports = fund.services.reports
        let file = try reports.awardsFile(
            of: "round-1", profile: "ledger", run: run, bankKey: fund.services.settings.bankKey,
            as: fund.person("finance"))
        var number: Int64 = 1
        while let piece = try reports.piece(number, of: file) {
            bytes += piece
            number += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("scheduling twice schedules once; approving twice has nothing to approve")
    func once() throws {
        let fund = try decided()
        #expect(problem { _ = try pay(fund) }?.code == "payment-nothing-scheduled")
        #expect(problem { _ = try export(fund) }?.code == "payment-run-missing")
        #expect(
            try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator).count == 2)
        #expect(
            try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator).count == 0)
        let run = try pay(fund)
        #expect(problem { _ = try pay(fund) }?.code == "payment-nothing-due")
        #expect(try export(fund, run: run.lowercased()) == export(fund))
        #expect(
            problem { _ = try export(fund, run: "CFR26-0009-A") }?.code == "payment-run-unknown")
        for statement in [
            "INSERT INTO paymentRunItem SELECT * FROM paymentRunItem;",
            "UPDATE paymentRun SET totalPence = 1;", "DELETE FROM paymentRunItem;",
            "UPDATE documentChunk SET bytes = x'00';",
            "INSERT OR REPLACE INTO paymentAward SELECT awardId, roundId, applicationId, reference, awardedPence, 0, decidedById, decidedOn, awaitsEffect, awaitsAgreement FROM paymentAward;",
            "UPDATE paymentAward SET applicationId = 2;",
            "UPDATE paymentAward SET scheduledPence = 0;",
            "INSERT INTO paymentRunFile SELECT runId, 'evil', documentId + 1, sha256 FROM paymentRunFile;",
            "INSERT INTO paymentInstalment (awardId, number, amountPence, scheduledAt) VALUES (1, 2, 1, 1);",
            "UPDATE document SET sha256 = NULL, byteCount = NULL;",
        ] {
            #expect(try Command.sql(fund.databasePath, statement).isRefusedByRule, "\(statement)")
        }
    }

    @Test("the file is as finance takes it: header, AWARD rows, TRAILER with count and total, CRLF")
    func file() throws {
        let fund = try decided()
        _ = try fund.workflows.schedulePayments(round: "round-1", as: TestFund.operator)
        _ = try pay(fund)
        let text = try export(fund)
        #expect(text.hasSuffix("\r\n"))
        let rows = try CSVReader.rows(of: Array(text.utf8), source: "x").map(\.fields)
        #expect(
            rows[0].joined(separator: ",")
                == "record,award_reference,organisation,registration_number,purpose,amount,cost_centre,subjective_code,decided_by,decided_on,finance_approved_by,finance_approved_on,supplier_number"
        )
        #expect(rows.allSatisfy { $0.count == 13 })
        #expect(rows[1].prefix(1) == ["AWARD"] && rows[1][5] == "10000.00")
        #expect(
            rows[2][5] == "2500.50" && rows[2][8] == "decider@example.org"
                && rows[2][9] == "2026-12-01")
        #expect(rows[3].prefix(2) == ["TRAILER", "2"] && rows[3][5] == "12500.50")
        #expect(rows.count == 4)
        #expect(
            try fund.value(
                "SELECT count(*) FROM paymentRunFile JOIN document ON document.id = documentId AND document.sha256 = paymentRunFile.sha256"
            ) == "1")
        #expect(
            SHA256Hex(of: text).description == (try fund.value("SELECT sha256 FROM paymentRunFile"))
        )
    }

    @Test("finance and the auditor may export, nobody else")
    func who() throws {
        let fund = try decided()
        #expect(
            problem {
                _ = try fund.services.reports.awardsFile(
                    of: "round-1", profile: "ledger", run: nil,
                    bankKey: fund.services.settings.bankKey, as: fund.person("officer"))
            }?.code == "role-missing")
    }
}
