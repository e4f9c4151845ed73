import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What a cycle taught, and what it makes of what earlier ones taught.
extension Page {
    static let lessonPages = [
        Page(.get, .cycleLessonsPage, for: cycleReaders) { visit in
            visit.page(visit.lessonsPage(try await visit.lessonReport()))
        },
        Page(.get, .cycleNewLesson, for: cycleOfficers) { visit in
            visit.page(try await visit.newLessonPage())
        },
        Page(.post, .cycleNewLesson, for: cycleOfficers) { visit in
            let (key, about) = (visit.cycleKey, visit.fields["priority"])
            let (text, evidence) = (visit.fields.raw("lesson"), visit.fields.raw("evidence"))
            let meaning = visit.fields.raw("meaning")
            return try await visit.cycleAct(
                { try await visit.newLessonPage($0) }, then: Route.cycleLessonsPage.link(key),
                done: "page.lesson-noted", at: "lesson"
            ) {
                _ = try $0.learnLesson(
                    text, evidence: evidence, meaning: meaning,
                    about: about.isEmpty ? nil : about, in: key, as: $1)
            }
        },
        Page(.get, .cycleLesson, for: cycleReaders) { visit in
            visit.page(try await visit.lessonPage())
        },
        Page(.post, .cycleLesson, for: cycleOfficers) { visit in
            try await visit.decideOnLesson()
        },
        Page(.get, .cycleLessonBack, for: cycleOfficers) { visit in
            visit.page(try await visit.lessonBackPage())
        },
        Page(.post, .cycleLessonBack, for: cycleOfficers) { visit in
            let (key, number) = (visit.cycleKey, visit.path("number"))
            let (id, reason) = (Int64(number) ?? 0, visit.fields.raw("reason"))
            return try await visit.cycleAct(
                { try await visit.lessonBackPage($0) },
                then: Route.cycleLesson.link(key, number), done: "page.lesson-taken-back",
                at: "reason"
            ) { try $0.withdrawLesson(id, reason: reason, in: key, as: $1) }
        },
    ]
}

extension Visit {
    fileprivate func lessonReport() async throws -> LessonReport {
        let (key, principal) = (cycleKey, try principal)
        return try await read { try $0.lessonReport(of: key, as: principal) }
    }

    fileprivate func lessonsPage(_ report: LessonReport) -> PageView {
        let cycle = report.cycle
        var view = cycleView(w("page.lessons"), cycle)
        view.blocks = [
            .paragraph(w("page.lessons-text")), .heading2(w("page.lessons-earlier")),
            .table(
                table(
                    report.taken, id: "taken", w("page.lessons-earlier"), cycle,
                    none: w("page.lessons-earlier-none"))), .heading2(w("page.lessons-own")),
            .table(
                table(
                    report.learned, id: "learned", w("page.lessons-own"), cycle,
                    none: w("page.lessons-own-none"))),
        ]
        if has(.officer), cycle.isOpen(.do) || cycle.isOpen(.review) {
            view.blocks.append(
                .button(PageLink(w("page.lesson-new"), Route.cycleNewLesson.link(cycle.key))))
        }
        return view
    }

    private func table(
        _ lessons: [Lesson], id: String, _ caption: String, _ cycle: Cycle, none: String
    ) -> Table {
        Table(
            id: id, caption: caption, isCaptionHidden: true,
            columns: [
                .init(w("page.lesson")), .init(w("page.lesson-meaning")),
                .init(w("page.lesson-became")),
            ],
            rows: lessons.map { lesson in
                [
                    .init(
                        "\(lesson.id.rawValue). \(lesson.text)",
                        link: Route.cycleLesson.link(cycle.key, "\(lesson.id.rawValue)"),
                        isHeader: true), .init(lesson.meaning),
                    .init(standing(of: lesson), isTag: true),
                ]
            }, emptyText: none)
    }

    /// What became of a lesson, in a word or two.
    func standing(of lesson: Lesson) -> String {
        if lesson.isWithdrawn { return w("page.lesson-withdrawn") }
        return lesson.decision.map { w("lesson-verdict.\($0.verdict.rawValue)") }
            ?? w("page.lesson-open")
    }

    fileprivate func newLessonPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await lessonReport()
        let cycle = report.cycle
        var view = cycleView(w("page.lesson-new"), cycle)
        view.back = PageLink(w("page.lessons"), Route.cycleLessonsPage.link(cycle.key))
        guard cycle.isOpen(.do) || cycle.isOpen(.review) else {
            view.blocks = [.inset(w("page.lessons-not-now"))]
            return view
        }
        view.blocks = [
            cycleForm(
                Route.cycleNewLesson.link(cycle.key),
                [
                    cycleText("lesson", w("page.lesson-label"), rows: 4, problems),
                    cycleText(
                        "evidence", w("page.lesson-evidence"), rows: 3,
                        hint: w("page.lesson-evidence-hint"), problems),
                    cycleText(
                        "meaning", w("page.lesson-meaning"), rows: 3,
                        hint: w("page.lesson-meaning-hint"), problems),
                    select(
                        "priority", w("page.lesson-about"),
                        report.priorities.map { ($0.key, priorityTitle($0.key, $0.title)) },
                        first: "page.lesson-about-all", problems),
                ], w("page.lesson-save"))
        ]
        return view
    }

    /// The lesson of the address, of those that this cycle taught or has to do with.
    private func lessonHere() async throws -> (report: LessonReport, lesson: Lesson) {
        let (report, number) = (try await lessonReport(), path("number"))
        guard
            let lesson = (report.learned + report.taken).first(where: {
                "\($0.id.rawValue)" == number
            })
        else { throw CommissioningProblem.lessonUnknown(number: number) }
        return (report, lesson)
    }

    private func lessonView(_ title: String, _ cycle: Cycle) -> PageView {
        var view = cycleView(title, cycle)
        view.back = PageLink(w("page.lessons"), Route.cycleLessonsPage.link(cycle.key))
        view.place = Route.cycleLesson.link(cycle.key, path("number"))
        return view
    }

    fileprivate func lessonPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, lesson) = try await lessonHere()
        let cycle = report.cycle
        let number = "\(lesson.id.rawValue)"
        var view = lessonView(w("page.lesson-number", ["number": number]), cycle)
        if let reason = lesson.withdrawnBecause {
            view.blocks.append(.inset(w("page.lesson-withdrawn-because", ["reason": reason])))
        }
        view.blocks += [.answer(lesson.text), .summary(rows(lesson, report))]
        guard has(.officer), !lesson.isWithdrawn else { return view }
        if lesson.cycle == cycle.key {
            if lesson.decision == nil, cycle.isOpen(.do) || cycle.isOpen(.review) {
                view.blocks.append(
                    .linkLine(
                        PageLink(
                            w("page.lesson-take-back"),
                            Route.cycleLessonBack.link(cycle.key, number))))
            }
            return view
        }
        guard cycle.takesNeeds else {
            view.blocks.append(.inset(w("page.lesson-decided-in-plan")))
            return view
        }
        view.blocks += [
            .heading2(w("page.lesson-decide")),
            cycleForm(
                Route.cycleLesson.link(cycle.key, number),
                [
                    radios(
                        "verdict", w("page.lesson-verdict"),
                        Lesson.Verdict.allCases.map {
                            ($0.rawValue, w("page.lesson-\($0.rawValue)"))
                        }, problems), reasonField(problems, optional: false),
                ], w("page.lesson-decide"),
                seen: (name: "seen", value: "\(lesson.decision?.version ?? 0)")),
        ]
        return view
    }

    private func rows(_ lesson: Lesson, _ report: LessonReport) -> [Block.SummaryRow] {
        var rows = [
            Block.SummaryRow(key: w("page.lesson-evidence"), lines: [lesson.evidence]),
            Block.SummaryRow(key: w("page.lesson-meaning"), lines: [lesson.meaning]),
            Block.SummaryRow(
                key: w("page.lesson-noted-by"),
                lines: [
                    [report.emails[lesson.author] ?? "", lesson.cycle, day(lesson.on)]
                        .joined(separator: " · ")
                ]),
            Block.SummaryRow(key: w("page.lesson-became"), lines: [standing(of: lesson)]),
        ]
        if let decision = lesson.decision {
            rows.append(
                Block.SummaryRow(
                    key: w("page.lesson-why"),
                    lines: [
                        decision.reason,
                        [
                            report.emails[decision.person] ?? "", decision.cycle,
                            day(decision.on),
                        ].joined(separator: " · "),
                    ]))
        }
        return rows
    }

    private func day(_ day: String) -> String { LocalDate(day).map { words.words($0) } ?? day }

    fileprivate func decideOnLesson() async throws -> Response {
        let (key, number, reason) = (cycleKey, path("number"), fields.raw("reason"))
        let (id, seen) = (Int64(number) ?? 0, Int64(fields["seen"]))
        guard let verdict = Lesson.Verdict(rawValue: fields["verdict"]) else {
            let problems =
                [FieldProblem("verdict", "choose-one")]
                + (reason.trimmed.isEmpty ? [FieldProblem("reason", "missing")] : [])
            return wrong(try await lessonPage(problems), problems)
        }
        return try await cycleAct(
            { try await lessonPage($0) }, then: Route.cycleLessonsPage.link(key),
            done: "page.lesson-is-decided", at: "verdict"
        ) {
            try $0.takeLesson(verdict, id, reason: reason, seen: seen, in: key, as: $1)
        }
    }

    fileprivate func lessonBackPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, lesson) = try await lessonHere()
        let cycle = report.cycle
        var view = lessonView(w("page.lesson-take-back"), cycle)
        view.blocks = [.answer(lesson.text)]
        guard lesson.cycle == cycle.key, !lesson.isWithdrawn, lesson.decision == nil,
            cycle.isOpen(.do) || cycle.isOpen(.review)
        else {
            view.blocks.append(.inset(w("page.lessons-not-now")))
            return view
        }
        view.blocks.append(
            cycleForm(
                Route.cycleLessonBack.link(cycle.key, "\(lesson.id.rawValue)"),
                [reasonField(problems, optional: false)], w("page.lesson-take-back")))
        return view
    }
}
