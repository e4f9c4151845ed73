import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Rounds
import Workflows

/// What is done with a run: proposed, released, and once it is one, what came of it.
extension Page {
    static let runPages = [
        Page(.post, .workProposeRun, for: .roles([.finance])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let proposal = try await visit.write {
                try $0.proposeRun(round: key, as: principal).proposal
            }
            return visit.go(
                to: Route.workPayments.link(key),
                done: visit.w(
                    "page.run-proposed",
                    [
                        "count": "\(proposal.instalmentCount)", "total": proposal.total.words,
                    ]))
        },
        Page(.get, .workRun, for: .roles([.officer, .finance, .decisionMaker, .auditor])) {
            visit in visit.page(try await visit.runPage())
        },
        Page(.post, .workRun, for: .roles([.finance])) { visit in
            try await visit.changeRun()
        },
    ]
}

extension Visit {
    private static let day = Question(key: "on", type: .date, title: "", required: false)
    private static let refusalDay = Question(
        key: "refusedOn", type: .date, title: "", required: false)

    private var runPlace: String { Route.workRun.link(round, path("run")) }

    fileprivate func changeRun() async throws -> Response {
        let run = path("run")
        let (day, problems) = day(Self.day)
        let again: @Sendable ([FieldProblem]) async throws -> PageView = {
            try await runPage($0)
        }
        guard problems.isEmpty else { return wrong(try await again(problems), problems) }
        let services = house.services
        switch fields["then"] {
        case "acknowledge":
            let reference = fields.raw("reference")
            return try await act(
                again, then: runPlace, done: "page.run-acknowledged", problemField: "reference"
            ) {
                _ = try $0.acknowledgeRun(run, theirReference: reference, on: day, as: $1)
                return [:]
            }
        case "settle":
            let (which, reason, evidence) = (
                fields["payment"], fields.raw("reason"), fields.raw("evidence")
            )
            let parts = which.split(separator: " ")
            guard parts.count == 2, let number = Int64(parts[1]),
                let outcome = BankOutcome(rawValue: fields["outcome"])
            else {
                let missing =
                    (parts.count == 2 ? [] : [FieldProblem("payment", "choose-one")])
                    + (BankOutcome(rawValue: fields["outcome"]) == nil
                        ? [FieldProblem("outcome", "choose-one")] : [])
                return wrong(try await again(missing), missing)
            }
            return try await act(
                again, then: runPlace,
                done: outcome == .paid ? "page.payment-settled" : "page.payment-not-arrived",
                problemField: "payment"
            ) {
                _ = try $0.settlePayment(
                    of: String(parts[0]), number: number, inRun: run, outcome.outcome,
                    on: try day ?? services.today(), reason: reason, evidence: evidence, as: $1)
                return ["reference": String(parts[0])]
            }
        case "refuse": return try await refuseRun()
        case "withdrawRefusal": return try await withdrawRefusal()
        case "cancel":
            let reason = fields.raw("cancel")
            guard !reason.trimmed.isEmpty else {
                let missing = [FieldProblem("cancel", "missing")]
                return wrong(try await again(missing), missing)
            }
            return try await act(
                again, then: runPlace, done: "page.run-cancelled", problemField: "cancel"
            ) {
                _ = try $0.cancelRun(run, reason: reason, as: $1)
                return [:]
            }
        default: throw RequestProblem.notAForm
        }
    }

    private func refuseRun() async throws -> Response {
        let (run, reason) = (path("run"), fields.raw("refusal"))
        let today = try house.services.today()
        let (on, wrongDay) = day(Self.refusalDay)
        var problems = reason.trimmed.isEmpty ? [FieldProblem("refusal", "missing")] : []
        problems += wrongDay
        if let on, on > today {
            problems.append(FieldProblem(Self.refusalDay.key, "in-the-future"))
        }
        guard problems.isEmpty else { return wrong(try await runPage(problems), problems) }
        return try await act(
            { try await runPage($0) }, then: runPlace, done: "page.run-refusal-done",
            problemField: "refusal", isFormNeeded: true
        ) {
            _ = try $0.refuseRun(run, reason: reason, on: on, as: $1)
            return [:]
        }
    }

    private func withdrawRefusal() async throws -> Response {
        let (run, reason) = (path("run"), fields.raw("withdrawal"))
        guard !reason.trimmed.isEmpty else {
            let missing = [FieldProblem("withdrawal", "missing")]
            return wrong(try await runPage(missing), missing)
        }
        return try await act(
            { try await runPage($0) }, then: runPlace, done: "page.run-refusal-withdrawn",
            problemField: "withdrawal", isFormNeeded: true
        ) {
            _ = try $0.withdrawRefusal(ofRun: run, reason: reason, as: $1)
            return [:]
        }
    }

    fileprivate func runPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, name, principal) = (round, path("run"), try principal)
        let bankKey = house.services.settings.bankKeyIfSet
        let (round, report, items) = try await read { reports in
            var items: [[JSONValue]] = []
            let report = try reports.run(name, bankKey: bankKey, as: principal)
            guard report.round == key else {
                throw PaymentsProblem.unknownRun(reference: name, round: key)
            }
            try reports.runItems(of: name, as: principal) { items.append($0) }
            return (try reports.round(key), report, items)
        }
        let run = report.run
        var view = staffView("page.run", round)
        view.title = w("page.run-named", ["run": "\(run.reference)"])
        view.back = PageLink(w("page.payments"), Route.workPayments.link(key))
        view.blocks = [.summary(facts(report))]
        if let cancelled = report.cancelled {
            view.blocks.append(
                .inset(
                    w(
                        "page.run-cancelled-by",
                        ["who": cancelled.by, "reason": cancelled.reason])))
        }
        if let refused = report.refused {
            view.blocks.append(
                .inset(
                    w(
                        "page.run-refused-by",
                        [
                            "who": refused.by, "reason": refused.reason,
                            "date": LocalDate(refused.on).map { words.words($0) } ?? refused.on,
                        ])))
        }
        let claim = report.refused == nil ? report.refusalClaim : nil
        if let claim {
            view.blocks.append(
                .inset(
                    w(
                        "page.run-refusal-claimed",
                        [
                            "who": claim.by, "reason": claim.reason,
                            "date": LocalDate(claim.on).map { words.words($0) } ?? claim.on,
                        ])))
        }
        view.blocks += warnings(run.warnings ?? [])
        if has(.finance) || has(.auditor), run.status != .cancelled, !report.profiles.isEmpty {
            view.blocks.append(.heading2(w("page.run-files")))
            if report.bankFileCount > 1 {
                view.blocks.append(.inset(w("page.run-files-one")))
            }
            view.blocks += report.takings.map {
                .hintText(
                    w(
                        "page.run-file-taken",
                        [
                            "profile": $0.profile, "who": $0.by ?? "–",
                            "date": words.words($0.at),
                        ]))
            }
            if report.refused == nil, claim == nil {
                view.blocks += files(report.profiles, of: run)
            }
        }
        if run.status != .cancelled {
            view.blocks.append(
                .links([
                    PageLink(
                        w("page.run-advice"),
                        Route.workRunAdvice.link(key, "\(run.reference)"))
                ]))
        }
        view.blocks.append(table(of: items))
        if has(.finance) { view.blocks += forms(report, items, problems) }
        return view
    }

    private func facts(_ report: RunReport) -> [Block.SummaryRow] {
        let run = report.run
        return [
            .init(key: w("page.status"), lines: [w("run-status.\(run.status.rawValue)")]),
            .init(key: w("page.instalment-count"), lines: ["\(run.instalmentCount)"]),
            .init(key: w("page.total"), lines: [run.total.words]),
        ]
            + (run.payOn.flatMap { LocalDate($0) }.map {
                [Block.SummaryRow(key: w("page.pay-on"), lines: [words.words($0)])]
            } ?? [])
            + report.duties.map {
                .init(
                    key: w("duty.\($0.duty.rawValue)"),
                    lines: [$0.email, LocalDate($0.on).map { words.words($0) } ?? $0.on])
            }
            + (run.contentSha256.map {
                [Block.SummaryRow(key: w("page.run-content"), lines: [$0])]
            } ?? [])
            + (report.accountsTotal.map {
                [Block.SummaryRow(key: w("page.run-accounts-total"), lines: ["\($0)"])]
            } ?? [])
    }

    private func table(of items: [[JSONValue]]) -> Block {
        .table(
            Table(
                id: "payments", caption: w("page.run-payments"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")),
                    .init(w("page.instalment"), isNumeric: true),
                    .init(w("page.amount"), isNumeric: true), .init(w("page.outcome")),
                    .init(w("page.evidence")),
                ],
                rows: items.map { row in
                    let said = [row[6].plainText, row[7].plainText].filter { !$0.isEmpty }
                    return [
                        .init(
                            row[0].plainText,
                            link: Route.workPayable.link(round, row[0].plainText), isHeader: true),
                        .init(row[1].plainText), .init(row[2].plainText),
                        .init(Money(pence: row[3].int ?? 0).words),
                        .init(outcome(row), isTag: row[4].plainText.isEmpty),
                        .init(said.joined(separator: ": ")),
                    ]
                }, emptyText: w("page.instalments-none")))
    }

    private func outcome(_ row: [JSONValue]) -> String {
        guard !row[4].plainText.isEmpty else { return w("page.outcome-awaited") }
        let day = LocalDate(row[5].plainText).map { words.words($0) } ?? row[5].plainText
        return w("page.outcome-\(row[4].plainText)", ["date": day])
    }

    private func forms(
        _ report: RunReport, _ items: [[JSONValue]], _ problems: [FieldProblem]
    ) -> [Block] {
        switch report.run.status {
        case .cancelled: []
        case .approved, .released: [.heading2(w("page.run-cancel"))] + cancelForm(problems)
        case .exported:
            [.heading2(w("page.run-acknowledge"))] + acknowledgeForm(problems)
                + [.heading2(w("page.settle"))] + settleForm(items, problems)
                + refuseForms(report, problems)
        case .acknowledged, .settled:
            [.heading2(w("page.settle"))] + settleForm(items, problems)
                + refuseForms(report, problems)
        }
    }

    /// For a run of which the bank has paid nothing.
    private func refuseForms(_ report: RunReport, _ problems: [FieldProblem]) -> [Block] {
        let run = report.run
        guard run.status != .settled, run.outcomes.paid == 0 else { return [] }
        let claim = report.refusalClaim
        let visitorEmail = anybody.email
        var blocks: [Block] = [.heading2(w("page.run-refuse"))]
        if claim == nil || claim?.by != visitorEmail {
            blocks += [
                .paragraph(
                    w(
                        claim != nil
                            ? "page.run-refuse-confirm-text"
                            : run.needsRelease
                                ? "page.run-refuse-two-text" : "page.run-refuse-text")),
                send(
                    "refuse",
                    [
                        longField(
                            "refusal", w("page.run-refuse-why"), value: fields.raw("refusal"),
                            rows: 3, problems),
                        dayField(
                            Self.refusalDay, "page.run-refuse-day", "page.bank-day-hint",
                            problems),
                    ], w(claim == nil ? "page.run-refuse" : "page.run-refuse-confirm"),
                    isWarning: true),
            ]
        } else {
            blocks.append(.paragraph(w("page.run-refuse-waits")))
        }
        if claim != nil {
            blocks += [
                .heading2(w("page.run-refusal-withdraw")),
                send(
                    "withdrawRefusal",
                    [
                        longField(
                            "withdrawal", w("page.reason"), value: fields.raw("withdrawal"),
                            rows: 3, problems)
                    ], w("page.run-refusal-withdraw")),
            ]
        }
        return blocks
    }

    private func cancelForm(_ problems: [FieldProblem]) -> [Block] {
        [
            .paragraph(w("page.run-cancel-text")),
            send(
                "cancel",
                [
                    longField(
                        "cancel", w("page.reason"), value: fields.raw("cancel"), rows: 3, problems)
                ], w("page.run-cancel"), isWarning: true),
        ]
    }

    private func acknowledgeForm(_ problems: [FieldProblem]) -> [Block] {
        [
            .paragraph(w("page.run-acknowledge-text")),
            send(
                "acknowledge",
                [line("reference", w("page.their-reference"), problems)],
                w("page.run-acknowledge")),
        ]
    }

    private func settleForm(_ items: [[JSONValue]], _ problems: [FieldProblem]) -> [Block] {
        // What failed is over; what was paid may still come back.
        let open = items.filter { ["", "paid"].contains($0[4].plainText) }
        guard !open.isEmpty else { return [.paragraph(w("page.settle-none"))] }
        return [
            .paragraph(w("page.settle-text")),
            send(
                "settle",
                [
                    select(
                        "payment", w("page.payment"),
                        open.map {
                            (
                                "\($0[0].plainText) \($0[2].plainText)",
                                w(
                                    "page.payment-choice",
                                    [
                                        "reference": $0[0].plainText, "group": $0[1].plainText,
                                        "amount": Money(pence: $0[3].int ?? 0).words,
                                    ])
                            )
                        }, problems),
                    oneOf(
                        "outcome", w("page.outcome"),
                        BankOutcome.allCases.map {
                            ($0.rawValue, w("page.bank-\($0.rawValue)"))
                        }, problems),
                    dayField(Self.day, "page.bank-day", "page.bank-day-hint", problems),
                    longField(
                        "reason", w("page.optional", ["title": w("page.not-arrived-why")]),
                        value: fields.raw("reason"), rows: 2,
                        hint: w("page.not-arrived-why-hint"), problems),
                    line("evidence", w("page.evidence"), hint: w("page.evidence-hint"), problems),
                ], w("page.settle")),
        ]
    }

    private func send(
        _ then: String, _ fields: [Field], _ button: String, isWarning: Bool = false
    ) -> Block {
        .form(
            Block.Form(
                action: runPlace, csrf: csrf, hidden: [once, ("then", then)], fields: fields,
                buttons: [.init(text: button, isWarning: isWarning)]))
    }
}
