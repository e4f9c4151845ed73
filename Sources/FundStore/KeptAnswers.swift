import FundCore
import GRDB

/// Thrown in place of doing something again: what the first request with this key answered.
public struct DoneBefore: Error {
    public let answer: JSONValue
}

/// What requests that are done once have answered, in the transaction that did them.
enum KeptAnswers {
    /// How long an answer is kept: whoever sends a request again does so within hours.
    static let keptSeconds: Int64 = 7 * 86_400

    /// - Throws: `DoneBefore`, or `StoreProblem` where the key stands for something else.
    static func refuseRepeat(in tx: borrowing WriteTx) throws {
        guard let once = tx.principal.once else { return }
        let known = try tx.reading.first(
            """
            SELECT fingerprint, answer FROM requestAnswer
            WHERE actor = ? AND requestKey = ? AND keptAt > ?
            """,
            [actor(of: tx.principal), once.key, tx.now.adding(seconds: -keptSeconds).milliseconds],
            { (fingerprint: $0[0] as String, answer: $0[1] as String?) })
        guard let known else { return }
        guard known.fingerprint == once.fingerprint.description else {
            throw StoreProblem.keyReused
        }
        guard let answer = known.answer else { throw StoreProblem.answerNotKept }
        throw DoneBefore(answer: try JSONReader.read(Array(answer.utf8)))
    }

    static func keep<Value>(_ done: Value, in tx: borrowing WriteTx) throws {
        guard let once = tx.principal.once else { return }
        try tx.execute(
            "DELETE FROM requestAnswer WHERE keptAt <= ?",
            [tx.now.adding(seconds: -keptSeconds).milliseconds])
        try tx.execute(
            """
            INSERT INTO requestAnswer (actor, requestKey, fingerprint, answer, keptAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                actor(of: tx.principal), once.key, once.fingerprint.description,
                try once.answer(done)?.text, tx.now.milliseconds,
            ])
    }

    private static func actor(of principal: Principal) -> Int64 {
        principal.personID?.rawValue ?? 0
    }
}

extension Migration {
    /// The answers to requests that are done once.
    package static let keptAnswers = Migration(
        13, "answers kept for requests that are sent again",
        """
        CREATE TABLE requestAnswer (
          -- Who asked: a person's id, 0 for whoever works the machine.
          actor       INTEGER NOT NULL,
          requestKey  TEXT NOT NULL CHECK (length(requestKey) BETWEEN 1 AND 200),
          fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 64),
          answer      TEXT CHECK (answer IS NULL OR json_valid(answer)),
          keptAt      INTEGER NOT NULL,
          PRIMARY KEY (actor, requestKey)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX requestAnswerByAge ON requestAnswer (keptAt);
        """)
}
