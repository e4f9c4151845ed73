import Awards
import Documents
import FundCore
import FundStore
import Identity
import Payments

/// Files of payments that go on naming people after they are erased: they belong to the accounts,
/// and go with bank details once their own time has come.
extension Workflows {
    /// What will still name those whose erasure is proposed.
    /// - Parameter policy: nil where the fund has none; nothing can be approved then.
    public func filesKept(
        after erasure: Erasure, _ subjects: [ErasureSubject], _ policy: RetentionPolicy?,
        as principal: Principal
    ) throws -> [NamingFile] {
        try principal.requireOperator(or: .officer, .administrator, .auditor)
        guard let policy else { return [] }
        return try store.read {
            try filesNaming(subjects, by: erasure.scope, policy, in: $0).map { $0.file }
        }
    }

    /// The files that pay an award of theirs, or in which their name or address stands.
    func filesNaming(
        _ subjects: [ErasureSubject], by scope: ErasureScope, _ policy: RetentionPolicy,
        in tx: borrowing ReadTx
    ) throws -> [(document: DocumentID, file: NamingFile)] {
        // Who is erased for something else, their help or their reports, is not in them for that.
        if let kinds = scope.retention?.kinds, kinds.isDisjoint(with: Self.namedKinds) { return [] }
        let granted = try awards.kept(in: tx)
        let theirs = Set(
            subjects.filter { $0.kind == .application }.compactMap {
                granted[ApplicationID($0.id)]?.id
            })
        var names: [FoldedText] = []
        for subject in subjects where subject.kind == .person {
            let person = PersonID(subject.id)
            let texts = try [identity.email(of: person, in: tx), identity.name(of: person, in: tx)]
            names += texts.filter { $0 != "erased" }.map { FoldedText($0) }
        }
        guard !theirs.isEmpty || !names.isEmpty else { return [] }
        let rule = try policy.rule(of: .bankDetails)
        var found: [(document: DocumentID, file: NamingFile)] = []
        for file in try payments.storedFiles(in: tx) {
            let isPaid = !file.awards.isDisjoint(with: theirs)
            guard isPaid || !names.isEmpty, let kept = try documents.kept(file.document, in: tx),
                isPaid || kept.text.map({ FoldedText($0).hasAny(of: names) }) ?? false
            else { continue }
            let due = rule.dueOn(storedOn: LondonTime.date(kept.storedAt))
            found.append((file.document, NamingFile(name: file.name, dueOn: due)))
        }
        return found
    }

    private static let namedKinds: Set<PersonalKind> = [
        .application, .contacts, .bankDetails, .people,
    ]
}
