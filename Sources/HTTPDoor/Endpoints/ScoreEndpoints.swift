import Assessment
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Workflows

extension Endpoint {
    private static let memberParameter = Parameter(
        name: "member", summary: "Whose score an officer looks up or enters: an email address.",
        schema: .text)

    static let scoreEndpoints = [
        Endpoint(
            .get, .scores, "Lists the scores that stand; a panel member's own until the decision",
            for: readers, query: pageParameters,
            .json(.page(of: .named("Score")), "A page"), [.tagged]
        ) { ask in
            let after = try ask.cursor { ScoreFilter.Place($0) }
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            return try await ask.page(.scores) { limit, row in
                try reports.scores(
                    of: round, after: after, limit: limit, as: try asker.principal, row)
            }
        },
        Endpoint(
            .get, .scoreSheetOfRound, "One's own score sheet, to fill in and import",
            for: [.panelMember],
            Success(
                status: .ok, mediaType: "text/csv",
                summary: "Each application on each criterion, with one's own scores so far",
                schema: .text), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            let csv = try await ask.read {
                try reports.scoreSheet(of: round, as: try asker.principal).csv
            }
            return ask.foundCSV(csv, named: "\(round)-score-sheet")
        },
        Endpoint(
            .post, .scoreImports, "Records scores from a file, all or none",
            for: [.panelMember, .officer],
            body: Body(
                mediaType: "text/csv", greatestBytes: 64 * 1024 * 1024, schema: .text),
            .json(
                .object([
                    .needed("new", .count), .needed("changed", .count),
                    .needed("unchanged", .count),
                ]), "What was recorded", status: .created), [.ruled, .creating]
        ) { ask in
            // A member's own scores are few.
            let isOfficer = try ask.asker.principal.has(.officer)
            let body = try await ask.bytes(atMost: isOfficer ? .max : 1024 * 1024)
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.importScores(body, source: "body", round: round, as: principal)
            } keeping: { (recording: ScoreRecording) in
                .object([
                    ("new", .int(recording.newCount)), ("changed", .int(recording.changedCount)),
                    ("unchanged", .int(recording.unchangedCount)),
                ])
            }
        },
        Endpoint(
            .get, .score, "Shows one's own score of one application on one criterion",
            for: [.panelMember, .officer], query: [memberParameter],
            .json(.named("Score"), "The score, and its state as ETag"), [.tagged]
        ) { ask in try await ask.score() },
        Endpoint(
            .put, .score, "Records one's own score of one application on one criterion",
            for: [.panelMember, .officer], query: [memberParameter],
            body: .json(
                .object([
                    .needed("value", .score), .optional("comment", .nullable(.text)),
                ])), .json(.named("Score"), "The score as it is now"), [.editing, .ruled]
        ) { ask in
            var fields = JSONFields(try await ask.json())
            let isLeftOut = fields.value("value")?.string == "n/a"
            let value = isLeftOut ? nil : fields.wholeNumber("value", required: true)
            let comment = fields.text(
                "comment", maximum: AssessmentModule.greatestCommentLength)
            try fields.refuseProblems()
            let (workflows, reference, criterion, member) = (
                ask.house.workflows, ask.path("reference"), ask.path("criterion"),
                ask.query["member"]
            )
            let (asker, condition) = (ask.asker, try ask.condition())
            _ = try await ask.write {
                try workflows.recordScores(
                    of: reference, member: member, [(criterion, value, comment)], if: condition,
                    as: try asker.principal)
            }
            return try await ask.score()
        },
        Endpoint(
            .get, .explanation, "Explains a score: every number from what members gave to the rank",
            for: [.officer, .decisionMaker, .auditor], .json(.anything, "The explanation"),
            [.ruled, .tagged]
        ) { ask in
            let (reference, asker) = (ask.path("reference"), ask.asker)
            let reports = ask.house.reports
            let found = try await ask.read {
                try reports.explanation(of: reference, as: try asker.principal)
            }
            let tag = EntityTag(of: [found.json.text])
            if ask.isKnown(tag) { return ask.notModified(tag) }
            return .fresh(.json(found.json, tag: tag))
        },
        Endpoint(
            .get, .interests, "Lists all that was said of interests in a round",
            for: [.officer, .decisionMaker, .auditor],
            .json(
                .list(
                    .object([
                        .needed("reference", .reference), .needed("organisation", .text),
                        .needed("panel_member", .text), .needed("hasInterest", .boolean),
                        .needed("detail", .nullable(.text)),
                        .needed("ground", .oneOf(InterestGround.allCases.map(\.rawValue))),
                        .needed("saidBy", .nullable(.text)), .needed("saidAt", .instant),
                        .needed("stands", .boolean),
                        .needed("overtakenAt", .nullable(.instant)),
                        .needed("scoresSetAside", .count),
                    ])), "The register"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.interests) { row in
                for found in try reports.interestRegister(
                    of: round, as: try asker.principal
                ).rows { try row(found.row) }
            }
        },
        Endpoint(
            .get, .ranking, "Ranks the eligible applications by the scores as they stand",
            for: [.officer, .decisionMaker, .auditor],
            .json(.list(.named("Ranked")), "The ranking"), [.ruled, .tagged]
        ) { ask in try await ask.ranking() },
    ]
}

extension Ask {
    fileprivate func score() async throws -> Response {
        let (reports, reference, criterion, member, asker) = (
            house.reports, path("reference"), path("criterion"), query["member"], asker
        )
        let found = try await read {
            try reports.score(
                of: reference, criterion: criterion, member: member, as: try asker.principal)
        }
        guard let (row, tag) = found else {
            throw AssessmentProblem.noScore(reference: reference, criterion: criterion)
        }
        if request.method == .get, isKnown(tag) { return notModified(tag) }
        return .fresh(.json(Listing.scores.json(row), tag: tag))
    }

    fileprivate func foundCSV(_ text: String, named name: String) -> Response {
        let bytes = ByteBuffer(string: text)
        let tag = bytes.withUnsafeReadableBytes { EntityTag(of: $0) }
        if isKnown(tag) { return notModified(tag) }
        return .fresh(
            Response(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8", .eTag: tag.quoted,
                    .contentDisposition: "attachment; filename=\"\(name).csv\"",
                ], body: ResponseBody(byteBuffer: bytes)))
    }

    /// The ranking is worked out once for each state of the scores, and not at all for those who
    /// have it.
    fileprivate func ranking() async throws -> Response {
        let (house, round, asker) = (house, path("round"), asker)
        let tag = try await read {
            try house.reports.rankingTag(of: round, as: try asker.principal)
        }
        if isKnown(tag) { return notModified(tag) }
        if let bytes = house.rankings.bytes(of: round, tag) {
            return .fresh(.json(bytes: bytes, tag: tag))
        }
        let (bytes, itsTag) = try await read {
            // Row by row into the bytes that leave: a ranking can be long.
            var list = JSONLines(.ranking)
            let tag = try house.reports.ranking(of: round, as: try asker.principal) { list.add($0) }
            return (list.finish(), tag)
        }
        house.rankings.keep(bytes, of: round, itsTag)
        return .fresh(.json(bytes: bytes, tag: itsTag))
    }
}
