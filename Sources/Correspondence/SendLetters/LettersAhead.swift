import Foundation
import Synchronization

/// Letters put into words on a thread of their own, in order, so that the next is ready when the mail
/// server has taken the one before it.
public final class LettersAhead: Sendable {
    private let written = Mutex<[Result<MailMessage, any Error>]>([])
    private let hasMore = NSCondition()

    public init(_ letters: [Letter], by renderer: LetterRenderer) {
        // One alone has nothing to be ahead of.
        guard letters.count > 1 else {
            for letter in letters { add(letter, by: renderer) }
            return
        }
        let thread = Thread { for letter in letters { self.add(letter, by: renderer) } }
        thread.name = "letters"
        thread.start()
    }

    private func add(_ letter: Letter, by renderer: LetterRenderer) {
        let message = Result {
            try MailMessage(
                letter, try renderer.render(letter), to: letter.summary.recipientEmail ?? "",
                settings: renderer.settings)
        }
        hasMore.lock()
        defer { hasMore.unlock() }
        written.withLock { $0.append(message) }
        hasMore.broadcast()
    }

    /// The letter at this place among them, once it is written.
    ///
    /// - Throws: what kept it from being written.
    public func message(at place: Int) throws -> MailMessage {
        hasMore.lock()
        defer { hasMore.unlock() }
        while true {
            let message = written.withLock { $0.count > place ? $0[place] : nil }
            if let message { return try message.get() }
            hasMore.wait()
        }
    }
}
