import Applications
import Awards
import FundCore
import FundStore
import Identity
import Rounds

extension Reports {
    /// Everything that is held about whoever has an email address: their rows of the register of
    /// personal data, every other row in which they are named, and what they did.
    ///
    /// Other people are taken out of it, and what is left out is listed.
    /// - Throws: `InvalidInput` where it is no address, `DisclosureProblem.nothingHeld`.
    public func subjectAccess(_ typed: String, as principal: Principal) throws -> Disclosure {
        try principal.requireOperator(or: .officer, .administrator)
        let email = typed.trimmed.lowercased()
        guard email.isEmailAddress else {
            throw InvalidInput("person", [FieldProblem("person", "not-email")])
        }
        return try store.read { tx in
            var gathering = try SubjectGathering(
                email, questions: peopleQuestions(in: tx), in: tx)
            for round in try rounds.all(in: tx) where round.status != .decided {
                gathering.undecidedRounds.insert(round.id.rawValue)
            }
            try gathering.findSubjects(in: tx)
            for id in gathering.applications {
                gathering.references.append(
                    try applications.kept(ApplicationID(id), in: tx).reference)
                if let award = try awards.award(of: ApplicationID(id), in: tx) {
                    gathering.subjects.insert(.init(kind: .award, id: award.id.rawValue))
                }
            }
            gathering.erasedAwards = try erasedAwards(in: tx)
            var disclosure = try gathering.disclosure(in: tx)
            guard disclosure.rowCount > 0 || !disclosure.leftOut.isEmpty else {
                throw DisclosureProblem.nothingHeld(about: email)
            }
            try addForms(to: &disclosure, in: tx)
            return disclosure
        }
    }

    /// Awards of applications that were erased as a whole, or as far as they name people.
    private func erasedAwards(in tx: borrowing ReadTx) throws -> Set<AwardID> {
        let names = Set(
            [RetentionClass.awarded, .unsuccessful, .contacts].map(\.rawValue)
                + [ErasureScope.application.name, ErasureScope.person.name])
        let granted = try awards.kept(in: tx)
        return Set(
            try erasures.erased(in: tx).compactMap { subject, by -> AwardID? in
                guard subject.kind == .application, !by.isDisjoint(with: names) else { return nil }
                return granted[ApplicationID(subject.id)]?.id
            })
    }
}

public enum DisclosureProblem: Problem {
    /// Of a person, by their address.
    case nothingHeld(about: String)
    /// There is an application, and no award: what is recorded is asked for in another way.
    case noAward(reference: String)
    case organisationUnknown(String)

    public var report: ProblemReport {
        switch self {
        case .nothingHeld(let about):
            ProblemReport("disclosure-nothing", .notFound, ["about": about])
        case .noAward(let reference):
            ProblemReport("disclosure-no-award", .notFound, ["reference": reference])
        case .organisationUnknown(let organisation):
            ProblemReport(
                "disclosure-organisation", .notFound, ["organisation": organisation])
        }
    }
}
