import Foundation
import FundCore
import Hummingbird
import NIOCore
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

    @Test("somebody who applies has one place, one network and all groups a share, others the rest")
    func shares() throws {
        let bodies = LargeBodies()
        let size = 32 * Self.megabyte
        let groups = (1...6).map { person($0, [.applicant]) }
        var places: [Int] = []
        for (group, client) in zip(groups, ["192.0.2.1", "192.0.2.1", "2001:db8::1"]) {
            places.append(try bodies.enter(size, of: group, from: client))
        }
        #expect(code { try bodies.enter(1, of: groups[0], from: "192.0.2.9") } == "bodies-many-own")
        // Two groups behind one address leave room for others.
        #expect(code { try bodies.enter(size, of: groups[3], from: "192.0.2.1") } == "bodies-many")
        places.append(try bodies.enter(size, of: groups[3], from: "2001:db8::2"))
        #expect(code { try bodies.enter(1, of: groups[4], from: "192.0.2.2") } == "bodies-many")
        // Somebody who applies and works here too counts with those who work here.
        let finance = person(7, [.finance, .applicant])
        let first = try bodies.enter(64 * Self.megabyte, of: finance, from: "192.0.2.1")
        _ = try bodies.enter(64 * Self.megabyte, of: finance, from: "192.0.2.1")
        #expect(code { try bodies.enter(1, of: finance, from: "") } == "bodies-many-own")
        #expect(code { try bodies.enter(1, of: person(8, [.officer]), from: "") } == "bodies-many")
        bodies.leave(places.removeLast())
        bodies.leave(nil)
        _ = try bodies.enter(size, of: groups[4], from: "192.0.2.2")
        bodies.leave(first)
        _ = try bodies.enter(size, of: person(8, [.officer]), from: "")
    }

    @Test("a slow body of a group gives its place up while others are refused, and only then")
    func refusing() async throws {
        let bodies = LargeBodies()
        let start = ContinuousClock.now
        let size = 32 * Self.megabyte
        let slow = try bodies.enter(size, of: person(1, [.applicant]), from: "a", at: start)
        let quick = try bodies.enter(size, of: person(2, [.applicant]), from: "a", at: start)
        let staff = try bodies.enter(size, of: person(3, [.officer]), from: "a", at: start)
        func arrive(_ bytes: Int, _ number: Int, _ seconds: Int) -> String? {
            code {
                try bodies.arrived(bytes, of: number, at: start + .seconds(seconds))
                return 0
            }
        }
        #expect(arrive(1000, slow, 11) == nil)
        #expect(
            code {
                try bodies.enter(
                    size, of: person(4, [.applicant]), from: "a", at: start + .seconds(12))
            } == "bodies-many")
        // Not before a whole window is over, and by what came in the whole of it.
        #expect(arrive(1000, slow, 20) == nil)
        #expect(arrive(600_000, quick, 15) == nil && arrive(400_000, quick, 26) == nil)
        #expect(arrive(1000, staff, 25) == nil)
        #expect(arrive(1000, slow, 22) == "bodies-slow")
        // Nobody has been refused for a while.
        #expect(arrive(1000, quick, 90) == nil)
        // As a body is read.
        let late = try bodies.enter(
            1, of: person(5, [.applicant]), from: "b", at: .now - .seconds(11))
        #expect(
            code { try bodies.enter(size, of: person(4, [.applicant]), from: "a") } == "bodies-many"
        )
        let body = ByteBuffer(string: "12345")
        await #expect(throws: LargeBodyProblem.self) {
            try await bodies.collect(RequestBody(buffer: body), upTo: 5, of: late)
        }
        #expect(try await bodies.collect(RequestBody(buffer: body), upTo: 5, of: late) == body)
        await #expect(throws: NIOTooManyBytesError.self) {
            try await bodies.collect(RequestBody(buffer: body), upTo: 4, of: late)
        }
    }

    @Test("a file is looked through however long a report takes, and waits no longer than it may")
    func looking() async throws {
        let threads = WorkThreads()
        let gate = DispatchSemaphore(value: 0)
        async let report = threads.readSlowly { gate.wait(timeout: .now() + 30) == .success }
        #expect(try await threads.look { 1 } == 1)
        gate.signal()
        #expect(try await report)
        do {
            _ = try await threads.look(within: .zero) { 1 }
            Issue.record("it waited")
        } catch let problem as any Problem {
            #expect(problem.report.code == "database-busy")
        }
        try await threads.shutDown()
    }

    @Test(
        "a large body that trickles in gives its place up long before the time for a body is over")
    func pace() throws {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        let server = try TestSupport.Server(
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
