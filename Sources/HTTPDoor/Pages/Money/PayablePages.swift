import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Rounds
import Workflows

/// What is paid of one award, when, and what it waits for.
extension Page {
    static let payablePages = [
        Page(.get, .workPayable, for: .roles([.officer, .finance, .decisionMaker, .auditor])) {
            visit in visit.page(try await visit.payablePage())
        },
        Page(.post, .workPayable, for: .roles([.officer, .finance, .decisionMaker])) { visit in
            try await visit.changePayable()
        },
    ]
}

extension Visit {
    private var payablePlace: String { Route.workPayable.link(round, path("reference")) }

    fileprivate func changePayable() async throws -> Response {
        let (key, reference) = (round, path("reference"))
        let again: @Sendable ([FieldProblem]) async throws -> PageView = {
            try await payablePage($0)
        }
        let services = house.services
        func number() -> Int64 { Int64(fields["number"]) ?? 0 }
        switch fields["then"] {
        case "hold", "release", "met":
            let (then, which, why) = (fields["then"], number(), fields.raw("reason"))
            return try await act(
                again, then: payablePlace, done: "page.instalment-\(then)", problemField: "reason"
            ) {
                switch then {
                case "hold":
                    try $0.holdPayment(
                        of: reference, number: which, round: key, reason: why, as: $1)
                case "release":
                    try $0.releasePayment(
                        of: reference, number: which, round: key, reason: why, as: $1)
                default:
                    guard !why.trimmed.isEmpty else {
                        throw InvalidInput("instalment", [FieldProblem("reason", "missing")])
                    }
                    try $0.meetTrigger(
                        of: reference, number: which, round: key, evidence: why, as: $1)
                }
                return ["number": "\(which)"]
            }
        case "plan":
            let (text, why) = (fields.raw("parts"), fields.raw("why"))
            return try await act(
                again, then: payablePlace, done: "page.planned", problemField: "parts"
            ) {
                var problems: [FieldProblem] = []
                if why.trimmed.isEmpty { problems.append(FieldProblem("why", "missing")) }
                var parts: [InstalmentPlan.Part] = []
                for line in text.split(whereSeparator: \.isNewline).map(String.init)
                where !line.trimmed.isEmpty {
                    do {
                        parts.append(try InstalmentPlan.Part(line.trimmed, place: "parts"))
                    } catch let problem as InvalidInput {
                        problems += problem.fields
                    }
                }
                guard problems.isEmpty else { throw InvalidInput("schedule", problems) }
                let count = try $0.planPayments(
                    of: reference, round: key, as: InstalmentPlan(parts), reason: why, as: $1)
                return ["count": "\(count)"]
            }
        case "demand":
            let (typed, kind, why) = (
                fields["amount"], RecoveryKind(rawValue: fields["kind"]), fields.raw("demand")
            )
            return try await act(
                again, then: payablePlace, done: "page.demanded", problemField: "amount"
            ) {
                let amount = Money(written: typed)
                var problems: [FieldProblem] = []
                if amount == nil { problems.append(FieldProblem("amount", "not-pounds-amount")) }
                if kind == nil { problems.append(FieldProblem("kind", "choose-one")) }
                if why.trimmed.isEmpty { problems.append(FieldProblem("demand", "missing")) }
                guard let amount, let kind, problems.isEmpty else {
                    throw InvalidInput("recovery", problems)
                }
                _ = try $0.demandMoney(
                    amount, kind, from: reference, round: key, reason: why, as: $1)
                return [:]
            }
        case "receive":
            let (typed, which, evidence) = (
                fields["received"], number(), fields.raw("evidence")
            )
            return try await act(
                again, then: payablePlace, done: "page.received", problemField: "received"
            ) {
                guard let amount = Money(written: typed) else {
                    throw InvalidInput(
                        "receipt", [FieldProblem("received", "not-pounds-amount")])
                }
                _ = try $0.receiveMoney(
                    amount, forRecovery: which, round: key, on: try services.today(),
                    evidence: evidence, as: $1)
                return [:]
            }
        case "reallot":
            let which = number()
            return try await act(
                again, then: payablePlace, done: "page.reallotted", problemField: "number"
            ) { ["amount": try $0.reallot(recovery: which, round: key, as: $1).words] }
        default: throw RequestProblem.notAForm
        }
    }

    fileprivate func payablePage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, reference, principal) = (round, path("reference"), try principal)
        let (round, trail) = try await read {
            (try $0.round(key), try $0.paymentTrail(of: reference, round: key, as: principal))
        }
        var view = staffView("page.payable", round)
        view.caption = "\(trail.reference) · \(trail.organisation)"
        view.back = PageLink(w("page.payments"), Route.workPayments.link(key))
        view.blocks = [
            .summary(
                [
                    .init(
                        key: w("page.sent-on"), lines: [words.words(trail.submittedAt)]),
                    .init(
                        key: w("page.decided-on"),
                        lines: [trail.decidedBy, day(trail.award.decidedOn)]),
                ]
                    + (trail.award.agreedOn.map {
                        [Block.SummaryRow(key: w("page.agreed-on"), lines: [day($0)])]
                    } ?? [])
                    + [.init(key: w("page.to-pay-in-all"), lines: [trail.award.awarded.words])]),
            table(of: trail), story(of: trail),
        ]
        if has(.finance) || has(.officer) {
            view.blocks += instalmentForms(trail, problems)
        }
        let isPaid = trail.instalments.contains { $0.status == .paid }
        if !trail.recoveries.isEmpty || isPaid && (has(.finance) || has(.officer)) {
            view.blocks += recoveryBlocks(trail, problems)
        }
        if has(.officer) || has(.decisionMaker) || has(.auditor) {
            view.blocks.append(
                .linkLine(
                    PageLink(
                        w("page.to-application"),
                        Route.workApplication.link(key, trail.reference))))
        }
        view.blocks += ownInterestLink(trail.reference)
        return view
    }

    private func table(of trail: PaymentTrail) -> Block {
        .table(
            Table(
                id: "instalments", caption: w("page.instalments-of-award"),
                columns: [
                    .init(w("page.instalment"), isNumeric: true),
                    .init(w("page.amount"), isNumeric: true), .init(w("page.waits-for")),
                    .init(w("page.status")), .init(w("page.run")),
                ],
                rows: trail.instalments.map { each in
                    [
                        .init("\(each.number)", isHeader: true), .init(each.amount.words),
                        .init(waits(for: each.trigger)),
                        .init(w("instalment-status.\(each.status.rawValue)")),
                        .init(
                            each.run ?? "",
                            link: each.run.map { Route.workRun.link(round, $0) }),
                    ]
                }, emptyText: w("page.instalments-none")))
    }

    /// What happened to each instalment, down to the line of the bank's file that proves it.
    private func story(of trail: PaymentTrail) -> Block {
        let readsBankFiles = has(.finance) || has(.auditor)
        return .table(
            Table(
                id: "story", caption: w("page.what-happened"),
                columns: [
                    .init(w("page.day")), .init(w("page.instalment"), isNumeric: true),
                    .init(w("page.event")), .init(w("page.person")), .init(w("page.proof")),
                ],
                rows: trail.instalments.flatMap { each in
                    trail.events(of: each).map { event in
                        let proof = readsBankFiles ? event.proof : nil
                        return [
                            .init(words.words(event.on), isHeader: true), .init("\(each.number)"),
                            .init(says(event)), .init(event.who),
                            .init(
                                proof.map {
                                    w(
                                        "page.bank-proof",
                                        [
                                            "file": "\($0.file.rawValue)",
                                            "line": "\($0.textLine)",
                                        ])
                                } ?? "",
                                link: proof.map {
                                    Route.workBankFile.link(round, "\($0.file.rawValue)")
                                }),
                        ]
                    }
                }, emptyText: ""))
    }

    private func says(_ event: PaymentTrail.Event) -> String {
        let why: String =
            switch event.kind {
            case .runReleased: day(event.why)
            case .payeeConfirmed: w("page.bank-result-\(event.why)")
            case .payeeCalled: w("page.bank-call-\(event.why)")
            default: event.why
            }
        return w("instalment-event.\(event.kind.rawValue)", ["why": why])
    }

    private func day(_ text: String) -> String {
        LocalDate(text).map { words.words($0) } ?? text
    }

    private func waits(for trigger: InstalmentTrigger) -> String {
        switch trigger {
        case .date(let day): w("trigger.date", ["date": words.words(day)])
        case .agreement, .report, .evidence: w("trigger.\(trigger.code)")
        }
    }

    private func instalmentForms(
        _ trail: PaymentTrail, _ problems: [FieldProblem]
    ) -> [Block] {
        let open = trail.instalments.filter(\.isOpen)
        guard !open.isEmpty else { return [] }
        let acts = ["hold", "release", "met"].map { ($0, w("page.instalment-do-\($0)")) }
        return [
            .heading2(w("page.instalment-change")),
            send(
                "",
                [
                    select(
                        "number", w("page.instalment"),
                        open.map { ("\($0.number)", "\($0.number): \($0.amount.words)") },
                        first: nil, problems),
                    oneOf("then", w("page.instalment-do"), acts, problems),
                    longField(
                        "reason", w("page.reason"), value: fields.raw("reason"), rows: 2,
                        hint: w("page.instalment-reason-hint"), problems),
                ], w("page.save")),
            .heading2(w("page.plan")), .paragraph(w("page.plan-text")),
            send(
                "plan",
                [
                    longField(
                        "parts", w("page.parts"), value: fields.raw("parts"), rows: 4,
                        hint: w("page.parts-hint"), problems),
                    longField("why", w("page.reason"), value: fields.raw("why"), rows: 2, problems),
                ], w("page.plan")),
        ]
    }

    private func recoveryBlocks(
        _ trail: PaymentTrail, _ problems: [FieldProblem]
    ) -> [Block] {
        var blocks: [Block] = [.heading2(w("page.recoveries"))]
        if !trail.recoveries.isEmpty {
            blocks.append(
                .bullets(
                    trail.recoveries.map {
                        w(
                            "page.recovery-\($0.kind.rawValue)",
                            [
                                "number": "\($0.id)", "due": $0.due.words,
                                "received": $0.received.words, "reason": $0.reason,
                            ])
                            + forgiven(of: $0, in: trail)
                    }))
        }
        if has(.finance) || has(.officer) {
            blocks.append(
                send(
                    "demand",
                    [
                        line(
                            "amount", w("page.demand-amount"), hint: w("page.pounds-hint"),
                            width: "10", problems),
                        oneOf(
                            "kind", w("page.demand-kind"),
                            RecoveryKind.allCases.map {
                                ($0.rawValue, w("page.demand-\($0.rawValue)"))
                            }, problems),
                        longField(
                            "demand", w("page.reason"), value: fields.raw("demand"), rows: 2,
                            problems),
                    ], w("page.demand")))
        }
        let waiting = trail.recoveries.filter { $0.received < $0.due }
        if has(.finance), !waiting.isEmpty {
            blocks += [
                .heading3(w("page.receive")),
                send(
                    "receive",
                    [
                        select(
                            "number", w("page.recovery"), waiting.map { ("\($0.id)", "\($0.id)") },
                            first: nil, problems),
                        line(
                            "received", w("page.received-amount"), hint: w("page.pounds-hint"),
                            width: "10", problems),
                        line(
                            "evidence", w("page.evidence"), hint: w("page.evidence-hint"),
                            problems),
                    ], w("page.receive")),
            ]
        }
        let held = trail.recoveries.filter { $0.received > .zero }
        if has(.decisionMaker), !held.isEmpty {
            blocks += [
                .heading3(w("page.reallot")), .paragraph(w("page.reallot-text")),
                send(
                    "reallot",
                    [
                        select(
                            "number", w("page.recovery"), held.map { ("\($0.id)", "\($0.id)") },
                            first: nil, problems)
                    ], w("page.reallot")),
            ]
        }
        return blocks
    }

    /// What need not come of a demand, where something was written off.
    private func forgiven(of demand: Recovery, in trail: PaymentTrail) -> String {
        let (open, left) = (demand.due - demand.received, trail.left[demand.id] ?? .zero)
        guard open > left else { return "" }
        return " "
            + w(
                "page.recovery-forgiven", ["off": (open - left).words, "left": left.words])
    }

    private func send(_ then: String, _ fields: [Field], _ button: String) -> Block {
        .form(
            Block.Form(
                action: payablePlace, csrf: csrf,
                hidden: [once] + (then.isEmpty ? [] : [("then", then)]), fields: fields,
                buttons: [.init(text: button)]))
    }
}
