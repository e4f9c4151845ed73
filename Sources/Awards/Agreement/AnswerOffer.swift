import FundCore
import FundStore
import GRDB

/// Who signs for a group, and to which words.
public struct AgreementSigning: Sendable {
    /// A paper that an officer records.
    public struct Paper: Sendable {
        public let signedOn: LocalDate
        /// Where it is kept.
        public let place: String
        /// Why it was not done on line.
        public let reason: String

        public init(signedOn: LocalDate, place: String, reason: String) {
            self.signedOn = signedOn
            self.place = place
            self.reason = reason
        }
    }

    public let name: String
    public let role: String
    public let isAuthorised: Bool
    /// Of the text that they read.
    public let sha256: String
    public let paper: Paper?

    public init(
        name: String, role: String, isAuthorised: Bool, sha256: String, paper: Paper? = nil
    ) {
        self.name = name
        self.role = role
        self.isAuthorised = isAuthorised
        self.sha256 = sha256
        self.paper = paper
    }
}

/// What a group answers, and what becomes of an offer that it does not answer.
extension AwardsModule {
    /// Everything that is missing in what somebody signs; nothing where it is whole.
    public static func problems(in signing: AgreementSigning) -> [FieldProblem] {
        func words(_ text: String, _ place: String, _ maximum: Int) -> [FieldProblem] {
            let text = text.trimmed
            if text.isEmpty { return [FieldProblem(place, "missing")] }
            return text.unicodeScalars.count > maximum
                ? [FieldProblem(place, "too-long", ["maximum": "\(maximum)"])] : []
        }
        return words(signing.name, "name", 200) + words(signing.role, "role", 200)
            + (signing.isAuthorised ? [] : [FieldProblem("authorised", "agreement-authorised")])
            + (signing.paper.map {
                words($0.place, "place", 500) + words($0.reason, "reason", greatestAgreementText)
            } ?? [])
    }

    /// Records that a group has agreed to a version.
    /// - Throws: `InvalidInput`, `AgreementProblem`.
    public func accept(
        _ version: AgreementVersion, of award: Award, _ signing: AgreementSigning, paid: Money,
        in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let today = LondonTime.date(tx.now)
        let day = signing.paper?.signedOn ?? today
        guard day <= version.lapsesOn else {
            throw AgreementProblem.late(lastDay: version.lapsesOn)
        }
        guard day >= version.offeredOn, day <= today else {
            throw InvalidInput(
                "acceptance",
                [
                    FieldProblem(
                        "signedOn", "agreement-signed-on",
                        ["from": "\(version.offeredOn)", "until": "\(today)"])
                ])
        }
        guard !version.asksConfirmation || version.confirmation != nil else {
            throw AgreementProblem.unconfirmed
        }
        guard person != version.offeredBy else { throw AgreementProblem.recorderOffered }
        guard version.terms.amount >= paid else { throw AgreementProblem.belowPaid(paid: paid) }
        try tx.execute(
            """
            INSERT INTO awardAcceptance
              (versionId, sha256, name, role, isAuthorised, acceptedOn, paperPlace, paperReason,
               paidPence, offeredById, recordedById, recordedAt, recordedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                version.id.rawValue, signing.sha256, signing.name.trimmed, signing.role.trimmed,
                signing.isAuthorised, "\(day)", signing.paper?.place.trimmed,
                signing.paper?.reason.trimmed, paid.pence, version.offeredBy.rawValue,
                person.rawValue, tx.now.milliseconds, "\(today)",
            ])
        try tx.audit(
            "agreement.acceptance", "award:\(award.id.rawValue)",
            [
                ("version", .int(version.number)), ("onPaper", .bool(signing.paper != nil)),
                ("sha256", .string(version.sha256)),
            ])
    }

    /// Records that a group stays under the cap of minimal financial assistance.
    ///
    /// - Parameter place: where the paper is; nil where the group confirmed on its page.
    public func confirm(
        _ version: AgreementVersion, of award: Award, name: String, place: String?, cap: Money,
        in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        guard version.asksConfirmation else { throw AgreementProblem.notAssistance }
        guard version.confirmation == nil else { throw AgreementProblem.confirmedBefore }
        try tx.execute(
            """
            INSERT INTO awardConfirmation
              (versionId, name, capPence, paperPlace, confirmedById, confirmedAt)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                version.id.rawValue, try Self.agreementWords(name, "name", maximum: 200),
                cap.pence,
                try place.map { try Self.agreementWords($0, "place", maximum: 500) },
                person.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "subsidy.confirmation", "award:\(award.id.rawValue)",
            [("version", .int(version.number)), ("capPence", .int(cap.pence))])
    }

    /// Gives a group longer to answer.
    public func extend(
        _ version: AgreementVersion, of award: Award, to day: LocalDate, reason: String,
        in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        let reason = try Self.agreementWords(reason, "reason")
        let latest = LondonTime.date(tx.now).adding(days: 366)
        guard day > version.lapsesOn, day >= LondonTime.date(tx.now), day <= latest else {
            throw InvalidInput(
                "extension",
                [
                    FieldProblem(
                        "until", "agreement-until",
                        ["after": "\(version.lapsesOn)", "latest": "\(latest)"])
                ])
        }
        try tx.execute(
            """
            INSERT INTO awardExtension (versionId, lapsesOn, reason, extendedById, extendedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                version.id.rawValue, "\(day)", reason, officer.rawValue, tx.now.milliseconds,
            ])
        try tx.audit(
            "agreement.extension", "award:\(award.id.rawValue)",
            [("version", .int(version.number)), ("until", .string("\(day)"))])
    }

    /// Says of a version that it came to nothing.
    public func end(
        _ version: AgreementVersion, of award: Award, _ kind: OfferEndKind, isByGroup: Bool,
        reason: String?, in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        try tx.execute(
            """
            INSERT INTO awardVersionEnd
              (versionId, kind, isByGroup, reason, endedById, endedAt, endedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                version.id.rawValue, kind.rawValue, isByGroup, reason, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "agreement.version-end", "award:\(award.id.rawValue)",
            [("version", .int(version.number)), ("kind", .string(kind.rawValue))])
    }

    /// Says of an award that nothing more comes of it.
    ///
    /// - Parameters:
    ///   - kind: nil for an agreement that ends.
    ///   - variation: the approved request that it ends.
    ///   - entry: what gave the rest back to the round; nil where nothing was left.
    public func end(
        _ award: Award, _ kind: OfferEndKind?, variation: AgreementVariationID? = nil,
        isByGroup: Bool, reason: String?, held: Money, paid: Money, entry: LedgerEntryID?,
        in tx: borrowing WriteTx
    ) throws {
        guard let person = tx.principal.personID else {
            throw AccessProblem.nobodyNamed(needs: [.applicant, .officer])
        }
        let released = held - paid
        try tx.execute(
            """
            INSERT INTO awardEnd
              (awardId, kind, variationId, isByGroup, reason, heldPence, paidPence,
               releasedPence, entryId, endedById, endedAt, endedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                award.id.rawValue, kind?.rawValue ?? "ended", variation?.rawValue, isByGroup,
                reason, held.pence, paid.pence, released.pence, entry?.rawValue, person.rawValue,
                tx.now.milliseconds, "\(LondonTime.date(tx.now))",
            ])
        try tx.audit(
            "agreement.end", "award:\(award.id.rawValue)",
            [
                ("kind", .string(kind?.rawValue ?? "ended")), ("paidPence", .int(paid.pence)),
                ("releasedPence", .int(released.pence)),
            ])
    }
}
