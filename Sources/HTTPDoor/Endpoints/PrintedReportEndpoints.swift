import FundCore
import HTTPTypes
import Hummingbird
import Publishing

/// Reports on a round for people to read and print.
extension Endpoint {
    private static let readersOfReports: Set<Role> = [.officer, .decisionMaker, .auditor]

    static let printedReportEndpoints = [
        Endpoint(
            .get, .printedReport,
            "A report on a round: cabinet, for those who decide; evaluation, what came of it",
            for: readersOfReports,
            .json(
                .object([
                    .needed("round", .text),
                    .needed("kind", .oneOf(ReportKind.allCases.map(\.rawValue))),
                    .needed("title", .text), .needed("lead", .text),
                    .needed(
                        "sections",
                        .list(
                            .object([
                                .needed("title", .text), .needed("items", .list(item)),
                            ]))),
                ]), "The report, in words"), [.ruled, .tagged]
        ) { ask in
            ask.found(try await ask.printedReport().json)
        },
        Endpoint(
            .get, .printedReportPage, "The same report as a page that prints",
            for: readersOfReports,
            Success(status: .ok, mediaType: "text/html", summary: "The page", schema: .text),
            [.ruled]
        ) { ask in
            let report = try await ask.printedReport()
            return .printed(
                report.html(ask.house.words), name: "\(report.round)-\(report.kind.rawValue)")
        },
    ]

    private static let item = Schema.object([
        .optional("heading", .text), .optional("text", .text), .optional("list", .list(.text)),
        .optional(
            "rows",
            .list(.object([.needed("name", .text), .needed("value", .text)]))),
        .optional("caption", .text), .optional("columns", .list(.text)),
        .optional("cells", .list(.list(.text))),
    ])
}

extension Ask {
    fileprivate func printedReport() async throws -> PrintedReport {
        guard let kind = ReportKind(rawValue: path("kind")) else {
            throw RequestProblem.noSuchPlace(path: request.uri.path)
        }
        let (house, round, asker) = (house, path("round"), asker)
        return try await readSlowly {
            try house.reports.printedReport(
                kind, of: round, in: house.words, as: try asker.principal)
        }
    }
}
