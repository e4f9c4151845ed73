import Applications
import Awards
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
    case check, ask, answer, note, contact, takeBack, feedback, appeal, conditions, correct

    var route: Route {
        switch self {
        case .check: .workCheck
        case .ask: .workAsk
        case .answer: .workAnswer
        case .note: .workNote
        case .contact: .workContact
        case .takeBack: .workTakeBack
        case .feedback: .workFeedback
        case .appeal: .workTakeAppeal
        case .conditions: .workConditions
        case .correct: .workCorrectLetter
        }
    }

    /// Keys of the words: what the page is called, its button, and what is said when it is done.
    var words: (title: String, button: String, done: String) {
        switch self {
        case .check: ("page.check", "page.save-check", "page.checked")
        case .ask: ("page.ask-group", "page.ask", "page.asked")
        case .answer: ("page.type-answer", "page.save-answer", "page.answer-typed")
        case .note: ("page.new-note", "page.save-note", "page.noted")
        case .contact: ("page.contact", "page.save-contact", "page.contact-changed")
        case .takeBack: ("page.take-back", "page.take-back-yes", "page.taken-back")
        case .feedback: ("page.feedback", "page.save-feedback", "page.feedback-saved")
        case .appeal: ("page.take-appeal", "page.save-appeal", "page.appeal-taken")
        case .conditions: ("page.conditions", "page.save-conditions", "page.conditions-saved")
        case .correct: ("page.correct-letter", "page.save-correction", "page.letter-corrected")
        }
    }

    /// The field that a problem belongs to, where it names none of the form's own.
    fileprivate var field: String {
        switch self {
        case .check: "verdict"
        case .ask: "question"
        case .answer: "answer"
        case .note: "note"
        case .contact: "email"
        case .takeBack: "reason"
        case .feedback: "feedback"
        case .appeal: "grounds"
        case .conditions: "conditions"
        case .correct: "reason"
        }
    }

    /// Whether it can be done as the application stands.
    func isOpen(_ file: CaseFile) -> Bool {
        let status = file.detail.summary.status
        switch self {
        case .check:
            return file.round.status != .decided
                && [.submitted, .eligible, .ineligible].contains(status)
        case .ask, .answer: return status != .withdrawn
        case .note, .contact, .appeal: return true
        case .takeBack:
            return file.round.status != .decided
                && [.submitted, .eligible, .ineligible].contains(status)
        case .feedback:
            return [.awarded, .declined].contains(status) && !isWritten(file)
        case .conditions: return status == .awarded && !isWritten(file, ofAward: true)
        case .correct:
            let decisions = file.letters.filter(\.kind.tellsDecision)
            // A correction that waits to be let go gives way to a better one.
            return decisions.contains { [.sent, .toPost].contains($0.status) }
                && decisions.allSatisfy {
                    [.sent, .toPost, .queued].contains($0.status)
                        && ($0.status != .queued || !$0.isLetGo)
                }
        }
    }

    /// Whether the words of the decision letter stay as they are.
    ///
    /// - Parameter ofAward: whether only the letter about the award matters: who was on the reserve
    ///   list had another one before.
    private func isWritten(_ file: CaseFile, ofAward: Bool = false) -> Bool {
        let telling = file.letters.filter(\.kind.tellsDecision)
        let fromList = telling.filter { $0.kind == .reserveAward }
        return (ofAward && !fromList.isEmpty ? fromList : telling).contains {
            $0.status != .queued || $0.isLetGo
        }
    }
}

extension Page {
    static let caseForms: [Page] = CaseAct.allCases.flatMap { act in
        [
            Page(.get, act.route, for: .roles([.officer])) { visit in
                let file = try await visit.caseFile()
                guard act.isOpen(file), act != .answer || visit.question(in: file) != nil else {
                    return visit.go(to: visit.casePlace)
                }
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

    /// The state of what a form changes, so that nobody undoes unseen what another has just done.
    func state(of act: CaseAct, _ file: CaseFile) -> EntityTag? {
        switch act {
        case .check: EntityTag(of: ["\(file.detail.checks.count)"])
        case .contact: file.detail.contact?.tag
        case .feedback: file.feedback?.tag
        case .conditions: file.conditions?.tag
        case .ask, .answer, .note, .takeBack, .appeal, .correct: nil
        }
    }

    private var condition: EditCondition {
        guard fields.has("seen") else { return .anything }
        return fields["seen"].isEmpty ? .nothing : .one(of: [fields["seen"]])
    }

    fileprivate func act(_ act: CaseAct) async throws -> Response {
        let file = try await caseFile()
        let (work, problems) = work(of: act, file)
        guard problems.isEmpty else { return try await again(act, problems) }
        do {
            try await once(work)
        } catch let problem as InvalidInput {
            return try await again(
                act,
                problem.fields.map {
                    FieldProblem(fields.has($0.place) ? $0.place : act.field, $0.code, $0.arguments)
                })
        } catch is EditProblem {
            return try await again(
                act, [FieldProblem(act.field, "changed-meanwhile")], isChanged: true)
        } catch let problem as AppealProblem {
            var place = "kind"
            if case .late = problem { place = "lateReason" }
            return try await again(
                act, [FieldProblem(place, problem.report.code, problem.report.arguments)])
        } catch CorrespondenceProblem.feedbackEmpty {
            return try await again(act, [FieldProblem(act.field, "missing")])
        }
        if [.ask, .takeBack, .appeal].contains(act) { house.mail.nudge() }
        // Without an address it waits for an officer to let it go and post it.
        let isPosted = act == .ask && file.detail.contact?.email == nil
        return go(to: casePlace, done: w(isPosted ? "page.asked-post" : act.words.done))
    }

    /// The question that the address names, while it waits for an answer.
    func question(in file: CaseFile) -> ApplicantQuestion? {
        file.questions.first { "\($0.id.rawValue)" == path("question") && $0.answer == nil }
    }

    private func again(
        _ act: CaseAct, _ problems: [FieldProblem], isChanged: Bool = false
    ) async throws -> Response {
        let file = try await caseFile()
        var view = actPage(act, file, problems)
        // What the other one has just made of it, to be read before it is overwritten.
        if isChanged {
            view.blocks.insert(
                contentsOf: [.heading2(w("page.as-it-stands"))]
                    + standing(of: act, file).map { .answer($0) }, at: 0)
        }
        return wrong(view, problems)
    }

    private func standing(of act: CaseAct, _ file: CaseFile) -> [String] {
        switch act {
        case .check: file.detail.checks.last.map { [words(about: $0, file)] } ?? []
        case .contact:
            [file.detail.contact?.name, file.detail.contact?.email, file.detail.contact?.address]
                .compactMap(\.self)
        case .feedback: file.feedback.map { [$0.text] } ?? []
        case .conditions: file.conditions.map { [$0.text] } ?? []
        case .ask, .answer, .note, .takeBack, .appeal, .correct: []
        }
    }

    private func work(of act: CaseAct, _ file: CaseFile) -> (Work, [FieldProblem]) {
        let (reference, condition) = (path("reference"), condition)
        func sent(_ name: String) -> String? { fields[name].isEmpty ? nil : fields[name] }
        switch act {
        case .check:
            let (verdict, problems) = verdict()
            return (
                { _ = try $0.checkApplication(reference, verdict, if: condition, as: $1) }, problems
            )
        case .ask:
            let text = fields.raw("question")
            return ({ _ = try $0.askApplicant(reference, text, as: $1) }, [])
        case .answer:
            let text = fields.raw("answer")
            guard let id = Int64(path("question")) else {
                return ({ _, _ in throw ApplicantQuestionProblem.unknown(id: "") }, [])
            }
            return (
                {
                    try $0.answerQuestion(
                        ApplicantQuestionID(id), of: reference, text, as: $1)
                }, []
            )
        case .takeBack:
            let reason = fields["reason"]
            return ({ try $0.withdraw(reference, reason: reason, as: $1) }, [])
        case .note:
            let text = fields.raw("note")
            return ({ try $0.noteApplication(reference, text, as: $1) }, [])
        case .contact:
            let (name, email, language) = (fields["name"], sent("email"), sent("language"))
            var problems: [FieldProblem] = []
            if name.isEmpty { problems.append(FieldProblem("name", "missing")) }
            if email == nil, file.detail.contact?.email != nil {
                problems.append(FieldProblem("email", "missing"))
            }
            let change = ContactChange(
                name: name, email: email, address: fields["address"], language: language)
            return (
                { try $0.changeContact(of: reference, change, if: condition, as: $1) }, problems
            )
        case .appeal:
            let (arrival, problems) = arrival()
            return ({ _ = try $0.receiveAppeal(reference, arrival, as: $1) }, problems)
        case .feedback:
            let (text, english) = (fields.raw("feedback"), sent("english"))
            let comments = fields.all("comment").compactMap { Int($0) }
            return (
                {
                    try $0.releaseFeedback(
                        text, comments: comments, english: english, to: reference, if: condition,
                        as: $1)
                }, []
            )
        case .conditions:
            let (text, english) = (fields.raw("conditions"), sent("english"))
            let instead = fields.has("instead")
            return (
                {
                    try $0.stateConditions(
                        text, english: english, insteadOfPanel: instead, of: reference,
                        if: condition, as: $1)
                }, instead ? [] : leftOut(LetterWords(text: text, english: english), file)
            )
        case .correct:
            func words(_ name: String) -> LetterWords? {
                sent(name).map { LetterWords(text: $0, english: sent("\(name)English")) }
            }
            let correction = LetterCorrection(
                reason: fields["reason"], feedback: words("feedback"),
                conditions: words("conditions"), insteadOfPanel: fields.has("instead"))
            return ({ try $0.correctLetter(to: reference, correction, as: $1) }, [])
        }
    }

    /// That the words do not say what the panel set, although nobody said that they replace it. In a
    /// letter in another language alone it cannot be told whether they do.
    private func leftOut(_ words: LetterWords, _ file: CaseFile) -> [FieldProblem] {
        guard let set = file.panelConditions, !words.text.trimmed.isEmpty, !words.says(set),
            !file.isTranslated || file.hasCopy
        else { return [] }
        return [FieldProblem("conditions", "panel-conditions-left-out", ["text": set])]
    }

    private func verdict() -> (EligibilityVerdict, [FieldProblem]) {
        let reason = fields["reason"]
        var problems: [FieldProblem] = []
        if reason.unicodeScalars.count > 5000 {
            problems.append(FieldProblem("reason", "too-long", ["maximum": "5000"]))
        }
        switch fields["verdict"] {
        case "eligible":
            // Nobody would read it, and whoever wrote it meant somebody to.
            if !reason.isEmpty { problems.append(FieldProblem("reason", "reason-without-no")) }
            return (.eligible, problems)
        case "ineligible":
            if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
            return (.ineligible(reason: reason), problems)
        default: return (.eligible, [FieldProblem("verdict", "choose-one")] + problems)
        }
    }
}
