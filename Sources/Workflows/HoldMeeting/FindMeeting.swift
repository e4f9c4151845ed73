import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

extension Workflows {
    /// The applications before a panel, those closest to the cut line first.
    func agenda(
        of round: Round, _ ranking: [RankedApplication], before own: Set<ApplicationID>,
        in tx: borrowing ReadTx
    ) throws -> [AgendaEntry] {
        let available = try ledger.balance(.allotted, of: round.id, in: tx)
        let funded = Set(
            Allocation.lines(
                ranking.compactMap(Claim.init), available: available,
                partialAwards: round.plan.partialAwards
            ).filter { $0.award > .zero }.map(\.application))
        return AgendaEntry.agenda(ranking) { funded.contains($0) }
            .filter { own.contains($0.application) }
    }

    /// What a meeting opens without: the scores that can still come, or else those that cannot,
    /// because the panel has begun to meet on their application; nil where none is missing.
    func missingScores(
        _ ranking: [RankedApplication], in tx: borrowing ReadTx
    ) throws -> (problem: MeetingProblem?, count: Int) {
        var (owed, gone): ([PersonID: Int], [PersonID: Int]) = ([:], [:])
        for ranked in ranking {
            let members = ranked.criteria.flatMap(\.missing)
            guard !members.isEmpty else { continue }
            let hasMet = try assessment.hasMet(about: ranked.application, in: tx)
            for member in members {
                if hasMet { gone[member, default: 0] += 1 } else { owed[member, default: 0] += 1 }
            }
        }
        let named = owed.isEmpty ? gone : owed
        guard !named.isEmpty else { return (nil, 0) }
        let emails = try identity.emails(of: Array(named.keys), in: tx)
        let members = named.map { (email: emails[$0.key] ?? "", count: $0.value) }
            .sorted { $0.email < $1.email }
        return (
            owed.isEmpty ? .scoresGone(owed: members) : .scoresMissing(owed: members),
            (Array(owed.values) + Array(gone.values)).reduce(0, +)
        )
    }

    /// Whoever is on a round's panel leaves running its meetings to others.
    func refuseOwnPanel(_ round: Round, in tx: borrowing WriteTx) throws {
        guard let person = tx.principal.personID,
            try assessment.isOnPanel(person, of: round.id, in: tx.reading)
        else { return }
        throw MeetingProblem.ownPanel
    }

    /// Refuses money for what stayed under the round's least: scores may have changed since it was
    /// recommended.
    func refuseUnfundable(_ round: Round, in tx: borrowing ReadTx) throws {
        let said = try assessment.recommendations(of: round.id, in: tx)
        let under = try ranking(of: round, in: tx).filter {
            !$0.shortfalls.isEmpty
                && [.fund, .part, .reserve].contains(said[$0.application]?.kind)
        }.map { "\($0.reference)" }
        guard under.isEmpty else { throw MeetingProblem.underThreshold(references: under) }
    }

    /// Passes where what somebody looked at is still what is recorded.
    func refuseChanged(
        _ seen: String?, _ application: ApplicationID?, of meeting: Meeting, _ round: Round,
        in tx: borrowing ReadTx
    ) throws {
        guard let seen else { return }
        let now = try minutes(of: meeting, round, head: nil, in: tx)
            .state(of: application, in: try text("en"))
        guard seen == now else {
            throw application == nil ? MeetingProblem.changed : .itemChanged
        }
    }

    func minutes(
        of meeting: Meeting, _ round: Round, head: AuditHead?,
        signing: (by: PersonID, at: Instant, chair: PersonID)? = nil, in tx: borrowing ReadTx
    ) throws -> MeetingMinutes {
        try assessment.minutes(
            of: meeting, round: round.plan.title, rules: try panelRules(of: round, in: tx),
            scheme: try rounds.section(.scoring, of: round.id, in: tx),
            groups: try applications.organisations(of: round.id, in: tx), head: head,
            signing: signing, in: tx
        ) { try identity.names(of: $0, in: tx) }
    }

    func ensureItem(
        _ ranked: RankedApplication, of meeting: Meeting, in tx: borrowing WriteTx
    ) throws {
        guard let rank = ranked.rank, let score = ranked.score else {
            throw AssessmentProblem.unscored(references: ["\(ranked.reference)"], count: 1)
        }
        try assessment.ensureItem(
            AgendaEntry(
                application: ranked.application, rank: rank, score: score.decimal(places: 2)),
            of: meeting, in: tx)
    }

    func item(
        _ typed: String, of key: String, in tx: borrowing ReadTx
    ) throws -> (ApplicationID, Round) {
        let (application, _, itsRound) = try applications.find(typed, in: tx)
        let round = try rounds.round(key, in: tx)
        guard round.id == itsRound else { throw MeetingProblem.notItem }
        return (application, round)
    }

    /// The last meeting of the panel that an application is before.
    func meeting(
        about application: ApplicationID, of round: Round, in tx: borrowing ReadTx
    ) throws -> Meeting {
        for (panel, _) in try assessment.panels(of: round.id, in: tx)
        where try assessment.standing(of: round.id, panel: panel, in: tx).contains(application) {
            return try meeting(of: round, panel: panel, in: tx)
        }
        throw MeetingProblem.notItem
    }

    func meeting(
        of round: Round, panel: String, in tx: borrowing ReadTx
    ) throws -> Meeting {
        guard let meeting = try assessment.meeting(of: round.id, panel: panel, in: tx) else {
            throw try assessment.holdsMeetings(round.id, in: tx)
                ? MeetingProblem.none : MeetingProblem.off
        }
        return meeting
    }

    func panel(
        _ typed: String?, of round: Round, in tx: borrowing ReadTx
    ) throws -> String {
        let keys = try assessment.panels(of: round.id, in: tx).map(\.key)
        guard let typed, !typed.isEmpty else { return keys.first ?? PanelRules.mainKey }
        guard keys.contains(typed) else {
            throw InvalidInput(
                round.key,
                [
                    FieldProblem(
                        "panel", "not-an-option",
                        ["value": typed, "options": keys.joined(separator: ", ")])
                ])
        }
        return typed
    }

    /// The people with these addresses, in order; what is unknown is noted.
    func people(
        _ emails: [String], _ field: String, _ problems: inout [FieldProblem],
        in tx: borrowing ReadTx
    ) throws -> [PersonID] {
        try emails.compactMap { email in
            let person = try identity.person(email.trimmed, in: tx)?.id
            if person == nil {
                problems.append(FieldProblem(field, "person-unknown", ["email": email]))
            }
            return person
        }
    }
}
