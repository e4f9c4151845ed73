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

extension Workflows {
    /// Releases what the panel wants a group to read, into its decision letter.
    public func releaseFeedback(
        _ text: String, to typed: String, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, reference, _) = try applications.find(typed, in: tx.reading)
            try correspondence.releaseFeedback(text, to: id, reference: reference, in: tx)
        }
    }

    /// Has a group's letters that failed, or may have arrived, tried once more.
    /// - Returns: how many.
    public func retryLetters(to typed: String, as principal: Principal) throws -> Int {
        try store.write(as: principal) { tx in
            let (id, reference, _) = try applications.find(typed, in: tx.reading)
            return try correspondence.retry(id, reference: reference, in: tx)
        }
    }

    /// Makes one attempt at each of the round's letters that is due. Those whose group has no email
    /// address are written out for the post, all in one file.
    ///
    /// - Parameters:
    ///   - directory: where letters for the post are written.
    ///   - progress: letters done, letters in all.
    /// - Throws: `CorrespondenceProblem.anotherSending`, `.mailMisconfigured`.
    public func sendLetters(
        round key: String, by transport: any MailTransport, directory: MailDirectory,
        retries: RetryPlan, as principal: Principal, progress: (Int, Int) -> Void
    ) async throws -> Dispatch {
        try principal.require(.officer)
        let lock = try MailLock(beside: store.path)
        defer { withExtendedLifetime(lock) {} }
        let (round, renderer, due, unknown) = try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let unknown = try correspondence.settleInterrupted(of: round.id, in: tx)
            return (
                round,
                try LetterRenderer(try rounds.section(.letters, of: round.id, in: tx.reading)),
                try correspondence.due(of: round.id, in: tx.reading), unknown
            )
        }
        var dispatch = Dispatch()
        dispatch.unknown = unknown
        var forPost: [LetterID] = []
        for (index, item) in due.enumerated() {
            let email = try store.read { try applications.contact(of: item.application, in: $0) }?
                .email
            if let email {
                try await attempt(
                    item.id, email: email, by: transport, renderer: renderer, retries: retries,
                    as: principal, into: &dispatch)
            } else {
                forPost.append(item.id)
            }
            progress(index + 1, due.count)
        }
        try writeForPost(
            forPost, round: round, renderer: renderer, directory: directory, as: principal,
            into: &dispatch)
        dispatch.waiting = Int(
            try store.read { try correspondence.counts(of: round.id, in: $0) }[.waiting] ?? 0)
        return dispatch
    }

    private func attempt(
        _ id: LetterID, email: String, by transport: any MailTransport, renderer: LetterRenderer,
        retries: RetryPlan, as principal: Principal, into dispatch: inout Dispatch
    ) async throws {
        // Claimed and committed before anything leaves: a run that is killed here is seen.
        let claimed = try store.write(as: principal) {
            try correspondence.claim(id, email: email, transport: transport.name, in: $0)
        }
        guard let letter = claimed else { return }
        let outcome: DeliveryOutcome
        do {
            let message = try MailMessage(
                letter, try renderer.render(letter), to: email, settings: renderer.settings)
            outcome = await transport.deliver(message)
        } catch let problem as InvalidInput {
            outcome = .refused(problem.fields.map { "\($0.place) \($0.code)" }.joined())
        }
        let status = try store.write(as: principal) {
            try correspondence.record(
                outcome, of: letter, transport: transport.name, retries: retries, in: $0)
        }
        if case .misconfigured(let why) = outcome {
            throw CorrespondenceProblem.mailMisconfigured(why: why)
        }
        switch status {
        case .sent: dispatch.sent += 1
        case .failed: dispatch.failed += 1
        case .unknown: dispatch.unknown += 1
        default: break
        }
    }

    private func writeForPost(
        _ ids: [LetterID], round: Round, renderer: LetterRenderer, directory: MailDirectory,
        as principal: Principal, into dispatch: inout Dispatch
    ) throws {
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
        let pages = try letters.map { try renderer.render($0) }
        let name = "\(round.key)-to-post-\(batch).html"
        do {
            try directory.write(Array(renderer.print(pages).utf8), to: name)
        } catch {
            throw CorrespondenceProblem.mailMisconfigured(why: "\(directory.path): \(error)")
        }
        try store.write(as: principal) {
            try correspondence.recordPosted(
                letters.map(\.summary.id), batch: batch, round: round.id, in: $0)
        }
        dispatch.toPost = letters.count
        dispatch.postFile = "\(directory.path)/\(name)"
    }
}
