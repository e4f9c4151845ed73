/// How the fund publishes its awards: `publishing.yaml`.
public struct PublishingRules: Sendable {
    /// A programme of grants, as readers of open data know it.
    public struct Programme: Sendable, Equatable {
        public let code: String
        public let title: String
        /// Begins with `https://` or `http://`; nil where there is none.
        public let url: String?

        public init(code: String, title: String, url: String?) {
            self.code = code
            self.title = title
            self.url = url
        }
    }

    /// The code that a register of places gives a ward.
    public struct Place: Sendable, Equatable {
        /// `E05001234`.
        public let code: String
        /// What kind of code it is: `WD` for a ward.
        public let type: String

        public init(code: String, type: String) {
            self.code = code
            self.type = type
        }
    }

    /// How wide an area grants serve, by the 360Giving code list of location scopes.
    public enum Scope: String, Sendable, CaseIterable {
        case global = "GLS010"
        case supranational = "GLS020"
        case national = "GLS030"
        case subnational = "GLS040"
        case authority = "GLS050"
        case local = "GLS060"
        case undefined = "GLS099"
    }

    /// Who publishes and funds, and by which organisation identifier.
    public let publisher: String
    public let identifier: String
    public let website: String
    public let department: String
    /// Stands in `360G-<prefix>-`.
    public let prefix: String
    /// Where the terms stand by which anybody may use the data.
    public let licence: String
    /// Where this program's public pages are, without a stroke at the end.
    public let site: String
    /// The country that the money is spent in, by two capital letters.
    public let country: String
    public let scope: Scope
    /// Of every round that has none of its own; nil where there is none.
    public let programme: Programme?
    /// By the key of the round.
    public let programmes: [String: Programme]
    /// By the key of the ward.
    public let places: [String: Place]
    /// The registers whose organisation identifiers are known: `GB-CHC`.
    public let registers: [String]
    /// The keys of the wards that the fund has now.
    public let wards: [String]

    public init(
        publisher: String, identifier: String, website: String, department: String,
        prefix: String, licence: String, site: String, country: String, scope: Scope,
        programme: Programme?, programmes: [String: Programme], places: [String: Place],
        registers: [String], wards: [String]
    ) {
        self.publisher = publisher
        self.identifier = identifier
        self.website = website
        self.department = department
        self.prefix = prefix
        self.licence = licence
        self.site = site
        self.country = country
        self.scope = scope
        self.programme = programme
        self.programmes = programmes
        self.places = places
        self.registers = registers
        self.wards = wards
    }

    /// The registers of organisations in the United Kingdom that most groups are in.
    public static let usualRegisters = [
        "GB-CHC", "GB-SC", "GB-NIC", "GB-COH", "GB-LAE", "GB-LAS", "GB-PLA", "GB-LANI", "GB-MPR",
        "GB-CASC", "GB-REV", "GB-EDU", "GB-UKPRN", "GB-NHS", "GB-GOR", "360G",
    ]

    public func programme(of round: String) -> Programme? { programmes[round] ?? programme }
}
