import Applications
import Awards
import Documents
import FundCore
import FundStore
import Identity

/// What is to be erased, as somebody asks for it.
public enum ErasureRequest: Sendable {
    /// All that is due of a class, and that nothing stands in the way of.
    case due(RetentionClass)
    /// One application, by its reference, whether it is due or not.
    case application(String)
    /// What is held about the person with this address as themselves, and as the contact of groups.
    case person(email: String)
}

extension Workflows {
    /// Proposes to erase; somebody else approves it.
    ///
    /// - Parameter reason: why; for a class, its rule is reason enough.
    /// - Returns: the erasure's number.
    /// - Throws: `InvalidInput`, `ErasureProblem` with all that stands in the way.
    public func proposeErasure(
        _ request: ErasureRequest, reason: String?, _ policy: RetentionPolicy?,
        as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer, .administrator)
        guard let policy else { throw ErasureProblem.notSetUp }
        let given = (reason ?? "").trimmed
        guard given.unicodeScalars.count <= Self.greatestErasureReason else {
            throw InvalidInput(
                "erasure",
                [
                    FieldProblem(
                        "reason", "too-long", ["maximum": "\(Self.greatestErasureReason)"])
                ])
        }
        return try store.write(as: principal) { tx in
            let (scope, subjects) = try subjects(of: request, policy, in: tx)
            if scope.retention == nil, given.isEmpty {
                throw InvalidInput("erasure", [FieldProblem("reason", "missing")])
            }
            try refusePersonal(given, in: "erasure", of: subjects, tx.reading)
            let words = try scope.retention.map { try policy.rule(of: $0).because } ?? given
            return try erasures.propose(
                scope, subjects, reason: given.isEmpty ? words : given,
                backupDays: policy.backupDays, in: tx)
        }
    }

    public static let greatestErasureReason = 2000

    private func subjects(
        of request: ErasureRequest, _ policy: RetentionPolicy, in tx: borrowing WriteTx
    ) throws -> (ErasureScope, [ErasureSubject]) {
        switch request {
        case .due(let name):
            let finder = try DueFinder(self, on: LondonTime.date(tx.now), in: tx.reading)
            let due = try finder.due(policy.rule(of: name), self, in: tx.reading)
            let free = due.filter(\.obstacles.isEmpty)
            guard !free.isEmpty else {
                let obstacles = due.flatMap(\.obstacles)
                guard obstacles.isEmpty else {
                    throw ErasureProblem.stands(what: name.rawValue, obstacles)
                }
                throw ErasureProblem.nothingDue(name: name.rawValue)
            }
            return (.due(name), free.map(\.subject))
        case .application(let typed):
            let found = try applications.find(typed, in: tx.reading)
            let subject = ErasureSubject(
                .application, found.id.rawValue, label: "\(found.reference)")
            try refuseObstacles(
                to: [subject], of: .application, what: subject.label, in: tx.reading)
            return (.application, [subject])
        case .person(let email):
            let subjects = try subjects(ofPerson: email.trimmed, in: tx.reading)
            try refuseObstacles(
                to: subjects, of: .person, what: subjects[0].label, in: tx.reading)
            return (.person, subjects)
        }
    }

    private func refuseObstacles(
        to subjects: [ErasureSubject], of scope: ErasureScope, what: String,
        in tx: borrowing ReadTx
    ) throws {
        var found: [FieldProblem] = []
        for subject in subjects {
            found += try obstacles(
                to: subject, erasing: kinds(of: subject, in: scope), in: tx)
        }
        guard found.isEmpty else { throw ErasureProblem.stands(what: what, found) }
    }

    /// Takes a proposal back.
    /// - Throws: `ErasureProblem`.
    public func withdrawErasure(_ number: Int64, as principal: Principal) throws {
        try principal.require(.officer, .administrator)
        try store.write(as: principal) { try erasures.withdraw(number, in: $0) }
    }

    /// Approves what somebody else proposed and erases, whole or not at all; what stands in the way by
    /// now is told at once.
    ///
    /// - Parameters:
    ///   - register: what is personal, by module.
    ///   - policy: says until when files of payments are kept that still name whoever is erased.
    /// - Throws: `ErasureProblem`.
    public func approveErasure(
        _ number: Int64, _ register: [PersonalData], _ policy: RetentionPolicy?,
        as principal: Principal
    ) throws -> ErasureCertificate {
        let person = try principal.require(.officer, .administrator)
        guard let policy else { throw ErasureProblem.notSetUp }
        let certificate = try store.write(as: principal) { tx in
            let erasure = try erasures.waiting(number, in: tx.reading)
            guard person != erasure.proposedBy else { throw ErasureProblem.secondPerson }
            let subjects = try erasures.subjects(of: number, in: tx.reading)
            try refuseObstacles(
                to: subjects, of: erasure.scope, what: "\(number)", in: tx.reading)
            if erasure.scope == .due(.people) {
                try refuseSeen(subjects, since: erasure, in: tx.reading)
            }
            let emptied = try emptied(erasure.scope, subjects, in: tx.reading)
            let naming = try filesNaming(subjects, by: erasure.scope, policy, in: tx.reading)
            try erasures.enforce(erasure, in: tx)
            let counts = try erasures.empty(emptied, by: register, in: tx)
            let kept = try naming.filter {
                try documents.kept($0.document, in: tx.reading) != nil
            }
            return try erasures.certify(
                erasure, subjects, counts, keeping: kept.map { $0.file }, in: tx)
        }
        return certificate
    }

    /// Writes what was erased out of the log, too.
    /// - Returns: whether it could; not while others read.
    public func emptyLog() throws -> Bool { try store.emptyLog() }

    /// Whose rows of which kinds: an application's award is its own.
    private func emptied(
        _ scope: ErasureScope, _ subjects: [ErasureSubject], in tx: borrowing ReadTx
    ) throws -> [(subject: PersonalSubject, id: Int64, kinds: Set<PersonalKind>)] {
        var found: [(subject: PersonalSubject, id: Int64, kinds: Set<PersonalKind>)] = []
        for subject in subjects {
            let kinds = kinds(of: subject, in: scope)
            found.append((subject.kind, subject.id, kinds))
            if subject.kind == .application,
                let award = try awards.award(of: ApplicationID(subject.id), in: tx)
            {
                found.append((.award, award.id.rawValue, kinds))
            }
        }
        return found
    }

    private func kinds(of subject: ErasureSubject, in scope: ErasureScope) -> Set<PersonalKind> {
        switch scope {
        case .due(let name): name.kinds
        case .application: RetentionClass.awarded.kinds
        case .person:
            switch subject.kind {
            case .person: [.people, .sessions, .panel, .application, .files]
            case .draft: RetentionClass.draft.kinds
            // A report stays; how to reach whoever made it goes.
            case .tension: [.contacts]
            default: [.contacts, .letters]
            }
        }
    }

    /// Keeps an application's data whatever is due.
    /// - Throws: `InvalidInput`, `ErasureProblem`.
    public func holdData(
        of typed: String, reason: String, as principal: Principal
    ) throws -> Reference {
        try setHold(typed, reason, as: principal) { reference, id, given, tx in
            try erasures.hold(id, reference: "\(reference)", reason: given, in: tx)
        }
    }

    /// Ends that.
    public func releaseData(
        of typed: String, reason: String, as principal: Principal
    ) throws -> Reference {
        try setHold(typed, reason, as: principal) { reference, id, given, tx in
            try erasures.release(id, reference: "\(reference)", reason: given, in: tx)
        }
    }

    private func setHold(
        _ typed: String, _ reason: String, as principal: Principal,
        _ act: (Reference, ApplicationID, String, borrowing WriteTx) throws -> Void
    ) throws -> Reference {
        try principal.require(.officer, .administrator)
        let given = reason.trimmed
        var problems: [FieldProblem] = []
        if given.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        if given.unicodeScalars.count > Self.greatestErasureReason {
            problems.append(
                FieldProblem(
                    "reason", "too-long", ["maximum": "\(Self.greatestErasureReason)"]))
        }
        guard problems.isEmpty else { throw InvalidInput("hold", problems) }
        return try store.write(as: principal) { tx in
            let found = try applications.find(typed, in: tx.reading)
            let subject = ErasureSubject(
                .application, found.id.rawValue, label: "\(found.reference)")
            try refusePersonal(given, in: "hold", of: [subject], tx.reading)
            try act(found.reference, found.id, given, tx)
            return found.reference
        }
    }
}
