import Assessment
import Awards
import FundCore

/// The shapes of what helps to decide.
extension Description {
    static let sensitivity = Schema.object([
        .needed("round", .text), .needed("availablePence", .pence),
        .needed(
            "changes",
            .list(
                .object([
                    .needed("kind", .oneOf(["member", "weight"])),
                    .needed("member", .nullable(.text)), .needed("criterion", .nullable(.text)),
                    .needed("basisPoints", .nullable(.integer(nil))), .needed("moved", .count),
                    .needed("unscored", .count), .needed("enters", .list(.reference)),
                    .needed("leaves", .list(.reference)),
                ]))),
        .needed(
            "applications",
            .list(
                .object([
                    .needed("reference", .reference), .needed("organisation", .text),
                    .needed("rank", .nullable(.count)), .needed("score", .nullable(.fraction)),
                    .needed("scoreDecimal", .nullable(.decimal)), .needed("funded", .boolean),
                    .needed("members", .count), .needed("lowest", .nullable(.fraction)),
                    .needed("lowestDecimal", .nullable(.decimal)),
                    .needed("highest", .nullable(.fraction)),
                    .needed("highestDecimal", .nullable(.decimal)),
                    .needed("range", .nullable(.fraction)),
                    .needed("rangeDecimal", .nullable(.decimal)),
                    .needed("variance", .nullable(.fraction)),
                    .needed("varianceDecimal", .nullable(.decimal)),
                    .needed("bestRank", .nullable(.count)),
                    .needed("worstRank", .nullable(.count)), .needed("swings", .count),
                    .needed("ranksByChange", .list(.nullable(.count))),
                ]))),
        .needed(
            "members",
            .list(
                .object([
                    .needed("member", .text), .needed("applications", .count),
                    .needed("offset", .nullable(.fraction)),
                    .needed("offsetDecimal", .nullable(.decimal)),
                    .needed("lowestDecimal", .nullable(.decimal)),
                    .needed("highestDecimal", .nullable(.decimal)),
                    .needed("verdict", .oneOf(MemberOffset.Verdict.allCases.map(\.rawValue))),
                ]))),
    ])

    private static let changes = Schema.list(
        .object([
            .needed("reference", .reference), .needed("organisation", .text),
            .needed("beforePence", .pence), .needed("afterPence", .pence),
            .needed("differencePence", .pence),
        ]))

    private static let kind = Schema.oneOf(AllocationLimit.Kind.allCases.map(\.rawValue))

    static let allocationComparison = Schema.object([
        .needed("round", .text), .needed("budgetPence", .pence),
        .needed("partialAwards", .boolean),
        .needed(
            "whatIf",
            .nullable(
                .object([
                    .needed("budgetPence", .nullable(.pence)),
                    .needed("capPence", .nullable(.pence)),
                    .needed("weights", .map(.count)), .needed("threshold", .nullable(.decimal)),
                ]))), .needed("against", .text),
        .needed(
            "limits",
            .list(
                .object([
                    .needed("kind", kind), .needed("key", .text),
                    .needed("floorPence", .nullable(.pence)),
                    .needed("capPence", .nullable(.pence)),
                ]))), .needed("unscored", .count), .needed("methods", .list(method)),
    ])

    private static let method = Schema.object([
        .needed("method", .oneOf(AllocationMethod.allCases.map(\.rawValue))),
        .needed("awards", .count), .needed("partialAwards", .count),
        .needed("totalPence", .pence), .needed("leftoverPence", .pence),
        .needed("scoreSum", .fraction), .needed("scoreSumDecimal", .decimal),
        .needed("partialScoreSum", .fraction), .needed("partialScoreSumDecimal", .decimal),
        .needed("standing", .oneOf(["rule", "optimal", "bounded", "impossible", "unknown"])),
        .needed("boundSum", .nullable(.fraction)),
        .needed("boundSumDecimal", .nullable(.decimal)),
        .needed(
            "leftReason",
            .object([
                .needed("code", .text), .needed("reference", .nullable(.reference)),
                .needed("requestedPence", .nullable(.pence)),
                .needed("minimumPence", .nullable(.pence)), .needed("count", .nullable(.count)),
            ])),
        .needed(
            "shortfalls",
            .list(
                .object([
                    .needed("kind", kind), .needed("key", .text),
                    .needed("floorPence", .nullable(.pence)), .needed("missingPence", .pence),
                ]))),
        .needed(
            "lines",
            .list(
                .object([
                    .needed("rank", .count), .needed("reference", .reference),
                    .needed("organisation", .text), .needed("score", .fraction),
                    .needed("scoreDecimal", .decimal), .needed("requestedPence", .pence),
                    .needed("awardPence", .pence), .needed("outcome", .oneOf(["full", "partial"])),
                ]))), .needed("enters", changes), .needed("leaves", changes),
        .needed("changes", changes),
    ])
}
