import Applications
import Assessment
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Workflows

/// A member who is there changes a score of theirs in the meeting.
extension Visit {
    func moderationPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (report, record, item) = try await meetingItem()
        let back = PageLink(report.group(of: item), place(of: item))
        var view = PageView(w("page.moderation"))
        view.caption = "\(item.reference) · \(report.group(of: item))"
        view.back = back
        view.place = Route.workModeration.link(round, "\(item.reference)") + panelQuery
        guard record.meeting.signature == nil, item.isStanding, !report.isReaderOnPanel else {
            view.blocks = [.paragraph(w("page.moderation-over"))]
            return view
        }
        let voters = report.people.filter { item.voters.contains($0.id) }
        let (reference, principal) = ("\(item.reference)", try principal)
        let found = try await read { try $0.explanation(of: reference, as: principal) }
        view.blocks = [
            .paragraph(w("page.moderation-text")), .table(scores(found, voters)),
            .linkLine(
                PageLink(
                    w("page.explanation"), Route.workExplanation.link(round, "\(item.reference)"))),
            meetingForm(
                Route.workModeration.link(round, "\(item.reference)"), report,
                seen: report.state(of: item),
                moderationFields(voters, report, problems), "page.save-moderation", cancel: back),
        ]
        return view
    }

    /// What those who may vote gave, as it stands.
    private func scores(_ found: ScoreExplanation, _ voters: [Person]) -> Table {
        Table(
            id: "scores-now", caption: w("page.scores-now"),
            columns: [.init(w("page.criterion"))]
                + voters.map { .init($0.name, isNumeric: true) },
            rows: found.criteria.map { criterion in
                [.init(words.title(of: criterion.criterion), isHeader: true)]
                    + voters.map { voter in
                        let score = criterion.scores.first { $0.email == voter.email }
                        let value = score?.value.map { "\($0)" } ?? w("minutes.not-applicable")
                        return .init(score == nil ? "–" : value)
                    }
            }, emptyText: "")
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
            line("score", w("page.score-becomes"), width: "4", problems),
            reasonField(problems, optional: false),
        ]
    }

    func moderate() async throws -> Response {
        let (key, reference, seen) = (round, path("reference"), fields["seen"])
        return try await act(
            { try await self.moderationPage($0) },
            then: Route.workMeetingItem.link(key, reference) + panelQuery,
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
