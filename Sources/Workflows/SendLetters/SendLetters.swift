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
    /// Those that a gate holds, and those that wait for the end of an embargo.
    public internal(set) var held = 0
    public internal(set) var embargoed = 0
    /// Those whose decision was called in or sent back.
    public internal(set) var suspended = 0
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
    /// An officer sends everything that is queued; the mail worker what an officer has let go. Neither
    /// sends what a gate holds, or anything before its time. It blocks for as long as the mail server does, so it wants a thread of its own.
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
                try renderers.renderer(of: round.id) {
                    try rounds.section(.letters, of: round.id, in: tx.reading)
                },
                try correspondence.due(
                    of: round.id, onlyReleased: principal.isMailWorker, in: tx.reading),
                unknown
            )
        }
        var run = SendingRun(
            store: store, correspondence: correspondence, applications: applications,
            renderer: renderer, sending: sending, principal: principal)
        run.dispatch.unknown = unknown
        let forPost = try run.send(due, isStopped: isStopped, progress: progress)
        if !isStopped() { try run.writeForPost(forPost, round: round) }
        try sendNotices(
            of: round.id, renderer, sending, as: principal, isStopped: isStopped)
        let (waiting, gated) = try store.read {
            (
                try correspondence.counts(of: round.id, in: $0)[.waiting],
                try correspondence.gatedCounts(of: round.id, in: $0)
            )
        }
        run.dispatch.waiting = Int(waiting ?? 0)
        run.dispatch.held = Int(gated.held)
        run.dispatch.embargoed = Int(gated.embargoed)
        run.dispatch.suspended = Int(gated.suspended)
        return run.dispatch
    }
}
