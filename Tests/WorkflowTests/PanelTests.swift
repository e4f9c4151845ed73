import Applications
import Assessment
import Awards
import Bootstrap
import FundCore
import Identity
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("A panel scores what it may, and every score can be explained")
struct PanelTests {
    /// Round 2 as it ships, closed, with `amounts.count` applications and p1 to p5 on the panel.
    private func roundTwo(
        _ count: Int, edits: [(file: String, old: String, new: String)] = []
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: [("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml")] + edits)
        try fund.open("round-2")
        let references = try (1...count).map {
            try fund.submit("Group \($0)", pence: 100_000 + Int64($0), round: "round-2")
        }
        try fund.close("round-2")
        try fund.checkAll("round-2")
        try fund.addPanel(["p1", "p2", "p3", "p4", "p5"], round: "round-2")
        return (fund, references)
    }

    private func sql(_ fund: TestFund, _ statement: String) throws -> String {
        try Command.sql(fund.databasePath, statement).errors
    }

    private func record(
        _ fund: TestFund, _ reference: String, by member: String, _ value: Int64? = 3,
        _ criteria: [String] = TestFund.criteria
    ) throws {
        _ = try fund.workflows.recordScores(
            of: reference, member: nil, criteria.map { ($0, value, nil) },
            as: try fund.person(member))
    }

    /// Everything that round 2 asks of a member, for every application of theirs.
    private func prepare(_ fund: TestFund, _ references: [String]) throws {
        for member in ["p1", "p2", "p3", "p4", "p5"] {
            let principal = try fund.person(member)
            try fund.workflows.acknowledgeBriefing(of: "round-2", as: principal)
            for reference in references {
                try fund.workflows.declareInterest(
                    in: reference, has: false, detail: "", as: principal)
            }
        }
    }

    @Test("the people and addresses that only a form's answers name hint at interests too")
    func hints() throws {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"),
                (
                    "Config/people.yaml", "p1@example.org, name: Panel Member 1",
                    "p1@example.org, name: Robin Quillfeather"
                ),
                (
                    "Config/form.yaml", "      - key: need\n",
                    """
                          - key: whoRuns
                            type: longText
                            title: Who runs your group?
                            required: false
                            screens: person
                          - key: reachThem
                            type: text
                            title: How can we reach them?
                            required: false
                          - key: need

                    """
                ),
            ])
        try fund.open("round-2")
        for (name, more) in [
            ("Choir", #""whoRuns":"Ada Neighbour\nKim Quillfeather","#),
            ("Kitchen", #""reachThem":"cal@example.org","#), ("Garden", ""),
        ] {
            let json = TestFund.application(name).replacing(
                "\"answers\":{", with: "\"answers\":{\(more)")
            _ = try fund.workflows.submitApplication(
                JSONReader.read(Array(json.utf8)), source: name, round: "round-2", late: nil,
                as: TestFund.operator)
        }
        try fund.close("round-2")
        try fund.checkAll("round-2")
        try fund.addPanel(["p1", "p2"], round: "round-2")
        let rows = try fund.services.reports.interestHints(
            of: "round-2", as: try fund.person("officer")
        ).rows
        #expect(
            rows.map { "\($0.organisation): \($0.name) \($0.hints.map(\.rawValue))" } == [
                "Choir: Robin Quillfeather [\"same-surname\"]",
                "Kitchen: Robin Quillfeather [\"same-domain\"]",
                "Kitchen: Panel Member 2 [\"same-domain\"]",
            ])
    }

    @Test("round 2 asks for a briefing, an assignment and a declaration, by code and by schema")
    func demands() throws {
        let (fund, references) = try roundTwo(3)
        let (reference, p1, officer) = (
            references[0], try fund.person("p1"), try fund.person("officer")
        )
        func code() -> String? {
            problem { try record(fund, reference, by: "p1", 3, ["need"]) }?.code
        }
        let insert = """
            INSERT INTO assessmentScore
              (roundId, applicationId, memberId, criterion, value, enteredById, recordedAt)
            SELECT roundId, applicationId, personId, 'need', 3, personId, 1
            FROM assessmentCandidate JOIN assessmentPanelMember USING (roundId)
            JOIN person ON person.id = personId
            WHERE reference = '\(reference)' AND email = 'p1@example.org';
            """
        #expect(code() == "score-unbriefed")
        try fund.workflows.acknowledgeBriefing(of: "round-2", as: p1)
        #expect(code() == "score-unassigned")
        #expect(try sql(fund, insert).contains("score-un"))
        let result = try fund.workflows.assign(
            round: "round-2", count: 5, seed: 7, as: officer)
        #expect(result.addedCount == 15 && result.loads.values.allSatisfy { $0 == 3 })
        #expect(code() == "score-undeclared")
        #expect(try sql(fund, insert).contains("score-undeclared"))
        try fund.workflows.declareInterest(in: reference, has: false, detail: "", as: p1)
        #expect(code() == nil)
        // Done again, the draw changes nothing.
        #expect(
            try fund.workflows.assign(round: "round-2", count: 5, seed: 8, as: officer)
                .addedCount == 0)
        #expect(try fund.services.reports.scoringList(of: "round-2", as: p1).rows.count == 3)
    }

    @Test("who is assigned changes by a reason, and not once they have scored")
    func reassignment() throws {
        let (fund, references) = try roundTwo(2)
        let officer = try fund.person("officer")
        let (reference, other) = (references[0], references[1])
        _ = try fund.workflows.assign(round: "round-2", count: 2, seed: 7, as: officer)
        let report = try fund.services.reports.panels(of: "round-2", as: officer)
        let first = try #require(
            report.assignments.first { "\($0.summary.reference)" == reference })
        let scorer = first.scorers[0]
        let free = try #require(
            report.people.map(\.person.email).first { !first.scorers.contains($0) })
        func move(_ email: String, adds: Bool, _ reason: String = "They are away.") throws {
            try fund.workflows.reassign(
                reference, to: email, adds: adds, reason: reason, as: officer)
        }
        #expect(problem { try move(scorer, adds: true) }?.code == "assignment-twice")
        #expect(problem { try move(free, adds: false) }?.code == "assignment-none")
        #expect(problem { try move(free, adds: true, " ") }?.fields.first?.code == "missing")
        try move(scorer, adds: false)
        try move(free, adds: true)
        try prepare(fund, [reference, other])
        try record(fund, reference, by: String(free.prefix { $0 != "@" }))
        #expect(problem { try move(free, adds: false) }?.code == "assignment-scored")
        var rows: [[JSONValue]] = []
        try fund.services.reports.assignments(of: "round-2", as: officer) { rows.append($0) }
        #expect(rows.count == 6 && rows.last?[4].string == "They are away.")
        #expect(try sql(fund, "DELETE FROM assessmentAssignment;").contains("score-kept"))
        #expect(
            problem {
                try fund.workflows.removePanelMember(free, from: "round-2", as: officer)
            }?.code == "panel-member-active")
    }

    @Test("too few members without an interest is said for each application, and nothing is done")
    func tooFew() throws {
        let (fund, references) = try roundTwo(2)
        let officer = try fund.person("officer")
        for member in ["p1", "p2", "p3"] {
            try fund.workflows.declareInterest(
                in: references[1], has: true, detail: "Neighbours.", as: try fund.person(member))
        }
        let report = problem {
            _ = try fund.workflows.assign(round: "round-2", count: 3, seed: 7, as: officer)
        }
        #expect(report?.code == "scorers-too-few")
        #expect(report?.fields.map(\.place) == [references[1]])
        #expect(try fund.value("SELECT count(*) FROM assessmentAssignment;") == "0")
        let mixed = problem {
            _ = try fund.workflows.assign(
                round: "round-2", count: 2, seed: 7, mix: [.youngCommissioner: 1], as: officer)
        }
        #expect(mixed?.fields.map(\.code) == ["scorers-of-kind", "scorers-of-kind"])
    }

    @Test("a young commissioner has a supporting adult, and nobody else has one")
    func youngCommissioners() throws {
        let fund = try TestFund()
        try fund.open()
        let officer = try fund.person("officer")
        func add(_ kind: MemberKind, _ adult: String) throws {
            try fund.workflows.addPanelMember(
                "p1@example.org", MemberEntry(kind: kind, supportingAdult: adult), to: "round-1",
                as: officer)
        }
        #expect(
            problem { try add(.youngCommissioner, "") }?.fields.first?.code == "adult-missing")
        #expect(problem { try add(.resident, "Sam") }?.fields.first?.code == "adult-unasked")
        try add(.youngCommissioner, "Sam Example")
        #expect(
            try !sql(fund, "UPDATE assessmentPanelMember SET supportingAdult = NULL;").isEmpty)
        try fund.workflows.removePanelMember("p1@example.org", from: "round-1", as: officer)
        try add(.resident, "")
    }

    @Test("an interest sets the member's scores aside, changes the denominator, and holds")
    func interests() throws {
        let fund = try TestFund()
        let references = try fund.decidable([(100_000, nil), (100_000, nil)])
        try fund.addPanel(["p2"])
        let (officer, p2) = (try fund.person("officer"), try fund.person("p2"))
        let before = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(before.criteria[0].missing.count == 1)
        try record(fund, references[0], by: "p2", 0)
        try record(fund, references[1], by: "p2", 0)
        let with = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(with.criteria[0].result.mean == Fraction(5, over: 2))
        try fund.workflows.declareInterest(
            in: references[0], has: true, detail: "My cousin runs it.", as: p2)
        let without = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(without.criteria[0].result.mean == Fraction(5))
        #expect(without.criteria[0].missing.isEmpty && without.barredCount == 1)
        #expect(without.ranked.score == before.ranked.score && without.disagreements.isEmpty)
        #expect(
            problem { try record(fund, references[0], by: "p2", 5) }?.code
                == "score-with-interest")
        #expect(
            try sql(
                fund,
                "UPDATE assessmentScore SET isSetAside = 0; SELECT 1;"
            ).contains("score-kept"))
        #expect(try sql(fund, "DELETE FROM assessmentConflict;").contains("score-kept"))
        let register = try fund.services.reports.interestRegister(of: "round-1", as: officer)
        #expect(register.rows.map(\.entry.setAsideCount) == [6])
        // A program of theirs reads neither the application nor its row.
        #expect(
            problem {
                _ = try fund.services.reports.application(references[0], as: p2)
            }?.code == "score-with-interest")
        var listed: [String] = []
        try fund.services.reports.applications(
            of: "round-1", status: nil, after: nil, limit: nil, as: p2
        ) { listed.append($0[0].string ?? "") }
        #expect(listed == [references[1]])
        try fund.workflows.setInterest(
            of: "p2@example.org", in: references[0], has: false, detail: "Another cousin.",
            as: officer)
        let back = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(back.criteria[0].result.mean == Fraction(5, over: 2))
    }

    @Test("nobody judges an application that they wrote")
    func own() throws {
        let fund = try TestFund()
        try fund.open()
        let p1 = try fund.volunteer("p1@example.org")
        let draft = try fund.workflows.startDraft(in: "round-1", as: p1)
        try fund.fill(draft, as: p1)
        let reference = "\(try fund.workflows.sendDraft(draft, language: "en", as: p1).reference)"
        try fund.addPanel(["p1", "p2"])
        try fund.close()
        try fund.checkAll()
        #expect(
            problem { try record(fund, reference, by: "p1") }?.code == "score-with-interest")
        let officer = try fund.person("officer")
        #expect(
            problem {
                try fund.workflows.setInterest(
                    of: "p1@example.org", in: reference, has: false, detail: "No.", as: officer)
            }?.code == "interest-own")
        try record(fund, reference, by: "p2")
        let found = try fund.services.reports.explanation(of: reference, as: officer)
        #expect(found.criteria[0].scores.map(\.email) == ["p2@example.org"])
        #expect(found.criteria[0].missing.isEmpty)
    }

    @Test("what does not apply does not count, and its weight goes to the rest")
    func notApplicable() throws {
        let (fund, references) = try roundTwo(
            1, edits: [("Config/rounds.yaml", "      assignment: true", "      assignment: false")])
        try prepare(fund, references)
        let officer = try fund.person("officer")
        for member in ["p1", "p2", "p3", "p4", "p5"] {
            try record(fund, references[0], by: member, 4)
            try record(fund, references[0], by: member, nil, ["learning"])
        }
        try record(fund, references[0], by: "p5", nil, ["need"])
        let found = try fund.services.reports.explanation(of: references[0], as: officer)
        #expect(found.ranked.score == Fraction(80))
        #expect(found.criteria[0].result.share == Fraction(200, over: 9))
        #expect(found.criteria[0].result.scorerCount == 4)
        #expect(!found.criteria[5].result.applies && found.disagreements.isEmpty)
        // In a round that does not allow it, it is no score.
        let other = try TestFund()
        let reference = try other.decidable([(100_000, nil)])[0]
        #expect(
            problem { try record(other, reference, by: "p1", nil) }?.fields.first?.code
                == "applies-always")
        #expect(
            try sql(other, "UPDATE assessmentScore SET value = NULL;").contains("score-off-scale"))
    }

    @Test("what stays under the least is ranked and not funded; money goes on to the next")
    func least() throws {
        let fund = try TestFund(edits: [
            (
                "Config/rounds.yaml",
                "    controls: {}               # none in this round: the minimum",
                "    controls: {}\n    scoring: {least: {score: 60, need: 4.5}}"
            )
        ])
        try fund.open()
        let references = try (1...3).map { try fund.submit("Group \($0)", pence: 100_000) }
        try fund.close()
        try fund.checkAll()
        try fund.addPanel(["p1"])
        try fund.score(references[0], by: "p1", 4, 5, 5, 5, 5, 5)
        try fund.score(references[1], by: "p1", 5, 3, 3, 3, 3, 3)
        try fund.score(references[2], by: "p1", 5, 2, 2, 2, 2, 2)
        let proposal = try fund.workflows.propose(
            round: "round-1", as: try fund.person("officer"))
        #expect(proposal.total == Money(pence: 100_000))
        let report = try fund.services.reports.proposal(
            of: "round-1", number: nil, as: try fund.person("decider"))
        #expect(report.lines.map { $0[7].int } == [0, 100_000, 0])
        let found = try fund.services.reports.explanation(
            of: references[0], as: try fund.person("officer"))
        #expect(found.ranked.rank == 1 && found.ranked.shortfalls == [.criterion("need")])
        #expect(
            try !sql(
                fund,
                """
                INSERT INTO awardProposalLine SELECT 1, 9, 99, 'x', '1/1', 5, 5, 5, 0;
                """
            ).isEmpty)
    }

    @Test("the bar of a member's own application stays, whatever is said after it")
    func ownStays() throws {
        let fund = try TestFund()
        try fund.open()
        let p1 = try fund.volunteer("p1@example.org")
        let draft = try fund.workflows.startDraft(in: "round-1", as: p1)
        try fund.fill(draft, as: p1)
        let reference = "\(try fund.workflows.sendDraft(draft, language: "en", as: p1).reference)"
        try fund.addPanel(["p1"])
        try fund.close()
        try fund.checkAll()
        let officer = try fund.person("officer")
        try fund.workflows.setInterest(
            of: "p1@example.org", in: reference, has: true, detail: "Besides.", as: officer)
        #expect(
            problem {
                try fund.workflows.setInterest(
                    of: "p1@example.org", in: reference, has: false, detail: "No.", as: officer)
            }?.code == "interest-own")
        #expect(
            try sql(
                fund,
                """
                INSERT INTO assessmentInterest
                  (roundId, applicationId, memberId, hasInterest, declaredAt, saidById, ground)
                SELECT roundId, applicationId, memberId, 0, 1, 1, 'officer'
                FROM assessmentInterest LIMIT 1;
                """
            ).contains("interest-own"))
    }

    @Test("a sealed officer reads no comment, and nobody who could read begins to score")
    func readers() throws {
        let (fund, references) = try roundTwo(
            1,
            edits: [
                (
                    "Config/people.yaml", "name: Panel Member 1, roles: [panelMember]",
                    "name: Panel Member 1, roles: [panelMember, officer]"
                ),
                (
                    "Config/people.yaml", "name: Officer Two, roles: [officer]",
                    "name: Officer Two, roles: [officer, panelMember]"
                ),
            ])
        let officer = try fund.person("officer")
        try prepare(fund, references)
        _ = try fund.workflows.assign(round: "round-2", count: 5, seed: 7, as: officer)
        _ = try fund.workflows.recordScores(
            of: references[0], member: nil, [("need", 3, "A secret")],
            as: try fund.person("p2"))
        let both = try fund.person("p1")
        for code in [
            problem {
                try fund.workflows.releaseFeedback("", comments: [1], to: references[0], as: both)
            }?.code,
            problem {
                _ = try fund.services.reports.feedback(to: references[0], as: both)
            }?.code,
            problem {
                try fund.workflows.setInterest(
                    of: "p2@example.org", in: references[0], has: true, detail: "x", as: both)
            }?.code,
            problem { _ = try fund.workflows.propose(round: "round-2", as: both) }?.code,
            problem { _ = try fund.services.reports.auditHead(as: both) }?.code,
        ] { #expect(code == "sealed-to-panel") }
        #expect(try fund.services.reports.overview(of: "round-2", as: both).panel.isEmpty)
        #expect(
            problem {
                try fund.workflows.addPanelMember(
                    "officer2@example.org", to: "round-2", as: officer)
            }?.code == "panel-could-read")
    }
}
