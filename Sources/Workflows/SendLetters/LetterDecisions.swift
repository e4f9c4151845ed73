import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

/// What a person decides about letters; `SendLetters.swift` carries it out.
extension Workflows {
    /// Lets a round's queued letters go, but for those that a gate holds: the mail worker of a running
    /// server sends them.
    /// - Returns: how many were let go now, and how the round's letters stand.
    public func releaseLetters(
        round key: String, as principal: Principal
    ) throws -> (released: Int, counts: [LetterStatus: Int64]) {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let released = try correspondence.release(round.id, in: tx)
            return (released, try correspondence.counts(of: round.id, in: tx.reading))
        }
    }

    /// Has a group's letters that failed, or may have arrived, tried once more.
    /// - Returns: how many.
    public func retryLetters(to typed: String, as principal: Principal) throws -> Int {
        try store.write(as: principal) { tx in
            let (id, reference, _) = try applications.find(typed, in: tx.reading)
            return try correspondence.retry(id, reference: reference, in: tx)
        }
    }

    /// Settles a group's letters of which nobody knows whether they arrived.
    /// - Returns: how many.
    public func resolveLetters(
        to typed: String, _ verdict: LetterVerdict, as principal: Principal
    ) throws -> Int {
        try store.write(as: principal) { tx in
            let (id, reference, _) = try applications.find(typed, in: tx.reading)
            return try correspondence.resolve(id, reference: reference, verdict, in: tx)
        }
    }

    /// The letter that left last, nil where none has.
    public func lastDelivery() throws -> LetterID? {
        try store.read { try correspondence.lastDelivery(in: $0) }
    }

    /// How many letters the mail worker will send or try again.
    public func lettersWaiting() throws -> Int64 {
        try store.read { try correspondence.waitingCount(in: $0) }
    }

    /// The rounds that have letters for the mail worker to send now, by key.
    public func roundsWithDueLetters() throws -> [String] {
        try store.read { tx in
            let letters = try correspondence.roundsWithDueLetters(in: tx)
            let notices = try correspondence.roundsWithDueNotices(in: tx)
            return try (letters + notices.filter { !letters.contains($0) }).map {
                try rounds.round($0, in: tx).key
            }
        }
    }
}
