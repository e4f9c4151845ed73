import Applications
import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import Publishing
import Workflows

extension ScreeningList: ExpressibleByArgument {}
extension ScreeningVerdict: ExpressibleByArgument {}

/// What `screening list` lists.
enum ScreeningRows: String, ExpressibleByArgument, CaseIterable {
    case candidates, runs, imports
}

struct ScreeningCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screening",
        abstract: "Due diligence: looks for groups and their people in lists.",
        subcommands: [
            Import.self, Run.self, List.self, Show.self, Decide.self, Confirm.self,
        ])

    struct Import: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Takes in a file of a list, however large; the same file twice changes nothing.")

        @Argument(help: "The file.") var file: String
        @Option(help: "Which list: uk-sanctions, proscribed or charity-register.")
        var list: ScreeningList
        @Option(
            help: ArgumentHelp(
                "The day the list is of, where the file does not say it: 2026-11-24.",
                valueName: "date"))
        var reported: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard reported == nil || reported.flatMap({ LocalDate($0) }) != nil else {
                throw ValidationError("--reported needs a date like 2026-11-24.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let bar = ProgressBar()
            let result = try session.workflows.importList(
                list, InputFile.source(file), reportedOn: reported.flatMap { LocalDate($0) },
                as: session.principal, progress: bar.show)
            try session.print(result.imported.json(isRepeat: result.isRepeat))
            let date = try session.words().words(result.imported.reportedOn)
            if result.isRepeat {
                try session.talk("list-imported-before", ["date": date])
            } else {
                try session.talk("list-imported", ["date": date])
            }
        }
    }

    struct Run: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Looks for a round's groups and their people in the newest lists.")

        @Option(help: "The round: round-2.") var round: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let result = try session.workflows.runScreening(
                round: round, as: session.principal)
            try session.print(
                result.run.json(
                    applications: result.applicationCount, candidates: result.candidateCount,
                    missing: result.missing))
            let words = try session.words()
            for list in result.missing {
                let names = [
                    "list": words.words("list.\(list.rawValue)"), "key": list.rawValue,
                ]
                if result.isDemanded {
                    try session.talk("screening-list-missing-barred", names)
                } else {
                    try session.talk("screening-list-missing", names)
                }
            }
            if result.candidateCount > 0 { try session.talk("screening-candidates") }
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists a round's candidates or runs, or the files of lists taken in.")

        @Option(help: "The round: round-2.") var round: String?
        @Option(help: "What: candidates, runs or imports.") var of = ScreeningRows.candidates
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (round == nil) == (of == .imports) else {
                throw ValidationError("Give --round ROUND, or --of imports.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let (reports, key, principal) = (
                session.services.reports, round ?? "", session.principal
            )
            switch of {
            case .candidates:
                try session.print(.candidates) { row in
                    try reports.candidates(of: key, as: principal, row)
                }
            case .runs:
                try session.print(.screeningRuns) { row in
                    try reports.screeningRuns(of: key, as: principal, row)
                }
            case .imports:
                try session.print(.listImports) { row in
                    try reports.listImports(as: principal, row)
                }
            }
        }
    }

    struct Show: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Shows one candidate: why it was found, what the list says, what was decided."
        )

        @Argument(help: "The candidate's number.") var id: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.print(
                try session.services.reports.candidate(
                    ScreeningCandidateID(id), as: session.principal))
        }
    }

    struct Decide: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "decide",
            abstract: "Says what a candidate is, and why; a match waits for a second person.")

        @Argument(help: "The candidate's number.") var id: Int64
        @Option(help: "What it is: not-a-match, match or refer.") var verdict: ScreeningVerdict
        @Option(help: "Why: it stands with the candidate.") var reason: String
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let candidate = try session.workflows.decideCandidate(
                ScreeningCandidateID(id), verdict, reason: reason, as: session.principal)
            try session.print(candidate.decided)
            if candidate.standing == .unconfirmed { try session.talk("screening-unconfirmed") }
        }
    }

    struct Confirm: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "confirm",
            abstract: "Confirms, as a second person, what was decided last about a candidate.")

        @Argument(help: "The candidate's number.") var id: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let candidate = try session.workflows.confirmCandidate(
                ScreeningCandidateID(id), as: session.principal)
            try session.print(candidate.decided)
        }
    }
}

extension InputFile {
    /// A file that is read a piece at a time, as often as somebody wants to.
    static func source(_ path: String) -> ByteSource {
        ByteSource(name: path) {
            let file = try OpenFile(path)
            return { try file.piece() }
        }
    }
}

/// A file that is open for as long as somebody holds it.
private final class OpenFile {
    private let path: String
    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw OutputProblem.cannotRead(path: path, why: String(cString: strerror(errno)))
        }
    }

    deinit { close(descriptor) }

    func piece() throws -> [UInt8] {
        while true {
            let count = Foundation.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR else {
                throw OutputProblem.cannotRead(path: path, why: String(cString: strerror(errno)))
            }
        }
    }
}
