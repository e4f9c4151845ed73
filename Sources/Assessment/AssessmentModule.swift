import FundCore
import FundStore
import GRDB

public enum AssessmentProblem: Problem {
    case alreadyOnPanel(email: String, round: String)
    case notPanelMember(email: String)
    case unscored(references: [String], count: Int)
    case nothingToRank(round: String)
    case sealed(round: String)
    case memberMissing
    case scoresMissing
    case noScore(reference: String, criterion: String)
    case notOnThisPanel
    case notStanding(reference: String)
    case unfinished(criteria: [String])
    case lockedBefore
    case hasInterest
    case interestStands
    case notOnPanel(email: String, round: String)
    case memberActive(email: String)
    case tooFewScorers(needed: Int, [(Reference, ScorerLack)])
    case refused([FieldProblem])
    case notYours
    case assignedBefore
    case notAssigned
    case assignmentScored
    case ownInterest
    case couldRead(email: String)
    case assigneeInterested
    /// The scores are the meeting's by now.
    case inMeeting
    case sealedToPanel(round: String)
    case disagrees(reference: String, what: [String])
    case scoresHere
    case judgeInterested
    case stoodDown
    case standsDownOwn

    public var report: ProblemReport {
        switch self {
        case .alreadyOnPanel(let email, let round):
            ProblemReport("panel-member-already", .conflict, ["email": email, "round": round])
        case .notPanelMember(let email):
            ProblemReport("panel-role-missing", .conflict, ["email": email])
        case .unscored(let references, let count):
            ProblemReport(
                "applications-unscored", .conflict,
                [
                    "count": "\(count)",
                    "references": references.joined(separator: ", ")
                        + (count > references.count ? ", …" : ""),
                ])
        case .nothingToRank(let round):
            ProblemReport("nothing-to-rank", .conflict, ["round": round])
        case .sealed(let round):
            ProblemReport("scores-sealed-round", .conflict, ["round": round])
        case .memberMissing:
            ProblemReport("score-member-missing", .invalid)
        case .scoresMissing:
            ProblemReport("score-missing", .invalid)
        case .noScore(let reference, let criterion):
            ProblemReport(
                "score-unknown", .notFound, ["reference": reference, "criterion": criterion])
        case .notOnThisPanel:
            ProblemReport("panel-other", .forbidden)
        case .notStanding(let reference):
            ProblemReport("application-not-standing", .notFound, ["reference": reference])
        case .unfinished(let criteria):
            ProblemReport(
                "scores-unfinished", .invalid,
                fields: criteria.map { FieldProblem("\($0).value", "choose-score") })
        case .lockedBefore:
            ProblemReport("score-locked", .conflict)
        case .assigneeInterested: ProblemReport("assignment-with-interest", .conflict)
        case .inMeeting: ProblemReport("scores-in-meeting", .conflict)
        case .hasInterest:
            ProblemReport("score-with-interest", .conflict)
        case .interestStands:
            ProblemReport("interest-stands", .conflict)
        case .notOnPanel(let email, let round):
            ProblemReport("panel-member-unknown", .notFound, ["email": email, "round": round])
        case .memberActive(let email):
            ProblemReport("panel-member-active", .conflict, ["email": email])
        case .tooFewScorers(let needed, let lacks):
            ProblemReport(
                "scorers-too-few", .conflict, ["needed": "\(needed)", "count": "\(lacks.count)"],
                fields: lacks.map { reference, lack in
                    lack.kind.map {
                        FieldProblem(
                            "\(reference)", "scorers-of-kind",
                            [
                                "kind": $0.rawValue, "free": "\(lack.free)",
                                "needed": "\(lack.needed ?? needed)",
                            ])
                    }
                        ?? FieldProblem(
                            "\(reference)", "scorers-free",
                            ["free": "\(lack.free)", "needed": "\(needed)"])
                })
        case .refused(let refusals):
            // One reason is the problem itself; several are told line by line.
            if let first = refusals.first, refusals.allSatisfy({ $0.code == first.code }) {
                ProblemReport(first.code, .conflict, fields: refusals.count > 1 ? refusals : [])
            } else {
                ProblemReport(
                    "scores-refused", .conflict, ["count": "\(refusals.count)"], fields: refusals)
            }
        case .notYours:
            ProblemReport("score-unassigned", .forbidden)
        case .assignedBefore:
            ProblemReport("assignment-twice", .conflict)
        case .notAssigned:
            ProblemReport("assignment-none", .conflict)
        case .assignmentScored:
            ProblemReport("assignment-scored", .conflict)
        case .ownInterest:
            ProblemReport("interest-own", .conflict)
        case .couldRead(let email):
            ProblemReport("panel-could-read", .conflict, ["email": email])
        case .sealedToPanel(let round):
            ProblemReport("sealed-to-panel", .forbidden, ["round": round])
        case .disagrees(let reference, let what):
            ProblemReport(
                "score-disagrees", .conflict,
                ["reference": reference, "what": what.joined(separator: ", ")])
        case .judgeInterested:
            ProblemReport("judge-with-interest", .forbidden)
        case .stoodDown:
            ProblemReport("member-stood-down", .forbidden)
        case .standsDownOwn:
            ProblemReport("stand-down-own", .forbidden)
        case .scoresHere:
            ProblemReport("sensitivity-scores-here", .forbidden)
        }
    }
}

/// Panels, their members' scores, and the ranking that follows from them.
public struct AssessmentModule: Sendable {
    public init() {}

    /// Makes ready to score a round by its scheme, on its panels.
    public func begin(
        _ round: RoundID, _ scheme: ScoringScheme, _ panels: PanelRules, asks: ScoreDemands,
        in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentRound
              (roundId, scaleMinimum, scaleMaximum, revision, asksInterest, asksBriefing,
               asksAssignment, allowsNotApplicable, meetingAllotmentPence, sealsScores)
            VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, scheme.scaleMinimum, scheme.scaleMaximum, asks.interest,
                asks.briefing, asks.assignment, scheme.rules?.allowsNotApplicable ?? false,
                asks.meeting?.pence, asks.sealed,
            ])
        for panel in panels.panels {
            try tx.execute(
                "INSERT INTO assessmentPanel (roundId, key, quorum) VALUES (?, ?, ?)",
                [round.rawValue, panel.key, panel.quorum])
        }
        for (place, criterion) in scheme.criteria.enumerated() {
            try tx.execute(
                """
                INSERT INTO assessmentCriterion
                  (roundId, key, place, weightBasisPoints, alwaysApplies)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    round.rawValue, criterion.key, place, criterion.weightBasisPoints,
                    scheme.rules?.leastMeans[criterion.key] != nil,
                ])
        }
    }

    /// Lets an application be scored; one that was let before stands again.
    public func admit(
        _ application: ApplicationID, reference: Reference, requested: Money, minimum: Money,
        to round: RoundID, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO assessmentCandidate
              (applicationId, roundId, reference, requestedPence, minimumPence, isStanding)
            VALUES (?, ?, ?, ?, ?, 1)
            ON CONFLICT (applicationId) DO UPDATE SET isStanding = 1
            """,
            [
                application.rawValue, round.rawValue, "\(reference)", requested.pence,
                minimum.pence,
            ])
    }

    /// Takes an application out of the scoring; the scores it has are kept.
    public func dismiss(_ application: ApplicationID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            "UPDATE assessmentCandidate SET isStanding = 0 WHERE applicationId = ?",
            [application.rawValue])
    }

    /// A number that grows with every change of the round's scores or panel.
    public func revision(of round: RoundID, in tx: borrowing ReadTx) throws -> Int64 {
        try tx.first(
            "SELECT revision FROM assessmentRound WHERE roundId = ?", [round.rawValue],
            { $0[0] }) ?? 0
    }

    /// Everybody who has scored in the round, entered scores for another, or was at a meeting of a
    /// panel: none of them decides by it.
    public func scorers(of round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID] {
        try tx.list(
            """
            SELECT memberId FROM assessmentScore WHERE roundId = ?1
            UNION SELECT enteredById FROM assessmentScore WHERE roundId = ?1
            UNION SELECT assessmentScoreHistory.enteredById FROM assessmentScoreHistory
              JOIN assessmentScore ON assessmentScore.id = scoreId WHERE roundId = ?1
            UNION SELECT memberId FROM assessmentAttendance WHERE roundId = ?1 AND isPresent = 1
            """, [round.rawValue], { PersonID($0[0]) })
    }

    /// Everybody who opened, recorded or signed a meeting of a round.
    public func recorders(ofMeetingsOf round: RoundID, in tx: borrowing ReadTx) throws -> [PersonID]
    {
        try tx.list(
            """
            SELECT openedById FROM assessmentMeeting WHERE roundId = ?1
            UNION SELECT signedById FROM assessmentMeeting
              WHERE roundId = ?1 AND signedById IS NOT NULL
            UNION SELECT recordedById FROM assessmentRecommendation
              JOIN assessmentMeeting ON assessmentMeeting.id = meetingId WHERE roundId = ?1
            UNION SELECT recordedById FROM assessmentModeration
              JOIN assessmentMeeting ON assessmentMeeting.id = meetingId WHERE roundId = ?1
            """, [round.rawValue], { PersonID($0[0]) })
    }

    func isSealed(_ round: RoundID, in tx: borrowing ReadTx) throws -> Bool {
        try tx.first(
            "SELECT sealedAt IS NOT NULL FROM assessmentRound WHERE roundId = ?",
            [round.rawValue], { $0[0] }) ?? false
    }

    /// Ends scoring for good, in the transaction that decides the round.
    public func seal(_ round: RoundID, in tx: borrowing WriteTx) throws {
        try tx.execute(
            "UPDATE assessmentRound SET sealedAt = ? WHERE roundId = ?",
            [tx.now.milliseconds, round.rawValue])
    }
}
