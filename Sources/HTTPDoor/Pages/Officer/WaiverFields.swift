import Commissioning
import Forms
import FundCore
import Publishing

/// What an award's page shows and asks of returns that nobody waits for.
extension Visit {
    /// Every waiver, with its end where it stands no more.
    func waiverRows(_ review: AwardReview) -> [Block.SummaryRow] {
        review.waivers.map { waiver in
            let which = waiver.numbers.map { numbers in
                w(
                    "page.award-waived-some",
                    ["returns": numbers.map { "\($0)" }.joined(separator: ", ")])
            }
            let end = waiver.end.map { end in
                [w("page.award-waiver-ended"), end.reason, reviewedBy(end.by, end.on, review)]
            }
            return Block.SummaryRow(
                key: which ?? w("page.award-waived"),
                lines: [waiver.reason, reviewedBy(waiver.by, waiver.on, review)] + (end ?? []))
        }
    }

    /// Which returns a waiver is of: all that the group could still send, until somebody chooses.
    func waivedFields(_ review: AwardReview, _ problems: [FieldProblem]) -> [Field] {
        guard !review.openReturns.isEmpty else { return [] }
        let isSent = fields.has("waiver")
        let chosen = Set(fields.all("returns"))
        return [
            Field(
                name: "returns", label: w("page.award-waive-which"),
                kind: .checkboxes(
                    review.openReturns.map { asked in
                        .init(
                            value: "\(asked.number)",
                            label: w(
                                "page.return-title",
                                [
                                    "number": "\(asked.number)",
                                    "moment": w("return-moment.\(asked.moment.rawValue)"),
                                ]),
                            isChosen: !isSent || chosen.contains("\(asked.number)"))
                    }), hint: w("page.award-waive-which-hint"),
                error: problems.first { $0.place == "returns" }.map(words.onPage),
                errorPrefix: w("page.error-prefix"))
        ]
    }

    /// Whether the waivers that stand go on when an award is opened again.
    func standingFields(_ review: AwardReview, _ problems: [FieldProblem]) -> [Field] {
        guard review.waivers.contains(where: { $0.end == nil }) else { return [] }
        return [tick("stand", w("page.award-waivers"), w("page.award-waivers-stand"), problems)]
    }
}
