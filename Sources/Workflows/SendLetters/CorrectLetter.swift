import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Rounds

/// What a corrected letter says otherwise; nil where it says what the one before it said.
public struct LetterCorrection: Sendable {
    public let reason: String
    public let feedback: LetterWords?
    public let conditions: LetterWords?
    /// Whether these conditions take the place of what the panel set.
    public let insteadOfPanel: Bool

    /// - Parameter reason: why the letter that left was wrong; kept, and not sent.
    public init(
        reason: String, feedback: LetterWords? = nil, conditions: LetterWords? = nil,
        insteadOfPanel: Bool = false
    ) {
        self.reason = reason
        self.feedback = feedback
        self.conditions = conditions
        self.insteadOfPanel = insteadOfPanel
    }
}

extension Workflows {
    /// Queues a new decision letter in the place of one that has left: with names, amount and points
    /// as they stand now. The one before it stays as it was sent. A correction that nobody has let go
    /// is taken back first. Where an appeal or complaint changed what the group gets, what is corrected
    /// is the letter that told it so.
    ///
    /// - Returns: the kind of letter.
    /// - Throws: `CorrespondenceProblem.nothingToCorrect` where no decision letter has left,
    ///   `.correctionUnderWay`, `.reserveUnsent`, `.overruled`, `.outcomeUnsent`, `.outcomeWithoutWords`; `InvalidInput`
    ///   without a reason.
    @discardableResult
    public func correctLetter(
        to typed: String, _ correction: LetterCorrection, as principal: Principal
    ) throws -> LetterKind {
        try principal.require(.officer)
        let reason = correction.reason.trimmed
        guard !reason.isEmpty else {
            throw InvalidInput("letter", [FieldProblem("reason", "missing")])
        }
        return try store.write(as: principal) { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx.reading)
            let round = try rounds.round(roundID, in: tx.reading)
            if try correspondence.isOverruled(id, in: tx.reading) {
                try correctOutcome(
                    to: id, reference: reference, of: round, correction, reason: reason, in: tx)
                return .appealOutcome
            }
            let old = try correspondence.lastDecisionLetter(
                to: id, reference: reference, in: tx.reading)
            try correspondence.withdrawCorrection(of: id, in: tx)
            let settings: LetterSettings = try rounds.section(
                .letters, of: round.id, in: tx.reading)
            let scheme: ScoringScheme = try rounds.section(
                .scoring, of: round.id, in: tx.reading)
            let ranked = try ranking(of: round, in: tx.reading).first { $0.application == id }
            let amount = try awards.award(of: id, in: tx.reading)?.amount
            var conditions = correction.conditions
            if !correction.insteadOfPanel,
                let set = try assessment.recommendation(about: id, in: tx.reading)?.conditions
            {
                let isOwn = try isInOwnLanguage(id, round: round.id, in: tx.reading)
                conditions = conditions?.keeping(set, isOwn: isOwn)
            }
            if let feedback = correction.feedback {
                try refuseNames(
                    in: [feedback.text, feedback.english ?? ""], round: round.id, in: tx.reading)
            }
            try queueLetter(
                old.summary.kind, to: id, round: round.id, settings: settings,
                correction: (old, reason), in: tx
            ) { words in
                let isOwn = words.language == settings.language
                func said(_ new: LetterWords?, _ text: String?, _ beside: String?) -> String? {
                    if let new { return isOwn ? new.english ?? new.text : new.text }
                    return isOwn ? beside ?? text : text
                }
                // What the letter before it said beside; what can be corrected follows.
                var particular = old.facts.particular
                particular["amount"] = amount?.words
                particular["feedback"] = said(
                    correction.feedback, old.feedback, old.feedbackBeside)
                particular["conditions"] = said(
                    conditions, old.conditions, old.conditionsBeside)
                return OwnFacts(
                    particular: particular, criteria: ranked?.words(scheme, in: words) ?? [])
            }
            return old.summary.kind
        }
    }

    /// What an appeal changed is told by its outcome's letter: with names as they stand now, and the
    /// rest as it was decided.
    private func correctOutcome(
        to id: ApplicationID, reference: Reference, of round: Round,
        _ correction: LetterCorrection, reason: String, in tx: borrowing WriteTx
    ) throws {
        guard correction.feedback == nil, correction.conditions == nil else {
            throw CorrespondenceProblem.outcomeWithoutWords(reference: "\(reference)")
        }
        let old = try correspondence.outcomeLetter(to: id, reference: reference, in: tx.reading)
        try correspondence.withdrawCorrection(of: id, in: tx)
        let settings: LetterSettings = try rounds.section(.letters, of: round.id, in: tx.reading)
        try queueLetter(
            .appealOutcome, to: id, round: round.id, settings: settings,
            correction: (old, reason), in: tx
        ) { _ in OwnFacts(particular: old.facts.particular) }
    }
}
