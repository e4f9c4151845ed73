import FundCore
import Synchronization

/// The renderers of rounds, each made once: how a round's letters are written is frozen with it.
public final class LetterRenderers: Sendable {
    private static let greatestCount = 50
    private let renderers = Mutex<[RoundID: LetterRenderer]>([:])

    public init() {}

    /// - Parameter settings: read where there is no renderer for the round yet.
    public func renderer(
        of round: RoundID, _ settings: () throws -> LetterSettings
    ) throws -> LetterRenderer {
        if let known = renderers.withLock({ $0[round] }) { return known }
        let made = try LetterRenderer(settings())
        renderers.withLock {
            if $0.count >= Self.greatestCount { $0.removeAll() }
            $0[round] = made
        }
        return made
    }
}
