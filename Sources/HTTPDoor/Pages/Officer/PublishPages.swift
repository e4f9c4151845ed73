import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// What would be published of a round, and the words by which each of its awards is.
extension Page {
    private static let publishReaders = Audience.roles([.officer, .decisionMaker, .auditor])

    static let publishPages = [
        Page(.get, .workOpenData, for: publishReaders) { visit in
            visit.page(try await visit.publishCheck())
        },
        Page(.get, .workPublicWords, for: publishReaders) { visit in
            visit.page(try await visit.publicWordsPage())
        },
        Page(.post, .workPublicWords, for: .roles([.officer])) { visit in
            try await visit.writePublicWords()
        },
    ]
}

/// What the page of a check shows.
private struct PublishCheckShown: Sendable {
    static let greatestCount = 200

    let round: Round
    let summary: PublishSummary
    /// What must be put right first, then advice; the first of each.
    let findings: [PublishFinding]
}

extension Visit {
    fileprivate func publishCheck() async throws -> PageView {
        let (key, principal, rules) = (round, try principal, house.publishing)
        guard let rules else {
            var view = staffView("page.publish-check", try await read { try $0.round(key) })
            view.blocks = [.inset(w("page.open-data-unset"))]
            return view
        }
        let reports = house.reports
        let shown = try await house.threads.readSlowly {
            var (errors, advice): ([PublishFinding], [PublishFinding]) = ([], [])
            let summary = try reports.checkPublished(
                PublishedScope(round: key), rules, as: principal
            ) { finding in
                if finding.weight == .error {
                    if errors.count < PublishCheckShown.greatestCount { errors.append(finding) }
                } else if advice.count < PublishCheckShown.greatestCount {
                    advice.append(finding)
                }
            }
            let found = (errors + advice).prefix(PublishCheckShown.greatestCount)
            return PublishCheckShown(
                round: try reports.round(key), summary: summary, findings: Array(found))
        }
        return publishCheck(shown)
    }

    private func publishCheck(_ shown: PublishCheckShown) -> PageView {
        let summary = shown.summary
        var view = staffView("page.publish-check", shown.round)
        view.place = Route.workOpenData.link(round)
        view.blocks = [
            .paragraph(w("page.publish-check-text")),
            .inset(
                w(
                    "page.publish-check-counts",
                    [
                        "awards": "\(summary.awardCount)", "errors": "\(summary.errorCount)",
                        "advice": "\(summary.adviceCount)",
                    ])),
        ]
        if summary.errorCount + summary.adviceCount > shown.findings.count {
            view.blocks.append(
                .hintText(w("page.publish-check-first", ["count": "\(shown.findings.count)"])))
        }
        view.blocks += [
            .table(
                Table(
                    id: "findings", caption: w("page.publish-found"),
                    columns: [
                        .init(w("page.reference")), .init(w("publish-weight.title")),
                        .init(w("page.publish-field")), .init(w("page.publish-wrong")),
                        .init(w("page.publish-remedy")),
                    ],
                    rows: shown.findings.map { finding in
                        [
                            finding.reference.isEmpty
                                ? .init(w("page.publish-all-awards"), isHeader: true)
                                : .init(
                                    finding.reference,
                                    link: Route.workPublicWords.link(round, finding.reference),
                                    isHeader: true),
                            .init(w("publish-weight.\(finding.weight.rawValue)"), isTag: true),
                            .init(w("publish-field.\(finding.field)")),
                            .init(words.onPage(finding.problem)),
                            .init(w("publish-remedy.\(finding.remedy.rawValue)")),
                        ]
                    }, emptyText: w("page.publish-check-none"))),
            .linkLine(PageLink(w("page.open-data"), Route.openData.link())),
        ]
        return view
    }

    fileprivate func publicWordsPage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let (reference, principal) = (path("reference"), try principal)
        let report = try await read { try $0.publicWords(of: reference, as: principal) }
        guard report.round == round else { throw ReturnProblem.noAward(reference: reference) }
        var view = PageView(w("page.public-words", ["reference": report.reference]))
        view.back = PageLink(w("page.publish-check"), Route.workOpenData.link(round))
        view.place = Route.workPublicWords.link(round, report.reference)
        view.blocks = [
            .paragraph(w("page.public-words-text")), .heading2(w("page.public-words-group")),
            .summary([
                Block.SummaryRow(key: w("page.public-words-title"), lines: [report.title]),
                Block.SummaryRow(key: w("page.public-words-summary"), lines: [report.summary]),
                Block.SummaryRow(key: w("page.public-words-name"), lines: [report.organisation]),
            ]),
        ]
        if !report.written.isEmpty {
            view.blocks.append(.heading2(w("page.public-words-before")))
        }
        for written in report.written {
            view.blocks += [
                .heading3(
                    w(
                        "page.public-words-number",
                        [
                            "number": "\(written.number)",
                            "date": words.words(LondonTime.date(written.at)),
                        ])), .summary(rows(written, report)),
            ]
        }
        guard has(.officer) else { return view }
        view.blocks += [.heading2(w("page.public-words-write")), wordsForm(report, problems)]
        return view
    }

    private func rows(
        _ written: PublicWords, _ report: PublicWordsReport
    ) -> [Block.SummaryRow] {
        let lines: [(key: String, text: String?)] = [
            ("page.public-words-title", written.title),
            ("page.public-words-summary", written.summary),
            ("page.public-words-name", written.name),
            (
                "page.public-words-recipient",
                written.recipient.map { w("recipient-kind.\($0.rawValue)") }
            ),
            ("page.public-words-reason", written.reason),
            ("page.public-words-by", report.emails[written.by]),
        ]
        return lines.compactMap { line in
            line.text.map { Block.SummaryRow(key: w(line.key), lines: [$0]) }
        }
    }

    private func wordsForm(_ report: PublicWordsReport, _ problems: [FieldProblem]) -> Block {
        let last = report.written.first
        func optional(_ key: String) -> String { w("page.optional", ["title": w(key)]) }
        func value(_ name: String, _ preset: String?) -> String {
            fields.has(name) ? fields.raw(name) : preset ?? ""
        }
        return .form(
            Block.Form(
                action: Route.workPublicWords.link(round, report.reference), csrf: csrf,
                hidden: [("seen", "\(report.last)")],
                fields: [
                    line(
                        "title", optional("page.public-words-title"), preset: last?.title ?? "",
                        problems),
                    longField(
                        "summary", optional("page.public-words-summary"),
                        value: value("summary", last?.summary), rows: 4, problems),
                    line(
                        "name", optional("page.public-words-name"), preset: last?.name ?? "",
                        problems),
                    tick(
                        "ownWords", w("page.public-words-own"), w("page.public-words-own-yes"),
                        problems), recipientField(last?.recipient, problems),
                    longField(
                        "reason", w("page.public-words-reason"), value: value("reason", nil),
                        rows: 3, problems),
                ], buttons: [.init(text: w("page.public-words-save"))]))
    }

    /// What is said stays until something else is; nobody need say anything.
    private func recipientField(_ said: RecipientKind?, _ problems: [FieldProblem]) -> Field {
        let chosen = fields.has("recipient") ? fields["recipient"] : said?.rawValue ?? ""
        let unsaid: [Field.Option] =
            said == nil
            ? [.init(value: "", label: w("page.public-words-as-named"), isChosen: chosen.isEmpty)]
            : []
        return Field(
            name: "recipient", label: w("page.public-words-recipient"),
            kind: .radios(
                unsaid
                    + RecipientKind.allCases.map {
                        Field.Option(
                            value: $0.rawValue, label: w("recipient-kind.\($0.rawValue)"),
                            isChosen: chosen == $0.rawValue)
                    }), hint: w("page.public-words-recipient-hint"),
            error: problems.first { $0.place == "recipient" }.map(words.onPage),
            errorPrefix: w("page.error-prefix"))
    }

    fileprivate func writePublicWords() async throws -> Response {
        let (key, reference, seen) = (round, path("reference"), Int64(fields["seen"]))
        func written(_ name: String) -> String? {
            let text = fields.raw(name)
            return text.trimmed.isEmpty ? nil : text
        }
        let said = PublicWordsSaid(
            title: written("title"), summary: written("summary"), name: written("name"),
            reason: fields.raw("reason"), ownWords: fields["ownWords"] == "yes",
            recipient: RecipientKind(rawValue: fields["recipient"]))
        return try await act(
            { try await publicWordsPage($0) }, then: Route.workOpenData.link(key),
            done: "page.public-words-saved", problemField: "reason"
        ) { workflows, principal in
            try workflows.describeAward(reference, said, seen: seen, as: principal)
            return [:]
        }
    }
}
