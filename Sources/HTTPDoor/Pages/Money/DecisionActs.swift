import Awards
import Bootstrap
import Forms
import FundCore
import Hummingbird
import Publishing
import Workflows

/// What is done about a decision that is a public record. Each has a page of its own.
enum DecisionAct: CaseIterable {
    case record, publish, callIn, outcome, anew, correct

    var route: Route {
        switch self {
        case .record: .workRecord
        case .publish: .workPublish
        case .callIn: .workCallIn
        case .outcome: .workCallInOutcome
        case .anew: .workDecideAnew
        case .correct: .workCorrect
        }
    }

    var roles: Set<Role> {
        [.record, .anew].contains(self) ? [.decisionMaker] : [.decisionMaker, .officer]
    }

    /// Keys of the words: what the page is called and says, its button, what is said when it is done.
    var words: (title: String, text: String, button: String, done: String) {
        switch self {
        case .record:
            ("page.write-record", "page.write-record-text", "page.save-record", "page.record-saved")
        case .publish:
            ("page.publish", "page.publish-text", "page.publish-button", "page.published-done")
        case .callIn:
            ("page.call-in-act", "page.call-in-text", "page.call-in-button", "page.call-in-done")
        case .outcome:
            (
                "page.end-call-in", "page.end-call-in-text", "page.end-call-in-button",
                "page.call-in-ended-done"
            )
        case .anew:
            (
                "page.decide-anew", "page.decide-anew-text", "page.decide-anew-button",
                "page.decided-anew-done"
            )
        case .correct:
            ("page.correct", "page.correct-text", "page.correct-button", "page.corrected-done")
        }
    }

    /// Whether it can be done as the decision stands.
    func isOpen(_ decision: DecisionReport) -> Bool {
        let standing = decision.standing
        return switch self {
        case .record: standing.publication == nil
        case .publish: standing.publication == nil && standing.record != nil
        case .callIn: decision.status == .published
        case .outcome: decision.status == .calledIn
        case .anew: decision.status == .returned
        case .correct: standing.publication != nil
        }
    }
}

extension Page {
    static let decisionActs: [Page] = DecisionAct.allCases.flatMap { act in
        [
            Page(.get, act.route, for: .roles(act.roles)) { visit in
                guard let decision = try await visit.keptDecision(), act.isOpen(decision) else {
                    return visit.go(to: Route.workDecision.link(visit.round))
                }
                return visit.page(visit.actPage(act, decision))
            },
            Page(.post, act.route, for: .roles(act.roles)) { visit in
                try await visit.act(act)
            },
        ]
    }
}

extension Visit {
    private typealias Work = @Sendable (Workflows, Principal) throws -> Void
    static let publishDay = Question(key: "on", type: .date, title: "", required: false)
    static let effectDay = Question(
        key: "effective", type: .date, title: "", required: false)

    fileprivate func keptDecision() async throws -> DecisionReport? {
        let (key, principal) = (round, try principal)
        return try await read { try $0.decision(of: key, as: principal) }
    }

    /// What became of the decision, and what can be done about it.
    func decisionBlocks(_ decision: DecisionReport) -> [Block] {
        let acts = DecisionAct.allCases.filter { act in
            act.isOpen(decision) && act.roles.contains { has($0) }
        }
        var blocks: [Block] = [.inset(says(decision))]
        if let publication = decision.standing.publication {
            blocks.append(
                .summary([
                    Block.SummaryRow(key: w("page.how-it-stands"), lines: [status(decision)]),
                    Block.SummaryRow(
                        key: w("page.published-on"), lines: [words.words(publication.publishedOn)]),
                    Block.SummaryRow(key: w("page.takes-effect"), lines: [effect(decision)]),
                ]))
        }
        if !acts.isEmpty {
            blocks.append(
                .links(
                    acts.map { PageLink(w($0.words.title), $0.route.link(decision.round)) }))
        }
        blocks += recordBlocks(decision)
        if decision.standing.isPublic(on: decision.today) {
            blocks.append(
                .linkLine(
                    PageLink(w("page.public-decision"), Route.decision.link(decision.round))))
        }
        return blocks
    }

    fileprivate func act(_ act: DecisionAct) async throws -> Response {
        let (work, problems) = try work(of: act)
        guard problems.isEmpty else { return try await again(act, problems) }
        do {
            try await once(work)
        } catch let problem as InvalidInput {
            return try await again(act, problem.fields)
        } catch is EditProblem {
            return try await again(
                act, [FieldProblem("recommendation", "changed-meanwhile")], isChanged: true)
        }
        guard let decision = try await keptDecision() else {
            return go(to: Route.workDecision.link(round))
        }
        return go(
            to: Route.workDecision.link(round),
            done: w(act.words.done, ["date": effect(decision)]))
    }

    private func again(
        _ act: DecisionAct, _ problems: [FieldProblem], isChanged: Bool = false
    ) async throws -> Response {
        guard let decision = try await keptDecision() else {
            throw AwardsProblem.notDecided(round: round)
        }
        var view = actPage(act, decision, problems)
        // What the other one has just written, to be read before it is overwritten.
        if isChanged, let record = decision.standing.record {
            view.blocks.insert(
                contentsOf: [
                    .heading2(w("page.as-it-stands")), .answer(record.recommendation),
                    .answer(record.outcomes), .answer(record.alternatives),
                ], at: 0)
        }
        return wrong(view, problems)
    }

    private var condition: EditCondition {
        guard fields.has("seen") else { return .anything }
        return fields["seen"].isEmpty ? .nothing : .one(of: [fields["seen"]])
    }

    private func work(of act: DecisionAct) throws -> (Work, [FieldProblem]) {
        let key = round
        switch act {
        case .record:
            let record = DecisionRecord(
                recommendation: fields.raw("recommendation"), outcomes: fields.raw("outcomes"),
                alternatives: fields.raw("alternatives"))
            let condition = condition
            return ({ try $0.writeRecord(record, ofRound: key, if: condition, as: $1) }, [])
        case .publish:
            let (day, problems) = day(Self.publishDay)
            let services = house.services
            return (
                {
                    _ = try $0.publishDecision(
                        round: key, on: day,
                        holidays: try services.configuration().bankHolidays, as: $1)
                }, problems
            )
        case .callIn:
            let (by, reason) = (fields["by"], fields.raw("reason"))
            return ({ try $0.callIn(round: key, by: by, reason: reason, as: $1) }, [])
        case .outcome:
            let (day, problems) = day(Self.effectDay)
            let reason = fields.raw("reason")
            let missing = reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : []
            guard let verdict = CallInVerdict(rawValue: fields["outcome"]) else {
                return ({ _, _ in }, [FieldProblem("outcome", "choose-one")] + problems + missing)
            }
            return (
                {
                    try $0.endCallIn(
                        round: key, verdict, effectiveOn: day, reason: reason, as: $1)
                }, problems.isEmpty ? [] : problems + missing
            )
        case .anew:
            let reason = fields.raw("reason")
            return ({ _ = try $0.decideAnew(round: key, reason: reason, as: $1) }, [])
        case .correct:
            let text = fields.raw("text")
            return ({ try $0.correctDecision(round: key, text: text, as: $1) }, [])
        }
    }

    /// The day that was typed; nil where none was.
    func day(_ question: Question) -> (LocalDate?, [FieldProblem]) {
        switch question.read(fields, months: months) {
        case .nothing: (nil, [])
        case .value(let value): (value.string.flatMap { LocalDate($0) }, [])
        case .problem(let problem, _): (nil, [problem])
        }
    }
}
