import Assessment
import Forms
import FundCore
import Publishing
import Rounds

/// How far a meeting has come, at one glance, and what it goes through.
extension Visit {
    /// So many applications stand on one page of the agenda.
    private static let greatestCountAtOnce = 25

    /// How many are done, whether enough are there, and what it comes to.
    func glance(_ record: MeetingRecord) -> [Block.SummaryRow] {
        let standing = record.items.filter(\.isStanding).count
        return [
            Block.SummaryRow(
                key: w("page.how-it-stands"),
                lines: [
                    w(
                        record.meeting.signature == nil
                            ? "page.meeting-is-open" : "page.meeting-is-signed",
                        ["number": "\(record.meeting.number)"])
                ]),
            Block.SummaryRow(
                key: w("page.recorded"),
                lines: [
                    w(
                        record.left.isEmpty ? "page.recorded-all" : "page.recorded-some",
                        [
                            "done": "\(standing - record.left.count)", "all": "\(standing)",
                            "left": "\(record.left.count)",
                        ])
                ]), Block.SummaryRow(key: w("page.attendance"), lines: [quorum(record)]),
            Block.SummaryRow(
                key: w("page.recommended-total"),
                lines: [
                    w(
                        "page.amount-of-all",
                        ["amount": record.total.words, "all": record.allotment.words])
                ]),
        ]
    }

    /// Whether enough are there to decide anything.
    func quorum(_ record: MeetingRecord) -> String {
        w(
            record.hasQuorum ? "page.quorum-reached" : "page.quorum-missing",
            ["present": "\(record.present.count)", "needed": "\(record.quorum)"])
    }

    /// What is recommended, in a few words.
    func said(_ recommendation: MeetingRecord.Recommendation?) -> String {
        guard let recommendation else { return w("minutes.none-yet") }
        let kind = w("recommendation.\(recommendation.kind.rawValue)")
        return recommendation.amount.map {
            w("page.kind-and-amount", ["kind": kind, "amount": $0.words])
        } ?? kind
    }

    /// What is left to do, or what is done: as many as fit on a page, and the way to the others.
    func agenda(_ report: MeetingReport, _ record: MeetingRecord) -> [Block] {
        let all = ["left": record.left, "done": record.done, "all": record.items]
        let isRunning = record.meeting.signature == nil && !record.left.isEmpty
        let usual = isRunning && !record.done.isEmpty ? "left" : "all"
        let shown = all[query["show"]] == nil ? usual : query["show"]
        let items = all[shown] ?? []
        let start = min(max(0, Int(query["from"]) ?? 0), max(0, items.count - 1))
        let page = items.dropFirst(start).prefix(Self.greatestCountAtOnce)
        var blocks: [Block] = [.table(table(Array(page), shown, report))]
        if items.count > page.count {
            let (before, after) = (
                start - Self.greatestCountAtOnce, start + Self.greatestCountAtOnce
            )
            blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: start == 0
                        ? nil
                        : PageLink(
                            w("page.previous-page"), agendaPlace(shown, from: max(0, before))),
                    next: after < items.count
                        ? PageLink(w("page.next-page"), agendaPlace(shown, from: after)) : nil))
        }
        // Where everything is in one state there is nothing to choose from.
        guard !record.left.isEmpty, !record.done.isEmpty else { return blocks }
        let others = ["left", "done", "all"].filter { $0 != shown }.map {
            PageLink(
                w("page.agenda-show-\($0)", ["count": "\(all[$0]?.count ?? 0)"]),
                agendaPlace($0, from: 0))
        }
        return blocks + [.links(others)]
    }

    private func agendaPlace(_ shown: String, from start: Int) -> String {
        let separator = panelKey == nil ? "?" : "&"
        return meetingPlace + separator + "show=\(shown)" + (start > 0 ? "&from=\(start)" : "")
    }

    private func table(
        _ items: [MeetingRecord.Item], _ shown: String, _ report: MeetingReport
    ) -> Table {
        Table(
            id: "agenda", caption: w("page.agenda-\(shown)"),
            columns: [
                .init(w("page.reference")), .init(w("page.group")),
                .init(w("page.rank"), isNumeric: true), .init(w("page.score"), isNumeric: true),
                .init(w("page.requested"), isNumeric: true), .init(w("page.recommendation")),
            ],
            rows: items.map { item in
                [
                    .init("\(item.reference)", link: place(of: item), isHeader: true),
                    .init(report.groups[item.entry.application] ?? ""),
                    .init(report.record?.isCut == true ? "–" : "\(item.entry.rank)"),
                    .init(item.entry.score),
                    .init(item.requested.words),
                    .init(
                        item.isStanding || item.recommendation != nil
                            ? said(item.recommendation) : w("page.item-withdrawn")),
                ]
            }, emptyText: w("page.agenda-none"))
    }
}

extension MeetingRecord {
    /// Applications that still need a recommendation, in the order of the agenda.
    var left: [Item] { items.filter { $0.isStanding && $0.recommendation == nil } }

    /// Applications that have one.
    var done: [Item] { items.filter { $0.isStanding && $0.recommendation != nil } }

    /// Whether as many members are there as it takes to decide.
    var hasQuorum: Bool { Int64(present.count) >= quorum }

    /// The first that still needs a recommendation after another, or else from the beginning.
    func nextLeft(after item: Item) -> Item? {
        let place = items.firstIndex { $0.reference == item.reference } ?? 0
        return (items[(place + 1)...] + items[...place]).first {
            $0.isStanding && $0.recommendation == nil && $0.reference != item.reference
        }
    }
}
