import Synchronization

/// How many reports came over the public page lately: so few from one network that one alone fills
/// nothing, and so few in all that what is counted stays small.
final class ReportLimit: Sendable {
    /// As the `Retry-After` of every answer that says so.
    static let minutes: Int64 = 15
    private static let window = Duration.seconds(minutes * 60)
    static let greatestOfNetwork = 5
    static let greatestOfAll = 200

    private let reports = Mutex<[(network: String, at: ContinuousClock.Instant)]>([])

    /// How many are counted now.
    var count: Int { reports.withLock { $0.count } }

    /// Counts a report, where it can still be taken.
    func admit(_ client: String, at now: ContinuousClock.Instant = .now) -> Bool {
        let network = Askers.network(of: client)
        return reports.withLock { reports in
            reports.removeAll { $0.at <= now - Self.window }
            guard reports.count < Self.greatestOfAll,
                reports.count(where: { $0.network == network }) < Self.greatestOfNetwork
            else { return false }
            reports.append((network, now))
            return true
        }
    }
}
