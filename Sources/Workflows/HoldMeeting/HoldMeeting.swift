import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

/// What an officer records of an application in a meeting; people by their addresses.
public struct MeetingEntry: Sendable {
    public let kind: RecommendationKind
    public let amount: Money?
    public let conditions: String
    public let votes: Votes?
    public let dissents: [(email: String, text: String)]
    public let left: [String]

    public init(
        kind: RecommendationKind, amount: Money? = nil, conditions: String = "",
        votes: Votes? = nil, dissents: [(email: String, text: String)] = [], left: [String] = []
    ) {
        self.kind = kind
        self.amount = amount
        self.conditions = conditions
        self.votes = votes
        self.dissents = dissents
        self.left = left
    }
}

extension Workflows {
    /// Opens the meeting of a round's panel, with an agenda that begins at the cut line.
    ///
    /// - Parameter panel: which one; nil for the round's first.
    /// - Throws: as `propose` does where something is not checked or scored; `MeetingProblem.off`.
    public func openMeeting(
        round key: String, panel: String? = nil, as principal: Principal
    ) throws -> Meeting {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            try refuseSealed(round, in: tx)
            guard try assessment.holdsMeetings(round.id, in: tx.reading) else {
                throw MeetingProblem.off
            }
            let panel = try self.panel(panel, of: round, in: tx.reading)
            return try assessment.openMeeting(
                of: round.id, panel: panel,
                agenda: try agenda(
                    of: round, panel: panel,
                    try decidableRanking(of: round, in: tx.reading), in: tx.reading), in: tx)
        }
    }

    /// Records who is at the open meeting of a panel, and who sent apologies.
    public func recordAttendance(
        round key: String, panel: String? = nil, present: [String], apologies: [String],
        as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            var problems: [FieldProblem] = []
            let here = try people(present, "present", &problems, in: tx.reading)
            let away = try people(apologies, "apologies", &problems, in: tx.reading)
            for (member, email) in zip(away, apologies) where here.contains(member) {
                problems.append(FieldProblem("apologies", "present-too", ["email": email]))
            }
            guard problems.isEmpty else { throw InvalidInput(key, problems) }
            guard !here.isEmpty || !away.isEmpty else { throw MeetingProblem.nobodyNamed }
            try assessment.recordAttendance(
                present: here, apologies: away,
                at: try meeting(
                    of: round, panel: try self.panel(panel, of: round, in: tx.reading),
                    in: tx.reading), in: tx)
        }
    }

    /// Records what the open meeting recommends about an application.
    public func recommend(
        _ typed: String, _ entry: MeetingEntry, of key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let (application, round) = try item(typed, of: key, in: tx.reading)
            try refuseInterested(in: application, in: tx)
            let meeting = try meeting(about: application, of: round, in: tx.reading)
            var problems: [FieldProblem] = []
            let left = try people(entry.left, "left", &problems, in: tx.reading)
            let dissenters = try people(
                entry.dissents.map(\.email), "dissent", &problems, in: tx.reading)
            guard problems.isEmpty else { throw InvalidInput(typed, problems) }
            let ranking = try ranking(of: round, in: tx.reading)
            guard let ranked = ranking.first(where: { $0.application == application }) else {
                throw MeetingProblem.notItem
            }
            try ensureItem(ranked, of: meeting, in: tx)
            try assessment.recommend(
                RecommendationEntry(
                    kind: entry.kind, amount: entry.amount, conditions: entry.conditions,
                    votes: entry.votes,
                    dissents: zip(dissenters, entry.dissents).map { ($0, $1.text) }, left: left),
                on: application, requested: ranked.requested, at: meeting, in: tx)
        }
    }

    /// Changes a member's scores of an application as the open meeting agreed.
    ///
    /// - Parameter scores: criterion and value, nil where it does not apply.
    public func moderate(
        _ typed: String, member email: String,
        _ scores: [(criterion: String, value: Int64?)], reason: String, of key: String,
        as principal: Principal
    ) throws {
        try principal.require(.officer)
        guard !scores.isEmpty else { throw AssessmentProblem.scoresMissing }
        try store.write(as: principal) { tx in
            let (application, round) = try item(typed, of: key, in: tx.reading)
            try refuseInterested(in: application, in: tx)
            let meeting = try meeting(about: application, of: round, in: tx.reading)
            var problems: [FieldProblem] = []
            let member = try people([email], "member", &problems, in: tx.reading).first
            guard let member else { throw InvalidInput(typed, problems) }
            let ranking = try ranking(of: round, in: tx.reading)
            guard let ranked = ranking.first(where: { $0.application == application }) else {
                throw MeetingProblem.notItem
            }
            try ensureItem(ranked, of: meeting, in: tx)
            let scheme: ScoringScheme = try rounds.section(
                .scoring, of: round.id, in: tx.reading)
            for (criterion, value) in scores {
                try assessment.moderate(
                    application, reference: ranked.reference, member: member,
                    criterion: criterion, to: value, reason: reason, at: meeting, scheme: scheme,
                    in: tx)
            }
        }
    }

    /// Signs the open meeting of a panel: its minutes are kept, byte for byte, with their SHA-256.
    ///
    /// - Parameters:
    ///   - email: who was in the chair: somebody who was there.
    ///   - seen: the state of the meeting that was looked at; nil where nobody looked.
    public func signMeeting(
        round key: String, panel: String? = nil, chair email: String, seen: String? = nil,
        as principal: Principal
    ) throws -> Meeting.Signature {
        let officer = try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            let meeting = try meeting(
                of: round, panel: try self.panel(panel, of: round, in: tx.reading),
                in: tx.reading)
            guard meeting.signature == nil else { throw MeetingProblem.signed }
            guard try seen == nil || seen == assessment.state(of: meeting, in: tx.reading) else {
                throw MeetingProblem.changed
            }
            var problems: [FieldProblem] = []
            let chair = try people([email], "chair", &problems, in: tx.reading).first
            guard let chair else { throw InvalidInput(key, problems) }
            let rules = try panelRules(of: round, in: tx.reading)
            let head = try tx.auditHead()
            let minutes = try assessment.minutes(
                of: meeting, round: round.plan.title, rules: rules,
                scheme: try rounds.section(.scoring, of: round.id, in: tx.reading),
                groups: try applications.organisations(of: round.id, in: tx.reading), head: head,
                signing: (officer, tx.now, chair), in: tx.reading
            ) { try identity.name(of: $0, in: tx.reading) }
            return try assessment.sign(
                meeting, chair: chair, minutes: minutes.text(in: try text("en")), in: tx)
        }
    }

    // MARK: What a meeting is about

    /// The applications before a panel, those closest to the cut line first.
    private func agenda(
        of round: Round, panel: String, _ ranking: [RankedApplication], in tx: borrowing ReadTx
    ) throws -> [AgendaEntry] {
        let available = try ledger.balance(.allotted, of: round.id, in: tx)
        let funded = Set(
            Allocation.lines(
                ranking.compactMap(Claim.init), available: available,
                partialAwards: round.plan.partialAwards
            ).filter { $0.award > .zero }.map(\.application))
        let own = try assessment.standing(of: round.id, panel: panel, in: tx)
        return AgendaEntry.agenda(ranking) { funded.contains($0) }
            .filter { own.contains($0.application) }
    }

    private func ensureItem(
        _ ranked: RankedApplication, of meeting: Meeting, in tx: borrowing WriteTx
    ) throws {
        guard let rank = ranked.rank, let score = ranked.score else { return }
        try assessment.ensureItem(
            AgendaEntry(
                application: ranked.application, rank: rank, score: score.decimal(places: 2)),
            of: meeting, in: tx)
    }

    private func item(
        _ typed: String, of key: String, in tx: borrowing ReadTx
    ) throws -> (ApplicationID, Round) {
        let (application, _, itsRound) = try applications.find(typed, in: tx)
        let round = try rounds.round(key, in: tx)
        guard round.id == itsRound else { throw MeetingProblem.notItem }
        return (application, round)
    }

    /// The last meeting of the panel that an application is before.
    private func meeting(
        about application: ApplicationID, of round: Round, in tx: borrowing ReadTx
    ) throws -> Meeting {
        for (panel, _) in try assessment.panels(of: round.id, in: tx)
        where try assessment.standing(of: round.id, panel: panel, in: tx).contains(application) {
            return try meeting(of: round, panel: panel, in: tx)
        }
        throw MeetingProblem.notItem
    }

    private func meeting(
        of round: Round, panel: String, in tx: borrowing ReadTx
    ) throws -> Meeting {
        guard let meeting = try assessment.meeting(of: round.id, panel: panel, in: tx) else {
            throw try assessment.holdsMeetings(round.id, in: tx)
                ? MeetingProblem.none : MeetingProblem.off
        }
        return meeting
    }

    private func panel(
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
    private func people(
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
