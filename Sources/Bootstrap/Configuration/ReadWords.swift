import Synchronization

/// The words of each language as they were read last, where nothing was wrong with them.
final class ReadWords: Sendable {
    private let known = Mutex<[String: (text: String, entries: [String: String])]>([:])

    /// The words that a file with just this text has; nil where it was not read before.
    func entries(_ language: String, in text: String) -> [String: String]? {
        known.withLock { known in
            guard let last = known[language], last.text == text else { return nil }
            return last.entries
        }
    }

    func keep(_ entries: [String: String], _ language: String, in text: String) {
        known.withLock { $0[language] = (text, entries) }
    }
}
