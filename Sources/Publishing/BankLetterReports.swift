import Applications
import Correspondence
import FundCore
import FundStore
import Identity
import Rounds

/// A letter that says to a group that its bank details were entered or changed.
public struct BankLetter: Sendable {
    public enum State: String, Sendable, CaseIterable {
        /// To be printed and posted.
        case waiting
        /// Nobody knows an address of the group.
        case noAddress
        case posted
    }

    public let number: Int64
    public let reference: String
    public let organisation: String
    /// Whether it goes to an address that the group had before.
    public let isFormer: Bool
    public let queuedAt: Instant
    public let state: State
    /// Whether somebody has printed it.
    public let isPrinted: Bool
    public let postedAt: Instant?
    public let postedBy: String?

    /// As `Listing.bankLetters`.
    public var row: [JSONValue] {
        [
            .int(number), .string(reference), .string(organisation), .bool(isFormer),
            .string(state.rawValue), .string(queuedAt.iso8601), .optional(postedAt?.iso8601),
            .optional(postedBy),
        ]
    }
}

extension Reports {
    /// The letters of a round that tell groups of their bank details, in the order they came to be
    /// needed; without the addresses.
    public func bankLetters(of key: String, as principal: Principal) throws -> [BankLetter] {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let notices = try correspondence.paperNotices(of: round.id, in: tx)
            let emails = try identity.emails(of: notices.compactMap(\.posting?.by), in: tx)
            return try notices.map { notice in
                let summary = try applications.summary(of: notice.application, in: tx)
                let hasAddress =
                    try notice.address != nil
                    || applications.contact(of: notice.application, in: tx)?.address != nil
                return BankLetter(
                    number: notice.number, reference: "\(summary.reference)",
                    organisation: summary.organisation, isFormer: notice.isFormer,
                    queuedAt: notice.queuedAt,
                    state: notice.posting != nil ? .posted : hasAddress ? .waiting : .noAddress,
                    isPrinted: notice.isPrinted, postedAt: notice.posting?.at,
                    postedBy: notice.posting.flatMap { emails[$0.by] })
            }
        }
    }
}
