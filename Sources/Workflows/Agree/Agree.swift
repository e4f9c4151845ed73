import Applications
import Awards
import Correspondence
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

/// An award of a round that has agreements, with what it takes to go on with it.
struct AgreementCase {
    let application: ApplicationID
    let reference: Reference
    let round: RoundID
    let award: Award
    let agreement: Agreement
    let rules: AgreementRules

    /// - Throws: `AgreementProblem` where nothing waits for an answer.
    var open: AgreementVersion {
        get throws {
            guard !agreement.isClosed else {
                throw AgreementProblem.closed(reference: "\(reference)")
            }
            guard let open = agreement.open else {
                throw agreement.versions.isEmpty
                    ? AgreementProblem.notOffered(reference: "\(reference)")
                    : AgreementProblem.nothingOpen(reference: "\(reference)")
            }
            return open
        }
    }
}

/// What finding one's way to an agreement, moving its money and telling its group have in common.
extension Workflows {
    /// An award for those who work on it: an officer's own application is not theirs to judge.
    func agreementCase(_ typed: String, in tx: borrowing WriteTx) throws -> AgreementCase {
        let found = try applications.find(typed, in: tx.reading)
        try refuseOwn(found.id, in: tx)
        return try agreementCase(found.id, found.reference, found.round, in: tx.reading)
    }

    /// An award for whoever asks: a person of the group, or an officer.
    /// - Returns: the case, and whether a person of the group asks.
    func ownAgreementCase(
        _ typed: String, in tx: borrowing WriteTx
    ) throws -> (found: AgreementCase, isByGroup: Bool) {
        let (id, reference, round) = try own(typed, as: tx.principal, in: tx.reading)
        let isByGroup = try isApplicant(tx.principal, of: id, in: tx.reading)
        return (try agreementCase(id, reference, round, in: tx.reading), isByGroup)
    }

    func agreementCase(
        _ id: ApplicationID, _ reference: Reference, _ round: RoundID, in tx: borrowing ReadTx
    ) throws -> AgreementCase {
        guard try awards.needsAgreement(round, in: tx) else {
            throw AgreementProblem.off(round: try rounds.round(round, in: tx).key)
        }
        guard let award = try awards.award(of: id, in: tx) else {
            throw AgreementProblem.noAward(reference: "\(reference)")
        }
        return AgreementCase(
            application: id, reference: reference, round: round, award: award,
            agreement: try awards.agreement(of: award.id, in: tx),
            rules: try rounds.section(.agreement, of: round, in: tx))
    }

    // MARK: Money

    /// Takes what a version does not need from what is set aside, back to the round.
    func giveBack(
        _ amount: Money, by version: AgreementVersionID, _ found: AgreementCase, isAgreed: Bool,
        in tx: borrowing WriteTx
    ) throws {
        guard amount > .zero else { return }
        let entry = try ledger.reduce(
            amount, of: found.application, in: found.round, isAgreed: isAgreed, in: tx)
        try awards.recordMovement(-amount.pence, by: version, entry: entry, in: tx)
    }

    /// A version came to nothing: what it alone needed goes back; where no other version is left,
    /// everything does.
    ///
    /// - Returns: what went back, where that was everything.
    @discardableResult
    func close(
        _ version: AgreementVersion, _ found: AgreementCase, _ kind: OfferEndKind,
        isByGroup: Bool, reason: String?, in tx: borrowing WriteTx
    ) throws -> Money? {
        try awards.end(
            version, of: found.award, kind, isByGroup: isByGroup, reason: reason, in: tx)
        let rest = try awards.agreement(of: found.award.id, in: tx.reading)
        guard let present = rest.present else {
            return try closeAll(found, kind, isByGroup: isByGroup, reason: reason, in: tx)
        }
        try giveBack(
            rest.held - present.terms.amount, by: version.id, found, isAgreed: rest.agreed != nil,
            in: tx)
        return nil
    }

    /// Gives everything back that was set aside and that nobody agreed to.
    func closeAll(
        _ found: AgreementCase, _ kind: OfferEndKind, isByGroup: Bool, reason: String?,
        in tx: borrowing WriteTx
    ) throws -> Money {
        let held = try awards.held(found.award.id, in: tx.reading)
        let entry =
            kind == .lapsed
            ? try ledger.lapse(held, of: found.application, in: found.round, in: tx)
            : try ledger.withdraw(held, of: found.application, in: found.round, in: tx)
        try awards.end(
            found.award, kind, isByGroup: isByGroup, reason: reason, held: held, paid: .zero,
            entry: entry, in: tx)
        return held
    }

    // MARK: Telling

    /// Whether the group is to give its bank details next: the round asks for them, and it has not.
    func wantsBankDetails(_ found: AgreementCase, in tx: borrowing ReadTx) throws -> Bool {
        try rounds.controls(of: found.round, in: tx).has(.bankVerification)
            && payments.newestPayee(of: found.application, in: tx) == nil
    }

    /// Queues a letter about an agreement, where the round has letters of this kind.
    func tellAgreement(
        _ kind: LetterKind, _ found: AgreementCase, in tx: borrowing WriteTx,
        _ facts: (TextCatalogue) -> [String: String]
    ) throws {
        let settings: LetterSettings = try rounds.section(
            .letters, of: found.round, in: tx.reading)
        guard settings.templates[settings.language]?[kind.rawValue] != nil else { return }
        try queueLetter(
            kind, to: found.application, round: found.round, settings: settings, in: tx
        ) { OwnFacts(particular: facts($0)) }
    }
}
