import Applications
import Assessment
import Correspondence
import Forms
import Foundation
import FundCore
import Identity
import Payments
import Rounds
import Workflows

/// Reads the officer's files and checks them whole.
struct ConfigurationReader {
    let folder: String
    let templates: String
    let problems = ConfigProblems()

    /// - Throws: `ConfigurationProblem` with everything that is wrong, by file and line.
    static func read(folder: String, templates: String) throws -> FundConfiguration {
        try good.configuration(in: [folder, templates]) {
            try ConfigurationReader(folder: folder, templates: templates).read()
        }
    }

    private static let good = ReadConfigurations()

    /// How large files may be, as the officer's file says now.
    /// - Throws: `ConfigurationProblem`.
    static func files(folder: String) throws -> FileRules {
        let reader = ConfigurationReader(folder: folder, templates: "")
        let rules = FilesReader.rules(reader.file("fund.yaml").optional("files"))
        guard reader.problems.list.isEmpty else {
            throw ConfigurationProblem.invalid(folder: folder, fields: reader.problems.list)
        }
        return rules
    }

    func read() throws -> FundConfiguration {
        let fundFile = file("fund.yaml")
        let (fund, area, wards, about) = fund(fundFile)
        let files = FilesReader.rules(fundFile.optional("files"))
        let scoring = CriteriaReader.scheme(file("criteria.yaml"))
        let rounds = RoundsReader.rounds(file("rounds.yaml"), fund: fund, scheme: scoring)
        let priorities = priorities(file("priorities.yaml"))
        let context = FormReader.Context(
            criteria: scoring.criteria.map(\.key), priorities: priorities, wards: wards,
            files: files)
        var read: [String: Form] = [:]
        for name in Set(rounds.map(\.formFile)).sorted() {
            read[name] = FormReader.form(file(name), context)
        }
        let rules = rounds.map { round in
            let form = read[round.formFile] ?? Form(questions: [])
            return (
                round.plan.key,
                RoundRules(
                    form: form, controls: round.controls, scores: round.scores,
                    panels: round.panels, callIn: round.callIn,
                    limits: LimitsReader.limits(
                        round.allocation, round.plan, form, wards: wards, priorities: priorities),
                    appeals: round.appeals, letters: round.letters, screening: round.screening,
                    bank: round.bank, agreement: AgreementReader.rules(round.agreement, form))
            )
        }
        let eligibility = FormReader.eligibility(file("eligibility.yaml"))
        let equality = FormReader.equality(file("equality.yaml"))
        let people = people(file("people.yaml"))
        let (exports, bankFiles) = ExportsReader.profiles(file("exports.yaml"))
        let bankResults = BankResultsReader.profiles(file("bank-results.yaml"))
        let payments =
            FileManager.default.fileExists(atPath: "\(folder)/payments.yaml")
            ? PaymentsReader.rules(file("payments.yaml"), people: people) : PaymentRules()
        let bankHolidays = BankHolidaysReader.holidays(file("bank-holidays.yaml"))
        let commissioningFile =
            FileManager.default.fileExists(atPath: "\(folder)/commissioning.yaml")
            ? file("commissioning.yaml") : nil
        let commissioning = commissioningFile.map(CommissioningReader.stages) ?? []
        let tension = CommissioningReader.tension(commissioningFile, wards: wards)
        let planning = PlanningReader.rules(
            commissioningFile,
            FileManager.default.fileExists(atPath: "\(folder)/festivals.yaml")
                ? file("festivals.yaml") : nil)
        let indicators =
            FileManager.default.fileExists(atPath: "\(folder)/indicators.yaml")
            ? IndicatorsReader.indicators(file("indicators.yaml"), wards: wards.map(\.key)) : []
        let monitoring =
            FileManager.default.fileExists(atPath: "\(folder)/monitoring.yaml")
            ? MonitoringReader.rules(file("monitoring.yaml"), context) : nil
        let surveys =
            FileManager.default.fileExists(atPath: "\(folder)/surveys.yaml")
            ? SurveysReader.form(file("surveys.yaml")) : nil
        let areas = AreasReader.rules(
            FileManager.default.fileExists(atPath: "\(folder)/areas.yaml")
                ? file("areas.yaml") : nil, wards: wards, indicators: indicators)
        let publishing =
            FileManager.default.fileExists(atPath: "\(folder)/publishing.yaml")
            ? PublishingReader.rules(
                file("publishing.yaml"), fund: fund, wards: wards, rounds: rounds.map(\.plan.key))
            : nil
        let retention =
            FileManager.default.fileExists(atPath: "\(folder)/retention.yaml")
            ? RetentionReader.policy(file("retention.yaml")) : nil
        _ = languages()
        let letters = LetterReader(folder: templates, problems: problems)
            .letters(fundFile, fund: fund)
        PageFiles(folder: templates, problems: problems)
        guard problems.list.isEmpty else {
            throw ConfigurationProblem.invalid(folder: folder, fields: problems.list)
        }
        return FundConfiguration(
            fund: fund, area: area, wards: wards, rounds: rounds.map(\.plan),
            scoring: scoring, priorities: priorities,
            rules: Dictionary(rules) { first, _ in first }, eligibility: eligibility,
            equality: equality, about: about, people: people, exports: exports,
            bankFiles: bankFiles, bankResults: bankResults, payments: payments,
            bankHolidays: bankHolidays, commissioning: commissioning, indicators: indicators,
            monitoring: monitoring, tension: tension, surveys: surveys, files: files,
            planning: planning, areas: areas, publishing: publishing, retention: retention,
            letters: letters)
    }

    /// Words are thousands, and are read wherever the files are: those that have not changed since are
    /// not read anew.
    private static let goodWords = ReadWords()

    /// The words of one language; every key that the program uses must be there in English.
    func catalogue(language: String, fallback: TextCatalogue? = nil) -> TextCatalogue {
        let name = "text/\(language).yaml"
        let text = TextFile.read("\(folder)/\(name)", named: name, problems)
        if let text, let known = Self.goodWords.entries(language, in: text) {
            return TextCatalogue(language: language, entries: known, fallback: fallback)
        }
        let before = problems.list.count
        let root = ConfigValue(text: text, file: name, problems: problems)
        var entries: [String: String] = [:]
        func read(_ value: ConfigValue) {
            for (_, member) in value.members {
                if member.isGroup {
                    read(member)
                } else {
                    entries[member.path] = member.text(
                        maximum: 2000, lines: member.path.hasSuffix(".hint"))
                }
            }
        }
        read(root)
        if root.isPresent && language == "en" {
            for key in TextKeys.all where entries[key] == nil {
                problems.report(name, "text-missing", ["key": key])
            }
        }
        if let text, problems.list.count == before {
            Self.goodWords.keep(entries, language, in: text)
        }
        return TextCatalogue(language: language, entries: entries, fallback: fallback)
    }

    /// Every language that there is a file of words for, English first.
    func languages() -> [TextCatalogue] {
        let english = catalogue(language: "en")
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/text")
        } catch {
            problems.report("text", "file-missing")
            return [english]
        }
        let others = names.filter { $0.hasSuffix(".yaml") && $0 != "en.yaml" }.sorted()
        return [english]
            + others.map { catalogue(language: String($0.dropLast(5)), fallback: english) }
    }

    private func file(_ name: String) -> ConfigValue {
        ConfigValue(
            text: TextFile.read("\(folder)/\(name)", named: name, problems), file: name,
            problems: problems)
    }

    private func fund(
        _ root: ConfigValue
    ) -> (Fund, FundArea, wards: [Question.Option], FundAbout) {
        root.allow("fund", "letters", "files")
        let value = root["fund"]
        value.allow("name", "total", "referencePrefix", "council", "department", "area", "about")
        let prefix = value["referencePrefix"]
        let letters = prefix.text()
        if prefix.isPresent
            && !((2...3).contains(letters.utf8.count)
                && letters.utf8.allSatisfy { (65...90).contains($0) })
        {
            prefix.report("not-prefix")
        }
        let area = value["area"]
        area.allow("name", "postcodes", "wards")
        let about = value["about"]
        about.allow("purpose", "whoCanApply", "weFund", "weDoNotFund", "afterwards")
        let wards = area.optional("wards")
        let postcodes = area["postcodes"].items.map { item in
            let code = item.text(maximum: 4)
            let start = code.prefix { $0.isLetter }
            if !(1...2).contains(start.count)
                || !code.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
            {
                item.report("not-postcode-area")
            }
            return code
        }
        return (
            Fund(
                name: value["name"].text(maximum: 100), total: value["total"].money(),
                referencePrefix: letters, council: value["council"].text(maximum: 100),
                department: value["department"].text(maximum: 100)),
            FundArea(name: area["name"].text(maximum: 100), postcodes: postcodes),
            wards.isPresent ? FormReader.options(wards) : [],
            FundAbout(
                purpose: about["purpose"].text(maximum: 2000),
                whoCanApply: about["whoCanApply"].items.map { $0.text() },
                weFund: about["weFund"].items.map { $0.text() },
                weDoNotFund: about["weDoNotFund"].items.map { $0.text() },
                afterwards: about["afterwards"].items.map { $0.text() })
        )
    }

    private func priorities(_ root: ConfigValue) -> [Priority] {
        root.allow("priorities")
        var keys = UniqueKeys()
        return root["priorities"].items.map { item in
            item.allow("key", "title", "outcomes")
            return Priority(
                key: keys.take(item["key"]), title: item["title"].text(),
                outcomes: item["outcomes"].items.map { outcome in
                    outcome.allow("key", "title")
                    return Priority.Outcome(
                        key: keys.take(outcome["key"]), title: outcome["title"].text())
                })
        }
    }

    private func people(_ root: ConfigValue) -> [PersonEntry] {
        root.allow("people")
        var seen: Set<String> = []
        return root["people"].items.map { item in
            item.allow("email", "name", "roles")
            let email = item["email"].email()
            if !seen.insert(email.lowercased()).inserted { item["email"].report("twice") }
            return PersonEntry(
                email: email, name: item["name"].text(maximum: 100),
                roles: Set(item["roles"].items.compactMap { $0.choice(of: Role.self) }))
        }
    }
}

/// Keys that must not stand twice in one file.
struct UniqueKeys {
    private var seen: Set<String> = []

    mutating func take(_ value: ConfigValue) -> String {
        let key = value.key()
        if value.isPresent && !seen.insert(key).inserted { value.report("twice") }
        return key
    }
}

/// Reads the officer's text files, within bounds.
enum TextFile {
    /// The file's text; nil where it cannot be read, which is reported.
    static func read(_ path: String, named name: String, _ problems: ConfigProblems) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else {
            problems.report(name, "file-missing")
            return nil
        }
        guard data.count <= ConfigValue.greatestFileBytes else {
            problems.report(name, "file-too-large", ["maximum": "1 MB"])
            return nil
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            problems.report(name, "not-utf8")
            return nil
        }
        return text
    }
}
