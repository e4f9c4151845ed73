import Applications
import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// The words by which an award is published, and what its group wrote.
public struct PublicWordsReport: Sendable {
    public let reference: String
    public let round: String
    /// As the group wrote them.
    public let title: String
    public let summary: String
    public let organisation: String
    /// The newest first.
    public let written: [PublicWords]
    public let emails: [PersonID: String]

    /// The number of the newest; 0 where nobody wrote any.
    public var last: Int64 { written.first?.number ?? 0 }

    /// Rows of `Listing.publicWords`.
    public var rows: [[JSONValue]] {
        written.map {
            [
                .int($0.number), .optional($0.title), .optional($0.summary), .optional($0.name),
                .string($0.reason), .string(emails[$0.by] ?? ""), .string($0.at.iso8601),
                .optional($0.recipient?.rawValue),
            ]
        }
    }
}

extension Listing {
    public static let publicWords = Listing([
        Column("number", .plain), Column("title", .text), Column("summary", .text),
        Column("name", .text), Column("reason", .text), Column("writtenBy", .text),
        Column("writtenAt", .plain), Column("recipient", .plain, said: "recipient-kind"),
    ])
}

extension Reports {
    /// The public words of an award.
    /// - Throws: `ApplicationsProblem`, `ReturnProblem.noAward` where there is no such award.
    public func publicWords(
        of typed: String, as principal: Principal
    ) throws -> PublicWordsReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let (id, reference, round) = try applications.find(typed, in: tx)
            guard let award = try awards.award(of: id, in: tx) else {
                throw ReturnProblem.noAward(reference: "\(reference)")
            }
            let detail = try applications.detail(of: id, in: tx)
            let written = try awards.publicWords(of: award.id, in: tx)
            return PublicWordsReport(
                reference: "\(reference)", round: try rounds.round(round, in: tx).key,
                title: detail.summary.title, summary: detail.summaryText,
                organisation: detail.summary.organisation, written: written,
                emails: try identity.emails(of: written.map(\.by), in: tx))
        }
    }
}
