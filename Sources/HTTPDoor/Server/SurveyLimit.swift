import FundCore
import Synchronization

/// How many answers came over the links of surveys lately, each link by itself, so that one that
/// went astray keeps nobody from answering another; and which networks try links that lead nowhere.
///
/// What is counted stays small, and what is over is forgotten with the next that comes a minute
/// later: nothing here is to tell for long who answered.
final class SurveyLimit: Sendable {
    typealias Moment = ContinuousClock.Instant

    static let minutes: Int64 = 15
    private static let window = Duration.seconds(minutes * 60)
    private static let pause = Duration.seconds(60)
    /// Many answer behind one address: a hall, a school.
    static let greatestOfNetwork = 150
    static let greatestWrong = 30
    private static let greatestNetworkCount = 20_000

    private struct Answers {
        var ofLinks: [SurveyWaveID: [(network: String, at: Moment)]] = [:]
        var count = 0
        var swept: Moment?

        mutating func forget(_ wave: SurveyWaveID, before end: Moment) {
            // The oldest stands first.
            guard let known = ofLinks[wave], known.first.map({ $0.at <= end }) ?? true else {
                return
            }
            let kept = known.filter { $0.at > end }
            count -= known.count - kept.count
            ofLinks[wave] = kept.isEmpty ? nil : kept
        }
    }

    private struct Tries {
        /// When a link led nowhere.
        var wrong: [Moment] = []
        /// The links that led somewhere, and when last.
        var right: [String: Moment] = [:]

        func recent(after end: Moment) -> Tries? {
            let recent = Tries(wrong: wrong.filter { $0 > end }, right: right.filter { $1 > end })
            return recent.wrong.isEmpty && recent.right.isEmpty ? nil : recent
        }
    }

    private struct Networks {
        var tries: [String: Tries] = [:]
        var swept: Moment?
    }

    private let ofLink: Int
    private let ofAll: Int
    private let answers = Mutex(Answers())
    private let networks = Mutex(Networks())

    /// - Parameters:
    ///   - ofLink: the most answers over one link.
    ///   - ofAll: the most that are counted: so many that it takes several links that are full.
    init(ofLink: Int = 3000, ofAll: Int = 30_000) {
        self.ofLink = ofLink
        self.ofAll = ofAll
    }

    /// How many answers are counted now.
    var count: Int { answers.withLock { $0.count } }

    /// Of how many networks something is kept now.
    var networkCount: Int { networks.withLock { $0.tries.count } }

    private static func isDue(_ swept: Moment?, _ now: Moment) -> Bool {
        swept.map { now >= $0 + pause } ?? true
    }

    /// Counts an answer, where it can still be taken.
    func admit(_ client: String, to wave: SurveyWaveID, at now: Moment = .now) -> Bool {
        let network = Askers.network(of: client)
        return answers.withLock { answers in
            let end = now - Self.window
            if Self.isDue(answers.swept, now) {
                answers.swept = now
                for known in Array(answers.ofLinks.keys) { answers.forget(known, before: end) }
            } else {
                answers.forget(wave, before: end)
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
        return networks.withLock { networks in
            guard let known = networks.tries[network]?.recent(after: now - Self.window) else {
                return true
            }
            return known.wrong.count < Self.greatestWrong || known.right[token] != nil
        }
    }

    /// Keeps for a while whether a link led somewhere.
    func note(_ token: String, _ client: String, isRight: Bool, at now: Moment = .now) {
        let network = Askers.network(of: client)
        networks.withLock { networks in
            let end = now - Self.window
            if Self.isDue(networks.swept, now) {
                networks.swept = now
                networks.tries = networks.tries.compactMapValues { $0.recent(after: end) }
            }
            var known = networks.tries[network]?.recent(after: end) ?? Tries()
            // So many networks in a quarter of an hour are no people: more are not kept.
            guard
                networks.tries[network] != nil
                    || networks.tries.count < Self.greatestNetworkCount
            else { return }
            if isRight { known.right[token] = now } else { known.wrong.append(now) }
            networks.tries[network] = known
        }
    }
}
