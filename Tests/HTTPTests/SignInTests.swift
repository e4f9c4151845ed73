import Foundation
import FundCore
import TestSupport
import Testing

@Suite("Signing in with an email")
struct SignInTests {
    private let server: Server

    init() throws {
        server = try Server(try CommandLineFund(), people: ["officer"])
    }

    private func link(to email: String) throws -> String {
        let mail = try server.notice(to: email)
        let found = mail.firstMatch(of: /\n(http\S+)\n/).map { String($0.1) } ?? ""
        guard let path = found.range(of: "/sign-in/link") else { throw TestFailure(mail) }
        return String(found[path.lowerBound...])
    }

    @Test("a link that is looked at is not used up; its button works once, in any browser")
    func link() throws {
        let asker = Visitor(server)
        #expect(try asker.submit("/sign-in", [("email", "officer@example.org")]).status == 303)
        let path = try link(to: "officer@example.org")
        let other = Visitor(server)
        for _ in 1...3 { #expect(try other.get(path).status == 200) }
        let key = Visitor.hidden(in: try other.get(path).text, of: "/sign-in/link")
        #expect(try other.post("/sign-in/link", key).status == 303)
        #expect(try other.get("/home").text.contains("officer@example.org"))
        // Used: neither it nor its code is good any more.
        let again = Visitor(server)
        #expect(try again.get(path).status == 404)
        let code = try server.notice(to: "officer@example.org").firstMatch(of: /\n([0-9]{8})\n/)
        let late = try asker.submit("/sign-in/code", [("code", code.map { String($0.1) } ?? "")])
        #expect(late.status == 422 && late.text.contains("not right"))
    }

    @Test("a code works in the browser that asked and in no other, however it is written")
    func code() throws {
        let asker = Visitor(server)
        try asker.submit("/sign-in", [("email", "volunteer@example.com")])
        let mail = try server.notice(to: "volunteer@example.com")
        let code = mail.firstMatch(of: /\n([0-9]{8})\n/).map { String($0.1) } ?? ""
        #expect(code.count == 8)
        let thief = Visitor(server)
        try thief.submit("/sign-in", [("email", "thief@example.com")])
        #expect(try thief.submit("/sign-in/code", [("code", code)]).status == 422)
        let spaced = " \(code.prefix(4)) \(code.suffix(4)) "
        let signed = try asker.submit("/sign-in/code", [("code", spaced)])
        #expect(signed.status == 303 && signed.headers["location"] == "/home")
        let cookie = signed.cookies.first { $0.hasPrefix("cohesion-session=") } ?? ""
        #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"))
        #expect(cookie.contains("; Path=/") && !cookie.contains("Secure"))
        // Whoever was not known before can apply, and nothing else.
        #expect(try asker.get("/home").status == 200)
        #expect(try asker.get("/work/round-1").status == 403)
    }

    @Test("five wrong codes end the code and the link")
    func guesses() throws {
        let asker = Visitor(server)
        try asker.submit("/sign-in", [("email", "officer@example.org")])
        let mail = try server.notice(to: "officer@example.org")
        let code = mail.firstMatch(of: /\n([0-9]{8})\n/).map { String($0.1) } ?? ""
        let wrong = code == "00000000" ? "11111111" : "00000000"
        for _ in 1...5 {
            #expect(try asker.submit("/sign-in/code", [("code", wrong)]).status == 422)
        }
        #expect(try asker.submit("/sign-in/code", [("code", code)]).status == 422)
        #expect(try asker.get(try link(to: "officer@example.org")).status == 404)
    }

    @Test("known or not, the answer is the same, and so is the sixth: wait")
    func sameAnswer() throws {
        var answers: [[String]] = []
        for email in ["officer@example.org", "nobody@example.net"] {
            let visitor = Visitor(server)
            var mine: [String] = []
            for _ in 1...6 {
                let reply = try visitor.submit("/sign-in", [("email", email)])
                mine.append("\(reply.status) \(reply.headers["location"] ?? "")")
                if reply.status == 429 {
                    #expect(reply.headers["retry-after"] != nil)
                    #expect(reply.headers["content-security-policy"] != nil)
                    #expect(reply.text.contains("wait"))
                }
            }
            answers.append(mine)
        }
        #expect(answers[0] == answers[1])
        #expect(answers[0].map { $0.prefix(3) } == ["303", "303", "303", "303", "303", "429"])
        let bad = Visitor(server)
        let refused = try bad.submit("/sign-in", [("email", "not an address")])
        #expect(refused.status == 422 && refused.text.contains("value=\"not an address\""))
        #expect(refused.text.contains("<title>Error:"))
    }

    @Test("the database has no secret by which somebody could sign in")
    func atRest() throws {
        let visitor = Visitor(server)
        try visitor.signIn("officer@example.org")
        let session = visitor.cookies["cohesion-session"] ?? ""
        #expect(session.utf8.count == 43)
        let dump = try Command.run("/usr/bin/env", ["sqlite3", server.fund.database, ".dump"])
        let key = try link(to: "officer@example.org").split(separator: "=")[1].split(
            separator: "&")[0]
        #expect(dump.output.contains("personSession") && !dump.output.contains(session))
        #expect(!dump.output.contains(String(key)))
        #expect(!server.log.contains(String(key)) && !server.log.contains(session))
    }

    @Test("signing out ends this session; signing out everywhere ends them all")
    func signingOut() throws {
        let (here, there) = (Visitor(server), Visitor(server))
        try here.signIn("officer@example.org")
        try there.signIn("officer@example.org")
        let before = there.cookies
        #expect(try there.submit("/home", to: "/sign-out", []).status == 303)
        there.cookies = before
        #expect(try there.get("/home").status == 303)
        try there.signIn("officer@example.org")
        #expect(try here.submit("/account", to: "/account/sign-out-everywhere", []).status == 303)
        #expect(try there.get("/home").status == 303)
    }

    @Test("a form of another session, of another site, or of none is refused")
    func forgery() throws {
        let (officer, other) = (Visitor(server), Visitor(server))
        try officer.signIn("officer@example.org")
        try other.signIn("other@example.com")
        let close = "/work/round-1/open"
        let page = try officer.get(close)
        let own = Visitor.hidden(in: page.text, of: close)
        let others = Visitor.hidden(in: try other.get("/account").text, of: "/sign-out")
        for csrf in [[], [("csrf", "")], others] {
            let reply = try officer.post(close, csrf)
            #expect(reply.status == 403 && reply.text.contains("no longer good"))
        }
        officer.headers = [("Origin", "https://evil.example")]
        #expect(try officer.post(close, own).status == 403)
        officer.headers = [("Origin", "http://127.0.0.1:\(server.port)")]
        #expect(try officer.post(close, own).status == 303)
        // A token is for programs: it opens no page.
        let byToken = try server.ask("GET", "/work/round-1", as: "officer")
        #expect(byToken.status == 303)
        // A session is for people: it opens nothing of programs.
        let cookie = officer.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        #expect(
            try server.ask("GET", "/api/v1/rounds", headers: [("Cookie", cookie)]).status
                == 401)
    }

    @Test("nobody is sent to another site")
    func redirects() throws {
        let visitor = Visitor(server)
        for evil in ["//evil.example/", "https://evil.example/", "/\\evil.example", "evil"] {
            let switched = try visitor.get("/language/en?to=\(evil.formEncoded)")
            #expect(switched.status == 303 && switched.headers["location"] == "/")
        }
        try visitor.submit(
            "/sign-in?next=%2F%2Fevil.example", to: "/sign-in",
            [
                ("email", "someone@example.com")
            ])
        let path = try link(to: "someone@example.com")
        #expect(!path.contains("evil"))
        let code = try server.notice(to: "someone@example.com").firstMatch(of: /\n([0-9]{8})\n/)
        let signed = try visitor.submit(
            "/sign-in/code?next=%2F%2Fevil.example", to: "/sign-in/code",
            [("code", code.map { String($0.1) } ?? "")])
        #expect(signed.headers["location"] == "/home")
    }

    @Test("links begin with COHESION_PUBLIC_URL whatever Host says, and cookies are Secure then")
    func origin() throws {
        let secure = try Server(
            try CommandLineFund(), people: [],
            environment: ["COHESION_PUBLIC_URL": "https://fund.example.org"])
        let visitor = Visitor(secure)
        visitor.headers = [("Host", "evil.example"), ("X-Forwarded-Host", "evil.example")]
        try visitor.submit("/sign-in", [("email", "officer@example.org")])
        let mail = try secure.notice(to: "officer@example.org")
        #expect(
            mail.contains("https://fund.example.org/sign-in/link?key=") && !mail.contains("evil"))
        let code = mail.firstMatch(of: /\n([0-9]{8})\n/).map { String($0.1) } ?? ""
        let signed = try visitor.submit("/sign-in/code", [("code", code)])
        let cookie = signed.cookies.first { $0.contains("cohesion-session=") } ?? ""
        #expect(cookie.hasPrefix("__Host-cohesion-session=") && cookie.hasSuffix("; Secure"))
        for wrong in ["http://fund.example.org", "https://fund.example.org/x", "fund.example.org"] {
            let outcome = try secure.fund.run(
                "round list", environment: ["COHESION_PUBLIC_URL": wrong])
            #expect(outcome.status == 78, "\(wrong)")
        }
    }

    @Test("a session ends by itself, and what was being written is shown once more")
    func ending() throws {
        let visitor = Visitor(server)
        try visitor.signIn("officer@example.org")
        let page = try visitor.get("/work/round-1/close")
        let hidden = Visitor.hidden(in: page.text, of: "/work/round-1/close")
        let old = "UPDATE personSession SET lastSeenAt = lastSeenAt"
        #expect(try Command.sql(server.fund.database, old + " - 1;").isRefusedByRule)
        // As if two hours had passed: the row is made anew with an older time.
        let age = """
            CREATE TEMP TABLE s AS SELECT * FROM personSession;
            DELETE FROM personSession;
            INSERT INTO personSession SELECT id, personId, hash, startedAt - 7300000,
              lastSeenAt - 7300000, endsAt, endedAt FROM s;
            """
        #expect(try Command.sql(server.fund.database, age).status == 0)
        let words = "A long reason that took an evening to write."
        let lost = try visitor.post("/work/round-1/close", hidden + [("reason", words)])
        #expect(lost.status == 401 && lost.text.contains(words))
        #expect(lost.text.contains("/sign-in?next=/work/round-1/close"))
    }
}
