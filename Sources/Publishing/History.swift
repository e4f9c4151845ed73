import Applications
import Assessment
import Awards
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// A row of the audit trail with names for its ids.
public struct HistoryRow: Sendable {
    public let sequence: Int64
    public let at: Instant
    /// An address, or what else acted.
    public let actor: String
    /// Stands for anybody who applies.
    public static let applicant = "applicant"
    public let action: String
    /// A reference or a round where it is about one.
    public let subject: String
}

extension Reports {
    /// What is written of a person who has, or had, a role.
    private static let staffActions: Set<String> = ["person.roles", "person.retirement"]

    /// Who did what when, the newest first.
    ///
    /// - Parameter before: where a page before this one left off.
    public func history(
        before: Int64?, limit: Int, as principal: Principal
    ) throws -> [HistoryRow] {
        try principal.require(.officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            try tx.auditRows(before: before, limit: limit).map { try historyRow($0, in: tx) }
        }
    }

    /// The address of somebody who works for the fund; of those who apply, only that they do.
    private func name(of person: PersonID, in tx: borrowing ReadTx) throws -> String {
        let email = try identity.email(of: person, in: tx)
        let known = try identity.person(email, in: tx)
        if !(known?.roles.isEmpty ?? true) { return email }
        // Who worked for the fund once is named as they were then.
        let entries = try tx.auditRows(about: "person:\(person.rawValue)", limit: 200)
        let wasStaff = entries.contains { Self.staffActions.contains($0.action) }
        return wasStaff ? email : HistoryRow.applicant
    }

    private func reference(of id: ApplicationID, in tx: borrowing ReadTx) throws -> String {
        "\(try applications.summary(of: id, in: tx).reference)"
    }

    func historyRow(_ row: AuditRow, in tx: borrowing ReadTx) throws -> HistoryRow {
        let first = row.actor.prefix { $0 != " " }
        var actor = String(first)
        if first.hasPrefix("person:"), let id = Int64(first.dropFirst(7)) {
            actor = try name(of: PersonID(id), in: tx)
        }
        var subject = row.subject
        let parts = row.subject.split(separator: ":")
        if parts.count == 2, let id = Int64(parts[1]) {
            switch parts[0] {
            case "application":
                subject =
                    "\(try applications.summary(of: ApplicationID(id), in: tx).reference)"
            case "round": subject = try rounds.round(RoundID(id), in: tx).key
            case "letter":
                let application = try correspondence.application(of: LetterID(id), in: tx)
                subject = try application.map { try reference(of: $0, in: tx) } ?? ""
            case "instalment":
                let application = try payments.application(ofInstalment: id, in: tx)
                subject = try application.map { try reference(of: $0, in: tx) } ?? ""
            case "award":
                let application = try awards.application(of: AwardID(id), in: tx)
                subject = try application.map { try reference(of: $0, in: tx) } ?? ""
            case "proposal":
                if let (round, number) = try awards.number(of: ProposalID(id), in: tx) {
                    subject = "\(try rounds.round(round, in: tx).key) – \(number)"
                }
            // Numbers that people meet nowhere else; whose score it was is not for this page.
            case "score", "draft", "decision", "ledgerEntry", "token", "signIn", "session",
                "paymentRun":
                subject = ""
            case "person": subject = try name(of: PersonID(id), in: tx)
            default: break
            }
        }
        return HistoryRow(
            sequence: row.sequence, at: row.at, actor: actor, action: row.action,
            subject: subject)
    }
}
