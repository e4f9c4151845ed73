import Applications
import Assessment
import Awards
import Correspondence
import FundCore
import FundStore
import Rounds

/// The words of an agreement, in the fund's own language: what a group agrees to is one text.
extension Workflows {
    /// - Parameters:
    ///   - change: why a version stands in the place of an earlier one; nil for the first.
    func agreementText(
        _ terms: AgreementTerms, _ found: AgreementCase, number: Int64, lapsesOn: LocalDate,
        asksConfirmation: Bool, change: String? = nil, in tx: borrowing ReadTx
    ) throws -> String {
        let settings: LetterSettings = try rounds.section(.letters, of: found.round, in: tx)
        let words = try text(settings.language)
        let summary = try applications.summary(of: found.application, in: tx)
        func say(_ key: String, _ arguments: [String: String] = [:]) -> String {
            words.words(key, arguments)
        }
        let assistance = [
            "amount": terms.amount.words, "cap": found.rules.assistanceCap.words,
            "organisation": summary.organisation,
        ]
        var parts = [
            say(
                "agreement.title",
                ["reference": "\(found.reference)", "number": "\(number)"]),
            say(
                "agreement.parties",
                [
                    "council": settings.councilName, "organisation": summary.organisation,
                    "fund": settings.fundName, "round": settings.roundTitle,
                    "title": summary.title,
                ]),
        ]
        if let change { parts.append(say("agreement.change", ["reason": change])) }
        parts += [
            say("agreement.amount", ["amount": terms.amount.words]),
            say(
                "agreement.dates",
                ["start": words.words(terms.startsOn), "end": words.words(terms.endsOn)]),
            say("agreement.purpose", ["purpose": terms.purpose]),
        ]
        func list(_ key: String, _ sentences: [String]) {
            guard !sentences.isEmpty else { return }
            parts.append(
                ([say(key)] + sentences.map { "- \($0.oneLine)" }).joined(separator: "\n"))
        }
        list("agreement.costs", found.rules.permittedCosts)
        list("agreement.conditions", found.rules.conditions)
        list("agreement.special", try special(found, in: tx))
        if found.agreement.subsidy?.isEconomic == true {
            parts.append(say("agreement.assistance", assistance))
            if asksConfirmation { parts.append(say("agreement.confirm", assistance)) }
        }
        parts.append(say("agreement.answer", ["date": words.words(lapsesOn)]))
        return parts.joined(separator: "\n\n")
    }

    /// What is asked of this group alone: what its decision letter said, or else what the panel set,
    /// and what was added for the offer.
    func special(_ found: AgreementCase, in tx: borrowing ReadTx) throws -> [String] {
        let own = found.agreement.conditions.map(\.text)
        let stated = try correspondence.conditions(of: found.application, in: tx)
        let said = stated.map { $0.english ?? $0.text }
        if let said {
            let settings: LetterSettings = try rounds.section(.letters, of: found.round, in: tx)
            let none = try text(settings.language).words("letter-part.no-conditions")
            return (said.trimmed == none.trimmed ? [] : [said]) + own
        }
        let panel = try assessment.recommendations(of: found.round, in: tx)[found.application]
        return [panel?.conditions].compactMap(\.self) + own
    }
}
