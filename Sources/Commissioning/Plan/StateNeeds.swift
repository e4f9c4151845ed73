import FundCore
import FundStore
import GRDB

/// What an area or a community lacks, as a cycle found it.
public struct CycleNeed: Sendable {
    public struct Evidence: Sendable {
        public let source: String
        public let url: String?
        /// The report of tension that it is; nil where it is something else.
        public let tension: TensionID?
        /// The figure that it is; nil where it is something else.
        public let figure: EvidenceFigure?
    }

    public let id: CycleNeedID
    /// From 1, within its cycle.
    public let number: Int64
    public let text: String
    /// Where, or which community.
    public let place: String
    public let evidence: [Evidence]
    /// Why it does not stand any more; nil where it does.
    public let withdrawnBecause: String?

    public var isWithdrawn: Bool { withdrawnBecause != nil }
}

/// A priority that a cycle chose, with what it rests on.
public struct CyclePriority: Sendable {
    public let id: Int64
    public let key: String
    public let title: String
    /// The needs that it answers, by their numbers.
    public let needs: [Int64]
    /// The criteria that look for it, by their keys.
    public let criteria: [String]
}

extension CommissioningModule {
    /// Every need that a cycle found, those that were withdrawn included.
    public func needs(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [CycleNeed] {
        var evidence: [Int64: [CycleNeed.Evidence]] = [:]
        let figures = try evidenceFigures(of: cycle, in: tx)
        try tx.forEach(
            """
            SELECT needId, source, url, tensionId, id FROM commissioningNeedEvidence
            LEFT JOIN commissioningNeedTension ON evidenceId = id
            WHERE needId IN (SELECT id FROM commissioningNeed WHERE cycleId = ?) ORDER BY id
            """, [cycle.rawValue]
        ) {
            evidence[$0[0], default: []].append(
                CycleNeed.Evidence(
                    source: $0[1], url: $0[2],
                    tension: ($0[3] as Int64?).map { TensionID($0) },
                    figure: figures[$0[4]]))
        }
        return try tx.list(
            """
            SELECT need.id, number, text, place, reason FROM commissioningNeed AS need
            LEFT JOIN commissioningNeedWithdrawal ON needId = need.id
            WHERE cycleId = ? ORDER BY number
            """, [cycle.rawValue]
        ) {
            CycleNeed(
                id: CycleNeedID($0[0]), number: $0[1], text: $0[2], place: $0[3],
                evidence: evidence[$0[0]] ?? [], withdrawnBecause: $0[4])
        }
    }

    /// The priorities of a cycle that stand, in the order they were chosen.
    public func priorities(of cycle: CycleID, in tx: borrowing ReadTx) throws -> [CyclePriority] {
        var (needs, criteria): ([Int64: [Int64]], [Int64: [String]]) = ([:], [:])
        try tx.forEach(
            """
            SELECT priorityId, number FROM commissioningPriorityNeed
            JOIN commissioningNeed AS need ON need.id = needId WHERE cycleId = ? ORDER BY number
            """, [cycle.rawValue]
        ) { needs[$0[0], default: []].append($0[1]) }
        try tx.forEach(
            """
            SELECT priorityId, link.key FROM commissioningCriterion AS link
            JOIN commissioningPriority AS priority ON priority.id = priorityId
            WHERE cycleId = ? ORDER BY link.key
            """, [cycle.rawValue]
        ) { criteria[$0[0], default: []].append($0[1]) }
        return try tx.list(
            """
            SELECT id, key, title FROM commissioningPriority WHERE cycleId = ?
              AND id NOT IN (SELECT priorityId FROM commissioningPriorityWithdrawal) ORDER BY id
            """, [cycle.rawValue]
        ) {
            CyclePriority(
                id: $0[0], key: $0[1], title: $0[2], needs: needs[$0[0]] ?? [],
                criteria: criteria[$0[0]] ?? [])
        }
    }

    /// States a need; gives back its number.
    public func state(
        _ text: String, place: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let text = written.words(text, "text")
        let place = written.words(place, "place", maximum: 200)
        try written.refuseProblems()
        guard cycle.takesNeeds else { throw CommissioningProblem.needsFixed }
        let last = try tx.reading.first(
            "SELECT max(number) FROM commissioningNeed WHERE cycleId = ?", [cycle.id.rawValue],
            { $0[0] as Int64? })
        let number = ((last ?? nil) ?? 0) + 1
        let id = try tx.insert(
            """
            INSERT INTO commissioningNeed
              (cycleId, number, text, place, addedById, addedAt, addedOn)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                cycle.id.rawValue, number, text, place, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        try tx.audit("need.statement", "cycle:\(cycle.id.rawValue)", [("need", .int(id))])
        return number
    }

    /// Links a need to what shows it: where that stands, in words, and perhaps its address, or the
    /// report of tension or the indicator's figure that it is.
    ///
    /// - Throws: `TensionProblem.notEvidence` for a report that nobody has looked at, or that is not
    ///   for the fund; `InvalidInput` at `period` for a figure that there is not.
    public func support(
        _ number: Int64, source: String, url: String?, tension: TensionID? = nil,
        figure: NamedFigure? = nil, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let need = try standing(number, of: cycle, in: tx.reading)
        var written = Written()
        let source = written.words(source, "source", maximum: Self.greatestSourceLength)
        let url = written.optionalWords(url, "url", maximum: Self.greatestSourceLength)
        if let url {
            let start = ["https://", "http://"].first(where: url.hasPrefix)
            let rest = start.map { url.dropFirst($0.count) } ?? ""
            if rest.isEmpty || !rest.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) {
                written.problems.append(FieldProblem("url", "not-web-address"))
            }
        }
        try written.refuseProblems()
        guard cycle.takesNeeds else { throw CommissioningProblem.needsFixed }
        let evidence = try tx.insert(
            """
            INSERT INTO commissioningNeedEvidence (needId, source, url, addedById, addedAt)
            VALUES (?, ?, ?, ?, ?)
            """, [need.rawValue, source, url, person.rawValue, tx.now.milliseconds])
        if let tension { try link(evidence: evidence, to: tension, in: tx) }
        if let figure { try link(evidence: evidence, to: figure, in: tx) }
        var detail: [(key: String, value: JSONValue)] = [("need", .int(need.rawValue))]
        if let tension { detail.append(("tension", .int(tension.rawValue))) }
        if let figure { detail.append(("indicator", .string(figure.indicator.key))) }
        try tx.audit("need.evidence", "cycle:\(cycle.id.rawValue)", detail)
    }

    /// Takes back a need that no priority answers.
    public func withdraw(
        need number: Int64, reason: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let need = try standing(number, of: cycle, in: tx.reading)
        let reason = try Self.words(reason, "reason")
        guard cycle.takesNeeds else { throw CommissioningProblem.needsFixed }
        guard
            try !priorities(of: cycle.id, in: tx.reading).contains(where: {
                $0.needs.contains(number)
            })
        else { throw CommissioningProblem.needServes }
        try tx.execute(
            """
            INSERT INTO commissioningNeedWithdrawal (needId, reason, withdrawnById, withdrawnAt)
            VALUES (?, ?, ?, ?)
            """, [need.rawValue, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "need.withdrawal", "cycle:\(cycle.id.rawValue)", [("need", .int(need.rawValue))])
    }

    /// Chooses a priority, or says more of one that is chosen: which needs it answers, and which
    /// criteria look for it.
    public func choose(
        _ key: String, title: String, needs numbers: [Int64], criteria: [String],
        in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        guard cycle.takesNeeds else { throw CommissioningProblem.needsFixed }
        let needs = try Set(numbers).sorted().map {
            (number: $0, id: try standing($0, of: cycle, in: tx.reading))
        }
        let known = try priorities(of: cycle.id, in: tx.reading).first { $0.key == key }
        let id =
            try known?.id
            ?? tx.insert(
                """
                INSERT INTO commissioningPriority
                  (cycleId, key, title, chosenById, chosenAt, chosenOn)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                [
                    cycle.id.rawValue, key, title, person.rawValue, tx.now.milliseconds,
                    Self.today(tx),
                ])
        for need in needs where known?.needs.contains(need.number) != true {
            try tx.execute(
                "INSERT INTO commissioningPriorityNeed (priorityId, needId) VALUES (?, ?)",
                [id, need.id.rawValue])
        }
        for criterion in Set(criteria).sorted() where known?.criteria.contains(criterion) != true {
            try tx.execute(
                "INSERT INTO commissioningCriterion (priorityId, key) VALUES (?, ?)",
                [id, criterion])
        }
        try tx.audit(
            "priority.choice", "cycle:\(cycle.id.rawValue)",
            [("priority", .int(id)), ("needs", .int(needs.count))])
    }

    /// Takes back a priority, with its links.
    public func withdraw(
        priority key: String, reason: String, in cycle: Cycle, _ tx: borrowing WriteTx
    ) throws {
        let person = try tx.principal.require(.officer)
        let reason = try Self.words(reason, "reason")
        guard
            let priority = try priorities(of: cycle.id, in: tx.reading).first(where: {
                $0.key == key
            })
        else { throw CommissioningProblem.priorityUnknown(key: key) }
        guard cycle.takesNeeds else { throw CommissioningProblem.needsFixed }
        try tx.execute(
            """
            INSERT INTO commissioningPriorityWithdrawal
              (priorityId, reason, withdrawnById, withdrawnAt)
            VALUES (?, ?, ?, ?)
            """, [priority.id, reason, person.rawValue, tx.now.milliseconds])
        try tx.audit(
            "priority.withdrawal", "cycle:\(cycle.id.rawValue)",
            [("priority", .int(priority.id))])
    }

    private func standing(
        _ number: Int64, of cycle: Cycle, in tx: borrowing ReadTx
    ) throws -> CycleNeedID {
        let need = try tx.first(
            """
            SELECT id, EXISTS (SELECT 1 FROM commissioningNeedWithdrawal WHERE needId = id)
            FROM commissioningNeed WHERE cycleId = ? AND number = ?
            """, [cycle.id.rawValue, number]
        ) { (id: CycleNeedID($0[0]), isWithdrawn: $0[1] as Bool) }
        guard let need else { throw CommissioningProblem.needUnknown(number: "\(number)") }
        guard !need.isWithdrawn else { throw CommissioningProblem.needWithdrawn }
        return need.id
    }
}
