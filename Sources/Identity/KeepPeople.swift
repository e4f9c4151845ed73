import FundCore
import FundStore
import GRDB

extension IdentityModule {
    /// What the address of an erased account ends in.
    static let erasedEnding = "@example.invalid"

    /// Those who may do nothing but apply, and when each was last there; those whose account is erased
    /// are not among them.
    public func lastSeen(in tx: borrowing ReadTx) throws -> [(person: PersonID, at: Instant)] {
        try tx.list(
            """
            SELECT person.id, max(lastSeenAt) FROM person
              JOIN personSession ON personSession.personId = person.id
            WHERE email NOT LIKE 'erased-%\(Self.erasedEnding)'
              AND NOT EXISTS (SELECT 1 FROM personRole
                WHERE personRole.personId = person.id AND role <> 'applicant')
            GROUP BY person.id ORDER BY person.id
            """
        ) { (person: PersonID($0[0]), at: Instant(milliseconds: $0[1])) }
    }

    /// Whether sessions, or links to sign in, were over before a moment.
    public func hasOver(before moment: Instant, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            """
            SELECT 1 FROM personSignIn WHERE expiresAt < ?1
            UNION ALL SELECT 1 FROM personSession WHERE \(Self.overSessions) LIMIT 1
            """, [moment.milliseconds], { _ in true }) ?? false
    }

    /// Sessions that were over before a moment; the last one of each person says when they were last
    /// there, and stays.
    static let overSessions = """
        ifnull(endedAt, endsAt) < ?1 AND id < (
          SELECT max(later.id) FROM personSession AS later
          WHERE later.personId = personSession.personId)
        """
}
