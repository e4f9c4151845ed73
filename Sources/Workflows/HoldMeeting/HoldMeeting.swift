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

/// A meeting that was opened.
public struct OpenedMeeting: Sendable {
    /// What a member had scored whole and not locked: it does not change any more.
    public struct Sheet: Sendable {
        public let reference: Reference
        /// The member's email address.
        public let member: String

        public init(reference: Reference, member: String) {
            self.reference = reference
            self.member = member
        }
    }

    public let meeting: Meeting
    public let frozen: [Sheet]

    /// `CF27-0001-K (p1@example.org)`, the first twenty, and an ellipsis where there are more.
    public var frozenInWords: String {
        let shown = frozen.prefix(20).map { "\($0.reference) (\($0.member))" }
        return shown.joined(separator: ", ") + (frozen.count > shown.count ? ", …" : "")
    }
}

extension Workflows {
    /// Opens the meeting of a round's panel, with an agenda that begins at the cut line.
    ///
    /// - Parameters:
    ///   - panel: which one; nil for the round's first.
    ///   - reason: why it opens although members have not scored all that is theirs: they cannot
    ///     once it is open.
    /// - Throws: as `propose` does where something is not checked or scored;
    ///   `MeetingProblem.scoresMissing` where there is no reason, and others.
    @discardableResult
    public func openMeeting(
        round key: String, panel: String? = nil, despiteMissing reason: String? = nil,
        as principal: Principal
    ) throws -> OpenedMeeting {
        let officer = try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            guard try assessment.holdsMeetings(round.id, in: tx.reading) else {
                throw MeetingProblem.off
            }
            try refuseOwnPanel(round, in: tx)
            let panel = try self.panel(panel, of: round, in: tx.reading)
            let ranking = try decidableRanking(
                of: round, missing: .ofAll, in: tx.reading)
            let own = try assessment.standing(of: round.id, panel: panel, in: tx.reading)
            let (owed, count) = try missingScores(
                ranking.filter { own.contains($0.application) }, in: tx.reading)
            if let owed, reason == nil { throw owed }
            let (meeting, sheets) = try assessment.openMeeting(
                of: round.id, panel: panel,
                agenda: try agenda(of: round, ranking, before: own, in: tx.reading),
                missing: owed == nil ? nil : reason.map { (count, $0) }, in: tx)
            // Who scored what they have an interest in is not theirs to know.
            let barred = try assessment.barred(officer, in: round.id, in: tx.reading)
            let frozen = sheets.filter { !barred.contains($0.application) }
            let emails = try identity.emails(of: frozen.map(\.member), in: tx.reading)
            return OpenedMeeting(
                meeting: meeting,
                frozen: frozen.map {
                    .init(reference: $0.reference, member: emails[$0.member] ?? "")
                })
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
            try refuseOwnPanel(round, in: tx)
            var problems: [FieldProblem] = []
            let here = try people(present, "present", &problems, in: tx.reading)
            let away = try people(apologies, "apologies", &problems, in: tx.reading)
            for (member, email) in zip(away, apologies) where here.contains(member) {
                problems.append(FieldProblem("apologies", "present-too", ["email": email]))
            }
            guard problems.isEmpty else { throw InvalidInput(key, problems) }
            guard !here.isEmpty || !away.isEmpty else {
                throw InvalidInput(key, [FieldProblem("present", "nobody-named")])
            }
            try assessment.recordAttendance(
                present: here, apologies: away,
                at: try meeting(
                    of: round, panel: try self.panel(panel, of: round, in: tx.reading),
                    in: tx.reading), in: tx)
        }
    }

    /// Notes that a panel member has no interest in any application before their panel of which
    /// nothing was said yet: they say so themselves, or an officer does to whom they said it.
    ///
    /// - Parameter email: the member's; nil for whoever asks.
    /// - Returns: how many applications that is.
    public func declareNoOther(
        of email: String? = nil, round key: String, as principal: Principal
    ) throws -> Int {
        let person = try principal.require(.panelMember, .officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            var problems: [FieldProblem] = []
            let member = try email.flatMap {
                try people([$0], "member", &problems, in: tx.reading).first
            }
            guard problems.isEmpty else { throw InvalidInput(key, problems) }
            if let member, member != person {
                try principal.require(.officer)
                try refuseOwnPanel(round, in: tx)
            }
            return try assessment.declareNoOther(of: member ?? person, in: round.id, tx)
        }
    }

    /// A panel member says in which of the applications before their panel they have an interest,
    /// and that they have none in the others.
    public func declareInterests(
        in references: [String], detail: String, round key: String, as principal: Principal
    ) throws {
        let member = try principal.require(.panelMember)
        try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            for typed in references {
                let (application, reference, itsRound) = try applications.find(
                    typed, in: tx.reading)
                guard itsRound == round.id else { throw MeetingProblem.notItem }
                try assessment.declareInterest(
                    in: application, reference: reference, of: round.id, has: true,
                    detail: detail, in: tx)
            }
            _ = try assessment.declareNoOther(of: member, in: round.id, tx)
        }
    }

    /// Records what the open meeting recommends about an application.
    ///
    /// - Parameter seen: the state of what was recorded of it that was looked at; nil where nobody
    ///   looked.
    public func recommend(
        _ typed: String, _ entry: MeetingEntry, of key: String, seen: String? = nil,
        as principal: Principal
    ) throws {
        try principal.require(.officer)
        try store.write(as: principal) { tx in
            let (application, round) = try item(typed, of: key, in: tx.reading)
            try refuseOwnPanel(round, in: tx)
            try refuseOwn(application, in: tx)
            let meeting = try meeting(about: application, of: round, in: tx.reading)
            try refuseChanged(seen, application, of: meeting, round, in: tx.reading)
            var problems: [FieldProblem] = []
            let left = try people(entry.left, "left", &problems, in: tx.reading)
            let dissenters = try people(
                entry.dissents.map(\.email), "dissent", &problems, in: tx.reading)
            guard problems.isEmpty else { throw InvalidInput(typed, problems) }
            let ranking = try ranking(of: round, in: tx.reading)
            guard let ranked = ranking.first(where: { $0.application == application }) else {
                throw MeetingProblem.notItem
            }
            if [.fund, .part, .reserve].contains(entry.kind), !ranked.shortfalls.isEmpty {
                throw MeetingProblem.underThreshold(references: ["\(ranked.reference)"])
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
    /// - Parameters:
    ///   - scores: criterion and value, nil where it does not apply.
    ///   - seen: the state of the item that was looked at; nil where nobody looked.
    public func moderate(
        _ typed: String, member email: String,
        _ scores: [(criterion: String, value: Int64?)], reason: String, of key: String,
        seen: String? = nil, as principal: Principal
    ) throws {
        try principal.require(.officer)
        guard !scores.isEmpty else { throw AssessmentProblem.scoresMissing }
        try store.write(as: principal) { tx in
            let (application, round) = try item(typed, of: key, in: tx.reading)
            try refuseOwnPanel(round, in: tx)
            try refuseOwn(application, in: tx)
            let meeting = try meeting(about: application, of: round, in: tx.reading)
            try refuseChanged(seen, application, of: meeting, round, in: tx.reading)
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
            try refuseOwnPanel(round, in: tx)
            let panel = try self.panel(panel, of: round, in: tx.reading)
            let own = try assessment.standing(of: round.id, panel: panel, in: tx.reading)
            guard
                try assessment.staffBarred(officer, in: round.id, in: tx.reading)
                    .isDisjoint(with: own)
            else { throw StaffInterestProblem.round }
            let meeting = try meeting(of: round, panel: panel, in: tx.reading)
            guard meeting.signature == nil else { throw MeetingProblem.signed }
            try refuseChanged(seen, nil, of: meeting, round, in: tx.reading)
            try refuseUnfundable(round, in: tx.reading)
            var problems: [FieldProblem] = []
            let chair = try people([email], "chair", &problems, in: tx.reading).first
            guard let chair else { throw InvalidInput(key, problems) }
            let minutes = try minutes(
                of: meeting, round, head: try tx.auditHead(), signing: (officer, tx.now, chair),
                in: tx.reading)
            return try assessment.sign(
                meeting, chair: chair, minutes: minutes.text(in: try text("en")), in: tx)
        }
    }
}
