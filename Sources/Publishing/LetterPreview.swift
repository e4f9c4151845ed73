import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

extension Reports {
    /// The round's letters in words, or those of one application: rows of `Listing.letters`.
    public func letters(
        of key: String, application typed: String?, as principal: Principal,
        _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            var application: ApplicationID?
            if let typed {
                let (id, reference, itsRound) = try applications.find(typed, in: tx)
                guard itsRound == round.id else {
                    throw ApplicationsProblem.otherRound(reference: "\(reference)", round: key)
                }
                application = id
            }
            let renderer = try LetterRenderer(
                try rounds.section(.letters, of: round.id, in: tx))
            try correspondence.letters(of: round.id, application: application, in: tx) { letter in
                let rendered = try renderer.render(letter)
                let summary = letter.summary
                let email =
                    try summary.recipientEmail
                    ?? applications.contact(of: summary.application, in: tx)?.email
                try body([
                    .string("\(summary.reference)"), .string(summary.kind.rawValue),
                    .string(summary.status.rawValue), .optional(email),
                    .string(rendered.subject), .optional(letter.lastReply),
                    .string(rendered.text),
                ])
            }
        }
    }
}
