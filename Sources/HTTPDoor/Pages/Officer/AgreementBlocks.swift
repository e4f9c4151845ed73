import Applications
import Awards
import Forms
import FundCore
import Publishing
import Workflows

/// How an offer or agreement is shown, to its group and to those who work on it.
extension Visit {
    func agreementRows(_ report: AgreementReport) -> [Block.SummaryRow] {
        let agreement = report.agreement
        var rows = [
            Block.SummaryRow(
                key: w("page.how-it-stands"), lines: [w("agreement-state.\(agreement.state.name)")])
        ]
        if let current = agreement.current {
            rows += [
                Block.SummaryRow(key: w("page.award"), lines: [current.terms.amount.words]),
                Block.SummaryRow(
                    key: w("page.agreement-dates"),
                    lines: [
                        w(
                            "page.agreement-from-to",
                            [
                                "start": words.words(current.terms.startsOn),
                                "end": words.words(current.terms.endsOn),
                            ])
                    ]),
            ]
        } else {
            rows.append(Block.SummaryRow(key: w("page.award"), lines: [report.award.amount.words]))
        }
        if let open = agreement.open {
            rows.append(
                Block.SummaryRow(
                    key: w("page.agreement-by"), lines: [words.words(open.lapsesOn)]))
        }
        if let subsidy = agreement.subsidy, subsidy.isEconomic {
            rows.append(
                Block.SummaryRow(
                    key: w("page.agreement-assistance"), lines: [assistance(agreement)]))
        }
        if report.paid > .zero {
            rows.append(
                Block.SummaryRow(key: w("page.agreement-paid"), lines: [report.paid.words]))
        }
        return rows
    }

    private func assistance(_ agreement: Agreement) -> String {
        guard
            let confirmed = agreement.versions.last(where: { $0.confirmation != nil })?
                .confirmation
        else { return w("page.assistance-unconfirmed") }
        return w(
            "page.assistance-confirmed",
            ["name": confirmed.name, "date": words.words(confirmed.at)])
    }

    func signed(_ version: AgreementVersion) -> String {
        guard let acceptance = version.acceptance else { return "" }
        return w(
            acceptance.paper == nil ? "page.agreement-signed" : "page.agreement-signed-paper",
            [
                "name": acceptance.name, "role": acceptance.role,
                "date": words.words(acceptance.on), "sha256": acceptance.sha256,
            ])
    }

    func ended(_ end: AgreementEnd) -> String {
        w(
            "page.agreement-ended",
            [
                "state": w("agreement-state.\(end.state.name)"), "date": words.words(end.on),
                "paid": end.paid.words, "released": end.released.words,
            ])
    }

    private static let startDay = Question(
        key: "startsOn", type: .date, title: "", required: false)
    private static let endDay = Question(key: "endsOn", type: .date, title: "", required: false)
    static let signedDay = Question(key: "signedOn", type: .date, title: "", required: false)
    static let untilDay = Question(key: "until", type: .date, title: "", required: false)

    /// The fields of a change: what stays empty stays as it is.
    func changeFields(_ report: AgreementReport, _ problems: [FieldProblem]) -> [Field] {
        [
            Field(
                name: "amount", label: w("page.optional", ["title": w("page.change-amount")]),
                kind: .input(
                    value: fields.raw("amount"), inputMode: "decimal", prefix: "£", width: "10",
                    isLTR: true), hint: w("page.change-amount-hint"),
                error: problems.first { $0.place == "amount" }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        ] + dateFields(problems) + [
            longField(
                "purpose", w("page.optional", ["title": w("page.change-purpose")]),
                value: fields.raw("purpose"), rows: 3, problems),
            reasonField(problems, optional: false),
        ]
    }

    func dateFields(_ problems: [FieldProblem]) -> [Field] {
        [
            dayField(
                Self.startDay, "page.change-start", "page.agreement-day-hint", problems),
            dayField(Self.endDay, "page.change-end", "page.agreement-day-hint", problems),
        ]
    }

    func dates() -> (start: LocalDate?, end: LocalDate?, problems: [FieldProblem]) {
        let (start, wrongStart) = day(Self.startDay)
        let (end, wrongEnd) = day(Self.endDay)
        return (start, end, wrongStart + wrongEnd)
    }

    /// A change as it was typed, with what is wrong in it.
    func change() -> (AgreementChange, [FieldProblem]) {
        var (start, end, problems) = dates()
        var amount: Money?
        if !fields["amount"].isEmpty {
            amount = Money(written: fields["amount"])
            if amount == nil || amount == .zero {
                problems.append(FieldProblem("amount", "not-pounds-amount"))
            }
        }
        let reason = fields.raw("reason")
        if reason.trimmed.isEmpty { problems.append(FieldProblem("reason", "missing")) }
        let purpose = fields["purpose"]
        return (
            AgreementChange(
                amount: amount, startsOn: start, endsOn: end,
                purpose: purpose.isEmpty ? nil : purpose, reason: reason), problems
        )
    }
}
