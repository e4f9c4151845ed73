import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

extension Endpoint {
    private static let reconcilers: Set<Role> = [.finance, .auditor]

    static let reconcileEndpoints = [
        Endpoint(
            .get, .bankFiles, "Lists the files from the bank that were taken in",
            for: reconcilers, .json(.list(.named("BankFileRow")), "The newest first"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            return try await ask.list(.bankFiles) { row in
                try reports.bankFiles(as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .bankFiles,
            "Takes in a file from the bank or the ledger, and matches it with payments; the same "
                + "file twice changes nothing",
            for: [.finance],
            query: [
                Parameter(
                    name: "profile",
                    summary: "What kind of file: `camt.053`, or a profile of `bank-results.yaml`.",
                    schema: .text, isRequired: true),
                Parameter(
                    name: "name", summary: "What the file is called; its lines are named by it.",
                    schema: .text),
            ],
            body: Body(
                mediaType: "application/octet-stream",
                greatestBytes: Page.greatestBankFileBytes, schema: .text),
            .json(.named("BankFile"), "What it came to", status: .created), [.ruled]
        ) { ask in try await ask.reconcile() },
        Endpoint(
            .get, .bankFile, "Shows what one file came to", for: reconcilers,
            .json(.named("BankFile"), "The file"), [.tagged]
        ) { ask in
            let (reports, asker) = (ask.house.reports, ask.asker)
            let id = try ask.bankFileID()
            return ask.found(
                try await ask.read {
                    try reports.bankFile(id, unmatchedLimit: 0, as: try asker.principal)
                        .json(isRepeat: false)
                })
        },
        Endpoint(
            .get, .bankLines, "Lists what each line of one file turned out to be",
            for: reconcilers, query: pageParameters,
            .json(.page(of: .named("BankLine")), "A page"), [.tagged]
        ) { ask in
            let after = try ask.cursor { Int64($0).map { BankLineID($0) } }
            let (reports, asker) = (ask.house.reports, ask.asker)
            let id = try ask.bankFileID()
            return try await ask.page(.bankLines) { limit, row in
                try reports.bankLines(
                    of: id, after: after, limit: limit, as: try asker.principal
                ) { try row($0, $0[0].plainText) }
            }
        },
        Endpoint(
            .get, .unmatched,
            "Lists the bank's lines without a payment, and payments without a line",
            for: reconcilers,
            query: [
                Parameter(
                    name: "round", summary: "Payments of this round alone.", schema: .text)
            ], .json(.list(.named("UnmatchedRow")), "The bank's lines first"), [.tagged]
        ) { ask in
            let (reports, asker, round) = (ask.house.reports, ask.asker, ask.query["round"])
            return try await ask.list(.unmatched) { row in
                try reports.unmatched(round: round, as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .bankResolution, "Says what a line that matched nothing was",
            for: [.finance], body: .json(.object([.needed("reason", .text)])),
            .json(
                .object([.needed("line", .count), .needed("reason", .text)]), "What was said",
                status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 1000) ?? ""
            try fields.refuseProblems()
            guard let line = Int64(ask.path("line")) else {
                throw PaymentsProblem.unknownBankLine(number: 0)
            }
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.resolveBankLines(
                    [BankLineID(line)], reason: reason, as: principal)
                return line
            } keeping: { (line: Int64) in
                .object([("line", .int(line)), ("reason", .string(reason))])
            }
        },
        Endpoint(
            .post, .bankRetries,
            "Tries the lines again that matched nothing and would match now",
            for: [.finance], body: .json(.object([.optional("round", .nullable(.text))])),
            .json(
                .object([.needed("tried", .count), .needed("settled", .count)]),
                "What came of it", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let round = fields.text("round", maximum: 40)
            try fields.refuseProblems()
            let workflows = ask.house.workflows
            return try await ask.creating(body) { principal in
                try workflows.retryBankLines(round: round, as: principal)
            } keeping: { (done: LinesRetried) in
                .object([
                    ("tried", .int(Int64(done.tried))), ("settled", .int(Int64(done.settled))),
                ])
            }
        },
    ]
}

extension Ask {
    fileprivate func bankFileID() throws -> BankFileID {
        guard let id = Int64(path("file")) else {
            throw PaymentsProblem.unknownBankFile(number: 0)
        }
        return BankFileID(id)
    }

    /// By the bytes themselves it is done once.
    fileprivate func reconcile() async throws -> Response {
        let profiles = try house.services.configuration().bankResults
        let wanted = query["profile"] ?? ""
        let names = [BankFileFormat.camt053.name] + profiles.map(\.key)
        guard names.contains(wanted) else {
            throw wrong(
                "profile", "not-an-option",
                ["value": wanted, "options": names.joined(separator: ", ")])
        }
        let format = try BankFileFormat(named: wanted, of: profiles)
        let body = try await bytes()
        let (house, asker) = (house, asker)
        let source = ByteSource(name: query["name"].flatMap(\.fileName) ?? "body", bytes: body)
        let json = try await readSlowly {
            let principal = try asker.principal
            let done = try house.workflows.reconcile(source, in: format, as: principal)
            return try house.reports.bankFile(
                done.file.id, unmatchedLimit: 0, as: principal
            ).json(isRepeat: done.isRepeat)
        }
        return created(json, isRepeat: false)
    }
}

extension String {
    /// The last part of a file's name as a browser or a program tells it; nil where nothing is left.
    var fileName: String? {
        let last = split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
        guard !last.trimmed.isEmpty, !last.hasControlCharacters, last.count <= 200 else {
            return nil
        }
        return last.trimmed
    }
}
