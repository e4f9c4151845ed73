import FundCore

/// How much of the money may, or shall, go to the applications of one ward or one priority.
public struct AllocationLimit: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case ward, priority
    }

    public let kind: Kind
    public let key: String
    /// What people call it.
    public let title: String
    /// The least that they shall get together; nil for no least.
    public let floorPence: Int64?
    /// The most that they may get together; nil for no most.
    public let capPence: Int64?

    public init(kind: Kind, key: String, title: String, floorPence: Int64?, capPence: Int64?) {
        self.kind = kind
        self.key = key
        self.title = title
        self.floorPence = floorPence
        self.capPence = capPence
    }
}

/// An application that money may go to.
public struct AllocationCandidate: Sendable {
    public let rank: Int64
    public let application: ApplicationID
    public let reference: Reference
    /// Its score as a whole number of parts, the same parts for all; 0…2⁶⁰.
    public let points: Int128
    /// What it gets where it gets all it may: what was asked for, or the most that one award may be.
    public let ask: Money
    /// The least the group could work with.
    public let minimum: Money
    /// False where it ranks and can get no money all the same.
    public let isFundable: Bool
    /// Whether it can get no money only because the most that one may get is too little for it.
    public let isCappedOut: Bool
    /// The limits that count it, by their places.
    public let limits: [Int]

    public init(
        rank: Int64, application: ApplicationID, reference: Reference, points: Int128, ask: Money,
        minimum: Money, isFundable: Bool = true, limits: [Int] = []
    ) {
        self.rank = rank
        self.application = application
        self.reference = reference
        self.points = points
        self.ask = ask
        self.minimum = minimum
        self.isFundable = isFundable && minimum <= ask
        isCappedOut = isFundable && minimum > ask
        self.limits = limits
    }
}

/// What is shared out, among whom, within which limits.
public struct AllocationTerms: Sendable {
    /// In the order of their ranks.
    public let candidates: [AllocationCandidate]
    public let available: Money
    /// Whether the last in rank order may get less than it asks for.
    public let partialAwards: Bool
    public let limits: [AllocationLimit]

    public init(
        candidates: [AllocationCandidate], available: Money, partialAwards: Bool,
        limits: [AllocationLimit] = []
    ) {
        self.candidates = candidates
        self.available = available
        self.partialAwards = partialAwards
        self.limits = limits
    }
}

/// A way to share the money out.
public enum AllocationMethod: String, Sendable, CaseIterable {
    /// Down the ranking until one does not fit: what a proposal does.
    case rankOrder
    /// Down the whole ranking; each gets what is left of what it asks for, if it can work with it.
    case rankOrderPartial
    /// The awards in full whose scores add up to the most.
    case bestTotal
}

/// What one method comes to.
public struct AllocationResult: Sendable {
    /// How sure it is that nothing better could have been found.
    public enum Standing: Sendable, Equatable {
        /// A rule gave it; nothing was searched.
        case byRule
        /// No other awards in full within the budget and the limits have a higher total.
        case optimal
        /// The search ran out of time or room: no total is higher than this.
        case bounded(points: Int128)
        /// No awards in full can keep to the limits.
        case impossible
        /// The search ran out before it found awards that keep to the limits, and there may be some.
        case unknown
    }

    /// A limit whose floor was not reached.
    public struct Shortfall: Sendable, Equatable {
        public let limit: AllocationLimit
        public let missing: Money
    }

    public let method: AllocationMethod
    /// One for each candidate, in their order.
    public let awards: [Money]
    public let standing: Standing
    public let shortfalls: [Shortfall]
    public let total: Money
    public let left: Money
    public let reason: LeftoverReason

    init(
        _ method: AllocationMethod, _ awards: [Money], _ standing: Standing,
        of terms: AllocationTerms
    ) {
        self.method = method
        self.awards = awards
        self.standing = standing
        total = awards.reduce(.zero, +)
        left = terms.available - total
        shortfalls = terms.limits.enumerated().compactMap { place, limit in
            guard let floor = limit.floorPence else { return nil }
            let given = zip(terms.candidates, awards).reduce(Int64(0)) {
                $1.0.limits.contains(place) ? $0 + $1.1.pence : $0
            }
            return given < floor
                ? Shortfall(limit: limit, missing: Money(pence: floor - given)) : nil
        }
        reason = LeftoverReason(method, awards, standing, of: terms)
    }
}
