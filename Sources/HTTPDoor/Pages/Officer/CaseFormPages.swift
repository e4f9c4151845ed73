import Applications
import Correspondence
import Forms
import FundCore
import Publishing

/// The page of each thing that an officer does about an application.
extension Visit {
    func actPage(
        _ act: CaseAct, _ file: CaseFile, _ problems: [FieldProblem] = []
    ) -> PageView {
        let summary = file.detail.summary
        var view = PageView(w(act.words.title))
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.application"), casePlace)
        var fields = fields(of: act, file, problems)
        if fields.count == 1, act != .takeBack {
            fields[0].isHeading = true
            view.hasOwnHeading = true
        }
        if act == .answer, let question = question(in: file) {
            view.blocks.append(.inset(question.text))
        }
        if act == .takeBack {
            view.blocks.append(.warning(w("page.take-back-text"), label: w("page.warning")))
        }
        let action =
            act == .answer
            ? act.route.link(round, path("reference"), path("question"))
            : act.route.link(round, path("reference"))
        view.blocks.append(
            .form(
                Block.Form(
                    action: action, csrf: csrf, hidden: hidden(of: act, file), fields: fields,
                    buttons: [
                        .init(text: w(act.words.button), isWarning: act == .takeBack)
                    ])))
        return view
    }

    private func hidden(of act: CaseAct, _ file: CaseFile) -> [(name: String, value: String)] {
        [once, ("seen", state(of: act, file)?.description ?? "")]
    }

    private func fields(
        of act: CaseAct, _ file: CaseFile, _ problems: [FieldProblem]
    ) -> [Field] {
        func error(_ name: String) -> String? {
            problems.first { $0.place == name }.map(words.onPage)
        }
        switch act {
        case .check:
            return [
                Field(
                    name: "verdict", label: w("page.check-question"),
                    kind: .radios(
                        ["eligible", "ineligible"].map {
                            .init(
                                value: $0, label: w("page.check-\($0)"),
                                isChosen: fields["verdict"] == $0)
                        }), error: error("verdict"), errorPrefix: w("page.error-prefix")),
                longField(
                    "reason", w("page.check-reason"), value: fields.raw("reason"), rows: 3,
                    hint: w("page.check-reason-hint"), problems),
            ]
        case .ask:
            return [
                longField(
                    "question", w("page.ask-group"), value: fields.raw("question"), rows: 4,
                    hint: w("page.ask-group-hint"), problems)
            ]
        case .answer:
            return [
                longField(
                    "answer", w("page.type-answer"), value: fields.raw("answer"), rows: 6,
                    hint: w("page.type-answer-hint"), problems)
            ]
        case .takeBack:
            return [
                longField(
                    "reason", w("page.optional", ["title": w("page.take-back-reason")]),
                    value: fields.raw("reason"), rows: 3, problems)
            ]
        case .note:
            return [
                longField(
                    "note", w("page.new-note"), value: fields.raw("note"), rows: 3,
                    hint: w("page.new-note-hint"), problems)
            ]
        case .contact:
            func value(_ name: String, _ kept: String?) -> String {
                fields.has(name) ? fields.raw(name) : kept ?? ""
            }
            return [
                Field(
                    name: "name", label: w("page.contact-name"),
                    kind: .input(value: value("name", file.detail.contact?.name)),
                    error: error("name"), errorPrefix: w("page.error-prefix")),
                Field(
                    name: "email", label: w("page.email"),
                    kind: .input(
                        value: value("email", file.detail.contact?.email), type: "email",
                        isLTR: true), error: error("email"),
                    errorPrefix: w("page.error-prefix")),
                longField(
                    "address", w("page.optional", ["title": w("page.postal-address")]),
                    value: value("address", file.detail.contact?.address), rows: 4,
                    hint: w("page.postal-address-hint"), problems),
                languageField(value("language", file.detail.contact?.language ?? "en")),
            ]
        case .appeal: return appealFields(problems)
        case .feedback, .conditions, .correct: return letterFields(of: act, file, problems)
        }
    }
}
