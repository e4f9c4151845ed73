import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Letters leave by a real mail server, encrypted and signed in", .serialized)
struct MailTests {
    private func fund(_ addresses: [String]) throws -> CommandLineFund {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        for address in addresses {
            _ = try fund.submit("Group \(address)", email: "\(address)@example.org")
        }
        return fund
    }

    private func send(_ fund: CommandLineFund, _ environment: [String: String]) throws -> Outcome {
        try fund.run(
            "letter send --round round-1 --format json", as: "officer", environment: environment)
    }

    @Test("delivered, 450 once, 550, full, and a connection lost after the message")
    func outcomes() throws {
        let server = try MailServer()
        let fund = try fund(["one", "later", "never", "full", "lost", "two"])
        let first = try send(fund, server.environment())
        #expect(
            first.output.trimmed
                == "{\"sent\":2,\"toPost\":0,\"waiting\":1,\"failed\":2,\"unknown\":1}",
            "\(first.errors)")
        #expect(first.status == 75)
        let second = try send(fund, server.environment())
        #expect(
            second.output.trimmed
                == "{\"sent\":1,\"toPost\":0,\"waiting\":0,\"failed\":0,\"unknown\":0}",
            "\(second.errors)")
        #expect(second.status == 0)
        #expect(try send(fund, server.environment()).output.contains("\"sent\":0"))
        let messages = server.messages
        #expect(messages.count == 4)
        for message in messages {
            #expect(message.hasPrefix("EHLO example.org\nMAIL bounces@example.org\nRCPT "))
            #expect(
                message.components(separatedBy: "\nRCPT ")[1].prefix { $0 != "\n" }.split(
                    separator: " "
                ).count == 1)
            #expect(message.contains("Auto-Submitted: auto-generated"))
        }
        let ids = messages.compactMap {
            $0.components(separatedBy: "Message-ID: ").last?.prefix {
                $0 != "\r" && $0 != "\n" && $0 != "\r\n"
            }
        }
        #expect(Set(ids).count == 4)
    }

    @Test("a wrong password or an unknown certificate stops the run and loses nothing")
    func misconfigured() throws {
        let server = try MailServer()
        let fund = try fund(["one"])
        for environment in try [
            server.environment(password: "wrong"), server.environment(trusted: false),
        ] {
            let outcome = try send(fund, environment)
            #expect(outcome.status == 78)
            #expect(outcome.errors.contains("mail-misconfigured"))
        }
        // A sender that the server will not take is no fault of a letter's.
        try server.folder.write("refuse-sender", "")
        #expect(try send(fund, server.environment()).status == 78)
        try FileManager.default.removeItem(atPath: "\(server.folder.path)/refuse-sender")
        #expect(server.messages.isEmpty)
        #expect(try send(fund, server.environment()).output.contains("\"sent\":1"))
    }

    @Test("with no server there, letters wait")
    func refused() throws {
        let fund = try fund(["one"])
        let outcome = try send(
            fund, ["COHESION_SMTP_URL": "smtp://127.0.0.1:1", "COHESION_MAIL_RETRY_SECONDS": "60"])
        #expect(outcome.status == 75)
        #expect(outcome.output.contains("\"waiting\":1"))
    }
}
