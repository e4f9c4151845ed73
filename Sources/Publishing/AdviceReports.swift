import Applications
import Correspondence
import FundCore
import FundStore
import Payments
import Rounds

/// How the groups of a run have been told that their money was sent.
public struct RunAdvice: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// An email was put into the post box.
        case told
        /// Somebody has printed it and posted it.
        case posted
        /// It would be told now.
        case untold
        /// It has no email address: it gets the advice on paper.
        case noAddress
        /// Nothing of it arrived; finance rings the group.
        case notArrived
    }

    public struct Payee: Sendable {
        public let reference: String
        public let organisation: String
        public let amount: Money
        public let state: State
        public let told: PayeeAdvice.Told?
        /// How far the email has come: `queued`, `sent`, `waiting`, `failed`, `unknown`.
        public let mail: String?
    }

    public let run: PaymentRun
    public let payees: [Payee]

    public func count(_ state: State) -> Int { payees.count { $0.state == state } }

    /// Emails that did not leave, or of which nobody knows whether they did.
    public var lost: [Payee] { payees.filter { ["failed", "unknown"].contains($0.mail ?? "") } }
}

extension Reports {
    /// How the groups of a run have been told of their money.
    public func advice(ofRun name: String, as principal: Principal) throws -> RunAdvice {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let run = try payments.run(named: name, in: tx)
            let names = try applications.organisations(of: run.round, in: tx)
            let mail = try correspondence.noticeStates(.remittance, of: run.round, in: tx)
            return RunAdvice(
                run: run,
                payees: try payments.payeeAdvices(of: run, in: tx).map { payee in
                    RunAdvice.Payee(
                        reference: "\(payee.reference)",
                        organisation: names[payee.application] ?? "",
                        amount: payee.told?.amount ?? payee.total,
                        state: try state(of: payee, in: tx), told: payee.told,
                        mail: payee.told?.notice.flatMap { mail[$0] })
                })
        }
    }

    private func state(
        of payee: PayeeAdvice, in tx: borrowing ReadTx
    ) throws -> RunAdvice.State {
        if let told = payee.told { return told.notice == nil ? .posted : .told }
        if payee.payments.isEmpty { return .notArrived }
        return try applications.contact(of: payee.application, in: tx)?.email == nil
            ? .noAddress : .untold
    }
}

extension RunAdvice {
    /// As `Listing.advices`.
    public var rows: [[JSONValue]] {
        payees.map {
            [
                .string($0.reference), .string($0.organisation), .int($0.amount.pence),
                .string($0.state.rawValue), .optional($0.told.map { "\($0.on)" }),
                .optional($0.told.map { "\($0.expectedOn)" }), .optional($0.mail),
            ]
        }
    }
}
