import Commissioning
import FundCore
import Rounds

/// How far an outcome was met by the awards that promise it.
public struct OutcomeCounts: Sendable, Equatable {
    public let met: Int
    public let partly: Int
    public let notMet: Int
    public let cannotTell: Int

    init(_ verdicts: [OutcomeVerdict]) {
        met = verdicts.count { $0 == .met }
        partly = verdicts.count { $0 == .partly }
        notMet = verdicts.count { $0 == .notMet }
        cannotTell = verdicts.count { $0 == .cannotTell }
    }

    var members: [(key: String, value: JSONValue)] {
        [
            ("met", .int(met)), ("partly", .int(partly)), ("notMet", .int(notMet)),
            ("cannotTell", .int(cannotTell)),
        ]
    }
}

/// What a cycle came to: its money, what it changed, at what cost, what was said of it, and what
/// was learned.
public struct CycleEvaluation: Sendable {
    /// The money of one round.
    public struct RoundMoney: Sendable {
        public let round: Round
        public let allotted: Money
        /// What groups have or will have.
        public let awarded: Money
        /// What payment runs have taken, without what came back.
        public let paid: Money
        /// What banks sent back, and what groups paid back.
        public let returned: Money
        public let awardCount: Int
        public let closedCount: Int
    }

    /// One outcome of a priority, in one round.
    public struct Outcome: Sendable {
        public let key: String
        public let title: String
        public let counts: OutcomeCounts
        /// What was paid to the awards that were assessed on it.
        public let paid: Money
        /// What was paid to those for each that met it; nil where none did.
        public var perMet: Money? { paid.per(Int64(counts.met)) }
    }

    /// The awards of one round that name a priority. An award that names several counts with each.
    public struct ByPriority: Sendable {
        public let round: Round
        public let key: String
        public let title: String
        public let awardCount: Int
        public let paid: Money
        /// How many of them have told at their end whom they reached.
        public let toldCount: Int
        /// Whom those reached, each as it counted.
        public let people: Int64
        /// What was paid to those.
        public let paidWhereTold: Money
        public let outcomes: [Outcome]

        /// What was paid for each person reached, where it is told; nil where nobody was.
        public var perPerson: Money? { paidWhereTold.per(people) }
        public var counts: OutcomeCounts {
            OutcomeCounts(
                met: outcomes.reduce(0) { $0 + $1.counts.met },
                partly: outcomes.reduce(0) { $0 + $1.counts.partly },
                notMet: outcomes.reduce(0) { $0 + $1.counts.notMet },
                cannotTell: outcomes.reduce(0) { $0 + $1.counts.cannotTell })
        }
    }

    /// What groups were asked to tell.
    public struct Returns: Sendable, Equatable {
        public let asked: Int
        public let accepted: Int
        /// Sent, and to be read.
        public let waiting: Int
        public let waived: Int
        /// Not there though its day is past.
        public let missing: Int
        /// Sent after its day.
        public let late: Int
    }

    /// What others said who saw the awards.
    public struct Feedback: Sendable, Equatable {
        public let capacity: AwardFeedback.Capacity
        public let count: Int
        public let yes: Int
        public let no: Int
        public let unsure: Int
    }

    public let cycle: Cycle
    public let rounds: [RoundMoney]
    /// By round, then in the order of the fund's files; those that no award names left out.
    public let byPriority: [ByPriority]
    public let returns: Returns
    public let feedback: [Feedback]
    /// Over how many awards somebody worries now.
    public let concernCount: Int
    /// Those that stand.
    public let lessons: [Lesson]
    /// Of awards that told what they spent by line; empty where no line has a kind.
    public let byKind: [KindSpend]

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("title", .string(cycle.title)),
            ("rounds", .array(rounds.map(\.json))),
            ("byPriority", .array(byPriority.map(\.json))),
            (
                "returns",
                .object([
                    ("asked", .int(returns.asked)), ("accepted", .int(returns.accepted)),
                    ("waiting", .int(returns.waiting)), ("waived", .int(returns.waived)),
                    ("missing", .int(returns.missing)), ("late", .int(returns.late)),
                ])
            ),
            (
                "feedback",
                .array(
                    feedback.map {
                        .object([
                            ("capacity", .string($0.capacity.rawValue)), ("count", .int($0.count)),
                            ("yes", .int($0.yes)), ("no", .int($0.no)),
                            ("unsure", .int($0.unsure)),
                        ])
                    })
            ), ("concerns", .int(concernCount)),
            ("lessons", .array(lessons.map(\.json))),
            ("byKind", .array(byKind.map(\.json))),
        ])
    }
}

extension OutcomeCounts {
    init(met: Int, partly: Int, notMet: Int, cannotTell: Int) {
        self.met = met
        self.partly = partly
        self.notMet = notMet
        self.cannotTell = cannotTell
    }
}

extension CycleEvaluation.RoundMoney {
    fileprivate var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("allottedPence", .int(allotted.pence)),
            ("awardedPence", .int(awarded.pence)), ("paidPence", .int(paid.pence)),
            ("returnedPence", .int(returned.pence)), ("awards", .int(awardCount)),
            ("closed", .int(closedCount)),
        ])
    }
}

extension CycleEvaluation.ByPriority {
    fileprivate var json: JSONValue {
        .object(
            [
                ("round", .string(round.key)), ("priority", .string(key)),
                ("title", .string(title)), ("awards", .int(awardCount)),
                ("paidPence", .int(paid.pence)), ("told", .int(toldCount)),
                ("people", .int(people)),
                ("perPersonPence", .optional(perPerson?.pence)),
            ] + counts.members + [
                ("outcomes", .array(outcomes.map(\.json)))
            ])
    }
}

extension CycleEvaluation.Outcome {
    fileprivate var json: JSONValue {
        .object(
            [("outcome", .string(key)), ("title", .string(title))] + counts.members + [
                ("paidPence", .int(paid.pence)), ("perMetPence", .optional(perMet?.pence)),
            ])
    }
}

extension Money {
    /// This for each of so many: to the penny below £10, to the pound from there on, halves up;
    /// nil for none.
    func per(_ count: Int64) -> Money? {
        guard count > 0 else { return nil }
        let pence = (pence * 2 + count) / (count * 2)
        return Money(pence: pence < 1000 ? pence : (pence + 50) / 100 * 100)
    }
}
