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
            + meetingQuery
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
            Route.workMeeting.link(round) + meetingQuery)
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
        guard has(.officer), record.meeting.signature == nil, item.isStanding,
            !report.isReaderOnPanel
        else { return view }
        let voters = report.people.filter { item.voters.contains($0.id) }
        let there = report.people.filter { person in
            item.voters.contains(person.id)
                || item.absent.contains { $0.member == person.id && !$0.hasInterest }
        }
        let state = report.itemStates[item.entry.application] ?? ""
        view.blocks += [
            .heading2(w("page.recommendation")),
            meetingForm(
                Route.workMeetingItem.link(round, "\(item.reference)"), report, seen: state,
                recommendationFields(there, item, problems), "page.save-recommendation"),
            .heading2(w("page.moderation")), .paragraph(w("page.moderation-text")),
            meetingForm(
                Route.workModeration.link(round, "\(item.reference)"), report, seen: state,
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
        if !item.undeclared.isEmpty {
            add("page.not-declared", item.undeclared.map(name))
        }
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
            }, emptyText: w("page.moderations-none"))
    }

    // MARK: Forms

    /// The form says again what is recorded, until something else is typed.
    private func recommendationFields(
        _ there: [Person], _ item: MeetingRecord.Item, _ problems: [FieldProblem]
    ) -> [Field] {
        let (said, isTyped) = (item.recommendation, fields.has("seen"))
        func error(_ name: String) -> String? {
            problems.first { $0.place == name }.map(words.onPage)
        }
        func value(_ name: String, _ known: String?) -> String {
            isTyped ? fields.raw(name) : known ?? ""
        }
        func count(_ name: String, _ known: KeyPath<Votes, Int64>) -> String {
            value(name, said?.votes.map { "\($0[keyPath: known])" })
        }
        func left(_ person: Person) -> Bool {
            isTyped
                ? fields.all("left").contains(person.email)
                : item.absent.contains { $0.member == person.id }
        }
        return [
            Field(
                name: "kind", label: w("page.what-recommended"),
                kind: .radios(
                    RecommendationKind.allCases.map {
                        .init(
                            value: $0.rawValue, label: w("recommendation.\($0.rawValue)"),
                            isChosen: value("kind", said?.kind.rawValue) == $0.rawValue)
                    }), error: error("kind"), errorPrefix: w("page.error-prefix")),
            line(
                "amount", w("page.part-amount"), hint: w("page.part-amount-hint"), width: "10",
                preset: value(
                    "amount", said?.kind == .part ? said?.amount.map(\.plainPounds) : nil),
                problems),
            longField(
                "conditions", w("page.optional", ["title": w("page.conditions")]),
                value: value("conditions", said?.conditions), rows: 3, problems),
            line(
                "for", w("page.votes-for"), hint: w("page.votes-hint"), width: "3",
                preset: count("for", \.votesFor), problems),
            line(
                "against", w("page.votes-against"), width: "3",
                preset: count("against", \.against), problems),
            line(
                "abstain", w("page.votes-abstained"), width: "3",
                preset: count("abstain", \.abstentions), problems),
            Field(
                name: "cast", label: w("page.casting-vote"),
                kind: .checkboxes([
                    .init(
                        value: "yes", label: w("page.casting-vote-yes"),
                        isChosen: value("cast", said?.votes?.isCast == true ? "yes" : "") == "yes")
                ]), errorPrefix: w("page.error-prefix")),
            Field(
                name: "left", label: w("page.who-left"),
                kind: .checkboxes(
                    there.map {
                        .init(value: $0.email, label: $0.name, isChosen: left($0))
                    }), hint: w("page.who-left-hint"), error: error("left"),
                errorPrefix: w("page.error-prefix")),
        ]
            + there.map { person in
                longField(
                    "dissent.\(person.email)", w("page.dissent-of", ["name": person.name]),
                    value: value(
                        "dissent.\(person.email)",
                        said?.dissents.first { $0.member == person.id }?.text), rows: 2,
                    problems)
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
        let (key, reference, seen) = (round, path("reference"), fields["seen"])
        return try await panelAct(
            { try await self.meetingItemPage($0) }, then: itemPlace,
            done: "page.recommendation-saved", problemField: "kind"
        ) { workflows, principal in
            let entry = try self.recommendation()
            do {
                try workflows.recommend(reference, entry, of: key, seen: seen, as: principal)
            } catch let problem as InvalidInput {
                // Each dissent has a field of its own.
                let field = entry.dissents.first.map { "dissent.\($0.email)" } ?? "kind"
                throw InvalidInput(
                    reference,
                    problem.fields.map {
                        FieldProblem($0.place == "dissent" ? field : $0.place, $0.code, $0.arguments)
                    })
            }
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
                ? Votes(
                    votesFor: counts[0], against: counts[1], abstentions: counts[2],
                    isCast: fields["cast"] == "yes") : nil,
            dissents: dissents, left: fields.all("left"))
    }

    func moderate() async throws -> Response {
        let (key, reference, seen) = (round, path("reference"), fields["seen"])
        return try await panelAct(
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
                reason: self.fields.raw("reason"), of: key, seen: seen, as: principal)
            return [:]
        }
    }
}
