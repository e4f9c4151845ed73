import Assessment
import Awards
import FundCore
import Hummingbird
import NIOCore
import Publishing
import Rounds

/// The applications in the order of their scores.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .auditor])

    static let rankingPages = [
        Page(.get, .workRanking, for: readers) { visit in try await visit.rankingPage() },
        Page(.get, .workRankingFile, for: readers) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let text = try await visit.read { reports in
                var text = Listing.ranking.csvHeader
                try reports.ranking(of: key, as: principal, withParts: false) {
                    text += Listing.ranking.csv($0)
                }
                return text
            }
            return .csv(named: "\(key)-ranking") { try await $0.write(ByteBuffer(string: text)) }
        },
    ]
}

extension Visit {
    fileprivate func rankingPage() async throws -> Response {
        let (key, principal) = (round, try principal)
        let (tag, cut) = try await read {
            (
                try $0.rankingTag(of: key, as: principal),
                try $0.cutTag(of: key, as: principal)
            )
        }
        // Those who may see a ranking see all of it, so a round-wide state tells them nothing new.
        let state = EntityTag(of: [tag.description, cut.description])
        return try await sharedAmongStaff(state) { try await rankingView() }
    }

    private func rankingView() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (round, rows, cut) = try await read { reports in
            var rows: [[JSONValue]] = []
            try reports.ranking(of: key, as: principal, withParts: false) { rows.append($0) }
            let round = try reports.round(key)
            return (round, rows, try reports.funded(of: key, as: principal))
        }
        var view = staffView("page.ranking", round)
        view.blocks = [.paragraph(w("page.ranking-text"))]
        if let cut {
            let isParted =
                rows.prefix(cut.references.count)
                .allSatisfy { cut.references.contains($0[1].plainText) }
            let facts = ["count": "\(cut.references.count)", "number": "\(cut.proposal)"]
            view.blocks.append(
                cut.isStale
                    ? .warning(
                        w("page.proposal-out-of-date", ["number": "\(cut.proposal)"]),
                        label: w("page.warning"))
                    : .paragraph(
                        isParted
                            ? w("page.cut-line-text", facts) : w("page.funded-text", facts)))
        }
        // Where the order has moved since the proposal, no line could be true.
        let funded = cut.flatMap { $0.isStale ? nil : $0.references } ?? []
        if !rows.isEmpty { view.blocks.append(.chart(chart(rows, funded: funded))) }
        view.blocks += [
            rankingTable(rows, funded: funded),
            .links(adviceLinks(key)),
            .linkLine(PageLink(w("page.interests"), Route.workInterests.link(key))),
            .linkLine(PageLink(w("page.as-csv"), Route.workRankingFile.link(key))),
            .print(w("page.print")),
        ]
        return view
    }

    private func chart(_ rows: [[JSONValue]], funded: Set<String>) -> Block.Chart {
        let cut = Self.cut(rows, funded)
        // A chart of more bars than these is no help; the table has them all.
        let shown = rows.prefix(40)
        return Block.Chart(
            id: "ranking-chart", title: w("page.ranking-chart"),
            description: w(
                funded.isEmpty ? "page.ranking-chart-plain" : "page.ranking-chart-text",
                ["shown": "\(shown.count)", "all": "\(rows.count)", "cut": "\(funded.count)"]),
            bars: shown.map { row in
                let score = row[5].string ?? ""
                let hundredths = Money(poundsLiteral: score)?.pence ?? 0
                return .init(
                    label: row[1].plainText, valueText: score.isEmpty ? "–" : score,
                    share: Int(hundredths / 100), isFunded: funded.contains(row[1].plainText))
            },
            line: cut.flatMap { $0 < shown.count ? ($0, w("page.cut-line")) : nil })
    }

    /// How many stand above the cut line; nil where it does not part them.
    private static func cut(_ rows: [[JSONValue]], _ funded: Set<String>) -> Int? {
        let count = rows.prefix { funded.contains($0[1].plainText) }.count
        return count > 0 && count == funded.count && count < rows.count ? count : nil
    }

    private func rankingTable(_ rows: [[JSONValue]], funded: Set<String>) -> Block {
        var table = Table(
            id: "ranking", caption: w("page.ranking-caption"),
            columns: [
                .init(w("page.rank"), isNumeric: true), .init(w("page.reference")),
                .init(w("page.group")), .init(w("page.requested"), isNumeric: true),
                .init(w("page.score"), isNumeric: true), .init(w("page.tie-break")),
            ],
            rows: rows.map { row in
                [
                    .init(row[0].plainText.isEmpty ? "–" : row[0].plainText),
                    .init(
                        row[1].plainText,
                        link: Route.workApplication.link(round, row[1].plainText), isHeader: true),
                    .init(row[2].plainText),
                    .init(row[3].int.map { Money(pence: $0).words } ?? ""),
                    .init(score(row[5].plainText, missing: row[9].int)),
                    .init(tieBreak(row[7].string)),
                ]
            }, emptyText: w("page.ranking-none"))
        table.markedRow = Self.cut(rows, funded)
        return .table(table)
    }

    /// A score as a table has it, with how many are still to come.
    func score(_ score: String, missing: Int64?) -> String {
        let shown = score.isEmpty ? w("page.unscored") : score
        guard let missing, missing > 0 else { return shown }
        return "\(shown) (\(w("page.scores-to-come", ["count": "\(missing)"])))"
    }

    private func tieBreak(_ key: String?) -> String {
        switch key {
        case nil: ""
        case "requestedPence"?: w("page.tie-amount")
        case "sha256"?: w("page.tie-lot")
        case let key?:
            w(
                "page.tie-criterion",
                ["criterion": words.translation("criteria.\(key).title") ?? key])
        }
    }
}
