import ArgumentParser
import Bootstrap
import FundCore
import Identity
import Publishing
import Workflows

struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "People, and the tokens by which programs act for them.",
        subcommands: [
            List.self, SignIn.self, Token.self, Tokens.self, Revoke.self,
        ])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists everybody and their roles.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.people) {
                try session.services.reports.people(as: session.principal, $0)
            }
        }
    }

    struct SignIn: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-in",
            abstract:
                "Makes a link by which a person signs in to the pages, once, within 15 minutes.",
            discussion: "For when mail does not work. Whoever has the link is that person.")

        @Option(help: "Whose: an email address.") var email: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let made = try session.workflows.makeSignInLink(for: email, as: session.principal)
            let settings = session.services.settings
            let origin = settings.publicURL ?? "http://\(settings.host):\(settings.port)"
            let output = StandardOutput()
            try output.write("\(origin)/sign-in/link?key=\(made.link)\n")
            try output.flush()
        }
    }

    struct Token: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "token",
            abstract: "Makes a token for the HTTP door, and shows it this once.",
            discussion: "Only its hash is kept: nobody can show it again.")

        @Option(help: "Whose: a person's email address.") var email: String
        @Option(help: "How many days it is good for, 1 to 366.") var days: Int64 = 90
        @Option(help: "What it is for.") var label = "command line"
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let given = try session.workflows.giveToken(
                to: email, label: label, days: days, as: session.principal)
            let output = StandardOutput()
            if session.format == .json {
                var members: [(key: String, value: JSONValue)] = [("token", .string(given.secret))]
                if case .object(let rest) = Listing.tokens.json(Reports.row(given.entry)) {
                    members += rest
                }
                try output.write(JSONValue.object(members).text + "\n")
            } else {
                try output.write(given.secret + "\n")
            }
            try output.flush()
            try session.talk(
                "token-given",
                [
                    "email": given.entry.email, "id": "\(given.entry.id.rawValue)",
                    "until": try session.words().words(LondonTime.date(given.entry.expiresAt)),
                ])
        }
    }

    struct Tokens: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "tokens",
            abstract: "Lists the tokens that were given, the newest first.")

        @Option(help: "Only this person's.") var email: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.tokens) {
                try session.services.reports.tokens(of: email, as: session.principal, $0)
            }
        }
    }

    struct Revoke: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Ends a token, at once and for good.")

        @Argument(help: "The token's id, as person tokens lists it.") var id: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let ended = try session.workflows.revokeToken(TokenID(id), as: session.principal)
            try session.talk("token-revoked", ["id": "\(id)", "email": ended.email])
        }
    }
}
