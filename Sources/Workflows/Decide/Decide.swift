import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

/// What approving did.
public struct Approval: Sendable {
    public let proposal: Proposal
    public let awardCount: Int
    public let partialCount: Int
    public let declinedCount: Int
    /// How many of those are on the reserve list.
    public let reserveCount: Int
    /// How many of those are put off to another round.
    public let putOffCount: Int
}

extension Workflows {
    /// Freezes a proposal from the ranking as it stands, or from what the panels' meetings recommend.
    ///
    /// - Throws: a problem that says what is missing: a round still open, applications not checked
    ///   or not scored.
    public func propose(round key: String, as principal: Principal) throws -> Proposal {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            try refuseSealed(round, in: tx)
            let ranking = try decidableRanking(of: round, in: tx.reading)
            let available = try ledger.balance(.allotted, of: round.id, in: tx.reading)
            let lines = try lines(ranking, of: round, available: available, in: tx.reading)
            return try awards.propose(
                lines, for: round.id, key: key, available: available,
                ground: try ground(of: round.id, in: tx.reading),
                scores: try assessment.groundProposal(of: round.id, in: tx),
                barred: try barred(from: round.id, in: tx.reading),
                scorers: try assessment.scorers(of: round.id, in: tx.reading), in: tx)
        }
    }

    /// Who is proposed what: what the panels recommended in their signed meetings, where the round
    /// holds meetings; else down the ranking.
    private func lines(
        _ ranking: [RankedApplication], of round: Round, available: Money,
        in tx: borrowing ReadTx
    ) throws -> [ProposalLine] {
        let claims = ranking.compactMap(Claim.init)
        guard try rounds.controls(of: round.id, in: tx).has(.meeting) else {
            return Allocation.lines(
                claims, available: available, partialAwards: round.plan.partialAwards)
        }
        try assessment.refuseUnmet(round.id, in: tx)
        try refuseUnfundable(round, in: tx)
        let said = try assessment.recommendations(of: round.id, in: tx)
        let lines = Allocation.lines(claims) { said[$0]?.amount ?? .zero }
        let total = lines.reduce(Money.zero) { $0 + $1.award }
        guard total <= available else {
            throw MeetingProblem.overAvailable(total: total, available: available)
        }
        return lines
    }

    /// The ranking of a round that is closed, checked and scored.
    func decidableRanking(
        of round: Round, missing: MissingScorers = .ofNone, in tx: borrowing ReadTx
    ) throws -> [RankedApplication] {
        guard round.status == .closed else {
            throw RoundsProblem.notClosed(round: round.key, status: round.status)
        }
        let unchecked = try applications.counts(of: round.id, in: tx)[.submitted] ?? 0
        guard unchecked == 0 else { throw AwardsProblem.unchecked(count: unchecked) }
        let ranking = try ranking(of: round, missing: missing, in: tx)
        guard !ranking.isEmpty else { throw AssessmentProblem.nothingToRank(round: round.key) }
        let unscored = ranking.filter { $0.rank == nil }.map { "\($0.reference)" }
        guard unscored.isEmpty else {
            throw AssessmentProblem.unscored(
                references: Array(unscored.prefix(20)), count: unscored.count)
        }
        return ranking
    }

    /// Decides a round: approves a proposal, sets the money aside, makes the awards, queues every
    /// letter and ends scoring; all in one transaction.
    ///
    /// - Parameter number: which proposal; nil for the latest.
    /// - Throws: `AwardsProblem`, among others when anything has moved since it was proposed.
    public func approve(
        round key: String, proposal number: Int64?, reason: String, as principal: Principal
    ) throws -> Approval {
        let decider = try principal.require(.decisionMaker)
        return try store.write(as: principal) { tx in
            let round = try rounds.round(key, in: tx.reading)
            try refuseDecided(round, in: tx.reading)
            try refuseOwnRound(round, in: tx)
            try refuseSealed(round, in: tx)
            guard try assessment.barred(decider, in: round.id, in: tx.reading).isEmpty else {
                throw AwardsProblem.interested
            }
            try refusePrivate([("reason", reason)], in: "decision", of: round.id, tx.reading)
            let proposal = try awards.proposal(
                of: round.id, key: key, number: number, in: tx.reading)
            let decision = try awards.approve(
                proposal, reason: reason,
                ground: try ground(of: round.id, in: tx.reading), in: tx)
            // The ground has not moved, so the ranking is the proposal's, line by line.
            let ranking = try self.ranking(of: round, in: tx.reading)
            let scheme: ScoringScheme = try rounds.section(
                .scoring, of: round.id, in: tx.reading)
            let settings: LetterSettings = try rounds.section(
                .letters, of: round.id, in: tx.reading)
            var lines: [ProposalLine] = []
            try awards.lines(of: proposal.id, in: tx.reading) { lines.append($0) }
            guard lines.map(\.application) == ranking.map(\.application) else {
                throw AwardsProblem.groundMoved(number: proposal.number, what: ["ranking"])
            }
            let told = try toldBeside(round, in: tx.reading)
            let said = try recommended(round, in: tx.reading)
            let needsAgreement = try awards.needsAgreement(round.id, in: tx.reading)
            let grounds = try groundAwards(
                on: lines.filter { $0.award > .zero }.map(\.application), of: round.id, in: tx)
            for (line, ranked) in zip(lines, ranking) {
                if line.award > .zero {
                    let reservation = try ledger.reserve(
                        line.award, for: line.application, of: round.id, in: tx)
                    try awards.award(
                        line, by: decision, of: round.id, reservation: reservation,
                        screening: grounds[line.application], in: tx)
                    // Where no agreement is needed, the money is owed at once.
                    if !needsAgreement {
                        try ledger.commit(
                            line.award, for: line.application, of: round.id, in: tx)
                    }
                }
                try applications.recordDecision(
                    awarded: line.award > .zero, line.application, in: tx)
                if line.award == .zero {
                    try list(line, said[line.application]?.kind, of: round, in: tx)
                }
                try queueLetter(
                    line.letterKind, to: line.application, round: round.id, settings: settings,
                    in: tx
                ) { words in
                    OwnFacts(
                        particular: told(line),
                        criteria: ranked.words(scheme, in: words))
                }
            }
            func unfunded(_ line: ProposalLine, _ kind: RecommendationKind) -> Bool {
                line.award == .zero && said[line.application]?.kind == kind
            }
            try assessment.seal(round.id, in: tx)
            try rounds.decide(round, by: decider, in: tx)
            return Approval(
                proposal: proposal, awardCount: lines.count { $0.award > .zero },
                partialCount: lines.count(where: \.isPartial),
                declinedCount: lines.count { $0.award == .zero },
                reserveCount: lines.count { unfunded($0, .reserve) },
                putOffCount: lines.count { unfunded($0, .defer) })
        }
    }

    /// What a decision letter says beside the scores, line by line: how much, what the panel's
    /// meeting recommended, how long the group can appeal, and whether the award takes effect later.
    private func toldBeside(
        _ round: Round, in tx: borrowing ReadTx
    ) throws -> (ProposalLine) -> [String: String] {
        let holdsMeetings = try rounds.controls(of: round.id, in: tx).has(.meeting)
        let said = try recommended(round, in: tx)
        let days = try rounds.optionalSection(
            .appeals, of: round.id, as: AppealRules.self, in: tx)?.days
        let callsIn = try rounds.controls(of: round.id, in: tx).has(.callIn)
        return { line in
            var facts: [String: String] = [:]
            if holdsMeetings { facts["recommended"] = "yes" }
            if !line.isFull { facts["appealDays"] = days.map { "\($0)" } }
            guard line.award == .zero else {
                if callsIn { facts["callIn"] = "yes" }
                facts["amount"] = line.award.words
                return facts
            }
            switch said[line.application]?.kind {
            case .reserve: facts["reserve"] = "yes"
            case .defer: facts["deferred"] = "yes"
            default: break
            }
            return facts
        }
    }

    /// What the panels recommended, where the round holds meetings.
    private func recommended(
        _ round: Round, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: Recommended] {
        try rounds.controls(of: round.id, in: tx).has(.meeting)
            ? assessment.recommendations(of: round.id, in: tx) : [:]
    }

    /// Who has an interest in an application of a round, or applied in it, of all who might decide.
    func barred(
        from round: RoundID, in tx: borrowing ReadTx
    ) throws -> [(person: PersonID, ground: ProposalBar)] {
        var staff: [(id: PersonID, email: String)] = []
        try identity.people(in: tx) { if !$0.roles.isEmpty { staff.append(($0.id, $0.email)) } }
        let own = try applications.applicants(among: staff, of: round, in: tx)
        let interested = try assessment.interested(in: round, in: tx)
        return own.map { ($0, .own) } + interested.map { ($0, .interest) }
    }

    /// Where the round screens: which screening each of its awards rests on.
    /// - Throws: `ScreeningProblem.awardsBarred`.
    func groundAwards(
        on awarded: [ApplicationID], of round: RoundID, in tx: borrowing WriteTx
    ) throws -> [ApplicationID: ScreeningGroundID] {
        guard try rounds.controls(of: round, in: tx.reading).has(.screening) else { return [:] }
        return try applications.groundAwards(
            on: awarded, of: round,
            try rounds.section(.form, of: round, in: tx.reading), in: tx)
    }

    func ranking(
        of round: Round, missing: MissingScorers = .ofNone, in tx: borrowing ReadTx
    ) throws -> [RankedApplication] {
        try assessment.ranking(
            of: round.id, key: round.key,
            scheme: try rounds.section(.scoring, of: round.id, in: tx), missing: missing, in: tx)
    }

    private func ground(of round: RoundID, in tx: borrowing ReadTx) throws -> ProposalGround {
        ProposalGround(
            scores: try assessment.revision(of: round, in: tx),
            applications: try applications.revision(of: round, in: tx),
            ledger: try ledger.lastEntry(of: round, in: tx))
    }

    func refuseDecided(_ round: Round, in tx: borrowing ReadTx) throws {
        if let decision = try awards.decision(of: round.id, in: tx) {
            throw AwardsProblem.decidedBefore(
                round: round.key, by: try identity.email(of: decision.decidedBy, in: tx))
        }
    }
}

extension Claim {
    init?(_ ranked: RankedApplication) {
        guard let rank = ranked.rank, let score = ranked.score else { return nil }
        self.init(
            rank: Int64(rank), application: ranked.application, reference: ranked.reference,
            score: "\(score)", requested: ranked.requested, minimum: ranked.minimum,
            isFundable: ranked.shortfalls.isEmpty)
    }
}

extension ProposalLine {
    fileprivate var letterKind: LetterKind {
        if award == .zero { return .decline }
        return isPartial ? .partial : .award
    }
}

extension RankedApplication {
    /// The points by criterion, in words.
    func words(
        _ scheme: ScoringScheme, in words: TextCatalogue
    ) -> [LetterFacts.Criterion] {
        zip(scheme.criteria, criteria).compactMap { criterion, result in
            guard let mean = result.mean, let points = result.points else { return nil }
            let weight = result.share
            return LetterFacts.Criterion(
                title: words.translation("criteria.\(criterion.key).title") ?? criterion.title,
                label: words.translation("scale.\(mean.rounded)")
                    ?? scheme.labels["\(mean.rounded)"] ?? "",
                points: points.decimal(places: 2),
                maximum: weight.decimal(places: weight.denominator == 1 ? 0 : 2))
        }
    }
}
