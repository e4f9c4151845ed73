import FundCore
import FundStore
import GRDB

/// What is told on paper to one address.
public struct PaperNotice: Sendable {
    /// That somebody has posted it.
    public struct Posting: Sendable {
        public let by: PersonID
        public let at: Instant
    }

    /// Counts from 1 through the whole fund.
    public let number: Int64
    public let application: ApplicationID
    /// Lines.
    public let addressee: String
    /// Lines; nil where nobody knew one.
    public let address: String?
    /// Whether the group had left that address when it was queued.
    public let isFormer: Bool
    public let language: String
    public let subject: String
    /// Paragraphs.
    public let body: String
    public let queuedAt: Instant
    /// Whether somebody has printed it.
    public let isPrinted: Bool
    public let posting: Posting?
}

extension CorrespondenceModule {
    /// Queues a notice on paper, in the transaction that causes it.
    ///
    /// - Parameters:
    ///   - addressee: whom it addresses, in lines.
    ///   - address: where it goes, in lines; nil where nobody knows one yet.
    ///   - isFormer: whether the group has left that address.
    public func queuePaperNotice(
        _ kind: Notice.Kind, about application: ApplicationID, in round: RoundID,
        addressee: String, address: String?, isFormer: Bool, language: String, subject: String,
        body: String, in tx: borrowing WriteTx
    ) throws {
        let id = try tx.insert(
            """
            INSERT INTO letterPaperNotice
              (roundId, applicationId, kind, addressee, address, isFormer, language, subject, body,
               queuedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, application.rawValue, kind.rawValue, addressee, address, isFormer,
                language, subject, body, tx.now.milliseconds,
            ])
        try tx.audit(
            "notice.queue", "application:\(application.rawValue)",
            [("paperNotice", .int(id)), ("kind", .string(kind.rawValue))])
    }

    /// The notices on paper of a round, in the order they were queued.
    public func paperNotices(
        of round: RoundID, onlyUnposted: Bool = false, in tx: borrowing ReadTx
    ) throws -> [PaperNotice] {
        try tx.list(
            """
            SELECT notice.id, applicationId, addressee, notice.address, isFormer, language, subject,
              body, queuedAt, postedById, postedAt, printing.noticeId IS NOT NULL
            FROM letterPaperNotice AS notice
            LEFT JOIN letterPaperPrinting AS printing ON printing.noticeId = notice.id
            LEFT JOIN letterPaperPosting AS posting ON posting.noticeId = notice.id
            WHERE roundId = ?1 AND NOT (?2 AND postedAt IS NOT NULL)
            ORDER BY notice.id
            """, [round.rawValue, onlyUnposted]
        ) { row in
            let postedBy: Int64? = row[9]
            return PaperNotice(
                number: row[0], application: ApplicationID(row[1]), addressee: row[2],
                address: row[3], isFormer: row[4], language: row[5], subject: row[6],
                body: row[7], queuedAt: Instant(milliseconds: row[8]), isPrinted: row[11],
                posting: postedBy.map {
                    PaperNotice.Posting(
                        by: PersonID($0), at: Instant(milliseconds: row[10] as Int64))
                })
        }
    }

    /// How many notices on paper of a round nobody has posted.
    public func unpostedCount(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            """
            SELECT count(*) FROM letterPaperNotice
            WHERE roundId = ? AND id NOT IN (SELECT noticeId FROM letterPaperPosting)
            """, [round.rawValue], { $0[0] }) ?? 0
    }

    /// Records that somebody has printed a notice, the first time that anybody does.
    public func recordPrinting(of notice: PaperNotice, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.finance, .officer)
        let count = try tx.execute(
            """
            INSERT INTO letterPaperPrinting (noticeId, printedById, printedAt)
            SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
              SELECT 1 FROM letterPaperPrinting WHERE noticeId = ?1)
            """, [notice.number, person.rawValue, tx.now.milliseconds])
        guard count > 0 else { return }
        try tx.audit(
            "notice.print", "application:\(notice.application.rawValue)",
            [("paperNotice", .int(notice.number))])
    }

    /// Records that somebody has posted a notice: once.
    ///
    /// - Parameter address: where to; the notice's own, where it has one.
    public func recordPosting(
        of notice: PaperNotice, to address: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.finance, .officer)
        try tx.execute(
            """
            INSERT INTO letterPaperPosting (noticeId, address, postedById, postedAt)
            VALUES (?, ?, ?, ?)
            """, [notice.number, address, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "notice.post", "application:\(notice.application.rawValue)",
            [("paperNotice", .int(notice.number))])
    }
}

public enum PaperNoticeProblem: Problem {
    /// Nobody has printed these: `SCF27-0001 (3)`, by application and number.
    case notPrinted([(reference: String, number: Int64)])

    public var report: ProblemReport {
        switch self {
        case .notPrinted(let letters):
            ProblemReport(
                "paper-notice-unprinted", .conflict,
                [
                    "letters": letters.map { "\($0.reference) (\($0.number))" }
                        .joined(separator: ", ")
                ])
        }
    }
}

extension LetterRenderer {
    /// A notice as it is printed.
    ///
    /// - Parameters:
    ///   - address: where it goes, in lines.
    ///   - date: of today, in words.
    public func render(
        _ notice: PaperNotice, reference: String, address: String, date: String
    ) -> RenderedLetter {
        self.notice(
            subject: notice.subject, body: notice.body, language: notice.language,
            addressee: (notice.addressee + "\n" + address).split(whereSeparator: \.isNewline)
                .map(String.init), date: date, reference: reference)
    }
}
