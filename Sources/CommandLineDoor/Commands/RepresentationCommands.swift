import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension PanelCommand {
    struct Missing: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "missing",
            abstract: "Says which communities no member of the panels belongs to.",
            discussion: """
                Members say it of themselves, in confidence. Only who is missing is kept, and only \
                where at least five have answered: fewer would point at persons. So would a \
                number that differs by less than five from one that was recorded before.
                """)

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "How many members answered.") var answered: Int64
        @Option(help: "A community of areas.yaml that none of them belongs to; as often as needed.")
        var community: [String] = []
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            _ = try session.workflows.sayRepresentation(
                missing: community, answered: answered, of: round,
                try session.services.configuration().areas, as: session.principal)
            try session.talk("representation-said", ["round": round])
        }
    }

    struct Represented: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "representation",
            abstract: "Shows which communities are not represented, beside their share.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.representation(
                    of: round, try session.services.configuration().areas,
                    as: session.principal
                ).json)
        }
    }
}
