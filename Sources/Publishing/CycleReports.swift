import Commissioning
import FundCore
import FundStore
import Identity
import Rounds

/// A commissioning cycle with all that is known of it.
public struct CycleReport: Sendable {
    public let cycle: Cycle
    public let questions: [CycleQuestion]
    public let needs: [CycleNeed]
    public let priorities: [CyclePriority]
    public let events: [CycleEvent]
    public let rounds: [Round]
    /// The rounds that no cycle holds yet.
    public let freeRounds: [Round]
    /// The titles of criteria by their keys, as far as a round of the cycle has opened.
    public let criteria: [String: String]
    /// The answers that others have taken the place of, by the keys of their questions, in order.
    public let earlier: [String: [CycleAnswer]]
    /// What each stage still lacks.
    public let lacks: [CommissioningStage: [StageLack]]
    public let emails: [PersonID: String]
    let words: TextCatalogue

    public func questions(of stage: CommissioningStage) -> [CycleQuestion] {
        questions.filter { $0.stage == stage }
    }

    /// Rows of `Listing.cycleStages`.
    public var stageRows: [[JSONValue]] {
        CommissioningStage.allCases.map { stage in
            let asked = questions(of: stage)
            return [
                .string(stage.rawValue), .string(cycle.standing(of: stage).rawValue),
                .int(asked.count), .int(asked.count { $0.answer != nil }),
                .int(lacks[stage]?.count ?? 0),
            ]
        }
    }

    /// Rows of `Listing.cycleNeeds`.
    public var needRows: [[JSONValue]] {
        needs.map { need in
            [
                .int(need.number), .string(need.text), .string(need.place),
                .array(
                    need.evidence.map {
                        .string(
                            [
                                $0.source, $0.url,
                                $0.tension.map { "[tension \($0.rawValue)]" },
                                $0.figure.map(\.reference),
                            ].compactMap(\.self).joined(separator: " "))
                    }),
                .array(
                    priorities.filter { $0.needs.contains(need.number) }.map { .string($0.key) }),
                .optional(need.withdrawnBecause),
            ]
        }
    }

    /// Rows of `Listing.cyclePriorities`.
    public var priorityRows: [[JSONValue]] {
        priorities.map { priority in
            [
                .string(priority.key), .string(priority.title),
                .array(priority.needs.map { .int($0) }),
                .array(priority.criteria.map { .string($0) }),
            ]
        }
    }

    public var json: JSONValue {
        .object([
            ("cycle", .string(cycle.key)), ("title", .string(cycle.title)),
            ("stage", .string(cycle.stage.rawValue)),
            ("status", .string(cycle.status.rawValue)),
            ("planApproved", .bool(cycle.planApproval != nil)),
            ("rounds", .array(rounds.map { .string($0.key) })),
            ("stages", .array(CommissioningStage.allCases.map(json(of:)))),
            ("needs", .array(needRows.map(Listing.cycleNeeds.json))),
            ("priorities", .array(priorityRows.map(Listing.cyclePriorities.json))),
            ("history", .array(events.map(json(of:)))),
        ])
    }

    private func json(of stage: CommissioningStage) -> JSONValue {
        .object([
            ("stage", .string(stage.rawValue)),
            ("standing", .string(cycle.standing(of: stage).rawValue)),
            (
                "lacks",
                .array(
                    (lacks[stage] ?? []).map(\.field).map {
                        .string("\($0.place): \(words.words($0))")
                    })
            ), ("questions", .array(questions(of: stage).map(json(of:)))),
        ])
    }

    private func json(of question: CycleQuestion) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("question", .string(question.key)), ("asks", .string(question.text)),
            ("needsEvidence", .bool(question.needsEvidence)),
            ("coSignedBy", .optional(question.coSigner?.rawValue)),
        ]
        members += self.members(of: question.answer)
        let earlier = (earlier[question.key] ?? []).map { JSONValue.object(self.members(of: $0)) }
        members.append((key: "earlierAnswers", value: .array(earlier)))
        return .object(members)
    }

    private func members(of answer: CycleAnswer?) -> [(key: String, value: JSONValue)] {
        let signature = answer?.coSignature
        return [
            ("answer", .optional(answer?.text)), ("evidence", .optional(answer?.evidence)),
            ("version", .optional(answer?.version)),
            ("author", email(answer?.author)), ("answeredOn", .optional(answer?.on)),
            ("signedBy", email(signature?.person)),
            ("signedAt", .optional(signature?.at.iso8601)),
        ]
    }

    private func json(of event: CycleEvent) -> JSONValue {
        .object([
            ("event", .int(event.id.rawValue)), ("stage", .string(event.stage.rawValue)),
            ("kind", .string(event.kind.rawValue)), ("by", email(event.person)),
            ("at", .string(event.at.iso8601)), ("reason", .optional(event.reason)),
        ])
    }

    private func email(_ person: PersonID?) -> JSONValue {
        .optional(person.flatMap { emails[$0] })
    }
}

extension Listing {
    public static let cycles = Listing([
        Column("cycle", .plain), Column("title", .text),
        Column("stage", .plain, said: "cycle-stage"),
        Column("status", .plain), Column("rounds", .text), Column("startedAt", .plain),
    ])

    public static let cycleStages = Listing([
        Column("stage", .plain, said: "cycle-stage"),
        Column("standing", .plain, said: "cycle-standing"), Column("questions", .plain),
        Column("answered", .plain), Column("missing", .plain),
    ])

    public static let cycleNeeds = Listing([
        Column("number", .plain), Column("need", .text), Column("place", .text),
        Column("evidence", .text), Column("priorities", .text), Column("withdrawnBecause", .text),
    ])

    public static let cyclePriorities = Listing([
        Column("priority", .plain), Column("title", .text), Column("needs", .plain),
        Column("criteria", .text),
    ])
}

extension Reports {
    /// Every cycle, the latest first, as rows of `Listing.cycles`.
    public func cycles(as principal: Principal) throws -> [[JSONValue]] {
        try cycleSummaries(as: principal).map { summary in
            let cycle = summary.cycle
            return [
                .string(cycle.key), .string(cycle.title), .string(cycle.stage.rawValue),
                .string(cycle.status.rawValue),
                .string(summary.rounds.map(\.key).joined(separator: " ")),
                .string(cycle.startedAt.iso8601),
            ]
        }
    }

    /// Every cycle, the latest first, with what waits in it for whoever asks.
    public func cycleSummaries(as principal: Principal) throws -> [CycleSummary] {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { try cycleSummaries(for: principal, in: $0) }
    }

    func cycleSummaries(
        for principal: Principal, in tx: borrowing ReadTx
    ) throws -> [CycleSummary] {
        try commissioning.cycles(in: tx).map { cycle in
            CycleSummary(
                cycle: cycle,
                rounds: try commissioning.rounds(of: cycle.id, in: tx).map {
                    try rounds.round($0, in: tx)
                }, waiting: try waiting(in: cycle, for: principal, tx: tx))
        }
    }

    /// The rounds that no cycle holds yet.
    public func freeRounds(as principal: Principal) throws -> [Round] {
        try principal.require(.officer)
        return try store.read { try freeRounds(in: $0) }
    }

    private func freeRounds(in tx: borrowing ReadTx) throws -> [Round] {
        let held = try commissioning.heldRounds(in: tx)
        return try rounds.all(in: tx).filter { !held.contains($0.id) }
    }

    /// Names the state of everything that a cycle's overview rests on: another one after every act,
    /// since each stands in the audit trail.
    public func cycleRevision(as principal: Principal) throws -> String {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        let head = try store.auditHead()
        return "\(head.count) \(head.hash)"
    }

    /// One cycle, with its questions, needs, priorities, rounds and history.
    /// - Throws: `CommissioningProblem.unknown`.
    public func cycle(_ key: String, as principal: Principal) throws -> CycleReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let cycle = try commissioning.cycle(key, in: tx)
            let questions = try commissioning.questions(of: cycle.id, in: tx)
            let events = try commissioning.events(of: cycle.id, in: tx)
            let priorities = try commissioning.priorities(of: cycle.id, in: tx)
            let earlier = try commissioning.earlierAnswers(of: cycle.id, in: tx)
            let answers = questions.compactMap(\.answer) + earlier.values.flatMap(\.self)
            let people =
                events.map(\.person) + answers.map(\.author)
                + answers.compactMap(\.coSignature?.person)
            return CycleReport(
                cycle: cycle, questions: questions,
                needs: try commissioning.needs(of: cycle.id, in: tx),
                priorities: priorities, events: events,
                rounds: try commissioning.rounds(of: cycle.id, in: tx).map {
                    try rounds.round($0, in: tx)
                },
                freeRounds: try freeRounds(in: tx),
                criteria: try criteriaTitles(of: cycle, in: tx), earlier: earlier,
                lacks: try commissioning.lacks(
                    of: cycle.id, questions: questions, priorities: priorities, in: tx),
                emails: try identity.emails(of: people, in: tx),
                words: try text())
        }
    }
}
