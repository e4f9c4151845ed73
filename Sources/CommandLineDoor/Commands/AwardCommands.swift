import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension AwardFeedback.Capacity: ExpressibleByArgument {}
extension AwardFeedback.Again: ExpressibleByArgument {}

struct AwardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "award", abstract: "What becomes of awards after their end.",
        subcommands: [
            List.self, Show.self, AwardBudgetCommand.self, Assess.self, Feedback.self, Waive.self,
            WriteOff.self, Close.self, Reopen.self, GiveUp.self,
        ])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the awards of a round with what became of each.",
            discussion: "lacks counts what keeps an award from being closed: show names it.")

        @Option(help: "The round: round-1.") var round: String
        @Flag(help: "Only those that could be closed now.") var closable = false
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.awardReviewRows(
                of: round, isClosable: closable, as: session.principal)
            try session.print(.awardReviews) { row in try rows.forEach(row) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows what became of an award, and what keeps it from being closed.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.awardReview(reference, as: session.principal).json)
        }
    }

    struct Assess: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "assess",
            abstract: "Says how far each outcome that an award promised was met.",
            discussion: """
                FILE is a JSON object: outcomes, a list of objects with outcome, verdict (met,
                partly, notMet or cannotTell) and evidence; and worth, whether it was worth its
                money, in a sentence. award show names what is promised. - reads it in.
                """)

        @Argument(help: "The application's reference.") var reference: String
        @Argument(help: "The file.") var file: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            var fields = JSONFields(try InputFile.json(file))
            let said = OutcomeSaid.list(from: &fields)
            let worth = fields.text("worth", required: true, maximum: 500) ?? ""
            let problems = fields.finish()
            guard problems.isEmpty else { throw InvalidInput(file, problems) }
            let number = try session.workflows.assessAward(
                reference, said, worth: worth, as: session.principal)
            try session.talk(
                "award-assessed", ["reference": reference, "number": "\(number)"])
        }
    }

    struct Feedback: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "feedback",
            abstract: "Records what a ward councillor or a community worker saw of an award.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "councillor or communityWorker.") var capacity: AwardFeedback.Capacity
        @Option(help: "The day on which they saw it: 2027-09-01.") var on: LocalDate
        @Option(help: "What they saw.") var saw: String
        @Option(help: "Whether they would fund it again: yes, no or unsure.")
        var again: AwardFeedback.Again
        @Option(help: "The number of feedback that this corrects.") var number: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let number = try session.workflows.recordFeedback(
                FeedbackSaid(capacity: capacity, seenOn: on, saw: saw, wouldFund: again),
                correcting: number, on: reference, as: session.principal)
            try session.talk(
                "award-feedback", ["reference": reference, "number": "\(number)"])
        }
    }

    struct Waive: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "waive",
            abstract: "Says that a group need not send returns that it has not sent.",
            discussion: "Without --return, that is all of them.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(
            name: .customLong("return"),
            help: "The number of a return that it need not send; may be given again.")
        var returns: [Int64] = []
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.waiveReturns(
                returns.isEmpty ? nil : returns, of: reference, reason: because,
                as: session.principal)
            if returns.isEmpty {
                try session.talk("award-waived", ["reference": reference])
            } else {
                try session.talk(
                    "award-waived-some",
                    [
                        "reference": reference,
                        "returns": returns.map { "\($0)" }.joined(separator: ", "),
                    ])
            }
        }
    }

    struct WriteOff: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "write-off",
            abstract: "Says that a group need not pay back so much of what it did not spend.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "How much: £120.50.") var amount: Money
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.writeOff(
                amount, of: reference, reason: because, as: session.principal)
            try session.talk(
                "award-written-off", ["reference": reference, "amount": amount.words])
        }
    }

    struct GiveUp: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "give-up",
            abstract: "Says that a group gave up what is not paid of its award.",
            discussion: """
                In rounds without agreements: what is not paid is never paid, and goes back to the
                round, for good. Where there is an agreement, agreement end does that.
                """)

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let released = try session.workflows.giveUpAward(
                reference, reason: because, as: session.principal)
            try session.talk(
                "award-given-up", ["reference": reference, "released": released.words])
        }
    }

    struct Close: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Closes an award: nothing of it is changed or paid any more.")

        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "Something to be kept with it; optional.") var note: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.closeAward(reference, note: note, as: session.principal)
            try session.talk("award-closed", ["reference": reference])
        }
    }

    struct Reopen: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "reopen",
            abstract: "Opens an award again that was closed.",
            discussion: """
                What was waived is due again, with new days, unless --waivers-stand. What a group
                gave up is not paid again.
                """)

        @Argument(help: "The application's reference.") var reference: String
        @Flag(help: "The group still need not send what was waived.") var waiversStand = false
        @Option(help: "Why.") var because: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let due = try session.workflows.reopenAward(
                reference, waiversStand: waiversStand, reason: because, as: session.principal)
            try session.talk("award-reopened", ["reference": reference])
            let words = try session.words()
            for each in due {
                try session.talk(
                    "award-return-again",
                    ["number": "\(each.number)", "date": words.words(each.dueOn)])
            }
        }
    }
}
