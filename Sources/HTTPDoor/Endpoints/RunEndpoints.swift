import Bootstrap
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

extension Endpoint {
    /// Whoever may see where the money goes.
    static let moneyReaders: Set<Role> = [.officer, .finance, .decisionMaker, .auditor]

    static let runEndpoints = [
        Endpoint(
            .get, .payables, "Lists what a run would pay now, and what keeps everything else out",
            for: moneyReaders, .json(.list(.named("Payable")), "By award"), [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.payables) { row in
                try reports.payables(of: round, as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .runProposals, "Puts forward what a run would pay now", for: [.finance],
            .json(
                .object([
                    .needed("instalments", .count), .needed("totalPence", .pence),
                    .needed("excluded", .count), .needed("content", .text),
                    .needed("warnings", .list(Description.runWarning)),
                ]), "What it would pay", status: .created), [.ruled, .creating]
        ) { ask in
            let (workflows, round) = (ask.house.workflows, ask.path("round"))
            return try await ask.creating([]) { principal in
                try workflows.proposeRun(round: round, as: principal)
            } keeping: { (made: (proposal: PaymentProposal, preview: RunPreview)) in
                .object([
                    ("instalments", .int(made.proposal.instalmentCount)),
                    ("totalPence", .int(made.proposal.total.pence)),
                    ("excluded", .int(made.preview.excluded)),
                    ("content", .string(made.proposal.contentSha256)),
                    ("warnings", .array(made.preview.warnings.map(\.json))),
                ])
            }
        },
        Endpoint(
            .get, .paymentRuns, "Lists a round's payment runs, and how far each has come",
            for: moneyReaders, .json(.list(.named("RunRow")), "The newest first"),
            [.ruled, .tagged]
        ) { ask in
            let (reports, round, asker) = (ask.house.reports, ask.path("round"), ask.asker)
            return try await ask.list(.runs) { row in
                try reports.runs(of: round, as: try asker.principal, row)
            }
        },
        Endpoint(
            .post, .runReleases, "Releases a run that somebody else approved, and makes its files",
            for: [.finance],
            body: .json(.object([.optional("run", .text), .optional("payOn", .day)])),
            .json(.named("PaymentRun"), "The run", status: .created), [.ruled, .creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let run = fields.text("run", maximum: 40)
            let payOn = fields.day("payOn")
            try fields.refuseProblems()
            let (house, round) = (ask.house, ask.path("round"))
            return try await ask.creating(body) { principal in
                let configuration = try house.services.configuration()
                return try house.workflows.releaseRun(
                    round: round, run: run, payOn: payOn, by: house.runPapers(configuration),
                    as: principal)
            } keeping: { (run: PaymentRun) in
                run.json
            }
        },
        Endpoint(
            .get, .paymentRun, "Shows a run: who did what in it, and how far it has come",
            for: moneyReaders, .json(.named("Run"), "The run"), [.tagged]
        ) { ask in
            let (reports, run, asker) = (ask.house.reports, ask.path("run"), ask.asker)
            let bankKey = ask.house.services.settings.bankKeyIfSet
            return ask.found(
                try await ask.read {
                    try reports.run(run, bankKey: bankKey, as: try asker.principal).json
                })
        },
        Endpoint(
            .get, .runPayments, "Lists what a run pays, and what came of each payment",
            for: moneyReaders, .json(.list(.named("RunPayment")), "By award"), [.tagged]
        ) { ask in
            let (reports, run, asker) = (ask.house.reports, ask.path("run"), ask.asker)
            return try await ask.list(.runItems) { row in
                try reports.runItems(of: run, as: try asker.principal, row)
            }
        },
        Endpoint(
            .get, .runFile, "Hands out a run's file, always the same bytes",
            for: [.finance, .auditor],
            .runFile, [.ruled, .tagged]
        ) { ask in
            let (house, asker) = (ask.house, ask.asker)
            let (run, profile) = (ask.path("run"), ask.path("profile"))
            let file = try await ask.read {
                try house.reports.awardsFile(
                    ofRun: run, profile: profile,
                    bankKey: house.services.settings.bankKeyForOthers,
                    as: try asker.principal)
            }
            return try await ask.hand(out: file, profile)
        },
        Endpoint(
            .post, .runAcknowledgement, "Records that the bank or the ledger says it has the run",
            for: [.finance],
            body: .json(.object([.needed("reference", .text), .optional("on", .day)])),
            .json(.named("PaymentRun"), "The run", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reference = fields.text("reference", required: true, maximum: 100)
            let day = fields.day("on")
            try fields.refuseProblems()
            return try await ask.changingRun(body) { workflows, run, principal in
                try workflows.acknowledgeRun(
                    run, theirReference: reference ?? "", on: day, as: principal)
            }
        },
        Endpoint(
            .post, .runOutcomes, "Records what came of one payment of a run, as the bank says",
            for: [.finance],
            body: .json(
                .object([
                    .needed("application", .reference), .optional("instalment", .count),
                    .needed("outcome", .oneOf(["paid", "failed", "returned"])),
                    .optional("on", .day), .optional("reason", .text), .needed("evidence", .text),
                ])),
            .json(.named("PaymentRun"), "The run", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let application = fields.text("application", required: true, maximum: 40)
            let number = fields.wholeNumber("instalment")
            let outcome = fields.choice("outcome", of: BankOutcome.self)
            let day = fields.day("on")
            let reason = fields.text("reason", maximum: 1000)
            let evidence = fields.text("evidence", required: true, maximum: 1000)
            try fields.refuseProblems()
            let services = ask.house.services
            return try await ask.changingRun(body) { workflows, run, principal in
                try workflows.settlePayment(
                    of: application ?? "", number: number, inRun: run,
                    (outcome ?? .failed).outcome, on: try day ?? services.today(),
                    reason: reason, evidence: evidence ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .runRefusal,
            "Records that the bank refused a run's file as a whole; a second person confirms it",
            for: [.finance],
            body: .json(.object([.needed("reason", .text), .optional("on", .nullable(.day))])),
            .json(.named("PaymentRun"), "The run", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 1000)
            let day = fields.day("on")
            try fields.refuseProblems()
            return try await ask.changingRun(body) { workflows, run, principal in
                try workflows.refuseRun(run, reason: reason ?? "", on: day, as: principal)
            }
        },
        Endpoint(
            .post, .runRefusalWithdrawal,
            "Takes back that the bank refused a run's file, before somebody else has confirmed it",
            for: [.finance], body: .json(.object([.needed("reason", .text)])),
            .json(.named("PaymentRun"), "The run", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 1000)
            try fields.refuseProblems()
            return try await ask.changingRun(body) { workflows, run, principal in
                try workflows.withdrawRefusal(
                    ofRun: run, reason: reason ?? "", as: principal)
            }
        },
        Endpoint(
            .post, .runCancellation, "Calls off a run that nobody has taken away",
            for: [.finance], body: .json(.object([.needed("reason", .text)])),
            .json(.named("PaymentRun"), "The run", status: .created), [.creating]
        ) { ask in
            let body = try await ask.bytes()
            var fields = JSONFields(try Ask.json(body))
            let reason = fields.text("reason", required: true, maximum: 1000)
            try fields.refuseProblems()
            return try await ask.changingRun(body) { workflows, run, principal in
                try workflows.cancelRun(run, reason: reason ?? "", as: principal)
            }
        },
    ]
}

extension Ask {
    /// Does something to the run that the path names.
    fileprivate func changingRun(
        _ body: [UInt8],
        _ work: @escaping @Sendable (Workflows, _ run: String, Principal) throws -> PaymentRun
    ) async throws -> Response {
        let (workflows, run) = (house.workflows, path("run"))
        return try await creating(body) { principal in
            try work(workflows, run, principal)
        } keeping: { (run: PaymentRun) in
            run.json
        }
    }
}
