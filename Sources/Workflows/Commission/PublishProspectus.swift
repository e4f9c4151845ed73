import Assessment
import Commissioning
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Publishes a cycle's prospectus anew, with its rounds and the fund's files as they are now.
    ///
    /// - Parameter book: what the officer's files say; nil for the files as they are now.
    /// - Returns: the version.
    /// - Throws: `PlanProblem.notApproved`, `.prospectusSame`.
    public func publishProspectus(
        of key: String, book: PlanBook? = nil, as principal: Principal
    ) throws -> Int64 {
        try principal.require(.officer)
        let book = try book ?? plans()
        return try store.write(as: principal) { tx in
            let cycle = try commissioning.cycle(key, in: tx.reading)
            let facts = try prospectusFacts(of: cycle.id, book, in: tx.reading)
            guard let version = try commissioning.publish(facts, of: cycle, in: tx) else {
                throw PlanProblem.prospectusSame
            }
            return version
        }
    }

    /// Publishes the prospectus of a round's cycle anew where that round's opening changed what it
    /// says. Without an approved plan there is none.
    func publishAnew(_ round: RoundID, _ book: PlanBook, in tx: borrowing WriteTx) throws {
        guard let cycle = try commissioning.cycle(of: round, in: tx.reading),
            try commissioning.hasFrozenPlan(cycle, in: tx.reading)
        else { return }
        let facts = try prospectusFacts(of: cycle.id, book, in: tx.reading)
        _ = try commissioning.publish(facts, of: cycle, in: tx)
    }

    /// What a cycle's prospectus says besides its plan: rounds that have opened keep what they
    /// opened with; before that, it is what the files say.
    func prospectusFacts(
        of cycle: CycleID, _ book: PlanBook, in tx: borrowing ReadTx
    ) throws -> ProspectusFacts {
        var held: [ProspectusFacts.Round] = []
        var (about, criteria): (ProspectusFacts.About?, [PlanBook.Criterion]?) = (nil, nil)
        for id in try commissioning.rounds(of: cycle, in: tx) {
            let round = try rounds.round(id, in: tx)
            let plan = round.plan
            held.append(
                ProspectusFacts.Round(
                    key: plan.key, title: plan.title, allotment: plan.allotment,
                    requests: plan.requests, opens: plan.timetable.opens.date,
                    closes: plan.timetable.closes.date))
            guard round.status != .planned else { continue }
            if about == nil {
                about = try rounds.optionalSection(.about, of: id, as: FundAbout.self, in: tx)
                    .map {
                        ProspectusFacts.About(
                            purpose: $0.purpose, whoCanApply: $0.whoCanApply, weFund: $0.weFund,
                            weDoNotFund: $0.weDoNotFund)
                    }
            }
            if criteria == nil {
                criteria = try rounds.optionalSection(
                    .scoring, of: id, as: ScoringScheme.self, in: tx)?.criteria.map {
                        PlanBook.Criterion(
                            key: $0.key, title: $0.title, question: $0.question,
                            weightBasisPoints: $0.weightBasisPoints)
                    }
            }
        }
        return ProspectusFacts(book, rounds: held, about: about, criteria: criteria)
    }
}
