import Applications
import Assessment
import Correspondence
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// What an officer does about one application. Each has a page of its own, so that what is half
/// written in one is not lost by saving another.
enum CaseAct: CaseIterable {
    case check, ask, note, contact, feedback

    var route: Route {
        switch self {
        case .check: .workCheck
        case .ask: .workAsk
        case .note: .workNote
        case .contact: .workContact
        case .feedback: .workFeedback
        }
    }

    /// Keys of the words: what the page is called, its button, and what is said when it is done.
    fileprivate var words: (title: String, button: String, done: String) {
        switch self {
        case .check: ("page.check", "page.save-check", "page.checked")
        case .ask: ("page.ask-group", "page.ask", "page.asked")
        case .note: ("page.new-note", "page.save-note", "page.noted")
        case .contact: ("page.contact", "page.save-contact", "page.contact-changed")
        case .feedback: ("page.feedback", "page.save-feedback", "page.feedback-saved")
        }
    }

    /// The field that a problem belongs to, where it names none of the form's own.
    fileprivate var field: String {
        switch self {
        case .check: "verdict"
        case .ask: "question"
        case .note: "note"
        case .contact: "email"
        case .feedback: "feedback"
        }
    }

    /// Whether doing it twice makes two of something.
    fileprivate var makesOne: Bool { self == .ask || self == .note }

    /// Whether it can be done as the application stands.
    func isOpen(_ file: CaseFile) -> Bool {
        let status = file.detail.summary.status
        switch self {
        case .check:
            return file.round.status != .decided
                && [.submitted, .eligible, .ineligible].contains(status)
        case .ask: return status != .withdrawn
        case .note, .contact: return true
        case .feedback:
            return [.awarded, .declined].contains(status)
                && !file.letters.contains { $0.kind.tellsDecision && $0.status != .queued }
        }
    }
}

extension Page {
    static let caseForms: [Page] = CaseAct.allCases.flatMap { act in
        [
            Page(.get, act.route, for: .roles([.officer])) { visit in
                let file = try await visit.caseFile()
                guard act.isOpen(file) else { return visit.go(to: visit.casePlace) }
                return visit.page(visit.actPage(act, file))
            },
            Page(.post, act.route, for: .roles([.officer])) { visit in
                try await visit.act(act)
            },
        ]
    }
}

extension Visit {
    private typealias Work = @Sendable (Workflows, Principal) throws -> Void

    fileprivate func act(_ act: CaseAct) async throws -> Response {
        let (work, problems) = work(of: act)
        guard problems.isEmpty else { return try await again(act, problems) }
        do {
            if act.makesOne {
                _ = try await once(work) { .null }
            } else {
                let principal = try principal
                try await write { try work($0, principal) }
            }
        } catch let problem as InvalidInput {
            return try await again(
                act, problem.fields.map { FieldProblem(act.field, $0.code, $0.arguments) })
        } catch CorrespondenceProblem.feedbackEmpty {
            return try await again(act, [FieldProblem(act.field, "missing")])
        }
        if act == .ask { house.mail.nudge() }
        return go(to: casePlace, done: w(act.words.done))
    }

    private func again(_ act: CaseAct, _ problems: [FieldProblem]) async throws -> Response {
        wrong(actPage(act, try await caseFile(), problems), problems)
    }

    private func work(of act: CaseAct) -> (Work, [FieldProblem]) {
        let reference = path("reference")
        func sent(_ name: String) -> String? { fields[name].isEmpty ? nil : fields[name] }
        switch act {
        case .check:
            let (verdict, problems) = verdict()
            return ({ _ = try $0.checkApplication(reference, verdict, as: $1) }, problems)
        case .ask:
            let text = fields.raw("question")
            return ({ _ = try $0.askApplicant(reference, text, as: $1) }, [])
        case .note:
            let text = fields.raw("note")
            return ({ try $0.noteApplication(reference, text, as: $1) }, [])
        case .contact:
            let (name, email, language) = (sent("name"), sent("email"), sent("language"))
            return (
                {
                    try $0.changeContact(
                        of: reference, email: email, name: name, language: language, as: $1)
                }, []
            )
        case .feedback:
            let text = fields.raw("feedback")
            return ({ try $0.releaseFeedback(text, to: reference, as: $1) }, [])
        }
    }

    private func verdict() -> (EligibilityVerdict, [FieldProblem]) {
        let reason = fields["reason"]
        var problems: [FieldProblem] = []
        if reason.unicodeScalars.count > 5000 {
            problems.append(FieldProblem("reason", "too-long", ["maximum": "5000"]))
        }
        switch fields["verdict"] {
        case "eligible": return (.eligible, problems)
        case "ineligible":
            if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
            return (.ineligible(reason: reason), problems)
        default: return (.eligible, [FieldProblem("verdict", "choose-one")] + problems)
        }
    }

    // MARK: The pages

    fileprivate func actPage(
        _ act: CaseAct, _ file: CaseFile, _ problems: [FieldProblem] = []
    ) -> PageView {
        let summary = file.detail.summary
        var view = PageView(w(act.words.title))
        view.caption = "\(summary.reference) · \(summary.organisation)"
        view.back = PageLink(w("page.application"), casePlace)
        var fields = fields(of: act, file, problems)
        if fields.count == 1 {
            fields[0].isHeading = true
            view.hasOwnHeading = true
        }
        view.blocks = [
            .form(
                Block.Form(
                    action: act.route.link(round, path("reference")), csrf: csrf,
                    hidden: act.makesOne ? [once] : [], fields: fields,
                    buttons: [.init(text: w(act.words.button))]))
        ]
        return view
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
                    kind: .input(value: value("name", file.detail.contact?.name))),
                Field(
                    name: "email", label: w("page.email"),
                    kind: .input(
                        value: value("email", file.detail.contact?.email), type: "email",
                        isLTR: true), error: error("email"),
                    errorPrefix: w("page.error-prefix")),
                languageField(value("language", file.detail.contact?.language ?? "en")),
            ]
        case .feedback:
            return [
                longField(
                    "feedback", w("page.feedback"),
                    value: fields.has("feedback") ? fields.raw("feedback") : file.feedback ?? "",
                    rows: 4, hint: w("page.feedback-hint"), problems)
            ]
        }
    }
}
