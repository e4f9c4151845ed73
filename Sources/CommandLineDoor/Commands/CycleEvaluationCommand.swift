import ArgumentParser
import Bootstrap
import FundCore
import Publishing

extension CycleCommand {
    struct Evaluation: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluation",
            abstract: "Shows what a cycle came to.",
            discussion: """
                Its money by round; by priority whom awards reached, at what cost, and how far
                outcomes were met; returns, feedback, concerns and lessons. An award that names
                several priorities counts with each.
                """)

        @Option(help: "The cycle: cycle-1.") var cycle: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.evaluation(of: cycle, as: session.principal).json)
        }
    }
}
