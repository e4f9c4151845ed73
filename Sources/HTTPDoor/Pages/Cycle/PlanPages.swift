import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// A plan on one page, and the prospectus made of it.
extension Page {
    static let planPages: [Page] =
        [
            Page(.get, .cyclePlanPage, for: cycleReaders) { visit in
                visit.page(visit.planPage(try await visit.planReport()))
            },
            Page(.get, .prospectusPage) { visit in
                let (key, book) = (visit.cycleKey, visit.house.plans)
                let (principal, typed) = (visit.signedIn?.principal, visit.query["version"])
                let version = Int64(typed)
                guard typed.isEmpty || version != nil else {
                    throw PlanProblem.noProspectus(cycle: key)
                }
                let prospectus = try await visit.read {
                    try $0.prospectus(of: key, version: version, book, as: principal)
                }
                return visit.shared(EntityTag(of: prospectus.state)) {
                    visit.prospectusPage(prospectus)
                }
            },
            Page(.post, .cyclePublishing, for: cycleOfficers) { visit in
                let (key, book) = (visit.cycleKey, visit.house.plans)
                return try await visit.cycleAct(
                    { _ in visit.planPage(try await visit.planReport()) },
                    then: Route.cyclePlanPage.link(key), done: "page.cycle-plan-published",
                    at: ""
                ) { _ = try $0.publishProspectus(of: key, book: book, as: $1) }
            },
        ] + planEntryPages
}

extension Visit {
    fileprivate func planPage(_ report: PlanReport) -> PageView {
        let (cycle, key) = (report.cycle, report.cycle.key)
        var view = cycleView(w("page.cycle-plan"), cycle)
        view.blocks = [.paragraph(w("page.cycle-plan-text"))]
        if let frozen = report.frozen {
            view.blocks.append(
                .inset(
                    w(
                        "page.cycle-plan-frozen",
                        [
                            "date": words.words(LondonTime.date(frozen.at)),
                            "sha256": frozen.sha256,
                        ])))
        } else if !cycle.isOpen(.plan) {
            view.blocks.append(.inset(w("page.cycle-plan-fixed")))
        }
        if let published = report.prospectus { view.blocks += publishing(published, report) }
        view.blocks += [
            .linkLine(PageLink(w("page.cycle-prospectus"), Route.prospectusPage.link(key))),
            .table(partTable(report)),
            .heading2(w("page.cycle-plan-gaps")), .table(gapTable(report)),
        ]
        if !report.options.isEmpty {
            view.blocks += [
                .heading2(w("page.cycle-plan-options")), .table(optionTable(report)),
            ]
        }
        if !report.shares.isEmpty {
            let total = report.shares.reduce(Money.zero) { $0 + $1.planned }
            view.blocks += [
                .heading2(w("page.cycle-plan-shares")), .table(shareTable(report)),
                .paragraph(
                    w(
                        "page.cycle-plan-shared",
                        ["total": total.words, "greatest": report.allotment.words])),
            ]
        }
        view.blocks += untraced(report)
        if !report.lacks.isEmpty {
            view.blocks += [
                .heading2(w("page.cycle-plan-lacks")),
                .links(
                    report.lacks.map {
                        PageLink(
                            words.words($0.field),
                            Route.cyclePlanPart.link(key, $0.part.rawValue))
                    }),
            ]
        }
        return view
    }

    /// Which version of the prospectus stands, and publishing another where something changed
    /// since.
    private func publishing(
        _ published: (version: Prospectus.Version, isOutdated: Bool), _ report: PlanReport
    ) -> [Block] {
        let said = [
            "number": "\(published.version.version)",
            "date": words.words(published.version.on),
        ]
        var blocks: [Block] = [.paragraph(w("page.cycle-plan-edition", said))]
        guard published.isOutdated else { return blocks }
        blocks.append(.inset(w("page.cycle-plan-outdated")))
        if has(.officer) {
            blocks.append(
                .form(
                    Block.Form(
                        action: Route.cyclePublishing.link(report.cycle.key), csrf: csrf,
                        hidden: [once], fields: [],
                        buttons: [.init(text: w("page.cycle-plan-publish"))])))
        }
        return blocks
    }

    private func partTable(_ report: PlanReport) -> Table {
        Table(
            id: "parts", caption: w("page.cycle-plan-parts"), isCaptionHidden: true,
            columns: [
                .init(w("page.cycle-plan-part")),
                .init(w("page.cycle-plan-entries"), isNumeric: true),
                .init(w("page.cycle-plan-needed")),
            ],
            rows: PlanPart.allCases.map { part in
                [
                    .init(
                        w("plan-part.\(part.rawValue)"),
                        link: Route.cyclePlanPart.link(report.cycle.key, part.rawValue),
                        isHeader: true), .init("\(report.standing(part).count)"),
                    .init(
                        report.required.contains(part) ? w("page.cycle-plan-needed-yes") : "–"),
                ]
            }, emptyText: "")
    }

    private func gapTable(_ report: PlanReport) -> Table {
        Table(
            id: "gaps", caption: w("page.cycle-plan-gaps"), isCaptionHidden: true,
            columns: [
                .init(w("page.need")), .init(w("plan-gap.baseline")), .init(w("plan-gap.now")),
                .init(w("plan-gap.target")), .init(w("page.cycle-plan-left")),
            ],
            rows: report.gaps.map { gap in
                [
                    .init(needTitle(gap.need), isHeader: true), .init(orDash(gap.baseline)),
                    .init(orDash(gap.now)), .init(orDash(gap.target)),
                    .init(
                        gap.lacksOwnTarget
                            ? w("page.cycle-plan-no-ward-target") : gap.left?.plain ?? "–"),
                ]
            }, emptyText: w("page.needs-none"))
    }

    private func orDash(_ text: String) -> String { text.isEmpty ? "–" : text }

    private func optionTable(_ report: PlanReport) -> Table {
        Table(
            id: "options", caption: w("page.cycle-plan-options"), isCaptionHidden: true,
            columns: [
                .init(w("plan-option.title")), .init(w("plan-option.choice")),
                .init(w("page.cycle-plan-cost")),
                .init(w("page.cycle-plan-score"), isNumeric: true),
            ],
            rows: report.options.map { option in
                let costs = ["costFromPence", "costToPence"].compactMap {
                    Int64(option.entry[$0]).map { Money(pence: $0).words }
                }
                return [
                    .init(
                        words.apart("\(option.entry.item). \(option.entry["title"])"),
                        isHeader: true),
                    .init(w("plan-choice.\(option.entry["choice"])"), isTag: true),
                    .init(orDash(costs.joined(separator: " – "))),
                    .init(option.score.map { "\($0)" } ?? "–"),
                ]
            }, emptyText: "")
    }

    private func shareTable(_ report: PlanReport) -> Table {
        let choices = report.choices(.share)["key"] ?? []
        return Table(
            id: "shares", caption: w("page.cycle-plan-shares"), isCaptionHidden: true,
            columns: [
                .init(w("plan-share.key")), .init(w("plan-share.amountPence"), isNumeric: true),
                .init(w("page.cycle-plan-awarded"), isNumeric: true),
            ],
            rows: report.shares.map { share in
                let key = share.entry["key"]
                return [
                    .init(
                        choices.first { $0.key == key }.map { planTitle("key", $0) } ?? key,
                        isHeader: true), .init(share.planned.words),
                    .init(share.awarded?.words ?? "–"),
                ]
            }, emptyText: "")
    }

    /// What is asked and scored without a need behind it.
    private func untraced(_ report: PlanReport) -> [Block] {
        let criteria = report.untracedCriteria.map {
            words.translation("criteria.\($0.key).title") ?? $0.title
        }
        let questions = report.untracedQuestions.map(\.asked.title)
        guard !(criteria + questions).isEmpty else { return [] }
        var blocks: [Block] = [
            .heading2(w("page.cycle-plan-untraced")),
            .paragraph(w("page.cycle-plan-untraced-text")),
        ]
        if !criteria.isEmpty {
            blocks += [.heading3(w("page.cycle-plan-criteria")), .bullets(criteria)]
        }
        if !questions.isEmpty {
            blocks += [.heading3(w("page.cycle-plan-questions")), .bullets(questions)]
        }
        return blocks
    }

    fileprivate func prospectusPage(_ prospectus: Prospectus) -> PageView {
        var view = PageView(prospectus.title(words))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        let link = Route.prospectusPage.link(prospectus.cycle.key)
        if let notice = prospectus.notice(words) { view.blocks.append(.inset(notice)) }
        if prospectus.replacedBy != nil {
            view.blocks.append(.linkLine(PageLink(w("page.prospectus-latest"), link)))
        }
        for section in prospectus.sections(words) {
            view.blocks.append(.heading2(section.title))
            view.blocks += section.items.map { item in
                switch item {
                case .heading(let text): .heading3(text)
                case .text(let text): .answer(text)
                case .bullets(let texts): .bullets(texts)
                case .rows(let rows):
                    .summary(rows.map { Block.SummaryRow(key: $0.key, lines: [$0.value]) })
                }
            }
        }
        let others = prospectus.versions.filter { $0.version != prospectus.version?.version }
        if prospectus.version != nil, !others.isEmpty {
            view.blocks += [
                .heading2(w("page.prospectus-versions")),
                .links(
                    others.map {
                        PageLink(
                            w(
                                "page.prospectus-version",
                                ["number": "\($0.version)", "date": words.words($0.on)]),
                            "\(link)?version=\($0.version)")
                    }),
            ]
        }
        view.blocks.append(.print(w("page.print")))
        return view
    }
}
