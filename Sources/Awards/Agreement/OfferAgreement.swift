import FundCore
import FundStore
import GRDB

/// What comes before an offer, and the offer itself.
extension AwardsModule {
    public static let greatestAgreementText = 5000

    /// Says whether what is paid for is an economic activity, and why. The last answer before the
    /// offer counts.
    /// - Throws: `InvalidInput`, `AgreementProblem.offeredBefore`.
    public func answerSubsidy(
        of award: Award, isEconomic: Bool, reason: String, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        let reason = try Self.agreementWords(reason, "reason")
        try refuseOffered(award, in: tx.reading)
        let id = try tx.insert(
            """
            INSERT INTO awardSubsidyAnswer (awardId, isEconomic, reason, answeredById, answeredAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                award.id.rawValue, isEconomic, reason, officer.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "subsidy.answer", "award:\(award.id.rawValue)",
            [("answer", .int(id)), ("isEconomic", .bool(isEconomic))])
    }

    /// Asks something of this group alone.
    /// - Throws: `InvalidInput`, `AgreementProblem.offeredBefore`.
    public func addCondition(
        _ text: String, to award: Award, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        let text = try Self.agreementWords(text, "condition", maximum: 1000)
        try refuseOffered(award, in: tx.reading)
        let id = try tx.insert(
            """
            INSERT INTO awardCondition (awardId, text, addedById, addedAt) VALUES (?, ?, ?, ?)
            """, [award.id.rawValue, text, officer.rawValue, tx.now.milliseconds])
        try tx.audit(
            "agreement.condition", "award:\(award.id.rawValue)", [("condition", .int(id))])
    }

    /// Takes a condition out again.
    ///
    /// - Parameter number: its place among those that there are, from 1.
    public func removeCondition(
        _ number: Int64, from award: Award, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        try refuseOffered(award, in: tx.reading)
        let conditions = try agreement(of: award.id, in: tx.reading).conditions
        guard (1...Int64(max(1, conditions.count))).contains(number), !conditions.isEmpty else {
            throw AgreementProblem.noCondition(number: number)
        }
        let id = conditions[Int(number) - 1].id
        try tx.execute(
            """
            INSERT INTO awardConditionRemoval (conditionId, removedById, removedAt)
            VALUES (?, ?, ?)
            """, [id, officer.rawValue, tx.now.milliseconds])
        try tx.audit(
            "agreement.condition-removal", "award:\(award.id.rawValue)", [("condition", .int(id))])
    }

    /// Offers a group terms, word for word.
    ///
    /// - Parameters:
    ///   - variation: the approved change that they come from; nil for the first offer.
    ///   - told: when its decision letter had told the group.
    ///   - paid: what was paid of the award so far.
    ///   - lapsesOn: the last day on which the group can accept.
    @discardableResult
    public func offer(
        _ terms: AgreementTerms, text: String, of award: Award, number: Int64,
        variation: AgreementVariationID? = nil, asksConfirmation: Bool, told: Instant,
        paid: Money, lapsesOn: LocalDate, in tx: borrowing WriteTx
    ) throws -> AgreementVersionID {
        let person = try tx.principal.require(.officer, .decisionMaker)
        guard terms.amount >= paid else { throw AgreementProblem.belowPaid(paid: paid) }
        let id = try tx.insert(
            """
            INSERT INTO awardVersion
              (awardId, number, variationId, amountPence, paidPence, startsOn, endsOn, purpose,
               text, sha256, asksConfirmation, toldAt, offeredById, offeredAt, offeredOn, lapsesOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.id.rawValue, number, variation?.rawValue, terms.amount.pence, paid.pence,
                "\(terms.startsOn)", "\(terms.endsOn)", terms.purpose, text,
                "\(SHA256Hex(of: text))", asksConfirmation, told.milliseconds, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))", "\(lapsesOn)",
            ])
        try tx.audit(
            "agreement.offer", "award:\(award.id.rawValue)",
            [
                ("version", .int(number)), ("amountPence", .int(terms.amount.pence)),
                ("sha256", .string("\(SHA256Hex(of: text))")),
            ])
        return AgreementVersionID(id)
    }

    private func refuseOffered(_ award: Award, in tx: borrowing ReadTx) throws {
        let agreement = try agreement(of: award.id, in: tx)
        guard agreement.versions.isEmpty, !agreement.isClosed else {
            throw AgreementProblem.offeredBefore(reference: "\(award.reference)")
        }
    }

    static func agreementWords(
        _ text: String, _ place: String, maximum: Int = greatestAgreementText
    ) throws -> String {
        let text = text.trimmed
        guard !text.isEmpty else {
            throw InvalidInput(place, [FieldProblem(place, "missing")])
        }
        guard text.unicodeScalars.count <= maximum else {
            throw InvalidInput(
                place, [FieldProblem(place, "too-long", ["maximum": "\(maximum)"])])
        }
        return text
    }
}
