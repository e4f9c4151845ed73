import Applications
import Assessment
import Correspondence
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    private static let officers = Audience.roles([.officer])

    static let applicationPages = [
        Page(.get, .workApplication, for: .roles([.officer, .decisionMaker, .auditor])) { visit in
            visit.page(visit.casePage(try await visit.caseFile()))
        },
        Page(.post, .workCheck, for: officers) { visit in try await visit.check() },
        Page(.post, .workNote, for: officers) { visit in
            let (reference, text) = (visit.path("reference"), visit.fields.raw("note"))
            return try await visit.changingOnce("page.noted", as: "note") {
                try $0.noteApplication(reference, text, as: $1)
            }
        },
        Page(.post, .workAsk, for: officers) { visit in
            let (reference, text) = (visit.path("reference"), visit.fields.raw("question"))
            let response = try await visit.changingOnce("page.asked", as: "question") {
                _ = try $0.askApplicant(reference, text, as: $1)
            }
            visit.house.mail.nudge()
            return response
        },
        Page(.post, .workContact, for: officers) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let (name, email, language) = (
                visit.fields["name"], visit.fields["email"], visit.fields["language"]
            )
            return try await visit.changing("page.contact-changed", as: "email") {
                try $0.changeContact(
                    of: reference, email: email.isEmpty ? nil : email,
                    name: name.isEmpty ? nil : name,
                    language: language.isEmpty ? nil : language, as: principal)
            }
        },
        Page(.post, .workFeedback, for: officers) { visit in
            let (reference, principal, text) = (
                visit.path("reference"), try visit.principal, visit.fields.raw("feedback")
            )
            return try await visit.changing("page.feedback-saved", as: "feedback") {
                try $0.releaseFeedback(text, to: reference, as: principal)
            }
        },
    ]
}

extension Visit {
    private var here: String { Route.workApplication.link(round, path("reference")) }

    fileprivate func caseFile() async throws -> CaseFile {
        let (key, reference, principal) = (round, path("reference"), try principal)
        return try await read { try $0.caseFile(reference, of: key, as: principal) }
    }

    /// Does something about the application and shows it again; what is wrong stands at the field.
    fileprivate func changing(
        _ done: String, as field: String,
        _ work: @escaping @Sendable (Workflows) throws -> Void
    ) async throws -> Response {
        try await showing(done, field) { try await write(work) }
    }

    /// As `changing`, for what pressing a button twice must not do twice.
    fileprivate func changingOnce(
        _ done: String, as field: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        try await showing(done, field) {
            // Where two such forms stand on one page, each has its own mark.
            _ = try await once(work) { .null }
        }
    }

    private func showing(
        _ done: String, _ field: String, _ work: () async throws -> Void
    ) async throws -> Response {
        do {
            try await work()
        } catch let problem as InvalidInput {
            let fields = problem.fields.map { FieldProblem(field, $0.code, $0.arguments) }
            return wrong(casePage(try await caseFile(), problems: fields), fields)
        } catch CorrespondenceProblem.feedbackEmpty {
            let problem = FieldProblem(field, "missing")
            return wrong(casePage(try await caseFile(), problems: [problem]), [problem])
        }
        return go(to: here, done: w(done))
    }

    fileprivate func check() async throws -> Response {
        let (reference, principal) = (path("reference"), try principal)
        let reason = fields["reason"]
        let verdict: EligibilityVerdict
        var problems: [FieldProblem] = []
        switch fields["verdict"] {
        case "eligible": verdict = .eligible
        case "ineligible":
            verdict = .ineligible(reason: reason)
            if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        default:
            verdict = .eligible
            problems.append(FieldProblem("verdict", "choose-one"))
        }
        if reason.unicodeScalars.count > 5000 {
            problems.append(FieldProblem("reason", "too-long", ["maximum": "5000"]))
        }
        guard problems.isEmpty else {
            return wrong(casePage(try await caseFile(), problems: problems), problems)
        }
        return try await changing("page.checked", as: "verdict") {
            _ = try $0.checkApplication(reference, verdict, as: principal)
        }
    }

    // MARK: The page

    fileprivate func casePage(_ file: CaseFile, problems: [FieldProblem] = []) -> PageView {
        let summary = file.detail.summary
        var view = PageView(summary.title.isEmpty ? "\(summary.reference)" : summary.title)
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.applications"), Route.workApplications.link(round))
        view.place = here
        view.blocks = [.summary(headRows(file))]
        view.blocks += findings(file)
        if has(.officer) { view.blocks += checkForm(file, problems) }
        view.blocks += [.heading2(w("page.what-they-wrote"))]
        for section in answerRows(file.detail, file.form) {
            view.blocks += [
                .heading3(section.section),
                .summary(section.rows.map { Block.SummaryRow(key: $0.0, lines: $0.1) }),
            ]
        }
        view.blocks += conversation(file, problems) + notes(file, problems)
        if has(.officer) { view.blocks += contactForm(file, problems) }
        view.blocks += interests(file) + letters(file, problems)
        view.blocks.append(.heading2(w("page.history")))
        view.blocks.append(historyTable(file.history, withSubject: false))
        return view
    }

    private func headRows(_ file: CaseFile) -> [Block.SummaryRow] {
        let (detail, summary) = (file.detail, file.detail.summary)
        var rows: [(String, [String])] = [
            ("page.status", [w("status.\(summary.status.rawValue)")]),
            ("page.group", [summary.organisation]),
            ("page.registration", [detail.registrationNumber ?? w("page.not-provided")]),
            ("page.requested", [summary.requested?.words ?? w("page.not-provided")]),
            ("page.minimum", [summary.minimum?.words ?? w("page.not-provided")]),
            ("page.sent-at", [words.words(summary.submittedAt)]),
            (
                "page.contact",
                [
                    detail.contact?.name ?? w("page.not-provided"),
                    detail.contact?.email ?? w("page.by-post"),
                ]
            ),
        ]
        if let assistedBy = file.assistedBy {
            rows.append(
                (
                    "page.typed-by",
                    [
                        w("page.typed-\(assistedBy.rawValue)"),
                        file.writers.compactMap { file.emails[$0] }.joined(separator: ", "),
                    ]
                ))
        }
        if let reason = detail.lateReason { rows.append(("page.late-reason", [reason])) }
        if let withdrawal = file.withdrawal {
            rows.append(
                (
                    "page.withdrawn-on",
                    [words.words(withdrawal.at), withdrawal.reason ?? w("page.no-reason")]
                ))
        }
        return rows.map { Block.SummaryRow(key: w($0.0), lines: $0.1) }
    }

    private func findings(_ file: CaseFile) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.findings"))]
        if file.detail.findings.isEmpty { blocks.append(.paragraph(w("page.findings-none"))) }
        if !file.detail.findings.isEmpty {
            blocks.append(
                .table(
                    Table(
                        id: "findings", caption: w("page.findings-caption"),
                        columns: [
                            .init(w("page.finding")), .init(w("page.weight-of-finding")),
                            .init(w("page.how-it-stands")),
                        ],
                        rows: file.detail.findings.map {
                            [
                                .init(
                                    w("finding.\($0.code.rawValue)", $0.arguments), isHeader: true),
                                .init(w($0.isBlocking ? "page.blocking" : "page.for-information")),
                                .init(
                                    $0.resolvedAt.map {
                                        w("page.settled-on", ["date": words.words($0)])
                                    } ?? w("page.open-finding"), isTag: $0.resolvedAt == nil),
                            ]
                        }, emptyText: "")))
        }
        if !file.detail.checks.isEmpty {
            blocks.append(
                .bullets(
                    file.detail.checks.map {
                        w(
                            $0.isEligible ? "page.check-passed" : "page.check-failed",
                            [
                                "who": file.emails[$0.checkedBy] ?? "",
                                "when": words.words($0.checkedAt), "reason": $0.reason ?? "",
                            ])
                    }))
        }
        return blocks
    }

    private func checkForm(_ file: CaseFile, _ problems: [FieldProblem]) -> [Block] {
        guard file.round.status != .decided,
            [.submitted, .eligible, .ineligible].contains(file.detail.summary.status)
        else { return [] }
        return [
            .heading2(w("page.check")),
            form(
                Route.workCheck.link(round, path("reference")),
                [
                    Field(
                        name: "verdict", label: w("page.check-question"),
                        kind: .radios(
                            ["eligible", "ineligible"].map {
                                .init(
                                    value: $0, label: w("page.check-\($0)"),
                                    isChosen: fields["verdict"] == $0)
                            }), error: problems.first { $0.place == "verdict" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    longField(
                        "reason", w("page.check-reason"), value: fields.raw("reason"), rows: 3,
                        hint: w("page.check-reason-hint"), problems),
                ], w("page.save-check")),
        ]
    }

    private func conversation(_ file: CaseFile, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.questions-and-answers"))]
        for question in file.questions {
            blocks += [
                .heading3(
                    w(
                        "page.asked-by",
                        [
                            "who": file.emails[question.askedBy] ?? "",
                            "when": words.words(question.askedAt),
                        ])), .answer(question.text),
            ]
            if let answer = question.answer {
                blocks += [
                    .hintText(
                        w(
                            "page.answered-by",
                            [
                                "who": question.answeredBy.flatMap { file.emails[$0] } ?? "",
                                "when": question.answeredAt.map { words.words($0) } ?? "",
                            ])), .answer(answer),
                ]
            } else {
                blocks.append(.hintText(w("page.answer-awaited")))
            }
        }
        if file.questions.isEmpty { blocks.append(.paragraph(w("page.questions-none"))) }
        guard has(.officer), file.detail.summary.status != .withdrawn else { return blocks }
        blocks.append(
            .form(
                Block.Form(
                    action: Route.workAsk.link(round, path("reference")), csrf: csrf,
                    hidden: [once],
                    fields: [
                        longField(
                            "question", w("page.ask-group"), value: fields.raw("question"), rows: 4,
                            hint: w("page.ask-group-hint"), problems)
                    ], buttons: [.init(text: w("page.ask"))])))
        return blocks
    }

    private func notes(_ file: CaseFile, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.notes"))]
        for note in file.notes {
            blocks += [
                .hintText(
                    w(
                        "page.note-by",
                        [
                            "who": file.emails[note.writtenBy] ?? "",
                            "when": words.words(note.writtenAt),
                        ])), .answer(note.text),
            ]
        }
        if file.notes.isEmpty { blocks.append(.paragraph(w("page.notes-none"))) }
        guard has(.officer) else { return blocks }
        blocks.append(
            .form(
                Block.Form(
                    action: Route.workNote.link(round, path("reference")), csrf: csrf,
                    hidden: [once],
                    fields: [
                        longField(
                            "note", w("page.new-note"), value: fields.raw("note"), rows: 3,
                            hint: w("page.new-note-hint"), problems)
                    ], buttons: [.init(text: w("page.save-note"))])))
        return blocks
    }

    private func interests(_ file: CaseFile) -> [Block] {
        guard !file.interests.isEmpty else { return [] }
        return [
            .table(
                Table(
                    id: "interests", caption: w("page.interests-caption"),
                    columns: [
                        .init(w("page.panel-member")), .init(w("page.what-they-said")),
                        .init(w("page.when")),
                    ],
                    rows: file.interests.map { member, interest in
                        [
                            .init(file.emails[member] ?? "", isHeader: true),
                            .init(interest.detail ?? w("page.interest-no")),
                            .init(words.words(interest.declaredAt)),
                        ]
                    }, emptyText: ""))
        ]
    }

    private func contactForm(_ file: CaseFile, _ problems: [FieldProblem]) -> [Block] {
        [
            .heading2(w("page.contact")),
            form(
                Route.workContact.link(round, path("reference")),
                [
                    Field(
                        name: "name", label: w("page.contact-name"),
                        kind: .input(
                            value: fields.has("name")
                                ? fields.raw("name") : file.detail.contact?.name ?? "")),
                    Field(
                        name: "email", label: w("page.email"),
                        kind: .input(
                            value: fields.has("email")
                                ? fields.raw("email") : file.detail.contact?.email ?? "",
                            type: "email", isLTR: true),
                        error: problems.first { $0.place == "email" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix")),
                    languageField(file.detail.contact?.language ?? "en"),
                ], w("page.save-contact")),
        ]
    }

    private func letters(_ file: CaseFile, _ problems: [FieldProblem]) -> [Block] {
        var blocks: [Block] = [
            .heading2(w("page.letters")),
            .table(
                Table(
                    id: "letters", caption: w("page.letters-caption"),
                    columns: [.init(w("page.letter")), .init(w("page.how-it-stands"))],
                    rows: file.letters.map {
                        [
                            .init(
                                w("letter.\($0.kind.rawValue)"),
                                link: Route.workLetter.link(round, path("reference")),
                                isHeader: true),
                            .init(w("letter-status.\($0.status.rawValue)"), isTag: true),
                        ]
                    }, emptyText: w("page.letters-none"))),
        ]
        let isDecided = [.awarded, .declined].contains(file.detail.summary.status)
        guard has(.officer), isDecided,
            !file.letters.contains(where: { $0.kind.tellsDecision && $0.status != .queued })
        else { return blocks }
        blocks.append(
            form(
                Route.workFeedback.link(round, path("reference")),
                [
                    longField(
                        "feedback", w("page.feedback"),
                        value: fields.has("feedback")
                            ? fields.raw("feedback") : file.feedback ?? "", rows: 4,
                        hint: w("page.feedback-hint"), problems)
                ], w("page.save-feedback")))
        return blocks
    }
}
