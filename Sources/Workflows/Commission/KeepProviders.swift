import Commissioning
import FundCore
import FundStore

/// The register of providers and groups that are known in the area.
extension Workflows {
    public func addProvider(
        _ entry: ProviderEntry, _ rules: AreaRules, as principal: Principal
    ) throws -> ProviderID {
        try principal.require(.officer)
        return try store.write(as: principal) { try commissioning.add(entry, rules, in: $0) }
    }

    /// - Returns: the version that stands.
    public func changeProvider(
        _ id: ProviderID, to entry: ProviderEntry, seen: Int64? = nil, _ rules: AreaRules,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        return try store.write(as: principal) {
            try commissioning.change(id, to: entry, seen: seen, rules, in: $0)
        }
    }

    public func endProvider(
        _ id: ProviderID, reason: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { try commissioning.end(id, reason: reason, in: $0) }
    }

    /// Notes what was agreed with a provider on a day.
    public func noteProvider(
        _ id: ProviderID, _ text: String, on day: LocalDate?, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) {
            try commissioning.note(text, on: day, with: id, in: $0)
        }
    }

    /// Takes in a file of providers, all or none; the same file twice changes nothing.
    /// - Throws: `InvalidInput` with everything that is wrong, by line and column.
    public func importProviders(
        _ bytes: [UInt8], source: String, _ rules: AreaRules, as principal: Principal
    ) throws -> ProvidersTaken {
        try principal.require(.officer)
        let file = try ProviderFile(bytes, source: source, rules)
        return try store.write(as: principal) { try commissioning.take(file, in: $0) }
    }
}
