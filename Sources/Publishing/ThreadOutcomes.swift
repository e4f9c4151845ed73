import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Payments
import Rounds

/// What came of an award, at the end of its thread: what its group told and spent, whom it reached,
/// what an officer made of it, and whether it is closed.
public struct ThreadOutcomes: Sendable {
    /// A return that was accepted.
    public struct Told: Sendable {
        public let number: Int64
        public let moment: ReturnMoment
        public let spent: Money
        public let people: Int64
        /// The day in London on which it was accepted.
        public let acceptedOn: String
    }

    /// With what its priorities promise, its assessments and its closing.
    public let review: AwardReview
    public let returns: [Told]
    /// What those who take part said; nil where nobody was to be asked.
    public let survey: ThreadSurvey?

    public var assessment: AwardAssessment? { review.assessments.last }

    /// What is told of it, as one object: whatever else comes of awards joins here.
    var json: JSONValue {
        .object([
            (
                "returns",
                .array(
                    returns.map {
                        .object([
                            ("number", .int($0.number)), ("moment", .string($0.moment.rawValue)),
                            ("spentPence", .int($0.spent.pence)), ("people", .int($0.people)),
                            ("acceptedOn", .string($0.acceptedOn)),
                        ])
                    })
            ), ("waivedBecause", .optional(review.waiver?.reason)),
            ("assessment", assessment?.json(review.emails) ?? .null),
            ("paidBackPence", .int(review.money.back.pence)),
            ("writtenOffPence", .int(review.money.writtenOff.pence)),
            (
                "closedOn",
                .optional(review.isClosed ? review.closings.last?.on.description : nil)
            ), ("survey", survey?.json ?? .null),
        ])
    }
}

extension Reports {
    func outcomes(
        of award: Award, in round: Round, _ tx: borrowing ReadTx
    ) throws -> ThreadOutcomes {
        ThreadOutcomes(
            review: try review(of: award, in: round, try identity.emails(in: tx), tx),
            returns: try commissioning.returns(of: award.id, in: tx).compactMap { asked in
                guard let told = asked.latest, let judgement = told.judgement,
                    judgement.verdict == .accepted
                else { return nil }
                return ThreadOutcomes.Told(
                    number: asked.number, moment: asked.moment, spent: told.spent,
                    people: told.people, acceptedOn: judgement.on)
            }, survey: try threadSurvey(of: award.id, tx))
    }
}
