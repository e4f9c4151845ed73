import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import Publishing

/// `cohesion <noun> <verb>`: the front door for people at a terminal and for scripts.
public struct CohesionCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "cohesion",
        abstract: "Runs a community fund, from applications to payments.",
        subcommands: [
            InitialiseCommand.self, ConfigCommand.self, RoundCommand.self,
            ApplicationCommand.self, PanelCommand.self, ScoreCommand.self, RankingCommand.self,
            AllocationCommand.self, DecisionCommand.self, LetterCommand.self, PaymentCommand.self,
            RunCommand.self, DutiesCommand.self, LedgerCommand.self, ExportCommand.self,
            AuditCommand.self, PersonCommand.self, InterestCommand.self,
            AppealCommand.self, ReserveCommand.self, AgreementCommand.self, ScreeningCommand.self,
            MeetingCommand.self,
            CycleCommand.self, IndicatorCommand.self, LessonCommand.self, DueCommand.self,
            ReturnCommand.self, TensionCommand.self, SurveyCommand.self, FileCommand.self,
            AwardCommand.self, ProviderCommand.self, SupportCommand.self, BenefitCommand.self,
            EqualityCommand.self,
            BankCommand.self, ReconcileCommand.self, ReconciliationCommand.self,
            PublishCommand.self, TranslationsCommand.self, ServeCommand.self, PrivacyCommand.self,
            FreedomCommand.self, RehearsalCommand.self,
        ])

    public init() {}
}

extension CohesionCommand {
    /// Whether somebody asked for help, or typed a command as it should not be.
    fileprivate static func isAboutUsage(_ error: any Error) -> Bool {
        [ExitCode.success, .validationFailure].contains(exitCode(for: error))
    }
}

/// Starts the program: parses, runs, and says what went wrong in the form that was asked for.
public enum CommandLineDoor {
    public static func run() async {
        let command: any ParsableCommand
        do {
            command = try CohesionCommand.parseAsRoot()
        } catch {
            CohesionCommand.exit(withError: error)
        }
        do {
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                var synchronous = command
                try synchronous.run()
            }
        } catch let problem as any Problem {
            let options = (command as? any FundCommand)?.options
            ProblemPrinter(options: options).print(problem.report)
            exit(problem.report.kind.exitCode)
        } catch let status as ExitCode {
            CohesionCommand.exit(withError: status)
        } catch let error as ValidationError {
            CohesionCommand.exit(withError: error)
        } catch  where CohesionCommand.isAboutUsage(error) {
            CohesionCommand.exit(withError: error)
        } catch {
            let report = OutputProblem.unforeseen(why: "\(error)").report
            ProblemPrinter(options: (command as? any FundCommand)?.options).print(report)
            exit(report.kind.exitCode)
        }
    }
}

extension ProblemKind {
    /// The one table of exit codes (sysexits where it has one).
    var exitCode: Int32 {
        switch self {
        case .forbidden, .conflict, .stale, .unauthenticated: 1
        case .notFound: 2
        case .invalid: 65
        case .inputOutput: 74
        case .unavailable, .tooMany: 75
        case .configuration: 78
        }
    }
}

/// Says on standard error what went wrong, where, and what would be right.
struct ProblemPrinter {
    let options: GlobalOptions?

    func print(_ report: ProblemReport) {
        let words = catalogue
        if options?.format == .json {
            write(report.json(words).text)
            return
        }
        write(words.words(report))
        for field in report.fields {
            write("  \(field.place.onTerminal): \(words.words(field).onTerminal)")
        }
    }

    /// The words, or none where the catalogue itself is what is wrong: codes show then.
    private var catalogue: TextCatalogue {
        let folder = (try? options?.settings())?.configurationFolder ?? "Config"
        let found = try? Words(folder: folder).english()
        return found ?? FallbackWords.catalogue
    }

    private func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}

/// The few words needed to say that the words themselves cannot be read.
enum FallbackWords {
    static let catalogue = TextCatalogue(
        language: "en",
        entries: [
            "problem.configuration-invalid":
                "The files in {folder} are not in order ({count}):",
            "problem.database-missing": "There is no database at {path}. Run: cohesion init",
            "field.file-missing": "This file is missing or cannot be read.",
            "field.file-empty": "There is nothing in it.",
            "field.yaml": "This is not readable as YAML: {why}",
            "field.text-missing": "The text for {key} is missing.",
            "field.missing": "This is missing.",
        ])
}
