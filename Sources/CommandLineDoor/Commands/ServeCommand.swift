import ArgumentParser
import Bootstrap
import Foundation
import FundCore
import HTTPDoor
import Publishing

struct ServeCommand: FundCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Opens the HTTP door, and sends the letters that were let go.",
        discussion: "It ends what is under way and stops on SIGTERM or SIGINT.")

    @Option(help: "The address to listen on (default: $COHESION_HOST or 127.0.0.1).")
    var host: String?

    @Option(help: "The port; 0 takes a free one (default: $COHESION_PORT or 8080).")
    var port: Int?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if let port, !(0...65_535).contains(port) {
            throw ValidationError("--port takes a number from 0 to 65535.")
        }
        if options.actor != nil {
            throw ValidationError(
                "serve acts for whoever sends a token with each request: leave --as out.")
        }
    }

    func run() async throws {
        let settings = try options.settings()
        let services = try Services.open(settings, readers: HTTPDoor.readerCount)
        let words = try services.words()
        try sayBankGaps(services, words)
        try await HTTPDoor.serve(
            services, host: host ?? settings.host, port: port ?? settings.port,
            systemUser: GlobalOptions.systemUser
        ) { address in
            // On standard output, for scripts that wait for it.
            print(words.words("talk.serving", ["address": address]))
            fflush(nil)
        }
    }

    /// Says what is not set although a round asks for bank details: the server runs all the same.
    private func sayBankGaps(_ services: Services, _ words: TextCatalogue) throws {
        let rounds = try services.reports.roundsAskingBankDetails()
        guard !rounds.isEmpty else { return }
        var gaps: [String] = []
        if services.settings.bankKeyIfSet == nil { gaps.append("serve-no-bank-key") }
        if !services.settings.hasBankTables { gaps.append("serve-no-bank-tables") }
        for gap in gaps {
            let said = words.words("talk.\(gap)", ["rounds": rounds.joined(separator: ", ")])
            FileHandle.standardError.write(Data((said.onTerminal + "\n").utf8))
        }
    }
}
