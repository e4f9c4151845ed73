import ArgumentParser
import Awards
import Bootstrap
import Foundation
import FundCore
import Publishing
import Workflows

struct DecisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decision", abstract: "Who gets what.",
        subcommands: [
            Propose.self, Show.self, Approve.self, Record.self, Publish.self, CallIn.self,
            Resume.self, Anew.self, Correct.self, List.self,
        ])

    struct Propose: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "propose",
            abstract: "Freezes a proposal from the ranking, and shows it.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let proposal = try session.workflows.propose(round: round, as: session.principal)
            try session.show(
                try session.services.reports.proposal(
                    of: round, number: proposal.number, as: session.principal))
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows a proposal, and the decision if there is one.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "The proposal's number; without it, the latest.") var proposal: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.show(
                try session.services.reports.proposal(
                    of: round, number: proposal, as: session.principal))
        }
    }

    struct Approve: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Decides a round by approving a proposal: money is set aside, letters wait.")

        @Option(help: "The round: round-1.") var round: String
        @Option(help: "The proposal's number; without it, the latest.") var proposal: Int64?
        @Option(help: "Why: it stands with the decision.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let approval = try session.workflows.approve(
                round: round, proposal: proposal, reason: reason, as: session.principal)
            try session.print(
                approval.proposal.decided(
                    round: round, awards: approval.awardCount, partial: approval.partialCount,
                    declined: approval.declinedCount, reserve: approval.reserveCount,
                    putOff: approval.putOffCount))
        }
    }
}

extension Session {
    /// Prints a proposal: the lines, and what they come to. In a table the cut line is drawn.
    fileprivate func show(_ proposal: ProposalReport) throws {
        switch format {
        case .json: try print(proposal.json)
        case .csv: try print(.proposalLines) { row in try proposal.lines.forEach(row) }
        case .table, .text, .html:
            let above =
                proposal.isParted
                ? proposal.lines.prefix(proposal.awardCount) : proposal.lines[...]
            try print(.proposalLines) { row in try above.forEach(row) }
            let words = try words()
            let output = StandardOutput()
            var lines: [String] = []
            if proposal.isParted {
                lines.append(
                    words.words(
                        "talk.cut-line",
                        ["count": "\(proposal.lines.count - proposal.awardCount)"]))
            }
            if proposal.followsMeetings { lines.append(words.words("talk.follows-meetings")) }
            lines += [
                words.words(
                    "talk.proposal",
                    [
                        "number": "\(proposal.number)", "round": proposal.round,
                        "awards": "\(proposal.awardCount)", "total": proposal.total.words,
                        "available": proposal.available.words,
                        "leftover": proposal.leftover.words,
                    ])
            ]
            if let decision = proposal.decision {
                lines.append(
                    words.words(
                        "talk.proposal-decided",
                        [
                            "by": decision.by, "on": words.words(decision.on),
                            "reason": decision.reason,
                        ]))
            }
            lines += proposal.record?.lines(words) ?? []
            for line in lines { try output.write(line.onTerminal + "\n") }
            try output.flush()
            try talkOfMissing(proposal.incomplete)
        }
    }
}
