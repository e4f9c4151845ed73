import Applications
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// One award from its decision to the bank's answer, as its page shows it.
public struct PaymentTrail: Sendable {
    public struct Event: Sendable {
        public let kind: PaymentEvent.Kind
        public let on: LocalDate
        /// An email address; empty where nobody is named.
        public let who: String
        public let why: String
        /// The line of a bank's file that proves it.
        public let proof: BankProof?
    }

    public let award: FollowedAward
    public let organisation: String
    public let submittedAt: Instant
    public let decidedBy: String
    public let recoveries: [Recovery]
    /// What is still to come of each, by its number, without what was written off.
    public let left: [Int64: Money]
    fileprivate let emails: [PersonID: String]

    public var reference: String { "\(award.reference)" }
    public var instalments: [FollowedInstalment] { award.instalments }

    /// What happened to one of its instalments, in order.
    public func events(of instalment: FollowedInstalment) -> [Event] {
        instalment.events.map {
            Event(
                kind: $0.kind, on: $0.on, who: $0.by.flatMap { emails[$0] } ?? "", why: $0.why,
                proof: $0.proof)
        }
    }

    public var json: JSONValue {
        .object([
            ("reference", .string(reference)), ("organisation", .string(organisation)),
            ("submittedAt", .string(submittedAt.iso8601)),
            ("awardedPence", .int(award.awarded.pence)), ("decidedBy", .string(decidedBy)),
            ("decidedOn", .string(award.decidedOn)), ("agreedOn", .optional(award.agreedOn)),
            (
                "instalments",
                .array(
                    instalments.map { each in
                        .object([
                            ("instalment", .int(each.number)),
                            ("amountPence", .int(each.amount.pence)),
                            ("trigger", .string(each.trigger.code)),
                            ("dueOn", .optional(each.trigger.day?.description)),
                            ("status", .string(each.status.rawValue)),
                            ("run", .optional(each.run)),
                            (
                                "events",
                                .array(
                                    events(of: each).map {
                                        .object([
                                            ("kind", .string($0.kind.rawValue)),
                                            ("on", .string("\($0.on)")),
                                            ("who", .string($0.who)), ("why", .string($0.why)),
                                            ("bankFile", .optional($0.proof?.file.rawValue)),
                                            ("bankLine", .optional($0.proof?.textLine)),
                                        ])
                                    })
                            ),
                        ])
                    })
            ),
        ])
    }
}

extension Reports {
    /// All that is known of the payment of one award.
    /// - Throws: `PaymentsProblem.unscheduled`.
    public func paymentTrail(
        of reference: String, round key: String, as principal: Principal
    ) throws -> PaymentTrail {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let award = try payments.follow(reference, of: round.id, in: tx)
            let emails = try identity.emails(in: tx)
            let application = try applications.summary(of: award.application, in: tx)
            return PaymentTrail(
                award: award, organisation: application.organisation,
                submittedAt: application.submittedAt,
                decidedBy: emails[award.decidedBy] ?? "", recoveries: award.recoveries,
                left: try left(of: award.recoveries, in: tx), emails: emails)
        }
    }
}
