import FundCore
import FundStore
import GRDB

/// Words by which an award is published in place of its group's own; nil where the group's stand.
public struct PublicWordsSaid: Sendable {
    public let title: String?
    public let summary: String?
    public let name: String?
    /// Whom the award is to; nil for what was said before, or where nobody said, what names tell.
    public let recipient: RecipientKind?
    public let reason: String
    /// That the group's own words stand again: then there are no others.
    public let ownWords: Bool

    public init(
        title: String?, summary: String?, name: String?, reason: String, ownWords: Bool = false,
        recipient: RecipientKind? = nil
    ) {
        self.title = title
        self.summary = summary
        self.name = name
        self.recipient = recipient
        self.reason = reason
        self.ownWords = ownWords
    }
}

/// Public words once written, with who wrote them and when.
public struct PublicWords: Sendable {
    /// From 1 for each award.
    public let number: Int64
    public let title: String?
    public let summary: String?
    public let name: String?
    /// Whom the award is to; nil where names tell.
    public let recipient: RecipientKind?
    public let reason: String
    public let by: PersonID
    public let at: Instant
}

public enum PublicWordsProblem: Problem {
    /// Somebody wrote others meanwhile.
    case changed

    public var report: ProblemReport {
        switch self {
        case .changed: ProblemReport("public-words-changed", .conflict)
        }
    }
}

extension AwardsModule {
    public static let greatestPublicTitle = 140
    public static let greatestPublicSummary = 2000
    public static let greatestPublicName = 200

    /// The public words of an award, the newest first.
    public func publicWords(of award: AwardID, in tx: borrowing ReadTx) throws -> [PublicWords] {
        try tx.list(
            """
            SELECT number, title, summary, name, reason, writtenById, writtenAt, recipient
            FROM awardPublicWords WHERE awardId = ? ORDER BY number DESC
            """, [award.rawValue]
        ) { PublicWords($0) }
    }

    /// The newest public words of each award of a round that has some.
    public func publicWords(
        inRound round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: PublicWords] {
        var found: [ApplicationID: PublicWords] = [:]
        try tx.forEach(
            """
            SELECT number, title, summary, name, reason, writtenById, writtenAt, recipient,
              applicationId
            FROM awardPublicWords JOIN award ON award.id = awardId
            WHERE roundId = ? ORDER BY number
            """, [round.rawValue]
        ) { found[ApplicationID($0[8])] = PublicWords($0) }
        return found
    }

    /// Keeps words by which an award is published from now on: at least one, none of them empty, or
    /// that the group's own stand again. Whom it is to stays as it was said before where nothing is
    /// said of that: words alone never name a person. Words of before stay where somebody says no
    /// more than that the award is to a group, and go where it is to a person.
    ///
    /// - Parameter seen: the number of the words that whoever writes had read, 0 for none; nil
    ///   where nobody looked.
    /// - Returns: their number.
    /// - Throws: `InvalidInput` with everything that is wrong, `PublicWordsProblem.changed`.
    public func write(
        _ said: PublicWordsSaid, of award: AwardID, seen: Int64? = nil, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var problems: [FieldProblem] = []
        func read(_ text: String?, _ field: String, _ maximum: Int, lines: Bool) -> String? {
            guard let text = text?.trimmed else { return nil }
            if text.isEmpty { problems.append(FieldProblem(field, "missing")) }
            if text.unicodeScalars.count > maximum {
                problems.append(FieldProblem(field, "too-long", ["maximum": "\(maximum)"]))
            }
            if lines ? text.hasHiddenCharacters : text.hasControlCharacters {
                problems.append(FieldProblem(field, lines ? "hidden-characters" : "one-line"))
            }
            return text.isEmpty ? nil : text
        }
        let before = try publicWords(of: award, in: tx.reading).first
        // What stood in the form already, and is to stand no longer, was not written again.
        let goes =
            said.ownWords
            || (said.recipient == .individual
                && before?.recipient != .individual)
        func written(_ text: String?, _ earlier: String?) -> String? {
            goes && text?.trimmed == earlier ? nil : text
        }
        let (givenTitle, givenSummary, givenName) = (
            written(said.title, before?.title), written(said.summary, before?.summary),
            written(said.name, before?.name)
        )
        let title = read(givenTitle, "title", Self.greatestPublicTitle, lines: false)
        let summary = read(givenSummary, "summary", Self.greatestPublicSummary, lines: true)
        let name = read(givenName, "name", Self.greatestPublicName, lines: false)
        let reason = read(said.reason, "reason", 2000, lines: true)
        let isGiven = givenTitle != nil || givenSummary != nil || givenName != nil
        if isGiven == said.ownWords, isGiven || said.recipient == nil {
            let code = isGiven ? "public-words-both" : "public-words-none"
            problems.append(FieldProblem("ownWords", code))
        }
        guard problems.isEmpty, let reason else { throw InvalidInput("award", problems) }
        let last = before?.number ?? 0
        let earlier =
            isGiven || said.ownWords || said.recipient == .individual ? nil : before
        guard seen == nil || seen == last else { throw PublicWordsProblem.changed }
        try tx.execute(
            """
            INSERT INTO awardPublicWords
              (awardId, number, title, summary, name, recipient, reason, writtenById, writtenAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, last + 1, title ?? earlier?.title, summary ?? earlier?.summary,
                name ?? earlier?.name,
                (said.recipient ?? before?.recipient)?.rawValue, reason, person.rawValue,
                tx.now.milliseconds,
            ])
        try tx.audit(
            "award.description", "award:\(award.rawValue)", [("number", .int(last + 1))])
        return last + 1
    }
}

extension PublicWords {
    fileprivate init(_ row: Row) {
        self.init(
            number: row[0], title: row[1], summary: row[2], name: row[3],
            recipient: (row[7] as String?).flatMap(RecipientKind.init), reason: row[4],
            by: PersonID(row[5]), at: Instant(milliseconds: row[6]))
    }
}
