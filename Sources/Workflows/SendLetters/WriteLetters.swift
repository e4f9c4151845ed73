import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
import Rounds

/// What became of the conditions in an award letter when somebody said them.
public struct StatedConditions: Sendable {
    /// What the panel set in its meeting; nil where nothing.
    public let panel: String?
    /// Whether that was put into the letter because the words did not say it.
    public let addsPanel: Bool
    /// Whether the words took its place, so that the letter does not say it.
    public let replacesPanel: Bool
    /// Whether the letter is in the fund's own language alone.
    public let isOwnLanguage: Bool
    /// What was to be said until now; nil where nothing else was.
    public let earlier: LetterWords?
}

/// What the award letters of a round say now that said nothing of conditions.
public struct ConditionsStatedAtOnce: Sendable {
    /// That nothing special comes with the money.
    public let withoutCount: Int
    /// What the panel set.
    public let ofPanelCount: Int
    /// The letters that wait for a translation of what the panel set.
    public let untranslated: [String]

    public var count: Int { withoutCount + ofPanelCount }
}

/// What officers write into decision letters.
extension Workflows {
    /// Approves what a group will read of the panel's words, in its decision letter. In a round with
    /// a gate it names no member of the panel.
    ///
    /// - Parameters:
    ///   - comments: numbers of comments by criterion that are put before the text, as
    ///     `AssessmentModule.comments` counts them.
    ///   - english: the same in the fund's own language, for the copy beside a translated letter.
    /// - Returns: the whole text.
    @discardableResult
    public func releaseFeedback(
        _ text: String, comments: [Int] = [], english: String? = nil, to typed: String,
        if condition: EditCondition = .anything, as principal: Principal
    ) throws -> String {
        try store.write(as: principal) { tx in
            try principal.require(.officer)
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            // The comments are those of other members.
            try refuseSealed(try rounds.round(round, in: tx.reading), in: tx)
            try condition.check(try correspondence.feedback(to: id, in: tx.reading)?.tag)
            let picked = try picked(comments, about: id, round: round, in: tx.reading)
            let whole = (picked + [text.trimmed]).filter { !$0.isEmpty }.joined(separator: "\n\n")
            try refuseNames(in: [whole, english ?? ""], round: round, in: tx.reading)
            try correspondence.releaseFeedback(
                LetterWords(text: whole, english: english), to: id, reference: reference, in: tx)
            return whole
        }
    }

    /// Says what comes with a group's award, in its decision letter. What the panel set in its meeting
    /// stands there, too, unless it is said that the words take its place.
    ///
    /// - Parameters:
    ///   - text: nil for the fund's own words that nothing special does.
    ///   - insteadOfPanel: whether the words take the place of what the panel set.
    @discardableResult
    public func stateConditions(
        _ text: String?, english: String? = nil, insteadOfPanel: Bool = false, of typed: String,
        if condition: EditCondition = .anything, as principal: Principal
    ) throws -> StatedConditions {
        try store.write(as: principal) { tx in
            try principal.require(.officer)
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            let earlier = try correspondence.conditions(of: id, in: tx.reading)
            try condition.check(earlier?.tag)
            guard try awards.award(of: id, in: tx.reading) != nil else {
                throw CorrespondenceProblem.conditionsOfNoAward(reference: "\(reference)")
            }
            let set = try assessment.recommendation(about: id, in: tx.reading)?.conditions
            // What the panel set cannot be passed by with a word.
            if text == nil, let set {
                throw InvalidInput(
                    "conditions", [FieldProblem("conditions", "panel-conditions", ["text": set])])
            }
            let given =
                try text.map { LetterWords(text: $0, english: english) }
                ?? noConditions(
                    in: try applications.contact(of: id, in: tx.reading)?.language, round: round,
                    in: tx.reading)
            let isOwn = try isInOwnLanguage(id, round: round, in: tx.reading)
            let words =
                if let set, !insteadOfPanel { given.keeping(set, isOwn: isOwn) } else { given }
            let replaces = set.map { !words.says($0) } ?? false
            try correspondence.stateConditions(
                words, of: id, reference: reference, replacesPanel: replaces, in: tx)
            return StatedConditions(
                panel: set, addsPanel: set.map { !given.says($0) && words.says($0) } ?? false,
                replacesPanel: replaces, isOwnLanguage: isOwn,
                earlier: earlier.flatMap { $0.text == words.text ? nil : $0 })
        }
    }

    /// Whether the letter to a group is in the fund's own language.
    func isInOwnLanguage(
        _ application: ApplicationID, round: RoundID, in tx: borrowing ReadTx
    ) throws -> Bool {
        let settings: LetterSettings = try rounds.section(.letters, of: round, in: tx)
        let wanted = try applications.contact(of: application, in: tx)?.language
        guard let wanted, settings.templates[wanted] != nil else { return true }
        return wanted == settings.language
    }

    /// Says of every award letter of a round whose conditions nobody has said what the panel set in
    /// its meeting, or that there are none. A letter in another language waits for a translation of
    /// what the panel set.
    public func stateNoConditions(
        round key: String, as principal: Principal
    ) throws -> ConditionsStatedAtOnce {
        try store.write(as: principal) { tx in
            try principal.require(.officer)
            let round = try rounds.round(key, in: tx.reading)
            let letters = try correspondence.lettersWithoutConditions(of: round.id, in: tx.reading)
            let settings: LetterSettings = try rounds.section(
                .letters, of: round.id, in: tx.reading)
            let said = try assessment.recommendations(of: round.id, in: tx.reading)
            var (none, panel, waiting) = (0, 0, [String]())
            for letter in letters {
                let set = said[letter.application]?.conditions
                guard set == nil || letter.language == settings.language else {
                    waiting.append("\(letter.reference)")
                    continue
                }
                try correspondence.stateConditions(
                    try set.map { LetterWords(text: $0, english: nil) }
                        ?? noConditions(in: letter.language, round: round.id, in: tx.reading),
                    of: letter.application, reference: letter.reference, in: tx)
                if set == nil { none += 1 } else { panel += 1 }
            }
            return ConditionsStatedAtOnce(
                withoutCount: none, ofPanelCount: panel, untranslated: waiting)
        }
    }

    private func noConditions(
        in language: String?, round: RoundID, in tx: borrowing ReadTx
    ) throws -> LetterWords {
        let settings: LetterSettings = try rounds.section(.letters, of: round, in: tx)
        let wanted = language ?? settings.language
        let own = settings.templates[wanted] == nil ? settings.language : wanted
        let key = "letter-part.no-conditions"
        return LetterWords(
            text: try text(own).words(key),
            english: own == settings.language ? nil : try text(settings.language).words(key))
    }

    /// The comments with these numbers, each after the title of its criterion.
    private func picked(
        _ numbers: [Int], about application: ApplicationID, round: RoundID,
        in tx: borrowing ReadTx
    ) throws -> [String] {
        guard !numbers.isEmpty else { return [] }
        let comments = try assessment.comments(about: application, in: tx)
        let wrong = numbers.filter {
            !(1...max(1, comments.count)).contains($0) || comments.isEmpty
        }
        guard wrong.isEmpty else {
            throw InvalidInput(
                "feedback",
                wrong.map { FieldProblem("comments", "no-comment", ["number": "\($0)"]) })
        }
        let scheme: ScoringScheme = try rounds.section(.scoring, of: round, in: tx)
        return numbers.map { number in
            let comment = comments[number - 1]
            let title = scheme.criteria.first { $0.key == comment.criterion }?.title
            return "\(title ?? comment.criterion): \(comment.text)"
        }
    }

    /// What the panel says is the panel's, and no member's.
    func refuseNames(
        in texts: [String], round: RoundID, in tx: borrowing ReadTx
    ) throws {
        guard try rounds.controls(of: round, in: tx).has(.letterGate) else { return }
        let members = Set(try assessment.panel(of: round, in: tx))
        var named = false
        try identity.people(in: tx) { person in
            guard members.contains(person.id) else { return }
            for text in texts.map({ $0.lowercased() }) {
                named =
                    named || text.contains(person.name.lowercased())
                    || text.contains(person.email.lowercased())
            }
        }
        guard !named else {
            throw InvalidInput("feedback", [FieldProblem("feedback", "names-member")])
        }
    }
}
