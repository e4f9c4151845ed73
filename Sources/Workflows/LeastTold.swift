import Commissioning

extension FundConfiguration {
    /// Nothing is told of fewer people or applications than this, by `surveys.yaml`.
    public var leastTold: Int { surveys?.minimum ?? 5 }
}
