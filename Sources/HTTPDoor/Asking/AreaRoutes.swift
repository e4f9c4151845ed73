/// Where the register of providers and the help given to groups are.
extension Route {
    // Pages, for people.
    static let providersPage = Route("/providers")
    static let newProvider = Route("/new-provider")
    static let providerPage = Route("/providers/{number}")
    static let providerChange = Route("/providers/{number}/change")
    static let providerNote = Route("/providers/{number}/notes")
    static let providerEnd = Route("/providers/{number}/end")
    static let providerGapsPage = Route("/provider-gaps")
    static let providerFile = Route("/provider-register.csv")
    static let providerImport = Route("/import-providers")
    static let supportPage = Route("/support")
    static let newSupport = Route("/new-support")
    static let supportBack = Route("/support/{number}/withdrawal")
    static let cycleBenefitsPage = Route("/cycles/{cycle}/benefits")
    static let cycleNewBenefit = Route("/cycles/{cycle}/new-benefit")
    static let cycleBenefit = Route("/cycles/{cycle}/benefits/{number}")

    // For programs.
    static let providerList = api("/providers")
    static let providerShown = api("/providers/{number}")
    static let providerChanges = api("/providers/{number}/versions")
    static let providerNotes = api("/providers/{number}/notes")
    static let providerEnds = api("/providers/{number}/endings")
    static let providerImports = api("/provider-imports")
    static let providerGaps = api("/provider-gaps")
    static let supportList = api("/support")
    static let supportWithdrawals = api("/support/{number}/withdrawals")
    static let supportedGroups = api("/supported-groups")
    static let cycleBenefits = api("/cycles/{cycle}/benefits")
    static let cycleBenefitVerdicts = api("/cycles/{cycle}/benefit-verdicts")
}
