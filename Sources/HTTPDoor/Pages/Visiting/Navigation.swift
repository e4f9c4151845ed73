import FundCore
import Identity
import Rounds
import Templating

/// A place of a round: what it is called, where, and who may go there.
private struct Place {
    let words: String
    let route: Route
    let roles: Set<Role>
    /// Pages that belong to it although their addresses begin otherwise.
    var others: [Route] = []

    init(_ words: String, _ route: Route, _ roles: Set<Role>, others: [Route] = []) {
        self.words = words
        self.route = route
        self.roles = roles
        self.others = others
    }

    /// Whether a path is this place or one below it. Everything of a round is below its overview.
    func holds(_ path: String, of round: String) -> Bool {
        let link = route.link(round)
        return path == link || route != .work && path.hasPrefix(link + "/")
            || others.contains { $0.matches(path) }
    }
}

/// Places that belong together: a part of the work on a round.
private struct PartOfRound {
    let words: String
    let places: [Place]

    static let all = [
        PartOfRound(
            words: "page.overview",
            places: [
                Place(
                    "page.overview", .work, [.officer],
                    others: [.workOpen, .workClose, .workAssist])
            ]),
        PartOfRound(
            words: "page.applications",
            places: [
                Place(
                    "page.applications", .workApplications, [.officer, .decisionMaker, .auditor]),
                Place("page.screening", .workScreening, [.officer, .decisionMaker, .auditor]),
            ]),
        PartOfRound(
            words: "page.panel",
            places: [
                Place("page.panel", .workPanel, [.officer]),
                Place("page.scoring", .scoring, [.panelMember]),
                Place("page.interests", .workInterests, [.officer, .decisionMaker, .auditor]),
                Place(
                    "page.meeting", .workMeeting,
                    [.officer, .decisionMaker, .auditor, .panelMember]),
            ]),
        PartOfRound(
            words: "page.decision",
            places: [
                Place("page.ranking", .workRanking, [.officer, .decisionMaker, .auditor]),
                Place(
                    "page.decision", .workDecision,
                    [.officer, .decisionMaker, .finance, .auditor]),
                Place(
                    "page.letters", .workLetters, [.officer, .decisionMaker, .auditor],
                    others: [.workGate]),
                Place("page.reserve", .workReserve, [.officer, .decisionMaker, .auditor]),
                Place("page.appeals", .workAppeals, [.officer, .decisionMaker, .auditor]),
                Place(
                    "page.agreements", .workAgreements,
                    [.officer, .decisionMaker, .finance, .auditor]),
                Place(
                    "page.returns", .workReturns, [.officer, .decisionMaker, .finance, .auditor]),
                Place("page.surveys", .workSurveys, [.officer, .decisionMaker, .auditor]),
                Place(
                    "page.award-reviews", .workAwards,
                    [.officer, .decisionMaker, .finance, .auditor]),
                Place(
                    "page.open-data", .workOpenData, [.officer, .decisionMaker, .auditor]),
                Place("page.reach", .workReach, [.officer, .decisionMaker, .auditor]),
            ]),
        PartOfRound(
            words: "page.payments",
            places: [
                Place(
                    "page.payments", .workPayments,
                    [.officer, .finance, .decisionMaker, .auditor],
                    others: [.workRun, .workRunAdvice, .workPayable]),
                Place(
                    "page.bank-files", .workBank, [.finance, .auditor], others: [.workUnmatched]),
                Place(
                    "page.statement", .workStatement,
                    [.officer, .finance, .decisionMaker, .auditor]),
                Place(
                    "page.duties", .workDuties, [.officer, .finance, .decisionMaker, .auditor]),
                Place(
                    "page.payees", .workPayees, [.officer, .finance, .decisionMaker, .auditor]),
            ]),
        PartOfRound(
            words: "page.part-history",
            places: [
                Place(
                    "page.part-history", .workHistory,
                    [.officer, .finance, .decisionMaker, .auditor]),
                Place("page.printed-reports", .workReports, [.officer, .decisionMaker, .auditor]),
            ]),
    ]

    func open(to roles: Set<Role>) -> PartOfRound {
        PartOfRound(words: words, places: places.filter { !$0.roles.isDisjoint(with: roles) })
    }
}

/// Where people can go from wherever they are.
extension Visit {
    /// So many places of a round fit into the head of a page on a phone; more stand in parts.
    private static let greatestCountAtOnce = 4

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

    /// The parts of the work on a round that this person has any part in.
    private var parts: [PartOfRound] {
        let roles = signedIn?.principal.roles ?? []
        return PartOfRound.all.map { $0.open(to: roles) }.filter { !$0.places.isEmpty }
    }

    private var isInParts: Bool {
        parts.reduce(0) { $0 + $1.places.count } > Self.greatestCountAtOnce
    }

    /// What stands in the head of a page, in the same order on every page.
    func navigation(_ here: String) -> [TemplateFacts] {
        guard let principal = signedIn?.principal else { return [] }
        let home = Route.home.link()
        var found = [link(w("page.home"), home, here, isIn: false)]
        if round.isEmpty {
            found += cyclePlaces(here).map { link($0.text, $0.link, here, isIn: $0.isIn) }
        }
        guard !round.isEmpty, principal.isStaff else { return found }
        for part in parts {
            if isInParts, let first = part.places.first {
                found.append(
                    link(
                        w(part.places.count == 1 ? first.words : part.words),
                        first.route.link(round), here,
                        isIn: part.places.contains { $0.holds(here, of: round) }))
            } else {
                found += part.places.map { link($0, here) }
            }
        }
        return found
    }

    /// The places of the part that a page belongs to, where there are several.
    func partOfRound(_ here: String) -> TemplateFacts? {
        guard !round.isEmpty, isInParts,
            let part = parts.first(where: { part in
                part.places.contains { $0.holds(here, of: round) }
            }), part.places.count > 1
        else { return nil }
        return [
            "label": w("page.part-pages", ["part": w(part.words)]),
            "pages": part.places.map { link($0, here) },
        ]
    }

    private func link(_ place: Place, _ here: String) -> TemplateFacts {
        link(
            w(place.words), place.route.link(round), here, isIn: place.holds(here, of: round))
    }

    /// - Parameter isIn: whether the page is one of those behind the link.
    private func link(
        _ text: String, _ link: String, _ here: String, isIn: Bool
    ) -> TemplateFacts {
        [
            "text": text, "link": link,
            "current": present(here == link ? "page" : isIn ? "true" : nil),
        ]
    }

    /// The places of a round that this person may go to, each with the part that it belongs to.
    func staffPlaces(_ round: String) -> [(part: String, links: [PageLink])] {
        parts.map { part in
            (w(part.words), part.places.map { PageLink(w($0.words), $0.route.link(round)) })
        }
    }

    /// Where the work on a round begins: a link for each part, or for each place where they are few.
    func staffLinks(_ round: String) -> [PageLink] {
        let places = staffPlaces(round)
        guard isInParts else { return places.flatMap(\.links) }
        return places.compactMap { part, links in
            links.count == 1 ? links.first : links.first.map { PageLink(part, $0.link) }
        }
    }
}
