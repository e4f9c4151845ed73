import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// One application in a panel's meeting: who has a part in it, what changed, what is recommended.
extension Visit {
    private var itemPlace: String {
        Route.workMeetingItem.link(round, path("reference"))
            + (panelKey.map { "?panel=\($0.percentEncoded)" } ?? "")
    }

    func meetingItemPage(
        _ problems: [FieldProblem] = []
    ) async throws -> PageView {
        let report = try await meetingReport()
        guard let record = report.record,
            let item = record.items.first(where: { "\($0.reference)" == path("reference") })
        else { throw ApplicationsProblem.unknown(reference: path("reference")) }
        var view = PageView(w("page.meeting-item"))
        view.caption = report.title(of: item)
        view.back = PageLink(
            w("page.meeting"),
            Route.workMeeting.link(round)
                + (panelKey.map { "?panel=\($0.percentEncoded)" } ?? ""))
        view.place = itemPlace
        view.blocks = [.summary(summary(of: item, report))]
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.explanation"),
                        Route.workExplanation.link(round, "\(item.reference)"))))
        }
        view.blocks.append(.table(moderations(of: item, report)))
        guard has(.officer), record.meeting.signature == nil, item.isStanding else { return view }
        let voters = report.people.filter { item.voters.contains($0.id) }
        view.blocks += [
            .heading2(w("page.recommendation")),
            meetingForm(
                Route.workMeetingItem.link(round, "\(item.reference)"), report,
                recommendationFields(voters, problems), "page.save-recommendation"),
            .heading2(w("page.moderation")), .paragraph(w("page.moderation-text")),
            meetingForm(
                Route.workModeration.link(round, "\(item.reference)"), report,
                moderationFields(voters, report, problems), "page.save-moderation",
                isSecondary: true),
        ]
        return view
    }

    private func summary(
        of item: MeetingRecord.Item, _ report: MeetingReport
    ) -> [Block.SummaryRow] {
        func name(_ person: PersonID) -> String { report.names[person] ?? "" }
        var rows: [Block.SummaryRow] = []
        func add(_ key: String, _ lines: [String]) {
            if !lines.isEmpty { rows.append(Block.SummaryRow(key: w(key), lines: lines)) }
        }
        add("page.requested", [item.requested.words])
        add("page.least-needed", [item.minimum.words])
        add("page.rank", ["\(item.entry.rank)"])
        add("page.score", [item.entry.score])
        add("page.may-vote", item.voters.map(name))
        add(
            "page.left-for-this",
            item.absent.map {
                w(
                    $0.hasInterest ? "minutes.left-interest" : "minutes.left",
                    ["person": name($0.member)])
            })
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
                ])
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
            }, emptyText: w("page.moderations-none"))
    }

    // MARK: Forms

    private func recommendationFields(
        _ voters: [Person], _ problems: [FieldProblem]
    ) -> [Field] {
        func error(_ name: String) -> String? {
            problems.first { $0.place == name }.map(words.onPage)
        }
        return [
            Field(
                name: "kind", label: w("page.what-recommended"),
                kind: .radios(
                    RecommendationKind.allCases.map {
                        .init(
                            value: $0.rawValue, label: w("recommendation.\($0.rawValue)"),
                            isChosen: fields["kind"] == $0.rawValue)
                    }), error: error("kind"), errorPrefix: w("page.error-prefix")),
            line(
                "amount", w("page.part-amount"), hint: w("page.part-amount-hint"), width: "10",
                problems),
            longField(
                "conditions", w("page.optional", ["title": w("page.conditions")]),
                value: fields.raw("conditions"), rows: 3, problems),
            line(
                "for", w("page.votes-for"), hint: w("page.votes-hint"), width: "3", problems),
            line("against", w("page.votes-against"), width: "3", problems),
            line("abstain", w("page.votes-abstained"), width: "3", problems),
            Field(
                name: "left", label: w("page.who-left"),
                kind: .checkboxes(
                    voters.map {
                        .init(
                            value: $0.email, label: $0.name,
                            isChosen: fields.all("left").contains($0.email))
                    }), hint: w("page.who-left-hint"), error: error("left"),
                errorPrefix: w("page.error-prefix")),
        ]
            + voters.map {
                longField(
                    "dissent.\($0.email)", w("page.dissent-of", ["name": $0.name]),
                    value: fields.raw("dissent.\($0.email)"), rows: 2, problems)
            }
    }

    private func moderationFields(
        _ voters: [Person], _ report: MeetingReport, _ problems: [FieldProblem]
    ) -> [Field] {
        [
            select(
                "member", w("page.panel-member"), voters.map { ($0.email, $0.name) }, problems),
            select(
                "criterion", w("page.criterion"),
                report.scheme.criteria.map { ($0.key, $0.title) }, problems),
            line("score", w("page.score-becomes"), width: "3", problems),
            reasonField(problems, optional: false),
        ]
    }

    func recommend() async throws -> Response {
        let (key, reference) = (round, path("reference"))
        return try await act(
            { try await self.meetingItemPage($0) }, then: itemPlace,
            done: "page.recommendation-saved", problemField: "kind"
        ) { workflows, principal in
            let entry = try self.recommendation()
            try workflows.recommend(reference, entry, of: key, as: principal)
            return [:]
        }
    }

    private func recommendation() throws -> MeetingEntry {
        var problems: [FieldProblem] = []
        let kind = RecommendationKind(rawValue: fields["kind"])
        if kind == nil { problems.append(FieldProblem("kind", "choose-one")) }
        let amount = Money(written: fields["amount"])
        if !fields["amount"].isEmpty, amount == nil {
            problems.append(FieldProblem("amount", "not-pounds-amount"))
        }
        let counts = ["for", "against", "abstain"].map { name -> Int64 in
            let count = fields[name].isEmpty ? 0 : Int64(fields[name]) ?? -1
            if count < 0 { problems.append(FieldProblem(name, "not-whole-number")) }
            return count
        }
        let wasVoted = ["for", "against", "abstain"].contains { !fields[$0].isEmpty }
        let dissents = fields.names.sorted().filter {
            $0.hasPrefix("dissent.") && !fields[$0].isEmpty
        }.map { (email: String($0.dropFirst(8)), text: fields.raw($0)) }
        guard let kind, problems.isEmpty else { throw InvalidInput("meeting", problems) }
        return MeetingEntry(
            kind: kind, amount: amount, conditions: fields.raw("conditions"),
            votes: wasVoted
                ? Votes(votesFor: counts[0], against: counts[1], abstentions: counts[2]) : nil,
            dissents: dissents, left: fields.all("left"))
    }

    func moderate() async throws -> Response {
        let (key, reference) = (round, path("reference"))
        return try await act(
            { try await self.meetingItemPage($0) }, then: itemPlace,
            done: "page.moderation-saved", problemField: "score"
        ) { workflows, principal in
            let (member, criterion) = (
                try self.chosen("member"), try self.chosen("criterion")
            )
            let typed = self.fields["score"]
            guard typed == "n/a" || Int64(typed) != nil else {
                throw InvalidInput(reference, [FieldProblem("score", "not-whole-number")])
            }
            try workflows.moderate(
                reference, member: member, [(criterion, Int64(typed))],
                reason: self.fields.raw("reason"), of: key, as: principal)
            return [:]
        }
    }
}
