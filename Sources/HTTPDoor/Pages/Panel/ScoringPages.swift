import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    static let scoringPages = [
        Page(.get, .scoring, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let (list, briefing) = try await visit.read {
                (
                    try $0.scoringList(of: key, as: principal),
                    try $0.briefing(of: key, as: principal)
                )
            }
            return visit.page(
                visit.scoringList(list.round, list.criteria, list.rows, briefing))
        },
        Page(.get, .scoringBriefing, for: .roles([.panelMember])) { visit in
            visit.page(visit.briefingPage(try await visit.briefing()))
        },
        Page(.post, .scoringBriefing, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            guard visit.fields.has("read") else {
                let problem = FieldProblem("read", "not-confirmed")
                return visit.wrong(
                    visit.briefingPage(try await visit.briefing(), problem: problem), [problem])
            }
            try await visit.write { try $0.acknowledgeBriefing(of: key, as: principal) }
            return visit.go(to: Route.scoring.link(key), done: visit.w("page.briefing-done"))
        },
        Page(.get, .scoringPack, for: .roles([.panelMember])) { visit in
            let (key, principal) = (visit.path("round"), try visit.principal)
            let pack = try await visit.read { try $0.scoringPack(of: key, as: principal) }
            return visit.page(visit.pack(pack.round, pack.sheets, undeclared: pack.undeclared))
        },
        Page(.get, .scoringOne, for: .roles([.panelMember])) { visit in
            let briefing = try await visit.briefing()
            guard !briefing.isDue else {
                return visit.go(to: Route.scoringBriefing.link(visit.path("round")))
            }
            switch try await visit.sheet() {
            case .undeclared(let round, _, _, _) where round.status == .decided:
                return visit.page(visit.scoringOver(round))
            case .undeclared:
                return visit.go(
                    to: Route.interest.link(visit.path("round"), visit.path("reference")))
            case .barred(let round, let reference, let detail, let ground):
                return visit.page(visit.barred(round, reference, detail, ground))
            case .open(let sheet): return visit.page(visit.scoringPage(sheet))
            }
        },
        Page(.post, .scoringOne, for: .roles([.panelMember])) { visit in
            try await visit.saveScores()
        },
        Page(.get, .interest, for: .roles([.panelMember])) { visit in
            let key = visit.path("round")
            let round = try await visit.read { try $0.round(key) }
            let sheet = try await visit.sheet()
            if case .barred = sheet { return visit.go(to: visit.scoringHere) }
            guard round.status != .decided else { return visit.go(to: visit.scoringHere) }
            return visit.page(visit.interestPage(sheet))
        },
        Page(.post, .interest, for: .roles([.panelMember])) { visit in
            try await visit.declareInterest()
        },
    ]
}

extension Visit {
    var scoringHere: String {
        Route.scoringOne.link(path("round"), path("reference"))
    }

    func sheet() async throws -> ScoringSheet {
        let (key, reference, principal) = (path("round"), path("reference"), try principal)
        return try await read { try $0.scoringSheet(reference, of: key, as: principal) }
    }
}
