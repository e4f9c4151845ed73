/// Where figures of who applied and who was funded are.
extension Route {
    // Pages, for people.
    static let workReach = Route("/work/{round}/equality")
    static let publicReach = Route("/rounds/{round}/equality")
    static let cycleReachPage = Route("/cycles/{cycle}/equality")

    // For programs.
    static let roundReach = api("/rounds/{round}/equality")
    static let cycleReach = api("/cycles/{cycle}/equality")
    static let reachFreezings = api("/rounds/{round}/equality-freezings")
}
