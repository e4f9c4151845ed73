import Assessment
import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

extension Reports {
    /// What a cycle tells about its round: to anybody once its Plan is approved, as it was
    /// published; and before that as a draft to those who work on it.
    ///
    /// - Parameter version: an earlier one; nil for the latest.
    /// - Throws: `PlanProblem.noProspectus`, `.prospectusUnknown`, `.differs`.
    public func prospectus(
        of key: String, version: Int64? = nil, _ book: PlanBook, as principal: Principal?
    ) throws -> Prospectus {
        try store.read { tx in
            let cycle = try commissioning.cycles(in: tx).first { $0.key == key }
            guard let cycle else { throw PlanProblem.noProspectus(cycle: key) }
            let frozen = try commissioning.frozenPlan(of: cycle, in: tx)
            guard frozen != nil || principal?.seesPlans == true else {
                throw PlanProblem.noProspectus(cycle: key)
            }
            let versions = try commissioning.prospectusVersions(of: cycle.id, in: tx)
            let now = try prospectusFacts(of: cycle.id, book, in: tx)
            // While somebody went back to Plan, nothing that was published stands.
            if frozen != nil, let wanted = version ?? versions.first?.version,
                let shown = try commissioning.prospectus(wanted, of: cycle.id, in: tx)
            {
                return Prospectus(
                    cycle: cycle, frozen: shown.frozen, version: (shown.version, shown.on),
                    versions: versions, plan: shown.plan, facts: shown.facts, now: now)
            }
            if let version {
                throw PlanProblem.prospectusUnknown(cycle: key, version: version)
            }
            return Prospectus(
                cycle: cycle, frozen: frozen, version: nil, versions: versions,
                plan: ProspectusPlan(
                    needs: try commissioning.needs(of: cycle.id, in: tx),
                    priorities: try commissioning.priorities(of: cycle.id, in: tx),
                    entries: try commissioning.planEntries(of: cycle.id, in: tx)), facts: now,
                now: now)
        }
    }

    /// What a cycle's prospectus says besides its plan, of the rounds and the files as they are
    /// now.
    func prospectusFacts(
        of cycle: CycleID, _ book: PlanBook, in tx: borrowing ReadTx
    ) throws -> ProspectusFacts {
        let held = try commissioning.rounds(of: cycle, in: tx).map {
            try publicRound(try rounds.round($0, in: tx), in: tx)
        }
        return ProspectusFacts(
            book,
            rounds: held.map {
                ProspectusFacts.Round(
                    key: $0.key, title: $0.title, allotment: $0.allotment, requests: $0.requests,
                    opens: $0.timetable.opens.date, closes: $0.timetable.closes.date)
            },
            about: held.lazy.compactMap(\.about).first.map {
                ProspectusFacts.About(
                    purpose: $0.purpose, whoCanApply: $0.whoCanApply, weFund: $0.weFund,
                    weDoNotFund: $0.weDoNotFund)
            },
            criteria: held.lazy.compactMap(\.scoring).first?.criteria.map {
                PlanBook.Criterion(
                    key: $0.key, title: $0.title, question: $0.question,
                    weightBasisPoints: $0.weightBasisPoints)
            })
    }

    /// Which version of a cycle's prospectus stands, and whether its rounds or the fund's files say
    /// something else by now; nil where none was published, or somebody went back to Plan.
    func publishedProspectus(
        of cycle: Cycle, _ book: PlanBook, in tx: borrowing ReadTx
    ) throws -> (version: Prospectus.Version, isOutdated: Bool)? {
        guard cycle.planApproval != nil,
            let latest = try commissioning.prospectusVersions(of: cycle.id, in: tx).first,
            let shown = try commissioning.prospectus(latest.version, of: cycle.id, in: tx)
        else { return nil }
        return (latest, try prospectusFacts(of: cycle.id, book, in: tx) != shown.facts)
    }

    /// The cycle whose approved plan a round follows, by its key; nil where there is none.
    public func prospectus(ofRound key: String) throws -> String? {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard let cycle = try commissioning.cycle(of: round.id, in: tx),
                try commissioning.hasFrozenPlan(cycle, in: tx)
            else { return nil }
            return cycle.key
        }
    }
}

extension Principal {
    /// Whether they read a plan before it is approved.
    fileprivate var seesPlans: Bool {
        if case .operator = identity { return true }
        return has(.officer) || has(.decisionMaker) || has(.auditor)
    }
}
