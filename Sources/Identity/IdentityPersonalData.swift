import FundStore

extension IdentityModule {
    /// What erasing may read of accounts.
    public static let erasureViews = """
        CREATE VIEW namedPerson AS SELECT id AS personId, email, name FROM person;
        """

    /// Accounts, and how people sign in to them. The trail and the acts of others refer to a person's
    /// id, which stays.
    public static let personalData = [
        PersonalData(
            "personSignIn", .sessions, .rows, ["email", "linkHash", "codeHash", "browserHash"],
            [
                .moment: "expiresAt < ?1",
                .person: "email = (SELECT email FROM person WHERE id = ?1)",
            ]),
        PersonalData(
            "personSession", .sessions, .rows, ["hash"],
            [.moment: overSessions, .person: "personId = ?1"]),
        // Whoever has a token of an erased account can do nothing with it.
        PersonalData(
            "personToken", .people, .columns,
            ["label", .leaving("ifnull(revokedAt, createdAt)", in: "revokedAt")],
            [.person: "personId = ?1"]),
        PersonalData("personRole", .people, .rows, ["role"], [.person: "personId = ?1"]),
        PersonalData(
            "person", .people, .columns,
            [.leaving("'erased-' || id || '\(erasedEnding)'", in: "email"), "name"],
            [.person: "id = ?1"]),
    ]
}
