import ArgumentParser
import Awards
import Bootstrap
import FundCore
import Publishing
import Workflows

struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publishes what the fund gave, by the standards of open data.",
        subcommands: [
            Check.self, Giving.self, Describe.self, PublicWords.self, Transparency.self,
            Awards.self, Award.self, Statistics.self, Report.self,
        ])

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Says what would be wrong with what is published, and what to do.",
            discussion: """
                Awards are published once their decision has effect and a letter has told their \
                groups. Ends with 65 where something stands in the way; advice does not.
                """)

        @Option(help: "The round: round-1; every round if left out.") var round: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rules = try session.publishingRules()
            let words = try session.words()
            var wrong = 0
            try session.print(.publishFindings) { row in
                let summary = try session.services.reports.checkPublished(
                    PublishedScope(round: round), rules, as: session.principal
                ) { try row($0.row(words)) }
                wrong = summary.errorCount
                try session.talk(
                    "publish-checked",
                    [
                        "awards": "\(summary.awardCount)", "errors": "\(wrong)",
                        "advice": "\(summary.adviceCount)",
                    ])
            }
            guard wrong == 0 else { throw PublishProblem.errors(count: wrong, []) }
        }
    }

    struct Giving: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "360giving",
            abstract: "Writes the awards by the 360Giving Data Standard.",
            discussion: """
                With --format csv a sheet, otherwise JSON, which says more. Looks through \
                everything first, as publish check does, and writes nothing where something is \
                wrong.
                """)

        @Option(help: "The round: round-1; every round if left out.") var round: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let (rules, output) = (try session.publishingRules(), StandardOutput())
            let spool = try Spool.filled { write in
                try session.services.reports.openData(
                    PublishedScope(round: round), rules, session.format == .csv ? .csv : .json,
                    as: session.principal, write)
            }
            var offset = 0
            while let piece = try spool.piece(at: offset) {
                try output.write(piece)
                offset += piece.count
            }
            try output.flush()
        }
    }

    struct Describe: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "describe",
            abstract: "Writes the words by which an award is published.",
            discussion: """
                What you leave out is published as the group wrote it; with --own-words all of it \
                is. Whom the award is to stays as it was said before. What was written before stays \
                on record.
                """)

        @Argument(help: "The award: CF26-0042-K.") var reference: String
        @Option(help: "What the project is called.") var title: String?
        @Option(help: "What the money is for.") var summary: String?
        @Option(help: "What the group is called.") var name: String?
        @Flag(help: "The group's own words stand again.") var ownWords = false
        @Flag(
            help: "The award is to a person: it is published without name, ward or their words.")
        var individual = false
        @Flag(help: "The award is to a group, whatever it is called.") var group = false
        @Option(help: "Why other words than the group's are published.") var reason: String
        @OptionGroup var options: GlobalOptions

        private var recipient: RecipientKind? {
            individual ? .individual : group ? .group : nil
        }

        func validate() throws {
            if individual, group {
                throw ValidationError("Say --individual or --group, not both.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let number = try session.workflows.describeAward(
                reference,
                PublicWordsSaid(
                    title: title, summary: summary, name: name, reason: reason,
                    ownWords: ownWords, recipient: recipient),
                as: session.principal)
            try session.talk(
                ownWords ? "publish-own-words" : "publish-described", ["number": "\(number)"])
        }
    }

    struct PublicWords: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "words",
            abstract: "Lists the words by which an award was published, the newest first.")

        @Argument(help: "The award: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.publicWords) { row in
                try session.services.reports.publicWords(of: reference, as: session.principal)
                    .rows.forEach(row)
            }
        }
    }
}

extension Session {
    /// - Throws: `PublishProblem.unset`, `ConfigurationProblem`.
    func publishingRules() throws -> PublishingRules {
        guard let rules = try services.configuration().publishing else {
            throw PublishProblem.unset
        }
        return rules
    }
}
