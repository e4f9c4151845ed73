import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension Benefit.Realised: ExpressibleByArgument {}

struct BenefitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benefit",
        abstract: "What a cycle's priorities are to bring about, and whether they did.",
        subcommands: [Add.self, Realise.self, List.self])

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Names a benefit of a priority; prints its number.",
            discussion: "It is known by --known-by, by an indicator's figure, or by both.")

        @Option(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "A priority that the cycle chose: belonging.") var priority: String
        @Option(help: "The benefit.") var text: String
        @Option(help: "The post whose holder answers for it; no person's name.")
        var owner: String
        @Option(help: "How it will be known.") var knownBy: String?
        @Option(help: "An indicator by which it will be known: belonging.")
        var indicator: String?
        @Option(help: "The ward of the figure; the whole area if left out.") var ward: String?
        @Option(help: "The period of the figure before: 2026; the newest if left out.")
        var period: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let figure = try session.services.configuration().indicatorBook.named(
                indicator, ward: ward, period: period)
            let number = try session.workflows.nameBenefit(
                text, of: priority, owner: owner, knownBy: knownBy, figure: figure, in: cycle,
                as: session.principal)
            try session.print(.object([("number", .int(number))]))
        }
    }

    struct Realise: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "realise",
            abstract: "Says whether a benefit came about; what was said before stays.",
            discussion: "Where an indicator says it, its newest figure is kept beside it.")

        @Argument(help: "The benefit's number.") var number: Int64
        @Option(help: "The cycle: cycle-1.") var cycle: String
        @Option(help: "yes, partly or no.") var realised: Benefit.Realised
        @Option(help: "What shows that.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.realiseBenefit(
                number, realised, because: because, in: cycle, as: session.principal)
            try session.talk("benefit-said", ["number": "\(number)"])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a cycle's benefits, and whether they came about.")

        @Option(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.benefits(
                of: cycle, as: session.principal)
            try session.print(.benefits) { row in try report.rows.forEach(row) }
        }
    }
}
