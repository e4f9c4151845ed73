import FundStore

extension DocumentsModule {
    /// Files that were sent, and the files of payments of before they were sealed.
    public static let personalData = [
        PersonalData(
            "documentUpload", .files, .rows, ["name"],
            [
                .application: "applicationId = ?1", .draft: "draftId = ?1",
                .person: "uploadedById = ?1",
            ],
            // What belongs to an answer is its application's.
            narrowed: [.person: "questionKey IS NULL"]),
        // What several uploads share goes with the last of them.
        PersonalData(
            "documentFilePiece", .files, .rows, ["bytes"],
            [.everything: "fileId NOT IN (SELECT fileId FROM documentUpload)"]),
        PersonalData(
            "documentFile", .files, .rows, ["sha256"],
            [.everything: "id NOT IN (SELECT fileId FROM documentUpload)"]),
        PersonalData(
            "documentChunk", .bankDetails, .columns, [.leaving("x'00'", in: "bytes")],
            [
                .moment: """
                documentId IN (SELECT id FROM document WHERE storedAt < ?1)
                  AND documentId NOT IN (SELECT documentId FROM neededDocument)
                """
            ]),
    ]
}
