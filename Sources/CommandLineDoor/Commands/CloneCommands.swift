import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Rounds
import Workflows

/// The next round, made from one that is there.
extension RoundCommand {
    struct Clone: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "clone",
            abstract: "Makes the next round from one that is there.",
            discussion: """
                It has the older round's questions, criteria, rules, letters and amounts, dates a
                year later that are no weekends or bank holidays, and proposals made of what its
                commissioning cycle learned. It is planned: nothing opens before you open it. To
                change its settings, put a round of its key into rounds.yaml and run init: what
                stands there then holds.
                """)

        @Argument(help: "The round to go by: round-1.") var round: String
        @Option(help: "The new round's key: round-3.") var to: String
        @Option(help: "What it is called; without, as the older one, with its number.")
        var title: String?
        @Option(help: "When it opens, in London time: 2027-12-01T09:00; the rest moves along.")
        var opens: String?
        @Option(help: "Its share of the fund: £10,000; without, as much as the older one had.")
        var allotment: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.officer)
            let made = try session.workflows.cloneRound(
                round, RoundCloning(key: to, title: title, opens: opens, allotment: allotment),
                try session.services.configuration(), as: session.principal)
            try session.print(
                made.round.made(
                    proposals: made.proposals, unknownYears: made.unknownYears,
                    fundLeft: made.fundLeft, needsPlan: made.needsPlan))
            try session.talk(
                made.needsPlan ? "round-cloned-plan" : "round-cloned",
                ["round": made.round.key, "proposals": "\(made.proposals)"])
            if made.isBeyondFund {
                try session.talk(
                    "round-beyond-fund",
                    [
                        "round": made.round.key, "left": made.fundLeft.words,
                        "wanted": made.round.plan.allotment.words,
                    ])
            }
            if !made.unknownYears.isEmpty {
                try session.talk(
                    "holidays-unknown",
                    ["years": made.unknownYears.map { "\($0)" }.joined(separator: ", ")])
            }
        }
    }

    struct Proposals: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "proposals",
            abstract: "Lists what a round is asked to do because of what earlier ones taught.")

        @Argument(help: "The round: round-3.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.roundProposals(
                of: round, as: session.principal)
            try session.print(.roundProposals) { row in try report.rows.forEach(row) }
        }
    }

    /// A proposal, and why it is decided as it is.
    struct Deciding: ParsableArguments {
        @Argument(help: "The round: round-3.") var round: String
        @Argument(help: "The proposal's number.") var number: Int64
        @Option(help: "Why.") var because: String

        func decide(_ verdict: RoundProposal.Verdict, in session: Session) throws {
            _ = try session.workflows.decideProposal(
                verdict, number, of: round, reason: because, as: session.principal)
            try session.talk(
                "proposal-\(verdict.rawValue)", ["number": "\(number)", "round": round])
        }
    }

    struct Take: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "take",
            abstract: "Says that a round does what is proposed.")

        @OptionGroup var deciding: Deciding
        @OptionGroup var options: GlobalOptions

        func run() async throws { try deciding.decide(.taken, in: try options.open()) }
    }

    struct Leave: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "leave",
            abstract: "Says that a round does not do what is proposed, and why.")

        @OptionGroup var deciding: Deciding
        @OptionGroup var options: GlobalOptions

        func run() async throws { try deciding.decide(.left, in: try options.open()) }
    }
}
