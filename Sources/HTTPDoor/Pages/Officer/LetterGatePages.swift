import Correspondence
import Forms
import FundCore
import Hummingbird
import Identity
import Publishing
import Rounds
import Workflows

/// The gate of a round's decision letters: what each lacks, who passes it, who lets them go.
extension Page {
    static let letterGatePages = [
        Page(.get, .workGate, for: .roles([.officer, .decisionMaker, .auditor])) { visit in
            visit.page(visit.gatePage(try await visit.gateReport()))
        },
        Page(.post, .workGate, for: .roles([.officer])) { visit in
            let (key, seen) = (visit.round, visit.fields["seen"])
            try await visit.once { _ = try $0.passLetterGate(round: key, seen: seen, as: $1) }
            return visit.go(to: Route.workGate.link(key), done: visit.w("page.gate-passed"))
        },
        Page(.post, .workRelease, for: .roles([.officer])) { visit in
            try await visit.releaseLetters()
        },
        Page(.post, .workNoConditions, for: .roles([.officer])) { visit in
            let key = visit.round
            try await visit.once { _ = try $0.stateNoConditions(round: key, as: $1) }
            return visit.go(to: Route.workGate.link(key), done: visit.w("page.conditions-saved"))
        },
    ]
}

extension Visit {
    fileprivate func gateReport() async throws -> LetterGateReport {
        let (key, principal) = (round, try principal)
        return try await read { try $0.letterGate(of: key, as: principal) }
    }

    fileprivate func releaseLetters() async throws -> Response {
        let key = round
        let typed = fields["embargo"]
        let embargo = LocalDateTime(typed.replacing(" ", with: "T"))
        func again(_ problem: FieldProblem) async throws -> Response {
            wrong(gatePage(try await gateReport(), [problem]), [problem])
        }
        guard typed.isEmpty || embargo != nil else {
            return try await again(FieldProblem("embargo", "not-time"))
        }
        do {
            try await once { _ = try $0.releaseGatedLetters(round: key, embargo: embargo, as: $1) }
        } catch let problem as CorrespondenceProblem where problem.report.kind == .invalid {
            let report = problem.report
            return try await again(FieldProblem("embargo", report.code, report.arguments))
        }
        house.mail.resume()
        return go(to: Route.workGate.link(key), done: w("page.gate-released"))
    }

    fileprivate func gatePage(
        _ report: LetterGateReport, _ problems: [FieldProblem] = []
    ) -> PageView {
        var view = staffView("page.letter-gate", report.round)
        view.back = PageLink(w("page.letters"), Route.workLetters.link(round))
        // The address of what the form sends cannot be looked at.
        view.place = Route.workGate.link(round)
        guard report.isOn else {
            view.blocks = [.paragraph(w("page.gate-off"))]
            return view
        }
        view.blocks = [.paragraph(w("page.gate-text"))] + standing(report)
        if !report.letters.isEmpty {
            // What to do comes first: the list may have hundreds of letters.
            if has(.officer) { view.blocks += forms(report, problems) }
            view.blocks.append(letters(report))
        }
        return view
    }

    /// What waits for whom.
    private func standing(_ report: LetterGateReport) -> [Block] {
        var rows: [Block.SummaryRow] = []
        func add(_ key: String, _ text: String) {
            rows.append(Block.SummaryRow(key: w(key), lines: [text]))
        }
        if !report.letters.isEmpty {
            add("page.gate-letters", "\(report.letters.count)")
            add("page.gate-incomplete", "\(report.incompleteCount)")
        }
        if let pass = report.pass, !report.letters.isEmpty {
            add(
                pass.holds ? "page.gate-pass" : "page.gate-pass-void",
                "\(pass.email), \(words.words(pass.at))")
        }
        if let embargo = report.embargo { add("page.gate-embargo", words.words(embargo)) }
        if let release = report.release {
            add(
                "page.gate-last-release",
                w(
                    "page.gate-release-by",
                    [
                        "count": "\(release.count)", "person": release.email,
                        "time": words.words(release.at),
                    ]))
            if let notBefore = release.notBefore {
                add("page.gate-not-before", words.words(notBefore))
            }
        }
        return [.inset(w(next(report)))] + (rows.isEmpty ? [] : [.summary(rows)])
    }

    /// What is to be done next, and by whom.
    private func next(_ report: LetterGateReport) -> String {
        if report.isSuspended { return "page.gate-next-suspended" }
        if report.letters.isEmpty {
            return report.release == nil ? "page.gate-next-none" : "page.gate-next-released"
        }
        if report.incompleteCount > 0 { return "page.gate-next-complete" }
        guard let pass = report.pass else { return "page.gate-next-pass" }
        guard pass.holds else { return "page.gate-next-again" }
        guard report.needsSecond else { return "page.gate-next-release" }
        return isOwn(pass.by) ? "page.gate-next-other" : "page.gate-next-second"
    }

    private func isOwn(_ person: PersonID) -> Bool { signedIn?.principal.personID == person }

    private func letters(_ report: LetterGateReport) -> Block {
        let names = Dictionary(
            house.languages.map { ($0.language, $0.name) }, uniquingKeysWith: { first, _ in first })
        return .table(
            Table(
                id: "gate", caption: w("page.gate-caption"),
                columns: [
                    .init(w("page.reference")), .init(w("page.letter")), .init(w("page.group")),
                    .init(w("page.letters-language")), .init(w("page.to")),
                    .init(w("page.gate-missing")),
                ],
                rows: report.letters.map { letter in
                    let reference = "\(letter.summary.reference)"
                    let gaps = letter.gaps.map { w("letter-gap.\($0.rawValue)") }
                    return [
                        .init(
                            reference, link: Route.workLetter.link(round, reference),
                            isHeader: true),
                        .init(w("letter.\(letter.summary.kind.rawValue)")),
                        .init(report.organisations[letter.summary.application] ?? ""),
                        .init(names[letter.language] ?? letter.language),
                        .init(letter.email ?? w("letter-way.\(letter.way.rawValue)")),
                        .init(
                            gaps.isEmpty ? w("page.gate-ready") : gaps.joined(separator: ", "),
                            // Where it can be put right.
                            link: gaps.isEmpty
                                ? nil : Route.workApplication.link(round, reference),
                            isTag: gaps.isEmpty),
                    ]
                }, emptyText: ""))
    }

    private func forms(_ report: LetterGateReport, _ problems: [FieldProblem]) -> [Block] {
        let seen = ("seen", report.sha256)
        func form(_ route: Route, _ fields: [Field], _ button: String) -> Block {
            .form(
                Block.Form(
                    action: route.link(round), csrf: csrf, hidden: [once, seen], fields: fields,
                    buttons: [.init(text: w(button))]))
        }
        guard report.incompleteCount == 0 else {
            let lacking = report.letters.count { $0.gaps.contains(.conditions) }
            return lacking == 0
                ? []
                : [
                    .paragraph(w("page.gate-conditions", ["count": "\(lacking)"])),
                    form(.workNoConditions, [], "page.gate-no-conditions"),
                ]
        }
        guard let pass = report.pass, pass.holds else {
            return [
                .warning(w("page.gate-pass-text"), label: w("page.warning")),
                form(.workGate, [], "page.gate-pass-button"),
            ]
        }
        guard !report.needsSecond || !isOwn(pass.by) else { return [] }
        return [
            .warning(w("page.gate-release-text"), label: w("page.warning")),
            form(
                .workRelease,
                [
                    Field(
                        name: "embargo",
                        label: w("page.optional", ["title": w("page.gate-embargo-field")]),
                        kind: .input(value: fields.raw("embargo"), width: "20", isLTR: true),
                        hint: w("page.gate-embargo-hint"),
                        error: problems.first { $0.place == "embargo" }.map(words.onPage),
                        errorPrefix: w("page.error-prefix"))
                ], "page.gate-release-button"),
        ]
    }
}
