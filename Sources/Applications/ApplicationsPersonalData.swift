import FundStore

extension ApplicationsModule {
    private static let ofApplication: [PersonalSubject: String] = [
        .application: "applicationId = ?1"
    ]
    private static let ofDraft: [PersonalSubject: String] = [
        .draft: "draftId = ?1",
        .application: "draftId IN (SELECT id FROM applicationDraft WHERE applicationId = ?1)",
    ]

    /// An answer that is a person's address, wherever it stands; or their name, where they write.
    private static let saysWho = """
        json_type(value) = 'text' AND EXISTS (SELECT 1 FROM namedPerson
          WHERE personId = ?1 AND (lower(json_extract(value, '$')) = lower(email)
            OR (json_extract(value, '$') = name AND applicationId IN (
              SELECT applicationId FROM writingPerson WHERE writerId = ?1))))
        """

    /// Applications and what was said about them. A group that is on a public register keeps its
    /// name: that of an organisation is nobody's personal data. Choices that were ticked (wards,
    /// communities) are what the figures are made from, and stay.
    public static let personalData = contacts + drafts + applications + screening

    private static let contacts = [
        PersonalData(
            "applicationContact", .contacts, .columns,
            ["name", .emptied("email"), .emptied("address")], ofApplication),
        PersonalData(
            "applicationFormerAddress", .contacts, .rows, ["address"], ofApplication),
    ]

    private static let drafts = [
        PersonalData(
            "applicationEqualityAnswer", .equality, .rows, ["value"],
            ofDraft.merging([
                .round: "draftId IN (SELECT id FROM applicationDraft WHERE roundId = ?1)"
            ]) { first, _ in first }),
        PersonalData("applicationDraftAnswer", .draft, .rows, ["value"], ofDraft),
        PersonalData(
            "applicationDraftMember", .draft, .rows, ["personId"],
            ofDraft.merging([.person: "personId = ?1"]) { first, _ in first }),
    ]

    private static let applications = [
        PersonalData(
            "application", .application, .columns,
            ["title", "summary", .emptied("postcode"), .ifThere("lateReason")],
            [.application: "id = ?1"]),
        PersonalData(
            "application", .application, .columns,
            ["organisation", .leaving("'erased' || id", in: "nameKey")],
            [.application: "id = ?1"], erasedWhere: "registrationNumber IS NULL"),
        PersonalData(
            "applicationAnswer", .application, .rows, ["value"],
            ofApplication.merging([.person: saysWho]) { first, _ in first },
            erasedWhere: """
                json_type(value) <> 'array' OR EXISTS (
                  SELECT 1 FROM json_each(value) WHERE type <> 'text')
                """),
        PersonalData(
            "applicationCheck", .application, .columns, [.ifThere("reason")], ofApplication),
        PersonalData("applicationFinding", .application, .columns, ["detail"], ofApplication),
        PersonalData(
            "applicationNote", .application, .columns, ["text"],
            [.application: "applicationId = ?1"]),
        PersonalData(
            "applicationQuestion", .application, .columns, ["text", .ifThere("answer")],
            ofApplication),
        PersonalData(
            "applicationWithdrawal", .application, .columns, [.ifThere("reason")],
            ofApplication),
    ]

    private static let screening = [
        PersonalData(
            "applicationScreeningCandidate", .application, .columns,
            [.leaving("'{}'", in: "why"), .leaving("'{}'", in: "listed")], ofApplication),
        PersonalData(
            "applicationScreeningVerdict", .application, .columns, ["reason"],
            [
                .application: """
                candidateId IN (
                  SELECT id FROM applicationScreeningCandidate WHERE applicationId = ?1)
                """
            ]),
    ]
}
