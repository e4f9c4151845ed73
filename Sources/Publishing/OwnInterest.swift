import Applications
import Assessment
import FundCore
import FundStore
import Identity
import Rounds

/// What somebody who works on applications said of their interest in one.
public struct OwnInterest: Sendable {
    public let round: Round
    public let summary: ApplicationSummary
    /// What stands now; nil where they have said nothing.
    public let interest: DeclaredInterest?
    /// Of whom an officer can say it: who else works on applications, by email address. None for
    /// others.
    public let others: [(email: String, name: String)]
}

extension Reports {
    /// What whoever asks said of their own interest in an application.
    /// - Throws: `ApplicationsProblem.unknown` where it is none of the round.
    public func ownInterest(
        in typed: String, of key: String, as principal: Principal
    ) throws -> OwnInterest {
        let person = try principal.require(.officer, .decisionMaker, .finance)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let (id, reference, its) = try applications.find(typed, in: tx)
            guard its == round.id else {
                throw ApplicationsProblem.unknown(reference: "\(reference)")
            }
            let onPanel = try assessment.interest(
                of: person, in: id, round: round.id, in: tx)
            let said = try assessment.staffInterest(of: person, in: id, in: tx)
            // Whichever bars stands; else what was said last.
            let standing = [onPanel, said].compactMap(\.self).first(where: \.hasInterest)
            var others: [(email: String, name: String)] = []
            if principal.has(.officer) {
                try identity.people(in: tx) {
                    if $0.id != person,
                        !$0.roles.isDisjoint(with: [.officer, .decisionMaker, .finance])
                    {
                        others.append(($0.email, $0.name))
                    }
                }
            }
            return OwnInterest(
                round: round, summary: try applications.summary(of: id, in: tx),
                interest: standing ?? said ?? onPanel, others: others)
        }
    }
}
