import ArgumentParser
import Bootstrap
import Commissioning
import FundCore
import Publishing
import Workflows

extension SurveyMoment: ExpressibleByArgument {}

struct SurveyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "survey",
        abstract: "What those who take part in a project say before and after, without names.",
        subcommands: [
            Open.self, OpenWave.self, CloseWave.self, Link.self, Enter.self, Import.self,
            Show.self, List.self, Priorities.self,
        ])

    /// A wave of one award's survey.
    struct Which: ParsableArguments {
        @Argument(help: "The application's reference.") var reference: String
        @Option(help: "before or after.") var wave: SurveyMoment
    }

    struct Open: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Opens the survey of an award, once.",
            discussion: "Its questions stay as surveys.yaml has them now.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.openSurvey(
                reference, try session.services.configuration(), as: session.principal)
            try session.talk("survey-opened", ["reference": reference])
        }
    }

    struct OpenWave: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "open-wave",
            abstract: "Begins to ask people; prints the link to the form.",
            discussion: "After only once before is closed.")

        @OptionGroup var which: Which
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let token = try session.workflows.openSurveyWave(
                which.wave, of: which.reference, as: session.principal)
            try session.printLink(token)
        }
    }

    struct CloseWave: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "close-wave",
            abstract: "Ends the asking, for good: then there are results.")

        @OptionGroup var which: Which
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.closeSurveyWave(
                which.wave, of: which.reference, as: session.principal)
            try session.talk("survey-closed", ["reference": which.reference])
        }
    }

    struct Link: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "link",
            abstract: "Prints the link by which people answer a wave that is open.")

        @OptionGroup var which: Which
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.survey(
                which.reference, as: session.principal)
            guard report.isWorkedOn else {
                throw AccessProblem.roleMissing(needs: [.officer, .applicant])
            }
            guard let wave = report.wave(which.wave), !wave.isClosed else {
                throw SurveyProblem.notOpen
            }
            try session.printLink(wave.token)
        }
    }

    struct Enter: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "enter",
            abstract: "Takes what one person answered on paper.",
            discussion: "--answer once for each question: --answer belong=4 --answer trust=7")

        @OptionGroup var which: Which
        @Option(help: "A question's key, = and the points.") var answer: [String] = []
        @Option(help: "The code that the person made up, if any.") var code: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.enterSurveyAnswer(
                SurveyEntry(answers: try answers(), code: code), which.wave,
                of: which.reference, as: session.principal)
            try session.talk("survey-entered", ["reference": which.reference])
        }

        private func answers() throws -> [String: Int64] {
            var answers: [String: Int64] = [:]
            var problems: [FieldProblem] = []
            for text in answer {
                let halves = text.split(separator: "=", omittingEmptySubsequences: false)
                let key = halves.first.map { String($0).trimmed } ?? ""
                guard halves.count == 2, let points = Int64(String(halves[1]).trimmed) else {
                    problems.append(FieldProblem("--answer \(text)", "survey-answer-form"))
                    continue
                }
                if answers.updateValue(points, forKey: key) != nil {
                    problems.append(FieldProblem("--answer \(text)", "survey-answer-twice"))
                }
            }
            guard problems.isEmpty else { throw InvalidInput("--answer", problems) }
            return answers
        }
    }

    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Takes a file of answers on paper, all or none.",
            discussion: """
                A row for each person; a column for each question, named by its key, with the \
                points or nothing; a column code where people made one up.
                """)

        @Argument(help: "The file, or - for standard input.") var file: String
        @Option(help: "The application's reference.") var reference: String
        @Option(help: "before or after.") var wave: SurveyMoment
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let source =
                file == "-"
                ? ByteSource(
                    name: "-",
                    bytes: try InputFile.read("-", greatestBytes: SurveyFile.greatestBytes))
                : InputFile.source(file)
            let count = try session.workflows.importSurveyAnswers(
                source, wave, of: reference, as: session.principal)
            try session.talk(
                "survey-imported", ["reference": reference, "count": "\(count)"])
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows a survey: questions, waves, and results of waves that are closed.",
            discussion: "As csv: the results, a row for each question.")

        @Argument(help: "The application's reference.") var reference: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let report = try session.services.reports.survey(reference, as: session.principal)
            if session.format == .csv {
                return try session.print(.surveyResults) { row in try report.rows.forEach(row) }
            }
            let origin = session.origin
            try session.print(report.json { "\(origin)/survey/\($0)" })
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the awards of a round that stand, and how their surveys stand.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let lines = try session.services.reports.surveys(
                of: round, as: session.principal
            ).lines
            try session.print(.surveys) { row in try lines.forEach { try row($0.row) } }
        }
    }

    struct Priorities: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "priorities",
            abstract: "Sums up a round's surveys by priority; only what each tells itself counts.")

        @Option(help: "The round: round-1.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let rows = try session.services.reports.surveyPriorityRows(
                of: round, as: session.principal)
            try session.print(.surveyPriorities) { row in try rows.forEach(row) }
        }
    }
}

extension Session {
    /// Where people reach the server.
    fileprivate var origin: String {
        let settings = services.settings
        return settings.publicURL ?? "http://\(settings.host):\(settings.port)"
    }

    /// Prints the link to a form, by what it ends with.
    fileprivate func printLink(_ token: String) throws {
        try print(.object([("link", .string("\(origin)/survey/\(token)"))]))
    }
}
