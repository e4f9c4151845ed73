import FundCore
import Synchronization

/// How many answers came over the links of surveys lately, each link by itself, so that one that went
/// astray keeps nobody from answering another; and which networks try links that lead nowhere.
///
/// What is counted stays small: at most `greatestOfAll` answers, `greatestWrong` links for each of
/// `greatestNetworkCount` networks, and as many links that led somewhere.
final class SurveyLimit: Sendable {
    typealias Moment = ContinuousClock.Instant

    static let minutes: Int64 = 15
    private static let window = Duration.seconds(minutes * 60)
    /// Many answer behind one address: a hall, a school.
    static let greatestOfNetwork = 150
    static let greatestOfLink = 3000
    /// So many that it takes several links that are all full.
    static let greatestOfAll = 30_000
    static let greatestWrong = 30
    static let greatestNetworkCount = 20_000

    private struct Tries {
        /// When a link led nowhere.
        var wrong: [Moment] = []
        /// The links that led somewhere, and when last.
        var right: [String: Moment] = [:]
    }

    private let answers = Mutex<[SurveyWaveID: [(network: String, at: Moment)]]>([:])
    private let tries = Mutex<[String: Tries]>([:])

    /// How many answers are counted now.
    var count: Int { answers.withLock { $0.values.reduce(0) { $0 + $1.count } } }

    /// Counts an answer, where it can still be taken.
    func admit(_ client: String, to wave: SurveyWaveID, at now: Moment = .now) -> Bool {
        let network = Askers.network(of: client)
        return answers.withLock { answers in
            answers = answers.mapValues { $0.filter { $0.at > now - Self.window } }
                .filter { !$0.value.isEmpty }
            let own = answers[wave] ?? []
            guard answers.values.reduce(0, { $0 + $1.count }) < Self.greatestOfAll,
                own.count < Self.greatestOfLink,
                own.count(where: { $0.network == network }) < Self.greatestOfNetwork
            else { return false }
            answers[wave, default: []].append((network, now))
            return true
        }
    }

    /// Whether a link may be looked up: somebody whose network tried many that led nowhere is told
    /// nothing of further ones, but whoever has the right one there goes on.
    func mayTry(_ token: String, _ client: String, at now: Moment = .now) -> Bool {
        let network = Askers.network(of: client)
        return tries.withLock { tries in
            guard let known = tries[network] else { return true }
            let recent = known.wrong.count { $0 > now - Self.window }
            if recent < Self.greatestWrong { return true }
            return known.right[token].map { $0 > now - Self.window } ?? false
        }
    }

    /// Keeps for a while whether a link led somewhere.
    func note(_ token: String, _ client: String, isRight: Bool, at now: Moment = .now) {
        let network = Askers.network(of: client)
        tries.withLock { tries in
            if tries.count >= Self.greatestNetworkCount {
                tries = tries.filter { _, known in
                    known.wrong.contains { $0 > now - Self.window }
                        || known.right.values.contains { $0 > now - Self.window }
                }
            }
            // More than so many in a quarter of an hour are no people: they are not counted.
            guard tries[network] != nil || tries.count < Self.greatestNetworkCount else { return }
            var known = tries[network] ?? Tries()
            if isRight {
                known.right = known.right.filter { $0.value > now - Self.window }
                known.right[token] = now
            } else {
                known.wrong = known.wrong.filter { $0 > now - Self.window }
                known.wrong.append(now)
            }
            tries[network] = known
        }
    }
}
