import Foundation
import FundCore
import TestSupport
import Testing

@Suite("What was begun is ended, and what is too slow is cut off", .serialized)
struct EndingTests {
    private func grants(_ count: Int) -> String {
        let list = (1...count).map {
            "{\"id\":\"g\($0)\",\"title\":\"T\",\"currency\":\"GBP\",\"amountAwarded\":600,"
                + "\"recipientOrganization\":[{\"name\":\"N\($0)\"}]}"
        }.joined(separator: ",")
        return "{\"grants\":[\(list)]}"
    }

    @Test("told to stop, the server answers what is under way, takes nothing new, and ends with 0")
    func graceful() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let server = try Server(fund, people: ["officer"])
        let busy = try HTTPConnection(port: server.port)
        let idle = try HTTPConnection(port: server.port)
        try idle.send("GET", "/healthz")
        #expect(try idle.reply().status == 200)
        try busy.send(
            "POST", "/api/v1/rounds/round-1/imports",
            headers: server.headers("officer", hasBody: true), body: Array(grants(4000).utf8))
        usleep(150_000)
        server.signalStop()
        let reply = try busy.reply()
        #expect(reply.status == 201 && reply["imported"]?.int == 4000)
        #expect(server.wait(seconds: 20) == 0)
        #expect(idle.isClosedByServer)
        #expect(throws: TestFailure.self) { try HTTPConnection(port: server.port) }
        let count = try Command.sql(fund.database, "SELECT count(*) FROM application;")
        #expect(count.output.trimmed == "4000")
        try fund.good("audit verify")
    }

    @Test("an idle server ends at once")
    func idle() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let start = Date()
        #expect(server.stop() == 0)
        #expect(Date().timeIntervalSince(start) < 5)
    }

    @Test("an address that cannot be had is said to be so, and nothing is left running")
    func taken() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let other = try CommandLineFund()
        let start = Date()
        let outcome = try other.run("serve --port \(server.port)")
        #expect(outcome.status == 74 && outcome.errors.contains("cannot listen at 127.0.0.1"))
        #expect(try other.run("serve --host nowhere.invalid").status == 74)
        #expect(Date().timeIntervalSince(start) < 20)
        #expect(try other.run("serve --port 70000").status == 64)
        #expect(try other.run("serve", as: "officer").status == 64)
    }

    @Test("a decision goes through when whoever sent it hangs up at once")
    func hangUp() throws {
        for _ in 0..<3 {
            let fund = try CommandLineFund()
            try fund.proposed(amounts: [900_000, 800_000])
            let server = try Server(fund, people: ["decider"])
            let connection = try HTTPConnection(port: server.port)
            try connection.send(
                "POST", "/api/v1/rounds/round-1/approvals",
                headers: server.headers("decider", hasBody: true),
                body: Array("{\"proposal\":1,\"reason\":\"Fit\"}".utf8))
            connection.close()
            let end = Date().addingTimeInterval(15)
            var spent = ""
            while Date() < end, spent != "1700000" {
                usleep(20_000)
                spent = try Command.sql(
                    fund.database, "SELECT ifnull(sum(amountPence), 0) FROM award;"
                ).output.trimmed
            }
            #expect(spent == "1700000")
        }
    }

    @Test("a head or a body that trickles in has its time, however often a byte comes")
    func slow() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let server = try Server(
            fund, people: ["officer"], environment: ["COHESION_REQUEST_SECONDS": "3"])
        func trickle(_ connection: HTTPConnection) -> Double {
            let start = Date()
            while Date().timeIntervalSince(start) < 12 {
                guard (try? connection.send("x")) != nil else { break }
                usleep(100_000)
            }
            return Date().timeIntervalSince(start)
        }
        let head = try HTTPConnection(port: server.port)
        try head.send("GET /healthz HTTP/1.1\r\nX-Slow: ")
        #expect(trickle(head) < 6)

        let body = try HTTPConnection(port: server.port)
        var text = "POST /api/v1/rounds/round-1/panel HTTP/1.1\r\nHost: x\r\n"
        for (name, value) in server.headers("officer", hasBody: true) {
            text += "\(name): \(value)\r\n"
        }
        try body.send(text + "Content-Length: 1000\r\n\r\n")
        #expect(trickle(body) < 9)
        #expect(try server.ask("GET", "/healthz").status == 200)
    }

    @Test("who is answered before their body has come is waited for no longer than others")
    func early() throws {
        let server = try Server(
            try CommandLineFund(), people: [], environment: ["COHESION_REQUEST_SECONDS": "4"])
        let connection = try HTTPConnection(port: server.port, seconds: 20)
        try connection.send("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
        #expect(try connection.reply().status == 404)
        try connection.send("x")
        let start = Date()
        #expect(connection.isClosedByServer)
        #expect(Date().timeIntervalSince(start) < 8)
    }

    @Test("who asks and asks and takes no answer is cut off")
    func unread() throws {
        let server = try Server(
            try CommandLineFund(), people: [], environment: ["COHESION_REQUEST_SECONDS": "2"])
        let connection = try HTTPConnection(port: server.port)
        let request = "GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
        let start = Date()
        var isCut = false
        while !isCut, Date().timeIntervalSince(start) < 25 {
            isCut = (try? connection.send(request, wait: false)) == nil
            usleep(20_000)
        }
        #expect(isCut)
        #expect(try server.ask("GET", "/healthz").status == 200)
    }

    @Test("while others hold the file, everybody hears so within seconds, not one after another")
    func lineUp() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let server = try Server(fund, people: ["officer"])
        let input = Pipe()
        let lock = try Command.start(
            "/usr/bin/env", ["sqlite3", fund.database], input: input.fileHandleForReading)
        try input.fileHandleForWriting.write(
            contentsOf: Data(".timeout 5000\nBEGIN IMMEDIATE;\n".utf8))
        // Until it has it: on a busy machine that takes a while.
        var isHeld = false
        for _ in 0..<200 where !isHeld {
            isHeld = try Command.sql(fund.database, "BEGIN IMMEDIATE; ROLLBACK;").status != 0
            usleep(20_000)
        }
        #expect(isHeld)
        let connections = try (0..<6).map { _ in try HTTPConnection(port: server.port) }
        let start = Date()
        for connection in connections {
            try connection.send(
                "POST", "/api/v1/rounds/round-1/panel",
                headers: server.headers("officer", hasBody: true),
                body: Array("{\"email\":\"p1@example.org\"}".utf8))
        }
        let replies = try connections.map { try $0.reply() }
        #expect(Date().timeIntervalSince(start) < 20)
        #expect(
            replies.allSatisfy { $0.status == 503 && $0.headers["retry-after"] == "5" },
            "\(replies.map(\.text))")
        // Reading goes on meanwhile, and the server is well.
        #expect(try server.ask("GET", "rounds", as: "officer").status == 200)
        #expect(try server.ask("GET", "/readyz").status == 200)
        try input.fileHandleForWriting.close()
        lock.waitUntilExit()
        try server.good(
            "POST", "rounds/round-1/panel", as: "officer", "{\"email\":\"p1@example.org\"}")
    }

    @Test("a head that is too large is refused")
    func largeHead() throws {
        let server = try Server(try CommandLineFund(), people: [])
        let connection = try HTTPConnection(port: server.port)
        try connection.send(
            "GET", "/healthz", headers: [("X-Large", String(repeating: "a", count: 40_000))])
        #expect(try connection.reply().status == 400)
        #expect(try server.ask("GET", "/healthz").status == 200)
    }
}
