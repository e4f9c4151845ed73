import FundStore

extension CorrespondenceModule {
    private static let ofApplication: [PersonalSubject: String] = [
        .application: "applicationId = ?1"
    ]

    /// The words of letters, and to whom they went. That a letter of a kind went, and when, stays.
    public static let personalData = [
        PersonalData(
            "letter", .letters, .columns,
            [
                .leaving(
                    #"'{"organisation":"erased","title":"erased","requested":"","date":""}'"#,
                    in: "facts"), .ifThere("recipientEmail"), .ifThere("correctionReason"),
            ], ofApplication),
        PersonalData(
            "letterAttempt", .letters, .columns, [.emptied("reply")],
            [.application: "letterId IN (SELECT id FROM letter WHERE applicationId = ?1)"]),
        PersonalData(
            "letterConditions", .letters, .columns, ["text", .ifThere("english")],
            ofApplication),
        PersonalData(
            "letterFeedback", .letters, .columns, ["text", .ifThere("english")], ofApplication),
        PersonalData(
            "letterNotice", .letters, .columns,
            [
                .leaving("'erased@example.invalid'", in: "recipientEmail"), "subject", "body",
                .emptied("reply"),
            ], ofApplication),
        PersonalData(
            "letterPaperNotice", .letters, .columns,
            ["addressee", .ifThere("address"), "subject", "body"], ofApplication),
        PersonalData(
            "letterPaperPosting", .letters, .columns, ["address"],
            [
                .application:
                    "noticeId IN (SELECT id FROM letterPaperNotice WHERE applicationId = ?1)"
            ]),
    ]
}
