import Applications
import Assessment
import Awards
import Commissioning
import Correspondence
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// What crosses modules and writes: each is one transaction, whole or not at all.
public struct Workflows: Sendable {
    let store: FundStore
    let text: @Sendable (_ language: String) throws -> TextCatalogue
    let plans: @Sendable () throws -> PlanBook
    let fileRules: @Sendable () throws -> FileRules
    let rounds = RoundsModule()
    let identity = IdentityModule()
    let ledger = LedgerModule()
    let documents = DocumentsModule()
    let correspondence = CorrespondenceModule()
    let renderers = LetterRenderers()
    let applications = ApplicationsModule()
    let assessment = AssessmentModule()
    let awards = AwardsModule()
    let payments = PaymentsModule()
    let commissioning = CommissioningModule()
    let erasures = ErasureRecords()

    /// - Parameters:
    ///   - plans: what plans refer to, as the officer's files say now; asked for when a
    ///     prospectus is published.
    ///   - fileRules: how large files may be, as the officer's files say now; asked for when a return
    ///     that names some is kept.
    ///   - text: the words for letters, by language; asked for when one is written.
    public init(
        store: FundStore, plans: @escaping @Sendable () throws -> PlanBook,
        fileRules: @escaping @Sendable () throws -> FileRules,
        text: @escaping @Sendable (_ language: String) throws -> TextCatalogue
    ) {
        self.store = store
        self.plans = plans
        self.fileRules = fileRules
        self.text = text
    }

    /// Passes a round that takes applications now, or one that an officer admits a late one to.
    /// - Returns: the lateness to be recorded, nil for what came in time.
    func admit(
        to round: Round, late reason: String?, in tx: borrowing WriteTx
    ) throws -> Lateness? {
        if round.takesApplications(at: tx.now) { return nil }
        guard let reason else {
            guard round.status == .open else {
                throw RoundsProblem.notOpen(round: round.key, status: round.status)
            }
            throw RoundsProblem.deadlinePassed(
                round: round.key, deadline: round.plan.timetable.closes)
        }
        try tx.principal.require(.officer)
        guard round.status == .open || round.status == .closed else {
            throw RoundsProblem.notOpen(round: round.key, status: round.status)
        }
        guard !reason.trimmed.isEmpty else { throw ApplicationsProblem.reasonMissing }
        return Lateness(reason: reason.trimmed)
    }

    /// Nobody judges what they applied for themselves, or said that they have an interest in.
    func refuseOwn(_ application: ApplicationID, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID else { return }
        let email = try identity.email(of: person, in: tx.reading)
        guard try !applications.isOwn(application, of: person, email: email, in: tx.reading)
        else { throw ApplicationsProblem.own }
        let said = try assessment.staffInterest(of: person, in: application, in: tx.reading)
        guard said?.hasInterest != true else { throw AssessmentProblem.judgeInterested }
    }

    /// Nobody decides or pays a round that they applied to themselves, or have an interest in.
    func refuseOwnRound(_ round: Round, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID else { return }
        let email = try identity.email(of: person, in: tx.reading)
        guard
            try applications.applicants(
                among: [(person, email)], of: round.id, in: tx.reading
            ).isEmpty
        else { throw ApplicationsProblem.own }
        guard try assessment.staffBarred(person, in: round.id, in: tx.reading).isEmpty else {
            throw StaffInterestProblem.round
        }
    }
}
