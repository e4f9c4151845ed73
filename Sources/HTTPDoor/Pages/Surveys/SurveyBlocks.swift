import Applications
import Commissioning
import FundCore
import Publishing
import Workflows

/// What a survey's waves and results look like, for a group and for those who work on its round.
extension Visit {
    /// A number of people, as far as it is told; nothing where a wave was not opened.
    func count(_ wave: SurveyWave?) -> String {
        guard let wave else { return "" }
        return wave.count.told.map { "\($0)" }
            ?? w("page.fewer-than", ["count": "\(wave.count.minimum)"])
    }

    private func day(_ text: String) -> String { LocalDate(text).map { words.words($0) } ?? text }

    /// How a wave stands and, while it is open, the ways for answers to come in.
    func waveBlocks(
        _ moment: SurveyMoment, _ report: SurveyReport, _ survey: Survey
    ) -> [Block] {
        let heading = Block.heading2(title(of: moment), id: moment.rawValue)
        guard let wave = survey.wave(moment) else {
            return [heading, .paragraph(w("page.survey-wave-not-open"))]
        }
        var rows = [
            Block.SummaryRow(key: w("page.survey-opened-on"), lines: [day(wave.openedOn)]),
            Block.SummaryRow(key: w("page.survey-answered"), lines: [count(wave)]),
        ]
        if let closed = wave.closedOn {
            rows.append(
                Block.SummaryRow(key: w("page.survey-closed-on"), lines: [day(closed)]))
        }
        guard report.isWorkedOn, !wave.isClosed else { return [heading, .summary(rows)] }
        let (reference, place) = (
            "\(report.summary.reference)", Route.survey.link(wave.token)
        )
        var blocks: [Block] = [
            heading, .summary(rows), .paragraph(w("page.survey-link-text")),
            .answer(house.origin + place),
            .linkLine(PageLink(w("page.survey-link-\(moment.rawValue)"), place)),
            .paragraph(w("page.survey-paper-text")),
        ]
        blocks += typingBlocks(report, survey)
        blocks.append(
            .links([
                PageLink(
                    w("page.survey-paper-\(moment.rawValue)"),
                    Route.surveyPaper.link(reference, moment.rawValue)),
                PageLink(
                    w("page.survey-enter-\(moment.rawValue)"),
                    Route.surveyEntry.link(reference, moment.rawValue)),
                PageLink(
                    w("page.survey-file-\(moment.rawValue)"),
                    Route.surveyFile.link(reference, moment.rawValue)),
            ]))
        return blocks
    }

    /// What a group knows before it types in sheets itself; nothing for officers.
    func typingBlocks(_ report: SurveyReport, _ survey: Survey) -> [Block] {
        report.isOwn
            ? [.inset(w("page.survey-own-sheets", ["count": "\(survey.form.minimum)"]))] : []
    }

    /// What closed waves say: a table, and a chart for each question of which there is a mean.
    func resultBlocks(_ report: SurveyReport, _ survey: Survey) -> [Block] {
        guard survey.waves.contains(where: \.isClosed) else {
            return [
                .heading2(w("page.survey-results")), .paragraph(w("page.survey-results-later")),
            ]
        }
        var blocks: [Block] = [
            .heading2(w("page.survey-results"), id: "results"),
            .paragraph(
                w("page.survey-results-text", ["count": "\(survey.form.minimum)"])),
        ]
        blocks += withheldBlocks(report.results, survey)
        blocks.append(
            .table(
                resultTable(
                    "survey-results", w("page.survey-results"), report.results.map { ($0, nil) })))
        return blocks + report.results.compactMap(chart)
    }

    /// Why something is kept back that is of enough people.
    func withheldBlocks(_ results: [SurveyResult], _ survey: Survey) -> [Block] {
        results.contains(where: \.isWithheld)
            ? [.inset(w("page.survey-withheld", ["count": "\(survey.form.minimum)"]))] : []
    }

    /// - Parameter results: each with the number of surveys that are in it, where it sums some up.
    func resultTable(
        _ id: String, _ caption: String, _ results: [(result: SurveyResult, surveys: Int?)]
    ) -> Table {
        Table(
            id: id, caption: caption,
            columns: [
                .init(w("page.survey-question")), .init(w("page.survey-before")),
                .init(w("page.survey-after")), .init(w("page.survey-change")),
                .init(w("page.survey-compared")),
            ],
            rows: results.map { result, surveys in
                [
                    .init(
                        words.title(of: result.question)
                            + (surveys.map {
                                " " + w("page.survey-of-surveys", ["count": "\($0)"])
                            } ?? ""), isHeader: true),
                    .init(told(result.before, result.question)),
                    .init(told(result.after, result.question)),
                    .init(change(result)), .init(compared(result)),
                ]
            }, emptyText: w("page.survey-results-later"))
    }

    private func told(_ telling: SurveyTelling, _ question: SurveyQuestion) -> String {
        switch telling {
        case .notYet: "–"
        case .tooFew(let minimum): w("page.fewer-than", ["count": "\(minimum)"])
        case .fewOthers(let minimum):
            w("page.survey-few-others", ["count": "\(minimum)"])
        case .told(let figure):
            w(
                "page.survey-figure",
                [
                    "mean": SurveyRows.decimal(figure.mean),
                    "highest": "\(question.scale.range.upperBound)",
                    "percent": "\(figure.agreePercent)", "count": "\(figure.count)",
                ])
        }
    }

    private func change(_ result: SurveyResult) -> String {
        guard let change = result.change, let verdict = result.verdict else { return "–" }
        return w(
            "survey-verdict.\(verdict.rawValue)",
            [
                "change": (change.difference > 0 ? "+" : "")
                    + SurveyRows.decimal(change.difference),
                "from": SurveyRows.decimal(change.lowest),
                "to": SurveyRows.decimal(change.highest),
            ])
    }

    private func compared(_ result: SurveyResult) -> String {
        guard let change = result.change, let way = result.way else { return "–" }
        return w(
            "survey-way.\(way.rawValue)",
            ["before": "\(change.countBefore)", "after": "\(change.countAfter)"])
    }

    private func chart(_ result: SurveyResult) -> Block? {
        let scale = result.question.scale.range
        let bars = [(SurveyMoment.before, result.before), (.after, result.after)].compactMap {
            moment, telling in
            telling.figure.map { figure in
                Block.Chart.Bar(
                    label: w("page.survey-\(moment.rawValue)"),
                    valueText: SurveyRows.decimal(figure.mean),
                    share: Int(
                        (figure.mean - Int64(scale.lowerBound) * 1000)
                            / (Int64(scale.upperBound - scale.lowerBound) * 10)),
                    isFunded: moment == .after)
            }
        }
        guard !bars.isEmpty else { return nil }
        return .chart(
            Block.Chart(
                id: "chart-\(result.question.key)", title: words.title(of: result.question),
                description: w(
                    "page.survey-chart",
                    [
                        "lowest": words.label(of: scale.lowerBound, in: result.question),
                        "highest": words.label(of: scale.upperBound, in: result.question),
                    ]), bars: bars, line: nil))
    }
}
