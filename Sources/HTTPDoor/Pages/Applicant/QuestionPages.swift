import Applications
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

/// The form, one thing a page.
extension Visit {
    func place(in report: DraftReport) throws -> FormPlace {
        let key = path("page")
        for section in report.form.sections {
            let pages = report.pages(of: section)
            guard let index = pages.firstIndex(where: { $0.key == key }) else { continue }
            return FormPlace(
                section: section, key: key,
                keys: section.pages.first { $0.first == key } ?? [],
                questions: pages[index].questions,
                next: index + 1 < pages.count ? pages[index + 1].key : nil,
                previous: index > 0 ? pages[index - 1].key : nil)
        }
        throw RequestProblem.noSuchPlace(path: request.uri.path)
    }

    func typed(_ questions: [Question], _ draft: Draft) -> TypedFields {
        TypedFields(
            questions.flatMap { question in
                question.typed(draft.answers[question.key]?.value)
            })
    }

    func questionPage(
        _ report: DraftReport, _ place: FormPlace, _ typed: TypedFields,
        files: [FileAnswer] = [], problems: [FieldProblem] = [], isChanged: Bool = false
    ) -> PageView {
        let id = "\(report.draft.id.rawValue)"
        let isOne = place.questions.count == 1
        var view = PageView(
            isOne ? words.title(of: place.questions[0]) : words.title(of: place.section))
        view.caption = words.title(of: place.section)
        view.hasOwnHeading = isOne
        view.back =
            query["from"] == "check"
            ? PageLink(w("page.back"), Route.draftCheck.link(id))
            : place.previous.map {
                PageLink(w("page.back"), Route.draftQuestion.link(id, $0))
            } ?? backToTasks(report)
        let known = files + report.draft.values.values.flatMap(\.fileAnswers)
        var fields = place.questions.map {
            field(for: $0, typed, isHeading: isOne, files: known, problems: problems)
        }
        if isChanged { fields = theirs(report, place) + fields }
        view.blocks.append(
            .form(
                Block.Form(
                    action: Route.draftQuestion.link(id, place.key), csrf: csrf,
                    hidden: [
                        ("seen", report.draft.tag(of: place.keys.sorted()).description),
                        ("from", query.has("from") ? query["from"] : self.fields["from"]),
                    ], fields: fields,
                    buttons: [
                        .init(text: w("page.save-and-continue"), name: "then", value: "continue")
                    ] + moreLines(place.questions, typed) + [
                        .init(
                            text: w("page.save-for-later"), name: "then", value: "later",
                            isSecondary: true)
                    ], takesFile: place.questions.contains { $0.type == .file })))
        return view
    }

    /// What somebody else has saved meanwhile, to be read beside one's own.
    private func theirs(_ report: DraftReport, _ place: FormPlace) -> [Field] {
        [.note(w("page.somebody-saved-text"))]
            + place.questions.map { question in
                let answer = report.draft.answers[question.key]
                let who = answer.flatMap { report.emails[$0.savedBy] } ?? ""
                let lines = words.lines(answer?.value, to: question)
                return Field(
                    name: "theirs-\(question.key)",
                    label: w(
                        "page.somebody-saved",
                        [
                            "who": who, "when": answer.map { words.words($0.savedAt) } ?? "",
                            "question": words.title(of: question),
                        ]),
                    kind: .readOnly(
                        lines.isEmpty ? w("page.not-provided") : lines.joined(separator: "\n")))
            }
    }

    /// Somebody else's answer has made this page needless while it was written: what was written is
    /// shown, so that it is not lost.
    private func notAsked(_ report: DraftReport, otherwise error: any Error) throws -> Response {
        let key = path("page")
        let page = report.form.sections.flatMap(\.pages).first { $0.first == key }
        guard let page else { throw error }
        var view = PageView(w("page.not-asked-title"))
        view.back = backToTasks(report)
        view.blocks = [.paragraph(w("page.not-asked-text"))]
        for question in report.form.questions where page.contains(question.key) {
            let text = fields.all(question.key).joined(separator: "\n")
            if !text.isEmpty {
                view.blocks += [.heading2(words.title(of: question)), .answer(text)]
            }
        }
        return self.page(view, status: .conflict)
    }

    func savePage() async throws -> Response {
        let report = try await draft()
        if let sent = try await sent(report) { return sent }
        var place: FormPlace
        do {
            place = try self.place(in: report)
        } catch {
            return try notAsked(report, otherwise: error)
        }
        let taken = try await takeFiles(
            report.form.questions.filter { place.keys.contains($0.key) })
        let fields = taken.fields
        if fields["then"] == "lines" {
            return page(questionPage(report, place, fields, files: taken.files))
        }
        let isLater = fields["then"] == "later"
        var values: [String: JSONValue?] = [:]
        var problems = taken.problems
        // What is asked on this page may depend on what is answered on it.
        var all = report.draft.values
        place.questions = []
        for question in report.form.questions where place.keys.contains(question.key) {
            guard question.isAsked(all) else {
                values[question.key] = .some(nil)
                all[question.key] = nil
                continue
            }
            place.questions.append(question)
            switch question.read(fields, months: months) {
            case .nothing: values[question.key] = .some(nil)
            case .value(let value): values[question.key] = .some(value)
            case .problem(let problem, _): problems.append(problem)
            }
            all[question.key] = values[question.key] ?? nil
        }
        let (id, principal, seen) = (report.draft.id, try principal, fields["seen"])
        for (key, value) in values {
            guard let question = place.questions.first(where: { $0.key == key }) else { continue }
            if value == nil && isLater { continue }
            // A file that was refused is not missing as well.
            if value == nil, problems.contains(where: { $0.place == key }) { continue }
            problems += report.rules.problems(
                with: value, for: question, among: all, isLater: isLater)
        }
        guard problems.isEmpty else {
            let order = place.questions.map(\.key)
            problems.sort {
                order.firstIndex(of: $0.place) ?? 0 < order.firstIndex(of: $1.place) ?? 0
            }
            return wrong(
                questionPage(report, place, fields, files: taken.files, problems: problems),
                problems,
                labels: place.questions.count == 1
                    ? [:]
                    : Dictionary(
                        uniqueKeysWithValues: place.questions.map { ($0.key, words.title(of: $0)) })
            )
        }
        do {
            let (kept, page) = (values, isLater ? nil : place.key)
            try await write {
                try $0.savePage(kept, on: page, of: id, seen: seen, as: principal)
            }
        } catch let problem as InvalidInput {
            // Only together with others is something wrong: files that are too large in all.
            return wrong(
                questionPage(
                    report, place, fields, files: taken.files, problems: problem.fields),
                problem.fields)
        } catch DraftProblem.changedMeanwhile {
            let now = try await draft()
            var view = questionPage(now, place, fields, files: taken.files, isChanged: true)
            view.errors = [(w("page.somebody-saved-title"), "")]
            return page(view, status: .conflict)
        }
        let draft = "\(id.rawValue)"
        if isLater { return go(to: Route.draft.link(draft), done: w("page.saved")) }
        if fields["from"] == "check" { return go(to: Route.draftCheck.link(draft)) }
        // The next page may be another one now.
        let after = try await self.draft()
        let pages = after.pages(of: place.section)
        let index = pages.firstIndex { $0.key == place.key }
        guard let index, index + 1 < pages.count else { return go(to: Route.draft.link(draft)) }
        return go(to: Route.draftQuestion.link(draft, pages[index + 1].key))
    }
}
