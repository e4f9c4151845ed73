import FundCore
import Identity
import Rounds
import Templating

/// Where people can go from wherever they are.
extension Visit {
    var round: String { path("round") }

    /// A page of a round for those who work on it.
    func staffView(_ title: String, _ round: Round) -> PageView {
        var view = PageView(w(title))
        view.caption = words.title(ofRound: round.key, round.plan.title)
        view.back =
            has(.officer)
            ? PageLink(w("page.overview"), Route.work.link(round.key))
            : PageLink(w("page.home"), Route.home.link())
        view.isWide = true
        return view
    }

    func navigation(_ here: String) -> [TemplateFacts] {
        guard signedIn != nil else { return [] }
        var links = [PageLink(w("page.home"), Route.home.link())]
        let round = path["round"] ?? ""
        if !round.isEmpty, signedIn?.principal.isStaff ?? false {
            links += staffLinks(round)
        }
        return links.map {
            ["text": $0.text, "link": $0.link, "isCurrent": here == $0.link]
        }
    }

    /// The places of a round that this person may go to.
    func staffLinks(_ round: String) -> [PageLink] {
        let places: [(String, Route, Set<Role>)] = [
            ("page.overview", .work, [.officer]),
            ("page.applications", .workApplications, [.officer, .decisionMaker, .auditor]),
            ("page.scoring", .scoring, [.panelMember]),
            ("page.screening", .workScreening, [.officer, .decisionMaker, .auditor]),
            ("page.panel", .workPanel, [.officer]),
            (
                "page.meeting", .workMeeting,
                [.officer, .decisionMaker, .auditor, .panelMember]
            ),
            ("page.ranking", .workRanking, [.officer, .decisionMaker, .auditor]),
            ("page.decision", .workDecision, [.officer, .decisionMaker, .finance, .auditor]),
            ("page.letters", .workLetters, [.officer, .decisionMaker, .auditor]),
            ("page.appeals", .workAppeals, [.officer, .decisionMaker, .auditor]),
            ("page.payments", .workPayments, [.officer, .finance, .decisionMaker, .auditor]),
            ("page.history", .workHistory, [.officer, .finance, .decisionMaker, .auditor]),
        ]
        return places.filter { !$0.2.isDisjoint(with: signedIn?.principal.roles ?? []) }.map {
            PageLink(w($0.0), $0.1.link(round))
        }
    }
}
