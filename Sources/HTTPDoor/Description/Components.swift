import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import Rounds

/// The shapes that the description names.
extension Description {
    static let schemas: [(name: String, schema: Schema)] = [
        (
            "Problem",
            .object([
                .needed("type", .text), .needed("title", .text),
                .needed("status", .integer(400...599)),
                .needed("code", .text), .needed("requestId", .text),
                .needed(
                    "errors",
                    .list(
                        .object([
                            .needed("place", .text), .needed("code", .text),
                            .needed("detail", .text),
                        ]))),
            ])
        ),
        (
            "Readiness",
            .object([
                .needed("status", .oneOf(["ready", "not ready"])),
                .needed("rehearsal", .boolean),
                .needed(
                    "checks",
                    .list(
                        .object([
                            .needed("name", .text), .needed("ok", .boolean),
                            .needed("problem", .nullable(.text)),
                        ]))),
            ])
        ),
        (
            "Round",
            .object([
                .needed("reference", .text), .needed("title", .text),
                .needed("status", .oneOf(RoundStatus.allCases.map(\.rawValue))),
                .needed("allotmentPence", .pence), .needed("leftPence", .pence),
                .needed("minimumRequestPence", .pence), .needed("maximumRequestPence", .pence),
                .needed("partialAwards", .boolean), .needed("opens", .localTime),
                .needed("closes", .localTime), .needed("panelMeets", .day),
                .needed("decision", .day),
            ])
        ),
        ("ApplicationRow", applicationRow),
        ("Application", application),
        ("Contact", contact),
        ("Submission", submission),
        (
            "GrantsPackage",
            .openObject([.needed("grants", .list(.map(.anything)))])
        ),
        (
            "ImportReport",
            .object([
                .needed("read", .count), .needed("imported", .count), .needed("skipped", .count),
                .needed("requestedPence", .pence), .needed("findings", .map(.count)),
                .needed(
                    "skips",
                    .list(
                        .object([
                            .needed("record", .count), .needed("sourceId", .nullable(.text)),
                            .needed("field", .text), .needed("reason", .text),
                        ]))),
            ])
        ),
        (
            "Score",
            .object([
                .needed("application", .reference), .needed("panel_member", .text),
                .needed("criterion", .text), .needed("score", .score),
                .needed("comment", .nullable(.text)), .needed("reference", .reference),
                .needed("entered_by", .text), .needed("recorded_at", .instant),
            ])
        ),
        ("Ranked", ranked),
        ("Sensitivity", sensitivity),
        ("AllocationComparison", allocationComparison),
        ("Proposal", proposal),
        (
            "Approval",
            .object([
                .needed("round", .text), .needed("proposal", .count), .needed("awards", .count),
                .needed("partialAwards", .count), .needed("declined", .count),
                .needed("reserve", .count), .needed("putOff", .count),
                .needed("totalPence", .pence), .needed("leftoverPence", .pence),
            ])
        ),
        (
            "Letter",
            .object([
                .needed("reference", .reference),
                .needed("kind", .oneOf(LetterKind.allCases.map(\.rawValue))),
                .needed("status", .oneOf(LetterStatus.allCases.map(\.rawValue))),
                .needed("to", .nullable(.text)), .needed("subject", .text),
                .needed("reply", .nullable(.text)), .needed("text", .text),
            ])
        ),
        ("Appeal", appeal),
        ("LetterChange", .object([.needed("letters", .count)])),
        (
            "Feedback",
            .object([
                .needed("reference", .reference), .needed("text", .nullable(.text)),
                .needed("english", .nullable(.text)),
            ])
        ),
        (
            "Conditions",
            .object([
                .needed("reference", .reference), .needed("text", .nullable(.text)),
                .needed("english", .nullable(.text)),
                .needed("panelConditions", .nullable(.text)), .needed("replacesPanel", .boolean),
            ])
        ),
        (
            "FeedbackComment",
            .object([
                .needed("number", .count), .needed("criterion", .text), .needed("comment", .text),
            ])
        ),
        (
            "LetterGate",
            .object([
                .needed("letters", .count), .needed("ready", .count),
                .needed("incomplete", .count), .needed("byPost", .count),
                .needed("passedBy", .nullable(.text)), .needed("passedAt", .nullable(.instant)),
                .needed("embargo", .nullable(.localTime)),
                .needed("needsSecondPerson", .boolean), .needed("sha256", .text),
                .needed(
                    "items",
                    .list(
                        .object([
                            .needed("reference", .reference),
                            .needed("kind", .oneOf(LetterKind.allCases.map(\.rawValue))),
                            .needed("organisation", .text), .needed("language", .text),
                            .needed("goesBy", .oneOf(LetterWay.allCases.map(\.rawValue))),
                            .needed("to", .nullable(.text)), .needed("missing", .text),
                        ]))),
            ])
        ),
        (
            "Instalment",
            .object([
                .needed("reference", .reference), .needed("instalment", .count),
                .needed("amountPence", .pence), .needed("decidedBy", .text),
                .needed("decidedOn", .day), .needed("run", .nullable(.text)),
            ])
        ),
        (
            "PaymentRun",
            .object([
                .needed("reference", .text), .needed("instalments", .count),
                .needed("totalPence", .pence), .needed("auditHead", .nullable(.text)),
                .needed("status", runStatus), .needed("content", .nullable(.text)),
                .needed("payOn", .nullable(.day)), .optional("warnings", .list(runWarning)),
            ])
        ),
        ("Run", run), ("PaymentTrail", paymentTrail), ("RunRow", runRow),
        ("RunPayment", runPayment), ("Payable", payable),
        ("PayeeAdvice", payeeAdvice),
        ("Statement", statement), ("Recovery", recovery), ("Exemption", exemption),
        ("BankFileRow", bankFileRow), ("BankFile", bankFile), ("BankLine", bankLine),
        ("UnmatchedRow", unmatchedRow),
        ("AuditHead", .object([.needed("count", .count), .needed("hash", .text)])),
        ("ListImport", listImport),
        ("ScreeningRun", screeningRun),
        ("CandidateRow", .object(candidateRow)),
        ("Candidate", candidate),
        (
            "CandidateState",
            .object([
                .needed("candidate", .count), .needed("reference", .reference),
                .needed("standing", standing),
            ])
        ),
        ("Token", .object(token)),
        ("GivenToken", .object([.needed("token", .text)] + token)),
    ]

    private static let token: [Schema.Member] = [
        .needed("id", .count), .needed("email", .text), .needed("label", .text),
        .needed("createdAt", .instant), .needed("expiresAt", .instant),
        .needed("revokedAt", .nullable(.instant)),
    ]

    private static let appeal = Schema.object([
        .needed("id", .count), .needed("reference", .reference),
        .needed("kind", .oneOf(AppealKind.allCases.map(\.rawValue))),
        .needed("status", .oneOf(Appeal.Status.allCases.map(\.rawValue))),
        .needed("organisation", .text), .needed("receivedAt", .instant),
        .needed("cameBy", .oneOf(AppealChannel.allCases.map(\.rawValue))),
        .needed("fromGroup", .boolean), .needed("lastDay", .nullable(.day)),
        .needed("lateReason", .nullable(.text)), .needed("grounds", .text),
        .needed("outcome", .nullable(.oneOf(AppealOutcome.allCases.map(\.rawValue)))),
        .needed("reviewedBy", .nullable(.text)), .needed("reviewReason", .nullable(.text)),
        .needed("effect", .nullable(.oneOf(AppealEffect.allCases.map(\.rawValue)))),
        .needed("amountPence", .nullable(.pence)), .needed("decidedBy", .nullable(.text)),
        .needed("decisionReason", .nullable(.text)),
    ])

    private static let status = Schema.oneOf(ApplicationStatus.allCases.map(\.rawValue))

    private static let outcome = Schema.oneOf(ApplicationOutcome.allCases.map(\.rawValue))

    private static let applicationRow = Schema.object([
        .needed("reference", .reference), .needed("status", status),
        .needed("requestedPence", .nullable(.pence)), .needed("minimumPence", .nullable(.pence)),
        .needed("organisation", .text), .needed("title", .text),
        .needed("postcode", .nullable(.text)), .needed("submittedAt", .instant),
        .needed("openFindings", .nullable(.count)),
        .needed("outcome", outcome),
    ])

    private static let contact = Schema.object([
        .needed("name", .nullable(.text)), .needed("email", .nullable(.text)),
        .needed("address", .nullable(.text)), .needed("language", .nullable(.text)),
    ])

    /// Findings and checks are not for the group itself.
    private static let application = Schema.object([
        .needed("reference", .reference), .needed("round", .text), .needed("status", status),
        .needed(
            "organisation",
            .object([
                .needed("name", .text), .needed("registrationNumber", .nullable(.text)),
                .needed("postcode", .nullable(.text)),
            ])),
        .needed("contact", .nullable(.named("Contact"))), .needed("title", .text),
        .needed("summary", .text), .needed("amountPence", .nullable(.pence)),
        .needed("minimumPence", .nullable(.pence)), .needed("priorities", .list(.text)),
        .needed("answers", .map(.anything)),
        .optional(
            "findings",
            .list(
                .object([
                    .needed("code", .text), .needed("blocking", .boolean), .needed("text", .text),
                    .needed("resolvedAt", .nullable(.instant)),
                ]))),
        .optional(
            "checks",
            .list(
                .object([
                    .needed("eligible", .boolean), .needed("reason", .nullable(.text)),
                    .needed("checkedBy", .nullable(.text)), .needed("checkedAt", .instant),
                ]))),
        .needed("source", .oneOf(["form", "360giving"])),
        .needed("sourceId", .nullable(.text)), .needed("submittedAt", .instant),
        .needed("lateReason", .nullable(.text)), .needed("outcome", outcome),
    ])

    /// What the round's form asks stands under `answers`.
    private static let submission = Schema.object([
        .needed(
            "organisation",
            .object([
                .needed("name", .text), .optional("registrationNumber", .nullable(.text)),
                .optional("postcode", .nullable(.text)),
            ])),
        .needed(
            "contact",
            .object([
                .needed("name", .text), .optional("email", .nullable(.text)),
                .optional("address", .nullable(.text)), .optional("language", .nullable(.text)),
            ])), .needed("title", .text), .needed("summary", .text),
        .needed("amountPence", .integer(nil)),
        .optional("minimumPence", .nullable(.integer(nil))),
        .needed("priorities", .list(.text)), .needed("answers", .map(.anything)),
    ])

    private static let ranked = Schema.object([
        .needed("rank", .nullable(.count)), .needed("reference", .reference),
        .needed("organisation", .text), .needed("requestedPence", .pence),
        .needed("score", .nullable(.fraction)), .needed("scoreDecimal", .nullable(.decimal)),
        .needed(
            "criteria",
            .list(
                .object([
                    .needed("key", .text), .needed("weightBasisPoints", .count),
                    .needed("mean", .nullable(.fraction)),
                    .needed("points", .nullable(.fraction)),
                    .needed("pointsDecimal", .nullable(.decimal)), .needed("scorers", .count),
                    .needed("notApplicable", .count), .needed("missing", .list(.text)),
                ]))), .needed("tieBreak", .nullable(.text)),
        .needed("shortfalls", .nullable(.text)), .needed("missingScores", .count),
    ])

    private static let proposal = Schema.object([
        .needed("round", .text), .needed("proposal", .count), .needed("availablePence", .pence),
        .needed("totalPence", .pence), .needed("leftoverPence", .pence),
        .needed("awards", .count), .needed("cutLineAfterRank", .nullable(.count)),
        .needed("followsMeetings", .boolean), .needed("proposedBy", .text),
        .needed(
            "decision",
            .nullable(
                .object([
                    .needed("by", .text), .needed("on", .day), .needed("reason", .text),
                ]))),
        .optional("record", .named("DecisionRecord")),
        .needed(
            "lines",
            .list(
                .object([
                    .needed("rank", .count), .needed("reference", .reference),
                    .needed("organisation", .text), .needed("score", .fraction),
                    .needed("scoreDecimal", .decimal), .needed("requestedPence", .pence),
                    .needed("minimumPence", .pence), .needed("awardPence", .pence),
                    .needed("outcome", .oneOf(["full", "partial", "none"])),
                    .needed("missingScores", .nullable(.count)),
                    .needed(
                        "recommended",
                        .nullable(.oneOf(RecommendationKind.allCases.map(\.rawValue)))),
                ]))),
    ])
}
