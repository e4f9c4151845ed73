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
    /// What became of it, by its own name.
    public let outcome: ApplicationOutcome
}

extension ApplicationsModule {
    /// Everybody who ever applied, application by application, in the order they came.
    public func applicants(in tx: borrowing ReadTx) throws -> [Applicant] {
        try tx.list(
            """
            SELECT application.id, roundId, reference, organisation, organisationKey, status,
              submittedAt, kind, applicationListingEnd.applicationId IS NOT NULL
            FROM application JOIN applicationGroup ON applicationGroup.id = groupId
            LEFT JOIN applicationListing ON applicationListing.applicationId = application.id
            LEFT JOIN applicationListingEnd
              ON applicationListingEnd.applicationId = application.id
            ORDER BY application.id
            """
        ) {
            let status = ApplicationStatus(rawValue: $0[5]) ?? .submitted
            return Applicant(
                application: ApplicationID($0[0]), round: RoundID($0[1]),
                reference: Reference(stored: $0[2]), name: $0[3], organisation: $0[4],
                status: status, submittedAt: Instant(milliseconds: $0[6]),
                outcome: ApplicationOutcome(
                    status, listed: ($0[7] as String?).flatMap(ListedKind.init),
                    hasLeft: $0[8]))
        }
    }
}
