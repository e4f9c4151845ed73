import FundCore
import FundStore
import GRDB

/// How far an outcome was met.
public enum OutcomeVerdict: String, Sendable, CaseIterable {
    case met, partly, notMet, cannotTell
}

/// An outcome that an award's priorities promise.
public struct PromisedOutcome: Sendable, Equatable {
    /// The key of its priority.
    public let priority: String
    public let key: String
    public let title: String

    public init(priority: String, key: String, title: String) {
        self.priority = priority
        self.key = key
        self.title = title
    }
}

/// What an officer makes of an award after its end.
public struct AwardAssessment: Sendable {
    public struct Outcome: Sendable, Equatable {
        public let priority: String
        public let key: String
        public let verdict: OutcomeVerdict
        /// What shows it.
        public let evidence: String
    }

    /// From 1; each correction is one more.
    public let number: Int64
    /// In the order of the fund's files.
    public let outcomes: [Outcome]
    /// Whether it was worth its money, in a sentence.
    public let worth: String
    public let by: PersonID
    /// The day in London.
    public let on: String
}

/// What somebody says of one outcome.
public struct OutcomeSaid: Sendable {
    public let key: String
    /// As it was typed.
    public let verdict: String
    public let evidence: String

    public init(_ key: String, _ verdict: String, _ evidence: String) {
        self.key = key
        self.verdict = verdict
        self.evidence = evidence
    }

    /// Reads `{"outcome": …, "verdict": …, "evidence": …}` of each.
    ///
    /// - Parameter value: a list of such objects; problems go to `fields`.
    public static func list(from fields: inout JSONFields) -> [OutcomeSaid] {
        guard let value = fields.value("outcomes") else { return [] }
        guard let items = value.array, items.count <= 100 else {
            fields.report("outcomes", "not-list")
            return []
        }
        return items.enumerated().map { place, item in
            var inner = JSONFields(item, prefix: "outcomes.\(place + 1).")
            let said = OutcomeSaid(
                inner.text("outcome", required: true, maximum: 200) ?? "",
                inner.text("verdict", required: true, maximum: 200) ?? "",
                inner.text("evidence", required: true, maximum: 2000) ?? "")
            fields.absorb(inner)
            return said
        }
    }
}

public enum ReviewProblem: Problem {
    /// Its end return is neither accepted nor waived.
    case tooEarly(reference: String)
    case assessmentChanged
    case endAccepted(reference: String)
    case returnUnread(reference: String)
    case waivedBefore(reference: String)
    case closed
    case feedbackUnknown(number: Int64)
    case feedbackChanged

    public var report: ProblemReport {
        switch self {
        case .tooEarly(let reference):
            ProblemReport("assessment-too-early", .conflict, ["reference": reference])
        case .assessmentChanged: ProblemReport("assessment-changed", .conflict)
        case .endAccepted(let reference):
            ProblemReport("waiver-end-accepted", .conflict, ["reference": reference])
        case .returnUnread(let reference):
            ProblemReport("waiver-return-unread", .conflict, ["reference": reference])
        case .waivedBefore(let reference):
            ProblemReport("waiver-stands", .conflict, ["reference": reference])
        case .closed: ProblemReport("award-closed", .conflict)
        case .feedbackUnknown(let number):
            ProblemReport("feedback-unknown", .notFound, ["number": "\(number)"])
        case .feedbackChanged: ProblemReport("feedback-changed", .conflict)
        }
    }
}

extension CommissioningModule {
    /// Every assessment of an award, the first one first.
    public func assessments(
        of award: AwardID, in tx: borrowing ReadTx
    ) throws -> [AwardAssessment] {
        let outcomes = try tx.list(
            """
            SELECT commissioningAssessment.number, priority, outcome, verdict, evidence
            FROM commissioningAssessedOutcome
            JOIN commissioningAssessment ON commissioningAssessment.id = assessmentId
            WHERE awardId = ? ORDER BY commissioningAssessedOutcome.rowid
            """, [award.rawValue]
        ) { row in
            (
                number: row[0] as Int64,
                outcome: AwardAssessment.Outcome(
                    priority: row[1], key: row[2],
                    // The schema holds that it is one of them.
                    verdict: OutcomeVerdict(rawValue: row[3]) ?? .cannotTell, evidence: row[4])
            )
        }
        return try tx.list(
            """
            SELECT number, worth, assessedById, assessedOn FROM commissioningAssessment
            WHERE awardId = ? ORDER BY number
            """, [award.rawValue]
        ) { row in
            let number: Int64 = row[0]
            return AwardAssessment(
                number: number, outcomes: outcomes.filter { $0.number == number }.map(\.outcome),
                worth: row[1], by: PersonID(row[2]), on: row[3])
        }
    }

    /// Says what became of what an award promised.
    ///
    /// - Parameters:
    ///   - said: of each outcome that was promised, in any order.
    ///   - seen: the number of the assessment that whoever writes has read, 0 for none; nil where
    ///     they did not look.
    /// - Returns: the number of the assessment.
    /// - Throws: `InvalidInput` with everything that is wrong, `ReviewProblem`.
    public func assess(
        _ award: AwardID, reference: String, promised: [PromisedOutcome], _ said: [OutcomeSaid],
        worth: String, seen: Int64?, in tx: borrowing WriteTx
    ) throws -> Int64 {
        let person = try tx.principal.require(.officer)
        var written = Written()
        let outcomes = Self.checked(said, promised, &written)
        let worth = written.words(worth, "worth", maximum: 500)
        try written.refuseProblems()
        guard try !isClosed(award, in: tx.reading) else { throw ReviewProblem.closed }
        guard try isEnded(award, in: tx.reading) else {
            throw ReviewProblem.tooEarly(reference: reference)
        }
        let former = try assessments(of: award, in: tx.reading).last?.number ?? 0
        guard seen == nil || seen == former else { throw ReviewProblem.assessmentChanged }
        let id = try tx.insert(
            """
            INSERT INTO commissioningAssessment
              (awardId, number, worth, assessedById, assessedAt, assessedOn)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                award.rawValue, former + 1, worth, person.rawValue, tx.now.milliseconds,
                Self.today(tx),
            ])
        for outcome in outcomes {
            try tx.execute(
                """
                INSERT INTO commissioningAssessedOutcome
                  (assessmentId, priority, outcome, verdict, evidence)
                VALUES (?, ?, ?, ?, ?)
                """,
                [
                    id, outcome.priority, outcome.key, outcome.verdict.rawValue, outcome.evidence,
                ])
        }
        try tx.audit(
            "award.assessment", "award:\(award.rawValue)", [("number", .int(former + 1))])
        return former + 1
    }

    /// What was said of what was promised, in the order of that.
    private static func checked(
        _ said: [OutcomeSaid], _ promised: [PromisedOutcome], _ written: inout Written
    ) -> [AwardAssessment.Outcome] {
        let keys = promised.map(\.key)
        for one in said where !keys.contains(one.key) {
            written.problems.append(
                FieldProblem(
                    one.key.isEmpty ? "outcomes" : one.key, "not-an-option",
                    ["value": one.key, "options": keys.joined(separator: ", ")]))
        }
        return promised.compactMap { outcome in
            let found = said.filter { $0.key == outcome.key }
            guard let one = found.first, !one.verdict.isEmpty || !one.evidence.trimmed.isEmpty
            else {
                written.problems.append(FieldProblem(outcome.key, "outcome-unassessed"))
                return nil
            }
            guard found.count == 1 else {
                written.problems.append(FieldProblem(outcome.key, "outcome-twice"))
                return nil
            }
            let verdict = OutcomeVerdict(rawValue: one.verdict)
            if verdict == nil {
                written.problems.append(
                    one.verdict.isEmpty
                        ? FieldProblem(outcome.key, "choose-one")
                        : FieldProblem(
                            outcome.key, "not-an-option",
                            [
                                "value": one.verdict,
                                "options": OutcomeVerdict.allCases.map(\.rawValue)
                                    .joined(separator: ", "),
                            ]))
            }
            let evidence = written.words(
                one.evidence, "\(outcome.key).evidence", maximum: 2000)
            guard let verdict else { return nil }
            return AwardAssessment.Outcome(
                priority: outcome.priority, key: outcome.key, verdict: verdict,
                evidence: evidence)
        }
    }
}
