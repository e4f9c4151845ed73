import Awards

/// The shapes of offers and agreements.
extension Description {
    private static let row: [Schema.Member] = [
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("state", .oneOf(AgreementState.names)), .needed("version", .nullable(.count)),
        .needed("amountPence", .pence), .needed("paidPence", .pence),
        .needed("startsOn", .nullable(.day)), .needed("endsOn", .nullable(.day)),
        .needed("offeredOn", .nullable(.day)), .needed("lapsesOn", .nullable(.day)),
        .needed("agreedOn", .nullable(.day)), .needed("minimalAssistance", .nullable(.boolean)),
        .needed("confirmedAt", .nullable(.instant)),
        .needed("request", .nullable(.oneOf(["change", "end"]))),
    ]

    private static let terms: [Schema.Member] = [
        .needed("amountPence", .pence), .needed("startsOn", .day), .needed("endsOn", .day),
        .needed("purpose", .text),
    ]

    private static let version = Schema.object(
        [.needed("number", .count)] + terms + [
            .needed("offeredOn", .day), .needed("lapsesOn", .day), .needed("sha256", .text),
            .needed("text", .text), .needed("asksConfirmation", .boolean),
            .needed(
                "confirmation",
                .nullable(
                    .object([
                        .needed("name", .text), .needed("capPence", .pence),
                        .needed("paperPlace", .nullable(.text)), .needed("by", .nullable(.text)),
                        .needed("at", .instant),
                    ]))),
            .needed(
                "acceptance",
                .nullable(
                    .object([
                        .needed("name", .text), .needed("role", .text), .needed("on", .day),
                        .needed("sha256", .text), .needed("paperPlace", .nullable(.text)),
                        .needed("paperReason", .nullable(.text)),
                        .needed("recordedBy", .nullable(.text)),
                    ]))),
            .needed(
                "end",
                .nullable(
                    .object([
                        .needed("kind", .oneOf(OfferEndKind.allCases.map(\.rawValue))),
                        .needed("byGroup", .boolean), .needed("reason", .nullable(.text)),
                        .needed("at", .instant),
                    ]))),
        ])

    private static let request = Schema.object([
        .needed("kind", .oneOf(["change", "end"])), .needed("terms", .nullable(.object(terms))),
        .needed("reason", .text), .needed("fromGroup", .boolean),
        .needed("askedBy", .nullable(.text)), .needed("askedAt", .instant),
        .needed("isApproved", .nullable(.boolean)), .needed("decidedBy", .nullable(.text)),
        .needed("decisionReason", .nullable(.text)),
    ])

    static let agreementSchemas: [(name: String, schema: Schema)] = [
        ("AgreementRow", .object(row)),
        (
            "Agreement",
            .object(
                row + [
                    .needed(
                        "subsidy",
                        .nullable(
                            .object([
                                .needed("isEconomic", .boolean), .needed("reason", .text),
                                .needed("by", .nullable(.text)), .needed("at", .instant),
                            ]))),
                    .needed("specialConditions", .list(.text)),
                    .needed("versions", .list(version)), .needed("requests", .list(request)),
                    .needed(
                        "end",
                        .nullable(
                            .object([
                                .needed("state", .oneOf(AgreementState.names)),
                                .needed("on", .day), .needed("byGroup", .boolean),
                                .needed("reason", .nullable(.text)), .needed("paidPence", .pence),
                                .needed("releasedPence", .pence),
                                .needed("by", .nullable(.text)),
                            ]))),
                ])
        ),
    ]
}
