import Commissioning
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// What is measured, and the files that figures come in.
extension Endpoint {
    private static let seeing: Set<Role> = [.officer, .decisionMaker, .auditor]
    private static let row = Schema.openObject([
        .needed("indicator", .text), .needed("name", .text), .needed("standing", .text),
    ])

    static let indicatorEndpoints = [
        Endpoint(
            .get, .indicatorList, "Lists the indicators, with where each stands", for: seeing,
            .json(.list(row), "The indicators"), [.tagged]
        ) { ask in
            let (house, asker) = (ask.house, ask.asker)
            return try await ask.list(.indicators) { row in
                try house.reports.indicators(house.indicators, as: try asker.principal)
                    .map(\.row).forEach(row)
            }
        },
        Endpoint(
            .get, .indicatorShown,
            "Shows an indicator: its figures by ward and period, earlier versions, imports",
            for: seeing,
            .json(
                .openObject([
                    .needed("indicator", .text), .needed("values", .list(.anything)),
                    .needed("replaced", .list(.anything)), .needed("imports", .list(.anything)),
                ]), "The indicator"), [.tagged]
        ) { ask in
            let (house, asker, key) = (ask.house, ask.asker, ask.path("indicator"))
            let json = try await ask.readSlowly {
                try house.reports.indicator(key, house.indicators, as: try asker.principal).json
            }
            return ask.found(json)
        },
        Endpoint(
            .post, .indicatorImports,
            "Takes in a file of figures, all or none; the same file twice changes nothing",
            for: [.officer],
            body: Body(
                mediaType: "text/csv", greatestBytes: IndicatorFile.greatestBytes, schema: .text),
            .json(
                .object([
                    .needed("indicator", .text), .needed("import", .nullable(.count)),
                    .needed("added", .count), .needed("corrected", .count),
                    .needed("unchanged", .count),
                ]), "What it changed; import is null where it changed nothing", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            let (house, key) = (ask.house, ask.path("indicator"))
            return try await ask.creating(body) { principal in
                try house.workflows.importIndicator(
                    ByteSource(name: "body", bytes: body), of: key, house.indicators,
                    as: principal)
            } keeping: { (taken: IndicatorTaken) in
                taken.json
            }
        },
    ]
}
