import Applications
import Assessment
import Correspondence
import Forms
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// Takes a group's application and queues its receipt.
    ///
    /// - Parameters:
    ///   - source: what the JSON was read from, for what is wrong with it.
    ///   - late: why an officer admits it after the deadline.
    /// - Throws: `InvalidInput` with everything that is wrong; `RoundsProblem`.
    public func submitApplication(
        _ json: JSONValue, source: String, round key: String, late: String?,
        as principal: Principal
    ) throws -> AddedApplication {
        try principal.requireOperator(or: .officer, .applicant)
        if late != nil { try principal.require(.officer) }
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let lateness = try admit(to: round, late: late, in: tx)
            let rules = try ApplicationRules(of: round, rounds, in: tx.reading)
            let (whole, unknown) = try withFiles(json, rules.form, tx)
            let submission: Submission
            do {
                submission = try Submission(whole, source: source, rules: rules)
            } catch let problem as InvalidInput {
                throw InvalidInput(source, problem.fields + unknown)
            }
            guard unknown.isEmpty else { throw InvalidInput(source, unknown) }
            let added = try applications.submit(
                submission, lateness: lateness, rules: rules, in: tx)
            try placeSent(whole["answers"], rules.form, with: added.id, tx)
            try queueReceipts([added], round: round, in: tx)
            return added
        }
    }

    /// Takes published grants as applications.
    ///
    /// - Parameters:
    ///   - strict: take all or none.
    ///   - receipts: queue a receipt for each, as if the groups had sent them.
    public func importGrants(
        _ package: JSONValue, source: String, round key: String, strict: Bool, receipts: Bool,
        late: String?, as principal: Principal, progress: (Int, Int) -> Void
    ) throws -> ImportReport {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let lateness = try admit(to: round, late: late, in: tx)
            let report = try applications.importGrants(
                package, source: source, strict: strict, lateness: lateness,
                rules: try ApplicationRules(of: round, rounds, in: tx.reading), in: tx,
                progress: progress)
            if receipts { try queueReceipts(report.imported, round: round, in: tx) }
            return report
        }
    }

    /// Changes how a group is reached.
    public func changeContact(
        of typed: String, _ change: ContactChange,
        if condition: EditCondition = .anything, as principal: Principal
    ) throws {
        try store.write(as: principal) { tx in
            let (id, _, round) = try applications.find(typed, in: tx.reading)
            try applications.changeContact(of: id, change, if: condition, in: tx)
            // Whoever the group is reached by now has no part in judging it.
            guard let email = change.email, let person = try identity.person(email, in: tx.reading),
                try rounds.round(round, in: tx.reading).status != .decided,
                try assessment.isOnPanel(person.id, of: round, in: tx.reading),
                try assessment.isCandidate(id, in: tx.reading)
            else { return }
            try assessment.noteOwn(id, of: person.id, round: round, in: tx)
        }
    }

    func queueReceipts(
        _ added: [AddedApplication], round: Round, isWritten: Bool = false,
        in tx: borrowing WriteTx
    ) throws {
        guard !added.isEmpty else { return }
        let timetable = round.plan.timetable
        let form: Form = try rounds.section(.form, of: round.id, in: tx.reading)
        let settings: LetterSettings = try rounds.section(.letters, of: round.id, in: tx.reading)
        for application in added {
            // What a group wrote on the pages comes back to it whole; a program has what it sent.
            let detail =
                isWritten
                ? try applications.detail(of: application.id, in: tx.reading) : nil
            try queueLetter(
                .receipt, to: application.id, round: round.id, settings: settings, in: tx
            ) { words in
                OwnFacts(
                    particular: [
                        "closes": words.words(timetable.closes),
                        "decisionExpected": words.words(timetable.decision),
                    ], answers: detail.map { form.answers(of: $0, in: words) } ?? [])
            }
        }
    }
}
