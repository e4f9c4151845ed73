import Assessment
import Commissioning
import FundCore
import FundStore
import Rounds

extension Workflows {
    /// Starts a commissioning cycle with the questions of the officer's files as they are now.
    ///
    /// - Parameter round: a round that it holds from the first; more can be added.
    public func startCycle(
        _ key: String, title: String, round: String?, _ configuration: FundConfiguration,
        as principal: Principal
    ) throws -> Cycle {
        try principal.require(.officer)
        return try store.write(as: principal) { tx in
            let cycle = try commissioning.start(
                key, title: title, asking: configuration.commissioning,
                characteristics: configuration.planBook.characteristics, in: tx)
            if let round { try hold(round, in: cycle, tx) }
            return cycle
        }
    }

    /// Puts a round into a cycle.
    public func holdRound(_ round: String, in key: String, as principal: Principal) throws {
        try principal.require(.officer)
        try onCycle(key, as: principal) { cycle, tx in try hold(round, in: cycle, tx) }
    }

    private func hold(_ round: String, in cycle: Cycle, _ tx: borrowing WriteTx) throws {
        let found = try rounds.round(round, in: tx.reading)
        try commissioning.hold(found.id, named: round, in: cycle, tx)
    }

    /// - Returns: the new version of the answer.
    public func answerStage(
        _ question: String, _ text: String, evidence: String?, seen: Int64? = nil,
        in key: String, as principal: Principal
    ) throws -> Int64 {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.answer(
                question, text, evidence: evidence, seen: seen, in: cycle, tx)
        }
    }

    public func coSignAnswer(
        _ question: String, seen: Int64? = nil, in key: String, as principal: Principal
    ) throws {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.coSign(question, seen: seen, in: cycle, tx)
        }
    }

    public func advanceCycle(_ key: String, as principal: Principal) throws -> Cycle {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.advance(cycle, in: tx)
            return try commissioning.cycle(key, in: tx.reading)
        }
    }

    /// - Parameters:
    ///   - seen: the number of the last event that whoever approves saw.
    ///   - book: what the prospectus that they read was made of; nil for the files as they are now.
    public func approveStage(
        of key: String, seen: Int64? = nil, book: PlanBook? = nil, as principal: Principal
    ) throws -> Cycle {
        // The files are read before anything is locked.
        try principal.require(.decisionMaker)
        let stage = try store.read { try commissioning.cycle(key, in: $0).stage }
        let book = stage == .plan ? try book ?? plans() : nil
        return try onCycle(key, as: principal) { cycle, tx in
            // Somebody went back to Plan in between.
            guard cycle.stage == stage else { throw CommissioningProblem.changedMeanwhile }
            try commissioning.approve(
                cycle, seen: seen.map { CycleEventID($0) },
                publishing: try book.map {
                    try prospectusFacts(of: cycle.id, $0, in: tx.reading)
                }, in: tx)
            return try commissioning.cycle(key, in: tx.reading)
        }
    }

    public func reopenStage(
        _ stage: CommissioningStage, of key: String, reason: String, as principal: Principal
    ) throws -> Cycle {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.reopen(stage, of: cycle, reason: reason, in: tx)
            return try commissioning.cycle(key, in: tx.reading)
        }
    }

    /// - Returns: the need's number.
    public func stateNeed(
        _ text: String, place: String, in key: String, as principal: Principal
    ) throws -> Int64 {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.state(text, place: place, in: cycle, tx)
        }
    }

    /// - Parameters:
    ///   - source: where what shows it stands; it may be left out beside a report or a figure.
    ///   - tension: the number of the report of tension that it is.
    ///   - figure: the figure of an indicator that it is.
    public func supportNeed(
        _ number: Int64, source: String?, url: String?, tension: Int64? = nil,
        figure: NamedFigure? = nil, in key: String, as principal: Principal
    ) throws {
        let words = try text("en")
        let report = tension.map { words.words("page.tension-source", ["number": "\($0)"]) }
        try onCycle(key, as: principal) { cycle, tx in
            let said = try figure.map { try commissioning.words(for: $0, words, in: tx.reading) }
            let own = [report, said].compactMap(\.self).joined(separator: "; ")
            let written = source?.trimmed ?? ""
            try commissioning.support(
                number, source: written.isEmpty ? own : written, url: url,
                tension: tension.map { TensionID($0) }, figure: figure, in: cycle, tx)
        }
    }

    public func withdrawNeed(
        _ number: Int64, reason: String, in key: String, as principal: Principal
    ) throws {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.withdraw(need: number, reason: reason, in: cycle, tx)
        }
    }

    /// Chooses a priority of the officer's files, or says more of one that is chosen.
    public func choosePriority(
        _ priority: String, needs: [Int64], criteria: [String],
        _ configuration: FundConfiguration, in key: String, as principal: Principal
    ) throws {
        try principal.require(.officer)
        var problems: [FieldProblem] = []
        func check(_ value: String, _ options: [String], _ place: String) {
            guard !options.contains(value) else { return }
            problems.append(
                FieldProblem(
                    place, "not-an-option",
                    ["value": value, "options": options.joined(separator: ", ")]))
        }
        check(priority, configuration.priorities.map(\.key), "priority")
        for criterion in criteria {
            check(criterion, configuration.scoring.criteria.map(\.key), "criteria")
        }
        guard problems.isEmpty else { throw InvalidInput("priority", problems) }
        let title = configuration.priorities.first { $0.key == priority }?.title ?? priority
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.choose(
                priority, title: title, needs: needs, criteria: criteria, in: cycle, tx)
        }
    }

    public func withdrawPriority(
        _ priority: String, reason: String, in key: String, as principal: Principal
    ) throws {
        try onCycle(key, as: principal) { cycle, tx in
            try commissioning.withdraw(priority: priority, reason: reason, in: cycle, tx)
        }
    }

    private func onCycle<Value>(
        _ key: String, as principal: Principal,
        _ work: (Cycle, borrowing WriteTx) throws -> Value
    ) throws -> Value {
        try principal.require(.officer, .decisionMaker)
        return try store.write(as: principal) { tx in
            try work(try commissioning.cycle(key, in: tx.reading), tx)
        }
    }
}
