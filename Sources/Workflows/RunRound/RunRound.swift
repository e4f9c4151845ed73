import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Ledger
import Payments
import Rounds

extension Workflows {
    /// Opens a round now: freezes its configuration, gives it its share of the fund, and makes each
    /// module ready for it.
    ///
    /// - Parameters:
    ///   - closes: another deadline than the timetable's.
    ///   - reason: why it opens off its timetable; optional.
    public func openRound(
        _ key: String, _ configuration: FundConfiguration, closes: LocalDateTime?, reason: String?,
        as principal: Principal
    ) throws -> Round {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            // The schema refuses another total or prefix than the fund began with.
            _ = try rounds.record(configuration.fund, in: tx)
            if let plan = configuration.rounds.first(where: { $0.key == key }) {
                _ = try rounds.record(plan, in: tx)
            }
            let planned = try rounds.round(key, in: tx.reading)
            let settings = try settings(of: planned, configuration, in: tx.reading)
            let rules = settings.rules
            if rules.controls.has(.planApproval), planned.status == .planned {
                try commissioning.open(planned.id, named: key, in: tx)
                try rounds.notePlanApproval(of: planned.id, in: tx)
            }
            let scheme = settings.scheme
            let round = try rounds.open(
                key, closes: closes, reason: reason,
                sections: [
                    .about: settings.about, .agreement: rules.agreement,
                    .allocation: rules.limits,
                    .appeals: rules.appeals, .bank: rules.bank,
                    .eligibility: settings.eligibility,
                    .equality: settings.equality,
                    .callIn: rules.callIn, .controls: rules.controls, .form: rules.form,
                    .letters: settings.letters,
                    .letterRules: rules.letters,
                    .organisation: FrozenOrganisation(
                        area: configuration.area,
                        referencePrefix: configuration.fund.referencePrefix),
                    .panel: rules.panels, .priorities: settings.priorities,
                    .scoring: scheme, .screening: rules.screening,
                    .separation: configuration.payments.separation,
                ], in: tx)
            try ledger.allot(round.plan.allotment, to: round.id, key: key, in: tx)
            try applications.begin(round.id, in: tx)
            try assessment.begin(
                round.id, scheme, rules.panels,
                asks: ScoreDemands(
                    interest: rules.controls.has(.interests),
                    briefing: rules.controls.has(.briefing),
                    assignment: rules.controls.has(.assignment),
                    sealed: rules.controls.has(.sealed),
                    meeting: rules.controls.has(.meeting) ? round.plan.allotment : nil), in: tx)
            let needsScreening = rules.controls.has(.screening)
            if needsScreening {
                try applications.demandScreening(rules.screening, of: round.id, in: tx)
            }
            try awards.begin(
                round.id, allotment: round.plan.allotment, needsScreening: needsScreening,
                followsMeetings: rules.controls.has(.meeting),
                needsAgreement: rules.controls.has(.agreement), in: tx)
            try payments.begin(
                round.id, needsRelease: rules.controls.has(.paymentRelease),
                needsPayee: rules.controls.has(.bankVerification),
                configuration.payments.separation, in: tx)
            try publishAnew(round.id, configuration.planBook, in: tx)
            return round
        }
    }

    /// Closes a round now.
    public func closeRound(
        _ key: String, reason: String?, as principal: Principal
    ) throws -> Round {
        try store.write(as: principal) { tx in try rounds.close(key, reason: reason, in: tx) }
    }
}
