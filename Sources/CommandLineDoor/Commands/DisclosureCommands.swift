import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import Publishing

/// `cohesion privacy export`: what is held about a person.
struct PrivacyExportCommand: FundCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Prints everything that is held about a person, without other people's data.",
        discussion: """
            By their email address: every row that is about them, every other row that names them,
            and what they did. What is left out is listed, with why. JSON, or a page with
            --format html.
            """)

    @Option(help: "Whose: an email address.") var person: String
    @Option(help: "A folder to write it into, as JSON and as a page, instead of printing it.")
    var to: String?
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let session = try options.open()
        let found = try session.services.disclose(.person(person), as: session.principal)
        try session.give(found, "disclosure-page.about-person", "about-person", to: to)
    }
}

struct FreedomCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "foi", abstract: "What anybody may ask for under freedom of information.",
        subcommands: [Export.self])

    struct Export: FundCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Prints what is recorded about an award or an organisation, and what is not.",
            discussion: """
                Personal data, bank details, what a panel says before its decision and the
                council's own notes are left out and listed. Read it before you give it out: in
                their own words, people may say what no rule finds.
                """)

        @Option(help: "The reference of an award: CF26-0042-K.") var award: String?
        @Option(
            help: "A registration number, an identifier, or a reference of one of its applications."
        )
        var organisation: String?
        @Option(help: "A folder to write it into, as JSON and as a page, instead of printing it.")
        var to: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (award == nil) != (organisation == nil) else {
                throw ValidationError("Name either --award or --organisation.")
            }
        }

        func run() async throws {
            let session = try options.open()
            let found = try session.services.disclose(
                .record(award: award, organisation: organisation), as: session.principal)
            try session.give(found, "disclosure-page.information", "information", to: to)
        }
    }
}

extension Session {
    /// Prints what is given out, or writes it into a folder as two files that only their owner reads.
    fileprivate func give(
        _ found: Disclosure, _ title: String, _ file: String, to folder: String?
    ) throws {
        let words = try words()
        let page = found.html(words.words(title), words)
        let json = found.json(words).text + "\n"
        guard let folder else {
            let output = StandardOutput()
            try output.write(format == .html ? page : json)
            return try output.flush()
        }
        for (name, text) in [("\(file).json", json), ("\(file).html", page)] {
            let path = URL(fileURLWithPath: folder).appendingPathComponent(name).path
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
                try Data(text.utf8).write(
                    to: URL(fileURLWithPath: path), options: .withoutOverwriting)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o600], ofItemAtPath: path)
            } catch {
                throw OutputProblem.cannotWrite(why: "\(path): \(error.localizedDescription)")
            }
        }
        try talk("disclosure-written", ["folder": folder, "rows": "\(found.rowCount)"])
    }
}
