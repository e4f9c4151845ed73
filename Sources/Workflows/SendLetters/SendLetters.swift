import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

/// What became of a run's letters.
public struct Dispatch: Sendable {
    public internal(set) var sent = 0
    public internal(set) var toPost = 0
    public internal(set) var failed = 0
    public internal(set) var unknown = 0
    /// Every letter of the round that will be tried again, whichever run it failed in.
    public internal(set) var waiting = 0
    /// The file of letters for the post, nil where there were none.
    public internal(set) var postFile: String?
}

/// How a run of sending goes about it.
public struct Sending: Sendable {
    public let transport: any MailTransport
    /// Where letters for the post are written.
    public let directory: MailDirectory
    public let retries: RetryPlan

    public init(transport: any MailTransport, directory: MailDirectory, retries: RetryPlan) {
        self.transport = transport
        self.directory = directory
        self.retries = retries
    }
}

extension Workflows {
    /// Makes one attempt at each of the round's letters that is due. Those whose group has no email
    /// address are written out for the post, all in one file.
    ///
    /// An officer sends everything that is queued; the mail worker what an officer has let go. It
    /// blocks for as long as the mail server does, so it wants a thread of its own.
    ///
    /// - Parameters:
    ///   - isStopped: asked before each letter; once true, no further one is begun.
    ///   - progress: letters done, letters in all.
    /// - Throws: `CorrespondenceProblem.anotherSending`, `.mailMisconfigured`.
    public func sendLetters(
        round key: String, _ sending: Sending, as principal: Principal,
        isStopped: () -> Bool = { false }, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Dispatch {
        if !principal.isMailWorker { try principal.require(.officer) }
        let lock = try MailLock(beside: store.path)
        defer { withExtendedLifetime(lock) {} }
        let (round, renderer, due, unknown) = try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            // Nobody else is sending, so what stands at "sending" was left behind by a run that died.
            let unknown = try correspondence.settleInterrupted(of: round.id, in: tx)
            return (
                round,
                try LetterRenderer(try rounds.section(.letters, of: round.id, in: tx.reading)),
                try correspondence.due(
                    of: round.id, onlyReleased: principal.isMailWorker, in: tx.reading),
                unknown
            )
        }
        var run = SendingRun(
            store: store, correspondence: correspondence, renderer: renderer, sending: sending,
            principal: principal)
        run.dispatch.unknown = unknown
        var forPost: [LetterID] = []
        for (index, item) in due.enumerated() {
            if isStopped() { break }
            let isForPost = try run.attempt(item.id) {
                try applications.contact(of: item.application, in: $0)?.email
            }
            if isForPost { forPost.append(item.id) }
            progress(index + 1, due.count)
        }
        try run.recordLast()
        if !isStopped() { try run.writeForPost(forPost, round: round) }
        run.dispatch.waiting = Int(
            try store.read { try correspondence.counts(of: round.id, in: $0) }[.waiting] ?? 0)
        return run.dispatch
    }
}

/// One run at work. What became of a letter is recorded in the transaction that claims the next, so
/// that each letter costs one wait for the disk.
private struct SendingRun {
    let store: FundStore
    let correspondence: CorrespondenceModule
    let renderer: LetterRenderer
    let sending: Sending
    let principal: Principal
    var dispatch = Dispatch()
    private var last: (letter: Letter, outcome: DeliveryOutcome)?

    init(
        store: FundStore, correspondence: CorrespondenceModule, renderer: LetterRenderer,
        sending: Sending, principal: Principal
    ) {
        self.store = store
        self.correspondence = correspondence
        self.renderer = renderer
        self.sending = sending
        self.principal = principal
    }

    /// Makes one attempt at a letter.
    /// - Parameter email: where it goes now, nil for the post.
    /// - Returns: whether it goes by post, and so was left alone.
    mutating func attempt(
        _ id: LetterID, to email: (borrowing ReadTx) throws -> String?
    ) throws -> Bool {
        let transport = sending.transport
        let before = last
        // Claimed and committed before anything leaves: a run that is killed here is seen.
        let (status, address, claimed) = try store.write(as: principal) { tx in
            let status = try before.map { try record($0.outcome, of: $0.letter, in: tx) }
            guard let address = try email(tx.reading) else {
                return (status, nil as String?, nil as Letter?)
            }
            return (
                status, address,
                try correspondence.claim(id, email: address, transport: transport.name, in: tx)
            )
        }
        count(status)
        last = nil
        guard let address else { return true }
        guard let letter = claimed else { return false }
        let outcome: DeliveryOutcome
        do {
            let message = try MailMessage(
                letter, try renderer.render(letter), to: address, settings: renderer.settings)
            outcome = transport.deliver(message)
        } catch let problem as InvalidInput {
            outcome = .refused(problem.fields.map { "\($0.place) \($0.code)" }.joined())
        }
        last = (letter, outcome)
        if case .misconfigured(let why) = outcome {
            try recordLast()
            throw CorrespondenceProblem.mailMisconfigured(why: why)
        }
        return false
    }

    /// Records what became of the last letter.
    mutating func recordLast() throws {
        guard let (letter, outcome) = last else { return }
        count(try store.write(as: principal) { try record(outcome, of: letter, in: $0) })
        last = nil
    }

    mutating func writeForPost(_ ids: [LetterID], round: Round) throws {
        guard !ids.isEmpty else { return }
        // Claimed before they are put into words, so that the words are those that are recorded.
        let (batch, letters) = try store.write(as: principal) { tx in
            (
                try correspondence.nextPostBatch(of: round.id, in: tx.reading),
                try ids.compactMap {
                    try correspondence.claim($0, email: nil, transport: "post", in: tx)
                }
            )
        }
        guard !letters.isEmpty else { return }
        let pages = try letters.map { try renderer.render($0) }
        let name = "\(round.key)-to-post-\(batch).html"
        do {
            try sending.directory.write(Array(renderer.print(pages).utf8), to: name)
        } catch {
            throw CorrespondenceProblem.mailMisconfigured(
                why: "\(sending.directory.path): \(error)")
        }
        try store.write(as: principal) {
            try correspondence.recordPosted(
                letters.map(\.summary.id), batch: batch, round: round.id, in: $0)
        }
        dispatch.toPost = letters.count
        dispatch.postFile = "\(sending.directory.path)/\(name)"
    }

    private func record(
        _ outcome: DeliveryOutcome, of letter: Letter, in tx: borrowing WriteTx
    ) throws -> LetterStatus {
        try correspondence.record(
            outcome, of: letter, transport: sending.transport.name, retries: sending.retries,
            in: tx)
    }

    private mutating func count(_ status: LetterStatus?) {
        switch status {
        case .sent: dispatch.sent += 1
        case .failed: dispatch.failed += 1
        case .unknown: dispatch.unknown += 1
        default: break
        }
    }
}
