import Applications
import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// Who applied, to be found by who they are.
struct KnownApplicants {
    private var byKey: [String: [Applicant]] = [:]
    private var byName: [String: [Applicant]] = [:]

    init(_ applicants: [Applicant]) {
        for applicant in applicants {
            if let key = applicant.organisation { byKey[key, default: []].append(applicant) }
            byName[applicant.name.foldedName, default: []].append(applicant)
        }
    }

    /// The applications of an organisation: those with its identifier, and those with its name that
    /// do not have another's.
    func applications(of organisation: String?, named name: String) -> [Applicant] {
        let own = organisation.flatMap { byKey[$0] } ?? []
        let named = (byName[name.foldedName] ?? []).filter {
            organisation == nil || $0.organisation == nil
        }
        return (own + named).sorted { $0.application < $1.application }
    }
}

/// A provider, everything that was said of it, and its applications.
public struct ProviderShown: Sendable {
    public let provider: Provider
    public let earlier: [Provider]
    public let notes: [ProviderNote]
    public let applications: [Applicant]
    /// The keys of their rounds.
    public let rounds: [RoundID: String]
    public let emails: [PersonID: String]

    public var json: JSONValue {
        guard case .object(let members) = Listing.providers.json(provider.row(applications)) else {
            return .null
        }
        // The applications stand there themselves, and not how many they are.
        return .object(
            members.filter { $0.0 != "applications" } + [
                ("version", .int(provider.version)),
                ("endedBecause", .optional(provider.endedBecause)),
                (
                    "earlier",
                    .array(
                        earlier.map {
                            .object([
                                ("version", .int($0.version)), ("name", .string($0.entry.name)),
                                ("offers", .string($0.entry.offers)),
                                ("by", .optional(emails[$0.author])),
                                ("at", .string($0.at.iso8601)),
                            ])
                        })
                ),
                (
                    "notes",
                    .array(
                        notes.map {
                            .object([
                                ("day", .string($0.on)), ("agreed", .string($0.text)),
                                ("by", .optional(emails[$0.author])),
                                ("at", .string($0.at.iso8601)),
                            ])
                        })
                ),
                (
                    "applications",
                    .array(
                        applications.map {
                            .object([
                                ("reference", .string("\($0.reference)")),
                                ("round", .optional(rounds[$0.round])),
                                ("status", .string($0.status.rawValue)),
                            ])
                        })
                ),
            ])
    }
}

/// How many providers reach a community in a ward, and how many of them applied and were awarded.
public struct ProviderReach: Sendable {
    public enum Standing: String, Sendable, CaseIterable {
        case nobodyKnown, nobodyApplied, nobodyAwarded, reached
    }

    public let ward: AreaRules.Choice
    /// A community; or those that are open to everyone and made for nobody, which close no gap.
    public let community: AreaRules.Choice
    public let known: Int
    public let applied: Int
    public let awarded: Int

    public var standing: Standing {
        if known == 0 { return .nobodyKnown }
        if applied == 0 { return .nobodyApplied }
        return awarded == 0 ? .nobodyAwarded : .reached
    }

    /// A row of `Listing.providerGaps`.
    public var row: [JSONValue] {
        [
            .string(ward.key), .string(community.key), .int(known), .int(applied),
            .int(awarded), .string(standing.rawValue),
        ]
    }
}

extension Provider {
    /// A row of `Listing.providers`.
    func row(_ applications: [Applicant]) -> [JSONValue] {
        [
            .int(id.rawValue), .string(entry.name), .string(entry.kind.rawValue),
            .array(entry.wards.map { .string($0) }),
            .array(entry.communities.map { .string($0) }), .string(entry.offers),
            .optional(entry.contact), .optional(entry.organisation),
            .int(applications.count), .int(applications.count { $0.status == .awarded }),
        ]
    }

    /// A row of `Listing.providerFile`.
    fileprivate var fileRow: [JSONValue] {
        [
            .string(entry.name), .string(entry.kind.rawValue),
            .string(entry.wards.joined(separator: "; ")),
            .string(entry.communities.joined(separator: "; ")), .string(entry.offers),
            .string(entry.contact ?? ""), .string(entry.organisation ?? ""),
        ]
    }
}

extension ProvidersTaken {
    public var json: JSONValue {
        .object([
            ("added", .int(added)), ("changed", .int(changed)), ("unchanged", .int(unchanged)),
        ])
    }
}

extension Listing {
    public static let providers = Listing([
        Column("number", .plain), Column("name", .text),
        Column("kind", .plain, said: "provider-kind"),
        Column("wards", .plain), Column("communities", .plain), Column("offers", .text),
        Column("contact", .text, inTable: false), Column("organisation", .text, inTable: false),
        Column("applications", .plain), Column("awards", .plain),
    ])

    /// What `provider import` takes.
    public static let providerFile = Listing([
        Column("name", .text), Column("kind", .plain), Column("wards", .plain),
        Column("communities", .plain), Column("offers", .text), Column("contact", .text),
        Column("organisation", .text),
    ])

    public static let providerGaps = Listing([
        Column("ward", .plain), Column("community", .plain), Column("known", .plain),
        Column("applied", .plain), Column("awarded", .plain),
        Column("standing", .plain, said: "provider-gap"),
    ])
}

extension Reports {
    /// The register, each with how many applications are its own and how many were awarded.
    ///
    /// - Parameters:
    ///   - ward: only those that work in it.
    ///   - community: only those that reach it.
    public func providers(
        ward: String? = nil, community: String? = nil, _ areas: AreaRules,
        as principal: Principal
    ) throws -> [(provider: Provider, row: [JSONValue])] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try areas.check(ward: ward, community: community)
        return try store.read { tx in
            let known = KnownApplicants(try applications.applicants(in: tx))
            return try commissioning.providers(in: tx).filter { provider in
                (ward.map { provider.entry.works(in: $0) } ?? true)
                    && (community.map { provider.entry.communities.contains($0) } ?? true)
            }.map { provider in
                let own = known.applications(
                    of: provider.entry.organisation, named: provider.entry.name)
                return (provider, provider.row(own))
            }
        }
    }

    /// The register as a file that can be taken in again.
    public func providerFile(as principal: Principal) throws -> [[JSONValue]] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in try commissioning.providers(in: tx).map(\.fileRow) }
    }

    /// - Throws: `ProviderProblem.unknown`.
    public func provider(_ id: ProviderID, as principal: Principal) throws -> ProviderShown {
        try principal.require(.officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let versions = try commissioning.versions(of: id, in: tx)
            guard let provider = versions.last else {
                throw ProviderProblem.unknown(number: "\(id.rawValue)")
            }
            let notes = try commissioning.notes(of: id, in: tx)
            let own = KnownApplicants(try applications.applicants(in: tx)).applications(
                of: provider.entry.organisation, named: provider.entry.name)
            var keys: [RoundID: String] = [:]
            for round in Set(own.map(\.round)) {
                keys[round] = try rounds.round(round, in: tx).key
            }
            return ProviderShown(
                provider: provider, earlier: versions.dropLast(), notes: notes,
                applications: own, rounds: keys,
                emails: try identity.emails(
                    of: versions.map(\.author) + notes.map(\.author), in: tx))
        }
    }

    /// Who is reached and who is not: each ward with each community, and with everyone.
    ///
    /// - Parameter cycle: counts only applications to its rounds; nil for all rounds.
    /// - Throws: `CommissioningProblem.unknown`.
    public func providerGaps(
        cycle key: String? = nil, _ areas: AreaRules, as principal: Principal
    ) throws -> [ProviderReach] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let counted = try key.map {
                try commissioning.rounds(of: commissioning.cycle($0, in: tx).id, in: tx)
            }
            let known = KnownApplicants(
                try applications.applicants(in: tx).filter { applicant in
                    counted?.contains(applicant.round) ?? true
                })
            let providers = try commissioning.providers(in: tx).map { provider in
                let own = known.applications(
                    of: provider.entry.organisation, named: provider.entry.name)
                return (
                    entry: provider.entry, applied: !own.isEmpty,
                    awarded: own.contains { $0.status == .awarded }
                )
            }
            let everyone = AreaRules.Choice(
                key: ProviderEntry.everyone, title: ProviderEntry.everyone)
            return areas.wards.flatMap { ward in
                (areas.communities + [everyone]).map { community in
                    let here = providers.filter {
                        $0.entry.works(in: ward.key)
                            && $0.entry.communities.contains(community.key)
                    }
                    return ProviderReach(
                        ward: ward, community: community, known: here.count,
                        applied: here.count { $0.applied }, awarded: here.count { $0.awarded })
                }
            }
        }
    }
}

extension AreaRules {
    /// - Throws: `InvalidInput` at `ward` or `community` where one is named that there is not.
    fileprivate func check(ward: String?, community: String?) throws {
        let problems = [
            (ward, "ward", wards.map(\.key)),
            (community, "community", communities.map(\.key) + [ProviderEntry.everyone]),
        ].compactMap { value, place, options -> FieldProblem? in
            guard let value, !options.contains(value) else { return nil }
            return FieldProblem(
                place, "not-an-option",
                ["value": value, "options": options.joined(separator: ", ")])
        }
        guard problems.isEmpty else { throw InvalidInput("query", problems) }
    }
}
