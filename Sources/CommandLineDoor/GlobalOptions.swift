import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import FundStore
import Workflows

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json
    /// What is no list, in words; of a list, the table.
    case text
    /// A page of its own, of what can be printed as one; of the rest, as `text`.
    case html
}

/// A command of the fund: every one takes the same global options.
protocol FundCommand: AsyncParsableCommand {
    var options: GlobalOptions { get }
}

struct GlobalOptions: ParsableArguments {
    @Option(help: "The database file (default: $COHESION_DATABASE or var/cohesion.sqlite).")
    var database: String?

    @Option(help: "The folder of the fund's files (default: $COHESION_CONFIG or Config).")
    var config: String?

    @Option(
        name: .customLong("as"),
        help: ArgumentHelp("Who acts: a person's email address.", valueName: "email"))
    var actor: String?

    @Option(help: "How to print: table (or text), csv or json; html where a command says so.")
    var format: OutputFormat = .table

    func settings() throws -> Settings {
        try Settings(
            database: database, configuration: config,
            environment: ProcessInfo.processInfo.environment)
    }

    /// Opens the fund for whoever acts.
    func open() throws -> Session {
        let services = try Services.open(try settings())
        let principal: Principal
        if let actor {
            principal = try services.principal(
                actor, door: .commandLine, systemUser: Self.systemUser)
        } else {
            principal = Self.operatorPrincipal
        }
        let session = Session(services: services, principal: principal, format: format)
        if try services.store.isRehearsal() { try session.talk("rehearsal-is-one") }
        return session
    }

    static var operatorPrincipal: Principal {
        Principal(.operator, door: .commandLine, systemUser: systemUser)
    }

    /// The account that the program runs under, without what would break a line of the trail.
    static var systemUser: String {
        let name = NSUserName()
        return name.isEmpty || name.hasControlCharacters || name.contains(" ")
            ? "uid-\(getuid())" : name
    }
}

/// One command at work: the fund, who acts, and how to print.
struct Session {
    let services: Services
    let principal: Principal
    let format: OutputFormat

    var workflows: Workflows { services.workflows }

    func words() throws -> TextCatalogue { try services.words() }

    /// Says something to the person at the terminal; scripts that read standard output never see
    /// it.
    func talk(_ key: String, _ arguments: [String: String] = [:]) throws {
        let words = try words().words("talk.\(key)", arguments)
        FileHandle.standardError.write(Data((words.onTerminal + "\n").utf8))
    }

    /// Says beside what a command prints that something is not in it.
    func warn(_ problem: FieldProblem) throws {
        let words = try words().words(problem)
        FileHandle.standardError.write(Data((words.onTerminal + "\n").utf8))
    }

    /// The reason given, or asked for where somebody sits at the terminal; nil is allowed.
    func reason(_ given: String?, isWanted: Bool) throws -> String? {
        if let given { return given.trimmed.isEmpty ? nil : given.trimmed }
        guard isWanted else { return nil }
        try talk("reason-wanted")
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1,
            let typed = readLine()?.trimmed
        else { return nil }
        return typed.isEmpty ? nil : typed
    }
}

extension String {
    /// Without what could command the terminal: text from outside shows as text.
    var onTerminal: String {
        guard hasControlCharacters else { return self }
        return String(
            String.UnicodeScalarView(
                unicodeScalars.map {
                    String($0).hasControlCharacters && $0 != "\n" ? " " : $0
                }))
    }
}
