import Applications
import Bootstrap
import Correspondence
import FundCore
import Publishing
import TestSupport
import Testing
import Workflows

@Suite("Who applied and who was funded")
struct ReachTests {
    /// Of 26 groups that ask for £2,000, 15 are funded: there is £30,000.
    private static let count = 26

    /// What the group at a place said: of the question where one can be chosen, and of the other.
    private func answers(_ place: Int) -> [(question: String, options: [String])] {
        var said: [(String, [String])] = []
        switch place {
        case 0..<6, 15..<20: said.append(("sex", ["both-alike"]))
        case 8..<10: said.append(("sex", ["male"]))
        case 10..<15, 20: said.append(("sex", ["female"]))
        case 21: said.append(("sex", ["prefer-not-to-say"]))
        default: break
        }
        if place < 5 || (15..<20).contains(place) {
            said.append(("age", place < 3 ? ["all-ages", "aged-11-to-17"] : ["aged-11-to-17"]))
        }
        return said
    }

    /// A round that waits for its decision, whose groups answered; 12 of them had applied before.
    private func answered() throws -> TestFund {
        let fund = try TestFund()
        try MadeUpCycle(fund.services).approvePlan(of: "round-1")
        let references = try fund.decidable(
            Array(repeating: (pence: 200_000, minimum: nil), count: Self.count))
        var sql = """
            INSERT INTO applicationRound SELECT id, 0 FROM round WHERE key = 'round-2';

            """
        for (place, reference) in references.enumerated() {
            sql += """
                INSERT INTO applicationDraft (id, roundId, startedAt, startedById)
                SELECT \(place + 1), roundId, 1, (SELECT min(id) FROM person) FROM application
                WHERE reference = '\(reference)';

                """
            for (question, options) in answers(place) {
                let list = JSONValue.array(options.map { .string($0) }).text
                sql += """
                    INSERT INTO applicationEqualityAnswer
                    VALUES (\(place + 1), '\(question)', '\(list)');

                    """
            }
            sql += """
                UPDATE applicationDraft SET applicationId = (SELECT id FROM application
                WHERE reference = '\(reference)') WHERE id = \(place + 1);

                """
            guard place < 6 || (15..<21).contains(place) else { continue }
            sql += """
                INSERT INTO application (roundId, reference, groupId, organisation, nameKey, title,
                  summary, requestedPence, minimumPence, status, source, submittedAt)
                SELECT (SELECT id FROM round WHERE key = 'round-2'), 'B' || reference, groupId,
                  organisation, nameKey, title, summary, requestedPence, requestedPence,
                  'submitted', 'form', 1 FROM application WHERE reference = '\(reference)';

                """
        }
        let made = try Command.sql(fund.databasePath, sql)
        guard made.status == 0 else { throw TestFailure(made.errors) }
        return fund
    }

    private func decide(_ fund: TestFund) throws {
        _ = try fund.workflows.propose(round: "round-1", as: try fund.person("officer"))
        _ = try fund.workflows.approve(
            round: "round-1", proposal: nil, reason: "Fit", as: try fund.person("decider"))
    }

    private func told(_ report: ReachReport, _ table: String) -> [String: String] {
        let rows = report.tables.first { $0.key == table }?.rows ?? []
        return Dictionary(
            rows.map { row in
                let told = row.told
                return (
                    row.key,
                    [told.applied, told.funded, told.ratePercent, told.awarded?.pence].map {
                        $0.map { "\($0)" } ?? "-"
                    }.joined(separator: " ")
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test("figures tell no small number, stay the same when frozen, and outlive their answers")
    func whole() throws {
        let fund = try answered()
        let (officer, auditor) = (try fund.person("officer"), try fund.person("auditor"))
        let reports = fund.services.reports
        func report(_ by: String? = nil) throws -> ReachReport {
            try reports.reach(ofRound: "round-1", by: by, as: auditor)
        }
        #expect(problem { _ = try report() }?.code == "round-undecided")
        #expect(
            problem { try fund.workflows.freezeReach(of: "round-1", as: officer) }?.code
                == "round-undecided")
        #expect(
            problem { _ = try reports.reach(ofCycle: "cycle-1", as: auditor) }?.code
                == "reach-nothing-decided")
        try decide(fund)
        let first = try report()
        #expect(first.figures.total.applied == 26 && first.figures.total.funded == 15)
        #expect(first.figures.total.awarded == Money(pence: 3_000_000))
        // Two groups are hidden, and with them those who said nothing; one declined of six is not
        // told, and so nobody's funding is.
        #expect(
            told(first, "sex") == [
                "both-alike": "11 - - -", "female": "6 - - -", "male": "- - - -",
                "not-said": "- - - -",
            ])
        let age = told(first, "age")
        #expect(age["aged-11-to-17"] == "10 5 50 1000000")
        #expect(age["all-ages"] == "- - - -" && age["not-said"] == nil)
        #expect(
            told(first, "first-time") == ["yes": "14 9 64 1800000", "no": "12 6 50 1200000"])
        // All of one size: the bands would say that of each of them.
        #expect(Set(told(first, "size").values) == ["- - - -"])
        #expect(told(first, "size").keys.sorted() == ["1-24", "100-499", "25-99", "500-"])
        #expect(try report("sex").tables.map(\.key) == ["sex"])
        #expect(problem { _ = try report("shoe") }?.code == "reach-table-unknown")
        for other in ["p1", "finance", "admin"] {
            let person = try fund.person(other)
            #expect(
                problem { _ = try reports.reach(ofRound: "round-1", as: person) }?.code
                    == "role-missing")
        }
        let cycle = try reports.reach(ofCycle: "cycle-1", as: officer)
        #expect(cycle.figures.tables == first.figures.tables && cycle.undecided.isEmpty)
        #expect(cycle.figures.total == first.figures.total)

        // Before they are frozen nobody outside reads them, and no answer goes.
        #expect(try !reports.hasPublicReach("round-1"))
        func tried(_ sql: String) throws -> String {
            try Command.sql(fund.databasePath, sql).errors
        }
        #expect(
            try tried("DELETE FROM applicationEqualityAnswer;").contains("reach-not-frozen"))
        #expect(
            try tried("UPDATE applicationEqualityAnswer SET value = '[]';")
                .contains("draft-final"))
        #expect(
            try tried("INSERT INTO applicationEqualityAnswer VALUES (7, 'sex', '[\"male\"]');")
                .contains("draft-final"))
        #expect(
            problem { try fund.workflows.freezeReach(of: "round-1", as: auditor) }?.code
                == "role-missing")
        try fund.workflows.freezeReach(of: "round-1", as: officer)
        let second = try report()
        #expect(second.figures.tables == first.figures.tables)
        #expect(
            second.figures.total == first.figures.total && second.figures.frozenAt != nil)
        #expect(
            problem { try fund.workflows.freezeReach(of: "round-1", as: officer) }?.code
                == "reach-frozen-before")
        for sql in [
            "DELETE FROM applicationReachRow;", "UPDATE applicationReach SET applied = 30;",
            "UPDATE applicationReachRow SET applied = 9;",
            "INSERT INTO applicationReachRow VALUES (1, 999, 'sex', 1, 'new', 9, NULL, NULL);",
        ] {
            #expect(try tried(sql).contains("reach-frozen"), "\(sql)")
        }
        #expect(
            try tried(
                """
                INSERT INTO applicationReach
                SELECT id, 5, 9, 5, 100, 3, '2026-12-01', 1, 1 FROM round WHERE key = 'round-2';
                """
            ).contains("reach-too-few"), "four who were declined")
        #expect(
            try tried(
                """
                INSERT INTO applicationReach
                SELECT id, 5, 10, 5, 100, 3, '2026-12-01', 1, 1 FROM round WHERE key = 'round-2';
                INSERT INTO applicationReachRow
                SELECT id, 1, 'sex', 1, 'new', 4, NULL, NULL FROM round WHERE key = 'round-2';
                """
            ).contains("reach-too-few"))
        // What is kept of them holds no small number at all.
        #expect(
            try fund.value(
                "SELECT count(*) FROM applicationReachRow WHERE applied < 5 OR funded < 5 OR applied - funded < 5;"
            ) == "0")
        #expect(try tried("DELETE FROM applicationEqualityAnswer;").isEmpty)
        // Letters tell it first.
        #expect(try reports.publicReach(ofRound: "round-1") == nil)
        #expect(try !reports.hasPublicReach("round-1"))
        _ = try fund.workflows.sendLetters(
            round: "round-1",
            Sending(
                transport: KeepingTransport(),
                directory: MailDirectory(path: "\(fund.folder.path)/mail"),
                retries: RetryPlan(seconds: [])), as: officer)
        let third = try #require(try reports.publicReach(ofRound: "round-1"))
        #expect(third.figures == second.figures)
        #expect(try reports.hasPublicReach("round-1"))
        // Seven of the eleven got something later: the four that are left are too few to tell of.
        let added = try tried(
            """
            PRAGMA foreign_keys = OFF;
            DROP TRIGGER awardIsAsProposed; DROP TRIGGER awardSpends;
            DROP TRIGGER awardRestsOnScreening;
            INSERT INTO award (roundId, applicationId, reference, decisionId, amountPence,
              isPartial, reservationId)
            SELECT roundId, id, reference, (SELECT max(id) FROM awardDecision), 200000, 0,
              90000 + id FROM application WHERE reference NOT LIKE 'B%'
              AND id NOT IN (SELECT applicationId FROM award) LIMIT 7;
            """)
        #expect(added.isEmpty)
        let later = try #require(try reports.publicReach(ofRound: "round-1")).figures
        #expect(later == second.figures.untold && later.total.applied == nil)
        #expect(later.tables.flatMap(\.rows).allSatisfy { $0.told == .nothing })
    }

    @Test("figures of a round are by the rules it opened with, and rules must be safe ones")
    func rules() throws {
        let places = [
            ("  minimum: 5\n", "  minimum: 2\n", "out-of-range"),
            ("  amounts: £500\n", "  amounts: £20\n", "reach-amounts"),
            ("from: [1, 25, 100, 500]", "from: [1, 25, 25]", "reach-bands"),
            ("  - key: migration\n", "  - key: ward\n", "reach-key-taken"),
        ]
        for (old, new, code) in places {
            let report = problem {
                _ = try TestFund(edits: [("Config/equality.yaml", old, new)])
            }
            #expect(report?.fields.map(\.code) == [code], "\(new)")
            #expect(report?.fields.first?.place.hasPrefix("equality.yaml:") == true)
        }
    }
}
