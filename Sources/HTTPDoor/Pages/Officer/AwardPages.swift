import Applications
import Awards
import Bootstrap
import Commissioning
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Payments
import Publishing
import Rounds
import Workflows

/// What becomes of awards after their end: the list of a round, and one award with its acts.
extension Page {
    private static let readers = Audience.roles([.officer, .decisionMaker, .finance, .auditor])
    private static let officers = Audience.roles([.officer])
    private static let deciders = Audience.roles([.decisionMaker])

    static let awardPages = [
        Page(.get, .workAwards, for: readers) { visit in
            visit.page(try await visit.awardList())
        },
        Page(.get, .workAward, for: readers) { visit in
            visit.page(visit.awardPage(try await visit.workAward()))
        },
        Page(.post, .workAwardAssessment, for: officers) { visit in
            try await visit.assessAward()
        },
        Page(.post, .workAwardFeedback, for: officers) { visit in
            try await visit.recordFeedback()
        },
        Page(.post, .workAwardBudget, for: officers) { visit in try await visit.setBudget() },
        Page(.post, .workAwardWaiver, for: deciders) { visit in
            let (reference, reason) = (visit.path("reference"), visit.fields.raw("waiver"))
            let numbers = visit.fields.all("returns").compactMap { Int64($0) }
            return try await visit.actOnAward("waiver", done: "page.award-was-waived") {
                try $0.waiveReturns(numbers, of: reference, reason: reason, as: $1)
            }
        },
        Page(.post, .workAwardWriteOff, for: deciders) { visit in
            let (reference, reason) = (visit.path("reference"), visit.fields.raw("off"))
            let typed = visit.fields["amount"]
            return try await visit.actOnAward("off", done: "page.award-was-written-off") {
                guard let amount = Money(written: typed), amount > .zero else {
                    throw InvalidInput(
                        "write-off",
                        [FieldProblem("amount", "not-pounds-amount")]
                            + (reason.trimmed.isEmpty ? [FieldProblem("off", "missing")] : []))
                }
                try $0.writeOff(amount, of: reference, reason: reason, as: $1)
            }
        },
        Page(.post, .workAwardGivingUp, for: deciders) { visit in
            let (reference, reason) = (visit.path("reference"), visit.fields.raw("gone"))
            return try await visit.actOnAward("gone", done: "page.award-was-given-up") {
                try $0.giveUpAward(reference, reason: reason, as: $1)
            }
        },
        Page(.post, .workAwardClosing, for: officers) { visit in
            let (reference, note) = (visit.path("reference"), visit.fields.raw("note"))
            return try await visit.actOnAward("note", done: "page.award-was-closed") {
                try $0.closeAward(reference, note: note, as: $1)
            }
        },
        Page(.post, .workAwardReopening, for: deciders) { visit in
            let (reference, reason) = (visit.path("reference"), visit.fields.raw("again"))
            let stand = visit.fields.has("stand")
            return try await visit.actOnAward("again", done: "page.award-was-reopened") {
                try $0.reopenAward(reference, waiversStand: stand, reason: reason, as: $1)
            }
        },
    ]
}

extension Visit {
    static let seenDay = Question(key: "seenOn", type: .date, title: "", required: true)

    var workAwardPlace: String { Route.workAward.link(round, path("reference")) }

    func workAward() async throws -> AwardReview {
        let (reference, principal) = (path("reference"), try principal)
        let review = try await read { try $0.awardReview(reference, as: principal) }
        guard review.round.key == round else {
            throw ReturnProblem.noAward(reference: reference)
        }
        return review
    }

    fileprivate func awardList() async throws -> PageView {
        let (key, principal) = (round, try principal)
        let isClosable = query["closable"] == "true"
        let (round, reviews) = try await read {
            try $0.awardReviews(of: key, isClosable: isClosable, as: principal)
        }
        let place = Route.workAwards.link(key)
        var view = staffView("page.award-reviews", round)
        view.place = place
        view.blocks = [
            .paragraph(w("page.award-reviews-text")),
            .linkLine(
                isClosable
                    ? PageLink(w("page.award-reviews-all"), place)
                    : PageLink(w("page.award-reviews-closable"), place + "?closable=true")),
            .table(
                Table(
                    id: "awards", caption: w("page.award-reviews"), isCaptionHidden: true,
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.thread-paid"), isNumeric: true),
                        .init(w("page.return-spent"), isNumeric: true),
                        .init(w("page.return-people"), isNumeric: true),
                        .init(w("page.how-it-stands")),
                    ],
                    rows: reviews.map { review in
                        let reference = "\(review.summary.reference)"
                        return [
                            .init(
                                reference, link: Route.workAward.link(key, reference),
                                isHeader: true), .init(review.summary.organisation),
                            .init(review.money.paid.words),
                            .init(review.end?.spent.words ?? "–"),
                            .init(review.end.map { "\($0.people)" } ?? "–"),
                            .init(standing(of: review), isTag: true),
                        ]
                    }, emptyText: w("page.award-reviews-none"))),
        ]
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("report-kind-read.evaluation"),
                        Route.workReport.link(key, ReportKind.evaluation.rawValue))))
        }
        return view
    }

    private func standing(of review: AwardReview) -> String {
        if review.isClosed { return w("page.award-closed") }
        if review.gaps.isEmpty { return w("page.award-closable") }
        return w(review.assessments.isEmpty ? "page.award-goes-on" : "page.award-assessed")
    }

    func awardPage(
        _ review: AwardReview, _ problems: [FieldProblem] = []
    ) -> PageView {
        let reference = "\(review.summary.reference)"
        var view = PageView(w("page.award-review"))
        view.caption = "\(reference) · \(review.summary.organisation)"
        view.back = PageLink(w("page.award-reviews"), Route.workAwards.link(round))
        view.place = workAwardPlace
        view.blocks = [
            .summary(awardRows(review)),
            .linkLine(
                PageLink(
                    w("page.returns-of", ["reference": reference]),
                    Route.workReturn.link(round, reference))),
        ]
        if [.officer, .decisionMaker, .auditor].contains(where: has) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.public-words", ["reference": reference]),
                        Route.workPublicWords.link(round, reference))))
        }
        if !review.gaps.isEmpty {
            view.blocks += [
                .heading2(w("page.award-lacks")), .bullets(review.gaps.map(words.onPage)),
            ]
        }
        view.blocks += budgetBlocks(review, problems)
        view.blocks += assessmentBlocks(review, problems)
        view.blocks += feedbackBlocks(review, problems)
        view.blocks += endingBlocks(review, problems)
        return view
    }

    private func awardRows(_ review: AwardReview) -> [Block.SummaryRow] {
        let money = review.money
        var rows = [
            Block.SummaryRow(key: w("page.how-it-stands"), lines: [standing(of: review)]),
            Block.SummaryRow(key: w("page.award"), lines: [review.award.kept.words]),
            Block.SummaryRow(key: w("page.thread-paid"), lines: [money.paid.words]),
        ]
        if let end = review.end {
            rows += [
                Block.SummaryRow(key: w("page.return-spent"), lines: [end.spent.words]),
                Block.SummaryRow(key: w("page.return-people"), lines: ["\(end.people)"]),
            ]
        }
        rows += waiverRows(review)
        if money.back > .zero {
            rows.append(
                Block.SummaryRow(key: w("page.award-paid-back"), lines: [money.back.words]))
        }
        for off in review.writeOffs {
            rows.append(
                Block.SummaryRow(
                    key: w("page.award-written-off"),
                    lines: [
                        off.amount.words, off.reason,
                        reviewedBy(off.by, "\(LondonTime.date(off.at))", review),
                    ]))
        }
        if let given = review.givenUp {
            rows.append(
                Block.SummaryRow(
                    key: w("page.award-given-up"),
                    lines: [
                        w("page.award-given-up-rest", ["released": given.released.words]),
                        given.reason, reviewedBy(given.by, "\(given.on)", review),
                    ]))
        }
        if review.owed > .zero {
            rows.append(Block.SummaryRow(key: w("page.award-owed"), lines: [review.owed.words]))
        }
        for closing in review.closings {
            rows.append(
                Block.SummaryRow(
                    key: w(closing.isClosed ? "page.award-closed" : "page.award-reopened"),
                    lines: [closing.reason, reviewedBy(closing.by, "\(closing.on)", review)]
                        .compactMap(\.self)))
        }
        return rows
    }

    /// Who did something, and on which day.
    func reviewedBy(_ person: PersonID, _ day: String, _ review: AwardReview) -> String {
        w(
            "page.cycle-by",
            [
                "who": review.emails[person] ?? "",
                "when": LocalDate(day).map { words.words($0) } ?? day,
            ])
    }

    /// What ends an award, or lets it go on, for whoever may.
    private func endingBlocks(_ review: AwardReview, _ problems: [FieldProblem]) -> [Block] {
        let reference = "\(review.summary.reference)"
        var blocks: [Block] = []
        func add(
            _ heading: String, _ text: String, _ route: Route, _ fields: [Field],
            _ button: String
        ) {
            blocks += [
                .heading2(w(heading)), .paragraph(w(text)),
                form(route.link(round, reference), fields, w(button)),
            ]
        }
        func reason(_ name: String) -> Field {
            longField(name, w("page.reason"), value: fields.raw(name), rows: 3, problems)
        }
        if has(.decisionMaker), review.isClosed {
            add(
                "page.award-reopen",
                review.givenUp == nil
                    ? "page.award-reopen-text" : "page.award-reopen-given-up", .workAwardReopening,
                [reason("again")] + standingFields(review, problems), "page.award-reopen")
        }
        guard !review.isClosed else { return blocks }
        if has(.decisionMaker), review.end == nil, review.waiver == nil {
            add(
                "page.award-waive", "page.award-waive-text", .workAwardWaiver,
                waivedFields(review, problems) + [reason("waiver")], "page.award-waive")
        }
        if has(.decisionMaker), review.owed > .zero {
            add(
                "page.award-write-off", "page.award-write-off-text", .workAwardWriteOff,
                [line("amount", w("page.amount"), problems), reason("off")],
                "page.award-write-off")
        }
        if has(.decisionMaker), review.isGivable {
            add(
                "page.award-give-up", "page.award-give-up-text", .workAwardGivingUp,
                [reason("gone")], "page.award-give-up")
        }
        if has(.officer) {
            add(
                "page.award-close", "page.award-close-text", .workAwardClosing,
                [
                    longField(
                        "note", w("page.optional", ["title": w("page.award-note")]),
                        value: fields.raw("note"), rows: 3, problems)
                ], "page.award-close")
        }
        return blocks
    }

    fileprivate func assessAward() async throws -> Response {
        let review = try await workAward()
        let said = review.promised.map {
            OutcomeSaid($0.key, fields[$0.key], fields.raw("\($0.key).evidence"))
        }
        let (reference, worth) = (path("reference"), fields.raw("worth"))
        let seen = Int64(fields["seen"])
        return try await actOnAward("worth", done: "page.award-was-assessed") {
            try $0.assessAward(reference, said, worth: worth, seen: seen, as: $1)
        }
    }

    fileprivate func recordFeedback() async throws -> Response {
        let reference = path("reference")
        let (day, wrongDay) = day(Self.seenDay)
        let capacity = AwardFeedback.Capacity(rawValue: fields["capacity"])
        let again = AwardFeedback.Again(rawValue: fields["wouldFund"])
        let (saw, number) = (fields.raw("saw"), Int64(fields["corrects"]))
        return try await actOnAward("saw", done: "page.feedback-was-recorded") {
            var problems = wrongDay
            if capacity == nil { problems.append(FieldProblem("capacity", "choose-one")) }
            if day == nil, wrongDay.isEmpty { problems.append(FieldProblem("seenOn", "missing")) }
            if saw.trimmed.isEmpty { problems.append(FieldProblem("saw", "missing")) }
            if again == nil { problems.append(FieldProblem("wouldFund", "choose-one")) }
            guard let capacity, let day, let again, problems.isEmpty else {
                throw InvalidInput("feedback", problems)
            }
            try $0.recordFeedback(
                FeedbackSaid(capacity: capacity, seenOn: day, saw: saw, wouldFund: again),
                correcting: number, on: reference, as: $1)
        }
    }

    /// Does something about an award, or shows its page again with what is wrong.
    ///
    /// - Parameter field: what is wrong with the whole, or with a reason, is shown there.
    func actOnAward(
        _ field: String, done: String,
        _ work: @escaping @Sendable (Workflows, Principal) throws -> Void
    ) async throws -> Response {
        try await act(
            { awardPage(try await workAward(), $0) }, then: workAwardPlace, done: done,
            problemField: field, isFormNeeded: true
        ) { workflows, principal in
            do {
                try work(workflows, principal)
            } catch let problem as InvalidInput {
                throw InvalidInput(
                    problem.source,
                    problem.fields.map {
                        ["reason", "note"].contains($0.place)
                            ? FieldProblem(field, $0.code, $0.arguments) : $0
                    })
            }
            return [:]
        }
    }
}
