import FundCore
import Hummingbird
import Publishing

/// Reports on a round for people to read and print.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let printedReportPages = [
        Page(.get, .workReports, for: readers) { visit in
            let key = visit.round
            let round = try await visit.read { try $0.round(key) }
            var view = visit.staffView("page.printed-reports", round)
            view.blocks = [.paragraph(visit.w("page.printed-reports-text"))]
            for kind in ReportKind.allCases {
                view.blocks += [
                    .heading2(visit.w("report-kind.\(kind.rawValue)")),
                    .paragraph(visit.w("report-kind-says.\(kind.rawValue)")),
                    .linkLine(
                        PageLink(
                            visit.w("report-kind-read.\(kind.rawValue)"),
                            Route.workReport.link(key, kind.rawValue))),
                ]
            }
            return visit.page(view)
        },
        Page(.get, .workReport, for: readers) { visit in
            let report = try await visit.printedReport()
            let key = visit.round
            let round = try await visit.read { try $0.round(key) }
            var view = visit.staffView("page.printed-reports", round)
            view.title = report.title
            view.back = PageLink(visit.w("page.printed-reports"), Route.workReports.link(key))
            view.blocks = [.paragraph(report.lead), .print(visit.w("page.print"))]
            view.blocks.append(
                .linkLine(
                    PageLink(
                        visit.w("page.report-file"),
                        Route.workReportPrint.link(key, report.kind.rawValue))))
            view.blocks += visit.blocks(of: report)
            return visit.page(view)
        },
        Page(.get, .workReportPrint, for: readers) { visit in
            let report = try await visit.printedReport()
            return .printed(
                report.html(visit.words), name: "\(report.round)-\(report.kind.rawValue)")
        },
    ]
}

extension Visit {
    fileprivate func printedReport() async throws -> PrintedReport {
        guard let kind = ReportKind(rawValue: path("kind")) else {
            throw RequestProblem.noSuchPlace(path: request.uri.path)
        }
        let (key, principal, words) = (round, try principal, words)
        return try await read {
            try $0.printedReport(kind, of: key, in: words, as: principal)
        }
    }

    fileprivate func blocks(of report: PrintedReport) -> [Block] {
        var blocks: [Block] = []
        for (place, section) in report.sections.enumerated() {
            blocks.append(.heading2(section.title))
            for (number, item) in section.items.enumerated() {
                blocks.append(block(item, id: "table-\(place + 1)-\(number + 1)"))
            }
        }
        return blocks
    }

    private func block(_ item: PrintedReport.Item, id: String) -> Block {
        switch item {
        case .heading(let text): .heading3(text)
        case .text(let text): .answer(text)
        case .bullets(let texts): .bullets(texts)
        case .rows(let rows):
            .summary(rows.map { Block.SummaryRow(key: $0.key, lines: [$0.value]) })
        case .table(let table):
            .table(
                Table(
                    id: id, caption: table.caption,
                    columns: table.columns.map { .init($0.title, isNumeric: $0.isNumeric) },
                    rows: table.rows.map { row in
                        row.enumerated().map { .init($1, isHeader: $0 == 0) }
                    }, emptyText: ""))
        }
    }
}
