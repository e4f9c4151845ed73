import Bootstrap
import Commissioning
import FundCore
import FundStore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("The commissioning cycle: each stage has its gate")
struct CycleTests {
    private static let planned = (
        file: "Config/rounds.yaml",
        old: "    controls: {}               # none in this round: the minimum",
        new: "    controls: {planApproval: true}"
    )

    private func answer(_ stage: CommissioningStage, _ fund: TestFund) throws {
        try MadeUpCycle(fund.services).answer(stage)
    }

    private func started(_ fund: TestFund) throws { try MadeUpCycle(fund.services).start() }

    private func addNeed(_ fund: TestFund) throws { try MadeUpCycle(fund.services).plan() }

    private func approvedPlan(_ fund: TestFund) throws {
        try MadeUpCycle(fund.services).approvePlan()
    }

    @Test("a stage that lacks something says all of it at once, and stays open")
    func lacks() throws {
        let fund = try TestFund()
        try started(fund)
        let officer = try fund.person("officer")
        _ = try fund.workflows.answerStage(
            "diversity", "Many.", evidence: nil, in: "cycle-1", as: officer)
        let refused = problem { _ = try fund.workflows.advanceCycle("cycle-1", as: officer) }
        #expect(refused?.code == "stage-lacks")
        #expect(refused?.fields.count == 6)
        #expect(refused?.fields.filter { $0.code == "stage-no-evidence" }.count == 1)
        #expect(try fund.value("SELECT stage || status FROM commissioningCycle") == "analyseopen")
    }

    @Test("Plan closes with a priority that answers a need that something shows, and not before")
    func traced() throws {
        let fund = try TestFund()
        try started(fund)
        let officer = try fund.person("officer")
        try answer(.analyse, fund)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        try answer(.plan, fund)
        func codes() -> [String] {
            problem { _ = try fund.workflows.advanceCycle("cycle-1", as: officer) }?
                .fields.map(\.code) ?? []
        }
        #expect(codes() == ["stage-no-priority"])
        _ = try fund.workflows.stateNeed("Quiet", place: "Everywhere", in: "cycle-1", as: officer)
        let configuration = try fund.services.configuration()
        try fund.workflows.choosePriority(
            "belonging", needs: [], criteria: [], configuration, in: "cycle-1", as: officer)
        #expect(codes() == ["priority-no-need", "need-no-evidence"])
        try fund.workflows.choosePriority(
            "belonging", needs: [1], criteria: ["need"], configuration, in: "cycle-1", as: officer)
        #expect(codes() == ["need-no-evidence"])
        #expect(
            problem {
                try fund.workflows.withdrawNeed(1, reason: "x", in: "cycle-1", as: officer)
            }?.code == "need-serves-priority")
        try fund.workflows.supportNeed(
            1, source: "What people said", url: nil, in: "cycle-1", as: officer)
        let cycle = try fund.workflows.advanceCycle("cycle-1", as: officer)
        #expect(cycle.stage == .plan && cycle.status == .closed)
        #expect(
            problem {
                try fund.workflows.withdrawPriority(
                    "belonging", reason: "x", in: "cycle-1", as: officer)
            }?.code
                == "cycle-needs-fixed")
    }

    @Test("an answer is co-signed by a second person, as it stands")
    func coSigned() throws {
        let fund = try TestFund()
        try started(fund)
        let (officer, second) = (try fund.person("officer"), try fund.person("officer2"))
        try answer(.analyse, fund)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        try addNeed(fund)
        try answer(.plan, fund)
        _ = try fund.workflows.answerStage(
            "gap", "Another answer", evidence: "Another survey", in: "cycle-1", as: officer)
        let refused = problem { _ = try fund.workflows.advanceCycle("cycle-1", as: officer) }
        #expect(refused?.fields.map(\.code) == ["stage-no-signature"])
        #expect(
            problem { try fund.workflows.coSignAnswer("gap", in: "cycle-1", as: officer) }?.code
                == "co-sign-own")
        #expect(
            problem {
                try fund.workflows.coSignAnswer("gap", seen: 1, in: "cycle-1", as: second)
            }?.code == "stage-answer-changed")
        try fund.workflows.coSignAnswer("gap", seen: 2, in: "cycle-1", as: second)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
    }

    @Test(
        "a round that asks for it opens once the Plan of its cycle is approved, by whoever wrote none of it"
    )
    func opens() throws {
        let fund = try TestFund(edits: [Self.planned])
        #expect(problem { try fund.open() }?.code == "round-without-cycle")
        try started(fund)
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        #expect(problem { try fund.open() }?.code == "round-plan-unapproved")
        try answer(.analyse, fund)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        try addNeed(fund)
        try answer(.plan, fund)
        // The decision maker writes one of the answers, and so is not who approves.
        _ = try fund.workflows.answerStage(
            "alternatives", "None", evidence: nil, in: "cycle-1", as: decider)
        try fund.workflows.coSignAnswer("alternatives", in: "cycle-1", as: officer)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        #expect(problem { try fund.open() }?.code == "round-plan-unapproved")
        #expect(
            problem { _ = try fund.workflows.approveStage(of: "cycle-1", as: decider) }?.code
                == "stage-approver-wrote")
        #expect(
            problem { _ = try fund.workflows.approveStage(of: "cycle-1", as: officer) }?.code
                == "role-missing")
        _ = try fund.workflows.approveStage(of: "cycle-1", as: try fund.person("decider2"))
        try fund.open()
        #expect(try fund.value("SELECT status FROM round WHERE key = 'round-1'") == "open")
    }

    @Test("going back undoes the Plan's approval, keeps the answers, and shows with its reason")
    func back() throws {
        let fund = try TestFund(edits: [Self.planned])
        try approvedPlan(fund)
        let officer = try fund.person("officer")
        #expect(
            problem {
                _ = try fund.workflows.reopenStage(
                    .review, of: "cycle-1", reason: "x", as: officer)
            }?.code == "stage-not-behind")
        #expect(
            problem {
                _ = try fund.workflows.reopenStage(.plan, of: "cycle-1", reason: " ", as: officer)
            }?.code == "invalid-input")
        _ = try fund.workflows.reopenStage(
            .analyse, of: "cycle-1", reason: "A ward was left out", as: officer)
        #expect(problem { try fund.open() }?.code == "round-plan-unapproved")
        let report = try fund.services.reports.cycle("cycle-1", as: officer)
        #expect(report.events.last?.reason == "A ward was left out")
        #expect(report.cycle.planApproval == nil)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        _ = try fund.workflows.approveStage(of: "cycle-1", as: try fund.person("decider"))
        try fund.open()
    }

    @Test("a cycle ends once Review is approved, and another starts no earlier than in Review")
    func ends() throws {
        let fund = try TestFund()
        try approvedPlan(fund)
        let (officer, decider) = (try fund.person("officer"), try fund.person("decider"))
        let configuration = try fund.services.configuration()
        func next() throws {
            _ = try fund.workflows.startCycle(
                "cycle-2", title: "The second", round: nil, configuration, as: officer)
        }
        #expect(problem(next)?.code == "cycle-other-ahead")
        try answer(.do, fund)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        try next()
        #expect(
            problem {
                _ = try fund.workflows.reopenStage(.do, of: "cycle-1", reason: "x", as: officer)
            }?.code == "cycle-other-ahead")
        #expect(
            problem { try fund.workflows.holdRound("round-1", in: "cycle-2", as: officer) }?.code
                == "round-in-cycle")
        try answer(.review, fund)
        #expect(
            problem { _ = try fund.workflows.advanceCycle("cycle-1", as: officer) }?
                .fields.map(\.code) == ["stage-no-lesson"])
        _ = try fund.workflows.learnLesson(
            "Small groups need help", evidence: "Who asked", meaning: "Offer it early",
            about: nil, in: "cycle-1", as: officer)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        #expect(
            problem { _ = try fund.workflows.advanceCycle("cycle-1", as: officer) }?.code
                == "stage-waits-approval")
        _ = try fund.workflows.approveStage(of: "cycle-1", as: decider)
        let ended = try fund.workflows.advanceCycle("cycle-1", as: officer)
        #expect(ended.status == .ended)
        #expect(
            problem {
                _ = try fund.workflows.reopenStage(.do, of: "cycle-1", reason: "x", as: officer)
            }?.code == "cycle-ended")
        guard case .whole = try fund.services.store.verifyAudit(expecting: nil) else {
            Issue.record("the audit trail is broken")
            return
        }
    }

    @Test("the schema refuses what the program would, whoever writes to it")
    func schema() throws {
        let fund = try TestFund(edits: [Self.planned])
        try started(fund)
        func refuses(_ sql: String, _ code: String) throws {
            let done = try Command.run(
                "/usr/bin/env", ["sqlite3", fund.databasePath, "PRAGMA foreign_keys = ON; " + sql])
            #expect(done.errors.contains(code), "\(sql): \(done.errors)")
        }
        func event(_ stage: String, _ kind: String, person: Int = 2, reason: String = "NULL")
            -> String
        {
            "INSERT INTO commissioningStageEvent (cycleId, stage, kind, personId, at, happenedOn, reason) "
                + "VALUES (1, '\(stage)', '\(kind)', \(person), 1, '2026-12-01', \(reason));"
        }
        try refuses(event("analyse", "closed"), "stage-lacks")
        try refuses(event("plan", "closed"), "stage-")
        try refuses(event("plan", "opened"), "stage-order")
        try refuses(event("plan", "approved"), "stage-order")
        try refuses(event("review", "ended"), "stage-order")
        try refuses(event("plan", "reopened", reason: "'x'"), "stage-order")
        try refuses(
            "UPDATE commissioningCycle SET stage = 'plan';", "stage-order")
        try refuses(
            "UPDATE commissioningCycle SET stage = 'review', status = 'ended', planApprovalId = 1;",
            "stage-order")
        try refuses(
            "DELETE FROM commissioningCycle;", "commissioning-kept")
        try refuses(
            "UPDATE commissioningQuestion SET needsEvidence = 0;", "cycle-questions-fixed")
        try refuses(
            "INSERT INTO commissioningQuestion VALUES (99, 1, 'do', 99, 'x', 'x', 0, NULL);",
            "cycle-questions-fixed")
        try refuses(
            "INSERT INTO commissioningAnswer SELECT 1, id, 1, 'x', NULL, 2, 1, '2026-12-01' FROM commissioningQuestion WHERE key = 'gap';",
            "stage-not-open")
        try refuses(
            "INSERT INTO commissioningRound VALUES (1, 1, 2, 1, '2026-12-01');", "round-in-cycle")
        try refuses(
            "INSERT INTO commissioningCycle VALUES (2, 'b', 'b', 'analyse', 'new', 2, 1, '2026-12-01', NULL);",
            "cycle-other-ahead")
        try refuses(
            "INSERT INTO commissioningOpening VALUES (1, 1, 1, 2, 1);", "round-plan-unapproved")
        try refuses(
            "INSERT INTO roundPlanApproval VALUES (1, 1);", "FOREIGN KEY")
        try refuses(
            "INSERT INTO roundConfiguration VALUES (1, 'controls', '{\"planApproval\":true}'); UPDATE round SET status = 'open' WHERE id = 1;",
            "round-plan-unapproved")
        let officer = try fund.person("officer")
        try answer(.analyse, fund)
        try refuses(
            "UPDATE commissioningAnswer SET text = 'y';", "commissioning-kept")
        try refuses(
            "INSERT INTO commissioningCoSignature SELECT id, authorId, authorId + 1, 'officer', 1, '2026-12-01' FROM commissioningAnswer LIMIT 1;",
            "co-sign-not-asked")
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        _ = try fund.workflows.answerStage("gap", "x", evidence: "x", in: "cycle-1", as: officer)
        try refuses(
            "INSERT INTO commissioningCoSignature SELECT a.id, authorId, authorId, 'officer', 1, '2026-12-01' FROM commissioningAnswer a JOIN commissioningQuestion q ON q.id = questionId WHERE key = 'gap';",
            "co-sign-own")
        try addNeed(fund)
        try answer(.plan, fund)
        _ = try fund.workflows.advanceCycle("cycle-1", as: officer)
        let author = try fund.value("SELECT max(authorId) FROM commissioningAnswer")
        try refuses(event("plan", "approved", person: Int(author) ?? 0), "stage-approver-wrote")
        try refuses(event("do", "opened"), "stage-order")
        try refuses(
            "INSERT INTO commissioningNeed VALUES (9, 1, 9, 'x', 'x', 2, 1, '2026-12-01');",
            "cycle-needs-fixed")
        try refuses(
            "DELETE FROM commissioningStageEvent;", "commissioning-kept")
    }
}
