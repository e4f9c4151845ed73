import Forms
import FundCore
import FundStore
import Rounds

extension ApplicationsModule {
    /// What the figures of a round are counted by, as its files stood when it opened.
    ///
    /// - Parameter funded: what each application was given when the round was decided.
    public func reachAsk(
        of round: RoundID, _ rounds: RoundsModule, funded: [ApplicationID: Money],
        in tx: borrowing ReadTx
    ) throws -> ReachAsk {
        let equality = try rounds.optionalSection(
            .equality, of: round, as: EqualityForm.self, in: tx)
        let form: Form = try rounds.section(.form, of: round, in: tx)
        let rules = equality?.figures ?? ReachRules()
        let size = form.questions.first { $0.key == rules.size?.question && $0.type == .number }
        return ReachAsk(
            questions: equality?.questions ?? [], rules: rules,
            isSizeOptional: size.map(\.canBeLeftOpen),
            wards: try wards(of: round, form.wardQuestion, tx), funded: funded)
    }

    private func wards(
        of round: RoundID, _ question: Question?, _ tx: borrowing ReadTx
    ) throws -> ReachAsk.Wards? {
        guard let question else { return nil }
        return ReachAsk.Wards(
            named: try choices(at: question.key, in: round, tx),
            keys: question.options.map(\.key), isMany: question.type == .choices,
            isOptional: question.canBeLeftOpen)
    }
}

extension Question {
    fileprivate var canBeLeftOpen: Bool { !required || showWhen != nil }
}

extension Form {
    /// The question whose answers are wards: one that lets people choose several, or else one that
    /// asks for a ward.
    public var wardQuestion: Question? {
        let asking = questions.filter { $0.type == .ward || $0.areWards == true }
        return asking.first { $0.type == .choices } ?? asking.first
    }
}
