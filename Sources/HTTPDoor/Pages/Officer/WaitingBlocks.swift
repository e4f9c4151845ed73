import FundCore
import Publishing

/// What waits for whoever looks, as links to where they can do it.
extension Visit {
    func waits(_ waiting: [Waiting], in round: String) -> [Block] {
        guard !waiting.isEmpty else { return [] }
        return [
            .paragraph(w("page.waits-for-you")), .links(waiting.map { link(to: $0, in: round) }),
        ]
    }

    private func link(to waiting: Waiting, in round: String) -> PageLink {
        func link(_ key: String, _ count: String, _ route: Route, _ query: String = "") -> PageLink
        {
            PageLink(w(key, ["count": count]), route.link(round) + query)
        }
        return switch waiting {
        case .checks(let count):
            link("page.waits-checks", "\(count)", .workApplications, "?status=submitted")
        case .learned(let count): link("page.waits-learned", "\(count)", .workProposals)
        case .panel: link("page.waits-panel", "", .workPanel)
        case .scores(let count): link("page.waits-scores", "\(count)", .scoring)
        case .meeting: link("page.waits-meeting", "", .workMeeting)
        case .proposal: link("page.waits-proposal", "", .workDecision)
        case .decision(let number): link("page.waits-decision", "\(number)", .workDecision)
        case .record: link("page.waits-record", "", .workDecision)
        case .publication: link("page.waits-publication", "", .workDecision)
        case .letters(let count): link("page.waits-letters", "\(count)", .workLetters)
        case .gate(let count): link("page.waits-gate", "\(count)", .workGate)
        case .release(let count): link("page.waits-release", "\(count)", .workGate)
        case .appeals(let count): link("page.waits-appeals", "\(count)", .workAppeals)
        case .offers(let count): link("page.waits-offers", "\(count)", .workAgreements)
        case .lapses(let count): link("page.waits-lapses", "\(count)", .workAgreements)
        case .variations(let count):
            link("page.waits-variations", "\(count)", .workAgreements)
        case .instalments(let count): link("page.waits-instalments", "\(count)", .workPayments)
        case .run(let count): link("page.waits-run", "\(count)", .workPayments)
        case .runProposal(let count):
            link("page.waits-run-proposal", "\(count)", .workPayments)
        case .runApproval(let count):
            link("page.waits-run-approval", "\(count)", .workPayments)
        case .runRefusals(let count):
            link("page.waits-run-refusals", "\(count)", .workPayments)
        case .runReleases(let count):
            link("page.waits-run-releases", "\(count)", .workPayments)
        case .runFiles(let count): link("page.waits-run-files", "\(count)", .workPayments)
        case .payees(let count): link("page.waits-payees", "\(count)", .workPayees)
        case .bankLetters(let count):
            link("page.waits-bank-letters", "\(count)", .workBankLetters)
        case .returns(let count): link("page.waits-returns", "\(count)", .workReturns)
        case .lateReturns(let count):
            link("page.waits-late-returns", "\(count)", .workReturns, "?late=true")
        case .assessments(let count):
            link("page.waits-assessments", "\(count)", .workAwards)
        case .closings(let count):
            link("page.waits-closings", "\(count)", .workAwards, "?closable=true")
        case .reserveDecisions(let count):
            link("page.waits-reserve-decisions", "\(count)", .workReserve)
        case .reserveAwards(let count):
            link("page.waits-reserve-awards", "\(count)", .workReserve)
        case .reserve(let free): link("page.waits-reserve", free.words, .workReserve)
        case .tensions(let count): link("page.waits-tensions", "\(count)", .tensions, "?status=new")
        case .erasures(let count): link("page.waits-erasures", "\(count)", .keeping)
        }
    }
}
