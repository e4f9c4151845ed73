import Foundation
import FundCore
import TestSupport
import Testing

@Suite("The server's mail worker: each letter arrives once, or a person is asked")
struct MailWorkerTests {
    private let mail: MailServer
    private let fund: CommandLineFund

    init() throws {
        mail = try MailServer()
        fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
    }

    private func server(
        password: String = "secret", trusted: Bool = true, _ further: [String: String] = [:]
    ) throws -> Server {
        var environment = try mail.environment(password: password, trusted: trusted)
        environment["COHESION_MAIL_RETRY_SECONDS"] = "1,1,1"
        return try Server(
            fund, people: ["officer"], environment: environment.merging(further) { $1 })
    }

    /// Submits an application whose receipt goes to this name, and gives back its reference.
    @discardableResult
    private func submit(_ name: String) throws -> String {
        try fund.submit("Group \(name)", email: "\(name)@example.org")
    }

    private func status(of name: String) throws -> String {
        try Command.sql(
            fund.database,
            """
            SELECT status FROM letter JOIN applicationContact USING (applicationId)
            WHERE email = '\(name)@example.org' AND kind = 'receipt';
            """
        ).output.trimmed
    }

    private func wait(
        for what: String, seconds: Double = 40, _ isTrue: () throws -> Bool
    ) throws {
        let end = Date().addingTimeInterval(seconds)
        while try !isTrue() {
            guard Date() < end else { throw TestFailure("waited in vain for \(what)") }
            usleep(20_000)
        }
    }

    private func waitUntil(_ name: String, is wanted: String) throws {
        try wait(for: "\(name) to be \(wanted), not \(try status(of: name))") {
            try status(of: name) == wanted
        }
    }

    @Test("taken, 450, 451 after the message, 550, 552, broken off, slow: each as it should be")
    func outcomes() throws {
        let server = try server()
        var references: [String: String] = [:]
        for name in [
            "one", "later", "busy", "never", "full", "lost", "slow", "odd", "half", "two",
        ] {
            references[name] = try submit(name)
        }
        for (name, status) in [
            ("one", "sent"), ("later", "sent"), ("busy", "sent"), ("never", "failed"),
            ("full", "failed"), ("lost", "unknown"), ("odd", "unknown"), ("half", "unknown"),
            ("slow", "sent"), ("two", "sent"),
        ] {
            try waitUntil(name, is: status)
        }
        let once = ["one", "later", "busy", "lost", "odd", "half", "slow", "two"]
        #expect(
            mail.deliveries
                == Dictionary(uniqueKeysWithValues: once.map { ("\($0)@example.org", 1) }))
        #expect(try server.ask("GET", "/readyz").status == 200)
        #expect(try server.ask("GET", "/metrics").text.contains("cohesion_letters_waiting 0"))

        // Of the lost one a person says what became of it; the failed one is tried again as asked.
        let lost = references["lost"] ?? ""
        #expect(try fund.run("letter resolve \(lost) --sent --resend", as: "officer").status == 64)
        #expect(try fund.run("letter resolve \(lost) --sent", as: "decider").status == 1)
        try fund.good("letter resolve \(lost) --sent", as: "officer")
        #expect(try status(of: "lost") == "sent")
        #expect(try fund.run("letter resolve \(lost) --sent", as: "officer").status == 1)
        try server.good(
            "POST", "applications/\(references["never"] ?? "")/letters/retry", as: "officer")
        try wait(for: "a second attempt at never") {
            try Command.sql(
                fund.database,
                "SELECT count(*) FROM letterAttempt WHERE outcome = 'failed' AND reply LIKE '550%';"
            ).output.trimmed == "2"
        }
        #expect(mail.deliveries["lost@example.org"] == 1)
        try fund.good("audit verify")
    }

    @Test("an unknown letter that a person wants sent again is sent again, and only then")
    func resend() throws {
        let server = try server()
        let reference = try submit("lost")
        try waitUntil("lost", is: "unknown")
        usleep(2_500_000)
        #expect(mail.deliveries == ["lost@example.org": 1])
        #expect(
            try server.ask(
                "POST", "applications/\(reference)/letters/resolution", as: "officer",
                "{\"verdict\":\"perhaps\"}"
            ).status == 422)
        try server.good(
            "POST", "applications/\(reference)/letters/resolution", as: "officer",
            "{\"verdict\":\"resend\"}")
        try wait(for: "a second delivery") { mail.deliveries["lost@example.org"] == 2 }
        let counts = try Command.sql(
            fund.database, "SELECT group_concat(verdict) FROM letterResolution;")
        #expect(counts.output.trimmed == "resend")
        try waitUntil("lost", is: "unknown")
        #expect(
            try Command.sql(fund.database, "UPDATE letter SET status = 'sent';").isRefusedByRule)
    }

    @Test("no SQL makes a letter of unknown fate count as sent without a person's word")
    func unspoken() throws {
        let server = try server()
        try submit("lost")
        try submit("one")
        try waitUntil("lost", is: "unknown")
        try waitUntil("one", is: "sent")
        #expect(server.stop() == 0)
        #expect(
            try Command.sql(
                fund.database, "UPDATE letter SET status = 'sent' WHERE status = 'unknown';"
            ).isRefusedByRule)
        // Nor does a word that was given before there was anything to say.
        let early = """
            INSERT INTO letterResolution (letterId, verdict, resolvedById, resolvedAt)
            SELECT id, 'sent', 1, 1 FROM letter WHERE status = 'sent' LIMIT 1;
            """
        #expect(try Command.sql(fund.database, early).isRefusedByRule)
    }

    @Test("what nobody should see of this machine is not at /readyz")
    func discreet() throws {
        let file = try fund.folder.write("no-folder", "")
        let server = try Server(
            fund, people: ["officer"], environment: ["COHESION_MAIL_DIR": "\(file)/letters"])
        try submit("one")
        try wait(for: "the server not to be ready") {
            try server.ask("GET", "/readyz").status == 503
        }
        let ready = try server.ask("GET", "/readyz").text
        #expect(
            ready.contains("COHESION_MAIL_DIR") && !ready.contains(fund.folder.path), "\(ready)")
    }

    @Test("a wrong password or an unknown certificate stops the queue, says so, and loses nothing")
    func misconfigured() throws {
        try submit("one")
        try submit("two")
        for (password, trusted, word) in [("wrong", true, "535"), ("secret", false, "certificate")]
        {
            let server = try server(password: password, trusted: trusted)
            try wait(for: "the server not to be ready") {
                try server.ask("GET", "/readyz").status == 503
            }
            let ready = try server.ask("GET", "/readyz")
            #expect(ready["status"]?.string == "not ready")
            #expect(ready.text.contains("\"name\":\"mail\",\"ok\":false"), "\(ready.text)")
            #expect(ready.text.lowercased().contains(word), "\(ready.text)")
            #expect(try server.ask("GET", "/healthz").status == 200)
            #expect(try server.ask("GET", "/metrics").text.contains("cohesion_mail_stopped 1"))
            // It rests: no attempt a second.
            let before = try Command.sql(fund.database, "SELECT count(*) FROM letterAttempt;")
                .output
            usleep(2_500_000)
            #expect(
                try Command.sql(fund.database, "SELECT count(*) FROM letterAttempt;").output
                    == before)
            // Somebody says to go on: it tries, and stops again.
            try server.good("POST", "rounds/round-1/letters/send", as: "officer")
            try wait(for: "another attempt") {
                try Command.sql(fund.database, "SELECT count(*) FROM letterAttempt;").output
                    != before
            }
            try wait(for: "the server not to be ready again") {
                try server.ask("GET", "/readyz").status == 503
            }
            #expect(server.stop() == 0)
        }
        #expect(mail.messages.isEmpty)
        let server = try server()
        try waitUntil("one", is: "sent")
        try waitUntil("two", is: "sent")
        #expect(mail.deliveries == ["one@example.org": 1, "two@example.org": 1])
        #expect(try server.ask("GET", "/readyz").status == 200)
    }

    @Test("a sender that the mail server refuses stops the queue until somebody says to go on")
    func refusedSender() throws {
        try mail.folder.write("refuse-sender", "")
        let server = try server()
        try submit("one")
        try wait(for: "the server not to be ready") {
            try server.ask("GET", "/readyz").status == 503
        }
        try FileManager.default.removeItem(atPath: "\(mail.folder.path)/refuse-sender")
        usleep(2_500_000)
        #expect(mail.messages.isEmpty)
        try server.good("POST", "rounds/round-1/letters/send", as: "officer")
        try waitUntil("one", is: "sent")
        #expect(try server.ask("GET", "/readyz").status == 200)
    }

    @Test("once the command line gets letters out, a stopped worker goes on by itself")
    func resumed() throws {
        let server = try server(password: "wrong")
        try submit("one")
        try wait(for: "the server not to be ready") {
            try server.ask("GET", "/readyz").status == 503
        }
        try fund.good(
            "letter send --round round-1", as: "officer", environment: mail.environment())
        try wait(for: "the server to be ready") {
            try server.ask("GET", "/readyz").status == 200
        }
        #expect(mail.deliveries == ["one@example.org": 1])
    }

    @Test("with no mail server there, letters wait and are tried again, and fail in the end")
    func refusedConnection() throws {
        let server = try server(["COHESION_SMTP_URL": "smtp://127.0.0.1:1"])
        try submit("one")
        try waitUntil("one", is: "failed")
        #expect(
            try Command.sql(
                fund.database, "SELECT attemptCount FROM letter WHERE kind = 'receipt';"
            ).output.trimmed == "4")
        #expect(try server.ask("GET", "/readyz").status == 200)
    }

    @Test("a mail server that is too slow to say that it took a letter leaves it unknown")
    func tooSlow() throws {
        let server = try server(["COHESION_SMTP_TIMEOUT_SECONDS": "1"])
        try submit("slow")
        try waitUntil("slow", is: "unknown")
        usleep(2_500_000)
        #expect(mail.deliveries == ["slow@example.org": 1])
        #expect(server.stop() == 0)
    }

    @Test("decision letters stay until an officer lets them go; receipts do not wait for that")
    func gate() throws {
        let server = try server()
        let reference = try submit("one")
        try waitUntil("one", is: "sent")
        for line in [
            "round close round-1", "application check --all-clear --round round-1",
            "panel add --round round-1 --email p1@example.org",
            "score record \(reference) --member p1@example.org "
                + TestFund.criteria.map { "--score \($0)=4" }.joined(separator: " "),
            "decision propose --round round-1",
        ] { try fund.good(line, as: "officer") }
        try fund.good("decision approve --round round-1 --reason Fit", as: "decider")
        usleep(3_000_000)
        #expect(mail.messages.count == 1)
        let sent = try server.good("POST", "rounds/round-1/letters/send", as: "officer")
        #expect(sent.status == 202 && sent["released"]?.int == 1)
        try wait(for: "the award letter") { mail.messages.count == 2 }
        #expect(
            try server.good("POST", "rounds/round-1/letters/send", as: "officer")["released"]?.int
                == 0)
    }

    @Test("the command line and the worker send at the same time: each letter arrives once")
    func together() throws {
        let names = (1...12).map { "group\($0)" }
        for name in names { try submit(name) }
        let server = try server()
        while mail.messages.count < 12 {
            let outcome = try fund.run(
                "letter send --round round-1", as: "officer", environment: mail.environment())
            #expect([0, 75].contains(outcome.status), "\(outcome.errors)")
        }
        for name in names { try waitUntil(name, is: "sent") }
        #expect(mail.deliveries.values.allSatisfy { $0 == 1 } && mail.deliveries.count == 12)
        #expect(server.stop() == 0)
    }

    // MARK: kill -9

    /// Nothing arrives twice; what is not known to have arrived is shown as unknown.
    private func check(after server: Server, _ name: String) throws {
        server.killNow()
        try mail.folder.write("go", "")
        let next = try self.server()
        try submit("after")
        try waitUntil("after", is: "sent")
        try waitUntil(name, is: "unknown")
        usleep(1_500_000)
        #expect(mail.deliveries["\(name)@example.org"] ?? 0 <= 1)
        #expect(mail.deliveries["after@example.org"] == 1)
        let listed = try next.good("GET", "rounds/round-1/letters", as: "officer")
        #expect(listed.text.contains("\"status\":\"unknown\""))
        try fund.good("audit verify")
    }

    @Test("killed between taking a letter up and sending it: shown as unknown, not sent again")
    func killedBeforeSending() throws {
        try mail.folder.write("hold-sender", "")
        let server = try server()
        try submit("one")
        try waitUntil("one", is: "sending")
        usleep(300_000)
        server.killNow()
        try FileManager.default.removeItem(atPath: "\(mail.folder.path)/hold-sender")
        try check(after: server, "one")
        #expect(mail.deliveries["one@example.org"] == nil)
    }

    @Test("killed when the message is out and the answer is not: shown as unknown, not sent again")
    func killedAfterData() throws {
        let server = try server()
        try submit("held")
        try wait(for: "the message") { mail.messages.count == 1 }
        try check(after: server, "held")
        #expect(mail.deliveries["held@example.org"] == 1)
    }

    @Test("killed when it was taken and is not yet marked so: shown as unknown, not sent again")
    func killedBeforeTheMark() throws {
        let server = try server()
        try submit("held")
        try wait(for: "the message") { mail.messages.count == 1 }
        // Somebody else is writing just when the worker wants to.
        let input = Pipe()
        let lock = try Command.start(
            "/usr/bin/env", ["sqlite3", fund.database], input: input.fileHandleForReading,
            output: FileHandle.nullDevice)
        try input.fileHandleForWriting.write(contentsOf: Data("BEGIN IMMEDIATE;\n".utf8))
        usleep(300_000)
        try mail.folder.write("go", "")
        usleep(700_000)
        #expect(try status(of: "held") == "sending")
        server.killNow()
        try input.fileHandleForWriting.close()
        lock.waitUntilExit()
        try check(after: server, "held")
        #expect(mail.deliveries["held@example.org"] == 1)
    }
}
