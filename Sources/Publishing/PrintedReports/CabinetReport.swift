import Applications
import Assessment
import Awards
import Commissioning
import FundCore
import FundStore
import Identity
import Ledger
import Rounds

extension Reports {
    /// A report on a round for people to read and print. Nobody who scored or wrote for a group is
    /// named in it; of groups that got nothing it tells only how many.
    ///
    /// - Parameter words: its language.
    /// - Throws: `RoundsProblem`; `AssessmentProblem` for whoever scores in a sealed round.
    public func printedReport(
        _ kind: ReportKind, of key: String, in words: TextCatalogue, as principal: Principal
    ) throws -> PrintedReport {
        try principal.requireOperator(or: .officer, .decisionMaker, .auditor)
        return try store.read { tx in
            let round = try rounds.round(key, in: tx)
            guard round.status != .planned else {
                throw RoundsProblem.notOpen(round: key, status: round.status)
            }
            try refuseSealed(round, principal, in: tx)
            let say = ReportWords(words: words)
            let fund = try rounds.fund(in: tx)
            let title = ["round": say.title(of: round)]
            return PrintedReport(
                round: key, kind: kind, title: say("title-\(kind.rawValue)", title),
                lead: say(
                    "lead",
                    [
                        "council": fund.council, "department": fund.department,
                        "date": words.words(LondonTime.date(tx.now)),
                    ]),
                sections: kind == .cabinet
                    ? try cabinetSections(round, say, in: tx)
                    : try evaluationSections(round, say, in: tx))
        }
    }

    private func cabinetSections(
        _ round: Round, _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Section] {
        let scheme: ScoringScheme = try rounds.section(.scoring, of: round.id, in: tx)
        let ranking = try assessment.ranking(of: round.id, key: round.key, scheme: scheme, in: tx)
        let decision = try awards.decision(of: round.id, in: tx)
        let proposal = try awards.latestProposalNumber(of: round.id, in: tx).map {
            try awards.proposal(of: round.id, key: round.key, number: $0, in: tx)
        }
        return [
            say.section(
                "what-is-asked", try asked(round, proposal, decision, say, in: tx)),
            say.section("the-round", roundItems(round, say)),
            say.section("needs", try needItems(round, say, in: tx)),
            say.section("applications", try applicationItems(round, say, in: tx)),
            say.section("scores", scoreItems(ranking, say)),
            say.section(
                decision == nil ? "awards-proposed" : "awards-made",
                try awardItems(round, proposal, ranking, isDecided: decision != nil, say, in: tx)),
            say.section("risks", try riskItems(round, ranking, say, in: tx)),
            say.section("learned", try learned(round, say, in: tx)),
        ].compactMap(\.self)
    }

    /// What those who decide are asked for, or what was decided and why.
    private func asked(
        _ round: Round, _ proposal: Proposal?, _ decision: Decision?, _ say: ReportWords,
        in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        guard let decision else {
            guard let proposal else { return [.text(say("nothing-proposed"))] }
            var count = 0
            try awards.lines(of: proposal.id, in: tx) { if $0.award > .zero { count += 1 } }
            return [
                .text(
                    say(
                        "proposed",
                        [
                            "count": "\(count)", "total": proposal.total.words,
                            "available": proposal.available.words,
                            "left": proposal.leftover.words,
                        ])),
                .bullets([say("ask-approve"), say("ask-reason"), say("ask-publish")]),
            ]
        }
        let naming = try naming(of: round, among: [:], say, in: tx)
        var rows = [
            (key: say("decided-on"), value: say.words.words(decision.decidedOn)),
            (key: say("decided-by"), value: try identity.name(of: decision.decidedBy, in: tx)),
            (key: say("reason"), value: naming.record(decision.reason)),
        ]
        let standing = try awards.standing(of: round.id, in: tx)
        if let record = standing?.record {
            rows += [
                (key: say("recommendation"), value: naming.record(record.recommendation)),
                (key: say("outcomes"), value: naming.record(record.outcomes)),
                (key: say("alternatives"), value: naming.record(record.alternatives)),
            ]
        }
        if let status = try decisionStatus(of: round, in: tx) {
            rows.append(
                (
                    key: say("how-it-stands"),
                    value: say.words.words("decision-status.\(status.rawValue)")
                ))
        }
        return [.rows(rows)]
    }

    private func roundItems(_ round: Round, _ say: ReportWords) -> [PrintedReport.Item] {
        let plan = round.plan
        return [
            .rows([
                (say("allotment"), plan.allotment.words),
                (
                    say("requests"),
                    say(
                        "from-to",
                        [
                            "least": plan.requests.lowerBound.words,
                            "most": plan.requests.upperBound.words,
                        ])
                ), (say("opened"), say.words.words(plan.timetable.opens)),
                (say("closed"), say.words.words(plan.timetable.closes)),
                (say("decision-due"), say.words.words(plan.timetable.decision)),
            ])
        ]
    }

    private func needItems(
        _ round: Round, _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        var items: [PrintedReport.Item] = []
        if let cycle = try commissioning.cycle(of: round.id, in: tx) {
            let needs = try commissioning.needs(of: cycle.id, in: tx).filter { !$0.isWithdrawn }
            items.append(
                needs.isEmpty
                    ? .text(say("needs-none"))
                    : .bullets(needs.map { say("need", ["need": $0.text, "place": $0.place]) }))
        }
        let priorities: [Priority] = try rounds.section(.priorities, of: round.id, in: tx)
        if !priorities.isEmpty {
            items += [
                .heading(say("priorities")),
                .bullets(priorities.map { say.title(ofPriority: $0.key, $0.title) }),
            ]
        }
        return items
    }

    private func applicationItems(
        _ round: Round, _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        let counts = try applications.outcomeCounts(of: round.id, in: tx)
        var requested = Money.zero
        try applications.list(round.id, in: tx) { requested = requested + ($0.requested ?? .zero) }
        var rows = [
            (key: say("applied"), value: "\(counts.values.reduce(0, +))"),
            (key: say("asked-for"), value: requested.words),
        ]
        for outcome in ApplicationOutcome.allCases {
            guard let count = counts[outcome], count > 0 else { continue }
            rows.append(
                (key: say.words.words("status.\(outcome.rawValue)"), value: "\(count)"))
        }
        return [.rows(rows)]
    }

    /// How many applications came to which score, in tens; nobody's scores by themselves.
    private func scoreItems(
        _ ranking: [RankedApplication], _ say: ReportWords
    ) -> [PrintedReport.Item] {
        let scores = ranking.compactMap(\.score)
        guard !scores.isEmpty else { return [.text(say("scores-none"))] }
        let rows = (0..<10).reversed().map { band -> [String] in
            let (low, high) = (Fraction(Int128(band * 10)), Fraction(Int128(band * 10 + 10)))
            // The highest takes the whole hundred.
            let count = scores.count { !($0 < low) && ($0 < high || band == 9) }
            let last = band == 9 ? 100 : band * 10 + 9
            return [say("band", ["low": "\(band * 10)", "high": "\(last)"]), "\(count)"]
        }
        var items: [PrintedReport.Item] = [
            .text(say("scores-text")),
            say.table(say("scores-caption"), ["score-band"], numbers: ["applications"], rows),
        ]
        let missing = ranking.count - scores.count
        if missing > 0 { items.append(.text(say("scores-missing", ["count": "\(missing)"]))) }
        return items
    }

    private func learned(
        _ round: Round, _ say: ReportWords, in tx: borrowing ReadTx
    ) throws -> [PrintedReport.Item] {
        guard let cycle = try commissioning.cycle(of: round.id, in: tx) else { return [] }
        let lessons =
            try commissioning.lessons(before: cycle.id, in: tx)
            + commissioning.lessons(of: cycle.id, in: tx)
        return say.lessons(lessons.filter { !$0.isWithdrawn })
    }
}
