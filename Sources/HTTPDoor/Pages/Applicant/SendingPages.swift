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
                return visit.go(to: visit.sendLink(visit.query["seen"]))
            }
            return visit.page(visit.equalityPage(report, form, seen: visit.query["seen"]))
        },
        Page(.post, .draftEquality, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            let (id, principal, fields) = (try visit.draftID, try visit.principal, visit.fields)
            let values = Dictionary(
                uniqueKeysWithValues: (report.equality?.questions ?? []).map {
                    ($0.key, fields.all($0.key))
                })
            do {
                try await visit.write { try $0.saveEquality(values, of: id, as: principal) }
            } catch let problem as InvalidInput {
                guard let form = report.equality else { throw problem }
                return visit.wrong(
                    visit.equalityPage(
                        report, form, seen: fields["seen"], problems: problem.fields),
                    problem.fields)
            }
            return visit.go(to: visit.sendLink(fields["seen"]))
        },
        Page(.get, .draftSend, for: .signedIn) { visit in
            let report = try await visit.draft()
            if let sent = try await visit.sent(report) { return sent }
            guard report.canBeSent else {
                return visit.go(to: Route.draft.link(visit.path("draft")))
            }
            return visit.page(visit.sendPage(report, seen: visit.query["seen"]))
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
    /// Carries what was checked to where it is sent, so that nobody sends what they have not seen.
    private func seen(_ tag: String) -> String {
        tag.isEmpty ? "" : "?seen=\(tag.percentEncoded)"
    }

    fileprivate func sendLink(_ tag: String) -> String {
        Route.draftSend.link(path("draft")) + seen(tag)
    }

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
        guard report.canBeSent else {
            view.blocks.append(.warning(w("page.too-late-text"), label: w("page.warning")))
            return view
        }
        view.blocks.append(
            .button(
                PageLink(
                    w("page.continue"),
                    (report.equality == nil
                        ? Route.draftSend.link(id) : Route.draftEquality.link(id))
                        + seen(report.draft.tag.description))))
        return view
    }

    fileprivate func equalityPage(
        _ report: DraftReport, _ form: EqualityForm, seen tag: String,
        problems: [FieldProblem] = []
    ) -> PageView {
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
                    action: Route.draftEquality.link(id), csrf: csrf, hidden: [("seen", tag)],
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
                            kind: question.isMany ? .checkboxes(options) : .radios(options),
                            error: problems.first { $0.place == question.key }.map(words.onPage),
                            errorPrefix: w("page.error-prefix"))
                    },
                    buttons: [.init(text: w("page.continue"))],
                    cancel: PageLink(w("page.skip-these"), sendLink(tag)))),
        ]
        return view
    }

    fileprivate func sendPage(
        _ report: DraftReport, seen tag: String, problems: [FieldProblem] = []
    ) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        var view = PageView(w("page.send-title"))
        view.caption = roundTitle(report)
        view.back = PageLink(
            w("page.back"),
            report.equality == nil
                ? Route.draftCheck.link(id) : Route.draftEquality.link(id) + self.seen(tag))
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
        view.blocks = [.paragraph(w("page.send-text")), .paragraph(w("page.send-true"))]
        view.blocks += privacyNotice()
        view.blocks += [
            .form(
                Block.Form(
                    action: Route.draftSend.link(id), csrf: csrf,
                    hidden: [("seen", tag.isEmpty ? report.draft.tag.description : tag)],
                    fields: fields, buttons: [.init(text: w("page.send"))]))
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
                return wrong(
                    sendPage(report, seen: fields["seen"], problems: [problem]), [problem])
            }
            late = reason
        }
        do {
            let (reason, seen) = (late, fields["seen"])
            let added = try await write {
                try $0.sendDraft(
                    id, language: language, late: reason, seen: seen, as: principal)
            }
            house.mail.nudge()
            return go(to: Route.sent.link("\(added.reference)"))
        } catch DraftProblem.changedMeanwhile {
            var view = checkPage(try await draft())
            view.place = Route.draftCheck.link("\(id.rawValue)")
            return wrong(view, [FieldProblem("", "answers-changed")])
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
        if report.assistedBy != nil, has(.officer) { return sentForGroup(report, view) }
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

    /// The officer who typed it in is not the group: they tell it the reference, and go on.
    private func sentForGroup(_ report: OwnApplication, _ view: PageView) -> PageView {
        let reference = "\(report.detail.summary.reference)"
        let key = report.round.key
        var view = view
        view.blocks = [
            .panel(w("page.sent-title"), [w("page.reference"), reference]),
            .paragraph(
                report.detail.contact?.email.map { w("page.typed-receipt", ["email": $0]) }
                    ?? w("page.typed-receipt-post")), .heading2(w("page.what-next")),
            .links([
                PageLink(
                    w("page.see-application"), Route.workApplication.link(key, reference)),
                PageLink(w("page.assist"), Route.workAssist.link(key)),
                PageLink(w("page.overview"), Route.work.link(key)),
            ]),
        ]
        return view
    }
}
