import Bootstrap
import Correspondence
import Foundation
import FundCore
import FundStore
import Logging
import ServiceLifecycle
import Synchronization
import Workflows

/// Sends the letters that an officer has let go, and tries again those that are due, on a thread of
/// its own for as long as the server runs.
///
/// While it sends it holds the same lock as `letter send`: the system lets go of it the moment that
/// either ends, however it ends, so that what a run left behind is known for what it is.
final class MailWorker: Service {
    enum State: Equatable {
        case running
        /// A wrong setting: nothing leaves until somebody says to go on, or starts the server anew.
        case stopped(why: String)
    }

    /// How often it looks for letters that another process has queued or that have come due.
    private static let pauseSeconds: TimeInterval = 2
    /// Before it is tried again to write what was erased out of the log: that waits for readers.
    private static let logPause = Duration.seconds(10)
    private static let expiryPause = Duration.seconds(3600)
    /// Before reminders are tried again that could not be queued.
    private static let reminderPause = Duration.seconds(300)

    private let services: Services
    private let principal: Principal
    private let logger: Logger
    private let shared = Mutex(
        (state: State.running, isEnding: false, isNudged: false, isLogWaiting: false))
    private let bell = NSCondition()
    /// The last letter that had left when it stopped, if any; no value until that could be read.
    private let lastDelivery = ValueBox<LetterID?>()

    init(services: Services, systemUser: String, logger: Logger) {
        self.services = services
        self.logger = logger
        principal = Principal(.mailWorker, door: .http, systemUser: systemUser)
    }

    var state: State { shared.withLock { $0.state } }

    /// There may be something to send.
    func nudge() {
        shared.withLock { $0.isNudged = true }
        bell.lock()
        bell.signal()
        bell.unlock()
    }

    /// Whether what was erased may still lie in the log.
    var isLogWaiting: Bool { shared.withLock { $0.isLogWaiting } }

    /// What was erased could not be written out of the log: it is tried again until it can.
    ///
    /// - Parameter error: why; nil where others were reading.
    func emptyLogLater(_ error: (any Error)? = nil) {
        if let error { logger.error("log", metadata: ["error": "\(error)"]) }
        shared.withLock { $0.isLogWaiting = true }
    }

    /// Somebody says to go on: what was wrong may have been put right.
    func resume() {
        shared.withLock { $0.state = .running }
        nudge()
    }

    func run() async throws {
        // Cancelled where the server cannot start: it ends then too.
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await OwnThread.run(named: "mail") { [self] in work() }
        } onCancelOrGracefulShutdown: { [self] in
            shared.withLock { $0.isEnding = true }
            nudge()
        }
    }

    private var isEnding: Bool { shared.withLock { $0.isEnding } }

    private func work() {
        // One transport for each name that this machine gives itself, with its open connection.
        var sendings: [String: Sending] = [:]
        var remindedOn: LocalDate?
        var nextReminders = ContinuousClock.now
        var nextExpiry = ContinuousClock.now
        var nextEmptying = ContinuousClock.now
        while !isEnding {
            if ContinuousClock.now >= nextReminders, !remind(&remindedOn) {
                nextReminders = ContinuousClock.now + Self.reminderPause
            }
            if ContinuousClock.now >= nextExpiry {
                expireContacts()
                expireFiles()
                // What the command line erased while others read.
                emptyLog()
                nextExpiry = ContinuousClock.now + Self.expiryPause
            }
            if isLogWaiting, ContinuousClock.now >= nextEmptying {
                emptyLog()
                nextEmptying = ContinuousClock.now + Self.logPause
            }
            if state != .running { resumeIfLettersLeave() }
            if state == .running { sendWhatIsDue(&sendings) }
            pause()
        }
    }

    /// What was kept to reach people who reported something goes on its day.
    private func expireContacts() {
        do {
            let count = try services.workflows.expireTensionContacts(as: principal)
            if count > 0 { logger.info("contacts", metadata: ["deleted": "\(count)"]) }
        } catch {
            logger.error("contacts", metadata: ["error": "\(error)"])
        }
    }

    /// What nobody has named in an answer for a week goes.
    private func expireFiles() {
        do {
            let count = try services.workflows.expireFiles(beside: principal)
            if count > 0 { logger.info("files", metadata: ["expired": "\(count)"]) }
        } catch {
            logger.error("files", metadata: ["error": "\(error)"])
        }
    }

    private func emptyLog() {
        // Said first: what is erased meanwhile says so again.
        let isAsked = shared.withLock { shared in
            defer { shared.isLogWaiting = false }
            return shared.isLogWaiting
        }
        do {
            if try services.workflows.emptyLog() {
                if isAsked { logger.info("log", metadata: ["emptied": "true"]) }
            } else if isAsked {
                emptyLogLater()
            }
        } catch {
            if isAsked {
                emptyLogLater(error)
            } else {
                logger.error("log", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Somebody sent letters from the command line since: what was wrong has been put right.
    private func resumeIfLettersLeave() {
        do {
            let last = try services.workflows.lastDelivery()
            guard let before = lastDelivery.value else {
                lastDelivery.value = .some(last)
                return
            }
            if last != before { shared.withLock { $0.state = .running } }
        } catch {
            logger.error("letters", metadata: ["error": "\(error)"])
        }
    }

    /// Reminds groups of what is due, once a day.
    ///
    /// - Parameter last: the day in London on which it did so last.
    /// - Returns: false where it could not, so that it is to be tried again.
    private func remind(_ last: inout LocalDate?) -> Bool {
        do {
            let today = try services.today()
            guard last != today else { return true }
            let told = try services.workflows.remindGroups(
                holidays: try services.configuration().bankHolidays, as: principal)
            last = today
            if !told.isEmpty { logger.info("reminders", metadata: ["count": "\(told.count)"]) }
            return true
        } catch {
            logger.error("reminders", metadata: ["error": "\(error)"])
            return false
        }
    }

    private func sendWhatIsDue(_ sendings: inout [String: Sending]) {
        do {
            guard try !services.store.isRehearsal() else { return }
            for round in try services.workflows.roundsWithDueLetters() {
                // One round that cannot be sent keeps no other back; a wrong setting keeps all.
                guard !isEnding, state == .running else { return }
                send(round, &sendings)
            }
        } catch {
            logger.error("letters", metadata: ["error": "\(error)"])
        }
    }

    private func send(_ round: String, _ sendings: inout [String: Sending]) {
        do {
            let host = try services.mailHost(of: round)
            let sending = try sendings[host] ?? services.sending(ownName: host)
            sendings[host] = sending
            let dispatch = try services.workflows.sendLetters(
                round: round, sending, as: principal, isStopped: { isEnding })
            logger.info(
                "letters",
                metadata: [
                    "round": "\(round)", "sent": "\(dispatch.sent)",
                    "toPost": "\(dispatch.toPost)", "waiting": "\(dispatch.waiting)",
                    "failed": "\(dispatch.failed)", "unknown": "\(dispatch.unknown)",
                ])
        } catch CorrespondenceProblem.anotherSending {
            logger.debug("letters", metadata: ["waits": "somebody else is sending"])
        } catch CorrespondenceProblem.mailMisconfigured(let why) {
            shared.withLock { $0.state = .stopped(why: why) }
            lastDelivery.value = nil
            resumeIfLettersLeave()
            // Whatever is put right is read anew.
            sendings = [:]
            logger.error("mail stopped", metadata: ["why": "\(why)"])
        } catch {
            logger.error("letters", metadata: ["round": "\(round)", "error": "\(error)"])
        }
    }

    private func pause() {
        let end = Date(timeIntervalSinceNow: Self.pauseSeconds)
        bell.lock()
        defer { bell.unlock() }
        while !shared.withLock({ $0.isNudged || $0.isEnding }), bell.wait(until: end) {}
        shared.withLock { $0.isNudged = false }
    }
}
