import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What became of an award after its end, for those who work on it.
public struct AwardReview: Sendable {
    public let round: Round
    public let summary: ApplicationSummary
    public let award: Award
    /// What its priorities promise, in the order of the fund's files.
    public let promised: [PromisedOutcome]
    public let end: EndTold?
    /// By which it need not be told of at its end.
    public let waiver: ReturnWaiver?
    /// Every one, the first one first.
    public let waivers: [ReturnWaiver]
    /// What its group could still send.
    public let openReturns: [MonitoringReturn]
    /// Every one, the first one first.
    public let assessments: [AwardAssessment]
    public let feedback: [AwardFeedback]
    public let money: KeptMoney
    public let writeOffs: [WriteOff]
    /// Every time that it was closed or opened again, the first one first.
    public let closings: [AwardClosing]
    /// How its group gave it up, in a round without agreements; nil where it did not.
    public let givenUp: GivenUp?
    /// Whether its group can give up what is not paid of it.
    public let isGivable: Bool
    /// What keeps it from being closed; empty where it is closed.
    public let gaps: [FieldProblem]
    public let emails: [PersonID: String]

    public var isClosed: Bool { closings.last?.isClosed ?? false }
    /// What the group still owes.
    public var owed: Money { money.owed(spent: spent) }
    /// How much is told to have been spent; nothing where nobody need tell. Nil before either.
    public let spent: Money?
    /// What it is to be spent on, line by line; nil where nobody said.
    public let budget: BudgetShown?

    /// As `award show` and the door for programs have it.
    public var json: JSONValue {
        .object([
            ("reference", .string("\(summary.reference)")),
            ("organisation", .string(summary.organisation)), ("round", .string(round.key)),
            ("isClosed", .bool(isClosed)), ("standsPence", .int(award.kept.pence)),
            ("paidPence", .int(money.paid.pence)), ("spentPence", .optional(end?.spent.pence)),
            ("people", .optional(end?.people)), ("paidBackPence", .int(money.back.pence)),
            ("writtenOffPence", .int(money.writtenOff.pence)), ("owedPence", .int(owed.pence)),
            ("waivedBecause", .optional(waiver?.reason)),
            ("budget", budget?.json(emails) ?? .null),
            (
                "promised",
                .array(
                    promised.map {
                        .object([
                            ("outcome", .string($0.key)), ("title", .string($0.title)),
                            ("priority", .string($0.priority)),
                        ])
                    })
            ),
            ("assessments", .array(assessments.map { $0.json(emails) })),
            ("feedback", .array(feedback.map { $0.json(emails) })),
            (
                "writeOffs",
                .array(
                    writeOffs.map {
                        .object([
                            ("amountPence", .int($0.amount.pence)), ("reason", .string($0.reason)),
                            ("on", .string("\(LondonTime.date($0.at))")),
                            ("by", .optional(emails[$0.by])),
                        ])
                    })
            ),
            (
                "closings",
                .array(
                    closings.map {
                        .object([
                            ("isClosed", .bool($0.isClosed)), ("reason", .optional($0.reason)),
                            ("on", .string("\($0.on)")), ("by", .optional(emails[$0.by])),
                        ])
                    })
            ),
            (
                "waivers",
                .array(
                    waivers.map {
                        .object([
                            (
                                "returns",
                                $0.numbers.map { .array($0.map { .int($0) }) } ?? .null
                            ), ("reason", .string($0.reason)), ("on", .string($0.on)),
                            ("by", .optional(emails[$0.by])),
                            ("endedBecause", .optional($0.end?.reason)),
                            ("endedOn", .optional($0.end?.on)),
                        ])
                    })
            ),
            (
                "givenUp",
                givenUp.map {
                    .object([
                        ("reason", .string($0.reason)), ("paidPence", .int($0.paid.pence)),
                        ("releasedPence", .int($0.released.pence)), ("on", .string("\($0.on)")),
                        ("by", .optional(emails[$0.by])),
                    ])
                } ?? .null
            ), ("lacks", .array(gaps.map { .string($0.code) })),
        ])
    }
}

extension AwardAssessment {
    /// As threads and reviews have it.
    func json(_ emails: [PersonID: String]) -> JSONValue {
        .object([
            ("number", .int(number)), ("worth", .string(worth)),
            (
                "outcomes",
                .array(
                    outcomes.map {
                        .object([
                            ("outcome", .string($0.key)), ("priority", .string($0.priority)),
                            ("verdict", .string($0.verdict.rawValue)),
                            ("evidence", .string($0.evidence)),
                        ])
                    })
            ), ("on", .string(on)), ("by", .optional(emails[by])),
        ])
    }
}

extension AwardFeedback {
    func json(_ emails: [PersonID: String]) -> JSONValue {
        .object([
            ("number", .int(number)), ("version", .int(version)),
            ("capacity", .string(capacity.rawValue)), ("seenOn", .string("\(seenOn)")),
            ("saw", .string(saw)), ("wouldFund", .string(wouldFund.rawValue)),
            ("recordedOn", .string(recordedOn)), ("recordedBy", .optional(emails[recordedBy])),
        ])
    }
}

extension Listing {
    public static let awardReviews = Listing([
        Column("reference", .plain), Column("organisation", .text), Column("standsPence", .pence),
        Column("paidPence", .pence), Column("spentPence", .pence), Column("people", .plain),
        Column("assessedOn", .plain), Column("closedOn", .plain), Column("lacks", .plain),
    ])
}

extension Reports {
    /// What became of an award after its end.
    /// - Throws: `ReturnProblem.noAward`; `judge-with-interest` for those who have one in it.
    public func awardReview(_ typed: String, as principal: Principal) throws -> AwardReview {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let (id, reference, roundID) = try applications.find(typed, in: tx)
            try refuseInterested(principal, in: id, tx)
            guard let award = try awards.award(of: id, in: tx) else {
                throw ReturnProblem.noAward(reference: "\(reference)")
            }
            return try review(
                of: award, in: try rounds.round(roundID, in: tx), try identity.emails(in: tx), tx)
        }
    }

    /// Awards of a round that came to something or were given up, with what became of each; without
    /// what they were to be spent on.
    ///
    /// - Parameter isClosable: leaves out all but those that could be closed now.
    /// - Returns: without those that whoever asks has an interest in.
    public func awardReviews(
        of key: String, isClosable: Bool = false, as principal: Principal
    ) throws -> (round: Round, reviews: [AwardReview]) {
        try principal.requireOperator(or: .officer, .decisionMaker, .finance, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            var given: [Award] = []
            try awards.awards(of: round.id, in: tx) { given.append($0) }
            var found: [AwardReview] = []
            for award in given where award.isToClose {
                if let person = principal.personID,
                    try assessment.isBarred(person, from: award.application, in: tx)
                {
                    continue
                }
                let review = try review(of: award, in: round, [:], hasBudget: false, tx)
                if !isClosable || review.gaps.isEmpty && !review.isClosed { found.append(review) }
            }
            return (round, found)
        }
    }

    /// Rows of `Listing.awardReviews`.
    public func awardReviewRows(
        of key: String, isClosable: Bool = false, as principal: Principal
    ) throws -> [[JSONValue]] {
        try awardReviews(of: key, isClosable: isClosable, as: principal).reviews.map(\.row)
    }

    /// - Parameter hasBudget: whether what it was to be spent on is read as well.
    func review(
        of award: Award, in round: Round, _ emails: [PersonID: String], hasBudget: Bool = true,
        _ tx: borrowing ReadTx
    ) throws -> AwardReview {
        let detail = try applications.detail(of: award.application, in: tx)
        let priorities: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
        let end = try commissioning.endTold(of: award.id, in: tx)
        let closings = try awards.closings(of: award.id, in: tx)
        let isClosed = closings.last?.isClosed ?? false
        return AwardReview(
            round: round, summary: detail.summary, award: award,
            promised: priorities.promised(by: detail.priorities).map {
                PromisedOutcome(
                    priority: $0.priority, key: $0.outcome.key, title: $0.outcome.title)
            }, end: end, waiver: try commissioning.waiver(of: award.id, in: tx),
            waivers: try commissioning.waivers(of: award.id, in: tx),
            openReturns: try commissioning.returns(of: award.id, in: tx).filter(\.isOpen),
            assessments: try commissioning.assessments(of: award.id, in: tx),
            feedback: try commissioning.feedback(on: award.id, in: tx),
            money: try payments.keptMoney(of: award.id, in: tx),
            writeOffs: try payments.writeOffs(of: award.id, in: tx), closings: closings,
            givenUp: try awards.givenUp(award.id, in: tx),
            isGivable: try !isClosed && award.isStanding
                && !awards.needsAgreement(round.id, in: tx)
                && payments.paid(of: award.id, in: tx) < awards.held(award.id, in: tx),
            gaps: isClosed ? [] : try gaps(of: award.id, tx), emails: emails,
            spent: try commissioning.spentTold(of: award.id, in: tx),
            budget: hasBudget ? try budget(of: award, detail, in: round, tx) : nil)
    }

    /// What keeps an award from being closed.
    private func gaps(
        of award: AwardID, _ tx: borrowing ReadTx
    ) throws -> [FieldProblem] {
        let spent = try commissioning.spentTold(of: award, in: tx)
        return try commissioning.closingGaps(of: award, in: tx)
            + payments.closingGaps(of: award, spent: spent, in: tx)
            + awards.closingGaps(of: award, in: tx)
    }

    /// The awards of a round that wait for officers after their end: to be assessed, or else to be
    /// closed.
    private func ended(
        of round: Round, _ tx: borrowing ReadTx
    ) throws -> [(award: AwardID, isAssessed: Bool)] {
        try commissioning.ended(of: round.id, in: tx).filter {
            guard $0.isAssessed else { return true }
            return try gaps(of: $0.award, tx).isEmpty
        }
    }

    /// What waits in a round's awards after their end, for officers.
    func waitingReviews(
        in round: Round, for principal: Principal, tx: borrowing ReadTx
    ) throws -> [Waiting] {
        guard round.status == .decided, principal.has(.officer) else { return [] }
        let ended = try ended(of: round, tx)
        let unassessed = ended.count { !$0.isAssessed }
        let closable = ended.count - unassessed
        return (unassessed > 0 ? [.assessments(unassessed)] : [])
            + (closable > 0 ? [.closings(closable)] : [])
    }

    /// Awards to assess and to close, each since the day by which its group was to tell of its end.
    func dueReviews(of round: Round, in tx: borrowing ReadTx) throws -> [DueItem] {
        try ended(of: round, tx).compactMap { each in
            let told = try commissioning.returns(of: each.award, in: tx)
                .last { $0.moment == .end }?.dueOn
            let waived = try commissioning.waiver(of: each.award, in: tx)?.on
            guard let id = try awards.application(of: each.award, in: tx),
                let day = waived.flatMap({ LocalDate($0) }) ?? told
            else { return nil }
            return DueItem(
                kind: each.isAssessed ? .awardClosing : .assessment, round: round,
                who: .role(.officer), on: day,
                reference: try applications.summary(of: id, in: tx).reference, count: nil,
                isReminded: false)
        }
    }
}

extension AwardReview {
    var row: [JSONValue] {
        [
            .string("\(summary.reference)"), .string(summary.organisation),
            .int(award.kept.pence), .int(money.paid.pence), .optional(end?.spent.pence),
            .optional(end?.people), .optional(assessments.last?.on),
            .optional(isClosed ? closings.last?.on.description : nil),
            .int(Int64(gaps.count)),
        ]
    }
}
