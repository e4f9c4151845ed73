/// Where anybody reads of awards and figures, and where reports to print are.
extension Route {
    // Pages, for people.
    static let awards = Route("/awards")
    static let awardsFile = Route("/awards.csv")
    static let awardShown = Route("/awards/{reference}")
    static let roundStatistics = Route("/rounds/{round}/statistics")
    static let roundStatisticsFile = Route("/rounds/{round}/statistics.csv")
    static let transparencyLists = Route("/transparency")
    static let transparencyFile = Route("/transparency/{dataset}/{year}/awards.csv")
    static let workReports = Route("/work/{round}/reports")
    static let workReport = Route("/work/{round}/reports/{kind}")
    static let workReportPrint = Route("/work/{round}/reports/{kind}/report.html")

    // For programs.
    static let awardList = api("/awards")
    static let awardListFile = api("/awards.csv")
    static let awardFound = api("/awards/{reference}")
    static let transparency = api("/transparency/{dataset}")
    static let statistics = api("/rounds/{round}/statistics")
    static let statisticsFile = api("/rounds/{round}/statistics.csv")
    static let printedReport = api("/rounds/{round}/reports/{kind}")
    static let printedReportPage = api("/rounds/{round}/reports/{kind}/report.html")
}
