import Applications
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    static let ownApplicationPages = [
        Page(.get, .ownApplication, for: .signedIn) { visit in
            visit.page(visit.ownPage(try await visit.own()))
        },
        Page(.get, .copyToKeep, for: .signedIn) { visit in
            let report = try await visit.own()
            var view = PageView(visit.w("page.copy-title", ["reference": visit.path("reference")]))
            view.back = PageLink(
                visit.w("page.back"), Route.ownApplication.link(visit.path("reference")))
            view.blocks =
                visit.copy(report)
                + [
                    .print(visit.w("page.print")),
                    .linkLine(
                        PageLink(
                            visit.w("page.copy-as-text"),
                            Route.copyAsText.link(visit.path("reference")))),
                ]
            return visit.page(view)
        },
        Page(.get, .copyAsText, for: .signedIn) { visit in
            let report = try await visit.own()
            var response = Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: .init(string: visit.text(report))))
            response.headers[.contentDisposition] =
                "attachment; filename=\"\(report.detail.summary.reference).txt\""
            return response
        },
        Page(.get, .withdraw, for: .signedIn) { visit in
            visit.page(visit.withdrawPage(try await visit.own()))
        },
        Page(.post, .withdraw, for: .signedIn) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let reason = visit.fields["reason"]
            let report = try await visit.own()
            do {
                try await visit.write {
                    try $0.withdraw(reference, reason: reason, as: principal)
                }
            } catch let problem as InvalidInput {
                return visit.wrong(
                    visit.withdrawPage(report, problems: problem.fields), problem.fields)
            }
            visit.house.mail.nudge()
            return visit.go(
                to: Route.ownApplication.link(reference), done: visit.w("page.withdrawn"))
        },
        Page(.post, .answerQuestion, for: .signedIn) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let report = try await visit.own()
            guard let number = Int64(visit.path("question")) else {
                throw ApplicantQuestionProblem.unknown(id: visit.path("question"))
            }
            let answer = visit.fields.raw("answer-\(number)")
            do {
                try await visit.write {
                    try $0.answerQuestion(
                        ApplicantQuestionID(number), of: reference, answer, as: principal)
                }
            } catch let problem as InvalidInput {
                let fields = problem.fields.map {
                    FieldProblem("answer-\(number)", $0.code, $0.arguments)
                }
                return visit.wrong(visit.ownPage(report, problems: fields), fields)
            }
            return visit.go(
                to: Route.ownApplication.link(reference), done: visit.w("page.answered"))
        },
    ]
}

extension Visit {
    func own() async throws -> OwnApplication {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.ownApplication(reference, as: principal) }
    }

    fileprivate func ownPage(
        _ report: OwnApplication, problems: [FieldProblem] = []
    ) -> PageView {
        let summary = report.detail.summary
        let reference = "\(summary.reference)"
        let timetable = report.round.plan.timetable
        var view = PageView(summary.title.isEmpty ? reference : summary.title)
        view.caption = w("page.application-of", ["reference": reference])
        view.back = PageLink(w("page.home"), Route.home.link())
        view.place = Route.ownApplication.link(reference)
        view.blocks = [
            .summary(
                [
                    Block.SummaryRow(
                        key: w("page.how-it-stands"),
                        lines: [
                            w(
                                report.isDecisionPublic
                                    ? "page.own-decided" : "told.\(report.outcome.rawValue)")
                        ]),
                    Block.SummaryRow(key: w("page.group"), lines: [summary.organisation]),
                    Block.SummaryRow(
                        key: w("page.requested"), lines: [summary.requested?.words ?? ""]),
                    Block.SummaryRow(
                        key: w("page.sent-at"), lines: [words.words(summary.submittedAt)]),
                ]
                    + (report.award.map {
                        [Block.SummaryRow(key: w("page.award"), lines: [$0.words])]
                    } ?? [])
                    + ([.submitted, .eligible].contains(report.status)
                        && !report.isDecisionPublic
                        ? [
                            Block.SummaryRow(
                                key: w("page.date-decision"),
                                lines: [words.words(timetable.decision)])
                        ] : []))
        ]
        view.blocks +=
            report.isDecisionPublic
            ? [
                .paragraph(w("page.own-decided-next")),
                .linkLine(
                    PageLink(w("page.decisions"), Route.decision.link(report.round.key))),
            ] : [.paragraph(w("told-next.\(report.outcome.rawValue)"))]
        view.blocks += fileLinks(report.detail.answers.map(\.value))
        view.blocks += ownPayments(report)
        view.blocks += ownReturns(report)
        view.blocks += report.questions.flatMap { question(report, $0, problems) }
        view.blocks += (report.appeals ?? []).flatMap(ownAppeal)
        view.blocks.append(
            .links(
                [PageLink(w("page.copy-to-keep"), Route.copyToKeep.link(reference))]
                    + ([.awarded, .declined].contains(report.status)
                        ? [
                            PageLink(
                                w("page.explanation"), Route.ownExplanation.link(reference))
                        ] : [])
                    + (report.hasOffer
                        ? [PageLink(w("page.own-agreement"), Route.ownAgreement.link(reference))]
                        : [])
                    + (report.hasSurvey
                        ? [PageLink(w("page.own-survey"), Route.ownSurvey.link(reference))] : [])
                    + (report.ownDraft.map {
                        [PageLink(w("page.people"), Route.draftPeople.link("\($0.rawValue)"))]
                    } ?? [])
                    + (report.takesBankDetails
                        ? [PageLink(w("page.own-bank"), Route.ownBank.link(reference))] : [])
                    + (report.appeals == nil
                        ? [] : [PageLink(w("page.own-appeal"), Route.ownAppeal.link(reference))])
                    + (report.canWithdraw
                        ? [PageLink(w("page.withdraw"), Route.withdraw.link(reference))] : [])))
        return view
    }

    /// What the group is asked to tell of its project, and until when.
    private func ownReturns(_ report: OwnApplication) -> [Block] {
        guard !report.returns.isEmpty else { return [] }
        return [
            .heading2(w("page.own-returns"), id: "returns"),
            .bullets(
                report.returns.map {
                    w(
                        $0.isOpen ? "page.return-line-due" : "page.return-line",
                        [
                            "return": title(of: $0), "date": words.words($0.dueOn),
                            "state": w("return-state.\($0.state.rawValue)"),
                        ])
                }),
            .linkLine(
                PageLink(
                    w("page.own-returns-open"),
                    Route.ownReturns.link("\(report.detail.summary.reference)"))),
        ]
    }

    private func question(
        _ report: OwnApplication, _ question: ApplicantQuestion, _ problems: [FieldProblem]
    ) -> [Block] {
        let name = "answer-\(question.id.rawValue)"
        var blocks: [Block] = [
            .heading2(
                w("page.question-of", ["date": words.words(question.askedAt)]), id: name + "-q"),
            .answer(question.text),
        ]
        if let answer = question.answer {
            blocks += [
                .heading3(
                    w(
                        "page.answer-of",
                        ["date": question.answeredAt.map { words.words($0) } ?? ""])),
                .answer(answer),
            ]
        } else if report.status != .withdrawn {
            blocks.append(
                form(
                    Route.answerQuestion.link(
                        "\(report.detail.summary.reference)", "\(question.id.rawValue)"),
                    [
                        longField(
                            name, w("page.your-answer"), value: fields.raw(name), rows: 6, problems)
                    ], w("page.send-answer")))
        }
        return blocks
    }

    fileprivate func withdrawPage(
        _ report: OwnApplication, problems: [FieldProblem] = []
    ) -> PageView {
        let reference = "\(report.detail.summary.reference)"
        var view = PageView(w("page.withdraw"))
        view.caption = w("page.application-of", ["reference": reference])
        view.back = PageLink(w("page.back"), Route.ownApplication.link(reference))
        guard report.canWithdraw else {
            view.blocks = [
                .paragraph(
                    report.isStarter
                        ? w("page.withdraw-too-late")
                        : words.onPage(FieldProblem("", "draft-starters-only")))
            ]
            return view
        }
        view.blocks = [
            .warning(w("page.withdraw-text"), label: w("page.warning")),
            .form(
                Block.Form(
                    action: Route.withdraw.link(reference), csrf: csrf,
                    fields: [
                        longField(
                            "reason", w("page.optional", ["title": w("page.withdraw-reason")]),
                            value: fields.raw("reason"), rows: 3, problems)
                    ], buttons: [.init(text: w("page.withdraw-yes"), isWarning: true)],
                    cancel: PageLink(
                        w("page.withdraw-no"), Route.ownApplication.link(reference)))),
        ]
        return view
    }

    /// Everything that a group sent, as the form asked for it.
    func answerRows(_ detail: ApplicationDetail, _ form: Form) -> [(
        section: String, rows: [(String, [String])]
    )] {
        let values = detail.answersByField
        func rows(_ questions: [Question]) -> [(String, [String])] {
            questions.compactMap { question in
                guard let value = values[question.place] else { return nil }
                // Left open, the least is all: that is no answer of theirs.
                let lines =
                    question.fills == .minimumPence && detail.summary.needsAll
                    ? [w("page.all-of-it")] : words.lines(value, to: question)
                return lines.isEmpty ? nil : (words.title(of: question), lines)
            }
        }
        guard form.sections.isEmpty else {
            return form.sections.map { section in
                let keys = section.pages.flatMap { $0 }
                return (
                    words.title(of: section),
                    rows(form.questions.filter { keys.contains($0.key) })
                )
            }.filter { !$0.rows.isEmpty }
        }
        let summary = detail.summary
        let standard: [(String, String?)] = [
            ("page.group", summary.organisation), ("page.project", summary.title),
            ("page.summary", detail.summaryText), ("page.requested", summary.requested?.words),
            ("page.minimum", summary.minimum.map { _ in minimum(summary) }),
        ]
        return [
            (
                w("page.application"),
                standard.compactMap { key, value in value.map { (w(key), [$0]) } }
                    + rows(form.questions)
            )
        ]
    }

    fileprivate func copy(_ report: OwnApplication) -> [Block] {
        let summary = report.detail.summary
        let head: [Block] = [
            .summary([
                Block.SummaryRow(key: w("page.reference"), lines: ["\(summary.reference)"]),
                Block.SummaryRow(
                    key: w("page.sent-at"), lines: [words.words(summary.submittedAt)]),
            ])
        ]
        let sections = answerRows(report.detail, report.form).flatMap {
            section -> [Block] in
            [
                .heading2(section.section),
                .summary(section.rows.map { Block.SummaryRow(key: $0.0, lines: $0.1) }),
            ]
        }
        let questions = report.questions.map {
            Block.SummaryRow(key: $0.text, lines: [$0.answer ?? w("page.not-provided")])
        }
        return head + sections
            + (questions.isEmpty
                ? [] : [.heading2(w("page.questions-and-answers")), .summary(questions)])
    }

    fileprivate func text(_ report: OwnApplication) -> String {
        let summary = report.detail.summary
        var text = "\(house.fund.name)\n\(w("page.reference")): \(summary.reference)\n"
        text += "\(w("page.sent-at")): \(words.words(summary.submittedAt))\n"
        for section in answerRows(report.detail, report.form) {
            text += "\n\n\(section.section.uppercased())\n"
            for (title, lines) in section.rows {
                text += "\n\(title)\n" + Self.indented(lines)
            }
        }
        for question in report.questions {
            text +=
                "\n\n\(question.text)\n"
                + Self.indented([question.answer ?? w("page.not-provided")])
        }
        return text
    }

    private static func indented(_ lines: [String]) -> String {
        lines.flatMap { $0.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) }
            .map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
    }
}
