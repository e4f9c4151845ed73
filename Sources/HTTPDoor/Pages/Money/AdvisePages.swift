import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Payments
import Publishing
import Workflows

/// Telling the groups of a run that their money was sent.
extension Page {
    static let advisePages = [
        Page(.get, .workRunAdvice, for: .roles([.officer, .finance, .decisionMaker, .auditor])) {
            visit in visit.page(try await visit.runAdvicePage())
        },
        Page(.post, .workRunAdvice, for: .roles([.officer, .finance])) { visit in
            let (run, principal, services) = (
                visit.path("run"), try visit.principal, visit.house.services
            )
            if visit.fields["then"] == "posted" {
                let count = try await visit.write {
                    try $0.recordAdvicesPosted(
                        ofRun: run, holidays: try services.configuration().bankHolidays,
                        as: principal)
                }
                return visit.go(
                    to: Route.workRunAdvice.link(visit.round, run),
                    done: visit.w(
                        count == 0 ? "page.advice-nothing" : "page.advice-posted-done",
                        ["count": "\(count)"]))
            }
            let done = try await visit.write {
                try $0.advisePayees(
                    ofRun: run, holidays: try services.configuration().bankHolidays,
                    as: principal)
            }
            visit.house.mail.nudge()
            return visit.go(
                to: Route.workRunAdvice.link(visit.round, run),
                done: visit.w(
                    done.count == 0 ? "page.advice-nothing" : "page.advice-done",
                    ["count": "\(done.count)"]))
        },
        Page(.get, .workRunAdvicePrint, for: .roles([.officer, .finance])) { visit in
            let (run, principal, services) = (
                visit.path("run"), try visit.principal, visit.house.services
            )
            let workflows = visit.house.workflows
            let page = try await visit.read { _ in
                try workflows.printedAdvices(
                    ofRun: run, holidays: try services.configuration().bankHolidays,
                    as: principal)
            }
            guard let page else {
                return visit.go(
                    to: Route.workRunAdvice.link(visit.round, run),
                    done: visit.w("page.advice-print-none"))
            }
            return .printed(page, name: "\(run)-advice")
        },
    ]
}

extension Visit {
    /// How many groups stand on the page by name.
    private static let listed = 100

    fileprivate func runAdvicePage() async throws -> PageView {
        let (key, name, principal) = (round, path("run"), try principal)
        let (round, report, advice) = try await read { reports in
            let report = try reports.run(name, as: principal)
            guard report.round == key else {
                throw PaymentsProblem.unknownRun(reference: name, round: key)
            }
            return (
                try reports.round(key), report, try reports.advice(ofRun: name, as: principal)
            )
        }
        var view = staffView("page.run-advice", round)
        view.title = w("page.run-advice-of", ["run": "\(report.run.reference)"])
        view.back = PageLink(
            w("page.run-named", ["run": "\(report.run.reference)"]),
            Route.workRun.link(key, "\(report.run.reference)"))
        view.blocks = [
            .paragraph(w("page.run-advice-text")),
            .summary(
                RunAdvice.State.allCases.filter { advice.count($0) > 0 }.map {
                    Block.SummaryRow(
                        key: w("advice-state.\($0.rawValue)"), lines: ["\(advice.count($0))"])
                }),
        ]
        view.blocks += acts(advice)
        if !advice.lost.isEmpty {
            view.blocks.append(
                .inset(w("page.advice-lost", ["count": "\(advice.lost.count)"])))
        }
        view.blocks.append(table(of: advice))
        return view
    }

    private func acts(_ advice: RunAdvice) -> [Block] {
        guard has(.finance) || has(.officer) else { return [] }
        guard [.exported, .acknowledged, .settled].contains(advice.run.status) else {
            return [.inset(w("page.advice-not-yet"))]
        }
        let run = "\(advice.run.reference)"
        let button: [Block] =
            advice.count(.untold) == 0
            ? []
            : [
                .form(
                    Block.Form(
                        action: Route.workRunAdvice.link(round, run), csrf: csrf, hidden: [once],
                        fields: [], buttons: [.init(text: w("page.advice-send"))]))
            ]
        let print: [Block] =
            advice.count(.noAddress) == 0
            ? []
            : [
                .links([
                    PageLink(w("page.advice-print"), Route.workRunAdvicePrint.link(round, run))
                ]),
                .paragraph(w("page.advice-posted-text")),
                .form(
                    Block.Form(
                        action: Route.workRunAdvice.link(round, run), csrf: csrf,
                        hidden: [once, ("then", "posted")], fields: [],
                        buttons: [.init(text: w("page.advice-posted-button"), isSecondary: true)])),
            ]
        return button + print
    }

    /// Those that somebody has to see to come first.
    private func table(of advice: RunAdvice) -> Block {
        let order: [RunAdvice.State] = [.noAddress, .notArrived, .untold, .posted, .told]
        let lost = Set(advice.lost.map(\.reference))
        let payees =
            advice.payees.filter { lost.contains($0.reference) }
            + order.flatMap { state in
                advice.payees.filter { $0.state == state && !lost.contains($0.reference) }
            }
        return .table(
            Table(
                id: "advice",
                caption: payees.count > Self.listed
                    ? w(
                        "page.advice-first",
                        ["count": "\(Self.listed)", "all": "\(payees.count)"])
                    : w("page.advice-groups"),
                columns: [
                    .init(w("page.reference")), .init(w("page.group")),
                    .init(w("page.amount"), isNumeric: true), .init(w("page.how-it-stands")),
                ],
                rows: payees.prefix(Self.listed).map { payee in
                    [
                        .init(
                            payee.reference,
                            link: Route.workPayable.link(round, payee.reference), isHeader: true),
                        .init(payee.organisation), .init(payee.amount.words),
                        .init(standing(payee), isTag: ![.told, .posted].contains(payee.state)),
                    ]
                }, emptyText: w("page.instalments-none")))
    }

    private func standing(_ payee: RunAdvice.Payee) -> String {
        guard let told = payee.told else { return w("advice-state.\(payee.state.rawValue)") }
        return w(
            payee.state == .posted
                ? "page.advice-posted" : "advice-mail.\(payee.mail ?? "queued")",
            ["date": words.words(told.on), "expected": words.words(told.expectedOn)])
    }
}

extension Response {
    /// Pages to keep and print, with their own style inside.
    static func printed(_ html: String, name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentDisposition: "attachment; filename=\"\(name).html\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }
}
