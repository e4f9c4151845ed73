import Synchronization

/// How often each client has asked for an email to sign in lately: so few for one address that one
/// client alone keeps nobody from signing in, and so few in all that it sends no mail without end.
final class Askers: Sendable {
    private static let window = Duration.seconds(15 * 60)
    private static let greatestForAddress = 5
    private static let greatestOfClient = 60
    private static let greatestCount = 20_000

    private let times = Mutex<[String: [ContinuousClock.Instant]]>([:])

    /// Counts a request.
    /// - Returns: whether it is within the limits.
    func admit(_ client: String, _ email: String) -> Bool {
        let now = ContinuousClock.now
        return times.withLock { times in
            if times.count > Self.greatestCount {
                times = times.filter { $0.value.contains { $0 > now - Self.window } }
            }
            let keys = [
                ("\(client) \(email)", Self.greatestForAddress), (client, Self.greatestOfClient),
            ]
            for (key, greatest) in keys {
                let recent = (times[key] ?? []).filter { $0 > now - Self.window }
                times[key] = recent
                if recent.count >= greatest { return false }
            }
            for (key, _) in keys { times[key, default: []].append(now) }
            return true
        }
    }
}
