import Correspondence
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Makes one attempt at each notice of a round that is due, by whoever holds the lock of sending.
    /// - Throws: `CorrespondenceProblem.mailMisconfigured`.
    func sendNotices(
        of round: RoundID, _ renderer: LetterRenderer, _ sending: Sending,
        as principal: Principal, isStopped: () -> Bool
    ) throws {
        let due = try store.write(as: principal) {
            try correspondence.dueNotices(of: round, in: $0)
        }
        for id in due {
            if isStopped() { return }
            // Committed before anything leaves: a run that is killed here is seen.
            let notice = try store.write(as: principal) {
                try correspondence.claimNotice(id, transport: sending.transport.name, in: $0)
            }
            guard let notice else { continue }
            let outcome: DeliveryOutcome
            do {
                outcome = sending.transport.deliver(
                    try MailMessage(
                        renderer.notice(
                            subject: notice.subject, body: notice.body, language: notice.language),
                        to: notice.recipient, messageID: notice.messageID, at: notice.queuedAt,
                        fileStem: notice.fileStem, settings: renderer.settings))
            } catch let problem as InvalidInput {
                outcome = .refused(
                    problem.fields.map { "\($0.place) \($0.code)" }.joined(separator: ", "))
            }
            try store.write(as: principal) {
                try correspondence.record(outcome, of: notice, retries: sending.retries, in: $0)
            }
            if case .misconfigured(let why) = outcome {
                throw CorrespondenceProblem.mailMisconfigured(why: why)
            }
        }
    }
}
