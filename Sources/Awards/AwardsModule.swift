import FundCore
import FundStore
import GRDB

/// What a proposal rests on: if any of it has moved, the proposal no longer holds.
public struct ProposalGround: Sendable, Equatable {
    public let scores: Int64
    public let applications: Int64
    public let ledger: LedgerEntryID

    public init(scores: Int64, applications: Int64, ledger: LedgerEntryID) {
        self.scores = scores
        self.applications = applications
        self.ledger = ledger
    }
}

/// A frozen proposal.
public struct Proposal: Sendable {
    public let id: ProposalID
    public let round: RoundID
    public let number: Int64
    public let proposedBy: PersonID
    public let proposedAt: Instant
    public let available: Money
    public let total: Money
    public let ground: ProposalGround

    public var leftover: Money { available - total }
}

public struct ProposalLine: Sendable {
    public let rank: Int64
    public let application: ApplicationID
    public let reference: Reference
    /// Exact, `n/d`.
    public let score: String
    public let requested: Money
    public let minimum: Money
    /// Nothing below the cut line.
    public let award: Money
    /// Whether it reached the least that the round asks for.
    public let isFundable: Bool

    public init(
        rank: Int64, application: ApplicationID, reference: Reference, score: String,
        requested: Money, minimum: Money, award: Money, isFundable: Bool = true
    ) {
        self.rank = rank
        self.application = application
        self.reference = reference
        self.score = score
        self.requested = requested
        self.minimum = minimum
        self.award = award
        self.isFundable = isFundable
    }

    public var isFull: Bool { award == requested }
    public var isPartial: Bool { award > .zero && award < requested }
}

public struct Decision: Sendable {
    public let id: DecisionID
    public let proposalNumber: Int64
    public let decidedBy: PersonID
    public let decidedOn: LocalDate
    public let reason: String
}

public struct Award: Sendable {
    public let id: AwardID
    public let application: ApplicationID
    public let reference: Reference
    public let amount: Money
    public let isPartial: Bool
    /// Who gave it and when: the round's decision, or one on an appeal or from the reserve list.
    public let decidedBy: PersonID
    public let decidedOn: LocalDate
    /// The day on which an appeal led to it; nil for what the round's decision gave.
    public let appealedOn: LocalDate?
    /// The day on which it was decided from the reserve list; nil for every other.
    public let reservedOn: LocalDate?
    /// The day on which what was not paid of it was taken back; nil where nothing was.
    public let withdrawnOn: LocalDate?
    /// What the group has or will have of it: what it agreed to, or else what was decided; where it
    /// was taken back or came to its end, what was paid before that.
    public let kept: Money
    /// The day on which its offer came to nothing, its agreement came to its end or its group gave
    /// it up.
    public let endedOn: LocalDate?
    /// Whether its group gave it up, in a round without agreements.
    public let isGivenUp: Bool

    public var isWithdrawn: Bool { withdrawnOn != nil }
    /// Whether it was neither taken back nor has come to its end.
    public var isStanding: Bool { withdrawnOn == nil && endedOn == nil }
    /// Whether its group tells how it goes: who gave up tells what became of what they had.
    public var isToldOf: Bool { isStanding || isGivenUp && kept > .zero }
    /// Whether it is closed at its end: what came to nothing is not, but for what a group gave up.
    public var isToClose: Bool { kept > .zero || isGivenUp }
}

public enum AwardsProblem: Problem {
    case noProposal(round: String)
    case unknownProposal(number: Int64, round: String)
    case decidedBefore(round: String, by: String)
    case groundMoved(number: Int64, what: [String])
    case deciderScored
    case interested
    case reasonMissing
    case unchecked(count: Int64)
    case notDecided(round: String)

    public var report: ProblemReport {
        switch self {
        case .noProposal(let round):
            ProblemReport("proposal-missing", .notFound, ["round": round])
        case .unknownProposal(let number, let round):
            ProblemReport("proposal-unknown", .notFound, ["number": "\(number)", "round": round])
        case .decidedBefore(let round, let by):
            ProblemReport("decision-made", .conflict, ["round": round, "by": by])
        case .groundMoved(let number, let what):
            ProblemReport(
                "proposal-stale", .conflict,
                ["number": "\(number)", "what": what.joined(separator: ", ")])
        case .deciderScored:
            ProblemReport("decider-scored", .conflict)
        case .interested:
            ProblemReport("decider-interested", .forbidden)
        case .reasonMissing:
            ProblemReport("reason-missing", .invalid)
        case .unchecked(let count):
            ProblemReport("applications-unchecked", .conflict, ["count": "\(count)"])
        case .notDecided(let round):
            ProblemReport("round-undecided", .conflict, ["round": round])
        }
    }
}

/// Proposals, decisions and the awards that follow from them.
public struct AwardsModule: Sendable {
    public init() {}

    /// Makes ready to award a round's allotment.
    ///
    /// - Parameters:
    ///   - needsScreening: whether each award rests on a screening.
    ///   - followsMeetings: whether a proposal is what the panels' signed meetings recommend.
    ///   - needsAgreement: whether nothing is owed before a group has agreed to it.
    public func begin(
        _ round: RoundID, allotment: Money, needsScreening: Bool, followsMeetings: Bool,
        needsAgreement: Bool, in tx: borrowing WriteTx
    ) throws {
        try tx.execute(
            """
            INSERT INTO awardRound
              (roundId, allotmentPence, awardedPence, needsScreening, followsMeetings,
               needsAgreement)
            VALUES (?, ?, 0, ?, ?, ?)
            """,
            [round.rawValue, allotment.pence, needsScreening, followsMeetings, needsAgreement])
    }

    /// The proposal that a round was decided by, before that its latest, or the one with `number`.
    public func proposal(
        of round: RoundID, key: String, number: Int64?, in tx: borrowing ReadTx
    ) throws -> Proposal {
        let found = try tx.first(
            """
            SELECT id, roundId, number, proposedById, proposedAt, availablePence, totalPence,
              scoresRevision, applicationsRevision, ledgerEntryId
            FROM awardProposal WHERE roundId = ?1 AND (?2 IS NULL OR number = ?2)
            ORDER BY id IN (SELECT proposalId FROM awardDecision WHERE roundId = ?1) DESC,
              number DESC LIMIT 1
            """, [round.rawValue, number]
        ) {
            Proposal(
                id: ProposalID($0[0]), round: RoundID($0[1]), number: $0[2],
                proposedBy: PersonID($0[3]), proposedAt: Instant(milliseconds: $0[4]),
                available: Money(pence: $0[5]), total: Money(pence: $0[6]),
                ground: ProposalGround(
                    scores: $0[7], applications: $0[8], ledger: LedgerEntryID($0[9])))
        }
        if let found { return found }
        if let number { throw AwardsProblem.unknownProposal(number: number, round: key) }
        throw AwardsProblem.noProposal(round: key)
    }

    /// The number of a round's latest proposal, nil where there is none.
    public func latestProposalNumber(
        of round: RoundID, in tx: borrowing ReadTx
    ) throws -> Int64? {
        try tx.first(
            "SELECT max(number) FROM awardProposal WHERE roundId = ?", [round.rawValue],
            { $0[0] as Int64? }) ?? nil
    }

    /// The lines of a proposal, by rank.
    public func lines(
        of proposal: ProposalID, in tx: borrowing ReadTx, _ body: (ProposalLine) throws -> Void
    ) throws {
        try tx.forEach(
            "\(ProposalLine.columns) WHERE proposalId = ? ORDER BY rank", [proposal.rawValue]
        ) { try body(ProposalLine($0)) }
    }

    /// What a proposal says of one application; nil where it is not in it.
    public func line(
        of application: ApplicationID, in proposal: ProposalID, in tx: borrowing ReadTx
    ) throws -> ProposalLine? {
        try tx.first(
            "\(ProposalLine.columns) WHERE proposalId = ? AND applicationId = ?",
            [proposal.rawValue, application.rawValue]
        ) { ProposalLine($0) }
    }

    /// The decision on a round that was made last, nil where none is.
    public func decision(of round: RoundID, in tx: borrowing ReadTx) throws -> Decision? {
        try tx.first(
            """
            \(Self.decisionColumns)
            WHERE awardDecision.roundId = ? ORDER BY awardDecision.id DESC LIMIT 1
            """, [round.rawValue]
        ) { Decision($0) }
    }

    static let decisionColumns = """
        SELECT awardDecision.id, number, decidedById, decidedOn, reason FROM awardDecision
        JOIN awardProposal ON awardProposal.id = proposalId
        """

    /// Whose award it is.
    public func application(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> ApplicationID? {
        try tx.first(
            "SELECT applicationId FROM award WHERE id = ?", [award.rawValue],
            { ApplicationID($0[0]) })
    }

    /// Which proposal of which round it is.
    public func number(
        of proposal: ProposalID, in tx: borrowing ReadTx
    ) throws -> (round: RoundID, number: Int64)? {
        try tx.first(
            "SELECT roundId, number FROM awardProposal WHERE id = ?", [proposal.rawValue],
            { (RoundID($0[0]), $0[1]) })
    }

    /// What an application was given, nil where nothing.
    public func award(
        of application: ApplicationID, in tx: borrowing ReadTx
    ) throws -> Award? {
        try tx.first(
            "\(Award.columns) WHERE award.applicationId = ?", [application.rawValue], Award.init)
    }

    /// The round's awards, in the order of their ranks; behind them what appeals and the
    /// reserve list led to.
    public func awards(
        of round: RoundID, in tx: borrowing ReadTx, _ body: (Award) throws -> Void
    ) throws {
        try tx.forEach(
            "\(Award.columns) WHERE award.roundId = ? ORDER BY award.id", [round.rawValue]
        ) { try body(Award($0)) }
    }
}

extension Decision {
    init(_ row: Row) {
        self.init(
            id: DecisionID(row[0]), proposalNumber: row[1], decidedBy: PersonID(row[2]),
            decidedOn: LocalDate(row[3] as String) ?? LocalDate(daysSince1970: 0),
            reason: row[4])
    }
}

extension Award {
    static let columns = """
        SELECT award.id, award.applicationId, award.reference, award.amountPence, isPartial,
          coalesce(awardAppealDecision.decidedById, listed.decidedById,
            awardDecision.decidedById),
          coalesce(awardAppealDecision.decidedOn, listed.decidedOn, awardDecision.decidedOn),
          awardAppealDecision.decidedOn, taken.decidedOn,
          coalesce(awardWithdrawal.paidPence, awardEnd.paidPence, awardGivenUp.paidPence,
            (SELECT agreed.amountPence FROM awardVersion AS agreed
             JOIN awardAcceptance ON versionId = agreed.id WHERE agreed.awardId = award.id
             ORDER BY agreed.number DESC LIMIT 1), award.amountPence),
          ifnull(awardEnd.endedOn, awardGivenUp.givenUpOn), awardGivenUp.awardId IS NOT NULL,
          listed.decidedOn
        FROM award
        JOIN awardDecision ON awardDecision.id = award.decisionId
        LEFT JOIN awardAppealDecision ON awardAppealDecision.id = award.appealDecisionId
        LEFT JOIN awardReserveDecision AS listed ON listed.proposalId = award.reserveProposalId
        LEFT JOIN awardWithdrawal ON awardWithdrawal.awardId = award.id
        LEFT JOIN awardAppealDecision AS taken ON taken.id = awardWithdrawal.appealDecisionId
        LEFT JOIN awardEnd ON awardEnd.awardId = award.id
        LEFT JOIN awardGivenUp ON awardGivenUp.awardId = award.id
        """

    init(_ row: Row) {
        self.init(
            id: AwardID(row[0]), application: ApplicationID(row[1]),
            reference: Reference(stored: row[2]), amount: Money(pence: row[3]), isPartial: row[4],
            decidedBy: PersonID(row[5]),
            decidedOn: LocalDate(row[6] as String) ?? LocalDate(daysSince1970: 0),
            appealedOn: (row[7] as String?).flatMap { LocalDate($0) },
            reservedOn: (row[12] as String?).flatMap { LocalDate($0) },
            withdrawnOn: (row[8] as String?).flatMap { LocalDate($0) }, kept: Money(pence: row[9]),
            endedOn: (row[10] as String?).flatMap { LocalDate($0) }, isGivenUp: row[11])
    }
}

extension ProposalLine {
    fileprivate static let columns = """
        SELECT rank, applicationId, reference, score, requestedPence, minimumPence, awardPence,
          isFundable
        FROM awardProposalLine
        """

    fileprivate init(_ row: Row) {
        self.init(
            rank: row[0], application: ApplicationID(row[1]), reference: Reference(stored: row[2]),
            score: row[3], requested: Money(pence: row[4]), minimum: Money(pence: row[5]),
            award: Money(pence: row[6]), isFundable: row[7])
    }
}
