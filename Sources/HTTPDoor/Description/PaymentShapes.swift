import Payments
import Publishing

extension Description {
    static let runStatus = Schema.oneOf(RunStatus.allCases.map(\.rawValue))
    private static let duty = Schema.oneOf(Duty.allCases.map(\.rawValue))

    static let runWarning = Schema.object([
        .needed("kind", .oneOf(RunWarning.Kind.allCases.map(\.rawValue))),
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("others", .list(.reference)),
    ])

    static let run = Schema.object([
        .needed("reference", .text), .needed("instalments", .count),
        .needed("totalPence", .pence), .needed("auditHead", .nullable(.text)),
        .needed("status", runStatus), .needed("content", .nullable(.text)),
        .needed("payOn", .nullable(.day)), .needed("round", .text),
        .needed(
            "taken",
            .list(
                .object([
                    .needed("profile", .text), .needed("person", .nullable(.text)),
                    .needed("at", .instant),
                ]))),
        .needed("profiles", .list(.text)), .needed("accountsTotal", .nullable(.count)),
        .needed(
            "duties",
            .list(
                .object([
                    .needed("person", .text), .needed("duty", duty), .needed("on", .day),
                ]))),
        .needed("paid", .count), .needed("failed", .count), .needed("returned", .count),
        .needed("cancelledBy", .nullable(.text)), .needed("cancelReason", .nullable(.text)),
        .needed("refusedBy", .nullable(.text)), .needed("refusedOn", .nullable(.day)),
        .needed("refusalReason", .nullable(.text)),
        .needed("refusalClaimedBy", .nullable(.text)),
        .needed("refusalClaimedOn", .nullable(.day)),
        .needed("refusalClaimReason", .nullable(.text)), .needed("warnings", .list(runWarning)),
    ])

    static let paymentTrail = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("submittedAt", .instant), .needed("awardedPence", .pence),
        .needed("decidedBy", .text), .needed("decidedOn", .day),
        .needed("agreedOn", .nullable(.day)),
        .needed(
            "instalments",
            .list(
                .object([
                    .needed("instalment", .count), .needed("amountPence", .pence),
                    .needed("trigger", .oneOf(["agreement", "date", "report", "evidence"])),
                    .needed("dueOn", .nullable(.day)),
                    .needed(
                        "status",
                        .oneOf(FollowedInstalment.Status.allCases.map(\.rawValue))),
                    .needed("run", .nullable(.text)),
                    .needed(
                        "events",
                        .list(
                            .object([
                                .needed("kind", .oneOf(PaymentEvent.Kind.allCases.map(\.rawValue))),
                                .needed("on", .day), .needed("who", .text), .needed("why", .text),
                                .needed("bankFile", .nullable(.count)),
                                .needed("bankLine", .nullable(.count)),
                            ]))),
                ]))),
    ])

    static let runRow = Schema.object([
        .needed("reference", .text), .needed("status", runStatus),
        .needed("instalments", .count), .needed("totalPence", .pence),
        .needed("approvedBy", .text), .needed("approvedOn", .day),
        .needed("payOn", .nullable(.day)), .needed("paid", .count), .needed("failed", .count),
        .needed("returned", .count),
    ])

    static let runPayment = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("instalment", .count), .needed("amountPence", .pence),
        .needed("outcome", .nullable(.oneOf(PaymentOutcome.allCases.map(\.rawValue)))),
        .needed("happenedOn", .nullable(.day)), .needed("reason", .nullable(.text)),
        .needed("evidence", .nullable(.text)),
    ])

    static let payeeAdvice = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("amountPence", .pence),
        .needed("status", .oneOf(RunAdvice.State.allCases.map(\.rawValue))),
        .needed("toldOn", .nullable(.day)), .needed("expectedOn", .nullable(.day)),
        .needed(
            "mail", .nullable(.oneOf(["queued", "sent", "waiting", "failed", "unknown"]))),
    ])

    static let payable = Schema.object([
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("instalment", .count), .needed("amountPence", .pence),
        .needed("trigger", .oneOf(["agreement", "date", "report", "evidence"])),
        .needed("dueOn", .nullable(.day)), .needed("isDue", .boolean),
        .needed("obstacles", .text),
    ])

    static let statement = Schema.object(
        [.needed("round", .text), .needed("on", .day)]
            + [
                "allotted", "reserved", "committed", "paid", "returned", "recovered",
                "recoveredHeld", "remaining",
            ].map { .needed("\($0)Pence", .pence) }
            + [.needed("recordedLater", .count)])

    static let recovery = Schema.object([
        .needed("number", .count), .needed("reference", .reference),
        .needed("kind", .oneOf(RecoveryKind.allCases.map(\.rawValue))),
        .needed("duePence", .pence), .needed("receivedPence", .pence), .needed("reason", .text),
        .needed("demandedBy", .text), .needed("demandedAt", .instant),
        .needed("toComePence", .pence),
    ])

    private static let bankResult = Schema.oneOf(BankResult.allCases.map(\.rawValue))
    private static let bankReason = Schema.nullable(
        .oneOf(BankLineReason.allCases.map(\.rawValue)))

    static let bankFileRow = Schema.object([
        .needed("file", .count), .needed("name", .text), .needed("profile", .text),
        .needed("importedBy", .text), .needed("importedAt", .instant), .needed("lines", .count),
        .needed("matched", .count), .needed("unmatched", .count), .needed("sha256", .text),
    ])

    static let bankFile = Schema.object([
        .needed("file", .count), .needed("name", .text), .needed("profile", .text),
        .needed("sha256", .text), .needed("lines", .count), .needed("matched", .count),
        .needed("unmatched", .count), .needed("repeat", .boolean), .needed("importedBy", .text),
        .needed("importedAt", .instant),
        .needed(
            "results",
            .list(
                .object([
                    .needed("result", bankResult), .needed("why", bankReason),
                    .needed("lines", .count), .needed("amountPence", .pence),
                ]))),
        .needed(
            "statements",
            .list(
                .object([
                    .needed("statement", .text), .needed("account", .text),
                    .needed("openingPence", .pence), .needed("closingPence", .pence),
                    .needed("entries", .count),
                ]))),
    ])

    static let bankLine = Schema.object([
        .needed("line", .count), .needed("textLine", .count), .needed("bookedOn", .nullable(.day)),
        .needed("amountPence", .pence), .needed("payments", .count),
        .needed("endToEndReference", .nullable(.text)),
        .needed("batchReference", .nullable(.text)), .needed("bankReference", .nullable(.text)),
        .needed("result", bankResult), .needed("why", bankReason),
        .needed("payment", .nullable(.text)), .needed("run", .nullable(.text)),
        .needed("expectedPence", .nullable(.pence)), .needed("returnReason", .nullable(.text)),
        .needed("resolution", .nullable(.text)), .needed("resolvedBy", .nullable(.text)),
    ])

    static let unmatchedRow = Schema.object([
        .needed("side", .oneOf(["bank", "fund"])), .needed("line", .nullable(.count)),
        .needed("file", .nullable(.count)), .needed("textLine", .nullable(.count)),
        .needed("payment", .nullable(.text)), .needed("run", .nullable(.text)),
        .needed("on", .nullable(.day)), .needed("days", .nullable(.count)),
        .needed("amountPence", .pence), .needed("expectedPence", .nullable(.pence)),
        .needed("why", .nullable(.text)), .needed("counterparty", .nullable(.text)),
        .needed("remittance", .nullable(.text)),
    ])

    static let exemption = Schema.object([
        .needed("number", .count), .needed("person", .text), .needed("duty", duty),
        .needed("apartFrom", duty), .needed("reason", .text), .needed("until", .day),
        .needed("grantedBy", .text), .needed("grantedAt", .instant),
        .needed("endedBy", .nullable(.text)), .needed("endedAt", .nullable(.instant)),
        .needed("endedBecause", .nullable(.text)),
    ])
}
