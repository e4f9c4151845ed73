import FundStore

extension PaymentsModule {
    /// What is left of sealed bytes: nothing can be sealed as so few zeros.
    static let erasedSeal = "zeroblob(29)"

    private static let ofAward: [PersonalSubject: String] = [.award: "awardId = ?1"]
    private static let ofInstalment: [PersonalSubject: String] = [
        .award: "instalmentId IN (SELECT id FROM paymentInstalment WHERE awardId = ?1)"
    ]
    private static let ofPayee: [PersonalSubject: String] = [
        .application: "payeeId IN (SELECT id FROM paymentPayee WHERE applicationId = ?1)"
    ]

    /// Bank details, and words about payments. Every amount, day and reference stays.
    public static let personalData = accounts + words

    private static let accounts = [
        PersonalData(
            "paymentCallBack", .bankDetails, .columns, ["number", .ifThere("source")], ofPayee),
        PersonalData(
            "paymentPayeeConfirmation", .bankDetails, .columns, [.ifThere("reason")], ofPayee),
        PersonalData(
            "paymentPayee", .bankDetails, .columns,
            [
                .leaving(erasedSeal, in: "sealed"),
                // No two alike: it would be one account of two groups.
                .leaving("printf('%064x', id)", in: "fingerprint"),
                .leaving("'0000'", in: "lastDigits"), .ifThere("paperReason"),
            ], [.application: "applicationId = ?1"]),
        PersonalData(
            "paymentSealedFile", .bankDetails, .columns, [.leaving(erasedSeal, in: "sealed")],
            [
                .moment: """
                runId IN (SELECT id FROM paymentRun WHERE approvedAt < ?1)
                  AND runId NOT IN (SELECT runId FROM paymentRunNeeded)
                """
            ]),
        PersonalData(
            "paymentBankWords", .bankDetails, .columns,
            [.emptied("counterparty"), .emptied("remittance")],
            [
                .award: """
                lineId IN (
                  SELECT lineId FROM paymentBankMatch WHERE instalmentId IN (
                    SELECT id FROM paymentInstalment WHERE awardId = ?1))
                """,
                .moment: """
                lineId IN (
                  SELECT line.id FROM paymentBankLine AS line
                    JOIN paymentBankFile AS file ON file.id = line.fileId
                  WHERE file.importedAt < ?1)
                  AND lineId NOT IN (SELECT lineId FROM paymentLineNeeded)
                """,
            ]),
    ]

    private static let words = [
        PersonalData(
            "paymentHold", .application, .columns, ["reason", .ifThere("releaseReason")],
            ofInstalment),
        PersonalData("paymentDrop", .application, .columns, ["reason"], ofInstalment),
        PersonalData("paymentTriggerMet", .application, .columns, ["evidence"], ofInstalment),
        PersonalData("paymentRecovery", .application, .columns, ["reason"], ofAward),
        PersonalData("paymentWriteOff", .application, .columns, ["reason"], ofAward),
    ]
}
