import Applications
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    /// From the answers that are checked once more to the application that is sent.
    static let sendingPages = [
        Page(.get, .draftCheck, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            return visit.page(visit.checkPage(report))
        },
        Page(.get, .draftEquality, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            guard let form = report.equality else {
                return visit.go(to: Route.draftSend.link(visit.path("draft")))
            }
            return visit.page(visit.equalityPage(report, form))
        },
        Page(.post, .draftEquality, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            let (id, principal, fields) = (try visit.draftID, try visit.principal, visit.fields)
            let values = Dictionary(
                uniqueKeysWithValues: (report.equality?.questions ?? []).map {
                    ($0.key, fields.all($0.key))
                })
            try await visit.write { try $0.saveEquality(values, of: id, as: principal) }
            return visit.go(to: Route.draftSend.link(visit.path("draft")))
        },
        Page(.get, .draftSend, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            return visit.page(visit.sendPage(report))
        },
        Page(.post, .draftSend, for: .signedIn) { visit in try await visit.send() },
        Page(.get, .sent, for: .signedIn) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let report = try await visit.read { try $0.ownApplication(reference, as: principal) }
            return visit.page(visit.sentPage(report))
        },
    ]
}

extension Visit {
    fileprivate func checkPage(_ report: DraftReport) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        var view = PageView(w("page.check-answers"))
        view.caption = roundTitle(report)
        view.back = backToTasks(report)
        for section in report.form.sections {
            let pages = report.pages(of: section)
            guard !pages.isEmpty else { continue }
            view.blocks += [
                .heading2(words.title(of: section)),
                .summary(
                    pages.flatMap { page in
                        page.questions.map { question in
                            let lines = words.lines(
                                report.draft.answers[question.key]?.value, to: question)
                            return Block.SummaryRow(
                                key: words.title(of: question),
                                lines: lines.isEmpty ? [w("page.not-provided")] : lines,
                                links: [
                                    (
                                        text: w("page.change"), hidden: words.title(of: question),
                                        link: Route.draftQuestion.link(id, page.key)
                                            + "?from=check"
                                    )
                                ])
                        }
                    }),
            ]
        }
        view.blocks.append(
            .button(
                PageLink(
                    w("page.continue"),
                    report.equality == nil
                        ? Route.draftSend.link(id) : Route.draftEquality.link(id))))
        return view
    }

    fileprivate func equalityPage(_ report: DraftReport, _ form: EqualityForm) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        var view = PageView(w("page.equality"))
        view.caption = roundTitle(report)
        view.back = PageLink(w("page.back"), Route.draftCheck.link(id))
        view.blocks = [
            .paragraph(words.translation("equality.intro") ?? form.intro),
            .bullets(
                [w("page.equality-optional"), w("page.equality-apart")]
                    + (report.draft.hasEqualityAnswers ? [w("page.equality-answered")] : [])),
            .form(
                Block.Form(
                    action: Route.draftEquality.link(id), csrf: csrf,
                    fields: form.questions.map { question in
                        let options =
                            question.options.map {
                                Field.Option(
                                    value: $0.key,
                                    label: words.translation(
                                        "equality.\(question.key).options.\($0.key)") ?? $0.title)
                            } + [
                                Field.Option(
                                    value: EqualityForm.preferNotToSay,
                                    label: w("page.prefer-not-to-say"))
                            ]
                        return Field(
                            name: question.key,
                            label: words.translation("equality.\(question.key).title")
                                ?? question.title,
                            kind: question.isMany ? .checkboxes(options) : .radios(options))
                    },
                    buttons: [.init(text: w("page.continue"))],
                    cancel: PageLink(w("page.skip-these"), Route.draftSend.link(id)))),
        ]
        return view
    }

    fileprivate func sendPage(
        _ report: DraftReport, problems: [FieldProblem] = []
    ) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        var view = PageView(w("page.send-title"))
        view.caption = roundTitle(report)
        view.back = PageLink(w("page.back"), Route.draftCheck.link(id))
        var fields: [Field] = []
        if report.draft.assistedBy != nil {
            fields.append(languageField(self.fields["language"]))
        }
        if report.draft.assistedBy != nil, !report.takesApplications {
            fields.append(
                longField(
                    "late", w("page.late-reason"), value: self.fields.raw("late"), rows: 3,
                    hint: w("page.late-reason-hint"), problems))
        }
        view.blocks = [
            .paragraph(w("page.send-text")), .paragraph(w("page.send-true")),
            form(Route.draftSend.link(id), fields, w("page.send")),
        ]
        return view
    }

    /// The language that a group is written to in.
    func languageField(_ chosen: String) -> Field {
        Field(
            name: "language", label: w("page.letters-language"),
            kind: .select(
                house.languages.map {
                    .init(
                        value: $0.language, label: $0.name, isChosen: $0.language == chosen)
                }))
    }

    fileprivate func send() async throws -> Response {
        let report = try await draft()
        if let sent = try await sent(report) { return sent }
        let (id, principal) = (try draftID, try principal)
        // An officer reads the pages in their own language, and says which is the group's.
        let chosen = house.languages.first { $0.language == fields["language"] }
        let language =
            (report.draft.assistedBy == nil ? words : chosen ?? house.languages[0]).language
        var late: String?
        if report.draft.assistedBy != nil, !report.takesApplications {
            let reason = fields["late"]
            guard !reason.isEmpty else {
                let problem = FieldProblem("late", "missing")
                return wrong(sendPage(report, problems: [problem]), [problem])
            }
            late = reason
        }
        do {
            let reason = late
            let added = try await write {
                try $0.sendDraft(id, language: language, late: reason, as: principal)
            }
            house.mail.nudge()
            return go(to: Route.sent.link("\(added.reference)"))
        } catch DraftProblem.unfinished(let problems) {
            var view = PageView(w("page.not-ready"))
            view.caption = roundTitle(report)
            view.back = backToTasks(report)
            view.blocks = [
                .paragraph(w("page.not-ready-text")),
                .links(
                    problems.compactMap { problem in
                        guard let question = report.form.question(problem.place),
                            let page = report.form.sections.flatMap(\.pages).first(where: {
                                $0.contains(question.key)
                            })?.first
                        else { return nil }
                        return PageLink(
                            "\(words.title(of: question)) – \(words.onPage(problem))",
                            Route.draftQuestion.link("\(id.rawValue)", page) + "?from=check")
                    }),
            ]
            return page(view, status: .unprocessableContent)
        }
    }

    fileprivate func sentPage(_ report: OwnApplication) -> PageView {
        let summary = report.detail.summary
        let reference = "\(summary.reference)"
        let timetable = report.round.plan.timetable
        var view = PageView(w("page.sent-title"))
        view.hasOwnHeading = true
        view.blocks = [
            .panel(w("page.sent-title"), [w("page.your-reference"), reference]),
            .paragraph(
                report.detail.contact?.email.map { w("page.sent-email", ["email": $0]) }
                    ?? w("page.sent-post")), .heading2(w("page.what-next")),
            .numbers([
                w("page.next-checks", ["date": words.words(timetable.checksDone)]),
                w("page.next-panel", ["date": words.words(timetable.panelMeets)]),
                w("page.next-decision", ["date": words.words(timetable.decision)]),
                w("page.next-letters", ["date": words.words(timetable.lettersSent)]),
            ]), .paragraph(w("page.sent-question")),
            .links([
                PageLink(w("page.see-application"), Route.ownApplication.link(reference)),
                PageLink(w("page.copy-to-keep"), Route.copyToKeep.link(reference)),
            ]),
        ]
        return view
    }
}
