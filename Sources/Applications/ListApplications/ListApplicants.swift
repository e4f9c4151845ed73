import FundCore
import FundStore
import GRDB

/// An application as somebody's who applied: who they are, and what became of it.
public struct Applicant: Sendable {
    public let application: ApplicationID
    public let round: RoundID
    public let reference: Reference
    public let name: String
    /// The organisation identifier; nil for a group without a registration.
    public let organisation: String?
    public let status: ApplicationStatus
    public let submittedAt: Instant
}

extension ApplicationsModule {
    /// Everybody who ever applied, application by application, in the order they came.
    public func applicants(in tx: borrowing ReadTx) throws -> [Applicant] {
        try tx.list(
            """
            SELECT application.id, roundId, reference, organisation, organisationKey, status,
              submittedAt
            FROM application JOIN applicationGroup ON applicationGroup.id = groupId
            ORDER BY application.id
            """
        ) {
            Applicant(
                application: ApplicationID($0[0]), round: RoundID($0[1]),
                reference: Reference(stored: $0[2]), name: $0[3], organisation: $0[4],
                status: ApplicationStatus(rawValue: $0[5]) ?? .submitted,
                submittedAt: Instant(milliseconds: $0[6]))
        }
    }
}
