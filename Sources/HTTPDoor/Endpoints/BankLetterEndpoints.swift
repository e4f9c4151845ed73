import FundCore
import HTTPTypes
import Hummingbird
import Publishing
import Workflows

/// Letters that tell groups, wherever they have or had no email address, of their bank details.
extension Endpoint {
    static let bankLetterEndpoints = [
        Endpoint(
            .get, .bankLetters, "Lists the letters that tell groups of their bank details",
            for: [.officer, .finance, .decisionMaker, .auditor],
            .json(
                .list(
                    .object([
                        .needed("number", .count), .needed("reference", .reference),
                        .needed("organisation", .text), .needed("isFormerAddress", .boolean),
                        .needed("status", .oneOf(BankLetter.State.allCases.map(\.rawValue))),
                        .needed("queuedAt", .instant), .needed("postedAt", .nullable(.instant)),
                        .needed("postedBy", .nullable(.text)),
                    ])), "In the order they came to be needed, without the addresses"), [.tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.bankLetters) { row in
                for letter in try reports.bankLetters(of: round, as: try asker.principal) {
                    try row(letter.row)
                }
            }
        },
        Endpoint(
            .get, .bankLettersPrint,
            "The letters about bank details that nobody has posted, to be printed one a page",
            for: [.finance, .officer],
            Success(
                status: .ok, mediaType: "text/html", summary: "The letters", schema: .text),
            [.ruled]
        ) { ask in
            let (house, round, asker) = (ask.house, ask.path("round"), ask.asker)
            let letters = try await ask.read {
                try house.workflows.bankLettersToPrint(round: round, as: try asker.principal)
            }
            return try ask.printed(letters)
        },
        Endpoint(
            .post, .bankLettersPrint,
            "As to read them, and records that they were printed: only those can be recorded as "
                + "posted",
            for: [.finance, .officer],
            Success(
                status: .ok, mediaType: "text/html", summary: "The letters", schema: .text),
            [.ruled]
        ) { ask in
            let (house, round, asker) = (ask.house, ask.path("round"), ask.asker)
            let letters = try await ask.write {
                try house.workflows.printedBankLetters(round: round, as: try asker.principal)
            }
            return try ask.printed(letters)
        },
        Endpoint(
            .post, .bankLettersPosted,
            "Records that somebody has posted letters about bank details, each once",
            for: [.finance, .officer],
            body: .json(.object([.optional("through", .nullable(.count))])),
            .json(
                .object([.needed("posted", .count)]), "How many count as posted by it",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let through = fields.wholeNumber("through")
            if let through, !(0...9_007_199_254_740_991).contains(through) {
                fields.report("through", "not-whole-number")
            }
            try fields.refuseProblems()
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating(body) { principal in
                try workflows.recordBankLettersPosted(
                    round: round, through: through, as: principal)
            } keeping: { (count: Int) in
                .object([("posted", .int(count))])
            }
        },
    ]
}

extension Ask {
    fileprivate func printed(_ letters: PrintedNotices?) throws -> Response {
        guard let letters else { throw RequestProblem.noSuchPlace(path: request.uri.path) }
        return .printed(letters.page, name: "\(path("round"))-bank-letters")
    }
}
