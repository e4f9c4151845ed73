import Applications
import Assessment
import Awards
import FundCore
import Rounds

extension TextCatalogue {
    /// An explanation in lines, for a terminal.
    public func lines(_ found: ScoreExplanation) -> [String] {
        var lines = [
            words(
                "explain.title",
                ["reference": "\(found.summary.reference)", "round": found.round.key]),
            words("explain.how", ["maximum": "\(found.scheme.scaleMaximum)"]), "",
        ]
        for criterion in found.criteria {
            lines.append(
                words(
                    "explain.criterion",
                    [
                        "title": criterion.criterion.title, "key": criterion.criterion.key,
                        "weight": percent(criterion.criterion.weightBasisPoints),
                    ]))
            lines += criterion.scores.map {
                "    \($0.email): " + ($0.value.map { "\($0)" } ?? words("explain.not-applicable"))
            }
            lines += explained(criterion, in: found).map { "    " + $0 }
        }
        return lines + [""] + summary(of: found)
    }

    /// How the members' scores on one criterion became points.
    public func explained(
        _ criterion: ScoreExplanation.Criterion, in found: ScoreExplanation
    ) -> [String] {
        let result = criterion.result
        var lines: [String] = []
        for score in criterion.scores where !score.before.isEmpty {
            let values = (score.before + [score.value]).map {
                $0.map { "\($0)" } ?? words("explain.not-applicable")
            }
            lines.append(
                words(
                    "explain.moderated",
                    ["number": "\(score.number)", "values": values.joined(separator: " → ")]))
        }
        if !criterion.missing.isEmpty {
            lines.append(words("explain.missing", ["count": "\(criterion.missing.count)"]))
        }
        if !result.applies {
            lines.append(words("explain.left-out", ["count": "\(result.notApplicableCount)"]))
            return lines
        }
        if result.share != Fraction(Int128(result.weightBasisPoints), over: 100) {
            lines.append(
                words(
                    "explain.share",
                    ["share": both(result.share), "weight": percent(result.weightBasisPoints)]))
        }
        guard let mean = result.mean, let points = result.points else {
            return lines + [words("explain.unscored")]
        }
        lines.append(
            words(
                "explain.mean",
                [
                    "sum": "\(result.sum)", "count": "\(result.scorerCount)", "mean": both(mean),
                ]))
        lines.append(
            words(
                "explain.points",
                [
                    "share": both(result.share), "mean": exact(mean),
                    "maximum": "\(found.scheme.scaleMaximum)", "points": both(points),
                ]))
        if let least = criterion.least {
            lines.append(
                words(
                    mean < least ? "explain.under-least" : "explain.reaches-least",
                    ["least": both(least)]))
        }
        return lines
    }

    /// What it all comes to.
    public func summary(of found: ScoreExplanation) -> [String] {
        var lines: [String] = []
        if let score = found.ranked.score {
            lines.append(words("explain.score", ["score": both(score)]))
        } else {
            lines.append(words("explain.no-score"))
        }
        if let least = found.leastScore, let score = found.ranked.score {
            lines.append(
                words(
                    score < least ? "explain.under-least" : "explain.reaches-least",
                    ["least": both(least)]))
        }
        if let rank = found.ranked.rank {
            lines.append(
                words("explain.rank", ["rank": "\(rank)", "count": "\(found.rankedCount)"]))
        }
        if let tie = found.ranked.tieBreak {
            lines.append(
                words("explain.tie-break", ["by": self.tieBreak(tie, found.scheme)]))
        }
        if !found.ranked.shortfalls.isEmpty { lines.append(words("explain.not-fundable")) }
        if found.barredCount > 0 {
            lines.append(words("explain.barred", ["count": "\(found.barredCount)"]))
        }
        if found.leftCount > 0 {
            lines.append(words("explain.left", ["count": "\(found.leftCount)"]))
        }
        if let said = found.recommended {
            lines.append(
                words(
                    "explain.recommended",
                    [
                        "what": words("recommendation.\(said.kind.rawValue)")
                            + (said.amount > .zero ? ", \(apart(said.amount.words))" : "")
                    ]))
        }
        if let proposed = found.proposed {
            lines.append(
                words(
                    proposed.isDecided ? "explain.decided" : "explain.proposed",
                    [
                        "number": "\(proposed.number)", "rank": "\(proposed.rank)",
                        "score": Self.exact(proposed.score), "award": proposed.award.words,
                    ]))
        }
        if let award = found.award {
            func say(_ key: String, on day: LocalDate) {
                lines.append(
                    words(
                        key,
                        [
                            "date": words(day), "award": award.amount.words,
                            "stands": award.kept.words,
                        ]))
            }
            if let day = award.reservedOn { say("explain.awarded-from-reserve", on: day) }
            if let day = award.appealedOn { say("explain.awarded-on-appeal", on: day) }
            if let day = award.withdrawnOn { say("explain.award-withdrawn", on: day) }
        }
        lines.append(
            found.disagreements.isEmpty
                ? words("explain.checked", ["count": "\(found.checkedCount)"])
                : words(
                    "explain.disagrees",
                    ["what": found.disagreements.joined(separator: ", ")]))
        return lines
    }

    private func tieBreak(_ tie: TieBreak, _ scheme: ScoringScheme) -> String {
        switch tie {
        case .criterion(let key):
            translation("criteria.\(key).title")
                ?? scheme.criteria.first { $0.key == key }?.title ?? key
        case .smallerRequest: words("explain.by-request")
        case .lot: words("explain.by-lot")
        }
    }

    /// `73/2`, and `4` for a whole number.
    private func exact(_ number: Fraction) -> String {
        number.denominator == 1 ? "\(number.numerator)" : number.description
    }

    /// A score as a proposal keeps it, `73/1`, without what a whole number does not need.
    private static func exact(_ kept: String) -> String {
        kept.hasSuffix("/1") ? String(kept.dropLast(2)) : kept
    }

    /// `73/2 (36.50)`.
    private func both(_ number: Fraction) -> String {
        number.denominator == 1
            ? "\(number.numerator)" : "\(number) (\(number.decimal(places: 2)))"
    }

    private func percent(_ basisPoints: Int64) -> String {
        let text = Money(pence: basisPoints).plainPounds
        return (text.hasSuffix(".00") ? String(text.dropLast(3)) : text) + "%"
    }
}
