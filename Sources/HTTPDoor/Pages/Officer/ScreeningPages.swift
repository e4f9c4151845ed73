import Applications
import Forms
import FundCore
import Hummingbird
import Publishing
import Rounds
import Workflows

extension Page {
    private static let screeningReaders = Audience.roles([.officer, .decisionMaker, .auditor])

    static let screeningPages = [
        Page(.get, .workScreening, for: screeningReaders) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let overview = try await visit.read {
                try $0.screeningOverview(of: key, as: principal)
            }
            return visit.page(visit.screeningPage(overview))
        },
        Page(.post, .workScreeningRun, for: .roles([.officer])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let (workflows, threads) = (visit.house.workflows, visit.house.threads)
            let prepared = try await threads.readSlowly {
                try workflows.prepareScreening(round: key, as: principal)
            }
            let kept = try await visit.once { workflows, principal in
                try workflows.keepScreening(prepared, as: principal)
            } keeping: {
                .int($0.candidateCount)
            }
            return visit.go(
                to: Route.workScreening.link(key),
                done: visit.w("page.screened", ["count": "\(kept.int ?? 0)"]))
        },
        Page(.get, .workCandidate, for: screeningReaders) { visit in
            visit.page(visit.candidatePage(try await visit.candidateFile()))
        },
        Page(.post, .workCandidate, for: .roles([.officer])) { visit in
            try await visit.decideCandidate()
        },
        Page(.post, .workConfirmation, for: .roles([.officer, .decisionMaker])) { visit in
            try await visit.confirmCandidate()
        },
    ]
}

extension Visit {
    fileprivate var candidatePlace: String { Route.workCandidate.link(round, path("candidate")) }

    /// The candidate that the address names, of this round.
    fileprivate func candidateFile() async throws -> CandidateFile {
        guard let id = Int64(path("candidate")) else {
            throw ScreeningProblem.unknownCandidate(id: path("candidate"))
        }
        let (key, principal) = (round, try principal)
        let file = try await read {
            try $0.candidateFile(ScreeningCandidateID(id), as: principal)
        }
        guard file.round.key == key else { throw ScreeningProblem.unknownCandidate(id: "\(id)") }
        return file
    }

    /// What somebody saw before they pressed the button.
    private var seen: EditCondition {
        fields["seen"].isEmpty ? .anything : .one(of: [fields["seen"]])
    }

    fileprivate func confirmCandidate() async throws -> Response {
        let (id, seen) = (try await candidateFile().candidate.id, seen)
        do {
            try await once { _ = try $0.confirmCandidate(id, if: seen, as: $1) }
        } catch is EditProblem {
            return try await changedMeanwhile()
        }
        return go(to: candidatePlace, done: w("page.verdict-confirmed"))
    }

    /// The page as it is now: what another has just decided stands on it.
    private func changedMeanwhile() async throws -> Response {
        let problems = [FieldProblem("verdict", "changed-meanwhile")]
        return wrong(candidatePage(try await candidateFile(), problems), problems)
    }

    fileprivate func decideCandidate() async throws -> Response {
        let file = try await candidateFile()
        let (id, reason) = (file.candidate.id, fields.raw("reason").trimmed)
        let verdict = ScreeningVerdict(rawValue: fields["verdict"])
        var problems: [FieldProblem] = []
        if verdict == nil { problems.append(FieldProblem("verdict", "choose-one")) }
        if reason.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        problems += tooLong(reason, "reason", maximum: 5000)
        guard let verdict, problems.isEmpty else {
            return wrong(candidatePage(file, problems), problems)
        }
        let seen = seen
        let standing: JSONValue
        do {
            standing = try await once { workflows, principal in
                try workflows.decideCandidate(
                    id, verdict, reason: reason, if: seen, as: principal)
            } keeping: {
                .string($0.standing.rawValue)
            }
        } catch is EditProblem {
            return try await changedMeanwhile()
        }
        let isHalf = standing.string == ScreeningStanding.unconfirmed.rawValue
        return go(
            to: Route.workScreening.link(round),
            done: w(isHalf ? "page.verdict-half" : "page.verdict-kept"))
    }

    // MARK: A round's screening

    fileprivate func screeningPage(_ overview: ScreeningOverview) -> PageView {
        var view = staffView("page.screening", overview.round)
        view.blocks = [.paragraph(w("page.screening-text"))]
        if overview.isDemanded { view.blocks.append(.inset(w("page.screening-demanded"))) }
        if overview.round.status != .planned, overview.round.status != .decided {
            view.blocks += overview.absent.map { list in
                .warning(
                    w(
                        overview.isDemanded
                            ? "page.list-missing-barred" : "page.list-missing",
                        ["list": w("list.\(list.rawValue)")]), label: w("page.warning"))
            }
        }
        view.blocks += obstacleBlocks(overview.obstacles)
        view.blocks.append(.table(candidateTable(overview)))
        if has(.officer), overview.round.status != .planned {
            view.blocks += [
                .heading2(w("page.screen")), .paragraph(w("page.screen-text")),
                .form(
                    Block.Form(
                        action: Route.workScreeningRun.link(overview.round.key), csrf: csrf,
                        hidden: [once], buttons: [.init(text: w("page.screen"))])),
            ]
        }
        view.blocks += [
            .table(runTable(overview)), .table(listTable(overview)),
            .hintText(w("page.lists-how")),
        ]
        return view
    }

    /// What is in the way of awards; nothing where nothing is.
    func obstacleBlocks(_ obstacles: [FieldProblem]) -> [Block] {
        guard !obstacles.isEmpty else { return [] }
        return [
            .warning(w("page.screening-bars"), label: w("page.warning")),
            .bullets(obstacles.prefix(50).map(obstacleWords)),
        ]
    }

    private func obstacleWords(_ obstacle: FieldProblem) -> String {
        guard let list = ScreeningList(rawValue: obstacle.place) else {
            return words.onPage(obstacle)
        }
        var arguments = obstacle.arguments
        arguments["list"] = w("list.\(list.rawValue)")
        return words.onPage(FieldProblem(obstacle.place, obstacle.code, arguments))
    }

    private func candidateTable(_ overview: ScreeningOverview) -> Table {
        Table(
            id: "candidates", caption: w("page.candidates-caption"),
            columns: [
                .init(w("page.name-found")), .init(w("page.reference")),
                .init(w("page.name-listed")), .init(w("page.list")),
                .init(w("page.likeness"), isNumeric: true), .init(w("page.how-it-stands")),
            ],
            rows: overview.candidates.map { candidate in
                [
                    .init(
                        candidate.why["name"]?.string ?? "\(candidate.id.rawValue)",
                        link: Route.workCandidate.link(
                            overview.round.key, "\(candidate.id.rawValue)"), isHeader: true),
                    .init("\(candidate.reference)"),
                    .init(candidate.why["listedName"]?.string ?? w("page.not-provided")),
                    .init(w("list.\(candidate.list.rawValue)")), .init("\(candidate.score)"),
                    .init(w("standing.\(candidate.standing.rawValue)"), isTag: true),
                ]
            },
            emptyText: w(
                overview.runs.isEmpty ? "page.screening-never" : "page.candidates-none"))
    }

    private func runTable(_ overview: ScreeningOverview) -> Table {
        Table(
            id: "runs", caption: w("page.screening-runs"),
            columns: [
                .init(w("page.when")), .init(w("page.who")), .init(w("page.lists")),
                .init(w("page.applications"), isNumeric: true),
                .init(w("page.candidates"), isNumeric: true),
            ],
            rows: overview.runs.map { run in
                [
                    .init(words.words(run.ranAt), isHeader: true),
                    .init(overview.emails[run.ranBy] ?? ""),
                    .init(
                        run.lists.map {
                            w(
                                $0.isNewest ? "page.list-of" : "page.list-of-old",
                                [
                                    "list": w("list.\($0.list.rawValue)"),
                                    "date": words.words($0.reportedOn),
                                ])
                        }.joined(separator: "; ")),
                    .init("\(run.applicationCount)"), .init("\(run.candidateCount)"),
                ]
            }, emptyText: w("page.screening-never"))
    }

    private func listTable(_ overview: ScreeningOverview) -> Table {
        Table(
            id: "lists", caption: w("page.lists-caption"),
            columns: [
                .init(w("page.list")), .init(w("page.list-day")),
                .init(w("page.entries"), isNumeric: true), .init(w("page.taken-in")),
                .init(w("page.how-it-stands")),
            ],
            rows: overview.absent.map { list in
                [
                    .init(w("list.\(list.rawValue)"), isHeader: true), .init("–"), .init("–"),
                    .init("–"), .init(w("page.list-absent"), isTag: true),
                ]
            }
                + overview.imports.prefix(100).map { one in
                    [
                        .init(w("list.\(one.list.rawValue)"), isHeader: true),
                        .init(words.words(one.reportedOn)), .init("\(one.entryCount)"),
                        .init(
                            w(
                                "page.taken-in-by",
                                [
                                    "when": words.words(one.importedAt),
                                    "who": overview.emails[one.importedBy] ?? "",
                                ])),
                        .init(
                            w(one.isNewest ? "page.list-newest" : "page.list-replaced"),
                            isTag: true),
                    ]
                }, emptyText: "")
    }
}
