import Foundation
import FundStore

extension CorrespondenceModule {
    /// The schema's part of telling a group about money from the reserve list, and of its end. The
    /// table is as it was, but for two more kinds of letter.
    public static let reserveLettersSchema =
        agreementLettersSchema
        .replacingOccurrences(
            of: "'offer', 'agreed', 'offerEnd'))",
            with: "'offer', 'agreed', 'offerEnd', 'reserveAward', 'reserveEnd'))")
            + """


            -- Money from the list, and the list's end, are told once.
            CREATE UNIQUE INDEX letterReserveOnce ON letter (applicationId, kind)
              WHERE kind IN ('reserveAward', 'reserveEnd') AND replacesId IS NULL;

            -- What comes with money from the list is said although an earlier letter has left.
            DROP TRIGGER letterConditionsAddedBeforeRelease;
            CREATE TRIGGER letterConditionsAddedBeforeRelease BEFORE INSERT ON letterConditions
            WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
              AND (kind = 'reserveAward' OR kind IN ('award', 'partial', 'decline') AND NOT EXISTS (
                SELECT 1 FROM letter
                WHERE applicationId = NEW.applicationId AND kind = 'reserveAward'))
              AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
            BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
            DROP TRIGGER letterConditionsChangedBeforeRelease;
            CREATE TRIGGER letterConditionsChangedBeforeRelease BEFORE UPDATE ON letterConditions
            WHEN EXISTS (SELECT 1 FROM letter WHERE applicationId = NEW.applicationId
              AND (kind = 'reserveAward' OR kind IN ('award', 'partial', 'decline') AND NOT EXISTS (
                SELECT 1 FROM letter
                WHERE applicationId = NEW.applicationId AND kind = 'reserveAward'))
              AND (attemptCount > 0 OR status <> 'queued' OR releaseId IS NOT NULL))
            BEGIN SELECT RAISE(ABORT, 'letter-feedback-late'); END;
            """
}
