import Awards
import FundCore
import Hummingbird
import NIOCore
import Publishing

extension Page {
    /// The published decisions, for anybody.
    static let publicDecisionPages = [
        Page(.get, .decisions) { visit in
            visit.page(visit.decisions(try await visit.read { try $0.publicDecisions() }))
        },
        Page(.get, .decision) { visit in
            let key = visit.path("round")
            return visit.page(visit.decision(try await visit.read { try $0.publicDecision(key) }))
        },
        Page(.get, .decisionAwards) { visit in
            let key = visit.path("round")
            let report = try await visit.read { try $0.publicDecision(key) }
            return .csv(named: "\(key)-awards") { writer in
                var text = Listing.publishedAwards.csvHeader
                for row in report.awardRows { text += Listing.publishedAwards.csv(row) }
                try await writer.write(ByteBuffer(string: text))
            }
        },
    ]
}

extension Visit {
    fileprivate func decisions(_ decisions: [DecisionReport]) -> PageView {
        var view = PageView(w("page.decisions"))
        view.back = PageLink(w("page.all-rounds"), Route.front.link())
        view.blocks = [
            .paragraph(w("page.decisions-text")),
            .table(
                Table(
                    id: "decisions", caption: w("page.decisions"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.round")), .init(w("page.how-it-stands")),
                        .init(w("page.published-on")), .init(w("page.takes-effect")),
                        .init(w("page.award-count"), isNumeric: true),
                        .init(w("page.money-total"), isNumeric: true),
                    ],
                    rows: decisions.map { decision in
                        [
                            .init(
                                title(decision), link: Route.decision.link(decision.round),
                                isHeader: true),
                            .init(status(decision), isTag: true),
                            .init(
                                decision.standing.publication.map {
                                    words.words($0.publishedOn)
                                } ?? ""), .init(effect(decision)),
                            .init("\(decision.standingCount)"), .init(decision.total.words),
                        ]
                    }, emptyText: w("page.decisions-none"))),
        ]
        return view
    }

    fileprivate func decision(_ decision: DecisionReport) -> PageView {
        var view = PageView(w("page.decision-on", ["round": title(decision)]))
        view.back = PageLink(w("page.decisions"), Route.decisions.link())
        let standing = decision.standing
        view.blocks = [
            .inset(says(decision)),
            .summary([
                Block.SummaryRow(key: w("page.how-it-stands"), lines: [status(decision)]),
                Block.SummaryRow(key: w("page.decided-by"), lines: [decision.decidedBy]),
                Block.SummaryRow(
                    key: w("page.decided-on"), lines: [words.words(standing.decision.decidedOn)]),
                Block.SummaryRow(
                    key: w("page.published-on"),
                    lines: standing.publication.map { [words.words($0.publishedOn)] } ?? []),
                Block.SummaryRow(key: w("page.takes-effect"), lines: [effect(decision)]),
            ]),
        ]
        view.blocks += recordBlocks(decision)
        view.blocks += reserveShown(decision)
        view.blocks += formerBlocks(decision)
        view.blocks += [
            .heading2(w("page.awards")), awards(decision),
            .linkLine(PageLink(w("page.as-csv"), Route.decisionAwards.link(decision.round))),
            .print(w("page.print")),
        ]
        return view
    }

    /// What was decided from the reserve list since, with why and from when.
    func reserveShown(_ decision: DecisionReport) -> [Block] {
        guard !decision.reserve.isEmpty else { return [] }
        var blocks: [Block] = [.heading2(w("page.reserve-shown"))]
        for shown in decision.reserve {
            func row(_ key: String, _ lines: String?...) -> Block.SummaryRow {
                Block.SummaryRow(key: w(key), lines: lines.compactMap(\.self))
            }
            var rows = [
                row("page.group", shown.organisation, shown.reference),
                row("page.award", shown.amount.words),
                row("page.reasons", shown.reason),
            ]
            if let reason = shown.orderReason {
                rows.append(row("page.reserve-out-of-order", reason))
            }
            rows += [
                row("page.decided-on", words.words(shown.decidedOn)),
                row("page.takes-effect", words.words(shown.effectiveOn)),
            ]
            if let callIn = shown.callIn {
                rows.append(
                    row("page.call-in", words.words(callIn.on), callIn.by, callIn.reason))
                if let verdict = callIn.verdict {
                    rows.append(
                        row(
                            "page.call-in-outcome", w("verdict.\(verdict.rawValue)"),
                            callIn.outcomeReason))
                }
            }
            if let drop = shown.drop {
                rows.append(row("page.reserve-dropped", words.words(drop.on), drop.reason))
            }
            blocks.append(.summary(rows))
        }
        return blocks
    }

    /// What was decided before and sent back, the latest first.
    private func formerBlocks(_ decision: DecisionReport) -> [Block] {
        var blocks: [Block] = []
        for former in decision.former.reversed() {
            let date = words.words(former.standing.decision.decidedOn)
            blocks.append(.heading2(w("page.former-decision", ["date": date])))
            blocks.append(.summary(formerRows(former)))
        }
        return blocks
    }

    private func formerRows(_ former: DecisionReport) -> [Block.SummaryRow] {
        let standing = former.standing
        var rows: [Block.SummaryRow] = []
        func add(_ key: String, _ lines: [String]) {
            rows.append(Block.SummaryRow(key: w(key), lines: lines))
        }
        add("page.how-it-stands", [status(former)])
        add("page.decided-by", [former.decidedBy])
        if let publication = standing.publication {
            add("page.published-on", [words.words(publication.publishedOn)])
        }
        add("page.reasons", [standing.decision.reason])
        if let callIn = standing.callIn {
            add("page.called-in-on", [words.words(callIn.on)])
            add("page.call-in-reason", [callIn.reason])
        }
        if let outcome = standing.outcome {
            add(
                "page.call-in-outcome",
                [w("verdict.\(outcome.verdict.rawValue)"), outcome.reason])
        }
        return rows
    }

    private func awards(_ decision: DecisionReport) -> Block {
        let hasAppeals = decision.awards.contains {
            $0.appealedOn != nil || $0.reservedOn != nil || $0.kept != $0.amount
        }
        return .table(
            Table(
                id: "awards",
                caption: w(
                    "page.awards-caption",
                    ["count": "\(decision.standingCount)", "total": decision.total.words]),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")), .init(w("page.project")),
                    .init(w("page.award"), isNumeric: true),
                ] + (hasAppeals ? [.init(w("page.how-awarded"))] : []),
                rows: decision.awards.map { award in
                    [
                        .init(award.reference, isHeader: true), .init(award.organisation),
                        .init(award.title), .init(award.amount.words),
                    ]
                        + (hasAppeals ? [.init(howAwarded(award))] : [])
                }, emptyText: w("page.awards-none")))
    }

    /// By what it was given, and whether it stands.
    private func howAwarded(_ award: DecisionReport.Award) -> String {
        if let day = award.withdrawnOn {
            return w(
                award.kept > .zero ? "page.public-withdrawn-paid" : "page.public-withdrawn",
                ["date": words.words(day), "paid": award.kept.words])
        }
        if award.kept != award.amount {
            return w("page.public-stands", ["stands": award.kept.words])
        }
        if let day = award.reservedOn {
            return w("page.awarded-from-reserve", ["date": words.words(day)])
        }
        return award.appealedOn.map {
            w("page.awarded-on-appeal", ["date": words.words($0)])
        } ?? w("page.awarded-by-decision")
    }

    func title(_ decision: DecisionReport) -> String {
        words.title(ofRound: decision.round, decision.title)
    }

    func status(_ decision: DecisionReport) -> String {
        w("decision-status.\(decision.status.rawValue)")
    }

    /// From when it has effect, or that this is open.
    func effect(_ decision: DecisionReport) -> String {
        decision.standing.effectiveOn.map { words.words($0) } ?? w("page.no-effect-yet")
    }

    /// What its status means, in a sentence.
    func says(_ decision: DecisionReport) -> String {
        w("decision-says.\(decision.status.rawValue)", ["date": effect(decision)])
    }

    /// What the decision says, and what became of it.
    func recordBlocks(_ decision: DecisionReport) -> [Block] {
        let standing = decision.standing
        var blocks: [Block] = []
        func add(_ heading: String, _ text: String?) {
            if let text { blocks += [.heading2(w(heading)), .answer(text)] }
        }
        add("page.recommendation", standing.record?.recommendation)
        add("page.reasons", standing.decision.reason)
        add("page.outcomes", standing.record?.outcomes)
        add("page.alternatives", standing.record?.alternatives)
        if let callIn = standing.callIn {
            blocks += [
                .heading2(w("page.call-in")),
                .summary(
                    [
                        Block.SummaryRow(
                            key: w("page.called-in-on"), lines: [words.words(callIn.on)])
                    ]
                        + (callIn.by.map {
                            [Block.SummaryRow(key: w("page.called-in-by"), lines: [$0])]
                        } ?? []) + [
                            Block.SummaryRow(key: w("page.call-in-reason"), lines: [callIn.reason])
                        ]
                        + (standing.outcome.map {
                            [
                                Block.SummaryRow(
                                    key: w("page.call-in-outcome"),
                                    lines: [w("verdict.\($0.verdict.rawValue)"), $0.reason]),
                                Block.SummaryRow(
                                    key: w("page.call-in-ended"), lines: [words.words($0.on)]),
                            ]
                        } ?? [])),
            ]
        }
        if !standing.corrections.isEmpty { blocks.append(.heading2(w("page.corrections"))) }
        for correction in standing.corrections {
            blocks += [.heading3(words.words(correction.on)), .answer(correction.text)]
        }
        return blocks
    }
}
