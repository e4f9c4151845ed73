import Applications
import Awards
import Commissioning
import Forms
import FundCore
import FundStore
import Rounds

/// Who applied and who was funded, of one round or of a cycle's decided rounds together; in it is
/// nothing but what may be told.
public struct ReachReport: Sendable {
    /// A round's key, or a cycle's.
    public let key: String
    public let title: String
    public let isOfCycle: Bool
    public let rounds: [Round]
    /// Rounds of the cycle that are not decided yet.
    public let undecided: [Round]
    public let figures: ReachFigures
    let titles: ReachTitles

    public var tables: [ReachTable] { figures.tables }

    public func title(of table: ReachTable, in words: TextCatalogue) -> String {
        titles.title(of: table.key, in: words)
    }

    public func title(
        of row: ReachTable.Row, in table: ReachTable, _ words: TextCatalogue
    ) -> String {
        titles.title(of: row.key, in: table.key, words)
    }

    /// With one table alone.
    /// - Parameter by: its key; nil for all.
    /// - Throws: `ReachProblem.unknownTable`.
    func only(_ by: String?) throws -> ReachReport {
        guard let by, !by.isEmpty else { return self }
        let found = tables.filter { $0.key == by }
        guard !found.isEmpty else {
            throw ReachProblem.unknownTable(by, known: tables.map(\.key))
        }
        return ReachReport(
            key: key, title: title, isOfCycle: isOfCycle, rounds: rounds, undecided: undecided,
            figures: ReachFigures(
                total: figures.total, minimum: figures.minimum, frozenAt: figures.frozenAt,
                tables: found), titles: titles)
    }

    /// - Parameter words: English, for what programs read.
    public func json(_ words: TextCatalogue) -> JSONValue {
        .object([
            (isOfCycle ? "cycle" : "round", .string(key)), ("title", .string(title)),
            ("rounds", .array(rounds.map { .string($0.key) })),
            ("undecided", .array(undecided.map { .string($0.key) })),
            ("frozenAt", .optional(figures.frozenAt?.iso8601)),
            ("minimum", .int(figures.minimum)), ("applied", .optional(figures.total.applied)),
            ("funded", .optional(figures.total.funded)),
            ("awardedPence", .optional(figures.total.awarded?.pence)),
            ("tables", .array(tables.map { json(of: $0, words) })),
        ])
    }

    private func json(of table: ReachTable, _ words: TextCatalogue) -> JSONValue {
        .object([
            ("by", .string(table.key)), ("title", .string(title(of: table, in: words))),
            ("overlapping", .bool(!table.isExclusive)),
            (
                "rows",
                .array(
                    table.rows.map { row in
                        .object([
                            ("answer", .string(row.key)),
                            ("title", .string(title(of: row, in: table, words))),
                            ("applied", .optional(row.told.applied)),
                            ("funded", .optional(row.told.funded)),
                            ("ratePercent", .optional(row.told.ratePercent)),
                            ("awardedPence", .optional(row.told.awarded?.pence)),
                        ])
                    })
            ),
        ])
    }

    /// Rows of `Listing.reach`, the total first.
    /// - Parameter untold: what stands for a number that is not told; nil for nothing at all.
    public func rows(_ words: TextCatalogue, untold: String?) -> [[JSONValue]] {
        func cell(_ number: Int64?) -> JSONValue {
            number.map { .int($0) } ?? untold.map { .string($0) } ?? .null
        }
        func row(_ by: String, _ answer: String, _ title: String, _ told: ToldCount) -> [JSONValue]
        {
            [
                .string(by), .string(answer), .string(title), cell(told.applied),
                cell(told.funded), cell(told.ratePercent), cell(told.awarded?.pence),
            ]
        }
        return [row("total", "total", words.words("page.reach-total"), figures.total)]
            + tables.flatMap { table in
                table.rows.map {
                    row(table.key, $0.key, title(of: $0, in: table, words), $0.told)
                }
            }
    }
}

/// What tables and rows are called: by the files of the rounds, as they stood when these opened.
struct ReachTitles: Sendable {
    private var questions: [String: String] = [:]
    private var options: [String: [String: String]] = [:]
    private var wards: [String: String] = [:]

    mutating func add(_ equality: EqualityForm?, _ form: Form) {
        for question in equality?.questions ?? [] {
            questions[question.key] = question.title
            for option in question.options {
                options[question.key, default: [:]][option.key] = option.title
            }
        }
        for option in form.wardQuestion?.options ?? [] { wards[option.key] = option.title }
    }

    func title(of table: String, in words: TextCatalogue) -> String {
        switch table {
        case ReachTable.ward: words.words("page.reach-by-ward")
        case ReachTable.size: words.words("page.reach-by-size")
        case ReachTable.firstTime: words.words("page.reach-by-first-time")
        default: words.translation("equality.\(table).title") ?? questions[table] ?? table
        }
    }

    func title(of row: String, in table: String, _ words: TextCatalogue) -> String {
        if row == ReachTable.notSaid { return words.words("page.reach-not-said") }
        switch table {
        case ReachTable.ward: return words.translation("wards.\(row)") ?? wards[row] ?? row
        case ReachTable.firstTime:
            return words.words(row == "yes" ? "page.reach-first" : "page.reach-again")
        case ReachTable.size:
            let ends = row.split(separator: "-").map(String.init)
            return ends.count == 2
                ? words.words("page.reach-band", ["from": ends[0], "to": ends[1]])
                : words.words("page.reach-band-open", ["from": ends.first ?? row])
        default:
            return words.translation("equality.\(table).options.\(row)")
                ?? options[table]?[row] ?? row
        }
    }
}

extension Listing {
    /// Who applied and who was funded, each row of each table.
    public static let reach = Listing([
        Column("by", .plain), Column("answer", .plain, inTable: false), Column("title", .text),
        Column("applied", .plain, heading: "appliedCount"),
        Column("funded", .plain, heading: "fundedCount"),
        Column("ratePercent", .plain), Column("awardedPence", .pence),
    ])
}

extension Reports {
    /// Who applied to a decided round and who was funded.
    ///
    /// - Parameter by: one table alone; nil for all.
    /// - Throws: `AwardsProblem.notDecided`; `ReachProblem.unknownTable`.
    public func reach(
        ofRound key: String, by: String? = nil, as principal: Principal
    ) throws -> ReachReport {
        guard let report = try reachSoFar(ofRound: key, as: principal).report else {
            throw AwardsProblem.notDecided(round: key)
        }
        return try report.only(by)
    }

    /// As `reach(ofRound:by:as:)`; nil where the round is not decided.
    public func reachSoFar(
        ofRound key: String, as principal: Principal
    ) throws -> (round: Round, report: ReachReport?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            return (
                round,
                try reachNow(of: round, in: tx).map { try report(of: round, $0, in: tx) }
            )
        }
    }

    /// As `reach(ofRound:by:as:)`, for anybody; nil where the round's figures are not frozen, or
    /// not every group knows yet what was decided.
    public func publicReach(ofRound key: String) throws -> ReachReport? {
        try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard try isReachPublic(round, in: tx) else { return nil }
            return try reachNow(of: round, in: tx).map { try report(of: round, $0, in: tx) }
        }
    }

    /// Whether anybody can read the figures of a round.
    public func hasPublicReach(_ key: String) throws -> Bool {
        try store.read { tx in try isReachPublic(try rounds.round(key, in: tx), in: tx) }
    }

    private func isReachPublic(_ round: Round, in tx: borrowing ReadTx) throws -> Bool {
        guard try applications.isReachFrozen(round.id, in: tx) else { return false }
        return try isTold(round, in: tx)
    }

    /// Who applied to a cycle's decided rounds and who was funded, as far as each of them tells it.
    ///
    /// - Throws: `CommissioningProblem.unknown`; `ReachProblem`.
    public func reach(
        ofCycle key: String, by: String? = nil, as principal: Principal
    ) throws -> ReachReport {
        guard let report = try reachSoFar(ofCycle: key, as: principal).report else {
            throw ReachProblem.nothingDecided(cycle: key)
        }
        return try report.only(by)
    }

    /// As `reach(ofCycle:by:as:)`; nil where none of its rounds is decided.
    public func reachSoFar(
        ofCycle key: String, as principal: Principal
    ) throws -> (cycle: Cycle, report: ReachReport?) {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            var (decided, undecided): ([(Round, ReachFigures)], [Round]) = ([], [])
            var titles = ReachTitles()
            for id in try commissioning.rounds(of: cycle.id, in: tx) {
                let round = try rounds.round(id, in: tx)
                guard let figures = try reachNow(of: round, in: tx) else {
                    undecided.append(round)
                    continue
                }
                decided.append((round, figures))
                try add(round, to: &titles, in: tx)
            }
            guard !decided.isEmpty else { return (cycle, nil) }
            return (
                cycle,
                ReachReport(
                    key: key, title: cycle.title, isOfCycle: true, rounds: decided.map(\.0),
                    undecided: undecided, figures: ReachFigures.sum(decided.map(\.1)),
                    titles: titles)
            )
        }
    }

    /// The figures as far as they may be told today: since the decision an appeal or the reserve
    /// list may have left so few without money that what was told then would tell of them.
    ///
    /// - Parameter least: nothing is told of fewer applications that have nothing; never less than
    ///   the minimum of the figures.
    /// - Returns: nil where the round is not decided.
    func reachNow(
        of round: Round, least: Int = 0, in tx: borrowing ReadTx
    ) throws -> ReachFigures? {
        guard let figures = try reach(of: round, in: tx) else { return nil }
        guard let applied = figures.total.applied else { return figures }
        let threshold = max(figures.minimum, Int64(least))
        var funded: Set<ApplicationID> = []
        try awards.awards(of: round.id, in: tx) {
            if $0.kept > .zero { funded.insert($0.application) }
        }
        let unfunded = applied - Int64(funded.count)
        guard ReachCount.isTold(declined: unfunded, threshold) else { return figures.untold }
        let form: Form = try rounds.section(.form, of: round.id, in: tx)
        guard let question = form.wardQuestion,
            let rows = figures.tables.first(where: { $0.key == ReachTable.ward })?.rows
        else { return figures }
        let named = try applications.choices(at: question.key, in: round.id, tx)
        let isSafe = rows.allSatisfy { row in
            guard let all = row.told.applied else { return true }
            let with = funded.count { application in
                row.key == ReachTable.notSaid
                    ? named[application] == nil : named[application]?.contains(row.key) ?? false
            }
            let here = all - Int64(with)
            return min(here, unfunded - here) >= threshold
        }
        return isSafe ? figures : figures.hiding(ReachTable.ward)
    }

    /// nil where the round is not decided.
    private func reach(of round: Round, in tx: borrowing ReadTx) throws -> ReachFigures? {
        if let frozen = try applications.frozenReach(of: round.id, in: tx) { return frozen }
        guard round.status == .decided, let decided = try awards.decided(round.id, in: tx)
        else { return nil }
        return try applications.reach(
            of: round.id,
            try applications.reachAsk(of: round.id, rounds, funded: decided.given, in: tx),
            in: tx)
    }

    private func report(
        of round: Round, _ figures: ReachFigures, in tx: borrowing ReadTx
    ) throws -> ReachReport {
        var titles = ReachTitles()
        try add(round, to: &titles, in: tx)
        return ReachReport(
            key: round.key, title: round.plan.title, isOfCycle: false, rounds: [round],
            undecided: [], figures: figures, titles: titles)
    }

    private func add(
        _ round: Round, to titles: inout ReachTitles, in tx: borrowing ReadTx
    ) throws {
        titles.add(
            try rounds.optionalSection(.equality, of: round.id, as: EqualityForm.self, in: tx),
            try rounds.section(.form, of: round.id, in: tx))
    }
}
