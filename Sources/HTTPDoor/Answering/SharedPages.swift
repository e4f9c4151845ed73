import FundCore
import Hummingbird
import Identity
import NIOCore
import Synchronization

/// Pages that are the same for many: whoever looks at one has it made once for all of them.
final class SharedPages: Sendable {
    struct Kept {
        let state: EntityTag
        let tag: EntityTag
        let bytes: ByteBuffer
    }

    private static let greatestCount = 100
    /// Stand in a kept page for what is another for each of its viewers. Nobody can guess them, so
    /// nobody can write them into a page.
    let emailMark = "mark-" + Secret.text()
    let csrfMark = "mark-" + Secret.text()
    private let pages = Mutex<[String: Kept]>([:])

    /// - Parameter state: what the page rests on now.
    func page(at place: String, _ state: EntityTag) -> (bytes: ByteBuffer, tag: EntityTag)? {
        pages.withLock { pages in
            guard let kept = pages[place], kept.state == state else { return nil }
            return (kept.bytes, kept.tag)
        }
    }

    func keep(_ bytes: ByteBuffer, _ tag: EntityTag, at place: String, _ state: EntityTag) {
        pages.withLock { pages in
            if pages.count >= Self.greatestCount, pages[place] == nil,
                let other = pages.keys.first
            {
                pages[other] = nil
            }
            pages[place] = Kept(state: state, tag: tag, bytes: bytes)
        }
    }
}
