import FundCore
import FundStore
import GRDB

/// An application that has passed its checks, as other modules need to know it.
public struct EligibleApplication: Sendable {
    public let id: ApplicationID
    public let reference: Reference
    public let requested: Money
    public let minimum: Money
}

public enum EligibilityVerdict: Sendable {
    case eligible
    case ineligible(reason: String)
}

extension ApplicationsModule {
    /// An officer's judgement of one application. Passing it settles all that was found about it.
    ///
    /// - Returns: the application if it is eligible now, nil if it is not.
    /// - Throws: `ApplicationsProblem`.
    public func check(
        _ id: ApplicationID, _ verdict: EligibilityVerdict, in tx: borrowing WriteTx
    ) throws -> EligibleApplication? {
        let officer = try tx.principal.require(.officer)
        let summary = try summary(of: id, in: tx.reading)
        guard ![.awarded, .declined, .withdrawn].contains(summary.status) else {
            throw ApplicationsProblem.decided(
                reference: "\(summary.reference)", status: summary.status)
        }
        switch verdict {
        case .ineligible(let reason):
            guard !reason.trimmed.isEmpty else { throw ApplicationsProblem.reasonMissing }
            try record(id, eligible: false, reason: reason.trimmed, by: officer, in: tx)
            return nil
        case .eligible:
            guard let eligible = summary.eligible else {
                throw ApplicationsProblem.cannotBeEligible(
                    reference: "\(summary.reference)", findings: summary.gaps)
            }
            try tx.execute(
                """
                UPDATE applicationFinding SET resolvedAt = ?, resolvedById = ?
                WHERE applicationId = ? AND resolvedAt IS NULL
                """, [tx.now.milliseconds, officer.rawValue, id.rawValue])
            try record(id, eligible: true, reason: nil, by: officer, in: tx)
            return eligible
        }
    }

    /// Passes every application of the round that waits for its check and has no open blocking
    /// finding.
    public func checkAllClear(
        _ round: RoundID, in tx: borrowing WriteTx
    ) throws -> [EligibleApplication] {
        let officer = try tx.principal.require(.officer)
        let clear = try tx.reading.list(
            """
            \(ApplicationSummary.columns) WHERE roundId = ? AND status = 'submitted'
              AND NOT EXISTS (SELECT 1 FROM applicationFinding
                WHERE applicationId = application.id AND blocking = 1 AND resolvedAt IS NULL)
            ORDER BY id
            """, [round.rawValue], { ApplicationSummary($0).eligible }
        ).compactMap(\.self)
        for application in clear {
            try record(application.id, eligible: true, reason: nil, by: officer, in: tx)
        }
        return clear
    }

    /// How many of the round's applications stand at each status.
    public func counts(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationStatus: Int64] {
        var counts: [ApplicationStatus: Int64] = [:]
        try tx.forEach(
            "SELECT status, count FROM applicationTally WHERE roundId = ?",
            [round.rawValue]
        ) { row in
            if let status = ApplicationStatus(rawValue: row[0]) { counts[status] = row[1] }
        }
        return counts
    }

    private func record(
        _ id: ApplicationID, eligible: Bool, reason: String?, by officer: PersonID,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO applicationCheck (applicationId, eligible, reason, checkedById, checkedAt)
            VALUES (?, ?, ?, ?, ?)
            """, [id.rawValue, eligible, reason, officer.rawValue, tx.now.milliseconds])
        try tx.execute(
            "UPDATE application SET status = ? WHERE id = ?",
            [eligible ? "eligible" : "ineligible", id.rawValue])
        try tx.audit(
            "application.check", "application:\(id.rawValue)", [("eligible", .bool(eligible))])
    }
}

extension ApplicationSummary {
    /// The application as an eligible one, nil where something that an award needs is missing.
    fileprivate var eligible: EligibleApplication? {
        guard gaps.isEmpty, let requested, let minimum else { return nil }
        return EligibleApplication(
            id: id, reference: reference, requested: requested, minimum: minimum)
    }

    fileprivate var gaps: [FindingCode] {
        var gaps: [FindingCode] = []
        if organisation.isEmpty { gaps.append(.noName) }
        if title.isEmpty { gaps.append(.noTitle) }
        if requested ?? .zero <= .zero || minimum == nil { gaps.append(.noAmount) }
        return gaps
    }
}
