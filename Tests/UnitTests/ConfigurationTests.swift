import Bootstrap
import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The fund's files are checked whole")
struct ConfigurationTests {
    private func problems(_ edits: [(file: String, old: String, new: String)]) throws
        -> [FieldProblem]
    {
        let folder = try TemporaryFolder()
        try TestFund.copyConfiguration(to: folder.path, edits: edits)
        let settings = try Settings(
            database: "\(folder.path)/x.sqlite", configuration: "\(folder.path)/Config",
            environment: [:])
        return problem { _ = try Services.configuration(settings) }?.fields ?? []
    }

    @Test("the shipped files are in order")
    func shipped() throws {
        #expect(try problems([]) == [])
    }

    @Test(
        "each slip is named with its file and line",
        arguments: [
            (
                "Config/retention.yaml", "  tension:\n", "  tensions:\n", "retention.yaml:",
                "unknown-key-of"
            ),
            (
                "Config/retention.yaml", "    keep: 90 days\n", "    keep: 90 weeks\n",
                "retention.yaml:", "not-period"
            ),
            (
                "Config/retention.yaml", "from: awardClosed", "from: lastTouched",
                "retention.yaml:", "not-an-option"
            ),
            (
                "Config/surveys.yaml", "  minimum: 5", "  minimum: 2", "surveys.yaml:",
                "out-of-range"
            ),
            (
                "Config/surveys.yaml", "[Not at all, Completely]", "[Not at all]",
                "surveys.yaml:", "survey-points"
            ),
            (
                "Config/surveys.yaml", "key: belong", "key: code", "surveys.yaml:",
                "survey-key-code"
            ),
            (
                "Config/surveys.yaml", "scale: 0-10", "scale: 1-10", "surveys.yaml:",
                "not-an-option"
            ),
            (
                "Config/monitoring.yaml", "      fills: people\n", "", "monitoring.yaml:",
                "fills-missing"
            ),
            (
                "Config/monitoring.yaml", "      fills: people\n", "      fills: spentPence\n",
                "monitoring.yaml:", "fills-twice"
            ),
            (
                "Config/monitoring.yaml", "      light: true\n      fills: people\n",
                "      fills: people\n", "monitoring.yaml:", "return-field-always"
            ),
            (
                "Config/monitoring.yaml", "      light: true\n      options:", "      options:",
                "monitoring.yaml:", "return-light-hangs"
            ),
            (
                "Config/monitoring.yaml", "  lastsDays: 365", "  lastsDays: long",
                "monitoring.yaml:", "not-whole-number"
            ),
            (
                "Config/monitoring.yaml", "    end: {dueDays: 28}", "    ending: {dueDays: 28}",
                "monitoring.yaml:", "unknown-key-of"
            ),
            (
                "Config/rounds.yaml", "allotment: £30,000", "allotment: £30,00", "rounds.yaml:",
                "not-pounds"
            ),
            (
                "Config/rounds.yaml", "allotment: £30,000", "allotment: £40,000", "rounds.yaml:",
                "more-than-fund"
            ),
            (
                "Config/rounds.yaml", "partialAwards: true", "partialAwards: maybe", "rounds.yaml:",
                "not-true-false"
            ),
            (
                "Config/rounds.yaml", "controls: {}", "controls: {gathering: true}", "rounds.yaml:",
                "unknown-key-of"
            ),
            (
                "Config/rounds.yaml", "controls: {}", "controls: {secondRelease: true}",
                "rounds.yaml:", "needs-control"
            ),
            (
                "Config/rounds.yaml", "controls: {}", "letters: {embargo: 2027-02-09T09:00}",
                "rounds.yaml:", "needs-control"
            ),
            (
                "Config/rounds.yaml", "controls: {}",
                "controls: {letterGate: true}\n    letters: {embargo: soon}", "rounds.yaml:",
                "not-time"
            ),
            (
                "Config/rounds.yaml", "closes: 2027-01-12T12:00", "closes: 2027-02-30T12:00",
                "rounds.yaml:", "not-time"
            ),
            (
                "Config/rounds.yaml", "closes: 2027-01-12T12:00", "closes: 2026-11-12T12:00",
                "rounds.yaml:", "not-after"
            ),
            (
                "Config/rounds.yaml", "decision: 2027-02-04", "decision: 2027-01-20",
                "rounds.yaml:", "before"
            ),
            (
                "Config/criteria.yaml", "weight: 20%", "weight: 19.99%", "criteria.yaml:",
                "weights-total"
            ),
            ("Config/criteria.yaml", "weight: 20%", "weight: 20", "criteria.yaml:", "not-percent"),
            ("Config/criteria.yaml", "key: lens", "key: need", "criteria.yaml:", "twice"),
            (
                "Config/criteria.yaml", "tieBreak: [need, lens]", "tieBreak: [need, lense]",
                "criteria.yaml:", "not-an-option"
            ),
            (
                "Config/people.yaml", "officer2@example.org", "officer@example.org", "people.yaml:",
                "twice"
            ),
            ("Config/people.yaml", "admin@example.org", "admin", "people.yaml:", "not-email"),
            ("Config/people.yaml", "decisionMaker]", "decider]", "people.yaml:", "not-an-option"),
            ("Config/form.yaml", "type: longText", "type: longtext", "form.yaml:", "not-an-option"),
            (
                "Config/exports.yaml", "from: award.amount", "from: award.amounts", "exports.yaml:",
                "not-an-option"
            ),
            (
                "Config/fund.yaml", "referencePrefix: CF", "referencePrefix: cf", "fund.yaml:",
                "not-prefix"
            ),
            ("Config/fund.yaml", "total: £30,000", "totals: £30,000", "fund.yaml:", "missing"),
            ("Config/fund.yaml", "fund:", "fund: [", "fund.yaml:", "yaml"),
            (
                "Config/text/en.yaml", "  round-closed:", "  round-shut:", "text/en.yaml",
                "text-missing"
            ),
            (
                "Templates/letters/en/award.mustache", "{{organisation}}", "{{organization}}",
                "Templates/letters/en/award.mustache:", "template-name"
            ),
        ])
    func slips(file: String, old: String, new: String, place: String, code: String) throws {
        let found = try problems([(file, old, new)])
        #expect(found.contains { $0.code == code && $0.place.hasPrefix(place) }, "\(found)")
    }

    @Test("all problems of all files come at once")
    func together() throws {
        let found = try problems([
            ("Config/rounds.yaml", "partialAwards: true", "partialAwards: maybe"),
            ("Config/people.yaml", "admin@example.org", "admin"),
            ("Config/form.yaml", "type: number", "type: figure"),
        ])
        #expect(Set(found.map(\.code)) == ["not-true-false", "not-email", "not-an-option"])
    }

    @Test("settings of the environment are checked, all at once")
    func environment() {
        let report = problem {
            _ = try Settings(
                database: nil, configuration: nil,
                environment: [
                    "COHESION_SMTP_URL": "http://x", "COHESION_SMTP_USER": "me",
                    "COHESION_MAIL_RETRY_SECONDS": "1,x", "COHESION_SMTP_CA_FILE": "/nowhere",
                ])
        }
        #expect(report?.kind == .configuration)
        #expect(report?.fields.count == 4)
    }
}
