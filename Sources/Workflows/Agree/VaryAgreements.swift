import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

/// What somebody wants an agreement to say from now on; nil for what stays as it is.
public struct AgreementChange: Sendable {
    public let amount: Money?
    public let startsOn: LocalDate?
    public let endsOn: LocalDate?
    public let purpose: String?
    public let reason: String

    public init(
        amount: Money? = nil, startsOn: LocalDate? = nil, endsOn: LocalDate? = nil,
        purpose: String? = nil, reason: String
    ) {
        self.amount = amount
        self.startsOn = startsOn
        self.endsOn = endsOn
        self.purpose = purpose
        self.reason = reason
    }
}

/// Changes of an agreement, and its end.
extension Workflows {
    /// Asks for a change: a person of the group, or an officer. It waits for a second person.
    public func askVariation(
        _ typed: String, _ change: AgreementChange, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (found, isByGroup) = try ownAgreementCase(typed, in: tx)
            guard !found.agreement.isClosed else {
                throw AgreementProblem.closed(reference: "\(found.reference)")
            }
            guard let present = found.agreement.present?.terms else {
                throw AgreementProblem.notOffered(reference: "\(found.reference)")
            }
            let terms = AgreementTerms(
                amount: change.amount ?? present.amount,
                startsOn: change.startsOn ?? present.startsOn,
                endsOn: change.endsOn ?? present.endsOn,
                purpose: change.purpose?.trimmed ?? present.purpose)
            try refuseAmount(terms.amount, found, in: tx.reading)
            try awards.ask(
                terms, of: found.award, reason: change.reason, isFromGroup: isByGroup, in: tx)
        }
    }

    /// Asks that an agreement ends. It waits for a second person.
    public func askEnd(_ typed: String, reason: String, as principal: Principal) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let found = try agreementCase(typed, in: tx)
            try awards.ask(nil, of: found.award, reason: reason, isFromGroup: false, in: tx)
        }
    }

    /// Approves or refuses what somebody else asked for. A change is offered to the group then; an
    /// end takes place at once, and what was not paid goes back to the round.
    ///
    /// - Parameter reason: why it is refused; optional where it is approved.
    public func decideVariation(
        _ typed: String, isApproved: Bool, reason: String?, as principal: Principal
    ) throws {
        let decider = try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let found = try agreementCase(typed, in: tx)
            guard
                try !assessment.barred(decider, in: found.round, in: tx.reading)
                    .contains(found.application)
            else { throw AwardsProblem.interested }
            guard let request = found.agreement.request else {
                throw AgreementProblem.noVariation(reference: "\(found.reference)")
            }
            try awards.decide(
                request, of: found.award, isApproved: isApproved, reason: reason, in: tx)
            guard isApproved else {
                guard request.isFromGroup else { return }
                return try tellEnd(
                    "refused", found, released: nil, reason: reason?.trimmed, in: tx)
            }
            if let terms = request.terms {
                // Who gives more decides on money, and approves no payment of the round.
                try payments.bar(scorers: [], deciders: [decider], of: found.round, in: tx)
                try offer(terms, request, found, in: tx)
            } else {
                try end(found, request, in: tx)
            }
        }
    }

    private func offer(
        _ terms: AgreementTerms, _ request: AgreementVariation, _ found: AgreementCase,
        in tx: borrowing WriteTx
    ) throws {
        guard let present = found.agreement.present,
            let first = found.agreement.versions.first
        else { throw AgreementProblem.notOffered(reference: "\(found.reference)") }
        try refuseAmount(terms.amount, found, in: tx.reading)
        let agreed = found.agreement.agreed
        let number = Int64(found.agreement.versions.count) + 1
        let asks =
            found.agreement.subsidy?.isEconomic == true
            && !found.agreement.versions.contains {
                $0.acceptance != nil && $0.terms.amount >= terms.amount
            }
        let lapsesOn = LondonTime.date(tx.now).adding(days: found.rules.acceptWithinDays)
        let text = try agreementText(
            terms, found, number: number, lapsesOn: lapsesOn, asksConfirmation: asks,
            change: request.reason, in: tx.reading)
        let version = try awards.offer(
            terms, text: text, of: found.award, number: number, variation: request.id,
            asksConfirmation: asks, told: first.offeredAt,
            paid: try payments.paid(of: found.award.id, in: tx.reading), lapsesOn: lapsesOn,
            in: tx)
        let more = terms.amount - found.agreement.held
        if more > .zero {
            let entry = try ledger.increase(
                more, for: found.application, of: found.round, isAgreed: agreed != nil, in: tx)
            try awards.recordMovement(more.pence, by: version, entry: entry, in: tx)
        }
        try tellOffer(
            terms, text, lapsesOn: lapsesOn, asks: asks, found,
            [
                "change": "yes", "reason": request.reason, "before": present.terms.amount.words,
            ], in: tx)
    }

    private func end(
        _ found: AgreementCase, _ request: AgreementVariation, in tx: borrowing WriteTx
    ) throws {
        guard let decider = tx.principal.personID else { return }
        let paid = try payments.paid(of: found.award.id, in: tx.reading)
        let held = found.agreement.held
        if let open = found.agreement.open {
            try awards.end(
                open, of: found.award, .withdrawn, isByGroup: false, reason: request.reason,
                in: tx)
        }
        let entry =
            held > paid
            ? try ledger.release(held - paid, of: found.application, to: found.round, in: tx)
            : nil
        try payments.stop(found.award.id, by: decider, in: tx)
        try awards.end(
            found.award, nil, variation: request.id, isByGroup: false, reason: request.reason,
            held: held, paid: paid, entry: entry, in: tx)
        try tellEnd(
            "ended", found, released: held - paid, paid: paid, reason: request.reason, in: tx)
    }

    /// No less than was paid, and no more than the round has.
    private func refuseAmount(
        _ amount: Money, _ found: AgreementCase, in tx: borrowing ReadTx
    ) throws {
        guard amount > .zero else {
            throw InvalidInput("variation", [FieldProblem("amount", "not-pounds-amount")])
        }
        let paid = try payments.paid(of: found.award.id, in: tx)
        guard amount >= paid else { throw AgreementProblem.belowPaid(paid: paid) }
        let left = try ledger.balance(.allotted, of: found.round, in: tx)
        guard amount - found.agreement.held <= left else {
            throw AgreementProblem.tooLittleLeft(left: left)
        }
    }
}
