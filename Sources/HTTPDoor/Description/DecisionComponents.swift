import Awards

/// The shapes of a decision that is a public record.
extension Description {
    private static let status = Schema.oneOf(DecisionStatus.allCases.map(\.rawValue))

    static let decisionSchemas: [(name: String, schema: Schema)] = [
        (
            "DecisionRow",
            .object([
                .needed("round", .text), .needed("title", .text), .needed("status", status),
                .needed("decidedOn", .day), .needed("publishedOn", .nullable(.day)),
                .needed("effectiveOn", .nullable(.day)), .needed("awards", .count),
                .needed("totalPence", .pence),
            ])
        ),
        (
            "DecisionRecord",
            .object([
                .needed("round", .text), .needed("title", .text), .needed("status", status),
                .needed("decidedBy", .text), .needed("decidedOn", .day),
                .needed("publishedOn", .nullable(.day)), .needed("effectiveOn", .nullable(.day)),
                .needed("recommendation", .nullable(.text)), .needed("reason", .text),
                .needed("outcomes", .nullable(.text)), .needed("alternatives", .nullable(.text)),
                .needed("callIn", .nullable(callIn)),
                .needed(
                    "corrections",
                    .list(.object([.needed("on", .day), .needed("text", .text)]))),
                .needed("totalPence", .pence),
                .needed(
                    "awards",
                    .list(
                        .object([
                            .needed("reference", .reference), .needed("organisation", .text),
                            .needed("title", .text), .needed("awardPence", .pence),
                            .needed("awardedOnAppealOn", .nullable(.day)),
                            .needed("withdrawnOn", .nullable(.day)), .needed("standsPence", .pence),
                            .needed("awardedFromReserveOn", .nullable(.day)),
                        ]))),
                .needed("reserve", .list(Endpoint.reserveShown)),
                .needed("former", .list(.named("DecisionRecord"))),
            ])
        ),
    ]

    private static let callIn = Schema.object([
        .needed("on", .day), .needed("by", .nullable(.text)), .needed("reason", .text),
        .needed(
            "outcome",
            .nullable(
                .object([
                    .needed("verdict", .oneOf(CallInVerdict.allCases.map(\.rawValue))),
                    .needed("on", .day), .needed("reason", .text),
                ]))),
    ])
}
