import Applications
import ArgumentParser
import Bootstrap
import FundCore
import Publishing
import Workflows

struct EqualityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "equality",
        abstract:
            "Who applied and who was funded: whom they serve, wards, sizes, newcomers.",
        subcommands: [Report.self, Freeze.self])

    struct Report: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "report",
            abstract: "Shows who applied to a decided round, and who was funded with how much.",
            discussion: """
                Of a round, or of all decided rounds of a cycle together. Small numbers are not \
                told, nor any from which they could be worked out, and money is rounded \
                (figures in equality.yaml). What was decided counts: appeals and the reserve list \
                come later.
                """)

        @Option(help: "The round: round-1.") var round: String?
        @Option(help: "The cycle: cycle-1.") var cycle: String?
        @Option(help: "One table alone: a question of equality.yaml, ward, size or first-time.")
        var by: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (round == nil) != (cycle == nil) else {
                throw ValidationError("Give --round or --cycle.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let (reports, words) = (session.services.reports, try session.words())
            let report: ReachReport
            if let cycle {
                report = try reports.reach(ofCycle: cycle, by: by, as: session.principal)
            } else {
                report = try reports.reach(
                    ofRound: round ?? "", by: by, as: session.principal)
            }
            switch session.format {
            case .json: try session.print(report.json(words))
            case .csv:
                try session.print(.reach) { row in
                    try report.rows(words, untold: nil).forEach(row)
                }
            case .table, .text, .html:
                try session.print(.reach) { row in
                    try report.rows(words, untold: words.words("page.reach-untold")).forEach(row)
                }
                try session.talk("reach-untold", ["minimum": "\(report.figures.minimum)"])
            }
        }
    }

    struct Freeze: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "freeze",
            abstract: "Keeps the figures of a decided round for good, as they may be told.",
            discussion: """
                Anybody can read them from then on, and the answers they rest on can be deleted. \
                It cannot be undone.
                """)

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.freezeReach(of: round, as: session.principal)
            try session.talk("reach-frozen", ["round": round])
        }
    }
}
