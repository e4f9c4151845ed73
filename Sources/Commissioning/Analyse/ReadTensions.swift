import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Reports of tension, the latest first.
    public func tensions(
        _ filter: TensionFilter = TensionFilter(), in tx: borrowing ReadTx
    ) throws -> [Tension] {
        try tx.list(
            """
            \(Tension.columns)
            WHERE (?2 IS NULL OR iif(
                removal.tensionId IS NULL, ifnull(triage.status, 'new'), 'removed') = ?2)
              AND (?3 IS NULL OR tension.ward = ?3) AND tension.id < ?4
            ORDER BY tension.id DESC LIMIT ?5
            """,
            [
                Self.today(tx), filter.status?.rawValue, filter.ward, filter.before ?? Int64.max,
                filter.limit.map { Int64($0) } ?? -1,
            ], Tension.init)
    }

    /// - Throws: `TensionProblem.unknown`.
    public func tension(_ id: TensionID, in tx: borrowing ReadTx) throws -> Tension {
        let found = try tx.first(
            "\(Tension.columns) WHERE tension.id = ?2", [Self.today(tx), id.rawValue],
            Tension.init)
        guard let found else { throw TensionProblem.unknown(number: "\(id.rawValue)") }
        return found
    }

    /// Every version of what officers made of a report, in order.
    public func triages(
        of id: TensionID, in tx: borrowing ReadTx
    ) throws -> [TensionTriage] {
        try tx.list(
            """
            SELECT \(TensionTriage.columns) FROM commissioningTensionTriage AS triage
            WHERE tensionId = ? ORDER BY version
            """, [id.rawValue]
        ) { TensionTriage($0, from: 0) }.compactMap(\.self)
    }

    /// How many reports nobody has looked at.
    public func newTensionCount(in tx: borrowing ReadTx) throws -> Int {
        try tx.first("SELECT newCount FROM commissioningTensionTally", [], { $0[0] }) ?? 0
    }

    /// How many reports there are of each month and ward, the latest month first. What is not for
    /// the fund or was removed does not count.
    public func tensionCounts(in tx: borrowing ReadTx) throws -> [TensionCount] {
        try tx.list(
            """
            SELECT substr(happenedOn, 1, 7) AS month, ward, max(wardTitle), count(*)
            FROM commissioningTension AS tension
            WHERE ifnull((SELECT status FROM commissioningTensionTriage
              WHERE tensionId = tension.id ORDER BY version DESC LIMIT 1), 'new') <> 'not-for-us'
              AND id NOT IN (SELECT tensionId FROM commissioningTensionRemoval)
            GROUP BY month, ward ORDER BY month DESC, ward
            """
        ) { TensionCount(month: $0[0], ward: $0[1], wardTitle: $0[2], count: $0[3]) }
    }

    /// Whether the day of anybody's details has come.
    public func hasDueContacts(in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM commissioningTensionContact WHERE expiresOn <= ?", [Self.today(tx)],
            { _ in true }) ?? false
    }

    private static func today(_ tx: borrowing ReadTx) -> String { "\(LondonTime.date(tx.now))" }
}

extension Tension {
    /// Its first argument is the day: what is kept until then is not there any more.
    static let columns = """
        SELECT tension.id, what, ward, wardTitle, place, happenedOn, isAbout, cause, goesOn,
          takenById, receivedAt, receivedOn, contact.expiresOn, \(TensionTriage.columns),
          removal.reason, removal.removedById, removal.removedAt
        FROM commissioningTension AS tension
        LEFT JOIN commissioningTensionRemoval AS removal ON removal.tensionId = tension.id
        LEFT JOIN commissioningTensionContact AS contact ON contact.tensionId = tension.id
          AND contact.expiresOn > ?1
        LEFT JOIN commissioningTensionTriage AS triage ON triage.tensionId = tension.id
          AND triage.version = (SELECT max(version) FROM commissioningTensionTriage
            WHERE tensionId = tension.id)
        """

    init(_ row: Row) {
        id = TensionID(row[0])
        what = row[1]
        ward = row[2]
        wardTitle = row[3]
        place = row[4]
        day = row[5]
        isAbout = row[6]
        cause = row[7]
        goesOn = TensionGoesOn(rawValue: row[8]) ?? .unsure
        takenBy = (row[9] as Int64?).map { PersonID($0) }
        receivedAt = Instant(milliseconds: row[10])
        receivedOn = row[11]
        contactUntil = row[12]
        triage = TensionTriage(row, from: 13)
        removal = TensionRemoval(row, from: 20)
    }
}

extension TensionTriage {
    static let columns = """
        triage.version, triage.status, triage.note, triage.rootCause, triage.rootCauseTitle,
          triage.authorId, triage.at
        """

    init?(_ row: Row, from place: Int) {
        guard let version = row[place] as Int64? else { return nil }
        self.version = version
        status = TensionStatus(rawValue: row[place + 1]) ?? .noted
        note = row[place + 2]
        rootCause = row[place + 3]
        rootCauseTitle = row[place + 4]
        author = PersonID(row[place + 5])
        at = Instant(milliseconds: row[place + 6])
    }
}
