import Applications
import Commissioning
import FundCore
import FundStore
import Identity

/// A group that was given help, and what became of it.
public struct SupportedGroup: Sendable {
    public enum Standing: String, Sendable, CaseIterable {
        /// It came and has not applied since.
        case notApplied
        case applied, awarded
    }

    public let group: String
    public let organisation: String?
    public let times: Int
    public let minutes: Int64
    public let first: String
    public let last: String
    /// Its applications from the first day of help on.
    public let applications: [Applicant]

    public var standing: Standing {
        if applications.contains(where: { $0.status == .awarded }) { return .awarded }
        return applications.isEmpty ? .notApplied : .applied
    }

    /// A row of `Listing.supportedGroups`.
    public var row: [JSONValue] {
        [
            .string(group), .optional(organisation), .int(times), .int(minutes), .string(first),
            .string(last), .array(applications.map { .string("\($0.reference)") }),
            .string(standing.rawValue),
        ]
    }
}

/// All help that was given, and the groups that it was given to.
public struct SupportReport: Sendable {
    public let support: [GroupSupport]
    /// Those that came and did not apply first, then by name.
    public let groups: [SupportedGroup]
    public let emails: [PersonID: String]

    public func count(_ standing: SupportedGroup.Standing) -> Int {
        groups.count { $0.standing == standing }
    }

    /// Rows of `Listing.support`.
    public var rows: [[JSONValue]] {
        support.map { each in
            [
                .int(each.id.rawValue), .string(each.on), .string(each.kind.rawValue),
                .string(each.group), .optional(each.organisation),
                .optional(each.givenBy ?? emails[each.author]), .int(each.minutes),
                .string(each.about), .optional(each.withdrawnBecause),
            ]
        }
    }
}

extension Listing {
    public static let support = Listing([
        Column("number", .plain), Column("day", .plain),
        Column("kind", .plain, said: "support-kind"),
        Column("group", .text), Column("organisation", .text, inTable: false),
        Column("givenBy", .text), Column("minutes", .plain),
        Column("about", .text, heading: "supportAbout"),
        Column("withdrawnBecause", .text),
    ])

    public static let supportedGroups = Listing([
        Column("group", .text), Column("organisation", .text, inTable: false),
        Column("times", .plain), Column("minutes", .plain), Column("first", .plain),
        Column("last", .plain), Column("applications", .plain),
        Column("standing", .plain, said: "support-standing"),
    ])
}

extension Reports {
    /// Help that was given to groups, who of them applied after it, and who was awarded money.
    ///
    /// A group is told by its organisation identifier, or else by its name as it was written.
    public func supportReport(as principal: Principal) throws -> SupportReport {
        try principal.require(.officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let support = try commissioning.support(in: tx)
            let known = KnownApplicants(try applications.applicants(in: tx))
            let standing = support.filter { !$0.isWithdrawn }
            let groups = Dictionary(grouping: standing) {
                $0.organisation ?? $0.group.foldedName
            }.values.compactMap { given -> SupportedGroup? in
                guard let latest = given.first, let earliest = given.last else { return nil }
                let own = known.applications(of: latest.organisation, named: latest.group)
                return SupportedGroup(
                    group: latest.group, organisation: latest.organisation, times: given.count,
                    minutes: given.reduce(0) { $0 + $1.minutes }, first: earliest.on,
                    last: latest.on,
                    applications: own.filter {
                        "\(LondonTime.date($0.submittedAt))" >= earliest.on
                    })
            }
            let order = SupportedGroup.Standing.allCases
            return SupportReport(
                support: support,
                groups: groups.sorted {
                    let (left, right) = (
                        order.firstIndex(of: $0.standing) ?? 0,
                        order.firstIndex(of: $1.standing) ?? 0
                    )
                    return (left, $0.group.foldedName, $0.first)
                        < (right, $1.group.foldedName, $1.first)
                }, emails: try identity.emails(of: support.map(\.author), in: tx))
        }
    }
}
