import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

struct IndicatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "indicator",
        abstract: "What is measured to see whether the area changes.",
        subcommands: [Import.self, List.self, Show.self])

    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Takes in a file of figures, all or none; the same file twice changes nothing.",
            discussion: """
                Columns: ward, period, value, with all in place of a ward for the whole area. Of an \
                indicator that is computed: ward, area, period, group, count. A figure that differs \
                from what stands is a correction: the earlier one is kept.
                """)

        @Argument(help: "The file, or - for standard input.") var file: String
        @Option(help: "The indicator's key: belonging.") var indicator: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let source =
                file == "-"
                ? ByteSource(
                    name: "-",
                    bytes: try InputFile.read("-", greatestBytes: IndicatorFile.greatestBytes))
                : InputFile.source(file)
            let taken = try session.workflows.importIndicator(
                source, of: indicator, try session.services.configuration().indicatorBook,
                as: session.principal)
            try session.print(taken.json)
            if taken.id == nil {
                try session.talk("indicator-known")
            } else if taken.corrected > 0 {
                try session.talk("indicator-corrected", ["count": "\(taken.corrected)"])
            }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the indicators, with where each stands.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.indicators(
                try session.services.configuration().indicatorBook, as: session.principal
            ).map(\.row)
            try session.print(.indicators) { row in try rows.forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows an indicator's figures, by ward and period.",
            discussion:
                "As csv: what import takes. As json: with its definition, what each period comes to, "
                + "earlier versions, and who brought what.")

        @Argument(help: "The indicator's key: belonging.") var indicator: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.indicator(
                indicator, try session.services.configuration().indicatorBook,
                as: session.principal)
            if session.format == .json { return try session.print(report.json) }
            try session.print(.indicatorFigures) { row in try report.rows.forEach(row) }
        }
    }
}
