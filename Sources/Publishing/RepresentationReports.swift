import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// Who is not represented on a round's panels, beside their share of the people in the area.
public struct RepresentationReport: Sendable {
    public let round: Round
    /// What stands; nil where nobody has said anything.
    public let standing: Representation?
    /// The share of people in the area, in percent, by community, as far as it is known.
    public let shares: [String: IndicatorValue]
    public let emails: [PersonID: String]

    public var json: JSONValue {
        .object([
            ("round", .string(round.key)), ("version", .optional(standing?.version)),
            ("answered", .optional(standing?.answered)), ("saidOn", .optional(standing?.on)),
            (
                "notRepresented",
                .array(
                    (standing?.missing ?? []).map {
                        .object([
                            ("community", .string($0)), ("sharePercent", .figure(shares[$0])),
                        ])
                    })
            ),
        ])
    }
}

extension Reports {
    /// - Throws: as the round's other reports where there is no such round.
    public func representation(
        of key: String, _ areas: AreaRules, as principal: Principal
    ) throws -> RepresentationReport {
        try principal.require(.officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let standing = try commissioning.representation(of: round.id, in: tx)
            var shares: [String: IndicatorValue] = [:]
            for (community, share) in areas.shares {
                switch share {
                case .percent(let value): shares[community] = value
                case .indicator(let indicator):
                    shares[community] = try commissioning.latestPoints(of: indicator, in: tx)?
                        .latest.whole
                }
            }
            return RepresentationReport(
                round: round, standing: standing, shares: shares,
                emails: try identity.emails(
                    of: [standing?.author].compactMap(\.self), in: tx))
        }
    }
}
