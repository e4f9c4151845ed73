import Applications
import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

extension Endpoint {
    private static let screeningReaders: Set<Role> = [.officer, .decisionMaker, .auditor]

    static let screeningEndpoints = [
        Endpoint(
            .get, .listImports, "Lists the files of lists that were taken in",
            for: screeningReaders,
            .json(.list(.named("ListImport")), "Every one, the newest of each list first"),
            [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.listImports) { row in
                try reports.listImports(as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .listImports, "Takes in a file of a list; the same file twice changes nothing",
            for: [.officer],
            query: [
                Parameter(
                    name: "list", summary: "Which list.",
                    schema: .oneOf(ScreeningList.allCases.map(\.rawValue)), isRequired: true),
                Parameter(
                    name: "reported",
                    summary: "The day that the list is of, where the file does not say it.",
                    schema: .text),
            ],
            body: Body(
                mediaType: "application/octet-stream", greatestBytes: 64 * 1024 * 1024,
                schema: .text),
            .json(
                .object([
                    .needed("import", .count), .needed("list", .text),
                    .needed("reportedOn", .day), .needed("entries", .count),
                    .needed("sha256", .text), .needed("repeat", .boolean),
                ]), "What was taken in", status: .created), [.ruled]
        ) { ask in try await ask.importList() },
        Endpoint(
            .get, .screeningRuns, "Lists a round's screenings, the newest first",
            for: screeningReaders,
            .json(.list(.named("ScreeningRun")), "Every one"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.screeningRuns) { row in
                try reports.screeningRuns(of: round, as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .screeningRuns,
            "Looks for a round's groups and their people in the newest lists",
            for: [.officer],
            .json(
                .object([
                    .needed("screeningRun", .count), .needed("applications", .count),
                    .needed("candidates", .count),
                    .needed(
                        "missingLists", .list(.oneOf(ScreeningList.allCases.map(\.rawValue)))),
                ]), "What it came to", status: .created), [.ruled, .creating]
        ) { ask in
            let (workflows, round, asker) = (ask.house.workflows, ask.path("round"), ask.asker)
            let prepared = try await ask.readSlowly {
                try workflows.prepareScreening(round: round, as: try asker.principal)
            }
            return try await ask.creating([]) { principal in
                try workflows.keepScreening(prepared, as: principal)
            } keeping: { (result: ScreeningResult) in
                result.run.json(
                    applications: result.applicationCount, candidates: result.candidateCount,
                    missing: result.missing)
            }
        },
        Endpoint(
            .get, .candidates, "Lists what the newest screening of each application found",
            for: screeningReaders, query: pageParameters,
            .json(.page(of: .named("CandidateRow")), "A page"), [.tagged]
        ) { ask in
            let after = try ask.cursor { Int64($0).map { ScreeningCandidateID($0) } }
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.page(.candidates) { limit, row in
                try reports.candidates(
                    of: round, after: after, limit: limit, as: try asker.principal
                ) { try row($0, $0[0].plainText) }
            }
        },
        Endpoint(
            .get, .candidate, "Shows a candidate: why it was found, and what was decided",
            for: screeningReaders, .json(.named("Candidate"), "The candidate"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let id = try ask.candidateID()
            return ask.found(
                try await ask.read { try reports.candidate(id, as: try asker.principal) })
        },
        Endpoint(
            .post, .verdicts, "Says what a candidate is; a match waits for a second person",
            for: [.officer],
            body: .json(
                .object([
                    .needed("verdict", .oneOf(ScreeningVerdict.allCases.map(\.rawValue))),
                    .needed("reason", .text),
                ])),
            .json(.named("CandidateState"), "How it stands now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let written = fields.text("verdict", required: true, maximum: 20)
            let reason = fields.text("reason", required: true, maximum: 5000) ?? ""
            let verdict = written.flatMap(ScreeningVerdict.init(rawValue:))
            if let written, verdict == nil {
                fields.report(
                    "verdict", "not-an-option",
                    [
                        "value": written,
                        "options": ScreeningVerdict.allCases.map(\.rawValue).joined(
                            separator: ", "),
                    ])
            }
            try fields.refuseProblems()
            let (workflows, id) = (ask.house.workflows, try ask.candidateID())
            return try await ask.creating(body) { principal in
                try workflows.decideCandidate(
                    id, verdict ?? .refer, reason: reason, as: principal)
            } keeping: { (candidate: ScreeningCandidate) in
                candidate.decided
            }
        },
        Endpoint(
            .post, .confirmation, "Confirms, as a second person, what was decided last",
            for: [.officer, .decisionMaker],
            .json(.named("CandidateState"), "How it stands now", status: .created),
            [.ruled, .creating]
        ) { ask in
            let (workflows, id) = (ask.house.workflows, try ask.candidateID())
            return try await ask.creating([]) { principal in
                try workflows.confirmCandidate(id, as: principal)
            } keeping: { (candidate: ScreeningCandidate) in
                candidate.decided
            }
        },
    ]
}

extension Ask {
    fileprivate func candidateID() throws -> ScreeningCandidateID {
        guard let id = Int64(path("candidate")) else {
            throw ScreeningProblem.unknownCandidate(id: path("candidate"))
        }
        return ScreeningCandidateID(id)
    }

    /// By the bytes themselves it is done once; and it is many transactions, not one.
    fileprivate func importList() async throws -> Response {
        guard let list = ScreeningList(rawValue: query["list"] ?? "") else {
            throw wrong(
                "list", "not-an-option",
                [
                    "value": query["list"] ?? "",
                    "options": ScreeningList.allCases.map(\.rawValue).joined(separator: ", "),
                ])
        }
        let written = query["reported"].flatMap { $0.isEmpty ? nil : $0 }
        let reportedOn = written.flatMap { LocalDate($0) }
        guard written == nil || reportedOn != nil else { throw wrong("reported", "not-date") }
        let body = try await bytes()
        let (workflows, asker) = (house.workflows, asker)
        let json = try await readSlowly {
            let result = try workflows.importList(
                list, ByteSource(name: "body", bytes: body), reportedOn: reportedOn,
                as: try asker.principal)
            return result.imported.json(isRepeat: result.isRepeat)
        }
        return created(json, isRepeat: false)
    }
}
