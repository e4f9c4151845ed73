import Applications
import Assessment
import Awards
import Forms
import FundCore
import FundStore
import Identity
import Ledger
import Payments
import Rounds

/// How a run came about, and what came of it.
public struct RunReport: Sendable {
    public let run: PaymentRun
    public let round: String
    /// Of the files that whoever asks may take.
    public let profiles: [String]
    /// How many of these pay the whole run at the bank.
    public let bankFileCount: Int
    /// The account numbers of its payments added up: a control total of the files for the bank. Nil
    /// without such files, for others than finance, and for a run of one payment, whose account it
    /// would tell.
    public let accountsTotal: Int64?
    /// Which files were taken, when first, and by whom; nobody where the operator took it.
    public let takings: [(profile: String, isForBank: Bool, by: String?, at: Instant)]
    /// Who did what in it, by email address.
    public let duties: [(email: String, duty: Duty, on: String)]
    /// How it was called off; nil where it was not.
    public let cancelled: (by: String, reason: String)?
    /// How the bank refused its file as a whole; nil where it did not.
    public let refused: (by: String, on: String, reason: String)?
    /// Who said first that it did; where nobody has confirmed it, nothing failed yet. Nil where nobody
    /// says so.
    public let refusalClaim: (by: String, on: String, reason: String)?

    public var json: JSONValue {
        guard case .object(let members) = run.json else { return run.json }
        return .object(
            members + [
                ("round", .string(round)), ("profiles", .array(profiles.map { .string($0) })),
                (
                    "taken",
                    .array(
                        takings.map {
                            .object([
                                ("profile", .string($0.profile)), ("person", .optional($0.by)),
                                ("at", .string($0.at.iso8601)),
                            ])
                        })
                ),
                ("accountsTotal", .optional(accountsTotal)),
                (
                    "duties",
                    .array(
                        duties.map {
                            .object([
                                ("person", .string($0.email)),
                                ("duty", .string($0.duty.rawValue)), ("on", .string($0.on)),
                            ])
                        })
                ),
                ("paid", .int(run.outcomes.paid)), ("failed", .int(run.outcomes.failed)),
                ("returned", .int(run.outcomes.returned)),
                ("cancelledBy", .optional(cancelled?.by)),
                ("cancelReason", .optional(cancelled?.reason)),
                ("refusedBy", .optional(refused?.by)), ("refusedOn", .optional(refused?.on)),
                ("refusalReason", .optional(refused?.reason)),
                ("refusalClaimedBy", .optional(refusalClaim?.by)),
                ("refusalClaimedOn", .optional(refusalClaim?.on)),
                ("refusalClaimReason", .optional(refusalClaim?.reason)),
            ])
    }
}

/// What the next run of a round would pay, and what it would leave out.
public struct NextRun: Sendable {
    public struct Excluded: Sendable {
        public let reference: String
        public let organisation: String
        public let number: Int64
        public let amount: Money
        public let obstacles: [PaymentObstacle]
    }

    /// Whether it is proposed by one person, approved by another and released.
    public let needsRelease: Bool
    public let count: Int64
    public let total: Money
    public let excludedCount: Int64
    /// A page of those that are left out.
    public let excluded: [Excluded]
    /// Where the next page of them begins; nil after the last.
    public let nextExcluded: InstalmentPlace?
    /// What to look into before somebody approves it.
    public let warnings: [RunWarning]
    /// What somebody put forward; nil where nobody has.
    public let proposal: (proposal: PaymentProposal, by: String)?
}

extension Reports {
    private static let excludedOnPage = 50

    /// What the next run would pay.
    ///
    /// - Parameter after: where the page of what it leaves out begins.
    public func nextRun(
        of key: String, excludedAfter after: InstalmentPlace? = nil, as principal: Principal
    ) throws -> NextRun {
        try requireReader(principal)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let grounds = try self.grounds(of: round, in: tx)
            let totals = try payments.candidateTotals(of: round.id, grounds, in: tx)
            var page: [PaymentCandidate] = []
            try payments.candidates(
                of: round.id, grounds, isLeftOut: true, after: after,
                limit: Self.excludedOnPage + 1, in: tx
            ) { page.append($0) }
            let shown = page.prefix(Self.excludedOnPage)
            let names = try applications.organisations(
                shown.map { "\($0.instalment.reference)" }, in: tx)
            let proposal = try payments.openProposal(of: round.id, in: tx)
            return NextRun(
                needsRelease: try payments.needsRelease(of: round.id, in: tx),
                count: totals.count, total: totals.total, excludedCount: totals.leftOut,
                excluded: shown.map {
                    .init(
                        reference: "\($0.instalment.reference)",
                        organisation: names["\($0.instalment.reference)"] ?? "",
                        number: $0.instalment.number, amount: $0.instalment.amount,
                        obstacles: $0.obstacles)
                },
                nextExcluded: page.count > shown.count
                    ? shown.last.map { InstalmentPlace($0.instalment) } : nil,
                warnings: try warnings(
                    of: try payments.warnedOfCandidates(of: round.id, grounds, in: tx),
                    in: tx),
                proposal: try proposal.map {
                    ($0, try identity.email(of: $0.proposedBy, in: tx))
                })
        }
    }

    private func requireReader(_ principal: Principal) throws {
        try principal.requireOperator(or: .officer, .finance, .decisionMaker, .auditor)
    }

    /// What a run would pay now, and what keeps each other instalment out.
    public func payables(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try requireReader(principal)
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            let names = try applications.organisations(of: round.id, in: tx)
            try payments.candidates(
                of: round.id, try grounds(of: round, in: tx), in: tx
            ) {
                let instalment = $0.instalment
                try body([
                    .string("\(instalment.reference)"),
                    .string(names[instalment.application] ?? ""), .int(instalment.number),
                    .int(instalment.amount.pence), .string($0.trigger.code),
                    .optional($0.trigger.day?.description), .bool($0.obstacles.isEmpty),
                    .string($0.obstacles.map(\.rawValue).joined(separator: ", ")),
                ])
            }
        }
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

    /// The runs of a round, the newest first.
    public func runs(
        of key: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        for (run, _, approver) in try paymentRuns(of: key, as: principal) {
            try body([
                .string("\(run.reference)"), .string(run.status.rawValue),
                .int(run.instalmentCount), .int(run.total.pence), .string(approver),
                .string(run.approvedOn), .optional(run.payOn), .int(run.outcomes.paid),
                .int(run.outcomes.failed), .int(run.outcomes.returned),
            ])
        }
    }

    /// One run.
    ///
    /// - Parameter bankKey: nil where there is none: then nothing is said of accounts.
    public func run(
        _ name: String, bankKey: BankKey? = nil, as principal: Principal
    ) throws -> RunReport {
        try requireReader(principal)
        return try store.read { tx in
            var run = try payments.run(named: name, in: tx)
            if try assessment.isSealedAnywhere(from: principal, in: tx) { run.auditHead = nil }
            run.warnings = try warnings(
                of: try payments.warned(ofRun: run.id, in: tx), in: tx)
            let emails = try identity.emails(in: tx)
            let profiles = try payments.profiles(
                of: run.id, forBank: takesBankFiles(principal), in: tx)
            let others = try payments.profiles(of: run.id, forBank: false, in: tx)
            return RunReport(
                run: run, round: try rounds.round(run.round, in: tx).key,
                profiles: profiles, bankFileCount: profiles.count - others.count,
                accountsTotal: try accountsTotal(of: run, bankKey, as: principal, tx),
                takings: try payments.takings(of: run.id, in: tx).map {
                    ($0.profile, $0.isForBank, $0.by.flatMap { emails[$0] }, $0.at)
                },
                duties: try payments.duties(in: run.id, in: tx).map {
                    (emails[$0.person] ?? "", $0.duty, $0.on)
                },
                cancelled: try payments.cancellation(of: run.id, in: tx).map {
                    (emails[$0.by] ?? "", $0.reason)
                },
                refused: try payments.refusal(of: run.id, in: tx).map {
                    (emails[$0.by] ?? "", $0.on, $0.reason)
                },
                refusalClaim: try payments.refusalClaim(of: run.id, in: tx).map {
                    (emails[$0.by] ?? "", $0.on, $0.reason)
                })
        }
    }

    private func accountsTotal(
        of run: PaymentRun, _ bankKey: BankKey?, as principal: Principal,
        _ tx: borrowing ReadTx
    ) throws -> Int64? {
        guard let bankKey, principal.has(.finance), run.instalmentCount > 1 else { return nil }
        return try payments.sealedTotals(of: run, key: bankKey, in: tx)?.accounts
    }

    /// What a run pays, and what came of each payment.
    public func runItems(
        of name: String, as principal: Principal, _ body: ([JSONValue]) throws -> Void
    ) throws {
        try requireReader(principal)
        try store.read { tx in
            let run = try payments.run(named: name, in: tx)
            let names = try applications.organisations(of: run.round, in: tx)
            try payments.settledItems(of: run.id, in: tx) {
                try body([
                    .string("\($0.instalment.reference)"),
                    .string(names[$0.instalment.application] ?? ""), .int($0.instalment.number),
                    .int($0.instalment.amount.pence), .optional($0.outcome?.rawValue),
                    .optional($0.happenedOn), .optional($0.reason), .optional($0.evidence),
                ])
            }
        }
    }

    /// Where a round's money stood at the end of a day.
    /// - Throws: `RoundsProblem`.
    public func statement(
        of key: String, on day: LocalDate, as principal: Principal
    ) throws -> LedgerStanding {
        try requireReader(principal)
        return try store.read { tx in
            try ledger.standing(of: try rounds.round(key, in: tx).id, on: day, in: tx)
        }
    }

    /// Which duties a round keeps apart: each with those that keep a person from it.
    public func separation(
        of key: String, as principal: Principal
    ) throws -> [(duty: Duty, apartFrom: [Duty])] {
        try requireReader(principal)
        return try store.read { tx in
            try payments.separation(of: try rounds.round(key, in: tx).id, in: tx)
        }
    }

    /// Every exception from keeping duties apart that was granted in a round.
    public func exemptions(of key: String, as principal: Principal) throws -> [[JSONValue]] {
        try requireReader(principal)
        return try store.read { tx in
            let emails = try identity.emails(in: tx)
            return try payments.exemptions(of: try rounds.round(key, in: tx).id, in: tx).map {
                [
                    .int($0.number), .string(emails[$0.person] ?? ""), .string($0.duty.rawValue),
                    .string($0.apartFrom.rawValue), .string($0.reason), .string("\($0.endsOn)"),
                    .string(emails[$0.grantedBy] ?? ""), .string($0.grantedAt.iso8601),
                    .optional($0.end.map { emails[$0.by] ?? "" }),
                    .optional($0.end?.at.iso8601), .optional($0.end?.reason),
                ]
            }
        }
    }

    /// What groups of a round were asked to pay back.
    public func recoveries(of key: String, as principal: Principal) throws -> [[JSONValue]] {
        try requireReader(principal)
        return try store.read { tx in
            let emails = try identity.emails(in: tx)
            let all = try payments.recoveries(of: try rounds.round(key, in: tx).id, in: tx)
            let left = try left(of: all, in: tx)
            return all.map {
                $0.row(by: emails[$0.demandedBy] ?? "", left: left[$0.id] ?? .zero)
            }
        }
    }
}

extension Recovery {
    /// As `Listing.recoveries`.
    func row(by email: String, left: Money) -> [JSONValue] {
        [
            .int(id), .string("\(reference)"), .string(kind.rawValue), .int(due.pence),
            .int(received.pence), .string(reason), .string(email),
            .string(demandedAt.iso8601), .int(left.pence),
        ]
    }
}

extension LedgerStanding {
    /// As `Listing.statement`.
    public func row(of round: String) -> [JSONValue] {
        [.string(round), .string("\(on)")]
            + [
                allotted, reserved, committed, paid, returned, recovered, recoveredHeld, remaining,
            ].map { .int($0.pence) } + [.int(recordedLater)]
    }
}
