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
            """
}
