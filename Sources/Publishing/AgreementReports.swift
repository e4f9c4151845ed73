import Applications
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// An award's offer and agreement, as those read it who have to do with it.
public struct AgreementReport: Sendable {
    public let round: Round
    public let summary: ApplicationSummary
    public let award: Award
    public let agreement: Agreement
    public let rules: AgreementRules
    public let paid: Money
    /// What the round has left; nothing that groups read.
    public let left: Money
    /// Who did what; empty for the group, which learns no addresses.
    public let emails: [PersonID: String]
    public let today: LocalDate
    /// Whether whoever asks is of the group.
    public let isOwn: Bool
    /// Whether the group is to give its bank details next: the round asks for them, and it has not.
    public let wantsBankDetails: Bool

    /// A row of `Listing.agreements`.
    public var row: [JSONValue] {
        let (current, open) = (agreement.current, agreement.open)
        return [
            .string("\(summary.reference)"), .string(summary.organisation),
            .string(agreement.state.name), .optional(current?.number),
            .int(award.endedOn == nil ? (current?.terms.amount ?? award.kept).pence : paid.pence),
            .int(paid.pence), .optional(current?.terms.startsOn.description),
            .optional(current?.terms.endsOn.description),
            .optional(agreement.versions.first?.offeredOn.description),
            .optional(open?.lapsesOn.description),
            .optional(agreement.agreed?.acceptance?.on.description),
            agreement.subsidy.map { .bool($0.isEconomic) } ?? .null,
            .optional(agreement.versions.last { $0.confirmation != nil }?.confirmation?.at.iso8601),
            .optional(agreement.request.map { $0.isEnd ? "end" : "change" }),
        ]
    }

    /// Everything, as `agreement show` and the door for programs have it.
    public var json: JSONValue {
        guard case .object(let members) = Listing.agreements.json(row) else { return .null }
        return .object(
            members + [
                (
                    "subsidy",
                    agreement.subsidy.map {
                        .object([
                            ("isEconomic", .bool($0.isEconomic)), ("reason", .string($0.reason)),
                            ("by", email($0.by)), ("at", .string($0.at.iso8601)),
                        ])
                    } ?? .null
                ),
                ("specialConditions", .array(agreement.conditions.map { .string($0.text) })),
                ("versions", .array(agreement.versions.map(json))),
                ("requests", .array(agreement.variations.map(json))),
                (
                    "end",
                    agreement.end.map {
                        .object([
                            ("state", .string($0.state.name)), ("on", .string("\($0.on)")),
                            ("byGroup", .bool($0.isByGroup)), ("reason", .optional($0.reason)),
                            ("paidPence", .int($0.paid.pence)),
                            ("releasedPence", .int($0.released.pence)), ("by", email($0.by)),
                        ])
                    } ?? .null
                ),
            ])
    }

    private func email(_ person: PersonID) -> JSONValue { .optional(emails[person]) }

    private func terms(_ terms: AgreementTerms) -> [(key: String, value: JSONValue)] {
        [
            ("amountPence", .int(terms.amount.pence)),
            ("startsOn", .string("\(terms.startsOn)")), ("endsOn", .string("\(terms.endsOn)")),
            ("purpose", .string(terms.purpose)),
        ]
    }

    private func json(_ version: AgreementVersion) -> JSONValue {
        .object(
            [("number", .int(version.number))] + terms(version.terms) + [
                ("offeredOn", .string("\(version.offeredOn)")),
                ("lapsesOn", .string("\(version.lapsesOn)")),
                ("sha256", .string(version.sha256)), ("text", .string(version.text)),
                ("asksConfirmation", .bool(version.asksConfirmation)),
                (
                    "confirmation",
                    version.confirmation.map {
                        .object([
                            ("name", .string($0.name)), ("capPence", .int($0.cap.pence)),
                            ("paperPlace", .optional($0.paperPlace)), ("by", email($0.by)),
                            ("at", .string($0.at.iso8601)),
                        ])
                    } ?? .null
                ),
                (
                    "acceptance",
                    version.acceptance.map {
                        .object([
                            ("name", .string($0.name)), ("role", .string($0.role)),
                            ("on", .string("\($0.on)")), ("sha256", .string($0.sha256)),
                            ("paperPlace", .optional($0.paper?.place)),
                            ("paperReason", .optional($0.paper?.reason)),
                            ("recordedBy", email($0.recordedBy)),
                        ])
                    } ?? .null
                ),
                (
                    "end",
                    version.end.map {
                        .object([
                            ("kind", .string($0.kind.rawValue)), ("byGroup", .bool($0.isByGroup)),
                            ("reason", .optional($0.reason)), ("at", .string($0.at.iso8601)),
                        ])
                    } ?? .null
                ),
            ])
    }

    private func json(_ request: AgreementVariation) -> JSONValue {
        .object([
            ("kind", .string(request.isEnd ? "end" : "change")),
            ("terms", request.terms.map { .object(terms($0)) } ?? .null),
            ("reason", .string(request.reason)), ("fromGroup", .bool(request.isFromGroup)),
            ("askedBy", email(request.askedBy)), ("askedAt", .string(request.askedAt.iso8601)),
            ("isApproved", request.decision.map { .bool($0.isApproved) } ?? .null),
            ("decidedBy", request.decision.map { email($0.by) } ?? .null),
            ("decisionReason", .optional(request.decision?.reason)),
        ])
    }
}

extension Reports {
    /// A round's awards with how each stands, in the order of their ranks.
    public func agreements(
        of key: String, as principal: Principal
    ) throws -> (round: Round, reports: [AgreementReport]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard try awards.needsAgreement(round.id, in: tx) else {
                throw AgreementProblem.off(round: key)
            }
            var all: [Award] = []
            try awards.awards(of: round.id, in: tx) { all.append($0) }
            return (
                round,
                try all.map {
                    try agreement(of: $0, round: round, emails: [:], isOwn: false, in: tx)
                }
            )
        }
    }

    /// Whether a round has agreements at all.
    public func hasAgreements(_ key: String) throws -> Bool {
        try store.read { tx in
            try awards.needsAgreement(try rounds.round(key, in: tx).id, in: tx)
        }
    }

    /// One award, for those who work on it and for its own group once it is offered.
    public func agreement(
        _ typed: String, as principal: Principal
    ) throws -> AgreementReport {
        try principal.requireOperator(
            or: .officer, .decisionMaker, .finance, .auditor, .applicant)
        return try store.read { tx in
            let isStaff =
                principal.personID == nil
                || [.officer, .decisionMaker, .finance, .auditor].contains(where: principal.has)
            let found = try applications.find(typed, in: tx)
            if !isStaff, let person = principal.personID {
                _ = try find(typed, ownedBy: person, in: tx)
            }
            let round = try rounds.round(found.round, in: tx)
            guard try awards.needsAgreement(round.id, in: tx) else {
                throw AgreementProblem.off(round: round.key)
            }
            guard let award = try awards.award(of: found.id, in: tx) else {
                throw AgreementProblem.noAward(reference: "\(found.reference)")
            }
            let report = try agreement(
                of: award, round: round, emails: isStaff ? try identity.emails(in: tx) : [:],
                isOwn: try principal.personID.map {
                    try applications.isOwner($0, of: found.id, in: tx)
                } ?? false, in: tx)
            // Nothing of an award is told before its letter has left, which comes before an offer.
            guard isStaff || !report.agreement.versions.isEmpty else {
                throw AgreementProblem.notOffered(reference: "\(found.reference)")
            }
            return report
        }
    }

    private func agreement(
        of award: Award, round: Round, emails: [PersonID: String], isOwn: Bool,
        in tx: borrowing ReadTx
    ) throws -> AgreementReport {
        AgreementReport(
            round: round, summary: try applications.summary(of: award.application, in: tx),
            award: award, agreement: try awards.agreement(of: award.id, in: tx),
            rules: try rounds.section(.agreement, of: round.id, in: tx),
            paid: try payments.paid(of: award.id, in: tx),
            left: try ledger.balance(.allotted, of: round.id, in: tx), emails: emails,
            today: LondonTime.date(tx.now), isOwn: isOwn,
            wantsBankDetails: try rounds.controls(of: round.id, in: tx).has(.bankVerification)
                && payments.newestPayee(of: award.application, in: tx) == nil)
    }

    /// Whether an application has an offer or agreement to read.
    func hasOffer(_ id: ApplicationID, in tx: borrowing ReadTx) throws -> Bool {
        guard let award = try awards.award(of: id, in: tx) else { return false }
        return try !awards.agreement(of: award.id, in: tx).versions.isEmpty
    }

    /// What waits in a round's offers and agreements for whoever asks.
    func waitingAgreements(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard round.status == .decided, try awards.needsAgreement(round.id, in: tx) else {
            return []
        }
        var found: [Waiting] = []
        if principal.has(.officer) {
            let ready = try awards.unoffered(of: round.id, in: tx).filter {
                try correspondence.toldAt($0, LetterKind.tellingAward, in: tx) != nil
            }
            if !ready.isEmpty { found.append(.offers(ready.count)) }
            let overdue = try awards.overdueCount(
                of: round.id, on: LondonTime.date(tx.now), in: tx)
            if overdue > 0 { found.append(.lapses(overdue)) }
        }
        if principal.has(.decisionMaker) {
            let count = try awards.requesters(of: round.id, in: tx)
                .count { $0 != principal.personID }
            if count > 0 { found.append(.variations(count)) }
        }
        return found
    }
}
