import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension ProviderKind: ExpressibleByArgument {}

struct ProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provider",
        abstract: "Providers and groups that are known by area and community.",
        subcommands: [
            List.self, Show.self, Add.self, Change.self, Note.self, End.self, Import.self,
            Export.self, Gaps.self,
        ])

    /// What is said of one.
    struct Entry: ParsableArguments {
        @Option(help: "What it is called.") var name: String
        @Option(help: "provider, group, or service for one that exists already.")
        var kind: ProviderKind
        @Option(help: "A ward where it works, or all; as often as needed.") var ward: [String]
        @Option(help: "A community of areas.yaml, or everyone; as often as needed.")
        var community: [String]
        @Option(help: "What it offers.") var offers: String
        @Option(help: "How to reach it, as it says in public itself; no person's own address.")
        var contact: String?
        @Option(help: "Its organisation identifier: GB-CHC-1164883.") var organisation: String?

        var entry: ProviderEntry {
            ProviderEntry(
                name: name, kind: kind, wards: ward, communities: community, offers: offers,
                contact: contact, organisation: organisation)
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists those that are known, by name.")

        @Option(help: "Only those that work in this ward.") var ward: String?
        @Option(help: "Only those that reach this community, or everyone.")
        var community: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let found = try session.services.reports.providers(
                ward: ward, community: community, try session.services.configuration().areas,
                as: session.principal)
            try session.print(.providers) { row in try found.map(\.row).forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows one: what was said of it, what was agreed, its applications.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.provider(
                    ProviderID(number), as: session.principal
                ).json)
        }
    }

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Takes one into the register; prints its number.")

        @OptionGroup var said: Entry
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let id = try session.workflows.addProvider(
                said.entry, try session.services.configuration().areas, as: session.principal)
            try session.print(.object([("number", .int(id.rawValue))]))
        }
    }

    struct Change: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "change",
            abstract: "Says anew all that is known of one; what stood is kept.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var said: Entry
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let version = try session.workflows.changeProvider(
                ProviderID(number), to: said.entry, try session.services.configuration().areas,
                as: session.principal)
            try session.talk(
                "provider-changed", ["number": "\(number)", "version": "\(version)"])
        }
    }

    struct Note: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "note",
            abstract: "Notes what was agreed with one on a day; for good.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "The day: 2026-11-20.") var day: String
        @Option(help: "What was agreed.") var text: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            guard let day = LocalDate(day) else {
                throw InvalidInput("--day", [FieldProblem("day", "not-date")])
            }
            let session = try options.open()
            try session.workflows.noteProvider(
                ProviderID(number), text, on: day, as: session.principal)
            try session.talk("provider-noted", ["number": "\(number)"])
        }
    }

    struct End: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "Takes one out of the register; what was said of it stays.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "Why.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.endProvider(
                ProviderID(number), reason: reason, as: session.principal)
            try session.talk("provider-ended", ["number": "\(number)"])
        }
    }

    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Takes in a file of providers, all or none; a known name is said anew.",
            discussion: """
                Columns: name, kind, wards, communities, offers, contact, organisation. Wards and \
                communities are parted by semicolons; contact and organisation may be empty.
                """)

        @Argument(help: "The file, or - for standard input.") var file: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let taken = try session.workflows.importProviders(
                try InputFile.read(file, greatestBytes: ProviderFile.greatestBytes),
                source: file, try session.services.configuration().areas,
                as: session.principal)
            try session.print(taken.json)
        }
    }

    struct Export: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Prints the register with the columns that provider import takes.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.providerFile(as: session.principal)
            try session.print(.providerFile) { row in try rows.forEach(row) }
        }
    }

    struct Gaps: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "gaps",
            abstract: "Counts who is known, applied and was awarded, by ward and community.",
            discussion: "Whoever is open to everyone closes no gap, and stands in rows of its own.")

        @Option(help: "Counts only applications to the rounds of this cycle.")
        var cycle: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.providerGaps(
                cycle: cycle, try session.services.configuration().areas,
                as: session.principal
            ).map(\.row)
            try session.print(.providerGaps) { row in try rows.forEach(row) }
        }
    }
}
