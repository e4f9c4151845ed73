import FundCore

extension AllocationTerms {
    /// What a method comes to. No method gives more than there is, or breaks a limit's most; a
    /// least that it does not reach stands among the `shortfalls`.
    ///
    /// - Parameter isOver: asked now and then while the best total is searched for: true ends it.
    public func result(
        by method: AllocationMethod, isOver: @escaping () -> Bool = { false }
    ) -> AllocationResult {
        switch method {
        case .rankOrder:
            AllocationResult(method, walk(goesOn: false, inPart: partialAwards), .byRule, of: self)
        case .rankOrderPartial:
            AllocationResult(method, walk(goesOn: true, inPart: true), .byRule, of: self)
        case .bestTotal: bestTotal(isOver: isOver)
        }
    }

    /// Walks down the ranking, first for the limits that have a least, then for all.
    ///
    /// - Parameters:
    ///   - goesOn: whether those further down are looked at once one did not fit.
    ///   - inPart: whether one that does not fit may get what is left.
    private func walk(goesOn: Bool, inPart: Bool) -> [Money] {
        var awards = Array(repeating: Money.zero, count: candidates.count)
        var purse = Purse(available.pence, limits)
        for (place, limit) in limits.enumerated() {
            guard let floor = limit.floorPence else { continue }
            for (index, candidate) in candidates.enumerated()
            where candidate.limits.contains(place) && awards[index] == .zero {
                guard purse.given[place] < floor else { break }
                awards[index] = purse.award(candidate, inPart: goesOn && inPart).award
            }
        }
        for (index, candidate) in candidates.enumerated() where awards[index] == .zero {
            let (award, isShort) = purse.award(candidate, inPart: inPart)
            awards[index] = award
            // A ward that has its most closes for itself alone; money that has run out, for all.
            if isShort && !goesOn { break }
        }
        return awards
    }

    private func bestTotal(isOver: @escaping () -> Bool) -> AllocationResult {
        let whole = AllocationTerms(
            candidates: candidates, available: available, partialAwards: false, limits: limits
        ).walk(goesOn: false, inPart: false)
        let search = BestTotal(self, start: whole, isOver: isOver)
        let (chosen, standing) = search.run()
        return AllocationResult(
            .bestTotal, zip(candidates, chosen).map { $1 ? $0.ask : .zero }, standing, of: self)
    }
}

/// What is left to give, and what each limit has.
private struct Purse {
    private var left: Int64
    private let caps: [Int64?]
    private(set) var given: [Int64]

    init(_ available: Int64, _ limits: [AllocationLimit]) {
        left = available
        caps = limits.map(\.capPence)
        given = Array(repeating: 0, count: limits.count)
    }

    /// Gives all that is asked for where it fits; else, where that may be, what is left.
    ///
    /// - Returns: the award, and whether there was not money enough for all of it.
    mutating func award(
        _ candidate: AllocationCandidate, inPart: Bool
    ) -> (award: Money, isShort: Bool) {
        guard candidate.isFundable else { return (.zero, false) }
        let room = candidate.limits.compactMap { place in caps[place].map { $0 - given[place] } }
        let most = min(candidate.ask.pence, room.min() ?? .max)
        let isShort = most > left
        let possible = min(most, left)
        var award: Int64 = 0
        if possible == candidate.ask.pence || inPart && possible >= candidate.minimum.pence {
            award = possible
        }
        left -= award
        for place in candidate.limits { given[place] += award }
        return (Money(pence: award), isShort)
    }
}
