import Bootstrap
import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Workflows

/// What is measured to see whether the area changes.
extension Page {
    static let indicatorReaders: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let readers = Audience.roles(indicatorReaders)

    static let indicatorPages = [
        Page(.get, .indicatorPages, for: readers) { visit in try await visit.indicatorsPage() },
        Page(.get, .indicatorPage, for: readers) { visit in try await visit.indicatorPage() },
        Page(.get, .indicatorFile, for: readers) { visit in
            let (key, principal, book) = (
                visit.path("indicator"), try visit.principal, visit.house.indicators
            )
            let text = try await visit.read { reports in
                let rows = try reports.indicator(key, book, as: principal).rows
                return Listing.indicatorFigures.csvHeader
                    + rows.map(Listing.indicatorFigures.csv).joined()
            }
            return .csv(named: key) { try await $0.write(ByteBuffer(string: text)) }
        },
        Page(.get, .indicatorImport, for: .roles([.officer])) { visit in
            visit.page(try visit.indicatorImportPage())
        },
        Page(
            .post, .indicatorImport, for: .roles([.officer]), takesFile: true
        ) { visit in try await visit.importIndicator() },
    ]
}

extension Visit {
    /// Enough of what is wrong with a file to put the rest right.
    private static let greatestProblemCount = 50

    /// Every figure is the same for all who may see it, so one page does for all of them until another
    /// figure comes in.
    func indicatorState() async throws -> EntityTag {
        let principal = try principal
        let revision = try await read { try $0.indicatorRevision(as: principal) }
        return EntityTag(of: ["indicators", "\(revision)"])
    }

    // MARK: All of them

    fileprivate func indicatorsPage() async throws -> Response {
        try await sharedAmongStaff(try await indicatorState()) { try await indicatorsView() }
    }

    private func indicatorsView() async throws -> PageView {
        let (principal, book) = (try principal, house.indicators)
        let overviews = try await read { try $0.indicators(book, as: principal) }
        var view = PageView(w("page.indicator-title"))
        view.back = PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        view.blocks = [
            .paragraph(w("page.indicator-text")), .table(indicatorTable(overviews)),
            .hintText(w("page.indicator-middle-hint")),
        ]
        if has(.officer) { view.blocks.append(.hintText(w("page.indicator-import-hint"))) }
        return view
    }

    func indicatorTable(_ overviews: [IndicatorOverview]) -> Table {
        Table(
            id: "indicators", caption: w("page.indicator-caption"),
            columns: [
                .init(w("page.indicator-one")), .init(w("page.how-it-stands")),
                .init(w("page.indicator-latest")), .init(w("page.indicator-in-year")),
                .init(w("page.indicator-baseline")), .init(w("page.indicator-target")),
            ],
            rows: overviews.map { overview in
                let indicator = overview.indicator
                return [
                    .init(
                        words.name(of: indicator),
                        link: Route.indicatorPage.link(indicator.key), isHeader: true),
                    .init(w("indicator-standing.\(overview.standing.rawValue)"), isTag: true),
                    .init(latest(overview)),
                    .init(
                        overview.changeInYear.map { words.change($0, in: indicator.unit) } ?? "–"),
                    .init(indicator.baseline.map { mark($0, indicator, isShort: true) } ?? "–"),
                    .init(targetAndWay(indicator)),
                ]
            }, emptyText: w("page.indicator-none"))
    }

    /// The newest figure, and what it is of.
    func latest(_ overview: IndicatorOverview) -> String {
        guard let point = overview.latest, let value = point.value else { return "–" }
        return w(
            point.whole == nil ? "page.indicator-of-middle" : "page.indicator-of-whole",
            [
                "value": words.words(value, in: overview.indicator.unit),
                "period": words.words(point.period),
            ])
    }

    /// Where it is to go, and which way that is.
    private func targetAndWay(_ indicator: Indicator) -> String {
        let way = w("page.indicator-better-\(indicator.better.rawValue)")
        guard let target = indicator.target else { return way }
        return w(
            "page.indicator-target-and-way",
            ["target": mark(target, indicator, isShort: true), "way": way])
    }

    /// A baseline or a target, and when.
    func mark(_ mark: Indicator.Mark, _ indicator: Indicator, isShort: Bool = false) -> String {
        w(
            "page.indicator-of-whole",
            [
                "value": isShort
                    ? words.short(mark.value, in: indicator.unit)
                    : words.words(mark.value, in: indicator.unit),
                "period": words.words(mark.period),
            ])
    }

    // MARK: Bringing a file

    fileprivate func indicatorImportPage(_ problems: [FieldProblem] = []) throws -> PageView {
        let indicator = try house.indicators.indicator(path("indicator"))
        var view = PageView(w("page.indicator-import"))
        view.caption = words.name(of: indicator)
        view.back = PageLink(words.name(of: indicator), Route.indicatorPage.link(indicator.key))
        let wrong = problems.first { $0.place == "file" }
        view.blocks = [
            .paragraph(
                w(
                    indicator.isComputed
                        ? "page.indicator-columns-counts" : "page.indicator-columns",
                    ["groups": indicator.groups.joined(separator: ", ")])),
            .bullets(rules(indicator)),
            .form(
                Block.Form(
                    action: Route.indicatorImport.link(indicator.key), csrf: csrf,
                    fields: [
                        Field(
                            name: "file", label: w("page.indicator-file"),
                            kind: .input(value: "", type: "file"),
                            hint: w("page.indicator-file-hint"),
                            error: wrong.map(words.onPage), errorPrefix: w("page.error-prefix"))
                    ], buttons: [.init(text: w("page.indicator-send"))],
                    takesFile: true)),
            .details(
                w("page.indicator-wards"),
                house.indicators.wards.map {
                    "\($0.key): \(words.place($0.key, in: house.indicators))"
                }
            ),
        ]
        return view
    }

    /// What the columns may hold.
    private func rules(_ indicator: Indicator) -> [String] {
        let period = w("page.indicator-rule-\(indicator.frequency.rawValue)")
        guard !indicator.isComputed else { return [period, w("page.indicator-rule-areas")] }
        return [
            w(
                indicator.geography == .area
                    ? "page.indicator-rule-whole" : "page.indicator-rule-ward",
                ["all": IndicatorBook.wholeArea]),
            period,
            w(
                "page.indicator-rule-value",
                [
                    "least": indicator.bounds.least.plain,
                    "greatest": words.words(indicator.bounds.greatest, in: .count),
                ]),
        ]
    }

    /// Everything that is wrong with a file is said at once; then nothing of it is taken in.
    fileprivate func importIndicator() async throws -> Response {
        let indicator = try house.indicators.indicator(path("indicator"))
        guard let bytes = file, !bytes.isEmpty else {
            let missing = [FieldProblem("file", "file-empty")]
            return wrong(try indicatorImportPage(missing), missing)
        }
        let source = ByteSource(
            name: fileName.flatMap(\.fileName) ?? w("page.indicator-file"), bytes: bytes)
        let (house, principal) = (house, try principal)
        do {
            let taken = try await house.threads.readSlowly {
                try house.workflows.importIndicator(
                    source, of: indicator.key, house.indicators, as: principal)
            }
            return go(
                to: Route.indicatorPage.link(indicator.key),
                done: w(
                    taken.id == nil ? "page.indicator-known" : "page.indicator-taken",
                    ["added": "\(taken.added)", "corrected": "\(taken.corrected)"]))
        } catch let problem as InvalidInput {
            return try importAgain(problem.fields)
        } catch CommissioningProblem.indicatorFrequencyChanged {
            let problems = [FieldProblem("file", "indicator-frequency-changed")]
            return wrong(try indicatorImportPage(problems), problems)
        }
    }

    private func importAgain(_ problems: [FieldProblem]) throws -> Response {
        var view = try indicatorImportPage([FieldProblem("file", "indicator-file-wrong")])
        var said = problems.prefix(Self.greatestProblemCount).map {
            "\(words.apart($0.place)): \(words.onPage($0))"
        }
        if problems.count > Self.greatestProblemCount {
            said.append(
                w(
                    "page.score-sheet-more",
                    ["count": "\(problems.count - Self.greatestProblemCount)"]))
        }
        view.errors = said.map { (text: $0, field: "file") }
        return page(view, status: .unprocessableContent)
    }
}
