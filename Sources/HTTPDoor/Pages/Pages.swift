import HTTPTypes

extension Page {
    /// Everything that a person can look at or send.
    static let all =
        publicPages + signInPages + draftPages + sendingPages + ownApplicationPages
        + scoringPages + scoreSheetPages + overviewPages + openAndClosePages + assistPages
        + applicationListPages + panelPages + standDownPages + assignmentPages + interestPages
        + explanationPages
        + applicationPages + staffInterestPages + historyPages + rankingPages + decisionPages
        + advicePages
        + letterPages + letterGatePages + paymentPages + runPages + releasePages + advisePages
        + payablePages
        + reconcilePages
        + statementPages + publicDecisionPages + decisionActs
        + appealPages + reservePages + ownAppealPages + agreementPages + agreementActs
        + ownAgreementPages
        + screeningPages + meetingPages + payeePages + bankLetterPages + ownBankPages
        + indicatorPages + cyclePages + duePages + ownReturnPages + returnPages
        + publicTensionPages + tensionPages + publicSurveyPages + surveyPages + ownSurveyPages
        + clonePages + informationPages
        + filePages + awardPages + providerPages + supportPages + representationPages
        + awardListPages + transparencyPages + statisticsPages + printedReportPages
        + openDataPages + publishPages + reachPages + privacyPages + keepingPages

    /// Whether a page stands at this path, and not only somewhere to send a form to.
    static func canBeLookedAt(_ path: String) -> Bool {
        all.contains { $0.method == .get && $0.route.matches(path) }
    }
}

extension String {
    /// A path of this server; nil for anything that leads elsewhere.
    var localPath: String? {
        guard hasPrefix("/"), !hasPrefix("//"), utf8.count <= 2000,
            utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return self
    }
}
