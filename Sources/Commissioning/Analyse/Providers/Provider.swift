import FundCore

/// Somebody who reaches people in the area: who could be asked, funded, or worked with.
public enum ProviderKind: String, Sendable, CaseIterable, Codable {
    /// An organisation that provides services.
    case provider
    /// A group of local people.
    case group
    /// A service that exists already, whoever runs it.
    case service
}

/// What is said of a provider. How to reach it is what the organisation itself makes public, and no
/// person's own address.
public struct ProviderEntry: Sendable, Equatable {
    /// Stands where a community would: it is open to everyone, and made for nobody.
    public static let everyone = "everyone"

    public let name: String
    public let kind: ProviderKind
    /// Keys of wards, or `IndicatorBook.wholeArea`.
    public let wards: [String]
    /// Keys of communities, or `everyone`.
    public let communities: [String]
    public let offers: String
    public let contact: String?
    /// The organisation identifier: `GB-CHC-1164883`.
    public let organisation: String?

    public init(
        name: String, kind: ProviderKind, wards: [String], communities: [String], offers: String,
        contact: String?, organisation: String?
    ) {
        self.name = name
        self.kind = kind
        self.wards = wards
        self.communities = communities
        self.offers = offers
        self.contact = contact
        self.organisation = organisation
    }

    /// Whether it works in a ward, or in all of them.
    public func works(in ward: String) -> Bool {
        wards.contains(ward) || wards.contains(IndicatorBook.wholeArea)
    }
}

/// A provider that is known, as it stands.
public struct Provider: Sendable {
    public let id: ProviderID
    public let version: Int64
    public let entry: ProviderEntry
    /// Why it is not in the register any more; nil where it is.
    public let endedBecause: String?
    public let author: PersonID
    public let at: Instant

    public var stands: Bool { endedBecause == nil }
}

/// A conversation with a provider, and what was agreed.
public struct ProviderNote: Sendable {
    public let on: String
    public let text: String
    public let author: PersonID
    public let at: Instant
}

/// What a file of providers changed.
public struct ProvidersTaken: Sendable {
    public let added: Int
    /// Those of which it says something else than stood: what stood is kept.
    public let changed: Int
    public let unchanged: Int
}

public enum ProviderProblem: Problem {
    case unknown(number: String)
    case nameTaken(name: String)
    case changed
    case ended

    public var report: ProblemReport {
        switch self {
        case .unknown(let number):
            ProblemReport("provider-unknown", .notFound, ["number": number])
        case .nameTaken(let name): ProblemReport("provider-name-taken", .conflict, ["name": name])
        case .changed: ProblemReport("provider-changed", .conflict)
        case .ended: ProblemReport("provider-ended", .conflict)
        }
    }
}
