/// Where the next round is made from one that is there.
extension Route {
    static let workClone = Route("/work/{round}/clone")
    static let workProposals = Route("/work/{round}/proposals")
    static let workProposal = Route("/work/{round}/proposals/{number}")

    static let roundClones = api("/rounds/{round}/clones")
    static let roundProposals = api("/rounds/{round}/proposals")
    static let roundProposalVerdicts = api("/rounds/{round}/proposal-verdicts")
}
