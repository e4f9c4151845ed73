import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Requests that come twice, late, too large or changed meanwhile")
struct ProtocolTests {
    private func opened(people: [String] = Server.everyRole) throws -> Server {
        let fund = try CommandLineFund()
        try fund.good("round open round-1", as: "officer")
        return try Server(fund, people: people)
    }

    private let applications = "rounds/round-1/applications"

    /// An application that p1 may score.
    private func scorable(_ server: Server) throws -> String {
        let reference = try server.submit("Elm Road")
        try server.good(
            "POST", "applications/\(reference)/checks", as: "officer", "{\"eligible\":true}")
        try server.good(
            "POST", "rounds/round-1/panel", as: "officer", "{\"email\":\"p1@example.org\"}")
        return reference
    }

    @Test("a token is shown once, kept as a hash, and ends when it is revoked or has expired")
    func tokens() throws {
        let server = try opened(people: ["officer", "admin"])
        let fund = server.fund
        let secret = server.token(of: "officer")
        let dump = try Command.sql(fund.database, "SELECT * FROM personToken;").output
        #expect(!dump.contains(secret) && dump.contains(SHA256Hex(of: secret).description))
        #expect(try fund.good("person tokens --format csv").output.contains("officer@example.org"))
        #expect(try !fund.good("person tokens --format json").output.contains(secret))

        try fund.good("person revoke 1")
        let ended = try server.ask("GET", "rounds", as: "officer")
        #expect(ended.status == 401 && ended.code == "token-refused")
        #expect(ended.headers["www-authenticate"] == "Bearer error=\"invalid_token\"")
        #expect(try fund.run("person revoke 1").status == 1)
        #expect(try fund.run("person revoke 99").status == 2)
        #expect(try fund.run("person token --email nobody@example.org").status == 2)
        #expect(try fund.run("person token --email officer@example.org --days 0").status == 65)
        #expect(try fund.run("person token --email officer@example.org --days 367").status == 65)
        #expect(try fund.run("person token --email officer@example.org", as: "officer").status == 1)
        #expect(
            try Command.sql(
                fund.database,
                "UPDATE personToken SET expiresAt = expiresAt + 1 WHERE id = 2;"
            ).isRefusedByRule)

        // One that has expired, put in as time would have left it.
        let old = "cohesion_\(String(repeating: "b", count: 43))"
        let insert = """
            INSERT INTO personToken (personId, label, hash, createdAt, expiresAt)
            SELECT id, 'old', '\(SHA256Hex(of: old))', 1, 2 FROM person
            WHERE email = 'officer@example.org';
            """
        #expect(try Command.sql(fund.database, insert).status == 0)
        let late = try server.ask("GET", "rounds", headers: [("Authorization", "Bearer \(old)")])
        #expect(late.status == 401)
        for header in ["Basic abc", "Bearer", "Bearer x", secret] {
            #expect(
                try server.ask("GET", "rounds", headers: [("Authorization", header)]).status == 401)
        }
    }

    @Test("a token that is given twice by one key is not shown a second time")
    func tokenOnce() throws {
        let server = try opened(people: ["admin"])
        let body = "{\"email\":\"p1@example.org\",\"label\":\"once\",\"days\":1}"
        let key = [("Idempotency-Key", "k1")]
        #expect(try server.ask("POST", "tokens", as: "admin", body, headers: key).status == 201)
        let again = try server.ask("POST", "tokens", as: "admin", body, headers: key)
        #expect(again.status == 409 && again.code == "request-answer-not-kept")
        let kept = try Command.sql(server.fund.database, "SELECT * FROM requestAnswer;").output
        #expect(kept.contains("k1") && !kept.contains("cohesion_"))
    }

    @Test(
        "the same key and body give the same answer and do nothing again; another body is refused")
    func idempotency() throws {
        let server = try opened()
        let key = [("Idempotency-Key", "first-try")]
        let body = TestFund.application("Elm Road")
        let first = try server.ask("POST", applications, as: "officer", body, headers: key)
        let second = try server.ask("POST", applications, as: "officer", body, headers: key)
        #expect(first.status == 201 && second.status == 201 && first.bytes == second.bytes)
        #expect(first.headers["location"] == second.headers["location"])
        #expect(first.headers["idempotent-replayed"] == nil)
        #expect(second.headers["idempotent-replayed"] == "true")
        let other = try server.ask(
            "POST", applications, as: "officer", TestFund.application("Oak Road"), headers: key)
        #expect(other.status == 422 && other.code == "request-key-reused")
        // Another person's key is another key, and a refused request leaves none behind.
        #expect(
            try server.ask("POST", applications, as: "applicant", body, headers: key).status == 201)
        let wrong = [("Idempotency-Key", "second")]
        #expect(
            try server.ask("POST", applications, as: "officer", "{}", headers: wrong).status == 422)
        #expect(
            try server.ask("POST", applications, as: "officer", body, headers: wrong).status == 201)
        let count = try Command.sql(server.fund.database, "SELECT count(*) FROM application;")
        #expect(count.output.trimmed == "3")
        for key in ["", String(repeating: "k", count: 201), "a b"] {
            let reply = try server.ask(
                "POST", applications, as: "officer", body, headers: [("Idempotency-Key", key)])
            #expect(reply.status == 400 && reply.code == "header-wrong", "\(key)")
        }
    }

    @Test("many who send one key at once are one who did it")
    func idempotencyRace() throws {
        let server = try opened()
        let body = Array(TestFund.application("Elm Road").utf8)
        let connections = try (0..<12).map { _ in try HTTPConnection(port: server.port) }
        for connection in connections {
            try connection.send(
                "POST", "/api/v1/\(applications)",
                headers: server.headers("officer", hasBody: true, [("Idempotency-Key", "race")]),
                body: body)
        }
        let replies = try connections.map { try $0.reply() }
        #expect(replies.allSatisfy { $0.status == 201 })
        #expect(Set(replies.map(\.text)).count == 1)
        let count = try Command.sql(server.fund.database, "SELECT count(*) FROM application;")
        #expect(count.output.trimmed == "1")
    }

    @Test(
        "who has the state already gets no body; who edits another state than they saw is refused")
    func tags() throws {
        let server = try opened()
        let reference = try server.submit("Elm Road")
        let path = "applications/\(reference)/contact"
        let seen = try server.good("GET", path, as: "officer")
        let tag = try #require(seen.headers["etag"])
        let same = try server.ask(
            "GET", path, as: "officer", headers: [("If-None-Match", tag)])
        #expect(same.status == 304 && same.bytes.isEmpty && same.headers["etag"] == tag)
        func change(_ email: String, _ header: (String, String)) throws -> Reply {
            try server.ask(
                "PATCH", path, as: "officer", "{\"email\":\"\(email)@example.org\"}",
                headers: [header])
        }
        let changed = try change("one", ("If-Match", tag))
        #expect(changed.status == 200 && changed["email"]?.string == "one@example.org")
        #expect(changed.headers["etag"] != tag)
        let late = try change("two", ("If-Match", tag))
        #expect(late.status == 412 && late.code == "changed-meanwhile")
        #expect(try server.good("GET", path, as: "officer")["email"]?.string == "one@example.org")
        #expect(try change("three", ("If-Match", "*")).status == 200)
        #expect(try change("four", ("If-None-Match", "*")).status == 412)
        #expect(try change("five", ("If-Match", "nonsense")).status == 400)

        let page = "applications/\(reference)"
        let whole = try server.good("GET", page, as: "auditor").headers["etag"] ?? ""
        #expect(
            try server.ask("GET", page, as: "auditor", headers: [("If-None-Match", "W/\(whole)")])
                .status == 304)
        try server.good(
            "PATCH", path, as: "officer", "{\"email\":\"six@example.org\"}")
        #expect(
            try server.ask("GET", page, as: "auditor", headers: [("If-None-Match", whole)]).status
                == 200)
    }

    @Test(
        "a score's first recording can be asked to be the first, and later ones to change what was")
    func scoreTags() throws {
        let server = try opened()
        let reference = try scorable(server)
        let path = "applications/\(reference)/scores/need"
        #expect(try server.ask("GET", path, as: "p1").code == "score-unknown")
        func put(_ value: Int, _ headers: [(String, String)] = []) throws -> Reply {
            try server.ask("PUT", path, as: "p1", "{\"value\":\(value)}", headers: headers)
        }
        let first = try put(3, [("If-None-Match", "*")])
        #expect(first.status == 200)
        #expect(try put(4, [("If-None-Match", "*")]).status == 412)
        #expect(try put(4, [("If-Match", first.headers["etag"] ?? "")]).status == 200)
        #expect(try put(5, [("If-Match", first.headers["etag"] ?? "")]).status == 412)
        #expect(try server.good("GET", path, as: "p1")["score"]?.int == 4)
        let off = try put(6)
        #expect(off.status == 422 && off.code == "invalid-input")
        #expect(off["errors"]?.array?.first?["place"]?.string == "need: score")
        #expect(
            try server.ask("PUT", path, as: "p1", "{\"value\":4.5}")["errors"]?.array?.first?[
                "code"]?.string == "not-whole-number")
        let member = "?member=p1@example.org"
        #expect(
            try server.ask("PUT", path + member, as: "officer", "{\"value\":1}").status == 200)
        #expect(
            try ["p2@example.org", "nobody@example.org"].map {
                try server.ask("PUT", path + "?member=\($0)", as: "p1", "{\"value\":1}").text
                    .components(separatedBy: "requestId")[0]
            }.allSatisfy { $0.contains("score-not-yours") && $0.contains("\"status\":422") })
    }

    @Test("the ranking is revalidated by its state, and changes when a score does")
    func rankingTag() throws {
        let server = try opened()
        let reference = try scorable(server)
        let path = "rounds/round-1/ranking"
        let before = try server.good("GET", path, as: "officer")
        let tag = before.headers["etag"] ?? ""
        #expect(
            try server.ask("GET", path, as: "decider", headers: [("If-None-Match", tag)]).status
                == 304)
        // Scored through the other door: the server sees it all the same.
        try server.fund.good("score record \(reference) --score need=5", as: "p1")
        let after = try server.ask(
            "GET", path, as: "decider", headers: [("If-None-Match", tag)])
        #expect(after.status == 200 && after.headers["etag"] != tag && after.text != before.text)
        let printed = try server.fund.good(
            "ranking show --round round-1 --format json", as: "officer")
        #expect(after.text == printed.output)
    }

    @Test("everything wrong with a body is named at once, and what is no body at all is told apart")
    func badBodies() throws {
        let server = try opened()
        let many = try server.ask(
            "POST", applications, as: "officer",
            "{\"organisation\":{\"name\":\"\"},\"amountPence\":\"many\",\"surplus\":1}")
        #expect(many.status == 422)
        #expect(many.headers["content-type"] == "application/problem+json")
        let places = many["errors"]?.array?.compactMap { $0["place"]?.string } ?? []
        #expect(places.contains("organisation.name") && places.contains("amountPence"))
        #expect(places.contains("surplus") && places.count > 5)
        let broken = try server.ask("POST", applications, as: "officer", "{\"a\":")
        #expect(broken.status == 400 && broken.code == "body-not-json")
        #expect(
            try server.ask(
                "POST", applications, as: "officer", "a=b",
                headers: [("Content-Type", "application/x-www-form-urlencoded")]
            ).status == 415)
        let large = String(repeating: " ", count: 70_000)
        #expect(
            try server.ask(
                "POST", "rounds/round-1/panel", as: "officer", "{\"email\":\"\(large)\"}"
            ).status == 413)
        for query in [
            "?limit=0", "?limit=x", "?cursor=%ff", "?surplus=1", "?status=lost", "?limit=1&limit=2",
        ] {
            let reply = try server.ask("GET", applications + query, as: "officer")
            #expect(reply.status == 422, "\(query) \(reply.text)")
        }
    }

    @Test("a chunked body that is too long is cut off, and one that breaks off does nothing")
    func brokenBodies() throws {
        let server = try opened()
        let connection = try HTTPConnection(port: server.port)
        var head = "POST /api/v1/rounds/round-1/panel HTTP/1.1\r\nHost: x\r\n"
        for (name, value) in server.headers("officer", hasBody: true) {
            head += "\(name): \(value)\r\n"
        }
        try connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
        let piece = String(repeating: "x", count: 0x8000)
        for _ in 0..<3 { try connection.send("8000\r\n\(piece)\r\n") }
        try connection.send("0\r\n\r\n")
        #expect(try connection.reply().status == 413)

        // Half of a file of scores would be a file of scores too.
        let reference = try scorable(server)
        let scores =
            "application,panel_member,criterion,score,comment\n"
            + "\(reference),p1@example.org,need,4,\n"
        let cut = try HTTPConnection(port: server.port)
        var second = "POST /api/v1/rounds/round-1/score-imports HTTP/1.1\r\nHost: x\r\n"
        for (name, value) in server.headers(
            "officer", hasBody: true, [("Content-Type", "text/csv")])
        {
            second += "\(name): \(value)\r\n"
        }
        try cut.send(second + "Content-Length: \(scores.utf8.count * 2)\r\n\r\n" + scores)
        cut.close()
        usleep(300_000)
        let count = try Command.sql(server.fund.database, "SELECT count(*) FROM assessmentScore;")
        #expect(count.output.trimmed == "0")
    }

    @Test("a token that ends while its request is on the way does nothing any more")
    func endedMeanwhile() throws {
        let server = try opened(people: ["officer"])
        let connection = try HTTPConnection(port: server.port)
        let body = Array("{\"email\":\"p1@example.org\"}".utf8)
        var head = "POST /api/v1/rounds/round-1/panel HTTP/1.1\r\nHost: x\r\n"
        for (name, value) in server.headers("officer", hasBody: true) {
            head += "\(name): \(value)\r\n"
        }
        try connection.send(head + "Content-Length: \(body.count)\r\n\r\n")
        usleep(300_000)
        // Its birth is ahead of the clock: it can be ended all the same.
        let ahead = """
            INSERT INTO personToken (personId, label, hash, createdAt, expiresAt)
            SELECT id, 'ahead', '\(String(repeating: "0", count: 64))', 9000000000000, 9000000000001
            FROM person LIMIT 1;
            """
        #expect(try Command.sql(server.fund.database, ahead).status == 0)
        try server.fund.good("person revoke 2")
        try server.fund.good("person revoke 1")
        try connection.send(body)
        #expect(try connection.reply().status == 401)
        #expect(try server.fund.good("panel list --round round-1 --format csv").lines.count == 1)
    }

    @Test("the trail says by which token it was done")
    func tokenInTrail() throws {
        let server = try opened(people: ["officer"])
        try server.good(
            "POST", "rounds/round-1/panel", as: "officer", "{\"email\":\"p1@example.org\"}")
        let actor = try Command.sql(
            server.fund.database,
            "SELECT actor FROM auditEntry WHERE action = 'panel.addition';"
        ).output
        #expect(actor.contains(" http token:1 "))
    }

    @Test(
        "one person's third large body waits outside, other people's do not; a member's scores are few"
    )
    func largeBodies() throws {
        let server = try opened(people: ["officer", "p1"])
        let held = try (0..<2).map { _ in
            let connection = try HTTPConnection(port: server.port)
            var head = "POST /api/v1/rounds/round-1/imports HTTP/1.1\r\nHost: x\r\n"
            for (name, value) in server.headers("officer", hasBody: true) {
                head += "\(name): \(value)\r\n"
            }
            try connection.send(head + "Content-Length: 2000000\r\n\r\n{")
            return connection
        }
        usleep(300_000)
        let grants = "{\"grants\":[]}"
        // A small one takes no place.
        #expect(
            try server.ask("POST", "rounds/round-1/imports", as: "officer", grants).status == 201)
        let many = grants + String(repeating: " ", count: 1_100_000)
        let full = try server.ask("POST", "rounds/round-1/imports", as: "officer", many)
        #expect(full.status == 503 && full.code == "bodies-many-own", "\(full.text)")
        #expect(full.headers["retry-after"] == "5")
        let member = [("Content-Type", "text/csv")]
        #expect(
            try server.ask(
                "POST", "rounds/round-1/score-imports", as: "p1",
                String(repeating: "x", count: 1_100_000), headers: member
            ).status == 413)
        #expect(try server.ask("POST", applications, as: "officer", "{}").status == 422)
        held.forEach { $0.close() }
        usleep(300_000)
        #expect(
            try server.ask("POST", "rounds/round-1/imports", as: "officer", many).status == 201)
        let csv = [("Content-Type", "text/csv")]
        let long = String(repeating: "x", count: 1_100_000)
        #expect(
            try server.ask("POST", "rounds/round-1/score-imports", as: "p1", long, headers: csv)
                .status == 413)
        // A client that breaks off is no failure of the server's.
        #expect(!server.log.contains(" error "), "\(server.log)")
    }

    @Test("neither counts nor names of requests tell what others do")
    func onlookers() throws {
        let server = try opened()
        let reference = try scorable(server)
        try server.good(
            "PUT", "applications/\(reference)/scores/need", as: "p1", "{\"value\":4}")
        let metrics = try server.ask("GET", "/metrics").text
        #expect(!metrics.contains("PUT") && !metrics.contains("scores"))
        let names = try (0..<3).map { _ in
            try server.ask("GET", "/healthz").headers["x-request-id"] ?? ""
        }
        #expect(Set(names).count == 3)
        #expect(Set(names.map { $0.prefix(6) }).count == 3)
    }

    @Test("a list of many things wrong is cut short, and says how many there are")
    func manyProblems() throws {
        let server = try opened(people: ["officer"])
        let keys = (0..<3000).map { "\"k\($0)\":1" }.joined(separator: ",")
        let reply = try server.ask("POST", applications, as: "officer", "{\(keys)}")
        #expect(reply.status == 422 && reply["errors"]?.array?.count == 500)
        #expect(reply["title"]?.string?.contains("300") == true)
    }

    @Test("other methods, other places, HEAD, and names of requests")
    func methods() throws {
        let server = try opened()
        let put = try server.ask("PUT", "rounds", as: "officer", "{}")
        #expect(put.status == 405 && put.headers["allow"] == "GET, HEAD")
        #expect(try server.ask("OPTIONS", "rounds").status == 405)
        #expect(try server.ask("GET", "nowhere").code == "no-such-place")
        #expect(try server.ask("GET", "/../../etc/passwd").status == 404)
        #expect(try server.ask("GET", "rounds/%00", as: "officer").status == 404)
        #expect(try server.ask("GET", "rounds/%C3%28", as: "officer").status == 404)
        #expect(try server.ask("GET", "rounds/no-such", as: "officer").code == "round-unknown")
        let head = try server.ask("HEAD", "rounds", as: "officer")
        #expect(head.status == 200 && head.bytes.isEmpty && head.headers["etag"] != nil)
        let named = try server.ask("GET", "/healthz", headers: [("X-Request-ID", "proxy-7")])
        #expect(named.headers["x-request-id"] == "proxy-7")
        let other = try server.ask("GET", "/healthz", headers: [("X-Request-ID", "a b\u{7}")])
        #expect(other.headers["x-request-id"] != "a b\u{7}")
        #expect(server.log.contains("proxy-7"))
        let policy = named.headers["content-security-policy"] ?? ""
        #expect(policy.contains("default-src 'none'"))
        #expect(named.headers["x-content-type-options"] == "nosniff")
        // The log has paths, and neither tokens nor what stands behind a question mark.
        _ = try server.ask("GET", applications + "?status=submitted", as: "officer")
        #expect(!server.log.contains("status=submitted"))
        #expect(!server.log.contains(server.token(of: "officer")))
    }

    @Test("lists come in pages that meet without gap or repeat")
    func pages() throws {
        let server = try opened()
        let all = try (0..<7).map { try server.submit("Group \($0)") }
        var seen: [String] = []
        var cursor = ""
        repeat {
            let page = try server.good(
                "GET", applications + "?limit=3" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"),
                as: "officer")
            seen += page["items"]?.array?.compactMap { $0["reference"]?.string } ?? []
            cursor = page["next"]?.string ?? ""
        } while !cursor.isEmpty
        #expect(seen == all)
        var letters = 0
        repeat {
            let page = try server.good(
                "GET",
                "rounds/round-1/letters?limit=2" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"),
                as: "officer")
            letters += page["items"]?.array?.count ?? 0
            cursor = page["next"]?.string ?? ""
        } while !cursor.isEmpty
        #expect(letters == 7)
    }
}
