import Applications
import Assessment
import FundCore
import Identity
import Publishing
import Rounds

/// One application in a panel's meeting: who has a part in it, what changed, what is recommended.
extension Visit {
    func meetingItemPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, record, item) = try await meetingItem()
        var view = PageView(report.group(of: item))
        let number = record.items.firstIndex { $0.reference == item.reference } ?? 0
        view.caption = w(
            "page.item-of-all",
            [
                "reference": "\(item.reference)", "number": "\(number + 1)",
                "all": "\(record.items.count)",
            ])
        view.back = PageLink(w("page.meeting"), meetingPlace)
        view.place = place(of: item)
        view.blocks = [.summary(summary(of: item, record, report))]
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.explanation"),
                        Route.workExplanation.link(round, "\(item.reference)"))))
        }
        if !item.moderations.isEmpty { view.blocks.append(.table(moderations(of: item, report))) }
        if has(.officer), record.meeting.signature == nil, !report.isReaderOnPanel {
            view.blocks += recording(item, record, report, problems)
        }
        view.blocks.append(neighbours(number, record, report))
        return view
    }

    /// The application of this address, as the meeting has it.
    func meetingItem() async throws -> (MeetingReport, MeetingRecord, MeetingRecord.Item) {
        let report = try await meetingReport()
        guard let record = report.record,
            let item = record.items.first(where: { "\($0.reference)" == path("reference") })
        else { throw ApplicationsProblem.unknown(reference: path("reference")) }
        return (report, record, item)
    }

    /// What an officer can do about it now.
    private func recording(
        _ item: MeetingRecord.Item, _ record: MeetingRecord, _ report: MeetingReport,
        _ problems: [FieldProblem]
    ) -> [Block] {
        guard item.isStanding else { return [.inset(w("page.item-withdrawn"))] }
        var blocks: [Block] = []
        if item.recommendation != nil {
            blocks.append(
                .button(
                    record.nextLeft(after: item).map {
                        PageLink(
                            w("page.next-left", ["group": report.group(of: $0)]), place(of: $0))
                    } ?? PageLink(w("page.read-and-sign"), minutesPlace)))
        }
        // Whoever left may be said to have stayed after all.
        let there = report.people.filter { person in
            item.voters.contains(person.id)
                || item.absent.contains { $0.member == person.id && !$0.hasInterest }
        }
        // What was typed before somebody went stays to be read.
        guard Int64(there.count) >= record.quorum || !problems.isEmpty else {
            return blocks + [.warning(w("page.item-too-few"), label: w("page.warning"))]
        }
        return blocks + [
            .heading2(
                w(item.recommendation == nil ? "page.recommendation" : "page.recommend-again")),
            meetingForm(
                Route.workMeetingItem.link(round, "\(item.reference)"), report,
                seen: report.state(of: item),
                recommendationFields(item, there, problems), "page.save-recommendation",
                isSecondary: item.recommendation != nil),
            .linkLine(
                PageLink(
                    w("page.moderation"),
                    Route.workModeration.link(round, "\(item.reference)") + panelQuery)),
        ]
    }

    private func neighbours(
        _ number: Int, _ record: MeetingRecord, _ report: MeetingReport
    ) -> Block {
        func link(_ place: Int, _ words: String) -> PageLink? {
            guard record.items.indices.contains(place) else { return nil }
            let item = record.items[place]
            return PageLink(w(words, ["group": report.group(of: item)]), self.place(of: item))
        }
        return .pager(
            label: w("page.agenda-all"), previous: link(number - 1, "page.item-before"),
            next: link(number + 1, "page.item-after"))
    }

    private func summary(
        of item: MeetingRecord.Item, _ record: MeetingRecord, _ report: MeetingReport
    ) -> [Block.SummaryRow] {
        func name(_ person: PersonID) -> String { report.names[person] ?? "" }
        var rows: [Block.SummaryRow] = []
        func add(_ key: String, _ lines: [String]) {
            if !lines.isEmpty { rows.append(Block.SummaryRow(key: w(key), lines: lines)) }
        }
        add("page.requested", [item.requested.words])
        add("page.least-needed", [item.minimum.words])
        if !record.isCut { add("page.rank", ["\(item.entry.rank)"]) }
        add("page.score", [item.entry.score])
        add("page.attendance", [quorum(record)])
        add("page.may-vote", item.voters.map(name))
        add(
            "page.left-for-this",
            item.absent.map {
                w(
                    $0.hasInterest ? "minutes.left-interest" : "minutes.left",
                    ["person": name($0.member)])
            })
        add("page.not-declared", item.undeclared.map(name))
        add("page.recommendation", [said(item.recommendation)])
        if let recommendation = item.recommendation {
            add("page.conditions", recommendation.conditions.map { [$0] } ?? [])
            add(
                "page.votes",
                [
                    recommendation.votes.map {
                        w(
                            "minutes.votes",
                            [
                                "for": "\($0.votesFor)", "against": "\($0.against)",
                                "abstained": "\($0.abstentions)",
                            ])
                    } ?? w("minutes.no-vote")
                ] + (recommendation.votes?.isCast == true ? [w("minutes.casting-vote")] : []))
            add("page.took-part", recommendation.voters.map(name))
            add(
                "page.dissent",
                recommendation.dissents.map { "\(name($0.member)): \($0.text)" })
        }
        return rows
    }

    private func moderations(of item: MeetingRecord.Item, _ report: MeetingReport) -> Table {
        func value(_ value: Int64?) -> String {
            value.map { "\($0)" } ?? w("minutes.not-applicable")
        }
        return Table(
            id: "moderations", caption: w("page.moderations-caption"),
            columns: [
                .init(w("page.panel-member")), .init(w("page.criterion")),
                .init(w("page.score-before")), .init(w("page.score-after")),
                .init(w("page.reason")),
            ],
            rows: item.moderations.map { change in
                [
                    .init(report.names[change.member] ?? "", isHeader: true),
                    .init(
                        report.scheme.criteria.first { $0.key == change.criterion }?.title
                            ?? change.criterion), .init(value(change.before)),
                    .init(value(change.after)), .init(change.reason),
                ]
            }, emptyText: "")
    }
}
