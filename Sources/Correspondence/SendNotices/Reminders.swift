import FundCore
import FundStore
import GRDB

/// What a group is reminded of: once before its day, and once after it.
public struct Reminder: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// An offer that waits for its group's answer.
        case acceptance
        /// A monitoring return to send.
        case monitoringReturn
    }

    public let kind: Kind
    /// The number of what it is, within its kind.
    public let item: Int64
    public let dueOn: LocalDate

    public init(_ kind: Kind, _ item: Int64, dueOn: LocalDate) {
        self.kind = kind
        self.item = item
        self.dueOn = dueOn
    }
}

extension CorrespondenceModule {
    /// Groups are reminded by email; of each thing and day once before it, and once after.
    public static let reminderSchema =
        noticesWithReminders + """

            CREATE TABLE letterReminder (
              noticeId      INTEGER PRIMARY KEY REFERENCES letterNotice(id),
              roundId       INTEGER NOT NULL REFERENCES round(id),
              applicationId INTEGER NOT NULL REFERENCES application(id),
              kind          TEXT NOT NULL CHECK (kind IN ('acceptance', 'monitoringReturn')),
              item          INTEGER NOT NULL,
              dueOn         TEXT NOT NULL CHECK (date(dueOn) IS dueOn),
              isLate        INTEGER NOT NULL CHECK (isLate IN (0, 1)),
              UNIQUE (applicationId, kind, item, dueOn, isLate)
            ) STRICT;
            CREATE INDEX letterReminderByRound ON letterReminder (roundId, kind);
            \(Migration.appendOnly(
                "letterReminder",
                by: [["noticeId"], ["applicationId", "kind", "item", "dueOn", "isLate"]],
                code: "letter-final"))
            """

    /// What the groups of a round were reminded of.
    ///
    /// - Parameter isLate: of the reminders after the day, or of those before it; nil for both.
    public func reminders(
        _ kind: Reminder.Kind, of round: RoundID, isLate: Bool? = nil, in tx: borrowing ReadTx
    ) throws -> Set<Reminder> {
        Set(
            try tx.list(
                """
                SELECT item, dueOn FROM letterReminder
                WHERE roundId = ? AND kind = ? AND isLate = ifnull(?, isLate)
                """, [round.rawValue, kind.rawValue, isLate]
            ) { row in
                Reminder(
                    kind, row[0],
                    dueOn: LocalDate(row[1] as String) ?? LocalDate(daysSince1970: 0))
            })
    }

    /// Notes that a notice reminds a group, in the transaction that queues it.
    public func note(
        _ reminder: Reminder, notice: Int64, about application: ApplicationID, in round: RoundID,
        isLate: Bool, _ tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO letterReminder
              (noticeId, roundId, applicationId, kind, item, dueOn, isLate)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                notice, round.rawValue, application.rawValue, reminder.kind.rawValue,
                reminder.item, "\(reminder.dueOn)", isLate,
            ])
    }
}
