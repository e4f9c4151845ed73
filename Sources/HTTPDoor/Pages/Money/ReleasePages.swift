import Bootstrap
import Forms
import FundCore
import HTTPTypes
import Hummingbird
import Identity
import Payments
import Publishing
import Rounds
import Workflows

/// Letting a run go, for a day, and what to look into before.
extension Page {
    static let releasePages = [
        Page(.post, .workReleaseRun, for: .roles([.finance])) { visit in
            try await visit.releaseRun()
        }
    ]
}

extension Visit {
    /// Several runs may wait on one page, each with its own day.
    private func payDay(of run: String) -> Question {
        Question(key: "payOn-\(run)", type: .date, title: "", required: false)
    }

    fileprivate func releaseRun() async throws -> Response {
        let (key, name, principal, house) = (round, fields["run"], try principal, house)
        let question = payDay(of: name)
        let (payOn, wrongDay) = day(question)
        guard wrongDay.isEmpty else { return wrong(try await paymentsPage(wrongDay), wrongDay) }
        do {
            let run = try await write {
                let configuration = try house.services.configuration()
                return try $0.releaseRun(
                    round: key, run: name.isEmpty ? nil : name, payOn: payOn,
                    by: house.runPapers(configuration), as: principal)
            }
            return go(
                to: Route.workRun.link(key, "\(run.reference)"),
                done: w("page.run-released", ["run": "\(run.reference)"]))
        } catch let problem as InvalidInput
            where problem.fields.allSatisfy({ $0.place == "payOn" })
        {
            let problems = problem.fields.map {
                FieldProblem(question.key, $0.code, $0.arguments)
            }
            return wrong(try await paymentsPage(problems), problems)
        }
    }

    /// How a run that waits for its release is let go.
    func release(
        _ report: RunReport, _ approvedBy: String, _ problems: [FieldProblem]
    ) -> [Block] {
        let run = report.run
        let name = "\(run.reference)"
        guard has(.finance) else { return [] }
        guard run.approvedBy != signedIn?.principal.personID else {
            return [.inset(w("page.release-by-other", ["run": name]))]
        }
        var blocks: [Block] = [
            .heading2(w("page.release-run", ["run": name])),
            .paragraph(
                w("page.release-run-text", ["who": approvedBy, "total": run.total.words])),
        ]
        blocks += warnings(run.warnings ?? [])
        blocks.append(
            .form(
                Block.Form(
                    action: Route.workReleaseRun.link(round), csrf: csrf, hidden: [("run", name)],
                    fields: [
                        dayField(payDay(of: name), "page.pay-on", "page.pay-on-hint", problems)
                    ],
                    buttons: [.init(text: w("page.release-run", ["run": name]))])))
        return blocks
    }

    /// What to look into before a run is paid: what is the matter, and whom it is about.
    func warnings(_ warnings: [RunWarning]) -> [Block] {
        SaidWarnings.all(warnings, words).flatMap { said -> [Block] in
            [.warning(said.text, label: w("page.warning")), .bullets(said.groups)]
        }
    }
}
