import FundCore
import FundStore
import GRDB

extension CommissioningModule {
    /// Starts a cycle: keeps its questions as they are now, and opens Analyse.
    ///
    /// - Throws: `CommissioningProblem.keyTaken`, `.otherAhead`.
    ///
    /// - Parameter characteristics: those of `equality.yaml`, for a plan that has to consider each.
    public func start(
        _ key: String, title: String, asking stages: [StageRules],
        characteristics: [PlanBook.Choice] = [], in tx: borrowing WriteTx
    ) throws -> Cycle {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let title = written.words(title, "title", maximum: 100)
        if !Self.isKey(key) { written.problems.append(FieldProblem("key", "not-key")) }
        try written.refuseProblems()
        let others = try cycles(in: tx.reading)
        guard !others.contains(where: { $0.key == key }) else {
            throw CommissioningProblem.keyTaken(key: key)
        }
        guard others.allSatisfy({ $0.stage == .review }) else {
            throw CommissioningProblem.otherAhead
        }
        let id = try tx.insert(
            """
            INSERT INTO commissioningCycle
              (key, title, stage, status, startedById, startedAt, startedOn)
            VALUES (?, ?, 'analyse', 'new', ?, ?, ?)
            """, [key, title, person.rawValue, tx.now.milliseconds, Self.today(tx)])
        var position: Int64 = 0
        for rules in stages {
            for question in rules.questions {
                position += 1
                try tx.execute(
                    """
                    INSERT INTO commissioningQuestion
                      (cycleId, stage, position, key, text, needsEvidence, coSigner)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        id, rules.stage.rawValue, position, question.key, question.text,
                        question.needsEvidence, rules.coSigner?.rawValue,
                    ])
            }
        }
        try require(
            stages.first { $0.stage == .plan }?.required ?? [], characteristics: characteristics,
            of: id, in: tx)
        try tx.audit("cycle.start", "cycle:\(id)", [("questions", .int(position))])
        try note(.opened, .analyse, of: CycleID(id), by: person, in: tx)
        return try cycle(key, in: tx.reading)
    }

    /// Whether a cycle can be called so: small letters, digits and dashes, a letter first.
    private static func isKey(_ key: String) -> Bool {
        key.utf8.count <= 40 && key.utf8.first.map { (97...122).contains($0) } == true
            && key.utf8.allSatisfy {
                $0 == UInt8(ascii: "-") || (48...57).contains($0) || (97...122).contains($0)
            }
    }

    /// Puts a round into a cycle, for good.
    /// - Throws: `CommissioningProblem.roundInCycle`, `.takesNoRound`.
    public func hold(
        _ round: RoundID, named name: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard try self.cycle(of: round, in: tx.reading) == nil else {
            throw CommissioningProblem.roundInCycle(round: name)
        }
        guard cycle.stage != .review else { throw CommissioningProblem.takesNoRound }
        try tx.execute(
            """
            INSERT INTO commissioningRound (roundId, cycleId, addedById, addedAt, addedOn)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, cycle.id.rawValue, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit(
            "cycle.round", "cycle:\(cycle.id.rawValue)", [("round", .int(round.rawValue))])
    }

    /// Lets a round open that waits for its Plan.
    /// - Throws: `CommissioningProblem.roundWithoutCycle`, `.planUnapproved`.
    public func open(
        _ round: RoundID, named name: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard let cycle = try cycle(of: round, in: tx.reading) else {
            throw CommissioningProblem.roundWithoutCycle(round: name)
        }
        guard let approval = cycle.planApproval, cycle.stage == .do else {
            throw CommissioningProblem.planUnapproved(round: name)
        }
        try tx.execute(
            """
            INSERT INTO commissioningOpening (id, cycleId, approvalId, openedById, openedAt)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                round.rawValue, cycle.id.rawValue, approval.rawValue, person.rawValue,
                tx.now.milliseconds,
            ])
    }

    /// Takes a cycle one step on: closes the stage that is open, where its gate holds, and opens the
    /// next; or ends a cycle whose Review is approved.
    ///
    /// - Throws: `CommissioningProblem.stageLacks` with everything that is missing.
    public func advance(_ cycle: Cycle, in tx: borrowing WriteTx) throws {
        let person = try tx.principal.require(.officer)
        switch cycle.status {
        case .ended: throw CommissioningProblem.ended
        case .closed: throw CommissioningProblem.waitsForApproval
        case .approved: try note(.ended, .review, of: cycle.id, by: person, in: tx)
        case .open:
            let lacks = try lacks(cycle.stage, of: cycle.id, in: tx.reading)
            guard lacks.isEmpty else { throw CommissioningProblem.stageLacks(lacks) }
            try note(.closed, cycle.stage, of: cycle.id, by: person, in: tx)
            if !cycle.stage.isApproved, let next = cycle.stage.next {
                try note(.opened, next, of: cycle.id, by: person, in: tx)
            }
        }
    }

    /// Approves Plan or Review once it is closed; with Plan, its prospectus is published and Do
    /// opens.
    ///
    /// - Parameter facts: what the prospectus says besides the plan; of Plan alone.
    /// - Parameter seen: the cycle's last event as whoever approves saw it; nil where they did not
    ///   look first.
    /// - Throws: `CommissioningProblem.approverWrote` where they wrote one of the answers.
    public func approve(
        _ cycle: Cycle, seen: CycleEventID? = nil, publishing facts: ProspectusFacts?,
        in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.decisionMaker)
        guard cycle.status == .closed else { throw CommissioningProblem.nothingToApprove }
        let last = try events(of: cycle.id, in: tx.reading).last?.id
        guard seen == nil || seen == last else { throw CommissioningProblem.changedMeanwhile }
        let answers = try questions(of: cycle.id, in: tx.reading)
            .filter { $0.stage == cycle.stage }
        guard !answers.contains(where: { $0.answer?.author == person }) else {
            throw CommissioningProblem.approverWrote
        }
        if cycle.stage == .plan {
            let unmet = try unmetRequirements(of: cycle.id, in: tx.reading)
            guard unmet.isEmpty else { throw CommissioningProblem.stageLacks(unmet) }
        }
        if cycle.stage == .plan,
            try planEntries(of: cycle.id, in: tx.reading).contains(where: {
                $0.stands && $0.author == person
            })
        {
            throw CommissioningProblem.approverWrote
        }
        try note(.approved, cycle.stage, of: cycle.id, by: person, in: tx)
        if cycle.stage == .plan {
            try freezePlan(of: cycle, in: tx)
            if let facts { _ = try publish(facts, of: cycle, in: tx) }
        }
        if let next = cycle.stage.next { try note(.opened, next, of: cycle.id, by: person, in: tx) }
    }

    /// Goes back to a stage: it is open again, and every later one has to be closed again. The
    /// answers stay; an approval of what is opened again, or of what follows it, does not hold any
    /// more.
    public func reopen(
        _ stage: CommissioningStage, of cycle: Cycle, reason: String, in tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer, .decisionMaker)
        let reason = try Self.words(reason, "reason")
        guard cycle.status != .ended else { throw CommissioningProblem.ended }
        guard
            stage.number < cycle.stage.number || stage == cycle.stage && cycle.status != .open
        else { throw CommissioningProblem.nothingToReopen }
        let others = try cycles(in: tx.reading).filter { $0.id != cycle.id }
        guard stage == .review || others.allSatisfy({ $0.stage == .review }) else {
            throw CommissioningProblem.otherAhead
        }
        try note(.reopened, stage, of: cycle.id, by: person, reason: reason, in: tx)
    }

    private func note(
        _ kind: CycleEvent.Kind, _ stage: CommissioningStage, of cycle: CycleID,
        by person: PersonID, reason: String? = nil, in tx: borrowing WriteTx
    ) throws {
        let id = try tx.insert(
            """
            INSERT INTO commissioningStageEvent
              (cycleId, stage, kind, personId, at, happenedOn, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.rawValue, stage.rawValue, kind.rawValue, person.rawValue,
                tx.now.milliseconds, Self.today(tx), reason,
            ])
        try tx.audit(
            kind.action, "cycle:\(cycle.rawValue)",
            [("event", .int(id)), ("stage", .int(Int64(stage.number)))])
    }

    static func today(_ tx: borrowing WriteTx) -> String { "\(LondonTime.date(tx.now))" }
}

extension CycleEvent.Kind {
    /// What the audit trail calls it.
    fileprivate var action: String {
        switch self {
        case .opened: "stage.opening"
        case .closed: "stage.closing"
        case .approved: "stage.approval"
        case .reopened: "stage.reopening"
        case .ended: "cycle.end"
        }
    }
}
