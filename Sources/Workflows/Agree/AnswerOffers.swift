import Applications
import Awards
import Correspondence
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

/// What a group answers to its offer, and what an officer does about one that waits.
extension Workflows {
    /// Agrees to the version that waits: a person of the group on line, or an officer who records
    /// what was signed on paper. From then on the money is owed.
    ///
    /// - Throws: `InvalidInput`, `AgreementProblem`.
    public func acceptAgreement(
        _ typed: String, _ signing: AgreementSigning, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (found, isByGroup) = try ownAgreementCase(typed, in: tx)
            try requireRightHand(isByGroup: isByGroup, isOnPaper: signing.paper != nil, tx)
            let problems = AwardsModule.problems(in: signing)
            guard problems.isEmpty else { throw InvalidInput("acceptance", problems) }
            let version = try found.open
            guard signing.sha256 == version.sha256 else { throw AgreementProblem.textChanged }
            let paid = try payments.paid(of: found.award.id, in: tx.reading)
            let isFirst = found.agreement.agreed == nil
            try giveBack(
                found.agreement.held - version.terms.amount, by: version.id, found,
                isAgreed: !isFirst, in: tx)
            try awards.accept(version, of: found.award, signing, paid: paid, in: tx)
            let day = signing.paper?.signedOn ?? LondonTime.date(tx.now)
            if isFirst {
                try ledger.commit(
                    version.terms.amount, for: found.application, of: found.round, in: tx)
                try payments.recordAgreement(found.award.id, on: day, in: tx)
            } else {
                try payments.amend(found.award.id, to: version.terms.amount, in: tx)
            }
            let isAssistance = found.agreement.subsidy?.isEconomic == true
            let wantsDetails = try isFirst && wantsBankDetails(found, in: tx.reading)
            try tellAgreement(.agreed, found, in: tx) { words in
                var facts = [
                    "amount": version.terms.amount.words, "date": words.words(day),
                    "by": signing.name.trimmed,
                ]
                if !isFirst { facts["change"] = "yes" }
                if isAssistance { facts["assistance"] = "yes" }
                if wantsDetails { facts["bankDetails"] = "yes" }
                return facts
            }
        }
    }

    /// Confirms that minimal financial assistance stays under the cap: a person of the group on
    /// line, or an officer who records what the group wrote.
    ///
    /// - Parameter place: where the paper is; nil on line.
    public func confirmAssistance(
        _ typed: String, name: String, place: String?, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (found, isByGroup) = try ownAgreementCase(typed, in: tx)
            try requireRightHand(isByGroup: isByGroup, isOnPaper: place != nil, tx)
            try awards.confirm(
                try found.open, of: found.award, name: name, place: place,
                cap: found.rules.assistanceCap, in: tx)
        }
    }

    /// Declines the version that waits. Where it is a change, what stood before stands.
    ///
    /// - Parameter reason: optional.
    public func declineAgreement(
        _ typed: String, reason: String?, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (found, isByGroup) = try ownAgreementCase(typed, in: tx)
            guard isByGroup else { throw AccessProblem.roleMissing(needs: [.applicant]) }
            let version = try found.open
            let reason = try optionalWords(reason)
            let released = try close(
                version, found, .declined, isByGroup: true, reason: reason, in: tx)
            try tellEnd("declined", found, released: released, in: tx)
        }
    }

    /// Takes an offer back, or an award that is not offered yet: the group itself, or an officer.
    ///
    /// An officer who withdraws a change that waits withdraws that alone.
    public func withdrawAgreement(
        _ typed: String, reason: String, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (found, isByGroup) = try ownAgreementCase(typed, in: tx)
            if !isByGroup { try refuseOwn(found.application, in: tx) }
            guard !reason.trimmed.isEmpty else {
                throw InvalidInput("withdrawal", [FieldProblem("reason", "missing")])
            }
            let reason = try optionalWords(reason)
            guard !found.agreement.isClosed else {
                throw AgreementProblem.closed(reference: "\(found.reference)")
            }
            // Nobody hears that something is taken back before they hear that they were given it.
            guard try !found.agreement.versions.isEmpty || told(found, in: tx.reading) != nil
            else { throw AgreementProblem.untold(reference: "\(found.reference)") }
            var released: Money?
            if let open = found.agreement.open,
                !isByGroup && open.number > 1 || found.agreement.agreed != nil
            {
                released = try close(
                    open, found, .withdrawn, isByGroup: isByGroup, reason: reason, in: tx)
            } else {
                guard found.agreement.agreed == nil else {
                    throw AgreementProblem.agreedBefore(reference: "\(found.reference)")
                }
                for version in found.agreement.versions where version.isOpen {
                    try awards.end(
                        version, of: found.award, .withdrawn, isByGroup: isByGroup,
                        reason: reason, in: tx)
                }
                released = try closeAll(
                    found, .withdrawn, isByGroup: isByGroup, reason: reason, in: tx)
            }
            try tellEnd(
                "withdrawn", found, released: released, reason: isByGroup ? nil : reason, in: tx)
        }
    }

    /// Lapses every offer and change of a round whose last day is past.
    /// - Returns: which.
    public func lapseAgreements(
        round key: String, as principal: Principal
    ) throws -> [(reference: Reference, released: Money)] {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard try awards.needsAgreement(round.id, in: tx.reading) else {
                throw AgreementProblem.off(round: key)
            }
            let today = LondonTime.date(tx.now)
            var all: [Award] = []
            try awards.awards(of: round.id, in: tx.reading) { all.append($0) }
            var lapsed: [(reference: Reference, released: Money)] = []
            for award in all {
                var found = try agreementCase(
                    award.application, award.reference, round.id, in: tx.reading)
                let before = found.agreement.held
                var released: Money?
                var isAny = false
                while let open = found.agreement.open, open.isOverdue(on: today) {
                    isAny = true
                    released = try close(
                        open, found, .lapsed, isByGroup: false, reason: nil, in: tx)
                    found = try agreementCase(
                        award.application, award.reference, round.id, in: tx.reading)
                }
                guard isAny else { continue }
                try tellEnd("lapsed", found, released: released, in: tx)
                lapsed.append((award.reference, before - found.agreement.held))
            }
            return lapsed
        }
    }

    /// Gives a group longer to answer, and tells it.
    public func extendAgreement(
        _ typed: String, to day: LocalDate, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let found = try agreementCase(typed, in: tx)
            let version = try found.open
            try awards.extend(version, of: found.award, to: day, reason: reason, in: tx)
            try tellOffer(
                version.terms, version.text, lapsesOn: day, asks: version.asksConfirmation, found,
                ["extended": "yes"], in: tx)
        }
    }

    // MARK: Who, and telling

    /// On line the group acts for itself; on paper an officer records what it did.
    private func requireRightHand(
        isByGroup: Bool, isOnPaper: Bool, _ tx: borrowing WriteTx
    ) throws {
        if isOnPaper, isByGroup || !tx.principal.has(.officer) {
            throw AccessProblem.roleMissing(needs: [.officer])
        }
        if !isOnPaper, !isByGroup { throw AccessProblem.roleMissing(needs: [.applicant]) }
    }

    private func optionalWords(_ text: String?) throws -> String? {
        let text = text?.trimmed ?? ""
        guard text.unicodeScalars.count <= AwardsModule.greatestAgreementText else {
            throw InvalidInput(
                "reason",
                [
                    FieldProblem(
                        "reason", "too-long",
                        ["maximum": "\(AwardsModule.greatestAgreementText)"])
                ])
        }
        return text.isEmpty ? nil : text
    }

    /// - Parameter released: what went back where nothing is left; nil where only a change did not
    ///   come about.
    func tellEnd(
        _ what: String, _ found: AgreementCase, released: Money?, paid: Money = .zero,
        reason: String? = nil, in tx: borrowing WriteTx
    ) throws {
        try tellAgreement(.offerEnd, found, in: tx) { _ in
            var facts = [what: "yes"]
            facts["amount"] = found.agreement.current?.terms.amount.words
            facts["released"] = released?.words
            if released == nil { facts["change"] = "yes" }
            if paid > .zero { facts["paid"] = paid.words }
            facts["reason"] = reason
            return facts
        }
    }
}
