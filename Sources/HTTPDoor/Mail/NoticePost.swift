import Bootstrap
import Correspondence
import FundCore
import Logging
import NIOPosix
import Synchronization
import Workflows

/// Sends what is no letter of a round and holds a secret, or is worth nothing later: the link to sign
/// in, an invitation to write on an application. It is kept nowhere: whoever does not get it asks
/// for it again.
final class NoticePost: Sendable {
    private static let greatestQueueLength = 200

    private let threads = NIOThreadPool(numberOfThreads: 2)
    private let queueLength = Atomic<Int>(0)
    private let services: Services
    private let settings: LetterSettings
    private let renderer: LetterRenderer
    private let logger: Logger

    init(services: Services, settings: LetterSettings, logger: Logger) throws {
        self.services = services
        self.settings = settings
        self.logger = logger
        renderer = try LetterRenderer(settings)
        threads.start()
    }

    /// Takes a message to send at once; it does not wait for the mail server.
    ///
    /// - Parameter parts: paragraphs; one that begins with `## ` is a heading.
    /// - Throws: `CorrespondenceProblem.anotherSending` where too many wait already.
    func send(
        to recipient: String, subject: String, parts: [String], words: TextCatalogue
    ) throws {
        let rendered = renderer.notice(
            // A header takes no marks of direction.
            subject: subject.filter { $0 != "\u{2068}" && $0 != "\u{2069}" },
            body: parts.joined(separator: "\n\n"), language: words.language)
        let host = settings.from.split(separator: "@").last.map(String.init) ?? "localhost"
        let name = "notice-\(UInt64.random(in: .min ... .max))"
        let message = try MailMessage(
            rendered, to: recipient, messageID: "<\(name)@\(host)>", at: Clock.system.now(),
            fileStem: name, settings: settings)
        guard
            queueLength.wrappingAdd(1, ordering: .relaxed).newValue <= Self.greatestQueueLength
        else {
            queueLength.wrappingSubtract(1, ordering: .relaxed)
            throw CorrespondenceProblem.anotherSending
        }
        let (services, logger) = (services, logger)
        threads.submit { [self] state in
            defer { queueLength.wrappingSubtract(1, ordering: .relaxed) }
            guard case .active = state else { return }
            do {
                let sending = try services.sending(ownName: host)
                if sending.transport.name == "file" {
                    // Their secrets are good no longer.
                    try sending.directory.removeNotices(olderThanSeconds: 15 * 60)
                }
                switch sending.transport.deliver(message) {
                case .delivered: logger.info("notice sent")
                case .retry, .unknown: logger.warning("notice not taken; it is not tried again")
                case .refused: logger.warning("notice refused")
                case .misconfigured(let why):
                    logger.error("notice not sent", metadata: ["why": "\(why)"])
                }
            } catch {
                logger.error("notice not sent", metadata: ["error": "\(error)"])
            }
        }
    }

    func shutDown() async throws {
        try await threads.shutdownGracefully()
    }
}
