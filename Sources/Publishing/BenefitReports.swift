import Commissioning
import FundCore
import FundStore
import Identity

/// The benefits that a cycle named, and whether they came about.
public struct BenefitReport: Sendable {
    public let cycle: Cycle
    public let priorities: [CyclePriority]
    public let benefits: [Benefit]
    public let emails: [PersonID: String]

    /// Rows of `Listing.benefits`.
    public var rows: [[JSONValue]] {
        benefits.map { benefit in
            [
                .int(benefit.number), .string(benefit.priority), .string(benefit.text),
                .string(benefit.owner), .optional(benefit.knownBy),
                .optional(benefit.indicator), .optional(benefit.ward),
                .optional(benefit.before?.period.text), .figure(benefit.before?.value),
                .optional(benefit.verdict?.figure?.period.text),
                .figure(benefit.verdict?.figure?.value),
                .optional(benefit.verdict?.realised.rawValue),
                .optional(benefit.verdict?.on), .optional(benefit.verdict?.because),
            ]
        }
    }
}

extension Listing {
    public static let benefits = Listing([
        Column("number", .plain), Column("priority", .plain), Column("benefit", .text),
        Column("owner", .text), Column("knownBy", .text, inTable: false),
        Column("indicator", .plain), Column("ward", .plain, inTable: false),
        Column("beforePeriod", .plain, inTable: false), Column("before", .plain),
        Column("afterPeriod", .plain, inTable: false), Column("after", .plain),
        Column("realised", .plain, said: "benefit-realised"), Column("saidOn", .plain),
        Column("because", .text, inTable: false),
    ])
}

extension Reports {
    /// - Throws: `CommissioningProblem.unknown`.
    public func benefits(of key: String, as principal: Principal) throws -> BenefitReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let benefits = try commissioning.benefits(of: cycle.id, in: tx)
            return BenefitReport(
                cycle: cycle, priorities: try commissioning.priorities(of: cycle.id, in: tx),
                benefits: benefits,
                emails: try identity.emails(
                    of: benefits.map(\.author) + benefits.flatMap(\.verdicts).map(\.author),
                    in: tx))
        }
    }
}
