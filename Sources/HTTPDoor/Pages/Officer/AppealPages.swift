import Applications
import Awards
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// Appeals and complaints, for those who took none of the decisions that they are about.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let appealPages = [
        Page(.get, .workAppeals, for: readers) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let (round, rows) = try await visit.read { try $0.appeals(of: key, as: principal) }
            return visit.page(visit.appealList(round, rows))
        },
        Page(.get, .workAppeal, for: readers) { visit in
            visit.page(visit.appealPage(try await visit.appeal()))
        },
        Page(.post, .workAppealReview, for: .roles([.officer, .decisionMaker])) { visit in
            try await visit.reviewAppeal()
        },
        Page(.post, .workAppealDecision, for: .roles([.decisionMaker])) { visit in
            try await visit.decideAppeal()
        },
    ]
}

extension Visit {
    var appealPlace: String { Route.workAppeal.link(round, path("number")) }

    func appeal() async throws -> AppealReport {
        guard let number = Int64(path("number")) else {
            throw AppealProblem.unknown(id: path("number"))
        }
        let principal = try principal
        let report = try await read { try $0.appeal(AppealID(number), as: principal) }
        guard report.round.key == round else { throw AppealProblem.unknown(id: "\(number)") }
        return report
    }

    fileprivate func appealList(_ round: Round, _ rows: [[JSONValue]]) -> PageView {
        var view = staffView("page.appeals", round)
        view.blocks = [
            .paragraph(w("page.appeals-text")),
            .table(
                Table(
                    id: "appeals", caption: w("page.appeals"),
                    columns: [
                        .init(w("page.appeal-kind")),
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.appeal-received")), .init(w("page.how-it-stands")),
                    ],
                    rows: rows.map { row in
                        let row = Listing.appeals.json(row)
                        let id = "\(row["id"]?.int ?? 0)"
                        let outcome = row["outcome"]?.string
                        return [
                            .init(
                                w("page.appeal-kind-\(row["kind"]?.string ?? "")") + " \(id)",
                                link: Route.workAppeal.link(round.key, id), isHeader: true),
                            .init(row["reference"]?.string ?? ""),
                            .init(row["organisation"]?.string ?? ""),
                            .init(
                                String((row["receivedAt"]?.string ?? "").prefix(10)).inWords(words)),
                            .init(
                                row["status"]?.string == Appeal.Status.ended.rawValue
                                    ? outcome.map { w("page.appeal-outcome-\($0)") } ?? ""
                                    : w("page.appeal-status-\(row["status"]?.string ?? "")"),
                                isTag: true),
                        ]
                    }, emptyText: w("page.appeals-none"))),
        ]
        return view
    }

    func appealPage(
        _ report: AppealReport, problems: [FieldProblem] = []
    ) -> PageView {
        let (appeal, summary) = (report.appeal, report.summary)
        var view = PageView(
            w("page.appeal-title-\(appeal.kind.rawValue)", ["number": "\(appeal.id.rawValue)"]))
        view.caption = "\(appeal.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.appeals"), Route.workAppeals.link(round))
        view.place = appealPlace
        view.blocks = [.summary(headRows(report)), .heading2(w("page.appeal-grounds"))]
        view.blocks.append(.answer(appeal.grounds))
        view.blocks += [
            .linkLine(
                PageLink(
                    w("page.application"),
                    Route.workApplication.link(round, "\(appeal.reference)"))),
            .details(
                w("page.appeal-parts"),
                report.parts.isEmpty
                    ? [w("page.appeal-parts-none")]
                    : report.parts.map {
                        "\(report.emails[$0.person] ?? ""): \(w("page.appeal-part-\($0.part.rawValue)"))"
                    }),
        ]
        if let review = appeal.review {
            view.blocks += [
                .heading2(w("page.appeal-outcome")),
                .paragraph(w("page.appeal-outcome-\(review.outcome.rawValue)")),
                .answer(review.reason),
                .hintText(
                    w(
                        "page.appeal-by",
                        [
                            "who": report.emails[review.reviewedBy] ?? "",
                            "when": words.words(review.reviewedAt),
                        ])),
            ]
        }
        if let decision = appeal.decision {
            view.blocks += [
                .heading2(w("page.appeal-follows")), .paragraph(appealEffect(decision)),
                .answer(decision.reason),
                .hintText(
                    w(
                        "page.appeal-by",
                        [
                            "who": report.emails[decision.decidedBy] ?? "",
                            "when": words.words(decision.decidedAt),
                        ])),
            ]
        }
        return with(next(report, problems), view)
    }

    private func with(_ blocks: [Block], _ view: PageView) -> PageView {
        var view = view
        view.blocks += blocks
        return view
    }

    private func headRows(_ report: AppealReport) -> [Block.SummaryRow] {
        let appeal = report.appeal
        var rows = [
            Block.SummaryRow(
                key: w("page.how-it-stands"),
                lines: [w("page.appeal-status-\(appeal.status.rawValue)")]),
            Block.SummaryRow(
                key: w("page.appeal-received"), lines: [words.words(appeal.receivedAt)]),
            Block.SummaryRow(
                key: w("page.appeal-came"),
                lines: [
                    w("page.appeal-came-\(appeal.cameBy.rawValue)"),
                    w(appeal.isFromGroup ? "page.appeal-from-group" : "page.appeal-from-others"),
                ]),
        ]
        if let lastDay = appeal.lastDay {
            rows.append(
                Block.SummaryRow(
                    key: w("page.appeal-last-day"), lines: [lastDay.inWords(words)]))
        }
        if let lateReason = appeal.lateReason {
            rows.append(Block.SummaryRow(key: w("page.late-reason"), lines: [lateReason]))
        }
        rows += [
            Block.SummaryRow(
                key: w("page.status"), lines: [w("status.\(report.summary.outcome.rawValue)")]),
            Block.SummaryRow(
                key: w("page.requested"),
                lines: [report.summary.requested?.words ?? w("page.not-provided")]),
        ]
        if let award = report.award {
            rows.append(
                Block.SummaryRow(
                    key: w("page.award"),
                    lines: [
                        award.isWithdrawn
                            ? w("page.award-withdrawn", ["amount": award.amount.words])
                            : award.kept.words,
                        w("page.award-paid", ["amount": report.paid.words]),
                    ]))
        }
        return rows
            + [Block.SummaryRow(key: w("page.round-left"), lines: [report.left.words])]
    }

    /// What whoever looks can do now, or why not.
    private func next(_ report: AppealReport, _ problems: [FieldProblem]) -> [Block] {
        let appeal = report.appeal
        let person = signedIn?.principal.personID
        let isReviewer = has(.officer) || has(.decisionMaker)
        switch appeal.status {
        case .ended: return []
        case .received where !isReviewer: return []
        case .reviewed where !has(.decisionMaker):
            return isReviewer ? [.inset(w("page.appeal-waits-decider"))] : []
        case _ where report.tookPart(person): return [.inset(w("page.appeal-you-took-part"))]
        case .reviewed where appeal.review?.reviewedBy == person:
            return [.inset(w("page.appeal-you-reviewed"))]
        case .received: return [.heading2(w("page.appeal-review")), reviewForm(problems)]
        case .reviewed:
            return [.heading2(w("page.appeal-decide")), decisionForm(report, problems)]
        }
    }
}

extension String {
    /// A day as people say it; anything else as it is.
    fileprivate func inWords(_ words: TextCatalogue) -> String {
        LocalDate(self).map { words.words($0) } ?? self
    }
}
