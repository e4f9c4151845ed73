import FundStore

extension AssessmentModule {
    private static let scoresOfApplication =
        "scoreId IN (SELECT id FROM assessmentScore WHERE applicationId = ?1)"
    private static let recommendationsOfRound = """
        recommendationId IN (
          SELECT recommendation.id FROM assessmentRecommendation AS recommendation
            JOIN assessmentMeeting AS meeting ON meeting.id = meetingId
          WHERE meeting.roundId = ?1)
        """

    /// What panel members wrote about applications, and what they told about themselves. Scores and
    /// votes stay: they are figures, and say by ids who gave them.
    public static let personalData = aboutApplications + aboutMembers

    private static let aboutApplications = [
        PersonalData(
            "assessmentScore", .application, .columns, [.ifThere("comment")],
            [.application: "applicationId = ?1"]),
        PersonalData(
            "assessmentScoreHistory", .application, .columns, [.ifThere("comment")],
            [.application: scoresOfApplication]),
        PersonalData(
            "assessmentModeration", .application, .columns, ["reason"],
            [.application: scoresOfApplication]),
        PersonalData(
            "assessmentRecommendation", .application, .columns, [.ifThere("conditions")],
            [.application: "applicationId = ?1"]),
    ]

    private static let aboutMembers = [
        PersonalData(
            "assessmentPanelMember", .panel, .columns,
            [.ifThere("supportingAdult"), .emptied("postcode"), .emptied("employers")],
            [.round: "roundId = ?1", .person: "personId = ?1"]),
        PersonalData(
            "assessmentInterest", .panel, .columns, [.ifThere("detail")],
            [.round: "roundId = ?1", .person: "memberId = ?1"]),
        PersonalData(
            "assessmentStaffInterest", .panel, .columns, [.ifThere("detail")],
            [.round: "roundId = ?1", .person: "personId = ?1"]),
        PersonalData(
            "assessmentDeparture", .panel, .columns, ["reason"],
            [.round: "roundId = ?1", .person: "memberId = ?1"]),
        PersonalData(
            "assessmentAssignmentChange", .panel, .columns, [.ifThere("reason")],
            [.round: "roundId = ?1", .person: "memberId = ?1"]),
        PersonalData(
            "assessmentDissent", .panel, .columns, ["text"],
            [.round: recommendationsOfRound, .person: "memberId = ?1"]),
        PersonalData(
            "assessmentMeeting", .panel, .columns, [.ifThere("minutes")],
            [.round: "roundId = ?1"]),
    ]
}
