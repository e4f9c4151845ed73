import ArgumentParser
import Bootstrap
import FundCore
import Publishing
import Workflows

extension TransparencyDataset: ExpressibleByArgument {}
extension ReportKind: ExpressibleByArgument {}

/// Lists and reports for the public and for those who decide.
extension PublishCommand {
    struct Transparency: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "transparency",
            abstract: "Prints a list by the Transparency Code, as CSV: grants, or spend.",
            discussion: """
                A year is the council's financial year: 2026 is from 1 April 2026 to 31 March \
                2027. \
                grants has what was awarded in it; spend has every grant payment made in it, \
                whatever its amount, without those that a bank sent back. Nobody who applied as \
                a person is named. Nothing is printed while publish check finds something wrong.
                """)

        @Option(help: "Which list: grants or spend.") var dataset: TransparencyDataset
        @Option(help: "The year in which the financial year begins: 2026.") var year: Int
        @Option(help: "Only one quarter of it: 1 begins on 1 April, 4 on 1 January.")
        var quarter: Int?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let chosen = try FinancialYear(typed: year)
            if let quarter, !(1...4).contains(quarter) {
                throw InvalidInput(
                    "--quarter",
                    [FieldProblem("quarter", "out-of-range", ["minimum": "1", "maximum": "4"])])
            }
            let rules = try session.publishingRules()
            let days = quarter.map { chosen.quarter($0) } ?? chosen.days
            let reports = session.services.reports
            let output = StandardOutput()
            try reports.transparency(
                dataset, on: days, rules, as: session.principal,
                missing: { try session.warn($0) }
            ) {
                try output.write($0)
            }
            try output.flush()
        }
    }

    struct Awards: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "awards",
            abstract: "Lists the published awards, as anybody may look through them.")

        @Option(help: "Words, each of which has to stand somewhere in the award.")
        var search = ""
        @Option(help: "A ward's key.") var ward: String?
        @Option(help: "A priority's key.") var priority: String?
        @Option(help: "A round's key.") var round: String?
        @Option(help: "Awarded in the financial year that begins in this one: 2026.")
        var year: Int?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let search = AwardSearch(
                words: search, ward: ward, priority: priority, round: round,
                year: try year.map { try FinancialYear(typed: $0) })
            let (rules, areas) = (
                try session.publishingRules(), try session.services.configuration().areas
            )
            try session.services.reports.check(search, rules, areas)
            try session.print(.publicAwards) { row in
                try session.services.reports.publicAwards(search, rules, areas) {
                    try row($0.row)
                }
            }
        }
    }

    struct Award: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "award",
            abstract: "Shows a published award, with what was paid.")

        @Argument(help: "The award's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let (rules, areas) = (
                try session.publishingRules(), try session.services.configuration().areas
            )
            try session.print(
                try session.services.reports.publicAward(reference, rules, areas).json)
        }
    }

    struct Statistics: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "statistics",
            abstract: "Prints what anybody may count of a round, once its groups know.",
            discussion: """
                How many applied, what they asked for, what was awarded and paid, by priority and \
                by ward, and how long it took. Of applications that got nothing, no figure is of \
                fewer than the minimum in surveys.yaml: smaller ones stand in one row with others.
                """)

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let configuration = try session.services.configuration()
            let statistics = try session.services.reports.openStatistics(
                of: round, configuration.areas, least: configuration.leastTold)
            if session.format == .json { return try session.print(statistics.json) }
            try session.print(.openStatistics) { row in try statistics.rows.forEach(row) }
        }
    }

    struct Report: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Prints a report on a round as a page: cabinet or evaluation.",
            discussion: """
                cabinet is for those who decide, or who read what was decided; evaluation tells \
                what came of the awards. It is a page of HTML that prints well, or JSON with \
                --format json. No scorer is named, and no group that got nothing.
                """)

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "Which report: cabinet or evaluation.") var kind: ReportKind
        @Option(help: "The language: en.") var language = "en"
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let known = try session.services.languages()
            guard let words = known.first(where: { $0.language == language }) else {
                throw InvalidInput(
                    "--language",
                    [
                        FieldProblem(
                            "language", "not-an-option",
                            [
                                "value": language,
                                "options": known.map(\.language).joined(separator: ", "),
                            ])
                    ])
            }
            let report = try session.services.reports.printedReport(
                kind, of: round, in: words, as: session.principal)
            let output = StandardOutput()
            try output.write(
                session.format == .json ? report.json.text + "\n" : report.html(words))
            try output.flush()
        }
    }
}

extension FinancialYear {
    /// - Throws: `InvalidInput` at `--year`.
    fileprivate init(typed start: Int) throws {
        guard let year = FinancialYear(start: start) else {
            throw InvalidInput(
                "--year",
                [
                    FieldProblem(
                        "year", "out-of-range",
                        [
                            "minimum": "\(Self.starts.lowerBound)",
                            "maximum": "\(Self.starts.upperBound)",
                        ])
                ])
        }
        self = year
    }
}
