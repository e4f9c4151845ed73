import Forms
import FundCore
import FundStore
import GRDB
import Rounds

/// What the figures of a round are counted by.
public struct ReachAsk: Sendable {
    /// A question of the form whose answers are wards.
    public struct Wards: Sendable {
        /// What each application named; without those that named none.
        public let named: [ApplicationID: [String]]
        /// The wards that can be named, in order.
        public let keys: [String]
        /// Whether several can be named.
        public let isMany: Bool
        /// Whether none can be named.
        public let isOptional: Bool

        public init(
            named: [ApplicationID: [String]], keys: [String], isMany: Bool, isOptional: Bool
        ) {
            self.named = named
            self.keys = keys
            self.isMany = isMany
            self.isOptional = isOptional
        }
    }

    public let questions: [EqualityForm.Question]
    public let rules: ReachRules
    /// Whether the question that tells a size can be left open; nil where the form has none.
    public let isSizeOptional: Bool?
    /// nil where the form asks for no ward.
    public let wards: Wards?
    /// What each application was given when the round was decided, without those declined.
    public let funded: [ApplicationID: Money]

    public init(
        questions: [EqualityForm.Question], rules: ReachRules, isSizeOptional: Bool?,
        wards: Wards?, funded: [ApplicationID: Money]
    ) {
        self.questions = questions
        self.rules = rules
        self.isSizeOptional = isSizeOptional
        self.wards = wards
        self.funded = funded
    }
}

/// Counts that have not been judged yet never leave this file.
extension ApplicationsModule {
    /// Who applied to a decided round and who was funded: frozen figures where there are some, or
    /// else counted now, with what may not be told left out. Every application of the round counts,
    /// also one that was taken back or was not eligible.
    public func reach(
        of round: RoundID, _ ask: ReachAsk, in tx: borrowing ReadTx
    ) throws -> ReachFigures {
        if let frozen = try frozenReach(of: round, in: tx) { return frozen }
        let all = try tx.list(
            "SELECT id FROM application WHERE roundId = ? ORDER BY id", [round.rawValue],
            { ApplicationID($0[0]) })
        let counting = Counting(all: all, ask: ask)
        var tables: [ReachTable] = []
        let answers = try equalityAnswers(in: round, tx)
        for question in ask.questions {
            let keys = question.options.map(\.key)
            let chosen = answers[question.key] ?? [:]
            tables.append(
                question.isMany
                    ? counting.overlapping(question.key, keys, chosen)
                    : counting.exclusive(question.key, keys, chosen, hasNotSaid: true))
        }
        if let wards = ask.wards {
            tables.append(
                wards.isMany
                    ? counting.overlapping(
                        ReachTable.ward, wards.keys, wards.named, isFundedKnown: true)
                    : counting.exclusive(
                        ReachTable.ward, wards.keys, wards.named, hasNotSaid: wards.isOptional,
                        isFundedKnown: true))
        }
        if let size = ask.rules.size, let isOptional = ask.isSizeOptional {
            tables.append(
                counting.exclusive(
                    ReachTable.size, size.from.indices.map(size.key),
                    try sizes(of: round, size, tx), hasNotSaid: isOptional))
        }
        let before = try appliedBefore(round, tx)
        let times = all.map { ($0, [before.contains($0) ? "no" : "yes"]) }
        tables.append(
            counting.exclusive(
                ReachTable.firstTime, ["yes", "no"], Dictionary(times) { first, _ in first },
                hasNotSaid: false))
        let figures = ReachFigures(
            total: counting.total.told(threshold: ask.rules.minimum),
            minimum: ask.rules.minimum, tables: tables.filter { !$0.rows.isEmpty })
        // The rows of a table would tell how many there are in all.
        return figures.total.applied == nil ? figures.untold : figures
    }

    /// The answers of whoever sent an application, by question.
    private func equalityAnswers(
        in round: RoundID, _ tx: borrowing ReadTx
    ) throws -> [String: [ApplicationID: [String]]] {
        var found: [String: [ApplicationID: [String]]] = [:]
        try tx.forEach(
            """
            SELECT draft.applicationId, answer.questionKey, choice.value
            FROM applicationEqualityAnswer AS answer
            JOIN applicationDraft AS draft ON draft.id = answer.draftId,
              json_each(answer.value) AS choice
            WHERE draft.roundId = ? AND draft.applicationId IS NOT NULL AND choice.type = 'text'
            """, [round.rawValue]
        ) { found[$0[1], default: [:]][ApplicationID($0[0]), default: []].append($0[2]) }
        return found
    }

    private func sizes(
        of round: RoundID, _ size: ReachRules.Size, _ tx: borrowing ReadTx
    ) throws -> [ApplicationID: [String]] {
        var found: [ApplicationID: [String]] = [:]
        try tx.forEach(
            """
            SELECT applicationId, value ->> '$' FROM applicationAnswer
            JOIN application ON application.id = applicationId
            WHERE roundId = ? AND questionKey = ? AND json_type(value) = 'integer'
            """, [round.rawValue, size.question]
        ) { row in
            if let band = size.band(of: row[1]) { found[ApplicationID(row[0])] = [size.key(band)] }
        }
        return found
    }

    /// The round's applications of groups that had applied to another round before.
    private func appliedBefore(
        _ round: RoundID, _ tx: borrowing ReadTx
    ) throws -> Set<ApplicationID> {
        Set(
            try tx.list(
                """
                SELECT id FROM application AS this WHERE roundId = ?1 AND EXISTS (
                  SELECT 1 FROM application AS other WHERE other.groupId = this.groupId
                    AND other.roundId <> ?1 AND other.submittedAt < this.submittedAt)
                """, [round.rawValue], { ApplicationID($0[0]) }))
    }
}

/// Makes the tables of one round.
private struct Counting {
    let all: [ApplicationID]
    let ask: ReachAsk

    private func count(_ application: ApplicationID) -> ReachCount {
        let given = ask.funded[application]
        return ReachCount(
            applied: 1, funded: given == nil ? 0 : 1, awarded: given ?? .zero)
    }

    var total: ReachCount { all.reduce(ReachCount()) { $0 + count($1) } }

    private var nearest: Money { Money(pence: ask.rules.nearestPence) }

    /// Each application in the one row that it named.
    func exclusive(
        _ table: String, _ keys: [String], _ named: [ApplicationID: [String]], hasNotSaid: Bool,
        isFundedKnown: Bool = false
    ) -> ReachTable {
        var counts: [String: ReachCount] = [:]
        for application in all {
            let key =
                named[application]?.first { keys.contains($0) } ?? ReachTable.notSaid
            counts[key] = (counts[key] ?? ReachCount()) + count(application)
        }
        let rowKeys = keys + (hasNotSaid ? [ReachTable.notSaid] : [])
        let told = SmallNumbers.told(
            exclusive: rowKeys.map { counts[$0] ?? ReachCount() }, threshold: ask.rules.minimum,
            nearest: nearest, isFundedKnown: isFundedKnown)
        return ReachTable(
            table, isExclusive: true, rows: zip(rowKeys, told).map(ReachTable.Row.init))
    }

    /// Each application in every row that it named.
    func overlapping(
        _ table: String, _ keys: [String], _ named: [ApplicationID: [String]],
        isFundedKnown: Bool = false
    ) -> ReachTable {
        var counts: [String: ReachCount] = [:]
        for application in all {
            for key in Set(named[application] ?? []) {
                counts[key] = (counts[key] ?? ReachCount()) + count(application)
            }
        }
        let told = SmallNumbers.told(
            overlapping: keys.map { counts[$0] ?? ReachCount() }, of: total,
            threshold: ask.rules.minimum, nearest: nearest, isFundedKnown: isFundedKnown)
        return ReachTable(
            table, isExclusive: false, rows: zip(keys, told).map(ReachTable.Row.init))
    }
}
