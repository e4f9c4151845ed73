import FundStore

extension AwardsModule {
    private static let ofAward: [PersonalSubject: String] = [.award: "awardId = ?1"]
    private static let ofVersion: [PersonalSubject: String] = [
        .award: "versionId IN (SELECT id FROM awardVersion WHERE awardId = ?1)"
    ]
    private static let ofApplication: [PersonalSubject: String] = [
        .application: "applicationId = ?1"
    ]
    private static let ofReserve: [PersonalSubject: String] = [
        .application:
            "proposalId IN (SELECT id FROM awardReserveProposal WHERE applicationId = ?1)"
    ]

    /// What somebody signed on their own page is theirs, too; not what an officer copied from paper.
    private static func signed(by column: String) -> [PersonalSubject: String] {
        ofVersion.merging([.person: "\(column) = ?1 AND paperPlace IS NULL"]) { first, _ in first }
    }

    /// Agreements, who signed them, and appeals. Amounts, days, references and what was decided in
    /// public stay.
    public static let personalData = agreements + appeals

    private static let agreements = [
        PersonalData(
            "awardAcceptance", .application, .columns,
            ["name", "role", .ifThere("paperPlace"), .ifThere("paperReason")],
            signed(by: "recordedById")),
        PersonalData(
            "awardConfirmation", .application, .columns, ["name", .ifThere("paperPlace")],
            signed(by: "confirmedById")),
        PersonalData(
            "awardExtension", .application, .columns, ["reason"], ofVersion),
        PersonalData(
            "awardVersionEnd", .application, .columns, [.ifThere("reason")], ofVersion),
        PersonalData(
            "awardVariationDecision", .application, .columns, [.ifThere("reason")],
            [.award: "variationId IN (SELECT id FROM awardVariation WHERE awardId = ?1)"]),
        PersonalData(
            "awardVariation", .application, .columns, [.ifThere("purpose"), "reason"], ofAward),
        PersonalData("awardVersion", .application, .columns, ["purpose", "text"], ofAward),
        PersonalData("awardCondition", .application, .columns, ["text"], ofAward),
        PersonalData("awardSubsidyAnswer", .application, .columns, ["reason"], ofAward),
        PersonalData(
            "awardPublicWords", .application, .columns,
            [.ifThere("title"), .ifThere("summary"), .ifThere("name"), "reason"], ofAward),
        PersonalData("awardEnd", .application, .columns, [.ifThere("reason")], ofAward),
        PersonalData("awardGivenUp", .application, .columns, ["reason"], ofAward),
        PersonalData("awardClosing", .application, .columns, [.ifThere("reason")], ofAward),
    ]

    private static let appeals = [
        PersonalData(
            "awardAppealDecision", .application, .columns, ["reason"],
            [.application: "appealId IN (SELECT id FROM awardAppeal WHERE applicationId = ?1)"]),
        PersonalData(
            "awardAppealReview", .application, .columns, ["reason"],
            [.application: "appealId IN (SELECT id FROM awardAppeal WHERE applicationId = ?1)"]),
        PersonalData(
            "awardAppeal", .application, .columns, ["grounds", .ifThere("lateReason")],
            ofApplication),
        PersonalData("awardListedEnd", .application, .columns, ["reason"], ofApplication),
        PersonalData("awardReserveDrop", .application, .columns, ["reason"], ofReserve),
        PersonalData("awardReserveDecision", .application, .columns, ["reason"], ofReserve),
        PersonalData(
            "awardReserveProposal", .application, .columns, [.ifThere("orderReason")],
            ofApplication),
    ]
}
