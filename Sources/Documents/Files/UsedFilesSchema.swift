/// Looking up what one person has sent in all.
extension DocumentsModule {
    public static let usedFilesSchema =
        "CREATE INDEX documentUploadByPerson ON documentUpload (uploadedById, fileId);"
}
