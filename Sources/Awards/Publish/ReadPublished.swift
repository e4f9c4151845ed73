import FundCore
import FundStore
import GRDB

/// Which answers of a round's form say what is published beside an award: keys of questions, nil
/// where the form asks no such thing.
public struct PublishedQuestions: Sendable {
    public let start: String?
    public let end: String?
    /// Several wards, or else one.
    public let wards: String?
    public let ward: String?

    public init(start: String?, end: String?, wards: String?, ward: String?) {
        self.start = start
        self.end = end
        self.wards = wards
        self.ward = ward
    }
}

/// One award as the tables have it, before anything is kept out.
public struct PublishedRow: Sendable {
    /// Money that went to the group, or came back from it.
    public struct Movement: Sendable, Equatable {
        /// The number of the instalment, or of what came back.
        public let number: String
        /// `YYYY-MM-DD`.
        public let on: String
        public let pence: Int64
    }

    public let id: AwardID
    public let reference: String
    /// `YYYY-MM-DD`, as every day here.
    public let decidedOn: String
    public let pence: Int64
    /// By the agreement, or else by the application; JSON of an answer is taken apart here.
    public let startsOn: String?
    public let endsOn: String?
    /// Whether the group accepted an agreement that names these days.
    public let areDaysAgreed: Bool
    public let closedOn: String?
    public let endedOn: String?
    /// What an officer wrote for everybody to read.
    public let publicTitle: String?
    public let publicSummary: String?
    public let publicName: String?
    public let recipient: RecipientKind?
    public let signatory: String?
    public let groupID: Int64
    public let organisation: String
    /// An organisation identifier; nil for a group without a registration.
    public let organisationKey: String?
    public let registrationNumber: String?
    public let title: String
    public let summary: String
    public let requestedPence: Int64?
    public let contactName: String?
    /// Keys.
    public let priorities: [String]
    public let wards: [String]
    public let payments: [Movement]
    public let receipts: [Movement]
    /// When anything published of it changed last.
    public let changedAt: Instant
}

extension AwardsModule {
    /// The awards of a round whose groups know of them, in the order they were made, one at a time:
    /// without those of which their groups have nothing any more. A group knows of its award by the
    /// letter about it, or because it signed for it or was paid.
    ///
    /// - Parameters:
    ///   - days: only what was decided on one of these; nil for all.
    ///   - award: the one alone; nil for all.
    ///   - after: those made after this one; nil for all.
    public func published(
        of round: RoundID, _ questions: PublishedQuestions, days: ClosedRange<LocalDate>? = nil,
        award: AwardID? = nil, after: AwardID? = nil, in tx: borrowing ReadTx,
        _ body: (PublishedRow) throws -> Void
    ) throws {
        // What is not looked for is no condition: an index serves those that are.
        var query = Self.publishedQuery
        var values: [(any DatabaseValueConvertible)?] = [
            round.rawValue, questions.start, questions.end, questions.wards, questions.ward,
        ]
        func add(_ condition: String, _ added: (any DatabaseValueConvertible)...) {
            query += " AND " + condition
            for each in added { values.append(each) }
        }
        if let days {
            add("made.decidedOn BETWEEN ? AND ?", "\(days.lowerBound)", "\(days.upperBound)")
        }
        if let award { add("made.id = ?", award.rawValue) }
        if let after { add("made.id > ?", after.rawValue) }
        try tx.forEach(query + " ORDER BY made.id", StatementArguments(values)) {
            try body(PublishedRow($0))
        }
    }

    /// How many awards of a round are not published because their groups may not know of them.
    public func untoldCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM awardPublished AS made
            WHERE roundId = ? AND pence > 0 AND NOT \(Self.isTold)
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    private static let isTold = """
        (made.signatory IS NOT NULL
          OR EXISTS (SELECT 1 FROM publishedNotice
            WHERE applicationId = made.applicationId AND kind = made.toldBy)
          OR EXISTS (SELECT 1 FROM publishedOutcome WHERE awardId = made.id AND kind = 'paid'))
        """

    private static let publishedQuery = """
        SELECT made.id, made.reference, made.decidedOn, made.pence, made.startsOn, made.endsOn,
          made.closedOn, made.endedOn, made.title, made.summary, made.name, made.signatory,
          made.changedAt, asked.groupId, asked.organisation, asked.organisationKey,
          asked.registrationNumber, asked.title, asked.summary, asked.requestedPence,
          asked.contactName,
          (SELECT group_concat(priorityKey) FROM publishedPriority
            WHERE applicationId = made.applicationId),
          iif(?2 IS NULL, NULL, (SELECT value FROM publishedAnswer
            WHERE applicationId = made.applicationId AND questionKey = ?2)),
          iif(?3 IS NULL, NULL, (SELECT value FROM publishedAnswer
            WHERE applicationId = made.applicationId AND questionKey = ?3)),
          iif(?4 IS NULL, NULL, (SELECT value FROM publishedAnswer
            WHERE applicationId = made.applicationId AND questionKey = ?4)),
          iif(?5 IS NULL, NULL, (SELECT value FROM publishedAnswer
            WHERE applicationId = made.applicationId AND questionKey = ?5)),
          (SELECT group_concat(number || ' ' || paidOn || ' ' || pence || ' ' || recordedAt, ';')
            FROM publishedPayment WHERE awardId = made.id),
          (SELECT group_concat(id || ' ' || receivedOn || ' ' || pence || ' ' || recordedAt, ';')
            FROM publishedReceipt WHERE awardId = made.id),
          (SELECT max(recordedAt) FROM publishedOutcome WHERE awardId = made.id),
          made.recipient
        FROM awardPublished AS made
        JOIN publishedApplication AS asked ON asked.id = made.applicationId
        WHERE made.roundId = ?1 AND made.pence > 0 AND \(isTold)
        """
}

extension PublishedRow {
    fileprivate init(_ row: Row) {
        let (paid, back) = (Self.movements(row[26]), Self.movements(row[27]))
        let wards = Self.keys(row[24])
        let recipient = (row[29] as String?).flatMap(RecipientKind.init)
        // A payment that came back is none, but the award changed when it did.
        let changed = max(row[12] as Int64, (row[28] as Int64?) ?? 0, back.latest)
        self.init(
            id: AwardID(row[0]), reference: row[1], decidedOn: row[2], pence: row[3],
            startsOn: row[4] ?? Self.keys(row[22]).first,
            endsOn: row[5] ?? Self.keys(row[23]).first,
            areDaysAgreed: (row[4] as String?) != nil, closedOn: row[6], endedOn: row[7],
            publicTitle: row[8], publicSummary: row[9], publicName: row[10],
            recipient: recipient, signatory: row[11],
            groupID: row[13], organisation: row[14], organisationKey: row[15],
            registrationNumber: row[16], title: row[17], summary: row[18],
            requestedPence: row[19], contactName: row[20],
            priorities: (row[21] as String?).map { list in
                list.split(separator: ",").map(String.init).sorted()
            } ?? [], wards: wards.isEmpty ? Self.keys(row[25]) : wards,
            payments: paid.moved, receipts: back.moved, changedAt: Instant(milliseconds: changed))
    }

    /// The keys or the day in `"one"` or `["one","two"]`.
    private static func keys(_ answer: String?) -> [String] {
        guard let answer else { return [] }
        return answer.split { $0 == "\"" || $0 == "[" || $0 == "]" || $0 == "," }.map(String.init)
    }

    /// `1 2027-02-09 100000 1801000000000;…`
    private static func movements(_ text: String?) -> (moved: [Movement], latest: Int64) {
        guard let text else { return ([], 0) }
        var (moved, latest): ([Movement], Int64) = ([], 0)
        for each in text.split(separator: ";") {
            let parts = each.split(separator: " ")
            guard parts.count == 4, let pence = Int64(parts[2]), let at = Int64(parts[3]) else {
                continue
            }
            moved.append(Movement(number: String(parts[0]), on: String(parts[1]), pence: pence))
            latest = max(latest, at)
        }
        return (moved, latest)
    }
}
