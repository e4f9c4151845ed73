import Assessment
import Commissioning
import Correspondence
import Forms
import Foundation
import FundCore
import FundStore
import Rounds
import Workflows

/// What there is to translate, and what of it each language has.
public enum Translations {
    public enum Fault: String, Sendable {
        case missing
        /// There is a translation of something that is not there.
        case unused
    }

    public struct Row: Sendable {
        public let language: String
        public let key: String
        public let problem: Fault
    }

    public struct Summary: Sendable {
        public let tag: String
        public let missing: Int
        public let all: Int
        /// Whether nobody who speaks it has read it yet, as its file says.
        public let needsReview: Bool
    }

    /// Groups of words that only commands and programs see: they are English.
    private static let untranslated: Set<String> = [
        "column", "talk", "overHTTP", "findings", "field", "problem", "language",
    ]

    /// - Throws: `ConfigurationProblem`.
    public static func check(_ settings: Settings) throws -> (rows: [Row], languages: [Summary]) {
        let reader = ConfigurationReader(
            folder: settings.configurationFolder, templates: settings.templatesFolder)
        let configuration = try reader.read()
        let languages = reader.languages()
        let wanted = Set(
            TextKeys.all.filter { key in
                let group = key.prefix { $0 != "." }
                return !untranslated.contains(String(group))
            } + contentKeys(configuration))
        var rows: [Row] = []
        var summaries: [Summary] = []
        for language in languages.dropFirst() {
            let own = language.keys.filter { !$0.hasPrefix("language.") }
            let missing = wanted.subtracting(own).sorted()
            let allowed = wanted.union(TextKeys.all)
            let unused = Set(own).subtracting(allowed).sorted()
            let letters = LetterKind.allCases.map(\.rawValue).filter {
                !FileManager.default.fileExists(
                    atPath:
                        "\(settings.templatesFolder)/letters/\(language.language)/\($0).mustache")
            }.map { "letters/\(language.language)/\($0).mustache" }
            rows += (missing + letters).map {
                Row(language: language.language, key: $0, problem: .missing)
            }
            rows += unused.map { Row(language: language.language, key: $0, problem: .unused) }
            summaries.append(
                Summary(
                    tag: language.language, missing: missing.count + letters.count,
                    all: wanted.count + LetterKind.allCases.count,
                    needsReview: language.translation("language.review") != nil))
        }
        return (rows, summaries)
    }

    /// The keys under which what the fund's own files say is translated.
    static func contentKeys(_ configuration: FundConfiguration) -> [String] {
        var keys: [String] = []
        let returns = configuration.monitoring.map {
            [Form(questions: $0.items.map(\.question))]
        }
        for form in configuration.rules.values.map(\.form) + (returns ?? []) {
            keys += form.sections.map { "sections.\($0.key)" }
            for question in form.questions {
                keys.append("form.\(question.key).title")
                if question.hint != nil { keys.append("form.\(question.key).hint") }
                // Priorities, outcomes and wards have keys of their own.
                let shared = Set(
                    configuration.priorities.flatMap { [$0.key] + $0.outcomes.map(\.key) }
                        + configuration.wards.map(\.key))
                keys += question.options.filter { !shared.contains($0.key) }.map {
                    "form.\(question.key).options.\($0.key)"
                }
            }
        }
        keys += configuration.priorities.flatMap { priority in
            ["priorities.\(priority.key)"] + priority.outcomes.map { "priorities.\($0.key)" }
        }
        keys += configuration.wards.map { "wards.\($0.key)" }
        keys += (configuration.retention?.rules ?? []).map { "retention.\($0.name.rawValue)" }
        keys += configuration.areas.communities.map { "communities.\($0.key)" }
        for criterion in configuration.scoring.criteria {
            keys += ["criteria.\(criterion.key).title", "criteria.\(criterion.key).question"]
            keys += criterion.descriptors.keys.map {
                "criteria.\(criterion.key).descriptors.\($0)"
            }
        }
        keys += configuration.scoring.labels.keys.map { "scale.\($0)" }
        for question in configuration.eligibility.questions {
            keys += ["title", "otherwise", "tryInstead"].map { "eligibility.\(question.key).\($0)" }
            if question.hint != nil { keys.append("eligibility.\(question.key).hint") }
        }
        keys.append("equality.intro")
        for question in configuration.equality.questions {
            keys.append("equality.\(question.key).title")
            keys += question.options.map { "equality.\(question.key).options.\($0.key)" }
        }
        let about = configuration.about
        keys.append("about.purpose")
        for (name, sentences) in [
            ("whoCanApply", about.whoCanApply), ("weFund", about.weFund),
            ("weDoNotFund", about.weDoNotFund), ("afterwards", about.afterwards),
        ] {
            keys += sentences.indices.map { "about.\(name).\($0 + 1)" }
        }
        keys += configuration.indicators.flatMap {
            ["indicators.\($0.key).name", "indicators.\($0.key).definition"]
        }
        for question in configuration.surveys?.questions ?? [] {
            keys.append("surveys.\(question.key).title")
            keys += question.points.indices.map { "surveys.\(question.key).points.\($0 + 1)" }
        }
        keys += configuration.rounds.map { "rounds.\($0.key)" }
        return keys
    }
}
