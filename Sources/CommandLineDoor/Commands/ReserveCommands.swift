import ArgumentParser
import Awards
import Bootstrap
import FundCore
import Publishing
import Workflows

extension ListedEndGround: ExpressibleByArgument {}

struct ReserveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reserve",
        abstract: "A round's reserve list, and awards from it when money comes free.",
        subcommands: [
            List.self, Show.self, Propose.self, Approve.self, Refuse.self, CallIn.self,
            Resume.self, Award.self, Drop.self, Remove.self, Close.self,
        ])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists who is on it in order, what was put off, and what money is free.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.reserve(of: round, as: session.principal)
            guard session.format != .json else { return try session.print(report.json) }
            try session.print(.reserve) { row in
                for entry in report.entries { try row(entry.row(report.emails)) }
            }
            guard session.format != .csv else { return }
            try session.talk(
                report.closing == nil ? "reserve-free" : "reserve-is-closed",
                [
                    "free": report.free.words, "left": report.left.words,
                    "pending": report.pending.words, "reason": report.closing?.reason ?? "",
                ])
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows how one application stands on it.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let (report, entry) = try session.services.reports.reserveEntry(
                reference, as: session.principal)
            try session.print(Listing.reserve.json(entry.row(report.emails)))
        }
    }

    struct Propose: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "propose",
            abstract: "Proposes money that is free to a group on the list.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "How much: £2,500; without it, all it asked for or what is left.")
        var amount: String?
        @Option(help: "Why before those that come first: anybody can read it.")
        var outOfOrder: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let amount, Money(written: amount) == nil {
                throw ValidationError(
                    "--amount takes pounds: £2,500 or 2500.50, not \(amount).")
            }
        }

        func run() async throws {
            let session = try options.open()
            _ = try session.workflows.proposeReserve(
                reference, amount: amount.flatMap { Money(written: $0) },
                orderReason: outOfOrder, as: session.principal)
            try session.talk("reserve-proposed", ["reference": reference])
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves what is proposed; where decisions can be called in, the award is"
                + " made once this one has effect.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why: it stands with the decision.") var reason: String
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let decided = try session.workflows.decideReserve(
                reference, proposal: proposal.map { ReserveProposalID($0) }, .approved,
                reason: reason,
                holidays: try session.services.configuration().bankHolidays,
                as: session.principal)
            try session.tell(decided)
        }
    }

    struct Refuse: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse",
            abstract: "Refuses what is proposed; the group stays on the list.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why: it is kept.") var reason: String
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            _ = try session.workflows.decideReserve(
                reference, proposal: proposal.map { ReserveProposalID($0) }, .refused,
                reason: reason,
                holidays: try session.services.configuration().bankHolidays,
                as: session.principal)
            try session.talk("reserve-refused", ["reference": reference])
        }
    }

    struct CallIn: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "call-in",
            abstract: "Suspends an approved award from the list before it has effect.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why: anybody can read it.") var reason: String
        @Option(help: "Who wants it, a person or a body.") var by: String?
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.callInReserve(
                reference, proposal: proposal.map { ReserveProposalID($0) }, by: by,
                reason: reason, as: session.principal)
            try session.talk("reserve-called-in", ["reference": reference])
        }
    }

    struct Resume: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Says what came of such a call-in: upheld, or returned.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "upheld or returned.") var outcome: CallInVerdict
        @Option(help: "Why: anybody can read it.") var reason: String
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.endReserveCallIn(
                reference, proposal: proposal.map { ReserveProposalID($0) }, outcome,
                reason: reason, as: session.principal)
            try session.talk("reserve-\(outcome.rawValue)", ["reference": reference])
        }
    }

    struct Award: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "award",
            abstract: "Makes an approved award once its decision has effect.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.tell(
                try session.workflows.makeReserveAward(
                    reference, proposal: proposal.map { ReserveProposalID($0) },
                    as: session.principal))
        }
    }

    struct Drop: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop",
            abstract: "Ends an approved award that is not made; the group stays on the list.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "Why: anybody can read it.") var reason: String
        @Option(help: "The number of the proposal that you read; without it, whichever it is.")
        var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.dropReserve(
                reference, proposal: proposal.map { ReserveProposalID($0) }, reason: reason,
                as: session.principal)
            try session.talk("reserve-dropped", ["reference": reference])
        }
    }

    struct Remove: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Takes a group off the list.")

        @Argument(help: "The application's reference: CF26-0042-K.") var reference: String
        @Option(help: "withdrawn (it does not want the money) or barred (it may not have it).")
        var ground: ListedEndGround
        @Option(help: "Why: it is kept.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.endListed(
                reference, ground, reason: reason, as: session.principal)
            try session.talk("reserve-removed", ["reference": reference])
        }
    }

    struct Close: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Ends the list: groups that are still on it are told, once.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Why: it is kept.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let count = try session.workflows.closeReserve(
                round: round, reason: reason, as: session.principal)
            try session.talk("reserve-was-closed", ["count": "\(count)"])
        }
    }
}

extension Session {
    fileprivate func tell(_ decided: ReserveDecided) throws {
        try talk(
            decided.isMade ? "reserve-awarded" : "reserve-approved",
            [
                "reference": "\(decided.reference)", "amount": decided.amount.words,
                "date": try decided.effectiveOn.map { try words().words($0) } ?? "",
            ])
    }
}
