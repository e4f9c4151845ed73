import FundCore
import FundStore

extension AssessmentModule {
    /// Notes that a member of the panel has no interest in any application before their panel of
    /// which nothing was said yet. They say so themselves, or an officer does to whom they said it.
    ///
    /// - Returns: how many applications that is.
    public func declareNoOther(
        of member: PersonID, in round: RoundID, _ tx: borrowing WriteTx
    ) throws -> Int {
        let person = try tx.principal.require(.panelMember, .officer)
        guard member == person || tx.principal.has(.officer) else {
            throw AssessmentProblem.notOnThisPanel
        }
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        let applications = try undeclared(by: member, in: round, tx.reading)
        for application in applications {
            try note(
                application, member, round, has: false, detail: nil,
                member == person ? .declared : .officer, by: person, in: tx)
        }
        return applications.count
    }
}
