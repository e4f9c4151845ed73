import Applications
import Assessment
import Awards
import FundCore
import FundStore
import Rounds

extension Reports {
    /// Shares a round's money out by every method, with something tried or not, and says what each
    /// would change against the proposal that stands, or against the ranking where there is none.
    ///
    /// - Parameter seconds: how long the best total may be searched for.
    public func allocations(
        of key: String, _ whatIf: WhatIf = .nothing, seconds: Int = 30, as principal: Principal
    ) throws -> AllocationComparison {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let (ground, ranking, tried, proposal) = try store.read { tx in
            let ground = try allocationGround(of: key, in: tx)
            try refuseSealed(ground.round, principal, in: tx)
            let ranking = try assessment.ranking(
                of: ground.round.id, key: key, scheme: ground.scheme, in: tx
            ).map(AllocationGround.Ranked.init)
            var tried = ranking
            if !whatIf.weights.isEmpty {
                let scores = try assessment.panelScores(
                    of: ground.round.id, key: key, scheme: ground.scheme, in: tx)
                tried = scores.ranked(
                    scores.order(by: try whatIf.weights(of: ground.scheme, from: scores.weights)))
            }
            return (ground, ranking, tried, try standingProposal(of: ground, in: tx))
        }
        // The search is outside the transaction: it may take long.
        let scale = CommonScale(tried.lazy.compactMap(\.score))
        let terms = ground.terms(tried, whatIf, scale: scale)
        let now = ground.terms(ranking, .nothing, scale: nil)
        let base =
            proposal?.awards
            ?? Dictionary(
                uniqueKeysWithValues: zip(
                    now.candidates.map(\.application), now.result(by: .rankOrder).awards))
        let end = ContinuousClock.now + .seconds(seconds)
        let methods = AllocationMethod.allCases.map { method in
            let start = ContinuousClock.now
            let result = terms.result(by: method) { ContinuousClock.now > end }
            let took = start.duration(to: .now)
            return AllocationComparison.Method(
                result, took: took, terms, tried, scale, base: base, names: ground.names)
        }
        return AllocationComparison(
            round: key, budget: terms.available, partialAwards: terms.partialAwards,
            whatIf: whatIf, base: proposal.map { .proposal($0.number) } ?? .rankOrder,
            limits: ground.limits, unscored: tried.count { $0.score == nil }, methods: methods)
    }

    /// The proposal that was decided by, or the latest where nothing has moved since.
    private func standingProposal(
        of ground: AllocationGround, in tx: borrowing ReadTx
    ) throws -> (number: Int64, awards: [ApplicationID: Money])? {
        let round = ground.round
        guard try awards.latestProposalNumber(of: round.id, in: tx) != nil else { return nil }
        let proposal = try awards.proposal(of: round.id, key: round.key, number: nil, in: tx)
        let isStanding =
            try round.status == .decided
            || proposal.ground.scores == assessment.revision(of: round.id, in: tx)
                && proposal.ground.applications == applications.revision(of: round.id, in: tx)
        guard isStanding else { return nil }
        var given: [ApplicationID: Money] = [:]
        try awards.lines(of: proposal.id, in: tx) { given[$0.application] = $0.award }
        return (proposal.number, given)
    }
}

extension AllocationComparison.Method {
    fileprivate init(
        _ result: AllocationResult, took: Duration, _ terms: AllocationTerms,
        _ ranked: [AllocationGround.Ranked], _ scale: CommonScale,
        base: [ApplicationID: Money], names: [ApplicationID: String]
    ) {
        self.result = result
        microseconds =
            took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000
        let scores = Dictionary(
            uniqueKeysWithValues: ranked.map { ($0.application, ($0.score, $0.requested)) })
        var (full, part): (Int128, Int128) = (0, 0)
        var lines: [AllocationComparison.Line] = []
        var changes: [AllocationComparison.Change] = []
        for (candidate, award) in zip(terms.candidates, result.awards) {
            let name = names[candidate.application] ?? ""
            let before = base[candidate.application] ?? .zero
            if before != award {
                changes.append(
                    AllocationComparison.Change(
                        kind: before == .zero ? .enters : award == .zero ? .leaves : .changes,
                        reference: candidate.reference, organisation: name, before: before,
                        after: award))
            }
            guard award > .zero else { continue }
            let isFull = award == candidate.ask
            if isFull { full += candidate.points } else { part += candidate.points }
            lines.append(
                AllocationComparison.Line(
                    rank: candidate.rank, reference: candidate.reference, organisation: name,
                    score: scores[candidate.application]?.0 ?? .zero,
                    requested: scores[candidate.application]?.1 ?? candidate.ask, award: award,
                    isFull: isFull))
        }
        self.lines = lines
        self.changes = changes
        scoreSum = Fraction(full, over: scale.denominator)
        partScoreSum = Fraction(part, over: scale.denominator)
        switch result.standing {
        case .bounded(let points): bound = Fraction(points, over: scale.denominator)
        // Rounded down, the scores may each come to almost one part more.
        case .optimal where !scale.isExact:
            bound = Fraction(full + Int128(terms.candidates.count), over: scale.denominator)
        default: bound = nil
        }
    }
}
