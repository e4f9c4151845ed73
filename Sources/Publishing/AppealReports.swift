import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// An appeal or complaint as its own group reads it: nothing of its end before a letter has told it.
public struct OwnAppeal: Sendable {
    public let kind: AppealKind
    public let grounds: String
    public let receivedAt: Instant
    /// Whether it was upheld and why, what follows, and what was awarded.
    public let told: (review: Appeal.Review, decision: Appeal.Decision?)?
}

/// An appeal or complaint as those read it who work on it.
public struct AppealReport: Sendable {
    public let appeal: Appeal
    public let round: Round
    public let summary: ApplicationSummary
    public let award: Award?
    public let paid: Money
    /// What the round has left.
    public let left: Money
    public let parts: [(person: PersonID, part: AppealPart)]
    public let emails: [PersonID: String]

    /// Whether this person took part in what it is about.
    public func tookPart(_ person: PersonID?) -> Bool {
        parts.contains { $0.person == person }
    }

    /// A row of `Listing.appeals`.
    public var row: [JSONValue] {
        Shape.row(appeal, organisation: summary.organisation, emails)
    }
}

extension Reports {
    /// A round's appeals and complaints, in the order they came.
    public func appeals(
        of key: String, as principal: Principal
    ) throws -> (round: Round, rows: [[JSONValue]]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            let groups = try applications.organisations(of: round.id, in: tx)
            let rows = try awards.appeals(of: round.id, in: tx).map { appeal in
                Shape.row(appeal, organisation: groups[appeal.application] ?? "", emails)
            }
            return (round, rows)
        }
    }

    /// One appeal or complaint, with who took part in what it is about.
    /// - Throws: `AppealProblem.unknown`.
    public func appeal(_ id: AppealID, as principal: Principal) throws -> AppealReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let appeal = try awards.appeal(id, in: tx)
            let parts = try awards.parts(in: id, tx)
            let award = try awards.award(of: appeal.application, in: tx)
            let people =
                parts.map(\.person) + [appeal.receivedBy]
                + [appeal.review?.reviewedBy, appeal.decision?.decidedBy].compactMap(\.self)
            return AppealReport(
                appeal: appeal, round: try rounds.round(appeal.round, in: tx),
                summary: try applications.summary(of: appeal.application, in: tx), award: award,
                paid: try award.map { try payments.paid(of: $0.id, in: tx) } ?? .zero,
                left: try ledger.balance(.allotted, of: appeal.round, in: tx), parts: parts,
                emails: try identity.emails(of: people, in: tx))
        }
    }

    func ownAppeals(
        about id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [OwnAppeal] {
        try awards.appeals(about: id, in: tx).filter(\.isFromGroup).map { appeal in
            var told: (review: Appeal.Review, decision: Appeal.Decision?)?
            if let review = appeal.review, let ended = appeal.endedAt {
                let settings: LetterSettings = try rounds.section(
                    .letters, of: appeal.round, in: tx)
                // A round that opened before there was this letter tells by this page alone.
                let hasLetter =
                    settings.templates[settings.language]?[LetterKind.appealOutcome.rawValue]
                    != nil
                let isTold = try correspondence.toldAt(
                    id, [.appealOutcome], since: ended, in: tx)
                if !hasLetter || isTold != nil { told = (review, appeal.decision) }
            }
            return OwnAppeal(
                kind: appeal.kind, grounds: appeal.grounds, receivedAt: appeal.receivedAt,
                told: told)
        }
    }

    /// The last day on which a group may appeal; nil where it may not, or not any more.
    func appealsUntil(
        _ summary: ApplicationSummary, told status: ApplicationStatus, in tx: borrowing ReadTx
    ) throws -> LocalDate? {
        let kinds: Set<LetterKind> =
            switch status {
            case .ineligible: [.ineligible]
            case .awarded: [.award, .partial]
            case .declined: [.decline]
            case .submitted, .eligible, .withdrawn: []
            }
        let again = try applications.redecision(of: summary.id, in: tx)
        guard
            let told = try again.map({
                try correspondence.toldAt(
                    summary.id, LetterKind.tellingAgain(fromReserve: $0.isFromReserve),
                    since: $0.at, in: tx)
            }) ?? correspondence.toldAt(summary.id, kinds, in: tx),
            let rules = try rounds.optionalSection(
                .appeals, of: try applications.detail(of: summary.id, in: tx).roundID,
                as: AppealRules.self, in: tx),
            let lastDay = rules.lastDay(after: told), LondonTime.date(tx.now) <= lastDay,
            try !awards.appeals(about: summary.id, in: tx).contains(where: { $0.kind == .appeal })
        else { return nil }
        return lastDay
    }
}

extension Shape {
    static func row(
        _ appeal: Appeal, organisation: String, _ emails: [PersonID: String]
    ) -> [JSONValue] {
        func email(_ person: PersonID?) -> JSONValue { .optional(person.flatMap { emails[$0] }) }
        return [
            .int(appeal.id.rawValue), .string("\(appeal.reference)"),
            .string(appeal.kind.rawValue), .string(appeal.status.rawValue),
            .string(organisation), .string(appeal.receivedAt.iso8601),
            .string(appeal.cameBy.rawValue), .bool(appeal.isFromGroup),
            .optional(appeal.lastDay), .optional(appeal.lateReason), .string(appeal.grounds),
            .optional(appeal.review?.outcome.rawValue), email(appeal.review?.reviewedBy),
            .optional(appeal.review?.reason), .optional(appeal.decision?.effect.rawValue),
            .optional(appeal.decision?.amount?.pence), email(appeal.decision?.decidedBy),
            .optional(appeal.decision?.reason),
        ]
    }
}
