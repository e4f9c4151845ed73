import Awards
import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import NIOCore
import Publishing
import Rounds

/// Published awards and figures, for anybody and without a token.
extension Endpoint {
    private static let search: [Parameter] = [
        Parameter(
            name: "search", summary: "Words, each of which has to stand somewhere in the award.",
            schema: .text),
        Parameter(name: "ward", summary: "A ward's key.", schema: .text),
        Parameter(name: "priority", summary: "A priority's key.", schema: .text),
        Parameter(name: "round", summary: "A round's key.", schema: .text),
        Parameter(
            name: "year",
            summary: "Awarded in the financial year that begins on 1 April of this one.",
            schema: Ask.financialYear),
    ]

    private static let awardMembers: [Schema.Member] = [
        .needed("reference", .reference), .needed("organisation", .text),
        .needed("registrationNumber", .nullable(.text)), .needed("title", .text),
        .needed("purpose", .text), .needed("awardPence", .pence), .needed("paidPence", .pence),
        .needed("awardedOn", .day), .needed("startsOn", .nullable(.day)),
        .needed("endsOn", .nullable(.day)), .needed("round", .text),
        .needed("roundTitle", .text), .needed("wards", .list(.text)),
        .needed("priorities", .list(.text)), .needed("identifier", .text),
    ]

    private static let movements = Schema.list(
        .object([.needed("on", .day), .needed("pence", .pence)]))

    private static let counted: [Schema.Member] = [
        .needed("applied", .nullable(.count)), .needed("askedPence", .nullable(.pence)),
        .needed("awards", .count), .needed("awardedPence", .pence),
        .needed("paidPence", .pence),
    ]

    private static let breakdown = Schema.list(
        .object(
            [.needed("keys", .list(.text)), .needed("titles", .list(.text))] + counted))

    private static let csv = Success(
        status: .ok, mediaType: "text/csv", summary: "The file, written as it is read",
        schema: .text)

    static let awardListEndpoints = [
        Endpoint(
            .get, .awardList,
            "Published awards, those of the newest round first; of groups that know of them",
            for: nil, query: search + pageParameters,
            .json(.page(of: .object(awardMembers)), "A page of awards"), [.tagged]
        ) { ask in
            let (house, search) = (ask.house, try ask.awardSearch())
            let after = try ask.cursor { PublishedPlace($0) }
            try await ask.check(search)
            return try await ask.page(.publicAwards) { limit, row in
                guard let rules = house.publishing else { return }
                try house.reports.publicAwards(
                    search, rules, house.areas, after: after, limit: limit
                ) { try row($0.row, "\($0.place)") }
            }
        },
        Endpoint(
            .get, .awardListFile, "Published awards as a file for a spreadsheet", for: nil,
            query: search, csv
        ) { ask in
            let search = try ask.awardSearch()
            try await ask.check(search)
            return try await Response.awards(search, ask.house)
        },
        Endpoint(
            .get, .awardFound, "A published award, with what was paid", for: nil,
            .json(
                .object(
                    awardMembers + [
                        .needed("payments", movements), .needed("receipts", movements),
                    ]), "The award"), [.tagged]
        ) { ask in
            let (house, reference) = (ask.house, ask.path("reference"))
            let rules = try house.publishingRules(of: reference)
            return ask.found(
                try await ask.read {
                    try house.reports.publicAward(reference, rules, house.areas).json
                })
        },
        Endpoint(
            .get, .transparency,
            "A list by the Local Government Transparency Code: grants, or spend (every payment)",
            for: nil,
            query: [
                Parameter(
                    name: "year",
                    summary: "The financial year that begins on 1 April of this one.",
                    schema: Ask.financialYear, isRequired: true),
                Parameter(
                    name: "quarter", summary: "Only this quarter of it: 1 begins on 1 April.",
                    schema: .integer(1...4)),
            ], csv, [.ruled]
        ) { ask in
            guard let dataset = TransparencyDataset(rawValue: ask.path("dataset")) else {
                throw RequestProblem.noSuchPlace(path: ask.request.uri.path)
            }
            guard let year = try ask.year() else { throw ask.wrong("year", "missing") }
            let quarter = try ask.quarter()
            return try await Response.transparency(dataset, year, quarter, ask.house)
        },
        Endpoint(
            .get, .statistics,
            "What anybody may count of a round, once its groups know what was decided",
            for: nil,
            .json(
                .object([
                    .needed("round", .text), .needed("title", .text),
                    .needed("leastTold", .count), .needed("decidedOn", .day),
                    .needed("daysFromClosing", .integer(nil)),
                    .needed("medianDaysFromApplying", .nullable(.integer(nil))),
                    .needed("total", .object(counted)), .needed("byPriority", breakdown),
                    .needed("byWard", breakdown),
                ]), "The figures; null where too few applications could be made out"),
            [.tagged]
        ) { ask in
            let (house, key) = (ask.house, ask.path("round"))
            return ask.found(
                try await ask.read {
                    try house.reports.openStatistics(
                        of: key, house.areas, least: house.leastTold
                    ).json
                })
        },
        Endpoint(
            .get, .statisticsFile, "The same figures as a file for a spreadsheet", for: nil, csv
        ) { ask in
            let (house, key) = (ask.house, ask.path("round"))
            let statistics = try await ask.read {
                try house.reports.openStatistics(of: key, house.areas, least: house.leastTold)
            }
            return .statistics(statistics)
        },
    ]
}

extension House {
    /// - Throws: `PublishProblem.nothing` where the files do not say how awards are published.
    func publishingRules() throws -> PublishingRules {
        guard let publishing else { throw PublishProblem.nothing(round: nil) }
        return publishing
    }

    /// - Throws: `PublicAwardProblem.unknown` where the files do not say how awards are published:
    ///   none is.
    func publishingRules(of reference: String) throws -> PublishingRules {
        guard let publishing else { throw PublicAwardProblem.unknown(reference: reference) }
        return publishing
    }
}

extension Ask {
    static let financialYear = Schema.integer(
        Int64(FinancialYear.starts.lowerBound)...Int64(FinancialYear.starts.upperBound))

    /// The financial year that is asked for; nil where none is.
    func year() throws -> FinancialYear? {
        guard let text = query["year"] else { return nil }
        guard let start = Int(text), "\(start)" == text, let year = FinancialYear(start: start)
        else {
            throw wrong(
                "year", "out-of-range",
                [
                    "minimum": "\(FinancialYear.starts.lowerBound)",
                    "maximum": "\(FinancialYear.starts.upperBound)",
                ])
        }
        return year
    }

    /// The quarter that is asked for; nil where none is.
    fileprivate func quarter() throws -> Int? {
        guard let text = query["quarter"] else { return nil }
        guard let quarter = Int(text), "\(quarter)" == text, (1...4).contains(quarter) else {
            throw wrong("quarter", "out-of-range", ["minimum": "1", "maximum": "4"])
        }
        return quarter
    }

    /// Refuses to look for what there is not.
    fileprivate func check(_ search: AwardSearch) async throws {
        let house = self.house
        guard let rules = house.publishing else { return }
        try await read { try house.reports.check(search, rules, house.areas) }
    }

    fileprivate func awardSearch() throws -> AwardSearch {
        AwardSearch(
            words: query["search"] ?? "", ward: query["ward"], priority: query["priority"],
            round: query["round"], year: try year())
    }
}

extension Response {
    /// The awards that somebody looks for, read in one go and then sent a piece at a time.
    static func awards(_ search: AwardSearch, _ house: House) async throws -> Response {
        let (reports, published, areas) = (house.reports, house.publishing, house.areas)
        let spool = try await house.threads.readSlowly {
            try Spool.filled { write in
                var text = Listing.publicAwards.csvHeader
                if let rules = published {
                    try reports.publicAwards(search, rules, areas) {
                        text += Listing.publicAwards.csv($0.row)
                        guard text.utf8.count >= 64 * 1024 else { return }
                        try write(Array(text.utf8))
                        text = ""
                    }
                }
                try write(Array(text.utf8))
            }
        }
        return .csv(spool, named: "awards", house)
    }

    /// A spooled file, sent a piece at a time, so that a slow client holds neither the database nor
    /// the memory.
    private static func csv(_ spool: Spool, named name: String, _ house: House) -> Response {
        let threads = house.threads
        return .csv(named: name) { writer in
            var offset = 0
            while true {
                let from = offset
                guard let piece = try await threads.read({ try spool.piece(at: from) }) else {
                    break
                }
                try await writer.write(ByteBuffer(bytes: piece))
                offset += piece.count
            }
        }
    }

    /// A list by the Transparency Code: written whole and then sent a piece at a time.
    static func transparency(
        _ dataset: TransparencyDataset, _ year: FinancialYear, _ quarter: Int?, _ house: House
    ) async throws -> Response {
        let (reports, threads) = (house.reports, house.threads)
        let rules = try house.publishingRules()
        let days = quarter.map { year.quarter($0) } ?? year.days
        let spool = try await threads.readSlowly {
            try Spool.filled { write in
                try reports.transparency(dataset, on: days, rules, as: nil) {
                    try write(Array($0.utf8))
                }
            }
        }
        let part = quarter.map { "-quarter-\($0)" } ?? ""
        return .csv(spool, named: "\(dataset.rawValue)-\(year.start)\(part)", house)
    }

    static func statistics(_ statistics: OpenStatistics) -> Response {
        .csv(named: "\(statistics.round.key)-statistics") { writer in
            var text = Listing.openStatistics.csvHeader
            for row in statistics.rows { text += Listing.openStatistics.csv(row) }
            try await writer.write(ByteBuffer(string: text))
        }
    }
}
