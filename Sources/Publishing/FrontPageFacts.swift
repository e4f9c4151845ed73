import FundCore
import FundStore
import Rounds

/// What anybody may know of the fund: who runs it, and which rounds take applications now.
public struct FrontPageFacts: Sendable {
    public struct OpenRound: Sendable {
        public let title: String
        public let requests: ClosedRange<Money>
        public let closes: LocalDateTime
        public let decision: LocalDate
    }

    public let fund: String
    public let council: String
    public let department: String
    /// Those that have not reached their deadline.
    public let open: [OpenRound]
}

extension Reports {
    public func frontPageFacts() throws -> FrontPageFacts {
        try store.read { tx in
            let fund = try rounds.fund(in: tx)
            let now = tx.now
            return FrontPageFacts(
                fund: fund.name, council: fund.council, department: fund.department,
                open: try rounds.all(in: tx).filter { $0.takesApplications(at: now) }.map {
                    FrontPageFacts.OpenRound(
                        title: $0.plan.title, requests: $0.plan.requests,
                        closes: $0.plan.timetable.closes, decision: $0.plan.timetable.decision)
                })
        }
    }

    /// The fund's reference prefix and the year it is, for examples of references.
    public func referenceExample() throws -> Reference {
        try store.read { tx in
            Reference(
                prefix: try rounds.fund(in: tx).referencePrefix,
                year: LondonTime.date(tx.now).year, number: 1)
        }
    }
}
