import FundCore
import FundStore
import GRDB

/// Who is to score each application of a round.
public struct ExpectedScorers: Sendable {
    /// Those assigned, by application; nil where the whole panel scores all.
    private let assigned: [Int64: [PersonID]]?
    private let panel: [PersonID]
    /// Who has no part in an application, and whether that is for an interest in it.
    private let out: [Int64: [PersonID: Bool]]

    init(
        assigned: [Int64: [PersonID]]?, panel: [PersonID], out: [Int64: [PersonID: Bool]]
    ) {
        self.assigned = assigned
        self.panel = panel
        self.out = out
    }

    public func members(for application: ApplicationID) -> [PersonID] {
        let all = assigned.map { $0[application.rawValue] ?? [] } ?? panel
        guard let gone = out[application.rawValue] else { return all }
        return all.filter { gone[$0] == nil }
    }

    func count(for application: ApplicationID) -> Int {
        guard out[application.rawValue] == nil else {
            return members(for: application).count
        }
        return assigned.map { ($0[application.rawValue] ?? []).count } ?? panel.count
    }

    /// Those who would score it, had they no interest in it.
    public func barred(from application: ApplicationID) -> [PersonID] {
        scorers(of: application, whereInterested: true)
    }

    /// Those who would score it, had they not stood down and left it behind.
    public func left(_ application: ApplicationID) -> [PersonID] {
        scorers(of: application, whereInterested: false)
    }

    /// Whether somebody has no part in an application for an interest in it, or left it behind; nil
    /// where neither is so.
    public func hasInterest(_ member: PersonID, in application: ApplicationID) -> Bool? {
        out[application.rawValue]?[member]
    }

    private func scorers(
        of application: ApplicationID, whereInterested isInterested: Bool
    ) -> [PersonID] {
        guard let gone = out[application.rawValue] else { return [] }
        let all = assigned.map { $0[application.rawValue] ?? [] } ?? panel
        return all.filter { gone[$0] == isInterested }
    }
}

extension AssessmentModule {
    /// Who is to score what in a round.
    ///
    /// - Parameter only: this application alone; nil for all of the round.
    public func expectedScorers(
        of round: RoundID, only: ApplicationID? = nil, in tx: borrowing ReadTx
    ) throws -> ExpectedScorers {
        var condition = "roundId = ?1"
        var arguments: StatementArguments = [round.rawValue]
        if let only {
            condition += " AND applicationId = ?2"
            arguments += [only.rawValue]
        }
        var out: [Int64: [PersonID: Bool]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, memberId, hasInterest FROM assessmentOut WHERE \(condition)
            """, arguments
        ) { out[$0[0], default: [:]][PersonID($0[1])] = $0[2] }
        var assigned: [Int64: [PersonID]]?
        if try asksAssignment(round, in: tx) {
            var found: [Int64: [PersonID]] = [:]
            try tx.forEach(
                """
                SELECT applicationId, memberId FROM assessmentAssignment WHERE \(condition)
                ORDER BY memberId
                """, arguments
            ) { found[$0[0], default: []].append(PersonID($0[1])) }
            assigned = found
        }
        return ExpectedScorers(
            assigned: assigned, panel: try panel(of: round, in: tx), out: out)
    }

    /// Whether members score only what they are assigned.
    func asksAssignment(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT asksAssignment FROM assessmentRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? false
    }
}
