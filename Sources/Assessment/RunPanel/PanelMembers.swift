import FundCore
import FundStore
import GRDB

/// Somebody on a round's panel.
public struct PanelMember: Sendable {
    public let person: PersonID
    public let panel: String
    public let kind: MemberKind
    /// Who is at a young commissioner's side.
    public let supportingAdult: String?
    public let postcode: String?
    public let employers: String?
    /// When they said that they had read how to score.
    public let briefedAt: Instant?
    /// That they have stood down; nil where they score.
    public let departure: Departure?
}

/// What an officer writes of somebody who goes on a panel.
public struct MemberEntry: Sendable {
    public let panel: String
    public let kind: MemberKind
    public let supportingAdult: String
    public let postcode: String
    public let employers: String

    public init(
        panel: String = PanelRules.mainKey, kind: MemberKind = .member,
        supportingAdult: String = "", postcode: String = "", employers: String = ""
    ) {
        self.panel = panel
        self.kind = kind
        self.supportingAdult = supportingAdult.trimmed
        self.postcode = postcode.trimmed
        self.employers = employers.trimmed
    }

    static let greatestLength = 200

    func problems(panels: [String]) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if !panels.contains(panel) {
            problems.append(
                FieldProblem(
                    "panel", "not-an-option",
                    ["value": panel, "options": panels.joined(separator: ", ")]))
        }
        if kind == .youngCommissioner && supportingAdult.isEmpty {
            problems.append(FieldProblem("supportingAdult", "adult-missing"))
        }
        if kind != .youngCommissioner && !supportingAdult.isEmpty {
            problems.append(FieldProblem("supportingAdult", "adult-unasked"))
        }
        for (field, text) in [
            ("supportingAdult", supportingAdult), ("postcode", postcode), ("employers", employers),
        ] where text.unicodeScalars.count > Self.greatestLength {
            problems.append(
                FieldProblem(field, "too-long", ["maximum": "\(Self.greatestLength)"]))
        }
        return problems
    }
}

extension AssessmentModule {
    /// Puts a person on a round's panel.
    /// - Parameter reads: whether they can read its scores without being on it.
    public func addPanelMember(
        _ person: PersonID, email: String, roles: Set<Role>, reads: Bool, _ entry: MemberEntry,
        to round: RoundID, key: String, in tx: borrowing WriteTx
    ) throws {
        let officer = try tx.principal.require(.officer)
        guard roles.contains(.panelMember) else {
            throw AssessmentProblem.notPanelMember(email: email)
        }
        guard try !isOnPanel(person, of: round, in: tx.reading) else {
            throw AssessmentProblem.alreadyOnPanel(email: email, round: key)
        }
        guard try !isSealed(round, in: tx.reading) else {
            throw AssessmentProblem.sealed(round: key)
        }
        let problems = entry.problems(panels: try panels(of: round, in: tx.reading).map(\.key))
        guard problems.isEmpty else { throw InvalidInput(email, problems) }
        func present(_ text: String) -> String? { text.isEmpty ? nil : text }
        try tx.execute(
            """
            INSERT INTO assessmentPanelMember
              (roundId, personId, addedAt, addedById, panel, kind, supportingAdult, postcode,
               employers, readsScores)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, person.rawValue, tx.now.milliseconds, officer.rawValue,
                entry.panel, entry.kind.rawValue, present(entry.supportingAdult),
                present(entry.postcode), present(entry.employers), reads,
            ])
        try tx.audit(
            "panel.addition", "round:\(round.rawValue)",
            [("person", .int(person.rawValue)), ("kind", .string(entry.kind.rawValue))])
    }

    /// Takes somebody off a panel who has done nothing on it yet.
    /// - Throws: `AssessmentProblem.memberActive` for one who has declared, scored or is assigned.
    public func removePanelMember(
        _ person: PersonID, email: String, of round: RoundID, key: String,
        in tx: borrowing WriteTx
    ) throws {
        try tx.principal.require(.officer)
        guard try isOnPanel(person, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnPanel(email: email, round: key)
        }
        guard try !isSealed(round, in: tx.reading) else {
            throw AssessmentProblem.sealed(round: key)
        }
        let isActive: Bool? = try tx.reading.first(
            """
            SELECT EXISTS (SELECT 1 FROM assessmentInterest
                WHERE roundId = ?1 AND memberId = ?2)
              OR EXISTS (SELECT 1 FROM assessmentScore WHERE roundId = ?1 AND memberId = ?2)
              OR EXISTS (SELECT 1 FROM assessmentAssignment
                WHERE roundId = ?1 AND memberId = ?2)
              OR EXISTS (SELECT 1 FROM assessmentBriefing WHERE roundId = ?1 AND memberId = ?2)
              OR EXISTS (SELECT 1 FROM assessmentAttendance
                WHERE roundId = ?1 AND memberId = ?2)
            """, [round.rawValue, person.rawValue], { $0[0] })
        guard isActive == false else {
            throw AssessmentProblem.memberActive(email: email)
        }
        try tx.execute(
            "DELETE FROM assessmentPanelMember WHERE roundId = ? AND personId = ?",
            [round.rawValue, person.rawValue])
        try tx.audit(
            "panel.removal", "round:\(round.rawValue)", [("person", .int(person.rawValue))])
    }

    /// A member says that they have read how to score in this round.
    public func acknowledgeBriefing(
        of round: RoundID, in tx: borrowing WriteTx
    ) throws {
        let member = try panelMember(of: round, in: tx)
        guard try briefedAt(member, round: round, in: tx.reading) == nil else { return }
        try tx.execute(
            "INSERT INTO assessmentBriefing (roundId, memberId, acknowledgedAt) VALUES (?, ?, ?)",
            [round.rawValue, member.rawValue, tx.now.milliseconds])
        try tx.audit("panel.briefing", "round:\(round.rawValue)")
    }

    /// When a member said that they had read how to score.
    public func briefedAt(
        _ member: PersonID, round: RoundID, in tx: borrowing ReadTx
    ) throws -> Instant? {
        try tx.first(
            "SELECT acknowledgedAt FROM assessmentBriefing WHERE roundId = ? AND memberId = ?",
            [round.rawValue, member.rawValue], { Instant(milliseconds: $0[0]) })
    }

    /// The applications of a round that a member has an interest in.
    public func barred(
        _ member: PersonID, in round: RoundID, in tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try tx.list(
                """
                SELECT applicationId FROM assessmentAnyConflict
                WHERE roundId = ? AND personId = ?
                """, [round.rawValue, member.rawValue], { ApplicationID($0[0]) }))
    }

    /// Everybody who has an interest in any application of a round.
    public func interested(in round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            "SELECT DISTINCT personId FROM assessmentAnyConflict WHERE roundId = ?",
            [round.rawValue], { PersonID($0[0]) })
    }

    /// Everybody on the round's panels.
    public func panelMembers(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [PanelMember] {
        try tx.list(
            """
            SELECT personId, panel, kind, supportingAdult, postcode, employers,
              (SELECT acknowledgedAt FROM assessmentBriefing AS briefing
               WHERE briefing.roundId = ?1 AND memberId = personId),
              stoodDownAt, keepsScores, reason, stoodDownById
            FROM assessmentPanelMember AS member
            LEFT JOIN assessmentDeparture AS gone
              ON gone.roundId = member.roundId AND gone.memberId = personId
            WHERE member.roundId = ?1 ORDER BY personId
            """, [round.rawValue]
        ) { row in
            PanelMember(
                person: PersonID(row[0]), panel: row[1],
                kind: MemberKind(rawValue: row[2]) ?? .member, supportingAdult: row[3],
                postcode: row[4], employers: row[5],
                briefedAt: (row[6] as Int64?).map(Instant.init(milliseconds:)),
                departure: (row[7] as Int64?).map {
                    Departure(
                        keepsScores: row[8], reason: row[9], at: Instant(milliseconds: $0),
                        by: PersonID(row[10]))
                })
        }
    }

    /// The round's panels and how many members each needs to decide.
    public func panels(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(key: String, quorum: Int64)] {
        try tx.list(
            "SELECT key, quorum FROM assessmentPanel WHERE roundId = ? ORDER BY key",
            [round.rawValue], { ($0[0], $0[1]) })
    }

    public func panel(of round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            "SELECT personId FROM assessmentPanelMember WHERE roundId = ? ORDER BY personId",
            [round.rawValue], { PersonID($0[0]) })
    }

    public func isOnPanel(
        _ person: PersonID, of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentPanelMember WHERE roundId = ? AND personId = ?",
            [round.rawValue, person.rawValue], { _ in true }) ?? false
    }

    /// The applications of a round that may be scored, in the order they were let be.
    public func standing(of round: RoundID, in tx: borrowing ReadTx) throws -> [ApplicationID] {
        try tx.list(
            """
            SELECT applicationId FROM assessmentCandidate
            WHERE roundId = ? AND isStanding = 1 ORDER BY applicationId
            """, [round.rawValue], { ApplicationID($0[0]) })
    }

    /// Whether an application was ever let be scored.
    public func isCandidate(
        _ application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Bool {
        try tx.first(
            "SELECT 1 FROM assessmentCandidate WHERE applicationId = ?",
            [application.rawValue], { _ in true }) ?? false
    }

    func panelMember(of round: RoundID, in tx: borrowing WriteTx) throws -> PersonID {
        let member = try tx.principal.require(.panelMember)
        guard try isOnPanel(member, of: round, in: tx.reading) else {
            throw AssessmentProblem.notOnThisPanel
        }
        try refuseStoodDown(member, of: round, in: tx.reading)
        return member
    }

    /// A reason that somebody gives, within bounds.
    func checkedReason(_ typed: String, field: String = "reason") throws -> String {
        let reason = typed.trimmed
        if reason.isEmpty { throw InvalidInput(field, [FieldProblem(field, "missing")]) }
        if reason.unicodeScalars.count > Self.greatestCommentLength {
            throw InvalidInput(
                field,
                [FieldProblem(field, "too-long", ["maximum": "\(Self.greatestCommentLength)"])])
        }
        return reason
    }
}
