import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Payments
import Rounds

/// What making offers did.
public struct OffersMade: Sendable {
    public struct Waiting: Sendable {
        public let reference: Reference
        /// `unanswered`, `untold` or `own`.
        public let cause: String
    }

    public let references: [Reference]
    /// Those that could not be offered yet, and why.
    public let waiting: [Waiting]
}

/// What an officer chooses for one offer, where the application does not say it.
public struct OfferDates: Sendable {
    public let reference: String
    public let startsOn: LocalDate?
    public let endsOn: LocalDate?

    public init(reference: String, startsOn: LocalDate? = nil, endsOn: LocalDate? = nil) {
        self.reference = reference
        self.startsOn = startsOn
        self.endsOn = endsOn
    }
}

extension Workflows {
    /// Answers for one award whether what it pays for is an economic activity.
    public func answerSubsidy(
        _ typed: String, isEconomic: Bool, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try awards.answerSubsidy(
                of: try agreementCase(typed, in: tx).award, isEconomic: isEconomic,
                reason: reason, in: tx)
        }
    }

    /// Adds something that is asked of one group alone.
    public func addAgreementCondition(
        _ typed: String, _ text: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try awards.addCondition(text, to: try agreementCase(typed, in: tx).award, in: tx)
        }
    }

    /// Takes a condition out again, by its place among those that there are.
    public func removeAgreementCondition(
        _ typed: String, number: Int64, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            try awards.removeCondition(
                number, from: try agreementCase(typed, in: tx).award, in: tx)
        }
    }

    /// Makes the offers of a round's awards, as far as each is ready: its decision has effect and
    /// was told by letter, and it is answered whether it is a subsidy.
    ///
    /// - Parameter one: the only award to offer, and its dates; nil for all of the round.
    /// - Throws: `AgreementProblem`, `DecisionRecordProblem`.
    public func offerAgreements(
        round key: String, one: OfferDates? = nil, as principal: Principal
    ) throws -> OffersMade {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard try awards.needsAgreement(round.id, in: tx.reading) else {
                throw AgreementProblem.off(round: key)
            }
            guard try awards.decision(of: round.id, in: tx.reading) != nil else {
                throw AwardsProblem.notDecided(round: key)
            }
            if try rounds.controls(of: round.id, in: tx.reading).has(.callIn) {
                _ = try awards.requireEffect(of: round.id, key: key, in: tx.reading)
            }
            if let one {
                let found = try agreementCase(one.reference, in: tx)
                guard found.round == round.id else {
                    throw AgreementProblem.noAward(reference: "\(found.reference)")
                }
                guard found.agreement.versions.isEmpty, !found.agreement.isClosed else {
                    throw AgreementProblem.offeredBefore(reference: "\(found.reference)")
                }
                switch try cause(against: found, in: tx) {
                case "unanswered"?:
                    throw AgreementProblem.unanswered(reference: "\(found.reference)")
                case .some: throw AgreementProblem.untold(reference: "\(found.reference)")
                case nil: try offer(found, one, in: tx)
                }
                return OffersMade(references: [found.reference], waiting: [])
            }
            var all: [Award] = []
            try awards.awards(of: round.id, in: tx.reading) { all.append($0) }
            var (made, waiting): ([Reference], [OffersMade.Waiting]) = ([], [])
            for award in all {
                let found = try agreementCase(
                    award.application, award.reference, round.id, in: tx.reading)
                guard found.agreement.versions.isEmpty, !found.agreement.isClosed else { continue }
                if let cause = try cause(against: found, in: tx) {
                    waiting.append(.init(reference: award.reference, cause: cause))
                } else {
                    try offer(found, nil, in: tx)
                    made.append(award.reference)
                }
            }
            guard !made.isEmpty || waiting.isEmpty else {
                throw AgreementProblem.nothingReady(count: waiting.count)
            }
            return OffersMade(references: made, waiting: waiting)
        }
    }

    /// Why an award cannot be offered yet; nil where it can.
    private func cause(against found: AgreementCase, in tx: borrowing WriteTx) throws -> String? {
        do { try refuseOwn(found.application, in: tx) } catch ApplicationsProblem.own {
            return "own"
        } catch AssessmentProblem.judgeInterested {
            return "interest"
        }
        guard try told(found, in: tx.reading) != nil else { return "untold" }
        return found.agreement.subsidy == nil ? "unanswered" : nil
    }

    /// When a letter had told the group of its award; nil while none has.
    func told(_ found: AgreementCase, in tx: borrowing ReadTx) throws -> Instant? {
        if let again = try applications.redecision(of: found.application, in: tx) {
            return try correspondence.toldAt(
                found.application, LetterKind.tellingAgain(fromReserve: again.isFromReserve),
                since: again.at, in: tx)
        }
        return try correspondence.toldAt(found.application, [.award, .partial], in: tx)
    }

    private func offer(
        _ found: AgreementCase, _ dates: OfferDates?, in tx: borrowing WriteTx
    ) throws {
        guard let told = try told(found, in: tx.reading) else {
            throw AgreementProblem.untold(reference: "\(found.reference)")
        }
        let today = LondonTime.date(tx.now)
        let detail = try applications.detail(of: found.application, in: tx.reading)
        func answer(_ key: String?) -> LocalDate? {
            detail.answers.first { $0.key == key }?.value.string.flatMap { LocalDate($0) }
        }
        let start = dates?.startsOn ?? answer(found.rules.startQuestion) ?? today
        let given = dates?.endsOn ?? answer(found.rules.endQuestion)
        let end = given ?? start.adding(days: found.rules.lastsDays)
        guard end >= start else {
            throw InvalidInput(
                "offer", [FieldProblem("endsOn", "before", ["other": "\(start)"])])
        }
        let purpose = [detail.summary.title, detail.summaryText].map(\.trimmed)
            .filter { !$0.isEmpty }.joined(separator: ": ")
        let terms = AgreementTerms(
            amount: found.award.amount, startsOn: start, endsOn: end,
            purpose: purpose.isEmpty ? "\(found.reference)" : purpose)
        let asks = found.agreement.subsidy?.isEconomic == true
        let lapsesOn = today.adding(days: found.rules.acceptWithinDays)
        let text = try agreementText(
            terms, found, number: 1, lapsesOn: lapsesOn, asksConfirmation: asks, in: tx.reading)
        try awards.offer(
            terms, text: text, of: found.award, number: 1, asksConfirmation: asks, told: told,
            paid: .zero, lapsesOn: lapsesOn, in: tx)
        try tellOffer(terms, text, lapsesOn: lapsesOn, asks: asks, found, in: tx)
    }

    /// - Parameter further: what only some offers say: `change`, `reason`, `extended`.
    func tellOffer(
        _ terms: AgreementTerms, _ text: String, lapsesOn: LocalDate, asks: Bool,
        _ found: AgreementCase, _ further: [String: String] = [:], in tx: borrowing WriteTx
    ) throws {
        let wantsDetails = try wantsBankDetails(found, in: tx.reading)
        try tellAgreement(.offer, found, in: tx) { words in
            var facts = further
            if wantsDetails { facts["bankDetails"] = "yes" }
            facts["amount"] = terms.amount.words
            facts["lapsesOn"] = words.words(lapsesOn)
            facts["agreement"] = text
            if asks {
                facts["assistance"] = "yes"
                facts["cap"] = found.rules.assistanceCap.words
            }
            return facts
        }
    }
}
