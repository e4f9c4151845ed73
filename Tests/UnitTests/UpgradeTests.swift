import FundCore
import FundStore
import TestSupport
import Testing

@testable import Bootstrap

@Suite("A database of the version before is brought up to date")
struct UpgradeTests {
    @Test("what stood in it stands in it, and the rules of now hold for it")
    func upgrade() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        // As the last program before the HTTP door left it: ten steps.
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(10)), clock: clock)
        let letters = [(1, "sent", "1"), (2, "unknown", "2"), (3, "queued", "3")].map {
            """
            INSERT INTO letter (id, roundId, applicationId, reference, kind, number, language, facts,
              messageId, queuedAt, status, recipientEmail, transport)
            VALUES (\($0), 1, \($0), 'R\($0)', 'receipt', 1, 'en', '{}', '<\($2)@example.org>', 1,
              '\($1)', 'a@example.org', 'smtp');
            """
        }.joined(separator: "\n")
        let filled = try Command.sql(path, "PRAGMA foreign_keys = OFF;\n\(letters)")
        #expect(filled.status == 0, "\(filled.errors)")

        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        #expect(problem { _ = try Services.open(settings, clock: clock) }?.code == "database-older")
        let upgraded = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        #expect(upgraded.steps == Services.migrations.count - 10)
        let standing = "SELECT group_concat(id || status || ifnull(releasedAt, '-')) FROM letter;"
        #expect(try Command.sql(path, standing).output.trimmed == "1sent-,2unknown-,3queued-")
        for change in [
            "UPDATE letter SET status = 'waiting', nextAttemptAt = 1 WHERE id = 1;",
            "UPDATE letter SET status = 'sent' WHERE id = 2;",
            "DELETE FROM letter;",
        ] {
            #expect(try Command.sql(path, change).isRefusedByRule, "\(change)")
        }
        #expect(try Command.sql(path, "PRAGMA integrity_check;").output.trimmed == "ok")
        // Done again, it has nothing to do; a server opens it.
        #expect(
            try Services.initialise(settings, as: TestFund.operator, clock: clock).steps == 0)
        let served = try Services.open(settings, readers: 4, clock: clock)
        #expect(try served.store.pragma("synchronous") == "2")
        #expect(try served.store.pragma("journal_mode") == "wal")
    }

    @Test("rounds that run keep what they froze, and a member's own application counts no more")
    func running() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(29)), clock: clock)
        let filled = try Command.sql(
            path,
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO person (id, email, name) VALUES (7, 'p1@example.org', 'P');
            INSERT INTO roundConfiguration VALUES
              (1, 'controls', '{"sealed":true}'),
              (1, 'scoring', '{"rules":{"leastMeans":{"need":200}}}');
            INSERT INTO applicationContact (applicationId, name, email)
            VALUES (3, 'P', 'P1@example.org');
            INSERT INTO assessmentRound (roundId, scaleMinimum, scaleMaximum, revision)
            VALUES (1, 0, 5, 0);
            INSERT INTO assessmentPanel VALUES (1, 'main', 1);
            INSERT INTO assessmentCriterion (roundId, key, place, weightBasisPoints)
            VALUES (1, 'need', 0, 5000), (1, 'reach', 1, 5000);
            INSERT INTO assessmentPanelMember (roundId, personId, addedAt, addedById)
            VALUES (1, 7, 1, 7);
            INSERT INTO assessmentCandidate
              (applicationId, roundId, reference, requestedPence, minimumPence, isStanding)
            VALUES (3, 1, 'R3', 100, 100, 1), (4, 1, 'R4', 100, 100, 1);
            INSERT INTO assessmentScore
              (roundId, applicationId, memberId, criterion, value, enteredById, recordedAt)
            VALUES (1, 3, 7, 'need', 5, 7, 1), (1, 4, 7, 'need', 5, 7, 1);
            """)
        #expect(filled.status == 0, "\(filled.errors)")
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        func value(_ query: String) throws -> String {
            try Command.sql(path, query).output.trimmed
        }
        #expect(try value("SELECT sealsScores FROM assessmentRound;") == "1")
        #expect(
            try value("SELECT group_concat(key || alwaysApplies) FROM assessmentCriterion;")
                == "need1,reach0")
        #expect(
            try value(
                "SELECT group_concat(said) FROM (SELECT applicationId || isSetAside AS said "
                    + "FROM assessmentScore ORDER BY applicationId);") == "31,40")
        #expect(try value("SELECT ground FROM assessmentInterest;") == "own")
        #expect(
            try value(
                "SELECT count(*) FROM sqlite_schema WHERE name IN "
                    + "('owningPerson', 'addressedPerson', 'frozenSection');") == "0")
    }

    @Test("who stood down counts as they left, and what was proposed otherwise is proposed anew")
    func departures() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(34)), clock: clock)
        func round(_ id: Int, leaver: Int, keepsScores: Int) -> String {
            """
            INSERT INTO assessmentRound (roundId, scaleMinimum, scaleMaximum, revision)
            VALUES (\(id), 0, 5, 5);
            INSERT INTO assessmentPanel VALUES (\(id), 'main', 1);
            INSERT INTO assessmentCriterion (roundId, key, place, weightBasisPoints)
            VALUES (\(id), 'need', 0, 10000);
            INSERT INTO assessmentPanelMember (roundId, personId, addedAt, addedById)
            VALUES (\(id), \(leaver), 1, 9);
            INSERT INTO assessmentCandidate
              (applicationId, roundId, reference, requestedPence, minimumPence, isStanding)
            VALUES (\(id), \(id), 'R\(id)', 100, 100, 1);
            INSERT INTO assessmentScore
              (roundId, applicationId, memberId, criterion, value, enteredById, recordedAt)
            VALUES (\(id), \(id), \(leaver), 'need', 5, \(leaver), 1);
            INSERT INTO assessmentDeparture
              (roundId, memberId, keepsScores, reason, stoodDownAt, stoodDownById)
            VALUES (\(id), \(leaver), \(keepsScores), 'Ill.', 1, 9);
            UPDATE assessmentRound SET revision = 5\(id) WHERE roundId = \(id);
            """
        }
        let filled = try Command.sql(
            path,
            "PRAGMA foreign_keys = OFF;\n" + round(1, leaver: 7, keepsScores: 1)
                + round(2, leaver: 8, keepsScores: 0))
        #expect(filled.status == 0, "\(filled.errors)")
        func value(_ query: String) throws -> String {
            try Command.sql(path, query).output.trimmed
        }
        let out = "SELECT group_concat(roundId || '-' || memberId) FROM assessmentOut;"
        let revisions = "SELECT group_concat(revision) FROM assessmentRound;"
        #expect(try value(out) == "1-7,2-8" && value(revisions) == "51,52")
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        #expect(try value(out) == "2-8" && value(revisions) == "52,52")
    }

    @Test("signed meetings keep their minutes; a round whose panels meet follows what they said")
    func meetings() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        func run(_ statements: String) throws {
            let outcome = try Command.sql(path, "PRAGMA foreign_keys = OFF;\n\(statements)")
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        func value(_ query: String) throws -> String {
            try Command.sql(path, query).output.trimmed
        }
        func meeting(_ number: Int) -> String {
            """
            INSERT INTO assessmentMeeting (id, roundId, panel, number, openedAt, openedById)
            VALUES (\(number), 1, 'main', \(number), 1, 8);
            INSERT INTO assessmentAttendance
              (meetingId, roundId, memberId, isPresent, recordedAt, recordedById)
            VALUES (\(number), 1, 7, 1, 1, 8);
            INSERT INTO assessmentMeetingItem (meetingId, applicationId, place, rank, score)
            VALUES (\(number), 3, 1, 1, '80.00');
            INSERT INTO assessmentRecommendation
              (meetingId, applicationId, kind, amountPence, recordedAt, recordedById)
            VALUES (\(number), 3, 'fund', 100, 1, 8);
            UPDATE assessmentMeeting SET signedAt = 2, signedById = 8, chairId = 7,
              ground = printf('%064d', 1), minutes = 'What was said \(number).',
              minutesHash = printf('%064d', \(number))
            WHERE id = \(number);
            """
        }
        // As the program that first held meetings left it, then as the last one did.
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(29)), clock: clock)
        try run(
            """
            INSERT INTO person (id, email, name)
            VALUES (7, 'p1@example.org', 'P'), (8, 'officer@example.org', 'O');
            INSERT INTO roundConfiguration VALUES
              (1, 'controls', '{"meeting":true}'), (2, 'controls', '{"meeting":false}');
            INSERT INTO awardRound (roundId, allotmentPence, awardedPence)
            VALUES (1, 1000, 0), (2, 1000, 0);
            INSERT INTO assessmentRound
              (roundId, scaleMinimum, scaleMaximum, revision, meetingAllotmentPence)
            VALUES (1, 0, 5, 0, 1000);
            INSERT INTO assessmentPanel VALUES (1, 'main', 1);
            INSERT INTO assessmentCriterion (roundId, key, place, weightBasisPoints)
            VALUES (1, 'need', 0, 10000);
            INSERT INTO assessmentPanelMember (roundId, personId, addedAt, addedById)
            VALUES (1, 7, 1, 8);
            INSERT INTO assessmentCandidate
              (applicationId, roundId, reference, requestedPence, minimumPence, isStanding)
            VALUES (3, 1, 'R3', 100, 100, 1);
            INSERT INTO assessmentScore
              (roundId, applicationId, memberId, criterion, value, enteredById, recordedAt)
            VALUES (1, 3, 7, 'need', 4, 7, 1);
            \(meeting(1))
            """)
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(33)), clock: clock)
        try run(
            """
            \(meeting(2))
            INSERT INTO assessmentProposalGround (id, roundId, revision)
            SELECT roundId * 4294967296 + revision, roundId, revision FROM assessmentRound;
            """)
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        #expect(
            try value(
                "SELECT group_concat(minutes || (minutesHash = printf('%064d', number))) "
                    + "FROM assessmentMeeting;") == "What was said 1.1,What was said 2.1")
        #expect(
            try value(
                "SELECT count(*) FROM pragma_table_info('assessmentMeeting') WHERE name = 'ground';"
            ) == "0")
        // Of what the first one looked at nothing is known.
        #expect(
            try value(
                "SELECT group_concat(meetingId || (look = '')) FROM assessmentMeetingLook;")
                == "11,20")
        #expect(
            try value("SELECT group_concat(roundId || followsMeetings) FROM awardRound;")
                == "11,20")
        #expect(
            try value("SELECT applicationId || ':' || amountPence FROM assessmentRecommended;")
                == "3:100")
        for change in [
            "UPDATE assessmentMeeting SET minutes = 'Nothing.';", "DELETE FROM assessmentMeeting;",
            "UPDATE assessmentMeetingLook SET look = '';",
            "INSERT INTO assessmentMeetingLook VALUES (3, '');",
        ] {
            #expect(try Command.sql(path, change).isRefusedByRule, "\(change)")
        }
        #expect(try Command.sql(path, "PRAGMA integrity_check;").output.trimmed == "ok")
    }

    @Test("letters that waited before printing was kept count as printed, and none that come after")
    func letters() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        func run(_ statements: String) throws -> Outcome {
            try Command.sql(path, "PRAGMA foreign_keys = OFF;\n\(statements)")
        }
        func letter(_ id: Int) -> String {
            """
            INSERT INTO letterPaperNotice (id, roundId, applicationId, kind, addressee, address,
              isFormer, language, subject, body, queuedAt)
            VALUES (\(id), 1, 1, 'bankDetails', 'S', 'A', 0, 'en', 'S', 'B', 1);
            """
        }
        func post(_ id: Int) -> String {
            "INSERT INTO letterPaperPosting VALUES (\(id), 'A', 1, 1);"
        }
        _ = try FundStore.prepare(
            path: path, migrations: Services.migrations.filter { $0.number < 63 }, clock: clock)
        #expect(try run(letter(1) + letter(2) + post(1)).status == 0)
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        #expect(try run(letter(3) + post(2)).status == 0)
        #expect(try run(post(3)).errors.contains("paper-notice-not-printed"))
        #expect(
            try Command.sql(path, "SELECT group_concat(noticeId) FROM letterPaperPosting;")
                .output.trimmed == "1,2")
    }
}
