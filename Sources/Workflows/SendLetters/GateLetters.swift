import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Somebody finds every decision letter of a round whole: as they stand now, and not otherwise.
    ///
    /// - Parameter seen: the hash of the letters that the person has seen; nil for whatever there is.
    /// - Returns: how many letters that is.
    /// - Throws: `CorrespondenceProblem.gateMoved`, `.gateOff`, `.gateEmpty`, `.gateIncomplete`.
    public func passLetterGate(
        round key: String, seen: String? = nil, as principal: Principal
    ) throws -> Int {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try opened(key, in: tx.reading)
            guard try rounds.controls(of: round.id, in: tx.reading).has(.letterGate) else {
                throw CorrespondenceProblem.gateOff(round: key)
            }
            let gate = try letterGate(of: round, in: tx.reading)
            guard seen == nil || seen == gate.sha256 else { throw CorrespondenceProblem.gateMoved }
            try correspondence.pass(gate, of: round.id, key: key, in: tx)
            return gate.letters.count
        }
    }

    /// Lets a round's letters go. Where the round has a gate, its decision letters go as they stood
    /// when somebody passed it, by somebody else if the round asks for that, and not before the time
    /// that the round or whoever lets them go says. Where it has none, all that wait go. None goes while
    /// the decision is suspended.
    ///
    /// - Parameter embargo: not before this; nil for what the round says.
    /// - Returns: how many were let go, from when on they leave (nil for at once), and how the round's
    ///   letters stand.
    public func releaseGatedLetters(
        round key: String, embargo: LocalDateTime?, as principal: Principal
    ) throws -> GatedRelease {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try opened(key, in: tx.reading)
            let controls = try rounds.controls(of: round.id, in: tx.reading)
            try refuseSuspended(round, in: tx.reading)
            guard controls.has(.letterGate) else {
                guard embargo == nil else { throw CorrespondenceProblem.gateOff(round: key) }
                let count = try correspondence.release(round.id, in: tx)
                return GatedRelease(
                    count: count, notBefore: nil,
                    counts: try correspondence.counts(of: round.id, in: tx.reading))
            }
            // Groups hear of a decision once everybody can read it, and call it in.
            if controls.has(.callIn),
                try awards.standing(of: round.id, in: tx.reading)?.isPublic(
                    on: LondonTime.date(tx.now)) != true
            {
                throw DecisionRecordProblem.unpublished(round: key)
            }
            let notBefore = try self.embargo(embargo, of: round, in: tx)
            let count = try correspondence.release(
                try letterGate(of: round, in: tx.reading), of: round.id, key: key,
                needsSecond: controls.has(.secondRelease), embargo: notBefore?.instant, in: tx)
            return GatedRelease(
                count: count, notBefore: notBefore,
                counts: try correspondence.counts(of: round.id, in: tx.reading))
        }
    }

    /// A decision that was called in, or sent back, is not told before it stands.
    private func refuseSuspended(_ round: Round, in tx: borrowing ReadTx) throws {
        guard try correspondence.isHeld(round.id, in: tx),
            let standing = try awards.standing(of: round.id, in: tx)
        else { return }
        switch standing.status(on: LondonTime.date(tx.now)) {
        case .calledIn: throw CorrespondenceProblem.decisionCalledIn(round: round.key)
        case .returned: throw CorrespondenceProblem.decisionReturned(round: round.key)
        // Decided anew, and not published yet.
        default: throw DecisionRecordProblem.unpublished(round: round.key)
        }
    }

    /// The time before which no letter leaves: what was said now, never earlier than what the round
    /// says; nil where it is past.
    private func embargo(
        _ wanted: LocalDateTime?, of round: Round, in tx: borrowing WriteTx
    ) throws -> LocalDateTime? {
        let rules = try rounds.optionalSection(
            .letterRules, of: round.id, as: LetterRules.self, in: tx.reading)
        if let wanted, let own = rules?.embargo, wanted < own {
            throw CorrespondenceProblem.embargoTooEarly(embargo: own)
        }
        // A slip the other way would let them leave at once.
        if let wanted, wanted.instant <= tx.now { throw CorrespondenceProblem.embargoPast }
        let embargo = wanted ?? rules?.embargo
        // A slip of a year would hold every letter for that long.
        if let wanted, wanted.date.daysSince1970 > LondonTime.date(tx.now).daysSince1970 + 366 {
            throw CorrespondenceProblem.embargoTooLate
        }
        return embargo.flatMap { $0.instant > tx.now ? $0 : nil }
    }

    private func letterGate(of round: Round, in tx: borrowing ReadTx) throws -> LetterGate {
        let renderer = try renderers.renderer(of: round.id) {
            try rounds.section(.letters, of: round.id, in: tx)
        }
        let contacts = try applications.contacts(of: round.id, in: tx)
        return try correspondence.gate(of: round.id, renderer, isStrict: true, in: tx) {
            (contacts[$0]?.email, contacts[$0]?.address)
        }
    }

    private func opened(_ key: String, in tx: borrowing ReadTx) throws -> Round {
        let round = try rounds.round(key, in: tx)
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: key, status: round.status)
        }
        return round
    }
}

/// What letting a round's letters go did.
public struct GatedRelease: Sendable {
    public let count: Int
    public let notBefore: LocalDateTime?
    public let counts: [LetterStatus: Int64]
}
