import Applications
import Assessment
import Awards
import Documents
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What scheduling did.
public struct PaymentsScheduled: Sendable {
    /// How many awards were scheduled now.
    public let count: Int
    /// How many wait for their groups to agree.
    public let waiting: Int
}

extension Workflows {
    /// Schedules every award of a round, one instalment each; where the round has agreements, those
    /// alone that their groups agreed to. Done again, it does nothing.
    public func schedulePayments(
        round key: String, as principal: Principal
    ) throws -> PaymentsScheduled {
        try principal.requireOperator(or: .finance, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            guard let decision = try awards.decision(of: round.id, in: tx.reading) else {
                throw AwardsProblem.notDecided(round: key)
            }
            let awaitsEffect = try rounds.controls(of: round.id, in: tx.reading).has(.callIn)
            var made: [Award] = []
            try awards.awards(of: round.id, in: tx.reading) { made.append($0) }
            try payments.bar(
                scorers: try assessment.scorers(of: round.id, in: tx.reading),
                deciders: [decision.decidedBy] + made.map(\.decidedBy), of: round.id, in: tx)
            let needsAgreement = try awards.needsAgreement(round.id, in: tx.reading)
            var (count, waiting) = (0, 0)
            for award in made where !award.isWithdrawn && award.endedOn == nil {
                if needsAgreement,
                    try !awards.agreement(of: award.id, in: tx.reading).isPayable
                {
                    waiting += 1
                    continue
                }
                let isNew = try payments.schedule(
                    award.id, of: round.id, application: award.application,
                    reference: award.reference, amount: award.kept,
                    decidedBy: award.decidedBy, decidedOn: award.decidedOn,
                    awaitsEffect: awaitsEffect, in: tx)
                if isNew { count += 1 }
            }
            return PaymentsScheduled(count: count, waiting: waiting)
        }
    }

    /// Approves what is scheduled as one run, and files what finance takes away in every profile.
    /// - Throws: `DecisionRecordProblem` where the decision has no effect yet, or none any more.
    public func approvePayments(
        round key: String, profiles: [ExportProfile], as principal: Principal
    ) throws -> PaymentRun {
        try principal.require(.finance)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            let organisation: FrozenOrganisation = try rounds.section(
                .organisation, of: round.id, in: tx.reading)
            let awaitsEffect = try rounds.controls(of: round.id, in: tx.reading).has(.callIn)
            let effectiveOn =
                awaitsEffect
                ? try awards.requireEffect(of: round.id, key: key, in: tx.reading) : nil
            var run = try payments.beginRun(
                round.id, key: key, prefix: organisation.referencePrefix,
                auditHead: try tx.auditHead().description, effectiveOn: effectiveOn, in: tx)
            let emails = try identity.emails(in: tx.reading)
            var files: [(profile: String, document: DocumentID, sha256: String)] = []
            for profile in profiles {
                var writer = try documents.begin(mediaType: "text/csv", in: tx)
                try writer.write(profile.header, in: tx)
                try payments.instalments(in: run.id, in: tx.reading) { instalment in
                    let facts = try facts(about: instalment, in: run, emails, in: tx.reading)
                    try writer.write(profile.row { facts[$0] ?? "" }, in: tx)
                }
                try writer.write(
                    profile.trailerRow(count: run.instalmentCount, total: run.total), in: tx)
                let document = try writer.finish(in: tx)
                files.append((profile.key, document.id, document.sha256))
            }
            try payments.freeze(run, files: files, in: tx)
            // How fast the trail grows tells those who score what others do.
            if try assessment.isSealedAnywhere(from: principal, in: tx.reading) {
                run.auditHead = nil
            }
            return run
        }
    }

    private func facts(
        about instalment: Instalment, in run: PaymentRun, _ emails: [PersonID: String],
        in tx: borrowing ReadTx
    ) throws -> [ExportFact: String] {
        let application = try applications.summary(of: instalment.application, in: tx)
        return [
            .awardReference: "\(instalment.reference)",
            .organisationName: application.organisation,
            .registrationNumber: try applications.registrationNumber(
                of: instalment.application, in: tx) ?? "",
            .purpose: application.title,
            .amount: instalment.amount.plainPounds,
            .decidedBy: emails[instalment.decidedBy] ?? "",
            .decidedOn: instalment.decidedOn,
            .approvedBy: emails[run.approvedBy] ?? "",
            .approvedOn: run.approvedOn,
            .runReference: "\(run.reference)",
        ]
    }
}
