extension FundStore {
    /// Answers that wait for requests to be sent again; they go by themselves after a week.
    public static let personalData = [
        PersonalData(
            "requestAnswer", .sessions, .columns, [.emptied("answer")],
            [.everything: "answer IS NOT NULL", .person: "actor = ?1"])
    ]
}
