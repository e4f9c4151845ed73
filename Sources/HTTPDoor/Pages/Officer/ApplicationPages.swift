import Applications
import Assessment
import Awards
import Correspondence
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds

extension Page {
    static let applicationPages =
        [
            Page(.get, .workApplication, for: .roles([.officer, .decisionMaker, .auditor])) {
                visit in
                visit.page(visit.casePage(try await visit.caseFile()))
            }
        ] + caseForms
}

extension Visit {
    var casePlace: String { Route.workApplication.link(round, path("reference")) }

    func caseFile() async throws -> CaseFile {
        let (key, reference, principal) = (round, path("reference"), try principal)
        return try await read { try $0.caseFile(reference, of: key, as: principal) }
    }

    fileprivate func casePage(_ file: CaseFile) -> PageView {
        let summary = file.detail.summary
        var view = PageView(summary.title.isEmpty ? "\(summary.reference)" : summary.title)
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.applications"), Route.workApplications.link(round))
        view.blocks = [.summary(headRows(file))]
        view.blocks += findings(file)
        view.blocks += button(to: .check, "page.check", file)
        view.blocks += [.heading2(w("page.what-they-wrote"))]
        for section in answerRows(file.detail, file.form) {
            view.blocks += [
                .heading3(section.section),
                .summary(section.rows.map { Block.SummaryRow(key: $0.0, lines: $0.1) }),
            ]
        }
        view.blocks += fileLinks(file.detail.answers.map(\.value))
        if [.closed, .decided].contains(file.round.status),
            [.eligible, .awarded, .declined].contains(summary.status)
        {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.explanation"),
                        Route.workExplanation.link(round, path("reference")))))
        }
        if summary.listed != nil {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.reserve"), Route.workListed.link(round, path("reference")))))
        }
        if file.award != nil {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.thread"), Route.workThread.link(round, path("reference")))))
        }
        if file.hasAgreement {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.agreement-of", ["reference": "\(summary.reference)"]),
                        Route.workAgreement.link(round, path("reference")))))
        }
        view.blocks += ownInterestLink("\(summary.reference)")
        view.blocks += conversation(file) + notes(file) + interests(file) + letters(file)
        view.blocks += appeals(file)
        view.blocks += button(to: .takeBack, "page.take-back", file)
        view.blocks.append(.heading2(w("page.history")))
        view.blocks.append(historyTable(file.history, withSubject: false))
        return view
    }

    private func headRows(_ file: CaseFile) -> [Block.SummaryRow] {
        let (detail, summary) = (file.detail, file.detail.summary)
        var rows: [(String, [String])] = [
            ("page.status", [w("status.\(summary.outcome.rawValue)")]),
            ("page.group", [summary.organisation]),
            ("page.registration", [detail.registrationNumber ?? w("page.not-provided")]),
            ("page.requested", [summary.requested?.words ?? w("page.not-provided")]),
            ("page.minimum", [minimum(summary)]),
            (
                "page.award",
                [
                    file.award.map {
                        $0.isWithdrawn
                            ? w("page.award-withdrawn", ["amount": $0.amount.words])
                            : $0.kept.words
                    } ?? ""
                ]
            ),
            ("page.sent-at", [words.words(summary.submittedAt)]),
            (
                "page.contact",
                [
                    detail.contact?.name ?? w("page.not-provided"),
                    detail.contact?.email ?? w("page.by-post"),
                ]
                    + (detail.contact?.address.map { $0.split(separator: "\n").map(String.init) }
                        ?? [])
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
        return rows.filter { $0.1 != [""] }.map { key, lines in
            var row = Block.SummaryRow(key: w(key), lines: lines)
            if key == "page.contact", has(.officer) {
                row.links = [
                    (
                        text: w("page.change"), hidden: w(key),
                        link: Route.workContact.link(round, path("reference"))
                    )
                ]
            }
            return row
        }
    }

    func words(about check: EligibilityCheck, _ file: CaseFile) -> String {
        w(
            check.isEligible ? "page.check-passed" : "page.check-failed",
            [
                "who": file.emails[check.checkedBy] ?? "", "when": words.words(check.checkedAt),
                "reason": check.reason ?? "",
            ])
    }

    /// The least that a group could work with; not said, it is all that it asks for.
    func minimum(_ summary: ApplicationSummary) -> String {
        guard let minimum = summary.minimum else { return w("page.not-provided") }
        return summary.needsAll ? w("page.all-of-it") : minimum.words
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
                    file.detail.checks.map { words(about: $0, file) }))
        }
        return blocks
    }

    /// Leads to what an officer can do about it now.
    func button(to act: CaseAct, _ key: String, _ file: CaseFile) -> [Block] {
        guard has(.officer), act.isOpen(file) else { return [] }
        return [
            .button(
                PageLink(w(key), act.route.link(round, path("reference"))),
                isSecondary: act != .check)
        ]
    }

    private func conversation(_ file: CaseFile) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.questions-and-answers"))]
        for question in file.questions {
            blocks += [
                .heading3(
                    w(
                        "page.asked-by",
                        [
                            "who": file.emails[question.askedBy] ?? "",
                            "date": words.words(LondonTime.date(question.askedAt)),
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
                if has(.officer), CaseAct.answer.isOpen(file) {
                    blocks.append(
                        .linkLine(
                            PageLink(
                                w("page.type-answer"),
                                Route.workAnswer.link(
                                    round, path("reference"), "\(question.id.rawValue)"))))
                }
            }
        }
        if file.questions.isEmpty { blocks.append(.paragraph(w("page.questions-none"))) }
        return blocks + button(to: .ask, "page.ask-group", file)
    }

    private func notes(_ file: CaseFile) -> [Block] {
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
        return blocks + button(to: .note, "page.new-note", file)
    }

    private func interests(_ file: CaseFile) -> [Block] {
        guard !file.interests.isEmpty else { return [] }
        return [
            .table(
                Table(
                    id: "interests", caption: w("page.interests-caption"),
                    columns: [
                        .init(w("page.panel-member")), .init(w("page.interest-holds")),
                        .init(w("page.interest-words")), .init(w("page.interest-said-by")),
                        .init(w("page.when")),
                    ],
                    rows: file.interests.map { member, interest in
                        [
                            .init(file.emails[member] ?? "", isHeader: true),
                            .init(w(interest.hasInterest ? "page.yes" : "page.no")),
                            .init(interest.detail ?? ""),
                            .init(file.emails[interest.saidBy] ?? ""),
                            .init(words.words(interest.declaredAt)),
                        ]
                    }, emptyText: ""))
        ]
    }

    private func letters(_ file: CaseFile) -> [Block] {
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
        if let feedback = file.feedback {
            blocks += [.heading3(w("page.feedback")), .answer(feedback.text)]
        }
        if let conditions = file.conditions {
            blocks += [.heading3(w("page.conditions")), .answer(conditions.text)]
            if let set = file.panelConditions, !conditions.says(set) {
                blocks.append(.inset(w("page.panel-replaced", ["text": words.apart(set)])))
            }
        }
        return blocks + button(to: .feedback, "page.write-feedback", file)
            + button(to: .conditions, "page.write-conditions", file)
            + button(to: .correct, "page.correct-letter", file)
    }
}
