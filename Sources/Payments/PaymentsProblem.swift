import FundCore

public enum PaymentsProblem: Problem {
    case nothingScheduled(round: String)
    case nothingDue(round: String)
    case approverDecided
    case approverScored
    case noRun(round: String)
    case unknownRun(reference: String, round: String)
    case fileChanged(run: String)
    case unknownProfile(name: String, names: [String])
    case dutiesApart(duty: Duty, other: Duty)
    case exemptionOwn
    case exemptionNever
    /// They lack the role that the duty takes.
    case exemptionUseless(email: String, role: Role)
    case unknownExemption(number: Int64)
    case exemptionEnded
    /// Its last day is past.
    case exemptionOver
    case unscheduled(reference: String)
    case unknownInstalment(reference: String, number: Int64)
    case inRun(reference: String, number: Int64)
    case allInRuns(reference: String)
    case heldFirst(reference: String)
    case isHeld
    case isNotHeld
    /// Whoever recorded that a payment did not arrive does not let go what takes its place.
    case heldByOwnWord
    case waitsForNothing
    case isMet
    case runNowhere(reference: String)
    case noProposal(round: String)
    case proposalMoved
    case overRunLimit(total: Money, limit: Money)
    /// With what the same person approved in the round that day.
    case overDayLimit(total: Money, before: Money, limit: Money)
    /// The day on which the money was to arrive has gone, and nobody has the bank's file.
    case payDayPast(run: String, day: LocalDate)
    case overInstalmentLimit(amount: Money, limit: Money)
    case unreleased(run: String)
    case noRelease(round: String)
    case releasedBefore(run: String)
    case notExported(run: String)
    case exported(run: String)
    case cancelled(run: String)
    case acknowledgedBefore(run: String)
    case notInRun(reference: String, run: String)
    case outcomeStands(reference: String, outcome: String)
    case notPaid(reference: String)
    case beforeApproval(approvedOn: String)
    /// The day on which the money was to arrive is later.
    case beforePayDay(payOn: String)
    /// The bank refused the file of the run as a whole.
    case runRefused(run: String)
    /// Whoever said first that the bank refused the run does not confirm it.
    case refusalByTwo(run: String)
    /// Nobody says that the bank refused it, or it is confirmed.
    case noRefusalClaim(run: String)
    /// Somebody says that the bank refused its file, and nobody has confirmed that yet.
    case refusalOpen(run: String)
    /// The bank paid so many payments of the run, so it cannot have refused it as a whole.
    case partlyPaid(run: String, count: Int64)
    /// It is known of every payment of the run what came of it.
    case nothingOpen(run: String)
    case recoveryTooMuch(left: Money)
    case unknownRecovery(number: Int64)
    case nothingRecovered(left: Money)
    case nothingToReallot
    case payeesMoved(run: String, references: [String])
    case awardsStopped(run: String, references: [String])
    case allDuties
    case verifiedSince(run: String)
    /// On that day, or on one since, the group did not have that much of ours.
    case notThereYet(day: LocalDate, left: Money)
    case unknownBankFile(number: Int64)
    case unknownBankLine(number: Int64)
    case unknownBankProfile(name: String, names: [String])
    case bankFileChanged(name: String)
    case bankLineMatched
    case bankLineResolved
    /// What a run would pay to awards that a late return or a concern holds.
    /// The bank told of money that went out for a run, and nobody has looked into that.
    case linesOpen(run: String)
    /// The file of a run that the bank refused.
    case refusedFile(run: String)
    case reportsOwed(run: String, [FieldProblem])

    public var report: ProblemReport {
        switch self {
        case .nothingScheduled(let round):
            ProblemReport("payment-nothing-scheduled", .conflict, ["round": round])
        case .nothingDue(let round):
            ProblemReport("payment-nothing-due", .conflict, ["round": round])
        case .approverDecided:
            ProblemReport("payment-approver-decided", .conflict)
        case .approverScored:
            ProblemReport("payment-approver-scored", .conflict)
        case .noRun(let round):
            ProblemReport("payment-run-missing", .conflict, ["round": round])
        case .unknownRun(let reference, let round):
            ProblemReport(
                "payment-run-unknown", .notFound, ["run": reference, "round": round])
        case .fileChanged(let run):
            ProblemReport("payment-file-changed", .inputOutput, ["run": run])
        case .unknownProfile(let name, let names):
            ProblemReport(
                "export-profile-unknown", .notFound,
                ["profile": name, "profiles": names.joined(separator: ", ")])
        case .dutiesApart(let duty, let other):
            ProblemReport(Self.code(duty, apartFrom: other), .forbidden)
        case .exemptionOwn: ProblemReport("exemption-own", .forbidden)
        case .exemptionNever: ProblemReport("exemption-never", .conflict)
        case .exemptionUseless(let email, let role):
            ProblemReport(
                "exemption-useless-\(role.rawValue)", .conflict, ["person": email])
        case .unknownExemption(let number):
            ProblemReport("exemption-unknown", .notFound, ["number": "\(number)"])
        case .exemptionEnded: ProblemReport("exemption-ended", .conflict)
        case .exemptionOver: ProblemReport("exemption-over", .conflict)
        case .unscheduled(let reference):
            ProblemReport("payment-unscheduled", .notFound, ["reference": reference])
        case .unknownInstalment(let reference, let number):
            ProblemReport(
                "instalment-unknown", .notFound,
                ["reference": reference, "number": "\(number)"])
        case .inRun(let reference, let number):
            ProblemReport(
                "instalment-in-run", .conflict,
                ["reference": reference, "number": "\(number)"])
        case .allInRuns(let reference):
            ProblemReport("instalments-all-in-runs", .conflict, ["reference": reference])
        case .heldFirst(let reference):
            ProblemReport("instalment-held-first", .conflict, ["reference": reference])
        case .isHeld: ProblemReport("instalment-held", .conflict)
        case .isNotHeld: ProblemReport("instalment-not-held", .conflict)
        case .heldByOwnWord: ProblemReport("hold-by-two", .forbidden)
        case .waitsForNothing: ProblemReport("instalment-waits-for-nothing", .conflict)
        case .isMet: ProblemReport("instalment-trigger-met", .conflict)
        case .runNowhere(let reference):
            ProblemReport("payment-run-nowhere", .notFound, ["run": reference])
        case .noProposal(let round):
            ProblemReport("payment-proposal-missing", .conflict, ["round": round])
        case .proposalMoved: ProblemReport("payment-proposal-moved", .conflict)
        case .overRunLimit(let total, let limit):
            ProblemReport(
                "payment-over-run-limit", .forbidden,
                ["total": total.words, "limit": limit.words])
        case .overDayLimit(let total, let before, let limit):
            ProblemReport(
                "payment-over-day-limit", .forbidden,
                ["total": total.words, "before": before.words, "limit": limit.words])
        case .payDayPast(let run, let day):
            ProblemReport("payment-day-past", .conflict, ["run": run, "date": "\(day)"])
        case .overInstalmentLimit(let amount, let limit):
            ProblemReport(
                "payment-over-instalment-limit", .forbidden,
                ["amount": amount.words, "limit": limit.words])
        case .unreleased(let run):
            ProblemReport("payment-run-unreleased", .conflict, ["run": run])
        case .noRelease(let round):
            ProblemReport("payment-nothing-to-release", .conflict, ["round": round])
        case .releasedBefore(let run):
            ProblemReport("payment-run-released", .conflict, ["run": run])
        case .notExported(let run):
            ProblemReport("payment-run-not-exported", .conflict, ["run": run])
        case .exported(let run):
            ProblemReport("payment-run-exported", .conflict, ["run": run])
        case .cancelled(let run):
            ProblemReport("payment-run-cancelled", .conflict, ["run": run])
        case .acknowledgedBefore(let run):
            ProblemReport("payment-run-acknowledged", .conflict, ["run": run])
        case .notInRun(let reference, let run):
            ProblemReport(
                "payment-not-in-run", .notFound, ["reference": reference, "run": run])
        case .outcomeStands(let reference, let outcome):
            ProblemReport("outcome-stands-\(outcome)", .conflict, ["reference": reference])
        case .notPaid(let reference):
            ProblemReport("outcome-not-paid", .conflict, ["reference": reference])
        case .beforeApproval(let approvedOn):
            ProblemReport("outcome-before-approval", .conflict, ["date": approvedOn])
        case .beforePayDay(let payOn):
            ProblemReport("outcome-before-pay-day", .conflict, ["date": payOn])
        case .runRefused(let run): ProblemReport("payment-run-refused", .conflict, ["run": run])
        case .partlyPaid(let run, let count):
            ProblemReport(
                "payment-run-partly-paid", .conflict, ["run": run, "count": "\(count)"])
        case .nothingOpen(let run):
            ProblemReport("payment-run-all-known", .conflict, ["run": run])
        case .recoveryTooMuch(let left):
            ProblemReport("recovery-too-much", .conflict, ["left": left.words])
        case .unknownRecovery(let number):
            ProblemReport("recovery-unknown", .notFound, ["number": "\(number)"])
        case .nothingToReallot: ProblemReport("recovery-nothing-held", .conflict)
        case .payeesMoved(let run, let references):
            ProblemReport(
                "payment-payee-moved", .conflict,
                ["run": run, "references": references.joined(separator: ", ")])
        case .awardsStopped(let run, let references):
            ProblemReport(
                "payment-award-stopped", .conflict,
                ["run": run, "references": references.joined(separator: ", ")])
        case .verifiedSince(let run):
            ProblemReport("payment-verified-since", .conflict, ["run": run])
        case .allDuties: ProblemReport("payment-duties-all", .forbidden)
        case .notThereYet(let day, let left):
            ProblemReport(
                "payment-not-there-yet", .conflict, ["date": "\(day)", "left": left.words])
        case .nothingRecovered(let left):
            ProblemReport("recovery-beyond-paid", .conflict, ["left": left.words])
        case .unknownBankFile(let number):
            ProblemReport("bank-file-unknown", .notFound, ["number": "\(number)"])
        case .unknownBankLine(let number):
            ProblemReport("bank-line-unknown", .notFound, ["number": "\(number)"])
        case .unknownBankProfile(let name, let names):
            ProblemReport(
                "bank-profile-unknown", .notFound,
                ["profile": name, "profiles": names.joined(separator: ", ")])
        case .bankFileChanged(let name):
            ProblemReport("bank-file-changed", .inputOutput, ["file": name])
        case .bankLineMatched: ProblemReport("bank-line-matched", .conflict)
        case .bankLineResolved: ProblemReport("bank-line-resolved", .conflict)
        case .linesOpen(let run):
            ProblemReport("payment-run-lines-open", .conflict, ["run": run])
        case .refusalByTwo(let run):
            ProblemReport("payment-refusal-by-two", .forbidden, ["run": run])
        case .noRefusalClaim(let run):
            ProblemReport("payment-refusal-none", .conflict, ["run": run])
        case .refusalOpen(let run):
            ProblemReport("payment-refusal-open", .conflict, ["run": run])
        case .refusedFile(let run):
            ProblemReport("payment-run-refused-file", .conflict, ["run": run])
        case .reportsOwed(let run, let fields):
            ProblemReport("payment-reports-owed", .conflict, ["run": run], fields: fields)
        }
    }

    private static func code(_ duty: Duty, apartFrom other: Duty) -> String {
        switch duty {
        case .verified: "payment-duties-verified-\(other.rawValue)"
        case .proposed: "payment-duties-proposed-\(other.rawValue)"
        case .approved: "payment-duties-approved-\(other.rawValue)"
        case .released: "payment-duties-released-\(other.rawValue)"
        // These are done elsewhere, and kept apart there.
        case .scored, .decided: "payment-duties-apart"
        }
    }
}
