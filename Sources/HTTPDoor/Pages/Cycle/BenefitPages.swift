import Commissioning
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What a cycle's priorities are to bring about, and whether they did.
extension Page {
    static let benefitPages = [
        Page(.get, .cycleBenefitsPage, for: cycleReaders) { visit in
            visit.page(visit.benefitsPage(try await visit.benefitReport()))
        },
        Page(.get, .cycleNewBenefit, for: cycleOfficers) { visit in
            visit.page(try await visit.newBenefitPage())
        },
        Page(.post, .cycleNewBenefit, for: cycleOfficers) { visit in
            try await visit.nameBenefit()
        },
        Page(.get, .cycleBenefit, for: cycleReaders) { visit in
            visit.page(try await visit.benefitPage())
        },
        Page(.post, .cycleBenefit, for: cycleOfficers) { visit in
            try await visit.realiseBenefit()
        },
    ]
}

extension Visit {
    fileprivate func benefitReport() async throws -> BenefitReport {
        let (key, principal) = (cycleKey, try principal)
        return try await read { try $0.benefits(of: key, as: principal) }
    }

    fileprivate func benefitsPage(_ report: BenefitReport) -> PageView {
        let cycle = report.cycle
        var view = cycleView(w("page.benefits"), cycle)
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.benefits-text")),
            .table(
                Table(
                    id: "benefits", caption: w("page.benefits"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.benefit")), .init(w("page.priority")),
                        .init(w("page.benefit-known-by")), .init(w("page.benefit-owner")),
                        .init(w("page.benefit-realised")),
                    ],
                    rows: report.benefits.map { benefit in
                        [
                            .init(
                                words.apart("\(benefit.number). \(benefit.text)"),
                                link: Route.cycleBenefit.link(cycle.key, "\(benefit.number)"),
                                isHeader: true),
                            .init(priority(of: benefit, report)),
                            .init(knownBy(benefit).joined(separator: "; ")),
                            .init(benefit.owner), .init(standing(of: benefit), isTag: true),
                        ]
                    }, emptyText: w("page.benefits-none"))),
        ]
        if has(.officer), cycle.status != .ended {
            view.blocks.append(
                .button(PageLink(w("page.benefit-new"), Route.cycleNewBenefit.link(cycle.key))))
        }
        return view
    }

    private func priority(of benefit: Benefit, _ report: BenefitReport) -> String {
        priorityTitle(
            benefit.priority,
            report.priorities.first { $0.key == benefit.priority }?.title ?? benefit.priority)
    }

    private func standing(of benefit: Benefit) -> String {
        benefit.verdict.map { w("benefit-realised.\($0.realised.rawValue)") }
            ?? w("page.benefit-open")
    }

    /// How it is known: in words, by a figure before, and by the one after.
    private func knownBy(_ benefit: Benefit) -> [String] {
        guard let key = benefit.indicator, let ward = benefit.ward else {
            return [benefit.knownBy].compactMap(\.self)
        }
        let indicator = house.indicators.indicators.first { $0.key == key }
        func said(_ figure: IndicatorFigure) -> String {
            let value = figure.value.map { value in
                indicator.map { words.words(value, in: $0.unit) } ?? value.plain
            }
            return w(
                "page.indicator-of-whole",
                ["value": value ?? "–", "period": words.words(figure.period)])
        }
        let name = indicator.map { words.name(of: $0) } ?? key
        return [
            benefit.knownBy,
            "\(name), \(words.place(ward, in: house.indicators))",
            benefit.before.map { w("page.benefit-before", ["figure": said($0)]) },
            benefit.verdict?.figure.map { w("page.benefit-after", ["figure": said($0)]) },
        ].compactMap(\.self)
    }

    private func benefitView(_ title: String, _ cycle: Cycle) -> PageView {
        var view = cycleView(title, cycle)
        view.back = PageLink(w("page.benefits"), Route.cycleBenefitsPage.link(cycle.key))
        return view
    }

    fileprivate func newBenefitPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let report = try await benefitReport()
        var view = benefitView(w("page.benefit-new"), report.cycle)
        guard report.cycle.status != .ended else {
            view.blocks = [.inset(w("page.benefits-fixed"))]
            return view
        }
        guard !report.priorities.isEmpty else {
            view.blocks = [.inset(w("page.benefit-no-priority"))]
            return view
        }
        view.blocks = [
            cycleForm(
                Route.cycleNewBenefit.link(report.cycle.key),
                [
                    cycleText("text", w("page.benefit"), rows: 3, problems),
                    select(
                        "priority", w("page.priority"),
                        report.priorities.map { ($0.key, priorityTitle($0.key, $0.title)) },
                        problems),
                    line(
                        "owner", w("page.benefit-owner"), hint: w("page.benefit-owner-hint"),
                        problems),
                    cycleText(
                        "knownBy", w("page.optional", ["title": w("page.benefit-known-by")]),
                        rows: 2, hint: w("page.benefit-known-by-hint"), problems),
                ] + figureFields(problems), w("page.benefit-save"))
        ]
        return view
    }

    fileprivate func nameBenefit() async throws -> Response {
        let (key, book, priority) = (cycleKey, house.indicators, fields["priority"])
        let (text, owner) = (fields.raw("text"), fields.raw("owner"))
        let (knownBy, indicator) = (fields.raw("knownBy"), fields["indicator"])
        let (ward, period) = (fields["ward"], fields["period"])
        guard !priority.isEmpty else {
            let problems =
                (text.trimmed.isEmpty ? [FieldProblem("text", "missing")] : [])
                + [FieldProblem("priority", "choose-one")]
                + (owner.trimmed.isEmpty ? [FieldProblem("owner", "missing")] : [])
            return wrong(try await newBenefitPage(problems), problems)
        }
        return try await cycleAct(
            { try await newBenefitPage($0) }, then: Route.cycleBenefitsPage.link(key),
            done: "page.benefit-named", at: "text"
        ) {
            let figure = try book.named(
                indicator, ward: indicator.isEmpty ? nil : ward, period: period)
            _ = try $0.nameBenefit(
                text, of: priority, owner: owner, knownBy: knownBy, figure: figure, in: key,
                as: $1)
        }
    }

    fileprivate func benefitPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, number) = (try await benefitReport(), path("number"))
        guard let benefit = report.benefits.first(where: { "\($0.number)" == number }) else {
            throw BenefitProblem.unknown(number: number)
        }
        let cycle = report.cycle
        var view = benefitView(w("page.benefit-number", ["number": number]), cycle)
        view.place = Route.cycleBenefit.link(cycle.key, number)
        view.blocks = [
            .answer(benefit.text),
            .summary([
                Block.SummaryRow(
                    key: w("page.priority"), lines: [priority(of: benefit, report)]),
                Block.SummaryRow(key: w("page.benefit-known-by"), lines: knownBy(benefit)),
                Block.SummaryRow(key: w("page.benefit-owner"), lines: [benefit.owner]),
                Block.SummaryRow(
                    key: w("page.provider-said-by"),
                    lines: [said(benefit.author, benefit.on, report)]),
            ]), .heading2(w("page.benefit-realised")),
        ]
        if benefit.verdicts.isEmpty { view.blocks.append(.paragraph(w("page.benefit-open"))) }
        for verdict in benefit.verdicts.reversed() {
            view.blocks += [
                .heading3(w("benefit-realised.\(verdict.realised.rawValue)")),
                .answer(verdict.because), .hintText(said(verdict.author, verdict.on, report)),
            ]
        }
        guard has(.officer), cycle.status != .ended else { return view }
        view.blocks += [
            .heading2(w("page.benefit-say")),
            cycleForm(
                Route.cycleBenefit.link(cycle.key, number),
                [
                    radios(
                        "realised", w("page.benefit-realised"),
                        Benefit.Realised.allCases.map {
                            ($0.rawValue, w("benefit-realised.\($0.rawValue)"))
                        }, problems),
                    cycleText("because", w("page.benefit-because"), rows: 3, problems),
                ], w("page.benefit-say"),
                seen: (name: "seen", value: "\(benefit.verdict?.version ?? 0)")),
        ]
        return view
    }

    private func said(_ person: PersonID, _ day: String, _ report: BenefitReport) -> String {
        [report.emails[person] ?? "", LocalDate(day).map { words.words($0) } ?? day]
            .joined(separator: " · ")
    }

    fileprivate func realiseBenefit() async throws -> Response {
        let (key, number, because) = (cycleKey, path("number"), fields.raw("because"))
        let (id, seen) = (Int64(number) ?? 0, Int64(fields["seen"]))
        guard let realised = Benefit.Realised(rawValue: fields["realised"]) else {
            let problems =
                [FieldProblem("realised", "choose-one")]
                + (because.trimmed.isEmpty ? [FieldProblem("because", "missing")] : [])
            return wrong(try await benefitPage(problems), problems)
        }
        return try await cycleAct(
            { try await benefitPage($0) }, then: Route.cycleBenefitsPage.link(key),
            done: "page.benefit-is-said", at: "because"
        ) {
            try $0.realiseBenefit(
                id, realised, because: because, seen: seen, in: key, as: $1)
        }
    }
}
