import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds

/// The first questions: does the fund fit?
extension Visit {
    func eligibility(_ round: PublicRound) -> Response {
        guard let form = round.eligibility, round.takesApplications, round.hasPages else {
            return go(to: Route.fundRound.link(round.key))
        }
        let answered = form.questions.filter { ["yes", "no"].contains(query[$0.key]) }
        guard !answered.isEmpty || query.has("asked") else {
            return page(eligibilityForm(round, form))
        }
        let missing = form.questions.filter { !["yes", "no"].contains(query[$0.key]) }
        guard missing.isEmpty else {
            return wrong(
                eligibilityForm(round, form, missing: missing.map(\.key)),
                missing.map { FieldProblem($0.key, "choose-one") },
                labels: Dictionary(uniqueKeysWithValues: missing.map { ($0.key, text($0)) }))
        }
        let amiss = form.questions.filter { (query[$0.key] == "yes") != $0.fitsYes }
        return page(amiss.isEmpty ? fits(round) : fitsNot(round, amiss))
    }

    private func text(_ question: Eligibility.Question) -> String {
        words.translation("eligibility.\(question.key).title") ?? question.title
    }

    private func eligibilityForm(
        _ round: PublicRound, _ form: Eligibility, missing: [String] = []
    ) -> PageView {
        var view = PageView(w("page.eligibility"))
        view.caption = title(round)
        view.back = PageLink(w("page.back"), Route.fundRound.link(round.key))
        view.blocks = [
            .paragraph(w("page.eligibility-text")),
            .form(
                Block.Form(
                    action: Route.eligibility.link(round.key), csrf: nil,
                    hidden: [("asked", "1")],
                    fields: form.questions.map { question in
                        Field(
                            name: question.key, label: text(question),
                            kind: .radios(
                                ["yes", "no"].map {
                                    .init(
                                        value: $0, label: w("page.\($0)"),
                                        isChosen: query[question.key] == $0)
                                }, isInline: true),
                            hint: question.hint.map {
                                words.translation("eligibility.\(question.key).hint") ?? $0
                            },
                            error: missing.contains(question.key)
                                ? words.onPage(FieldProblem(question.key, "choose-one")) : nil,
                            errorPrefix: w("page.error-prefix"))
                    }, buttons: [.init(text: w("page.continue"))])),
        ]
        return view
    }

    private func fits(_ round: PublicRound) -> PageView {
        var view = PageView(w("page.fits"))
        view.caption = title(round)
        view.back = PageLink(w("page.back"), Route.eligibility.link(round.key))
        view.blocks = [
            .paragraph(w("page.fits-text")),
            .bullets([
                w("page.fits-save"), w("page.fits-together"),
                w("page.deadline", ["deadline": words.words(round.timetable.closes)]),
            ]), .button(PageLink(w("page.start"), Route.start.link(round.key))),
        ]
        return view
    }

    private func fitsNot(
        _ round: PublicRound, _ amiss: [Eligibility.Question]
    ) -> PageView {
        var view = PageView(w("page.fits-not"))
        view.caption = title(round)
        view.back = PageLink(w("page.back"), Route.eligibility.link(round.key))
        view.blocks = [.paragraph(w("page.fits-not-text"))]
        for question in amiss {
            view.blocks += [
                .heading2(text(question)),
                .paragraph(
                    words.translation("eligibility.\(question.key).otherwise")
                        ?? question.otherwise),
                .inset(
                    words.translation("eligibility.\(question.key).tryInstead")
                        ?? question.tryInstead),
            ]
        }
        view.blocks += [
            .paragraph(w("page.fits-not-sure")),
            .linkLine(PageLink(w("page.answer-again"), Route.eligibility.link(round.key))),
        ]
        return view
    }
}
