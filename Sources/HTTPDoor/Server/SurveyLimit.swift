import FundCore
import Synchronization

/// How many answers came over the links of surveys lately, each link by itself, so that one that
/// went astray keeps nobody from answering another; and which networks try links that lead nowhere.
///
/// What is counted stays small: at most `ofAll` answers, `greatestWrong` links for each of
/// `greatestNetworkCount` networks, and the links that led somewhere.
final class SurveyLimit: Sendable {
    typealias Moment = ContinuousClock.Instant

    static let minutes: Int64 = 15
    private static let window = Duration.seconds(minutes * 60)
    /// Many answer behind one address: a hall, a school.
    static let greatestOfNetwork = 150
    static let greatestWrong = 30
    static let greatestNetworkCount = 20_000

    private struct Tries {
        /// When a link led nowhere.
        var wrong: [Moment] = []
        /// The links that led somewhere, and when last.
        var right: [String: Moment] = [:]
    }

    private struct Answers {
        var ofLinks: [SurveyWaveID: [(network: String, at: Moment)]] = [:]
        var count = 0

        mutating func forget(_ wave: SurveyWaveID, before end: Moment) {
            guard let known = ofLinks[wave] else { return }
            let kept = known.filter { $0.at > end }
            count -= known.count - kept.count
            ofLinks[wave] = kept.isEmpty ? nil : kept
        }
    }

    private let ofLink: Int
    private let ofAll: Int
    private let answers = Mutex(Answers())
    private let tries = Mutex<[String: Tries]>([:])

    /// - Parameters:
    ///   - ofLink: the most answers over one link.
    ///   - ofAll: the most that are counted: so many that it takes several links that are full.
    init(ofLink: Int = 3000, ofAll: Int = 30_000) {
        self.ofLink = ofLink
        self.ofAll = ofAll
    }

    /// How many answers are counted now.
    var count: Int { answers.withLock { $0.count } }

    /// Counts an answer, where it can still be taken.
    func admit(_ client: String, to wave: SurveyWaveID, at now: Moment = .now) -> Bool {
        let network = Askers.network(of: client)
        return answers.withLock { answers in
            answers.forget(wave, before: now - Self.window)
            if answers.count >= ofAll {
                for wave in Array(answers.ofLinks.keys) {
                    answers.forget(wave, before: now - Self.window)
                }
            }
            let own = answers.ofLinks[wave] ?? []
            guard answers.count < ofAll, own.count < ofLink,
                own.count(where: { $0.network == network }) < Self.greatestOfNetwork
            else { return false }
            answers.ofLinks[wave, default: []].append((network, now))
            answers.count += 1
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
