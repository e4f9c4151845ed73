import Applications
import Assessment
import Awards
import Correspondence
import Forms
import FundCore
import FundStore
import Payments
import Rounds

/// Everything that a round opens with, besides what the whole fund shares.
struct RoundSettings {
    let about: FundAbout
    let eligibility: Eligibility
    let equality: EqualityForm
    let priorities: [Priority]
    let scheme: ScoringScheme
    let letters: LetterSettings
    var rules: RoundRules
}

extension Workflows {
    /// What a round that is planned would open with now: what the officer's files say of its key; of
    /// a round that was made from another and has no place in the files, what that one has. Where any
    /// round of the files opens by an approved Plan alone, such a round does too: one older than the
    /// rule is no way around it.
    func settings(
        of round: Round, _ configuration: FundConfiguration, in tx: borrowing ReadTx
    ) throws -> RoundSettings {
        var settings = try ownSettings(of: round, configuration, in: tx)
        if !configuration.rounds.contains(where: { $0.key == round.key }),
            configuration.rules.values.contains(where: { $0.controls.has(.planApproval) })
        {
            settings.rules.controls = Controls(settings.rules.controls.on.union([.planApproval]))
        }
        return settings
    }

    private func ownSettings(
        of round: Round, _ configuration: FundConfiguration, in tx: borrowing ReadTx
    ) throws -> RoundSettings {
        guard !configuration.rounds.contains(where: { $0.key == round.key }),
            let id = try rounds.source(of: round.id, in: tx)
        else {
            let rules = configuration.rules(of: round.key)
            return RoundSettings(
                about: configuration.about, eligibility: configuration.eligibility,
                equality: configuration.equality, priorities: configuration.priorities,
                scheme: configuration.scoring.with(rules.scores),
                letters: configuration.letters(round.plan.title), rules: rules)
        }
        let source = try rounds.round(id, in: tx)
        let title = round.plan.title
        guard source.status != .planned else {
            return try ownSettings(of: source, configuration, in: tx).of(title)
        }
        // A round that opened before a section came to be has none of it.
        let rules = RoundRules(
            form: try rounds.section(.form, of: id, in: tx),
            controls: try rounds.controls(of: id, in: tx),
            panels: try rounds.optionalSection(.panel, of: id, in: tx) ?? .one(""),
            callIn: try rounds.optionalSection(.callIn, of: id, in: tx) ?? .standard,
            limits: try rounds.optionalSection(.allocation, of: id, in: tx) ?? [],
            appeals: try rounds.optionalSection(.appeals, of: id, in: tx) ?? AppealRules(),
            // An embargo was of that round's own days.
            letters: LetterRules(),
            screening: try rounds.optionalSection(.screening, of: id, in: tx) ?? .usual,
            bank: try rounds.optionalSection(.bank, of: id, in: tx) ?? BankRules(),
            agreement: try rounds.optionalSection(.agreement, of: id, in: tx) ?? AgreementRules())
        let letters: LetterSettings = try rounds.section(.letters, of: id, in: tx)
        return RoundSettings(
            about: try rounds.optionalSection(.about, of: id, in: tx) ?? configuration.about,
            eligibility: try rounds.optionalSection(.eligibility, of: id, in: tx)
                ?? configuration.eligibility,
            equality: try rounds.optionalSection(.equality, of: id, in: tx)
                ?? configuration.equality,
            priorities: try rounds.section(.priorities, of: id, in: tx),
            scheme: try rounds.section(.scoring, of: id, in: tx), letters: letters.of(title),
            rules: rules)
    }
}

extension RoundSettings {
    fileprivate func of(_ title: String) -> RoundSettings {
        RoundSettings(
            about: about, eligibility: eligibility, equality: equality, priorities: priorities,
            scheme: scheme, letters: letters.of(title), rules: rules)
    }
}

extension LetterSettings {
    /// The same letters for a round of another title.
    fileprivate func of(_ title: String) -> LetterSettings {
        LetterSettings(
            fundName: fundName, roundTitle: title, councilName: councilName,
            department: department, fromName: fromName, from: from, replyTo: replyTo,
            bounces: bounces, signedBy: signedBy, phone: phone, postalAddress: postalAddress,
            language: language, templates: templates, layout: layout)
    }
}
