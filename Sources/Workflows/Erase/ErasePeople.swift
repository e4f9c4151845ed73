import Applications
import Commissioning
import FundCore
import FundStore
import Identity

extension Workflows {
    /// What is held about the person with an address as themselves: their account, the drafts that
    /// they alone write, the applications that reach them, and reports of tension by which they are
    /// to be reached.
    ///
    /// - Parameter typed: the address, or `account 7` as a certificate says it: once a backup from
    ///   before the erasure is put back, that is all that is known of whom it was.
    /// - Throws: `AccessProblem.unknownPerson` where there is none of it.
    func subjects(
        ofPerson typed: String, in tx: borrowing ReadTx
    ) throws -> [ErasureSubject] {
        let label = "account "
        let account = typed.hasPrefix(label) ? Int64(typed.dropFirst(label.count)) : nil
        let email = try account.map { try identity.email(of: PersonID($0), in: tx) } ?? typed
        guard !email.isEmpty else { throw AccessProblem.unknownPerson(email: typed) }
        var subjects: [ErasureSubject] = []
        if let person = try identity.person(email, in: tx) {
            subjects.append(
                ErasureSubject(
                    .person, person.id.rawValue, label: "account \(person.id.rawValue)"))
            for draft in try applications.unsent(by: person.id, isAlone: true, in: tx) {
                subjects.append(ErasureSubject(.draft, draft.id, label: "draft \(draft.id)"))
            }
        }
        for id in try applications.applications(reaching: email, in: tx) {
            let reference = try applications.kept(id, in: tx).reference
            subjects.append(ErasureSubject(.application, id.rawValue, label: reference))
        }
        for id in try commissioning.tensions(reaching: email, in: tx) {
            subjects.append(ErasureSubject(.tension, id, label: "report \(id)"))
        }
        guard !subjects.isEmpty else { throw AccessProblem.unknownPerson(email: typed) }
        return subjects
    }

    /// Accounts are due because nobody used them: whoever was there since is not due any more.
    func refuseSeen(
        _ subjects: [ErasureSubject], since erasure: Erasure, in tx: borrowing ReadTx
    ) throws {
        let seen = Set(
            try identity.lastSeen(in: tx).filter { $0.at > erasure.proposedAt }
                .map(\.person.rawValue))
        let problems = subjects.filter { $0.kind == .person && seen.contains($0.id) }.map {
            FieldProblem($0.label, "erase-seen-since", ["reference": $0.label])
        }
        guard problems.isEmpty else {
            throw ErasureProblem.stands(what: "\(erasure.number)", problems)
        }
    }

    /// Refuses reasons that name somebody: they stay for ever.
    ///
    /// - Throws: `InvalidInput`.
    func refusePersonal(
        _ reason: String, in name: String, of subjects: [ErasureSubject],
        _ tx: borrowing ReadTx
    ) throws {
        let text = FoldedText(reason)
        var names = try applications.contactNames(
            of: subjects.filter { $0.kind == .application }.map { ApplicationID($0.id) }, in: tx)
        for subject in subjects where subject.kind == .person {
            names.append(try identity.name(of: PersonID(subject.id), in: tx))
        }
        // What is erased already names nobody.
        let isNamed = names.contains { $0 != "erased" && text.has(FoldedText($0)) }
        guard isNamed || text.hasEmail || text.hasPhone else { return }
        throw InvalidInput(name, [FieldProblem("reason", "erase-reason-personal")])
    }
}
