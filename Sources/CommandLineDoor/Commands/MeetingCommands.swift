import ArgumentParser
import Assessment
import Bootstrap
import FundCore
import Publishing
import Workflows

struct MeetingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "The meeting of a panel, and its minutes.",
        subcommands: [Open.self, Record.self, Sign.self, Minutes.self])

    struct Open: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Opens a panel's meeting: from now on its scores change in the meeting only.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Which of the round's panels.") var panel: String?
        @Option(help: "Why it opens although members have not scored all that is theirs.")
        var despiteMissing: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let opened = try session.workflows.openMeeting(
                round: round, panel: panel, despiteMissing: despiteMissing, as: session.principal)
            let meeting = opened.meeting
            try session.talk(
                "meeting-opened", ["panel": meeting.panel, "number": "\(meeting.number)"])
            guard !opened.frozen.isEmpty else { return }
            try session.talk("meeting-froze", ["count": "\(opened.frozen.count)"])
            try session.print(.frozenSheets) { row in
                for sheet in opened.frozen {
                    try row([.string("\(sheet.reference)"), .string(sheet.member)])
                }
            }
        }
    }

    struct Record: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "record",
            abstract: "Records who is there, a recommendation, or a score that is moderated.",
            discussion: """
                With --present or --apologies: who is there and who is not.
                With REF and --recommend: what the panel recommends.
                With REF, --member, --score and --reason: a member's score that changes.
                """)

        @Argument(help: "The application's reference: CF27-0042-K.") var reference: String?
        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Which of the round's panels, for who is there.") var panel: String?
        @Option(parsing: .upToNextOption, help: "Who is there: their email addresses.")
        var present: [String] = []
        @Option(parsing: .upToNextOption, help: "Who sent apologies: their email addresses.")
        var apologies: [String] = []
        @Option(help: "fund, part, reserve, decline or defer.") var recommend: RecommendationKind?
        @Option(help: "What is to be given: £500.") var amount: String?
        @Option(help: "What the group has to do for it.") var conditions = ""
        @Option(name: .customLong("for"), help: "How many voted for it.") var votesFor: Int64?
        @Option(help: "How many voted against it.") var against: Int64?
        @Option(help: "How many abstained.") var abstain: Int64?
        @Flag(help: "The vote was even, and the chair decided for it.") var castingVote = false
        @Option(help: "EMAIL=TEXT: who was against it, and why; as often as needed.")
        var dissent: [String] = []
        @Option(help: "Who left the room for it; as often as needed.") var left: [String] = []
        @Option(help: "Whose score is moderated.") var member: String?
        @Option(help: "criterion=score, as it is now: need=4, or need=n/a; as often as needed.")
        var score: [String] = []
        @Option(help: "Why the score changes.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            let isAttendance = !present.isEmpty || !apologies.isEmpty
            let isModeration = member != nil || !score.isEmpty || reason != nil
            guard [isAttendance, isModeration, recommend != nil].count(where: \.self) == 1,
                isAttendance == (reference == nil)
            else {
                throw ValidationError(
                    "Give --present or --apologies; or REF with --recommend; or REF with --member, "
                        + "--score and --reason.")
            }
            if isModeration, member == nil || score.isEmpty || reason == nil {
                throw ValidationError("A moderated score takes --member, --score and --reason.")
            }
            if let amount, Money(written: amount) == nil {
                throw ValidationError("--amount takes an amount: £500, not \(amount).")
            }
            _ = try dissents()
            _ = try scores()
        }

        func run() async throws {
            let session = try options.open()
            guard let reference else {
                try session.workflows.recordAttendance(
                    round: round, panel: panel, present: present, apologies: apologies,
                    as: session.principal)
                return try session.talk(
                    "meeting-attended",
                    ["present": "\(present.count)", "apologies": "\(apologies.count)"])
            }
            if let recommend {
                let wasVoted = [votesFor, against, abstain].contains { $0 != nil }
                try session.workflows.recommend(
                    reference,
                    MeetingEntry(
                        kind: recommend, amount: amount.flatMap { Money(written: $0) },
                        conditions: conditions,
                        votes: wasVoted
                            ? Votes(
                                votesFor: votesFor ?? 0, against: against ?? 0,
                                abstentions: abstain ?? 0, isCast: castingVote) : nil,
                        dissents: try dissents(),
                        left: left), of: round, as: session.principal)
                try session.talk("meeting-recommended", ["reference": reference])
            } else {
                try session.workflows.moderate(
                    reference, member: member ?? "", try scores(), reason: reason ?? "",
                    of: round, as: session.principal)
                try session.talk("meeting-moderated", ["reference": reference])
            }
        }

        private func dissents() throws -> [(email: String, text: String)] {
            try dissent.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw ValidationError("--dissent takes EMAIL=TEXT, not \(text).")
                }
                return (parts[0], parts[1])
            }
        }

        private func scores() throws -> [(criterion: String, value: Int64?)] {
            try score.map { text in
                let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, parts[1] == "n/a" || Int64(parts[1]) != nil else {
                    throw ValidationError("--score takes criterion=score: need=4, not \(text).")
                }
                return (parts[0], Int64(parts[1]))
            }
        }
    }

    struct Sign: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Signs a meeting: its minutes are kept as they are from then on.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Who was in the chair: the email address of a member who was there.")
        var chair: String
        @Option(help: "Which of the round's panels.") var panel: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let signature = try session.workflows.signMeeting(
                round: round, panel: panel, chair: chair, as: session.principal)
            try session.talk("meeting-signed", ["hash": signature.hash])
        }
    }

    struct Minutes: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "minutes",
            abstract: "Prints the minutes: those that were signed, or a draft.")

        @Option(help: "The round: round-2.") var round: String
        @Option(help: "Which of the round's panels.") var panel: String?
        @Option(help: "Which of the panel's meetings; the last where none is given.")
        var number: Int64?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let minutes = try session.services.reports.minutes(
                of: round, panel: panel, number: number, as: session.principal)
            if session.format == .json { return try session.print(minutes.json) }
            let output = StandardOutput()
            try output.write(minutes.text)
            try output.flush()
        }
    }
}

extension RecommendationKind: ExpressibleByArgument {}
