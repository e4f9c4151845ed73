import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    /// Who may look at commissioning cycles.
    static let cycleReaders = Audience.roles([.officer, .decisionMaker, .auditor])
    static let cycleWriters = Audience.roles([.officer, .decisionMaker])
    static let cycleOfficers = Audience.roles([.officer])

    /// Everything about the commissioning cycle.
    static let cyclePages =
        cycleListPages + cycleStagePages + cycleActPages + cycleNeedPages + cyclePriorityPages
        + threadPages + lessonPages + evaluationPages + planPages + wardMoneyPages + benefitPages
}

/// What the pages of a cycle have in common.
extension Visit {
    var cycleKey: String { path("cycle") }

    func cycleReport() async throws -> CycleReport {
        let (key, principal) = (cycleKey, try principal)
        return try await read { try $0.cycle(key, as: principal) }
    }

    /// A page of a cycle, with the way back to its overview.
    func cycleView(_ title: String, _ cycle: Cycle) -> PageView {
        var view = PageView(title)
        view.caption = cycle.title
        view.back = PageLink(w("page.cycle-overview"), Route.cyclePage.link(cycle.key))
        return view
    }

    /// Does something to a cycle once and goes on; or shows the form again with all that is wrong.
    ///
    /// - Parameters:
    ///   - field: where a refusal by a rule is shown; empty where the form has no field.
    ///   - done: the key of what is said then.
    func cycleAct(
        _ again: ([FieldProblem]) async throws -> PageView, then place: String, done: String,
        at field: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        do {
            try await once(work)
        } catch let problem as InvalidInput {
            return wrong(try await again(problem.fields), problem.fields)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let report = problem.report
            let shown =
                [FieldProblem(field, report.code, report.arguments)]
                + report.fields.map {
                    FieldProblem(
                        field, $0.code,
                        $0.arguments.merging(["place": $0.place]) { first, _ in first })
                }
            return wrong(try await again(shown), shown)
        }
        return go(to: place, done: w(done))
    }

    /// A form that does its thing once, however often its button is pressed.
    func cycleForm(
        _ action: String, _ fields: [Field], _ button: String,
        seen: (name: String, value: String)? = nil
    ) -> Block {
        .form(
            Block.Form(
                action: action, csrf: csrf, hidden: [once] + (seen.map { [$0] } ?? []),
                fields: fields, buttons: [.init(text: button)],
                cancel: PageLink(w("page.back"), Route.cyclePage.link(cycleKey))))
    }

    /// A field of several lines, as it was typed or with what stands.
    func cycleText(
        _ name: String, _ label: String, preset: String = "", rows: Int = 5,
        hint: String? = nil, _ problems: [FieldProblem]
    ) -> Field {
        longField(
            name, label, value: fields.has(name) ? fields.raw(name) : preset, rows: rows,
            hint: hint, problems)
    }

    /// Any number of a list.
    func several(
        _ name: String, _ label: String, _ options: [(value: String, label: String)],
        hint: String? = nil, _ problems: [FieldProblem]
    ) -> Field {
        let chosen = fields.all(name)
        return Field(
            name: name, label: label,
            kind: .checkboxes(
                options.map {
                    .init(value: $0.value, label: $0.label, isChosen: chosen.contains($0.value))
                }), hint: hint, error: problems.first { $0.place == name }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    /// Who did something and when.
    func by(_ person: String?, _ at: Instant) -> String {
        w("page.cycle-by", ["who": person ?? "", "when": words.words(at)])
    }

    /// What a cycle is called, and where it has come to.
    func cycleAndStage(_ cycle: Cycle) -> String {
        w("page.cycle-and-stage", ["cycle": cycle.title, "stage": whereItIs(cycle)])
    }

    /// Where a cycle has come to: `Plan: closed, waits for approval`.
    func whereItIs(_ cycle: Cycle) -> String {
        cycle.status == .ended
            ? w("page.cycle-ended")
            : w(
                "page.cycle-stage-is",
                [
                    "stage": stageName(cycle.stage),
                    "standing": w("cycle-standing.\(cycle.standing(of: cycle.stage).rawValue)"),
                ])
    }

    func stageName(_ stage: CommissioningStage) -> String { w("cycle-stage.\(stage.rawValue)") }

    /// A need by its number and its words, set apart in a line from right to left.
    func needTitle(_ need: CycleNeed) -> String {
        words.apart("\(need.number). \(need.text)")
    }

    /// A priority as the files of the fund call it in this language.
    func priorityTitle(_ key: String, _ title: String) -> String {
        words.translation("priorities.\(key)") ?? title
    }

    /// What a stage still lacks, each as words and a link to where it is put right.
    func lackLinks(_ report: CycleReport, _ stage: CommissioningStage) -> [PageLink] {
        let key = report.cycle.key
        let questions = report.questions(of: stage)
        return (report.lacks[stage] ?? []).map { lack in
            let field = lack.field
            let said = w(
                "page.cycle-lack", ["what": field.place, "why": words.words(field)])
            switch lack {
            case .answer(let text), .evidence(let text), .coSignature(let text):
                let question = questions.first { $0.text == text }?.key ?? ""
                return PageLink(said, Route.cycleQuestion.link(key, question))
            case .noPriority:
                return PageLink(words.words(field), Route.cycleNeedsPage.link(key))
            case .need: return PageLink(said, Route.cycleNeedsPage.link(key))
            case .evidenceOfNeed(let number):
                return PageLink(
                    w(
                        "page.cycle-lack",
                        [
                            "what": w("page.need-number", ["number": "\(number)"]),
                            "why": words.words(field),
                        ]), Route.cycleNeed.link(key, "\(number)"))
            case .lesson(let number):
                return PageLink(
                    w(
                        "page.cycle-lack",
                        [
                            "what": w("page.lesson-number", ["number": "\(number)"]),
                            "why": words.words(field),
                        ]), Route.cycleLesson.link(key, "\(number)"))
            case .noLesson:
                return PageLink(words.words(field), Route.cycleLessonsPage.link(key))
            case .optionOpen: return PageLink(said, Route.cyclePlanPart.link(key, "option"))
            case .noOption:
                return PageLink(words.words(field), Route.cyclePlanPart.link(key, "option"))
            case .planPart(let part, _, _):
                return PageLink(words.words(field), Route.cyclePlanPart.link(key, part.rawValue))
            }
        }
    }

    /// What waits in a cycle for whoever looks, as links to where they can do it.
    func waits(_ summary: CycleSummary) -> [Block] {
        guard !summary.waiting.isEmpty else { return [] }
        return [
            .paragraph(w("page.waits-for-you")),
            .links(summary.waiting.map { link(to: $0, in: summary.cycle) }),
        ]
    }

    private func link(to waiting: CycleWaiting, in cycle: Cycle) -> PageLink {
        let stage = stageName(cycle.stage)
        let questions = Route.cycleStage.link(cycle.key, cycle.stage.rawValue)
        let closing = Route.cycleClosing.link(cycle.key)
        func words(_ key: String, _ count: Int = 0) -> String {
            w(key, ["stage": stage, "count": "\(count)"])
        }
        return switch waiting {
        case .answers(let count): PageLink(words("page.waits-cycle-answers", count), questions)
        case .signatures(let count):
            PageLink(words("page.waits-cycle-signatures", count), questions)
        case .needs(let count):
            PageLink(
                words("page.waits-cycle-needs", count), Route.cycleNeedsPage.link(cycle.key))
        case .lessons(let count):
            PageLink(
                words("page.waits-cycle-lessons", count), Route.cycleLessonsPage.link(cycle.key))
        case .options(let count):
            PageLink(
                words("page.waits-cycle-options", count),
                Route.cyclePlanPart.link(cycle.key, PlanPart.option.rawValue))
        case .parts(let count):
            PageLink(
                words("page.waits-cycle-parts", count), Route.cyclePlanPage.link(cycle.key))
        case .closing: PageLink(words("page.waits-cycle-closing"), closing)
        case .approval:
            PageLink(words("page.waits-cycle-approval"), Route.cycleApproval.link(cycle.key))
        case .ending: PageLink(words("page.waits-cycle-ending"), closing)
        }
    }

    /// Where people can go from a page of a cycle: words, where to, and whether it is here.
    func cyclePlaces(_ here: String) -> [(text: String, link: String, isIn: Bool)] {
        guard signedIn?.principal.seesCycles == true else { return [] }
        var places = [(w("page.cycles"), Route.cyclesPage.link(), false)]
        guard !cycleKey.isEmpty else { return places }
        let (needs, money) = (
            Route.cycleNeedsPage.link(cycleKey), Route.cycleMoneyPage.link(cycleKey)
        )
        let lessons = Route.cycleLessonsPage.link(cycleKey)
        let evaluation = Route.cycleEvaluationPage.link(cycleKey)
        let plan = Route.cyclePlanPage.link(cycleKey)
        let isOfLessons =
            here.hasPrefix(lessons + "/") || here == Route.cycleNewLesson.link(cycleKey)
        let isOfNeeds =
            here.hasPrefix(needs + "/") || here.hasPrefix(Route.cycleChoice.link(cycleKey))
            || here == Route.cycleNewNeed.link(cycleKey)
        let overview = Route.cyclePage.link(cycleKey)
        places += [
            (
                w("page.cycle-overview"), overview,
                here.hasPrefix(overview + "/") && !isOfNeeds && !isOfLessons
                    && ![needs, money, lessons, evaluation, plan].contains(here)
                    && !here.hasPrefix(money + "/")
                    && !here.hasPrefix(plan + "/")
            ),
            (w("page.cycle-needs"), needs, isOfNeeds),
            (w("page.cycle-plan"), plan, here.hasPrefix(plan + "/")),
            (w("page.lessons"), lessons, isOfLessons),
            (w("page.cycle-money"), money, here.hasPrefix(money + "/")),
            (w("page.evaluation"), evaluation, false),
        ]
        return places
    }
}
