import ArgumentParser
import Assessment
import Bootstrap
import FundCore
import Publishing
import Workflows

struct PanelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "panel", abstract: "Who scores a round.",
        subcommands: [
            Add.self, Remove.self, List.self, Brief.self, Assign.self, AddScorer.self,
            RemoveScorer.self, Assignments.self, StandDown.self, Missing.self, Represented.self,
        ])

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Adds a person to the panel.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "The person's email address.") var email: String
        @Option(help: "Which of the round's panels.") var panel = PanelRules.mainKey
        @Option(
            help:
                "What they are there as: member, resident, councillor, officer or youngCommissioner."
        )
        var kind: MemberKind = .member
        @Option(help: "The adult at a young commissioner's side.") var supportingAdult = ""
        @Option(help: "Where they live, so that an interest may show.") var postcode = ""
        @Option(help: "Who employed them earlier, with commas between.") var employers = ""
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.addPanelMember(
                email,
                MemberEntry(
                    panel: panel, kind: kind, supportingAdult: supportingAdult,
                    postcode: postcode, employers: employers), to: round, as: session.principal)
            try session.talk("panel-added", ["email": email, "round": round])
        }
    }

    struct Remove: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Takes somebody off the panel who has done nothing on it yet.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "The person's email address.") var email: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.removePanelMember(email, from: round, as: session.principal)
            try session.talk("panel-removed", ["email": email, "round": round])
        }
    }

    struct StandDown: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "stand-down",
            abstract: "Lets a member leave the panel who has begun on it.",
            discussion:
                "What they left behind goes back to the draw: cohesion panel assign."
        )

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "The person's email address.") var email: String
        @Flag(help: "What they scored on every criterion stays.") var keepScores = false
        @Flag(help: "All their scores are set aside.") var setAside = false
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard keepScores != setAside else {
                throw ValidationError("Give --keep-scores or --set-aside.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let result = try session.workflows.standDown(
                email, of: round, keepsScores: keepScores, reason: reason,
                as: session.principal)
            try session.talk(
                "panel-stood-down",
                [
                    "email": email, "round": round, "kept": "\(result.keptCount)",
                    "fewer": "\(result.fewerCount)",
                ])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the people of a round's panels.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.panel) {
                try session.services.reports.panel(of: round, as: session.principal, $0)
            }
        }
    }

    struct Brief: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "brief",
            abstract: "Says that you have read how to score in a round.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.acknowledgeBriefing(of: round, as: session.principal)
            try session.talk("panel-briefed", ["round": round])
        }
    }

    struct Assign: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "assign",
            abstract: "Gives each eligible application its scorers, by a draw.",
            discussion:
                "The same seed and the same state give the same draw. Who has an application keeps it."
        )

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "How many members score each application.") var perApplication: Int
        @Option(help: "A whole number that determines the draw.") var seed: Int64
        @Option(
            name: .customLong("mix"),
            help: "KIND=COUNT, at least, for each application: youngCommissioner=1.")
        var mix: [String] = []
        @Flag(help: "Draw again what nobody has scored yet.") var anew = false
        @OptionGroup var options: GlobalOptions

        func validate() throws { _ = try kinds() }

        func run() async throws {
            let session = try options.open()
            let result = try session.workflows.assign(
                round: round, count: perApplication, seed: seed, mix: try kinds(), anew: anew,
                as: session.principal)
            try session.talk("panel-assigned", result.arguments)
        }

        private func kinds() throws -> [MemberKind: Int]? {
            guard !mix.isEmpty else { return nil }
            var kinds: [MemberKind: Int] = [:]
            for text in mix {
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, let kind = MemberKind(rawValue: parts[0]),
                    let count = Int(parts[1]), (1...40).contains(count)
                else {
                    throw ValidationError(
                        "--mix takes KIND=COUNT: youngCommissioner=1, not \(text).")
                }
                kinds[kind] = count
            }
            return kinds
        }
    }

    struct AddScorer: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add-scorer",
            abstract: "Gives one application to one more member.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The member's email address.") var member: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.reassign(
                reference, to: member, adds: true, reason: reason, as: session.principal)
            try session.talk("scorer-added", ["email": member, "reference": reference])
        }
    }

    struct RemoveScorer: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove-scorer",
            abstract: "Takes an application from a member who has not scored it.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The member's email address.") var member: String
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.reassign(
                reference, to: member, adds: false, reason: reason, as: session.principal)
            try session.talk("scorer-removed", ["email": member, "reference": reference])
        }
    }

    struct Assignments: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "assignments",
            abstract: "Lists every change of who scores what, as it happened.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.assignments) {
                try session.services.reports.assignments(of: round, as: session.principal, $0)
            }
        }
    }
}

extension MemberKind: ExpressibleByArgument {}

extension AssignmentResult {
    /// For `panel-assigned`, on the command line.
    fileprivate var arguments: [String: String] {
        [
            "added": "\(addedCount)", "applications": "\(applicationCount)",
            "least": "\(loads.values.min() ?? 0)", "most": "\(loads.values.max() ?? 0)",
        ]
    }
}
