import Applications
import Awards
import FundCore
import Payments
import Publishing

/// What was paid when, on the page of a group's own application.
extension Visit {
    func ownPayments(_ report: OwnApplication) -> [Block] {
        guard let own = report.payments,
            !own.payments.isEmpty || !own.recoveries.isEmpty || own.givenUp != nil
        else { return [] }
        var blocks: [Block] = [.heading2(w("page.own-payments"), id: "payments")]
        if !own.payments.isEmpty {
            blocks += [
                .paragraph(w("page.own-payments-paid", ["paid": own.paid.words])),
                .table(
                    Table(
                        id: "own-payments", caption: w("page.own-payments-caption"),
                        columns: [
                            .init(w("page.amount"), isNumeric: true),
                            .init(w("page.how-it-stands")),
                            .init(w("page.on-your-statement")),
                        ],
                        rows: own.payments.map { payment in
                            [
                                .init(payment.amount.words, isHeader: true),
                                .init(standing(payment.state)), .init(payment.reference ?? ""),
                            ]
                        }, emptyText: "")),
            ]
        }
        if own.payments.contains(where: { $0.state == .needsDetails }), report.takesBankDetails {
            blocks.append(
                .linkLine(
                    PageLink(
                        w("page.own-payments-details"),
                        Route.ownBank.link("\(report.detail.summary.reference)"))))
        }
        if let given = own.givenUp {
            blocks.append(
                .inset(
                    w(
                        "page.own-given-up",
                        ["date": words.words(given.on), "released": given.released.words])))
        }
        return blocks + own.recoveries.flatMap(asked)
    }

    private func standing(_ state: OwnPayments.State) -> String {
        w("own-payment.\(state.name)", ["date": state.day.map { words.words($0) } ?? ""])
    }

    private func asked(_ recovery: OwnPayments.Recovery) -> [Block] {
        let left = recovery.left
        let forgiven = recovery.due - recovery.received - left
        let kept =
            forgiven > .zero ? " " + w("page.own-recovery-kept", ["off": forgiven.words]) : ""
        return [
            .inset(
                w(
                    "own-recovery.\(recovery.kind.rawValue)",
                    ["amount": recovery.due.words, "date": words.words(recovery.askedOn)])
                    + kept + " "
                    + (left > .zero
                        ? w(
                            "page.own-recovery-left",
                            ["left": left.words, "received": recovery.received.words])
                        : w(
                            forgiven > .zero
                                ? "page.own-recovery-settled" : "page.own-recovery-done")))
        ]
    }
}
