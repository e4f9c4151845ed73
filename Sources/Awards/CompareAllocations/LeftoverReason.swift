import FundCore

/// Why some of the money is left.
public enum LeftoverReason: Sendable, Equatable {
    /// Nothing is.
    case nothingLeft
    /// Everybody who can be funded has all they may get.
    case everybodyServed
    /// Nobody can be funded.
    case nobodyFundable
    /// So many could not work with the most that one may get, and nobody else can be funded.
    case allCappedOut(count: Int)
    /// So many could not work with the most that one may get; the others have all they may get.
    case someCappedOut(count: Int)
    /// The next in rank asks for more than is left, and could not work with less than `minimum`.
    case nextNeeds(Reference, asks: Money, minimum: Money)
    /// The next in rank asks for more than is left, and the round gives no part of a request.
    case nextInFull(Reference, asks: Money)
    /// Of those without an award, none could work with what is left; this one needs least.
    case leastNeeds(Reference, minimum: Money)
    /// What is left would fit somebody, if their ward or priority had not reached its most.
    case limitsReached
    /// No other awards in full come to more.
    case bestWithoutIt
    /// No awards in full keep to the limits, so none are made.
    case noAwards

    init(
        _ method: AllocationMethod, _ awards: [Money], _ standing: AllocationResult.Standing,
        of terms: AllocationTerms
    ) {
        let left = terms.available.pence - awards.reduce(0) { $0 + $1.pence }
        let waiting = zip(terms.candidates, awards).filter { $0.0.isFundable && $0.1 == .zero }.map(
            \.0)
        guard left > 0 else {
            self = .nothingLeft
            return
        }
        switch standing {
        case .impossible, .unknown:
            self = .noAwards
            return
        case .byRule, .optimal, .bounded: break
        }
        let isInPart = zip(terms.candidates, awards).contains {
            $1 > .zero && $1 < $0.ask && $0.isFundable
        }
        guard let next = waiting.first else {
            let cappedOut = terms.candidates.count(where: \.isCappedOut)
            let isAnybodyFundable = terms.candidates.contains(where: \.isFundable)
            self =
                if isInPart { .limitsReached } else if cappedOut > 0 {
                    isAnybodyFundable
                        ? .someCappedOut(count: cappedOut) : .allCappedOut(count: cappedOut)
                } else { isAnybodyFundable ? .everybodyServed : .nobodyFundable }
            return
        }
        switch method {
        case .bestTotal: self = .bestWithoutIt
        case .rankOrder where next.ask.pence > left && terms.partialAwards:
            self =
                next.minimum.pence > left
                ? .nextNeeds(next.reference, asks: next.ask, minimum: next.minimum)
                : .limitsReached
        case .rankOrder where next.ask.pence > left:
            self = .nextInFull(next.reference, asks: next.ask)
        case .rankOrder: self = .limitsReached
        case .rankOrderPartial:
            let least = waiting.min { $0.minimum < $1.minimum } ?? next
            self =
                least.minimum.pence > left
                ? .leastNeeds(least.reference, minimum: least.minimum) : .limitsReached
        }
    }
}
