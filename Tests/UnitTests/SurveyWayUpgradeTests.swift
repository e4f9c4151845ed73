import FundCore
import FundStore
import TestSupport
import Testing

@testable import Bootstrap

@Suite("Surveys from before it was kept how answers came")
struct SurveyWayUpgradeTests {
    @Test("where no sheet was typed in all came over the link; where one was, nobody can tell")
    func upgrade() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        _ = try FundStore.prepare(
            path: path, migrations: Services.migrations.filter { $0.number <= 60 }, clock: clock)
        let token = String(repeating: "t", count: 42)
        let hash = String(repeating: "a", count: 64)
        let filled = try Command.sql(
            path,
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO commissioningSurvey
              (id, awardId, applicationId, roundId, form, openedById, openedAt, openedOn)
            VALUES (1, 11, 1, 1, '{"minimum":5}', 1, 1, '2026-11-01'),
              (2, 12, 2, 1, '{"minimum":5}', 1, 1, '2026-11-01');
            INSERT INTO commissioningSurveyWave
              (id, surveyId, moment, token, openedById, openedAt, openedOn)
            VALUES (1, 1, 'before', '\(token)1', 1, 1, '2026-11-01'),
              (2, 2, 'before', '\(token)2', 1, 1, '2026-11-01');
            INSERT INTO commissioningSurveyAnswer (id, waveId) VALUES (5, 1), (6, 2), (7, 2);
            INSERT INTO auditEntry
              (sequence, at, actor, action, subject, detail, previousHash, hash)
            SELECT 1 + ifnull(max(sequence), 0), 1, 'person:1', 'survey.import', 'award:12',
              '{"wave":"before"}', ifnull((SELECT hash FROM auditEntry ORDER BY sequence DESC
                LIMIT 1), printf('%064d', 0)), '\(hash)' FROM auditEntry;
            """)
        #expect(filled.status == 0, "\(filled.errors)")
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        func value(_ query: String) throws -> String {
            try Command.sql(path, query).output.trimmed
        }
        #expect(
            try value(
                "SELECT group_concat(id || way) FROM "
                    + "(SELECT id, way FROM commissioningSurveyAnswer ORDER BY id);")
                == "5link,6unknown,7unknown")
        #expect(try value("SELECT count(*) FROM sqlite_schema WHERE name = 'trailEntry';") == "0")
        for change in [
            "UPDATE commissioningSurveyAnswer SET way = 'link';",
            "DELETE FROM commissioningSurveyAnswer;",
        ] {
            #expect(try Command.sql(path, change).isRefusedByRule, "\(change)")
        }
    }
}
