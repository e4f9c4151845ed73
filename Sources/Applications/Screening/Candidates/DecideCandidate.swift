import FundCore
import FundStore
import GRDB

/// An entry of a list that may be a group, or one of its people: found by the program, judged by a
/// person.
public struct ScreeningCandidate: Sendable {
    public let id: ScreeningCandidateID
    public let application: ApplicationID
    public let reference: Reference
    public let organisation: String
    public let round: RoundID
    public let list: ScreeningList
    public let entryKey: String
    /// In thousandths.
    public let score: Int64
    /// Which name is like which, by which words, and what speaks against it.
    public let why: JSONValue
    /// What the list says of it.
    public let listed: JSONValue
    public let foundAt: Instant
    public let standing: ScreeningStanding

    static let columns = """
        SELECT candidate.id, candidate.applicationId, application.reference,
          application.organisation, application.roundId, candidate.list, candidate.entryKey,
          candidate.score, candidate.why, candidate.listed, candidate.foundAt, standing.standing
        FROM applicationScreeningCandidate AS candidate
          JOIN application ON application.id = candidate.applicationId
          JOIN applicationScreeningStanding AS standing ON standing.candidateId = candidate.id
        """

    init(_ row: Row) throws {
        id = ScreeningCandidateID(row[0])
        application = ApplicationID(row[1])
        reference = Reference(stored: row[2])
        organisation = row[3]
        round = RoundID(row[4])
        list = ScreeningList(rawValue: row[5]) ?? .ukSanctions
        entryKey = row[6]
        score = row[7]
        why = try JSONReader.read(Array((row[8] as String).utf8))
        listed = try JSONReader.read(Array((row[9] as String).utf8))
        foundAt = Instant(milliseconds: row[10])
        standing = ScreeningStanding(rawValue: row[11]) ?? .open
    }
}

/// What somebody decided about a candidate, and who confirmed it.
public struct CandidateVerdict: Sendable {
    public let verdict: ScreeningVerdict
    public let reason: String
    public let needsSecond: Bool
    public let decidedBy: PersonID
    public let decidedAt: Instant
    public let confirmedBy: PersonID?
    public let confirmedAt: Instant?

    /// The state of what was decided, so that nobody decides over what they have not seen.
    public static func tag(of verdicts: [CandidateVerdict]) -> EntityTag {
        EntityTag(of: ["\(verdicts.count)", "\(verdicts.count { $0.confirmedBy != nil })"])
    }
}

extension ApplicationsModule {
    /// - Throws: `ScreeningProblem.unknownCandidate`.
    public func candidate(
        _ id: ScreeningCandidateID, in tx: borrowing ReadTx
    ) throws -> ScreeningCandidate {
        let found = try tx.first(
            "\(ScreeningCandidate.columns) WHERE candidate.id = ?", [id.rawValue]
        ) { try ScreeningCandidate($0) }
        guard let found else { throw ScreeningProblem.unknownCandidate(id: "\(id.rawValue)") }
        return found
    }

    /// The candidates that the newest screening of each application of a round found.
    ///
    /// - Parameters:
    ///   - after: those behind this one, in the order they were first found.
    ///   - limit: at most so many.
    public func candidates(
        of round: RoundID, after: ScreeningCandidateID? = nil, limit: Int? = nil,
        in tx: borrowing ReadTx, _ body: (ScreeningCandidate) throws -> Void
    ) throws {
        try tx.forEach(
            """
            \(ScreeningCandidate.columns)
              JOIN applicationScreeningHit AS hit ON hit.candidateId = candidate.id
            WHERE application.roundId = ? AND candidate.id > ? AND hit.screeningId = (
              SELECT max(id) FROM applicationScreening
              WHERE applicationId = candidate.applicationId)
            ORDER BY candidate.id LIMIT ?
            """, [round.rawValue, after?.rawValue ?? 0, limit ?? -1]
        ) { try body(try ScreeningCandidate($0)) }
    }

    /// What was decided about a candidate, in order.
    public func verdicts(
        about id: ScreeningCandidateID, in tx: borrowing ReadTx
    ) throws -> [CandidateVerdict] {
        try tx.list(
            """
            SELECT verdict, reason, needsSecond, verdict.decidedById, decidedAt, confirmedById,
              confirmedAt
            FROM applicationScreeningVerdict AS verdict
              LEFT JOIN applicationScreeningConfirmation ON verdictId = verdict.id
            WHERE candidateId = ? ORDER BY verdict.id
            """, [id.rawValue]
        ) {
            CandidateVerdict(
                verdict: ScreeningVerdict(rawValue: $0[0]) ?? .refer, reason: $0[1],
                needsSecond: $0[2], decidedBy: PersonID($0[3]),
                decidedAt: Instant(milliseconds: $0[4]),
                confirmedBy: ($0[5] as Int64?).map { PersonID($0) },
                confirmedAt: ($0[6] as Int64?).map(Instant.init(milliseconds:)))
        }
    }

    /// An officer says what a candidate is, and why. A match counts once somebody else has confirmed
    /// it, and so does taking a confirmed match back.
    ///
    /// - Throws: `ScreeningProblem`, `InvalidInput`, `EditProblem`.
    public func decide(
        _ id: ScreeningCandidateID, _ verdict: ScreeningVerdict, reason: String,
        if condition: EditCondition = .anything, in tx: borrowing WriteTx
    ) throws -> ScreeningCandidate {
        let officer = try tx.principal.require(.officer)
        let earlier = try candidate(id, in: tx.reading)
        let before = try verdicts(about: id, in: tx.reading)
        try condition.check(CandidateVerdict.tag(of: before))
        let reason = reason.trimmed
        var problems: [FieldProblem] = []
        if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if reason.unicodeScalars.count > Self.greatestWordsLength {
            problems.append(
                FieldProblem("reason", "too-long", ["maximum": "\(Self.greatestWordsLength)"]))
        }
        guard problems.isEmpty else { throw InvalidInput("verdict", problems) }
        let wasMatch = before.contains { $0.verdict == .match && $0.confirmedBy != nil }
        let needsSecond = verdict == .match || verdict == .notAMatch && wasMatch
        let row = try tx.insert(
            """
            INSERT INTO applicationScreeningVerdict
              (candidateId, verdict, reason, needsSecond, decidedById, decidedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                id.rawValue, verdict.rawValue, reason, needsSecond, officer.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "screening.verdict", "application:\(earlier.application.rawValue)",
            [
                ("candidate", .int(id.rawValue)), ("verdict", .string(verdict.rawValue)),
                ("number", .int(row)),
            ])
        return try candidate(id, in: tx.reading)
    }

    /// A second person confirms what was decided last about a candidate.
    /// - Throws: `ScreeningProblem`, `EditProblem`.
    public func confirm(
        _ id: ScreeningCandidateID, if condition: EditCondition = .anything,
        in tx: borrowing WriteTx
    ) throws -> ScreeningCandidate {
        let person = try tx.principal.require(.officer, .decisionMaker)
        let before = try candidate(id, in: tx.reading)
        try condition.check(
            CandidateVerdict.tag(of: try verdicts(about: id, in: tx.reading)))
        let latest = try tx.reading.first(
            """
            SELECT id, decidedById FROM applicationScreeningVerdict
            WHERE candidateId = ? ORDER BY id DESC LIMIT 1
            """, [id.rawValue], { ($0[0] as Int64, PersonID($0[1])) })
        guard let latest, before.standing == .unconfirmed else {
            throw ScreeningProblem.nothingToConfirm
        }
        guard latest.1 != person else { throw ScreeningProblem.secondPersonNeeded }
        try tx.execute(
            """
            INSERT INTO applicationScreeningConfirmation
              (verdictId, decidedById, confirmedById, confirmedAt)
            VALUES (?, ?, ?, ?)
            """, [latest.0, latest.1.rawValue, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "screening.confirmation", "application:\(before.application.rawValue)",
            [("candidate", .int(id.rawValue)), ("number", .int(latest.0))])
        return try candidate(id, in: tx.reading)
    }
}
