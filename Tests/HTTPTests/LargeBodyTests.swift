import Foundation
import FundCore
import TestSupport
import Testing

@testable import HTTPDoor

@Suite("Large bodies are taken fairly, and come at a pace")
struct LargeBodyTests {
    private static let megabyte = 1024 * 1024

    private func person(_ id: Int64, _ roles: Set<Role>) -> Principal {
        Principal(
            .person(PersonID(id), email: "x@example.org", roles: roles), door: .http,
            systemUser: "tester")
    }

    private func code(_ work: () throws -> Int) -> String? {
        do {
            _ = try work()
            return nil
        } catch let problem as LargeBodyProblem {
            return problem.report.code
        } catch {
            return "\(error)"
        }
    }

    @Test("one person has two places, all groups half of the room, and the fund's people the rest")
    func shares() throws {
        let bodies = LargeBodies()
        let size = 32 * Self.megabyte
        let groups = (1...3).map { person($0, [.applicant]) }
        var places: [Int] = []
        for group in groups.prefix(2) {
            places.append(try bodies.enter(size, of: group))
            places.append(try bodies.enter(size, of: group))
        }
        #expect(code { try bodies.enter(1, of: groups[0]) } == "bodies-many-own")
        #expect(code { try bodies.enter(size, of: groups[2]) } == "bodies-many")
        // Somebody who applies and works here too counts with those who work here.
        let finance = person(4, [.finance, .applicant])
        let first = try bodies.enter(64 * Self.megabyte, of: finance)
        _ = try bodies.enter(64 * Self.megabyte, of: finance)
        #expect(code { try bodies.enter(1, of: person(5, [.officer])) } == "bodies-many")
        bodies.leave(places.removeLast())
        bodies.leave(nil)
        _ = try bodies.enter(size, of: groups[2])
        bodies.leave(first)
        _ = try bodies.enter(size, of: person(5, [.officer]))
    }

    @Test(
        "a large body that trickles in gives its place up long before the time for a body is over")
    func pace() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let server = try Server(
            fund, people: ["officer"], environment: ["COHESION_REQUEST_SECONDS": "40"])
        func begin(_ length: Int) throws -> HTTPConnection {
            let connection = try HTTPConnection(port: server.port)
            var head = "POST /api/v1/rounds/round-1/imports HTTP/1.1\r\nHost: x\r\n"
            for (name, value) in server.headers("officer", hasBody: true) {
                head += "\(name): \(value)\r\n"
            }
            try connection.send(head + "Content-Length: \(length)\r\n\r\n")
            return connection
        }
        // A small one that comes as slowly has its whole time.
        let (slow, small) = (try begin(2_000_000), try begin(100))
        let start = Date()
        var isCut = false
        while !isCut, Date().timeIntervalSince(start) < 20 {
            isCut = (try? slow.send("x")) == nil
            usleep(200_000)
        }
        #expect(isCut && Date().timeIntervalSince(start) < 15)
        try small.send(String(repeating: " ", count: 98) + "{}")
        #expect(try small.reply().status == 422)
    }
}
