import FundCore
import FundStore
import TestSupport
import Testing

@testable import Bootstrap

@Suite("Waivers of the program before are kept")
struct WaiverUpgradeTests {
    @Test("a waiver that stood waives all returns of its award, whose days are kept")
    func kept() throws {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path)
        let path = "\(folder.path)/fund.sqlite"
        let clock = Clock { Instant(milliseconds: 1_795_000_000_000) }
        _ = try FundStore.prepare(
            path: path, migrations: Array(Services.migrations.prefix(60)), clock: clock)
        let filled = try Command.sql(
            path,
            """
            PRAGMA foreign_keys = OFF;
            INSERT INTO person (id, email, name) VALUES (7, 'decider@example.org', 'D');
            INSERT INTO commissioningReturn
              (id, awardId, applicationId, roundId, number, moment, form, askedById, askedAt,
               askedOn)
            VALUES (1, 5, 3, 1, 1, 'halfway', '{}', 7, 1, '2026-06-01'),
              (2, 5, 3, 1, 2, 'end', '{}', 7, 1, '2026-06-01'),
              (3, 6, 4, 1, 1, 'end', '{}', 7, 1, '2026-06-01');
            INSERT INTO commissioningReturnDue (returnId, dueOn, cause, setById, setAt)
            VALUES (1, '2026-09-01', 'asked', 7, 1), (1, '2026-10-01', 'moved', 7, 2);
            INSERT INTO commissioningReturnWaiver VALUES (5, 1, 'They left.', 7, 9, '2026-10-02');
            """)
        #expect(filled.status == 0, "\(filled.errors)")
        let settings = try Settings(
            database: path, configuration: "\(folder.path)/Config", environment: [:])
        _ = try Services.initialise(settings, as: TestFund.operator, clock: clock)
        func value(_ query: String) throws -> String {
            try Command.sql(path, query).output.trimmed
        }
        #expect(
            try value("SELECT awardId || isOfAll || reason || waivedAt FROM commissioningWaiver;")
                == "51They left.9")
        #expect(try value("SELECT group_concat(id) FROM commissioningReturnOpen;") == "3")
        #expect(try value("SELECT awardId FROM commissioningLetGo;") == "5")
        #expect(
            try value("SELECT group_concat(dueOn) FROM commissioningReturnDue WHERE returnId = 1;")
                == "2026-09-01,2026-10-01")
        #expect(
            try value(
                "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'commissioningReturnWaiver';")
                == "0")
        let refused = try Command.sql(
            path,
            "INSERT INTO commissioningReturnDue SELECT 9, returnId, dueOn, 'guessed', 7, 1 "
                + "FROM commissioningReturnDue LIMIT 1;")
        #expect(refused.errors.contains("CHECK"), "\(refused.errors)")
    }
}
