import Applications
import Assessment
import Correspondence
import FundCore
import FundStore
import Identity
import Rounds

extension Workflows {
    /// An officer's judgement of one application: eligible, and it may be scored; or not, and a
    /// letter with the reason is queued.
    public func checkApplication(
        _ typed: String, _ verdict: EligibilityVerdict, if condition: EditCondition = .anything,
        as principal: Principal
    ) throws -> ApplicationSummary {
        try store.write(as: principal) { tx in
            let (id, _, round) = try applications.find(typed, in: tx.reading)
            try refuseDecided(try rounds.round(round, in: tx.reading), in: tx.reading)
            try refuseOwn(id, in: tx)
            let checks = try applications.detail(of: id, in: tx.reading).checks.count
            try condition.check(EntityTag(of: ["\(checks)"]))
            // Whichever letter said otherwise is no longer true.
            try correspondence.withdraw(.ineligible, to: id, in: tx)
            if let eligible = try applications.check(id, verdict, in: tx) {
                try admitToScoring([eligible], round: round, in: tx)
            } else if case .ineligible(let reason) = verdict {
                try assessment.dismiss(id, in: tx)
                let settings: LetterSettings = try rounds.section(
                    .letters, of: round, in: tx.reading)
                try queueLetter(
                    .ineligible, to: id, round: round, settings: settings, in: tx
                ) { _ in OwnFacts(particular: ["reason": reason.trimmed]) }
            }
            return try applications.summary(of: id, in: tx.reading)
        }
    }

    /// Passes every application of a round that nothing stands against.
    /// - Returns: how many were passed, and how many wait still.
    public func checkAllClear(
        round key: String, as principal: Principal
    ) throws -> (passed: Int, waiting: Int64) {
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            let clear = try applications.checkAllClear(round.id, in: tx)
            if let person = tx.principal.personID {
                let own = Set(
                    try applications.owned(
                        by: person, email: try identity.email(of: person, in: tx.reading),
                        of: round.id, in: tx.reading))
                guard !clear.contains(where: { own.contains($0.id) }) else {
                    throw ApplicationsProblem.own
                }
            }
            try admitToScoring(clear, round: round.id, in: tx)
            let counts = try applications.counts(of: round.id, in: tx.reading)
            return (clear.count, counts[.submitted] ?? 0)
        }
    }

    private func admitToScoring(
        _ eligible: [EligibleApplication], round: RoundID, in tx: borrowing WriteTx
    ) throws {
        let emails = try identity.emails(
            of: assessment.panel(of: round, in: tx.reading), in: tx.reading)
        // Of many at once it is asked once for each member; of one, about it alone.
        var handed: [PersonID: Set<ApplicationID>] = [:]
        if eligible.count > 1 {
            for (member, email) in emails {
                handed[member] = Set(
                    try applications.handedIn(
                        by: member, email: email, of: round, in: tx.reading))
            }
        }
        for application in eligible {
            try assessment.admit(
                application.id, reference: application.reference,
                requested: application.requested, minimum: application.minimum, to: round, in: tx)
            for (member, email) in emails
            where try handed[member]?.contains(application.id)
                ?? applications.isHandedIn(
                    application.id, by: member, email: email, in: tx.reading)
            {
                try assessment.noteOwn(application.id, of: member, round: round, in: tx)
            }
            for member in emails.keys {
                try assessment.noteSaid(application.id, of: member, round: round, in: tx)
            }
        }
    }
}
