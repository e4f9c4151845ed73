import Synchronization

/// How often each client has asked for an email to sign in lately: so few for one address that one
/// client alone keeps nobody from signing in, and so few in all that it sends no mail without end.
final class Askers: Sendable {
    enum Admission {
        /// The client has not asked for this address lately.
        case first
        case again
        case refused
    }

    private static let window = Duration.seconds(15 * 60)
    private static let greatestForAddress = 5
    private static let greatestOfClient = 60
    private static let greatestCount = 20_000

    private let times = Mutex<[String: [ContinuousClock.Instant]]>([:])

    /// Counts a request.
    ///
    /// - Parameter email: an address, known to be one: what is counted is kept for a while.
    func admit(_ client: String, _ email: String) -> Admission {
        let now = ContinuousClock.now
        let network = Self.network(of: client)
        return times.withLock { times in
            if times.count > Self.greatestCount {
                times = times.filter { $0.value.contains { $0 > now - Self.window } }
            }
            let own = "\(network) \(email)"
            var isFirst = true
            for (key, greatest) in [
                (own, Self.greatestForAddress), (network, Self.greatestOfClient),
            ] {
                let recent = (times[key] ?? []).filter { $0 > now - Self.window }
                times[key] = recent.isEmpty ? nil : recent
                if recent.count >= greatest { return .refused }
                if key == own { isFirst = recent.isEmpty }
            }
            for key in [own, network] { times[key, default: []].append(now) }
            return isFirst ? .first : .again
        }
    }

    /// Whom an address stands for: of IPv6 the first 64 bits, as one household has all of the rest.
    static func network(of client: String) -> String {
        guard client.contains(":"), !client.contains(".") else { return client }
        let halves = client.lowercased().prefix { $0 != "%" }.split(
            separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = halves.map { $0.split(separator: ":").map(String.init) }
        var all = groups[0]
        if groups.count > 1 {
            let gap = max(0, 8 - all.count - groups[1].count)
            all += Array(repeating: "0", count: gap) + groups[1]
        }
        return all.prefix(4).map { group in
            let digits = group.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits)
        }.joined(separator: ":")
    }
}
