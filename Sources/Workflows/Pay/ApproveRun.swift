import Applications
import Assessment
import Awards
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What a run would pay now, and what it leaves out.
public struct RunPreview: Sendable {
    public let count: Int64
    public let total: Money
    public let excluded: Int64
    /// What to look into before somebody approves it.
    public let warnings: [RunWarning]
}

extension Workflows {
    /// Puts forward what a run would pay now, for somebody else to approve.
    /// - Throws: `PaymentsProblem`, `DecisionRecordProblem`.
    public func proposeRun(
        round key: String, as principal: Principal
    ) throws -> (proposal: PaymentProposal, preview: RunPreview) {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            _ = try effect(of: round, in: tx.reading)
            let selected = try select(of: round, in: tx.reading)
            guard selected.content.count > 0 else {
                throw try nothingToPay(round, in: tx.reading)
            }
            let preview = RunPreview(
                count: selected.content.count, total: selected.content.total,
                excluded: selected.excluded,
                warnings: try warnings(
                    of: try payments.warned(of: selected.instalments, in: tx.reading),
                    in: tx.reading))
            return (try payments.propose(selected.content, of: round.id, in: tx), preview)
        }
    }

    /// Approves what is scheduled, or what somebody proposed, as one run.
    ///
    /// - Parameters:
    ///   - content: the fingerprint of the proposal that the person has looked at; nil for the
    ///     newest.
    ///   - papers: what its files are made by; of a run that needs a release they are made with
    ///     that.
    ///   - limits: the most that each person may approve.
    /// - Throws: `PaymentsProblem`; `DecisionRecordProblem` where the decision has no effect yet, or
    ///   none any more; what `RunPapers` throw.
    public func approvePayments(
        round key: String, content: String? = nil, by papers: RunPapers, limits: PaymentRules,
        as principal: Principal
    ) throws -> PaymentRun {
        let approver = try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            let effectiveOn = try effect(of: round, in: tx.reading)
            guard try payments.scheduledCount(of: round.id, in: tx.reading) > 0 else {
                throw PaymentsProblem.nothingScheduled(round: key)
            }
            let organisation: FrozenOrganisation = try rounds.section(
                .organisation, of: round.id, in: tx.reading)
            let proposal = try payments.openProposal(of: round.id, in: tx.reading)
            if let content, content != proposal?.contentSha256 {
                throw PaymentsProblem.proposalMoved
            }
            let selected = try select(of: round, in: tx.reading)
            let limit = limits.limit(of: try identity.email(of: approver, in: tx.reading))
            var run = try payments.beginRun(
                round.id, key: key, prefix: organisation.referencePrefix,
                selected.instalments, selected.content, proposal: proposal, limit: limit,
                auditHead: try tx.auditHead().description, effectiveOn: effectiveOn, in: tx)
            try payments.freeze(
                run, files: run.needsRelease ? [] : try files(of: run, papers, nil, in: tx),
                in: tx)
            run.warnings = try warnings(ofRun: run.id, in: tx.reading)
            // How fast the trail grows tells those who score what others do.
            if try assessment.isSealedAnywhere(from: principal, in: tx.reading) {
                run.auditHead = nil
            }
            return run
        }
    }

    /// Releases a run that somebody else approved, and makes its files.
    ///
    /// - Parameters:
    ///   - run: its reference; nil for the oldest that waits.
    ///   - payOn: on which day the money is to be there; nil for the earliest that Bacs can do, two
    ///     working days from today.
    /// - Throws: `PaymentsProblem`, `InvalidInput`, `BankHolidaysProblem`; what `RunPapers` throw.
    public func releaseRun(
        round key: String, run name: String?, payOn: LocalDate?, by papers: RunPapers,
        as principal: Principal
    ) throws -> PaymentRun {
        let releaser = try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            // What was called in or sent back since its approval is not paid.
            _ = try effect(of: round, in: tx.reading)
            let run = try payments.runToRelease(
                of: round.id, key: key, named: name, in: tx.reading)
            try payments.refuseReleaser(run, in: tx)
            try refuseObstructed(run, in: round, tx.reading)
            try payments.refuseMoved(run, in: tx.reading)
            let earliest = try BacsDays(sentAt: tx.now, papers.holidays).entry
            let day = payOn ?? earliest
            let today = LondonTime.date(tx.now)
            let latest = today.adding(days: PaymentsModule.farthestPayDay)
            guard day <= latest else {
                throw InvalidInput(
                    "release", [FieldProblem("payOn", "pay-day-far", ["latest": "\(latest)"])])
            }
            guard day >= earliest, try papers.holidays.isWorkingDay(day) else {
                throw InvalidInput(
                    "release",
                    [FieldProblem("payOn", "not-pay-day", ["earliest": "\(earliest)"])])
            }
            let release = RunRelease(by: releaser, on: today, payOn: day)
            var released = try payments.release(
                run, payOn: day, files: try files(of: run, papers, release, in: tx), in: tx)
            released.warnings = try warnings(ofRun: run.id, in: tx.reading)
            return released
        }
    }

    /// Calls off a run that nobody has taken away.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    public func cancelRun(
        _ name: String, reason: String, as principal: Principal
    ) throws -> PaymentRun {
        try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try payments.cancel(run, reason: reason, in: tx)
            // What was taken back while it stood in the run is owed to nobody.
            var items: [Instalment] = []
            try payments.instalments(in: run.id, in: tx.reading) { items.append($0) }
            for item in items { try releaseStopped(item, in: run.round, tx) }
            return try payments.run(named: name, in: tx.reading)
        }
    }

    /// Records that a run's file is taken away. What the bank said of the run before is tried again,
    /// where somebody of finance takes it: nobody else records what came of payments.
    /// - Throws: `PaymentsProblem`.
    public func recordExport(
        of name: String, profile: String, as principal: Principal
    ) throws {
        try principal.requireOperator(or: .finance)
        try store.write(as: principal) { tx in
            let run = try payments.run(named: name, in: tx.reading)
            try payments.recordExport(of: run, profile: profile, in: tx)
            guard principal.has(.finance), [.approved, .released].contains(run.status) else {
                return
            }
            try retryLines(of: run.round, run: run.id, tx)
        }
    }

    /// Lets somebody do what a round keeps apart.
    /// - Throws: `PaymentsProblem`, `InvalidInput`, `AccessProblem.unknownPerson`.
    public func exempt(
        _ email: String, _ duty: Duty, apartFrom other: Duty, round key: String,
        until day: LocalDate, reason: String, as principal: Principal
    ) throws {
        let granter = try principal.require(.decisionMaker)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard let person = try identity.person(email, in: tx.reading) else {
                throw AccessProblem.unknownPerson(email: email)
            }
            // An exception gives no role: without that, it would only mislead whoever reads the list.
            // That nobody grants one to themselves comes first.
            guard person.id == granter || !person.roles.isDisjoint(with: duty.roles) else {
                throw PaymentsProblem.exemptionUseless(email: email, role: duty.roles[0])
            }
            try payments.exempt(
                person.id, duty, apartFrom: other, of: round.id, until: day, reason: reason, in: tx)
        }
    }

    /// Ends an exception before its day.
    ///
    /// - Parameter key: the round that it is to be of; nil for any.
    /// - Throws: `PaymentsProblem`, `InvalidInput`.
    @discardableResult
    public func endExemption(
        _ number: Int64, round key: String? = nil, reason: String, as principal: Principal
    ) throws -> Exemption {
        try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            try payments.endExemption(
                number, of: try key.map { try rounds.round($0, in: tx.reading).id },
                reason: reason, in: tx)
        }
    }

    // MARK: What a run pays

    private func warnings(
        ofRun run: PaymentRunID, in tx: borrowing ReadTx
    ) throws -> [RunWarning] {
        try warnings(of: try payments.warned(ofRun: run, in: tx), in: tx)
    }

    private func warnings(
        of paid: WarnedOf, in tx: borrowing ReadTx
    ) throws -> [RunWarning] {
        try payments.warnings(of: paid, in: tx) {
            let application = try applications.summary(of: $0, in: tx)
            return (application.reference, application.organisation)
        }
    }

    /// Since when the round's decision has effect; nil where nobody can call it in.
    private func effect(
        of round: Round, in tx: borrowing ReadTx
    ) throws -> LocalDate? {
        guard try rounds.controls(of: round.id, in: tx).has(.callIn) else { return nil }
        return try awards.requireEffect(of: round.id, key: round.key, in: tx)
    }

    private struct Selection {
        var instalments: [(id: InstalmentID, payee: PayeeID?)] = []
        var content = RunContent()
        var excluded: Int64 = 0
    }

    private func select(of round: Round, in tx: borrowing ReadTx) throws -> Selection {
        var selection = Selection()
        try payments.candidates(
            of: round.id, try grounds(of: round, in: tx), in: tx
        ) {
            if $0.obstacles.isEmpty {
                selection.instalments.append(($0.instalment.id, $0.payee))
                selection.content.add($0.instalment, to: $0.payee)
            } else {
                selection.excluded += 1
            }
        }
        return selection
    }

    /// What other modules know that keeps a round's instalments out of a run.
    private func grounds(
        of round: Round, in tx: borrowing ReadTx
    ) throws -> PaymentGrounds {
        let controls = try rounds.controls(of: round.id, in: tx)
        return try payments.grounds(
            of: round.id,
            isInEffect: try !controls.has(.callIn) || awards.isInEffect(round.id, in: tx),
            isScreened: controls.has(.screening), in: tx
        ) {
            try applications.screeningBar(
                to: $0, of: round.id, try rounds.section(.form, of: round.id, in: tx),
                today: LondonTime.date(tx.now), in: tx)
        }
    }

    private func nothingToPay(
        _ round: Round, in tx: borrowing ReadTx
    ) throws -> any Problem {
        try payments.scheduledCount(of: round.id, in: tx) > 0
            ? PaymentsProblem.nothingDue(round: round.key)
            : PaymentsProblem.nothingScheduled(round: round.key)
    }

    /// Between approval and release a return may have become late, and a name have come onto a list.
    private func refuseObstructed(
        _ run: PaymentRun, in round: Round, _ tx: borrowing ReadTx
    ) throws {
        try payments.refuseReported(run, in: tx)
        guard try rounds.controls(of: round.id, in: tx).has(.screening) else { return }
        var paid: [ApplicationID] = []
        try payments.instalments(in: run.id, in: tx) { paid.append($0.application) }
        let obstacles = try applications.screeningObstacles(
            to: Array(Set(paid)), of: round.id,
            try rounds.section(.form, of: round.id, in: tx), today: LondonTime.date(tx.now),
            in: tx)
        guard obstacles.isEmpty else {
            throw ScreeningProblem.awardsBarred(count: obstacles.count, fields: obstacles)
        }
    }
}
