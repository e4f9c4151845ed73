import ArgumentParser
import Bootstrap
import Documents
import FundCore
import Publishing
import Workflows

struct FileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "file",
        abstract: "Files that groups send with an application or a return.",
        discussion: """
            A file is added first. Its number is then named in an answer, as "letter": [12], of
            application submit, return save or return submit.
            """,
        subcommands: [Add.self, List.self, Get.self, Remove.self, Check.self])

    struct Add: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Takes a file, and prints its number for an answer.",
            discussion: "It waits seven days for an answer that names it. - reads standard input.")

        @Argument(help: "The file.") var file: String
        @Option(help: "What it is called; without, as the file is.") var name: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let bytes = try InputFile.read(file, greatestBytes: CheckedFile.greatestBytes)
            let kept = try session.workflows.takeFile(
                bytes, named: name ?? file, at: file,
                try session.services.configuration().files, as: session.principal)
            let output = StandardOutput()
            try output.write(
                session.format == .json
                    ? Listing.files.json(Reports.row(kept)).text + "\n"
                    : "\(kept.id.rawValue)\n")
            try output.flush()
            try session.talk(
                "file-added", ["name": kept.name, "number": "\(kept.id.rawValue)"])
        }
    }

    struct List: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists the files of an application and its returns, or one's own that wait.")

        @Argument(help: "The application's reference; without, one's own that no answer names.")
        var reference: String?
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let reports = session.services.reports
            let rows =
                try reference.map { try reports.files(of: $0, as: session.principal).rows }
                ?? reports.waitingFiles(as: session.principal)
            try session.print(.files) { row in try rows.forEach { try row($0) } }
        }
    }

    struct Get: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "get",
            abstract: "Writes a file to standard output.")

        @Argument(help: "The file's number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let reports = session.services.reports
            let file = try reports.file(FileID(number), as: session.principal)
            let output = StandardOutput()
            var piece: Int64 = 1
            while let bytes = try reports.piece(piece, of: file) {
                try output.write(bytes)
                piece += 1
            }
            try output.flush()
        }
    }

    struct Remove: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "remove",
            abstract: "Gives up a file of one's own that no answer names.")

        @Argument(help: "The file's number.") var number: Int64
        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            try session.workflows.removeFile(FileID(number), as: session.principal)
            try session.talk("file-removed", ["number": "\(number)"])
        }
    }

    struct Check: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Takes the hash of every file that is kept; exit code 1 where one has changed.")

        @OptionGroup var options: GlobalOptions

        func run() async throws {
            let session = try options.open()
            let check = try session.services.reports.checkFiles(as: session.principal)
            try session.print(check.json)
            if !check.damaged.isEmpty { throw ExitCode(1) }
        }
    }
}
