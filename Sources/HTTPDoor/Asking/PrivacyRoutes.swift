/// Where it is said how long personal data is kept, and where it is erased.
extension Route {
    // Pages, for people.
    static let privacy = Route("/privacy")
    static let keeping = Route("/keeping")
    static let keepingProposal = Route("/keeping/proposal")
    static let keepingErasure = Route("/keeping/erasures/{number}")
    static let keepingApproval = Route("/keeping/erasures/{number}/approval")
    static let keepingWithdrawal = Route("/keeping/erasures/{number}/withdrawal")
    static let keepingHolds = Route("/keeping/holds")
    static let keepingRelease = Route("/keeping/release")

    // For programs.
    static let retentionPolicy = api("/privacy/policy")
    static let privacyDue = api("/privacy/due")
    static let erasures = api("/erasures")
    static let erasureShown = api("/erasures/{number}")
    static let erasureApprovals = api("/erasures/{number}/approvals")
    static let erasureWithdrawals = api("/erasures/{number}/withdrawals")
    static let holds = api("/erasure-holds")
    static let applicationHolds = api("/applications/{reference}/erasure-holds")
    static let applicationHoldEnds = api("/applications/{reference}/erasure-hold-ends")
}
