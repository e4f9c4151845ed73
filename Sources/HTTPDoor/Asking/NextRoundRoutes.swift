/// Where the next round is made from one that is there.
extension Route {
    static let workClone = Route("/work/{round}/clone")
    static let workProposals = Route("/work/{round}/proposals")
    static let workProposal = Route("/work/{round}/proposals/{number}")

    static let roundClones = api("/rounds/{round}/clones")
    static let roundProposals = api("/rounds/{round}/proposals")
    static let roundProposalVerdicts = api("/rounds/{round}/proposal-verdicts")
}

/// Where people ask for what is held and recorded.
extension Route {
    static let informationPage = Route("/information")
    static let informationOfPerson = Route("/information/person")
    static let informationOfAward = Route("/information/award")

    static let subjectAccess = api("/subject-access")
    static let informationRequests = api("/information-requests")
}
