import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension TensionStatus: ExpressibleByArgument {}
extension TensionGoesOn: ExpressibleByArgument {}

struct TensionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tension",
        abstract: "Reports of tension: what people saw, and what becomes of it.",
        subcommands: [
            List.self, Show.self, Add.self, Triage.self, Contact.self, Remove.self, Expire.self,
            Counts.self,
        ])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the reports, the latest first.")

        @Option(help: "new, noted, passed-on, not-for-us or removed.") var status: TensionStatus?
        @Option(help: "A ward of fund.yaml: millbrook.") var ward: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            if ward != nil { try session.services.configuration().tension.check(ward: ward) }
            let rows = try session.services.reports.tensionRows(
                TensionFilter(status: status, ward: ward), as: session.principal)
            try session.print(.tensions) { row in try rows.forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows one report, with all that officers made of it.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.tension(
                    TensionID(number), as: session.principal
                ).json)
        }
    }

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Takes down what somebody told an officer; prints its number.")

        @Option(help: "What happened.") var what: String
        @Option(help: "A ward of fund.yaml: millbrook.") var ward: String?
        @Option(help: "Where, in words.") var place: String?
        @Option(help: "When it happened: 2026-11-20.") var day: String
        @Flag(help: "The day is about right, and no more.") var about = false
        @Option(help: "What may be behind it.") var cause: String?
        @Option(help: "Whether it goes on: yes, no or unsure.") var goesOn: TensionGoesOn
        @Option(help: "Who told, if they want to be reached.") var name: String?
        @Option(help: "Their email address.") var email: String?
        @Option(help: "Their telephone number.") var phone: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            guard let day = LocalDate(day) else {
                throw InvalidInput("--day", [FieldProblem("day", "not-date")])
            }
            let session = try options.open()
            let entry = TensionEntry(
                what: what, ward: ward, place: place, day: day, isAbout: about, cause: cause,
                goesOn: goesOn, contact: TensionContact(name: name, email: email, phone: phone))
            let id = try session.workflows.reportTension(
                entry, try session.services.configuration().tension, as: session.principal)
            try session.print(.object([("number", .int(id.rawValue))]))
        }
    }

    struct Triage: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "triage",
            abstract: "Says what becomes of a report; what was said before stays.")

        @Argument(help: "Its number.") var number: Int64
        @Option(name: .customLong("as-status"), help: "noted, passed-on or not-for-us.")
        var status: TensionStatus
        @Option(help: "What was done, or to whom it was passed on.") var note: String
        @Option(help: "What lies behind it: a key of commissioning.yaml.") var rootCause: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let version = try session.workflows.triageTension(
                TensionID(number), as: status, note: note, rootCause: rootCause,
                try session.services.configuration().tension, by: session.principal)
            try session.talk(
                "tension-triaged", ["number": "\(number)", "version": "\(version)"])
        }
    }

    struct Contact: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "contact",
            abstract: "Shows how to reach whoever made a report; that stands in the trail.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.workflows.revealTensionContact(
                    TensionID(number), as: session.principal
                ).json)
        }
    }

    struct Remove: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Removes what was written in a report; its number and the reason stay.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "Why; without what is to go.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.removeTension(
                TensionID(number), because: because, as: session.principal)
            try session.talk("tension-removed", ["number": "\(number)"])
        }
    }

    struct Expire: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "expire",
            abstract: "Deletes how to reach people, where the day for that has come.")

        @Option(help: "One report, whose day has not come yet.") var number: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.expireTensionContacts(
                of: number.map { TensionID($0) }, as: session.principal)
            try session.talk("tension-expired", ["count": "\(count)"])
        }
    }

    struct Counts: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "counts",
            abstract: "Counts the reports by month and ward; small numbers are for officers.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.tensionCounts(as: session.principal)
            try session.print(.tensionCounts) { row in try rows.forEach(row) }
        }
    }
}
