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

@Suite("A panel meets, says what it recommends, and its signed minutes stay")
struct MeetingTests {
    private static let members = ["p1", "p2", "p3", "p4", "p5"]

    /// Round 2 as it ships, closed and scored, with falling scores; p1 to p5 on the panel, of which
    /// three are its quorum. Who is named in `interests` has an interest in the first application.
    private func scored(
        _ amounts: [Int64] = [400_000, 300_000, 200_000], interests: [String] = [],
        edits: [(file: String, old: String, new: String)] = []
    ) throws -> (fund: TestFund, references: [String]) {
        let fund = try TestFund(
            now: "2027-03-02T10:00",
            edits: edits + [
                ("Config/rounds.yaml", "form: form-round-2.yaml", "form: form.yaml"),
                (
                    "Config/people.yaml",
                    "{email: p5@example.org, name: Panel Member 5, roles: [panelMember]}",
                    "{email: p5@example.org, name: Panel Member 5, roles: [panelMember, officer]}"
                ),
            ])
        try fund.open("round-2")
        let references = try amounts.enumerated().map {
            try fund.submit(
                "Group \($0)", pence: $1, minimum: $1 / 2, round: "round-2")
        }
        try fund.close("round-2")
        try fund.checkAll("round-2")
        try fund.addPanel(Self.members, round: "round-2")
        _ = try fund.workflows.assign(
            round: "round-2", count: 5, seed: 7, as: try fund.person("officer"))
        for member in Self.members {
            let principal = try fund.person(member)
            try fund.workflows.acknowledgeBriefing(of: "round-2", as: principal)
            for (place, reference) in references.enumerated() {
                let has = place == 0 && interests.contains(member)
                try fund.workflows.declareInterest(
                    in: reference, has: has, detail: has ? "I am on its board." : "",
                    as: principal)
                if !has { try fund.score(reference, by: member, Int64(5 - place % 5)) }
            }
        }
        return (fund, references)
    }

    private func opened(
        _ amounts: [Int64] = [400_000, 300_000, 200_000], interests: [String] = [],
        present: [String] = ["p1", "p2", "p3", "p4"],
        edits: [(file: String, old: String, new: String)] = []
    ) throws -> (fund: TestFund, references: [String]) {
        let (fund, references) = try scored(amounts, interests: interests, edits: edits)
        _ = try fund.workflows.openMeeting(round: "round-2", as: try fund.person("officer"))
        try attend(fund, present, ["p5"])
        return (fund, references)
    }

    private func attend(_ fund: TestFund, _ present: [String], _ apologies: [String]) throws {
        try fund.workflows.recordAttendance(
            round: "round-2", present: present.map { "\($0)@example.org" },
            apologies: apologies.map { "\($0)@example.org" }, as: try fund.person("officer"))
    }

    private func recommend(
        _ fund: TestFund, _ reference: String, _ kind: RecommendationKind = .fund,
        pence: Int64? = nil, conditions: String = "", votes: (Int64, Int64, Int64)? = nil,
        dissents: [(email: String, text: String)] = [], left: [String] = []
    ) throws {
        try fund.workflows.recommend(
            reference,
            MeetingEntry(
                kind: kind, amount: pence.map { Money(pence: $0) }, conditions: conditions,
                votes: votes.map { Votes(votesFor: $0.0, against: $0.1, abstentions: $0.2) },
                dissents: dissents, left: left), of: "round-2", as: try fund.person("officer"))
    }

    private func moderate(
        _ fund: TestFund, _ reference: String, _ member: String, _ value: Int64?,
        reason: String = "We heard more."
    ) throws {
        try fund.workflows.moderate(
            reference, member: "\(member)@example.org", [("need", value)], reason: reason,
            of: "round-2", as: try fund.person("officer"))
    }

    private func sign(
        _ fund: TestFund, chair: String = "p1", seen: String? = nil
    ) throws -> Meeting.Signature {
        try fund.workflows.signMeeting(
            round: "round-2", chair: "\(chair)@example.org", seen: seen,
            as: try fund.person("officer"))
    }

    private func propose(_ fund: TestFund) throws {
        _ = try fund.workflows.propose(round: "round-2", as: try fund.person("officer"))
    }

    private func minutes(_ fund: TestFund, as name: String = "officer") throws -> MinutesReport {
        try fund.services.reports.minutes(of: "round-2", as: try fund.person(name))
    }

    private func sql(_ fund: TestFund, _ statement: String) throws -> String {
        try Command.sql(fund.databasePath, statement).errors
    }

    @Test("a whole meeting: attendance, moderation, recommendations, signed minutes, a proposal")
    func whole() throws {
        let (fund, references) = try scored(interests: ["p2"])
        #expect(problem { try propose(fund) }?.code == "meeting-unsigned")
        _ = try fund.workflows.openMeeting(round: "round-2", as: try fund.person("officer"))
        try attend(fund, ["p1", "p2", "p3", "p4"], ["p5"])
        try moderate(fund, references[0], "p1", 4)
        try recommend(
            fund, references[0], votes: (2, 1, 0),
            dissents: [("p3@example.org", "It asks\nfor too much.")])
        try recommend(
            fund, references[1], .part, pence: 150_000, conditions: "A plan by June.",
            left: ["p4@example.org"])
        #expect(problem { _ = try sign(fund) }?.code == "meeting-items-open")
        try recommend(fund, references[2], .reserve, votes: (4, 0, 0))
        let draft = try minutes(fund)
        #expect(draft.hash == nil && draft.text.contains("DRAFT"))
        #expect(try minutes(fund).text == draft.text)
        let signature = try sign(fund)
        let signed = try minutes(fund)
        #expect(signed.text == signature.minutes && signed.hash == signature.hash)
        #expect(signature.hash == SHA256Hex(of: signed.text).description)
        for line in [
            "Present: Panel Member 1, Panel Member 2, Panel Member 3, Panel Member 4",
            "Apologies: Panel Member 5", "an interest in it: Panel Member 2",
            "Left for this item: Panel Member 4", "need: 5 → 4. We heard more.",
            "Votes: 2 for, 1 against, 0 abstained",
            "Dissent: Panel Member 3: It asks\n   | for too much.", "Fund in part, £1,500.00",
            "Conditions: A plan by June.", "Agreed without a vote.", "Reserve list",
            "Recommended in all: £5,500.00 of £30,000.00", "In the chair: Panel Member 1",
            "Signed by Officer One", "Audit trail: row ",
        ] {
            #expect(signed.text.contains(line), "\(line)\n\(signed.text)")
        }
        #expect(problem { _ = try sign(fund) }?.code == "meeting-signed")
        try propose(fund)
        for reference in references {
            let explanation = try fund.services.reports.explanation(
                of: reference, as: try fund.person("officer"))
            #expect(explanation.disagreements.isEmpty)
        }
        #expect(
            try fund.value("SELECT value FROM assessmentScoreHistory;") == "5")
    }

    @Test("the agenda begins where the money ends")
    func agenda() throws {
        // £30,000: seven of £4,000 and a part of the eighth are funded.
        let (fund, references) = try opened(Array(repeating: 400_000, count: 11))
        let report = try fund.services.reports.meeting(
            of: "round-2", as: try fund.person("officer"))
        let ranks = try #require(report.record).items.map(\.entry.rank)
        #expect(ranks == [8, 9, 7, 10, 6, 11, 5, 4, 3, 2, 1])
        #expect(references.count == ranks.count)
    }

    @Test("what cannot be recommended is refused by the code and by the schema")
    func refusals() throws {
        let (fund, references) = try opened(
            [400_000, 300_000] + Array(repeating: 500_000, count: 6), interests: ["p2"])
        let (first, second) = (references[0], references[1])
        func code(_ work: () throws -> Void) -> String? {
            problem(work).map { $0.fields.first?.code ?? $0.code }
        }
        #expect(code { try recommend(fund, first, .part) } == "missing")
        #expect(
            code { try recommend(fund, first, .part, pence: 199_999) }
                == "recommendation-below-least")
        #expect(
            code { try recommend(fund, first, .part, pence: 400_000) }
                == "recommendation-over-request")
        #expect(
            code { try recommend(fund, first, .fund, pence: 400_001) }
                == "recommendation-over-request")
        #expect(
            code { try recommend(fund, first, .fund, pence: 300_000) }
                == "recommendation-not-whole")
        #expect(code { try recommend(fund, first, .decline, pence: 1) } == "amount-unasked")
        #expect(
            code { try recommend(fund, first, .defer, conditions: "x") } == "conditions-unasked")
        // Four are there; one has an interest.
        #expect(
            code { try recommend(fund, first, votes: (3, 0, 1)) } == "recommendation-votes-differ")
        #expect(code { try recommend(fund, first, votes: (1, 2, 0)) } == "recommendation-lost")
        #expect(
            code { try recommend(fund, first, dissents: [("p2@example.org", "No.")]) }
                == "dissent-no-vote")
        #expect(
            code { try recommend(fund, first, dissents: [("p5@example.org", "No.")]) }
                == "dissent-no-vote")
        #expect(
            code { try recommend(fund, first, left: ["p5@example.org"]) }
                == "absence-not-present")
        #expect(code { try recommend(fund, first, left: ["p1@example.org"]) } == "item-no-quorum")
        #expect(code { try recommend(fund, first, left: ["x@example.org"]) } == "person-unknown")
        // What was refused has left nothing behind.
        #expect(try fund.value("SELECT count(*) FROM assessmentAbsence;") == "0")
        try recommend(fund, first, votes: (2, 1, 0))
        for reference in references.dropFirst(2).prefix(5) { try recommend(fund, reference) }
        #expect(
            code { try recommend(fund, references[7]) } == "recommendation-over-allotment")
        #expect(
            code { try attend(fund, [], ["p4"]) } == "attendance-kept")
        #expect(code { try attend(fund, ["officer"], []) } == "meeting-not-member")
        #expect(code { try attend(fund, ["p3"], ["p3"]) } == "present-too")

        func insert(
            _ reference: String, _ kind: String, _ pence: String, _ votes: String
        ) throws -> String {
            try sql(
                fund,
                """
                INSERT INTO assessmentRecommendation (meetingId, applicationId, kind,
                  amountPence, votesFor, votesAgainst, abstentions, recordedAt, recordedById)
                SELECT 1, applicationId, '\(kind)', \(pence), \(votes), 1, 1
                FROM assessmentCandidate WHERE reference = '\(reference)';
                """)
        }
        let none = "NULL, NULL, NULL"
        #expect(try insert(first, "part", "1", none).contains("recommendation-under-minimum"))
        #expect(try insert(first, "fund", "400001", none).contains("recommendation-over-request"))
        #expect(try insert(first, "part", "NULL", none).contains("CHECK"))
        #expect(try insert(first, "decline", "NULL", "4, 0, 0").contains("recommendation-votes"))
        #expect(
            try insert(references[7], "fund", "500000", none)
                .contains("recommendation-over-allotment"))
        #expect(try insert(second, "decline", "NULL", "2, 2, 0").contains("recommendation-lost"))
        #expect(
            try sql(fund, "UPDATE assessmentRecommendation SET kind = 'defer';")
                .contains("meeting-kept"))
        #expect(
            try sql(fund, "UPDATE assessmentAttendance SET isPresent = 0;")
                .contains("attendance-kept"))
    }

    @Test("without a quorum nothing is recommended, moderated or signed")
    func quorum() throws {
        let (fund, references) = try opened(present: ["p1", "p2"])
        #expect(problem { try recommend(fund, references[0]) }?.code == "item-no-quorum")
        #expect(problem { try moderate(fund, references[0], "p1", 1) }?.code == "item-no-quorum")
        #expect(problem { _ = try sign(fund) }?.code == "meeting-no-quorum")
        let signing = """
            UPDATE assessmentMeeting SET signedAt = openedAt, signedById = 1, chairId = openedById,
              minutesHash = printf('%064d', 0), minutes = 'x';
            """
        #expect(!(try sql(fund, signing)).isEmpty)
        try attend(fund, ["p3"], [])
        for reference in references { try recommend(fund, reference, .decline) }
        #expect(problem { _ = try sign(fund, chair: "p5") }?.code == "meeting-chair-absent")
        // Somebody finds that they have an interest after all: now there are too few.
        try fund.workflows.declareInterest(
            in: references[0], has: true, detail: "My sister works there.",
            as: try fund.person("p3"))
        #expect(problem { _ = try sign(fund) }?.code == "recommendation-stale")
        try attend(fund, ["p5"], [])
        try recommend(fund, references[0], .decline)
        let signature = try sign(fund)
        #expect(signature.minutes.contains("an interest in it: Panel Member 3"))
    }

    @Test("locked scores change in the open meeting alone, with a reason, and the trail agrees")
    func moderation() throws {
        let (fund, references) = try scored(interests: ["p2"])
        let reference = references[0]
        try fund.workflows.lockScores(of: reference, as: try fund.person("p1"))
        #expect(problem { try moderate(fund, reference, "p1", 1) }?.code == "meeting-none")
        _ = try fund.workflows.openMeeting(round: "round-2", as: try fund.person("officer"))
        try attend(fund, ["p1", "p2", "p3", "p4"], ["p5"])
        func score(_ member: String) -> String? {
            problem { try fund.score(references[1], by: member, 1) }?.code
        }
        #expect(score("p1") == "scores-in-meeting")
        #expect(
            try sql(fund, "UPDATE assessmentScore SET value = 0, recordedAt = 1;")
                .contains("score"))
        #expect(
            problem { try moderate(fund, reference, "p1", 5) }?.fields.first?.code
                == "score-unchanged")
        #expect(
            problem { try moderate(fund, reference, "p1", 6) }?.fields.first?.code
                == "off-scale")
        #expect(
            problem { try moderate(fund, reference, "p1", 1, reason: " ") }?.fields.first?.code
                == "missing")
        #expect(problem { try moderate(fund, reference, "p2", 1) }?.code == "score-unknown")
        #expect(problem { try moderate(fund, reference, "p5", 1) }?.code == "moderation-absent")
        try moderate(fund, reference, "p1", 2)
        try moderate(fund, reference, "p1", 3)
        try moderate(fund, reference, "p1", 2)
        try moderate(fund, reference, "p1", nil)
        // Nobody repeats a moderation behind the meeting's back.
        #expect(
            try sql(
                fund,
                """
                UPDATE assessmentScore SET value = 2 WHERE criterion = 'need' AND value IS NULL;
                """
            ).contains("score"))
        let explanation = try fund.services.reports.explanation(
            of: reference, as: try fund.person("officer"))
        #expect(explanation.disagreements.isEmpty && explanation.checkedCount == 24)
        #expect(
            try sql(fund, "DELETE FROM assessmentModeration;").contains("meeting-kept"))
        #expect(
            try fund.value(
                """
                SELECT group_concat(ifnull(valueBefore, 'n/a') || '>'
                  || ifnull(valueAfter, 'n/a')) FROM assessmentModeration;
                """) == "5>2,2>3,3>2,2>n/a")
    }

    @Test("after signing nothing changes; what changes elsewhere asks for another meeting")
    func afterSigning() throws {
        let (fund, references) = try opened()
        for reference in references { try recommend(fund, reference) }
        let state = try fund.services.reports.meeting(
            of: "round-2", as: try fund.person("officer")
        ).state
        try moderate(fund, references[0], "p1", 3)
        #expect(problem { _ = try sign(fund, seen: state) }?.code == "meeting-seen-changed")
        let first = try sign(fund)
        #expect(problem { try recommend(fund, references[0]) }?.code == "meeting-signed")
        #expect(problem { try moderate(fund, references[0], "p1", 1) }?.code == "meeting-signed")
        #expect(problem { try attend(fund, ["p5"], []) }?.code == "meeting-signed")
        for statement in [
            "UPDATE assessmentMeeting SET minutes = 'Nothing.';",
            "UPDATE assessmentAttendance SET recordedAt = 1;",
            "INSERT INTO assessmentDissent SELECT 1, memberId, 'No.' FROM assessmentAttendance;",
            "INSERT INTO assessmentAbsence SELECT 1, applicationId, memberId FROM assessmentVoter;",
            "INSERT INTO assessmentModeration SELECT 99, 1, id, value, 0, 'x', 1, 1 "
                + "FROM assessmentScore LIMIT 1;",
        ] {
            #expect(try sql(fund, statement).contains("meeting-signed"), "\(statement)")
        }
        #expect(try sql(fund, "DELETE FROM assessmentMeeting;").contains("meeting-kept"))
        try propose(fund)
        try fund.workflows.declareInterest(
            in: references[2], has: true, detail: "I found out today.",
            as: try fund.person("p1"))
        #expect(problem { try propose(fund) }?.code == "meeting-moved")
        let officer = try fund.person("officer")
        _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        #expect(
            problem { _ = try fund.workflows.openMeeting(round: "round-2", as: officer) }?.code
                == "meeting-open")
        #expect(problem { try propose(fund) }?.code == "meeting-unsigned")
        try attend(fund, ["p1", "p2", "p3", "p4"], [])
        for reference in references { try recommend(fund, reference) }
        let second = try sign(fund)
        #expect(second.hash != first.hash && second.minutes.contains("meeting 2"))
        // What was signed first is still there to be read.
        let old = try fund.services.reports.minutes(of: "round-2", number: 1, as: officer)
        #expect(old.text == first.minutes && old.hash == first.hash)
        #expect(
            problem {
                _ = try fund.services.reports.minutes(of: "round-2", number: 3, as: officer)
            }?.code == "meeting-unknown")
        try propose(fund)
    }

    @Test("opening the meeting unseals the scores to its panel; those who are there read of it")
    func unsealing() throws {
        let (fund, _) = try scored()
        let (both, p1) = (try fund.person("p5"), try fund.person("p1"))
        func ranking() -> String? {
            problem {
                try fund.services.reports.ranking(of: "round-2", as: both) { _ in }
            }?.code
        }
        #expect(ranking() == "sealed-to-panel")
        // Whoever scores does not open what would tell them.
        #expect(
            problem { _ = try fund.workflows.openMeeting(round: "round-2", as: both) }?.code
                == "meeting-own-panel")
        _ = try fund.workflows.openMeeting(round: "round-2", as: try fund.person("officer"))
        #expect(ranking() == nil)
        #expect(problem { _ = try minutes(fund, as: "p1") }?.code == "meeting-not-yours")
        try attend(fund, ["p1"], ["p2"])
        #expect(problem { _ = try minutes(fund, as: "p1") }?.code == nil)
        #expect(problem { _ = try minutes(fund, as: "p2") }?.code == "meeting-not-yours")
        #expect(
            problem {
                try fund.workflows.recordAttendance(
                    round: "round-2", present: ["p3@example.org"], apologies: [], as: p1)
            }?.code == "role-missing")
    }

    @Test("a round without the control holds no meeting and needs none")
    func off() throws {
        let fund = try TestFund()
        _ = try fund.decidable([(100_000, nil)])
        let officer = try fund.person("officer")
        #expect(
            problem { _ = try fund.workflows.openMeeting(round: "round-1", as: officer) }?.code
                == "meeting-off")
        #expect(
            try sql(
                fund,
                """
                INSERT INTO assessmentMeeting (roundId, panel, number, openedAt, openedById)
                VALUES (1, 'main', 1, 1, 1);
                """
            ).contains("meeting-off"))
        _ = try fund.workflows.propose(round: "round-1", as: officer)
    }

    @Test("whoever is on the panel runs no meeting, proposes nothing and does not decide")
    func runners() throws {
        let (fund, references) = try opened()
        let both = try fund.person("p5")
        let entry = MeetingEntry(kind: .fund)
        let address = ["p1@example.org"]
        for (name, work) in [
            (
                "attendance",
                {
                    try fund.workflows.recordAttendance(
                        round: "round-2", present: address, apologies: [], as: both)
                }
            ),
            (
                "recommend",
                {
                    try fund.workflows.recommend(references[0], entry, of: "round-2", as: both)
                }
            ),
            (
                "moderate",
                {
                    try fund.workflows.moderate(
                        references[0], member: address[0], [("need", 1)], reason: "x",
                        of: "round-2", as: both)
                }
            ),
            (
                "sign",
                {
                    _ = try fund.workflows.signMeeting(
                        round: "round-2", chair: address[0], as: both)
                }
            ),
        ] as [(String, () throws -> Void)] {
            #expect(problem(work)?.code == "meeting-own-panel", "\(name)")
        }
        let p5 = "(SELECT id FROM person WHERE email = 'p5@example.org')"
        for statement in [
            "UPDATE assessmentAttendance SET recordedById = \(p5);",
            """
            INSERT INTO assessmentRecommendation
              (meetingId, applicationId, kind, recordedAt, recordedById)
            SELECT 1, applicationId, 'decline', 1, \(p5) FROM assessmentMeetingItem LIMIT 1;
            """,
            """
            INSERT INTO assessmentModeration SELECT 99, 1, id, value, 0, 'x', 1, \(p5)
            FROM assessmentScore LIMIT 1;
            """,
        ] {
            #expect(try sql(fund, statement).contains("meeting-own-panel"), "\(statement)")
        }
        // What they tried left nothing but a word in the trail.
        #expect(
            try fund.value("SELECT count(*) FROM auditEntry WHERE action = 'attempt.refusal';")
                == "4")
        for reference in references { try recommend(fund, reference) }
        _ = try sign(fund)
        #expect(
            problem { _ = try fund.workflows.propose(round: "round-2", as: both) }?.code
                == "sealed-to-panel")
        try propose(fund)
        // Those who were there had a part in it, whether they scored or not.
        #expect(
            try fund.value(
                """
                SELECT count(*) FROM awardProposalScorer JOIN person ON person.id = personId
                WHERE email IN ('p1@example.org', 'p4@example.org');
                """) == "2")
    }

    @Test("an even vote is the chair's to decide, and whoever voted for it has no dissent")
    func votes() throws {
        let (fund, references) = try opened()
        let first = references[0]
        func code(_ work: () throws -> Void) -> String? {
            problem(work).map { $0.fields.first?.code ?? $0.code }
        }
        func cast(_ votes: Votes) throws {
            try fund.workflows.recommend(
                first, MeetingEntry(kind: .fund, votes: votes), of: "round-2",
                as: try fund.person("officer"))
        }
        #expect(code { try recommend(fund, first, votes: (2, 2, 0)) } == "recommendation-lost")
        #expect(code { try recommend(fund, first, votes: (0, 0, 4)) } == "recommendation-lost")
        // The votes are those of everybody who takes part.
        #expect(
            code { try recommend(fund, first, votes: (1, 0, 0)) } == "recommendation-votes-differ")
        #expect(
            code { try cast(Votes(votesFor: 3, against: 1, abstentions: 0, isCast: true)) }
                == "casting-vote-not-even")
        let dissent = { (member: String) in (email: "\(member)@example.org", text: "No.") }
        #expect(
            code {
                try recommend(fund, first, votes: (4, 0, 0), dissents: [dissent("p1")])
            } == "dissent-over-votes")
        #expect(
            code {
                try recommend(
                    fund, first, votes: (2, 1, 1), dissents: [dissent("p1"), dissent("p1")])
            } == "dissent-twice")
        #expect(
            code {
                try recommend(
                    fund, first, votes: (3, 1, 0), dissents: [dissent("p1"), dissent("p2")])
            } == "dissent-over-votes")
        #expect(
            code { try recommend(fund, first, conditions: "Be \u{202E}good.") }
                == "hidden-characters")
        try cast(Votes(votesFor: 2, against: 2, abstentions: 0, isCast: true))
        #expect(try minutes(fund).text.contains("the chair decided for it"))
        #expect(
            try sql(
                fund,
                """
                INSERT INTO assessmentRecommendation (meetingId, applicationId, kind, amountPence,
                  votesFor, votesAgainst, abstentions, castingVote, recordedAt, recordedById)
                SELECT 1, applicationId, 'decline', NULL, 3, 1, 0, 1, 1, 1
                FROM assessmentMeetingItem LIMIT 1;
                """
            ).contains("CHECK"))
    }

    @Test("what somebody wrote cannot look like what was recorded")
    func forgedLines() throws {
        let (fund, references) = try opened()
        try recommend(
            fund, references[0], votes: (3, 1, 0),
            dissents: [("p4@example.org", "No.\nVotes: 9 for, 0 against, 0 abstained\n\n2. CF – X")]
        )
        let lines = try minutes(fund).text.split(separator: "\n")
        #expect(lines.contains("   | Votes: 9 for, 0 against, 0 abstained"))
        #expect(!lines.contains { $0.hasPrefix("   Votes: 9") || $0.hasPrefix("2. CF – X") })
    }

    @Test("whoever left may be wrong, and is said anew; whoever was mistaken has a part again")
    func departures() throws {
        let (fund, references) = try opened()
        try recommend(fund, references[0], left: ["p1@example.org"])
        try recommend(fund, references[0], votes: (4, 0, 0))
        #expect(try !minutes(fund).text.contains("Left for this item"))
        // An interest that was a mistake is lifted: the member votes again.
        let p2 = try fund.person("p2")
        try fund.workflows.declareInterest(
            in: references[1], has: true, detail: "My choir.", as: p2)
        #expect(try minutes(fund).text.contains("an interest in it: Panel Member 2"))
        try fund.workflows.setInterest(
            of: "p2@example.org", in: references[1], has: false, detail: "Another choir.",
            as: try fund.person("officer"))
        try recommend(fund, references[1], votes: (4, 0, 0))
        #expect(try !minutes(fund).text.contains("an interest in it"))
        // One that is found after the vote asks for the vote again, however few votes there were.
        try recommend(fund, references[2])
        try fund.workflows.declareInterest(
            in: references[2], has: true, detail: "My sister.", as: p2)
        #expect(problem { _ = try sign(fund) }?.code == "recommendation-stale")
        try recommend(fund, references[2], votes: (3, 0, 0))
        _ = try sign(fund)
        // After signing too, whether the member had scored it or not.
        try propose(fund)
        try fund.workflows.declareInterest(
            in: references[0], has: true, detail: "My brother.", as: p2)
        #expect(problem { try propose(fund) }?.code == "meeting-moved")
    }

    @Test("whoever has an interest reads the meeting without that application")
    func conflictedReader() throws {
        let (fund, references) = try opened(
            interests: ["p2"],
            edits: [("Config/rounds.yaml", "      screening: true ", "      screening: false ")])
        try moderate(fund, references[0], "p1", 4, reason: "Secret reason")
        for reference in references { try recommend(fund, reference) }
        func seen(_ name: String) throws -> (items: [String], text: String) {
            let report = try fund.services.reports.meeting(
                of: "round-2", as: try fund.person(name))
            return (
                try #require(report.record).items.map { "\($0.reference)" },
                try minutes(fund, as: name).text
            )
        }
        for isSigned in [false, true] {
            if isSigned { _ = try sign(fund) }
            let (items, text) = try seen("p2")
            #expect(!items.contains(references[0]) && items.contains(references[1]))
            #expect(!text.contains("Secret reason") && !text.contains("need: 5"))
            #expect(text.contains("\(references[1]) –") && text.contains("Recommendation: "))
            // A gap among the ranks, or what all comes to, would tell what is left out.
            #expect(!text.contains("Rank ") && !text.contains("Recommended in all"), "\(text)")
            #expect(text.contains("In the chair") == isSigned)
            let others = try seen("p1")
            #expect(others.text.contains("Rank 1,") && others.text.contains("£9,000.00 of"))
            #expect(others.items.contains(references[0]) && others.text.contains("Secret reason"))
        }
        let report = try minutes(fund, as: "p2")
        #expect(report.isCut && report.text.contains("\(references[0]) –"))
        #expect(report.isSigned && report.hash == nil)
        #expect(try minutes(fund, as: "p1").hash == minutes(fund).hash)
        #expect(report.text.contains("the reader has an interest in this application"))
        // Nor do they read after the decision what others gave to it.
        try propose(fund)
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "As recommended",
            as: try fund.person("decider"))
        for (name, count) in [("p1", 3), ("p2", 2), ("auditor", 3)] {
            var read: Set<String> = []
            try fund.services.reports.scores(
                of: "round-2", as: try fund.person(name)
            ) { row, _ in if let reference = row.first?.string { read.insert(reference) } }
            #expect(read.count == count, "\(name)")
            #expect(read.contains(references[0]) == (name != "p2"), "\(name)")
        }
    }

    @Test("whoever recorded a meeting hears no complaint about what it recommended")
    func recorders() throws {
        let (fund, references) = try opened(
            edits: [("Config/rounds.yaml", "      screening: true ", "      screening: false ")])
        for reference in references { try recommend(fund, reference) }
        _ = try fund.workflows.signMeeting(
            round: "round-2", chair: "p1@example.org", as: try fund.person("officer2"))
        try propose(fund)
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "As recommended",
            as: try fund.person("decider"))
        let id = try fund.workflows.receiveAppeal(
            references[0],
            AppealArrival(kind: .complaint, grounds: "It was not heard.", cameBy: .letter),
            as: try fund.person("officer2"))
        func review(_ name: String) throws {
            try fund.workflows.reviewAppeal(
                id, .notUpheld, reason: "It was.", as: try fund.person(name))
        }
        #expect(problem { try review("officer2") }?.code == "appeal-took-part")
        try review("decider2")
    }

    @Test("the casting vote is of a chair who took part, past the program too")
    func castingVote() throws {
        let (fund, references) = try opened(interests: ["p2"])
        try fund.workflows.recommend(
            references[0],
            MeetingEntry(
                kind: .fund, votes: Votes(votesFor: 1, against: 1, abstentions: 1, isCast: true)),
            of: "round-2", as: try fund.person("officer"))
        for reference in references.dropFirst() { try recommend(fund, reference) }
        let refused = problem { _ = try sign(fund, chair: "p2") }
        #expect(refused?.code == "chair-took-no-part")
        #expect(refused?.arguments["references"] == references[0])
        #expect(
            try sql(
                fund,
                """
                UPDATE assessmentMeeting SET signedAt = openedAt, signedById = openedById,
                  minutes = 'x', minutesHash = printf('%064d', 0),
                  chairId = (SELECT id FROM person WHERE email = 'p2@example.org');
                """
            ).contains("chair-took-no-part"))
        _ = try sign(fund, chair: "p1")
    }

    @Test("an officer on the panel with an interest stays sealed out when the panel meets")
    func conflictedOfficer() throws {
        let (fund, references) = try scored(interests: ["p5"])
        _ = try fund.workflows.openMeeting(round: "round-2", as: try fund.person("officer"))
        let both = try fund.person("p5")
        #expect(
            problem {
                try fund.services.reports.ranking(of: "round-2", as: both) { _ in }
            }?.code == "sealed-to-panel")
        #expect(
            problem {
                _ = try fund.services.reports.explanation(of: references[0], as: both)
            }?.code == "sealed-to-panel")
    }

    @Test("a late application is scored and comes before the meeting that is open")
    func late() throws {
        let (fund, references) = try opened()
        let json = TestFund.application("Latecomers", pence: 100_000)
        let officer = try fund.person("officer")
        let late = try fund.workflows.submitApplication(
            JSONReader.read(Array(json.utf8)), source: "late", round: "round-2",
            late: "The post was late.", as: officer
        ).reference.description
        try fund.checkAll("round-2")
        #expect(problem { try recommend(fund, late, .decline) }?.code == "applications-unscored")
        for member in Self.members {
            try fund.workflows.reassign(
                late, to: "\(member)@example.org", adds: true, reason: "Late.", as: officer)
            try fund.workflows.declareInterest(
                in: late, has: false, detail: "", as: try fund.person(member))
            try fund.score(late, by: member, 3)
        }
        for reference in references { try recommend(fund, reference) }
        #expect(problem { _ = try sign(fund) }?.code == "meeting-items-open")
        try recommend(fund, late, .reserve)
        #expect(
            problem { try fund.score(late, by: "p1", 4) }?.code == "scores-in-meeting")
        #expect(try sign(fund).minutes.contains("\(late) – Latecomers"))
        try propose(fund)
    }

    @Test("a meeting opens without missing scores only for a reason, which the minutes say")
    func missingScores() throws {
        let (fund, references) = try scored()
        let officer = try fund.person("officer")
        let json = TestFund.application("Latecomers", pence: 100_000)
        let late = try fund.workflows.submitApplication(
            JSONReader.read(Array(json.utf8)), source: "late", round: "round-2",
            late: "The post was late.", as: officer
        ).reference.description
        try fund.checkAll("round-2")
        for member in ["p1", "p2"] {
            try fund.workflows.reassign(
                late, to: "\(member)@example.org", adds: true, reason: "Late.", as: officer)
            try fund.workflows.declareInterest(
                in: late, has: false, detail: "", as: try fund.person(member))
        }
        try fund.score(late, by: "p1", 3)
        let refused = problem {
            _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        }
        #expect(refused?.code == "meeting-scores-missing")
        #expect(refused?.arguments["members"] == "p2@example.org (6)")
        _ = try fund.workflows.openMeeting(
            round: "round-2", despiteMissing: "p2 is ill.", as: officer)
        #expect(try minutes(fund).text.contains("scores were missing: p2 is ill."))
        // Who has not said whether they have an interest has no vote, until they have.
        try attend(fund, ["p1", "p2", "p3", "p4"], [])
        #expect(problem { try recommend(fund, late) }?.code == "item-no-quorum")
        #expect(
            try fund.workflows.declareNoOther(
                of: "p3@example.org", round: "round-2", as: officer) == 1)
        try recommend(fund, late, votes: (3, 0, 0))
        #expect(
            try minutes(fund).text.contains("and so had no vote: Panel Member 4"))
        let p4 = try fund.person("p4")
        #expect(
            try fund.services.reports.undeclared(in: "round-2", as: p4)
                .map { "\($0.reference)" } == [late])
        try fund.workflows.declareInterests(
            in: [late], detail: "My mother.", round: "round-2", as: p4)
        #expect(try fund.services.reports.undeclared(in: "round-2", as: p4).isEmpty)
        #expect(try minutes(fund).text.contains("an interest in it: Panel Member 4"))
        #expect(references.count == 3)
    }

    @Test("the proposal is what the panel recommends, and the letter says its conditions")
    func proposal() throws {
        let (fund, references) = try opened(
            [400_000, 300_000, 200_000, 100_000],
            edits: [("Config/rounds.yaml", "      screening: true ", "      screening: false ")])
        try recommend(fund, references[0], .decline)
        try recommend(fund, references[3], .reserve)
        // What a meeting has before it gets no more scorers.
        #expect(
            problem {
                _ = try fund.workflows.assign(
                    round: "round-2", count: 5, seed: 8, as: try fund.person("officer"))
            }?.code == "scores-in-meeting")
        try recommend(
            fund, references[1], .part, pence: 150_000, conditions: "A plan by June.")
        try recommend(fund, references[2])
        _ = try sign(fund)
        try propose(fund)
        let report = try fund.services.reports.proposal(
            of: "round-2", number: nil, as: try fund.person("officer"))
        #expect(report.followsMeetings && !report.isParted && report.awardCount == 2)
        #expect(report.total == Money(pence: 350_000))
        let explanation = try fund.services.reports.explanation(
            of: references[1], as: try fund.person("officer"))
        #expect(explanation.recommended?.kind == .part)
        #expect(explanation.proposed?.award == Money(pence: 150_000))
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "As recommended",
            as: try fund.person("decider"))
        func letter(_ place: Int) throws -> String {
            try fund.letters(of: references[place], round: "round-2").joined()
        }
        let (declined, part, reserve) = (try letter(0), try letter(1), try letter(3))
        #expect(declined.contains("Yours was not among them."))
        #expect(declined.contains("you can appeal within 20 days"))
        #expect(!declined.contains("in order of the panel's scores"))
        #expect(part.contains("recommended £1,500.00 for your project"))
        #expect(part.contains("you can appeal within 20 days"))
        #expect(part.contains("An appeal cannot add to the £1,500.00"))
        #expect(reserve.contains("Yours is on its reserve list"))
        #expect(reserve.contains("goes no further") && !reserve.contains("write to you again"))
        // Groups hear of it once everybody can read it.
        #expect(
            problem {
                _ = try fund.workflows.releaseGatedLetters(
                    round: "round-2", embargo: nil, as: try fund.person("officer"))
            }?.code == "decision-unpublished")
    }

    @Test("what the panel set stays in the letter, unless somebody says that words replace it")
    func panelConditions() throws {
        let (fund, references) = try opened(
            [400_000, 300_000, 200_000],
            edits: [("Config/rounds.yaml", "      screening: true ", "      screening: false ")])
        try recommend(fund, references[0], .decline)
        try recommend(fund, references[1], .part, pence: 150_000, conditions: "A plan by June.")
        try recommend(fund, references[2])
        _ = try sign(fund)
        try propose(fund)
        _ = try fund.workflows.approve(
            round: "round-2", proposal: nil, reason: "As recommended",
            as: try fund.person("decider"))
        let (reference, officer) = (references[1], try fund.person("officer"))
        func said() throws -> JSONValue {
            try fund.services.reports.conditions(of: reference, as: officer).object
        }
        let added = try fund.workflows.stateConditions("Two visits.", of: reference, as: officer)
        #expect(added.addsPanel && !added.replacesPanel && added.panel == "A plan by June.")
        #expect(try said()["text"]?.string == "A plan by June.\n\nTwo visits.")
        // With the panel's words in them, the words stand as they are.
        let whole = try fund.workflows.stateConditions(
            "Two visits, and a plan\nby June.".replacing("a plan", with: "A plan"), of: reference,
            as: officer)
        #expect(!whole.addsPanel && !whole.replacesPanel && whole.earlier != nil)
        #expect(try said()["text"]?.string == "Two visits, and A plan\nby June.")
        let replaced = try fund.workflows.stateConditions(
            "A lease.", insteadOfPanel: true, of: reference, as: officer)
        #expect(replaced.replacesPanel && !replaced.addsPanel)
        #expect(try said()["text"]?.string == "A lease.")
        #expect(try said()["panelConditions"]?.string == "A plan by June.")
        #expect(try said()["replacesPanel"]?.text == "true")
        let trail = try fund.value(
            "SELECT group_concat(detail) FROM auditEntry WHERE action = 'letter.conditions'")
        #expect(trail.contains("replacesPanel") && !trail.contains("plan"))
        // A letter in another language has them beside its own words.
        try fund.workflows.changeContact(
            of: reference, ContactChange(language: "ur"), as: officer)
        let beside = try fund.workflows.stateConditions(
            "جون تک منصوبہ۔", of: reference, as: officer)
        #expect(beside.addsPanel && !beside.isOwnLanguage)
        #expect(try said()["english"]?.string == "A plan by June.")
        // What is said of all at once names what it says of which.
        let stated = try fund.workflows.stateNoConditions(round: "round-2", as: officer)
        #expect(stated.withoutCount == 1 && stated.ofPanelCount == 0)
    }

    @Test("what is refused at a meeting is said with its figures and references")
    func figures() throws {
        let (fund, references) = try opened(interests: ["p2"])
        let votes = problem { try recommend(fund, references[0], votes: (3, 0, 1)) }
        #expect(votes?.arguments == ["given": "4", "voters": "3"])
        let least = problem { try recommend(fund, references[0], .part, pence: 199_999) }
        #expect(least?.arguments == ["given": "£1,999.99", "minimum": "£2,000.00"])
        try recommend(fund, references[1])
        let open = problem { _ = try sign(fund) }
        #expect(open?.arguments["count"] == "2")
        #expect(
            open?.arguments["references"]
                == [references[0], references[2]].sorted().joined(separator: ", "))
        // Whatever the program says, the database refuses it too.
        #expect(
            try sql(
                fund,
                """
                UPDATE assessmentMeeting SET signedAt = 1, signedById = openedById, chairId = (
                  SELECT memberId FROM assessmentAttendance WHERE isPresent = 1 LIMIT 1);
                """
            ).contains("meeting-unfinished"))
    }

    @Test("once a panel has begun to meet, nobody waits for scores that cannot come")
    func scoresGone() throws {
        let (fund, references) = try opened(interests: ["p2"])
        let officer = try fund.person("officer")
        let lifted = try fund.workflows.setInterest(
            of: "p2@example.org", in: references[0], has: false, detail: "Another choir.",
            as: officer)
        #expect(lifted)
        #expect(
            problem { try fund.score(references[0], by: "p2", 3) }?.code == "scores-in-meeting")
        let list = try fund.services.reports.scoringList(
            of: "round-2", as: try fund.person("p2")
        ).rows.map(\.0)
        #expect(list.count == 3 && list.allSatisfy(\.hasMet))
        for reference in references { try recommend(fund, reference) }
        _ = try sign(fund)
        let again = problem {
            _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        }
        #expect(again?.code == "meeting-scores-gone")
        #expect(again?.arguments["members"] == "p2@example.org (6)")
        _ = try fund.workflows.openMeeting(
            round: "round-2", despiteMissing: "They cannot come.", as: officer)
    }

    @Test("an interest that is lifted before the panel meets lets the member score")
    func liftedBefore() throws {
        let (fund, references) = try scored(interests: ["p2"])
        let lifted = try fund.workflows.setInterest(
            of: "p2@example.org", in: references[0], has: false, detail: "Another choir.",
            as: try fund.person("officer"))
        #expect(!lifted)
        try fund.score(references[0], by: "p2", 3)
    }

    @Test("a proposal gives each application what its panel recommended, past the program too")
    func recommendedAwards() throws {
        let (fund, references) = try opened([400_000, 300_000, 200_000])
        try recommend(fund, references[0], .decline)
        try recommend(fund, references[1], .part, pence: 150_000)
        try recommend(fund, references[2])
        _ = try sign(fund)
        try propose(fund)
        func refusal(_ statement: String) throws -> String {
            try sql(fund, "PRAGMA foreign_keys = ON;\n\(statement)")
        }
        let recommended = try fund.value(
            """
            SELECT group_concat(amountPence)
            FROM (SELECT amountPence FROM assessmentRecommended ORDER BY applicationId);
            """)
        #expect(recommended == "0,150000,200000")
        // A second proposal, on the same ground, with one line and the award that is tried.
        func line(_ place: Int, _ pence: Int64, _ id: String) throws -> String {
            try refusal(
                """
                BEGIN;
                INSERT INTO awardProposal
                  (roundId, number, proposedById, proposedAt, availablePence, totalPence,
                   scoresRevision, applicationsRevision, ledgerEntryId, scoresGroundId)
                SELECT roundId, 2, proposedById, 1, availablePence, \(pence), scoresRevision,
                  applicationsRevision, ledgerEntryId, scoresGroundId
                FROM awardProposal;
                INSERT INTO awardProposalLine
                  (proposalId, rank, applicationId, reference, score, requestedPence,
                   minimumPence, awardPence, recommendedId)
                SELECT awardProposal.id, 1, applicationId, reference, score, requestedPence,
                  minimumPence, \(pence), \(id)
                FROM awardProposal, awardProposalLine
                WHERE number = 2 AND reference = '\(references[place])';
                ROLLBACK;
                """)
        }
        let own = "recommendedId"
        let forged = "scoresGroundId || ':' || applicationId || ':' || "
        #expect(try line(1, 150_000, own).isEmpty)
        #expect(try line(0, 0, own).isEmpty)
        for (place, pence, id) in [
            (1, 300_000, own), (1, 0, own), (0, 400_000, own), (2, 150_000, own),
            (1, 150_000, "NULL"), (1, 150_000, "'1:2:3'"),
        ] as [(Int, Int64, String)] {
            #expect(
                try line(place, pence, id).contains("award-not-recommended"),
                "\(place) \(pence) \(id)")
        }
        for (place, pence) in [(1, 300_000), (1, 0), (0, 400_000), (2, 150_000)] as [(Int, Int64)] {
            #expect(try line(place, pence, forged + "\(pence)").contains("FOREIGN KEY"))
        }
        #expect(
            try refusal(
                """
                INSERT INTO assessmentRecommended
                SELECT groundId || ':' || applicationId || ':1', groundId, applicationId, 1
                FROM assessmentRecommended;
                """
            ).contains("award-not-recommended"))
        for (change, code) in [
            ("UPDATE assessmentRecommended SET amountPence = 1;", "score-kept"),
            ("DELETE FROM assessmentRecommended;", "score-kept"),
            ("UPDATE awardRound SET followsMeetings = 0;", "decision-stands"),
        ] {
            #expect(try refusal(change).contains(code), "\(change)")
        }
        // What another meeting says is another ground; what was recommended before stays with it.
        let officer = try fund.person("officer")
        _ = try fund.workflows.openMeeting(round: "round-2", as: officer)
        try attend(fund, ["p1", "p2", "p3"], [])
        for reference in references { try recommend(fund, reference, .decline) }
        _ = try sign(fund)
        try propose(fund)
        #expect(try fund.value("SELECT sum(amountPence) FROM assessmentRecommended;") == "350000")
        #expect(
            try fund.services.reports.proposal(of: "round-2", number: 2, as: officer).total == .zero
        )
    }
}
