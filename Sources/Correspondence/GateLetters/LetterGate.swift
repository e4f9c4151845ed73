import FundCore
import FundStore
import GRDB

/// How a letter comes to its group.
public enum LetterWay: String, Sendable, CaseIterable {
    case email, post
    /// The group has neither an email address nor one for the post.
    case noAddress

    init(email: String?, address: String?) {
        self =
            email != nil ? .email : (address ?? "").trimmed.isEmpty ? .noAddress : .post
    }
}

/// One letter at the gate.
public struct GatedLetter: Sendable {
    public let summary: LetterSummary
    public let language: String
    public let way: LetterWay
    /// Where it goes; nil by post, or nowhere.
    public let email: String?
    /// What it lacks; nothing where it is ready.
    public let gaps: [LetterGap]
}

/// Every decision letter of a round that nobody has let go, as it would leave now.
public struct LetterGate: Sendable {
    public let letters: [GatedLetter]
    /// Over all of them, as they are rendered and where they go: 64 hexadecimal digits.
    public let sha256: String

    public var incompleteCount: Int { letters.count { !$0.gaps.isEmpty } }
}

/// How many letters wait, and for what.
public struct GatedCounts: Sendable {
    /// For the gate.
    public let held: Int64
    public let embargoed: Int64
    /// Let go, and about a decision that was called in or sent back.
    public let suspended: Int64
}

/// Somebody found every letter whole.
public struct GatePass: Sendable {
    public let id: Int64
    public let passedBy: PersonID
    public let passedAt: Instant
    public let letterCount: Int64
    public let sha256: String
}

/// Somebody let the letters go that a pass was for.
public struct LetterRelease: Sendable {
    public let releasedBy: PersonID
    public let releasedAt: Instant
    /// The embargo, nil where they leave at once.
    public let notBefore: Instant?
    public let letterCount: Int64
}

/// What a round says about its letters; frozen with it.
public struct LetterRules: Codable, Sendable {
    /// `2027-05-11T09:00` in London.
    private let embargoText: String?

    /// No decision letter leaves before it.
    public var embargo: LocalDateTime? { embargoText.flatMap { LocalDateTime($0) } }

    public init(embargo: LocalDateTime? = nil) {
        embargoText = embargo.map { "\($0)" }
    }
}

extension CorrespondenceModule {
    /// The decision letters of a round that nobody has let go, each as it would leave now and with
    /// what it lacks.
    ///
    /// - Parameters:
    ///   - isStrict: whether the round has a gate.
    ///   - recipient: where a group is reached now.
    public func gate(
        of round: RoundID, _ renderer: LetterRenderer, isStrict: Bool, in tx: borrowing ReadTx,
        recipient: (ApplicationID) throws -> (email: String?, address: String?)
    ) throws -> LetterGate {
        let held = try tx.list(
            """
            \(Letter.columns) WHERE roundId = ? AND status = 'queued' AND letter.releasedAt IS NULL
              AND kind IN \(LetterKind.decisions)
            ORDER BY letter.id
            """, [round.rawValue], { try Letter($0) })
        var digest = SHA256Stream()
        let letters = try held.map { letter in
            let (email, address) = try recipient(letter.summary.application)
            let rendered = try renderer.render(letter, address: address)
            let parts = [
                letter.messageID, email, address, rendered.languages, rendered.subject,
                rendered.text, rendered.html,
            ]
            for part in parts {
                // Lengths keep one part from passing for the beginning of the next.
                digest.update(part.map { "\($0.utf8.count):\($0)" } ?? "-")
            }
            let way = LetterWay(email: email, address: address)
            return GatedLetter(
                summary: letter.summary, language: rendered.language, way: way, email: email,
                gaps: renderer.gaps(in: letter, rendered, isStrict: isStrict)
                    + (isStrict && way == .noAddress ? [.noAddress] : []))
        }
        return LetterGate(letters: letters, sha256: digest.finish().description)
    }

    /// Records that somebody found every letter whole; nothing where somebody has, of the letters as
    /// they stand.
    /// - Throws: `CorrespondenceProblem.gateEmpty`, `.gateIncomplete`.
    public func pass(_ gate: LetterGate, of round: RoundID, key: String, in tx: borrowing WriteTx)
        throws
    {
        let officer = try tx.principal.require(.officer)
        guard !gate.letters.isEmpty else {
            throw try nothingAtGate(of: round, key: key, in: tx.reading)
        }
        guard gate.incompleteCount == 0 else {
            throw CorrespondenceProblem.gateIncomplete(count: gate.incompleteCount, round: key)
        }
        // Looked at again it stays the first one's: whoever looks may be the one to let them go.
        if try lastPass(of: round, in: tx.reading)?.sha256 == gate.sha256 { return }
        let id = try tx.insert(
            """
            INSERT INTO letterGatePass (roundId, passedById, passedAt, letterCount, sha256)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, officer.rawValue, tx.now.milliseconds, gate.letters.count,
                gate.sha256,
            ])
        try tx.audit(
            "letter.gate", "round:\(round.rawValue)",
            [
                ("pass", .int(id)), ("count", .int(gate.letters.count)),
                ("sha256", .string(gate.sha256)),
            ])
    }

    /// Lets the letters of a gate go, as they stood when somebody passed it.
    ///
    /// - Parameters:
    ///   - needsSecond: whether it must be somebody else than who passed the gate.
    ///   - embargo: no letter leaves before it; nil for at once.
    /// - Throws: `CorrespondenceProblem.gateEmpty`, `.gateNotPassed`, `.gateMoved`, `.secondPerson`.
    public func release(
        _ gate: LetterGate, of round: RoundID, key: String, needsSecond: Bool, embargo: Instant?,
        in tx: borrowing WriteTx
    ) throws -> Int {
        let officer = try tx.principal.require(.officer)
        guard !gate.letters.isEmpty else {
            throw try nothingAtGate(of: round, key: key, in: tx.reading)
        }
        guard let pass = try lastPass(of: round, in: tx.reading) else {
            throw CorrespondenceProblem.gateNotPassed(round: key)
        }
        guard pass.sha256 == gate.sha256 else { throw CorrespondenceProblem.gateMoved }
        guard !needsSecond || pass.passedBy != officer else {
            throw CorrespondenceProblem.secondPerson
        }
        let id = try tx.insert(
            """
            INSERT INTO letterRelease
              (roundId, passId, gatedById, needsSecond, releasedById, releasedAt, sha256, notBefore)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, pass.id, pass.passedBy.rawValue, needsSecond, officer.rawValue,
                tx.now.milliseconds, gate.sha256, embargo?.milliseconds,
            ])
        for letter in gate.letters {
            try tx.execute(
                "UPDATE letter SET releasedAt = ?, releaseId = ?, notBefore = ? WHERE id = ?",
                [tx.now.milliseconds, id, embargo?.milliseconds, letter.summary.id.rawValue])
        }
        try tx.audit(
            "letter.release", "round:\(round.rawValue)",
            [
                ("count", .int(gate.letters.count)), ("pass", .int(pass.id)),
                ("sha256", .string(gate.sha256)),
                ("notBefore", embargo.map { .string($0.iso8601) } ?? .null),
            ])
        return gate.letters.count
    }

    /// The latest pass of a round's gate, whether or not its letters have changed since; nil once
    /// they were let go by it.
    public func lastPass(of round: RoundID, in tx: borrowing ReadTx) throws -> GatePass? {
        try tx.first(
            """
            SELECT id, passedById, passedAt, letterCount, sha256 FROM letterGatePass
            WHERE id = (SELECT max(id) FROM letterGatePass WHERE roundId = ?)
              AND id NOT IN (SELECT passId FROM letterRelease)
            """, [round.rawValue]
        ) {
            GatePass(
                id: $0[0], passedBy: PersonID($0[1]), passedAt: Instant(milliseconds: $0[2]),
                letterCount: $0[3], sha256: $0[4])
        }
    }

    /// Why no letter waits at a round's gate: they were let go, or there are none yet.
    public func nothingAtGate(
        of round: RoundID, key: String, in tx: borrowing ReadTx
    ) throws -> CorrespondenceProblem {
        guard let last = try lastRelease(of: round, in: tx) else { return .gateEmpty(round: key) }
        return .gateReleased(
            round: key, count: Int64(last.letterCount), on: LondonTime.date(last.releasedAt))
    }

    /// The latest release of a round's letters behind a gate.
    public func lastRelease(of round: RoundID, in tx: borrowing ReadTx) throws -> LetterRelease? {
        try tx.first(
            """
            SELECT releasedById, releasedAt, notBefore,
              (SELECT count(*) FROM letter WHERE releaseId = letterRelease.id)
            FROM letterRelease WHERE roundId = ? ORDER BY id DESC LIMIT 1
            """, [round.rawValue]
        ) {
            let notBefore: Int64? = $0[2]
            return LetterRelease(
                releasedBy: PersonID($0[0]), releasedAt: Instant(milliseconds: $0[1]),
                notBefore: notBefore.map { Instant(milliseconds: $0) }, letterCount: $0[3])
        }
    }

    /// How many of a round's letters a gate holds, how many wait for the end of an embargo, and how
    /// many of those that were let go wait because the decision is suspended.
    public func gatedCounts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> GatedCounts {
        try tx.first(
            """
            SELECT count(*) FILTER (WHERE isGated = 1 AND releasedAt IS NULL),
              count(*) FILTER (WHERE notBefore > ?2),
              count(*) FILTER (WHERE (isGated = 0 OR releasedAt IS NOT NULL)
                AND \(Self.isHeld(at: "?2")))
            FROM letter WHERE roundId = ?1 AND status IN ('queued', 'waiting')
            """, [round.rawValue, tx.now.milliseconds],
            { GatedCounts(held: $0[0], embargoed: $0[1], suspended: $0[2]) })
            ?? GatedCounts(held: 0, embargoed: 0, suspended: 0)
    }
}
