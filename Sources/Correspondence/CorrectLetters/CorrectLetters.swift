import FundCore
import FundStore
import GRDB

extension CorrespondenceModule {
    /// The decision letter that left for a group last: the one that a correction replaces.
    ///
    /// - Throws: `CorrespondenceProblem.nothingToCorrect`, `.correctionUnderWay`, `.reserveUnsent`.
    public func lastDecisionLetter(
        to application: ApplicationID, reference: Reference, in tx: borrowing ReadTx
    ) throws -> Letter {
        try refuseUnderWay(application, reference, in: tx)
        // The letter that has left tells what is no longer so.
        let isUnsent: Bool? = try tx.first(
            """
            SELECT 1 FROM letter WHERE applicationId = ? AND kind = 'reserveAward'
              AND replacesId IS NULL AND status NOT IN ('sent', 'toPost', 'withdrawn')
            """, [application.rawValue], { _ in true })
        guard isUnsent == nil else {
            throw CorrespondenceProblem.reserveUnsent(reference: "\(reference)")
        }
        let letter = try tx.first(
            """
            \(Letter.columns) WHERE applicationId = ? AND kind IN \(LetterKind.decisions)
              AND status IN ('sent', 'toPost')
            ORDER BY letter.id DESC LIMIT 1
            """, [application.rawValue], Letter.init)
        guard let letter else {
            throw CorrespondenceProblem.nothingToCorrect(reference: "\(reference)")
        }
        return letter
    }

    /// The letter that told a group how an appeal or complaint changed what it gets: the one that a
    /// correction replaces.
    ///
    /// - Throws: `CorrespondenceProblem.overruled` where the round has no such letters,
    ///   `.outcomeUnsent`, `.correctionUnderWay`.
    public func outcomeLetter(
        to application: ApplicationID, reference: Reference, in tx: borrowing ReadTx
    ) throws -> Letter {
        try refuseUnderWay(application, reference, in: tx)
        // The last one: what it says stands. A correction that nobody has let go is passed over.
        let letter = try tx.first(
            """
            \(Letter.columns) WHERE applicationId = ? AND kind = 'appealOutcome'
              AND (json_extract(facts, '$.particular.amount') IS NOT NULL
                OR json_extract(facts, '$.particular.released') IS NOT NULL)
              AND status <> 'withdrawn' AND (replacesId IS NULL OR status IN ('sent', 'toPost'))
            ORDER BY letter.id DESC LIMIT 1
            """, [application.rawValue], Letter.init)
        guard let letter else {
            throw CorrespondenceProblem.overruled(reference: "\(reference)")
        }
        guard [.sent, .toPost].contains(letter.summary.status) else {
            throw CorrespondenceProblem.outcomeUnsent(reference: "\(reference)")
        }
        return letter
    }

    private func refuseUnderWay(
        _ application: ApplicationID, _ reference: Reference, in tx: borrowing ReadTx
    ) throws {
        let isUnderWay: Bool? = try tx.first(
            """
            SELECT 1 FROM letter WHERE applicationId = ? AND replacesId IS NOT NULL
              AND status NOT IN ('sent', 'toPost', 'withdrawn')
              AND (status <> 'queued' OR releasedAt IS NOT NULL)
            """, [application.rawValue], { _ in true })
        guard isUnderWay == nil else {
            throw CorrespondenceProblem.correctionUnderWay(reference: "\(reference)")
        }
    }

    /// Takes back a correction that nobody has let go, because a better one takes its place.
    public func withdrawCorrection(
        of application: ApplicationID, in tx: borrowing WriteTx
    ) throws {
        let count = try tx.execute(
            """
            UPDATE letter SET status = 'withdrawn', withdrawnAt = ?
            WHERE applicationId = ? AND replacesId IS NOT NULL AND status = 'queued'
              AND releasedAt IS NULL
            """, [tx.now.milliseconds, application.rawValue])
        if count > 0 {
            try tx.audit("letter.withdrawal", "application:\(application.rawValue)")
        }
    }
}
