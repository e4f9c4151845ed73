import Applications
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
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
    private static let staffActions = ["person.roles", "person.retirement"]

    /// Who did what when, the newest first.
    ///
    /// - Parameter before: where a page before this one left off.
    public func history(
        before: Int64?, limit: Int, as principal: Principal
    ) throws -> [HistoryRow] {
        try principal.require(.officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            // When others score, and how often, is not for those who score themselves.
            try refuseSealedAnywhere(principal, in: tx)
            return try historyRows(try tx.auditRows(before: before, limit: limit), in: tx)
        }
    }

    /// The address of somebody who works for the fund; of those who apply, only that they do.
    private func name(of person: PersonID, in tx: borrowing ReadTx) throws -> String {
        let email = try identity.email(of: person, in: tx)
        let known = try identity.person(email, in: tx)
        if !(known?.roles.isEmpty ?? true) { return email }
        // Who worked for the fund once is named as they were then.
        let wasStaff = try tx.hasAuditRow(
            about: "person:\(person.rawValue)", actions: Self.staffActions)
        return wasStaff ? email : HistoryRow.applicant
    }

    /// Rows with names for their ids; each id is looked up once.
    func historyRows(_ rows: [AuditRow], in tx: borrowing ReadTx) throws -> [HistoryRow] {
        var known: [String: String] = [:]
        var found: [HistoryRow] = []
        for row in rows {
            var names: [String] = []
            for text in [String(row.actor.prefix { $0 != " " }), row.subject] {
                let name = try known[text] ?? words(about: text, in: tx)
                known[text] = name
                names.append(name)
            }
            found.append(
                HistoryRow(
                    sequence: row.sequence, at: row.at, actor: names[0], action: row.action,
                    subject: names[1]))
        }
        return found
    }

    /// What people call `application:12`; empty for numbers that they meet nowhere else.
    private func words(about text: String, in tx: borrowing ReadTx) throws -> String {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let id = Int64(parts[1]) else { return text }
        var application: ApplicationID?
        switch parts[0] {
        case "person": return try name(of: PersonID(id), in: tx)
        case "round": return try rounds.round(RoundID(id), in: tx).key
        case "proposal":
            guard let (round, number) = try awards.number(of: ProposalID(id), in: tx) else {
                return ""
            }
            return "\(try rounds.round(round, in: tx).key) – \(number)"
        case "application": application = ApplicationID(id)
        case "letter": application = try correspondence.application(of: LetterID(id), in: tx)
        case "instalment": application = try payments.application(ofInstalment: id, in: tx)
        case "award": application = try awards.application(of: AwardID(id), in: tx)
        // Whose score it was is not for this page.
        case "score", "draft", "decision", "ledgerEntry", "token", "signIn", "session",
            "paymentRun":
            return ""
        default: return text
        }
        guard let application else { return "" }
        return "\(try applications.summary(of: application, in: tx).reference)"
    }
}
