import Applications
import Bootstrap
import Forms
import FundCore
import Hummingbird
import Payments
import Publishing
import Workflows

/// Where a group says itself where its money goes.
extension Page {
    static let ownBankPages = [
        Page(.get, .ownBank, for: .signedIn) { visit in
            let report = try await visit.own()
            guard report.takesBankDetails else {
                return visit.go(to: Route.ownApplication.link(visit.path("reference")))
            }
            return visit.page(visit.ownBankPage(try await visit.ownPayee()))
        },
        Page(.post, .ownBank, for: .signedIn) { visit in try await visit.sendBankDetails() },
    ]
}

extension Visit {
    fileprivate func ownPayee() async throws -> OwnPayee {
        let (reference, principal) = (path("reference"), try principal)
        return try await read { try $0.ownPayee(reference, as: principal) }
    }

    fileprivate func ownBankPage(
        _ report: OwnPayee, problems: [FieldProblem] = []
    ) -> PageView {
        let reference = "\(report.summary.reference)"
        var view = PageView(w("page.own-bank"))
        view.caption = w("page.application-of", ["reference": reference])
        view.back = PageLink(w("page.back"), Route.ownApplication.link(reference))
        view.place = Route.ownBank.link(reference)
        if let payee = report.payee {
            view.blocks = [
                .summary([
                    Block.SummaryRow(key: w("page.bank-account"), lines: [payee.mask]),
                    Block.SummaryRow(
                        key: w("page.bank-entered"), lines: [words.words(payee.enteredAt)]),
                    Block.SummaryRow(
                        key: w("page.how-it-stands"),
                        lines: [w("page.own-bank-\(report.state.name)")]),
                ]), .heading2(w("page.own-bank-change")),
                .warning(w("page.own-bank-change-text"), label: w("page.warning")),
            ]
        } else {
            view.blocks = [.paragraph(w("page.own-bank-text"))]
        }
        view.blocks.append(
            .form(
                Block.Form(
                    action: Route.ownBank.link(reference), csrf: csrf, hidden: [once],
                    fields: bankFields(problems),
                    buttons: [.init(text: w("page.own-bank-send"))],
                    cancel: PageLink(w("page.back"), Route.ownApplication.link(reference)))))
        return view
    }

    /// What is asked of an account, here and where finance takes it down from paper.
    func bankFields(_ problems: [FieldProblem]) -> [Field] {
        [
            line(
                "accountName", w("page.bank-name"), hint: w("page.bank-name-hint"), problems),
            line(
                "sortCode", w("page.bank-sort-code"), hint: w("page.bank-sort-code-hint"), problems),
            line(
                "account", w("page.bank-account"), hint: w("page.bank-account-hint"), problems),
            line(
                "rollNumber", w("page.optional", ["title": w("page.bank-roll")]),
                hint: w("page.bank-roll-hint"), problems),
        ]
    }

    /// Keeps what a form says, once.
    ///
    /// - Parameter paperReason: why finance takes it down; nil for a group's own.
    /// - Returns: how many letters tell the group of it.
    @discardableResult
    func enterBankDetails(of reference: String, paperReason: String?) async throws -> Int64 {
        let details = try PayeeDetails(
            accountName: fields.raw("accountName"), sortCode: fields.raw("sortCode"),
            account: fields.raw("account"), rollNumber: fields.raw("rollNumber"))
        let settings = house.services.settings
        let kept = try await once(
            leavingOut: ["accountName", "sortCode", "account", "rollNumber"],
            { workflows, principal in
                try withBankKey(settings) { key in
                    try workflows.enterBankDetails(
                        of: reference, details, paperReason: paperReason, key: key,
                        tables: try settings.bankTablesForEntry(), as: principal)
                }
            }, keeping: { (kept: BankDetailsKept) in .object([("letters", .int(kept.letters))]) })
        house.mail.nudge()
        return kept["letters"]?.int ?? 0
    }

    fileprivate func sendBankDetails() async throws -> Response {
        let reference = path("reference")
        do {
            try await enterBankDetails(of: reference, paperReason: nil)
        } catch let problem as InvalidInput {
            return wrong(
                ownBankPage(try await ownPayee(), problems: problem.fields), problem.fields)
        } catch let problem as any Problem where problem.report.kind == .conflict {
            let problems = [
                FieldProblem("accountName", problem.report.code, problem.report.arguments)
            ]
            return wrong(ownBankPage(try await ownPayee(), problems: problems), problems)
        }
        return go(to: Route.ownBank.link(reference), done: w("page.own-bank-sent"))
    }
}
