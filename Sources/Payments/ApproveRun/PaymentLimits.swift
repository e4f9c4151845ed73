import FundCore

/// The most that somebody may approve.
public struct PaymentLimit: Sendable, Equatable {
    /// In one run, and in all runs of a round that the person approves on one day; nil for any
    /// amount.
    public let perRun: Money?
    /// As one instalment; nil for any amount.
    public let perInstalment: Money?

    public init(perRun: Money? = nil, perInstalment: Money? = nil) {
        self.perRun = perRun
        self.perInstalment = perInstalment
    }
}

/// What the officer's files say about payments.
public struct PaymentRules: Sendable {
    /// What holds for whoever is not named.
    public let limit: PaymentLimit
    /// By email address, in small letters.
    public let limits: [String: PaymentLimit]
    public let separation: SeparationRules

    public init(
        limit: PaymentLimit = PaymentLimit(), limits: [String: PaymentLimit] = [:],
        separation: SeparationRules = .standard
    ) {
        self.limit = limit
        self.limits = limits
        self.separation = separation
    }

    /// The most that the person with this address may approve.
    public func limit(of email: String) -> PaymentLimit {
        guard let own = limits[email.lowercased()] else { return limit }
        return PaymentLimit(
            perRun: own.perRun ?? limit.perRun,
            perInstalment: own.perInstalment ?? limit.perInstalment)
    }
}
