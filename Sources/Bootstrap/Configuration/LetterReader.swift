import Correspondence
import Foundation
import FundCore
import Rounds

/// Reads how letters are written: `letters` of `fund.yaml`, and the templates.
struct LetterReader {
    let folder: String
    let problems: ConfigProblems

    func letters(
        _ root: ConfigValue, fund: Fund
    ) -> @Sendable (_ roundTitle: String) -> LetterSettings {
        let value = root["letters"]
        value.allow(
            "fromName", "from", "replyTo", "bounces", "signedBy", "postalAddress", "phone",
            "language")
        let fromName = value["fromName"].text(maximum: 100)
        let from = value["from"].email()
        let replyTo = value["replyTo"].email()
        let bounces = value["bounces"].email()
        let signedBy = value["signedBy"].text(maximum: 100)
        let phone = value["phone"].text(maximum: 40)
        let postalAddress = value["postalAddress"].items.map { $0.text(maximum: 100) }
        let language = value["language"].text(maximum: 20)
        let templates = templates()
        if value.optional("language").isPresent && templates[language] == nil {
            value["language"].report(
                "not-an-option",
                [
                    "value": language,
                    "options": templates.keys.sorted().joined(separator: ", "),
                ])
        }
        let layout = TextFile.read(
            "\(folder)/letters/layout.mustache", named: "Templates/letters/layout.mustache",
            problems)
        let letters: @Sendable (String) -> LetterSettings = { roundTitle in
            LetterSettings(
                fundName: fund.name, roundTitle: roundTitle, councilName: fund.council,
                department: fund.department, fromName: fromName, from: from, replyTo: replyTo,
                bounces: bounces, signedBy: signedBy, phone: phone, postalAddress: postalAddress,
                language: language, templates: templates, layout: layout ?? "")
        }
        for problem in LetterRenderer.problems(in: letters(""), folder: "Templates/letters") {
            problems.report(problem.place, problem.code, problem.arguments)
        }
        return letters
    }

    /// Template text by language and kind; a language is a folder.
    private func templates() -> [String: [String: String]] {
        let languages =
            (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/letters")) ?? []
        var templates: [String: [String: String]] = [:]
        for language in languages where !language.contains(".") {
            for kind in LetterKind.allCases.map(\.rawValue) + [RemittanceAdvice.template] {
                let name = "letters/\(language)/\(kind).mustache"
                templates[language, default: [:]][kind] = TextFile.read(
                    "\(folder)/\(name)", named: "Templates/\(name)", problems)
            }
        }
        return templates
    }
}
