import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

/// What a report for those who decide says of awards, and of what could go wrong.
extension Reports {
    /// Who is to be given what, or was, and why; of the others only how many.
    func awardItems(
        _ round: Round, _ proposal: Proposal?, _ ranking: [RankedApplication], isDecided: Bool,
        _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        let given = try isDecided ? made(round, in: tx) : proposed(proposal, in: tx)
        let summaries = try applications.summaries(of: round.id, in: tx)
        let said = try assessment.recommendations(of: round.id, in: tx)
        let ranks = Dictionary(ranking.map { ($0.application, $0) }) { first, _ in first }
        let naming = try naming(of: round, among: summaries, say, in: tx)
        let rows = given.map { each in
            let summary = summaries[each.application]
            let named = naming.words(summary)
            return [
                "\(each.reference)", named.group, named.project,
                reason(each, ranks[each.application], said[each.application], say),
                summary?.requested?.words ?? "–", each.amount.words,
            ]
        }
        let total = given.reduce(Money.zero) { $0 + $1.amount }
        let others = try applications.outcomeCounts(of: round.id, in: tx)
        let declined: Int64 =
            isDecided
            ? [.declined, .reserve, .reserveEnded, .defer].reduce(0) { $0 + (others[$1] ?? 0) }
            : Int64(ranking.count - given.count)
        return [
            rows.isEmpty
                ? .text(say("awards-none"))
                : say.table(
                    say(
                        "awards-caption", ["count": "\(given.count)", "total": total.words]),
                    ["reference", "group", "project", "why"], numbers: ["asked-for", "award"],
                    rows),
            .text(say(isDecided ? "others-declined" : "others", ["count": "\(declined)"])),
        ]
    }

    private struct GivenAward {
        let application: ApplicationID
        let reference: Reference
        let amount: Money
        let isPartial: Bool
        /// By what, where it was not the round's decision.
        let by: String?
    }

    /// How groups are named in the report, which anybody may come to read.
    func naming(
        of round: Round, among summaries: [ApplicationID: ApplicationSummary], _ say: ReportWords,
        in tx: borrowing ReadTx
    ) throws -> PublicNaming {
        try publicNaming(
            of: round.id, among: summaries,
            PublicNaming.Stock(
                individual: say("individual"), project: say("individual-project"),
                withheld: say.words.words("open-data.withheld"),
                erased: say.words.words("open-data.erased-title")), in: tx)
    }

    private func made(_ round: Round, in tx: borrowing ReadTx) throws -> [GivenAward] {
        var found: [GivenAward] = []
        try awards.awards(of: round.id, in: tx) { award in
            guard award.kept > .zero else { return }
            found.append(
                GivenAward(
                    application: award.application, reference: award.reference,
                    amount: award.kept, isPartial: award.isPartial,
                    by: award.appealedOn != nil
                        ? "by-appeal" : award.reservedOn != nil ? "by-reserve" : nil))
        }
        return found
    }

    private func proposed(
        _ proposal: Proposal?, in tx: borrowing ReadTx
    ) throws -> [GivenAward] {
        guard let proposal else { return [] }
        var found: [GivenAward] = []
        try awards.lines(of: proposal.id, in: tx) { line in
            guard line.award > .zero else { return }
            found.append(
                GivenAward(
                    application: line.application, reference: line.reference,
                    amount: line.award, isPartial: line.isPartial, by: nil))
        }
        return found
    }

    /// Why it is given: its place by score, what the panel recommends, and whether it is a part.
    private func reason(
        _ award: GivenAward, _ ranked: RankedApplication?, _ said: Recommended?,
        _ say: ReportWords
    ) -> String {
        var reasons: [String] = []
        if let by = award.by { reasons.append(say(by)) }
        if let rank = ranked?.rank, let score = ranked?.score {
            reasons.append(
                say("by-rank", ["rank": "\(rank)", "score": score.decimal(places: 1)]))
        }
        if let said {
            reasons.append(
                say(
                    "by-panel",
                    ["said": say.words.words("recommendation.\(said.kind.rawValue)")]))
        }
        if award.isPartial { reasons.append(say("in-part")) }
        return reasons.joined(separator: " ")
    }

    /// What could go wrong, as far as the fund knows of it.
    func riskItems(
        _ round: Round, _ ranking: [RankedApplication], _ say: ReportWords,
        in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        var risks: [String] = []
        func risk(_ key: String, _ count: Int) {
            if count > 0 { risks.append(say(key, ["count": "\(count)"])) }
        }
        risk("risk-missing-scores", ranking.count { $0.missingCount > 0 })
        risk("risk-shortfalls", ranking.count { !$0.shortfalls.isEmpty })
        risk("risk-appeals", try awards.appeals(of: round.id, in: tx).count { $0.status != .ended })
        var made: [AwardID] = []
        try awards.awards(of: round.id, in: tx) { made.append($0.id) }
        let worried = try made.filter { try commissioning.concern(over: $0, in: tx) != nil }
        risk("risk-concerns", worried.count)
        let left = try ledger.balance(.allotted, of: round.id, in: tx)
        if left > .zero { risks.append(say("risk-left", ["left": left.words])) }
        return [risks.isEmpty ? .text(say("risks-none")) : .bullets(risks)]
    }
}
