import Awards
import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Payments
import Publishing
import Rounds
import Workflows

extension Page {
    private static let readers = Audience.roles([.officer, .finance, .decisionMaker, .auditor])

    static let paymentPages = [
        Page(.get, .workPayments, for: readers) { visit in
            visit.page(try await visit.paymentsPage())
        },
        Page(.get, .workPaymentsFile, for: readers) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let text = try await visit.read { reports in
                var text = Listing.instalments.csvHeader
                try reports.instalments(of: key, as: principal) { row, _ in
                    text += Listing.instalments.csv(row)
                }
                return text
            }
            return .csv(named: "\(key)-payments") {
                try await $0.write(ByteBuffer(string: text))
            }
        },
        Page(.post, .workSchedule, for: .roles([.officer, .finance])) { visit in
            let (key, principal) = (visit.round, try visit.principal)
            let done = try await visit.write {
                try $0.schedulePayments(round: key, as: principal)
            }
            return visit.go(
                to: Route.workPayments.link(key),
                done: visit.w(
                    done.waiting > 0 ? "page.scheduled-waiting" : "page.scheduled",
                    ["count": "\(done.count)", "waiting": "\(done.waiting)"]))
        },
        Page(.post, .workApproveRun, for: .roles([.finance])) { visit in
            let (key, principal, house) = (visit.round, try visit.principal, visit.house)
            let content = visit.fields["content"]
            let run = try await visit.write {
                let configuration = try house.services.configuration()
                return try $0.approvePayments(
                    round: key, content: content.isEmpty ? nil : content,
                    by: house.runPapers(configuration), limits: configuration.payments,
                    as: principal)
            }
            return visit.go(
                to: Route.workPayments.link(key),
                done: visit.w("page.run-approved", ["run": "\(run.reference)"]))
        },
        // An auditor looks at a file; whoever takes it to the bank says so with a button.
        Page(.get, .workExport, for: .roles([.auditor])) { visit in
            let asked = visit.query
            return try await visit.export(profile: asked["profile"], run: asked["run"])
        },
        Page(.post, .workExport, for: .roles([.finance])) { visit in
            let asked = visit.fields
            return try await visit.take(profile: asked["profile"], run: asked["run"])
        },
    ]
}

extension Visit {
    func paymentsPage(_ problems: [FieldProblem] = []) async throws -> PageView {
        let (key, principal) = (round, try principal)
        let (after, left) = (InstalmentPlace(query["after"]), InstalmentPlace(query["left"]))
        let found = try await read { reports in
            var rows: [(row: [JSONValue], place: String)] = []
            try reports.instalments(of: key, after: after, limit: 51, as: principal) {
                rows.append(($0, $1))
            }
            let runs = try reports.paymentRuns(of: key, as: principal)
            return (
                try reports.round(key), rows,
                try reports.groups(of: rows.map { $0.row[0].plainText }, as: principal),
                try reports.nextRun(of: key, excludedAfter: left, as: principal),
                try reports.unscheduledCount(of: key, as: principal),
                runs,
                try runs.filter { $0.run.needsRelease && $0.run.status == .approved }.map {
                    (try reports.run("\($0.run.reference)", as: principal), $0.approvedBy)
                },
                try reports.decision(of: key, as: principal)
            )
        }
        let (round, rows, names, next, unscheduled, runs, unreleased, decision) = found
        var view = staffView("page.payments", round)
        view.blocks = [
            .paragraph(
                w(next.needsRelease ? "page.payments-text-release" : "page.payments-text"))
        ]
        if round.status != .decided {
            view.blocks.append(.inset(w("page.payments-not-yet")))
        } else {
            let isWaiting = decision.map { $0.status != .inEffect } ?? false
            if let decision, isWaiting {
                view.blocks += [
                    .inset(says(decision)), .paragraph(w("page.payments-wait")),
                ]
            }
            view.blocks += warnings(next.warnings)
            view.blocks += steps(key, unscheduled: unscheduled, next, isWaiting: isWaiting)
            for (report, approvedBy) in unreleased {
                view.blocks += release(report, approvedBy, problems)
            }
            view.blocks += leftOut(next, isFirst: left == nil)
        }
        view.blocks += [
            instalments(rows.prefix(50).map(\.row), names),
            .linkLine(PageLink(w("page.as-csv"), Route.workPaymentsFile.link(key))),
        ]
        if rows.count > 50 || after != nil {
            view.blocks.append(
                .pager(
                    label: w("page.pages"),
                    previous: after == nil
                        ? nil : PageLink(w("page.first-page"), Route.workPayments.link(key)),
                    next: rows.count > 50
                        ? PageLink(
                            w("page.next-page"),
                            Route.workPayments.link(key) + "?after=\(rows[49].place)") : nil))
        }
        view.blocks.append(.heading2(w("page.runs")))
        if runs.isEmpty { view.blocks.append(.paragraph(w("page.runs-none"))) }
        for run in runs { view.blocks += show(run.run, run.profiles, run.approvedBy, key) }
        return view
    }

    private func steps(
        _ key: String, unscheduled: Int64, _ next: NextRun, isWaiting: Bool
    ) -> [Block] {
        var blocks: [Block] = []
        // All awards of a round are scheduled at once; an appeal may bring one more.
        if unscheduled > 0, has(.officer) || has(.finance) {
            blocks += [
                .paragraph(w("page.schedule-text", ["count": "\(unscheduled)"])),
                form(Route.workSchedule.link(key), [], w("page.schedule")),
            ]
        }
        guard has(.finance), next.count > 0, !isWaiting else { return blocks }
        blocks.append(
            .summary([
                Block.SummaryRow(key: w("page.instalment-count"), lines: ["\(next.count)"]),
                Block.SummaryRow(key: w("page.total"), lines: [next.total.words]),
            ]))
        let principal = signedIn?.principal
        guard next.needsRelease else {
            return blocks + [
                .warning(w("page.approve-run-text"), label: w("page.warning")),
                form(Route.workApproveRun.link(key), [], w("page.approve-run")),
            ]
        }
        if let (proposal, by) = next.proposal {
            blocks.append(
                .inset(
                    w(
                        "page.proposed-by",
                        [
                            "who": by, "count": "\(proposal.instalmentCount)",
                            "total": proposal.total.words,
                        ])))
            if proposal.proposedBy != principal?.personID {
                blocks += [
                    .warning(w("page.approve-to-release-text"), label: w("page.warning")),
                    .form(
                        Block.Form(
                            action: Route.workApproveRun.link(key), csrf: csrf,
                            // What is approved is what was looked at.
                            hidden: [("content", proposal.contentSha256)], fields: [],
                            buttons: [.init(text: w("page.approve-run"))])),
                ]
            }
        }
        return blocks + [
            .paragraph(w("page.propose-run-text")),
            form(Route.workProposeRun.link(key), [], w("page.propose-run")),
        ]
    }

    /// What the next run does not pay, and why.
    private func leftOut(_ next: NextRun, isFirst: Bool) -> [Block] {
        guard next.excludedCount > 0 else { return [] }
        let place = Route.workPayments.link(round)
        var blocks: [Block] = [
            .table(
                Table(
                    id: "left-out",
                    caption: w("page.left-out", ["count": "\(next.excludedCount)"]),
                    columns: [
                        .init(w("page.reference")), .init(w("page.group")),
                        .init(w("page.instalment"), isNumeric: true),
                        .init(w("page.amount"), isNumeric: true), .init(w("page.because")),
                    ],
                    rows: next.excluded.map { each in
                        [
                            .init(
                                each.reference, link: Route.workPayable.link(round, each.reference),
                                isHeader: true), .init(each.organisation),
                            .init("\(each.number)"), .init(each.amount.words),
                            .init(
                                each.obstacles.map { w("obstacle.\($0.rawValue)") }.joined(
                                    separator: " ")),
                        ]
                    }, emptyText: w("page.left-out-no-more")))
        ]
        if !isFirst || next.nextExcluded != nil {
            blocks.append(
                .pager(
                    label: w("page.left-out-pages"),
                    previous: isFirst ? nil : PageLink(w("page.first-page"), place),
                    next: next.nextExcluded.map {
                        PageLink(w("page.next-page"), place + "?left=\($0.description)")
                    }))
        }
        return blocks
    }

    private func instalments(_ rows: [[JSONValue]], _ groups: [String: String]) -> Block {
        .table(
            Table(
                id: "instalments", caption: w("page.instalments-caption"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")),
                    .init(w("page.instalment"), isNumeric: true),
                    .init(w("page.amount"), isNumeric: true), .init(w("page.decided-by")),
                    .init(w("page.decided-on")), .init(w("page.run")),
                ],
                rows: rows.map { row in
                    [
                        .init(
                            row[0].plainText,
                            link: Route.workPayable.link(round, row[0].plainText), isHeader: true),
                        .init(groups[row[0].plainText] ?? ""), .init(row[1].plainText),
                        .init(Money(pence: row[2].int ?? 0).words), .init(row[3].plainText),
                        .init(
                            LocalDate(row[4].plainText).map { words.words($0) }
                                ?? row[4].plainText),
                        .init(
                            row[5].plainText.isEmpty ? w("page.awaits-approval") : row[5].plainText,
                            isTag: row[5].plainText.isEmpty),
                    ]
                }, emptyText: w("page.instalments-none")))
    }

    private func show(
        _ run: PaymentRun, _ profiles: [String], _ approvedBy: String, _ key: String
    ) -> [Block] {
        [
            .heading3("\(run.reference)"),
            .summary(
                [
                    Block.SummaryRow(
                        key: w("page.status"), lines: [w("run-status.\(run.status.rawValue)")]),
                    Block.SummaryRow(key: w("page.approved-by"), lines: [approvedBy]),
                    Block.SummaryRow(
                        key: w("page.approved-on"),
                        lines: [LocalDate(run.approvedOn).map { words.words($0) } ?? run.approvedOn]
                    ),
                    Block.SummaryRow(
                        key: w("page.instalment-count"), lines: ["\(run.instalmentCount)"]),
                    Block.SummaryRow(key: w("page.total"), lines: [run.total.words]),
                ]
                    + (run.auditHead.map {
                        [Block.SummaryRow(key: w("page.audit-head"), lines: [$0])]
                    } ?? [])),
            .links(
                [
                    PageLink(
                        w("page.to-run", ["run": "\(run.reference)"]),
                        Route.workRun.link(key, "\(run.reference)"))
                ]),
        ] + (run.status == .cancelled ? [] : files(profiles, of: run))
    }

    /// The ways to a run's files: buttons for whoever takes them to the bank, which is recorded; links
    /// for whoever looks.
    func files(_ profiles: [String], of run: PaymentRun) -> [Block] {
        func name(_ profile: String) -> String {
            w("page.download", ["profile": profile, "run": "\(run.reference)"])
        }
        if has(.finance) {
            return profiles.map { profile in
                .form(
                    Block.Form(
                        action: Route.workExport.link(round), csrf: csrf,
                        hidden: [("profile", profile), ("run", "\(run.reference)")],
                        fields: [], buttons: [.init(text: name(profile), isSecondary: true)]))
            }
        }
        guard has(.auditor), !profiles.isEmpty else { return [] }
        return [
            .links(
                profiles.map {
                    PageLink(
                        name($0),
                        Route.workExport.link(round)
                            + "?profile=\($0.percentEncoded)&run=\(run.reference)")
                })
        ]
    }

    /// The file of a run, a piece at a time. Nothing is recorded.
    fileprivate func export(profile: String, run: String) async throws -> Response {
        .awards(
            try await runFile(profile, run), profile: profile, house.reports, house.threads)
    }

    /// The same, and that somebody takes it. The page stays where it is: pressed again, the button
    /// gives the same file again.
    fileprivate func take(profile: String, run: String) async throws -> Response {
        let file = try await runFile(profile, run)
        let principal = try principal
        try await write {
            try $0.recordExport(of: "\(file.run)", profile: profile, as: principal)
        }
        return .awards(file, profile: profile, house.reports, house.threads)
    }

    private func runFile(_ profile: String, _ run: String) async throws -> AwardsFile {
        let (key, principal) = (round, try principal)
        let settings = house.services.settings
        return try await read {
            try $0.awardsFile(
                of: key, profile: profile, run: run.isEmpty ? nil : run,
                bankKey: settings.bankKeyForOthers, as: principal)
        }
    }
}

extension Response {
    /// The file of a run a piece at a time: a slow client holds neither the database nor the memory.
    static func awards(
        _ file: AwardsFile, profile: String, _ reports: Reports, _ threads: WorkThreads
    ) -> Response {
        var response = Response.fresh(
            Response(
                status: .ok,
                headers: [
                    .contentType: "\(file.mediaType); charset=utf-8",
                    .eTag: "\"\(file.sha256)\"",
                    .contentDisposition:
                        "attachment; filename=\"\(file.run)-\(profile).\(file.fileExtension)\"",
                ],
                body: ResponseBody { writer in
                    var number: Int64 = 1
                    while true {
                        let next = number
                        guard
                            let piece = try await threads.read({ try reports.piece(next, of: file) }
                            )
                        else { break }
                        try await writer.write(ByteBuffer(bytes: piece))
                        number += 1
                    }
                    try await writer.finish(nil)
                }))
        // No browser keeps account numbers.
        if file.isForBank { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
