import Applications
import Assessment
import Awards
import Bootstrap
import FundCore
import Identity
import Payments
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("What code explains, the schema refuses")
struct RuleTests {
    private static let both = (
        "Config/people.yaml", "  # Panel members score the applications.",
        """
          - {email: both@example.org, name: Both, roles: [officer, panelMember]}
          - {email: purse@example.org, name: Purse, roles: [finance, panelMember]}
          - {email: chief@example.org, name: Chief, roles: [decisionMaker, panelMember]}
          # Panel members score the applications.
        """
    )

    /// What raw SQL on the file is refused with; nothing where it is done.
    private func refusal(_ fund: TestFund, _ statement: String) throws -> String {
        try Command.sql(fund.databasePath, "PRAGMA foreign_keys = ON;\n\(statement)").errors
    }

    private func roundTwo(
        _ count: Int = 2, edits: [(file: String, old: String, new: String)] = []
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"), Self.both,
                ("Config/rounds.yaml", "quorum: 3", "quorum: 1"),
                ("Config/rounds.yaml", "screening: true ", "screening: false "),
                (
                    "Config/rounds.yaml", "      notApplicable: true ",
                    "      least: {need: 2}\n      notApplicable: true "
                ),
            ] + edits)
        try fund.open("round-2")
        let references = try (1...count).map {
            try fund.submit("Group \($0)", pence: 100_000 + Int64($0), round: "round-2")
        }
        try fund.close("round-2")
        try fund.checkAll("round-2")
        return (fund, references)
    }

    private func scoreAll(
        _ fund: TestFund, _ references: [String], by members: [String], round: String = "round-2"
    ) throws {
        for member in members {
            try fund.workflows.acknowledgeBriefing(of: round, as: try fund.person(member))
            for reference in references {
                try fund.workflows.declareInterest(
                    in: reference, has: false, detail: "", as: try fund.person(member))
            }
        }
        for member in members {
            for reference in references {
                try fund.workflows.reassign(
                    reference, to: "\(member)@example.org", adds: true, reason: "Test.",
                    as: try fund.person("officer"))
                try fund.score(reference, by: member, 4)
            }
        }
    }

    @Test("a criterion with a least always applies, by command, by schema and in the meeting")
    func applies() throws {
        let (fund, references) = try roundTwo()
        try fund.addPanel(["p1"], round: "round-2")
        try scoreAll(fund, references, by: ["p1"])
        let least = try fund.value(
            "SELECT key FROM assessmentCriterion WHERE alwaysApplies = 1 LIMIT 1;")
        try #require(!least.isEmpty)
        #expect(
            try refusal(
                fund, "UPDATE assessmentScore SET value = NULL WHERE criterion = '\(least)';"
            ).contains("score-applies"))
        #expect(
            try refusal(
                fund, "UPDATE assessmentCriterion SET alwaysApplies = 0;"
            ).contains("score-kept"))
        let officer = try fund.person("officer")
        _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        try fund.workflows.recordAttendance(
            round: "round-2", present: ["p1@example.org"], apologies: [], as: officer)
        #expect(
            problem {
                try fund.workflows.moderate(
                    references[0], member: "p1@example.org", [(least, nil)], reason: "No.",
                    of: "round-2", as: officer)
            }?.fields.first?.code == "applies-always")
    }

    @Test(
        "whoever could have read sealed scores joins no panel of the round, nor does one add themselves"
    )
    func readers() throws {
        let (fund, references) = try roundTwo()
        try fund.addPanel(["p1"], round: "round-2")
        func join(_ who: String, by adder: String, reads: String) -> String {
            """
            INSERT INTO assessmentPanelMember
              (roundId, personId, addedAt, addedById, panel, readsScores)
            SELECT roundId, (SELECT id FROM person WHERE email = '\(who)@example.org'), 1,
              (SELECT id FROM person WHERE email = '\(adder)@example.org'), panel, \(reads)
            FROM assessmentPanelMember LIMIT 1;
            """
        }
        #expect(
            try refusal(fund, join("both", by: "both", reads: "0")).contains("panel-reads-scores"))
        try scoreAll(fund, references, by: ["p1"])
        for reads in ["1", "NULL"] {
            #expect(
                try refusal(fund, join("both", by: "officer", reads: reads)).contains(
                    "panel-reads-scores"))
        }
        #expect(try refusal(fund, join("p2", by: "officer", reads: "0")).isEmpty)
        #expect(
            try refusal(
                fund, "UPDATE assessmentRound SET sealsScores = 0;"
            ).contains("score-kept"))
    }

    @Test("nothing is proposed before every panel has signed, and nothing has moved since")
    func ground() throws {
        let (fund, references) = try roundTwo()
        try fund.addPanel(["p1"], round: "round-2")
        let ground = """
            INSERT INTO assessmentProposalGround (id, roundId, revision)
            SELECT roundId * 4294967296 + revision, roundId, revision FROM assessmentRound;
            """
        #expect(try refusal(fund, ground).contains("proposal-unscored"))
        try scoreAll(fund, references, by: ["p1"])
        #expect(try refusal(fund, ground).contains("meetings-unsigned"))
        let officer = try fund.person("officer")
        func propose() -> String? {
            problem { _ = try fund.workflows.propose(round: "round-2", as: officer) }?.code
        }
        #expect(propose() == "meeting-unsigned")
        let proposal = """
            INSERT INTO awardProposal
              (roundId, number, proposedById, proposedAt, availablePence, totalPence,
               scoresRevision, applicationsRevision, ledgerEntryId, scoresGroundId)
            SELECT roundId, 1, 1, 1, 100, 0, revision, 1, 1, %
            FROM assessmentRound;
            """
        #expect(
            try refusal(fund, proposal.replacing("%", with: "NULL")).contains(
                "proposal-groundless"))
        #expect(
            try refusal(fund, proposal.replacing("%", with: "roundId * 4294967296 + revision"))
                .contains("FOREIGN KEY"))
        _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        try fund.workflows.recordAttendance(
            round: "round-2", present: ["p1@example.org"], apologies: [], as: officer)
        for reference in references {
            try fund.workflows.recommend(
                reference, MeetingEntry(kind: .fund), of: "round-2", as: officer)
        }
        #expect(try refusal(fund, ground).contains("meetings-unsigned"))
        _ = try fund.workflows.signMeeting(
            round: "round-2", chair: "p1@example.org", as: officer)
        try fund.workflows.setInterest(
            of: "p1@example.org", in: references[0], has: true, detail: "A friend.", as: officer)
        #expect(try refusal(fund, ground).contains("proposal-unscored"))
        try fund.workflows.withdraw(references[0], reason: nil, as: officer)
        #expect(try refusal(fund, ground).contains("meetings-moved"))
        #expect(propose() == "meeting-moved")
    }

    @Test("whoever has an interest neither proposes, nor decides, nor sends a decision back")
    func interested() throws {
        let (fund, references) = try roundTwo(
            edits: [
                TestFund.withoutMeeting,
                ("Config/rounds.yaml", "      sealed: true ", "      sealed: false "),
            ])
        try fund.addPanel(["p1", "both", "chief"], round: "round-2")
        let (officer, both, chief) = (
            try fund.person("officer"), try fund.person("both"), try fund.person("chief")
        )
        for email in ["both@example.org", "chief@example.org"] {
            try fund.workflows.setInterest(
                of: email, in: references[0], has: true, detail: "A friend.", as: officer)
        }
        try scoreAll(fund, references, by: ["p1"])
        #expect(
            problem { _ = try fund.workflows.propose(round: "round-2", as: both) }?.code
                == "decider-interested")
        // Nor does one say who scores it, or lift another's interest in it.
        #expect(
            problem {
                try fund.workflows.reassign(
                    references[0], to: "chief@example.org", adds: true, reason: "So.", as: both)
            }?.code == "judge-with-interest")
        #expect(
            problem {
                try fund.workflows.setInterest(
                    of: "chief@example.org", in: references[0], has: false, detail: "No.",
                    as: both)
            }?.code == "judge-with-interest")
        #expect(
            try refusal(
                fund,
                """
                INSERT INTO assessmentInterest
                  (roundId, applicationId, memberId, hasInterest, detail, declaredAt, saidById,
                   ground)
                SELECT roundId, applicationId,
                  (SELECT id FROM person WHERE email = 'chief@example.org'), 0, 'No.', 1,
                  memberId, 'officer'
                FROM assessmentConflict
                JOIN person ON person.id = memberId AND email = 'both@example.org';
                """
            ).contains("judge-with-interest"))
        let proposal = try fund.workflows.propose(round: "round-2", as: officer)
        #expect(try fund.value("SELECT count(*) FROM awardProposalBar;") == "2")
        #expect(
            problem {
                _ = try fund.workflows.approve(
                    round: "round-2", proposal: nil, reason: "So.", as: chief)
            }?.code == "decider-interested")
        let decide = """
            INSERT INTO awardDecision
              (roundId, proposalId, decidedById, decidedAt, decidedOn, reason, scoresRevision,
               applicationsRevision, ledgerEntryId)
            SELECT roundId, id, (SELECT id FROM person WHERE email = '%'), 1, '2027-03-02', 'So.',
              scoresRevision, applicationsRevision, ledgerEntryId
            FROM awardProposal WHERE id = \(proposal.id.rawValue);
            """
        #expect(
            try refusal(fund, decide.replacing("%", with: "chief@example.org")).contains(
                "decider-interested"))
        #expect(
            try refusal(
                fund,
                decide.replacing("%", with: "decider@example.org").replacing(
                    "  scoresRevision, app", with: "  scoresRevision + 1, app")
            ).contains("proposal-moved"))
        #expect(
            try refusal(fund, "DELETE FROM awardProposalBar;").contains("proposal-frozen"))
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "So.", as: try fund.person("decider"))
        try fund.workflows.writeRecord(
            DecisionRecord(recommendation: "R.", outcomes: "O.", alternatives: "A."),
            ofRound: "round-2", as: try fund.person("decider"))
        _ = try fund.workflows.publishDecision(
            round: "round-2", on: nil, holidays: try fund.services.configuration().bankHolidays,
            as: officer)
        try fund.workflows.callIn(round: "round-2", by: nil, reason: "Look.", as: both)
        #expect(
            problem {
                try fund.workflows.endCallIn(
                    round: "round-2", .returned, effectiveOn: nil, reason: "So.", as: both)
            }?.code == "decider-interested")
        #expect(
            try refusal(
                fund,
                """
                INSERT INTO awardCallInOutcome
                  (decisionId, verdict, calledInOn, endedOn, reason, recordedById, recordedAt)
                SELECT decisionId, 'returned', calledInOn, calledInOn, 'So.',
                  (SELECT id FROM person WHERE email = 'both@example.org'), 1 FROM awardCallIn;
                """
            ).contains("decider-interested"))
        try fund.workflows.endCallIn(
            round: "round-2", .returned, effectiveOn: nil, reason: "So.", as: officer)
    }

    @Test("a meeting's record is not written by somebody with an interest in it")
    func recorders() throws {
        let (fund, references) = try roundTwo(
            edits: [("Config/rounds.yaml", "      sealed: true ", "      sealed: false ")])
        try fund.addPanel(["p1", "both"], round: "round-2")
        let (officer, both) = (try fund.person("officer"), try fund.person("both"))
        try fund.workflows.setInterest(
            of: "both@example.org", in: references[0], has: true, detail: "A friend.",
            as: officer)
        try scoreAll(fund, references, by: ["p1"])
        _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        try fund.workflows.recordAttendance(
            round: "round-2", present: ["p1@example.org", "both@example.org"], apologies: [],
            as: officer)
        #expect(
            problem {
                try fund.workflows.recommend(
                    references[0], MeetingEntry(kind: .fund), of: "round-2", as: both)
            }?.code == "meeting-own-panel")
        #expect(
            try refusal(
                fund,
                """
                INSERT INTO assessmentRecommendation
                  (meetingId, applicationId, kind, recordedAt, recordedById)
                SELECT 1, applicationId, 'decline', 1, memberId FROM assessmentConflict;
                """
            ).contains("meeting-own-panel"))
        #expect(
            try refusal(
                fund,
                """
                INSERT INTO assessmentModeration
                  (meetingId, scoreId, valueBefore, valueAfter, reason, recordedAt, recordedById)
                SELECT 1, assessmentScore.id, value, 1, 'So.', 1, assessmentConflict.memberId
                FROM assessmentConflict JOIN assessmentScore USING (applicationId) LIMIT 1;
                """
            ).contains("meeting-own-panel"))
        #expect(
            try refusal(
                fund,
                """
                DELETE FROM assessmentPanelMember WHERE personId =
                  (SELECT id FROM person WHERE email = 'both@example.org');
                """
            ).contains("panel-member-began"))
    }

    @Test("a member locks whole scores alone")
    func lock() throws {
        let (fund, references) = try roundTwo()
        try fund.addPanel(["p1"], round: "round-2")
        try scoreAll(fund, [], by: ["p1"])
        try fund.workflows.declareInterest(
            in: references[0], has: false, detail: "", as: try fund.person("p1"))
        try fund.workflows.reassign(
            references[0], to: "p1@example.org", adds: true, reason: "Test.",
            as: try fund.person("officer"))
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, [("need", 3, nil)], as: try fund.person("p1"))
        let lock = """
            INSERT INTO assessmentLock (applicationId, memberId, roundId, lockedAt)
            SELECT applicationId, memberId, roundId, 1 FROM assessmentScore LIMIT 1;
            """
        #expect(try refusal(fund, lock).contains("scores-unfinished"))
        try fund.score(references[0], by: "p1", 3)
        #expect(try refusal(fund, lock).isEmpty)
    }

    @Test(
        "what came in by a member's hand, or names them as its contact, is barred to them as their own"
    )
    func handedIn() throws {
        let fund = try TestFund(edits: [Self.both])
        try fund.open()
        let json = try JSONReader.read(Array(TestFund.application("Typed in").utf8))
        let typed = try fund.workflows.submitApplication(
            json, source: "typed", round: "round-1", late: nil, as: try fund.person("both")
        ).reference.description
        let named = try fund.submit("Named", email: "P1@example.org")
        let moved = try fund.submit("Moved", email: "sam@example.com")
        try fund.close()
        try fund.addPanel(["both", "p1"])
        try fund.checkAll()
        try fund.addPanel(["p2"])
        func code(_ member: String, _ reference: String) -> String? {
            problem { try fund.score(reference, by: member, 3) }?.code
        }
        #expect(code("both", typed) == "score-with-interest")
        #expect(code("p1", named) == "score-with-interest")
        #expect(code("p2", moved) == nil)
        try fund.workflows.changeContact(
            of: moved, ContactChange(email: "p2@example.org"), as: try fund.person("officer"))
        #expect(
            try fund.value(
                """
                SELECT group_concat(ground || ':' || email) FROM (SELECT ground, email
                FROM assessmentInterest JOIN person ON person.id = memberId ORDER BY email);
                """) == "own:both@example.org,own:p1@example.org,own:p2@example.org")
        // What they had scored counts no more.
        #expect(try fund.value("SELECT min(isSetAside) FROM assessmentScore;") == "1")
        #expect(
            problem {
                try fund.workflows.setInterest(
                    of: "p1@example.org", in: named, has: false, detail: "So.",
                    as: try fund.person("officer"))
            }?.code == "interest-own")
    }

    @Test(
        "who scores in a sealed round approves payments of another, and reads no end of the audit trail"
    )
    func auditHead() throws {
        let fund = try TestFund(
            edits: [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"), Self.both,
                ("Config/fund.yaml", "total: £30,000", "total: £60,000"),
            ])
        _ = try fund.decidable([(250_000, nil)])
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "So.", as: try fund.person("decider"))
        _ = try fund.workflows.schedulePayments(
            round: "round-1", as: try fund.person("officer"))
        fund.setTime("2027-03-02T10:00")
        try fund.open("round-2")
        try fund.workflows.addPanelMember(
            "purse@example.org", to: "round-2", as: try fund.person("officer"))
        let purse = try fund.person("purse")
        let run = try fund.workflows.approvePayments(
            round: "round-1", by: try fund.papers(),
            limits: PaymentRules(), as: purse)
        #expect(run.auditHead == nil && run.json.text.contains("\"auditHead\":null"))
        let reports = fund.services.reports
        #expect(try reports.paymentRuns(of: "round-1", as: purse).first?.run.auditHead == nil)
        let kept = try reports.paymentRuns(of: "round-1", as: try fund.person("finance"))
        #expect(kept.first?.run.auditHead?.isEmpty == false)
        #expect(
            problem { _ = try reports.cutTag(of: "round-2", as: purse) }?.code
                == "sealed-to-panel")
    }

    @Test(
        "a member who stands down leaves what is finished, or nothing, and the rest goes to the draw"
    )
    func standDown() throws {
        let (fund, references) = try roundTwo(
            edits: [TestFund.withoutMeeting])
        try fund.addPanel(["p1", "p2", "p3"], round: "round-2")
        let officer = try fund.person("officer")
        try scoreAll(fund, references, by: ["p1"])
        try scoreAll(fund, [references[0]], by: ["p2"])
        // Begun, and not finished.
        try fund.workflows.declareInterest(
            in: references[1], has: false, detail: "", as: try fund.person("p2"))
        try fund.workflows.reassign(
            references[1], to: "p2@example.org", adds: true, reason: "Test.", as: officer)
        _ = try fund.workflows.recordScores(
            of: references[1], member: nil, [("need", 5, nil)], as: try fund.person("p2"))
        func leave(_ member: String, keeps: Bool, as who: Principal) throws -> StandDown {
            try fund.workflows.standDown(
                "\(member)@example.org", of: "round-2", keepsScores: keeps, reason: "Ill.",
                as: who)
        }
        #expect(
            problem {
                _ = try fund.workflows.standDown(
                    "p2@example.org", of: "round-2", keepsScores: true, reason: " ", as: officer)
            }?.fields.first?.code == "missing")
        let kept = try leave("p2", keeps: true, as: officer)
        #expect(kept.keptCount == 1 && kept.fewerCount == 1)
        #expect(
            try fund.value(
                "SELECT group_concat(isSetAside) FROM (SELECT isSetAside FROM assessmentScore "
                    + "JOIN person ON person.id = memberId WHERE email = 'p2@example.org' "
                    + "ORDER BY assessmentScore.id);") == "0,0,0,0,0,0,1")
        #expect(
            problem { _ = try leave("p2", keeps: true, as: officer) }?.code
                == "member-stood-down")
        #expect(
            problem {
                _ = try fund.workflows.recordScores(
                    of: references[0], member: "p2@example.org", [("need", 1, nil)], as: officer)
            }?.code == "member-stood-down")
        #expect(
            problem {
                _ = try fund.services.reports.scoringList(
                    of: "round-2", as: try fund.person("p2"))
            }?.code == "member-stood-down")
        for statement in [
            "UPDATE assessmentScore SET value = 1 WHERE memberId IN "
                + "(SELECT memberId FROM assessmentDeparture);",
            "DELETE FROM assessmentDeparture;",
            "UPDATE assessmentDeparture SET keepsScores = 0;",
        ] { #expect(try refusal(fund, statement).contains("member-stood-down"), "\(statement)") }
        #expect(
            try refusal(fund, "UPDATE assessmentScore SET isSetAside = 0;").contains("score-kept"))
        #expect(
            try refusal(
                fund,
                """
                INSERT INTO assessmentDeparture
                  (roundId, memberId, keepsScores, reason, stoodDownAt, stoodDownById)
                SELECT roundId, personId, 1, 'x', 1, personId FROM assessmentPanelMember
                WHERE personId NOT IN (SELECT memberId FROM assessmentDeparture) LIMIT 1;
                """
            ).contains("stand-down-own"))
        // The draw gives what is open to those who stay.
        _ = try fund.workflows.assign(round: "round-2", count: 2, seed: 3, as: officer)
        #expect(
            try fund.value(
                "SELECT count(*) FROM assessmentAssignment JOIN person ON person.id = memberId "
                    + "WHERE email = 'p3@example.org';") == "1")
        // Set aside, all goes.
        let gone = try leave("p1", keeps: false, as: officer)
        #expect(gone.keptCount == 0 && gone.fewerCount == 2)
        #expect(
            try fund.value(
                "SELECT min(isSetAside) FROM assessmentScore JOIN person ON person.id = memberId "
                    + "WHERE email = 'p1@example.org';") == "1")
    }
}
