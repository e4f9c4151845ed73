import ArgumentParser
import Awards
import Bootstrap
import FundCore
import Publishing
import Workflows

struct AgreementCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "Offers of awards, agreements and their changes.",
        subcommands: [
            Subsidy.self, Condition.self, Offer.self, List.self, Show.self, Accept.self,
            Confirm.self, Decline.self, Extend.self, Lapse.self, Withdraw.self, Vary.self,
            End.self, Approve.self,
        ])

    struct Subsidy: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "subsidy",
            abstract: "Answers whether what an award pays for is an economic activity, and why.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "yes or no.") var economic: YesOrNo
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.answerSubsidy(
                reference, isEconomic: economic == .yes, reason: because, as: session.principal)
            try session.talk("subsidy-answered", ["reference": reference])
        }
    }

    struct Condition: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "condition",
            abstract: "Asks something of one group alone, before its offer; or takes it out again.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "What is asked, as a sentence.") var add: String?
        @Option(help: "Which one goes: its place, from 1.") var remove: Int64?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (add == nil) != (remove == nil) else {
                throw ValidationError("Give one of --add TEXT and --remove N.")
            }
        }

        func run() async throws {
            let session = try options.open()
            if let add {
                try session.workflows.addAgreementCondition(
                    reference, add, as: session.principal)
            } else {
                try session.workflows.removeAgreementCondition(
                    reference, number: remove ?? 0, as: session.principal)
            }
            try session.printAgreement(reference)
        }
    }

    struct Offer: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "offer",
            abstract: "Makes the offers of a round's awards, as far as each is ready.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Only this application's.") var only: String?
        @Option(help: "With --only: the day the project starts.") var starts: LocalDate?
        @Option(help: "With --only: the day it ends.") var ends: LocalDate?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard only != nil || starts == nil && ends == nil else {
                throw ValidationError("--starts and --ends go with --only.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let made = try session.workflows.offerAgreements(
                round: round,
                one: only.map {
                    OfferDates(reference: $0, startsOn: starts, endsOn: ends)
                }, as: session.principal)
            try session.printAgreements(of: round)
            try session.talk("agreements-offered", ["count": "\(made.references.count)"])
            for waiting in made.waiting {
                try session.talk(
                    "agreement-waits-\(waiting.cause)", ["reference": "\(waiting.reference)"])
            }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's awards, and how each stands with its group.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws { try options.open().printAgreements(of: round) }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows an offer or agreement: every version, word for word, and what became "
                + "of it.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws { try options.open().printAgreement(reference) }
    }

    struct Accept: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "accept",
            abstract: "Agrees to an offer, as a person of the group; or records a signed paper.",
            discussion: "An officer gives --signed-on, --paper and --because.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Who signs.") var name: String
        @Option(help: "What they are in the group: chair.") var role: String
        @Option(help: "The SHA-256 of the text that was read, as agreement show has it.")
        var sha256: String
        @Flag(help: "Whoever signs says that they may sign for the group.")
        var authorised = false
        @Option(help: "The day on which a paper was signed.") var signedOn: LocalDate?
        @Option(help: "Where that paper is kept.") var paper: String?
        @Option(help: "Why it was not done on line.") var because: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            let given = [signedOn != nil, paper != nil, because != nil]
            guard !given.contains(true) || !given.contains(false) else {
                throw ValidationError("--signed-on, --paper and --because go together.")
            }
        }

        func run() async throws {
            let session = try options.open()
            try session.workflows.acceptAgreement(
                reference,
                AgreementSigning(
                    name: name, role: role, isAuthorised: authorised, sha256: sha256,
                    paper: signedOn.map {
                        .init(signedOn: $0, place: paper ?? "", reason: because ?? "")
                    }), as: session.principal)
            try session.talk("agreement-accepted", ["reference": reference])
        }
    }

    struct Confirm: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Confirms that minimal financial assistance stays under the cap.",
            discussion: "An officer who records what the group wrote gives --paper.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Who confirms.") var name: String
        @Option(help: "Where the paper is kept.") var paper: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.confirmAssistance(
                reference, name: name, place: paper, as: session.principal)
            try session.talk("assistance-confirmed", ["reference": reference])
        }
    }

    struct Decline: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "decline",
            abstract: "Declines an offer, or a change, as a person of the group.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why; optional.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.declineAgreement(
                reference, reason: because, as: session.principal)
            try session.talk("agreement-declined", ["reference": reference])
        }
    }

    struct Extend: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "extend",
            abstract: "Gives a group longer to answer.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "The new last day.") var until: LocalDate
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.extendAgreement(
                reference, to: until, reason: because, as: session.principal)
            try session.talk(
                "agreement-extended", ["reference": reference, "date": "\(until)"])
        }
    }

    struct Lapse: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "lapse",
            abstract: "Lapses every offer of a round whose last day is past.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let lapsed = try session.workflows.lapseAgreements(
                round: round, as: session.principal)
            try session.printAgreements(of: round)
            try session.talk("agreements-lapsed", ["count": "\(lapsed.count)"])
        }
    }

    struct Withdraw: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "withdraw",
            abstract: "Takes back an offer that nobody has agreed to, or a change that waits.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.withdrawAgreement(
                reference, reason: because, as: session.principal)
            try session.talk("agreement-withdrawn", ["reference": reference])
        }
    }

    struct Vary: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "vary",
            abstract: "Asks for a change of an agreement. It waits for a second person.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "The new amount, in all: £2,500.") var amount: String?
        @Option(help: "The new day the project starts.") var starts: LocalDate?
        @Option(help: "The new day it ends.") var ends: LocalDate?
        @Option(help: "What the money is for from now on.") var purpose: String?
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard amount == nil || amount.flatMap(Money.init(written:)) != nil else {
                throw ValidationError("--amount takes pounds: £2,500 or 2500.50.")
            }
        }

        func run() async throws {
            let session = try options.open()
            try session.workflows.askVariation(
                reference,
                AgreementChange(
                    amount: amount.flatMap(Money.init(written:)), startsOn: starts,
                    endsOn: ends, purpose: purpose, reason: because),
                as: session.principal)
            try session.talk("variation-asked", ["reference": reference])
        }
    }

    struct End: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "Asks that an agreement ends. It waits for a second person.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.askEnd(
                reference, reason: because, as: session.principal)
            try session.talk("variation-asked", ["reference": reference])
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Approves or refuses what somebody else asked for.")

        @Argument(help: "The application's reference.") var reference: String
        @Flag(help: "Refuses it.") var refuse = false
        @Option(help: "Why; needed where it is refused.") var because: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.decideVariation(
                reference, isApproved: !refuse, reason: because, as: session.principal)
            try session.talk(
                refuse ? "variation-refused" : "variation-approved", ["reference": reference])
        }
    }
}

enum YesOrNo: String, ExpressibleByArgument, CaseIterable {
    case yes, no
}

extension Session {
    fileprivate func printAgreements(of round: String) throws {
        let reports = try services.reports.agreements(of: round, as: principal).reports
        try print(.agreements) { row in try reports.forEach { try row($0.row) } }
    }

    fileprivate func printAgreement(_ reference: String) throws {
        try print(try services.reports.agreement(reference, as: principal).json)
    }
}
