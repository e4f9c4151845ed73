import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import Identity
import Publishing
import Workflows

struct RehearsalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearsal", abstract: "A fund to practise in, which nothing leaves.",
        subcommands: [Start.self])

    struct Start: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "start",
            abstract: "Makes a database to practise in, with made-up groups that have applied.",
            discussion: """
                It is made from the fund's files, in a folder that is empty or not there yet. The
                database says of itself that it is a rehearsal, for good: no mail, no letter for the
                post and no file of payments leaves it, whatever the settings say.
                """)

        @Argument(help: "The folder: rehearsal-spring.") var folder: String
        @Option(help: "The round to play; without, the first that needs no approved Plan.")
        var round: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if options.actor != nil || options.database != nil {
                throw ValidationError(
                    "A rehearsal has a database and an operator of its own: "
                        + "leave --as and --database out."
                )
            }
        }

        func run() async throws {
            let path = URL(fileURLWithPath: folder)
                .appendingPathComponent(Services.rehearsalFile).path
            let settings = try Settings(
                database: path, configuration: options.config,
                environment: ProcessInfo.processInfo.environment)
            let made = try Services.startRehearsal(
                in: folder, round: round, settings, as: GlobalOptions.operatorPrincipal)
            let session = Session(
                services: try Services.open(settings),
                principal: GlobalOptions.operatorPrincipal, format: options.format)
            try session.print(
                .object([
                    ("rehearsal", .string(made.database)), ("round", .string(made.round)),
                    ("applications", .int(Int64(made.applications.count))),
                    (
                        "people",
                        .array(
                            made.people.map { person in
                                .object([
                                    ("email", .string(person.email)),
                                    (
                                        "roles",
                                        .array(
                                            person.roles.map(\.rawValue).sorted()
                                                .map { .string($0) })
                                    ),
                                ])
                            })
                    ),
                ]))
            try session.talk(
                "rehearsal-\(made.stage.rawValue)",
                ["round": made.round, "count": "\(made.applications.count)"])
            let officer = made.people.first { $0.roles.contains(.officer) }?.email ?? ""
            let next =
                switch made.stage {
                case .panel: ["panel list"]
                case .scored: ["ranking show", "decision propose"]
                }
            let commands =
                ["export COHESION_DATABASE='\(made.database.replacing("'", with: "'\\''"))'"]
                + next.map { "cohesion \($0) --round \(made.round) --as \(officer)" }
                + ["cohesion person sign-in --email \(officer)", "cohesion serve"]
            for command in commands {
                FileHandle.standardError.write(Data("  \(command.onTerminal)\n".utf8))
            }
        }
    }
}
