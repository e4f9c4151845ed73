import Applications
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

extension Page {
    static let draftPages =
        startPages + [
            Page(.get, .draft, for: .signedIn) { visit in
                let report = try await visit.draft()
                if let sent = try await visit.sent(report) { return sent }
                return visit.page(visit.tasks(report))
            },
            Page(.get, .draftQuestion, for: .signedIn) { visit in
                let report = try await visit.draft()
                if let sent = try await visit.sent(report) { return sent }
                let place = try visit.place(in: report)
                return visit.page(
                    visit.questionPage(report, place, visit.typed(place.questions, report.draft)))
            },
            Page(
                .post, .draftQuestion, for: .signedIn, takesSeveral: true,
                greatestFileBytes: Page.greatestFilesBytes
            ) { visit in try await visit.savePage() },
            Page(.get, .draftPeople, for: .signedIn) { visit in
                let report = try await visit.draft()
                guard report.draft.assistedBy == nil else {
                    return visit.go(to: Route.draft.link(visit.path("draft")))
                }
                return visit.page(visit.peoplePage(report))
            },
            Page(.post, .draftPeople, for: .signedIn) { visit in try await visit.invite() },
            Page(.post, .draftPersonRemoval, for: .signedIn) { visit in
                try await visit.removePerson()
            },
            Page(.get, .draftDiscard, for: .signedIn) { visit in
                let report = try await visit.draft()
                var view = PageView(visit.w("page.discard"))
                view.back = visit.backToTasks(report)
                view.blocks = [
                    .warning(visit.w("page.discard-text"), label: visit.w("page.warning")),
                    .form(
                        Block.Form(
                            action: Route.draftDiscard.link(visit.path("draft")), csrf: visit.csrf,
                            buttons: [.init(text: visit.w("page.discard-yes"), isWarning: true)],
                            cancel: PageLink(
                                visit.w("page.discard-no"), Route.draft.link(visit.path("draft"))))
                    ),
                ]
                return visit.page(view)
            },
            Page(.post, .draftDiscard, for: .signedIn) { visit in
                let (id, principal) = (try visit.draftID, try visit.principal)
                try await visit.write { try $0.discardDraft(id, as: principal) }
                return visit.go(to: Route.home.link(), done: visit.w("page.discarded"))
            },
        ]
}

/// A page of the form: its questions, and where it stands among the others.
struct FormPlace: Sendable {
    let section: Form.Section
    let key: String
    /// Every question that may stand on it.
    let keys: [String]
    /// Those of its questions that are asked, as the others have been answered.
    var questions: [Question]
    /// The page that follows in the section, nil at its end.
    let next: String?
    let previous: String?
}

extension DraftReport {
    /// Whether it could be sent now, were it whole: an officer may say why one is late.
    var canBeSent: Bool {
        takesApplications
            || draft.assistedBy != nil && [.open, .closed].contains(round.status)
    }

    /// The pages of a section that ask something, as the others have been answered.
    func pages(of section: Form.Section) -> [(key: String, questions: [Question])] {
        let asked = form.asked(draft.values)
        return section.pages.compactMap { keys in
            let questions = asked.filter { keys.contains($0.key) }
            guard let first = keys.first, !questions.isEmpty else { return nil }
            return (first, questions)
        }
    }

    enum Progress: String {
        case notStarted = "not-started"
        case begun, finished
    }

    /// How far a section is: a page is done with once somebody went on from it and nothing that it
    /// must have is missing.
    func progress(of section: Form.Section) -> Progress {
        let pages = pages(of: section)
        let values = draft.values
        let done = pages.filter { page in
            draft.savedPages.contains(page.key)
                && page.questions.allSatisfy {
                    rules.problems(with: values[$0.key], for: $0, among: values).isEmpty
                }
        }
        if done.count == pages.count { return .finished }
        let hasAny = pages.contains { page in
            draft.savedPages.contains(page.key)
                || page.questions.contains { values[$0.key] != nil }
        }
        return hasAny ? .begun : .notStarted
    }
}

extension Visit {
    var draftID: DraftID {
        get throws {
            guard let id = Int64(path("draft")) else { throw DraftProblem.unknown }
            return DraftID(id)
        }
    }

    func draft() async throws -> DraftReport {
        let (id, principal) = (try draftID, try principal)
        let report = try await read { try $0.draft(id, as: principal) }
        guard !report.draft.isDiscarded else { throw DraftProblem.discarded }
        return report
    }

    /// Where to go for a draft that was sent already.
    func sent(_ report: DraftReport) async throws -> Response? {
        guard report.draft.application != nil else { return nil }
        let (id, principal) = (try draftID, try principal)
        let reference = try await read { try $0.reference(ofDraft: id, as: principal) }
        return reference.map { go(to: Route.ownApplication.link("\($0)")) }
    }

    func backToTasks(_ report: DraftReport) -> PageLink {
        PageLink(w("page.back-to-tasks"), Route.draft.link("\(report.draft.id.rawValue)"))
    }

    func roundTitle(_ report: DraftReport) -> String {
        words.title(ofRound: report.round.key, report.round.plan.title)
    }

    // MARK: The task list

    fileprivate func tasks(_ report: DraftReport) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        var view = PageView(w("page.your-application"))
        view.caption = roundTitle(report)
        view.back = PageLink(w("page.home"), Route.home.link())
        let progress = report.form.sections.map { report.progress(of: $0) }
        let isReady = progress.allSatisfy { $0 == .finished }
        let canBeSent = report.canBeSent
        if let assistedBy = report.draft.assistedBy {
            view.blocks.append(.inset(w("page.assisted-\(assistedBy.rawValue)")))
        }
        view.blocks += [
            report.takesApplications
                ? .paragraph(
                    w(
                        "page.deadline-send",
                        ["deadline": words.words(report.round.plan.timetable.closes)]))
                : .warning(
                    w(canBeSent ? "page.typed-late" : "page.too-late-text"),
                    label: w("page.warning")),
            .paragraph(
                w(
                    "page.tasks-done",
                    [
                        "done": "\(progress.filter { $0 == .finished }.count)",
                        "all": "\(progress.count)",
                    ])),
            .tasks(
                zip(report.form.sections, progress).map { section, progress in
                    Block.TaskItem(
                        id: "task-\(section.key)", text: words.title(of: section),
                        link: report.pages(of: section).first.map {
                            Route.draftQuestion.link(id, $0.key)
                        }, status: w("progress.\(progress.rawValue)"),
                        isDone: progress == .finished)
                } + [
                    Block.TaskItem(
                        id: "task-send", text: w("page.check-and-send"),
                        link: isReady && canBeSent ? Route.draftCheck.link(id) : nil,
                        status: canBeSent
                            ? w(isReady ? "progress.ready" : "progress.cannot-start")
                            : w("page.too-late"), isDone: false)
                ]),
        ]
        if report.draft.assistedBy == nil {
            view.blocks += [
                .heading2(w("page.working-together")),
                .paragraph(
                    report.draft.members.count > 1
                        ? w("page.people-count", ["count": "\(report.draft.members.count)"])
                        : w("page.people-one")),
                .linkLine(PageLink(w("page.people"), Route.draftPeople.link(id))),
            ]
        }
        if report.draft.assistedBy != nil || isStarter(report) {
            view.blocks.append(
                .linkLine(PageLink(w("page.discard"), Route.draftDiscard.link(id))))
        }
        return view
    }

    private func isStarter(_ report: DraftReport) -> Bool {
        report.draft.startedBy == signedIn?.principal.personID
    }

    // MARK: The people of the group

    fileprivate func peoplePage(
        _ report: DraftReport, email: String = "", problems: [FieldProblem] = []
    ) -> PageView {
        var view = PageView(w("page.people"))
        view.caption = roundTitle(report)
        view.back = backToTasks(report)
        view.place = Route.draftPeople.link("\(report.draft.id.rawValue)")
        view.blocks = [
            .paragraph(
                w(report.draft.application == nil ? "page.people-text" : "page.people-sent")),
            .bullets(report.draft.members.compactMap { report.emails[$0] }),
        ]
        view.blocks += removals(report)
        // Once it is sent, nobody is added any more.
        guard report.draft.application == nil else { return view }
        view.blocks += [
            form(
                Route.draftPeople.link("\(report.draft.id.rawValue)"),
                [
                    Field(
                        name: "email", label: w("page.their-email"),
                        kind: .input(value: email, type: "email", isLTR: true),
                        hint: w("page.their-email-hint"),
                        error: problems.first.map(words.onPage),
                        errorPrefix: w("page.error-prefix"))
                ], w("page.add-person"))
        ]
        return view
    }

    /// Who began the application may take others off it: an address may have been mistyped. The
    /// others may take themselves off.
    private func removals(_ report: DraftReport) -> [Block] {
        let person = signedIn?.principal.personID
        return report.draft.members.filter {
            $0 != report.draft.startedBy && (isStarter(report) || $0 == person)
        }.compactMap { member in
            guard let email = report.emails[member] else { return nil }
            return .form(
                Block.Form(
                    action: Route.draftPersonRemoval.link("\(report.draft.id.rawValue)"),
                    csrf: csrf, hidden: [("email", email)],
                    buttons: [
                        .init(text: w("page.remove-person", ["email": email]), isSecondary: true)
                    ]))
        }
    }

    fileprivate func removePerson() async throws -> Response {
        let (id, principal, email) = (try draftID, try principal, fields["email"])
        try await write { try $0.removeDraftMember(email, from: id, as: principal) }
        let isSelf = email.lowercased() == principal.email?.lowercased()
        return go(
            to: isSelf ? Route.home.link() : Route.draftPeople.link("\(id.rawValue)"),
            done: w("page.person-removed", ["email": email]))
    }

    fileprivate func invite() async throws -> Response {
        let (id, principal, email) = (try draftID, try principal, fields["email"])
        let report = try await draft()
        do {
            guard email.isEmailAddress else { throw IdentityModule.notAnAddress(email) }
            guard house.askers.admit(client, "invitation \(email.lowercased())") != .refused else {
                throw InvalidInput("invitation", [FieldProblem("email", "invited-often")])
            }
            try await write { try $0.addDraftMember(email, to: id, as: principal) }
        } catch let problem as InvalidInput {
            return wrong(
                peoplePage(report, email: email, problems: problem.fields), problem.fields)
        } catch DraftProblem.memberAlready {
            // Known already: the email may have got lost, so it goes again.
        }
        let link =
            "\(house.origin)\(Route.signIn.link())?next=\(Route.draft.link("\(id.rawValue)").percentEncoded)"
        try house.invitationPost.send(
            to: email, subject: w("mail.invited-subject", ["round": roundTitle(report)]),
            parts: [
                w(
                    "mail.invited-text",
                    ["who": principal.email ?? "", "round": roundTitle(report)]),
                w("mail.invited-how"), link, w("mail.invited-not-you"),
            ], words: words)
        return go(
            to: Route.draftPeople.link("\(id.rawValue)"),
            done: w("page.person-added", ["email": email]))
    }
}
