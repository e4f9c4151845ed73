import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

extension Reports {
    /// The round's letters in words, or those of one application: rows of `Listing.letters`.
    ///
    /// - Parameters:
    ///   - after: where a page before this one left off; nil from the beginning.
    ///   - limit: at most so many.
    ///   - body: takes each row, and where a list left off that ends with it.
    public func letters(
        of key: String, application typed: String?, after: LetterID? = nil, limit: Int? = nil,
        as principal: Principal, _ body: ([JSONValue], _ place: String) throws -> Void
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
            let renderer = try renderers.renderer(of: round.id) {
                try rounds.section(.letters, of: round.id, in: tx)
            }
            try correspondence.letters(
                of: round.id, application: application, after: after, limit: limit, in: tx
            ) { letter in
                let rendered = try renderer.render(letter)
                let summary = letter.summary
                let email =
                    try summary.recipientEmail
                    ?? applications.contact(of: summary.application, in: tx)?.email
                try body(
                    [
                        .string("\(summary.reference)"), .string(summary.kind.rawValue),
                        .string(summary.status.rawValue), .optional(email),
                        .string(rendered.subject), .optional(letter.lastReply),
                        .string(rendered.text),
                    ], "\(summary.id.rawValue)")
            }
        }
    }

    /// How many of a round's letters stand at each status.
    public func letterCounts(
        of key: String, as principal: Principal
    ) throws -> [LetterStatus: Int64] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            try correspondence.counts(of: try rounds.round(key, in: tx).id, in: tx)
        }
    }

    /// How many letters wait to be let go, how many a gate holds or wait for their time, and the files
    /// that wait to be posted.
    public func lettersAtHand(
        of key: String, as principal: Principal
    ) throws -> (
        held: Int64, hasGate: Bool, gated: GatedCounts,
        batches: [(number: Int64, count: Int64)]
    ) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx).id
            return (
                try correspondence.heldCount(of: round, in: tx),
                try rounds.controls(of: round, in: tx).has(.letterGate),
                try correspondence.gatedCounts(of: round, in: tx),
                try correspondence.postBatches(of: round, in: tx)
            )
        }
    }

    /// The letters of one file for the post, as the HTML that prints them, one a page.
    public func postFile(
        of key: String, batch: Int64, as principal: Principal
    ) throws -> String {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let letters = try correspondence.letters(inPostBatch: batch, of: round.id, in: tx)
            let renderer = try renderers.renderer(of: round.id) {
                try rounds.section(.letters, of: round.id, in: tx)
            }
            return renderer.print(
                try letters.map {
                    let contact = try applications.contact(of: $0.summary.application, in: tx)
                    return try renderer.render($0, address: contact?.address)
                })
        }
    }
}
