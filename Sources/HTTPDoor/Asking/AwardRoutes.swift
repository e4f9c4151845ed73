/// Where awards are after their end, and what a cycle came to.
extension Route {
    // Pages, for people.
    static let workAwards = Route("/work/{round}/awards")
    static let workAward = Route("/work/{round}/awards/{reference}")
    static let workAwardAssessment = Route("/work/{round}/awards/{reference}/assessment")
    static let workAwardFeedback = Route("/work/{round}/awards/{reference}/feedback")
    static let workAwardBudget = Route("/work/{round}/awards/{reference}/budget")
    static let workAwardWaiver = Route("/work/{round}/awards/{reference}/waiver")
    static let workAwardWriteOff = Route("/work/{round}/awards/{reference}/write-off")
    static let workAwardGivingUp = Route("/work/{round}/awards/{reference}/giving-up")
    static let workAwardClosing = Route("/work/{round}/awards/{reference}/closing")
    static let workAwardReopening = Route("/work/{round}/awards/{reference}/reopening")
    static let cycleEvaluationPage = Route("/cycles/{cycle}/evaluation")

    // For programs.
    static let awardReviews = api("/rounds/{round}/award-reviews")
    static let awardReview = api("/applications/{reference}/review")
    static let awardAssessments = api("/applications/{reference}/assessments")
    static let awardFeedback = api("/applications/{reference}/feedback")
    static let awardBudgets = api("/applications/{reference}/budgets")
    static let awardWaivers = api("/applications/{reference}/return-waivers")
    static let awardWriteOffs = api("/applications/{reference}/write-offs")
    static let awardSurrenders = api("/applications/{reference}/surrenders")
    static let awardClosings = api("/applications/{reference}/closings")
    static let awardReopenings = api("/applications/{reference}/reopenings")
    static let cycleEvaluation = api("/cycles/{cycle}/evaluation")
}
