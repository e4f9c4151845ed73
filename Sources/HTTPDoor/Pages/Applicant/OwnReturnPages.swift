import Applications
import Awards
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What a group is asked about its award: to write in sittings, check and send, and to read what was
/// said of it. An officer who has it on paper enters it here too.
extension Page {
    static let ownReturnPages = [
        Page(.get, .ownReturns, for: .signedIn) { visit in
            visit.page(visit.ownReturnsPage(try await visit.returns()))
        },
        Page(.get, .ownReturn, for: .signedIn) { visit in
            let (report, content) = try await visit.writtenReturn()
            guard visit.canWrite(content, report) else {
                return visit.go(to: visit.ownReturnsPlace)
            }
            return visit.page(
                visit.returnFormPage(report, content, visit.typed(content), content.answers))
        },
        Page(
            .post, .ownReturn, for: .signedIn, takesSeveral: true,
            greatestFileBytes: Page.greatestFilesBytes
        ) { visit in try await visit.saveReturn() },
        Page(.get, .ownReturnCheck, for: .signedIn) { visit in
            let (report, content) = try await visit.writtenReturn()
            guard visit.canWrite(content, report) else {
                return visit.go(to: visit.ownReturnsPlace)
            }
            guard content.draft != nil, content.lacks(report).isEmpty else {
                return visit.go(to: visit.ownReturnPlace)
            }
            return visit.page(visit.returnCheckPage(report, content))
        },
        Page(.post, .ownReturnCheck, for: .signedIn) { visit in try await visit.sendReturn() },
    ]
}

extension ReturnContent {
    /// What is written so far.
    fileprivate var answers: [String: JSONValue] { draft?.answers ?? [:] }

    /// What keeps what is written from being sent.
    fileprivate func lacks(_ report: ReturnReport) -> [FieldProblem] {
        form.check(form.object(answers), awarded: report.award.kept, isWhole: true).problems
    }
}

extension Visit {
    fileprivate var ownReturnsPlace: String { Route.ownReturns.link(path("reference")) }
    fileprivate var ownReturnPlace: String {
        Route.ownReturn.link(path("reference"), path("number"))
    }

    func returns() async throws -> ReturnReport {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.returnReport(reference, as: principal) }
    }

    fileprivate func writtenReturn() async throws -> (ReturnReport, ReturnContent) {
        let report = try await returns()
        return (report, try report.content(Int64(path("number")) ?? 0))
    }

    fileprivate func canWrite(_ content: ReturnContent, _ report: ReturnReport) -> Bool {
        content.asked.isOpen && (report.isOwn || has(.officer))
    }

    fileprivate func ownView(_ title: String, _ report: ReturnReport) -> PageView {
        var view = PageView(title)
        view.caption = w("page.application-of", ["reference": "\(report.summary.reference)"])
        view.back = PageLink(w("page.back"), ownReturnsPlace)
        view.place = ownReturnsPlace
        return view
    }

    // MARK: What is asked, and what was said

    fileprivate func ownReturnsPage(_ report: ReturnReport) -> PageView {
        let reference = "\(report.summary.reference)"
        var view = ownView(w("page.own-returns"), report)
        view.back =
            report.isOwn
            ? PageLink(w("page.back"), Route.ownApplication.link(reference))
            : PageLink(w("page.returns"), Route.workReturn.link(report.round.key, reference))
        view.blocks = [
            .paragraph(
                w(report.returns.isEmpty ? "page.own-returns-none" : "page.own-returns-text"))
        ]
        for content in report.returns {
            view.blocks += [
                .heading2(title(of: content.asked)),
                .summary(standing(of: content.asked, report)),
            ]
            if canWrite(content, report) {
                view.blocks.append(
                    .linkLine(
                        PageLink(
                            w(
                                content.draft == nil
                                    ? "page.return-begin" : "page.return-go-on",
                                ["return": title(of: content.asked)]),
                            Route.ownReturn.link(reference, "\(content.asked.number)"))))
            }
            view.blocks += content.versions.reversed().flatMap { sent($0, content, report) }
        }
        return view
    }

    /// `Return 1: half-way`.
    func title(of asked: MonitoringReturn) -> String {
        w(
            "page.return-title",
            ["number": "\(asked.number)", "moment": w("return-moment.\(asked.moment.rawValue)")])
    }

    func standing(of asked: MonitoringReturn, _ report: ReturnReport) -> [Block.SummaryRow] {
        let isLate = report.award.isToldOf && asked.isLate(on: report.today)
        return [
            Block.SummaryRow(
                key: w("page.how-it-stands"),
                lines: [w("return-state.\(asked.state.rawValue)")]
                    + (isLate ? [w("page.return-late")] : [])),
            Block.SummaryRow(key: w("page.return-due"), lines: [words.words(asked.dueOn)]),
        ]
    }

    /// A version that was sent, with what was said of it.
    func sent(
        _ version: ReturnVersion, _ content: ReturnContent, _ report: ReturnReport
    ) -> [Block] {
        func day(_ text: String) -> String { LocalDate(text).map { words.words($0) } ?? text }
        var blocks: [Block] = [
            .heading3(
                w(
                    "page.return-version",
                    ["number": "\(version.number)", "date": day(version.sentOn)]))
        ]
        if let reason = version.paperReason {
            blocks.append(.hintText(w("page.return-on-paper", ["reason": reason])))
        }
        if let judgement = version.judgement {
            blocks.append(
                .inset(
                    w(
                        "page.return-\(judgement.verdict.rawValue)",
                        ["date": day(judgement.on), "who": report.emails[judgement.by] ?? ""])))
            if let note = judgement.note { blocks.append(.answer(note)) }
        }
        let files = content.form.form.fileQuestions.compactMap { version.answers[$0.key] }
        return blocks + [.summary(rows(version.answers, content.form))] + fileLinks(files)
    }

    fileprivate func rows(
        _ answers: [String: JSONValue], _ form: ReturnForm
    ) -> [Block.SummaryRow] {
        form.form.asked(answers).map { question in
            let lines = words.lines(answers[question.key], to: question)
            return Block.SummaryRow(
                key: words.title(of: question),
                lines: lines.isEmpty ? [w("page.not-provided")] : lines)
        }
    }

    // MARK: Writing

    fileprivate func typed(_ content: ReturnContent) -> TypedFields {
        TypedFields(
            content.form.questions.flatMap { $0.typed(content.answers[$0.key]) })
    }

    /// - Parameters:
    ///   - typed: what stands in the fields.
    ///   - answers: by which it is known what is asked.
    fileprivate func returnFormPage(
        _ report: ReturnReport, _ content: ReturnContent, _ typed: TypedFields,
        _ answers: [String: JSONValue], files: [FileAnswer] = [], problems: [FieldProblem] = []
    ) -> PageView {
        let known = files + content.answers.values.flatMap(\.fileAnswers)
        let notice = spendNotice(content.form, typed, saved: content.answers)
        let placed = content.form.questions.reduce(typed) { $1.placed($0) }
        var view = ownView(title(of: content.asked), report)
        view.place = ownReturnPlace
        view.blocks = [
            .paragraph(
                w(
                    "page.return-text",
                    [
                        "award": report.award.kept.words,
                        "date": words.words(content.asked.dueOn),
                    ]))
        ]
        view.blocks += budgetNotice(content.form, report.award.kept) + notice
        if let judgement = content.versions.last?.judgement, judgement.verdict == .sentBack {
            view.blocks += [
                .inset(w("page.return-why-back")), .answer(judgement.note ?? ""),
            ]
        }
        view.blocks.append(
            .form(
                Block.Form(
                    action: ownReturnPlace, csrf: csrf,
                    hidden: [("seen", "\(content.draft?.version ?? 0)")]
                        + content.form.form.asked(answers).flatMap(\.spendNames),
                    fields: content.form.form.asked(answers).map {
                        field(
                            for: $0, placed, isHeading: false, files: known, problems: problems)
                    },
                    buttons: [
                        .init(text: w("page.return-save-check"), name: "then", value: "check"),
                        .init(
                            text: w("page.save-for-later"), name: "then", value: "later",
                            isSecondary: true),
                    ], takesFile: !content.form.form.fileQuestions.isEmpty)))
        return view
    }

    /// What was typed as answers, with what cannot be read.
    fileprivate func readAnswers(
        _ form: ReturnForm, _ fields: TypedFields
    ) -> (answers: [String: JSONValue], problems: [FieldProblem]) {
        var answers: [String: JSONValue] = [:]
        var problems: [FieldProblem] = []
        for question in form.questions where question.isAsked(answers) {
            switch question.read(fields, months: months) {
            case .nothing: continue
            case .value(let value): answers[question.key] = value
            case .problem(let problem, _): problems.append(problem)
            }
        }
        return (answers, problems)
    }

    fileprivate func saveReturn() async throws -> Response {
        let (report, content) = try await writtenReturn()
        let taken = try await takeFiles(content.form.questions)
        let fields = taken.fields
        let (answers, unread) = readAnswers(content.form, fields)
        let titles = Dictionary(
            content.form.questions.map { ($0.key, words.title(of: $0)) }
        ) { first, _ in first }
        func again(_ content: ReturnContent, _ problems: [FieldProblem]) -> Response {
            wrong(
                returnFormPage(
                    report, content, fields, answers, files: taken.files, problems: problems),
                problems, labels: titles)
        }
        let checked = content.form.check(
            content.form.object(answers), awarded: report.award.kept, isWhole: false)
        let problems = taken.problems + unread + checked.problems
        guard problems.isEmpty else { return again(content, problems) }
        let (reference, number, principal) = (
            path("reference"), content.asked.number, try principal
        )
        let (sent, seen) = (content.form.object(answers), Int64(fields["seen"]))
        do {
            _ = try await write {
                try $0.saveReturn(
                    reference, number: number, sent, paperReason: report.isOwn ? nil : "",
                    seen: seen, as: principal)
            }
        } catch let problem as InvalidInput {
            return again(content, problem.fields)
        } catch ReturnProblem.changed {
            let (report, now) = try await writtenReturn()
            var view = returnFormPage(report, now, fields, answers, files: taken.files)
            view.errors = [(w("page.somebody-saved-title"), "")]
            view.blocks.append(.heading2(w("page.return-saved-meanwhile")))
            view.blocks.append(.summary(rows(now.answers, now.form)))
            return page(view, status: .conflict)
        }
        guard fields["then"] != "later" else {
            return go(to: ownReturnsPlace, done: w("page.saved"))
        }
        let (_, now) = try await writtenReturn()
        let lacks = now.lacks(report)
        return lacks.isEmpty
            ? go(to: Route.ownReturnCheck.link(path("reference"), path("number")))
            : again(now, lacks)
    }

    // MARK: Sending

    fileprivate func returnCheckPage(
        _ report: ReturnReport, _ content: ReturnContent, problems: [FieldProblem] = []
    ) -> PageView {
        var view = ownView(w("page.return-check"), report)
        view.back = PageLink(w("page.back"), ownReturnPlace)
        view.place = ownReturnPlace
        view.blocks = [
            .summary(rows(content.answers, content.form)),
            .linkLine(PageLink(w("page.return-change"), ownReturnPlace)),
            .paragraph(w("page.return-send-text")),
            .form(
                Block.Form(
                    action: Route.ownReturnCheck.link(path("reference"), path("number")),
                    csrf: csrf, hidden: [once, ("seen", "\(content.draft?.version ?? 0)")],
                    fields: report.isOwn
                        ? []
                        : [
                            longField(
                                "paperReason", w("page.paper-reason"),
                                value: fields.raw("paperReason"), rows: 3, problems)
                        ], buttons: [.init(text: w("page.return-send"))])),
        ]
        return view
    }

    fileprivate func sendReturn() async throws -> Response {
        let (report, content) = try await writtenReturn()
        let (reference, number) = (path("reference"), content.asked.number)
        let paper = report.isOwn ? nil : fields.raw("paperReason")
        let seen = Int64(fields["seen"])
        do {
            _ = try await once { workflows, principal in
                try workflows.submitReturn(
                    reference, number: number, paperReason: paper, seen: seen, as: principal)
            } keeping: { (number: Int64) in
                .int(number)
            }
        } catch let problem as InvalidInput {
            return wrong(
                returnCheckPage(report, content, problems: problem.fields), problem.fields)
        } catch ReturnProblem.changed {
            var view = returnCheckPage(report, content)
            view.errors = [(w("page.somebody-saved-title"), "")]
            return page(view, status: .conflict)
        }
        return go(to: ownReturnsPlace, done: w("page.return-sent"))
    }
}
