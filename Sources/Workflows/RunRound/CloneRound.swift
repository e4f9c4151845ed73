import Commissioning
import FundCore
import FundStore
import Ledger
import Rounds

/// A round that was made from another.
public struct ClonedRound: Sendable {
    public let round: Round
    /// How many proposals it took with it.
    public let proposals: Int
    /// The years of its dates whose bank holidays nobody has looked up.
    public let unknownYears: [Int]
    /// What the fund has left for rounds: the new one can open with no more.
    public let fundLeft: Money
    /// Whether it opens by an approved Plan alone.
    public let needsPlan: Bool

    /// Whether the fund has less than the round is to have.
    public var isBeyondFund: Bool { fundLeft < round.plan.allotment }
}

extension Workflows {
    /// Makes the next round from one that is there: its settings, dates a year later, and what was
    /// learned as proposals. It is planned, and opens as every round does.
    /// - Throws: `RoundsProblem.unknown`; `InvalidInput` with everything that is wrong.
    public func cloneRound(
        _ key: String, _ cloning: RoundCloning, _ configuration: FundConfiguration,
        as principal: Principal
    ) throws -> ClonedRound {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let source = try rounds.round(key, in: tx.reading)
            let made = try rounds.clone(
                source, cloning,
                planned: configuration.rounds.first { $0.key == key }?.timetable.opens,
                configuration.bankHolidays, in: tx)
            let carried =
                try commissioning.cycle(of: source.id, in: tx.reading).map {
                    try commissioning.carry(from: $0, to: made.round.id, in: tx)
                } ?? 0
            return ClonedRound(
                round: made.round, proposals: carried, unknownYears: made.unknownYears,
                fundLeft: try ledger.balance(.fund, in: tx.reading),
                needsPlan: try settings(of: made.round, configuration, in: tx.reading).rules
                    .controls.has(.planApproval))
        }
    }

    /// Says whether a round does what is proposed to it, once.
    /// - Returns: the proposal's number.
    public func decideProposal(
        _ verdict: RoundProposal.Verdict, _ number: Int64, of key: String, reason: String,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try commissioning.decide(
                verdict, on: number, of: round.id, named: key, reason: reason, in: tx)
            return number
        }
    }
}
