import Applications
import Assessment
import Awards
import Correspondence
import Documents
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// What crosses modules and only reads. Each report is of one moment.
public struct Reports: Sendable {
    let store: FundStore
    let text: @Sendable () throws -> TextCatalogue
    let rounds = RoundsModule()
    let identity = IdentityModule()
    let ledger = LedgerModule()
    let documents = DocumentsModule()
    let correspondence = CorrespondenceModule()
    let applications = ApplicationsModule()
    let assessment = AssessmentModule()
    let awards = AwardsModule()
    let payments = PaymentsModule()

    public init(store: FundStore, text: @escaping @Sendable () throws -> TextCatalogue) {
        self.store = store
        self.text = text
    }

    /// Every round.
    public func rounds(_ body: ([JSONValue]) throws -> Void) throws {
        try store.read { tx in
            for round in try rounds.all(in: tx) {
                let left =
                    round.status == .planned
                    ? round.plan.allotment
                    : try ledger.balance(.allotted, of: round.id, in: tx)
                try body(Shape.row(round, left: left))
            }
        }
    }

    public func round(_ key: String) throws -> Round {
        try store.read { try rounds.round(key, in: $0) }
    }

    /// The round's applications, in the order they came.
    ///
    /// - Parameters:
    ///   - after: list those that came after this reference.
    ///   - limit: at most so many.
    public func applications(
        of key: String, status: ApplicationStatus?, after: String?, limit: Int?,
        as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let start = try after.map { try applications.find($0, in: tx).id }
            try applications.list(
                round.id, ApplicationFilter(status: status, after: start, limit: limit), in: tx
            ) { try body(Shape.row($0)) }
        }
    }

    /// All that is known of one application, as JSON and as a row of the listing.
    public func application(
        _ typed: String, as principal: Principal
    ) throws -> (object: JSONValue, row: [JSONValue]) {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let (id, _, roundID) = try applications.find(typed, in: tx)
            let detail = try applications.detail(of: id, in: tx)
            let round = try rounds.all(in: tx).first { $0.id == roundID }
            let form: Form = try rounds.section(.form, of: roundID, in: tx)
            let object = Shape.object(
                detail, round: round?.key ?? "", form: form, words: try text(),
                try identity.emails(in: tx))
            return (object, Shape.row(detail.summary))
        }
    }

    /// The scores that stand, so that anybody can recompute the ranking.
    public func scores(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(
            or: .officer, .panelMember, .decisionMaker, .finance, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            let isOwnOnly = principal.isPanelMemberOnly && round.status != .decided
            try assessment.scores(of: round.id, in: tx) { score in
                guard !isOwnOnly || score.member == principal.personID else { return }
                try body(Shape.row(score, emails))
            }
        }
    }

    /// The ranking by the scores as they stand.
    public func ranking(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            let emails = try identity.emails(in: tx)
            let names = try applications.organisations(of: round.id, in: tx)
            let ranking = try assessment.ranking(
                of: round.id, key: key,
                scheme: try rounds.section(.scoring, of: round.id, in: tx), in: tx)
            for ranked in ranking {
                try body(
                    Shape.row(ranked, organisation: names[ranked.application] ?? "", emails))
            }
        }
    }

    /// The instalments of a round.
    public func instalments(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let emails = try identity.emails(in: tx)
            try payments.instalments(of: round.id, in: tx) { try body(Shape.row($0, emails)) }
        }
    }

    /// The file of an approved run, byte for byte, a piece at a time.
    ///
    /// - Parameter run: a run's reference; nil for the latest.
    public func awardsFile(
        of key: String, profile: String, run: String?, as principal: Principal,
        _ body: ([UInt8]) throws -> Void
    ) throws {
        try principal.require(.finance, .auditor)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let run = try payments.run(of: round.id, key: key, named: run, in: tx)
            let file = try payments.file(of: run, profile: profile, in: tx)
            // Read through once before anything is handed out: the bytes are those approved.
            var digest = SHA256Stream()
            try documents.read(file.document, in: tx) { digest.update($0[...]) }
            guard digest.finish().description == file.sha256 else {
                throw PaymentsProblem.fileChanged(run: "\(run.reference)")
            }
            try documents.read(file.document, in: tx, body)
        }
    }
}

extension Principal {
    /// A panel member who is nothing more sees their own scores only.
    fileprivate var isPanelMemberOnly: Bool {
        has(.panelMember) && !has(.officer) && !has(.decisionMaker) && !has(.auditor)
    }
}
