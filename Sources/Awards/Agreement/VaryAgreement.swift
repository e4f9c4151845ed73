import FundCore
import FundStore
import GRDB

/// Changes of an agreement, and its end: asked for by one person, decided by another.
extension AwardsModule {
    /// Asks for a change, or for the end of an agreement.
    ///
    /// - Parameter terms: what shall stand; nil for the end.
    @discardableResult
    public func ask(
        _ terms: AgreementTerms?, of award: Award, reason: String, isFromGroup: Bool,
        in tx: borrowing WriteTx
    ) throws -> AgreementVariationID {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let reason = try Self.agreementWords(reason, "reason")
        guard try !isClosed(award.id, in: tx.reading) else { throw AwardClosingProblem.closed }
        let agreement = try agreement(of: award.id, in: tx.reading)
        guard !agreement.isClosed else {
            throw AgreementProblem.closed(reference: "\(award.reference)")
        }
        guard let present = agreement.present else {
            throw AgreementProblem.notOffered(reference: "\(award.reference)")
        }
        guard agreement.request == nil,
            terms == nil || agreement.open == nil || present.number == 1
        else { throw AgreementProblem.variationOpen }
        if let terms {
            guard terms != present.terms else { throw AgreementProblem.unchanged }
            guard terms.endsOn >= terms.startsOn else {
                throw InvalidInput(
                    "variation",
                    [FieldProblem("endsOn", "before", ["other": "\(terms.startsOn)"])])
            }
            _ = try Self.agreementWords(terms.purpose, "purpose", maximum: 2000)
        } else if agreement.agreed == nil {
            throw AgreementProblem.notAgreed(reference: "\(award.reference)")
        }
        let id = try tx.insert(
            """
            INSERT INTO awardVariation
              (awardId, kind, amountPence, startsOn, endsOn, purpose, reason, isFromGroup,
               askedById, askedAt)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.id.rawValue, terms == nil ? "end" : "change", terms?.amount.pence,
                terms.map { "\($0.startsOn)" }, terms.map { "\($0.endsOn)" },
                terms?.purpose.trimmed, reason, isFromGroup, person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "variation.request", "award:\(award.id.rawValue)",
            [
                ("variation", .int(id)), ("kind", .string(terms == nil ? "end" : "change")),
                ("amountPence", .optional(terms?.amount.pence)),
            ])
        return AgreementVariationID(id)
    }

    /// Approves or refuses a request, as somebody else than who asked.
    public func decide(
        _ variation: AgreementVariation, of award: Award, isApproved: Bool, reason: String?,
        in tx: borrowing WriteTx
    ) throws {
        let decider = try tx.principal.require(.decisionMaker)
        guard decider != variation.askedBy else { throw AgreementProblem.approvedOwn }
        let reason =
            isApproved && (reason ?? "").trimmed.isEmpty
            ? nil : try Self.agreementWords(reason ?? "", "reason")
        try tx.execute(
            """
            INSERT INTO awardVariationDecision
              (variationId, isApproved, reason, askedById, decidedById, decidedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                variation.id.rawValue, isApproved, reason, variation.askedBy.rawValue,
                decider.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            isApproved ? "variation.approval" : "variation.refusal",
            "award:\(award.id.rawValue)", [("variation", .int(variation.id.rawValue))])
    }

    /// Notes what a variation added to what is set aside, or took from it.
    ///
    /// - Parameter entry: the ledger entry that moved it.
    public func recordMovement(
        _ pence: Int64, by version: AgreementVersionID, entry: LedgerEntryID,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            "INSERT INTO awardMovement (versionId, pence, entryId) VALUES (?, ?, ?)",
            [version.rawValue, pence, entry.rawValue])
    }
}
