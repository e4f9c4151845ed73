import FundCore
import HTTPTypes
import Synchronization

/// Counts of what the server does, in the text format of Prometheus.
///
/// By kind of status only: a count for each route, or for each method, would tell an onlooker what
/// panel members are doing.
final class Metrics: Sendable {
    private struct Counts {
        /// By the first digit of the status.
        var requests = [Int](repeating: 0, count: 10)
        var inFlight = 0
        var buckets = [Int](repeating: 0, count: Metrics.bounds.count + 1)
        var microseconds: Int64 = 0
        var count = 0
    }

    /// Upper bounds of the buckets of how long requests took, in milliseconds.
    private static let bounds: [Int64] = [1, 5, 10, 25, 50, 100, 250, 500, 1000, 5000]
    private let counts = Mutex(Counts())

    func begin() {
        counts.withLock { $0.inFlight += 1 }
    }

    func end(_ status: HTTPResponse.Status, _ took: Duration) {
        let (seconds, attoseconds) = took.components
        let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        let bucket = Self.bounds.firstIndex { microseconds <= $0 * 1000 } ?? Self.bounds.count
        counts.withLock { counts in
            counts.inFlight -= 1
            counts.requests[min(status.code / 100, 9)] += 1
            counts.buckets[bucket] += 1
            counts.microseconds += microseconds
            counts.count += 1
        }
    }

    /// - Parameter mail: how the mail worker stands: letters waiting, whether it is stopped.
    func text(mail: (waiting: Int64, isStopped: Bool)) -> String {
        let counts = counts.withLock { $0 }
        var lines = [
            "# HELP cohesion_http_requests_total Requests answered.",
            "# TYPE cohesion_http_requests_total counter",
        ]
        for (digit, count) in counts.requests.enumerated() where count > 0 {
            lines.append("cohesion_http_requests_total{status=\"\(digit)xx\"} \(count)")
        }
        lines += [
            "# HELP cohesion_http_requests_in_flight Requests being answered now.",
            "# TYPE cohesion_http_requests_in_flight gauge",
            "cohesion_http_requests_in_flight \(counts.inFlight)",
            "# HELP cohesion_http_request_duration_seconds How long requests took.",
            "# TYPE cohesion_http_request_duration_seconds histogram",
        ]
        var total = 0
        for (bound, count) in zip(Self.bounds, counts.buckets) {
            total += count
            lines.append(
                "cohesion_http_request_duration_seconds_bucket{le=\"\(Self.seconds(bound * 1000))\"}"
                    + " \(total)")
        }
        lines += [
            "cohesion_http_request_duration_seconds_bucket{le=\"+Inf\"} \(counts.count)",
            "cohesion_http_request_duration_seconds_sum \(Self.seconds(counts.microseconds))",
            "cohesion_http_request_duration_seconds_count \(counts.count)",
            "# HELP cohesion_letters_waiting Letters that the mail worker will send or try again.",
            "# TYPE cohesion_letters_waiting gauge",
            "cohesion_letters_waiting \(mail.waiting)",
            "# HELP cohesion_mail_stopped 1 while a wrong setting keeps every letter back.",
            "# TYPE cohesion_mail_stopped gauge",
            "cohesion_mail_stopped \(mail.isStopped ? 1 : 0)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// Millionths of a second as seconds: `0.025000`.
    private static func seconds(_ microseconds: Int64) -> String {
        let rest = "\(microseconds % 1_000_000)"
        return "\(microseconds / 1_000_000)."
            + String(repeating: "0", count: 6 - rest.count) + rest
    }
}
