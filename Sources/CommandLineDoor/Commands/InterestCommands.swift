import ArgumentParser
import Assessment
import Bootstrap
import FundCore
import Publishing
import Workflows

struct InterestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interest", abstract: "Who has an interest in which application.",
        subcommands: [
            Declare.self, NoneOther.self, Set.self, Lift.self, Register.self, Hints.self,
        ])

    struct Declare: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "declare",
            abstract: "Declares whether you have an interest in an application.",
            discussion: """
                Members of its panel do so before they score; officers, decision makers and finance
                whenever they know of one.
                """)

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Flag(help: "You have no interest in it.") var none = false
        @Option(
            name: [.customLong("reason"), .customLong("detail")], help: "What your interest is.")
        var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard none == (reason == nil) else {
                throw ValidationError("Give --none, or --reason \"…\".")
            }
        }

        func run() async throws {
            let session = try options.open()
            try session.workflows.declareInterest(
                in: reference, has: !none, detail: reason ?? "", as: session.principal)
            try session.talk("interest-declared", ["reference": reference])
        }
    }

    struct NoneOther: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "none-other",
            abstract: "Says that there is no interest in any application not spoken of yet.",
            discussion: "Of those before the member's own panel, all of which they vote on.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "The member who said so, where an officer notes it.") var member: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.declareNoOther(
                of: member, round: round, as: session.principal)
            try session.talk("interests-none-other", ["count": "\(count)"])
        }
    }

    struct Set: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Says that a member has an interest in an application.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The member's email address.") var member: String
        @Option(help: "What the interest is.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.setInterest(
                of: member, in: reference, has: true, detail: reason, as: session.principal)
            try session.talk("interest-set", ["email": member, "reference": reference])
        }
    }

    struct Lift: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "lift",
            abstract: "Says that an interest does not hold, so that the member takes part again.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The member's email address.") var member: String
        @Option(help: "Why it does not hold.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let hasMet = try session.workflows.setInterest(
                of: member, in: reference, has: false, detail: reason, as: session.principal)
            let names = ["email": member, "reference": reference]
            if hasMet {
                try session.talk("interest-lifted-in-meeting", names)
            } else {
                try session.talk("interest-lifted", names)
            }
        }
    }

    struct Register: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "register",
            abstract: "Lists all that was said of interests in a round.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.interestRegister(
                of: round, as: session.principal
            ).rows
            try session.print(.interests) { row in for found in rows { try row(found.row) } }
        }
    }

    struct Hints: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "hints",
            abstract: "Lists what hints at interests that nobody has spoken of.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.interestHints(
                of: round, as: session.principal
            ).rows
            try session.print(.interestHints) { row in for found in rows { try row(found.row) } }
        }
    }
}
