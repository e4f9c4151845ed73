import FundCore
import FundStore
import GRDB

/// What became of an application, by its own name: as its status, but that what was not funded may
/// be on the reserve list, or put off.
public enum ApplicationOutcome: String, Sendable, CaseIterable {
    case submitted, eligible, ineligible, awarded, declined, withdrawn
    /// On the reserve list: it gets money if some comes free.
    case reserve
    /// No longer on the reserve list.
    case reserveEnded
    /// Put off: the panel would like to see it in a later round.
    case `defer`

    init(_ status: ApplicationStatus) {
        self =
            switch status {
            case .submitted: .submitted
            case .eligible: .eligible
            case .ineligible: .ineligible
            case .awarded: .awarded
            case .declined: .declined
            case .withdrawn: .withdrawn
            }
    }

    /// - Parameters:
    ///   - listed: what the panel said of it where it got no money.
    ///   - hasLeft: whether it is no longer on the list.
    init(_ status: ApplicationStatus, listed: ListedKind?, hasLeft: Bool) {
        self.init(status)
        guard status == .declined, let listed else { return }
        switch listed {
        case .reserve: self = hasLeft ? .reserveEnded : .reserve
        case .defer: self = .defer
        }
    }
}

extension ApplicationOutcome {
    /// The status that goes with it.
    public var status: ApplicationStatus {
        switch self {
        case .submitted: .submitted
        case .eligible: .eligible
        case .ineligible: .ineligible
        case .awarded: .awarded
        case .withdrawn: .withdrawn
        case .declined, .reserve, .reserveEnded, .defer: .declined
        }
    }

    /// Which of those that got no money it is, as a condition of SQL; nil for every other.
    var listedCondition: String? {
        func listed(_ kind: ListedKind) -> String {
            "id IN (SELECT applicationId FROM applicationListing WHERE kind = '\(kind.rawValue)')"
        }
        let ended = "IN (SELECT applicationId FROM applicationListingEnd)"
        return switch self {
        case .declined: "id NOT IN (SELECT applicationId FROM applicationListing)"
        case .reserve: "\(listed(.reserve)) AND id NOT \(ended)"
        case .reserveEnded: "\(listed(.reserve)) AND id \(ended)"
        case .defer: listed(.defer)
        case .submitted, .eligible, .ineligible, .awarded, .withdrawn: nil
        }
    }
}

/// What a panel said of an application that got no money at the decision.
public enum ListedKind: String, Sendable, CaseIterable {
    case reserve
    case `defer`
}

extension ApplicationSummary {
    /// What became of it.
    public var outcome: ApplicationOutcome { outcome(told: status) }

    /// What became of it, as far as somebody knows who was told this status.
    public func outcome(told status: ApplicationStatus) -> ApplicationOutcome {
        ApplicationOutcome(status, listed: listed, hasLeft: hasLeftList)
    }
}

extension ApplicationsModule {
    /// The schema's part of standing on a list, and of being given money from it. It reads
    /// `reserveRecommendation`, as the awards' part does.
    public static let listingSchema =
        """
        CREATE TABLE applicationListing (
          applicationId INTEGER PRIMARY KEY REFERENCES application(id),
          kind          TEXT NOT NULL CHECK (kind IN ('reserve', 'defer'))
        ) STRICT;
        CREATE TABLE applicationListingEnd (
          applicationId INTEGER PRIMARY KEY REFERENCES applicationListing(applicationId),
          endedAt       INTEGER NOT NULL
        ) STRICT;

        INSERT INTO applicationListing (applicationId, kind)
        SELECT said.applicationId, said.kind FROM reserveRecommendation AS said
        JOIN application ON application.id = said.applicationId
        WHERE application.status = 'declined' OR application.id IN (
          SELECT applicationId FROM applicationRedecision
          WHERE fromStatus = 'declined' AND toStatus = 'awarded')
        ORDER BY said.applicationId;

        -- What an appeal gave it and a complaint took back again.
        INSERT INTO applicationListingEnd (applicationId, endedAt)
        SELECT applicationListing.applicationId, max(at) FROM applicationListing
        JOIN applicationRedecision
          ON applicationRedecision.applicationId = applicationListing.applicationId
        WHERE kind = 'reserve' AND toStatus = 'declined'
        GROUP BY applicationListing.applicationId;

        CREATE TRIGGER applicationListingOfDeclined BEFORE INSERT ON applicationListing
        WHEN 'declined' IS NOT (SELECT status FROM application WHERE id = NEW.applicationId)
        BEGIN SELECT RAISE(ABORT, 'application-decided'); END;
        \(Migration.appendOnly(
            "applicationListing", by: [["applicationId"]], code: "application-kept"))
        \(Migration.appendOnly(
            "applicationListingEnd", by: [["applicationId"]], code: "application-kept"))

        """
        + Migration.rebuilding(
            "applicationRedecision",
            keeping: "id, applicationId, appealId, fromStatus, toStatus, at, NULL",
            """
            CREATE TABLE applicationRedecision (
              id                INTEGER PRIMARY KEY,
              applicationId     INTEGER NOT NULL REFERENCES application(id),
              appealId          INTEGER UNIQUE REFERENCES awardAppeal(id),
              fromStatus        TEXT NOT NULL,
              toStatus          TEXT NOT NULL,
              at                INTEGER NOT NULL,
              -- Where no appeal led to it: what gave it money from the reserve list.
              reserveProposalId INTEGER UNIQUE REFERENCES awardReserveProposal(id),
              CHECK ((appealId IS NULL) <> (reserveProposalId IS NULL)),
              CHECK (reserveProposalId IS NULL
                OR (fromStatus = 'declined' AND toStatus = 'awarded')),
              CHECK ((fromStatus IN ('declined', 'ineligible') AND toStatus = 'awarded')
                OR (fromStatus = 'awarded' AND toStatus = 'declined'))
            ) STRICT;
            """,
            """
            CREATE INDEX applicationRedecisionByApplication
              ON applicationRedecision (applicationId, id);

            CREATE TRIGGER applicationRedecisionFits BEFORE INSERT ON applicationRedecision
            WHEN NEW.fromStatus IS NOT (SELECT status FROM application
              WHERE id = NEW.applicationId)
            BEGIN SELECT RAISE(ABORT, 'application-decided'); END;

            CREATE TRIGGER applicationRedecidedFromList BEFORE INSERT ON applicationRedecision
            WHEN NEW.reserveProposalId IS NOT NULL AND (
              'reserve' IS NOT (SELECT kind FROM applicationListing
                WHERE applicationId = NEW.applicationId)
              OR EXISTS (SELECT 1 FROM applicationListingEnd
                WHERE applicationId = NEW.applicationId))
            BEGIN SELECT RAISE(ABORT, 'reserve-not-listed'); END;

            CREATE TRIGGER applicationRedecided AFTER INSERT ON applicationRedecision
            BEGIN
              UPDATE application SET status = NEW.toStatus WHERE id = NEW.applicationId;
            END;

            \(Migration.appendOnly(
                "applicationRedecision", by: [["id"], ["appealId"], ["reserveProposalId"]],
                code: "application-kept"))
            """)

    /// How many of a round's applications came to what, by its own name.
    public func outcomeCounts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationOutcome: Int64] {
        var counts: [ApplicationOutcome: Int64] = [:]
        for (status, count) in try self.counts(of: round, in: tx) {
            counts[ApplicationOutcome(status), default: 0] += count
        }
        try tx.forEach(
            """
            SELECT kind, applicationListingEnd.applicationId IS NOT NULL, count(*)
            FROM applicationListing
            JOIN application ON application.id = applicationListing.applicationId
            LEFT JOIN applicationListingEnd
              ON applicationListingEnd.applicationId = applicationListing.applicationId
            WHERE roundId = ? AND status = 'declined' GROUP BY 1, 2
            """, [round.rawValue]
        ) { row in
            let count: Int64 = row[2]
            let outcome: ApplicationOutcome =
                row[0] as String == "defer" ? .defer : (row[1] as Bool) ? .reserveEnded : .reserve
            counts[outcome, default: 0] += count
            counts[.declined, default: 0] -= count
        }
        return counts
    }

    /// Keeps that an application which got no money is on the reserve list, or put off.
    public func list(
        _ id: ApplicationID, as kind: ListedKind, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO applicationListing (applicationId, kind) VALUES (?, ?)",
            [id.rawValue, kind.rawValue])
    }

    /// Keeps that an application is no longer on the reserve list; nothing where it is not on it.
    public func endListing(_ id: ApplicationID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            """
            INSERT INTO applicationListingEnd (applicationId, endedAt)
            SELECT applicationId, ?2 FROM applicationListing
            WHERE applicationId = ?1 AND kind = 'reserve'
              AND applicationId NOT IN (SELECT applicationId FROM applicationListingEnd)
            """, [id.rawValue, tx.now.milliseconds])
    }

    /// Records that an application was given money from the reserve list, in the transaction that
    /// gives it.
    public func redecide(
        _ id: ApplicationID, fromReserve proposal: ReserveProposalID, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO applicationRedecision
              (applicationId, reserveProposalId, fromStatus, toStatus, at)
            VALUES (?, ?, 'declined', 'awarded', ?)
            """, [id.rawValue, proposal.rawValue, tx.now.milliseconds])
    }
}
