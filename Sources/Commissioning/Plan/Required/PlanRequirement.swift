import FundCore
import FundStore
import GRDB

/// What a plan can be made to say before it is closed and approved: `required` of
/// `commissioning.yaml`.
public enum PlanRequirement: String, Sendable, CaseIterable, Codable {
    case vision
    /// Of every need that stands.
    case gaps
    /// One at least; those that are written down are decided about in any case.
    case options
    case coProduction
    /// Of every priority that stands.
    case outcomes
    /// Of every characteristic of `equality.yaml`.
    case equalityImpact
    case shares
    case timetable

    public var part: PlanPart {
        switch self {
        case .vision: .vision
        case .gaps: .gap
        case .options: .option
        case .coProduction: .talk
        case .outcomes: .outcome
        case .equalityImpact: .impact
        case .shares: .share
        case .timetable: .dates
        }
    }
}

extension CommissioningModule {
    /// Keeps what the plan of a new cycle has to say, as the files are now.
    ///
    /// - Parameter characteristics: of which each is considered where the equality impact is
    /// required.
    func require(
        _ required: [PlanRequirement], characteristics: [PlanBook.Choice], of cycle: Int64,
        in tx: borrowing WriteTx
    ) throws {
        for one in required {
            let items =
                one == .equalityImpact && !characteristics.isEmpty
                ? characteristics : [PlanBook.Choice(key: "", title: "")]
            for item in items {
                try tx.execute(
                    """
                    INSERT INTO commissioningPlanRequirement (cycleId, part, item, title)
                    VALUES (?, ?, ?, ?)
                    """, [cycle, one.part.rawValue, item.key, item.title])
            }
        }
    }

    /// The parts that a cycle's plan has to have, in the order of the parts.
    public func requiredParts(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [PlanPart] {
        let found = Set(
            try tx.list(
                "SELECT DISTINCT part FROM commissioningPlanRequirement WHERE cycleId = ?",
                [cycle.rawValue], { $0[0] as String }))
        return PlanPart.allCases.filter { found.contains($0.rawValue) }
    }

    /// The characteristics that a cycle's plan has to consider, as they were called when it
    /// started.
    public func requiredCharacteristics(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [PlanBook.Choice] {
        try tx.list(
            """
            SELECT item, title FROM commissioningPlanRequirement
            WHERE cycleId = ? AND part = 'impact' AND item <> '' ORDER BY item
            """, [cycle.rawValue]
        ) { PlanBook.Choice(key: $0[0], title: $0[1]) }
    }

    /// What a plan has to say and does not say yet.
    func unmetRequirements(
        of cycle: CycleID, in tx: borrowing ReadTx
    ) throws -> [StageLack] {
        let order = PlanPart.allCases
        return try tx.list(
            """
            SELECT part, item, title FROM commissioningPlanUnmet WHERE cycleId = ?
            ORDER BY length(item), item
            """, [cycle.rawValue]
        ) { row -> (part: PlanPart, lack: StageLack)? in
            PlanPart(rawValue: row[0]).map {
                ($0, .planPart($0, item: row[1], title: row[2]))
            }
        }.compactMap(\.self).sorted {
            (order.firstIndex(of: $0.part) ?? 0) < (order.firstIndex(of: $1.part) ?? 0)
        }.map(\.lack)
    }
}

extension StageLack {
    /// What a plan that has to say something is told.
    static func required(_ part: PlanPart, _ item: String, _ title: String) -> FieldProblem {
        func problem(_ code: String, _ arguments: [String: String] = [:]) -> FieldProblem {
            FieldProblem(part.rawValue, code, arguments)
        }
        return switch part {
        case .vision: problem("plan-no-vision")
        case .gap: problem("plan-no-gap", ["number": item])
        case .option, .mark: problem("plan-no-options")
        case .talk: problem("plan-no-talk")
        case .outcome, .question: problem("plan-no-outcome", ["title": title])
        case .share: problem("plan-no-shares")
        case .impact:
            item.isEmpty
                ? problem("plan-no-impacts") : problem("plan-no-impact", ["title": title])
        case .dates: problem("plan-no-dates")
        }
    }
}
