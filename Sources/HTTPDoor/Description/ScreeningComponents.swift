import Applications
import FundCore

/// The shapes of due diligence.
extension Description {
    static let standing = Schema.oneOf(ScreeningStanding.allCases.map(\.rawValue))
    private static let list = Schema.oneOf(ScreeningList.allCases.map(\.rawValue))

    static let listImport = Schema.object([
        .needed("import", .count), .needed("list", list), .needed("reportedOn", .day),
        .needed("entries", .count), .needed("newest", .boolean), .needed("importedBy", .text),
        .needed("importedAt", .instant), .needed("sha256", .text),
    ])

    static let screeningRun = Schema.object([
        .needed("screeningRun", .count), .needed("ranAt", .instant), .needed("ranBy", .text),
        .needed("threshold", .count), .needed("applications", .count),
        .needed("candidates", .count), .needed("lists", .text), .needed("newest", .boolean),
    ])

    static let candidateRow: [Schema.Member] = [
        .needed("candidate", .count), .needed("reference", .reference),
        .needed("organisation", .text), .needed("standing", standing),
        .needed("score", .integer(0...1000)), .needed("list", list), .needed("entry", .text),
        .needed("finding", .text), .needed("name", .text),
        .needed("listedName", .nullable(.text)), .needed("foundAt", .instant),
    ]

    static let candidate = Schema.object([
        .needed("candidate", .count), .needed("round", .text), .needed("reference", .reference),
        .needed("organisation", .text), .needed("standing", standing),
        .needed("score", .integer(0...1000)), .needed("list", list), .needed("entry", .text),
        .needed("foundAt", .instant), .needed("why", .map(.anything)),
        .needed("listed", .map(.anything)),
        .needed(
            "verdicts",
            .list(
                .object([
                    .needed("verdict", .oneOf(ScreeningVerdict.allCases.map(\.rawValue))),
                    .needed("reason", .text), .needed("decidedBy", .text),
                    .needed("decidedAt", .instant), .needed("confirmedBy", .nullable(.text)),
                    .needed("confirmedAt", .nullable(.instant)),
                ]))),
    ])
}
