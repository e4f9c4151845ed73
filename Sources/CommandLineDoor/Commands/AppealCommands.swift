import ArgumentParser
import Awards
import Bootstrap
import FundCore
import Publishing
import Workflows

extension AppealKind: ExpressibleByArgument {}
extension AppealChannel: ExpressibleByArgument {}
extension AppealOutcome: ExpressibleByArgument {}

struct AppealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appeal", abstract: "Appeals against decisions, and complaints.",
        subcommands: [
            Receive.self, List.self, Show.self, Review.self, Award.self, Withdraw.self, Close.self,
        ])

    struct Receive: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "receive",
            abstract: "Takes an appeal or a complaint; prints its number.",
            discussion: "The group's own people leave out how it came.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "appeal (against the decision) or complaint.") var kind: AppealKind
        @Option(help: "What it says.") var grounds: String
        @Option(help: "How it reached the officer: email, letter, telephone or inPerson.")
        var cameBy: AppealChannel = .online
        @Flag(help: "A complaint of somebody else, about this group's award.")
        var fromOthers = false
        @Option(help: "Why an appeal is taken that comes too late.") var late: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let id = try session.workflows.receiveAppeal(
                reference,
                AppealArrival(
                    kind: kind, grounds: grounds, cameBy: cameBy, isFromGroup: !fromOthers,
                    lateReason: late), as: session.principal)
            try session.print(.object([("id", .int(id.rawValue))]))
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's appeals and complaints.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.appeals(of: round, as: session.principal).rows
            try session.print(.appeals) { row in try rows.forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows one appeal or complaint, with what became of it.")

        @Argument(help: "Its number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.appeal(
                AppealID(number), as: session.principal)
            try session.print(Listing.appeals.json(report.row))
        }
    }

    struct Review: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "review",
            abstract: "Says whether it is upheld, and why, as somebody who took no part.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "upheld, partlyUpheld or notUpheld.") var outcome: AppealOutcome
        @Option(help: "Why: the group reads it.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.reviewAppeal(
                AppealID(number), outcome, reason: reason, as: session.principal)
            try session.talk(
                outcome == .notUpheld ? "appeal-ended" : "appeal-reviewed",
                ["id": "\(number)"])
        }
    }

    struct Award: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "award",
            abstract: "Awards money on an appeal that is upheld, as far as the round has it.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "How much: £2,500.") var amount: String
        @Option(help: "Why: the group reads it.") var reason: String
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard Money(written: amount) != nil else {
                throw ValidationError("--amount takes pounds: £2,500 or 2500.50, not \(amount).")
            }
        }

        func run() async throws {
            let session = try options.open()
            let money = Money(written: amount) ?? .zero
            try session.workflows.decideAppeal(
                AppealID(number), .award(money), reason: reason, as: session.principal)
            try session.talk(
                "appeal-awarded", ["id": "\(number)", "amount": money.words])
        }
    }

    struct Withdraw: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract:
                "Takes an award back after a complaint that is upheld: what is not paid of it.")

        @Argument(help: "The complaint's number.") var number: Int64
        @Option(help: "Why: the group reads it.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.decideAppeal(
                AppealID(number), .withdrawal, reason: reason, as: session.principal)
            try session.talk("appeal-award-withdrawn", ["id": "\(number)"])
        }
    }

    struct Close: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Ends one that is upheld, without a change to any award.")

        @Argument(help: "Its number.") var number: Int64
        @Option(help: "Why nothing changes, or what was put right: the group reads it.")
        var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.decideAppeal(
                AppealID(number), .nothing, reason: reason, as: session.principal)
            try session.talk("appeal-ended", ["id": "\(number)"])
        }
    }
}
