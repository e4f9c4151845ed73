/// Where what the fund gave is published.
extension Route {
    // Pages, for people.
    static let openData = Route("/open-data")
    static let openDataJSON = Route("/open-data/{round}/360giving.json")
    static let openDataCSV = Route("/open-data/{round}/360giving.csv")
    static let workOpenData = Route("/work/{round}/open-data")
    static let workPublicWords = Route("/work/{round}/open-data/{reference}")

    // For programs.
    static let givingOfAll = api("/open-data/360giving")
    static let givingOfRound = api("/rounds/{round}/360giving")
    static let publishChecks = api("/rounds/{round}/publish-checks")
    static let publicWords = api("/applications/{reference}/public-words")
}
