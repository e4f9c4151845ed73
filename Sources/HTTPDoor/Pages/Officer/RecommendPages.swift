import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// What a meeting says of one application is asked for, and recorded.
extension Visit {
    /// What is asked about an application; what is recorded already stands in it.
    func recommendationFields(
        _ item: MeetingRecord.Item, _ there: [Person], _ problems: [FieldProblem]
    ) -> [Field] {
        let kept = item.recommendation
        let dissents = Dictionary(
            kept?.dissents.map { ($0.member, $0.text) } ?? [], uniquingKeysWith: { $1 })
        let isSent = fields.has("conditions")
        func now(_ name: String, _ kept: String?) -> String {
            isSent ? fields.raw(name) : kept ?? ""
        }
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
                            isChosen: now("kind", kept?.kind.rawValue) == $0.rawValue)
                    }), error: error("kind"), errorPrefix: w("page.error-prefix")),
            line(
                "amount", w("page.part-amount"), hint: w("page.part-amount-hint"), width: "10",
                preset: kept?.kind == .part ? kept?.amount?.words ?? "" : "", problems),
            longField(
                "conditions", w("page.optional", ["title": w("page.conditions")]),
                value: now("conditions", kept?.conditions), rows: 3, problems),
            line(
                "for", w("page.votes-for"), hint: w("page.votes-hint"), width: "4",
                preset: kept?.votes.map { "\($0.votesFor)" } ?? "", problems),
            line(
                "against", w("page.votes-against"), width: "4",
                preset: kept?.votes.map { "\($0.against)" } ?? "", problems),
            line(
                "abstain", w("page.votes-abstained"), width: "4",
                preset: kept?.votes.map { "\($0.abstentions)" } ?? "", problems),
            Field(
                name: "cast", label: w("page.casting-vote"),
                kind: .checkboxes([
                    .init(
                        value: "yes", label: w("page.casting-vote-yes"),
                        isChosen: now("cast", kept?.votes?.isCast == true ? "yes" : nil) == "yes")
                ]), errorPrefix: w("page.error-prefix")),
            Field(
                name: "left", label: w("page.who-left"),
                kind: .checkboxes(
                    there.map { person in
                        .init(
                            value: person.email, label: person.name,
                            isChosen: isSent
                                ? fields.all("left").contains(person.email)
                                : item.absent.contains { $0.member == person.id })
                    }), hint: w("page.who-left-hint"), error: error("left"),
                errorPrefix: w("page.error-prefix")),
        ]
            + there.map {
                longField(
                    "dissent.\($0.email)", w("page.dissent-of", ["name": $0.name]),
                    value: now("dissent.\($0.email)", dissents[$0.id]), rows: 2, problems)
            }
    }

    func recommend() async throws -> Response {
        let (key, reference, seen) = (round, path("reference"), fields["seen"])
        return try await act(
            { try await self.meetingItemPage($0) },
            then: Route.workMeetingItem.link(key, reference) + panelQuery,
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
                        FieldProblem(
                            $0.place == "dissent" ? field : $0.place, $0.code, $0.arguments)
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
}
