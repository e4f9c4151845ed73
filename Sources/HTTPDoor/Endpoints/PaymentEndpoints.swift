import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

extension Endpoint {
    static let paymentEndpoints = [
        Endpoint(
            .get, .instalments, "Lists a round's instalments",
            for: [.officer, .finance, .decisionMaker, .auditor], query: pageParameters,
            .json(.page(of: .named("Instalment")), "A page"), [.tagged]
        ) { ask in
            let after = try ask.cursor { InstalmentPlace($0) }
            let (reports, round, asker) = (
                ask.house.reports, ask.path("round"), ask.asker
            )
            return try await ask.page(.instalments) { limit, row in
                try reports.instalments(
                    of: round, after: after, limit: limit, as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .instalments, "Schedules a round's awards, one instalment each",
            for: [.officer, .finance],
            .json(
                .object([
                    .needed("scheduled", .count), .needed("waitingForAgreement", .count),
                ]), "How many were scheduled now, and how many groups have yet to agree",
                status: .created), [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating([]) { principal in
                try workflows.schedulePayments(round: round, as: principal)
            } keeping: { (done: PaymentsScheduled) in
                .object([
                    ("scheduled", .int(done.count)), ("waitingForAgreement", .int(done.waiting)),
                ])
            }
        },
        Endpoint(
            .post, .paymentRuns, "Approves what is scheduled as one run, and freezes its files",
            for: [.finance],
            query: [
                Parameter(
                    name: "content",
                    summary: "What the proposal said as content; without it, the newest counts.",
                    schema: .text)
            ],
            .json(.named("PaymentRun"), "The run", status: .created), [.ruled, .creating]
        ) { ask in
            let (house, round) = (ask.house, ask.path("round"))
            let content = ask.query["content"].flatMap { $0.isEmpty ? nil : $0 }
            return try await ask.creating([]) { principal in
                let configuration = try house.services.configuration()
                return try house.workflows.approvePayments(
                    round: round, content: content, by: house.runPapers(configuration),
                    limits: configuration.payments, as: principal)
            } keeping: { (run: PaymentRun) in
                run.json
            }
        },
        Endpoint(
            .get, .awardsExport, "Hands out an approved run's file, always the same bytes",
            for: [.finance, .auditor],
            query: [
                Parameter(
                    name: "profile", summary: "Which file.", schema: .example(.text, "ledger"),
                    isRequired: true),
                Parameter(
                    name: "run", summary: "A run's reference; without it, the latest.",
                    schema: .text),
            ],
            .runFile, [.ruled, .tagged]
        ) { ask in try await ask.awardsFile() },
    ]
}

extension Ask {
    /// The file a piece at a time: a slow client holds neither the database nor the memory.
    fileprivate func awardsFile() async throws -> Response {
        let (reports, settings, asker) = (house.reports, house.services.settings, asker)
        let (round, profile) = (path("round"), query["profile"] ?? "")
        let run = query["run"].flatMap { $0.isEmpty ? nil : $0 }
        let file = try await read {
            try reports.awardsFile(
                of: round, profile: profile, run: run, bankKey: settings.bankKeyForOthers,
                as: try asker.principal)
        }
        return try await hand(out: file, profile)
    }

    /// Hands a run's file out, and records that finance has taken it.
    func hand(out file: AwardsFile, _ profile: String) async throws -> Response {
        if let known = request.headers[.ifNoneMatch], EntityTag.list(known).contains(file.sha256) {
            return .fresh(Response(status: .notModified, headers: [.eTag: "\"\(file.sha256)\""]))
        }
        let (workflows, asker) = (house.workflows, asker)
        // A look at the head takes nothing away.
        if request.method != .head, try asker.principal.has(.finance) {
            try await house.threads.write {
                try workflows.recordExport(
                    of: "\(file.run)", profile: profile, as: try asker.principal)
            }
        }
        return .awards(file, profile: profile, house.reports, house.threads)
    }
}
