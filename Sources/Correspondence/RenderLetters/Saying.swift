/// What one language's part of a letter says of its own.
struct Saying {
    let date: String
    let particular: [String: String]
    let criteria: [LetterFacts.Criterion]
    let answers: [LetterFacts.Answer]
    let notes: [String]
    let feedback: String?
    let conditions: String?

    /// What the letter itself says, in the group's language.
    init(_ letter: Letter) {
        let facts = letter.facts
        date = facts.date
        particular = facts.particular
        criteria = facts.criteria
        answers = facts.answers
        notes = facts.notes
        feedback = letter.feedback
        conditions = letter.conditions
    }

    /// What its copy in the fund's own language says; nil where there is none. Words that nobody
    /// wrote in that language stand as they are.
    init?(besides letter: Letter) {
        guard let beside = letter.facts.beside else { return nil }
        date = beside.date
        particular = beside.particular
        criteria = beside.criteria
        answers = beside.answers
        notes = beside.notes
        feedback = letter.feedbackBeside ?? letter.feedback
        conditions = letter.conditionsBeside ?? letter.conditions
    }
}
