import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import Hummingbird
import Identity
import Payments
import Publishing
import Rounds

/// The golden thread of an award, and what a cycle's rounds gave for its needs.
extension Page {
    static let threadPages = [
        Page(.get, .cycleMoneyPage, for: cycleReaders) { visit in
            let (key, principal) = (visit.cycleKey, try visit.principal)
            let money = try await visit.read { try $0.cycleMoney(key, as: principal) }
            return visit.page(visit.moneyPage(money))
        },
        Page(.get, .workThread, for: cycleReaders) { visit in
            let (reference, principal) = (visit.path("reference"), try visit.principal)
            let thread = try await visit.read {
                try $0.awardThread(of: reference, as: principal)
            }
            guard thread.round.key == visit.round else {
                throw ApplicationsProblem.unknown(reference: reference)
            }
            return visit.page(visit.threadPage(thread))
        },
    ]
}

extension Visit {
    /// Awards of a cycle, each with the way to its own thread.
    func awardTable(_ awards: [CycleAward], caption: String) -> Table {
        Table(
            id: "awards", caption: caption, isCaptionHidden: true,
            columns: [
                .init(w("page.reference")), .init(w("page.group")), .init(w("page.project")),
                .init(w("page.award"), isNumeric: true),
                .init(w("page.thread-paid"), isNumeric: true),
            ],
            rows: awards.map { award in
                [
                    .init(
                        "\(award.reference)",
                        link: Route.workThread.link(award.round.key, "\(award.reference)"),
                        isHeader: true), .init(award.organisation), .init(award.title),
                    .init(award.stands.words), .init(award.paid.words),
                ]
            }, emptyText: w("page.cycle-awards-none"))
    }

    private func sums(_ sum: MoneySum) -> [Table.Cell] {
        [.init("\(sum.awardCount)"), .init(sum.stands.words), .init(sum.paid.words)]
    }

    private var sumColumns: [Table.Column] {
        [
            .init(w("page.awards"), isNumeric: true), .init(w("page.award"), isNumeric: true),
            .init(w("page.thread-paid"), isNumeric: true),
        ]
    }

    fileprivate func moneyPage(_ money: CycleMoney) -> PageView {
        let key = money.cycle.key
        var view = cycleView(w("page.cycle-money"), money.cycle)
        view.isWide = true
        let isPlanned = money.planned != nil
        var rows: [[Table.Cell]] = money.byPriority.map { line in
            let planned: [Table.Cell] =
                isPlanned ? plannedCells(line.planned, stands: line.sum.stands) : []
            return [
                .init(priorityTitle(line.key, line.title), isHeader: true),
                .init(
                    line.needs.isEmpty ? "–" : line.needs.map { "\($0)" }.joined(separator: ", ")),
            ] + sums(line.sum) + planned
        }
        let none = isPlanned ? plannedCells(nil, stands: .zero) : []
        if money.others.awardCount > 0 {
            rows.append(
                [.init(w("page.cycle-money-others"), isHeader: true), .init("–")]
                    + sums(money.others) + none)
        }
        rows.append(
            [.init(w("page.cycle-money-total"), isHeader: true), .init("–")] + sums(money.total)
                + (money.planned.map { plannedTotal($0, stands: money.total.stands) } ?? []))
        view.blocks = [
            .paragraph(w("page.cycle-money-text")),
            .links([
                PageLink(w("page.ward-money"), Route.cycleWardMoneyPage.link(key)),
                PageLink(w("page.benefits"), Route.cycleBenefitsPage.link(key)),
                PageLink(w("page.reach"), Route.cycleReachPage.link(key)),
            ]),
            .table(
                Table(
                    id: "by-priority", caption: w("page.cycle-money-by-priority"),
                    columns: [.init(w("page.priority")), .init(w("page.priority-needs"))]
                        + sumColumns + (isPlanned ? plannedColumns : []), rows: rows,
                    emptyText: "")),
            .table(
                Table(
                    id: "by-need", caption: w("page.cycle-money-by-need"),
                    columns: [
                        .init(w("page.need")), .init(w("page.need-place")),
                        .init(w("page.need-answered-by")),
                    ] + sumColumns,
                    rows: money.byNeed.map { line in
                        [
                            .init(
                                needTitle(line.need),
                                link: Route.cycleNeed.link(key, "\(line.need.number)"),
                                isHeader: true), .init(line.need.place),
                            .init(
                                line.priorities.isEmpty
                                    ? "–"
                                    : line.priorities.map { priorityTitle($0.key, $0.title) }
                                        .joined(separator: "; ")),
                        ] + sums(line.sum)
                    }, emptyText: w("page.needs-none"))),
            .heading2(w("page.awards")),
            .table(awardTable(money.awards, caption: w("page.awards"))),
        ]
        return view
    }

    fileprivate func threadPage(_ thread: AwardThread) -> PageView {
        let summary = thread.summary
        var view = PageView(w("page.thread"))
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(
            w("page.application"), Route.workApplication.link(round, "\(summary.reference)"))
        view.blocks = [.paragraph(w("page.thread-text")), .heading2(w("page.thread-needs"))]
        if let cycle = thread.cycle {
            view.blocks.append(
                .linkLine(PageLink(cycle.title, Route.cyclePage.link(cycle.key))))
        } else {
            view.blocks.append(.inset(w("page.thread-no-cycle")))
        }
        if thread.served.isEmpty { view.blocks.append(.paragraph(w("page.thread-no-priority"))) }
        for served in thread.served {
            view.blocks.append(.heading3(priorityTitle(served.key, served.title)))
            if !served.isChosen, thread.cycle != nil {
                view.blocks.append(.paragraph(w("page.thread-not-chosen")))
            }
            for need in served.needs {
                view.blocks.append(
                    .answer(needTitle(need) + " " + w("page.need-where", ["place": need.place])))
                view.blocks += evidence(need)
            }
        }
        view.blocks += [.heading2(w("page.thread-score"))] + scores(thread)
        view.blocks += [.heading2(w("page.award")), .summary(awardRows(thread))]
        view.blocks += [.heading2(w("page.payments")), .table(paymentTable(thread))]
        view.blocks += outcomes(thread.outcomes)
        if let cycle = thread.cycle { view.blocks += lessons(thread.lessons, cycle) }
        return view
    }

    /// What was learned of it; nothing where nothing was yet.
    func lessons(_ lessons: [Lesson], _ cycle: Cycle) -> [Block] {
        guard !lessons.isEmpty else { return [] }
        return [
            .heading2(w("page.lessons")),
            .links(
                lessons.map {
                    PageLink(
                        w(
                            "page.lesson-and-standing",
                            ["lesson": $0.text, "standing": standing(of: $0)]),
                        Route.cycleLesson.link(cycle.key, "\($0.id.rawValue)"))
                }),
        ]
    }

    private func scores(_ thread: AwardThread) -> [Block] {
        guard !thread.criteria.isEmpty else {
            return [.paragraph(w("page.thread-no-score"))]
        }
        let titles = Dictionary(
            thread.served.map { ($0.key, priorityTitle($0.key, $0.title)) },
            uniquingKeysWith: { first, _ in first })
        var blocks: [Block] = [
            .table(
                Table(
                    id: "criteria", caption: w("page.thread-score"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.criterion")), .init(w("page.thread-looks-for")),
                        .init(w("page.thread-mean"), isNumeric: true),
                        .init(w("page.thread-points"), isNumeric: true),
                    ],
                    rows: thread.criteria.map { each in
                        [
                            .init(words.title(of: each.criterion), isHeader: true),
                            .init(
                                each.priorities.isEmpty
                                    ? "–"
                                    : each.priorities.compactMap { titles[$0] }
                                        .joined(separator: "; ")),
                            .init(each.mean ?? "–"), .init(each.points ?? "–"),
                        ]
                    }, emptyText: ""))
        ]
        if let score = thread.score, let rank = thread.rank {
            blocks.append(
                .paragraph(
                    w(
                        "page.thread-rank",
                        [
                            "score": score, "rank": "\(rank)", "count": "\(thread.rankedCount)",
                        ])))
        }
        blocks.append(
            .linkLine(
                PageLink(
                    w("page.explanation"),
                    Route.workExplanation.link(round, "\(thread.summary.reference)"))))
        return blocks
    }

    private func awardRows(_ thread: AwardThread) -> [Block.SummaryRow] {
        let award = thread.award
        return [
            Block.SummaryRow(
                key: w("page.award"),
                lines: [
                    award.isWithdrawn
                        ? w("page.award-withdrawn", ["amount": award.amount.words])
                        : award.kept.words
                ]),
            Block.SummaryRow(
                key: w("page.thread-decided"),
                lines: [
                    w(
                        "page.cycle-by",
                        ["who": thread.decidedBy, "when": words.words(award.decidedOn)])
                ]),
        ]
    }

    private func paymentTable(_ thread: AwardThread) -> Table {
        Table(
            id: "payments", caption: w("page.payments"), isCaptionHidden: true,
            columns: [
                .init(w("page.thread-part")), .init(w("page.amount"), isNumeric: true),
                .init(w("page.how-it-stands")), .init(w("page.thread-paid-on")),
            ],
            rows: thread.payments.map { each in
                [
                    .init("\(each.number)", isHeader: true), .init(each.amount.words),
                    .init(w("instalment-status.\(each.status.rawValue)"), isTag: true),
                    .init(each.paidOn.map { words.words($0) } ?? "–"),
                ]
            }, emptyText: w("page.thread-no-payment"))
    }
}
