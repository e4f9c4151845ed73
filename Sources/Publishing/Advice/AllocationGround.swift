import Applications
import Assessment
import Awards
import Forms
import FundCore
import FundStore
import Ledger
import Rounds

/// What money is shared out by, as it stands at one moment.
struct AllocationGround {
    /// An application in rank order, with its score.
    struct Ranked {
        let application: ApplicationID
        let reference: Reference
        let score: Fraction?
        let requested: Money
        let minimum: Money
        let isFundable: Bool
    }

    let round: Round
    let scheme: ScoringScheme
    let available: Money
    let limits: [AllocationLimit]
    /// The limits that count each application, by their places.
    let counted: [ApplicationID: [Int]]
    let names: [ApplicationID: String]

    /// The terms that an order comes to. Those without a score are left out.
    ///
    /// - Parameter scale: what scores are counted in; nil where only the order matters.
    func terms(_ ranked: [Ranked], _ whatIf: WhatIf, scale: CommonScale?) -> AllocationTerms {
        let least = whatIf.threshold.map { Fraction(Int128($0), over: 100) }
        return AllocationTerms(
            candidates: ranked.enumerated().compactMap { index, ranked in
                guard let score = ranked.score else { return nil }
                let ask = min(ranked.requested, whatIf.cap ?? ranked.requested)
                return AllocationCandidate(
                    rank: Int64(index + 1), application: ranked.application,
                    reference: ranked.reference, points: scale?.parts(of: score) ?? 0, ask: ask,
                    minimum: ranked.minimum,
                    isFundable: ranked.isFundable && (least.map { score >= $0 } ?? true),
                    limits: counted[ranked.application] ?? [])
            }, available: whatIf.budget ?? available, partialAwards: round.plan.partialAwards,
            limits: limits)
    }
}

extension AllocationGround.Ranked {
    init(_ ranked: RankedApplication) {
        self.init(
            application: ranked.application, reference: ranked.reference, score: ranked.score,
            requested: ranked.requested, minimum: ranked.minimum,
            isFundable: ranked.shortfalls.isEmpty)
    }
}

extension PanelScores {
    /// An order of theirs, for sharing money out.
    func ranked(_ order: [Standing]) -> [AllocationGround.Ranked] {
        order.map { standing in
            let application = applications[standing.place]
            return AllocationGround.Ranked(
                application: application.application, reference: application.reference,
                score: standing.score, requested: application.requested,
                minimum: application.minimum, isFundable: standing.isFundable)
        }
    }
}

extension Reports {
    func allocationGround(
        of key: String, in tx: borrowing ReadTx
    ) throws -> AllocationGround {
        let round = try rounds.round(key, in: tx)
        guard round.status != .planned else {
            throw RoundsProblem.notOpen(round: key, status: round.status)
        }
        let limits =
            try rounds.optionalSection(
                .allocation, of: round.id, as: [AllocationLimit].self, in: tx) ?? []
        // Once it is decided, what was to be given then.
        let available =
            round.status == .decided
            ? try awards.proposal(of: round.id, key: key, number: nil, in: tx).available
            : try ledger.balance(.allotted, of: round.id, in: tx)
        return AllocationGround(
            round: round, scheme: try rounds.section(.scoring, of: round.id, in: tx),
            available: available, limits: limits,
            counted: try counted(by: limits, of: round.id, in: tx),
            names: try applications.organisations(of: round.id, in: tx))
    }

    /// Which limits count which applications.
    private func counted(
        by limits: [AllocationLimit], of round: RoundID, in tx: borrowing ReadTx
    ) throws -> [ApplicationID: [Int]] {
        guard !limits.isEmpty else { return [:] }
        var counted: [ApplicationID: [Int]] = [:]
        let form: Form = try rounds.section(.form, of: round, in: tx)
        let wards = try form.questions.first { $0.type == .ward }.map {
            try applications.textAnswers(to: $0.key, in: round, tx)
        }
        let priorities = try applications.priorities(of: round, in: tx)
        for (place, limit) in limits.enumerated() {
            switch limit.kind {
            case .ward:
                for (application, ward) in wards ?? [:] where ward == limit.key {
                    counted[application, default: []].append(place)
                }
            case .priority:
                for (application, keys) in priorities where keys.contains(limit.key) {
                    counted[application, default: []].append(place)
                }
            }
        }
        return counted
    }
}
