import FundStore

extension ApplicationsModule {
    /// What the publishing of awards may read of applications: what groups are told will be
    /// published, and the name of the contact, so that it can be kept out.
    public static let publishedViews = """
        CREATE VIEW publishedApplication AS
        SELECT application.id, groupId, organisation, organisationKey, registrationNumber, title,
          summary, requestedPence, applicationContact.name AS contactName
        FROM application
        JOIN applicationGroup ON applicationGroup.id = groupId
        LEFT JOIN applicationContact ON applicationContact.applicationId = application.id;

        CREATE VIEW publishedPriority AS
        SELECT applicationId, priorityKey FROM applicationPriority;

        -- Answers that are days or keys; never anybody's sentences or addresses.
        CREATE VIEW publishedAnswer AS
        SELECT applicationId, questionKey, value FROM applicationAnswer
        WHERE length(value) <= 20000 AND value NOT GLOB '*[^]a-zA-Z0-9",[-]*';
        """
}
