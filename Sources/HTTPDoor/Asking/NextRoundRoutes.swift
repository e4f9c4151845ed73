/// Where the next round is made from one that is there.
extension Route {
    static let workClone = Route("/work/{round}/clone")
    static let workProposals = Route("/work/{round}/learned")
    static let workProposal = Route("/work/{round}/learned/{number}")

    static let roundClones = api("/rounds/{round}/clones")
    static let roundProposals = api("/rounds/{round}/learned")
    static let roundProposalVerdicts = api("/rounds/{round}/learned-verdicts")
}

/// Where people ask for what is held and recorded.
extension Route {
    static let informationPage = Route("/information")
    static let informationOfPerson = Route("/information/person")
    static let informationOfAward = Route("/information/award")

    static let subjectAccess = api("/subject-access")
    static let informationRequests = api("/information-requests")
}
