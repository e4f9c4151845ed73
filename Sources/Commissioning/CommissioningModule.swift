/// The commissioning cycle: what an area needs, what a fund is to change, what it did, what was learned.
public struct CommissioningModule: Sendable {
    public init() {}
}

/// The stages of a cycle, in their order (LGA guide: analyse, plan, do, review).
public enum CommissioningStage: String, Sendable, CaseIterable, Codable {
    case analyse, plan, `do`, review
}
