import FundCore
import FundStore
import GRDB

/// How long after the letter that told a decision a group of a round may appeal: frozen with it.
public struct AppealRules: Codable, Sendable, Equatable {
    /// nil where the round takes no appeals.
    public let days: Int64?

    public init(days: Int64? = nil) { self.days = days }

    /// The last day for an appeal against what was told at `told`.
    public func lastDay(after told: Instant) -> LocalDate? {
        days.map { LondonTime.date(told).adding(days: $0) }
    }
}

public enum AppealKind: String, Sendable, CaseIterable {
    /// Against a decision: it can lead to an award.
    case appeal
    /// About how something was handled, or about an award: it gives nobody money.
    case complaint
}

/// How it came in.
public enum AppealChannel: String, Sendable, CaseIterable {
    /// The group wrote it itself, on its application's page or through a program.
    case online
    case email, letter, telephone, inPerson

    /// Those by which an officer takes it down.
    public static let takenDown = allCases.filter { $0 != .online }
}

public enum AppealOutcome: String, Sendable, CaseIterable {
    case upheld, partlyUpheld, notUpheld
}

/// What follows from one that is upheld.
public enum AppealEffect: String, Sendable, CaseIterable {
    case award, withdrawal
    case nothing = "none"
}

/// How somebody took part in what an appeal is about.
public enum AppealPart: String, Sendable, CaseIterable {
    case applied, checked, scored, interested, proposed, decided, paid
}

/// What comes in.
public struct AppealArrival: Sendable {
    public let kind: AppealKind
    public let grounds: String
    public let cameBy: AppealChannel
    /// Or from somebody else, about this group's award.
    public let isFromGroup: Bool
    /// Why an officer takes an appeal that comes too late.
    public let lateReason: String?

    public init(
        kind: AppealKind, grounds: String, cameBy: AppealChannel, isFromGroup: Bool = true,
        lateReason: String? = nil
    ) {
        self.kind = kind
        self.grounds = grounds
        self.cameBy = cameBy
        self.isFromGroup = isFromGroup
        self.lateReason = lateReason
    }
}

/// An appeal or a complaint, with what became of it.
public struct Appeal: Sendable {
    public struct Review: Sendable {
        public let outcome: AppealOutcome
        public let reason: String
        public let reviewedBy: PersonID
        public let reviewedAt: Instant
    }

    public struct Decision: Sendable {
        public let effect: AppealEffect
        public let amount: Money?
        public let reason: String
        public let decidedBy: PersonID
        public let decidedAt: Instant
    }

    public enum Status: String, Sendable, CaseIterable {
        /// Somebody who took no part is to look at it.
        case received
        /// It was upheld, so a decision maker says what follows.
        case reviewed
        case ended
    }

    public let id: AppealID
    public let round: RoundID
    public let application: ApplicationID
    public let reference: Reference
    public let kind: AppealKind
    public let grounds: String
    public let cameBy: AppealChannel
    public let isFromGroup: Bool
    public let receivedBy: PersonID
    public let receivedAt: Instant
    public let lastDay: String?
    public let lateReason: String?
    public let review: Review?
    public let decision: Decision?

    public var status: Status {
        guard let review else { return .received }
        return decision != nil || review.outcome == .notUpheld ? .ended : .reviewed
    }

    /// When it came to its end.
    public var endedAt: Instant? {
        status == .ended ? decision?.decidedAt ?? review?.reviewedAt : nil
    }
}

public enum AppealProblem: Problem {
    case unknown(id: String)
    case notTold
    case notTaken(round: String)
    case late(lastDay: LocalDate)
    case madeBefore
    case tooMany
    case tookPart
    case reviewedBefore
    case notReviewed
    case notUpheld
    case decidedBefore
    case deciderReviewed
    case complaintAwards
    case appealWithdraws
    case hasAward
    case noAward
    case aboveRequest(requested: Money)
    /// With so little the group could not work.
    case underMinimum(given: Money, minimum: Money)
    case notRequested
    case tooLittleLeft(left: Money)
    case allPaid

    public var report: ProblemReport {
        switch self {
        case .unknown(let id): ProblemReport("appeal-unknown", .notFound, ["id": id])
        case .notTold: ProblemReport("appeal-not-told", .conflict)
        case .notTaken(let round):
            ProblemReport("appeal-not-taken", .conflict, ["round": round])
        case .late(let lastDay):
            ProblemReport("appeal-late", .conflict, ["lastDay": "\(lastDay)"])
        case .madeBefore: ProblemReport("appeal-made", .conflict)
        case .tooMany: ProblemReport("appeals-too-many", .conflict)
        case .tookPart: ProblemReport("appeal-took-part", .forbidden)
        case .reviewedBefore: ProblemReport("appeal-reviewed", .conflict)
        case .notReviewed: ProblemReport("appeal-not-reviewed", .conflict)
        case .notUpheld: ProblemReport("appeal-not-upheld", .conflict)
        case .decidedBefore: ProblemReport("appeal-decided", .conflict)
        case .deciderReviewed: ProblemReport("appeal-decider-reviewed", .forbidden)
        case .complaintAwards: ProblemReport("appeal-complaint-awards", .conflict)
        case .appealWithdraws: ProblemReport("appeal-withdraws", .conflict)
        case .hasAward: ProblemReport("appeal-has-award", .conflict)
        case .noAward: ProblemReport("appeal-no-award", .conflict)
        case .aboveRequest(let requested):
            ProblemReport(
                "appeal-award-above-request", .conflict, ["requested": requested.words])
        case .underMinimum(let given, let minimum):
            ProblemReport(
                "appeal-award-under-minimum", .conflict,
                ["given": given.words, "minimum": minimum.words])
        case .notRequested: ProblemReport("appeal-not-requested", .conflict)
        case .tooLittleLeft(let left):
            ProblemReport("appeal-too-little-left", .conflict, ["left": left.words])
        case .allPaid: ProblemReport("award-paid-stays", .conflict)
        }
    }
}

extension Appeal {
    static let columns = """
        SELECT awardAppeal.id, awardAppeal.roundId, awardAppeal.applicationId,
          awardAppeal.reference, kind, grounds, cameBy, isFromGroup, receivedById, receivedAt,
          lastDay, lateReason, outcome, awardAppealReview.reason,
          awardAppealReview.reviewedById, reviewedAt, effect, amountPence,
          awardAppealDecision.reason, awardAppealDecision.decidedById, decidedAt
        FROM awardAppeal
        LEFT JOIN awardAppealReview ON awardAppealReview.appealId = awardAppeal.id
        LEFT JOIN awardAppealDecision ON awardAppealDecision.appealId = awardAppeal.id
        """

    init(_ row: Row) {
        id = AppealID(row[0])
        round = RoundID(row[1])
        application = ApplicationID(row[2])
        reference = Reference(stored: row[3])
        kind = AppealKind(rawValue: row[4]) ?? .complaint
        grounds = row[5]
        cameBy = AppealChannel(rawValue: row[6]) ?? .letter
        isFromGroup = row[7]
        receivedBy = PersonID(row[8])
        receivedAt = Instant(milliseconds: row[9])
        lastDay = row[10]
        lateReason = row[11]
        if let outcome = (row[12] as String?).flatMap(AppealOutcome.init) {
            review = Review(
                outcome: outcome, reason: row[13], reviewedBy: PersonID(row[14]),
                reviewedAt: Instant(milliseconds: row[15]))
        } else {
            review = nil
        }
        if let effect = (row[16] as String?).flatMap(AppealEffect.init) {
            decision = Decision(
                effect: effect, amount: (row[17] as Int64?).map(Money.init(pence:)),
                reason: row[18], decidedBy: PersonID(row[19]),
                decidedAt: Instant(milliseconds: row[20]))
        } else {
            decision = nil
        }
    }
}
