import Awards
import Forms
import FundCore
import Publishing

/// The pages of what is done about a decision: what they say, and what they ask for.
extension Visit {
    func actPage(
        _ act: DecisionAct, _ decision: DecisionReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        var view = PageView(w(act.words.title))
        view.caption = title(decision)
        view.back = PageLink(w("page.decision"), Route.workDecision.link(round))
        view.blocks = [
            act == .publish || act == .callIn
                ? .warning(w(act.words.text), label: w("page.warning"))
                : .paragraph(w(act.words.text)),
            .form(
                Block.Form(
                    action: act.route.link(round), csrf: csrf,
                    hidden: act == .record
                        ? [once, ("seen", decision.standing.record?.tag.description ?? "")]
                        : [once],
                    fields: actFields(act, decision, problems),
                    buttons: [.init(text: w(act.words.button), isWarning: act == .callIn)])),
        ]
        return view
    }

    private func actFields(
        _ act: DecisionAct, _ decision: DecisionReport, _ problems: [FieldProblem]
    ) -> [Field] {
        func long(_ name: String, _ label: String, kept: String? = nil, hint: String?) -> Field {
            longField(
                name, w(label), value: fields.has(name) ? fields.raw(name) : kept ?? "", rows: 6,
                hint: hint.map { w($0) }, problems)
        }
        let record = decision.standing.record
        switch act {
        case .record:
            return [
                long(
                    "recommendation", "page.recommendation", kept: record?.recommendation,
                    hint: "page.recommendation-hint"),
                long(
                    "outcomes", "page.outcomes", kept: record?.outcomes,
                    hint: "page.outcomes-hint"),
                long(
                    "alternatives", "page.alternatives", kept: record?.alternatives,
                    hint: "page.alternatives-hint"),
            ]
        case .publish:
            return [
                dayField(Self.publishDay, "page.publish-on", "page.publish-on-hint", problems)
            ]
        case .callIn:
            var by = Field(
                name: "by", label: w("page.optional", ["title": w("page.called-in-by")]),
                kind: .input(value: fields.raw("by")))
            by.hint = w("page.called-in-by-hint")
            by.error = problems.first { $0.place == "by" }.map(words.onPage)
            by.errorPrefix = w("page.error-prefix")
            return [by, long("reason", "page.call-in-reason", hint: "page.public-words-hint")]
        case .outcome:
            return [
                Field(
                    name: "outcome", label: w("page.call-in-outcome"),
                    kind: .radios(
                        CallInVerdict.allCases.map {
                            .init(
                                value: $0.rawValue, label: w("verdict.\($0.rawValue)"),
                                isChosen: fields["outcome"] == $0.rawValue)
                        }), error: problems.first { $0.place == "outcome" }.map(words.onPage),
                    errorPrefix: w("page.error-prefix")),
                dayField(
                    Self.effectDay, "page.effective-on", "page.effective-on-hint", problems),
                long("reason", "page.reason", hint: "page.public-words-hint"),
            ]
        case .anew:
            return [long("reason", "page.reasons", hint: "page.public-words-hint")]
        case .correct:
            return [long("text", "page.correction", hint: "page.public-words-hint")]
        }
    }
}
