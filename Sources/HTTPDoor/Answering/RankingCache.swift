import FundCore
import Hummingbird
import Synchronization

/// The last ranking of a few rounds as it was sent, by the state it rests on: many who look at the
/// same ranking have it worked out once.
final class RankingCache: Sendable {
    private static let greatestCount = 8
    private static let greatestBytes = 2 * 1024 * 1024
    private let rankings = Mutex<[String: (tag: EntityTag, bytes: ByteBuffer)]>([:])

    func bytes(of round: String, _ tag: EntityTag) -> ByteBuffer? {
        rankings.withLock { rankings in
            guard let kept = rankings[round], kept.tag == tag else { return nil }
            return kept.bytes
        }
    }

    func keep(_ bytes: ByteBuffer, of round: String, _ tag: EntityTag) {
        guard bytes.readableBytes <= Self.greatestBytes else { return }
        rankings.withLock { rankings in
            if rankings.count >= Self.greatestCount, rankings[round] == nil {
                rankings.removeAll()
            }
            rankings[round] = (tag, bytes)
        }
    }
}
