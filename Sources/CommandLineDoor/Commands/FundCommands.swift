import ArgumentParser
import Bootstrap
import FundCore
import FundStore
import Publishing
import Rounds
import Workflows

struct InitialiseCommand: FundCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes the database from the fund's files, or brings one up to date.")

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if options.actor != nil {
            throw ValidationError(
                "init is for whoever works the machine, before anybody is known: leave --as out.")
        }
    }

    func run() async throws {
        let settings = try options.settings()
        let (services, steps, result) = try Services.initialise(
            settings, as: GlobalOptions.operatorPrincipal)
        let session = Session(
            services: services, principal: GlobalOptions.operatorPrincipal,
            format: options.format)
        try session.talk(
            result.isNew ? "init-new" : "init-again",
            [
                "path": settings.databasePath, "steps": "\(steps)",
                "rounds": result.roundsAdded.joined(separator: ", "),
                "people": "\(result.peopleAdded)",
            ])
        if !result.peopleRetired.isEmpty {
            try session.talk(
                "init-retired", ["people": result.peopleRetired.joined(separator: ", ")])
        }
        if !result.roundsLeftAlone.isEmpty {
            try session.talk(
                "init-left-alone", ["rounds": result.roundsLeftAlone.joined(separator: ", ")])
        }
    }
}

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The fund's files.", subcommands: [Check.self])

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Checks every file and names everything that is wrong.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let settings = try options.settings()
            let configuration = try Services.configuration(settings)
            let words = try Words(folder: settings.configurationFolder).english()
            let output = StandardOutput()
            try output.write(
                words.words(
                    "talk.config-good",
                    [
                        "folder": settings.configurationFolder,
                        "rounds": "\(configuration.rounds.count)",
                        "people": "\(configuration.people.count)",
                    ]) + "\n")
            try output.flush()
        }
    }
}

struct RoundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "round", abstract: "Rounds of the fund.",
        subcommands: [
            List.self, Show.self, Open.self, Close.self, Clone.self, Proposals.self, Take.self,
            Leave.self,
        ])

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists every round.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(.rounds) { try session.services.reports.rounds($0) }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one round.")

        @Argument(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let row = try session.services.reports.roundRow(round)
            if session.format == .json {
                try session.print(Listing.rounds.json(row))
            } else {
                try session.print(.rounds) { try $0(row) }
            }
        }
    }

    struct Open: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Opens a round for applications, now.")

        @Argument(help: "The round: round-1.") var round: String
        @Option(help: "The deadline, in London time: 2026-12-31T12:00.") var closes: String?
        @Option(help: "Why it opens off its timetable.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let closes, LocalDateTime(closes) == nil {
                throw ValidationError("--closes takes a date and time like 2026-12-31T12:00.")
            }
        }

        func run() async throws {
            let session = try options.open()
            // Nobody is asked for the reason of something that is not theirs to do.
            try session.principal.require(.officer)
            let planned = try session.services.reports.round(round)
            let today = try session.services.today()
            let opened = try session.workflows.openRound(
                round, try session.services.configuration(),
                closes: closes.flatMap { LocalDateTime($0) },
                reason: try session.reason(
                    reason,
                    isWanted: planned.status == .planned
                        && planned.plan.timetable.opens.date != today),
                as: session.principal)
            try session.talk(
                "round-opened",
                [
                    "round": round,
                    "deadline": try session.words().words(opened.plan.timetable.closes),
                    "allotment": opened.plan.allotment.words,
                ])
        }
    }

    struct Close: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Closes a round to applications, now.")

        @Argument(help: "The round: round-1.") var round: String
        @Option(help: "Why it closes off its timetable.") var reason: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.principal.require(.officer)
            let open = try session.services.reports.round(round)
            let today = try session.services.today()
            _ = try session.workflows.closeRound(
                round,
                reason: try session.reason(
                    reason,
                    isWanted: open.status == .open && open.plan.timetable.closes.date != today),
                as: session.principal)
            try session.talk("round-closed", ["round": round])
        }
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The trail of everything that was done.",
        subcommands: [Head.self, Verify.self])

    struct Head: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "head",
            abstract: "Prints how many rows the trail has and the hash of the last.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let head = try session.services.reports.auditHead(as: session.principal)
            let output = StandardOutput()
            if session.format == .json {
                try output.write(head.json.text + "\n")
            } else {
                try output.write("\(head)\n")
            }
            try output.flush()
        }
    }

    struct Verify: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Recomputes the whole trail and names the first row that was changed.")

        @Option(help: "A head noted earlier, COUNT:HASH; finds rows cut off the end.")
        var expect: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if let expect, AuditHead(expect) == nil {
                throw ValidationError("--expect takes what \"audit head\" printed: COUNT:HASH.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let head = try session.services.reports.verifyAudit(
                expecting: expect.flatMap { AuditHead($0) }, as: session.principal)
            try session.print(head.json)
            try session.talk("audit-whole", ["count": "\(head.count)"])
        }
    }
}
