import FundStore

extension CommissioningModule {
    private static let ofAward: [PersonalSubject: String] = [.award: "awardId = ?1"]
    private static let ofReturn: [PersonalSubject: String] = [
        .application:
            "returnId IN (SELECT id FROM commissioningReturn WHERE applicationId = ?1)"
    ]

    /// What groups told of their awards, what people told of tension, and help given. What was spent,
    /// how many were reached, and what stands in plans stay.
    public static let personalData = returns + awards + others

    private static let returns = [
        PersonalData("commissioningReturnDraft", .application, .rows, ["answers"], ofReturn),
        PersonalData(
            "commissioningReturnJudgement", .application, .columns, [.ifThere("note")],
            [
                .application: """
                versionId IN (
                  SELECT sent.id FROM commissioningReturnVersion AS sent
                    JOIN commissioningReturn AS asked ON asked.id = sent.returnId
                  WHERE asked.applicationId = ?1)
                """
            ]),
        PersonalData(
            "commissioningReturnVersion", .application, .columns,
            [.leaving("'{}'", in: "answers"), .ifThere("paperReason")], ofReturn),
    ]

    private static let awards = [
        PersonalData(
            "commissioningAssessedOutcome", .application, .columns, ["evidence"],
            [
                .award:
                    "assessmentId IN (SELECT id FROM commissioningAssessment WHERE awardId = ?1)"
            ]),
        PersonalData("commissioningAssessment", .application, .columns, ["worth"], ofAward),
        PersonalData("commissioningFeedback", .application, .columns, ["saw"], ofAward),
        PersonalData("commissioningConcern", .application, .columns, ["reason"], ofAward),
        PersonalData(
            "commissioningWaiverEnd", .application, .columns, ["reason"],
            [.award: "waiverId IN (SELECT id FROM commissioningWaiver WHERE awardId = ?1)"]),
        PersonalData("commissioningWaiver", .application, .columns, ["reason"], ofAward),
        PersonalData(
            "commissioningBudget", .application, .columns,
            [
                .leaving(
                    """
                    (SELECT json_group_array(json_set(value, '$.what', 'erased'))
                      FROM json_each(lines))
                    """, in: "lines"), .ifThere("reason"),
            ], ofAward),
    ]

    private static let others = [
        PersonalData(
            "commissioningTensionContact", .contacts, .rows, ["name", "email", "phone"],
            [.tension: "tensionId = ?1"]),
        PersonalData(
            "commissioningTensionTriage", .tension, .columns, ["note"],
            [.tension: "tensionId = ?1"]),
        PersonalData(
            "commissioningTensionRemoval", .tension, .columns, ["reason"],
            [.tension: "tensionId = ?1"]),
        PersonalData(
            "commissioningTension", .tension, .columns,
            ["what", .ifThere("place"), .ifThere("cause")], [.tension: "id = ?1"]),
        PersonalData(
            "commissioningSupportWithdrawal", .support, .columns, ["reason"],
            [.support: "supportId = ?1"]),
        PersonalData(
            "commissioningSupport", .support, .columns,
            ["groupName", .ifThere("organisation"), .ifThere("givenBy"), "about"],
            [.support: "id = ?1"]),
        PersonalData(
            "commissioningProviderNote", .support, .columns, ["text"],
            [.provider: "providerId = ?1"]),
        PersonalData(
            "commissioningProviderVersion", .support, .columns,
            [
                "name", .leaving("'erased' || id", in: "nameKey"), "offers",
                .ifThere("contact"), .ifThere("endedBecause"),
            ], [.provider: "providerId = ?1"]),
    ]
}
