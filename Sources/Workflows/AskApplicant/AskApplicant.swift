import Applications
import Correspondence
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Asks a group something about its application; the question goes out by letter at once.
    public func askApplicant(
        _ typed: String, _ text: String, as principal: Principal
    ) throws -> ApplicantQuestionID {
        try store.write(as: principal) { tx in
            let (id, reference, round) = try applications.find(typed, in: tx.reading)
            let summary = try applications.summary(of: id, in: tx.reading)
            guard summary.status != .withdrawn else {
                throw ApplicationsProblem.decided(
                    reference: "\(reference)", status: summary.status)
            }
            let question = try applications.ask(text, about: id, in: tx)
            let settings: LetterSettings = try rounds.section(.letters, of: round, in: tx.reading)
            try queueLetter(
                .question, to: id, round: round, settings: settings, in: tx
            ) { _ in OwnFacts(particular: ["question": text.trimmed]) }
            return question
        }
    }

    /// Keeps a group's answer: given by somebody of the group, or by an officer who heard it.
    public func answerQuestion(
        _ question: ApplicantQuestionID, of typed: String, _ text: String,
        as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, _, _) = try own(typed, as: principal, in: tx.reading)
            try applications.answer(question, of: id, text, in: tx)
        }
    }

    /// Notes something about an application, for officers to read.
    public func noteApplication(
        _ typed: String, _ text: String, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, _, _) = try applications.find(typed, in: tx.reading)
            try applications.note(text, about: id, in: tx)
        }
    }
}
