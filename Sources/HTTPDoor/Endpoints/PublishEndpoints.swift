import Awards
import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Workflows

/// What the fund gave, as open data, for programs.
extension Endpoint {
    private static let publishReaders: Set<Role> = [.officer, .decisionMaker, .auditor]

    private static let openDataFormat = Parameter(
        name: "format", summary: "json, which says more, or csv; json if left out.",
        schema: .oneOf(OpenDataFormat.allCases.map(\.rawValue)))

    private static let openDataFile = Success(
        status: .ok, mediaType: "application/json",
        summary: "The awards that have effect and were told to their groups, by the 360Giving Data"
            + " Standard 1.4", schema: .anything, otherMediaTypes: ["text/csv"])

    private static let publishFinding = Schema.object([
        .needed("reference", .nullable(.reference)), .needed("field", .text),
        .needed("weight", .oneOf(PublishFinding.Weight.allCases.map(\.rawValue))),
        .needed("code", .text), .needed("wrong", .text), .needed("remedy", .text),
    ])

    private static let publicWordsShape = Schema.list(
        .object([
            .needed("number", .count), .needed("title", .nullable(.text)),
            .needed("summary", .nullable(.text)), .needed("name", .nullable(.text)),
            .needed("reason", .text), .needed("writtenBy", .text), .needed("writtenAt", .instant),
            .needed("recipient", .nullable(recipientKind)),
        ]))

    private static let recipientKind = Schema.oneOf(RecipientKind.allCases.map(\.rawValue))

    private static let wordsActs = ApplicationActs(
        shown: publicWordsShape, said: "The newest first"
    ) { ask in
        let report = try await ask.publicWords()
        return .array(report.rows.map(Listing.publicWords.json))
    }

    static let publishEndpoints: [Endpoint] = [
        Endpoint(
            .get, .givingOfRound, "The awards of a round by the 360Giving Data Standard", for: nil,
            query: [openDataFormat], openDataFile, [.ruled]
        ) { ask in try await ask.openData(round: ask.path("round")) },
        Endpoint(
            .get, .givingOfAll, "The awards of every round by the 360Giving Data Standard",
            for: nil, query: [openDataFormat], openDataFile, [.ruled]
        ) { ask in try await ask.openData(round: nil) },
        Endpoint(
            .get, .publishChecks,
            "Says what would be wrong with what is published of a round, and what to do",
            for: publishReaders, .json(.list(publishFinding), "Award by award"), [.ruled, .tagged]
        ) { ask in
            let (reports, asker, words) = (ask.house.reports, ask.asker, ask.house.words)
            let (rules, round) = (ask.house.publishing, ask.path("round"))
            guard let rules else { throw PublishProblem.unset }
            return try await ask.list(.publishFindings) { row in
                _ = try reports.checkPublished(
                    PublishedScope(round: round), rules, as: try asker.principal
                ) { finding in try row(finding.row(words)) }
            }
        },
        Endpoint(
            .get, .publicWords, "Lists the words by which an award was published",
            for: publishReaders,
            .json(publicWordsShape, "The newest first"), [.ruled, .tagged]
        ) { ask in
            let report = try await ask.publicWords()
            return ask.found(.array(report.rows.map(Listing.publicWords.json)))
        },
        wordsActs.act(
            Int64.self, .publicWords,
            "Writes the words by which an award is published; what is left out is published as the"
                + " group wrote it, with ownWords all of it. recipient says whether it is to a"
                + " person, who is not named; left out, it stays as it was said before. seen is the"
                + " number of the words that"
                + " were read",
            for: [.officer],
            [
                .optional("title", .nullable(.text)), .optional("summary", .nullable(.text)),
                .optional("name", .nullable(.text)), .optional("ownWords", .nullable(.boolean)),
                .needed("reason", .text), .optional("recipient", .nullable(recipientKind)),
                .optional("seen", .nullable(.count)),
            ]
        ) { fields in
            let title = fields.text("title", maximum: AwardsModule.greatestPublicTitle)
            let summary = fields.text("summary", maximum: AwardsModule.greatestPublicSummary)
            let name = fields.text("name", maximum: AwardsModule.greatestPublicName)
            let recipient = fields.choice("recipient", of: RecipientKind.self, required: false)
            let reason = fields.text("reason", required: true, maximum: 2000) ?? ""
            let ownWords = fields.truth("ownWords") ?? false
            let seen = fields.wholeNumber("seen")
            let said = PublicWordsSaid(
                title: title, summary: summary, name: name, reason: reason, ownWords: ownWords,
                recipient: recipient)
            return { try $0.describeAward($1, said, seen: seen, as: $2) }
        },
    ]
}

extension Ask {
    fileprivate func publicWords() async throws -> PublicWordsReport {
        let (reports, reference, asker) = (house.reports, path("reference"), asker)
        return try await read {
            try reports.publicWords(of: reference, as: try asker.principal)
        }
    }

    fileprivate func openData(round: String?) async throws -> Response {
        let typed = query["format"] ?? OpenDataFormat.json.rawValue
        guard let format = OpenDataFormat(rawValue: typed) else {
            let options = OpenDataFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw wrong("format", "not-an-option", ["value": typed, "options": options])
        }
        return try await house.openData(round: round, format)
    }
}

extension House {
    /// The file of open data, written whole and then sent a piece at a time: a slow client holds
    /// neither the database nor the memory.
    ///
    /// - Throws: `PublishProblem`, `RoundsProblem.unknown`.
    func openData(round: String?, _ format: OpenDataFormat) async throws -> Response {
        guard let publishing else { throw PublishProblem.nothing(round: round) }
        let (reports, threads) = (reports, threads)
        let spool = try await threads.readSlowly {
            try Spool.filled { write in
                try reports.openData(
                    PublishedScope(round: round), publishing, format, as: nil, write)
            }
        }
        let name = "\(round ?? "awards")-360giving.\(format.rawValue)"
        return Response(
            status: .ok,
            headers: [
                .contentType: format == .json ? "application/json" : "text/csv; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name)\"",
                .cacheControl: "no-cache",
            ],
            body: ResponseBody(contentLength: spool.byteCount) { writer in
                var offset = 0
                while true {
                    let from = offset
                    guard let piece = try await threads.read({ try spool.piece(at: from) })
                    else { break }
                    try await writer.write(ByteBuffer(bytes: piece))
                    offset += piece.count
                }
                try await writer.finish(nil)
            })
    }
}
